"""What need not be parsed: text without a word that could tell an event.

The gate is a superset by construction: a block passes when one of its words could be a form of a trigger's, harm's or
relation's first word. A dispatch must hold at least one word of conflict (`codebook/data/conflict.toml`), whether or
not the gate is used: talks, deals and demands elsewhere are not conflict events.
"""

from __future__ import annotations

import re
from functools import cache

from marsad.codebook.files import read_toml
from marsad.codebook.harms import harm_index
from marsad.codebook.lexicon import lexicon

_STEM = 4
_WORDS = re.compile(r"[a-z]+(?:[*_#@$][a-z]+)*")


@cache
def _conflict() -> tuple[frozenset[str], re.Pattern[str]]:
    words = read_toml("conflict.toml")
    phrases = sorted(words["phrases"], key=len, reverse=True)
    return frozenset(words["words"]), re.compile("|".join(re.escape(p) for p in phrases))


@cache
def _stems() -> tuple[frozenset[str], frozenset[str]]:
    firsts = set(lexicon().verbs) | set(lexicon().nouns)
    harms = harm_index()
    for index in (harms.verbs, harms.states, harms.nouns, harms.marks):
        firsts |= set(index)
    table = read_toml("conflict.toml")
    firsts |= set(table["relation_cues"])
    return frozenset(word[:_STEM] for word in firsts), frozenset(table["irregular"])


def tells_of_conflict(text: str) -> bool:
    """Whether a text holds a word of conflict at all."""
    lower = text.lower()
    words, phrases = _conflict()
    if any(word.translate(_UNMASK) in words for word in _WORDS.findall(lower)):
        return True
    return phrases.search(lower) is not None


_UNMASK = str.maketrans("", "", "*_#@$")


def may_hold_event(text: str) -> bool:
    """Whether a block has a word that could be a form of a trigger."""
    stems, irregular = _stems()
    return any(
        plain[:_STEM] in stems or plain in irregular
        for plain in (word.translate(_UNMASK) for word in _WORDS.findall(text.lower()))
    )
