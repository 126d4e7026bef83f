"""How many rows meet a filter, how do they divide, and where do they lie? Asked of columns only."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from typing import Any

from sqlalchemy import Column, ColumnElement, Connection, FromClause, Select, Table, func, select

from marsad.store.filters import Filter
from marsad.store.rows import Point
from marsad.store.schema import dispatches, events, incidents, participants, tombstones
from marsad.store.selecting import TABLES, What, meets

_MOST_VALUES = 200
_FACETS = ("type", "country", "admin1", "source", "status", "review", "contradicted")


def count_rows(connection: Connection, filter: Filter, what: What) -> int:
    """How many events, incidents or dispatches meet a filter."""
    conditions = meets(filter, what, connection.dialect)
    return connection.scalar(select(func.count()).select_from(TABLES[what]).where(*conditions)) or 0


def count_facets(connection: Connection, filter: Filter, what: What) -> dict[str, list[tuple[str, int]]]:
    """The values of what lists are narrowed by, each with the number of rows, the most frequent first.

    Keys: type, country, admin1, source, status, review, contradicted ("true", "false"), actor (registry id, else the
    name as written). Of incidents, sources and actors are those of their events.
    """
    dialect = connection.dialect
    if what == "dispatches":
        named = dispatches.c.source
        rows = select(named, func.count()).where(named.is_not(None), *meets(filter, what, dialect)).group_by(named)
        return {"source": _ranked(connection, rows)}
    table = TABLES[what]
    conditions = meets(filter, what, dialect)
    own = [name for name in _FACETS if name in table.c]
    found = _own_facets(connection, table, own, conditions)
    for name in _FACETS:
        if name not in own:
            found[name] = _ranked(connection, _divided(events.c[name], table, conditions))
    actor = func.coalesce(participants.c.actor_id, participants.c.name)
    found["actor"] = _ranked(connection, _divided(actor, table, conditions, take_part=True))
    return found


def _own_facets(
    connection: Connection, table: Table, names: list[str], conditions: list[ColumnElement[bool]]
) -> dict[str, list[tuple[str, int]]]:
    """The facets of a table's own columns: one walk over the rows counts them all."""
    counters: list[Counter[Any]] = [Counter() for _ in names]
    wanted = select(*(table.c[name] for name in names)).where(*conditions)
    for rows in connection.execute(wanted).partitions(10_000):
        for counter, values in zip(counters, zip(*rows, strict=True), strict=True):
            counter.update(values)
    found: dict[str, list[tuple[str, int]]] = {}
    for name, counter in zip(names, counters, strict=True):
        counter.pop(None, None)
        ranked = sorted(counter.items(), key=lambda entry: (-entry[1], entry[0]))
        found[name] = [(_shown(value), number) for value, number in ranked[:_MOST_VALUES]]
    return found


def _divided(
    column: ColumnElement[Any], table: Table, conditions: list[ColumnElement[bool]], *, take_part: bool = False
) -> Select[tuple[Any, int]]:
    """The rows of a table by the values of a column, its own or one of its events or their participants."""
    own = column.table is table if isinstance(column, Column) else False
    joined: FromClause = table
    if not own and table is incidents:
        joined = joined.join(events, events.c.incident_id == incidents.c.id)
    if take_part:
        joined = joined.join(participants, participants.c.event_key == events.c.key)
    number = func.count() if own else func.count(table.c.key.distinct())
    return select(column, number).select_from(joined).where(column.is_not(None), *conditions).group_by(column)


def _ranked(connection: Connection, wanted: Select[tuple[Any, int]]) -> list[tuple[str, int]]:
    rows = connection.execute(wanted.order_by(wanted.selected_columns[1].desc(), wanted.selected_columns[0]))
    return [(_shown(value), number) for value, number in rows.fetchmany(_MOST_VALUES)]


def _shown(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


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
