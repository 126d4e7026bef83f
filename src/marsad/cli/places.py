"""`marsad places`: the place names in texts."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from marsad.cli import options
from marsad.cli.columns import write_columns
from marsad.cli.inputs import open_inputs
from marsad.cli.loading import open_gazetteer
from marsad.cli.messages import Problems, unless_both_terminals, with_progress
from marsad.cli.writing import result_file

if TYPE_CHECKING:
    from marsad.coding.toponyms import Toponym
    from marsad.model import Dispatch

_TITLES = ("dispatch", "offset", "name", "place", "country", "lat", "lon", "id")


@click.command(short_help="Find the place names in texts.")
@options.paths
@click.option(
    "--format",
    "form",
    type=click.Choice(("table", "jsonl")),
    default="table",
    show_default=True,
    help='jsonl: for each text {"id", "places": [{"start", "end", "text", "latitude", "longitude", '
    '"gazetteer_id"}]}; offsets count characters, the end is behind the last.',
)
@options.output
@click.option("--candidates", is_flag=True, help="With jsonl: also the places that each name may mean, best first.")
def places(paths: tuple[str, ...], form: str, output: Path | None, candidates: bool) -> int:
    """Find every place name in texts and the place that it means.

    Takes the same inputs as `marsad code`, and any text, about conflict or not. A name that no gazetteer
    knows has no coordinates. The id is the text's own, else the file's name without its ending, in tables
    followed by the line.

    \b
    Examples:
      marsad places report.txt
      marsad places news.jsonl --format jsonl -o places.jsonl
    """
    if candidates and form != "jsonl":
        raise click.UsageError("--candidates goes with --format jsonl")
    problems = Problems()
    dispatches, total = open_inputs(paths, problems)
    from marsad.coding.coder import Coder

    coder = Coder(open_gazetteer())
    found = ((dispatch, coder.places(_body(dispatch))) for dispatch in dispatches)
    shown = with_progress(found, "finding places", total)
    with result_file(output) as stream:
        if form == "table":
            rows = [[_name(dispatch), *_row(toponym)] for dispatch, toponyms in shown for toponym in toponyms]
            write_columns(stream, _TITLES, rows)
        else:
            for dispatch, toponyms in unless_both_terminals(shown, stream):
                line = {
                    "id": _name(dispatch),
                    "places": [_place(toponym, candidates) for toponym in toponyms],
                }
                stream.write(json.dumps(line, ensure_ascii=False) + "\n")
    return problems.tell()


def _name(dispatch: Dispatch) -> str:
    return dispatch.external_id or dispatch.id


def _body(dispatch: Dispatch) -> str:
    # a header is not read, but offsets count from the beginning of the file
    return " " * dispatch.body_start + dispatch.text[dispatch.body_start :]


def _place(toponym: Toponym, candidates: bool) -> dict[str, Any]:
    entry = toponym.entry
    place: dict[str, Any] = {
        "start": toponym.start,
        "end": toponym.end,
        "text": toponym.text,
        "latitude": entry.latitude if entry else None,
        "longitude": entry.longitude if entry else None,
        "gazetteer_id": entry.id if entry else None,
    }
    if candidates:
        place["candidates"] = [
            {
                "gazetteer_id": candidate.entry.id,
                "name": candidate.entry.name,
                "country": candidate.entry.country,
                "admin1": candidate.entry.admin1,
                "latitude": candidate.entry.latitude,
                "longitude": candidate.entry.longitude,
                "score": round(candidate.score, 4),
            }
            for candidate in toponym.candidates
        ]
    return place


def _row(toponym: Toponym) -> list[str]:
    entry = toponym.entry
    if entry is None:
        return [f"{toponym.start}–{toponym.end}", toponym.text, "unknown", "", "", "", ""]
    within = ", ".join(dict.fromkeys(part for part in (entry.name, entry.admin1) if part))
    return [
        f"{toponym.start}–{toponym.end}",
        toponym.text,
        within,
        entry.country,
        f"{entry.latitude:.4f}",
        f"{entry.longitude:.4f}",
        entry.id,
    ]
