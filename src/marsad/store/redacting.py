"""Which names does the record hide, and what does it look like without them?

The record itself keeps what was received: hiding is undone by lifting the name. Lists, exports, reports and readers of
the desk see the redacted record; who reviews sees the words, since they must be checked.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from marsad.errors import NotFound, RecordError
from marsad.incidents.accounts import Account, Incident
from marsad.model import Coding, Dispatch
from marsad.redaction import Redaction
from marsad.store.casts import Cast
from marsad.store.decisions import Decision
from marsad.store.engine import reading, writing
from marsad.store.filters import Filter, Sort
from marsad.store.linking import Proposal
from marsad.store.record import Record
from marsad.store.rows import Added, Point, Spot, StatedRelation, StoredDispatch
from marsad.store.schema import redactions
from marsad.store.selecting import What


@dataclass(frozen=True, slots=True)
class HiddenName:
    """A name that is hidden in all that leaves the record."""

    name: str
    who: str
    at: dt.datetime


def hide(engine: sa.Engine, name: str, who: str) -> None:
    """Hide a name from now on. Raises `RecordError` where it cannot be hidden or is hidden already."""
    try:
        plain = Redaction([name]).names[0]
    except ValueError as error:
        raise RecordError(str(error)) from error
    with writing(engine) as connection:
        if connection.scalar(sa.select(redactions.c.name).where(redactions.c.name == plain)) is not None:
            raise RecordError(f"{plain!r} is hidden already")
        connection.execute(sa.insert(redactions).values(name=plain, who=who, at=dt.datetime.now(dt.UTC)))


def lift(engine: sa.Engine, name: str) -> None:
    """Show a name again. Raises `NotFound`."""
    with writing(engine) as connection:
        gone = connection.execute(sa.delete(redactions).where(redactions.c.name == " ".join(name.split()))).rowcount
    if not gone:
        raise NotFound(f"{name!r} is not hidden")


def hidden_names(engine: sa.Engine) -> list[HiddenName]:
    """The names that are hidden, in the order of the alphabet."""
    wanted = sa.select(redactions.c.name, redactions.c.who, redactions.c.at).order_by(redactions.c.name)
    with reading(engine) as connection:
        return [HiddenName(*row) for row in connection.execute(wanted)]


def redacted(record: Record) -> Record:
    """The record as it may leave; the record itself where no name is hidden."""
    names = [hidden.name for hidden in hidden_names(record.engine)]
    return RedactedRecord(record.engine, Redaction(names)) if names else record


class RedactedRecord(Record):
    """A record read with names covered. It cannot be written to: covered words must not come back as data."""

    def __init__(self, engine: sa.Engine, redaction: Redaction) -> None:
        super().__init__(engine)
        self.hidden = redaction.names
        self._cover = redaction.covered

    def dispatch(self, id: str) -> StoredDispatch:
        """As `Record.dispatch`."""
        return self._cover(super().dispatch(id))

    def event(self, id: str) -> Account:
        """As `Record.event`."""
        return self._cover(super().event(id))

    def incident(self, id: str) -> Incident:
        """As `Record.incident`."""
        return self._cover(super().incident(id))

    def coding(self, dispatch_id: str, number: int | None = None) -> Coding:
        """As `Record.coding`."""
        return self._cover(super().coding(dispatch_id, number))

    def events(
        self,
        filter: Filter = Filter(),  # noqa: B008
        *,
        sort: Sort = "-date",
        after: str | None = None,
        limit: int | None = None,
    ) -> Iterator[Account]:
        """As `Record.events`."""
        return map(self._cover, super().events(filter, sort=sort, after=after, limit=limit))

    def incidents(
        self,
        filter: Filter = Filter(),  # noqa: B008
        *,
        sort: Sort = "-date",
        after: str | None = None,
        limit: int | None = None,
    ) -> Iterator[Incident]:
        """As `Record.incidents`."""
        return map(self._cover, super().incidents(filter, sort=sort, after=after, limit=limit))

    def events_by_id(self, ids: Sequence[str]) -> list[Account]:
        """As `Record.events_by_id`."""
        return self._cover(super().events_by_id(ids))

    def incidents_by_id(self, ids: Sequence[str]) -> list[Incident]:
        """As `Record.incidents_by_id`."""
        return self._cover(super().incidents_by_id(ids))

    def dispatches(
        self,
        filter: Filter = Filter(),  # noqa: B008
        *,
        sort: Sort = "-date",
        after: str | None = None,
        limit: int | None = None,
    ) -> Iterator[StoredDispatch]:
        """As `Record.dispatches`."""
        return map(self._cover, super().dispatches(filter, sort=sort, after=after, limit=limit))

    def facets(
        self,
        filter: Filter = Filter(),  # noqa: B008
        what: What = "events",
        names: Collection[str] | None = None,
    ) -> dict[str, list[tuple[str, int]]]:
        """As `Record.facets`."""
        return self._cover(super().facets(filter, what, names))

    def points(self, filter: Filter = Filter(), what: What = "events", limit: int | None = None) -> list[Point]:  # noqa: B008
        """As `Record.points`."""
        return self._cover(super().points(filter, what, limit))

    def spots(self, filter: Filter = Filter(), what: What = "events") -> list[Spot]:  # noqa: B008
        """As `Record.spots`."""
        return self._cover(super().spots(filter, what))

    def relations(self, filter: Filter = Filter()) -> Iterator[StatedRelation]:  # noqa: B008
        """As `Record.relations`."""
        return map(self._cover, super().relations(filter))

    def casts(self, filter: Filter = Filter()) -> list[Cast]:  # noqa: B008
        """As `Record.casts`."""
        return self._cover(super().casts(filter))

    def proposals(self, zone: str = "unsure", limit: int | None = None) -> Iterator[Proposal]:
        """As `Record.proposals`."""
        return map(self._cover, super().proposals(zone, limit))

    def decisions(self, **conditions: Any) -> Iterator[Decision]:
        """As `Record.decisions`."""
        return map(self._cover, super().decisions(**conditions))

    def add(
        self,
        dispatch: Dispatch,
        coding: Coding,
        *,
        retrieved_at: dt.datetime | None = None,
        reader: str = "",
        link: bool = True,
    ) -> Added:
        """Raises `RecordError`."""
        raise RecordError("a record with hidden names is not written to; open the record itself")

    def decide(self, decision: Decision, *, seen: dt.datetime | None = None) -> Account | None:
        """Raises `RecordError`."""
        raise RecordError("a record with hidden names is not decided on; open the record itself")
