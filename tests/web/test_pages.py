"""Every page of the desk, as a person meets it: light and dark, on a small screen, by axe, without scripts, empty."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from marsad.store.decisions import Decision
from marsad.store.filters import Filter
from marsad.store.record import Record

from .accounts import ARABIC_TITLE, SHELLING
from .conftest import Desk, OpenDesk, axe_violations

NewPage = Callable[..., Page]


def shelling(record: Record) -> str:
    """The incident that three dispatches tell."""
    (found,) = {one.incident_id for one in record.events(Filter(sources=SHELLING))}
    assert found is not None
    return found


def _place(record: Record) -> str:
    (one, *_) = record.events(Filter(sources=SHELLING))
    return one.event.place.gazetteer_id or ""


PAGES: dict[str, Callable[[Record], str]] = {
    "overview": lambda record: "/",
    "events": lambda record: "/events",
    "filtered events": lambda record: "/events?type=shelling&q=Tafas&since=2021-01-01",
    "incidents": lambda record: "/incidents",
    "incident": lambda record: f"/incidents/{shelling(record)}",
    "pairs": lambda record: "/incidents/pairs",
    "actor": lambda record: "/actors/sy-military",
    "unlinked actor": lambda record: "/actors/Unidentified gunmen",
    "place": lambda record: f"/places/{_place(record)}",
    "network": lambda record: "/network",
    "history": lambda record: "/history",
    "add": lambda record: "/dispatches/add",
    "nothing there": lambda record: "/incidents/no-such-incident",
}
EMPTY = ("/", "/events", "/incidents", "/incidents/pairs", "/dispatches", "/network", "/history")
HELD_IN = "() => document.scrollingElement.scrollWidth - window.innerWidth"
"""Pixels by which a page is wider than its window."""


@pytest.fixture
def judged_desk(accounts_desk: Desk) -> Desk:
    """A desk with a decision of each of two people in its history."""
    (one, *_) = accounts_desk.record.events(Filter(sources=SHELLING))
    for who, kind in (("ana", "confirm"), ("bob", "reject"), ("bob", "confirm")):
        accounts_desk.record.decide(
            Decision(who=who, kind=kind, dispatch_id=one.dispatch.id, event_id=one.event.id)  # type: ignore[arg-type]
        )
    return accounts_desk


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
def test_pages_are_accessible_and_no_wider_than_the_screen(
    judged_desk: Desk, new_page: NewPage, watched: Any, scheme: str, width: int
) -> None:
    watched.expected = ["404"]
    page = new_page(color_scheme=scheme, viewport={"width": width, "height": 800})
    wrong: dict[str, list[str]] = {}
    for name, path in PAGES.items():
        page.goto(judged_desk.url + path(judged_desk.record), wait_until="networkidle")
        beyond = page.evaluate(HELD_IN)
        found = [*axe_violations(page), *([f"{beyond} pixels too wide"] if beyond > 0 else [])]
        if found:
            wrong[name] = found
    assert wrong == {}


def test_pages_of_an_empty_record_say_what_to_do_next(
    open_desk: OpenDesk, tmp_path: Path, page: Page, watched: Any
) -> None:
    empty = tmp_path / "empty.db"
    Record.open(empty).close()
    desk = open_desk(empty)
    for path in EMPTY:
        page.goto(desk.url + path)
        expect(page.locator(".empty")).to_have_count(1)
        assert axe_violations(page) == []


def test_pages_read_without_scripts(judged_desk: Desk, new_page: NewPage, watched: Any) -> None:
    watched.expected = ["404"]
    page = new_page(java_script_enabled=False)
    for name, path in PAGES.items():
        page.goto(judged_desk.url + path(judged_desk.record))
        expect(page.get_by_role("heading", level=1)).to_have_count(1)
        if "events" in name:
            assert page.locator("tbody tr").count() > 2
            expect(page.locator("svg.map circle").first).to_be_visible()
            expect(page.locator("svg.timeline rect").first).to_be_visible()


def test_an_arabic_title_runs_from_right_to_left(accounts_desk: Desk, page: Page) -> None:
    page.goto(f"{accounts_desk.url}/dispatches")

    title = page.get_by_text(ARABIC_TITLE).first
    assert title.evaluate("node => getComputedStyle(node.closest('[dir]')).direction") == "rtl"


def test_a_chosen_theme_holds_against_the_systems(accounts_desk: Desk, new_page: NewPage) -> None:
    page = new_page(color_scheme="light")
    page.goto(accounts_desk.url)
    page.get_by_role("link", name="Dark").click()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")

    ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert ground == "rgb(20, 23, 26)"
    page.goto(f"{accounts_desk.url}/history")
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")


def test_a_printed_incident_has_its_accounts_and_no_controls(accounts_desk: Desk, page: Page) -> None:
    page.goto(f"{accounts_desk.url}/incidents/{shelling(accounts_desk.record)}")
    page.emulate_media(media="print")

    for source in SHELLING:
        expect(page.get_by_text(source, exact=True)).to_be_visible()
    assert page.locator("nav:visible, button:visible, form:visible").count() == 0


@pytest.mark.parametrize(("system", "offered"), [("light", "Dark"), ("dark", "Light")])
def test_the_other_theme_than_the_systems_is_offered(
    accounts_desk: Desk, new_page: NewPage, system: str, offered: str
) -> None:
    page = new_page(color_scheme=system)
    page.goto(f"{accounts_desk.url}/history")
    expect(page.locator(".who a:visible")).to_have_text([offered])


def test_the_page_of_the_api_sets_names_as_code(accounts_desk: Desk, page: Page) -> None:
    page.goto(f"{accounts_desk.url}/api")
    expect(page.locator("main code", has_text="updated_since").first).to_be_visible()
    assert "`" not in page.locator("main").inner_text()
