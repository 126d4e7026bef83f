"""Reading dispatches from files, folders and standard input: `read_paths(["reports/"], on_error=print)`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from pathlib import Path

from marsad.model import Dispatch
from marsad.readers.dates import parse_date
from marsad.readers.plain import dispatch_from_text
from marsad.readers.sources import OnError, Source, find_sources, read_source

__all__ = ["Source", "dispatch_from_text", "find_sources", "parse_date", "read_paths", "read_source"]


def read_paths(
    paths: Iterable[str | Path],
    *,
    date: dt.date | None = None,
    source: str | None = None,
    on_error: OnError,
) -> Iterator[Dispatch]:
    """The dispatches in files, folders (searched with their subfolders, sorted) and standard input (`-`).

    Plain text, HTML (with the `html` extra), CSV, TSV, JSONL and JSON are told apart by name and content.
    `date` and `source` overrule what the dispatches say of themselves. Whatever cannot be read is passed to
    `on_error` as a `ReadError` (`ExtraMissing` for HTML without the extra) that names the file and the line;
    the rest is read. A dispatch without an id of its own takes the file's name without its ending as
    `external_id`, in a table followed by a colon and its line.
    """
    for found in find_sources(paths, on_error):
        yield from read_source(found, date=date, source_name=source, on_error=on_error)
