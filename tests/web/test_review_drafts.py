"""Nothing is lost: not on reload, not without a connection, not between two windows."""

from __future__ import annotations

from collections.abc import Callable

import httpx
from playwright.sync_api import Page, Route, expect

from marsad.store.people import draft_of

from .conftest import Desk, Watched
from .people import token_of
from .reviewing import account, accounts, card, dispatch_id, kept_as_draft, open_review, saved


def _set_status(page: Page, status: str) -> None:
    page.keyboard.press("6")
    page.locator(".editor").get_by_label("Status").select_option(status)
    page.locator(".editor").get_by_role("button", name="Done").click()


def _status(page: Page, desk: Desk):  # type: ignore[no-untyped-def]
    return card(page, desk).locator('.cell[data-name="status"] mark')


def test_a_change_that_is_not_saved_stays_after_a_reload(desk: Desk, page: Page) -> None:
    open_review(page, desk)
    _set_status(page, "denied")
    kept_as_draft(page)
    expect(page.locator("#kept")).to_contain_text("1 change not saved, kept as a draft")
    page.reload()
    expect(_status(page, desk)).to_have_text("denied")
    kept_as_draft(page)
    assert account(desk).event.status == "happened"
    page.keyboard.press("Control+s")
    saved(page)
    assert account(desk).event.status == "denied"
    draft = draft_of(desk.record.engine, "tester", dispatch_id(desk))
    assert draft is None or draft["changes"] == []


def test_a_change_is_in_this_browser_before_the_desk_has_it(desk: Desk, page: Page) -> None:
    open_review(page, desk)
    page.keyboard.press("6")
    page.locator(".editor").get_by_label("Status").select_option("denied")
    page.reload()  # at once: the editor is open, and the draft may not have been sent
    expect(_status(page, desk)).to_have_text("denied")


def test_a_half_typed_name_stays_after_a_reload(desk: Desk, page: Page) -> None:
    open_review(page, desk)
    page.keyboard.press("7")
    page.locator(".editor").get_by_label("According to").first.fill("two wit")
    page.reload()
    expect(card(page, desk).locator('.cell[data-name="attribution"]')).to_contain_text("two wit")


def test_changes_and_decisions_wait_for_a_desk_that_does_not_answer(desk: Desk, page: Page, watched: Watched) -> None:
    watched.expected.append("net::ERR_CONNECTION_REFUSED")
    open_review(page, desk)
    ids = [one.event.id for one in accounts(desk)]
    desk.stop()
    _set_status(page, "denied")
    expect(page.locator("#kept")).to_have_attribute("data-state", "offline")
    expect(page.locator("#kept")).to_contain_text("Offline: 1 change kept in this browser")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("a")
    expect(page.locator("#kept")).to_contain_text("1 change and 1 decision")
    expect(page.locator(f'[id="{ids[1]}"]')).to_contain_text("confirmed: not sent yet")
    desk.start()
    expect(page.locator(f'[id="{ids[1]}"]')).to_have_attribute("data-review", "confirmed", timeout=15_000)
    kept_as_draft(page)
    assert accounts(desk)[1].review == "confirmed"
    page.keyboard.press("Control+s")
    saved(page)
    assert account(desk).event.status == "denied"
    assert len(list(desk.record.decisions(dispatch_id=dispatch_id(desk)))) == 2


def test_what_waited_is_sent_after_the_browser_was_closed_meanwhile(
    desk: Desk, new_page: Callable[..., Page], watched: Watched
) -> None:
    watched.expected.append("net::ERR_CONNECTION_REFUSED")
    page = new_page()
    open_review(page, desk)
    url = page.url
    desk.stop()
    page.keyboard.press("x")
    expect(page.locator("#kept")).to_have_attribute("data-state", "offline")
    context = page.context
    page.close()
    desk.start()
    again = context.new_page()
    again.goto(url)
    expect(again.locator(".card").first).to_have_attribute("data-review", "rejected")
    saved(again)
    assert account(desk).review == "rejected"


def test_an_undo_waits_for_a_desk_that_does_not_answer(desk: Desk, page: Page, watched: Watched) -> None:
    watched.expected.append("net::ERR_CONNECTION_REFUSED")
    open_review(page, desk)
    page.keyboard.press("a")
    saved(page)
    desk.stop()
    page.keyboard.press("Backspace")
    expect(page.locator("#kept")).to_contain_text("Offline: 1 decision kept in this browser")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("x")
    expect(page.locator("#kept")).to_contain_text("2 decisions kept")
    page.keyboard.press("Backspace")  # never sent: it is simply dropped
    expect(page.locator("#kept")).to_contain_text("1 decision kept")
    desk.start()
    expect(page.locator(".card").first).to_have_attribute("data-review", "open", timeout=15_000)
    saved(page)
    assert [one.review for one in accounts(desk)[:2]] == ["open", "open"]
    assert [one.kind for one in desk.record.decisions()] == ["undo", "confirm"]


def test_an_undo_of_a_decision_whose_answer_was_lost_takes_it_back(desk: Desk, page: Page, watched: Watched) -> None:
    watched.expected.append("net::ERR_FAILED")
    open_review(page, desk)

    def lose(route: Route) -> None:
        route.fetch()
        route.abort()

    page.route("**/api/v1/decisions", lose, times=1)
    page.keyboard.press("a")
    expect(page.locator("#kept")).to_have_attribute("data-state", "offline")
    page.keyboard.press("Backspace")
    expect(page.locator(".card").first).to_have_attribute("data-review", "open", timeout=15_000)
    saved(page)
    assert [one.kind for one in desk.record.decisions()] == ["undo", "confirm"]
    assert account(desk).review == "open"


def test_two_windows_of_one_person_join_their_drafts(
    desk: Desk, new_page: Callable[..., Page], watched: Watched
) -> None:
    watched.expected.append("409")
    first, second = new_page(), new_page()
    open_review(first, desk)
    open_review(second, desk)
    _set_status(first, "denied")
    kept_as_draft(first)
    second.keyboard.press("7")
    second.locator(".editor").get_by_label("Kind").first.select_option("witness")
    kept_as_draft(second)
    expect(_status(second, desk)).to_have_text("denied")
    draft = draft_of(desk.record.engine, "tester", dispatch_id(desk))
    assert draft is not None and {change["cell"] for change in draft["changes"]} == {"status", "attribution"}


def test_two_windows_that_differ_ask_which_is_right(
    desk: Desk, new_page: Callable[..., Page], watched: Watched
) -> None:
    watched.expected.append("409")
    first, second = new_page(), new_page()
    open_review(first, desk)
    open_review(second, desk)
    _set_status(first, "denied")
    kept_as_draft(first)
    _set_status(second, "claimed")
    dialog = second.get_by_role("dialog")
    expect(dialog.get_by_role("region", name="Theirs")).to_contain_text("denied")
    expect(dialog.get_by_role("region", name="Yours")).to_contain_text("claimed")
    dialog.get_by_role("button", name="Use theirs").click()
    expect(_status(second, desk)).to_have_text("denied")


def test_a_decision_that_is_sent_again_is_kept_once(desk: Desk) -> None:
    with httpx.Client(base_url=desk.url) as client:
        token = {"X-CSRF-Token": token_of(client)}
        decision = {"id": "ab" * 16, "kind": "confirm", "event_id": account(desk).event.id}
        for _ in range(2):
            answer = client.post("/api/v1/decisions", json=decision, headers=token)
            assert answer.status_code == 201 and answer.json()["account"]["review"] == "confirmed"
        decision["id"] = "no id"
        answer = client.post("/api/v1/decisions", json=decision, headers=token)
        assert answer.status_code == 422
    assert [one.id for one in desk.record.decisions()] == ["ab" * 16]
