"""In which clause a mention and a time phrase stand, and in which tense: for when.py and whether.py."""

from __future__ import annotations

from typing import TYPE_CHECKING

from marsad.coding.dates import DateMention
from marsad.coding.scene import Mention, Scene
from marsad.coding.syntax import clause_verb, is_verb, lineage

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Token

_FINITE = {"VBD", "VBZ", "VBP", "MD"}
_SUBJECTS = {"nsubj", "nsubjpass", "csubj", "csubjpass", "expl"}


def head_verb(mention: Mention) -> Token | None:
    """The verb of the mention's clause."""
    return mention.anchor if is_verb(mention.anchor) else clause_verb(mention.anchor)


def first_conjunct(verb: Token) -> Token:
    """The first of the joined verbs, from which the verb takes its "to", "will" or "not"; else the verb itself."""
    while (
        verb.dep_ == "conj"
        and is_verb(verb.head)
        and (verb.tag_ == verb.head.tag_ or verb.tag_ not in _FINITE)
        and not any(c.dep_ in _SUBJECTS or c.dep_ in ("aux", "auxpass") for c in verb.children)
    ):
        verb = verb.head
    return verb


def auxiliaries(verb: Token) -> list[Token]:
    """The auxiliaries of a verb, taken over from the verb to which it is joined."""
    return [c for c in first_conjunct(verb).children if c.dep_ in ("aux", "auxpass")]


def tense(verb: Token) -> str:
    """The tense of a verb's clause: past, present, perfect, pluperfect, future; none for bare participles."""
    helpers = auxiliaries(verb)
    words = {a.lower_ for a in helpers}
    if words & {"will", "shall", "'ll", "would", "wo"}:
        return "future"
    if "had" in words:
        return "pluperfect"
    if words & {"has", "have", "'ve"}:
        return "perfect"
    for token in (*helpers, first_conjunct(verb)):
        if token.tag_ in ("VBZ", "VBP"):
            return "present"
        if token.tag_ == "VBD":
            return "past"
    return "none"


def frame(mention: Mention) -> set[int]:
    """Token indexes of the mention and of the verbs of its clause, joined verbs included."""
    members = set(mention.parts)
    verb = head_verb(mention)
    if verb is None:
        return members
    others = {i for other in mention.scene.mentions if other is not mention for i in other.parts}
    if is_verb(mention.trigger) or verb.i in mention.parts:
        lead = verb
        while lead.dep_ == "conj" and is_verb(lead.head) and lead.i not in others - mention.parts:
            members.add(lead.i)
            lead = lead.head
            if lead.i in others:
                break
            members.add(lead.i)
    elif verb.i not in others and not mention.scene.is_a(verb, "report"):
        members.add(verb.i)
    return members


def stands_in(mention: Mention, token: Token, members: set[int] | None = None) -> bool:
    """Whether a time phrase, given by its first word, stands in the mention's clause, not in one below it."""
    members = frame(mention) if members is None else members
    others = {i for other in mention.scene.mentions if other is not mention for i in other.parts}
    for step in lineage(token):
        if step.i in members:
            return True
        if step.i in others or (is_verb(step) and not describes(mention, step)):
            return False
    return False


def describes(mention: Mention, verb: Token) -> bool:
    """Whether a verb only describes the event that the mention names: "the clashes that erupted on Monday"."""
    return verb.dep_ in ("relcl", "acl") and verb.head.i in mention.parts and not is_verb(verb.head)


def date_words(scene: Scene) -> Iterator[tuple[DateMention, Token]]:
    """The time phrases of a sentence, each with its first word."""
    for date in scene.dates:
        local = date.start - scene.sentence.offset
        for token in scene.tokens:
            if token.idx <= local < token.idx + max(1, len(token.text)):
                yield date, token
                break
