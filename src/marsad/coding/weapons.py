"""With what was it done, or what was found and shot down (codebook 3, `weapons`)?

The words for it are the instruments of a mention (`kinds.py`), what its verb fires or throws, and what is joined to
these; here they get their names. Fire, shots and explosions are no weapons, nor are people and names of bodies.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from marsad.codebook.countries import demonym_country
from marsad.codebook.lexicon import lexicon
from marsad.coding.merging import Happening
from marsad.coding.scene import Mention, Scene
from marsad.coding.syntax import is_noun
from marsad.model import Span, Weapon

if TYPE_CHECKING:
    from marsad.coding.tokens import Token

_CARRIERS = frozenset({"air"})
_MOST = 6
_PARTS = ("compound", "amod", "nmod", "npadvmod", "nummod")


def weapons(happening: Happening) -> list[Weapon]:
    """The weapons of an event, in the order of its tellings; each under its fullest name."""
    found: dict[str, Weapon] = {}
    for telling in happening.tellings:
        scene = telling.mention.scene
        for token in _words(telling.mention):
            first = _first(scene, token)
            name = scene.text(first, token.i).lower()
            found.setdefault(name, Weapon(name=name, evidence=[Span(*scene.span(first, token.i))]))
    names = [name for name in found if not any(name != other and name in other for other in found)]
    return [found[name] for name in names][:_MOST]


def _words(mention: Mention) -> Iterator[Token]:
    scene = mention.scene
    for token in (t for c in _candidates(mention) for t in _resolved(scene, c)):
        if token.pos_ in ("NOUN", "PROPN") and not (
            scene.is_a(token, "no_weapon", "bomber") or _belongs_to_a_name(scene, token) or _hurt(token)
        ):
            yield token


def _resolved(scene: Scene, token: Token) -> list[Token]:
    """The artillery and the mortar of "artillery and mortar fire"; any other word itself."""
    if not scene.is_a(token, "no_weapon") and not lexicon().is_event(scene.sentence.lemma(token)):
        return [token]
    return [c for c in token.children if c.dep_ == "compound" and _is_weapon(scene.sentence.lemma(c))]


def _candidates(mention: Mention) -> Iterator[Token]:
    scene = mention.scene
    if mention.type == "weapons_disrupted":
        yield from (t for t in mention.targets if scene.is_a(t, "weapons_found", "aircraft_or_drone"))
    elif scene.sentence.lemma(mention.trigger) == "detonate":
        yield from (t for t in mention.targets if t.dep_ == "dobj" and not scene.is_a(t, "person"))
    elif scene.is_a(mention.trigger, "wielding"):
        yield from (t for t in mention.targets if t.dep_ != "pobj" and _is_shot(scene, t))
    elif mention.family == "explosion":
        # "a device exploded", "the bus drove over a mine"
        yield from (t for t in (*mention.doers, *mention.targets) if scene.is_a(t, "weapons_found"))
    words = [scene.sentence.span.doc[i] for i in sorted(mention.instruments)]
    # who drops bombs from an aircraft uses bombs
    dropped = any(scene.instrument(t) - _CARRIERS and not lexicon().is_event(scene.sentence.lemma(t)) for t in words)
    for token in words:
        own = token.i in mention.parts and token.tag_ != "NNS" and token.dep_ not in ("compound", "dobj")
        told = lexicon().is_event(scene.sentence.lemma(token)) or token.lower_ == "suicide"
        carries = dropped and scene.instrument(token) == _CARRIERS and token not in mention.targets
        if (own or not told) and not carries and token.pos_ != "VERB":
            yield token
            yield from (c for c in token.children if c.dep_ == "conj" and is_noun(c) and _is_shot(scene, c))


def _is_shot(scene: Scene, token: Token) -> bool:
    """Whether a word means a weapon, or so many of one: "mortar rounds"."""
    return bool(scene.instrument(token)) or any(
        c.dep_ == "compound" and scene.instrument(c) - _CARRIERS for c in token.children
    )


def _is_weapon(lemma: str) -> bool:
    """Whether a word alone means a weapon: the artillery of "artillery fire", not the air of "air strike"."""
    return any(lexicon().in_class(lemma, name) for name in lexicon().groups["instruments"] - _CARRIERS - {"suicide"})


def _belongs_to_a_name(scene: Scene, token: Token) -> bool:
    """The rifles of "Assam Rifles", the force of "air force"."""
    named = token.pos_ == "PROPN" and token.dep_ == "compound" and token.head.pos_ == "PROPN"
    return (token.i in scene.actors and token.pos_ == "PROPN") or (named and not scene.instrument(token.head))


def _hurt(token: Token) -> bool:
    """The bullet of "bullet wounds", and stray bullets."""
    return (token.dep_ == "compound" and token.head.lemma_ in ("wound", "injury")) or any(
        c.lower_ == "stray" for c in token.children
    )


def _first(scene: Scene, token: Token) -> int:
    """Where the name of a weapon begins: "rocket-propelled grenades", "Shahed drones"; not whose it is."""
    doc, first = token.doc, token.i
    while first > scene.tokens[0].i:
        before = doc[first - 1]
        glued = before.idx + len(before.text) == doc[first].idx
        joined = (glued and "-" in (before.text, doc[first].text)) or (before.i and before.nbor(-1).text == "-")
        if not joined and not _names(scene, before, token, first):
            break
        first -= 1
    while doc[first].text == "-":
        first += 1
    return first


def _names(scene: Scene, word: Token, weapon: Token, first: int) -> bool:
    if word.dep_ not in _PARTS or not first <= word.head.i <= weapon.i or demonym_country(word.text) is not None:
        return False
    if word.i in scene.actors or word.i in scene.toponyms or scene.is_a(word, "people") or word.pos_ == "NUM":
        return False
    start = scene.sentence.at(word)[0]
    counted = any(q.start <= start < q.end for q in scene.quantities)
    return not counted and word.lower_ not in _NOT_OF_A_NAME


_NOT_OF_A_NAME = ("first", "second", "third", "other", "more", "several", "new", "same", "such", "own")
