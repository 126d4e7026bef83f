"""Somebody who is quicker than the desk loses nothing that is selected, typed or in sight when an answer comes."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, Route, expect

from .conftest import Desk, Watched
from .reviewing import account, accounts, card, open_review, saved, select_words, selected_words


def _hold_answers(page: Page, address: str = "**/api/v1/decisions") -> Callable[[], None]:
    """Keep the desk's answers back; what is given lets them go."""
    held: list[Route] = []
    is_open = False

    def hold(route: Route) -> None:
        if is_open:
            route.continue_()
        else:
            held.append(route)

    def let_go() -> None:
        nonlocal is_open
        is_open = True
        for route in held:
            route.continue_()

    page.route(address, hold)
    return let_go


def _drawn_anew(page: Page, let_go: Callable[[], None]) -> None:
    """Let the desk's answer come, and wait until the text was drawn for it."""
    line = page.query_selector("#text p")
    assert line is not None
    let_go()
    line.wait_for_element_state("hidden")


def _make_victim(page: Page, words: str, cell: str) -> None:
    select_words(page, words)
    bar = page.locator("#selected")
    bar.get_by_label("Cell of the current event").select_option(cell)
    bar.get_by_role("button", name="Set as its words").click()


def test_words_selected_at_once_after_a_change_stay_selected(desk: Desk, page: Page) -> None:
    open_review(page, desk)
    _make_victim(page, "The gunmen", "third")
    select_words(page, "to an unknown destination")
    expect(page.locator("#text mark", has_text="The gunmen")).to_have_attribute("data-cell", "third")
    assert selected_words(page) == "to an unknown destination"
    expect(page.locator("#selected")).to_contain_text("to an unknown destination")


def test_a_selection_that_is_being_dragged_goes_on_when_the_text_is_drawn_anew(desk: Desk, page: Page) -> None:
    open_review(page, desk)
    let_go = _hold_answers(page)
    page.keyboard.press("x")
    line = page.locator("#text p").nth(1).locator("[data-start]").first.bounding_box()
    assert line is not None
    page.mouse.move(line["x"] + 2, line["y"] + 8)
    page.mouse.down()
    page.mouse.move(line["x"] + 60, line["y"] + 8, steps=3)
    begun = selected_words(page)
    _drawn_anew(page, let_go)
    assert selected_words(page) == begun
    page.mouse.move(line["x"] + 160, line["y"] + 8, steps=5)
    page.mouse.up()
    after = selected_words(page)
    assert begun and after.startswith(begun) and len(after) > len(begun)


def test_what_is_selected_stays_when_a_save_is_answered(desk: Desk, page: Page) -> None:
    open_review(page, desk)
    page.keyboard.press("6")
    page.locator(".editor").get_by_label("Status").select_option("denied")
    let_go = _hold_answers(page)
    page.keyboard.press("Control+s")
    select_words(page, "to an unknown destination")
    let_go()
    saved(page)
    assert selected_words(page) == "to an unknown destination"


def test_the_focus_stays_on_words_of_the_text_when_it_is_drawn_anew(desk: Desk, page: Page) -> None:
    open_review(page, desk)
    let_go = _hold_answers(page)
    page.keyboard.press("x")
    mark = page.locator("#text mark").last
    words = mark.text_content()
    mark.focus()
    _drawn_anew(page, let_go)
    assert page.evaluate("document.activeElement.textContent") == words


def test_an_open_editor_keeps_what_is_typed_when_another_event_was_added(desk: Desk, page: Page) -> None:
    before = len(accounts(desk))
    open_review(page, desk)
    let_go = _hold_answers(page)
    select_words(page, "to an unknown destination")
    page.locator("#selected").get_by_role("button", name="New event").click()
    page.get_by_role("dialog").get_by_role("button", name="Add it").click()
    card(page, desk).focus()
    page.keyboard.press("4")
    words = page.locator(".editor").get_by_label("Words to find in the text")
    words.press_sequentially("on the road")
    let_go()
    expect(page.locator(".card")).to_have_count(before + 1)
    expect(words).to_be_focused()
    page.keyboard.type(" a x f")
    expect(words).to_have_value("on the road a x f")
    saved(page)
    assert [one.kind for one in desk.record.decisions()] == ["add"]


def test_a_conflict_that_comes_up_while_somebody_types_is_not_answered_by_their_keys(
    desk: Desk, new_page: Callable[..., Page], watched: Watched
) -> None:
    watched.expected.append("409")
    first, second = new_page(), new_page()
    for page in (first, second):
        open_review(page, desk)
    first.keyboard.press("6")
    first.locator(".editor").get_by_label("Status").select_option("denied")
    first.keyboard.press("Control+s")
    saved(first)
    second.keyboard.press("6")
    second.locator(".editor").get_by_label("Status").select_option("claimed")
    let_go = _hold_answers(second)
    second.keyboard.press("Control+s")
    second.keyboard.press("4")
    time_of_day = second.locator(".editor").get_by_label("Time of day")
    time_of_day.fill("")
    time_of_day.press_sequentially("nig")
    let_go()
    dialog = second.get_by_role("dialog")
    expect(dialog).to_be_visible()
    second.keyboard.press("Space")
    second.keyboard.press("Enter")
    expect(dialog).to_be_visible()
    assert account(desk).event.status == "denied"
    dialog.get_by_role("button", name="Keep theirs").click()
    expect(time_of_day).to_be_focused()
    second.keyboard.type("ht")
    expect(time_of_day).to_have_value("night")
