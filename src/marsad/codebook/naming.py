"""Words by which the coder tells who a noun phrase names (`data/naming.toml`)."""

from __future__ import annotations

from functools import cache

from pydantic import BaseModel, ConfigDict

from marsad.codebook.files import read_toml, validated

_FILE = "naming.toml"


class Naming(BaseModel):
    """The lists of `naming.toml`, each explained there. Lemmas in lower case."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    members: frozenset[str]
    leaders: frozenset[str]
    amounts: frozenset[str]
    former: frozenset[str]
    organisations: frozenset[str]
    anonymous: frozenset[str]
    anonymous_before: frozenset[str]
    unidentified: frozenset[str]
    arming: frozenset[str]
    state_words: frozenset[str]
    rebel_words: frozenset[str]
    both_words: frozenset[str]
    dropped: frozenset[str]
    owned: frozenset[str]
    titles: frozenset[str]
    mediators: frozenset[str]
    mediating_verbs: frozenset[str]
    claim_verbs: frozenset[str]
    responsibility: frozenset[str]
    blaming: frozenset[str]
    ousting: frozenset[str]
    denying: frozenset[str]
    supposing: frozenset[str]
    repelling: frozenset[str]
    suffering: frozenset[str]
    stumbling: frozenset[str]
    fighting: frozenset[str]
    of_victim: frozenset[str]
    persons: frozenset[str]
    allegiance: frozenset[str]
    lived_in: frozenset[str]
    telling_only: frozenset[str]
    surviving: frozenset[str]
    collectives: frozenset[str]
    having: frozenset[str]
    handing_over: frozenset[str]
    allying: frozenset[str]


@cache
def naming() -> Naming:
    """The lists, read once. Raises `DataError` where the file breaks its schema."""
    return validated(Naming, read_toml(_FILE), _FILE, "the file")
