"""Which words is an event or a dispatch found by, and what does a typed query ask for?

Words are folded in Python (plain Latin letters and digits), so that both databases search the same words; SQLite keeps
them in FTS5 tables, PostgreSQL in a tsvector.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from anyascii import anyascii
from sqlalchemy import (
    ColumnElement,
    Dialect,
    Integer,
    Select,
    Table,
    bindparam,
    column,
    false,
    not_,
    select,
    table,
    text,
    true,
)
from sqlalchemy.dialects.postgresql import TSQUERY
from sqlalchemy.sql.functions import func

from marsad.model import Dispatch, Event, Span
from marsad.store.schema import dispatch_texts, event_texts

INDEXES = {event_texts.name: "event_search", dispatch_texts.name: "dispatch_search"}
"""SQLite's full-text index of each table with a column `words`."""
_LONGEST = 200_000
"""Characters of a dispatch that are searched: PostgreSQL keeps no more than a megabyte of words in a row."""
_LONGEST_WORD = 60
_LONGEST_SENTENCE = 600
_SHORTEST_BEGINNING = 3
_WORD = re.compile("[a-z0-9]+")
_JOINED = str.maketrans(dict.fromkeys("'’‘`´ʿʾʼ", ""))
_UNIT = re.compile(r'(-?)(?:"([^"]*)"?|(\S+))')
_SENTENCE_END = re.compile(r"[.!?]\s|\n")


def folded_words(text: str) -> list[str]:
    """The words of a text in small plain Latin letters and digits."""
    plain = anyascii(text[:_LONGEST].translate(_JOINED)).lower()
    return [word[:_LONGEST_WORD] for word in _WORD.findall(plain)]


def dispatch_words(dispatch: Dispatch) -> str:
    """What a search finds a dispatch by: title, source, id of the source, text."""
    parts = (dispatch.title, dispatch.source, dispatch.external_id, dispatch.text)
    return " ".join(folded_words("\n".join(part for part in parts if part)))


def event_words(event: Event, dispatch: Dispatch) -> str:
    """What a search finds an event by: its names, its type, the dispatch's title and the sentences that tell it."""
    place = event.place
    parts = [event.type.replace("_", " "), dispatch.title, place.name, place.within, place.admin1, place.admin2]
    parts += [participant.name for participant in event.participants]
    parts += [entry.text for entry in event.casualties]
    parts += [weapon.name for weapon in event.weapons] + [term.text for term in event.terms]
    parts += [credit.source for credit in event.attribution]
    parts += sentences(dispatch.text, event.evidence)
    return " ".join(folded_words("\n".join(dict.fromkeys(part for part in parts if part))))


def sentences(text: str, spans: list[Span]) -> list[str]:
    """The sentences in which spans stand, each once."""
    found = []
    for span in spans:
        earliest = max(0, span.start - _LONGEST_SENTENCE)
        ends = [end.end() for end in _SENTENCE_END.finditer(text, earliest, span.start)]
        after = _SENTENCE_END.search(text, span.end, span.end + _LONGEST_SENTENCE)
        found.append(text[ends[-1] if ends else earliest : after.end() if after else span.end + _LONGEST_SENTENCE])
    return list(dict.fromkeys(found))


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words that follow each other; `open`: the last one may go on ("kill" finds "killed")."""

    words: tuple[str, ...]
    open: bool


def read_query(query: str) -> tuple[list[Phrase], list[Phrase]]:
    """What a person typed: the phrases that must stand there, and those that must not.

    Words must all stand there, in any order, and may go on from three letters; "words in quotes" stand as written;
    a minus before either excludes it. Nothing that is typed is an error.
    """
    wanted: list[Phrase] = []
    unwanted: list[Phrase] = []
    for minus, quoted, bare in _UNIT.findall(query):
        words = tuple(folded_words(quoted or bare))
        if words:
            phrase = Phrase(words, open=bool(bare) and len(words[-1]) >= _SHORTEST_BEGINNING)
            (unwanted if minus else wanted).append(phrase)
    return wanted, unwanted


def finds(key: ColumnElement[int], texts: Table, query: str, dialect: Dialect) -> ColumnElement[bool]:
    """The condition that the row of `texts` under a key holds what a person typed."""
    wanted, unwanted = read_query(query)
    if not wanted and not unwanted:
        return false()
    matching = _in_sqlite if dialect.name == "sqlite" else _in_postgres
    condition = key.in_(matching(texts, wanted, all_of=True)) if wanted else true()
    return condition & not_(key.in_(matching(texts, unwanted, all_of=False))) if unwanted else condition


def _in_sqlite(texts: Table, phrases: list[Phrase], *, all_of: bool) -> Select[tuple[int]]:
    index = INDEXES[texts.name]
    words = (f'"{" ".join(phrase.words)}"{" *" if phrase.open else ""}' for phrase in phrases)
    typed = (" AND " if all_of else " OR ").join(words)
    rows = table(index, column("rowid", Integer))
    return select(rows.c.rowid).where(text(f"{index} MATCH :typed").bindparams(bindparam("typed", typed, unique=True)))


def _in_postgres(texts: Table, phrases: list[Phrase], *, all_of: bool) -> Select[tuple[int]]:
    words = (f"({' <-> '.join(phrase.words)}{':*' if phrase.open else ''})" for phrase in phrases)
    typed = (" & " if all_of else " | ").join(words)
    asked = func.to_tsquery("simple", typed, type_=TSQUERY)
    return select(texts.c.key).where(column("found_by", is_literal=True).op("@@")(asked))
