"""Which tables does the record have? One schema for SQLite and PostgreSQL.

`dispatches`, `codings` and `decisions` hold what was received, read and decided. All other tables follow from these
three: they hold the present state in columns that lists, maps and searches ask, and can be written anew from them.
What is heavy (texts, JSON) stands beside the columns in tables of its own, so that a walk over the columns is quick.

The tables are made by the migrations in `migrations/versions`; a test holds them and this file together.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    DateTime,
    Dialect,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    TypeDecorator,
)

REVISIONS = ("0001", "0002", "0003", "0004", "0005")
"""The migrations in their order; the last one is what this program reads and writes."""

metadata = MetaData()


class Moment(TypeDecorator[dt.datetime]):
    """A moment with its time zone, kept in UTC: SQLite has no time zones."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: dt.datetime | None, dialect: Dialect) -> dt.datetime | None:
        """To UTC; without a zone where the database has none."""
        if value is None:
            return None
        moment = value.astimezone(dt.UTC)
        return moment if dialect.name == "postgresql" else moment.replace(tzinfo=None)

    def process_result_value(self, value: dt.datetime | None, dialect: Dialect) -> dt.datetime | None:
        """From UTC."""
        if value is None:
            return None
        return value.astimezone(dt.UTC) if value.tzinfo else value.replace(tzinfo=dt.UTC)


def _key() -> Column[int]:
    """A number for a row: SQLite counts only in a column of type INTEGER."""
    return Column("key", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=True)


def _owner(name: str, owner: str, **options: Any) -> Column[int]:
    kind = BigInteger().with_variant(Integer, "sqlite")
    return Column(name, kind, ForeignKey(f"{owner}.key", ondelete="CASCADE"), **options)


dispatches = Table(
    "dispatches",
    metadata,
    _key(),
    Column("id", Text, nullable=False, unique=True),
    Column("external_id", Text),
    Column("source", Text),
    Column("source_folded", Text),
    Column("date", Date),
    Column("title", Text),
    Column("url", Text),
    Column("sha256", Text, nullable=False),
    Column("retrieved_at", Moment),
    Column("reader", Text, nullable=False),
    Column("added_at", Moment, nullable=False),
    Column("updated_at", Moment, nullable=False),
    Column("repost_of", Text, ForeignKey("dispatches.id")),
    Column("events", Integer, nullable=False),
    Column("killed_best", Integer),
    Index("dispatches_date", "date", "id"),
    Index("dispatches_added", "added_at", "id"),
    Index("dispatches_updated", "updated_at", "id"),
    Index("dispatches_source", "source_folded"),
    Index("dispatches_repost", "repost_of"),
)

dispatch_texts = Table(
    "dispatch_texts",
    metadata,
    _owner("key", "dispatches", primary_key=True, autoincrement=False),
    Column("document", Text, nullable=False),
    Column("words", Text, nullable=False),
)
"""`document`: the dispatch with its text as received, as JSON. `words`: what a search finds it by."""

codings = Table(
    "codings",
    metadata,
    _owner("dispatch_key", "dispatches", primary_key=True, autoincrement=False),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("coded_at", Moment, nullable=False),
    Column("version", Text, nullable=False),
    Column("model", Text, nullable=False),
    Column("codebook", Text, nullable=False),
    Column("gazetteer", Text, nullable=False),
    Column("actors", Text, nullable=False),
    Column("document", LargeBinary, nullable=False),
)
"""`document`: the coding as JSON without the dispatch, compressed (zlib)."""

decisions = Table(
    "decisions",
    metadata,
    _key(),
    Column("id", Text, nullable=False, unique=True),
    Column("at", Moment, nullable=False),
    Column("recorded_at", Moment, nullable=False),
    Column("who", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("dispatch_id", Text, ForeignKey("dispatches.id"), nullable=False),
    Column("other_dispatch_id", Text, ForeignKey("dispatches.id")),
    Column("event_id", Text),
    Column("other_id", Text),
    Column("undoes", Text),
    Column("document", Text, nullable=False),
    Index("decisions_at", "at", "id"),
    Index("decisions_who", "who", "at"),
    Index("decisions_dispatch", "dispatch_id"),
    Index("decisions_other_dispatch", "other_dispatch_id"),
    Index("decisions_event", "event_id"),
    Index("decisions_other", "other_id"),
    Index("decisions_undoes", "undoes"),
)
"""Append-only. `at` is when the person decided, `recorded_at` when this record learnt of it."""


def _told() -> list[Column[Any]]:
    """The columns that events and incidents have in common: what filters, sorts and maps ask for."""
    return [
        Column("type", Text, nullable=False),
        Column("status", Text, nullable=False),
        Column("start_day", Date),
        Column("end_day", Date),
        Column("time_precision", Text, nullable=False),
        Column("place_name", Text),
        Column("latitude", Float),
        Column("longitude", Float),
        Column("place_precision", Text),
        Column("country", Text),
        Column("admin1", Text),
        Column("killed_low", Integer),
        Column("killed_best", Integer),
        Column("killed_high", Integer),
        Column("injured_best", Integer),
        Column("casualties_best", Integer),
        Column("confidence", Float),
        Column("review", Text, nullable=False),
        Column("contradicted", Boolean, nullable=False),
        Column("added_at", Moment, nullable=False),
        Column("updated_at", Moment, nullable=False),
    ]


incidents = Table(
    "incidents",
    metadata,
    _key(),
    Column("id", Text, nullable=False, unique=True),
    *_told(),
    Column("accounts", Integer, nullable=False),
    Column("sources", Integer, nullable=False),
    Index("incidents_start", "start_day", "id"),
    Index("incidents_added", "added_at", "id"),
    Index("incidents_updated", "updated_at", "id"),
    Index("incidents_killed", "killed_best", "id"),
    Index("incidents_type", "type", "id"),
    Index("incidents_place", "place_name", "id"),
    Index("incidents_confidence", "confidence", "id"),
)
"""`accounts`: how many events; `sources`: how many dispatches that are no repost tell them."""

events = Table(
    "events",
    metadata,
    _key(),
    Column("id", Text, nullable=False, unique=True),
    _owner("dispatch_key", "dispatches", nullable=False),
    Column("position", Integer, nullable=False),
    *_told(),
    Column("gazetteer_id", Text),
    Column("place_folded", Text),
    Column("admin1_folded", Text),
    Column("admin2_folded", Text),
    Column("source", Text),
    Column("source_folded", Text),
    Column("flagged", Boolean, nullable=False),
    Column("carried", Boolean, nullable=False),
    Column("incident_id", Text, ForeignKey("incidents.id", ondelete="SET NULL")),
    Index("events_dispatch", "dispatch_key", "position"),
    Index("events_incident", "incident_id"),
    Index("events_start", "start_day", "id"),
    Index("events_added", "added_at", "id"),
    Index("events_updated", "updated_at", "id"),
    Index("events_killed", "killed_best", "id"),
    Index("events_type", "type", "id"),
    Index("events_place", "place_name", "id"),
    Index("events_confidence", "confidence", "id"),
    Index("events_country", "country", "admin1"),
    Index("events_gazetteer", "gazetteer_id"),
    Index("events_folded", "place_folded"),
    Index("events_point", "latitude", "longitude"),
    Index("events_source", "source_folded"),
    Index("events_review", "review"),
)
"""The present state, one row per event. `carried`: told by an earlier coding only, and kept since people decided on it.
Rejected events stay, with `review` "rejected"; events that were merged away or split have no row."""

event_texts = Table(
    "event_texts",
    metadata,
    _owner("key", "events", primary_key=True, autoincrement=False),
    Column("document", Text, nullable=False),
    Column("words", Text, nullable=False),
)
"""`document`: the event as JSON. `words`: what a search finds it by."""

participants = Table(
    "participants",
    metadata,
    _owner("event_key", "events", primary_key=True, autoincrement=False),
    Column("position", Integer, primary_key=True, autoincrement=False),
    Column("role", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("name_folded", Text, nullable=False),
    Column("actor_id", Text),
    Column("kind", Text),
    Index("participants_actor", "actor_id"),
    Index("participants_name", "name_folded"),
)

relations = Table(
    "relations",
    metadata,
    _owner("dispatch_key", "dispatches", primary_key=True, autoincrement=False),
    Column("position", Integer, primary_key=True, autoincrement=False),
    Column("a_folded", Text, nullable=False),
    Column("relation", Text, nullable=False),
    Column("b_folded", Text, nullable=False),
    Column("document", Text, nullable=False),
    Index("relations_a", "a_folded"),
    Index("relations_b", "b_folded"),
)

tombstones = Table(
    "tombstones",
    metadata,
    Column("id", Text, primary_key=True),
    Column("what", Text, nullable=False),
    Column("at", Moment, nullable=False),
    Index("tombstones_at", "at"),
)
"""What was there once and is no longer: events that were rejected, merged away, split or not told again, and incidents
that went into others. Whoever follows the record takes them out of their copy."""

bands = Table(
    "bands",
    metadata,
    Column("value", BigInteger, primary_key=True, autoincrement=False),
    _owner("dispatch_key", "dispatches", primary_key=True, autoincrement=False),
    sqlite_with_rowid=False,
)
"""Parts of the dispatches' signatures: near copies share one (`reposts.py`)."""

features = Table(
    "features",
    metadata,
    _owner("event_key", "events", primary_key=True, autoincrement=False),
    Column("document", Text, nullable=False),
    Column("version", Text),
)
"""What the comparison needs of an event (`marsad.incidents.features`). An event without a row, or with one of another
`version` of the comparison, waits to be linked."""

blocks = Table(
    "blocks",
    metadata,
    Column("value", BigInteger, primary_key=True, autoincrement=False),
    _owner("event_key", "events", primary_key=True, autoincrement=False),
    Index("blocks_event", "event_key"),
    sqlite_with_rowid=False,
)
"""The blocks under which an event stands (`marsad.incidents.blocking`), each as a hash of its key."""

links = Table(
    "links",
    metadata,
    Column("a", Text, ForeignKey("events.id", ondelete="CASCADE"), primary_key=True),
    Column("b", Text, ForeignKey("events.id", ondelete="CASCADE"), primary_key=True),
    Column("score", Float, nullable=False),
    Column("zone", Text, nullable=False),
    Index("links_b", "b"),
    Index("links_zone", "zone", "score"),
)
"""Pairs of events that are alike; `a` is the smaller id."""

judgements = Table(
    "judgements",
    metadata,
    Column("a", Text, primary_key=True),
    Column("b", Text, primary_key=True),
    Column("verdict", Text, nullable=False),
    Index("judgements_b", "b"),
)
"""What people last said of a pair of events and did not take back; `a` is the smaller id."""

feeds = Table(
    "feeds",
    metadata,
    Column("url", Text, primary_key=True),
    Column("state", Text, nullable=False),
)
"""What `marsad watch` knows of a feed (`marsad.readers.watching`)."""

redactions = Table(
    "redactions",
    metadata,
    Column("name", Text, primary_key=True),
    Column("who", Text, nullable=False),
    Column("at", Moment, nullable=False),
)
"""Names that are hidden in all that leaves the record (`redacting.py`)."""
