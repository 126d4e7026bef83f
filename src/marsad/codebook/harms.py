"""The words that tell harm to people (`data/harms.toml`) and the words by which people are counted
(`data/counting.toml`)."""

from __future__ import annotations

from functools import cache
from typing import cast

from pydantic import BaseModel, ConfigDict

from marsad.codebook.files import read_toml, validated
from marsad.codebook.lexicon import Words, split_words
from marsad.model import Harm


class HarmWords(BaseModel):
    """All words of one harm, as the file has them."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    verbs: list[str]
    states: list[str]
    nouns: list[str]
    marks: list[str]


Index = dict[str, list[tuple[Words, Harm]]]


class HarmIndex(BaseModel):
    """Phrases by their first word, longest first, for each way in which a word can tell harm."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    verbs: Index
    states: Index
    nouns: Index
    marks: Index


@cache
def harm_index() -> HarmIndex:
    """The harm words, read and checked once. Raises `DataError` where the file breaks its schema."""
    tables: dict[str, Index] = {"verbs": {}, "states": {}, "nouns": {}, "marks": {}}
    for harm, entry in read_toml("harms.toml").items():
        words = validated(HarmWords, entry, "harms.toml", harm)
        for field, index in tables.items():
            for phrase in getattr(words, field):
                parts = split_words(phrase)
                index.setdefault(parts[0], []).append((parts, cast(Harm, harm)))
    for index in tables.values():
        for found in index.values():
            found.sort(key=lambda pair: -len(pair[0]))
    return HarmIndex(**tables)


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class HeadWords(_Table):
    """Words for people, by how they are counted."""

    never: frozenset[str]
    generic: frozenset[str]
    collective: frozenset[str]
    counted_by_of: frozenset[str]
    plurals: frozenset[str]
    one_person: frozenset[str]
    ordinals: frozenset[str]
    pronouns: frozenset[str]
    kin: frozenset[str]
    person_endings: tuple[str, ...]
    abstract_endings: tuple[str, ...]


class CountingVerbs(_Table):
    """Verbs by whom they say to suffer."""

    strict: frozenset[str]
    leaving: frozenset[str]
    said_of: frozenset[str]
    being: frozenset[str]
    achieving: frozenset[str]
    finding: frozenset[str]
    wanting: frozenset[str]
    wounding: frozenset[str]
    telling: frozenset[str]


class CountingNouns(_Table):
    """Nouns that stand for the dead or for a toll."""

    bodies: frozenset[str]
    tolls: frozenset[str]
    conflicts: frozenset[str]
    lasting: frozenset[str]
    any_harm: frozenset[str]


class CountingPhrases(_Table):
    """Words that tie one count to another."""

    including: frozenset[str]
    among: frozenset[str]
    more: frozenset[str]
    adding: frozenset[str]
    updating: frozenset[str]
    contradicting: frozenset[str]
    running: tuple[str, ...]
    periods: tuple[str, ...]


class CountingWords(_Table):
    """All of `counting.toml`."""

    heads: HeadWords
    verbs: CountingVerbs
    nouns: CountingNouns
    phrases: CountingPhrases


@cache
def counting_words() -> CountingWords:
    """The words of counting, read and checked once. Raises `DataError` where the file breaks its schema."""
    return validated(CountingWords, read_toml("counting.toml"), "counting.toml", "file")
