"""`marsad export`: the record, in the formats of the field."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from marsad.cli import filters, options
from marsad.cli.loading import open_to_read
from marsad.cli.messages import say, with_progress
from marsad.cli.writing import result_bytes, result_file

if TYPE_CHECKING:
    from marsad.exports.happenings import Item
    from marsad.exports.options import What
    from marsad.store.filters import Filter, Sort

FORMATS = ("csv", "jsonl", "geojson", "parquet", "xlsx", "acled", "ucdp-ged", "plover", "ftm")


def _address(_context: click.Context, _option: click.Parameter, value: str | None) -> str | None:
    if value is not None and not value.startswith(("http://", "https://")):
        raise click.BadParameter(f"{value!r} is no address; it begins with http:// or https://")
    return value


@click.command(short_help="Export the record: CSV, ACLED, UCDP GED, GeoJSON …")
@click.argument("form", metavar="FORMAT", type=click.Choice(FORMATS))
@filters.record
@options.output
@click.option(
    "--what",
    type=click.Choice(("events", "incidents")),
    help="A row for each event as each dispatch tells it, or for each incident, told by however many. Without it, "
    "events in csv, jsonl, geojson, parquet and xlsx, incidents in the others.",
)
@click.option(
    "--evidence",
    is_flag=True,
    help="Add Marsad's id, the sentences that tell it and the address of the source where the format has no place for "
    "them (acled, ucdp-ged: columns behind its own; ftm: the texts). The other formats always carry them.",
)
@click.option(
    "--link-base",
    metavar="URL",
    callback=_address,
    help="Address of the review desk: each row gets a link to where its words are highlighted.",
)
@click.option("--hxl", is_flag=True, help="A row of HXL tags under the header: csv, xlsx, acled and ucdp-ged.")
@filters.filtering
def export(
    form: str,
    record: str | None,
    output: Path | None,
    what: What | None,
    evidence: bool,
    link_base: str | None,
    hxl: bool,
    filter: Filter,
) -> None:
    """Write events or incidents of the record in one FORMAT.

    \b
    csv        Marsad's own table: sides, place, time, counts, sources, sentences
    jsonl      the full record, one JSON object a line
    geojson    points with the columns of csv
    parquet    the table of csv with typed columns (needs the parquet extra)
    xlsx       the table of csv for Excel (needs the xlsx extra)
    acled      ACLED's 31 columns and conventions, as CSV
    ucdp-ged   UCDP GED's 49 columns, as CSV; what killed nobody is left out
    plover     PLOVER's types and modes, as JSON
    ftm        FollowTheMoney entities, one JSON object a line; lossy

    Ids that are another project's stay blank. What a format cannot hold is left out and told, with the reasons.

    \b
    Examples:
      marsad export csv -o events.csv
      marsad export acled --country SY --since 2021-01-01 -o syria-acled.csv
      marsad export geojson --what incidents --min-killed 1 -o deadly.geojson
    """
    from marsad.exports.formats import FORMATS as KNOWN
    from marsad.exports.ftm import LOSSY
    from marsad.exports.options import Options

    chosen = KNOWN[form]
    if hxl and not chosen.tags:
        raise click.UsageError("--hxl goes with csv, xlsx, acled and ucdp-ged")
    wanted = Options(what or chosen.what, evidence, link_base, hxl)
    with open_to_read(record) as opened:
        items: Iterable[Item]
        sort: Sort = "date" if chosen.by_date else "-date"
        if wanted.what == "events":
            items = opened.events(filter, sort=sort)
        else:
            items = opened.incidents(filter, sort=sort)
        shown: Iterable[Item] = with_progress(items, f"exporting {wanted.what}", opened.count(filter, wanted.what))
        if chosen.binary:
            with result_bytes(output) as file:
                left_out = chosen.write(shown, file, wanted)
        else:
            with result_file(output) as stream:
                left_out = chosen.write(shown, stream, wanted)
    if form == "ftm":
        say(LOSSY)
    _tell(left_out, wanted.what)


def _tell(left_out: Counter[str], what: str) -> None:
    if left_out:
        reasons = ", ".join(f"{reason}: {number:,}" for reason, number in left_out.most_common())
        say(f"{sum(left_out.values()):,} {what} have no place in this format and are left out ({reasons})")
