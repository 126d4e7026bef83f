"""`marsad dispatches`: dispatches of the record."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from marsad.cli.listing import DISPATCH_SORTS, list_rows, lists, write_dispatches
from marsad.cli.loading import open_to_read

if TYPE_CHECKING:
    from marsad.store.filters import Filter, Sort


@click.command(short_help="List dispatches.")
@lists(DISPATCH_SORTS)
def dispatches(
    record: str | None, filter: Filter, form: str, sort: Sort, limit: int | None, output: Path | None
) -> None:
    """List the dispatches of the record. --source, --text, --since and --until are asked of the dispatch itself (its
    text and its day of publication), the other conditions of its events.

    \b
    Examples:
      marsad dispatches --source SOHR
      marsad dispatches --text ceasefire --format csv
    """
    with open_to_read(record) as opened:
        list_rows(
            opened,
            filter,
            "dispatches",
            lambda most: opened.dispatches(filter, sort=sort, limit=most),
            write_dispatches,
            form,
            limit,
            output,
        )
