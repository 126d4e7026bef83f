"""Words that state a relation between two actors (`data/relations.toml`, codebook 4)."""

from __future__ import annotations

from functools import cache

from pydantic import BaseModel, ConfigDict

from marsad.codebook.files import read_toml, validated

_FILE = "relations.toml"


class Bonds(BaseModel):
    """The lists of `relations.toml`, each explained there. Lemmas in lower case."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    lead_verbs: frozenset[str]
    lead_nouns: frozenset[str]
    lesser: frozenset[str]
    member_nouns: frozenset[str]
    ranks: frozenset[str]
    backing: frozenset[str]
    backing_verbs: frozenset[str]
    backing_by: frozenset[str]
    allegiance: frozenset[str]
    supporting: frozenset[str]
    pledges: frozenset[str]
    allied_nouns: frozenset[str]
    part_nouns: frozenset[str]
    offices: frozenset[str]
    splinter_nouns: frozenset[str]
    part_verbs: frozenset[str]
    part_adjectives: frozenset[str]
    union_verbs: frozenset[str]
    rival_nouns: frozenset[str]
    feud_nouns: frozenset[str]
    turning: frozenset[str]
    kin: frozenset[str]
    former: frozenset[str]
    leaving: frozenset[str]


@cache
def lists_of() -> dict[str, frozenset[str]]:
    """For each word, the names of the lists that have it."""
    found: dict[str, set[str]] = {}
    for name in Bonds.model_fields:
        for word in getattr(bonds(), name):
            found.setdefault(word, set()).add(name)
    return {word: frozenset(names) for word, names in found.items()}


@cache
def bonds() -> Bonds:
    """The lists, read once. Raises `DataError` where the file breaks its schema."""
    return validated(Bonds, read_toml(_FILE), _FILE, "the file")
