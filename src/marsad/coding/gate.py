"""What need not be parsed: text without a word that could tell an event.

Whether a dispatch tells of conflict is asked with and without the gate (`codebook/data/conflict.toml`): talks, deals,
shots and strikes elsewhere are not conflict events. The gate spares the parser what tells of conflict but no event; it
is a superset by construction, since a form of a trigger's, harm's or relation's first word is enough to pass.
"""

from __future__ import annotations

import re
from functools import cache

from marsad.codebook.files import read_toml
from marsad.codebook.harms import harm_index
from marsad.codebook.lexicon import lexicon

_STEM = 4
_SHORT = 100
"""Texts of fewer words need one ambiguous word only."""
_SENTENCE_END = re.compile(r"[.!?]\s|\n+")
_WORDS = re.compile(r"[a-z]+(?:[*_#@$][a-z]+)*")


@cache
def _conflict() -> tuple[frozenset[str], frozenset[str], re.Pattern[str]]:
    words = read_toml("conflict.toml")
    phrases = sorted(words["phrases"], key=len, reverse=True)
    joined = re.compile("|".join(re.escape(phrase) for phrase in phrases))
    return frozenset(words["words"]), frozenset(words["ambiguous"]), joined


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
    """Whether a text holds a clear word of conflict, or two ambiguous ones in two sentences that follow."""
    lower = text.lower()
    clear, ambiguous, phrases = _conflict()
    found = [word.translate(_UNMASK) for word in _WORDS.findall(lower)]
    if not clear.isdisjoint(found) or phrases.search(lower) is not None:
        return True
    if len(found) < _SHORT:
        return not ambiguous.isdisjoint(found)
    if len({word[:_STEM] for word in found if word in ambiguous}) < 2:
        return False
    before: set[str] = set()
    for sentence in _SENTENCE_END.split(lower):
        words = (word.translate(_UNMASK) for word in _WORDS.findall(sentence))
        here = {word[:_STEM] for word in words if word in ambiguous}
        if len(here | before) >= 2:
            return True
        before = here
    return False


_UNMASK = str.maketrans("", "", "*_#@$")


def may_hold_event(text: str) -> bool:
    """Whether a block has a word that could be a form of a trigger."""
    stems, irregular = _stems()
    return any(
        plain[:_STEM] in stems or plain in irregular
        for plain in (word.translate(_UNMASK) for word in _WORDS.findall(text.lower()))
    )
