"""Words by which the coder knows the items of demands and agreements (`data/terms.toml`)."""

from __future__ import annotations

from functools import cache

from pydantic import BaseModel, ConfigDict

from marsad.codebook.files import read_toml, validated

_FILE = "terms.toml"


class TermWords(BaseModel):
    """The lists of `terms.toml`, each explained there. Lemmas in lower case."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    demanding: frozenset[str]
    providing: frozenset[str]
    nouns: frozenset[str]
    deals: frozenset[str]
    announcing: tuple[str, ...]
    prepositions: dict[str, tuple[str, ...]]


@cache
def term_words() -> TermWords:
    """The lists, read once. Raises `DataError` where the file breaks its schema."""
    return validated(TermWords, read_toml(_FILE), _FILE, "the file")
