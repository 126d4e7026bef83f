"""Names of persons in a sentence, without titles, and who is whose kin."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from marsad.codebook.countries import demonym_country
from marsad.codebook.naming import naming
from marsad.coding.name_range import clean_name, left_edge
from marsad.coding.scene import Scene
from marsad.coding.syntax import prepositions

if TYPE_CHECKING:
    from marsad.coding.tokens import Token


class Name(NamedTuple):
    """A name as written and the word at which it stands."""

    text: str
    token: Token


_JOINTS = {"-", "'", "al", "el", "bin", "ibn", "abu", "von", "de", "ould", "ag", "van", "der", "."}


def person(scene: Scene, token: Token, *, sure: bool = False) -> Name | None:
    """The person that a word is part of the name of; None for bodies, places and common nouns.

    `sure`: the sentence says that it is a person ("X, leader of Y"), also where a place bears the name.
    """
    if token.pos_ != "PROPN" or demonym_country(token.text) is not None or (token.i in scene.toponyms and not sure):
        return None
    doc, start, stop = token.doc, scene.tokens[0].i, scene.tokens[-1].i
    first = last = token.i
    while first > start and _goes_on(doc[first - 1]):
        first -= 1
    while last < stop and (
        _goes_on(doc[last + 1])
        and (doc[last + 1].pos_ == "PROPN" or (last + 2 <= stop and doc[last + 2].pos_ == "PROPN"))
    ):
        last += 1
    words = naming()
    while first < last and (
        doc[first].lower_ in words.titles
        or doc[first].text in "-'."
        or not doc[first].text[:1].isupper()
        or doc[first].i in scene.actors
    ):
        first += 1
    first = max((i + 1 for i in range(first, last) if doc[i].lower_ in words.titles), default=first)
    inside = range(first, last + 1)
    if any(i in scene.actors and scene.actors[i].actor_id for i in inside) or doc[last].lower_ in words.organisations:
        return None
    if (any(i in scene.toponyms for i in inside) and not sure) or scene.is_a(doc[last], "place_noun"):
        return None
    text = clean_name(scene.text(first, last))
    return Name(text, token) if text[:1].isupper() and doc[last].lower_ not in words.titles else None


def _goes_on(token: Token) -> bool:
    return token.pos_ == "PROPN" or (token.lower_ in _JOINTS and token.text != ".")


def kin_names(scene: Scene, noun: Token) -> Iterator[tuple[Name | None, Name | None]]:
    """The two persons that a word for kin ties together."""
    one = None
    if noun.dep_ == "appos":
        one = person(scene, noun.head)
    for child in noun.children:
        if child.dep_ == "appos":
            one = one or person(scene, child)
    if one is None and noun.dep_ in ("compound", "nmod") and noun.head.i > noun.i:
        one = person(scene, noun.head)
    if one is None and noun.i < scene.tokens[-1].i and noun.nbor(1).pos_ == "PROPN":
        one = person(scene, noun.nbor(1))
    others = [t for preposition, inner in prepositions(noun) if preposition == "of" for t in inner]
    others += [c for c in noun.children if c.dep_ == "poss" and c.pos_ != "PRON"]
    for other in others[:1]:
        named = person(scene, other)
        if named is None:
            first = left_edge(scene, other)
            named = Name(clean_name(scene.text(first, other.i)), other) if other.pos_ in ("NOUN", "PROPN") else None
        yield one, named
