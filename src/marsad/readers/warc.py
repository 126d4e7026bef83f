"""Web archives (WARC): the HTML pages that were answered in them (needs the `warc` and `html` extras)."""

from __future__ import annotations

import datetime as dt
import gzip
from collections.abc import Iterator
from contextlib import redirect_stderr
from dataclasses import dataclass
from io import BufferedReader, RawIOBase, StringIO
from typing import Any, cast

from marsad.errors import ExtraMissing, ReadError
from marsad.model import Dispatch
from marsad.readers.damage import DAMAGED, reason
from marsad.readers.decoding import MAX_BYTES
from marsad.readers.html import read_html
from marsad.readers.interface import About, Reader

_MAX_HEADER_LINE = 1_000_000
_MAX_RATIO = 200
"""How many times its packed size an archive may unpack to; pages pack to a fifth or a tenth."""
_UNSUSPICIOUS = 100_000_000
"""Bytes that any archive may unpack to."""
_HTML = ("text/html", "application/xhtml+xml")
_FOUND = "200"
_GZIP = b"\x1f\x8b"


@dataclass(frozen=True, slots=True)
class _Page:
    record: int
    url: str
    retrieved_at: dt.datetime | None
    data: bytes


class _Packed:
    """What was read of a packed stream."""

    def __init__(self, stream: BufferedReader) -> None:
        self._stream = stream
        self.size = 0

    def read(self, size: int = -1) -> bytes:
        data = self._stream.read(size)
        self.size += len(data)
        return data


class _Unpacked(RawIOBase):
    """An unpacked stream. Raises `ReadError` where it unpacks to far more than pages do."""

    def __init__(self, stream: BufferedReader) -> None:
        self._packed = _Packed(stream)
        self._unpacked = gzip.GzipFile(fileobj=cast(Any, self._packed))
        self._size = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        data = self._unpacked.read1(len(buffer))
        buffer[: len(data)] = data
        self._size += len(data)
        if self._size > max(_UNSUSPICIOUS, _MAX_RATIO * self._packed.size):
            raise ReadError(f"unpacks to more than {_MAX_RATIO} times its size, as no web archive does")
        return len(data)


def read_warc(stream: BufferedReader, about: About) -> Iterator[Dispatch]:
    """One dispatch for each HTML page that a server answered with success; other records are passed over.

    The address and the time of retrieval are the archive's. A page without article text is told to `on_error`.
    Raises `ReadError` where the archive is damaged, `ExtraMissing` without warcio or trafilatura.
    """
    for page in _pages(stream):
        try:
            if len(page.data) > MAX_BYTES:
                raise ReadError(f"is a page of more than {MAX_BYTES // 1_000_000} MB")
            dispatch = read_html(page.data, stem=page.url, date=about.date, source=about.source, url=page.url)
        except ReadError as error:
            about.on_error(ReadError(f"record {page.record} ({page.url[:100]}) {error}"))
            continue
        dispatch.retrieved_at = page.retrieved_at
        yield dispatch


def _pages(stream: BufferedReader) -> Iterator[_Page]:
    try:
        from warcio.archiveiterator import ArchiveIterator
        from warcio.bufferedreaders import ChunkedDataException, DecompressingBufferedReader
        from warcio.exceptions import ArchiveLoadFailed
    except ImportError as error:
        raise ExtraMissing("reading web archives needs warcio: pip install 'marsad[warc]'") from error

    class Lines(DecompressingBufferedReader):  # type: ignore[misc]
        """warcio's reader with a bound on the length of a header line."""

        def readline(self, length: int | None = None) -> bytes:
            line: bytes = super().readline(min(length or _MAX_HEADER_LINE, _MAX_HEADER_LINE))
            if len(line) == _MAX_HEADER_LINE:
                raise ReadError("is a damaged web archive: a line of its header has no end")
            return line

    # unpacked here, so that archives that were packed as a whole are read as well
    unpacked = BufferedReader(_Unpacked(stream)) if stream.peek(2)[:2] == _GZIP else stream
    number = pages = 0
    try:
        records = ArchiveIterator(unpacked)
        records.reader = Lines(records.fh)
        while (record := _next(records)) is not None:
            number += 1
            if not _is_page(record):
                continue
            pages += 1
            with redirect_stderr(StringIO()):
                data = record.content_stream().read(MAX_BYTES + 1)
            headers = record.rec_headers
            url = " ".join((headers.get_header("WARC-Target-URI") or "").split())
            yield _Page(number, url, _time(headers.get_header("WARC-Date")), data)
    except (ArchiveLoadFailed, ChunkedDataException, OSError, *DAMAGED) as error:
        raise ReadError(f"is a damaged web archive behind record {number} ({reason(error)})") from error
    if not pages:
        raise ReadError(f"holds no HTML page among its {number} records")


def _next(records: Any) -> Any:
    # warcio writes about damage to standard error; what matters of it is told by the pages that are missing
    with redirect_stderr(StringIO()):
        return next(records, None)


def _is_page(record: Any) -> bool:
    if record.rec_type != "response" or record.http_headers is None:
        return False
    kind = (record.http_headers.get_header("Content-Type") or "").partition(";")[0].strip().lower()
    return kind in _HTML and record.http_headers.get_statuscode() == _FOUND


def _time(value: str | None) -> dt.datetime | None:
    try:
        found = dt.datetime.fromisoformat(value or "")
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=dt.UTC)


WARC = Reader(
    "warc",
    "a web archive",
    (".warc", ".warc.gz"),
    lambda head: head.startswith((b"WARC/", _GZIP)),
    read_warc,
    strict=True,
    binary=True,
    holds_many=True,
)
