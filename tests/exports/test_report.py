from __future__ import annotations

import base64
import datetime as dt
import hashlib
import io
import itertools
import re
from html.parser import HTMLParser
from importlib import resources

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from marsad.exports.cards import COLOURS, web_address
from marsad.exports.report import write_html
from marsad.model import Coding, Dispatch, Event, Span

from .examples import VERSION, coding, empty_coding, hostile_coding

TAGS = {
    "html",
    "head",
    "meta",
    "title",
    "link",
    "style",
    "body",
    "a",
    "header",
    "p",
    "svg",
    "path",
    "circle",
    "rect",
    "clippath",
    "use",
    "span",
    "nav",
    "main",
    "section",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "div",
    "table",
    "thead",
    "tbody",
    "tr",
    "th",
    "td",
    "ul",
    "ol",
    "li",
    "b",
    "i",
    "q",
    "figure",
    "figcaption",
    "dl",
    "dt",
    "dd",
    "blockquote",
    "article",
    "details",
    "summary",
    "footer",
    "script",
    "strong",
}
ATTRIBUTES = {
    "aria-hidden",
    "aria-label",
    "aria-labelledby",
    "charset",
    "class",
    "clip-path",
    "content",
    "cx",
    "cy",
    "d",
    "data-k",
    "dir",
    "height",
    "href",
    "http-equiv",
    "id",
    "lang",
    "name",
    "r",
    "rel",
    "role",
    "scope",
    "style",
    "tabindex",
    "title",
    "viewbox",
    "width",
    "x",
    "y",
}


class Page(HTMLParser):
    """What a browser would find in a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.words: list[str] = []
        self.code: dict[str, list[str]] = {"script": [], "style": []}
        self.open: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {name: value or "" for name, value in attrs}))
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in self.open:
            while self.open.pop() != tag:
                pass

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] in self.code:
            self.code[self.open[-1]].append(data)
        else:
            self.words.append(data)

    @property
    def text(self) -> str:
        return "".join(self.words)

    def values(self, name: str) -> list[str]:
        return [attributes[name] for _tag, attributes in self.tags if name in attributes]


def page(*codings: Coding) -> Page:
    file = io.StringIO()
    write_html(codings, file)
    return Page(file.getvalue())


@pytest.fixture(scope="module")
def one() -> Page:
    return page(coding())


@pytest.fixture(scope="module")
def several() -> Page:
    return page(coding(), empty_coding(), coding())


def test_the_page_shows_the_dispatch_and_every_cell(one: Page) -> None:
    text = " ".join(one.text.split())
    for words in ("Fighting in Tafas", "a local monitor", "Heavy clashes broke out at dawn in the city of"):
        assert words in text
    for words in (
        "Armed clash",
        "4th Division",
        "local fighters",
        "Nine people",
        "9 killed in all",
        "2+ injured",
    ):
        assert words in text
    for words in ("mortars", "hand over of machineguns", "a monitor", "3 Feb 2021, dawn", "90 %", "planned"):
        assert words in text
    for words in (
        "local fighters is a rival of 4th Division",
        "clash: 3",
        "since 1 Jan 2021",
        "a warning for the",
    ):
        assert words in text


def test_the_page_loads_nothing(one: Page) -> None:
    assert not one.values("src") and not one.values("srcset")
    assert [attributes for tag, attributes in one.tags if tag == "link"] == [{"rel": "icon", "href": "data:,"}]
    assert "url(" not in one.code["style"][0].replace("url(#", "") and "@import" not in one.code["style"][0]


def test_only_the_page_s_own_script_may_run(one: Page) -> None:
    (script,) = one.code["script"]
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    (policy,) = [content for content in one.values("content") if "default-src" in content]
    assert "default-src 'none'" in policy and f"script-src 'sha256-{digest}'" in policy
    assert not [name for _tag, attributes in one.tags for name in attributes if name.startswith("on")]


def test_every_link_inside_the_page_leads_somewhere(several: Page) -> None:
    ids = several.values("id")
    assert len(ids) == len(set(ids))
    targets = {href[1:] for href in several.values("href") if href.startswith("#")}
    assert targets <= set(ids)
    assert set(several.values("aria-labelledby")) <= set(ids)


def test_every_cell_lights_up_words_and_the_words_their_cell(one: Page) -> None:
    cells = {a["data-k"] for _tag, a in one.tags if a.get("class") == "cell" and "data-k" in a}
    words = {key for _tag, a in one.tags if a.get("class", "").startswith("seg") for key in a["data-k"].split()}
    assert cells and cells <= words


def test_the_text_can_be_read_without_script(one: Page) -> None:
    assert [a["href"] for tag, a in one.tags if tag == "a" and a.get("class") == "ref"] == [
        "#d1e1",
        "#d1e1",
        "#d1e2",
        "#d1e3",
    ]


def test_headings_never_skip_a_level(one: Page, several: Page) -> None:
    for found in (one, several):
        levels = [int(tag[1]) for tag, _attributes in found.tags if re.fullmatch("h[1-6]", tag)]
        assert levels[0] == 1 and levels.count(1) == 1
        assert all(after - before <= 1 for before, after in itertools.pairwise(levels))


def test_keyboard_and_screen_reader_find_their_way(several: Page) -> None:
    tags = {tag for tag, _attributes in several.tags}
    assert {"main", "nav", "header", "footer", "article"} <= tags
    assert several.tags[[tag for tag, _a in several.tags].index("html")][1]["lang"] == "en"
    assert any(a.get("class") == "skip" and a["href"] == "#main" for _tag, a in several.tags)
    labelled = [a for tag, a in several.tags if tag == "svg" and a.get("aria-hidden") != "true"]
    assert all(a.get("role") == "img" and a.get("aria-label") for a in labelled)


def test_several_dispatches_have_a_table_of_contents(several: Page) -> None:
    assert "3 dispatches, 6 events" in several.text
    assert {"#d1", "#d2", "#d3"} <= set(several.values("href"))


def test_a_dispatch_without_events_says_so(several: Page) -> None:
    assert "No event was found in this dispatch." in several.text


def test_no_dispatch_at_all_is_a_valid_page() -> None:
    assert "No dispatch was coded." in page().text


def test_an_unresolved_place_is_called_so(one: Page) -> None:
    assert "unresolved: no gazetteer knows this name; placed at its container" in one.text


def test_the_rule_behind_a_cell_is_shown_where_it_is_known(one: Page) -> None:
    assert "Why these cells" in one.text and "Tafas, Daraa, SY" in one.text


def test_sources_of_the_data_are_credited(one: Page) -> None:
    for words in ("GeoNames", "CC BY 4.0", "Natural Earth", "UCDP", "orientation only"):
        assert words in one.text


def test_a_coding_without_its_text_still_shows_its_cards() -> None:
    record = coding()
    record.dispatch.text = ""
    found = page(record)
    assert "4th Division" in found.text
    assert {href[1:] for href in found.values("href") if href.startswith("#")} <= set(found.values("id"))


def test_planned_and_denied_dead_are_in_no_sum() -> None:
    record = coding()
    record.events[0].status = "denied"
    assert not re.search(r"9\s+killed\s", " ".join(page(record).text.split()).split("When")[0])


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "data:text/html,x",
        "JAVASCRIPT:x",
        "//example.org",
        "http://[",
        "",
        None,
        "ftp://x.org/",
    ],
)
def test_only_web_addresses_become_links(address: str | None) -> None:
    assert web_address(address) == ""


def test_a_web_address_is_a_link(one: Page) -> None:
    assert "https://example.org/tafas" in one.values("href")


hostile = st.one_of(
    st.text(st.sampled_from("<>&\"'/=` \n\t;:#{}%()scriptonclkahref0")),
    st.text(st.characters()),
    st.sampled_from(
        [
            "</style><script>alert(1)</script>",
            "</script><script>alert(1)</script>",
            "<img src=x onerror=alert(1)>",
            '" onmouseover="alert(1)',
            "' onfocus='alert(1)' autofocus='",
            "<!--",
            "]]>",
            "{{ 7 * 7 }}{% raw %}",
            "javascript:alert(1)",
            'https://example.org/"><script>alert(1)</script>',
            "&lt;script&gt;",
            "<svg/onload=alert(1)>",
        ]
    ),
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(hostile)
def test_hostile_text_stays_text(text: str) -> None:
    found = page(hostile_coding(text))
    assert {tag for tag, _attributes in found.tags} <= TAGS
    assert {name for _tag, attributes in found.tags for name in attributes} <= ATTRIBUTES
    assert found.code["script"] == [asset("report.js")] and found.code["style"] == [asset("report.css")]
    assert all(href.startswith(("#", "https://", "http://", "data:,")) for href in found.values("href"))
    assert "49" not in found.text or "7 * 7" not in text


def test_hostile_text_is_shown_as_it_was_written() -> None:
    text = '<b>bold</b> & "quoted" {{ x }}'
    assert page(hostile_coding(text)).text.count(text) > 5


def asset(name: str) -> str:
    return resources.files("marsad.exports").joinpath("templates", name).read_text("utf-8")


def colours(theme: str) -> dict[str, str]:
    light, dark = asset("report.css").split("@media screen and (prefers-color-scheme: dark)", 1)
    block = light if theme == "light" else dark.split("*, *::before", 1)[0]
    return dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", block.split("--sans", 1)[0]))


def contrast(one: str, other: str) -> float:
    """The ratio of luminances as WCAG 2 defines it."""

    def luminance(colour: str) -> float:
        parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_all_colours_of_text_have_the_contrast_of_wcag_aa(theme: str) -> None:
    known = colours(theme)
    for number in range(1, COLOURS + 1):
        strong, tint = known[f"k{number}"], known[f"t{number}"]
        assert contrast(strong, known["badge-ink"]) >= 4.5
        assert contrast(strong, known["paper"]) >= 4.5
        assert contrast(tint, known["ink"]) >= 4.5
        assert contrast(tint, known["soft"]) >= 4.5
    for ground in ("page", "paper"):
        for ink in ("ink", "soft", "accent"):
            assert contrast(known[ground], known[ink]) >= 4.5
    assert contrast(known["warn"], known["warn-back"]) >= 4.5


def test_two_hundred_events_stay_readable_and_quick_to_link() -> None:
    text = "\n".join(f"Shells hit town {number}." for number in range(200))
    events = []
    for number in range(200):
        start = text.index(f"Shells hit town {number}.")
        events.append(Event(id=str(number), type="shelling", evidence=[Span(start, start + 10)]))
    found = page(Coding(dispatch=Dispatch(text=text, date=dt.date(2021, 1, 1)), events=events, coder=VERSION))
    assert len([a for _tag, a in found.tags if a.get("class") == "card"]) == 200
