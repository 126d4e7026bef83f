"""RSS and Atom feeds: their entries (needs the `feeds` extra). Fetching them is in `watching.py`."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from io import BufferedReader
from typing import Any

from marsad.errors import ExtraMissing, MarsadError, ReadError
from marsad.model import Dispatch
from marsad.readers.damage import DAMAGED, reason
from marsad.readers.dates import parse_date
from marsad.readers.decoding import byte_order_mark, head_text, read_all
from marsad.readers.interface import About, Reader
from marsad.readers.markup import text_of_markup
from marsad.readers.plain import dispatch_from_text

_ROOT = re.compile(r"<(?:\w{1,20}:)?(?:rss|feed|rdf)\b", re.IGNORECASE)
_ENTITY = re.compile(r"<!\s*ENTITY", re.IGNORECASE)
_PROLOGUE = 50_000


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a feed. `is_whole`: the feed carries the article, not only a summary of it."""

    id: str
    title: str
    url: str
    date: str
    text: str
    is_whole: bool


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed's title, its language as stated, and its entries in their order."""

    title: str
    language: str
    entries: list[Entry]


def read_feed(data: bytes) -> Feed:
    """The feed in some bytes.

    Raises `ReadError` where they are no feed, or a feed that declares entities of its own, which a feed has no use
    for and bombs have; `ExtraMissing` without feedparser.
    """
    try:
        import feedparser
    except ImportError as error:
        raise ExtraMissing("reading feeds needs feedparser: pip install 'marsad[feeds]'") from error
    prologue = data.decode(byte_order_mark(data) or "latin-1", "replace")[:_PROLOGUE]
    root = _ROOT.search(prologue)
    if root is None:
        raise ReadError("is no RSS or Atom feed")
    if _ENTITY.search(prologue):
        raise ReadError("is a feed that declares entities of its own (<!ENTITY); it is not read")
    try:
        # its clean-up of HTML takes time that grows with the square of broken markup, and only the words are wanted
        parsed = feedparser.parse(io.BytesIO(data), sanitize_html=False, resolve_relative_uris=False)
        title, language = _words(parsed.feed.get("title")), _words(parsed.feed.get("language"))
        entries = [_entry(entry) for entry in parsed.entries]
    except DAMAGED as error:
        raise ReadError(f"is a damaged feed ({reason(error)})") from error
    if not entries and parsed.bozo and not title:
        raise ReadError(f"is a damaged feed ({reason(parsed.bozo_exception)})")
    return Feed(title, language, entries)


def dispatch_of(entry: Entry, feed: Feed, about: About) -> Dispatch:
    """The dispatch in a feed's entry: the headline as its first line, then the text. Raises `ReadError` where empty."""
    known = {
        "id": entry.id or entry.url or about.stem or "",
        "title": entry.title,
        "date": entry.date,
        "source": feed.title,
        "url": entry.url,
        "language": feed.language,
    }
    text = entry.text
    if entry.title and not text.lower().startswith(entry.title.lower()):
        text = f"{entry.title}\n\n{text}"
    return dispatch_from_text(text, known, date=about.date, source=about.source)


def is_feed(head: bytes) -> bool:
    """Whether a source begins as an RSS or Atom feed."""
    text = head_text(head)
    return text.startswith("<") and _ROOT.search(text) is not None and "<html" not in text[:1000].lower()


def _entry(entry: Any) -> Entry:
    whole = [part.get("value") or "" for part in entry.get("content") or []]
    body = max(whole, key=len, default="")
    text = text_of_markup(body or entry.get("summary") or "")
    day = _words(entry.get("published" if "published" in entry else "updated"))
    parsed = entry.get("published_parsed" if "published" in entry else "updated_parsed")
    return Entry(
        id=_words(entry.get("id")),
        title=_words(text_of_markup(entry.get("title") or "")),
        url=_words(entry.get("link")),
        date=_stated(day) or (f"{parsed.tm_year:04}-{parsed.tm_mon:02}-{parsed.tm_mday:02}" if parsed else day),
        text=text,
        is_whole=bool(body.strip()),
    )


def _stated(day: str) -> str:
    # the day as the feed states it in its own time zone; feedparser's is that of UTC
    try:
        return parse_date(day).isoformat()
    except ValueError:
        return ""


def _words(value: object) -> str:
    return " ".join(str(value or "").split())


def _read(stream: BufferedReader, about: About) -> Iterator[Dispatch]:
    feed = read_feed(read_all(stream))
    if not feed.entries:
        raise ReadError("is a feed without entries")
    for number, entry in enumerate(feed.entries, 1):
        try:
            yield dispatch_of(entry, feed, about)
        except MarsadError as error:
            about.on_error(ReadError(f"entry {number} {error}"))


FEED = Reader("feed", "an RSS or Atom feed", (".rss", ".atom"), is_feed, _read, strict=True, holds_many=True)
