"""Marsad's own table of the record as CSV, and what every export in CSV shares."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TextIO

from marsad.exports.crosswalks import hxl_tags
from marsad.exports.happenings import Item, happenings
from marsad.exports.options import LeftOut, Options
from marsad.exports.record_rows import columns, record_row
from marsad.exports.tables import csv_cell


def write(items: Iterable[Item], file: TextIO, options: Options) -> LeftOut:
    """Write a row for each event or incident; nothing is left out. `file` is open with `newline=""`."""
    rows = (record_row(item, options) for item in happenings(items))
    write_rows(columns(options), rows, file, tags=hxl_tags(options.what) if options.hxl else None)
    return LeftOut()


def write_rows(
    names: Sequence[str], rows: Iterable[Mapping[str, Any]], file: TextIO, *, tags: Mapping[str, str] | None = None
) -> None:
    """Write rows as CSV (RFC 4180, comma, a header, empty cells for None); `tags` is the row under the header.

    Text that a spreadsheet would run as a formula gets a leading apostrophe (`tables.disarmed`).
    """
    writer = csv.writer(file, lineterminator="\r\n")
    writer.writerow(names)
    if tags is not None:
        writer.writerow([tags.get(name, "") for name in names])
    for row in rows:
        writer.writerow([csv_cell(row[name]) for name in names])
