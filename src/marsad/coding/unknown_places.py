"""Place names that no gazetteer knows, found by the syntax around them.

Most places of a war are villages. A capitalised name that is no actor, person or date is read as a place where it is
the object of a verb that strikes or takes places, stands behind "in", "at" or "near", or is listed with known places.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from marsad.codebook.countries import demonym_country
from marsad.codebook.files import read_toml
from marsad.codebook.lexicon import lexicon
from marsad.codebook.placewords import place_words
from marsad.coding.placenames import COMMON_WORDS, GIVEN_NAMES, word_list
from marsad.coding.scene import Scene
from marsad.coding.syntax import is_verb
from marsad.coding.toponyms import Toponym
from marsad.gazetteer.keys import plain

if TYPE_CHECKING:
    from marsad.coding.tokens import Token

_LINKS = {"in", "of", ",", ", in", "in the", "of the", ", in the"}
_MAX_GAP = 60


def adopt_unknown_places(scene: Scene, toponyms: list[Toponym], text: str) -> None:
    """Add the sentence's unknown place names to the dispatch's toponyms and to the scene, unresolved."""
    if scene.sentence.block.kind == "headline":
        return
    for _ in range(2):  # the second round follows lists from names found in the first
        for token in scene.tokens:
            if _may_be_name(scene, token) and _place_frame(scene, token):
                _adopt(scene, token, toponyms, text)


def adopt_enumerated_places(
    text: str, start: int, end: int, toponyms: list[Toponym], taken: Sequence[tuple[int, int]]
) -> None:
    """Add the names of a list that the text announces as places, and the name that opens an item ("Umm Samima: …")."""
    block = text[start:end]
    spans = []
    for match in _announcement().finditer(block):
        spans += [
            (start + m.start(), start + m.end()) for m in _NAME.finditer(block, match.start("list"), match.end("list"))
        ]
    opening = _OPENING.match(block)
    if opening is not None and not _is_common(opening["name"]):
        spans.append((start + opening.start("name"), start + opening.end("name")))
    for first, last in spans:
        name = text[first:last]
        if any(a < last and first < b for a, b in taken) or any(t.start < last and first < t.end for t in toponyms):
            continue
        if demonym_country(name) is None and not name.isupper() and name.lower() not in read_not_places()["words"]:
            toponyms.append(Toponym(first, last, name, known=False))


def _is_common(name: str) -> bool:
    """Whether a name is made of everyday words: "Health:", "Aid deliveries:"."""
    words = [word.lower() for word in name.split()]
    known = read_not_places()
    return words[0] in known["words"] or all(
        word in known["heads"] or word in word_list(COMMON_WORDS) for word in words
    )


_NAME = re.compile(
    r"(?:[Aa]l-|[Ee]l-)?[A-Z][\w'’-]+(?: (?:(?:al|el|de|du|la)[ -])?(?:[A-Z][\w'’-]+|[a-z]{4,}(?=,| and)))*"
)
_OPENING = re.compile(r"[^\w\n]{0,6}(?P<name>[A-Z][\w'’-]+(?: [A-Z][\w'’-]+){0,2}):\s+(?=\w)")


def _announcement() -> re.Pattern[str]:
    global _ANNOUNCEMENT
    if _ANNOUNCEMENT is None:
        nouns = "|".join(sorted(read_not_places()["plural_places"]))
        name = r"(?:(?:al|el|Al|El)-)?[A-Z][\w'’-]+(?: [\w'’-]+){0,3}?"
        _ANNOUNCEMENT = re.compile(
            rf"\b(?i:{nouns})\b[^.\n]{{0,60}}?(?:\bnamely\b\s*[;:,]?|\bsuch as\b|\bincluding\b|:|\bof\b)\s*"
            rf"(?P<list>{name}(?:\s*,\s*{name})*\s*,?\s*and\s+{name})(?=[\s,.;])"
        )
    return _ANNOUNCEMENT


_ANNOUNCEMENT: re.Pattern[str] | None = None


def _may_be_name(scene: Scene, token: Token) -> bool:
    if token.pos_ != "PROPN" or not token.text[:1].isupper() or token.i in scene.actors or token.i in scene.toponyms:
        return False
    if token.dep_ in ("compound", "nmod", "amod") and token.head.pos_ == "PROPN" and token.head.i > token.i:
        return False  # the head of the name speaks for it
    if (token.text.isupper() and len(token.text) < 6) or len(token.text) < 3:
        return False
    words = read_not_places()
    if token.lower_ in words["words"] or demonym_country(token.text) is not None:
        return False
    if any(c.i in scene.toponyms for c in token.children if c.dep_ in ("compound", "nmod", "amod")):
        return False  # "Uror County": the known name speaks for it
    if scene.classes.get(token.i) or any(scene.is_a(c, "people") for c in token.children):
        return False
    if (
        any(c.lower_ in words["titles"] for c in token.children)
        or token.nbor(-1 if token.i else 0).lower_ in words["titles"]
    ):
        return False
    start, end = scene.sentence.at(token)
    return not any(d.start < end and start < d.end for d in scene.dates)


def _place_frame(scene: Scene, token: Token) -> bool:
    words = read_not_places()
    head = token.head
    if head.lower_ == "of" and scene.sentence.lemma(head.head) in place_words().of_person:
        return False  # "the house of X"
    if token.dep_ == "pobj" and head.lower_ in words["locative"]:
        return not (is_verb(head.head) and scene.sentence.lemma(head.head) in words["not_verbs"])
    if token.dep_ == "pobj" and head.lower_ in words["locative_of_events"] and head.head.i != head.i:
        governor = scene.sentence.lemma(head.head)
        if governor in words["movements"] or (
            governor in lexicon().nouns and head.lower_ in ("on", "of", "against", "over")
        ):
            return True
    if token.dep_ in ("dobj", "nsubjpass") and is_verb(head) and scene.sentence.lemma(head) in words["striking"]:
        return not _is_person(scene, token)
    if token.dep_ in ("conj", "appos") and head.i in scene.toponyms and head.i not in scene.actors:
        return True
    return token.dep_ == "pobj" and head.lower_ == "of" and scene.is_a(head.head, "place_noun")


def _is_person(scene: Scene, token: Token) -> bool:
    """Whether what is captured or hit is somebody: "X Y was captured in Z", "X, 43, was targeted"."""
    head = token.head
    first = token.doc[token.i - 1] if token.i and token.doc[token.i - 1].dep_ == "compound" else token
    if plain(first.text) in word_list(GIVEN_NAMES):
        return True
    if any(c.dep_ in ("appos", "nummod") and c.pos_ == "NUM" for c in token.children):
        return True
    return token.dep_ == "nsubjpass" and any(
        c.dep_ == "prep" and c.lower_ in ("in", "at", "near", "during", "off") and c.i > head.i for c in head.children
    )


def drop_persons(scenes: Sequence[Scene], toponyms: Sequence[Toponym]) -> None:
    """A name to which is done what is done to people is no place: "Castro was shot", "they arrested Córdoba"."""
    verbs = place_words().done_to_people
    for scene in scenes:
        mistaken = set()
        for token in scene.tokens:
            number = scene.toponyms.get(token.i)
            if number is None or token.dep_ not in ("nsubjpass", "dobj") or not is_verb(token.head):
                continue
            toponym = toponyms[number]
            place = toponym.area or toponym.cue or (toponym.entry is not None and toponym.entry.population > _KNOWN)
            if not place and not verbs.isdisjoint((scene.sentence.lemma(token.head), token.head.lemma_)):
                mistaken.add(number)
        for i in [i for i, number in scene.toponyms.items() if number in mistaken]:
            del scene.toponyms[i]


_KNOWN = 200_000


def _adopt(scene: Scene, token: Token, toponyms: list[Toponym], text: str) -> None:
    doc = token.doc
    first = last = token.i
    floor, ceiling = scene.tokens[0].i, scene.tokens[-1].i
    while first > floor and (_name_part(scene, doc[first - 1]) or (doc[first - 1].text == "-" and first - 1 > floor)):
        first -= 1
    while last < ceiling and doc[last + 1].text in ("-", "'") and last + 2 <= ceiling and doc[last + 2].pos_ == "PROPN":
        last += 2
    if doc[first].text == "-":
        first += 1
    start, end = scene.span(first, last)
    if any(t.start < end and start < t.end for t in toponyms):
        return
    toponyms.append(Toponym(start, end, text[start:end], within=_container(end, toponyms, text), known=False))
    for i in range(first, last + 1):
        scene.toponyms[i] = len(toponyms) - 1


def _name_part(scene: Scene, token: Token) -> bool:
    return (
        token.pos_ == "PROPN"
        and token.text[:1].isalpha()
        and token.i not in scene.actors
        and token.i not in scene.toponyms
        and token.dep_ in ("compound", "nmod", "amod", "punct", "det")
        and demonym_country(token.text) is None
    )


def _container(end: int, toponyms: list[Toponym], text: str) -> int | None:
    following = [(t.start, n) for n, t in enumerate(toponyms) if end <= t.start <= end + _MAX_GAP]
    if not following:
        return None
    start, number = min(following)
    link = text[end:start].strip().lower()
    if link == "," and not _is_wider(toponyms[number]):
        return None  # a list, not a container
    return number if link in _LINKS else None


def _is_wider(toponym: Toponym) -> bool:
    return toponym.area or (
        toponym.entry is not None and toponym.entry.feature in ("admin1", "admin2", "country", "region")
    )


def mend_containers(toponyms: Sequence[Toponym], text: str) -> None:
    """A name behind a comma or "and" contains the one before it only where it is a wider area."""
    for toponym in toponyms:
        if toponym.within is None:
            continue
        outer = toponyms[toponym.within]
        if _is_wider(outer) or outer.start < toponym.end:
            continue
        gap = text[toponym.end : outer.start].strip().lower()
        if gap == "," or gap.startswith("and") or gap.endswith("and") or ", and" in gap or "and the" in gap:
            toponym.within = None


def mistaken_countries(toponyms: Sequence[Toponym], text: str) -> None:
    """A "country" in the middle of a list of towns is a village of that name: "Kansafra, Fleifel and Benin"."""
    order = sorted(toponyms, key=lambda t: t.start)
    for before, toponym in itertools.pairwise(order):
        if toponym.entry is None or toponym.entry.feature != "country" or _is_wider(before):
            continue
        if text[before.end : toponym.start].strip().lower() in ("and", ",", ", and"):
            behind = text[toponym.end : toponym.end + 4].lower()
            if behind.startswith((" in", ",")) or text[before.end : toponym.start].strip().lower() != ",":
                toponym.entry, toponym.known, toponym.area = None, False, False


def read_not_places() -> dict[str, frozenset[str]]:
    """The word lists of this question (`codebook/data/unknown_places.toml`)."""
    global _WORDS
    if _WORDS is None:
        _WORDS = {key: frozenset(words) for key, words in read_toml("unknown_places.toml").items()}
    return _WORDS


_WORDS: dict[str, frozenset[str]] | None = None
