"""Whose toll is told where: "three people in Kharkiv and two in Izium" are two tolls at two places (codebook 1)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from marsad.coding.how_many import Count
from marsad.coding.scene import Scene
from marsad.coding.sufferers import in_quantity
from marsad.coding.syntax import is_verb

if TYPE_CHECKING:
    from marsad.coding.tokens import Token

_REACH = 4
"""A place stands at most so many words behind its number."""


def tolls_by_place(scene: Scene, counts: Sequence[Count]) -> dict[int | None, list[Count]]:
    """The counts of each place of a sentence that tells tolls place by place; empty where it does not.

    Keys are the numbers of the places among the dispatch's names, in the order of the sentence. What is told of no
    place of its own stays with the first.
    """
    for base in counts:
        if base.vague or any(h.pos_ == "PRON" for h in base.heads):
            continue
        further = _further(scene, base, counts)
        if not further:
            continue
        own = _place_behind(scene, base.heads[-1])
        if own is None and base.word.i > base.heads[-1].i:
            own = _place_behind(scene, base.word)
        if own is None and len(further) > 1 and sum(count.low for _, count in further) == base.low:
            shared: dict[int | None, list[Count]] = {}
        elif own is not None:
            shared = {own: [base]}
        else:
            continue
        for place, count in further:
            shared.setdefault(place, []).append(count)
        if len(shared) > 1:
            first = next(iter(shared.values()))
            first += [count for count in counts if count is not base]
            return shared
    return {}


def _further(scene: Scene, base: Count, counts: Sequence[Count]) -> list[tuple[int, Count]]:
    """The numbers behind a count that stand for the same people at other places: "and two in Izium"."""
    counted = {t.i for c in counts for h in c.heads for t in (h, *(n for n in h.children if n.dep_ == "nummod"))}
    found: list[tuple[int, Count]] = []
    for token in scene.tokens:
        if token.i <= base.heads[-1].i:
            continue
        if is_verb(token) and token.i > base.word.i:
            break
        if token.pos_ != "NUM" or token.i in counted or not in_quantity(scene, token):
            continue
        place = _place_behind(scene, token)
        start = scene.sentence.at(token)[0]
        number = next((q for q in scene.quantities if q.start <= start < q.end), None)
        if place is None or number is None:
            continue
        count = replace(
            base,
            heads=[token],
            low=number.low,
            best=number.best,
            high=number.high,
            approximate=number.approximate,
            start=number.start,
            end=number.end,
            figures=[number.low],
            parts=[],
        )
        found.append((place, count))
    return found


def _place_behind(scene: Scene, head: Token) -> int | None:
    """The place that a preposition right behind a number or its noun names."""
    behind = [t for t in scene.tokens if head.i < t.i <= head.i + 1 + _REACH]
    if behind and behind[0].pos_ == "NOUN" and head.pos_ == "NUM":
        behind = behind[1:]
    if not behind or behind[0].pos_ != "ADP" or behind[0].lower_ not in ("in", "at", "near", "from", "outside"):
        return None
    for token in behind[1:]:
        if token.i in scene.toponyms:
            return scene.toponyms[token.i]
        if token.text in ",;:" or token.pos_ in ("NUM", "CCONJ") or is_verb(token):
            break
    return None
