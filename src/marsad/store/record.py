"""The record: one object through which all else adds, reads and decides. The work stands in the other modules."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from sqlalchemy import Engine, delete, insert, select

from marsad.incidents.accounts import Account, Incident
from marsad.model import Coding, Dispatch
from marsad.store import adding, counting, deciding, incidents, linking, projecting, reading, selecting
from marsad.store.aligning import CodingDifference, StoredCoding
from marsad.store.casts import Cast, find_casts
from marsad.store.decisions import Decision
from marsad.store.engine import open_engine, record_url, writing
from marsad.store.engine import reading as reading_transaction
from marsad.store.filters import Filter, Sort
from marsad.store.linking import Proposal
from marsad.store.migrating import ensure_schema
from marsad.store.moments import moment_of_change
from marsad.store.rows import Added, DayCount, Point, Spot, StatedRelation, StoredDispatch
from marsad.store.schema import feeds
from marsad.store.selecting import What


class Record:
    """A record of dispatches, their codings, people's decisions, and the events and incidents that follow.

    Open it with `Record.open`. Every method that writes does so in one transaction: all of it or nothing. Several
    processes and threads may use one record. All methods raise `RecordError` for what the database cannot do (locked,
    damaged, full disk, no permission), and `NotFound` for ids that are not there.
    """

    hidden: tuple[str, ...] = ()
    """Names that are covered in what is read (`redacting.py`)."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine

    @classmethod
    def open(cls, url: str | Path | None = None, *, create: bool = True) -> Record:
        """Open a record, and bring an older one up to this program.

        `url` is a file, `sqlite:///file` or `postgresql://user@host/name`; None: `$MARSAD_RECORD`, else `marsad.db` in
        the current folder. Raises `RecordError` where it cannot be opened, is damaged or newer than the program, or
        where there is none and `create` is false.
        """
        address = record_url(url)
        if not create and address.startswith("sqlite:///"):
            ensure_file(address)
        engine = open_engine(address)
        try:
            ensure_schema(engine, create=create)
        except BaseException:
            engine.dispose()
            raise
        return cls(engine)

    def close(self) -> None:
        """Give back the connections."""
        self.engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        self.close()

    # -------------------------------------------------------------- adding

    def knows(self, dispatch: Dispatch) -> bool:
        """Whether a dispatch with this content is stored: asked before coding, known ones cost nothing."""
        with reading_transaction(self.engine) as connection:
            return adding.is_stored(connection, dispatch)

    def add(
        self,
        dispatch: Dispatch,
        coding: Coding,
        *,
        retrieved_at: dt.datetime | None = None,
        reader: str = "",
        link: bool = True,
    ) -> Added:
        """Store a dispatch with its coding, unless one with this content is there.

        `retrieved_at` is when it was fetched, `reader` by what. `link=False` leaves its events to a later `link`.
        """
        with writing(self.engine) as connection:
            now = moment_of_change(connection)
            added, fresh = adding.add(connection, dispatch, coding, retrieved_at=retrieved_at, reader=reader, now=now)
            if link:
                linking.relink(connection, fresh, linking.Surroundings(), now)
        return added

    def recode(self, dispatch_id: str, coding: Coding) -> CodingDifference:
        """Store a newer coding of a stored dispatch; what differs. Decisions stay."""
        with writing(self.engine) as connection:
            now = moment_of_change(connection)
            key = adding.dispatch_row(connection, dispatch_id).key
            before = linking.surroundings(connection, key)
            found, touched = adding.recode(connection, dispatch_id, coding, now=now)
            linking.relink(connection, touched, before, now)
        return found

    def codings(self, dispatch_id: str) -> list[StoredCoding]:
        """When and by what a dispatch was coded, first to newest."""
        with reading_transaction(self.engine) as connection:
            return adding.stored_codings(connection, adding.dispatch_row(connection, dispatch_id).key)

    def coding(self, dispatch_id: str, number: int | None = None) -> Coding:
        """One of a dispatch's codings, the newest where `number` is None: the machine's word, without decisions."""
        with reading_transaction(self.engine) as connection:
            told = projecting.load_codings(connection, adding.dispatch_row(connection, dispatch_id).key)
        return told[(number or len(told)) - 1]

    def difference(self, dispatch_id: str, earlier: int | None = None, later: int | None = None) -> CodingDifference:
        """What differs between two codings of a dispatch, by number; by default the newest and the one before."""
        with reading_transaction(self.engine) as connection:
            return adding.difference(connection, dispatch_id, earlier, later)

    def link(self, progress: Callable[[int, int], None] | None = None) -> int:
        """Link the events that are not linked yet; the number of incidents that came or changed.

        `progress` is told now and then how many of how many events are done.
        """
        return linking.link_rest(self.engine, progress)

    # -------------------------------------------------------------- reading

    def dispatch(self, id: str) -> StoredDispatch:
        """A dispatch with its events, relations and tallies. Ids may be shortened."""
        with reading_transaction(self.engine) as connection:
            return reading.stored_dispatch(connection, id)

    def event(self, id: str) -> Account:
        """An event in its present state. Ids may be shortened."""
        with reading_transaction(self.engine) as connection:
            return reading.account(connection, id)

    def incident(self, id: str) -> Incident:
        """An incident with its accounts side by side, and its value of each cell. Ids may be shortened."""
        with reading_transaction(self.engine) as connection:
            return incidents.read_incident(connection, adding.full_id(connection, id, "incidents"))

    def incidents(
        self,
        filter: Filter = Filter(),  # noqa: B008
        *,
        sort: Sort = "-date",
        after: str | None = None,
        limit: int | None = None,
    ) -> Iterator[Incident]:
        """Incidents that meet a filter."""
        return incidents.list_incidents(self.engine, filter, sort, after, limit)

    def events(
        self,
        filter: Filter = Filter(),  # noqa: B008  (frozen)
        *,
        sort: Sort = "-date",
        after: str | None = None,
        limit: int | None = None,
    ) -> Iterator[Account]:
        """Events that meet a filter. `after` is a mark of `cursor_of`: the page begins behind it."""
        return reading.list_accounts(self.engine, filter, sort, after, limit)

    def heads(
        self,
        filter: Filter = Filter(),  # noqa: B008
        what: What = "events",
        *,
        sort: Sort = "-date",
        after: str | None = None,
        limit: int | None = None,
    ) -> list[tuple[str, dt.datetime]]:
        """The ids of what meets a filter, each with the moment of its last change."""
        return list(reading.list_heads(self.engine, filter, what, sort, after, limit))

    def events_by_id(self, ids: Sequence[str]) -> list[Account]:
        """Events in their present state, in the order of their ids; those that are gone are left out."""
        with reading_transaction(self.engine) as connection:
            found = reading.accounts_by_id(connection, ids)
        return [found[id] for id in ids if id in found]

    def incidents_by_id(self, ids: Sequence[str]) -> list[Incident]:
        """Incidents in the order of their ids; those that are gone are left out."""
        with reading_transaction(self.engine) as connection:
            return incidents.read_incidents(connection, ids)

    def dispatches(
        self,
        filter: Filter = Filter(),  # noqa: B008
        *,
        sort: Sort = "-date",
        after: str | None = None,
        limit: int | None = None,
    ) -> Iterator[StoredDispatch]:
        """Dispatches that meet a filter, without their events."""
        return reading.list_dispatches(self.engine, filter, sort, after, limit)

    def cursor_of(self, item: Account | Incident | StoredDispatch, sort: Sort) -> str:
        """The mark behind which the next page begins."""
        what: What
        if isinstance(item, StoredDispatch):
            what, id = "dispatches", item.dispatch.id
        elif isinstance(item, Incident):
            what, id = "incidents", item.id
        else:
            what, id = "events", item.event.id
        return self.cursor_at(id, what, sort)

    def cursor_at(self, id: str, what: What, sort: Sort) -> str:
        """The mark behind which the next page begins, by an id."""
        with reading_transaction(self.engine) as connection:
            return selecting.cursor_for(connection, what, id, sort)

    def count(self, filter: Filter = Filter(), what: What = "events") -> int:  # noqa: B008
        """How many meet a filter."""
        return counting.count_rows(self.engine, filter, what)

    def count_open(self, dispatch_ids: Iterable[str]) -> dict[str, int]:
        """How many events of some dispatches await review."""
        with reading_transaction(self.engine) as connection:
            return counting.count_open(connection, dispatch_ids)

    def facets(
        self,
        filter: Filter = Filter(),  # noqa: B008
        what: What = "events",
        names: Collection[str] | None = None,
    ) -> dict[str, list[tuple[str, int]]]:
        """The values by which a list can be narrowed, with their numbers, the most frequent first; all, or `names`."""
        return counting.count_facets(self.engine, filter, what, names)

    def spots(self, filter: Filter = Filter(), what: What = "events") -> list[Spot]:  # noqa: B008
        """Where they lie, and how many at each spot, the most first."""
        return counting.find_spots(self.engine, filter, what)

    def days(self, filter: Filter = Filter(), what: What = "events") -> list[DayCount]:  # noqa: B008
        """How many begin on each day, and how many people were killed, the earliest first."""
        return counting.find_days(self.engine, filter, what)

    def points(self, filter: Filter = Filter(), what: What = "events", limit: int | None = None) -> list[Point]:  # noqa: B008
        """What a map and a timeline show, the latest first."""
        return counting.find_points(self.engine, filter, what, limit)

    def relations(self, filter: Filter = Filter()) -> Iterator[StatedRelation]:  # noqa: B008
        """The relations between actors that dispatches state, each with its sentence."""
        return reading.list_relations(self.engine, filter)

    def casts(self, filter: Filter = Filter()) -> list[Cast]:  # noqa: B008
        """Who took part in the events of a filter, without reading the events themselves."""
        with reading_transaction(self.engine) as connection:
            return list(find_casts(connection, filter))

    def proposals(self, zone: str = "unsure", limit: int | None = None) -> Iterator[Proposal]:
        """Pairs of events of which a person should say whether they are one happening, the most alike first."""
        with reading_transaction(self.engine) as connection:
            found = linking.find_proposals(connection, zone, limit)
        return iter(found)

    def tombstones(self, since: dt.datetime | None = None) -> list[tuple[str, str, dt.datetime]]:
        """What was rejected, merged away or not told again since a moment: id, "event" or "incident", when."""
        with reading_transaction(self.engine) as connection:
            return counting.find_tombstones(connection, since)

    # -------------------------------------------------------------- feeds

    def feed_state(self, url: str) -> str | None:
        """What is known of a feed (JSON of `marsad.readers.watching`); None where it was never read."""
        with reading_transaction(self.engine) as connection:
            return connection.scalar(select(feeds.c.state).where(feeds.c.url == url))

    def keep_feed_state(self, url: str, state: str) -> None:
        """Keep what is known of a feed."""
        with writing(self.engine) as connection:
            connection.execute(delete(feeds).where(feeds.c.url == url))
            connection.execute(insert(feeds).values(url=url, state=state))

    # -------------------------------------------------------------- deciding

    def decide(self, decision: Decision, *, seen: dt.datetime | None = None) -> Account | None:
        """Keep a decision and bring the present state up to it; the event as it stands then, None where it is gone.

        `seen` is the event's `updated_at` when the person looked at it. Raises `Conflict` where the same cell was
        decided on later than that, by whomever, and `RecordError` where the decision says nothing that could be done.
        """
        with writing(self.engine) as connection:
            now = moment_of_change(connection)
            kept, concerned = deciding.write_decision(connection, decision, seen=seen, now=now)
            for dispatch_id in concerned:
                key = adding.dispatch_row(connection, dispatch_id).key
                before = linking.surroundings(connection, key)
                linking.relink(connection, projecting.project(connection, key, now), before, now)
            if concerned:
                linking.judge(connection, kept, now)
                deciding.note_decided(connection, kept, now)
            found = reading.accounts_by_id(connection, [kept.event_id] if kept.event_id else [])
        return found.get(kept.event_id or "")

    def undo(self, decision_id: str, who: str, why: str = "") -> None:
        """Take back a decision; undoing an undo brings it back."""
        self.decide(Decision(who=who, kind="undo", undoes=decision_id, why=why))

    def decisions(self, **conditions: Any) -> Iterator[Decision]:
        """The decisions, the latest first."""
        return deciding.find_decisions(self.engine, **conditions)


def ensure_file(address: str) -> None:
    """Raises `RecordError` where a SQLite address names no file: opening it would make one."""
    from marsad.errors import RecordError

    file = address.removeprefix("sqlite:///").partition("?")[0]
    if file and file != ":memory:" and not Path(file).exists():
        raise RecordError(f"{file}: there is no record yet; make one with `marsad add`")
