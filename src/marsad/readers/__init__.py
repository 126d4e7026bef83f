"""Reading dispatches from files, folders and standard input: `read_paths(["reports/"], on_error=print)`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from pathlib import Path

from marsad.model import Dispatch
from marsad.readers.columns import ColumnMap, parse_columns
from marsad.readers.dates import parse_date
from marsad.readers.interface import About, OnError, Reader
from marsad.readers.plain import dispatch_from_text
from marsad.readers.sources import Source, find_sources, read_source

__all__ = [
    "About",
    "ColumnMap",
    "OnError",
    "Reader",
    "Source",
    "dispatch_from_text",
    "find_sources",
    "parse_columns",
    "parse_date",
    "read_paths",
    "read_source",
]


def read_paths(
    paths: Iterable[str | Path],
    *,
    date: dt.date | None = None,
    source: str | None = None,
    columns: ColumnMap | None = None,
    on_error: OnError,
) -> Iterator[Dispatch]:
    """The dispatches in files, folders (searched with their subfolders, sorted) and standard input (`-`).

    The formats of docs/reading.md are told apart by name and content. `date` and `source` overrule what the
    dispatches say of themselves; `columns` says which columns of tables hold what. Whatever cannot be read is passed
    to `on_error` as a `ReadError` (`ExtraMissing` for a format without its extra) that names the file and the line;
    the rest is read. A dispatch without an id of its own takes the file's name without its ending as
    `external_id`, in a table followed by a colon and its line.
    """
    for found in find_sources(paths, on_error):
        yield from read_source(found, date=date, source_name=source, columns=columns, on_error=on_error)
