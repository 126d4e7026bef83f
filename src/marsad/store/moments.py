"""When does a change happen? Each one later than all changes before it, also where a clock goes back.

Whoever follows the record (`updated_since`, the columns in memory) asks for what is later than what it has seen.
"""

from __future__ import annotations

import datetime as dt

from sqlalchemy import Connection, func, select

from marsad.store.schema import dispatches, events, incidents, tombstones

_LAST = select(
    *(
        select(func.max(column)).scalar_subquery()
        for column in (dispatches.c.updated_at, events.c.updated_at, incidents.c.updated_at, tombstones.c.at)
    )
)


def moment_of_change(connection: Connection) -> dt.datetime:
    """The moment of a change that is about to be written; to be asked in the transaction that writes it."""
    last = max((told for told in connection.execute(_LAST).one() if told is not None), default=None)
    now = dt.datetime.now(dt.UTC)
    return now if last is None or last < now else last + dt.timedelta(microseconds=1)
