"""By which version of the comparison an event's features were made."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Add the column. Events whose version is not known are linked anew by the next `marsad add`."""
    op.add_column("features", sa.Column("version", sa.Text()))
