"""Events as a table for people at a terminal."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TextIO

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table
from rich.text import Text

from marsad.exports.words import count_text, date_text, label, one_line, place_text, sides_text
from marsad.incidents.sums import casualty_sum
from marsad.model import Coding, Event, Harm

_WIDE = 104
_COUNTED: tuple[Harm, ...] = ("killed", "injured")
_STATUS_STYLES = {
    "happened": "",
    "ongoing": "yellow",
    "planned": "cyan",
    "threatened": "cyan",
    "failed": "magenta",
    "denied": "magenta",
    "claimed": "magenta",
}


def write_table(codings: Iterable[Coding], file: TextIO, *, width: int | None = None) -> None:
    """Write one table per dispatch: type, sides, place, date, killed and injured, according to whom, status.

    `width` is in columns; None: the terminal's, or 80 where `file` is none. Only a terminal gets colours.
    """
    console = Console(file=file, width=width, highlight=False, markup=False, emoji=False)
    for coding in codings:
        _write_coding(coding, console)


def _write_coding(coding: Coding, console: Console) -> None:
    dispatch = coding.dispatch
    heading = Text(one_line(dispatch.title or dispatch.external_id or dispatch.id), style="bold")
    origin = [one_line(part) for part in (str(dispatch.date or "undated"), dispatch.source or "") if part]
    console.print(heading)
    console.print(Text(" · ".join(origin), style="dim"))
    if not coding.events:
        console.print(Text("no event\n", style="dim"))
        return
    table = Table(box=SIMPLE_HEAD, padding=(0, 1, 0, 0), pad_edge=False, show_edge=False)
    if console.width < _WIDE:
        _fill_narrow(table, coding.events)
    else:
        _fill_wide(table, coding.events)
    console.print(table)
    console.print()


def _fill_wide(table: Table, events: list[Event]) -> None:
    table.add_column("Type", min_width=10, overflow="fold")
    table.add_column("Sides", min_width=14, ratio=3, overflow="fold")
    table.add_column("Place", min_width=10, ratio=2, overflow="fold")
    table.add_column("Date", min_width=11, overflow="fold")
    table.add_column("Killed", justify="right", no_wrap=True)
    table.add_column("Injured", justify="right", no_wrap=True)
    table.add_column("According to", min_width=9, ratio=1, overflow="fold")
    table.add_column("Status", no_wrap=True)
    for event in events:
        table.add_row(
            _type(event),
            _plain(sides_text(event)),
            _plain(place_text(event.place)),
            _plain(date_text(event.time)),
            Text(_count(event, "killed")),
            Text(_count(event, "injured")),
            _credits(event),
            _status(event),
        )


def _fill_narrow(table: Table, events: list[Event]) -> None:
    table.add_column("Type, status", min_width=11, overflow="fold")
    table.add_column("Sides", min_width=14, ratio=4, overflow="fold")
    table.add_column("Place, date", min_width=14, ratio=4, overflow="fold")
    table.add_column("Killed,\ninjured", no_wrap=True)
    table.add_column("According to", min_width=9, ratio=2, overflow="fold")
    for event in events:
        table.add_row(
            _stack(_type(event), *([] if event.status == "happened" else [_status(event)])),
            _plain(sides_text(event)),
            _stack(_plain(place_text(event.place)), _plain(date_text(event.time))),
            _stack(*(Text(_count(event, harm) or "·") for harm in _COUNTED)) if _has_counts(event) else Text(),
            _credits(event),
        )
        table.add_row()


def _type(event: Event) -> Text:
    return Text(one_line(label(event.type)), style="bold")


def _status(event: Event) -> Text:
    return Text(event.status, style=_STATUS_STYLES[event.status])


def _credits(event: Event) -> Text:
    return _plain("; ".join(credit.source for credit in event.attribution))


def _plain(words: str) -> Text:
    return Text(one_line(words))


def _stack(*lines: Text) -> Text:
    return Text("\n").join(line for line in lines if line.plain)


def _has_counts(event: Event) -> bool:
    return any(casualty_sum(event, harm) for harm in _COUNTED)


def _count(event: Event, harm: Harm) -> str:
    count = casualty_sum(event, harm)
    return count_text(count) if count else ""
