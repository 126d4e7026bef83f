"""Plain text: the reference form, front matter, or bare text."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BufferedReader

from marsad.errors import ReadError
from marsad.model import Dispatch
from marsad.readers.columns import FIELDS
from marsad.readers.dates import find_date, is_stamp, parse_date
from marsad.readers.decoding import decode, plain_newlines, read_all, refuse_binary, without_surrogates
from marsad.readers.interface import About, Reader

_IGNORED = frozenset(
    {
        "author", "by", "byline", "note", "country", "location", "place", "region", "tags", "topic", "format",
        "category", "keywords", "theme", "type", "updated", "last_updated", "accessed", "retrieved",
        "contact", "copyright",
    }
)  # fmt: skip
_REFERENCE = re.compile(r"\s*date[ \t]+(?P<date>\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4})(?=[ \t\n]|$)[ \t]*", re.IGNORECASE)
_FENCE = re.compile(r"\s*---[ \t]*\n")
_FENCE_END = re.compile(r"^(?:---|\.\.\.)[ \t]*(?:\n|$)", re.MULTILINE)
_LINE = re.compile(r"(?P<key>[A-Za-z][A-Za-z _-]{0,24}?)[ \t]*:(?:[ \t]+(?P<value>[^\n]*?))?[ \t]*(?:\n|$)")
MAX_CHARACTERS = 1_000_000
"""Longest text that is read as one dispatch; the parser's own limit, some 160,000 words."""

_MAX_HEADER = 8000
_MAX_TITLE = 300

NO_DATE = "no date: relative dates stay unknown; give --date or a line 'Date: 2021-01-24' at the top"


@dataclass(slots=True)
class Header:
    """What stands before the text itself: fields by their name in `FIELDS`, and where reading begins."""

    fields: dict[str, str] = field(default_factory=dict)
    body_start: int = 0


def read_plain(
    data: bytes, *, stem: str | None = None, date: dt.date | None = None, source: str | None = None
) -> Dispatch:
    """The dispatch in the bytes of a text file.

    `stem` (the file's name without its ending) becomes the external id where the header gives none; `date`
    and `source` overrule what the file says. Raises `ReadError` where there is no text.
    """
    refuse_binary(data)
    text, warnings = decode(data)
    dispatch = dispatch_from_text(plain_newlines(text), date=date, source=source)
    dispatch.external_id = dispatch.external_id or stem
    dispatch.warnings[:0] = warnings
    return dispatch


def dispatch_from_text(
    text: str, given: dict[str, str] | None = None, *, date: dt.date | None = None, source: str | None = None
) -> Dispatch:
    """The dispatch in a text, kept as it is: reference form, front matter or bare.

    `given` holds what is known besides the text (`title`, `date`, `source`, `url`, `id`, `language`); a
    header in the text fills what is missing. `date` and `source` overrule both. Raises `ReadError` where
    there is no text or more than `MAX_CHARACTERS`.
    """
    text = without_surrogates(text)
    if not text.strip():
        raise ReadError("is empty")
    if len(text) > MAX_CHARACTERS:
        raise ReadError(f"holds {len(text):,} characters; a dispatch may have {MAX_CHARACTERS:,}: split it up")
    header = read_header(text)
    if not any(char.isalpha() for char in text[header.body_start :]):
        raise ReadError("holds no words behind its header" if header.body_start else "holds no words")
    known = {key: without_surrogates(value) for key, value in (given or {}).items() if value.strip()}
    fields = {**header.fields, **known}
    warnings: list[str] = []
    if date is None:
        date = _stated_date(fields.get("date"), text, header.body_start, warnings)
    dispatch = Dispatch(
        external_id=fields.get("id"),
        source=source or fields.get("source"),
        date=date,
        title=fields.get("title") or _first_line(text, header.body_start),
        url=fields.get("url"),
        language=_language(fields.get("language"), text[header.body_start :], warnings),
        text=text,
        body_start=header.body_start,
    )
    dispatch.warnings += warnings
    return dispatch


def read_header(text: str) -> Header:
    """The header of a text: ` date YYYY-MM-DD TITLE`, a `---` block, or lines like `Title: …`.

    In the reference form reading begins at the title, which is part of the text; else behind the header. The
    header of bare text is empty.
    """
    reference = _REFERENCE.match(text)
    if reference:
        line_end = text.find("\n", reference.end())
        title = text[reference.end() : line_end if line_end >= 0 else len(text)].strip()
        fields = {"date": reference["date"]}
        if title and len(title) <= _MAX_TITLE:
            fields["title"] = title
        return Header(fields, reference.end())
    fence = _FENCE.match(text)
    return _fenced(text, fence.end()) if fence else _unfenced(text)


def _fenced(text: str, start: int) -> Header:
    close = _FENCE_END.search(text, start, start + _MAX_HEADER)
    if not close:
        return Header()
    fields: dict[str, str] = {}
    lines = 0
    for line in text[start : close.start()].split("\n"):
        match = _LINE.match(line)
        if match:
            lines += 1
            _keep(fields, match)
    return Header(fields, _behind(text, close.end())) if lines else Header()


def _unfenced(text: str) -> Header:
    fields: dict[str, str] = {}
    position = _behind(text, 0)
    while match := _LINE.match(text, position):
        if not _keep(fields, match):
            break
        position = match.end()
    return Header(fields, _behind(text, position)) if fields else Header()


def _keep(fields: dict[str, str], match: re.Match[str]) -> bool:
    """Take a header line's value; false where its name is not one of a header."""
    name = re.sub(r"[ -]+", "_", match["key"].strip()).lower()
    if name in _IGNORED:
        return True
    key = FIELDS.get(name)
    if key is None or key in ("text", "body", "content"):
        return False
    value = (match["value"] or "").strip()
    if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'":
        value = value[1:-1].strip()
    if value and value not in ("null", "~"):
        fields.setdefault(key, value)
    return True


def _behind(text: str, position: int) -> int:
    while position < len(text) and text[position].isspace():
        position += 1
    return position


def _stated_date(given: str | None, text: str, start: int, warnings: list[str]) -> dt.date | None:
    if given:
        try:
            return parse_date(given)
        except ValueError as error:
            warnings.append(f"date left empty: {error}")
            return None
    date, note = find_date(text, start)
    if note:
        warnings.append(note)
    elif date is None:
        warnings.append(NO_DATE)
    return date


def _first_line(text: str, start: int) -> str | None:
    """The headline of bare text: a short first line that does not end as a sentence and is not all of it."""
    position = start
    while position < len(text):
        end = text.find("\n", position)
        if end < 0:
            return None
        line = text[position:end].strip()
        if line and not is_stamp(line):
            rest = text[end:].strip()
            short = len(line) <= 250 and len(line.split()) <= 35
            return line if rest and short and not line.endswith((".", "!", "?", ":", ";", ",")) else None
        position = end + 1
    return None


def _language(given: str | None, body: str, warnings: list[str]) -> str | None:
    if given:
        code = given.strip().lower()[:2]
        if code != "en" and given.strip().lower() != "english":
            warnings.append(f"language is given as '{given.strip()[:20]}'; Marsad codes English")
            return code
        return "en"
    letters = [char for char in body[:2000] if char.isalpha()]
    if sum(char > "\u024f" for char in letters) > len(letters) / 2:
        warnings.append("the text is not in Latin letters; Marsad codes English")
        return None
    return "en"


def _read(stream: BufferedReader, about: About) -> Iterator[Dispatch]:
    yield read_plain(read_all(stream), stem=about.stem, date=about.date, source=about.source)


PLAIN = Reader("plain", "plain text", (".txt", ".text", ".md"), lambda head: True, _read)
