"""Word documents: paragraphs and tables in their order (needs the `docx` extra)."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from io import BufferedReader
from typing import TYPE_CHECKING

from marsad.errors import ExtraMissing, ReadError
from marsad.model import Dispatch
from marsad.readers.damage import DAMAGED, reason
from marsad.readers.decoding import read_all
from marsad.readers.interface import About, Reader
from marsad.readers.plain import MAX_CHARACTERS, dispatch_from_text

if TYPE_CHECKING:
    from docx.document import Document
    from docx.table import Table

MAX_UNPACKED = 200_000_000
"""Bytes of all parts of a document when unpacked, pictures included."""

MAX_PART = 20_000_000
"""Bytes of one part of XML when unpacked; a million characters take some ten."""

MAX_PARTS = 5000


def read_docx(data: bytes, about: About) -> Dispatch:
    """The dispatch in the bytes of a Word document; cells of a table row are separated by tabs.

    Offsets count in that extracted text. Headers, footers, notes and comments are not read; the day on which the
    file was made is not taken for the day of publication. Raises `ReadError` where it is damaged, or unpacks to more
    than a document holds, `ExtraMissing` without python-docx.
    """
    try:
        import docx
        from docx.opc.exceptions import OpcError
        from lxml.etree import LxmlError
    except ImportError as error:
        raise ExtraMissing("reading Word documents needs python-docx: pip install 'marsad[docx]'") from error
    try:
        _refuse_bomb(data)
        document = docx.Document(io.BytesIO(data))
        text = _text(document)
        title = document.core_properties.title or ""
    except (OpcError, LxmlError, zipfile.BadZipFile, zipfile.LargeZipFile, OSError, *DAMAGED) as error:
        raise ReadError(f"is a damaged Word document ({reason(error)}); open it and save it anew") from error
    if not text.strip():
        raise ReadError("holds no text; what it shows may be pictures")
    known = {"id": about.stem or "", "title": " ".join(title.split())}
    return dispatch_from_text(text, known, date=about.date, source=about.source)


def _refuse_bomb(data: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = archive.infolist()
    names = {part.filename for part in parts}
    if "[Content_Types].xml" not in names:
        raise ReadError("is a zip archive but no Word document; unpack it first")
    if not any(name.startswith("word/") for name in names):
        raise ReadError("is an Office document but no Word document; save its text as .txt, a sheet as .csv")
    if len(parts) > MAX_PARTS:
        raise ReadError(f"has {len(parts):,} parts, which no Word document has")
    if any(part.flag_bits & 1 for part in parts):
        raise ReadError("is locked by a password; save it without one")
    unpacked = sum(part.file_size for part in parts)
    if unpacked > MAX_UNPACKED:
        raise ReadError(f"unpacks to {unpacked // 1_000_000:,} MB, more than a dispatch holds; save its text as .txt")
    for part in parts:
        if part.filename.endswith((".xml", ".rels")) and part.file_size > MAX_PART:
            size = part.file_size // 1_000_000
            raise ReadError(f"holds a part of {size:,} MB, more than a dispatch needs; save its text as .txt")


def _text(document: Document) -> str:
    from docx.table import Table

    pieces: list[str] = []
    length = 0
    for item in document.iter_inner_content():
        piece = _rows(item) if isinstance(item, Table) else item.text.strip()
        length += len(piece)
        if length > MAX_CHARACTERS:
            raise ReadError(f"holds more than {MAX_CHARACTERS:,} characters; split it up")
        if piece:
            pieces.append(piece)
    return "\n\n".join(pieces)


def _rows(table: Table) -> str:
    # cells of the XML, since `row.cells` repeats merged ones and takes quadratic time
    rows = (
        ["".join(piece.text or "" for piece in cell.iter(f"{_WORD}t")).strip() for cell in row.iter(f"{_WORD}tc")]
        for row in table._tbl.tr_lst
    )
    return "\n".join("\t".join(cell for cell in row if cell) for row in rows if any(row))


_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def _read(stream: BufferedReader, about: About) -> Iterator[Dispatch]:
    yield read_docx(read_all(stream), about)


DOCX = Reader(
    "docx",
    "a Word document",
    (".docx",),
    lambda head: head.startswith(b"PK\x03\x04"),
    _read,
    strict=True,
    binary=True,
)
