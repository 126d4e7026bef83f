"""What is demanded or agreed, item by item (codebook 3, terms).

List items and paragraphs after a colon, "provides for X, Y and Z", "demanding the release
of ...", "called on them to leave".
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from marsad.codebook.naming import naming
from marsad.codebook.term_words import term_words
from marsad.coding.language import Block
from marsad.coding.merging import Happening
from marsad.coding.scene import Scene
from marsad.coding.syntax import is_passive, is_verb, subjects
from marsad.model import Span, Term

if TYPE_CHECKING:
    from marsad.coding.tokens import Token

TYPES = {"demand", "agreement"}
"""The types of events that have terms."""

_MOST_WORDS = 60
_MOST_ITEMS = 20
_MARK = re.compile(r"\s*(?:[-–—*•●▪◾■]\s*|\(?\d{1,2}[.)]\s+|[a-z]\)\s+)")


def find_terms(happening: Happening, blocks: Sequence[Block], scenes: Sequence[Scene], text: str) -> list[Term]:
    """The terms of a demand or an agreement, in the order of the text; empty for other types.

    `blocks` and `scenes` are those of the whole dispatch, `text` its text, into which the spans point.
    """
    if happening.type not in TYPES:
        return []
    told = [t for t in happening.tellings if not t.headline] or happening.tellings
    by_block: dict[int, list[Scene]] = {}
    for scene in scenes:
        by_block.setdefault(scene.sentence.block.index, []).append(scene)
    spans: list[tuple[int, int]] = []
    for telling in told:
        spans += _listed(telling.block, blocks, by_block, text)
    if not spans:
        for telling in told:
            spans += _in_sentence(telling.mention.scene, telling.mention.trigger, telling.mention.anchor)
            if happening.type == "agreement":
                spans += _in_following(telling.mention.scene, by_block)
    kept: list[tuple[int, int]] = []
    for start, end in spans:
        if not any(a < end and start < b for a, b in kept):
            kept.append((start, end))
    return [Term(text=text[a:b], evidence=[Span(a, b)]) for a, b in sorted(kept)]


# ------------------------------------------------------------------ lists after a colon


_PIECE = re.compile(r"the\s+\w+\s+of\b")
_BULLET = re.compile(r"[•●▪◾■*]\s*$")


def _listed(index: int, blocks: Sequence[Block], by_block: dict[int, list[Scene]], text: str) -> list[tuple[int, int]]:
    """The items that follow a paragraph which ends in a colon and announces terms."""
    position = next((n for n, b in enumerate(blocks) if b.index == index), None)
    if position is None:
        return []
    for opening in blocks[position : position + 2]:
        told = text[opening.start : opening.end].rstrip()
        if told.endswith(":") and (opening.index == index or _announces(told)):
            found: list[tuple[int, int]] = []
            for block in blocks[blocks.index(opening) + 1 :][:_MOST_ITEMS]:
                if not _is_item(block, by_block.get(block.index, []), text, after_items=bool(found)):
                    break
                found.append(_trimmed(text, block))
            if found:
                return found
        elif ":" in told and opening.index == index and _announces(told[: told.rindex(":")]):
            return _after_colon(text, opening)
    return []


def _announces(told: str) -> bool:
    words = term_words()
    lower = told.lower()
    plain = {w.removesuffix("s") for w in re.findall(r"[a-z-]+", lower)}
    return bool(plain & words.nouns) or any(phrase in lower for phrase in words.announcing)


def _is_item(block: Block, scenes: Sequence[Scene], text: str, *, after_items: bool) -> bool:
    """Whether a block is an item: marked as one, or a phrase that is no sentence of its own."""
    if block.kind == "item" or _BULLET.search(text[max(0, block.start - 4) : block.start]):
        return True
    line = text[block.start : block.end]
    if len(line.split()) > _MOST_WORDS or block.kind in ("headline", "note"):
        return False
    if not scenes:
        return after_items or len(line.split()) <= 20
    root = scenes[0].sentence.span.root
    if root.tag_ == "VB" and not any(c.dep_ == "nsubj" for c in root.children):
        return True
    return root.pos_ in ("NOUN", "PROPN") or (
        root.tag_ == "VBG" and not any(c.dep_ in ("nsubj", "aux") for c in root.children)
    )


def _trimmed(text: str, block: Block) -> tuple[int, int]:
    mark = _MARK.match(text, block.start, block.end)
    start = mark.end() if mark else block.start
    end = block.end
    while end > start and text[end - 1] in " .;,:\t":
        end -= 1
    return start, end


def _after_colon(text: str, block: Block) -> list[tuple[int, int]]:
    """ "The conditions are: X; Y; and Z"."""
    start = block.start + text[block.start : block.end].rindex(":") + 1
    stop = block.end
    sentence = re.search(r"[.!?](?:\s+[A-Z]|$)", text[start:stop])
    if sentence:
        stop = start + sentence.start()
    mark = r";" if ";" in text[start:stop] else r",|\band\b"
    found = []
    at = start
    for cut in [*re.finditer(mark, text[start:stop]), None]:
        end = start + cut.start() if cut else stop
        piece = re.sub(r"^(?:\s|and\b)+", "", text[at:end])
        if piece.strip(" ,.;"):
            first = end - len(piece)
            found.append((first, first + len(piece.rstrip(" ,.;"))))
        at = start + cut.end() if cut else stop
    return found if len(found) > 1 else []


# ------------------------------------------------------------------ in a sentence


def _in_sentence(scene: Scene, trigger: Token, anchor: Token) -> list[tuple[int, int]]:
    words = term_words()
    found: list[tuple[int, int]] = []
    named = [c for t in (trigger, anchor) for c in t.children if c.dep_ in ("dobj", "nsubjpass", "pobj")]
    for token in dict.fromkeys((trigger, anchor, *(t for t in named if scene.sentence.lemma(t) in words.deals))):
        lemma = scene.sentence.lemma(token)
        if is_verb(token) and lemma in words.demanding and not is_passive(token):
            found += _complements(scene, token)
        elif not is_verb(token):
            for child in token.children:
                if child.dep_ == "acl" and scene.sentence.lemma(child) in words.providing:
                    found += _complements(scene, child)
                if child.dep_ == "acl" and child.tag_ == "VB":
                    found.append(_extent(scene, child))
            found += _provided(scene, token)
    return found


def _provided(scene: Scene, deal: Token) -> list[tuple[int, int]]:
    """ "the deal provides for X, Y and Z", "the agreement, which includes X"."""
    verbs = [deal.head] if deal.dep_ in ("nsubj", "nsubjpass") else []
    verbs += [c for c in deal.children if c.dep_ == "relcl"]
    found = []
    for verb in verbs:
        if any(t.lower_ in ("under", "whereby", "by") and t.i < verb.i for t in verb.children):
            found += [_extent(scene, one, clause=True) for one in _conjuncts(verb)]
            continue
        if is_verb(verb) and scene.sentence.lemma(verb) in term_words().providing:
            found += _complements(scene, verb)
    return found


def _in_following(scene: Scene, by_block: dict[int, list[Scene]]) -> list[tuple[int, int]]:
    """What the next sentences of the paragraph say that the deal provides for."""
    words = term_words()
    found = []
    later = [s for s in by_block.get(scene.sentence.block.index, []) if s.sentence.start > scene.sentence.start]
    for other in later[:3]:
        for token in other.tokens:
            if is_verb(token) and other.sentence.lemma(token) in words.providing:
                doers = subjects(token)
                if any(
                    other.sentence.lemma(d) in words.deals or d.lower_ == "it" or other.sentence.lemma(d) in words.nouns
                    for d in doers
                ):
                    found += _complements(other, token)
    return found


def _complements(scene: Scene, verb: Token) -> list[tuple[int, int]]:
    """The phrases and clauses that a verb asks or provides for; those asked are none of them."""
    heads: list[Token] = []
    for child in verb.children:
        if child.i < verb.i:
            continue
        if child.dep_ in ("dobj", "attr") and not _someone(scene, child):
            heads.append(child)
        elif child.dep_ == "prep" and child.lower_ in term_words().prepositions.get(
            scene.sentence.lemma(verb), ("for",)
        ):
            heads += [c for c in child.children if c.dep_ in ("pobj", "pcomp") and not _someone(scene, c)]
        elif (
            child.dep_ in ("xcomp", "ccomp", "advcl")
            and is_verb(child)
            and (child.tag_ == "VB" or child.dep_ == "ccomp")
        ):
            heads.append(child)
    if scene.sentence.lemma(verb) not in term_words().providing:
        heads = [h for h in heads if scene.sentence.lemma(h) not in term_words().nouns]
    found = [_extent(scene, one) for head in heads for one in _conjuncts(head)]
    return [piece for span in found for piece in _pieces(scene, span)]


def _pieces(scene: Scene, span: tuple[int, int]) -> Iterator[tuple[int, int]]:
    """ "the withdrawal of A, the release of B and the payment of C", which the parser often nests."""
    text = scene.sentence.line
    start, end = span[0] - scene.sentence.offset, span[1] - scene.sentence.offset
    at = start
    if _PIECE.match(text, start, end):
        for cut in re.finditer(r",?\s+(?:and\s+)?(?=the\s+\w+\s+of\b)", text[start:end]):
            if cut.start():
                yield at + scene.sentence.offset, start + cut.start() + scene.sentence.offset
                at = start + cut.end()
    yield at + scene.sentence.offset, span[1]


def _someone(scene: Scene, head: Token) -> bool:
    if head.i in scene.actors or head.pos_ == "PRON" or head.i in scene.toponyms:
        return True
    if scene.is_a(head, "people") or scene.sentence.lemma(head) in naming().organisations | naming().both_words:
        return True
    start, end = scene.sentence.at(head)
    return any(d.start < end and start < d.end for d in scene.dates)


def _conjuncts(head: Token) -> Iterator[Token]:
    yield head
    for child in head.children:
        if child.dep_ == "conj":
            yield from _conjuncts(child)


def _extent(scene: Scene, head: Token, *, clause: bool = False) -> tuple[int, int]:
    """The span of a phrase without its conjuncts and whoever is asked; `clause` keeps the subject."""
    left_out = ("conj", "cc", "punct", "mark") if clause else ("conj", "cc", "punct", "nsubj", "mark")
    skip = {t.i for c in head.children if c.dep_ in left_out for t in c.subtree}
    own = [t.i for t in head.subtree if t.i not in skip and scene.tokens[0].i <= t.i <= scene.tokens[-1].i]
    first, last = min(own), max(own)
    while first < last and head.doc[first].lower_ in (
        "to",
        "that",
        ",",
        "and",
        "under",
        "which",
        "whereby",
        "by",
    ):
        first += 1
    while last > first and head.doc[last].is_punct:
        last -= 1
    return scene.span(first, last)
