"""Files, folders and standard input: which reader each is for, and what went wrong with it by name."""

from __future__ import annotations

import datetime as dt
import io
import json
import os
import stat
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from marsad.errors import ExtraMissing, MarsadError, ReadError
from marsad.model import Dispatch
from marsad.readers.decoding import MAX_BYTES, refuse_binary
from marsad.readers.html import read_html
from marsad.readers.plain import read_plain
from marsad.readers.tables import Rows

Kind = Literal["plain", "html", "csv", "tsv", "jsonl", "json"]
KINDS: dict[str, Kind] = {
    ".txt": "plain", ".text": "plain", ".md": "plain", ".html": "html", ".htm": "html", ".xhtml": "html",
    ".csv": "csv", ".tsv": "tsv", ".jsonl": "jsonl", ".ndjson": "jsonl",
}  # fmt: skip
"""Endings of file names that are read from folders; `.json` is read only where it is named itself."""
OnError = Callable[[MarsadError], None]


@dataclass(frozen=True, slots=True)
class Source:
    """One file, or standard input (`path` None). `kind` None: its content decides."""

    path: Path | None
    kind: Kind | None

    @property
    def name(self) -> str:
        """The name for people; a name that is no valid text is shown with U+FFFD."""
        return os.fsencode(self.path).decode("utf-8", "replace") if self.path else "standard input"

    @property
    def holds_many(self) -> bool:
        """Whether only reading tells how many dispatches are in it."""
        return self.path is None or self.kind in ("csv", "tsv", "jsonl", "json")

    @property
    def stem(self) -> str | None:
        """The file's name without its ending, None for standard input."""
        return os.fsencode(self.path.stem).decode("utf-8", "replace") if self.path else None


def find_sources(paths: Iterable[str | Path], on_error: OnError) -> list[Source]:
    """The files that the paths stand for, folders searched with their subfolders, sorted; `-` is stdin.

    Hidden files and files of other formats are passed over in folders. Missing paths, folders without rights
    and folders without anything readable go to `on_error`.
    """
    sources: list[Source] = []
    for given in paths:
        if str(given) == "-":
            sources.append(Source(None, None))
            continue
        path = Path(given)
        try:
            is_folder = stat.S_ISDIR(path.stat().st_mode)
        except (OSError, ValueError) as error:
            on_error(ReadError(f"{Source(path, None).name}: {_reason(error)}"))
            continue
        if is_folder:
            sources += _in_folder(path, on_error)
        else:
            sources.append(_source(path))
    return sources


def read_source(
    source: Source, *, date: dt.date | None = None, source_name: str | None = None, on_error: OnError
) -> Iterator[Dispatch]:
    """The dispatches of one source. What cannot be read goes to `on_error` with the source's name."""

    def report(error: MarsadError) -> None:
        on_error(type(error)(f"{source.name}: {error}"))

    try:
        if source.path is None:
            raw = sys.stdin.buffer
            stream = raw if isinstance(raw, io.BufferedReader) else io.BufferedReader(io.BytesIO(raw.read()))
            yield from _read(stream, source, date, source_name, report)
        else:
            with source.path.open("rb") as file:
                yield from _read(file, source, date, source_name, report)
    except OSError as error:
        report(ReadError(_reason(error)))
    except (ReadError, ExtraMissing) as error:
        report(error)


def _read(
    stream: io.BufferedReader, source: Source, date: dt.date | None, source_name: str | None, report: OnError
) -> Iterator[Dispatch]:
    head = stream.peek(8192)[:8192]
    refuse_binary(head)
    if not head:
        raise ReadError("is empty")
    kind = source.kind or sniff(head)
    rows = Rows(report, source.stem or "row", date, source_name)
    if kind == "jsonl":
        yield from rows.read_jsonl(stream)
    elif kind in ("csv", "tsv"):
        yield from rows.read_csv(stream, "\t" if kind == "tsv" else None)
    else:
        data = stream.read(MAX_BYTES + 1)
        if len(data) > MAX_BYTES:
            raise ReadError(f"is larger than {MAX_BYTES // 1_000_000} MB; make it a CSV or JSONL, a dispatch a row")
        if kind == "json":
            yield from rows.read_json(data)
        else:
            read = read_html if kind == "html" else read_plain
            yield read(data, stem=source.stem, date=date, source=source_name)


def sniff(head: bytes) -> Kind:
    """The format of a source from its first bytes, where its name does not tell."""
    text = head.decode("utf-8", "replace").lstrip("\ufeff \t\r\n")
    start = text[:1000].lower()
    is_markup = start.startswith("<") and any(tag in start for tag in ("<html", "<head", "<body"))
    if is_markup or start.startswith("<!doctype html"):
        return "html"
    if start.startswith(("<?xml", "<rss", "<feed")):
        raise ReadError("is XML; give plain text, HTML, CSV or JSONL")
    first, newline, _ = text.partition("\n")
    if text.startswith("["):
        return "json" if text[1:].lstrip().startswith("{") else "plain"
    if text.startswith("{"):
        if not newline:
            return "jsonl"
        try:
            return "jsonl" if isinstance(json.loads(first), dict) else "plain"
        except ValueError:
            return "json" if text[1:].lstrip().startswith('"') else "plain"
    for delimiter in ",;\t|":
        columns = [name.strip().strip('"').lower() for name in first.split(delimiter)]
        if newline and len(columns) > 1 and {"text", "body", "content"} & set(columns):
            return "csv"
    return "plain"


def _source(path: Path) -> Source:
    suffix = path.suffix.lower()
    kind: Kind | None = "json" if suffix == ".json" else KINDS.get(suffix)
    # a .txt may be a saved page, so that its content decides
    return Source(path, None if kind == "plain" else kind)


def _in_folder(folder: Path, on_error: OnError) -> list[Source]:
    found: list[Source] = []
    refused: list[OSError] = []
    for parent, folders, files in os.walk(folder, onerror=refused.append):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(files):
            path = Path(parent, name)
            if not name.startswith(".") and path.suffix.lower() in KINDS:
                found.append(_source(path))
    for error in refused:
        on_error(ReadError(f"{Source(Path(error.filename), None).name}: {_reason(error)}"))
    if not found and not refused:
        endings = " ".join(sorted(KINDS))
        on_error(ReadError(f"{Source(folder, None).name}: no dispatch in this folder; it may hold {endings}"))
    return found


def _reason(error: OSError | ValueError) -> str:
    if isinstance(error, FileNotFoundError):
        return "no such file or folder"
    if isinstance(error, PermissionError):
        return "no permission to read it"
    if isinstance(error, OSError) and error.strerror:
        return f"cannot be read ({error.strerror})"
    return f"cannot be read ({error})"
