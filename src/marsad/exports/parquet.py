"""Marsad's own table of the record as Parquet, with typed columns."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from itertools import islice
from typing import Any, BinaryIO

from marsad.errors import ExtraMissing
from marsad.exports.happenings import Item, happenings
from marsad.exports.options import LeftOut, Options
from marsad.exports.record_rows import Kind, columns, kind_of, record_row
from marsad.exports.words import storable

_ROWS_AT_ONCE = 5000


def write(items: Iterable[Item], file: BinaryIO, options: Options) -> LeftOut:
    """Write a row for each event or incident; nothing is left out.

    Counts are int64, coordinates float64, flags bool, dates date32, moments UTC timestamps in microseconds; a count
    that the dispatch does not give is null. Raises `ExtraMissing` where pyarrow is not installed.
    """
    try:
        import pyarrow
        import pyarrow.parquet
    except ImportError:
        raise ExtraMissing("Parquet needs pyarrow: pip install 'marsad[parquet]'") from None
    types = {
        "text": pyarrow.string(),
        "integer": pyarrow.int64(),
        "number": pyarrow.float64(),
        "flag": pyarrow.bool_(),
        "date": pyarrow.date32(),
        "moment": pyarrow.timestamp("us", tz="UTC"),
    }
    names = columns(options)
    schema = pyarrow.schema([(name, types[kind_of(name)]) for name in names])
    rows = (record_row(item, options) for item in happenings(items))
    with pyarrow.parquet.ParquetWriter(file, schema, compression="zstd") as writer:
        while batch := list(islice(rows, _ROWS_AT_ONCE)):
            cells = {name: [_value(row[name], kind_of(name)) for row in batch] for name in names}
            writer.write_table(pyarrow.table(cells, schema=schema))
    return LeftOut()


def _value(value: Any, kind: Kind) -> Any:
    if value is None:
        return None
    if kind == "date":
        return dt.date.fromisoformat(value)
    if kind == "moment":
        return dt.datetime.fromisoformat(value)
    return storable(value) if kind == "text" else value
