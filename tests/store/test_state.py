"""The present state is a pure function of codings and decisions."""

from __future__ import annotations

import datetime as dt
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from marsad.model import Place, Span
from marsad.store.decisions import Decision, Kind
from marsad.store.state import State, judgements, part_id, standing, state
from store.examples import coding, event, three_events

CODING = coding()
SHELLING, CLASH, MINE = (told.id for told in CODING.events)
START = dt.datetime(2021, 3, 1, tzinfo=dt.UTC)


def decision(kind: Kind, at: int = 0, id: str = "", **given: Any) -> Decision:
    when = START + dt.timedelta(minutes=at)
    return Decision(id=id or f"{kind}-{at}", at=when, who="A reviewer", kind=kind, **given)


def now(*decisions: Decision) -> State:
    return state([CODING], decisions)


def told(found: State, id: str = SHELLING):  # type: ignore[no-untyped-def]
    return next(one for one in found.events if one.event.id == id)


def test_without_decisions_it_is_what_the_coder_told() -> None:
    assert [one.event for one in now().events] == CODING.events
    assert {one.review for one in now().events} == {"open"}
    assert now().gone == ()
    assert state([], []) == State()


def test_confirming_rejecting_and_flagging() -> None:
    assert told(now(decision("confirm", event_id=SHELLING))).review == "confirmed"
    assert told(now(decision("reject", event_id=SHELLING))).review == "rejected"
    flagged = told(now(decision("flag", event_id=SHELLING)))
    assert (flagged.flagged, flagged.review) == (True, "open")
    looked_at = told(now(decision("flag", 1, event_id=SHELLING), decision("confirm", 2, event_id=SHELLING)))
    assert (looked_at.flagged, looked_at.review) == (False, "confirmed")


def test_an_edit_changes_one_cell_and_nothing_else() -> None:
    found = told(now(decision("edit", event_id=SHELLING, cell="type", before="shelling", after="air_strike")))
    assert found.event == CODING.events[0].model_copy(update={"type": "air_strike"})
    assert found.review == "edited"
    assert told(now(decision("edit", event_id=SHELLING, cell="status", after="nonsense"))).review == "open"
    assert told(now(decision("edit", event_id=SHELLING, cell="id", after="other"))).review == "open"


def test_the_later_of_two_edits_holds() -> None:
    edits = [
        decision("edit", n, event_id=SHELLING, cell="type", after=type) for n, type in enumerate(("riot", "attack"))
    ]
    assert told(now(*edits)).event.type == "attack"


def test_linking_an_actor_and_placing_on_the_map() -> None:
    linked = told(now(decision("link_actor", event_id=CLASH, cell="Gunmen", after="sy-hts")), CLASH).event
    assert [p.actor_id for p in linked.participants if p.name == "Gunmen"] == ["sy-hts"]
    at = {"latitude": 32.7, "longitude": 36.1, "precision": "near"}
    place = told(now(decision("place_on_map", event_id=SHELLING, after=at))).event.place
    assert (place.latitude, place.longitude, place.precision, place.name) == (32.7, 36.1, "near", "Tafas")
    assert told(now(decision("place_on_map", event_id=SHELLING, after={"latitude": 200}))).event.place.latitude != 200


def test_an_added_event_stands_where_its_words_stand() -> None:
    added = event(CODING.dispatch, "residents said", "accusation").model_dump(mode="json")
    found = now(decision("add", dispatch_id=CODING.dispatch.id, event_id="mine", after=added))
    assert [one.event.id for one in found.events] == [SHELLING, "mine", CLASH, MINE]
    assert told(found, "mine").review == "added"


def test_merging_counts_nobody_twice_and_keeps_what_both_tell() -> None:
    found = now(decision("merge", event_id=SHELLING, other_id=CLASH))
    merged = told(found).event
    assert [one.event.id for one in found.events] == [SHELLING, MINE]
    assert found.gone == (CLASH,)
    assert [(c.harm, c.best) for c in merged.casualties] == [("killed", 4), ("injured", 7)]
    assert {p.name for p in merged.participants} == {"Regime forces", "civilians", "Gunmen", "4th Division"}
    assert set(merged.evidence) == {*CODING.events[0].evidence, *CODING.events[1].evidence}


def test_splitting_puts_the_parts_in_the_place_of_the_whole() -> None:
    parts = [event(CODING.dispatch, words).model_dump(mode="json") for words in ("shelled a market", "killing four")]
    split = decision("split", event_id=SHELLING, after=parts)
    found = now(split)
    assert [one.event.id for one in found.events] == [part_id(split, 0), part_id(split, 1), CLASH, MINE]
    assert found.gone == (SHELLING,)


def test_an_undo_takes_back_and_its_undo_brings_back() -> None:
    reject = decision("reject", 1, "r", event_id=SHELLING)
    undo = decision("undo", 2, "u", undoes="r")
    assert told(now(reject, undo)).review == "open"
    assert told(now(reject, undo, decision("undo", 3, "v", undoes="u"))).review == "rejected"
    assert told(now(reject, undo, decision("undo", 3, "w", undoes="r"))).review == "open"


def test_an_undo_of_what_comes_later_or_of_itself_takes_nothing_back() -> None:
    reject = decision("reject", 2, "r", event_id=SHELLING)
    assert told(now(reject, decision("undo", 1, "u", undoes="r"))).review == "rejected"
    assert told(now(reject, decision("undo", 3, "u", undoes="u"))).review == "rejected"


def test_undoing_a_merge_brings_the_other_back_with_what_was_decided_on_it() -> None:
    edit = decision("edit", 1, event_id=CLASH, cell="type", after="attack")
    merge = decision("merge", 2, "m", event_id=SHELLING, other_id=CLASH)
    assert told(now(edit, merge, decision("undo", 3, undoes="m")), CLASH).event.type == "attack"


def test_the_last_judgement_on_a_pair_holds_whichever_is_named_first() -> None:
    pair = {"event_id": "a", "other_id": "b"}
    same = decision("same", 1, "s", **pair)
    different = decision("different", 2, "d", event_id="b", other_id="a")
    assert judgements([same, different]) == {frozenset("ab"): "different"}
    assert judgements([same, different, decision("undo", 3, undoes="d")]) == {frozenset("ab"): "same"}


def test_an_event_that_people_decided_on_stays_when_a_later_coding_does_not_tell_it() -> None:
    later = coding(CODING.dispatch, CODING.events[1:], "2")
    assert [one.event.id for one in state([CODING, later], []).events] == [CLASH, MINE]
    found = state([CODING, later], [decision("confirm", 1, "c", event_id=SHELLING)])
    assert [(one.event.id, one.carried) for one in found.events] == [(SHELLING, True), (CLASH, False), (MINE, False)]
    assert state(
        [CODING, later], [decision("confirm", 1, "c", event_id=SHELLING), decision("undo", 2, undoes="c")]
    ).gone


# ------------------------------------------------------------------ any order, any replays

_EVENTS = st.sampled_from([SHELLING, CLASH, MINE, "added", "unknown"])
_PARTS = [told.model_dump(mode="json") for told in three_events(CODING.dispatch)[:2]]
_VALUES: dict[str, st.SearchStrategy[Any]] = {
    "type": st.sampled_from(["riot", "attack", 3, None]),
    "status": st.sampled_from(["planned", "denied", "nonsense"]),
    "place": st.just(Place(name="Nawa").model_dump(mode="json")),
    "evidence": st.sampled_from([[[0, 5]], []]),
}


@st.composite
def some_decisions(draw: st.DrawFn) -> list[Decision]:
    """Decisions of all kinds on few events, at few moments, some of them undos of others."""
    found: list[Decision] = []
    for number in range(draw(st.integers(1, 12))):
        kinds: list[Kind] = ["confirm", "reject", "flag", "edit", "merge", "split", "add", "same", "link_actor", "undo"]
        kind = draw(st.sampled_from(kinds))
        given: dict[str, Any] = {"event_id": draw(_EVENTS)}
        if kind == "edit":
            given["cell"] = draw(st.sampled_from(sorted(_VALUES)))
            given["after"] = draw(_VALUES[given["cell"]])
        elif kind in ("merge", "same"):
            given["other_id"] = draw(_EVENTS)
        elif kind == "split":
            given["after"] = _PARTS
        elif kind == "add":
            given = {"event_id": "added", "after": _PARTS[0], "dispatch_id": CODING.dispatch.id}
        elif kind == "link_actor":
            given |= {"cell": "Gunmen", "after": "sy-hts"}
        elif kind == "undo":
            given = {"undoes": f"d{draw(st.integers(0, 11))}"}
        found.append(decision(kind, draw(st.integers(0, 5)), f"d{number}", **given))
    return found


@given(some_decisions(), st.data())
def test_any_order_of_delivery_and_any_replays_give_the_same_state(
    decisions: list[Decision], data: st.DataObject
) -> None:
    expected = state([CODING], decisions)
    again = data.draw(st.lists(st.sampled_from(decisions), max_size=6))
    assert state([CODING], data.draw(st.permutations([*decisions, *again]))) == expected


@given(some_decisions())
def test_undoing_the_last_decision_gives_the_state_before_it(decisions: list[Decision]) -> None:
    last = max(decisions, key=lambda one: (one.at, one.id))
    rest = [one for one in decisions if one is not last]
    undo = decision("undo", 99, "undo-last", undoes=last.id)
    before = [one for one in rest if one.undoes != last.id]
    assert standing([*decisions, undo]) == standing(before)


@given(some_decisions())
def test_no_event_is_lost_or_told_twice(decisions: list[Decision]) -> None:
    found = state([CODING], decisions)
    present = [one.event.id for one in found.events]
    assert len(present) == len(set(present))
    assert {SHELLING, CLASH, MINE} <= {*present, *found.gone}
    assert not set(present) & set(found.gone)
    assert all(isinstance(one.event.evidence[0], Span) for one in found.events)
