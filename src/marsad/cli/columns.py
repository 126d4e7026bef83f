"""Small tables for people."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from typing import TextIO

_NO_LIMIT = 10_000


def write_columns(stream: TextIO, titles: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Write aligned columns: as wide as the terminal, or as the content where the output is none."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from marsad.exports.words import one_line

    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold")
    for title in titles:
        table.add_column(title, overflow="fold")
    for row in rows:
        table.add_row(*(Text(one_line(cell)) for cell in row))
    if stream.isatty():
        Console(file=stream, highlight=False, markup=False, emoji=False).print(table)
        return
    plain = io.StringIO()
    Console(file=plain, width=_NO_LIMIT, color_system=None, highlight=False).print(table)
    for line in plain.getvalue().splitlines():
        stream.write(line.rstrip() + "\n")
