"""Steps that tests of the review page share."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from marsad.incidents.accounts import Account

from .conftest import Desk

TAFAS = "syria-daraa-monitor"
CLASH = 0
"""The Daraa sample's first event: gunmen open fire on a checkpoint."""


def dispatch_id(desk: Desk, external_id: str = TAFAS) -> str:
    return next(one.dispatch.id for one in desk.record.dispatches() if one.dispatch.external_id == external_id)


def accounts(desk: Desk, external_id: str = TAFAS) -> list[Account]:
    return list(desk.record.dispatch(dispatch_id(desk, external_id)).accounts)


def account(desk: Desk, position: int = CLASH) -> Account:
    return accounts(desk)[position]


def open_review(page: Page, desk: Desk, external_id: str = TAFAS) -> None:
    page.goto(f"{desk.url}/dispatches/{dispatch_id(desk, external_id)}")
    expect(page.locator("#bar")).to_be_visible()


def card(page: Page, desk: Desk, position: int = CLASH):  # type: ignore[no-untyped-def]
    return page.locator(f'[id="{account(desk, position).event.id}"]')


def saved(page: Page) -> None:
    """Wait until everything has reached the desk."""
    expect(page.locator("#kept")).to_have_attribute("data-state", "saved")


def kept_as_draft(page: Page) -> None:
    expect(page.locator("#kept")).to_have_attribute("data-state", "draft")


def select_words(page: Page, words: str) -> None:
    """Select words in the text, as a mouse would."""
    found = page.evaluate(
        """words => {
          const host = document.getElementById("text");
          const walk = document.createTreeWalker(host, NodeFilter.SHOW_TEXT);
          const nodes = [];
          let text = "";
          while (walk.nextNode()) {
            if (walk.currentNode.parentElement.closest(".mention")) continue;
            nodes.push([text.length, walk.currentNode]);
            text += walk.currentNode.data;
          }
          const at = text.indexOf(words);
          if (at < 0) return false;
          const point = offset => {
            const [start, node] = nodes.findLast(([start]) => start <= offset);
            return [node, offset - start];
          };
          const range = document.createRange();
          range.setStart(...point(at));
          range.setEnd(...point(at + words.length));
          const selection = document.getSelection();
          selection.removeAllRanges();
          selection.addRange(range);
          return true;
        }""",
        words,
    )
    assert found, f"the text has no words {words!r}"
    expect(page.locator("#selected")).to_contain_text(words[:40])


def selected_words(page: Page) -> str:
    """What is selected on the page now."""
    return str(page.evaluate("document.getSelection().toString()"))
