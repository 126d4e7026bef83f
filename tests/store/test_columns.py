"""The columns in memory say what the database says, after every kind of change and from whichever process."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from itertools import product
from typing import Any, get_args

import pytest
from sqlalchemy import delete, update

from marsad.incidents.accounts import Account, Incident
from marsad.store.columns import columns_of
from marsad.store.decisions import Decision
from marsad.store.engine import writing
from marsad.store.filters import Filter, Sort
from marsad.store.record import Record
from marsad.store.schema import dispatches, events, incidents
from marsad.store.selecting import What
from store.examples import coding, dispatch, event, other_account

FIRST = coding()
OTHER = other_account(killed=9)
THIRD = other_account("A third agency", killed=4, days_later=1)
UNPLACED = dispatch("Protesters burned tyres on a road, a reader wrote.", source=None, date=None, title=None)
SHELLING, CLASH, MINE = (told.id for told in FIRST.events)
OTHERS = OTHER.events[0].id
FILTERS = (Filter(), Filter(types=("shelling",)), Filter(actors=("sy-military",)), Filter(review="rejected"))
ASKED: tuple[tuple[Filter, What], ...] = tuple(product(FILTERS, ("events", "incidents")))


@pytest.fixture
def reader(record: Record) -> Iterator[Record]:
    """The same record as another process has it open."""
    url = record.engine.url.render_as_string(hide_password=False)
    with Record.open(url) as opened:
        yield opened


def told(record: Record) -> list[object]:
    """What the columns of a record say."""
    return [
        (record.facets(filter, what), record.spots(filter, what), record.days(filter, what)) for filter, what in ASKED
    ]


def decide(kind: str, event_id: str, **given: Any) -> Callable[[Record], object]:
    return lambda record: record.decide(Decision(who="R", kind=kind, event_id=event_id, **given))  # type: ignore[arg-type]


def undo(kind: str) -> Callable[[Record], object]:
    return lambda record: record.undo(next(record.decisions(kind=kind)).id, "R")


CHANGES: list[Callable[[Record], object]] = [
    lambda record: record.add(FIRST.dispatch, FIRST),
    lambda record: record.add(OTHER.dispatch, OTHER),
    decide("reject", CLASH),
    decide("edit", SHELLING, cell="participants", after=[{"role": "side_a", "name": "Guards", "evidence": [[0, 5]]}]),
    decide("edit", SHELLING, cell="status", after="claimed"),
    undo("reject"),
    decide("different", SHELLING, other_id=OTHERS),
    lambda record: record.add(THIRD.dispatch, THIRD),
    decide("same", SHELLING, other_id=OTHERS),
    decide("merge", CLASH, other_id=MINE),
    lambda record: record.add(UNPLACED, coding(UNPLACED, [event(UNPLACED, "tyres", "riot", day=None)]), link=False),
    lambda record: record.link(),
    undo("merge"),
    lambda record: record.recode(FIRST.dispatch.id, coding(events=list(FIRST.events[:1]), number="2")),
    decide("flag", OTHERS),
]


def test_columns_that_follow_say_what_columns_read_anew_say(record: Record, reader: Record) -> None:
    for change in CHANGES:
        change(record)
        url = record.engine.url.render_as_string(hide_password=False)
        with Record.open(url) as anew:
            assert told(reader) == told(anew)
        for filter, what in ASKED:
            assert sum(one.count for one in reader.days(filter, what)) == record.count(filter, what)


def test_a_change_is_followed_without_reading_all_anew(record: Record, reader: Record) -> None:
    for change in CHANGES[:2]:
        change(record)
    before = columns_of(reader.engine)
    assert columns_of(reader.engine) is before
    for change in CHANGES[2:]:
        change(record)
        now = columns_of(reader.engine)
        assert now.state != before.state
        assert all(now.values[name] is numbered for name, numbered in before.values.items())


@pytest.mark.parametrize("sort", get_args(Sort))
@pytest.mark.parametrize("what", ["events", "incidents"])
def test_pages_taken_from_columns_are_those_of_the_database(
    record: Record, reader: Record, sort: Sort, what: What
) -> None:
    for change in CHANGES:
        change(record)
    assert columns_of(reader.engine)
    for filter in FILTERS:
        expected = listed(record, filter, sort, what)
        for length in (1, 2, 50):
            found, after = [], None
            while page := listed(reader, filter, sort, what, after, length):
                found += page
                after = reader.cursor_of(page[-1], sort)
                assert len(page) == length or len(found) == len(expected)
            assert found == expected


def listed(
    record: Record, filter: Filter, sort: Sort, what: What, after: str | None = None, limit: int | None = None
) -> list[Account | Incident]:
    if what == "events":
        return list(record.events(filter, sort=sort, after=after, limit=limit))
    return list(record.incidents(filter, sort=sort, after=after, limit=limit))


def test_each_participant_is_counted_once_for_an_event(record: Record) -> None:
    both = [{"role": role, "name": "Guards", "evidence": [[0, 5]]} for role in ("side_a", "side_b")]
    record.add(FIRST.dispatch, FIRST)
    decide("edit", SHELLING, cell="participants", after=both)(record)
    decide("edit", CLASH, cell="participants", after=both)(record)

    assert dict(record.facets()["actor"])["Guards"] == 2
    assert dict(record.facets(what="incidents")["actor"])["Guards"] == 2


def test_incidents_count_a_source_once_that_tells_them_twice(record: Record) -> None:
    for one in (FIRST, OTHER, THIRD):
        record.add(one.dispatch, one)
    assert len({record.event(id).incident_id for id in (SHELLING, OTHERS, THIRD.events[0].id)}) == 1

    assert dict(record.facets(what="incidents")["actor"])["sy-military"] == 1
    assert dict(record.facets(what="incidents")["source"])["Another agency"] == 1


def test_rows_that_go_without_a_trace_are_noticed_at_the_next_change(record: Record, reader: Record) -> None:
    record.add(FIRST.dispatch, FIRST)
    assert dict(reader.facets()["type"])["armed_clash"] == 1
    with writing(record.engine) as connection:
        connection.execute(delete(events).where(events.c.id == CLASH))
    record.add(OTHER.dispatch, OTHER)

    assert "armed_clash" not in dict(reader.facets()["type"])


def test_a_change_is_later_than_those_before_it_also_where_the_clock_goes_back(record: Record) -> None:
    record.add(FIRST.dispatch, FIRST)
    ahead = dt.datetime.now(dt.UTC) + dt.timedelta(days=400)
    with writing(record.engine) as connection:
        for table in (dispatches, events, incidents):
            connection.execute(update(table).values(updated_at=ahead))

    decide("confirm", SHELLING)(record)

    changed = record.event(SHELLING).updated_at
    assert changed is not None and changed > ahead
    assert dict(record.facets()["review"])["confirmed"] == 1
