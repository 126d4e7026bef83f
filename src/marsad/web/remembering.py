"""Has this been reckoned already? Counts, facets and pictures of a list, kept until the record changes.

Many people look at the same few lists, and what stands beside a list is asked of every row that meets its filter. A
large record changes all the time while reviewers work; there, what stands beside a list may be some seconds old. The
rows of a list, and pages of one dispatch, event or incident, are always those of now.
"""

from __future__ import annotations

import datetime as dt
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import Any, Literal, TypeVar, cast
from weakref import WeakKeyDictionary

from sqlalchemy import Engine

from marsad.store.columns import state_of
from marsad.store.engine import reading
from marsad.store.record import Record
from marsad.web.rows import Row, account_row, incident_row

LARGE = 20_000
"""From so many events on a record is large."""
SECONDS = 3.0
"""So old may be what stands beside the lists of a large record; older only while it is reckoned anew."""
_KEPT = 300
_KEPT_ROWS = 20_000
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class _Kept:
    state: object
    at: float
    made: Any


class _Memory:
    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.kept: OrderedDict[Hashable, _Kept] = OrderedDict()
        self.making: dict[Hashable, threading.Lock] = {}
        self.rows: OrderedDict[Hashable, Row] = OrderedDict()


_memories: WeakKeyDictionary[Engine, _Memory] = WeakKeyDictionary()


def remembered(record: Record, key: Hashable, make: Callable[[], _T]) -> _T:
    """What `make` gives, reckoned once for each state of the record; who asks meanwhile waits for it.

    `key` names what is made and the filter it is made of. What is made of a record with hidden names is kept apart.
    """
    memory = _memories.setdefault(record.engine, _Memory())
    key = (record.hidden, key)
    state, large = _state(record)
    with memory.lock:
        making = memory.making.setdefault(key, threading.Lock())
        found = memory.kept.get(key)
    if found is not None and (found.state == state or (large and time.monotonic() - found.at < SECONDS)):
        return cast(_T, found.made)
    if found is not None and large and making.locked():
        # somebody is at it; what was there before does until they are done
        return cast(_T, found.made)
    with making:
        with memory.lock:
            again = memory.kept.get(key)
        if again is not None and again is not found and (large or again.state == _state(record)[0]):
            return cast(_T, again.made)
        state, _ = _state(record)
        made = make()
        with memory.lock:
            memory.kept[key] = _Kept(state, time.monotonic(), made)
            memory.kept.move_to_end(key)
            while len(memory.kept) > _KEPT:
                memory.making.pop(memory.kept.popitem(last=False)[0], None)
        return made


def rows_of(
    record: Record, what: Literal["events", "incidents"], heads: Sequence[tuple[str, dt.datetime]]
) -> list[Row]:
    """The lines of a table. What has not changed since it was last shown is not read again."""
    memory = _memories.setdefault(record.engine, _Memory())
    keys = {id: (record.hidden, what, id, at) for id, at in heads}
    with memory.lock:
        found = {id: memory.rows[key] for id, key in keys.items() if key in memory.rows}
    missing = [id for id in keys if id not in found]
    if missing:
        fresh = (
            [(one.event.id, account_row(one)) for one in record.events_by_id(missing)]
            if what == "events"
            else [(one.id, incident_row(one)) for one in record.incidents_by_id(missing)]
        )
        found.update(fresh)
        with memory.lock:
            memory.rows.update((keys[id], row) for id, row in fresh)
            while len(memory.rows) > _KEPT_ROWS:
                memory.rows.popitem(last=False)
    return [found[id] for id in keys if id in found]


def _state(record: Record) -> tuple[object, bool]:
    """What is another after each change of the record, and whether it is large."""
    with reading(record.engine) as connection:
        state = state_of(connection)
    return state, (state[-1] or 0) > LARGE
