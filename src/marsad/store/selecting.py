"""Which rows meet a filter, in which order, and where does the next page begin?"""

from __future__ import annotations

import base64
import datetime as dt
import json
from collections.abc import Set
from functools import lru_cache
from typing import Any, Literal

from sqlalchemy import ColumnElement, Connection, Date, Dialect, Row, Select, Table, and_, literal, or_, select, tuple_

from marsad.actors.registry import ActorRegistry
from marsad.errors import RecordError
from marsad.store.filters import Filter, Sort
from marsad.store.rows import folded
from marsad.store.schema import Moment, dispatch_texts, dispatches, event_texts, events, incidents, participants
from marsad.store.searching import finds

What = Literal["events", "incidents", "dispatches"]
TABLES: dict[str, Table] = {"events": events, "incidents": incidents, "dispatches": dispatches}
DONE = ("confirmed", "edited", "added")
OF_INCIDENTS = frozenset({"contradicted", "updated_since"})
OF_DISPATCHES = frozenset({"since", "until", "sources", "text", "dispatch_id", "updated_since"})
"""What a filter asks of incidents and of dispatches themselves; the rest is asked of their events."""
_COLUMNS: dict[str, str] = {
    "date": "start_day",
    "added": "added_at",
    "updated": "updated_at",
    "killed": "killed_best",
    "type": "type",
    "place": "place_name",
    "confidence": "confidence",
}
_OF_DISPATCHES = {"date": "date", "added": "added_at", "updated": "updated_at", "killed": "killed_best"}


def meets(filter: Filter, what: What, dialect: Dialect) -> list[ColumnElement[bool]]:
    """The conditions on rows of `events`, `incidents` or `dispatches`.

    An incident meets a filter where one of its events does; whether it is contradicted is its own. Of dispatches,
    sources, text, id and days (of publication) are their own, the rest is asked of their events.
    """
    if what == "events":
        return _of_events(filter, dialect)
    if what == "incidents":
        return _of_incidents(filter, dialect)
    return _of_dispatches(filter, dialect)


def _of_events(filter: Filter, dialect: Dialect) -> list[ColumnElement[bool]]:
    found = [_reviewed(filter.review)]
    if filter.types:
        found.append(events.c.type.in_(filter.types))
    if filter.statuses:
        found.append(events.c.status.in_(filter.statuses))
    if filter.actors:
        found.append(events.c.key.in_(_taking_part(filter.actors)))
    if filter.place is not None:
        name = folded(filter.place)
        names = (events.c.place_folded, events.c.admin1_folded, events.c.admin2_folded)
        found.append(or_(events.c.gazetteer_id == filter.place, *(column == name for column in names)))
    if filter.country is not None:
        found.append(events.c.country == filter.country)
    if filter.admin1 is not None:
        found.append(events.c.admin1_folded == folded(filter.admin1))
    if filter.box is not None:
        found.append(_within(filter.box))
    if filter.since is not None:
        found.append(events.c.end_day >= filter.since)
    if filter.until is not None:
        found.append(events.c.start_day <= filter.until)
    if filter.sources:
        found.append(events.c.source_folded.in_([folded(source) for source in filter.sources]))
    if filter.dispatch_id is not None:
        ours = select(dispatches.c.key).where(dispatches.c.id == filter.dispatch_id)
        found.append(events.c.dispatch_key == ours.scalar_subquery())
    if filter.incident_id is not None:
        found.append(events.c.incident_id == filter.incident_id)
    if filter.contradicted is not None:
        found.append(events.c.contradicted == filter.contradicted)
    if filter.min_killed is not None:
        found.append(events.c.killed_best >= filter.min_killed)
    if filter.min_casualties is not None:
        found.append(events.c.casualties_best >= filter.min_casualties)
    if filter.text is not None:
        found.append(finds(events.c.key, event_texts, filter.text, dialect))
    if filter.updated_since is not None:
        found.append(events.c.updated_at >= filter.updated_since)
    return found


def _of_incidents(filter: Filter, dialect: Dialect) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if filter.contradicted is not None:
        found.append(incidents.c.contradicted == filter.contradicted)
    if filter.updated_since is not None:
        found.append(incidents.c.updated_at >= filter.updated_since)
    if asks_beyond(filter, OF_INCIDENTS):
        asked = _of_events(without(filter, OF_INCIDENTS), dialect)
        found.append(incidents.c.id.in_(select(events.c.incident_id).where(*asked)))
    return found


def _of_dispatches(filter: Filter, dialect: Dialect) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if filter.since is not None:
        found.append(dispatches.c.date >= filter.since)
    if filter.until is not None:
        found.append(dispatches.c.date <= filter.until)
    if filter.sources:
        found.append(dispatches.c.source_folded.in_([folded(source) for source in filter.sources]))
    if filter.text is not None:
        found.append(finds(dispatches.c.key, dispatch_texts, filter.text, dialect))
    if filter.dispatch_id is not None:
        found.append(dispatches.c.id == filter.dispatch_id)
    if filter.updated_since is not None:
        found.append(dispatches.c.updated_at >= filter.updated_since)
    if asks_beyond(filter, OF_DISPATCHES):
        asked = _of_events(without(filter, OF_DISPATCHES), dialect)
        found.append(dispatches.c.key.in_(select(events.c.dispatch_key).where(*asked)))
    return found


def without(filter: Filter, names: Set[str]) -> Filter:
    """A filter without some of its conditions."""
    kept = {name: getattr(filter, name) for name in Filter.__slots__ if name not in names}
    return Filter(**kept)


def asks_beyond(filter: Filter, names: Set[str]) -> bool:
    """Whether a filter has other conditions than some."""
    return without(filter, names) != Filter()


def _reviewed(review: str | None) -> ColumnElement[bool]:
    if review is None:
        return events.c.review != "rejected"
    if review == "done":
        return events.c.review.in_(DONE)
    if review == "flagged":
        return and_(events.c.flagged, events.c.review != "rejected")
    return events.c.review == review


def _within(box: tuple[float, float, float, float]) -> ColumnElement[bool]:
    west, south, east, north = box
    lies = events.c.latitude.between(south, north)
    if west <= east:
        return lies & events.c.longitude.between(west, east)
    # across the 180th meridian
    return lies & or_(events.c.longitude >= west, events.c.longitude <= east)


def _taking_part(actors: tuple[str, ...]) -> Select[tuple[int]]:
    ids = {id for actor in actors for id in below(actor)}
    names = [folded(actor) for actor in actors]
    either = or_(participants.c.actor_id.in_(sorted(ids)), participants.c.name_folded.in_(names))
    return select(participants.c.event_key).where(either)


@lru_cache(maxsize=1)
def _registry() -> ActorRegistry:
    return ActorRegistry.load()


@lru_cache(maxsize=256)
def below(actor: str) -> frozenset[str]:
    """An actor's id and those of all that stands below it in the registry; alone where the registry has none."""
    children: dict[str, list[str]] = {}
    for known in _registry():
        if known.parent is not None:
            children.setdefault(known.parent, []).append(known.id)
    found, waiting = {actor}, [actor]
    while waiting:
        fresh = [child for child in children.get(waiting.pop(), ()) if child not in found]
        found.update(fresh)
        waiting += fresh
    return frozenset(found)


# ------------------------------------------------------------------ order and pages


def sort_column(sort: Sort, what: What) -> tuple[ColumnElement[Any], bool]:
    """The column that a sort goes by, and whether it goes down. Raises `RecordError` where there is none."""
    name = sort.removeprefix("-")
    columns = _OF_DISPATCHES if what == "dispatches" else _COLUMNS
    if name not in columns:
        raise RecordError(f"{what} cannot be sorted by {name!r}; by {', '.join(columns)}, each also with a - before it")
    return TABLES[what].c[columns[name]], sort.startswith("-")


def cursor_for(connection: Connection, what: What, id: str, sort: Sort) -> str:
    """Where the next page begins after the row with an id. It holds also when rows come or go meanwhile."""
    column, _ = sort_column(sort, what)
    value = connection.execute(select(column).where(TABLES[what].c.id == id)).scalar()
    told = value.isoformat() if isinstance(value, dt.date) else value
    return base64.urlsafe_b64encode(json.dumps([sort, told, id]).encode()).decode().rstrip("=")


def pages(
    connection: Connection, wanted: Select[Any], what: What, sort: Sort, after: str | None, limit: int
) -> list[Row[Any]]:
    """The next rows in the order of a sort, after a cursor; rows without a value come last."""
    column, down = sort_column(sort, what)
    id = TABLES[what].c.id
    order = (column.desc(), id.desc()) if down else (column, id)
    last = read_cursor(after, sort, column) if after is not None else None
    rows: list[Row[Any]] = []
    if last is None or last[0] is not None:
        filled = wanted.where(column.is_not(None))
        if last is not None:
            here = tuple_(column, id)
            there = tuple_(literal(last[0], column.type), literal(last[1]))
            filled = filled.where(here < there if down else here > there)
        rows += connection.execute(filled.order_by(*order).limit(limit))
    if len(rows) < limit:
        empty = wanted.where(column.is_(None))
        if last is not None and last[0] is None:
            empty = empty.where(id < last[1] if down else id > last[1])
        rows += connection.execute(empty.order_by(order[1]).limit(limit - len(rows)))
    return rows


def read_cursor(after: str, sort: Sort, column: ColumnElement[Any]) -> tuple[Any, str]:
    """The value and the id after which a page begins. Raises `RecordError` for what is no mark of this sort."""
    try:
        given, value, id = json.loads(base64.urlsafe_b64decode(after + "=" * (-len(after) % 4)))
        if value is not None and isinstance(column.type, Moment):
            value = dt.datetime.fromisoformat(value)
        elif value is not None and isinstance(column.type, Date):
            value = dt.date.fromisoformat(value)
        if given != sort or not isinstance(id, str):
            raise ValueError(after)
    except (ValueError, TypeError) as error:
        raise RecordError("this page's mark cannot be read; begin at the first page") from error
    return value, id
