"""`marsad claims`: the ranks that a dispatch claims, checked against a record."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import click

from marsad.cli import filters, options
from marsad.cli.inputs import open_inputs
from marsad.cli.loading import load_coder
from marsad.cli.messages import Problems
from marsad.cli.writing import result_file

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from marsad.claims.checking import Checked
    from marsad.coding.coder import Coder
    from marsad.incidents.accounts import Incident
    from marsad.model import Coding, Dispatch
    from marsad.store.record import Record


@click.command(short_help="Check what dispatches claim to be the first, the worst or the third.")
@click.argument("targets", nargs=-1, required=True, metavar="PATH|ID...")
@filters.record
@click.option(
    "--format",
    "form",
    type=click.Choice(("table", "jsonl")),
    default="table",
    show_default=True,
    help="jsonl: one line per claim with its words and spans, the verdict, why, and the incidents that say so.",
)
@options.output
@click.option(
    "--least",
    type=click.IntRange(1),
    default=4,
    show_default=True,
    metavar="N",
    help="A month is covered by so many dispatches that tell of incidents in the country.",
)
def claims(targets: tuple[str, ...], record: str | None, form: str, output: Path | None, least: int) -> int:
    """Check superlatives and ordinals ("the deadliest attack since March", "the third this week") against the record.

    PATH is a dispatch as `marsad code` takes it, ID one of the record's dispatches. The verdict is supported (by what
    the record holds), contradicted (some row stands against the claim), or not enough coverage. A claim is supported
    only where the record has enough dispatches of the country in every month that it covers; one row is enough to
    contradict it.

    \b
    Examples:
      marsad claims report.txt --record reports.db
      marsad claims report.txt --format jsonl -o claims.jsonl
    """
    from marsad.claims.writing import write_claims_jsonl, write_claims_table
    from marsad.store.record import Record

    problems = Problems()
    with Record.open(record, create=False) as opened:
        coder = load_coder()
        codings = _codings(targets, opened, coder, problems)
        found = ((coding.dispatch, _answers(coding, opened, coder, least)) for coding in codings)
        write = write_claims_jsonl if form == "jsonl" else write_claims_table
        with result_file(output) as stream:
            write(found, stream)
    return problems.tell()


def _codings(targets: Sequence[str], opened: Record, coder: Coder, problems: Problems) -> Iterator[Coding]:
    """The codings of files, and those that the record holds with people's decisions."""
    from marsad.model import Coding

    paths = [target for target in targets if target == "-" or Path(target).exists()]
    for target in targets:
        if target not in paths:
            stored = opened.dispatch(target)
            events = [account.event for account in stored.accounts]
            yield Coding(dispatch=stored.dispatch, events=events, coder=stored.coder or coder.version())
    if paths:
        dispatches, _total = open_inputs(paths, problems)
        yield from problems.watch(coder.code_many(dispatches))


def _answers(coding: Coding, opened: Record, coder: Coder, least: int) -> list[Checked]:
    from marsad.claims.asking import questions
    from marsad.claims.checking import check
    from marsad.coding.claims import find_claims
    from marsad.store.filters import Filter

    dispatch = coding.dispatch
    body = _body(dispatch)
    found = find_claims(body, dispatch.date)
    if found:
        found = find_claims(body, dispatch.date, coder.places(body))

    @cache
    def incidents(country: str, first: dt.date | None, last: dt.date | None) -> list[Incident]:
        return list(opened.incidents(Filter(country=country, since=first, until=last), sort="date"))

    return [
        check(
            question,
            dispatch,
            incidents(question.area.country, question.first, question.last) if question.area else [],
            least,
        )
        for question in questions(coding, found)
    ]


def _body(dispatch: Dispatch) -> str:
    # a header is not read, but offsets count from the beginning of the file
    return " " * dispatch.body_start + dispatch.text[dispatch.body_start :]
