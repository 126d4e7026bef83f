"""Runs the migrations on the connection that `marsad.store.migrating` hands over, within its transaction."""

from __future__ import annotations

from alembic import context

from marsad.store.schema import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata)
context.run_migrations()
