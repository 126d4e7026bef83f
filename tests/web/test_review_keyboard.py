"""A dispatch is reviewed by the keyboard alone."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from .conftest import Desk
from .reviewing import account, accounts, dispatch_id, open_review, saved


def test_a_dispatch_is_reviewed_from_start_to_finish_by_keyboard_alone(desk: Desk, page: Page) -> None:
    page.goto(f"{desk.url}/dispatches/next")
    first = page.url.rpartition("/")[2]
    expect(page.locator("#bar")).to_be_visible()
    events = [one.event.id for one in desk.record.dispatch(first).accounts]
    keyboard = page.keyboard
    keyboard.press("a")
    keyboard.press("x")
    keyboard.press("f")
    keyboard.press("6")
    keyboard.press("c")  # the select's status "claimed" by its first letter
    keyboard.press("Escape")
    keyboard.press("6")
    keyboard.press("c")
    keyboard.press("Control+Enter")
    expect(page).not_to_have_url(re.compile(first))
    expect(page).to_have_url(re.compile(r"/dispatches/[0-9a-f]{16}$"))
    reviewed = {one.event.id: one for one in desk.record.dispatch(first).accounts}
    assert reviewed[events[0]].review == "confirmed"
    assert reviewed[events[1]].review == "rejected"
    assert reviewed[events[2]].event.status == "claimed"
    assert all(one.review in ("confirmed", "edited") for id, one in reviewed.items() if id != events[1])
    kinds = [one.kind for one in desk.record.decisions(dispatch_id=first)]
    assert sorted(set(kinds)) == ["confirm", "edit", "flag", "reject"]
    assert {one.who for one in desk.record.decisions(dispatch_id=first)} == {"tester"}


def test_decisions_say_what_stood_there_before_and_after(desk: Desk, page: Page) -> None:
    open_review(page, desk)
    page.keyboard.press("6")
    page.keyboard.press("d")
    page.keyboard.press("Control+s")
    saved(page)
    (decision,) = desk.record.decisions(dispatch_id=dispatch_id(desk))
    assert (decision.kind, decision.cell, decision.before, decision.after) == ("edit", "status", "happened", "denied")
    assert decision.event_id == account(desk).event.id


def test_space_skips_and_arrows_move_between_events_and_cells(desk: Desk, page: Page) -> None:
    open_review(page, desk)
    ids = [one.event.id for one in accounts(desk)]
    page.keyboard.press("Space")
    expect(page.locator(".card.current")).to_have_id(ids[1])
    page.keyboard.press("ArrowRight")
    expect(page.locator(".card.current")).to_have_id(ids[2])
    page.keyboard.press("ArrowLeft")
    expect(page.locator(".card.current")).to_have_id(ids[1])
    assert page.url.endswith(f"#{ids[1]}")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(page.locator(f'[id="{ids[1]}"] .cell[data-name="participants"] button.name')).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(page.locator(f'[id="{ids[1]}"] .cell[data-name="type"] button.name')).to_be_focused()
    assert list(desk.record.decisions()) == []


def test_each_number_opens_its_cell(desk: Desk, page: Page) -> None:
    open_review(page, desk)
    names = ("type", "participants", "place", "time", "casualties", "status", "attribution", "weapons", "terms")
    for number, name in enumerate(names, start=1):
        page.keyboard.press(str(number))
        expect(page.locator(f'.card.current .cell[data-name="{name}"] .editor')).to_be_visible()
        page.keyboard.press("Escape")
        expect(page.locator(".editor")).to_have_count(0)


def test_backspace_takes_back_changes_first_and_then_decisions(desk: Desk, page: Page) -> None:
    open_review(page, desk)
    page.keyboard.press("a")
    saved(page)
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("6")
    page.keyboard.press("d")
    page.locator(".editor").get_by_role("button", name="Done").click()
    expect(page.locator(".card.current .cell.changed")).to_have_count(1)
    page.keyboard.press("Backspace")
    expect(page.locator(".card.current .cell.changed")).to_have_count(0)
    assert account(desk).review == "confirmed"
    page.keyboard.press("Backspace")
    expect(page.locator(".card").first).to_have_attribute("data-review", "open")
    assert account(desk).review == "open"


def test_keys_do_nothing_while_somebody_types(desk: Desk, page: Page) -> None:
    open_review(page, desk)
    page.keyboard.press("8")
    page.get_by_role("button", name="Add weapon").click()
    field = page.locator(".editor fieldset").last.get_by_label("Weapon")
    field.fill("")
    field.press_sequentially("a x f h 1")
    expect(field).to_have_value("a x f h 1")
    expect(page.locator("dialog")).to_have_count(0)
    assert list(desk.record.decisions()) == []


def test_single_keys_can_be_turned_off_for_good(desk: Desk, page: Page) -> None:
    open_review(page, desk)
    page.keyboard.press("h")
    page.get_by_label("Single keys act").uncheck()
    page.keyboard.press("Escape")
    page.reload()
    expect(page.locator("#bar")).to_be_visible()
    page.keyboard.press("a")
    page.keyboard.press("h")
    expect(page.locator("dialog")).to_have_count(0)
    page.get_by_role("button", name="Keys").click()
    expect(page.get_by_label("Single keys act")).not_to_be_checked()
    assert list(desk.record.decisions()) == []
