"""Each cell of an event is edited with its own control, and the decision says so."""

from __future__ import annotations

import datetime as dt

from playwright.sync_api import Locator, Page, expect

from marsad.store.decisions import Decision

from .conftest import Desk
from .reviewing import CLASH, account, accounts, card, dispatch_id, open_review, saved, select_words


def _edit(page: Page, number: int) -> Locator:
    page.keyboard.press(str(number))
    editor = page.locator(".editor")
    expect(editor).to_be_visible()
    return editor


def _save(page: Page, desk: Desk) -> Decision:
    """Save; the latest decision."""
    page.keyboard.press("Control+s")
    saved(page)
    return next(iter(desk.record.decisions(dispatch_id=dispatch_id(desk))))


def test_the_type_is_picked_by_its_definition(desk: Desk, page: Page) -> None:
    open_review(page, desk)
    box = _edit(page, 1).get_by_role("combobox")
    box.fill("bomber dies by design")
    option = page.get_by_role("option")
    expect(option).to_have_count(1)
    expect(option).to_contain_text("Suicide bomb")
    box.press("ArrowDown")
    box.press("Enter")
    expect(card(page, desk).locator('.cell[data-name="type"]')).to_contain_text("the bomber dies by design")
    decision = _save(page, desk)
    assert (decision.kind, decision.cell, decision.before, decision.after) == (
        "edit",
        "type",
        "armed_clash",
        "suicide_bomb",
    )
    assert account(desk).event.type == "suicide_bomb"


def test_an_actor_is_found_by_an_alias_and_tied_to_the_registry(desk: Desk, page: Page) -> None:
    open_review(page, desk)
    editor = _edit(page, 2)
    box = editor.get_by_role("combobox", name="Name, as written").first
    name = box.input_value()
    box.fill("Daesh")
    page.locator("[role=option]").first.click()
    expect(editor.locator("fieldset").first).to_contain_text("registry: ")
    box.fill(name)
    _save(page, desk)
    first = account(desk).event.participants[0]
    assert (first.name, first.actor_id) == (name, "is")


def test_an_actor_is_made_by_name(desk: Desk, page: Page) -> None:
    open_review(page, desk)
    editor = _edit(page, 2)
    editor.get_by_role("button", name="Add side").click()
    entry = editor.locator("fieldset").last
    entry.get_by_label("Side", exact=True).select_option("third")
    entry.get_by_role("combobox", name="Name, as written").fill("Elders of Nawa")
    page.get_by_role("option", name="New actor “Elders of Nawa”").click()
    _save(page, desk)
    made = account(desk).event.participants[-1]
    assert (made.role, made.name, made.actor_id) == ("third", "Elders of Nawa", None)


def test_a_place_is_chosen_among_candidates(desk: Desk, page: Page) -> None:
    open_review(page, desk)
    editor = _edit(page, 3)
    editor.get_by_role("combobox", name="Name, as written").fill("Inkhil")
    page.get_by_role("option", name="Inkhil").first.click()
    expect(editor.get_by_label("Latitude")).not_to_have_value("")
    _save(page, desk)
    place = account(desk).event.place
    assert place.name == "Inkhil" and place.resolved and place.gazetteer_id
    assert place.latitude is not None and abs(place.latitude - 33.02) < 0.1


def test_a_place_is_put_where_its_marker_is_dragged(desk: Desk, page: Page) -> None:
    before = account(desk).event.place
    assert before.latitude is not None
    open_review(page, desk)
    editor = _edit(page, 3)
    marker = editor.get_by_role("button", name="The place")
    marker.wait_for(timeout=30_000)
    box = marker.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.down()
    page.mouse.move(box["x"] + 20, box["y"] - 40, steps=5)
    page.mouse.up()
    expect(editor.get_by_label("Latitude")).not_to_have_value(str(before.latitude))
    marker.press("ArrowUp")
    decision = _save(page, desk)
    assert decision.kind == "place_on_map"
    place = account(desk).event.place
    assert place.latitude is not None and place.latitude > before.latitude and place.name == before.name


def test_coordinates_outside_the_world_are_not_kept(desk: Desk, page: Page) -> None:
    open_review(page, desk)
    editor = _edit(page, 3)
    editor.get_by_label("Latitude").fill("91")
    expect(editor.get_by_role("alert").first).to_contain_text("between -90 and 90")
    expect(page.locator(".cell.changed")).to_have_count(0)


def test_a_date_has_its_precision(desk: Desk, page: Page) -> None:
    open_review(page, desk)
    editor = _edit(page, 4)
    editor.get_by_label("First day").fill("2022-08-01")
    editor.get_by_label("Last day").fill("2022-08-31")
    editor.get_by_label("Known to the").select_option("month")
    editor.get_by_label("Time of day").fill("night")
    _save(page, desk)
    time = account(desk).event.time
    assert (time.start, time.end, time.precision, time.time_of_day) == (
        dt.date(2022, 8, 1),
        dt.date(2022, 8, 31),
        "month",
        "night",
    )


def test_counts_have_low_best_and_high(desk: Desk, page: Page) -> None:
    open_review(page, desk)
    editor = _edit(page, 5)
    entry = editor.locator("fieldset").first
    entry.get_by_label("Low").fill("9")
    expect(entry.locator(".wrong").first).to_contain_text("Low may not be above best")
    entry.get_by_label("High").fill("12")
    entry.get_by_label("Best").fill("10")
    entry.get_by_label("Harm").select_option("captured")
    entry.get_by_label("about").check()
    _save(page, desk)
    first = account(desk).event.casualties[0]
    assert (first.harm, first.low, first.best, first.high, first.approximate) == ("captured", 9, 10, 12, True)
    page.locator(".card").first.focus()
    entry = _edit(page, 5).locator("fieldset").first
    entry.get_by_label("High").fill("")
    _save(page, desk)
    assert account(desk).event.casualties[0].high is None


def test_status_source_weapons_and_terms_are_edited(desk: Desk, page: Page) -> None:
    open_review(page, desk)
    _edit(page, 6).get_by_label("Status").select_option("claimed")
    page.locator(".card").first.focus()
    _edit(page, 7).get_by_label("Kind").first.select_option("witness")
    page.locator(".card").first.focus()
    editor = _edit(page, 8)
    editor.get_by_role("button", name="Add weapon").click()
    editor.locator("fieldset").last.get_by_label("Weapon").fill("rifles")
    page.locator(".card").first.focus()
    editor = _edit(page, 9)
    editor.get_by_role("button", name="Add term").click()
    editor.locator("fieldset").last.get_by_label("Term").fill("leave the checkpoint")
    _save(page, desk)
    event = account(desk).event
    assert event.status == "claimed"
    assert event.attribution[0].kind == "witness"
    assert event.weapons[-1].name == "rifles" and event.weapons[-1].evidence
    assert event.terms[-1].text == "leave the checkpoint"


def test_selected_words_become_a_cells_evidence(desk: Desk, page: Page) -> None:
    open_review(page, desk)
    select_words(page, "The gunmen")
    bar = page.locator("#selected")
    bar.get_by_label("Cell of the current event").select_option("third")
    bar.get_by_role("button", name="Set as its words").click()
    select_words(page, "to an unknown destination")
    bar.get_by_label("Cell of the current event").select_option("evidence")
    bar.get_by_role("button", name="Add to its words").click()
    mark = page.locator("#text mark", has_text="The gunmen")
    expect(mark).to_have_attribute("data-cell", "third")
    _save(page, desk)
    text = desk.record.dispatch(dispatch_id(desk)).dispatch.text
    event = account(desk).event
    third = next(one for one in event.participants if one.role == "third")
    assert text[third.evidence[0].start : third.evidence[0].end] == "The gunmen"
    assert text[event.evidence[-1].start : event.evidence[-1].end] == "to an unknown destination"


def test_words_are_found_by_typing_them(desk: Desk, page: Page) -> None:
    open_review(page, desk)
    editor = _edit(page, 4)
    editor.get_by_label("Words to find in the text").fill("on the road between")
    editor.get_by_role("button", name="Find").click()
    editor.get_by_label("Words to find in the text").fill("no such words here")
    editor.get_by_role("button", name="Find").click()
    expect(editor.get_by_text("The text has no such words.")).to_be_visible()
    _save(page, desk)
    text = desk.record.dispatch(dispatch_id(desk)).dispatch.text
    assert "on the road between" in [text[one.start : one.end] for one in account(desk).event.time.evidence]


def test_an_event_is_added_from_words_and_taken_back(desk: Desk, page: Page) -> None:
    before = len(accounts(desk))
    open_review(page, desk)
    select_words(page, "tens of residents took to the streets of Jasim")
    page.locator("#selected").get_by_role("button", name="New event").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("combobox").fill("peaceful demonstration")
    page.get_by_role("option", name="Protest").first.click()
    dialog.get_by_role("button", name="Add it").click()
    expect(page.locator(".card")).to_have_count(before + 1)
    added = next(one for one in accounts(desk) if one.review == "added")
    assert added.event.type == "protest"
    expect(page.locator(".card.current")).to_have_id(added.event.id)
    page.keyboard.press("Backspace")
    expect(page.locator(".card")).to_have_count(before)
    assert len(accounts(desk)) == before


def test_two_events_are_merged_and_the_merge_is_taken_back(desk: Desk, page: Page) -> None:
    told = accounts(desk)
    open_review(page, desk)
    card(page, desk, 1).get_by_role("button", name="Merge").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("The other event").select_option(told[2].event.id)
    dialog.get_by_role("button", name="Merge", exact=True).click()
    expect(page.locator(".card")).to_have_count(len(told) - 1)
    assert told[2].event.id not in [one.event.id for one in accounts(desk)]
    page.keyboard.press("Backspace")
    expect(page.locator(".card")).to_have_count(len(told))
    assert told[2].event.id in [one.event.id for one in accounts(desk)]


def test_an_event_is_divided_and_the_words_go_where_they_belong(desk: Desk, page: Page) -> None:
    told = accounts(desk)
    first, *_, last = (one.name for one in told[CLASH].event.participants)
    open_review(page, desk)
    card(page, desk).get_by_role("button", name="Split").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label(first, exact=True).select_option("0")
    dialog.get_by_label(last, exact=True).select_option("1")
    dialog.get_by_role("button", name="Divide").click()
    expect(page.locator(".card")).to_have_count(len(told) + 1)
    parts = [one.event for one in accounts(desk) if one.review == "edited"]
    assert len(parts) == 2 and told[CLASH].event.id not in [part.id for part in parts]
    names = [{one.name for one in part.participants} for part in parts]
    assert sum(first in part for part in names) == sum(last in part for part in names) == 1
