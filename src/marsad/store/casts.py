"""Who took part in which events, with whom and against whom? Light rows for networks and actors' pages."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from sqlalchemy import Connection, select

from marsad.store.filters import Filter
from marsad.store.schema import events, participants
from marsad.store.selecting import meets


@dataclass(frozen=True, slots=True)
class Part:
    """One participant of an event: `key` is its id in the registry, or its name as written where it has none."""

    role: str
    key: str
    name: str
    actor_id: str | None
    kind: str | None


@dataclass(frozen=True, slots=True)
class Cast:
    """All participants of one event."""

    event_id: str
    type: str
    status: str
    start: dt.date | None
    killed_best: int | None
    parts: tuple[Part, ...]


def find_casts(connection: Connection, filter: Filter) -> Iterator[Cast]:
    """The participants of each event that meets a filter and has any, in the order of their days."""
    wanted = (
        select(
            events.c.id,
            events.c.type,
            events.c.status,
            events.c.start_day,
            events.c.killed_best,
            participants.c.role,
            participants.c.name,
            participants.c.actor_id,
            participants.c.kind,
        )
        .join(participants, participants.c.event_key == events.c.key)
        .where(*meets(filter, "events", connection.dialect))
        .order_by(events.c.start_day, events.c.id, participants.c.position)
    )
    for _, rows in groupby(connection.execute(wanted), key=lambda row: row.id):
        told = list(rows)
        first = told[0]
        parts = tuple(Part(row.role, row.actor_id or row.name, row.name, row.actor_id, row.kind) for row in told)
        yield Cast(first.id, first.type, first.status, first.start_day, first.killed_best, parts)
