"""`marsad code`: dispatches in, events out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

import click

from marsad.cli import options
from marsad.cli.inputs import open_inputs
from marsad.cli.loading import load_coder
from marsad.cli.messages import Problems, unless_both_terminals, with_progress
from marsad.cli.writing import result_file

if TYPE_CHECKING:
    from marsad.model import Coding, Dispatch
    from marsad.readers import ColumnMap

FORMATS = ("table", "jsonl", "csv", "geojson", "html")
_BY_ENDING = {
    ".txt": "table",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".csv": "csv",
    ".geojson": "geojson",
    ".json": "geojson",
    ".html": "html",
    ".htm": "html",
}


@click.command()
@options.paths
@click.option(
    "--format",
    "form",
    type=click.Choice(FORMATS),
    help="table (for people, the default), jsonl (the full record), csv (a row per event), geojson (a map "
    "layer) or html (a report). Without --format, the ending of -o FILE decides.",
)
@options.output
@options.date("Date of publication of all the dispatches, instead of their own.")
@click.option("--source", metavar="NAME", help="Source of all the dispatches, instead of their own.")
@options.columns
@click.option(
    "--processes",
    type=click.IntRange(1, 64),
    default=1,
    show_default=True,
    metavar="N",
    help="Worker processes; worth it from some hundred dispatches.",
)
@click.option("--full", is_flag=True, help="With jsonl: also the dispatch's text and the rule behind each cell.")
@click.option(
    "--no-gate",
    is_flag=True,
    help="Parse every dispatch, also those that do not tell of conflict. The events are the same.",
)
def code(
    paths: tuple[str, ...],
    form: str | None,
    output: Path | None,
    date: dt.date | None,
    source: str | None,
    columns: ColumnMap | None,
    processes: int,
    full: bool,
    no_gate: bool,
) -> int:
    """Code the events in dispatches.

    PATH is a file, a folder (read with its subfolders) or - for standard input. Plain text (bare, in the form
    "date 2021-01-24 TITLE", or with lines Title:, Date:, Source:, URL: at the top), CSV, JSONL or Parquet with a
    column text and, where there are, id, date, title, source and url (--columns maps others), e-mail (.eml,
    .mbox), Telegram's JSON export; with their extras HTML, PDF, Word, RSS and Atom, and web archives.

    A dispatch without a date is coded with its relative dates ("yesterday") left unknown. Inputs that cannot
    be read are listed at the end; the others are coded. The default is a table, in a pipe as well.

    \b
    Examples:
      marsad code report.txt
      marsad code report.txt --date 2021-01-24 --source SOHR
      marsad code reports/ -o events.csv
      marsad code news.jsonl --format jsonl --processes 4 > codings.jsonl
      marsad code reports/ -o report.html
      marsad code news.csv --columns text=body,date=published
    """
    form = form or _BY_ENDING.get(output.suffix.lower() if output else "", "table")
    if full and form != "jsonl":
        raise click.UsageError("--full goes with --format jsonl")
    problems = Problems()
    dispatches, total = open_inputs(paths, problems, date=date, source=source, columns=columns)
    codings = code_all(dispatches, problems, total=total, gate=not no_gate, processes=processes)
    write_codings(codings, writer(form, full=full), output)
    return problems.tell()


def code_all(
    dispatches: Iterable[Dispatch],
    problems: Problems,
    *,
    total: int | None,
    gate: bool = True,
    processes: int = 1,
) -> Iterator[Coding]:
    """The codings of dispatches, under a progress bar; their warnings go to `problems`."""
    codings = load_coder(gate=gate).code_many(dispatches, processes=processes)
    return with_progress(problems.watch(codings), "coding dispatches", total)


def writer(form: str, *, full: bool = False) -> Callable[[Iterable[Coding], TextIO], None]:
    """The function that writes codings in one of `FORMATS`."""
    from marsad import exports

    if full:
        return lambda codings, file: exports.write_jsonl(codings, file, full=True)
    writers: dict[str, Callable[[Iterable[Coding], TextIO], None]] = {
        "table": exports.write_table,
        "jsonl": exports.write_jsonl,
        "csv": exports.write_csv,
        "geojson": exports.write_geojson,
        "html": exports.write_html,
    }
    return writers[form]


def write_codings(
    codings: Iterable[Coding], write: Callable[[Iterable[Coding], TextIO], None], output: Path | None
) -> None:
    """Write codings as they come; where they go to a terminal, once the progress bar is gone."""
    with result_file(output) as stream:
        write(unless_both_terminals(codings, stream), stream)
