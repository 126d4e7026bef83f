"""What would the first visitors wait for? The record's columns, the world's outlines, the registry of actors."""

from __future__ import annotations

from marsad.store.filters import Filter
from marsad.store.record import Record
from marsad.store.redacting import redacted
from marsad.store.selecting import below
from marsad.web import knowledge
from marsad.web.pages.listings import beside_list
from marsad.web.pages.overview import shown
from marsad.web.query import PAGE, Asked
from marsad.web.remembering import rows_of


def warm(record: Record) -> None:
    """Read it before somebody asks."""
    seen = redacted(record)
    knowledge.registry()
    below("")
    for what in ("events", "incidents"):
        beside_list(seen, Filter(), what)
        rows_of(seen, what, seen.heads(what=what, limit=PAGE))
    shown(seen, Asked(Filter(), "-date", None, PAGE, ()))
