"""Words by which the coder knows sources and their kinds (`data/sources.toml`)."""

from __future__ import annotations

import re
from functools import cache

from pydantic import BaseModel, ConfigDict

from marsad.codebook.files import read_toml, validated

_FILE = "sources.toml"


class SourceWords(BaseModel):
    """The `[words]` of `sources.toml`, each list explained there. Lemmas in lower case."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    saying: frozenset[str]
    speaking: frozenset[str]
    recording: frozenset[str]
    according: frozenset[str]
    papers: frozenset[str]
    same: frozenset[str]


class Sources(BaseModel):
    """The whole file. `kinds` in the order in which they are tried."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    kinds: dict[str, list[str]]
    words: SourceWords


@cache
def sources() -> Sources:
    """The lists, read once. Raises `DataError` where the file breaks its schema."""
    return validated(Sources, read_toml(_FILE), _FILE, "the file")


@cache
def _patterns() -> list[tuple[str, re.Pattern[str]]]:
    return [
        (
            kind,
            re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, sorted(words, key=len, reverse=True))) + r")(?!\w)"),
        )
        for kind, words in sources().kinds.items()
    ]


@cache
def kind_of_source(name: str) -> str | None:
    """What kind of source a name is (`model.Attribution.kind`); None where nothing tells."""
    lower = name.lower()
    return next((kind for kind, pattern in _patterns() if pattern.search(lower)), None)
