"""The live timeline and network: by mouse, by keyboard, without motion; state in the address, figures in a table."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from marsad.store.filters import Filter

from .conftest import Desk, axe_violations

NewPage = Callable[..., Page]


def _places(network: Locator) -> list[list[float]]:
    """Where the discs of a network stand."""
    found: list[list[float]] = network.locator("circle").evaluate_all(
        "discs => discs.map(disc => [disc.cx.baseVal.value, disc.cy.baseVal.value])"
    )
    return found


def test_dragging_over_the_timeline_of_the_overview_shows_only_these_days(desk: Desk, page: Page) -> None:
    page.goto(desk.url)
    over = page.locator("[data-timeline] .u-over")
    box = over.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + box["width"] * 0.6, box["y"] + 40)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] - 2, box["y"] + 40, steps=5)
    page.mouse.up()
    page.wait_for_url(re.compile("since=.*until="))
    expect(page.locator(".notice")).to_contain_text("Only since 20")
    first = page.locator("tr[data-start]").first.get_attribute("data-start")
    assert first is not None and first >= page.url.partition("since=")[2][:7]
    page.get_by_role("link", name="Show all").click()
    page.wait_for_url(re.compile("/$"))


def test_a_click_on_the_timeline_chooses_nothing(desk: Desk, page: Page) -> None:
    page.goto(desk.url)
    page.locator("[data-timeline] .u-over").click()
    assert page.url == f"{desk.url}/"


def test_pointing_at_a_step_tells_its_figures(desk: Desk, page: Page) -> None:
    page.goto(desk.url)
    page.locator("[data-timeline] .u-over").hover(position={"x": 4, "y": 30})
    expect(page.locator(".readout")).to_contain_text(re.compile(r"^20\d\d.*: \d+ incidents?"))


def test_the_figures_of_the_timeline_are_a_table_too_and_add_up(desk: Desk, new_page: NewPage) -> None:
    page = new_page(java_script_enabled=False)
    page.goto(f"{desk.url}/events")
    expect(page.locator("svg.timeline")).to_be_visible()
    page.locator("summary", has_text="These figures as a table").click()
    expect(page.locator("tr[data-start]").first).to_be_visible()
    counts = page.locator("tr[data-start] td:nth-of-type(1)").all_inner_texts()
    dated = [one for one in desk.record.events() if one.event.time.start]
    assert sum(map(int, counts)) == len(dated)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_pages_with_live_pictures_are_accessible_and_fit_a_small_screen(
    desk: Desk, new_page: NewPage, scheme: str
) -> None:
    page = new_page(viewport={"width": 320, "height": 700}, color_scheme=scheme)
    for path, within in (("/", "[data-timeline]"), ("/network", "main")):
        page.goto(desk.url + path)
        expect(page.locator("[data-timeline] canvas")).to_be_visible()
        assert page.evaluate("document.documentElement.scrollWidth") <= 320
        assert axe_violations(page, within) == []


def test_the_timeline_is_drawn_anew_when_the_system_turns_dark(desk: Desk, page: Page) -> None:
    page.emulate_media(color_scheme="light")
    page.goto(desk.url)
    canvas = page.locator("[data-timeline] canvas")
    light = canvas.evaluate("canvas => canvas.toDataURL()")
    page.emulate_media(color_scheme="dark")
    expect(canvas).to_have_count(1)
    assert canvas.evaluate("canvas => canvas.toDataURL()") != light


def test_the_network_moves_tied_actors_near_each_other_and_stays_a_list_of_links(desk: Desk, page: Page) -> None:
    page.goto(f"{desk.url}/network")
    network = page.locator("svg.network")
    drawn = network.locator("a")
    expect(network.locator("circle").first).not_to_have_attribute("cx", "")
    count = drawn.count()
    assert count > 3
    places = _places(network)
    assert len({(round(x), round(y)) for x, y in places}) == count
    drawn.first.focus()
    expect(network).to_have_class(re.compile("pointing"))
    near = network.locator("a.near").count()
    assert 2 <= near <= count
    page.keyboard.press("Tab")
    expect(drawn.nth(1)).to_be_focused()
    key = drawn.nth(1).get_attribute("data-key")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/actors/"))
    assert key in page.content()


def test_an_actor_is_dragged_without_following_its_link(desk: Desk, page: Page) -> None:
    page.goto(f"{desk.url}/network")
    disc = page.locator("svg.network circle").first
    box = disc.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.down()
    page.mouse.move(box["x"] + 90, box["y"] + 60, steps=6)
    page.mouse.up()
    moved = disc.bounding_box()
    assert moved is not None and abs(moved["x"] - box["x"]) > 40
    assert page.url.endswith("/network")


def test_nothing_moves_by_itself_where_motion_is_not_wanted(desk: Desk, new_page: NewPage) -> None:
    page = new_page(reduced_motion="reduce")
    page.goto(f"{desk.url}/network")
    network = page.locator("svg.network")
    box = network.locator("circle").first.bounding_box()
    assert box is not None
    before = _places(network)
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.down()
    page.mouse.move(box["x"] + 60, box["y"] + 60, steps=4)
    after = _places(network)
    page.mouse.up()
    assert before[0] != after[0] and before[1:] == after[1:]
    assert _places(network) == after


def test_the_network_is_narrowed_by_days_on_its_timeline(desk: Desk, page: Page) -> None:
    page.goto(f"{desk.url}/network?tie=fighting")
    begin = page.get_by_role("slider", name="From")
    begin.focus()
    begin.press("End")
    page.get_by_role("button", name="Show only these days").press("Enter")
    page.wait_for_url(re.compile(r"tie=fighting.*since="))
    since = page.url.partition("since=")[2][:10]
    expect(page.get_by_label("From", exact=True).first).to_have_value(since)
    wanted = desk.record.casts(Filter(since=dt.date.fromisoformat(since)))
    assert page.locator("svg.network a").count() <= len({part.key for cast in wanted for part in cast.parts})
