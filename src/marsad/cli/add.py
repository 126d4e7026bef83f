"""`marsad add`: dispatches into the record."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import click

from marsad.cli import filters, options
from marsad.cli.inputs import open_inputs
from marsad.cli.loading import load_coder, open_record
from marsad.cli.messages import Problems, with_progress

if TYPE_CHECKING:
    from marsad.model import Dispatch
    from marsad.readers import ColumnMap
    from marsad.store.record import Record
    from marsad.store.rows import Added


@click.command(short_help="Code dispatches and store them in the record.")
@options.paths
@filters.record
@options.date("Date of publication of all the dispatches, instead of their own.")
@click.option("--source", metavar="NAME", help="Source of all the dispatches, instead of their own.")
@options.columns
@click.option(
    "--processes",
    type=click.IntRange(1, 64),
    default=1,
    show_default=True,
    metavar="N",
    help="Worker processes that code; worth it from some hundred dispatches.",
)
@click.option("--each", is_flag=True, help="Print a line for each dispatch as soon as it is stored.")
def add(
    paths: tuple[str, ...],
    record: str | None,
    date: dt.date | None,
    source: str | None,
    columns: ColumnMap | None,
    processes: int,
    each: bool,
) -> int:
    """Code dispatches and store them in the record, which is made where there is none.

    PATH is what `marsad code` takes. A dispatch that is stored already (same text, date and source) is passed over; a
    near copy, as agencies' texts are spread, is stored and marked as a repost. Each dispatch is stored whole or not
    at all, and its events are joined at once with those of other dispatches that tell the same happening. When it is
    broken off, run it again: it goes on where it stopped.

    \b
    Examples:
      marsad add reports/
      marsad add news.jsonl --record postgresql://me@localhost/conflict --processes 2
    """
    problems = Problems()
    counted: Counter[str] = Counter()
    with open_record(record, create=True) as opened:
        dispatches, total = open_inputs(paths, problems, date=date, source=source, columns=columns)
        for added in with_progress(
            add_all(opened, dispatches, problems, processes=processes), "adding dispatches", total
        ):
            counted[added.what] += 1
            counted["events"] += added.events
            if each:
                beside = f" of {added.repost_of}" if added.repost_of else ""
                click.echo(f"{added.dispatch_id}  {added.what}{beside}, {added.events} events")
        opened.link()
    stored = counted["added"] + counted["repost"]
    click.echo(
        f"added {stored} dispatches with {counted['events']} events; "
        f"{counted['repost']} of them are reposts; {counted['known']} were there already"
    )
    return problems.tell()


def add_all(
    record: Record, dispatches: Iterable[Dispatch], problems: Problems, *, processes: int = 1
) -> Iterator[Added]:
    """Code and store dispatches; known ones are not coded. Their warnings go to `problems`."""
    from marsad.store.rows import Added

    known: list[Added] = []

    def unknown() -> Iterator[Dispatch]:
        for dispatch in dispatches:
            if record.knows(dispatch):
                known.append(Added(dispatch.id, "known"))
            else:
                yield dispatch

    fresh = unknown()
    first = next(fresh, None)
    if first is not None:
        codings = load_coder().code_many(_chain(first, fresh), processes=processes)
        for coding in problems.watch(codings):
            dispatch = coding.dispatch
            retrieved = dispatch.retrieved_at or dt.datetime.now(dt.UTC)
            yield record.add(dispatch, coding, retrieved_at=retrieved, reader=dispatch.reader)
            yield from _taken(known)
    yield from _taken(known)


def _chain(first: Dispatch, rest: Iterator[Dispatch]) -> Iterator[Dispatch]:
    yield first
    yield from rest


def _taken(known: list[Added]) -> list[Added]:
    taken, known[:] = list(known), []
    return taken
