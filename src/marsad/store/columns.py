"""What do all events and incidents hold, column by column? In memory, so that counting them takes milliseconds.

What stands beside a list (facets, map, timeline, totals) is asked of every row that meets a filter. A database walks
over those rows one by one; here each column is one array. The columns of a record are read once, and afterwards only
what has changed since: every change of a row is later than all changes before it (`moments.py`).
"""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from weakref import WeakKeyDictionary

import numpy as np
import numpy.typing as npt
from sqlalchemy import Column, ColumnElement, Connection, Engine, Table, func, or_, select, type_coerce
from sqlalchemy.types import NULLTYPE

from marsad.store.engine import reading
from marsad.store.schema import decisions, dispatches, events, incidents, participants, tombstones

Array = npt.NDArray[Any]
Mask = npt.NDArray[np.bool_]
NONE = -1
"""The number of a text that is not told."""
NEVER = np.iinfo(np.int32).min
"""A day or a number of people that is not told: less than all that are."""

_TEXTS = ("type", "status", "country", "admin1", "review")
_TEXTS_OF_EVENTS = (
    "source", "source_folded", "gazetteer_id", "place_folded", "admin1_folded", "admin2_folded", "incident_id",
)  # fmt: skip
_NUMBERS = ("killed_low", "killed_best", "killed_high", "injured_best", "casualties_best")
_KEYS = ("key", "dispatch_key")
_SPOT = ("latitude", "longitude", "place_precision", "place_name")
_MOMENTS = ("added_at", "updated_at")
_TOLD = (
    "key", "id", *_TEXTS, *_NUMBERS, *_SPOT, *_MOMENTS, "contradicted", "start_day", "end_day", "confidence",
)  # fmt: skip
_OF_EVENTS = (*_TOLD, *_TEXTS_OF_EVENTS, "dispatch_key", "flagged")
_OF_INCIDENTS = _TOLD


class Numbered:
    """Values with a number for each, in the order in which they came. None of them goes or changes its number."""

    def __init__(self) -> None:
        self.values: list[Any] = []
        self._numbers: dict[Hashable, int] = {None: NONE}

    def number(self, value: Hashable) -> int:
        """A value's number; less than `NONE` where it never came."""
        return self._numbers.get(value, NONE - 1)

    def take(self, values: Sequence[Hashable]) -> Array:
        """The values' numbers; new values get the next ones."""
        numbers = self._numbers
        for value in set(values):
            if value not in numbers:
                numbers[value] = len(self.values)
                self.values.append(value)
        return np.array([numbers[value] for value in values], np.int32)


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of a record as it stood at one moment. They are never changed; a later state has its own.

    `events`, `incidents` and `parts` (the participants) have an array for each column. Texts are numbers in `values`,
    days are ordinals, moments microseconds; ids stand as they are. `spot` is a place's number: latitude, longitude,
    precision and name. `incident_at` is the position of each event's incident, `event_at` that of each participant's
    event (-1: none). `masks` keeps which rows meet the filters that were asked for.
    """

    state: Hashable
    events: Mapping[str, Array]
    incidents: Mapping[str, Array]
    parts: Mapping[str, Array]
    values: Mapping[str, Numbered]
    incident_at: Array
    event_at: Array
    masks: dict[Hashable, Mask] = field(default_factory=dict)

    def positions(self, keys: Sequence[int]) -> Array:
        """The positions of the events with some keys; keys that are not there are left out."""
        found = _positions(self.events["key"], np.asarray(keys, np.int64))
        return found[found >= 0]


class _Held:
    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.columns: Columns | None = None


_held: WeakKeyDictionary[Engine, _Held] = WeakKeyDictionary()
_held_lock = threading.Lock()


def columns_of(engine: Engine) -> Columns:
    """The columns of a record as it stands now."""
    with _held_lock:
        held = _held.setdefault(engine, _Held())
    with reading(engine) as connection:
        state = state_of(connection)
    found = held.columns
    if found is not None and found.state == state:
        return found
    with held.lock, reading(engine) as connection:
        state = state_of(connection)
        if held.columns is None:
            held.columns = _read(connection, state)
        elif held.columns.state != state:
            held.columns = _followed(connection, state, held.columns)
        return held.columns


def held_columns(engine: Engine) -> Columns | None:
    """The columns of a record as it stands now, where this process has read them; a short command has not."""
    held = _held.get(engine)
    return None if held is None or held.columns is None else columns_of(engine)


def state_of(connection: Connection) -> tuple[Any, ...]:
    """What is another after each change of the record. Asked of indexes only."""
    last = (dispatches.c.updated_at, events.c.updated_at, incidents.c.updated_at, tombstones.c.at)
    wanted = select(*(select(func.max(column)).scalar_subquery() for column in (*last, decisions.c.key, events.c.key)))
    return tuple(connection.execute(wanted).one())


def _read(connection: Connection, state: tuple[Any, ...]) -> Columns:
    """All columns, read anew."""
    values: dict[str, Numbered] = {}
    return _put_together(
        state,
        _events(connection, values),
        _arrays(_rows(connection, incidents, _OF_INCIDENTS), _OF_INCIDENTS, values),
        _parts(connection, values),
        values,
    )


def _followed(connection: Connection, state: tuple[Any, ...], before: Columns) -> Columns:
    """The columns of now, from those of before and what has changed since."""
    since = max((moment for moment in before.state[:3] if moment is not None), default=None)  # type: ignore[index]
    if since is None:
        return _read(connection, state)
    values = dict(before.values)
    touched = connection.scalars(select(dispatches.c.key).where(dispatches.c.updated_at >= since)).all()
    ours = select(dispatches.c.key).where(dispatches.c.updated_at >= since)
    changed = or_(events.c.dispatch_key.in_(ours), events.c.updated_at >= since)
    new_events = _events(connection, values, changed)
    new_parts = _parts(connection, values, participants.c.event_key.in_(select(events.c.key).where(changed)))
    new_incidents = _arrays(
        _rows(connection, incidents, _OF_INCIDENTS, incidents.c.updated_at >= since), _OF_INCIDENTS, values
    )
    stale = np.isin(before.events["dispatch_key"], touched) | np.isin(before.events["key"], new_events["key"])
    told = _renewed(before.events, stale, new_events)
    stale_parts = np.isin(before.parts["event_key"], before.events["key"][stale])
    left = ~np.isin(before.incidents["incident_id"], told["incident_id"])
    stale_incidents = left | np.isin(before.incidents["incident_id"], new_incidents["incident_id"])
    found = _put_together(
        state,
        told,
        _renewed(before.incidents, stale_incidents, new_incidents),
        _renewed(before.parts, stale_parts, new_parts),
        values,
    )
    counted = [connection.scalar(select(func.count()).select_from(table)) for table in (events, incidents)]
    if counted != [len(found.events["key"]), len(found.incidents["id"])]:
        # rows went without a trace, as when somebody works on the database by other means
        return _read(connection, state)
    return found


def _put_together(
    state: Hashable,
    told: Mapping[str, Array],
    grouped: Mapping[str, Array],
    parts: Mapping[str, Array],
    values: Mapping[str, Numbered],
) -> Columns:
    incident_at = _positions(grouped["incident_id"], told["incident_id"])
    return Columns(state, told, grouped, parts, values, incident_at, _positions(told["key"], parts["event_key"]))


def _renewed(before: Mapping[str, Array], stale: Mask, more: Mapping[str, Array]) -> dict[str, Array]:
    """Rows with new ones in the place of those that are stale. Their order is of no matter."""
    places = np.flatnonzero(stale)
    found: dict[str, Array] = {}
    for name, array in before.items():
        fresh = array.copy()
        kept = min(len(places), len(more[name]))
        fresh[places[:kept]] = more[name][:kept]
        if kept < len(places):
            fresh = np.delete(fresh, places[kept:])
        elif kept < len(more[name]):
            fresh = np.concatenate([fresh, more[name][kept:]])
        found[name] = fresh
    return found


def _positions(numbers: Array, sought: Array) -> Array:
    """Where each sought number stands among `numbers` (each once, none negative); -1 where it does not."""
    most = max(numbers.max(initial=0), sought.max(initial=0))
    at = np.full(most + 2, -1, np.int64)
    at[numbers] = np.arange(len(numbers))
    return at[np.where(sought < 0, most + 1, sought)]


def _events(connection: Connection, values: dict[str, Numbered], *conditions: ColumnElement[bool]) -> dict[str, Array]:
    return _arrays(_rows(connection, events, _OF_EVENTS, *conditions), _OF_EVENTS, values)


def _rows(
    connection: Connection, table: Table, names: Iterable[str], *conditions: ColumnElement[bool]
) -> Sequence[Sequence[Any]]:
    """Rows as the driver gives them: of days and moments, only each that differs is read."""
    wanted = [type_coerce(table.c[name], NULLTYPE).label(name) for name in names]
    return connection.execute(select(*wanted).where(*conditions)).all()


def _arrays(rows: Sequence[Sequence[Any]], names: Sequence[str], values: dict[str, Numbered]) -> dict[str, Array]:
    """The rows of events or incidents as arrays."""
    told: dict[str, Sequence[Any]] = dict(
        zip(names, zip(*rows, strict=True) if rows else ((),) * len(names), strict=True)
    )
    found: dict[str, Array] = {}
    for name in names:
        if name in _TEXTS or name in _TEXTS_OF_EVENTS:
            found[name] = values.setdefault(name, Numbered()).take(told[name])
        elif name in _NUMBERS:
            found[name] = np.array([NEVER if one is None else one for one in told[name]], np.int64)
        elif name in _KEYS:
            found[name] = np.array(told[name], np.int64)
        elif name in _MOMENTS:
            found[name] = np.array(_each(told[name], lambda raw: microseconds(_moment(raw))), np.int64)
    found["id"] = np.array(told["id"], np.object_)
    if "incident_id" not in found:
        # an incident's own number is that by which its events name it
        found["incident_id"] = values.setdefault("incident_id", Numbered()).take(told["id"])
    spots = list(zip(*(told[name] for name in _SPOT), strict=True))
    found["spot"] = values.setdefault("spot", Numbered()).take(spots)
    for name in ("latitude", "longitude", "confidence"):
        found[name] = np.array([np.nan if one is None else one for one in told[name]], np.float64)
    found["day"] = values.setdefault("day", Numbered()).take(_each(told["start_day"], _day))
    for name in ("start_day", "end_day"):
        found[name] = np.array(_each(told[name], lambda raw: _ordinal(_day(raw))), np.int32)
    for name in ("contradicted", "flagged"):
        if name in told:
            found[name] = np.array(told[name], np.bool_)
    return found


def _each(values: Sequence[Any], read: Callable[[Any], Any]) -> list[Any]:
    """What is read of each value; of many that are alike once."""
    known = {value: read(value) for value in set(values)}
    return [known[value] for value in values]


def _day(raw: dt.date | str | None) -> dt.date | None:
    return dt.date.fromisoformat(raw) if isinstance(raw, str) else raw


def _moment(raw: dt.datetime | str) -> dt.datetime:
    """SQLite keeps moments in UTC, as text."""
    return dt.datetime.fromisoformat(raw).replace(tzinfo=dt.UTC) if isinstance(raw, str) else raw


def _parts(connection: Connection, values: dict[str, Numbered], *conditions: ColumnElement[bool]) -> dict[str, Array]:
    """The participants: event, id in the registry, folded name, and `who`, by which they are counted.

    `first` is false where the event names the same one before.
    """
    wanted: tuple[Column[Any], ...] = (
        participants.c.event_key, participants.c.actor_id, participants.c.name_folded, participants.c.name,
    )  # fmt: skip
    rows = connection.execute(select(*wanted).where(*conditions)).all()
    keys, ids, folded, names = zip(*rows, strict=True) if rows else ((), (), (), ())
    who = values.setdefault("actor", Numbered()).take(
        [name if id is None else id for id, name in zip(ids, names, strict=True)]
    )
    of_event = np.array(keys, np.int64)
    first = np.zeros(len(rows), np.bool_)
    first[np.unique(np.stack([of_event, who]), axis=1, return_index=True)[1]] = True
    return {
        "event_key": of_event,
        "actor_id": values.setdefault("actor_id", Numbered()).take(ids),
        "name_folded": values.setdefault("name_folded", Numbered()).take(folded),
        "who": who,
        "first": first,
    }


def _ordinal(day: dt.date | None) -> int:
    return NEVER if day is None else day.toordinal()


def microseconds(moment: dt.datetime) -> int:
    """A moment as a whole number, to compare."""
    return (moment - _EPOCH) // dt.timedelta(microseconds=1)


_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
