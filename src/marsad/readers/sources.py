"""Files, folders and standard input: which reader each is for, and what went wrong with it by name."""

from __future__ import annotations

import datetime as dt
import io
import os
import stat
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from marsad.errors import ExtraMissing, MarsadError, ReadError
from marsad.model import Dispatch
from marsad.readers.columns import ColumnMap
from marsad.readers.decoding import refuse_binary
from marsad.readers.interface import About, OnError, Reader
from marsad.readers.plain import PLAIN
from marsad.readers.registry import readers, readers_of, recognised


@dataclass(frozen=True, slots=True)
class Source:
    """One file, or standard input (`path` None). `readers` are those for its ending; none: its content decides."""

    path: Path | None
    readers: tuple[Reader, ...] = ()

    @property
    def name(self) -> str:
        """The name for people; a name that is no valid text is shown with U+FFFD."""
        return os.fsencode(self.path).decode("utf-8", "replace") if self.path else "standard input"

    @property
    def holds_many(self) -> bool:
        """Whether only reading tells how many dispatches are in it."""
        return self.path is None or any(reader.holds_many for reader in self.readers)

    @property
    def stem(self) -> str | None:
        """The file's name without its ending, None for standard input."""
        if self.path is None:
            return None
        name = os.fsencode(self.path.name).decode("utf-8", "replace")
        known = [ending for reader in self.readers for ending in reader.endings if name.lower().endswith(ending)]
        longest = max(known, key=len, default=os.fsencode(self.path.suffix).decode("utf-8", "replace"))
        return name[: len(name) - len(longest)] or name


def find_sources(paths: Iterable[str | Path], on_error: OnError) -> list[Source]:
    """The files that the paths stand for, folders searched with their subfolders, sorted; `-` is stdin.

    Hidden files and files of other formats are passed over in folders. Missing paths, folders without rights
    and folders without anything readable go to `on_error`.
    """
    sources: list[Source] = []
    for given in paths:
        if str(given) == "-":
            sources.append(Source(None))
            continue
        path = Path(given)
        try:
            is_folder = stat.S_ISDIR(path.stat().st_mode)
        except (OSError, ValueError) as error:
            on_error(ReadError(f"{Source(path).name}: {_reason(error)}"))
            continue
        if is_folder:
            sources += _in_folder(path, on_error)
        else:
            sources.append(_source(path))
    return sources


def read_source(
    source: Source,
    *,
    date: dt.date | None = None,
    source_name: str | None = None,
    columns: ColumnMap | None = None,
    on_error: OnError,
) -> Iterator[Dispatch]:
    """The dispatches of one source, each with the name of its reader.

    What cannot be read goes to `on_error` with the source's name.
    """

    def report(error: MarsadError) -> None:
        on_error(type(error)(f"{source.name}: {error}"))

    about = About(report, source.stem, date, source_name, columns or ColumnMap())
    try:
        if source.path is None:
            raw = sys.stdin.buffer
            stream = raw if isinstance(raw, io.BufferedReader) else io.BufferedReader(io.BytesIO(raw.read()))
            yield from _read(stream, source, about)
        else:
            with source.path.open("rb") as file:
                yield from _read(file, source, about)
    except OSError as error:
        report(ReadError(_reason(error)))
    except (ReadError, ExtraMissing) as error:
        report(error)


def sniff(head: bytes) -> str:
    """The name of the reader for a source by its first bytes. Raises `ReadError` for XML that none knows."""
    return recognised(head).name


def _read(stream: io.BufferedReader, source: Source, about: About) -> Iterator[Dispatch]:
    head = stream.peek(8192)[:8192]
    if not head:
        raise ReadError("is empty")
    reader = _by_ending(source, head) if source.readers else _by_content(source, head, about)
    for dispatch in reader.read(stream, about):
        dispatch.reader = dispatch.reader or reader.name
        yield dispatch


def _by_ending(source: Source, head: bytes) -> Reader:
    fitting = [reader for reader in source.readers if reader.sniff(head)]
    if fitting:
        return fitting[0]
    expected = next((reader for reader in source.readers if not reader.strict), source.readers[-1])
    if not expected.binary:
        refuse_binary(head)
    found = next(reader for reader in readers() if reader.sniff(head))
    markup = found.name in ("html", "feed")
    if expected.strict or found.binary or (markup and expected.name != "html"):
        raise ReadError(f"is not {expected.what}, as its ending says, but {_shown(found, head)}")
    return expected


def _by_content(source: Source, head: bytes, about: About) -> Reader:
    found = recognised(head)
    if found.binary and source.path is not None and source.path.suffix.lower() in PLAIN.endings:
        raise ReadError(f"is {found.what} by its content; let its name end in {found.endings[0]}")
    if not found.binary:
        refuse_binary(head)
    if found is PLAIN and source.path is None and about.columns.columns:
        raise ReadError("is no table by its first line; save it with the ending .csv or .jsonl to use --columns")
    return found


def _shown(found: Reader, head: bytes) -> str:
    try:
        refuse_binary(head)
    except ReadError as error:
        return str(error).removeprefix("is ")
    return f"{found.what}; let its name end in {found.endings[0]}"


def _source(path: Path) -> Source:
    found = readers_of(path.name)
    # a .txt may be a saved page or a table, so that its content decides
    return Source(path, () if found and found[0] is PLAIN else found)


def _in_folder(folder: Path, on_error: OnError) -> list[Source]:
    found: list[Source] = []
    refused: list[OSError] = []
    for parent, folders, files in os.walk(folder, onerror=refused.append):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(files):
            if not name.startswith(".") and any(not reader.only_named for reader in readers_of(name)):
                found.append(_source(Path(parent, name)))
    for error in refused:
        on_error(ReadError(f"{Source(Path(error.filename)).name}: {_reason(error)}"))
    if not found and not refused:
        endings = " ".join(sorted({end for reader in readers() if not reader.only_named for end in reader.endings}))
        on_error(ReadError(f"{Source(folder).name}: no dispatch in this folder; it may hold {endings}"))
    return found


def _reason(error: OSError | ValueError) -> str:
    if isinstance(error, FileNotFoundError):
        return "no such file or folder"
    if isinstance(error, PermissionError):
        return "no permission to read it"
    if isinstance(error, OSError) and error.strerror:
        return f"cannot be read ({error.strerror})"
    return f"cannot be read ({error})"
