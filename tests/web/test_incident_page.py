"""Judging which accounts tell one happening: incidents joined and divided, pairs judged, and all of it taken back."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from marsad.store.filters import Filter

from .accounts import SHELLING, UNSURE
from .conftest import Desk
from .test_pages import shelling

NewPage = Callable[..., Page]


def _of(desk: Desk, source: str) -> str:
    """The incident in which a source's account stands."""
    (one,) = desk.record.events(Filter(sources=(source,)))
    assert one.incident_id is not None
    return one.incident_id


def _heads(page: Page) -> list[str]:
    return page.locator("table.sides thead a").all_inner_texts()


def test_accounts_stand_side_by_side_with_their_differences_and_the_rule(accounts_desk: Desk, page: Page) -> None:
    page.goto(f"{accounts_desk.url}/incidents/{shelling(accounts_desk.record)}")

    assert sorted(_heads(page)) == sorted(SHELLING)
    killed = page.locator("tr.contradicted", has_text="Killed")
    expect(killed).to_contain_text("low 3, high 9")
    expect(killed.locator("td.differs")).to_have_count(2)
    expect(killed.locator("small")).not_to_be_empty()
    expect(page.locator("q", has_text="nine civilians")).to_be_visible()


@pytest.mark.parametrize("scripts", [True, False])
def test_two_incidents_are_joined_and_the_joining_is_undone(
    accounts_desk: Desk, new_page: NewPage, scripts: bool
) -> None:
    page = new_page(java_script_enabled=scripts)
    other = _of(accounts_desk, UNSURE)
    page.goto(f"{accounts_desk.url}/incidents/{shelling(accounts_desk.record)}")

    page.get_by_label("Id or address of the other incident").fill(f"{accounts_desk.url}/incidents/{other}")
    page.get_by_role("button", name="Join them").click()

    expect(page.locator("table.sides thead a")).to_have_count(4)
    assert _of(accounts_desk, UNSURE) == _of(accounts_desk, SHELLING[0])

    page.get_by_role("button", name="Undo same").click()
    page.wait_for_load_state()
    assert _of(accounts_desk, UNSURE) == other
    assert len(accounts_desk.record.incident(shelling(accounts_desk.record)).accounts) == 3


def test_an_account_is_taken_out_and_comes_back_when_that_is_undone(accounts_desk: Desk, page: Page) -> None:
    page.goto(f"{accounts_desk.url}/incidents/{shelling(accounts_desk.record)}")

    page.get_by_role("button", name=f"Take out the account of {SHELLING[2]}").click()

    expect(page.locator("table.sides thead a")).to_have_text([SHELLING[2]])
    assert _of(accounts_desk, SHELLING[2]) != _of(accounts_desk, SHELLING[0]) == _of(accounts_desk, SHELLING[1])

    for _ in range(2):
        page.goto(f"{accounts_desk.url}/history?kind=different")
        page.get_by_role("button", name=re.compile("Undo")).first.click()
        page.wait_for_load_state()
    assert len(accounts_desk.record.incident(shelling(accounts_desk.record)).accounts) == 3


@pytest.mark.parametrize(("key", "kind"), [("y", "same"), ("n", "different"), ("u", "unsure")])
def test_a_pair_is_judged_by_one_key(accounts_desk: Desk, page: Page, key: str, kind: str) -> None:
    page.goto(f"{accounts_desk.url}/incidents/pairs", wait_until="networkidle")
    expect(page.get_by_role("status")).to_contain_text("3 pairs wait")

    page.get_by_label("Why").fill("yes, not unlike")
    assert list(accounts_desk.record.decisions()) == []
    page.get_by_role("heading", level=1).click()
    page.keyboard.press(key)
    expect(page.get_by_text("3 pairs wait")).to_have_count(0)

    (decision,) = accounts_desk.record.decisions()
    assert (decision.kind, decision.who, decision.why) == (kind, "tester", "yes, not unlike")
    assert (_of(accounts_desk, UNSURE) == _of(accounts_desk, SHELLING[0])) is (kind == "same")


def test_keys_that_were_turned_off_judge_nothing(accounts_desk: Desk, page: Page) -> None:
    page.goto(f"{accounts_desk.url}/incidents/pairs", wait_until="networkidle")
    page.get_by_label("Single keys act").uncheck()
    page.get_by_role("heading", level=1).click()
    page.keyboard.press("y")

    page.get_by_role("button", name="Different").click()
    expect(page.get_by_text("3 pairs wait")).to_have_count(0)
    assert [one.kind for one in accounts_desk.record.decisions()] == ["different"]
