"""What links events to incidents, and what is known of feeds."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

_KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make the tables. Events that are there already are linked by the next `marsad add`."""
    op.create_table(
        "features",
        sa.Column("event_key", _KEY, autoincrement=False, nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["event_key"], ["events.key"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("event_key"),
    )
    op.create_table(
        "blocks",
        sa.Column("value", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("event_key", _KEY, autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(["event_key"], ["events.key"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("value", "event_key"),
        sqlite_with_rowid=False,
    )
    op.create_index("blocks_event", "blocks", ["event_key"])
    op.create_table(
        "links",
        sa.Column("a", sa.Text(), nullable=False),
        sa.Column("b", sa.Text(), nullable=False),
        sa.Column("score", sa.Float(), nullable=False),
        sa.Column("zone", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["a"], ["events.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["b"], ["events.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("a", "b"),
    )
    op.create_index("links_b", "links", ["b"])
    op.create_index("links_zone", "links", ["zone", "score"])
    op.create_table(
        "judgements",
        sa.Column("a", sa.Text(), nullable=False),
        sa.Column("b", sa.Text(), nullable=False),
        sa.Column("verdict", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("a", "b"),
    )
    op.create_index("judgements_b", "judgements", ["b"])
    op.create_table(
        "feeds",
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("url"),
    )
