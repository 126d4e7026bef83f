"""Who is told beside the clause of a happening: who claims it, who mediates, who lives where it hits."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from marsad.codebook.naming import naming
from marsad.coding.scene import Mention, Scene
from marsad.coding.syntax import agents, is_passive, is_verb, objects, prepositions, subjects
from marsad.coding.who import Party

if TYPE_CHECKING:
    from marsad.coding.tokens import Token

_SIEGE = {"siege", "besiege", "blockade", "encircle", "encirclement"}


def behind(token: Token, *wanted: str) -> list[Token]:
    """Heads of the phrases behind certain prepositions of a word."""
    return [t for preposition, inner in prepositions(token) if preposition in wanted for t in inner]


def credited(mention: Mention) -> list[Token]:
    """Who claimed the attack or is blamed for it: "claimed responsibility for", "was blamed on"."""
    words, lemma = naming(), mention.scene.sentence.lemma
    trigger = mention.trigger
    verb = trigger.head
    if is_verb(trigger) or mention.family == "politics" or any(c.dep_ == "neg" for c in verb.children):
        return []
    found: list[Token] = []
    if trigger.dep_ == "pobj" and verb.head.lower_ in words.responsibility:
        claim = verb.head.head
        if is_verb(claim) and lemma(claim) in words.claim_verbs:
            found += agents(claim) if is_passive(claim) else subjects(claim)
    elif trigger.dep_ == "pobj" and verb.lower_ in ("for", "of") and lemma(verb.head) in words.blaming:
        found += subjects(verb.head) if is_passive(verb.head) else objects(verb.head)
    if is_verb(verb) and trigger.dep_ == "nsubjpass":
        found += agents(verb) if lemma(verb) in words.claim_verbs else []
        found += behind(verb, "on", "to") if lemma(verb) in words.blaming else []
    elif is_verb(verb) and trigger.dep_ == "dobj":
        if lemma(verb) == "claim":
            found += subjects(verb)
        elif lemma(verb) in ("blame", "pin", "attribute"):
            found += behind(verb, "on", "to")
    for child in trigger.children:
        if child.dep_ == "acl" and lemma(child) in words.blaming:
            found += behind(child, "on", "to")
    return found


def mediators(mention: Mention) -> list[Token]:
    """Who mediates or hosts: "under the auspices of X", "mediated by X", "Qatari mediation"."""
    scene, words = mention.scene, naming()
    heads: list[Token] = []
    for token in scene.tokens:
        lemma = scene.sentence.lemma(token)
        if token.lower_ in words.mediators:
            heads += [c for c in token.children if c.dep_ in ("amod", "poss", "compound", "nmod")]
            heads += behind(token, "of", "by", "from")
        elif is_verb(token) and lemma in words.mediating_verbs:
            if is_passive(token):
                heads += agents(token)
            elif token.i in mention.parts or objects(token) or lemma == "mediate":
                heads += subjects(token)
    return [h for h in heads if h.i not in mention.parts]


def barred(mention: Mention, parts: Iterable[Token]) -> list[Party]:
    """The people of a besieged place, and those whose movement is stopped ("closed to civilian movement")."""
    scene = mention.scene
    for token in scene.tokens:
        if scene.owner(token) is mention and scene.is_a(token, "plain_civilian") and not scene.armed(token):
            return [_civilians(scene, token)]
    if {scene.sentence.lemma(t) for t in parts} & _SIEGE:
        besieged = [*mention.targets, *([mention.undergoer] if mention.undergoer else [])]
        return [_civilians(scene, t) for t in besieged if scene.is_a(t, "place")][:1]
    return []


def those_living_there(mention: Mention) -> list[Party]:
    """Civilians, where homes, schools or a village are hit."""
    scene = mention.scene
    hit = [
        *mention.targets,
        *([mention.undergoer] if mention.undergoer else []),
        *(t for target in mention.targets for t in behind(target, "on", "at", "into")),
    ]
    homes = [t for t in hit if t.lower_.removesuffix("s") in naming().lived_in and t.i not in scene.actors]
    homes += [t for t in hit if t.lower_ in ("camp", "camps") and _of_displaced(t)]
    return [_civilians(scene, t) for t in homes[:1]]


def _of_displaced(camp: Token) -> bool:
    return any(t.lower_ in ("idp", "idps", "refugee", "refugees", "displaced", "displacement") for t in camp.subtree)


def _civilians(scene: Scene, token: Token) -> Party:
    return Party("civilians", scene.sentence.at(token), token, kind="Civilians", civilian=True)
