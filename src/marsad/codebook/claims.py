"""Words by which a dispatch claims a rank for what it tells (`data/claims.toml`)."""

from __future__ import annotations

from functools import cache
from typing import Literal

from pydantic import BaseModel, ConfigDict

from marsad.codebook.files import read_toml, validated
from marsad.codebook.types import event_types
from marsad.errors import DataError

_FILE = "claims.toml"

Unit = Literal["day", "week", "month", "year"]


class _Words(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Superlatives(_Words):
    """`[superlatives]`: what each word compares is explained in the file."""

    killed: list[str]
    strength: list[str]
    number: list[str]
    fewest: list[str]


class Tolls(_Words):
    """`[tolls]`: nouns for the number of killed, and the adjectives that add up a unit of time."""

    nouns: list[str]
    day: list[str]
    week: list[str]
    month: list[str]
    year: list[str]


class Units(_Words):
    """`[units]`: nouns of time that are compared as a whole."""

    day: list[str]
    week: list[str]
    month: list[str]
    year: list[str]


class Noun(_Words):
    """Nouns for what is ranked, and the event types that they mean; none: those of the event itself."""

    words: list[str]
    types: list[str]


class _Ordinals(_Words):
    names: list[str]


class _Cautious(_Words):
    before: list[str]
    inside: list[str]


class _Open(_Words):
    words: list[str]


class Areas(_Words):
    """`[areas]`: words for the place of the event, its province and its country."""

    town: list[str]
    admin1: list[str]
    country: list[str]


class _Plain(_Words):
    words: list[str]


class ClaimWords(_Words):
    """The whole file."""

    superlatives: Superlatives
    ordinals: _Ordinals
    cautious: _Cautious
    areas: Areas
    plain: _Plain
    tolls: Tolls
    units: Units
    open: _Open
    noun: list[Noun]


@cache
def claim_words() -> ClaimWords:
    """The words, read once. Raises `DataError` where the file breaks its schema or names a type that is none."""
    words = validated(ClaimWords, read_toml(_FILE), _FILE, "the file")
    for noun in words.noun:
        for key in noun.types:
            if key not in event_types():
                raise DataError(f"{_FILE}: noun {noun.words[0]!r}: unknown type {key!r}")
    return words
