"""Whom another sentence names as the author of an attack: "X claimed responsibility", "X is suspected", "blamed X"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from marsad.codebook.lexicon import lexicon
from marsad.codebook.naming import naming
from marsad.codebook.types import event_types
from marsad.coding.beside import behind
from marsad.coding.cast import Cast
from marsad.coding.merging import Happening, Telling
from marsad.coding.scene import Scene
from marsad.coding.syntax import is_passive, is_verb, lineage, objects, subjects
from marsad.coding.who import Party, supposed

if TYPE_CHECKING:
    from marsad.coding.tokens import Token

_REACH = 3
"""How many paragraphs behind an attack its author may still be named."""


def name_authors(happenings: Sequence[Happening], scenes: Sequence[Scene], cast: Cast) -> None:
    """Give an attack whose doer is not told the author that a later sentence names."""
    for scene in scenes:
        named = [cast.parties(scene, head, "doer") for head in _authors(scene)]
        for found in [*named, *(supposed(scene, head) for head in scene.tokens if _the_attackers(scene, head))]:
            parties = [p for p in found if not p.unknown and not p.civilian]
            telling = _attack_before(happenings, scene, parties[0].span[0]) if parties else None
            if telling is not None and not {p.key() for p in parties} & {p.key() for p in telling.sides.side_b}:
                telling.sides.side_a = [p for p in telling.sides.side_a if not p.unknown] + [
                    Party(p.name, p.span, None, p.actor, p.actor_id, p.kind, also=p.also) for p in parties
                ]


def _attack_before(happenings: Sequence[Happening], scene: Scene, before: int) -> Telling | None:
    """The last telling of violence before a place in the text, where nobody is told to have done it."""
    here = scene.sentence
    told = [
        (telling, happening)
        for happening in happenings
        for telling in happening.tellings
        if event_types()[telling.type].family == "violence"
        and not telling.headline
        and (telling.mention.scene.sentence.index < here.index or telling.mention.offset < before)
        and here.block.index - telling.block <= _REACH
    ]
    if not told:
        return None
    telling, happening = max(told, key=lambda pair: pair[0].mention.offset)
    known = any(not p.unknown for t in happening.tellings for p in t.sides.side_a)
    return None if known or telling.sides.mutual else telling


def _authors(scene: Scene) -> Iterator[Token]:
    words, lemma = naming(), scene.sentence.lemma
    for token in scene.tokens:
        if token.lower_ in words.responsibility and token.dep_ == "dobj" and lemma(token.head) in words.claim_verbs:
            if _not_another(scene, behind(token, "for")) and not _denied(token.head):
                yield from subjects(token.head)
        elif token.lower_ == "behind" and token.dep_ == "prep" and _attacks(scene, token) and not _denied(token.head):
            yield from _behind_it(token.head)
        elif is_verb(token) and not _denied(token):
            yield from _accused(scene, token)


def _the_attackers(scene: Scene, head: Token) -> bool:
    """ "The attackers, who are suspected to be X"."""
    lemma = scene.sentence.lemma(head)
    return (lemma in naming().anonymous or lemma in naming().rebel_words) and any(
        c.lower_ in ("the", "these", "those") for c in head.children if c.dep_ == "det"
    )


def _accused(scene: Scene, verb: Token) -> Iterator[Token]:
    """ "blamed X for the attack", "X is suspected of the killing"."""
    lemma = scene.sentence.lemma(verb)
    if lemma not in naming().blaming:
        return
    deed = [c for c in verb.children if c.dep_ == "prep" and c.lower_ in ("for", "of", "in")]
    bare = lemma in ("blame", "accuse") and not any(c.dep_ in ("prep", "xcomp", "advcl") for c in verb.children)
    if not bare and not any(_attacks(scene, preposition) for preposition in deed):
        return
    for party in subjects(verb) if is_passive(verb) else objects(verb):
        if party.pos_ != "PRON":
            yield party


def _behind_it(governor: Token) -> list[Token]:
    """ "X was behind the attack", "accused X of being behind it", "X is believed to be behind it"."""
    verb = governor
    while is_verb(verb) and verb.head.i != verb.i:
        if verb.dep_ == "pcomp" and is_verb(verb.head.head):
            return objects(verb.head.head) or subjects(verb.head.head)
        if verb.dep_ in ("xcomp", "advcl", "ccomp") and not any(c.dep_ == "nsubj" for c in verb.children):
            accusing = verb.head
            return objects(accusing) if objects(accusing) and not is_passive(accusing) else subjects(accusing)
        break
    return subjects(verb) if is_verb(verb) else []


def _attacks(scene: Scene, preposition: Token) -> bool:
    """Whether a definite deed of violence stands behind the preposition: "the attack", "this killing", "it"."""
    for inner in preposition.subtree:
        if inner.i == preposition.i:
            continue
        if inner.lower_ in ("it", "this") and inner.dep_ in ("pobj", "dobj"):
            return True
        if lexicon().is_event(scene.sentence.lemma(inner)) and _not_another(scene, [inner]):
            return any(c.dep_ in ("det", "poss") for c in inner.children)
    return False


def _not_another(scene: Scene, deeds: Sequence[Token]) -> bool:
    """Whether it is the deed told before: one with an article of its own ("an attack in May") is another."""
    return not any(c.dep_ == "det" and c.lower_ in ("a", "an", "another") for deed in deeds for c in deed.children)


def _denied(verb: Token) -> bool:
    return any(c.dep_ == "neg" or t.lemma_ in naming().denying for t in lineage(verb, 5) for c in (t, *t.children))
