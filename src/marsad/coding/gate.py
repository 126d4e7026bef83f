"""Does this dispatch tell of conflict, and need it be parsed?

Talks, shots, strikes and deals outside conflict are no conflict events. The rule (`codebook/data/conflict.toml`): the
events of a dispatch are kept where the dispatch tells of conflict by its words; of another dispatch those are kept in
which an armed group of the registry takes part that the dispatch names. `left_out` applies the rule after reading, with
and without the gate. The gate asks beforehand, of words and names alone, whether any event could be kept at all; what
it spares the parser is left out by the rule in any case, so it loses nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from marsad.actors.registry import ActorMention
from marsad.codebook.conflict import conflict_phrases, conflict_words
from marsad.model import Event

_STEM = 4
"""Forms of a word ("kill", "killed") share so many letters."""
_SHORT = 100
"""Texts of fewer words are short."""
_SENTENCE_END = re.compile(r"[.!?]\s|\n+")
_WORDS = re.compile(r"[a-z]+(?:[*_#@$][a-z]+)*")
_MASK = "*_#@$"
_UNMASK = str.maketrans("", "", _MASK)

RULE = "left out: the dispatch does not tell of conflict, and no armed group that it names takes part"


def tells_of_conflict(text: str, groups: frozenset[str] = frozenset()) -> bool:
    """Whether a text holds a clear word of conflict, or two ambiguous ones in two sentences that follow.

    For a text of under 100 words one ambiguous word is enough, or an armed group that it names (`groups`, their ids).
    Without such a group, a text of accidents, disasters or sport that shares all its words of conflict with these does
    not tell of conflict.
    """
    lower = text.lower()
    listed = conflict_words()
    found = _words(lower)
    if not groups and _of_another_topic(frozenset(found), lower):
        return False
    if not listed.words.isdisjoint(found) or conflict_phrases().search(lower) is not None:
        return True
    ambiguous = listed.ambiguous.intersection(found)
    if len(found) < _SHORT:
        return bool(ambiguous or groups) or not listed.in_short_texts.isdisjoint(found)
    if not _two_of_conflict(ambiguous):
        return False
    before: frozenset[str] = frozenset()
    for sentence in _SENTENCE_END.split(lower):
        here = ambiguous.intersection(_words(sentence))
        if _two_of_conflict(here | before):
            return True
        before = here
    return False


def _of_another_topic(found: frozenset[str], lower: str) -> bool:
    listed = conflict_words()
    told = found & (listed.words | listed.ambiguous)
    return conflict_phrases().search(lower) is None and any(
        told <= topic.shared and len(found & topic.marks) >= topic.marks_needed for topic in listed.topics
    )


def _two_of_conflict(ambiguous: frozenset[str]) -> bool:
    """Whether these are forms of two words, not both of them words of sport or of harm."""
    listed = conflict_words()
    if ambiguous <= listed.sport or ambiguous <= listed.harm:
        return False
    return len({word[:_STEM] for word in ambiguous}) >= 2


def _words(lower: str) -> list[str]:
    words = _WORDS.findall(lower)
    masked = any(sign in lower for sign in _MASK)
    return [word.translate(_UNMASK) for word in words] if masked else words


def armed_groups(actors: Iterable[ActorMention]) -> frozenset[str]:
    """The ids of the armed groups that are named, state forces not among them."""
    kinds: frozenset[str] = conflict_words().armed_kinds
    return frozenset(actor.actor_id for actor in actors if actor.actor_id is not None and actor.kind in kinds)


def left_out(events: Sequence[Event], groups: frozenset[str]) -> list[Event]:
    """The events of a dispatch without words of conflict in which none of the named armed groups takes part."""
    return [event for event in events if groups.isdisjoint(each.actor_id for each in event.participants)]
