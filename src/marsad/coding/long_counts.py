"""Is this a count of a whole conflict, and so of no single event? A toll of years on a day's attack would be a harm."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from marsad.codebook.harms import counting_words
from marsad.codebook.status import status_words
from marsad.coding.clauses import date_words, tells_day, tense
from marsad.coding.syntax import clause_verb, complements_of, is_passive, subjects

if TYPE_CHECKING:
    from marsad.coding.scene import Scene
    from marsad.coding.tokens import Token

MANY = 1000
"""As many dead or injured are taken as those of one event only where the clause names its day."""

MANY_BY_NOW = 100
"""As many that "have died" or "have been killed" by now are a sum, where no day is named, but not in the lead."""

_LEAD = 1
"""The last block of a dispatch's opening: the headline and what follows it."""


def of_a_long_conflict(scene: Scene, word: Token) -> bool:
    """Whether a harm is what a conflict has done ("the insurgency has killed 300"), or what somebody is known for
    ("the group, blamed for the deaths of 40 people", "the rebels, who have killed hundreds").
    """
    verb = clause_verb(word)
    if verb is None or _day_told(scene, verb):
        return False
    if any(_only_describes(scene, step) for step in _governors(word)):
        return True
    return tense(verb) != "present" and any(_is_conflict(scene, noun) for noun in _doers(verb))


def too_many_for_a_day(scene: Scene, word: Token, harm: str, many: int) -> bool:
    """Whether so many are told dead or injured, and no day, that they cannot be taken as those of one event."""
    verb = clause_verb(word)
    by_now = verb is not None and tense(verb) == "perfect" and scene.sentence.block.index > _LEAD
    most = MANY_BY_NOW if by_now else MANY
    return harm in ("killed", "injured") and many >= most and not _day_told(scene, verb)


def _day_told(scene: Scene, verb: Token | None) -> bool:
    """Whether the clause of a verb tells a day."""
    for date, token in date_words(scene):
        clause = clause_verb(token)
        if tells_day(date) and (clause is None or verb is None or clause.i == verb.i):
            return True
    return False


def _governors(word: Token) -> Iterator[Token]:
    step = word
    for _ in range(8):
        yield step
        if step.head is step:
            return
        step = step.head


def _only_describes(scene: Scene, verb: Token) -> bool:
    """ "Blamed for …", "notorious for …" or "who have killed …" behind the name of somebody who does something else."""
    if verb.dep_ == "relcl":
        armed = verb.head.i in scene.actors or scene.is_a(verb.head, "rebel", "criminal", "state_forces")
        return armed and tense(verb) == "perfect" and not is_passive(verb)
    return verb.dep_ in ("acl", "amod", "appos", "advcl") and verb.lower_ in status_words().known_for


def _doers(verb: Token) -> Iterator[Token]:
    """The conflict as doer, as what a relative clause describes, or as that in which people died."""
    if not is_passive(verb):
        yield from subjects(verb)
    if verb.dep_ == "relcl":
        yield verb.head
    for child in verb.children:
        if child.dep_ == "prep" and child.lower_ in ("in", "during", "by"):
            yield from complements_of(child)
        if child.dep_ == "agent":
            yield from complements_of(child)


def _is_conflict(scene: Scene, noun: Token) -> bool:
    """A word for what lasts for years; not "clashes" or "violence", which may be of a day."""
    return scene.sentence.lemma(noun) in counting_words().nouns.lasting
