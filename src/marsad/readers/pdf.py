"""PDF files: the words of their text layer (needs the `pdf` extra)."""

from __future__ import annotations

import io
import logging
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from io import BufferedReader

from marsad.errors import ExtraMissing, ReadError
from marsad.model import Dispatch
from marsad.readers.damage import DAMAGED, reason
from marsad.readers.decoding import plain_newlines, read_all
from marsad.readers.interface import About, Reader
from marsad.readers.lines import unwrapped
from marsad.readers.plain import MAX_CHARACTERS, dispatch_from_text

MAX_PAGES = 1000
"""A PDF of more pages is a book, not a dispatch."""

MAX_SHOWN = 200_000
"""Pieces of text that the pages show; pypdf takes some ten seconds for 50,000, and a line is a piece or a few."""

_SHOWS_TEXT = (b"Tj", b"TJ", b"'", b'"')
_NO_TITLE = re.compile(r"untitled|microsoft word|\.(?:docx?|pdf|indd|odt|rtf|qxd)\s*$", re.IGNORECASE)
_EDGE = 2
_REPEATED = 3


def read_pdf(data: bytes, about: About) -> Dispatch:
    """The dispatch in the bytes of a PDF: its pages' text with lines joined to paragraphs, running heads left out.

    Offsets count in that extracted text. The day on which the file was made is not taken for the day of
    publication. Raises `ReadError` where the PDF is damaged, locked, too long or without a text layer,
    `ExtraMissing` without pypdf.
    """
    try:
        from pypdf import PdfReader
        from pypdf.errors import DependencyError, PyPdfError
    except ImportError as error:
        raise ExtraMissing("reading PDF needs pypdf: pip install 'marsad[pdf]'") from error
    shown = 0

    def count(operator: bytes, *_: object) -> None:
        nonlocal shown
        shown += operator in _SHOWS_TEXT
        if shown > MAX_SHOWN:
            raise ReadError(f"shows more than {MAX_SHOWN:,} pieces of text, more than a dispatch has; split it up")

    damaged: tuple[type[Exception], ...] = (PyPdfError, *DAMAGED)
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        pdf = PdfReader(io.BytesIO(data))
        if pdf.is_encrypted and not pdf.decrypt(""):
            raise ReadError("is locked by a password; save it without one")
        if len(pdf.pages) > MAX_PAGES:
            raise ReadError(f"has {len(pdf.pages):,} pages; more than {MAX_PAGES:,} are no dispatch: split it up")
        pages: list[list[str]] = []
        length = 0
        for page in pdf.pages:
            lines = plain_newlines(page.extract_text(visitor_operand_before=count)).split("\n")
            length += sum(map(len, lines))
            if length > MAX_CHARACTERS:
                raise ReadError(f"holds more than {MAX_CHARACTERS:,} characters; split it up")
            pages.append([line.strip() for line in lines])
        title = (pdf.metadata.title if pdf.metadata else None) or ""
    except DependencyError as error:
        raise ReadError("is encrypted in a way that is not read here; save it without encryption") from error
    except damaged as error:
        raise ReadError(f"is a damaged PDF ({reason(error)}); open it and save it anew") from error
    text = unwrapped("\n".join("\n".join(lines) for lines in without_running_heads(pages)))
    if not any(char.isalpha() for char in text):
        raise ReadError("has no text layer: it is a scan; run text recognition (OCR) over it first")
    title = " ".join(str(title).split())
    known = {"id": about.stem or "", "title": "" if _NO_TITLE.search(title) else title}
    return dispatch_from_text(text, known, date=about.date, source=about.source)


def without_running_heads(pages: Sequence[Sequence[str]]) -> list[list[str]]:
    """The lines of pages without those at top and foot that come back on three pages or more, but for their number."""
    counts = Counter(key for page in pages for key in {_without_number(line) for line in _edges(page)})
    kept: list[list[str]] = []
    for page in pages:
        drop = {line for line in _edges(page) if counts[_without_number(line)] >= _REPEATED}
        kept.append([line for line in page if line not in drop])
    return kept


def _edges(page: Sequence[str]) -> list[str]:
    filled = [line for line in page if line]
    return [*filled[:_EDGE], *filled[-_EDGE:]]


def _without_number(line: str) -> str:
    return re.sub(r"\d+", "0", line)


def _read(stream: BufferedReader, about: About) -> Iterator[Dispatch]:
    yield read_pdf(read_all(stream), about)


PDF = Reader("pdf", "a PDF", (".pdf",), lambda head: b"%PDF-" in head[:1024], _read, strict=True, binary=True)
