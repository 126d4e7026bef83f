"""What people do on the other pages, in a browser: add dispatches, link names, look back, log in and out."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import Page, expect

from marsad.store.decisions import Decision
from marsad.store.filters import Filter

from .conftest import Desk, OpenDesk, Watched, axe_violations
from .people import PASSWORD, add_people

_TEXT = "Gunmen attacked an army checkpoint near Nawa in Daraa province on 4 May 2022, killing two soldiers."


def test_a_pasted_dispatch_is_coded_and_opened(desk: Desk, page: Page) -> None:
    page.goto(f"{desk.url}/dispatches/add")
    page.get_by_label("Text", exact=True).fill(_TEXT)
    page.get_by_label("Date of publication").fill("2022-05-05")
    page.get_by_label("Source").fill("Pasted news")
    page.get_by_role("button", name="Code and add").click()

    page.wait_for_url("**/dispatches/*")
    expect(page.locator("#text")).to_contain_text("attacked an army checkpoint")
    (account,) = desk.record.events(Filter(sources=("Pasted news",)))
    assert account.event.place.name == "Nawa"


def test_uploaded_files_are_added_and_what_cannot_be_read_is_told(desk: Desk, page: Page, tmp_path: Path) -> None:
    good, bad = tmp_path / "good.txt", tmp_path / "bad.jsonl"
    good.write_text(f"Date: 2022-05-05\nSource: Uploaded news\n\n{_TEXT}\n", "utf-8")
    bad.write_text("{no json", "utf-8")
    page.goto(f"{desk.url}/dispatches/add")

    page.get_by_label("Text, HTML").set_input_files([good, bad])
    page.get_by_role("button", name="Code and add").click()

    expect(page.get_by_role("alert")).to_contain_text("bad.jsonl")
    expect(page.get_by_role("status").first).to_contain_text("added, 1 events")
    assert desk.record.count(Filter(sources=("Uploaded news",))) == 1


def test_a_name_is_linked_to_an_actor_of_the_registry_in_all_its_events(accounts_desk: Desk, page: Page) -> None:
    parts = [part for one in accounts_desk.record.events() for part in one.event.participants]
    name = next(part.name for part in parts if part.actor_id is None and part.kind is None)
    page.goto(f"{accounts_desk.url}/actors/{quote(name)}")
    page.locator("summary", has_text="A name means another actor").click()
    page.get_by_label("Name as written").select_option(name)
    page.get_by_label("Actor of the registry").fill("sy-military")
    page.get_by_role("button", name="Link all events").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Syrian Arab Army")
    expect(page.get_by_role("region", name="Names met")).to_contain_text(name)
    linked = [
        part.actor_id for one in accounts_desk.record.events() for part in one.event.participants if part.name == name
    ]
    assert linked and set(linked) == {"sy-military"}


def test_the_history_shows_decisions_undoes_them_and_tells_agreement(desk: Desk, page: Page) -> None:
    events = list(desk.record.events(limit=2))
    for who, verdicts in (("ana", ("confirm", "reject")), ("bob", ("confirm", "confirm"))):
        for account, kind in zip(events, verdicts, strict=True):
            told = {"who": who, "kind": kind, "dispatch_id": account.dispatch.id, "event_id": account.event.id}
            desk.record.decide(Decision.model_validate(told))
    page.goto(f"{desk.url}/history")
    agreement = page.get_by_role("region", name="Agreement between reviewers")
    # two events, one shared view of both: kept, kept and kept, rejected; 1 - 3 * 2 / (16 - 9 - 1) = 0
    expect(agreement.locator("tr", has_text="Review")).to_contain_text("0.00")

    page.get_by_label("Person").select_option("ana")
    page.get_by_role("button", name="Show").click()
    expect(page.locator("tbody tr", has_text="ana")).to_have_count(2)
    page.get_by_role("button", name="Undo Reject by ana").click()

    expect(page.locator("tr.undone")).to_contain_text("taken back")
    assert desk.record.event(events[1].event.id).review == "confirmed"
    page.goto(f"{desk.url}/history")
    expect(page.locator("tbody tr", has_text="tester")).to_contain_text("Undo")


def test_people_log_in_come_to_the_page_they_wanted_and_log_out(
    open_desk: OpenDesk, page: Page, watched: object
) -> None:
    desk = open_desk(login=True)
    add_people(desk.record)
    page.goto(f"{desk.url}/history")

    page.get_by_label("Name").fill("reviewer")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()
    page.wait_for_url("**/history")
    expect(page.locator(".who")).to_contain_text("reviewer")

    page.get_by_role("button", name="Log out").click()
    page.wait_for_url("**/login*")
    page.goto(f"{desk.url}/events")
    expect(page.get_by_role("heading", level=1)).to_have_text("Log in")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_log_in_page_is_accessible_and_fits_a_small_screen(
    open_desk: OpenDesk, new_page: Callable[..., Page], watched: Watched, scheme: str
) -> None:
    watched.expected.append("401")
    desk = open_desk(login=True)
    add_people(desk.record)
    page = new_page(viewport={"width": 320, "height": 640}, color_scheme=scheme)
    page.goto(f"{desk.url}/events?type=shelling")
    page.wait_for_url("**/login*")
    assert axe_violations(page) == []
    name = page.get_by_label("Name")
    expect(name).to_be_focused()
    page.keyboard.type("reviewer")
    page.keyboard.press("Tab")
    page.keyboard.type("not the password")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_be_visible()
    expect(name).to_have_value("reviewer")
    expect(page.get_by_label("Password")).to_be_focused()
    assert axe_violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
