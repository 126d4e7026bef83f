"""Which rows of the columns in memory meet a filter, and which of them come next in an order?

The same as `selecting.py` says to the database. The words of a search are asked of the database's index.
"""

from __future__ import annotations

import datetime as dt
import heapq
from collections.abc import Iterable
from typing import Any

import numpy as np
from sqlalchemy import Engine, select

from marsad.store.columns import NEVER, Array, Columns, Mask, held_columns, microseconds
from marsad.store.engine import reading
from marsad.store.filters import Filter, Sort
from marsad.store.rows import folded
from marsad.store.schema import dispatches, event_texts, events
from marsad.store.searching import finds
from marsad.store.selecting import DONE, OF_INCIDENTS, What, asks_beyond, below, read_cursor, sort_column, without

_ORDERS = frozenset({"start_day", "added_at", "updated_at", "killed_best", "confidence"})
"""Columns of numbers. How texts are ordered is the database's matter."""
_KEPT = 200
"""Filters whose rows are kept for one state of the record."""


def met_by(engine: Engine, columns: Columns, filter: Filter, what: What) -> Mask:
    """Which rows meet a filter: what `selecting.meets` says to the database, said of the columns."""
    found = columns.masks.get((filter, what))
    if found is None:
        found = _events_met(engine, columns, filter) if what == "events" else _incidents_met(engine, columns, filter)
        if len(columns.masks) < _KEPT:
            columns.masks[filter, what] = found
    return found


def _incidents_met(engine: Engine, columns: Columns, filter: Filter) -> Mask:
    met = np.ones(len(columns.incidents["key"]), np.bool_)
    if filter.contradicted is not None:
        met &= columns.incidents["contradicted"] == filter.contradicted
    if filter.updated_since is not None:
        met &= columns.incidents["updated_at"] >= microseconds(filter.updated_since)
    if asks_beyond(filter, OF_INCIDENTS):
        asked = met_by(engine, columns, without(filter, OF_INCIDENTS), "events")
        told = np.zeros(len(met) + 1, np.bool_)
        # events without an incident have the position -1, which is the one beyond all incidents
        told[columns.incident_at[asked]] = True
        met &= told[:-1]
    return met


def _events_met(engine: Engine, columns: Columns, filter: Filter) -> Mask:
    events_of, values = columns.events, columns.values

    def among(name: str, wanted: Iterable[str | None]) -> Mask:
        return np.isin(events_of[name], [values[name].number(one) for one in wanted])

    def is_value(name: str, wanted: str | None) -> Mask:
        found: Mask = events_of[name] == values[name].number(wanted)
        return found

    met = _reviewed(columns, filter.review)
    if filter.types:
        met &= among("type", filter.types)
    if filter.statuses:
        met &= among("status", filter.statuses)
    if filter.actors:
        met &= _taking_part(columns, filter.actors)
    if filter.place is not None:
        name = folded(filter.place)
        met &= (
            is_value("gazetteer_id", filter.place)
            | is_value("place_folded", name)
            | is_value("admin1_folded", name)
            | is_value("admin2_folded", name)
        )
    if filter.country is not None:
        met &= is_value("country", filter.country)
    if filter.admin1 is not None:
        met &= is_value("admin1_folded", folded(filter.admin1))
    if filter.box is not None:
        met &= _within(columns, filter.box)
    if filter.since is not None:
        met &= events_of["end_day"] >= filter.since.toordinal()
    if filter.until is not None:
        met &= (events_of["start_day"] <= filter.until.toordinal()) & (events_of["start_day"] != NEVER)
    if filter.sources:
        met &= among("source_folded", [folded(source) for source in filter.sources])
    if filter.incident_id is not None:
        met &= is_value("incident_id", filter.incident_id)
    if filter.contradicted is not None:
        met &= events_of["contradicted"] == filter.contradicted
    if filter.min_killed is not None:
        met &= (events_of["killed_best"] >= filter.min_killed) & (events_of["killed_best"] != NEVER)
    if filter.min_casualties is not None:
        met &= (events_of["casualties_best"] >= filter.min_casualties) & (events_of["casualties_best"] != NEVER)
    if filter.updated_since is not None:
        met &= events_of["updated_at"] >= microseconds(filter.updated_since)
    if filter.dispatch_id is not None or filter.text is not None:
        met &= _asked_of_database(engine, columns, filter)
    return met


def _reviewed(columns: Columns, review: str | None) -> Mask:
    told, numbers = columns.events["review"], columns.values["review"]
    rejected = numbers.number("rejected")
    met: Mask
    if review == "done":
        met = np.isin(told, [numbers.number(one) for one in DONE])
    elif review == "flagged":
        met = columns.events["flagged"] & (told != rejected)
    else:
        met = told != rejected if review is None else told == numbers.number(review)
    return met


def _within(columns: Columns, box: tuple[float, float, float, float]) -> Mask:
    west, south, east, north = box
    latitude, longitude = columns.events["latitude"], columns.events["longitude"]
    lies: Mask = (latitude >= south) & (latitude <= north)
    after, before = longitude >= west, longitude <= east
    # across the 180th meridian
    return lies & (after & before if west <= east else after | before)


def _taking_part(columns: Columns, actors: Iterable[str]) -> Mask:
    ids = [columns.values["actor_id"].number(id) for actor in actors for id in below(actor)]
    names = [columns.values["name_folded"].number(folded(actor)) for actor in actors]
    named = np.isin(columns.parts["actor_id"], ids) | np.isin(columns.parts["name_folded"], names)
    met = np.zeros(len(columns.events["key"]) + 1, np.bool_)
    met[columns.event_at[named]] = True
    return met[:-1]


def _asked_of_database(engine: Engine, columns: Columns, filter: Filter) -> Mask:
    wanted = select(events.c.key)
    if filter.dispatch_id is not None:
        ours = select(dispatches.c.key).where(dispatches.c.id == filter.dispatch_id)
        wanted = wanted.where(events.c.dispatch_key == ours.scalar_subquery())
    if filter.text is not None:
        wanted = wanted.where(finds(events.c.key, event_texts, filter.text, engine.dialect))
    with reading(engine) as connection:
        keys = connection.scalars(wanted).all()
    met = np.zeros(len(columns.events["key"]), np.bool_)
    met[columns.positions(keys)] = True
    return met


# ------------------------------------------------------------------ order and pages


def next_keys(
    engine: Engine, filter: Filter, what: What, sort: Sort, after: str | None, limit: int
) -> list[int] | None:
    """The keys of the next rows in the order of a sort, after a cursor, as `selecting.pages` gives them.

    None where the columns do not tell: they are not in memory, or the sort goes by texts.
    """
    column, down = sort_column(sort, what)
    columns = held_columns(engine) if what != "dispatches" and column.key in _ORDERS else None
    if columns is None:
        return None
    value, id = read_cursor(after, sort, column) if after is not None else (None, None)
    met = np.flatnonzero(met_by(engine, columns, filter, what))
    table = columns.incidents if what == "incidents" else columns.events
    found = _ordered(table, met, str(column.key), down, _number(value), id, limit)
    return [int(key) for key in table["key"][found]]


def latest(engine: Engine, columns: Columns, filter: Filter, what: What, limit: int | None) -> list[int]:
    """The positions of the rows that meet a filter, the latest day first, those without a day last."""
    met = np.flatnonzero(met_by(engine, columns, filter, what))
    table = columns.incidents if what == "incidents" else columns.events
    return _ordered(table, met, "start_day", True, None, None, len(met) if limit is None else limit)


def _ordered(
    table: Any, at: Array, name: str, down: bool, value: float | None, id: str | None, limit: int
) -> list[int]:
    """The first positions by a column, then id, of those behind a value and an id; what has no value comes last."""
    values = table[name][at]
    told = ~np.isnan(values) if values.dtype == np.float64 else values != NEVER
    found: list[int] = []
    if id is None or value is not None:
        found += _first(table, at[told], values[told], down, value, id, limit)
    if len(found) < limit:
        left = at[~told]
        nowhere = np.zeros(len(left), np.int64)
        found += _first(table, left, nowhere, down, 0, id if value is None else None, limit - len(found))
    return found


def _first(
    table: Any, at: Array, values: Array, down: bool, value: float | None, id: str | None, limit: int
) -> list[int]:
    """The first positions by value, then id, of those behind a value and an id."""
    ids = table["id"]
    ordered = -values if down else values
    if id is not None and value is not None:
        bound = -value if down else value
        behind = np.flatnonzero(ordered > bound)
        equal = np.flatnonzero(ordered == bound)
        beyond = [one for one in equal if (ids[at[one]] < id if down else ids[at[one]] > id)]
        kept = np.append(behind, np.array(beyond, np.int64))
        at, ordered = at[kept], ordered[kept]
    if len(at) > limit:
        last = np.partition(ordered, limit - 1)[limit - 1]
        before, ties = np.flatnonzero(ordered < last), np.flatnonzero(ordered == last)
        pick = heapq.nlargest if down else heapq.nsmallest
        kept = np.append(before, np.array(pick(limit - len(before), ties, key=lambda one: ids[at[one]]), np.int64))
        at, ordered = at[kept], ordered[kept]
    by_id = sorted(range(len(at)), key=lambda one: ids[at[one]], reverse=down)
    return [int(at[one]) for one in sorted(by_id, key=lambda one: ordered[one])]


def _number(value: dt.datetime | dt.date | float | None) -> float | None:
    if isinstance(value, dt.datetime):
        return microseconds(value)
    return value.toordinal() if isinstance(value, dt.date) else value
