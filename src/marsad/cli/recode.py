"""`marsad recode`: dispatches of the record read again by this version of Marsad."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from marsad.cli import filters
from marsad.cli.differing import write_difference
from marsad.cli.loading import load_coder, open_record
from marsad.cli.messages import Problems, unless_both_terminals, with_progress
from marsad.cli.writing import result_file

if TYPE_CHECKING:
    from marsad.coding.coder import Coder
    from marsad.model import Dispatch
    from marsad.store.aligning import CodingDifference
    from marsad.store.record import Record


@click.command(short_help="Code stored dispatches again with this version.")
@click.argument("dispatches", nargs=-1, metavar="[DISPATCH]...")
@filters.record
@click.option("--all", "every", is_flag=True, help="Also those that this version has coded already.")
@click.option(
    "--processes", type=click.IntRange(1, 64), default=1, show_default=True, metavar="N", help="Worker processes."
)
def recode(dispatches: tuple[str, ...], record: str | None, every: bool, processes: int) -> int:
    """Code stored dispatches again with this version of program, codebook, gazetteer and actors, and show what differs.

    Without DISPATCH, all that were coded by another version. Earlier codings stay. Events keep their ids where the new
    coding tells them again, and people's decisions hold: an event that somebody decided on stays, even where the new
    coding does not tell it.

    \b
    Examples:
      marsad recode
      marsad recode 1f82a660 --all
    """
    counted: Counter[str] = Counter()
    problems = Problems()
    with open_record(record) as opened:
        coder = load_coder()
        found = _differences(opened, coder, _chosen(opened, coder, dispatches, every), problems, processes)
        with result_file(None) as stream:
            for difference in unless_both_terminals(with_progress(found, "coding dispatches", None), stream):
                counted["dispatches"] += 1
                if difference.changes:
                    counted["changed"] += 1
                    write_difference(difference, stream)
            opened.link()
            stream.write(f"coded {counted['dispatches']} dispatches again; {counted['changed']} of them differ\n")
    return problems.tell()


def _chosen(record: Record, coder: Coder, ids: tuple[str, ...], every: bool) -> Iterator[Dispatch]:
    if ids:
        for id in ids:
            yield record.dispatch(id).dispatch
        return
    for stored in record.dispatches(sort="added"):
        if every or record.codings(stored.dispatch.id)[-1].coder != coder.version():
            yield stored.dispatch


def _differences(
    record: Record, coder: Coder, chosen: Iterator[Dispatch], problems: Problems, processes: int
) -> Iterator[CodingDifference]:
    for coding in problems.watch(coder.code_many(chosen, processes=processes)):
        yield record.recode(coding.dispatch.id, coding)
