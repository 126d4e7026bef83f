"""Tables of dispatches: CSV, TSV and JSONL, read row by row so that size does not matter; JSON arrays."""

from __future__ import annotations

import csv
import datetime as dt
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from io import BufferedReader, TextIOWrapper

from marsad.errors import ReadError
from marsad.model import Dispatch
from marsad.readers.decoding import MAX_BYTES, byte_order_mark, decode, refuse_binary
from marsad.readers.plain import FIELDS, dispatch_from_text

OnError = Callable[[ReadError], None]
_TEXTS = ("text", "body", "content")


@dataclass(frozen=True, slots=True)
class Rows:
    """How the rows of a table become dispatches.

    `stem` names rows without an id (`stem:line`); `date` and `source` overrule what rows say; rows that
    cannot be read go to `on_error` with their number and the others are read.
    """

    on_error: OnError
    stem: str = "row"
    date: dt.date | None = None
    source: str | None = None

    def read_jsonl(self, stream: BufferedReader) -> Iterator[Dispatch]:
        """One dispatch for each line of JSON with a `text` (or `body`, `content`).

        Where given, `id`, `date`, `title`, `source`, `url` and `language` are taken over. Text is kept as
        given, so that offsets count in it.
        """
        lines = _lines(stream, newline="\n")
        number = 0
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
            yield from self._dispatch("line", number, row, warnings)
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
        for number, row in enumerate(document if isinstance(document, list) else [document], 1):
            yield from self._dispatch("item", number, row, warnings)

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
        columns = [_whole(name)[0].strip().lower() for name in next(csv.reader([first], delimiter=delimiter))]
        if not any(name in _TEXTS for name in columns):
            shown = ", ".join(columns)[:200]
            raise ReadError(f"has no column 'text' (nor 'body' or 'content') among: {shown}")
        rows = csv.reader(lines, delimiter=delimiter, strict=True)
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
                yield from self._dispatch("line", number, row, [w for _, warnings in whole for w in warnings])
        lines.detach()

    def _dispatch(self, unit: str, number: int, row: object, warnings: list[str]) -> Iterator[Dispatch]:
        if not isinstance(row, dict):
            self._bad(unit, number, "is no JSON object with a 'text'")
            return
        fields: dict[str, str] = {}
        notes = list(warnings)
        for name, value in row.items():
            key = FIELDS.get(str(name).strip().lower().replace(" ", "_"))
            if key is None or value is None:
                continue
            if isinstance(value, str | int | float) and not isinstance(value, bool):
                fields.setdefault(key, str(value))
            else:
                notes.append(f"{name} ignored: it is neither text nor a number")
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

    def _bad(self, unit: str, number: int, reason: str) -> None:
        self.on_error(ReadError(f"{unit} {number} {reason}"))


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
