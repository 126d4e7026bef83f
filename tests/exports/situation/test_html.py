from __future__ import annotations

import datetime as dt
import io
import itertools
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import marsad
from marsad.exports.situation.html import PRINTED_ROWS, write_situation
from marsad.exports.situation.page import situation
from marsad.exports.situation.period import Period, whole_span
from marsad.incidents.accounts import Account, Incident
from marsad.incidents.features import features
from marsad.incidents.linking import group_all
from marsad.incidents.reconciling import reconcile
from marsad.readers import read_paths

from .examples import account, incident, killed, member, one, place

MARCH = Period(dt.date(2021, 3, 1), dt.date(2021, 3, 31))
VOID = {"meta", "link"}


class Page(HTMLParser):
    """What a browser would find in a page; every element that is opened is closed."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self._open: list[str] = []
        self.feed(text)
        self.close()
        assert self._open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self._open and self._open[-1] != "style":
            self.text += f"{data} "

    def values(self, name: str) -> list[str]:
        return [attrs[name] or "" for _tag, attrs in self.tags if name in attrs]


def page(items: list[Incident], period: Period = MARCH, **words: object) -> Page:
    file = io.StringIO()
    write_situation(situation(items, period, title="Daraa", **words), file)  # type: ignore[arg-type]
    return Page(file.getvalue())


def month() -> list[Incident]:
    """A month with contradicting accounts, an unresolved place, a region, a planned meeting, and a month before."""
    return [
        incident(
            account(dt.date(2021, 3, 3), killed(4), source="Agency", url="https://example.org/a"),
            account(dt.date(2021, 3, 3), killed(9), source="Radio"),
        ),
        one(dt.date(2021, 3, 9), killed(2, high=None), where=place("Nahj", resolved=False, precision="near")),
        one(
            dt.date(2021, 3, 19), where=place("Daraa", precision="region"), members=(member("side_a", "4th Division"),)
        ),
        one(dt.date(2021, 3, 20), type="negotiation", status="planned"),
        one(dt.date(2021, 2, 3), killed(1)),
    ]


def test_the_page_says_period_filter_figures_and_change() -> None:
    words = " ".join(page(month(), filter_words=["types: shelling"]).text.split())
    assert "Daraa March 2021 31 days types: shelling" in words
    assert "against February 2021" in words
    assert "Incidents 3 +2 (was 1)" in words


def test_contradicting_accounts_stand_side_by_side() -> None:
    words = " ".join(page(month()).text.split())
    assert "Agency 2021-03-03 4 Radio 2021-03-03 9 The record takes" in words


def test_what_did_not_happen_stands_apart() -> None:
    words = " ".join(page(month()).text.split())
    assert "Planned, threatened, failed or denied, in no figure above" in words
    assert "Negotiation planned" in words.split("in no figure above")[1]


def test_a_region_is_no_dot_on_the_map() -> None:
    found = page([one(dt.date(2021, 3, 19), where=place("Daraa", precision="region"))])
    assert not [attrs for _tag, attrs in found.tags if (attrs.get("class") or "").startswith("dot")]
    assert [attrs for _tag, attrs in found.tags if attrs.get("class") == "area"]


def test_the_page_loads_nothing_and_has_no_script() -> None:
    found = page(month())
    assert not {"script", "img", "iframe", "object", "embed"} & {tag for tag, _attrs in found.tags}
    assert not found.values("src")
    assert {attrs["href"] for tag, attrs in found.tags if tag == "link"} == {"data:,"}
    assert not re.search(r"url\((?!#)", "".join(found.values("style")))


def test_links_inside_the_page_lead_somewhere() -> None:
    found = page(month())
    assert {href[1:] for href in found.values("href") if href.startswith("#")} <= set(found.values("id"))
    assert len(found.values("id")) == len(set(found.values("id")))
    assert set(" ".join(found.values("aria-labelledby")).split()) <= set(found.values("id"))


def test_screen_readers_find_landmarks_headings_table_headers_and_titles_of_charts() -> None:
    found = page(month())
    tags = [tag for tag, _attrs in found.tags]
    assert tags.count("main") == tags.count("h1") == 1
    levels = [int(tag[1]) for tag in tags if re.fullmatch(r"h\d", tag)]
    assert all(after - before <= 1 for before, after in itertools.pairwise(levels))
    assert all(attrs.get("scope") in ("col", "row") for tag, attrs in found.tags if tag == "th")
    drawn = [attrs for tag, attrs in found.tags if tag == "svg" and attrs.get("aria-hidden") != "true"]
    assert len(drawn) == 3
    assert all(attrs.get("role") == "img" and attrs.get("aria-labelledby") for attrs in drawn)


def test_paper_has_the_deadliest_incidents_and_says_how_many_are_left_out() -> None:
    items = [one(dt.date(2021, 3, 1 + n % 28), killed(n)) for n in range(40)]
    found = page(items)
    rows = [attrs for tag, attrs in found.tags if tag == "tr" and re.fullmatch(r"i\d+", attrs.get("id") or "")]
    assert len([row for row in rows if row.get("class") != "off-paper"]) == PRINTED_ROWS
    assert f"the {PRINTED_ROWS} incidents with most killed, of 40" in " ".join(found.text.split())


def test_a_period_without_incidents_says_that_this_proves_nothing() -> None:
    assert "no proof that nothing happened" in page([]).text


@given(
    st.text(max_size=40)
    | st.sampled_from(["</style><script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "{{ 7 * 7 }}"])
)
def test_hostile_text_stays_text(text: str) -> None:
    item = one(
        dt.date(2021, 3, 3),
        killed(1, who=text),
        source=text,
        title=text,
        url=text,
        where=place(text),
        members=(member("side_a", text),),
    )
    found = page([item], filter_words=[text])
    assert not {"script", "img"} & {tag for tag, _attrs in found.tags}
    assert not [name for _tag, attrs in found.tags for name in attrs if name.startswith("on")]


@pytest.fixture(scope="module")
def samples() -> list[Incident]:
    folder = Path(marsad.__file__).parent / "samples"
    coder = marsad.Coder()
    codings = list(coder.code_many(read_paths([folder], on_error=lambda error: pytest.fail(str(error)))))
    accounts = {event.id: Account(event, coding.dispatch) for coding in codings for event in coding.events}
    groups = group_all([features(one) for one in accounts.values()])
    return [reconcile(id, [accounts[event] for event in events]) for id, events in groups.items()]


def test_the_samples_make_a_report(samples: list[Incident]) -> None:
    period = whole_span(samples)
    assert period is not None
    found = page(samples, period)
    words = " ".join(found.text.split())
    for name in ("Mamove", "Zawiya", "ADF"):
        assert name in words
    assert "What this report cannot know" in words
