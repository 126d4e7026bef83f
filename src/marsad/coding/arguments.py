"""What an event word governs: doers, targets, partners, and what its support verb adds."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING

from marsad.codebook.countries import countries, demonym_country
from marsad.codebook.lexicon import lexicon
from marsad.codebook.naming import naming
from marsad.coding.scene import Scene
from marsad.coding.syntax import (
    agents,
    complements_of,
    is_noun,
    is_passive,
    is_verb,
    objects,
    prepositions,
    subjects,
    with_conjuncts,
)

if TYPE_CHECKING:
    from marsad.coding.tokens import Token

_TARGET_PREPOSITIONS = {
    "on",
    "against",
    "at",
    "upon",
    "targeting",
    "towards",
    "toward",
    "of",
    "hitting",
    "into",
    "over",
}
_PARTNER_PREPOSITIONS = {"between", "with", "against", "among"}


@dataclass(slots=True)
class Arguments:
    """The words that a trigger governs, by their part in the happening."""

    doers: list[Token] = field(default_factory=list)
    targets: list[Token] = field(default_factory=list)
    both: list[Token] = field(default_factory=list)
    others: dict[str, list[Token]] = field(default_factory=dict)
    undergoer: Token | None = None
    support: Token | None = None
    passive: bool = False
    noticed: bool = False


def verb_arguments(scene: Scene, verb: Token) -> Arguments:
    """Doers, targets and complements of a verb; active and passive brought to one form."""
    found = Arguments(passive=is_passive(verb))
    subject, direct = subjects(verb), objects(verb)
    for preposition, heads in prepositions(verb):
        found.others.setdefault(preposition, []).extend(heads)
    if found.passive:
        if verb.dep_ in ("acl", "amod") and not subject:
            subject = [verb.head]
        found.targets = [t for t in subject if t.pos_ != "PRON" or t.lower_ not in ("it", "which", "that")]
        found.doers = agents(verb)
        if direct and not found.targets:
            found.targets = direct
    else:
        found.doers = subject
        found.targets = direct
        for preposition in ("on", "at", "against", "upon", "targeting"):
            found.targets = found.targets + [t for t in found.others.get(preposition, []) if not is_time(scene, t)]
    if not found.passive and scene.sentence.lemma(verb) in naming().suffering:
        found.doers, found.targets = [], [*found.targets, *found.doers]
    if _suffers(scene, verb, found):
        found.doers, found.targets = found.others.get("by", []), found.doers
        found.doers = found.doers + [t for c in verb.children for t in _from_whom(scene, c)]
    found.doers = found.doers + _at_the_hands_of(found)
    for preposition in ("with", "against"):
        found.both += [
            t
            for t in found.others.get(preposition, [])
            if scene.armed(t)
            or t.i in scene.actors
            or (preposition == "with" and scene.is_a(t, "people") and scene.sentence.lemma(verb) == "clash")
        ]
    return found


_UNDERGOING = {
    "come": "under", "be": "under", "fall": "into", "run": "into", "walk": "into", "drive": "into",
    "fly": "into", "stumble": "into", "catch": "in",
}  # fmt: skip
"""Verbs whose subject meets the violence that stands behind the preposition: "fell into an ambush"."""


def _suffers(scene: Scene, verb: Token, found: Arguments) -> bool:
    preposition = _UNDERGOING.get(scene.sentence.lemma(verb))
    if preposition is None or found.passive:
        return False
    heads = found.others.get(preposition, [])
    return any(scene.sentence.lemma(t) in ("attack", "fire", "ambush", "gunfire", "crossfire") for t in heads)


def _from_whom(scene: Scene, preposition: Token) -> list[Token]:
    """ "under fire from X", "an ambush laid by X": the doers behind what is met."""
    if preposition.dep_ != "prep":
        return []
    found = []
    for head in complements_of(preposition):
        for word, heads in prepositions(head):
            if word in ("from", "by", "of"):
                found += [t for t in heads if scene.armed(t) or t.i in scene.actors]
        found += [t for c in head.children if c.dep_ == "acl" for t in agents(c)]
    return found


def _at_the_hands_of(found: Arguments) -> list[Token]:
    hands = [t for t in found.others.get("at", []) if t.lower_ == "hands"]
    return [t for hand in hands for word, heads in prepositions(hand) if word == "of" for t in heads]


def noun_arguments(scene: Scene, noun: Token, parts: set[int]) -> Arguments:
    """Doers, targets and partners of an event noun, with what its support verb adds."""
    found = Arguments()
    for child in noun.children:
        if child.i in parts:
            continue
        if child.dep_ in ("poss", "compound", "amod", "nmod") and (scene.armed(child) or is_actor_word(scene, child)):
            found.doers += [t for t in with_conjuncts(child) if scene.armed(t) or is_actor_word(scene, t)]
        elif child.dep_ == "acl" and child.tag_ == "VBN":
            found.doers += agents(child)
            if child.lemma_ in ("attribute", "blame", "impute", "ascribe"):
                found.doers += [t for p, heads in prepositions(child) if p in ("to", "on") for t in heads]
            found.others.update(prepositions(child))
        elif child.dep_ == "acl" and child.tag_ == "VBG":
            found.targets += objects(child)
    if not found.doers and noun.dep_ == "conj" and is_noun(noun.head) and noun.i - noun.head.i <= 3:
        found.doers += [
            c for c in noun.head.children if c.dep_ in ("compound", "amod", "poss") and is_actor_word(scene, c)
        ]  # "enemy fire and air attacks"
    _noun_prepositions(scene, noun, found)
    governor = noun.head
    while governor.dep_ in ("conj",) and governor.head.i != governor.i and is_noun(governor):
        governor = governor.head
    anchor = noun
    while anchor.dep_ == "conj" and is_noun(anchor.head):
        anchor = anchor.head
    whole = _whole(scene, anchor)
    if whole is not anchor:
        anchor = whole
        _noun_prepositions(scene, anchor, found)
    if anchor.dep_ in ("dobj", "nsubjpass", "attr", "oprd", "nsubj") and is_verb(anchor.head):
        _add_support(scene, anchor, anchor.head, found)
    elif anchor.dep_ == "pobj" and anchor.head.dep_ == "prep" and is_verb(anchor.head.head):
        verb = anchor.head.head
        phrase = f"{scene.sentence.lemma(verb)} {anchor.head.lower_}"
        if phrase in (
            "come under",
            "be under",
            "expose to",
            "subject to",
            "engage in",
            "lock in",
            "embroil in",
            "participate in",
            "take in",
            "subjected to",
        ):
            found.support = verb
            if verb.lemma_ in ("engage", "participate", "take", "lock", "embroil"):
                found.doers += subjects(verb)
            else:
                _set_undergoer(scene, subjects(verb), found)
    return found


def _whole(scene: Scene, noun: Token) -> Token:
    """ "A series of raids", "a number of attacks": the word that stands where the event noun would."""
    if noun.dep_ == "pobj" and noun.head.lower_ == "of" and scene.is_a(noun.head.head, "part_words"):
        return noun.head.head
    return noun


def _noun_prepositions(scene: Scene, noun: Token, found: Arguments) -> None:
    for preposition, heads in prepositions(noun):
        found.others.setdefault(preposition, []).extend(heads)
        heads = [t for t in heads if not is_time(scene, t)]
        if preposition == "by" or (preposition == "from" and noun.head.lower_ == "under"):
            found.doers += heads
        elif preposition in _PARTNER_PREPOSITIONS:
            partners = [t for t in heads if scene.armed(t) or is_actor_word(scene, t) or scene.is_a(t, "people")]
            (found.both if preposition != "against" or not found.doers else found.targets).extend(partners)
        elif preposition in _TARGET_PREPOSITIONS:
            found.targets += heads


def _add_support(scene: Scene, noun: Token, verb: Token, found: Arguments) -> None:
    classes = lexicon().classes
    words = {scene.sentence.lemma(verb)} | {
        f"{scene.sentence.lemma(verb)} {c.lower_}"
        for c in verb.children
        if c.dep_ in ("prt", "prep") or c.lower_ == "place"
    }

    def is_class(name: str) -> bool:
        return any(name in classes.get(w.split()[0], {}).get(tuple(w.split()), ()) for w in words)

    if noun.dep_ in ("nsubj",) or (noun.dep_ == "nsubjpass" and not is_class("support")):
        if is_class("occur") or is_class("notice"):
            found.support = verb
        for preposition, heads in prepositions(verb):
            heads = [t for t in heads if not is_time(scene, t)]
            if preposition in ("between", "with", "among"):
                found.both += [t for t in heads if scene.armed(t) or scene.is_a(t, "people", "actor")]
        if noun.dep_ == "nsubj" and scene.sentence.lemma(verb) in (
            "hit",
            "target",
            "strike",
            "pound",
            "rock",
            "kill",
            "injure",
            "wound",
        ):
            found.support = verb
        return
    if is_class("notice"):
        found.support, found.noticed = verb, True
        return
    if noun.dep_ == "nsubjpass":
        found.support = verb
        found.doers += agents(verb)
        _verb_targets(scene, verb, found)
        return
    if is_class("undergo") and (not is_class("support") or _place_subject(scene, verb)):
        found.support = verb
        _set_undergoer(scene, subjects(verb), found)
    elif is_class("support"):
        found.support = verb
        if is_passive(verb):
            found.doers += agents(verb)
        else:
            found.doers += [
                t for t in subjects(verb) if t.i not in scene.toponyms or t.i in scene.actors or _is_country(scene, t)
            ]
        _verb_targets(scene, verb, found)


def _verb_targets(scene: Scene, verb: Token, found: Arguments) -> None:
    for preposition, heads in prepositions(verb):
        heads = [t for t in heads if not is_time(scene, t)]
        if preposition in ("on", "against", "at", "targeting", "upon"):
            found.targets += heads
        elif preposition in ("with", "between"):
            found.both += [t for t in heads if scene.armed(t) or scene.is_a(t, "people", "actor")]


def _place_subject(scene: Scene, verb: Token) -> bool:
    return any(scene.is_a(t, "place") for t in subjects(verb))


def _set_undergoer(scene: Scene, heads: list[Token], found: Arguments) -> None:
    for head in heads:
        if scene.armed(head) or scene.is_a(head, "people"):
            found.targets.append(head)
        elif found.undergoer is None:
            found.undergoer = head


def is_actor_word(scene: Scene, token: Token) -> bool:
    return (
        token.i in scene.actors or demonym_country(token.text) is not None or scene.is_a(token, "state_forces", "rebel")
    )


def _is_country(scene: Scene, token: Token) -> bool:
    return token.text in _country_names()


def is_time(scene: Scene, token: Token) -> bool:
    start, end = scene.sentence.at(token)
    return any(d.start < end and start < d.end for d in scene.dates)


@cache
def _country_names() -> frozenset[str]:
    return frozenset(name for country in countries().values() for name in country.names)
