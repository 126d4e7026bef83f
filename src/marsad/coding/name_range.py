"""From where to where a name goes, read along the line, and how it is written (codebook 3, participants)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from marsad.codebook.naming import naming
from marsad.coding.scene import Scene
from marsad.coding.syntax import complements_of, prepositions

if TYPE_CHECKING:
    from marsad.coding.tokens import Token

LONGEST = 12
"""Words in a name that a clause ends ("forces loyal to ...")."""

_EDGES = " '’‘,.;:()[]-&/"
_QUOTES = '"“”„«»'
_SPEECH_ADJECTIVES = {"elderly", "armoured", "armored", "heavy", "fierce", "violent", "deadly"}


def clean_name(text: str) -> str:
    """A name without article, quotes and signs around it."""
    for quote in _QUOTES:
        text = text.replace(quote, "")
    text = " ".join(text.split()).strip(_EDGES)
    for article in ("the ", "a ", "an "):
        if text.lower().startswith(article):
            text = text[len(article) :]
    return text.removesuffix("'s").removesuffix("’s").strip(_EDGES)


def left_edge(scene: Scene, head: Token) -> int:
    """Index of the first word of the noun phrase that ends with `head`, read from right to left.

    The tree is asked only whether a word leans to the right: the parser often ties lists of names wrongly.
    """
    doc, start, first = head.doc, scene.tokens[0].i, head.i
    capital = head.text[:1].isupper()
    while first > start:
        word = doc[first - 1]
        if word.tag_ == "POS":
            if capital or any(t.pos_ == "PROPN" for t in doc[first : head.i]):
                break
        elif word.text == "-" or word.text in _QUOTES:
            if first - 1 == start or doc[first - 2].pos_ not in (
                "PROPN",
                "NOUN",
                "ADJ",
                "ADV",
                "VERB",
                "NUM",
                "ADP",
                "X",
            ):
                if word.text == "-":
                    break
            elif word.text in _QUOTES and doc[first - 2].pos_ not in ("PROPN", "NOUN", "ADJ"):
                break
        elif not _leans_right(scene, word, first, head):
            break
        first -= 1
    while first < head.i and (doc[first].is_punct or doc[first].tag_ == "POS"):
        first += 1
    return first


def _leans_right(scene: Scene, word: Token, first: int, head: Token) -> bool:
    if word.pos_ == "PROPN" and scene.dates and is_time(scene, word):
        return False
    governor = word.head
    if word.dep_ == "conj":
        # "the army and M23 rebels": both are read as modifiers of the last noun
        while governor.dep_ == "conj" and governor.head.i < governor.i:
            governor = governor.head
        if governor.dep_ in ("nmod", "compound", "amod"):
            governor = governor.head
    leans = word.i < governor.i <= head.i
    if word.pos_ in ("PROPN", "X"):
        return leans or governor.i > word.i or word.doc[first].pos_ == "PROPN" or word.doc[first].text in "-'"
    if word.doc[first].text == "-":
        return word.pos_ in ("NOUN", "ADJ", "NUM", "ADV", "ADP", "VERB")
    if word.tag_ in ("VBN", "VBG", "VBD"):
        return (word.dep_ in ("amod", "compound") and leans) or (word.i > 0 and word.nbor(-1).text == "-")
    if word.pos_ == "ADV":
        return leans and word.dep_ == "npadvmod"
    return leans and word.pos_ in ("NOUN", "ADJ", "NUM")


def name_start(scene: Scene, head: Token) -> int:
    """Where the name proper begins: behind counts and words that only qualify."""
    first = left_edge(scene, head)
    doc, words = head.doc, naming()
    while first < head.i:
        token = doc[first]
        loose = token.pos_ in ("DET", "NUM", "ADV", "PUNCT", "PRON") or token.tag_ == "POS"
        if token.pos_ == "ADV" and doc[first + 1].text == "-":
            loose = False
        if token.pos_ == "NUM" and first + 1 <= head.i and doc[first + 1].pos_ == "PROPN" and token.text[:1].isupper():
            loose = False
        if loose or token.lower_ in words.dropped or token.lower_ in _SPEECH_ADJECTIVES:
            first += 1
            continue
        break
    return first


def name_end(scene: Scene, head: Token) -> int:
    """The last word of a name that goes on behind its head: "Military Police of the Syrian National Army"."""
    last = head.i
    for child in head.children:
        if child.dep_ == "prep" and child.lower_ in ("of", "from", "for") and child.i == last + 1:
            for inner in complements_of(child)[:1]:
                if inner.i in scene.toponyms and not head.text[:1].isupper():
                    continue
                if child.lower_ != "of" and inner.pos_ != "PROPN":
                    continue
                if inner.pos_ in ("PROPN", "NOUN") and (inner.text[:1].isupper() or inner.i in scene.actors):
                    last = max(last, inner.i, name_end(scene, inner))
        elif (
            child.i == last + 1
            and child.lower_ in naming().allegiance
            and scene.armed(head)
            and name_start(scene, head) == head.i
        ):
            ends = [t.i for preposition, inner in prepositions(child) for t in inner[:1]]
            ends += [t.i for c in child.children if c.dep_ == "dobj" for t in (c,)]
            ends += [c.i for i in ends for c in head.doc[i].children if c.dep_ == "appos" and c.pos_ == "PROPN"]
            if ends and max(ends) - head.i <= LONGEST:
                last = max(last, *ends)
    return last


def is_time(scene: Scene, token: Token) -> bool:
    start, end = scene.sentence.at(token)
    return any(d.start < end and start < d.end for d in scene.dates)
