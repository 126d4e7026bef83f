"""HTML pages: their main text, title, date and site (needs the `html` extra)."""

from __future__ import annotations

import codecs
import datetime as dt
import logging
import re
from collections.abc import Iterator
from io import BufferedReader

from marsad.errors import ExtraMissing, ReadError
from marsad.model import Dispatch
from marsad.readers.damage import DAMAGED, reason
from marsad.readers.decoding import decode, head_text, plain_newlines, read_all, refuse_binary
from marsad.readers.interface import About, Reader
from marsad.readers.plain import dispatch_from_text

_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]{3,30})", re.IGNORECASE)
_EMBEDDED = re.compile(rb"data:[\w/+.-]{1,100};base64,[A-Za-z0-9+/=%\s]*")
MAX_PAGE = 2_000_000
"""Bytes of markup without embedded pictures: the time that trafilatura takes can grow with their square."""

_LANGUAGE = re.compile(r"<html\b[^>]{0,400}?\slang\s*=\s*[\"']?\s*([a-z]{2,3})\b", re.IGNORECASE)


def read_html(
    data: bytes,
    *,
    stem: str | None = None,
    date: dt.date | None = None,
    source: str | None = None,
    url: str | None = None,
) -> Dispatch:
    """The dispatch in the bytes of an HTML page: the headline as its first line, then the main text.

    Offsets count in that extracted text. Only dates that the page itself states are taken. Arguments as in
    `read_plain`; `url` is the address that it was fetched from. The source is the site's name, else its host, else
    the author; the language is the one that the page declares. Raises `ReadError` where the page has no text,
    `ExtraMissing` without trafilatura.
    """
    try:
        from trafilatura import bare_extraction
    except ImportError as error:
        raise ExtraMissing("reading HTML needs trafilatura: pip install 'marsad[html]'") from error
    for name in ("trafilatura", "htmldate", "courlan", "justext"):
        logging.getLogger(name).setLevel(logging.CRITICAL)
    refuse_binary(data)
    data = _EMBEDDED.sub(b"", data)
    if len(data) > MAX_PAGE:
        raise ReadError(f"is a page of more than {MAX_PAGE // 1_000_000} MB of markup; save its text as .txt")
    markup, warnings = _markup(data)
    try:
        page = bare_extraction(
            markup,
            with_metadata=True,
            include_comments=False,
            date_extraction_params={"extensive_search": False, "original_date": True},
        )
    except DAMAGED as error:
        raise ReadError(f"is too damaged an HTML page ({reason(error)})") from error
    text = plain_newlines(page.text or "").strip() if page is not None and not isinstance(page, dict) else ""
    if page is None or isinstance(page, dict) or not text:
        raise ReadError("holds no article text; copy what the page shows into a .txt file")
    title = " ".join((page.title or "").split())
    if title and not _starts_with(text, title):
        text = f"{title}\n\n{text}"
    site = page.sitename or page.hostname or page.author
    language = _LANGUAGE.search(markup[:20_000])
    known = {
        "id": stem,
        "title": title,
        "date": page.date,
        "source": site,
        "url": page.url or url,
        "language": language[1] if language else None,
    }
    given = {key: value for key, value in known.items() if value}
    dispatch = dispatch_from_text(text, given, date=date, source=source)
    dispatch.warnings[:0] = warnings
    return dispatch


def is_html(head: bytes) -> bool:
    """Whether a source begins as an HTML page."""
    start = head_text(head)[:1000].lower()
    is_markup = start.startswith("<") and any(tag in start for tag in ("<html", "<head", "<body"))
    return is_markup or start.startswith("<!doctype html")


def _read(stream: BufferedReader, about: About) -> Iterator[Dispatch]:
    yield read_html(read_all(stream), stem=about.stem, date=about.date, source=about.source)


HTML = Reader("html", "an HTML page", (".html", ".htm", ".xhtml"), is_html, _read)


def _markup(data: bytes) -> tuple[str, list[str]]:
    declared = _CHARSET.search(data[:4096])
    if declared:
        try:
            return data.decode(codecs.lookup(declared[1].decode("ascii")).name), []
        except (LookupError, UnicodeError):
            pass  # the page says one thing and is another: go by its bytes, which warns
    return decode(data)


def _starts_with(text: str, title: str) -> bool:
    return " ".join(text[: 2 * len(title) + 40].split()).lower().startswith(title.lower())
