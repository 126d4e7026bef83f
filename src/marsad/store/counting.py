"""How many rows meet a filter, how do they divide, where do they lie and on which days?

What is asked of all rows that meet a filter is counted in the columns in memory.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable
from typing import Any

import numpy as np
from sqlalchemy import Column, Connection, Engine, func, select

from marsad.store.columns import NEVER, Array, Columns, Mask, Numbered, columns_of, held_columns
from marsad.store.engine import reading
from marsad.store.filters import Filter
from marsad.store.masks import latest, met_by
from marsad.store.rows import DayCount, Point, Spot
from marsad.store.schema import dispatches, events, tombstones
from marsad.store.selecting import OF_DISPATCHES, TABLES, What, meets, without

_MOST_VALUES = 200
FACETS = ("type", "country", "admin1", "source", "status", "review", "contradicted", "actor")


def count_rows(engine: Engine, filter: Filter, what: What) -> int:
    """How many events, incidents or dispatches meet a filter."""
    if what != "dispatches":
        columns = held_columns(engine)
        if columns is not None:
            return int(np.count_nonzero(met_by(engine, columns, filter, what)))
    elif without(filter, OF_DISPATCHES) == filter != Filter():
        columns = held_columns(engine)
        if columns is not None:
            return len(np.unique(columns.events["dispatch_key"][met_by(engine, columns, filter, "events")]))
    conditions = meets(filter, what, engine.dialect)
    with reading(engine) as connection:
        return connection.scalar(select(func.count()).select_from(TABLES[what]).where(*conditions)) or 0


def count_facets(
    engine: Engine, filter: Filter, what: What, names: Collection[str] | None = None
) -> dict[str, list[tuple[str, int]]]:
    """The values of what lists are narrowed by, each with the number of rows, the most frequent first.

    Keys: type, country, admin1, source, status, review, contradicted ("true", "false"), actor (registry id, else the
    name as written); of these `names`, where they are given. Of incidents, sources and actors are those of their
    events.
    """
    if what == "dispatches":
        named = dispatches.c.source
        conditions = meets(filter, what, engine.dialect)
        rows = select(named, func.count()).where(named.is_not(None), *conditions).group_by(named)
        with reading(engine) as connection:
            return {"source": _ranked((value, number) for value, number in connection.execute(rows))}
    columns = columns_of(engine)
    met = met_by(engine, columns, filter, what)
    found: dict[str, list[tuple[str, int]]] = {}
    for name in FACETS if names is None else names:
        if name == "contradicted":
            found[name] = _contradicted(_table(columns, what)["contradicted"][met])
        elif name == "actor":
            found[name] = _divided(_actors(columns, met, what), columns.values["actor"])
        elif name == "source":
            found[name] = _divided(_sources(columns, met, what), columns.values["source"])
        else:
            found[name] = _divided(_table(columns, what)[name][met], columns.values[name])
    return found


def _contradicted(told: Array) -> list[tuple[str, int]]:
    true = int(np.count_nonzero(told))
    return _ranked((value, number) for value, number in (("true", true), ("false", len(told) - true)) if number)


def _sources(columns: Columns, met: Mask, what: What) -> Array:
    """The sources of the rows, each once for a row."""
    if what == "events":
        found: Array = columns.events["source"][met]
        return found
    # what has no incident has the position -1: the row that is put after the last one
    ours = np.append(met, False)[columns.incident_at]
    return _each_once(columns.incident_at[ours], columns.events["source"][ours])


def _actors(columns: Columns, met: Mask, what: What) -> Array:
    """Who takes part in the rows, each once for a row."""
    kept = np.append(met, False)
    if what == "events":
        named = columns.parts["first"] & kept[columns.event_at]
        found: Array = columns.parts["who"][named]
        return found
    incident_of_part = np.append(columns.incident_at, -1)[columns.event_at]
    named = kept[incident_of_part]
    return _each_once(incident_of_part[named], columns.parts["who"][named])


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
    """Where the rows that meet a filter lie, and how many at each spot, the most first."""
    columns = columns_of(engine)
    counted = np.bincount(_table(columns, what)["spot"][met_by(engine, columns, filter, what)])
    places = columns.values["spot"].values
    found: list[Spot] = []
    for number in np.flatnonzero(counted):
        latitude, longitude, precision, name = places[number]
        found.append(Spot(latitude, longitude, precision, name, int(counted[number])))
    return sorted(found, key=lambda spot: (-spot.count, spot.place or "", spot.latitude or 0, spot.longitude or 0))


def find_days(engine: Engine, filter: Filter, what: What) -> list[DayCount]:
    """How many rows that meet a filter begin on each day, and how many people were killed; those without a day last."""
    columns = columns_of(engine)
    table = _table(columns, what)
    met = met_by(engine, columns, filter, what)
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


def find_points(engine: Engine, filter: Filter, what: What, limit: int | None) -> list[Point]:
    """What a map and a timeline show, the latest first; rows without a day or a place as well."""
    held = held_columns(engine)
    if held is not None:
        return _held_points(held, what, latest(engine, held, filter, what, limit))
    table = TABLES["incidents" if what == "incidents" else "events"]
    columns: tuple[Column[Any], ...] = (
        table.c.id, table.c.type, table.c.latitude, table.c.longitude, table.c.place_precision, table.c.place_name,
        table.c.start_day, table.c.end_day, table.c.killed_low, table.c.killed_best, table.c.killed_high,
        table.c.injured_best, table.c.review,
    )  # fmt: skip
    wanted = select(*columns).where(*meets(filter, what, engine.dialect))
    wanted = wanted.order_by(table.c.start_day.desc().nulls_last(), table.c.id.desc()).limit(limit)
    with reading(engine) as connection:
        return [Point(*row) for row in connection.execute(wanted)]


def _held_points(columns: Columns, what: What, at: list[int]) -> list[Point]:
    table = _table(columns, what)

    def texts(name: str) -> list[Any]:
        values = columns.values[name].values
        return [values[number] for number in table[name][at].tolist()]

    def days(name: str) -> list[dt.date | None]:
        told = table[name][at].tolist()
        known = {one: None if one == NEVER else dt.date.fromordinal(one) for one in set(told)}
        return [known[one] for one in told]

    def people(name: str) -> list[int | None]:
        return [None if one == NEVER else one for one in table[name][at].tolist()]

    rows = zip(
        table["id"][at], texts("type"), texts("spot"), days("start_day"), days("end_day"), people("killed_low"),
        people("killed_best"), people("killed_high"), people("injured_best"), texts("review"), strict=True,
    )  # fmt: skip
    return [
        Point(id, type, latitude, longitude, precision, place, *rest)
        for id, type, (latitude, longitude, precision, place), *rest in rows
    ]


def count_open(connection: Connection, dispatch_ids: Iterable[str]) -> dict[str, int]:
    """How many events of some dispatches nobody has decided on."""
    # asked as a sum, so that the database goes by the dispatches and not by all events that are open
    wanted = (
        select(dispatches.c.id, func.count().filter(events.c.review == "open"))
        .join(events, events.c.dispatch_key == dispatches.c.key)
        .where(dispatches.c.id.in_(list(dispatch_ids)))
        .group_by(dispatches.c.id)
    )
    return {row[0]: row[1] for row in connection.execute(wanted)}


def find_tombstones(connection: Connection, since: dt.datetime | None) -> list[tuple[str, str, dt.datetime]]:
    """What is no longer there since a moment: id, "event" or "incident", when; the earliest first."""
    wanted = select(tombstones.c.id, tombstones.c.what, tombstones.c.at).order_by(tombstones.c.at, tombstones.c.id)
    if since is not None:
        wanted = wanted.where(tombstones.c.at >= since)
    return [(row.id, row.what, row.at) for row in connection.execute(wanted)]
