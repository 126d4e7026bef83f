"""`marsad events`: events of the record."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from marsad.cli.listing import SORTS, list_rows, lists, write_events
from marsad.cli.loading import open_to_read

if TYPE_CHECKING:
    from marsad.store.filters import Filter, Sort


@click.command(short_help="List events.")
@lists(SORTS)
def events(record: str | None, filter: Filter, form: str, sort: Sort, limit: int | None, output: Path | None) -> None:
    """List the events of the record: one row for each account of each happening, in its present state, people's
    decisions included. Rejected events are left out unless --review rejected asks for them.

    \b
    Examples:
      marsad events --country SY --since 2021-01-01 --min-killed 5
      marsad events --actor sy-military --format csv -o events.csv
      marsad events --text 'market -school' --format jsonl
    """
    with open_to_read(record) as opened:
        list_rows(
            opened,
            filter,
            "events",
            lambda most: opened.events(filter, sort=sort, limit=most),
            write_events,
            form,
            limit,
            output,
        )
