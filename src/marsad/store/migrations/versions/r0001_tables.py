"""The tables of the record."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

_KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_INDEXES = {"dispatch_texts": "dispatch_search", "event_texts": "event_search"}


def upgrade() -> None:
    """Make the tables and the full-text indexes."""
    op.create_table(
        "dispatches",
        sa.Column("key", _KEY, autoincrement=True, nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("external_id", sa.Text(), nullable=True),
        sa.Column("source", sa.Text(), nullable=True),
        sa.Column("source_folded", sa.Text(), nullable=True),
        sa.Column("date", sa.Date(), nullable=True),
        sa.Column("title", sa.Text(), nullable=True),
        sa.Column("url", sa.Text(), nullable=True),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("retrieved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reader", sa.Text(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("repost_of", sa.Text(), nullable=True),
        sa.Column("events", sa.Integer(), nullable=False),
        sa.Column("killed_best", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["repost_of"],
            ["dispatches.id"],
        ),
        sa.PrimaryKeyConstraint("key"),
        sa.UniqueConstraint("id"),
    )
    op.create_index("dispatches_added", "dispatches", ["added_at", "id"])
    op.create_index("dispatches_date", "dispatches", ["date", "id"])
    op.create_index("dispatches_repost", "dispatches", ["repost_of"])
    op.create_index("dispatches_source", "dispatches", ["source_folded"])
    op.create_index("dispatches_updated", "dispatches", ["updated_at", "id"])
    op.create_table(
        "incidents",
        sa.Column("key", _KEY, autoincrement=True, nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("start_day", sa.Date(), nullable=True),
        sa.Column("end_day", sa.Date(), nullable=True),
        sa.Column("time_precision", sa.Text(), nullable=False),
        sa.Column("place_name", sa.Text(), nullable=True),
        sa.Column("latitude", sa.Float(), nullable=True),
        sa.Column("longitude", sa.Float(), nullable=True),
        sa.Column("place_precision", sa.Text(), nullable=True),
        sa.Column("country", sa.Text(), nullable=True),
        sa.Column("admin1", sa.Text(), nullable=True),
        sa.Column("killed_low", sa.Integer(), nullable=True),
        sa.Column("killed_best", sa.Integer(), nullable=True),
        sa.Column("killed_high", sa.Integer(), nullable=True),
        sa.Column("injured_best", sa.Integer(), nullable=True),
        sa.Column("casualties_best", sa.Integer(), nullable=True),
        sa.Column("confidence", sa.Float(), nullable=True),
        sa.Column("review", sa.Text(), nullable=False),
        sa.Column("contradicted", sa.Boolean(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("accounts", sa.Integer(), nullable=False),
        sa.Column("sources", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("key"),
        sa.UniqueConstraint("id"),
    )
    op.create_index("incidents_added", "incidents", ["added_at", "id"])
    op.create_index("incidents_confidence", "incidents", ["confidence", "id"])
    op.create_index("incidents_killed", "incidents", ["killed_best", "id"])
    op.create_index("incidents_place", "incidents", ["place_name", "id"])
    op.create_index("incidents_start", "incidents", ["start_day", "id"])
    op.create_index("incidents_type", "incidents", ["type", "id"])
    op.create_index("incidents_updated", "incidents", ["updated_at", "id"])
    op.create_table(
        "tombstones",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("tombstones_at", "tombstones", ["at"])
    op.create_table(
        "bands",
        sa.Column("value", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("dispatch_key", _KEY, autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(["dispatch_key"], ["dispatches.key"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("value", "dispatch_key"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "codings",
        sa.Column("dispatch_key", _KEY, autoincrement=False, nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("coded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Text(), nullable=False),
        sa.Column("model", sa.Text(), nullable=False),
        sa.Column("codebook", sa.Text(), nullable=False),
        sa.Column("gazetteer", sa.Text(), nullable=False),
        sa.Column("actors", sa.Text(), nullable=False),
        sa.Column("document", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["dispatch_key"], ["dispatches.key"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("dispatch_key", "number"),
    )
    op.create_table(
        "decisions",
        sa.Column("key", _KEY, autoincrement=True, nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("dispatch_id", sa.Text(), nullable=False),
        sa.Column("other_dispatch_id", sa.Text(), nullable=True),
        sa.Column("event_id", sa.Text(), nullable=True),
        sa.Column("other_id", sa.Text(), nullable=True),
        sa.Column("undoes", sa.Text(), nullable=True),
        sa.Column("document", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["dispatch_id"],
            ["dispatches.id"],
        ),
        sa.ForeignKeyConstraint(
            ["other_dispatch_id"],
            ["dispatches.id"],
        ),
        sa.PrimaryKeyConstraint("key"),
        sa.UniqueConstraint("id"),
    )
    op.create_index("decisions_at", "decisions", ["at", "id"])
    op.create_index("decisions_dispatch", "decisions", ["dispatch_id"])
    op.create_index("decisions_event", "decisions", ["event_id"])
    op.create_index("decisions_other", "decisions", ["other_id"])
    op.create_index("decisions_other_dispatch", "decisions", ["other_dispatch_id"])
    op.create_index("decisions_undoes", "decisions", ["undoes"])
    op.create_index("decisions_who", "decisions", ["who", "at"])
    op.create_table(
        "dispatch_texts",
        sa.Column("key", _KEY, autoincrement=False, nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["key"], ["dispatches.key"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("key"),
    )
    op.create_table(
        "events",
        sa.Column("key", _KEY, autoincrement=True, nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("dispatch_key", _KEY, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("start_day", sa.Date(), nullable=True),
        sa.Column("end_day", sa.Date(), nullable=True),
        sa.Column("time_precision", sa.Text(), nullable=False),
        sa.Column("place_name", sa.Text(), nullable=True),
        sa.Column("latitude", sa.Float(), nullable=True),
        sa.Column("longitude", sa.Float(), nullable=True),
        sa.Column("place_precision", sa.Text(), nullable=True),
        sa.Column("country", sa.Text(), nullable=True),
        sa.Column("admin1", sa.Text(), nullable=True),
        sa.Column("killed_low", sa.Integer(), nullable=True),
        sa.Column("killed_best", sa.Integer(), nullable=True),
        sa.Column("killed_high", sa.Integer(), nullable=True),
        sa.Column("injured_best", sa.Integer(), nullable=True),
        sa.Column("casualties_best", sa.Integer(), nullable=True),
        sa.Column("confidence", sa.Float(), nullable=True),
        sa.Column("review", sa.Text(), nullable=False),
        sa.Column("contradicted", sa.Boolean(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("gazetteer_id", sa.Text(), nullable=True),
        sa.Column("place_folded", sa.Text(), nullable=True),
        sa.Column("admin1_folded", sa.Text(), nullable=True),
        sa.Column("admin2_folded", sa.Text(), nullable=True),
        sa.Column("source", sa.Text(), nullable=True),
        sa.Column("source_folded", sa.Text(), nullable=True),
        sa.Column("flagged", sa.Boolean(), nullable=False),
        sa.Column("carried", sa.Boolean(), nullable=False),
        sa.Column("incident_id", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["dispatch_key"], ["dispatches.key"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["incident_id"], ["incidents.id"], ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("key"),
        sa.UniqueConstraint("id"),
    )
    op.create_index("events_added", "events", ["added_at", "id"])
    op.create_index("events_confidence", "events", ["confidence", "id"])
    op.create_index("events_country", "events", ["country", "admin1"])
    op.create_index("events_dispatch", "events", ["dispatch_key", "position"])
    op.create_index("events_folded", "events", ["place_folded"])
    op.create_index("events_gazetteer", "events", ["gazetteer_id"])
    op.create_index("events_incident", "events", ["incident_id"])
    op.create_index("events_killed", "events", ["killed_best", "id"])
    op.create_index("events_place", "events", ["place_name", "id"])
    op.create_index("events_point", "events", ["latitude", "longitude"])
    op.create_index("events_review", "events", ["review"])
    op.create_index("events_source", "events", ["source_folded"])
    op.create_index("events_start", "events", ["start_day", "id"])
    op.create_index("events_type", "events", ["type", "id"])
    op.create_index("events_updated", "events", ["updated_at", "id"])
    op.create_table(
        "relations",
        sa.Column("dispatch_key", _KEY, autoincrement=False, nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("a_folded", sa.Text(), nullable=False),
        sa.Column("relation", sa.Text(), nullable=False),
        sa.Column("b_folded", sa.Text(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["dispatch_key"], ["dispatches.key"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("dispatch_key", "position"),
    )
    op.create_index("relations_a", "relations", ["a_folded"])
    op.create_index("relations_b", "relations", ["b_folded"])
    op.create_table(
        "event_texts",
        sa.Column("key", _KEY, autoincrement=False, nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["key"], ["events.key"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("key"),
    )
    op.create_table(
        "participants",
        sa.Column("event_key", _KEY, autoincrement=False, nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("name_folded", sa.Text(), nullable=False),
        sa.Column("actor_id", sa.Text(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["event_key"], ["events.key"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("event_key", "position"),
    )
    op.create_index("participants_actor", "participants", ["actor_id"])
    op.create_index("participants_name", "participants", ["name_folded"])
    for texts, index in _INDEXES.items():
        if op.get_bind().dialect.name == "sqlite":
            _index_in_sqlite(texts, index)
        else:
            found_by = "found_by tsvector GENERATED ALWAYS AS (to_tsvector('simple', words)) STORED"
            op.execute(f"ALTER TABLE {texts} ADD COLUMN {found_by}")
            op.execute(f"CREATE INDEX {index} ON {texts} USING gin (found_by)")


def _index_in_sqlite(texts: str, index: str) -> None:
    """An FTS5 table that triggers keep like the table's words (SQLite, "External Content Tables")."""
    op.execute(
        f"CREATE VIRTUAL TABLE {index} USING fts5"
        f"(words, content='{texts}', content_rowid='key', tokenize='ascii', prefix='3 4')"
    )
    add = f"INSERT INTO {index}(rowid, words) VALUES (new.key, new.words);"
    drop = f"INSERT INTO {index}({index}, rowid, words) VALUES ('delete', old.key, old.words);"
    for when, what in (("INSERT", add), ("DELETE", drop), ("UPDATE", drop + add)):
        op.execute(f"CREATE TRIGGER {index}_{when.lower()} AFTER {when} ON {texts} BEGIN {what} END")
