"""Parquet tables of dispatches, read some rows at a time (needs the `parquet` extra)."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterator
from io import BufferedReader
from typing import Any

from marsad.errors import ExtraMissing, ReadError
from marsad.model import Dispatch
from marsad.readers.damage import DAMAGED, reason
from marsad.readers.decoding import read_all
from marsad.readers.interface import About, Reader
from marsad.readers.tables import Rows

_BUFFER = 1_000_000
_ROWS = 16
"""Rows that are held in memory at a time; few, since a small file can repeat one huge value without end."""


def read_parquet(stream: BufferedReader, about: About) -> Iterator[Dispatch]:
    """One dispatch for each row, with the columns of a CSV or those of the column map.

    Raises `ReadError` where the table is damaged or lacks a column, `ExtraMissing` without pyarrow.
    """
    rows = Rows(about.on_error, about.stem or "row", about.date, about.source, about.columns)
    for number, row in enumerate(_table_rows(stream, about), 1):
        yield from rows.dispatch("row", number, {name: _plain(value) for name, value in row.items()}, [])


def _table_rows(stream: BufferedReader, about: About) -> Iterator[dict[str, Any]]:
    try:
        from pyarrow import ArrowException
        from pyarrow.parquet import ParquetFile
    except ImportError as error:
        raise ExtraMissing("reading Parquet needs pyarrow: pip install 'marsad[parquet]'") from error
    number = 0
    try:
        source = stream if stream.seekable() else io.BytesIO(read_all(stream))
        table = ParquetFile(source, pre_buffer=False, buffer_size=_BUFFER)
        present = [str(name) for name in table.schema_arrow.names]
        about.columns.check(present)
        wanted = [name for name in present if about.columns.fields_of(name)]
        if not any(set(about.columns.fields_of(name)) & {"text", "body", "content"} for name in wanted):
            shown = ", ".join(present)[:300]
            raise ReadError(f"has no column 'text' among: {shown}; say which one holds the text: --columns text=NAME")
        for batch in table.iter_batches(batch_size=_ROWS, columns=wanted, use_threads=False):
            for row in batch.to_pylist():
                number += 1
                yield row
    except (ArrowException, OSError, *DAMAGED) as error:
        raise ReadError(f"is a damaged Parquet table behind row {number} ({reason(error)})") from error


def _plain(value: object) -> object:
    if isinstance(value, dt.datetime | dt.date):
        return value.isoformat()
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else value


PARQUET = Reader(
    "parquet",
    "a Parquet table",
    (".parquet",),
    lambda head: head.startswith(b"PAR1"),
    read_parquet,
    strict=True,
    binary=True,
    holds_many=True,
)
