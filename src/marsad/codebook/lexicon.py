"""The word lists by which an event is found: classes of words, triggers, refinements (`data/*.toml`).

Phrases are matched on lemmas in lower case. A hyphen is a word of its own, as the tokenizer has it.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Literal

from pydantic import BaseModel, ConfigDict

from marsad.codebook.files import read_toml, validated
from marsad.codebook.types import event_types
from marsad.errors import DataError

FAMILIES = ("explosion", "bombing", "fire", "violence", "kill", "harm")
"""Open families of triggers: `refinements.toml` decides their type."""

_PSEUDO_CLASSES = {
    "place", "actor", "people", "person", "weapon", "event", "able", "armed", "state", "toponym", "speaker", "none",
}  # fmt: skip

Words = tuple[str, ...]

SHOT_DEAD = "shot-dead"
"""The lemma that "shot dead" is read as; one word, although it has a hyphen."""


class Trigger(BaseModel):
    """Words that may tell an event, and what must stand around them (see the head of `triggers.toml`)."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    type: str
    verbs: list[str] = []
    nouns: list[str] = []
    object: list[str] = []
    subject: list[str] = []
    complement: list[str] = []
    mover: list[str] = []
    prep: list[str] = []
    without: list[str] = []
    unless_instrument: list[str] = []
    needs_word: list[str] = []
    unless_word: list[str] = []
    not_subject: list[str] = []
    place_needed: bool = False
    sides: Literal["", "swap", "goal", "giver"] = ""
    weak: bool = False
    passive: bool = False
    political: bool = False
    rank: int = 0


class Refinement(BaseModel):
    """One rule that turns an open family into a type."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    families: list[str]
    instrument: str = ""
    target: str = ""
    target_plural: bool = False
    doer: str = ""
    words: list[str] = []
    type: str
    generic: bool = False


class Lexicon(BaseModel):
    """All word lists, indexed by their first word for matching."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    classes: dict[str, dict[Words, frozenset[str]]]
    verbs: dict[str, list[tuple[Words, Trigger]]]
    nouns: dict[str, list[tuple[Words, Trigger]]]
    refinements: list[Refinement]
    groups: dict[str, frozenset[str]]
    words: frozenset[str]

    def is_event(self, lemma: str) -> bool:
        """Whether a single noun tells an event: "attack", not the "air" of "air strike"."""
        return any(len(words) == 1 for words, _rule in self.nouns.get(lemma, ()))

    def in_class(self, lemma: str, name: str) -> bool:
        """Whether a single lemma belongs to a class."""
        return name in self.classes.get(lemma, {}).get((lemma,), frozenset())


def split_words(phrase: str) -> Words:
    """A phrase as the tokenizer would cut it: words, and hyphens between letters as words of their own."""
    if phrase == SHOT_DEAD:
        return (phrase,)
    return tuple(re.findall(r"[^\s-]+|-", phrase.lower()))


@cache
def lexicon() -> Lexicon:
    """The word lists, read and checked once. Raises `DataError` where a file breaks its schema."""
    groups: dict[str, frozenset[str]] = {}
    classes: dict[str, dict[Words, set[str]]] = {}
    for group, members in read_toml("classes.toml").items():
        groups[group] = frozenset(members)
        for name, phrases in members.items():
            if not isinstance(phrases, list):
                raise DataError(f"classes.toml: {group}.{name}: must be a list of words")
            for phrase in phrases:
                words = split_words(str(phrase))
                classes.setdefault(words[0], {}).setdefault(words, set()).add(name)
    known = {name for members in groups.values() for name in members} | _PSEUDO_CLASSES
    verbs: dict[str, list[tuple[Words, Trigger]]] = {}
    nouns: dict[str, list[tuple[Words, Trigger]]] = {}
    for rank, entry in enumerate(read_toml("triggers.toml").get("trigger", [])):
        where = f"trigger {rank + 1} ({entry.get('type')})"
        trigger = validated(Trigger, {"rank": rank, **entry}, "triggers.toml", where)
        _check(trigger, known, where)
        for index, phrases in ((verbs, trigger.verbs), (nouns, trigger.nouns)):
            for phrase in phrases:
                words = split_words(phrase)
                index.setdefault(words[0], []).append((words, trigger))
    for index in (verbs, nouns):
        for found in index.values():
            found.sort(key=lambda pair: (-len(pair[0]), pair[1].rank))
    refinements = [
        validated(Refinement, entry, "refinements.toml", f"refine {number + 1}")
        for number, entry in enumerate(read_toml("refinements.toml").get("refine", []))
    ]
    vocabulary = {word for table in (classes, verbs, nouns) for word in table}
    return Lexicon(
        classes={first: {w: frozenset(c) for w, c in entries.items()} for first, entries in classes.items()},
        verbs=verbs,
        nouns=nouns,
        refinements=refinements,
        groups=groups,
        words=frozenset(vocabulary),
    )


def _check(trigger: Trigger, known: set[str], where: str) -> None:
    if trigger.type not in event_types() and trigger.type not in FAMILIES:
        raise DataError(f"triggers.toml: {where}: unknown type {trigger.type!r}")
    for field in ("object", "subject", "complement", "mover", "without", "not_subject", "unless_instrument"):
        for name in getattr(trigger, field):
            if name not in known:
                raise DataError(f"triggers.toml: {where}: {field}: unknown class {name!r}")
