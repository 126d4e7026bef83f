"""`marsad diff`: what differs between two codings of a dispatch."""

from __future__ import annotations

import click

from marsad.cli import filters
from marsad.cli.differing import difference_json, write_difference
from marsad.cli.loading import open_record
from marsad.cli.writing import result_file


@click.command(short_help="Show what differs between two codings of a dispatch.")
@click.argument("dispatch", metavar="DISPATCH")
@filters.record
@click.option("--from", "earlier", type=click.IntRange(1), metavar="N", help="The earlier; by default the one before.")
@click.option("--to", "later", type=click.IntRange(1), metavar="N", help="The later coding; by default the newest.")
@click.option("--all", "all_events", is_flag=True, help="Also the events that are as before.")
@click.option("--format", "form", type=click.Choice(("text", "json")), default="text", help="text or json.")
def diff(
    dispatch: str, record: str | None, earlier: int | None, later: int | None, all_events: bool, form: str
) -> None:
    """Show what differs, event by event, between two codings of a dispatch, as `marsad recode` made them.

    DISPATCH is an id, or as much of its beginning as no other has. Codings are counted from 1.

    \b
    Example:
      marsad diff 1f82a660
    """
    from marsad.exports.jsonl import json_text

    with open_record(record) as opened, result_file(None) as stream:
        found = opened.difference(dispatch, earlier, later)
        if form == "json":
            stream.write(json_text(difference_json(found)) + "\n")
        else:
            write_difference(found, stream, all_events=all_events)
