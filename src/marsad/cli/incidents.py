"""`marsad incidents`: incidents of the record."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from marsad.cli.listing import SORTS, list_rows, lists, write_incidents
from marsad.cli.loading import open_to_read

if TYPE_CHECKING:
    from marsad.store.filters import Filter, Sort


@click.command(short_help="List incidents.")
@lists(SORTS)
def incidents(
    record: str | None, filter: Filter, form: str, sort: Sort, limit: int | None, output: Path | None
) -> None:
    """List the incidents of the record: the accounts of one happening, joined and reconciled. An incident is listed
    where one of its accounts meets the conditions. With jsonl, `events` are the ids of its accounts.

    \b
    Examples:
      marsad incidents --contradicted
      marsad incidents --type air_strike --sort=-killed
      marsad incidents --format jsonl -o incidents.jsonl
    """
    with open_to_read(record) as opened:
        list_rows(
            opened,
            filter,
            "incidents",
            lambda most: opened.incidents(filter, sort=sort, limit=most),
            write_incidents,
            form,
            limit,
            output,
        )
