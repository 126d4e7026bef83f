"""Two reviewers at once: nobody's decision is written over unseen."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from .conftest import Desk, Watched
from .reviewing import account, card, open_review, saved


@pytest.fixture
def two(desk: Desk, new_page: Callable[..., Page], watched: Watched) -> tuple[Page, Page]:
    """Two browsers with the same dispatch."""
    watched.expected.append("409")
    pages = new_page(), new_page()
    for page in pages:
        open_review(page, desk)
    return pages


def _save_status(page: Page, status: str) -> None:
    page.keyboard.press("6")
    page.locator(".editor").get_by_label("Status").select_option(status)
    page.keyboard.press("Control+s")


def test_a_cell_that_somebody_else_changed_is_shown_and_theirs_can_be_kept(desk: Desk, two: tuple[Page, Page]) -> None:
    first, second = two
    _save_status(first, "denied")
    saved(first)
    _save_status(second, "claimed")
    dialog = second.get_by_role("dialog")
    expect(dialog).to_contain_text("decided on this event meanwhile")
    expect(dialog.get_by_role("region", name="Theirs")).to_contain_text("Status: denied")
    expect(dialog.get_by_role("region", name="Yours")).to_contain_text("Status: claimed")
    assert account(desk).event.status == "denied"
    dialog.get_by_role("button", name="Keep theirs").click()
    saved(second)
    expect(card(second, desk).locator('.cell[data-name="status"] mark')).to_have_text("denied")
    assert account(desk).event.status == "denied"


def test_ones_own_value_can_be_put_over_theirs_knowingly(desk: Desk, two: tuple[Page, Page]) -> None:
    first, second = two
    _save_status(first, "denied")
    saved(first)
    _save_status(second, "claimed")
    second.get_by_role("dialog").get_by_role("button", name="Use mine").click()
    saved(second)
    assert account(desk).event.status == "claimed"
    latest = next(iter(desk.record.decisions()))
    assert (latest.before, latest.after) == ("denied", "claimed")


def test_closing_the_notice_decides_nothing_and_loses_nothing(desk: Desk, two: tuple[Page, Page]) -> None:
    first, second = two
    _save_status(first, "denied")
    saved(first)
    _save_status(second, "claimed")
    expect(second.get_by_role("dialog")).to_be_visible()
    second.keyboard.press("Escape")
    expect(second.locator("#kept")).to_have_attribute("data-state", "draft")
    expect(card(second, desk).locator('.cell[data-name="status"] mark')).to_have_text("claimed")
    assert account(desk).event.status == "denied"


def test_accepting_an_event_that_somebody_else_changed_shows_it_first(desk: Desk, two: tuple[Page, Page]) -> None:
    first, second = two
    _save_status(first, "denied")
    saved(first)
    second.keyboard.press("a")
    dialog = second.get_by_role("dialog")
    expect(dialog).to_contain_text("You were about to decide: confirmed")
    expect(dialog.get_by_role("region", name="Theirs")).to_contain_text("Review: edited")
    assert [one.kind for one in desk.record.decisions()] == ["edit"]
    dialog.get_by_role("button", name="Decide so all the same").click()
    saved(second)
    assert [one.kind for one in desk.record.decisions()] == ["confirm", "edit"]


def test_different_cells_do_not_conflict(desk: Desk, two: tuple[Page, Page]) -> None:
    first, second = two
    _save_status(first, "denied")
    saved(first)
    second.keyboard.press("7")
    second.locator(".editor").get_by_label("Kind").first.select_option("witness")
    second.keyboard.press("Control+s")
    saved(second)
    event = account(desk).event
    assert (event.status, event.attribution[0].kind) == ("denied", "witness")
