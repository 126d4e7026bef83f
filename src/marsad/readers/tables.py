"""Tables of dispatches: CSV, TSV and JSONL, read row by row so that size does not matter; JSON arrays."""

from __future__ import annotations

import csv
import datetime as dt
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from io import BufferedReader, TextIOWrapper

from marsad.errors import ReadError
from marsad.model import Dispatch
from marsad.readers.columns import ColumnMap
from marsad.readers.decoding import MAX_BYTES, byte_order_mark, decode, head_text, read_all, refuse_binary
from marsad.readers.interface import About, OnError, Reader
from marsad.readers.plain import dispatch_from_text

_TEXTS = ("text", "body", "content")


@dataclass(frozen=True, slots=True)
class Rows:
    """How the rows of a table become dispatches.

    `stem` names rows without an id (`stem:line`); `date` and `source` overrule what rows say; `columns` says which
    columns hold what; rows that cannot be read go to `on_error` with their number and the others are read.
    """

    on_error: OnError
    stem: str = "row"
    date: dt.date | None = None
    source: str | None = None
    columns: ColumnMap = field(default_factory=ColumnMap)

    def read_jsonl(self, stream: BufferedReader) -> Iterator[Dispatch]:
        """One dispatch for each line of JSON with a `text` (or `body`, `content`).

        Where given, `id`, `date`, `title`, `source`, `url` and `language` are taken over. Text is kept as
        given, so that offsets count in it. Raises `ReadError` where the first object lacks a column of the map.
        """
        lines = _lines(stream, newline="\n")
        number = 0
        checked = False
        while line := lines.readline(MAX_BYTES):
            number += 1
            if len(line) == MAX_BYTES and not line.endswith("\n"):
                self._bad("line", number, f"is longer than {MAX_BYTES // 1_000_000} MB; split it up")
                while line and not line.endswith("\n"):
                    line = lines.readline(MAX_BYTES)
                continue
            text, warnings = _whole(line)
            if not text.strip():
                continue
            try:
                row = json.loads(text)
            except (ValueError, RecursionError) as error:
                self._bad("line", number, f"is not valid JSON ({_reason(error)})")
                continue
            if isinstance(row, dict) and not checked:
                self.columns.check(row)
                checked = True
            yield from self.dispatch("line", number, row, warnings)
        lines.detach()

    def read_json(self, data: bytes) -> Iterator[Dispatch]:
        """The dispatches of a JSON document: an object or an array of objects, as in `read_jsonl`.

        Raises `ReadError` where the document is no JSON.
        """
        refuse_binary(data)
        text, warnings = decode(data)
        if not text.strip():
            raise ReadError("is empty")
        try:
            document = json.loads(text)
        except (ValueError, RecursionError) as error:
            raise ReadError(f"is not valid JSON ({_reason(error)})") from error
        rows = document if isinstance(document, list) else [document]
        self.columns.check(next((row for row in rows if isinstance(row, dict)), {}))
        for number, row in enumerate(rows, 1):
            yield from self.dispatch("item", number, row, warnings)

    def read_csv(self, stream: BufferedReader, delimiter: str | None = None) -> Iterator[Dispatch]:
        """One dispatch for each row of a CSV with a header row; columns as in `read_jsonl`.

        `delimiter` None: the one of comma, semicolon, tab and bar that the header row holds most often.
        Raises `ReadError` where the header has no text column.
        """
        csv.field_size_limit(MAX_BYTES)
        lines = _lines(stream, newline="")
        first = lines.readline(MAX_BYTES)
        if not first.strip():
            raise ReadError("is empty")
        delimiter = delimiter or max(",;\t|", key=first.count)
        try:
            header = next(csv.reader([first], delimiter=delimiter))
        except csv.Error as error:
            raise ReadError(f"is no CSV: its header row cannot be read ({error})") from error
        columns = [_whole(name)[0].strip() for name in header]
        self.columns.check(columns)
        if not any(set(self.columns.fields_of(name)) & set(_TEXTS) for name in columns):
            shown = ", ".join(columns)[:300]
            raise ReadError(
                f"has no column 'text' (nor 'body' or 'content') among: {shown}; say which one holds the text: "
                "--columns text=NAME"
            )
        rows = csv.reader(self._short_lines(lines), delimiter=delimiter, strict=True)
        while True:
            number = rows.line_num + 2
            try:
                cells = next(rows, None)
            except csv.Error as error:
                self._bad("line", number, f"is no CSV ({error}); check its quotation marks")
                continue
            if cells is None:
                break
            if len(cells) > len(columns):
                reason = f"has {len(cells)} cells, the header {len(columns)}; put the text in quotation marks"
                self._bad("line", number, reason)
            elif any(cells):
                whole = [_whole(cell) for cell in cells]
                row = {name: cell for name, (cell, _) in reversed(list(zip(columns, whole, strict=False)))}
                yield from self.dispatch("line", number, row, [w for _, warnings in whole for w in warnings])
        lines.detach()

    def dispatch(self, unit: str, number: int, row: object, warnings: list[str]) -> Iterator[Dispatch]:
        """The dispatch of a row, none where it has no text (told to `on_error`); `unit` says what is counted."""
        if not isinstance(row, dict):
            self._bad(unit, number, "is no JSON object with a 'text'")
            return
        notes = list(warnings)
        fields = self._fields(row, notes)
        text = next((fields.pop(key) for key in _TEXTS if fields.get(key, "").strip()), "")
        if not text:
            self._bad(unit, number, "has no text")
            return
        given = {"id": f"{self.stem}:{number}", **{key: fields[key] for key in fields if key not in _TEXTS}}
        try:
            dispatch = dispatch_from_text(text, given, date=self.date, source=self.source)
        except ReadError as error:
            self._bad(unit, number, str(error))
            return
        dispatch.warnings[:0] = notes
        yield dispatch

    def _fields(self, row: Mapping[object, object], notes: list[str]) -> dict[str, str]:
        fields: dict[str, str] = {}
        for name, value in row.items():
            keys = self.columns.fields_of(str(name))
            if not keys or value is None:
                continue
            if isinstance(value, str | int | float) and not isinstance(value, bool):
                for key in keys:
                    fields.setdefault(key, str(value))
            else:
                notes.append(f"{name} ignored: it is neither text nor a number")
        return fields

    def _short_lines(self, lines: TextIOWrapper) -> Iterator[str]:
        """The lines of a CSV; one that is too long is told and passed over, so that memory stays bounded."""
        number = 1
        while line := lines.readline(MAX_BYTES):
            number += 1
            if len(line) < MAX_BYTES or line.endswith("\n"):
                yield line
                continue
            self._bad("line", number, f"is longer than {MAX_BYTES // 1_000_000} MB; split it up")
            while line and not line.endswith("\n"):
                line = lines.readline(MAX_BYTES)
            yield "\n"

    def _bad(self, unit: str, number: int, reason: str) -> None:
        self.on_error(ReadError(f"{unit} {number} {reason}"))


def _is_json(head: bytes) -> bool:
    text = head_text(head)
    if text.startswith("["):
        return text[1:].lstrip().startswith("{")
    first, newline, _ = text.partition("\n")
    return bool(text.startswith("{") and newline and not _is_object(first) and text[1:].lstrip().startswith('"'))


def _is_jsonl(head: bytes) -> bool:
    text = head_text(head)
    first, newline, _ = text.partition("\n")
    return text.startswith("{") and (not newline or _is_object(first))


def _is_object(line: str) -> bool:
    try:
        return isinstance(json.loads(line), dict)
    except (ValueError, RecursionError):
        return False


def _is_csv(head: bytes) -> bool:
    first, newline, _ = head_text(head).partition("\n")
    return bool(newline) and any(
        len(names) > 1 and {name.strip().strip('"').lower() for name in names} & set(_TEXTS)
        for names in (first.split(delimiter) for delimiter in ",;\t|")
    )


def _rows(about: About) -> Rows:
    return Rows(about.on_error, about.stem or "row", about.date, about.source, about.columns)


CSV = Reader(
    "csv",
    "a CSV table",
    (".csv",),
    _is_csv,
    lambda stream, about: _rows(about).read_csv(stream),
    holds_many=True,
)
TSV = Reader(
    "tsv",
    "a table with tabs",
    (".tsv",),
    lambda head: False,  # by its content it is a CSV
    lambda stream, about: _rows(about).read_csv(stream, "\t"),
    holds_many=True,
)
JSONL = Reader(
    "jsonl",
    "JSON Lines",
    (".jsonl", ".ndjson"),
    _is_jsonl,
    lambda stream, about: _rows(about).read_jsonl(stream),
    holds_many=True,
)
JSON = Reader(
    "json",
    "a JSON document",
    (".json",),
    _is_json,
    lambda stream, about: _rows(about).read_json(read_all(stream)),
    holds_many=True,
    only_named=True,
)


def _lines(stream: BufferedReader, newline: str) -> TextIOWrapper:
    mark = byte_order_mark(stream.peek(4)[:4])
    if mark == "utf-16":
        return TextIOWrapper(stream, mark, "replace", newline)
    return TextIOWrapper(stream, mark or "utf-8", "surrogateescape", newline)


def _whole(cell: str) -> tuple[str, list[str]]:
    """A string in which bytes that are no UTF-8 were escaped, decoded anew by itself."""
    if cell.isascii() or not any("\udc80" <= char <= "\udcff" for char in cell):
        return cell, []
    return decode(cell.encode("utf-8", "surrogateescape"))


def _reason(error: Exception) -> str:
    return error.msg if isinstance(error, json.JSONDecodeError) else "nested too deep, or a huge number"
