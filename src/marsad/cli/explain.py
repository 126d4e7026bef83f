"""`marsad explain`: why each cell came out."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, TextIO

import click

from marsad.cli import options
from marsad.cli.inputs import open_inputs
from marsad.cli.loading import load_coder
from marsad.cli.messages import Problems
from marsad.cli.writing import result_file

if TYPE_CHECKING:
    from marsad.model import Coding, Event, Explanation


@click.command(short_help="Show why each cell came out.")
@click.argument("file", metavar="FILE")
@options.date("Date of publication, instead of the dispatch's own.")
def explain(file: str, date: dt.date | None) -> int:
    """Show which rule and which words gave each cell of each event, and the candidates that were weighed, and the
    events that were left out because the dispatch does not tell of conflict.

    \b
    Example:
      marsad explain report.txt
    """
    problems = Problems()
    dispatches, _ = open_inputs([file], problems, date=date)
    coder = load_coder(gate=False)
    with result_file(None) as stream:
        for coding in problems.watch(coder.code_many(dispatches)):
            _write(coding, stream)
    return problems.tell()


def _write(coding: Coding, stream: TextIO) -> None:
    from marsad.exports.words import label, one_line

    dispatch = coding.dispatch
    stream.write(f"{one_line(dispatch.title or dispatch.external_id or dispatch.id)}\n")
    if not coding.events:
        stream.write("no event\n")
    for number, event in enumerate(coding.events, 1):
        told = " … ".join(one_line(dispatch.text[span.start : span.end]) for span in event.evidence[:2])
        stream.write(f"\n{number}. {label(event.type)}: “{_cut(told)}”\n")
        for reason in coding.explanations:
            if reason.event == event.id:
                _write_reason(reason, event, stream)
    beside = [reason for reason in coding.explanations if not reason.event]
    if beside:
        stream.write("\nBeside the events\n")
        for reason in beside:
            _write_reason(reason, None, stream)
    stream.write("\n")


def _write_reason(reason: Explanation, event: Event | None, stream: TextIO) -> None:
    from marsad.exports.words import one_line

    value = _value(event, reason.cell) if event is not None else ""
    stream.write(f"   {reason.cell}{': ' + value if value else ''}\n")
    stream.write(f"      rule   {one_line(reason.rule)}\n")
    words = list(dict.fromkeys(one_line(words) for words in reason.words))
    if words:
        stream.write(f"      words  {' · '.join(f'“{_cut(words)}”' for words in words)}\n")
    for position, candidate in enumerate(reason.candidates):
        stream.write(f"      {'from   ' if not position else '       '}{one_line(candidate)}\n")


def _value(event: Event, cell: str) -> str:
    from marsad.exports.words import date_text, one_line, place_text

    if cell == "time":
        return one_line(date_text(event.time))
    if cell == "place":
        place = event.place
        at = f" ({place.latitude:.4f}, {place.longitude:.4f})" if place.latitude and place.longitude else ""
        return one_line(place_text(place)) + at
    return str(getattr(event, cell)) if cell in ("type", "status") else ""


def _cut(words: str) -> str:
    return words if len(words) <= 100 else words[:99] + "…"
