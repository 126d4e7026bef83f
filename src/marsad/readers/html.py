"""HTML pages: their main text, title, date and site (needs the `html` extra)."""

from __future__ import annotations

import codecs
import datetime as dt
import logging
import re

from marsad.errors import ExtraMissing, ReadError
from marsad.model import Dispatch
from marsad.readers.decoding import decode, plain_newlines, refuse_binary
from marsad.readers.plain import dispatch_from_text

_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]{3,30})", re.IGNORECASE)


def read_html(
    data: bytes, *, stem: str | None = None, date: dt.date | None = None, source: str | None = None
) -> Dispatch:
    """The dispatch in the bytes of an HTML page: the headline as its first line, then the main text.

    Offsets count in that extracted text. Only dates that the page itself states are taken. Arguments as in
    `read_plain`. Raises `ReadError` where the page has no text, `ExtraMissing` without trafilatura.
    """
    try:
        from trafilatura import bare_extraction
    except ImportError as error:
        raise ExtraMissing("reading HTML needs trafilatura: pip install 'marsad[html]'") from error
    for name in ("trafilatura", "htmldate", "courlan", "justext"):
        logging.getLogger(name).setLevel(logging.CRITICAL)
    refuse_binary(data)
    markup, warnings = _markup(data)
    page = bare_extraction(
        markup,
        with_metadata=True,
        include_comments=False,
        date_extraction_params={"extensive_search": False, "original_date": True},
    )
    text = plain_newlines(page.text or "").strip() if page is not None and not isinstance(page, dict) else ""
    if page is None or isinstance(page, dict) or not text:
        raise ReadError("holds no article text; copy what the page shows into a .txt file")
    title = " ".join((page.title or "").split())
    if title and not _starts_with(text, title):
        text = f"{title}\n\n{text}"
    site = page.sitename or page.hostname
    known = {"id": stem, "title": title, "date": page.date, "source": site, "url": page.url}
    given = {key: value for key, value in known.items() if value}
    dispatch = dispatch_from_text(text, given, date=date, source=source)
    dispatch.warnings[:0] = warnings
    return dispatch


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
