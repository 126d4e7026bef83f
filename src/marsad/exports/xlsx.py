"""Marsad's own table of the record as an Excel workbook."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, BinaryIO

from marsad.errors import ExtraMissing, WriteError
from marsad.exports.crosswalks import hxl_tags
from marsad.exports.happenings import Item, happenings
from marsad.exports.options import LeftOut, Options
from marsad.exports.record_rows import columns, kind_of, record_row
from marsad.exports.tables import disarmed
from marsad.exports.words import storable

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

ROWS = 1_048_576
"""The rows of a sheet, its header among them: a limit of the format."""
CELL = 32_767
"""The characters of a cell: a limit of the format. Longer text is cut and ends with "…"."""


def write(items: Iterable[Item], file: BinaryIO, options: Options) -> LeftOut:
    """Write one sheet with a row for each event or incident, in constant memory; nothing is left out.

    Text is stored as text, never as a formula or a link, and disarmed as in the CSV, since a workbook is often saved as
    CSV. Moments are in UTC, since the format knows no time zone. Raises `ExtraMissing` where XlsxWriter is not
    installed and `WriteError` where the rows are more than a sheet holds.
    """
    try:
        import xlsxwriter
    except ImportError:
        raise ExtraMissing("Excel workbooks need XlsxWriter: pip install 'marsad[xlsx]'") from None
    names = columns(options)
    with xlsxwriter.Workbook(file, {"constant_memory": True}) as book:
        bold = book.add_format({"bold": True})
        formats = {
            "date": book.add_format({"num_format": "yyyy-mm-dd"}),
            "moment": book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"}),
        }
        sheet = book.add_worksheet(options.what)
        sheet.freeze_panes(1, 0)
        for column, name in enumerate(names):
            sheet.write_string(0, column, name, bold)
        at = 1
        if options.hxl:
            tags = hxl_tags(options.what)
            for column, name in enumerate(names):
                sheet.write_string(at, column, tags.get(name, ""))
            at += 1
        for item in happenings(items):
            if at == ROWS:
                raise WriteError(f"an Excel sheet holds {ROWS - 1:,} rows; filter, or export csv or parquet")
            row = record_row(item, options)
            for column, name in enumerate(names):
                _write_cell(sheet, at, column, row[name], formats.get(kind_of(name)))
            at += 1
    return LeftOut()


def _write_cell(sheet: Worksheet, row: int, column: int, value: Any, form: Any) -> None:
    if value is None or value == "":
        return
    if isinstance(value, bool):
        sheet.write_boolean(row, column, value)
    elif isinstance(value, int | float):
        sheet.write_number(row, column, value)
    elif form is not None:
        _write_moment(sheet, row, column, value, form)
    else:
        text = disarmed(storable(value))
        sheet.write_string(row, column, text if len(text) <= CELL else text[: CELL - 1] + "…")


def _write_moment(sheet: Worksheet, row: int, column: int, iso: str, form: Any) -> None:
    moment = dt.datetime.fromisoformat(iso)
    if moment.tzinfo is not None:
        moment = moment.astimezone(dt.UTC).replace(tzinfo=None)
    if moment.year < 1900:
        sheet.write_string(row, column, iso)
    else:
        sheet.write_datetime(row, column, moment, form)
