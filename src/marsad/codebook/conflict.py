"""By which words and names does a dispatch tell of conflict? (`data/conflict.toml`)"""

from __future__ import annotations

import re
from functools import cache
from typing import Literal

from pydantic import BaseModel, ConfigDict

from marsad.codebook.files import read_toml, validated
from marsad.errors import DataError


class Topic(BaseModel):
    """Something else than conflict of which dispatches tell in some of its words.

    `marks` are the words that show the topic, of which `marks_needed` different ones must stand in the text; `shared`
    the words of conflict that it uses.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str
    marks_needed: int
    marks: frozenset[str]
    shared: frozenset[str]


class ConflictWords(BaseModel):
    """Words in lower case, in every form that counts; `phrases` are found anywhere in a text.

    `armed_kinds` are the kinds of actors, in ACLED's words, whose part in an event makes it one of conflict.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    words: frozenset[str]
    phrases: frozenset[str]
    ambiguous: frozenset[str]
    sport: frozenset[str]
    harm: frozenset[str]
    in_short_texts: frozenset[str]
    armed_kinds: frozenset[Literal["Rebel group", "Political militia", "Identity militia"]]
    topics: tuple[Topic, ...]


@cache
def conflict_words() -> ConflictWords:
    """The lists, read and checked once. Raises `DataError` where the file breaks its schema."""
    found = validated(ConflictWords, read_toml("conflict.toml"), "conflict.toml", "lists")
    twice = sorted((found.words & (found.ambiguous | found.in_short_texts)) | (found.ambiguous & found.in_short_texts))
    if twice:
        raise DataError(f"conflict.toml: {twice[0]!r} stands in two lists: leave it in one")
    return found


@cache
def conflict_phrases() -> re.Pattern[str]:
    """A pattern that finds any phrase of conflict in a text in lower case."""
    return re.compile("|".join(re.escape(phrase) for phrase in sorted(conflict_words().phrases, key=len, reverse=True)))
