"""A newer coding never overwrites a decision, and loses nothing."""

from __future__ import annotations

import pytest

from marsad.errors import NotFound
from marsad.model import Coding, Span
from marsad.store.aligning import align
from marsad.store.decisions import Decision
from marsad.store.record import Record
from store.examples import coding, dispatch, event, three_events

FIRST = coding()
SHELLING, CLASH, MINE = (told.id for told in FIRST.events)


def second(**changes: object) -> Coding:
    """A newer coding: the shelling is told of other words and by another type, the mine is gone, one is new."""
    of = FIRST.dispatch
    shelling, clash, _ = three_events(of)
    shelling = shelling.model_copy(update={"id": "new-shelling", "type": "air_strike"})
    fresh = event(of, "exploded in a field", "other")
    return coding(of, [shelling, clash, fresh], "2").model_copy(update=changes)


def test_an_event_that_the_new_coding_tells_otherwise_keeps_its_id_and_decisions(record: Record) -> None:
    record.add(FIRST.dispatch, FIRST)
    record.decide(Decision(who="R", kind="edit", event_id=SHELLING, cell="status", after="claimed"))
    found = record.recode(FIRST.dispatch.id, second())
    account = record.event(SHELLING)
    assert (account.event.type, account.event.status, account.review) == ("air_strike", "claimed", "edited")
    change = next(one for one in found.events if one.id == SHELLING)
    assert change.change == "changed"
    assert [(cell.cell, cell.before, cell.after) for cell in change.cells] == [("type", "shelling", "air_strike")]


def test_the_difference_tells_of_each_event_what_became_of_it(record: Record) -> None:
    record.add(FIRST.dispatch, FIRST)
    found = record.recode(FIRST.dispatch.id, second())
    assert {one.id: one.change for one in found.events} == {
        SHELLING: "changed",
        CLASH: "same",
        MINE: "gone",
        second().events[2].id: "new",
    }
    assert record.difference(FIRST.dispatch.id) == found
    assert (found.earlier.number, found.later.number) == (1, 2)
    assert found.later.coder.version == "2"
    assert MINE in {id for id, _, _ in record.tombstones()}


def test_an_event_with_a_decision_is_carried_where_the_new_coding_does_not_tell_it(record: Record) -> None:
    record.add(FIRST.dispatch, FIRST)
    record.decide(Decision(who="R", kind="confirm", event_id=MINE))
    found = record.recode(FIRST.dispatch.id, second())
    assert next(one.change for one in found.events if one.id == MINE) == "carried"
    assert record.event(MINE).review == "confirmed"
    record.undo(next(record.decisions()).id, "R")
    with pytest.raises(NotFound):
        record.event(MINE)


def test_an_event_that_a_third_coding_tells_again_is_the_one_of_the_first(record: Record) -> None:
    record.add(FIRST.dispatch, FIRST)
    record.recode(FIRST.dispatch.id, second())
    record.recode(FIRST.dispatch.id, coding(FIRST.dispatch, number="3"))
    assert {account.event.id for account in record.events()} == {SHELLING, CLASH, MINE}
    assert [one.number for one in record.codings(FIRST.dispatch.id)] == [1, 2, 3]
    assert record.coding(FIRST.dispatch.id, 1) == FIRST
    assert {one.change for one in record.difference(FIRST.dispatch.id, 1, 3).events} == {"same"}


def test_the_same_coding_again_changes_nothing(record: Record) -> None:
    record.add(FIRST.dispatch, FIRST)
    before = [account.updated_at for account in record.events()]
    assert not record.recode(FIRST.dispatch.id, FIRST).changes
    assert len(record.codings(FIRST.dispatch.id)) == 1
    assert [account.updated_at for account in record.events()] == before


def test_a_coding_that_is_not_there_is_told(record: Record) -> None:
    record.add(FIRST.dispatch, FIRST)
    with pytest.raises(NotFound, match="no coding 2"):
        record.difference(FIRST.dispatch.id, 1, 2)
    with pytest.raises(NotFound):
        record.recode("0000", FIRST)


def test_events_are_aligned_by_words_type_place_and_day() -> None:
    of = dispatch()
    shelling, clash, mine = three_events(of)
    moved = clash.model_copy(update={"id": "x", "evidence": [Span(clash.evidence[0].start, clash.evidence[0].end - 5)]})
    assert align([shelling, clash, mine], [moved, shelling]) == [clash.id, shelling.id]
    elsewhere = event(of, "a child was injured", "shelling", "Nawa").model_copy(update={"id": "y"})
    assert align([shelling], [elsewhere]) == ["y"]
    twice = [shelling.model_copy(update={"id": name}) for name in ("a", "b")]
    assert align([shelling], twice) == [shelling.id, "b"]
