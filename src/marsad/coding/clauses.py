"""In which clause a mention and a time phrase stand, and in which tense: for when.py and whether.py."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from marsad.codebook.status import status_words
from marsad.coding.dates import DateMention
from marsad.coding.scene import Mention, Scene
from marsad.coding.syntax import clause_verb, is_verb, lineage

if TYPE_CHECKING:
    from marsad.coding.tokens import Token

_FINITE = {"VBD", "VBZ", "VBP", "MD"}
_SUBJECTS = {"nsubj", "nsubjpass", "csubj", "csubjpass", "expl"}


def is_noun_like(token: Token) -> bool:
    """Whether a word stands as a noun, gerunds included: "shelling continues"."""
    return not is_verb(token) or (token.tag_ == "VBG" and token.dep_ in ("nsubj", "nsubjpass", "dobj", "pobj"))


def head_verb(mention: Mention) -> Token | None:
    """The verb of the mention's clause."""
    if not is_noun_like(mention.anchor):
        return mention.anchor
    return clause_verb(mention.anchor.head if is_verb(mention.anchor) else mention.anchor)


def first_conjunct(verb: Token) -> Token:
    """The first of the joined verbs, from which the verb takes its "to", "will" or "not"."""
    while verb.dep_ == "conj" and is_verb(verb.head) and (verb.tag_ == verb.head.tag_ or verb.tag_ not in _FINITE):
        own = [c for c in verb.children if c.dep_ in _SUBJECTS or c.dep_ in ("aux", "auxpass")]
        if any(c.lower_ != "to" for c in own) or (own and verb.head.tag_ != "VB"):
            break
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
    if not is_noun_like(mention.trigger) or verb.i in mention.parts:
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
    """Whether a verb only describes the event that the mention names: "clashes that erupted on Monday"."""
    return verb.dep_ in ("relcl", "acl") and verb.head.i in mention.parts and not is_verb(verb.head)


def date_words(scene: Scene) -> Iterator[tuple[DateMention, Token]]:
    """The time phrases of a sentence, each with its first word."""
    for date in scene.dates:
        local = date.start - scene.sentence.offset
        for token in scene.tokens:
            if token.idx <= local < token.idx + max(1, len(token.text)):
                yield date, token
                break


@dataclass(slots=True)
class Clause:
    """A mention in its clause.

    `verb` is the verb of the clause, `lead` the first of the verbs to which it is joined; both are None where
    the sentence has no verb. `own`: the verb is part of the mention. `dates`: the time phrases of the
    sentence, each with its first word and whether it stands in the clause.
    """

    mention: Mention
    verb: Token | None
    lead: Token | None
    own: bool
    dates: list[tuple[DateMention, Token, bool]]

    @property
    def has_day(self) -> bool:
        """Whether a day is told in the clause."""
        return any(mine and tells_day(date) for date, _, mine in self.dates)

    @property
    def lies_ahead(self) -> bool:
        """Whether a day or span of the clause is told as one to come ("tomorrow", "in the coming hours")."""
        words = status_words()
        spoken = any(t.lower_ in words.future for t in self.mention.scene.tokens)
        return any(
            mine
            and date.first is not None
            and date.kind not in ("since", "habit")
            and (spoken or not words.ahead.isdisjoint(date.text.lower().split()))
            for date, _, mine in self.dates
        )

    def lemma(self, token: Token) -> str:
        """The lemma of a word of the sentence, in lower case."""
        return self.mention.scene.sentence.lemma(token)


def clause_of(mention: Mention) -> Clause:
    """The clause in which a mention stands."""
    verb = head_verb(mention)
    members = frame(mention)
    phrases = [_from_since(date, token) for date, token in date_words(mention.scene)]
    dates = [(date, token, stands_in(mention, token, members)) for date, token in phrases]
    own = verb is not None and verb.i in mention.parts
    return Clause(mention, verb, first_conjunct(verb) if verb is not None else None, own, dates)


def _from_since(date: DateMention, token: Token) -> tuple[DateMention, Token]:
    """ "Since the coup of 25 October": the day begins a span, which hangs on "since"."""
    for step in lineage(token)[1:]:
        if is_verb(step):
            break
        if step.dep_ == "prep" and step.lower_ == "since":
            return replace(date, kind="since"), step
    return date, token


def tells_day(date: DateMention) -> bool:
    """Whether a time phrase tells a day or a span of days on which something happened."""
    return date.kind in ("absolute", "relative", "weekday", "relative_to_context") and not date.background


def is_infinitive(verb: Token) -> bool:
    """Whether a verb has "to" before it and does not look back ("to have killed")."""
    before = [c.lower_ for c in verb.children if c.dep_ in ("aux", "auxpass")]
    return "to" in before and "have" not in before


def is_progressive(verb: Token) -> bool:
    """Whether a verb tells what goes on: "is shelling", "are being exchanged", "has been shelling"."""
    helpers = {a.lower_ for a in auxiliaries(verb)}
    if verb.tag_ == "VBG":
        return bool(helpers & {"is", "are", "'s", "'re", "was", "were", "been", "be"})
    return "being" in helpers
