"""The pages of dispatches: read and decided on without JavaScript, and safe and usable with any text."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable

import httpx
import pytest
from playwright.sync_api import Page, expect

from marsad.model import Attribution, Casualty, CoderVersion, Coding, Dispatch, Event, Participant, Place, Span, When
from marsad.store.decisions import Decision
from marsad.store.people import add_user
from marsad.store.redacting import hide
from marsad.web.security.passwords import hash_password

from .conftest import Desk, OpenDesk, Watched, axe_violations
from .reviewing import account, accounts, card, dispatch_id, open_review, saved, select_words

VERSION = CoderVersion(version="1", model="m", codebook="c", gazetteer="g", actors="a")
HTML = {"Accept": "text/html"}
PLAIN = {"java_script_enabled": False}


def _told(text: str, *words: str, language: str = "en", **cells: object) -> tuple[Dispatch, Coding]:
    """A dispatch with an event for each of some words of it."""
    dispatch = Dispatch(text=text, date=dt.date(2024, 3, 1), source="Test", title="A test", language=language)
    events = [
        Event(id=f"{position:016x}", type="attack", evidence=[_span(text, word)], **cells)  # type: ignore[arg-type]
        for position, word in enumerate(words, start=1)
    ]
    return dispatch, Coding(dispatch=dispatch, events=events, coder=VERSION)


def _span(text: str, words: str) -> Span:
    start = text.index(words)
    return Span(start, start + len(words))


def test_the_list_is_searched_and_narrowed_by_its_url(desk: Desk) -> None:
    with httpx.Client(base_url=desk.url) as client:
        every = client.get("/dispatches.json").json()["dispatches"]
        assert len(every) == 4 and all(one["open"] == one["events"] for one in every)
        found = client.get("/dispatches.json", params={"q": "Jasim"}).json()["dispatches"]
        assert [one["external_id"] for one in found] == ["syria-daraa-monitor"]
        assert client.get("/dispatches.json", params={"since": "2023-01-01"}).json()["dispatches"] == [
            one for one in every if one["date"] >= "2023-01-01"
        ]
        first = client.get("/dispatches.json", params={"limit": 3}).json()
        rest = client.get("/dispatches.json", params={"limit": 3, "after": first["next"]}).json()
        assert [one["id"] for one in [*first["dispatches"], *rest["dispatches"]]] == [one["id"] for one in every]
        table = client.get("/dispatches.csv").text.splitlines()
        assert table[0].startswith("id,date,source,title") and len(table) == 5
        assert "No dispatch meets this selection" in client.get("/dispatches?q=nowhere", headers=HTML).text


def test_a_dispatch_is_data_beside_its_page(desk: Desk) -> None:
    id = dispatch_id(desk)
    told = httpx.get(f"{desk.url}/dispatches/{id}.json").json()
    assert told["dispatch"]["text"] == desk.record.dispatch(id).dispatch.text
    assert [one["event"]["id"] for one in told["events"]] == [one.event.id for one in accounts(desk)]
    assert httpx.get(f"{desk.url}/dispatches/{id[:12]}", headers=HTML).status_code == 200
    assert httpx.get(f"{desk.url}/dispatches/nothing", headers=HTML).status_code == 404


def test_the_queue_goes_through_all_that_waits_and_ends(desk: Desk) -> None:
    with httpx.Client(base_url=desk.url, headers=HTML) as client:
        seen = []
        past = ""
        for _ in range(4):
            answer = client.get("/dispatches/next", params={"past": past})
            past = answer.headers["location"].rpartition("/")[2]
            seen.append(past)
        assert sorted(seen) == sorted(one.dispatch.id for one in desk.record.dispatches())
        events = list(desk.record.events())
        for one in events:
            desk.record.decide(Decision(who="tester", kind="confirm", event_id=one.event.id))
        answer = client.get("/dispatches/next")
        assert answer.status_code == 200 and "Nothing awaits review" in answer.text
        page = client.get(f"/dispatches/{past}").text
        assert re.search(rf'<span id="done">{len(events)}</span> of {len(events)} events decided', page)


def test_the_queue_keeps_to_its_filter(desk: Desk) -> None:
    with httpx.Client(base_url=desk.url, headers=HTML) as client:
        answer = client.get("/dispatches/next", params={"source": "Sample local radio"})
        assert answer.headers["location"].endswith("?source=Sample+local+radio")
        page = client.get(answer.headers["location"]).text
        assert "of 5 events decided" in page
        assert "past=" in page and "source=Sample+local+radio" in page


def test_a_dispatch_is_read_and_decided_on_without_javascript(desk: Desk, new_page: Callable[..., Page]) -> None:
    page = new_page(**PLAIN)
    page.goto(f"{desk.url}/dispatches/{dispatch_id(desk)}")
    expect(page.locator("#text mark", has_text="Military Security").first).to_have_attribute("data-cell", "side_b")
    expect(page.get_by_text("SHA-256 of the text")).to_be_visible()
    expect(page.locator("#bar")).to_be_hidden()
    card(page, desk, 0).get_by_role("button", name="Accept").click()
    card(page, desk, 1).get_by_role("button", name="Reject").click()
    card(page, desk, 2).get_by_role("button", name="Flag").click()
    assert [one.review for one in accounts(desk)[:2]] == ["confirmed", "rejected"]
    assert accounts(desk)[2].flagged
    page.locator("#decisions summary").click()
    page.locator("#decisions").get_by_role("button", name="Undo").nth(1).click()
    assert accounts(desk)[1].review == "open"


def test_a_plain_form_that_is_out_of_date_decides_nothing(
    desk: Desk, new_page: Callable[..., Page], watched: Watched
) -> None:
    watched.expected.append("409")
    page = new_page(**PLAIN)
    page.goto(f"{desk.url}/dispatches/{dispatch_id(desk)}")
    event = account(desk).event.id
    desk.record.decide(Decision(who="somebody", kind="edit", event_id=event, cell="status", after="denied"))
    card(page, desk, 0).get_by_role("button", name="Accept").click()
    expect(page.get_by_role("heading", name="Somebody else was here")).to_be_visible()
    assert account(desk).review == "edited"


def test_a_form_without_the_sessions_token_decides_nothing(desk: Desk) -> None:
    event = account(desk).event.id
    for way, given in (("decide", {"kind": "confirm", "event": event}), ("undo", {"decision": "x"})):
        answer = httpx.post(f"{desk.url}/dispatches/{dispatch_id(desk)}/{way}", data=given)
        assert answer.status_code == 403
    assert account(desk).review == "open"


def test_a_repost_names_its_original(desk: Desk, page: Page) -> None:
    original = desk.record.dispatch(dispatch_id(desk))
    copy = original.dispatch.model_copy(update={"id": "c0ffee" * 3, "source": "Another page"})
    told = desk.record.coding(original.dispatch.id).events
    events = [event.model_copy(update={"id": f"c0ffee{position:012}"}) for position, event in enumerate(told)]
    added = desk.record.add(copy, Coding(dispatch=copy, events=events, coder=VERSION), reader="plain")
    assert added.what == "repost"
    page.goto(f"{desk.url}/dispatches/{added.dispatch_id}")
    page.locator(".provenance a").first.click()
    expect(page).to_have_url(f"{desk.url}/dispatches/{original.dispatch.id}")


HOSTILE = (
    "<script>window.hurt=1</script>",
    "<img src=x onerror=window.hurt=1>",
    "</script><script>window.hurt=1</script>",
    '"><svg onload=window.hurt=1>',
    "{{7*7}}",
    "javascript:window.hurt=1",
    "</mark></p><iframe srcdoc='<script>top.hurt=1</script>'>",
    "\u202eevil\u2066\x01",
)


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_words_stay_words(desk: Desk, page: Page, words: str) -> None:
    text = f"First {words} last."
    span = [_span(text, words)]
    dispatch, coding = _told(
        text,
        words,
        participants=[Participant(role="side_a", name=words, kind=words, actor_id=words, evidence=span)],
        place=Place(name=words, within=words, admin1=words, evidence=span),
        time=When(time_of_day=words, evidence=span),
        casualties=[Casualty(harm="killed", who=words, low=1, best=1, high=1, text=words, evidence=span)],
        attribution=[Attribution(source=words, kind=words, evidence=span)],
    )
    dispatch = dispatch.model_copy(update={"title": words, "source": words, "url": words, "external_id": words})
    desk.record.add(dispatch, coding.model_copy(update={"dispatch": dispatch}), reader=words)
    page.goto(f"{desk.url}/dispatches/{dispatch.id}")
    expect(page.locator("#bar")).to_be_visible()
    page.keyboard.press("2")
    expect(page.locator(".editor input[role=combobox]")).to_have_value(words.replace("\x01", "\x01"))
    page.keyboard.press("Escape")
    select_words(page, "last")
    assert page.evaluate("window.hurt") is None
    assert page.locator("#text script, #text img, #text svg, #text iframe, .card svg, .card img").count() == 0
    assert words.replace("\x01", "") in page.locator("#text").inner_text().replace("\x01", "")


def test_arabic_text_runs_from_right_to_left_and_is_selected_rightly(desk: Desk, page: Page) -> None:
    text = "قصفت قوات النظام بلدة سرمين.\nقتل مدنيان 😀 في القصف."
    dispatch, coding = _told(text, "قصفت", language="ar")
    desk.record.add(dispatch, coding)
    page.goto(f"{desk.url}/dispatches/{dispatch.id}")
    expect(page.locator("#bar")).to_be_visible()
    assert page.locator("#text p").first.evaluate("p => getComputedStyle(p).direction") == "rtl"
    assert page.locator(".card h3").evaluate("h => getComputedStyle(h).direction") == "ltr"
    select_words(page, "في القصف")
    page.locator("#selected").get_by_label("Cell of the current event").select_option("attribution")
    page.locator("#selected").get_by_role("button", name="Set as its words").click()
    page.keyboard.press("Control+s")
    saved(page)
    (event,) = [one.event for one in desk.record.dispatch(dispatch.id).accounts]
    span = event.attribution[0].evidence[0]
    assert text[span.start : span.end] == "في القصف" and event.attribution[0].source == "في القصف"


def test_a_text_of_fifty_thousand_characters_is_reviewed_like_a_short_one(desk: Desk, page: Page) -> None:
    lines = [f"On that day gunmen killed {number} people in the village number {number}." for number in range(800)]
    text = "\n".join(lines)
    assert len(text) > 50_000
    dispatch, coding = _told(text, *(f"killed {number} people" for number in range(200)))
    desk.record.add(dispatch, coding)
    page.goto(f"{desk.url}/dispatches/{dispatch.id}")
    expect(page.locator("#bar")).to_be_visible()
    page.keyboard.press("a")
    page.keyboard.press("6")
    page.locator(".editor").get_by_label("Status").select_option("denied")
    page.keyboard.press("Control+s")
    saved(page)
    first, second = desk.record.dispatch(dispatch.id).accounts[:2]
    assert (first.review, second.event.status) == ("confirmed", "denied")


def test_words_and_cells_light_each_other(desk: Desk, page: Page) -> None:
    open_review(page, desk)
    card(page, desk).locator('.cell[data-name="place"] li').hover()
    expect(page.locator("#text mark.lit")).to_have_text(["Nawa"])
    page.locator("#text mark", has_text="Military Security").first.hover()
    expect(card(page, desk).locator("mark.lit")).to_have_text(["Military Security"])
    page.locator("#text mark", has_text="Military Security").first.click()
    expect(card(page, desk).locator('.cell[data-name="participants"] button.name')).to_be_focused()
    expect(page.locator("#text mark.lit").first).to_be_visible()
    mark = page.locator("#text mark.here[tabindex='0']")
    mark.focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator("#text mark:focus")).to_have_count(1)


@pytest.mark.parametrize(("theme", "width"), [("light", 1280), ("dark", 320)])
def test_the_pages_have_no_barriers(desk: Desk, new_page: Callable[..., Page], theme: str, width: int) -> None:
    page = new_page(viewport={"width": width, "height": 900}, color_scheme=theme)
    page.goto(f"{desk.url}/dispatches")
    assert axe_violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    open_review(page, desk)
    assert axe_violations(page) == []
    for number in range(1, 10):
        page.keyboard.press(str(number))
        expect(page.locator(".editor")).to_be_visible()
        assert axe_violations(page, ".editor") == [], f"cell {number}"
        assert page.evaluate("document.documentElement.scrollWidth") <= width, f"cell {number}"
        page.keyboard.press("Escape")
    for button in ("Keys", "Add an event", "Merge", "Split"):
        page.get_by_role("button", name=button).first.click()
        assert axe_violations(page, "dialog") == [], button
        page.keyboard.press("Escape")


def test_a_reader_sees_neither_controls_nor_hidden_names(open_desk: OpenDesk, new_page: Callable[..., Page]) -> None:
    desk = open_desk(login=True)
    add_user(desk.record.engine, "reading", "reader", hash_password("a long password"))
    hide(desk.record.engine, "Military Security", "tester")
    page = new_page()
    page.goto(f"{desk.url}/dispatches/{dispatch_id(desk)}")
    page.get_by_label("Name").fill("reading")
    page.get_by_label("Password").fill("a long password")
    page.get_by_role("button", name="Log in").click()
    expect(page.locator("#text")).to_contain_text("opened fire")
    assert "Military Security" not in page.content()
    expect(page.locator(".decide, #bar:visible, [data-do]:visible")).to_have_count(0)
    page.keyboard.press("a")
    assert account(desk).review == "open"
