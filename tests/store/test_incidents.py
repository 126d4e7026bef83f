"""Accounts of one happening are joined as they come, and judgements hold."""

from __future__ import annotations

from pathlib import Path

import pytest

from marsad.errors import NotFound
from marsad.store.decisions import Decision, Kind
from marsad.store.filters import Filter
from marsad.store.record import Record
from store.examples import coding, other_account

FIRST = coding()
OTHER = other_account(killed=9)
THIRD = other_account("A third agency", killed=4, days_later=1)
SHELLING, OTHERS = FIRST.events[0].id, OTHER.events[0].id


def together(record: Record) -> bool:
    return record.event(SHELLING).incident_id == record.event(OTHERS).incident_id


def judge(record: Record, kind: Kind) -> None:
    record.decide(Decision(who="R", kind=kind, event_id=SHELLING, other_id=OTHERS))


@pytest.fixture
def filled(record: Record) -> Record:
    record.add(FIRST.dispatch, FIRST)
    record.add(OTHER.dispatch, OTHER)
    return record


def test_two_accounts_of_one_happening_are_one_incident_with_both_figures(filled: Record) -> None:
    assert together(filled)
    incident = filled.incident(str(filled.event(SHELLING).incident_id))
    assert {account.dispatch.source for account in incident.accounts} == {"Sample monitor", "Another agency"}
    killed = next(figure for figure in incident.figures if figure.harm == "killed")
    assert (killed.low, killed.high, killed.contradicted) == (4, 9, True)
    assert filled.count(what="incidents") == 3
    assert {a.event.id for a in filled.events(Filter(contradicted=True))} == {SHELLING, OTHERS}
    point = next(point for point in filled.points(what="incidents") if point.id == incident.id)
    assert (point.killed_low, point.killed_high) == (4, 9)


def test_events_of_one_dispatch_are_never_joined(filled: Record) -> None:
    found = {account.incident_id for account in filled.dispatch(FIRST.dispatch.id).accounts}
    assert len(found) == 3


def test_a_judgement_holds_against_later_accounts_and_can_be_taken_back(filled: Record) -> None:
    judge(filled, "different")
    assert not together(filled)
    filled.add(THIRD.dispatch, THIRD)
    assert not together(filled)
    filled.recode(OTHER.dispatch.id, other_account(killed=9).model_copy(update={"coder": FIRST.coder}))
    assert not together(filled)
    filled.undo(next(filled.decisions(kind="different")).id, "R")
    assert together(filled)


def test_a_rejected_account_leaves_its_incident(filled: Record) -> None:
    filled.decide(Decision(who="R", kind="reject", event_id=OTHERS))
    assert filled.event(OTHERS).incident_id is None
    incident = filled.incident(str(filled.event(SHELLING).incident_id))
    assert [account.event.id for account in incident.accounts] == [SHELLING]
    assert not incident.contradicted
    filled.decide(Decision(who="R", kind="confirm", event_id=OTHERS))
    assert together(filled)


def test_an_incident_that_went_into_another_is_told_as_gone(record: Record) -> None:
    for told in (OTHER, FIRST):
        record.add(told.dispatch, told)
        before = {incident.id for incident in record.incidents()}
    judge(record, "different")
    apart = {incident.id for incident in record.incidents()}
    judge(record, "same")
    after = {incident.id for incident in record.incidents()}
    assert after == before
    gone = {id for id, what, _ in record.tombstones() if what == "incident"}
    assert apart - after <= gone
    assert not gone & after
    with pytest.raises(NotFound):
        record.incident(next(iter(apart - after)))


def test_linking_later_gives_the_same_incidents_as_linking_at_once(tmp_path: Path) -> None:
    groups = []
    for link in (True, False):
        with Record.open(tmp_path / f"{link}.db") as other:
            for told in (FIRST, OTHER, THIRD):
                other.add(told.dispatch, told, link=link)
            seen: list[tuple[int, int]] = []
            other.link(lambda done, of, seen=seen: seen.append((done, of)))
            assert seen[-1] == ((0, 0) if link else (5, 5))
            groups.append({(i.id, tuple(a.event.id for a in i.accounts)) for i in other.incidents()})
    assert groups[0] == groups[1]


def test_the_order_in_which_dispatches_come_makes_no_difference(tmp_path: Path) -> None:
    groups = []
    for number, order in enumerate(((FIRST, OTHER, THIRD), (THIRD, OTHER, FIRST))):
        with Record.open(tmp_path / f"{number}.db") as other:
            for told in order:
                other.add(told.dispatch, told)
            groups.append({(i.id, tuple(a.event.id for a in i.accounts)) for i in other.incidents()})
    assert groups[0] == groups[1]


def test_pairs_in_doubt_are_proposed_with_reasons_until_somebody_judges(filled: Record) -> None:
    pairs = list(filled.proposals(zone="same")) + list(filled.proposals())
    judged = {frozenset((p.a.event.id, p.b.event.id)) for p in pairs}
    assert frozenset((SHELLING, OTHERS)) not in judged, "they stand in one incident already"
    judge(filled, "different")
    assert frozenset((SHELLING, OTHERS)) not in {
        frozenset((p.a.event.id, p.b.event.id)) for p in filled.proposals(zone="same")
    }
    for proposal in filled.proposals():
        assert proposal.reasons
