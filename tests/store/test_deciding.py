"""Decisions are kept, checked, taken back, and the tables follow them."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from marsad.errors import Conflict, NotFound, RecordError
from marsad.incidents.accounts import Account
from marsad.store.decisions import Decision, Kind
from marsad.store.filters import Filter
from marsad.store.people import draft_of, save_draft
from marsad.store.record import Record
from marsad.store.state import state
from store.examples import coding, dispatch, event, other_account

CODING = coding()
SHELLING, CLASH, MINE = (told.id for told in CODING.events)


def decide(
    record: Record, kind: Kind, who: str = "Reviewer", seen: dt.datetime | None = None, **given: Any
) -> Account | None:
    return record.decide(Decision(who=who, kind=kind, **given), seen=seen)


@pytest.fixture
def filled(record: Record) -> Record:
    record.add(CODING.dispatch, CODING)
    return record


def test_a_decision_shows_in_the_event_and_in_lists(filled: Record) -> None:
    account = decide(filled, "edit", event_id=SHELLING, cell="type", before="shelling", after="air_strike")
    assert account is not None
    assert (account.event.type, account.review) == ("air_strike", "edited")
    assert filled.event(SHELLING) == account
    assert filled.count(Filter(types=("air_strike",))) == 1
    assert filled.count(Filter(review="done")) == 1


def test_the_machine_coding_stays_apart_from_decisions(filled: Record) -> None:
    decide(filled, "edit", event_id=SHELLING, cell="type", after="air_strike")
    assert filled.coding(CODING.dispatch.id) == CODING


def test_a_rejected_event_is_listed_only_when_asked_for(filled: Record) -> None:
    decide(filled, "reject", event_id=SHELLING, why="reported by mistake")
    assert filled.count() == 2
    assert [a.event.id for a in filled.events(Filter(review="rejected"))] == [SHELLING]
    assert filled.dispatch(CODING.dispatch.id).events == 2
    assert SHELLING in {id for id, what, _ in filled.tombstones() if what == "event"}
    filled.undo(next(filled.decisions()).id, "Reviewer")
    assert filled.count() == 3
    assert SHELLING not in {id for id, _, _ in filled.tombstones()}


def test_decisions_are_told_the_latest_first_and_by_condition(filled: Record) -> None:
    decide(filled, "confirm", event_id=SHELLING, why="seen on video")
    decide(filled, "reject", who="Other", event_id=CLASH)
    assert [d.kind for d in filled.decisions()] == ["reject", "confirm"]
    assert [d.why for d in filled.decisions(who="Reviewer")] == ["seen on video"]
    assert [d.event_id for d in filled.decisions(kind="reject")] == [CLASH]
    assert len(list(filled.decisions(dispatch_id=CODING.dispatch.id))) == 2
    (first,) = filled.decisions(limit=1)
    assert [d.kind for d in filled.decisions(after=first.id)] == ["confirm"]


def test_a_decision_sent_twice_is_kept_once(filled: Record) -> None:
    decision = Decision(who="Reviewer", kind="confirm", event_id=SHELLING)
    assert filled.decide(decision) == filled.decide(decision)
    assert len(list(filled.decisions())) == 1


def test_nobody_decides_on_what_somebody_else_has_decided_meanwhile(filled: Record) -> None:
    seen = filled.event(SHELLING).updated_at
    decide(filled, "edit", who="Other", event_id=SHELLING, cell="status", after="claimed", seen=seen)
    with pytest.raises(Conflict, match="Other"):
        decide(filled, "edit", event_id=SHELLING, cell="status", after="denied", seen=seen)
    with pytest.raises(Conflict):
        decide(filled, "reject", event_id=SHELLING, seen=seen)
    decide(filled, "edit", event_id=SHELLING, cell="type", after="air_strike", seen=seen)
    decide(filled, "reject", event_id=SHELLING, seen=filled.event(SHELLING).updated_at)


def test_a_decision_that_changes_nothing_has_been_seen_by_whoever_looks_next(filled: Record) -> None:
    decide(filled, "edit", event_id=SHELLING, cell="status", after="claimed")
    decide(filled, "confirm", event_id=SHELLING)
    decide(filled, "confirm", event_id=SHELLING, seen=filled.event(SHELLING).updated_at)
    assert len(list(filled.decisions())) == 3


def test_a_draft_follows_the_stored_one_or_is_refused(filled: Record) -> None:
    engine, id = filled.engine, CODING.dispatch.id
    save_draft(engine, "A", id, {"version": "1"}, follows=None)
    save_draft(engine, "A", id, {"version": "2"}, follows="1")
    with pytest.raises(Conflict, match="another window"):
        save_draft(engine, "A", id, {"version": "3"}, follows="1")
    save_draft(engine, "B", id, {"version": "9"}, follows=None)
    assert draft_of(engine, "A", id) == {"version": "2"}
    save_draft(engine, "A", id, None)
    assert draft_of(engine, "A", id) is None and draft_of(engine, "B", id) == {"version": "9"}


@pytest.mark.parametrize(
    ("kind", "given"),
    [
        ("edit", {"event_id": SHELLING, "cell": "weather", "after": "rain"}),
        ("edit", {"event_id": SHELLING, "cell": "status", "after": "nonsense"}),
        ("edit", {"event_id": SHELLING, "cell": "evidence", "after": [[0, 100_000]]}),
        ("confirm", {}),
        ("add", {"dispatch_id": CODING.dispatch.id, "after": {"type": "riot"}}),
        ("add", {"after": {"type": "riot", "evidence": [[0, 5]]}}),
        ("split", {"event_id": SHELLING, "after": []}),
        ("link_actor", {"event_id": SHELLING, "cell": "nobody", "after": "sy-hts"}),
        ("place_on_map", {"event_id": SHELLING, "after": {"latitude": 1.0}}),
        ("merge", {"event_id": SHELLING, "other_id": SHELLING}),
        ("merge", {"event_id": SHELLING}),
        ("same", {"event_id": SHELLING, "other_id": CLASH}),
        ("confirm", {"event_id": SHELLING, "who": " "}),
    ],
    ids=lambda value: str(value)[:40],
)
def test_a_decision_that_says_nothing_that_could_be_done_is_refused(
    filled: Record, kind: Kind, given: dict[str, Any]
) -> None:
    with pytest.raises(RecordError) as told:
        decide(filled, kind, **given)
    assert "\n" not in str(told.value)
    assert list(filled.decisions()) == []


def test_a_decision_on_what_is_not_there_is_refused(filled: Record) -> None:
    with pytest.raises(NotFound):
        decide(filled, "confirm", event_id="0000")
    with pytest.raises(NotFound):
        decide(filled, "undo", undoes="0000")


def test_an_added_event_can_be_edited_and_taken_back(filled: Record) -> None:
    fresh = event(CODING.dispatch, "residents said", "accusation").model_dump(mode="json", exclude={"id"})
    added = decide(filled, "add", dispatch_id=CODING.dispatch.id, after=fresh)
    assert added is not None
    assert added.review == "added"
    edited = decide(filled, "edit", event_id=added.event.id, cell="type", after="threat")
    assert edited is not None
    assert (edited.event.type, edited.review) == ("threat", "added")
    filled.undo(next(filled.decisions(kind="add")).id, "Reviewer")
    assert filled.count() == 3
    with pytest.raises(NotFound):
        filled.event(added.event.id)


def test_merging_and_splitting_move_rows_and_leave_tombstones(filled: Record) -> None:
    decide(filled, "merge", event_id=SHELLING, other_id=CLASH)
    assert filled.count() == 2
    assert CLASH in {id for id, what, _ in filled.tombstones() if what == "event"}
    assert filled.count(Filter(actors=("Gunmen",))) == 1
    parts = [event(CODING.dispatch, words).model_dump(mode="json") for words in ("child", "mine left")]
    assert decide(filled, "split", event_id=MINE, after=parts) is None
    assert filled.count() == 3
    for decision in list(filled.decisions()):
        filled.undo(decision.id, "Reviewer")
    assert {a.event.id for a in filled.events()} == {SHELLING, CLASH, MINE}


def test_ids_may_be_shortened(filled: Record) -> None:
    assert filled.event(SHELLING[:12]).event.id == SHELLING
    assert filled.dispatch(CODING.dispatch.id[:9]).dispatch == CODING.dispatch
    with pytest.raises(NotFound):
        filled.event("")
    with pytest.raises(NotFound):
        filled.event("%")


# ------------------------------------------------------------------ tables follow

OTHER = other_account()


@st.composite
def steps(draw: st.DrawFn) -> list[dict[str, Any]]:
    """What people may do one after the other, most of it possible."""
    ids = st.sampled_from([SHELLING, CLASH, MINE])
    possible = [
        st.fixed_dictionaries({"kind": st.sampled_from(["confirm", "reject", "flag"]), "event_id": ids}),
        st.fixed_dictionaries(
            {
                "kind": st.just("edit"),
                "event_id": ids,
                "cell": st.just("type"),
                "after": st.sampled_from(["riot", "attack"]),
            }
        ),
        st.fixed_dictionaries({"kind": st.just("merge"), "event_id": ids, "other_id": ids}),
        st.fixed_dictionaries(
            {
                "kind": st.sampled_from(["same", "different", "unsure"]),
                "event_id": ids,
                "other_id": st.just(OTHER.events[0].id),
            }
        ),
        st.fixed_dictionaries({"kind": st.just("undo"), "which": st.integers(0, 5)}),
    ]
    return draw(st.lists(st.one_of(possible), min_size=1, max_size=7))


@given(steps())
@settings(
    max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
def test_the_tables_equal_the_state_after_any_sequence_of_decisions(
    record: Record, sequence: list[dict[str, Any]]
) -> None:
    told = coding(dispatch(source=f"Monitor {record.count(what='dispatches')}"))
    names = dict(zip((SHELLING, CLASH, MINE), (one.id for one in told.events), strict=True))
    record.add(told.dispatch, told)
    record.add(OTHER.dispatch, OTHER)
    for step in sequence:
        given = {
            key: names.get(value, value) if key in ("event_id", "other_id") else value for key, value in step.items()
        }
        done = list(record.decisions(dispatch_id=told.dispatch.id))
        if "which" in given:
            if not done:
                continue
            given["undoes"] = done[given.pop("which") % len(done)].id
        try:
            record.decide(Decision(who="Reviewer", **given))
        except (NotFound, RecordError):
            continue
    expected = state([told], record.decisions(dispatch_id=told.dispatch.id))
    stored = record.dispatch(told.dispatch.id)
    shown = [(a.event, a.review, a.flagged) for a in stored.accounts]
    assert shown == [(one.event, one.review, one.flagged) for one in expected.events]
    live = [one for one in expected.events if one.review != "rejected"]
    assert stored.events == len(live) == record.count(Filter(dispatch_id=told.dispatch.id))
    assert set(expected.gone) <= {id for id, _, _ in record.tombstones()}
    for account in stored.accounts:
        assert (account.incident_id is None) == (account.review == "rejected")
        if account.incident_id is not None:
            assert account.event.id in {a.event.id for a in record.incident(account.incident_id).accounts}
