"""Bytes to text: which encoding, and what to do with bytes that are no text."""

from __future__ import annotations

import codecs
import re
from io import BufferedReader

from marsad.errors import ReadError

MAX_BYTES = 50_000_000
"""Largest text or HTML file, and largest table row, that is read; 400 words take about 2,500 bytes."""

_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))

_FOREIGN = (
    (b"%PDF", "a PDF; let its name end in .pdf"),
    (b"PK\x03\x04", "a zip archive or an Office document; let the name of a Word document end in .docx"),
    (b"\xd0\xcf\x11\xe0", "an old Office document; save it as .docx or .txt"),
    (b"{\\rtf", "an RTF document; save it as plain text"),
    (b"\x1f\x8b", "gzip-compressed; unpack it first (a web archive may stay so: let its name end in .warc.gz)"),
    (b"BZh", "bzip2-compressed; unpack it first"),
    (b"\xfd7zXZ", "xz-compressed; unpack it first"),
    (b"7z\xbc\xaf", "a 7z archive; unpack it first"),
    (b"\x89PNG", "an image, not text"),
    (b"\xff\xd8\xff", "an image, not text"),
    (b"GIF8", "an image, not text"),
    (b"SQLite format 3", "a database, not text"),
    (b"PAR1", "a Parquet table; let its name end in .parquet"),
)
_MULTIBYTE = re.compile(rb"[\xc3-\xf4][\x80-\xbf]")
_UNKNOWN = "\ufffd"
_SURROGATE = re.compile("[\ud800-\udfff]")


def read_all(stream: BufferedReader) -> bytes:
    """All bytes of a source that is held in memory as a whole. Raises `ReadError` where it is too large."""
    data = stream.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise ReadError(f"is larger than {MAX_BYTES // 1_000_000} MB; split it up, or make it a JSONL")
    return data


def head_text(head: bytes) -> str:
    """The first bytes of a source as text to recognise its format by, without mark and leading blanks."""
    return head.decode(byte_order_mark(head) or "utf-8", "replace").lstrip("\ufeff \t\r\n")


def byte_order_mark(head: bytes) -> str | None:
    """The encoding that a byte order mark announces, None where there is none."""
    return next((encoding for mark, encoding in _MARKS if head.startswith(mark)), None)


def refuse_binary(head: bytes) -> None:
    """Raise `ReadError` where the first bytes of a source are no text, saying what they are."""
    for magic, what in _FOREIGN:
        if head.startswith(magic):
            raise ReadError(f"is {what}")
    if b"\0" in head and not byte_order_mark(head):
        raise ReadError("is a binary file of no kind that is read here")


def decode(data: bytes) -> tuple[str, list[str]]:
    """The text of some bytes without its byte order mark, and warnings.

    UTF-8, or UTF-16 with its mark. Bytes that break UTF-8 are read as Windows-1252 where no valid UTF-8
    sequence stands beside them (typographic quotes from old word processors), else replaced by U+FFFD.
    """
    marked = byte_order_mark(data)
    try:
        return data.decode(marked or "utf-8"), []
    except UnicodeDecodeError:
        if marked:
            return data.decode(marked, "replace"), ["damaged Unicode: unreadable bytes became U+FFFD"]
    if _MULTIBYTE.search(data):
        text = data.decode("utf-8", "replace")
        return text, [f"broken UTF-8: {text.count(_UNKNOWN)} unreadable places became U+FFFD"]
    return data.decode("cp1252", "replace"), ["not UTF-8: read as Windows-1252; save it as UTF-8 if it looks wrong"]


def plain_newlines(text: str) -> str:
    """Every line end as `\\n`, as a text file is read."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def without_surrogates(text: str) -> str:
    """Half characters, which no file can hold, as U+FFFD; the length stays."""
    return _SURROGATE.sub(_UNKNOWN, text) if not text.isascii() else text
