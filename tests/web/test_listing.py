"""The lists of events and incidents in a browser: narrowed, sorted, shared by their address, paged, as data."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, expect

from marsad.store.filters import Filter

from .conftest import Desk

NewPage = Callable[..., Page]
_LINKS = "nodes => nodes.map(node => node.getAttribute('href'))"


def rows(page: Page) -> list[str]:
    """The rows of a list by what they lead to."""
    found: list[str] = page.locator("tbody th[scope=row] a").evaluate_all(_LINKS)
    return found


def total(page: Page) -> int:
    """How many the list says there are."""
    return int(page.locator("#total strong").inner_text().replace(",", ""))


def asked_for(page: Page) -> dict[str, list[str]]:
    """The conditions in a page's address."""
    return parse_qs(urlsplit(page.url).query)


def settled(page: Page, **conditions: str) -> None:
    """Wait until the address tells some conditions and the list is that of the address."""
    for key, value in conditions.items():
        page.wait_for_url(re.compile(rf"[?&]{key}={re.escape(value)}(&|$)"))
    expect(page.locator("[data-island=map] .map-frame canvas")).to_be_visible()


def open_list(page: Page, desk: Desk, path: str = "/events") -> None:
    """Open a list and wait for its live map."""
    page.goto(desk.url + path)
    settled(page)


def test_choosing_a_facet_narrows_the_list_without_loading_the_page_anew(accounts_desk: Desk, page: Page) -> None:
    open_list(page, accounts_desk)
    page.evaluate("window.here = true")

    page.get_by_role("link", name="Shelling", exact=True).first.click()
    settled(page, type="shelling")

    wanted = accounts_desk.record.count(Filter(types=("shelling",)))
    assert (total(page), len(rows(page))) == (wanted, wanted)
    assert page.evaluate("window.here")
    expect(page.locator(".facets [aria-current]")).to_have_text("✓ Shelling")
    assert page.evaluate("document.activeElement.id") == "type=shelling"
    expect(page.locator("#said")).to_have_text(re.compile(rf"{wanted} events in this selection"))


def test_back_and_forward_show_the_list_of_their_address(accounts_desk: Desk, page: Page) -> None:
    open_list(page, accounts_desk)
    everything = rows(page)
    page.get_by_role("link", name="Shelling", exact=True).first.click()
    settled(page, type="shelling")
    shellings = rows(page)

    page.go_back()
    settled(page)
    expect(page.locator("#total strong")).to_have_text(str(len(everything)))
    assert (rows(page), asked_for(page)) == (everything, {})

    page.go_forward()
    settled(page, type="shelling")
    expect(page.locator("#total strong")).to_have_text(str(len(shellings)))
    assert rows(page) == shellings


def test_a_chosen_facet_is_taken_away_by_choosing_it_again(accounts_desk: Desk, page: Page) -> None:
    open_list(page, accounts_desk, "/events?type=shelling")

    page.locator(".facets [aria-current]").click()
    page.wait_for_url(re.compile(r"/events\??$"))

    expect(page.locator("#total strong")).to_have_text(str(accounts_desk.record.count()))


def test_facets_name_actors_as_the_registry_does(accounts_desk: Desk, page: Page) -> None:
    open_list(page, accounts_desk)

    page.get_by_role("link", name="Syrian Arab Army").click()
    settled(page, actor="sy-military")

    assert total(page) == accounts_desk.record.count(Filter(actors=("sy-military",)))


def test_searching_words_and_days_keeps_the_facets_chosen(accounts_desk: Desk, page: Page) -> None:
    open_list(page, accounts_desk, "/events?type=shelling")

    page.get_by_label("Search the words").fill("market")
    page.get_by_label("Search the words").press("Enter")
    settled(page, q="market")

    assert asked_for(page)["type"] == ["shelling"]
    assert total(page) == accounts_desk.record.count(Filter(types=("shelling",), text="market")) == 3


def test_a_shared_address_shows_the_same_rows_in_another_browser(
    accounts_desk: Desk, page: Page, new_page: NewPage
) -> None:
    open_list(page, accounts_desk)
    page.get_by_role("link", name="Shelling", exact=True).first.click()
    settled(page, type="shelling")
    page.get_by_role("link", name="Killed", exact=True).click()
    settled(page, sort="-killed")

    other = new_page()
    other.goto(page.url)

    assert rows(other) == rows(page)
    assert len(rows(other)) > 3


def test_listing_only_what_the_map_shows_leaves_what_lies_elsewhere(accounts_desk: Desk, page: Page) -> None:
    open_list(page, accounts_desk, "/events?admin1=Daraa")
    before = total(page)
    page.get_by_role("button", name="Zoom in").click()
    page.wait_for_timeout(1000)

    page.get_by_role("button", name="List only what this map shows").click()
    page.wait_for_url(re.compile("[?&]box="))
    settled(page)

    west, south, east, north = (float(one) for one in asked_for(page)["box"][0].split(","))
    inside = accounts_desk.record.count(Filter(admin1="Daraa", box=(west, south, east, north)))
    assert 0 < total(page) == inside < before


def test_days_are_chosen_by_dragging_over_the_timeline(accounts_desk: Desk, page: Page) -> None:
    open_list(page, accounts_desk)
    drawing = page.locator("[data-timeline] .u-over")
    drawing.scroll_into_view_if_needed()
    box = drawing.bounding_box()
    assert box is not None
    middle = box["y"] + box["height"] / 2

    page.mouse.move(box["x"] + box["width"] * 0.5, middle)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.7, middle, steps=4)
    page.mouse.move(box["x"] + box["width"] - 1, middle, steps=4)
    page.mouse.up()
    page.wait_for_url(re.compile("[?&]since="))
    settled(page)

    (since,), (until,) = asked_for(page)["since"], asked_for(page)["until"]
    assert "2022-06-01" < since < "2022-08-01" and until.startswith("2023-10")
    wanted = [one.event.time.start for one in accounts_desk.record.events() if one.event.time.start]
    assert total(page) == sum(since <= day.isoformat() <= until for day in wanted) > 0


def test_days_are_chosen_by_keyboard_on_the_timeline(accounts_desk: Desk, page: Page) -> None:
    open_list(page, accounts_desk)
    begin = page.get_by_role("slider", name="From")

    begin.focus()
    for _ in range(5):
        begin.press("PageUp")
    first = page.locator("figure output").first.inner_text()
    expect(begin).to_have_attribute("aria-valuetext", first)
    page.get_by_role("button", name="Show only these days").press("Enter")
    settled(page, since=first)

    assert "2021-03-09" < first < asked_for(page)["until"][0]
    assert total(page) == sum(
        first <= one.event.time.start.isoformat() for one in accounts_desk.record.events() if one.event.time.start
    )


@pytest.mark.parametrize(("head", "first"), [("Killed", "-killed"), ("Type", "type"), ("Place", "place")])
def test_the_heads_of_columns_sort_the_list(accounts_desk: Desk, page: Page, head: str, first: Any) -> None:
    open_list(page, accounts_desk)

    page.get_by_role("columnheader", name=head).get_by_role("link").click()
    settled(page, sort=first)

    expect(page.get_by_role("columnheader", name=head)).to_have_attribute("aria-sort", re.compile("scending"))
    assert [one.rpartition("#")[2] for one in rows(page)] == [
        one.event.id for one in accounts_desk.record.events(sort=first)
    ]


def test_columns_are_chosen_and_stand_in_the_address(accounts_desk: Desk, page: Page) -> None:
    open_list(page, accounts_desk)
    page.locator("summary", has_text="Columns").click()
    page.get_by_label("Injured").uncheck()
    page.get_by_label("According to").check()

    page.get_by_role("button", name="Show these").click()
    settled(page, column="according_to")

    heads = page.locator("thead th").all_inner_texts()
    assert "According to" in heads and "Injured" not in heads
    assert "according_to" in asked_for(page)["column"]


def test_paging_walks_over_every_event_once(accounts_desk: Desk, page: Page) -> None:
    page.goto(f"{accounts_desk.url}/events?limit=7&sort=-killed")
    seen = rows(page)
    while page.get_by_role("link", name="Next page").count():
        before = page.url
        page.get_by_role("link", name="Next page").click()
        page.wait_for_url(lambda url, before=before: url != before)
        expect(page.get_by_role("link", name="First page")).to_be_visible()
        expect(page.locator("tbody th[scope=row] a").first).not_to_have_attribute("href", seen[-7])
        seen += rows(page)

    every = [one.event.id for one in accounts_desk.record.events(sort="-killed")]
    assert [one.rpartition("#")[2] for one in seen] == every


@pytest.mark.parametrize("what", ["events", "incidents"])
def test_data_beside_a_list_hold_the_same_rows(accounts_desk: Desk, page: Page, what: str) -> None:
    page.goto(f"{accounts_desk.url}/{what}?type=shelling&sort=-killed")
    shown = rows(page)

    data = page.request.get(accounts_desk.url + str(page.get_by_role("link", name="JSON").get_attribute("href"))).json()
    table = page.request.get(accounts_desk.url + str(page.get_by_role("link", name="CSV").get_attribute("href"))).text()

    last = re.compile(r"[^/#]+$")
    ids = [match[0] for match in map(last.search, shown) if match]
    assert [one["event"]["id"] if what == "events" else one["id"] for one in data[what]] == ids
    assert [line["id"] for line in csv.DictReader(io.StringIO(table))] == ids
    assert len(ids) == accounts_desk.record.count(Filter(types=("shelling",)), what)  # type: ignore[arg-type]


def test_a_selection_that_nothing_meets_says_what_to_do(accounts_desk: Desk, page: Page) -> None:
    page.goto(f"{accounts_desk.url}/events?q=zeppelin")

    expect(page.locator(".empty")).to_contain_text("Take away a condition")
    page.get_by_role("link", name="Clear").click()
    page.wait_for_url(re.compile("/events$"))
    expect(page.locator("#total strong")).to_have_text(str(accounts_desk.record.count()))


def test_an_address_that_cannot_be_read_is_told_as_a_page(accounts_desk: Desk, page: Page, watched: Any) -> None:
    watched.expected = ["422"]
    page.goto(f"{accounts_desk.url}/events?since=soon")

    expect(page.get_by_role("alert")).to_contain_text("a day such as")


def test_several_values_of_a_facet_are_chosen_one_after_the_other(accounts_desk: Desk, page: Page) -> None:
    open_list(page, accounts_desk, "/events?type=shelling")
    page.get_by_role("link", name="Attack", exact=True).first.click()
    page.wait_for_url(re.compile("type=shelling&type=attack"))
    wanted = accounts_desk.record.count(Filter(types=("shelling", "attack")))
    expect(page.locator("#total strong")).to_have_text(str(wanted))


def test_what_is_chosen_can_be_taken_away_where_nothing_meets_it(accounts_desk: Desk, page: Page) -> None:
    page.goto(f"{accounts_desk.url}/events?type=shelling&q=zeppelin")
    expect(page.locator(".facets [aria-current]")).to_contain_text("Shelling")


def test_on_a_small_screen_only_facets_with_something_chosen_are_open(accounts_desk: Desk, new_page: NewPage) -> None:
    page = new_page(viewport={"width": 320, "height": 700})
    open_list(page, accounts_desk, "/events?type=shelling")
    expect(page.locator(".facets details[open]")).to_have_count(1)
    expect(page.locator(".facets details[open]")).to_contain_text("Type")
