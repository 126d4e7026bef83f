"""Which readers are there? Marsad's own, and those that other packages register."""

from __future__ import annotations

from functools import cache
from importlib.metadata import EntryPoint, entry_points

from marsad.errors import DataError, ReadError
from marsad.readers.damage import DAMAGED, reason
from marsad.readers.docx import DOCX
from marsad.readers.feeds import FEED
from marsad.readers.html import HTML
from marsad.readers.interface import Reader
from marsad.readers.mail import EML, MBOX
from marsad.readers.parquet import PARQUET
from marsad.readers.pdf import PDF
from marsad.readers.plain import PLAIN
from marsad.readers.tables import CSV, JSON, JSONL, TSV
from marsad.readers.telegram import TELEGRAM
from marsad.readers.warc import WARC

GROUP = "marsad.readers"
"""The group of entry points under which a package registers its `Reader`."""

OWN = (PDF, DOCX, PARQUET, WARC, HTML, FEED, MBOX, EML, TELEGRAM, JSONL, JSON, CSV, TSV)
"""Marsad's readers but the last, plain text, in the order in which they look at a source without a known ending."""


@cache
def readers() -> tuple[Reader, ...]:
    """All readers in the order in which they look at content: Marsad's, those of others, plain text.

    Raises `DataError` where another package's reader cannot be loaded.
    """
    others = sorted(entry_points(group=GROUP), key=lambda entry: entry.name)
    return (*OWN, *map(_loaded, others), PLAIN)


def readers_of(file_name: str) -> tuple[Reader, ...]:
    """The readers for a file's name, those of others first, so that a package can take over an ending."""
    name = file_name.lower()
    own = [reader for reader in (*OWN, PLAIN) if name.endswith(reader.endings)]
    others = [reader for reader in readers() if reader not in (*OWN, PLAIN) and name.endswith(reader.endings)]
    return (*others, *own)


def recognised(head: bytes) -> Reader:
    """The reader for a source by its first bytes. Raises `ReadError` for XML that none knows."""
    found = next(reader for reader in readers() if reader.sniff(head))
    if found is PLAIN and head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<?xml"):
        raise ReadError("is XML, but neither a feed nor a page")
    return found


_BROKEN: tuple[type[Exception], ...] = (ImportError, OSError, RuntimeError, SyntaxError, *DAMAGED)


def _loaded(entry: EntryPoint) -> Reader:
    package = entry.dist.name if entry.dist else "unknown"
    try:
        found = entry.load()
    except _BROKEN as error:
        raise DataError(
            f"the reader '{entry.name}' of the package '{package}' cannot be loaded ({reason(error)}): "
            f"pip uninstall {package}, or mend it"
        ) from error
    if not isinstance(found, Reader):
        raise DataError(
            f"the reader '{entry.name}' of the package '{package}' is no marsad.readers.Reader: "
            f"pip uninstall {package}, or mend it"
        )
    return found
