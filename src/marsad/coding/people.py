"""How many people a phrase means: its quantity, or what its grammar says ("a civilian", "civilians")."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from marsad.codebook.countries import demonym_country
from marsad.codebook.harms import counting_words
from marsad.coding.quantities import Quantity
from marsad.coding.scene import Scene
from marsad.coding.sufferers import is_day, is_one_more, told_before
from marsad.coding.syntax import base_phrase, prepositions

if TYPE_CHECKING:
    from marsad.coding.tokens import Token

SOME = (2, 3, None)
"""Low, best and high of an unspecified plural (codebook 3)."""

LONGEST = 220
"""A count's words reach no farther than this many characters."""

_THINGS = (
    "military_target", "property", "route", "weapons_found", "base", "vehicles", "place_noun", "deal",
    "speech_goods",
)  # fmt: skip
_DETERMINERS = ("the", "these", "those", "this", "that", "all", "both")


@dataclass(slots=True)
class Figure:
    """The number of one phrase for people. `none`: the text says that nobody was; `known`: told before."""

    head: Token
    low: int
    best: int
    high: int | None
    approximate: bool = False
    vague: bool = False
    none: bool = False
    known: bool = False
    start: int = 0
    end: int = 0


def may_be_people(scene: Scene, head: Token, word: Token) -> bool:
    """Whether a phrase that a harm word governs can mean people."""
    heads = counting_words().heads
    lemma = scene.sentence.lemma(head)
    if head.i > 0 and head.nbor(-1).lower_ == "how":
        return False
    if lemma in heads.never or head.lower_ in heads.never:
        return False
    if head.pos_ == "PRON" or head.lower_ in heads.pronouns:
        return head.lower_ in heads.pronouns or head.lower_ in heads.one_person
    if head.pos_ == "NUM":
        return quantity_of(scene, head) is not None
    if is_one_more(head):
        return True
    if (head.i in scene.toponyms and head.i not in scene.actors) or is_day(scene, head):
        return False
    if scene.is_a(head, "people"):
        return True
    if scene.instrument(head):
        return False
    if head.i == word.i or lemma in heads.generic:
        return True
    counted = quantity_of(scene, head)
    if head.i in scene.actors:
        return True
    if head.pos_ not in ("PROPN", "NOUN", "ADJ") or scene.is_a(head, *_THINGS):
        return False
    if lemma.endswith(heads.person_endings):
        return True
    several = counted is not None and counted.kind not in ("none", "indefinite")
    if scene.sentence.lemma(word) in counting_words().verbs.strict:
        return several and head.text[:1].isupper()
    if several:
        return True
    if head.pos_ == "PROPN":
        return _is_name_of_person(head)
    return (
        head.tag_ == "NN"
        and any(c.dep_ in ("det", "poss") for c in head.children)
        and not lemma.endswith(heads.abstract_endings)
    )


def _is_name_of_person(head: Token) -> bool:
    return (
        head.tag_ == "NNP"
        and demonym_country(head.text) is None
        and head.text[:1].isupper()
        and not head.text.isupper()
    )


def kind_of_people(scene: Scene, head: Token) -> Token:
    """The noun that says what people a phrase means: "civilians" of "dozens of civilians"."""
    if (
        head.pos_ in ("NUM", "DET", "PRON", "ADJ")
        or scene.sentence.lemma(head) in counting_words().heads.counted_by_of
        or head.lower_ in counting_words().heads.pronouns
    ):
        for preposition, inner in prepositions(head):
            if preposition in ("of", "among") and inner and inner[0].pos_ != "PRON":
                return inner[0]
    return head


def figure_of(scene: Scene, head: Token) -> Figure | None:
    """The number of people that a phrase means; None where it gives none ("the army")."""
    heads = counting_words().heads
    quantity = _people_of_families(scene, head) or quantity_of(scene, head)
    first, last = base_phrase(head)
    begin, end = scene.span(first, last)
    if end - begin > LONGEST // 2:
        begin, end = scene.sentence.at(head)
    if quantity is not None and quantity.kind != "indefinite":
        figure = Figure(
            head,
            quantity.low,
            quantity.best,
            quantity.high,
            quantity.approximate,
            quantity.kind == "vague",
            quantity.kind == "none",
        )
        begin, end = min(begin, quantity.start), max(end, quantity.end)
        figure.known = _is_definite(head) or told_before(head)
    elif head.lower_ == "no" or any(c.lower_ == "no" and c.dep_ == "det" for c in head.children):
        figure = Figure(head, 0, 0, 0, none=True)
    elif head.lower_ in heads.one_person and head.pos_ in ("PRON", "DET", "NUM"):
        figure = Figure(head, 1, 1, 1, known=head.lower_ not in ("one", "another", "himself", "herself"))
    elif is_one_more(head):
        figure = Figure(head, 1, 1, 1)
    elif _is_one(scene, head):
        figure = Figure(head, 1, 1, 1, known=_is_definite(head) and head.pos_ != "PROPN" and not _is_named(head))
    elif _is_some(scene, head):
        figure = Figure(head, SOME[0], SOME[1], SOME[2], vague=True, known=_is_definite(head))
    else:
        return None
    figure.start, figure.end = begin, end
    return figure


def _people_of_families(scene: Scene, head: Token) -> Quantity | None:
    """ "1,120 households (about 5,600 people)": the people, not the households."""
    if scene.sentence.lemma(head) not in ("family", "household"):
        return None
    end = scene.sentence.at(head)[1]
    behind = next((q for q in scene.quantities if end < q.start <= end + 4 and q.kind != "none"), None)
    if behind is None:
        return None
    text, offset = scene.sentence.line, scene.sentence.offset
    after = text[behind.end - offset : behind.end - offset + 12].split()
    return behind if after and after[0].strip(").,") in ("people", "persons", "individuals") else None


def quantity_of(scene: Scene, head: Token) -> Quantity | None:
    """The quantity that counts the people of a phrase: before its head, the head itself, or behind "of"."""
    first, _ = base_phrase(head)
    start, end = scene.span(first, head.i)[0], scene.sentence.at(head)[1]
    inside = [q for q in scene.quantities if (q.start < end and q.end > start) or q.end <= start <= q.end + 2]
    if any(c.dep_ == "preconj" for c in head.children):
        # "both the bomber and his driver": the list is two, not its first
        inside = [q for q in inside if q.text.lower() != "both"]
    counting = [q for q in inside if q.kind != "indefinite"]
    if counting:
        return counting[-1]
    if head.i < scene.tokens[-1].i:
        # a number in brackets or behind a colon
        behind = next((q for q in scene.quantities if end < q.start <= end + 2 and q.kind == "exact"), None)
        text, offset = scene.sentence.line, scene.sentence.offset
        if behind is not None and text[end - offset : behind.start - offset].strip() in ("(", ":"):
            return behind
    if scene.sentence.lemma(head) in counting_words().heads.counted_by_of:
        for preposition, inner in prepositions(head):
            if (
                preposition == "of"
                and inner
                and inner[0].i != head.i
                and (inner[0].pos_ == "NUM" or scene.is_a(inner[0], "people"))
            ):
                return quantity_of(scene, inner[0])
    return inside[-1] if inside else None


def _is_definite(head: Token) -> bool:
    if any(c.dep_ == "preconj" for c in head.children):
        return False
    return any(c.lower_ in _DETERMINERS and c.dep_ in ("det", "predet") for c in head.children)


def _is_named(head: Token) -> bool:
    """ "the head of the council", "the mayor, Karim Nasser": somebody who need not have been told before."""
    return any(c.dep_ == "appos" or (c.dep_ == "prep" and c.lower_ == "of") for c in head.children)


def _is_one(scene: Scene, head: Token) -> bool:
    heads = counting_words().heads
    if head.lower_ == "personnel" and any(c.lower_ in ("a", "an") for c in head.children):
        return True
    if head.tag_ in ("NNS", "NNPS", "CD") or head.lower_ in heads.plurals:
        return False
    if scene.sentence.lemma(head) in heads.collective:
        return False
    if head.pos_ == "PROPN":
        return head.i not in scene.actors or (
            scene.is_a(head, "people") and scene.actors[head.i].text.lower() == head.lower_
        )
    return (head.pos_ == "NOUN" and head.i not in scene.actors) or (
        scene.is_a(head, "people") and (head.pos_ != "ADJ" or any(c.lower_ in ("a", "an") for c in head.children))
    )


def _is_some(scene: Scene, head: Token) -> bool:
    if head.lower_ in counting_words().heads.plurals or (
        head.lower_ in counting_words().heads.pronouns and head.lower_ not in ("all", "most", "both")
    ):
        return True
    if head.tag_ in ("NNS", "NNPS"):
        return scene.is_a(head, "people") or (head.i in scene.actors and head.lower_.endswith(("s", "men")))
    return False
