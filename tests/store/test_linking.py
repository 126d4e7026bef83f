"""Events that wait are linked many at once, and come out as if they had come one by one."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select, update

from incidents.made import accounts
from marsad.incidents.accounts import Account
from marsad.model import Coding
from marsad.store.decisions import Decision
from marsad.store.engine import reading, writing
from marsad.store.linking import link_rest
from marsad.store.record import Record
from marsad.store.schema import blocks, events, features, incidents, links
from store.examples import coding, other_account, version

TOLD = [coding(), *(other_account(f"Agency {number}", 4 + number, number % 3) for number in range(5))]


def linked(record: Record) -> list[Any]:
    """All that linking writes, but for its moments and the events' keys."""
    moments = {"key", "added_at", "updated_at"}
    with reading(record.engine) as connection:
        rows = [
            connection.execute(select(*(column for column in table.c if column.name not in moments))).all()
            for table in (incidents, links)
        ]
        stands = connection.execute(select(events.c.id, events.c.incident_id, events.c.contradicted)).all()
        found = connection.execute(select(events.c.id, blocks.c.value).join(blocks)).all()
    return [sorted(map(tuple, some), key=repr) for some in (*rows, stands, found)]


@given(st.lists(accounts(), max_size=8, unique_by=lambda account: account.event.id), st.integers(1, 4))
@settings(max_examples=40, deadline=None)
def test_linking_many_at_once_gives_what_linking_one_by_one_gives(some: list[Account], at_once: int) -> None:
    found = []
    with tempfile.TemporaryDirectory() as folder:
        for link in (True, False):
            with Record.open(Path(folder) / f"{link}.db") as record:
                for account in some:
                    record.add(
                        account.dispatch,
                        Coding(dispatch=account.dispatch, events=[account.event], coder=version()),
                        link=link,
                    )
                link_rest(record.engine, at_once=at_once)
                found.append(linked(record))
    assert found[0] == found[1]


def test_linking_that_is_broken_off_goes_on_where_it_stopped(record: Record) -> None:
    for told in TOLD:
        record.add(told.dispatch, told, link=False)

    def broken(done: int, _of: int) -> None:
        if done:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        link_rest(record.engine, broken, at_once=3)
    with reading(record.engine) as connection:
        assert len(connection.execute(select(events.c.id).where(events.c.incident_id.is_not(None))).all()) == 3
    seen: list[tuple[int, int]] = []
    record.link(lambda done, of: seen.append((done, of)))
    assert seen == [(0, 5), (5, 5)]
    with tempfile.TemporaryDirectory() as folder, Record.open(Path(folder) / "whole.db") as whole:
        for told in TOLD:
            whole.add(told.dispatch, told)
        assert linked(record) == linked(whole)


def test_what_was_rejected_or_judged_while_it_waited_counts_when_it_is_linked(record: Record) -> None:
    for told in TOLD[:3]:
        record.add(told.dispatch, told, link=False)
    one, two, three = (told.events[0].id for told in TOLD[:3])
    record.decide(Decision(who="R", kind="reject", event_id=three))
    record.decide(Decision(who="R", kind="different", event_id=one, other_id=two))
    record.link()
    assert record.event(three).incident_id is None
    assert record.event(one).incident_id != record.event(two).incident_id


def test_what_another_version_of_the_comparison_linked_is_linked_anew(record: Record) -> None:
    for told in TOLD[:4]:
        record.add(told.dispatch, told)
    with writing(record.engine) as connection:
        connection.execute(update(features).values(version="another", document="{}"))
        connection.execute(update(links).values(score=0.01, zone="different"))
    record.add(TOLD[4].dispatch, TOLD[4])
    shelling = {record.event(TOLD[number].events[0].id).incident_id for number in (0, 4)}
    assert len(shelling) == 1, "a new event is compared with those of another version too"
    record.link()
    record.add(TOLD[5].dispatch, TOLD[5])
    with tempfile.TemporaryDirectory() as folder, Record.open(Path(folder) / "new.db") as new:
        for told in TOLD:
            new.add(told.dispatch, told)
        assert linked(record) == linked(new)
