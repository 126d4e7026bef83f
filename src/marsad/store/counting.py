"""How many rows meet a filter, how do they divide, where do they lie and on which days?

What is asked of all rows that meet a filter is counted in the columns in memory; the words of a search are asked of the
database's index.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

import numpy as np
from sqlalchemy import Column, Connection, Engine, func, select

from marsad.store.columns import NEVER, Array, Columns, Mask, Numbered, columns_of, microseconds
from marsad.store.engine import reading
from marsad.store.filters import Filter
from marsad.store.rows import DayCount, Point, Spot, folded
from marsad.store.schema import dispatches, event_texts, events, tombstones
from marsad.store.searching import finds
from marsad.store.selecting import DONE, OF_INCIDENTS, TABLES, What, asks_beyond, below, meets, without

_MOST_VALUES = 200
_FACETS = ("type", "country", "admin1", "status", "review")


def count_rows(connection: Connection, filter: Filter, what: What) -> int:
    """How many events, incidents or dispatches meet a filter."""
    conditions = meets(filter, what, connection.dialect)
    return connection.scalar(select(func.count()).select_from(TABLES[what]).where(*conditions)) or 0


def count_facets(engine: Engine, filter: Filter, what: What) -> dict[str, list[tuple[str, int]]]:
    """The values of what lists are narrowed by, each with the number of rows, the most frequent first.

    Keys: type, country, admin1, source, status, review, contradicted ("true", "false"), actor (registry id, else the
    name as written). Of incidents, sources and actors are those of their events.
    """
    if what == "dispatches":
        named = dispatches.c.source
        conditions = meets(filter, what, engine.dialect)
        rows = select(named, func.count()).where(named.is_not(None), *conditions).group_by(named)
        with reading(engine) as connection:
            return {"source": _ranked((value, number) for value, number in connection.execute(rows))}
    columns = columns_of(engine)
    met = _met(engine, columns, filter, what)
    table = columns.incidents if what == "incidents" else columns.events
    found = {name: _divided(table[name][met], columns.values[name]) for name in _FACETS}
    true = int(np.count_nonzero(table["contradicted"][met]))
    told = (("true", true), ("false", int(np.count_nonzero(met)) - true))
    found["contradicted"] = _ranked((value, number) for value, number in told if number)
    # what has no incident, or no event, has the position -1: the row that is put after the last one
    kept = np.append(met, False)
    if what == "events":
        found["source"] = _divided(columns.events["source"][met], columns.values["source"])
        named = columns.parts["first"] & kept[columns.event_at]
        found["actor"] = _divided(columns.parts["who"][named], columns.values["actor"])
        return found
    ours = kept[columns.incident_at]
    sources = _each_once(columns.incident_at[ours], columns.events["source"][ours])
    found["source"] = _divided(sources, columns.values["source"])
    incident_of_part = np.append(columns.incident_at, -1)[columns.event_at]
    named = kept[incident_of_part]
    found["actor"] = _divided(_each_once(incident_of_part[named], columns.parts["who"][named]), columns.values["actor"])
    return found


def _divided(numbers: Array, values: Numbered) -> list[tuple[str, int]]:
    counted = np.bincount(numbers[numbers >= 0])
    return _ranked((str(values.values[number]), int(counted[number])) for number in np.flatnonzero(counted))


def _each_once(owners: Array, numbers: Array) -> Array:
    """The numbers of each owner, none twice."""
    most = int(numbers.max(initial=0)) + 2
    return np.unique(owners.astype(np.int64) * most + numbers + 1) % most - 1


def _ranked(counted: Iterable[tuple[str, int]]) -> list[tuple[str, int]]:
    return sorted(counted, key=lambda entry: (-entry[1], entry[0]))[:_MOST_VALUES]


def find_spots(engine: Engine, filter: Filter, what: What) -> list[Spot]:
    """Where the rows that meet a filter lie, and how many at each spot, the most first; those without a place last."""
    columns = columns_of(engine)
    numbers = _table(columns, what)["spot"][_met(engine, columns, filter, what)]
    counted = np.bincount(numbers[numbers >= 0])
    places = columns.values["spot"].values
    found: list[Spot] = []
    for number in np.flatnonzero(counted):
        latitude, longitude, precision, name = places[number]
        found.append(Spot(latitude, longitude, precision, name, int(counted[number])))
    found.sort(key=lambda spot: (-spot.count, spot.place or "", spot.latitude or 0, spot.longitude or 0))
    unplaced = int(np.count_nonzero(numbers < 0))
    return [*found, Spot(None, None, None, None, unplaced)] if unplaced else found


def find_days(engine: Engine, filter: Filter, what: What) -> list[DayCount]:
    """How many rows that meet a filter begin on each day, and how many people were killed; those without a day last."""
    columns = columns_of(engine)
    table = _table(columns, what)
    met = _met(engine, columns, filter, what)
    # what has no day comes after all that have one
    values = columns.values["day"].values
    numbers = np.where(table["day"][met] >= 0, table["day"][met], len(values))
    killed = [np.where(table[name][met] == NEVER, 0, table[name][met]) for name in _KILLED]
    killed[2] = np.maximum(killed[1], killed[2])
    counted = np.bincount(numbers)
    sums = [np.bincount(numbers, weights=people) for people in killed]
    found = [
        DayCount(values[at] if at < len(values) else None, int(counted[at]), *(int(people[at]) for people in sums))
        for at in np.flatnonzero(counted)
    ]
    return sorted(found, key=lambda one: (one.day is None, one.day or dt.date.min))


_KILLED = ("killed_low", "killed_best", "killed_high")


def _table(columns: Columns, what: What) -> Any:
    return columns.incidents if what == "incidents" else columns.events


def _met(engine: Engine, columns: Columns, filter: Filter, what: What) -> Mask:
    """Which rows meet a filter: what `selecting.meets` says to the database, said of the columns."""
    if what == "events":
        return _events_met(engine, columns, filter)
    met = np.ones(len(columns.incidents["id"]), np.bool_)
    if filter.contradicted is not None:
        met &= columns.incidents["contradicted"] == filter.contradicted
    if filter.updated_since is not None:
        met &= columns.incidents["updated_at"] >= microseconds(filter.updated_since)
    if asks_beyond(filter, OF_INCIDENTS):
        asked = _events_met(engine, columns, without(filter, OF_INCIDENTS))
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


def find_points(connection: Connection, filter: Filter, what: What, limit: int | None) -> list[Point]:
    """What a map and a timeline show, the latest first; rows without a day or a place as well."""
    table = TABLES["incidents" if what == "incidents" else "events"]
    columns: tuple[Column[Any], ...] = (
        table.c.id, table.c.type, table.c.latitude, table.c.longitude, table.c.place_precision, table.c.place_name,
        table.c.start_day, table.c.end_day, table.c.killed_low, table.c.killed_best, table.c.killed_high,
        table.c.injured_best, table.c.review,
    )  # fmt: skip
    wanted = select(*columns).where(*meets(filter, what, connection.dialect))
    wanted = wanted.order_by(table.c.start_day.desc().nulls_last(), table.c.id).limit(limit)
    return [Point(*row) for row in connection.execute(wanted)]


def find_tombstones(connection: Connection, since: dt.datetime | None) -> list[tuple[str, str, dt.datetime]]:
    """What is no longer there since a moment: id, "event" or "incident", when; the earliest first."""
    wanted = select(tombstones.c.id, tombstones.c.what, tombstones.c.at).order_by(tombstones.c.at, tombstones.c.id)
    if since is not None:
        wanted = wanted.where(tombstones.c.at >= since)
    return [(row.id, row.what, row.at) for row in connection.execute(wanted)]
