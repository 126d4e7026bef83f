"""Words by which the coder tells whether something happened (`data/status.toml`)."""

from __future__ import annotations

from functools import cache

from pydantic import BaseModel, ConfigDict

from marsad.codebook.files import read_toml, validated

_FILE = "status.toml"


class StatusWords(BaseModel):
    """The lists of `status.toml`, each explained there. Lemmas in lower case."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    future: frozenset[str]
    plan: frozenset[str]
    vow: frozenset[str]
    warn: frozenset[str]
    aim_nouns: frozenset[str]
    ahead: frozenset[str]
    planned_adjectives: frozenset[str]
    modal: frozenset[str]
    conditional: frozenset[str]
    urge: frozenset[str]
    topic: frozenset[str]
    topic_nouns: frozenset[str]
    undone_prepositions: frozenset[str]
    charge: frozenset[str]
    nobody: frozenset[str]
    failed_adjectives: frozenset[str]
    failed_verbs: frozenset[str]
    failed_nouns: frozenset[str]
    called_off: frozenset[str]
    unreached: frozenset[str]
    ending: frozenset[str]
    deny: frozenset[str]
    claim: frozenset[str]
    claim_adverbs: frozenset[str]
    believe: frozenset[str]
    ongoing_words: frozenset[str]
    go_on: frozenset[str]
    underway: frozenset[str]
    habit: frozenset[str]
    long_since: frozenset[str]
    once: frozenset[str]
    usual: frozenset[str]
    trend: frozenset[str]
    count_nouns: frozenset[str]
    pointing: frozenset[str]
    keep: frozenset[str]
    cease: frozenset[str]
    vague: frozenset[str]
    troubles: frozenset[str]
    known_for: frozenset[str]
    causing: frozenset[str]


@cache
def status_words() -> StatusWords:
    """The lists, read once. Raises `DataError` where the file breaks its schema."""
    return validated(StatusWords, read_toml(_FILE), _FILE, "the file")
