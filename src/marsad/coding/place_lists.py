"""Which place names stand in one list? "Four raids on X, three on the outskirts of Y and two on the town of Z"."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from marsad.codebook.placewords import place_words
from marsad.coding.quantities import number_words

if TYPE_CHECKING:
    from marsad.coding.scene import Scene
    from marsad.coding.toponyms import Toponym

_ADDING = {"and", "or", "&", "plus", "also", "then"}
_ADDING_PHRASES = re.compile(r"\b(?:as well as|along with|together with|in addition to|followed by)\b")
_HERE = {"in", "on", "at", "over", "of", "against", "to"}
_BESIDE = {"near", "around", "outside", "towards", "toward", "between"}
_BEFORE_NOUNS = {"the", "both", "its", "nearby", "neighbouring", "neighboring"}
_COUNTED = re.compile(r"^\s*\([^()]*\)")


def run_of_names(scene: Scene, best: int, toponyms: Sequence[Toponym]) -> set[int]:
    """Names in one list with the chosen one, read from the words between them, since the parse often loses lists.

    Empty where no "and" or the like closes the list.
    """
    order = sorted(set(scene.toponyms.values()), key=lambda n: toponyms[n].start)
    text, offset = scene.sentence.line, scene.sentence.offset

    def between(left: int, right: int) -> str:
        return text[toponyms[left].end - offset : toponyms[right].start - offset]

    low = high = order.index(best)
    while low > 0 and _joint(between(order[low - 1], order[low])):
        low -= 1
    while high + 1 < len(order) and _joint(between(order[high], order[high + 1])):
        high += 1
    run = order[low : high + 1]
    closed = any(_joint(between(a, b)) == "closed" for a, b in itertools.pairwise(run))
    return set(run) if closed else set()


@cache
def _numbers() -> frozenset[str]:
    return frozenset(number_words())


@lru_cache(maxsize=4096)
def _joint(between: str) -> str:
    """How the words between two names join them: "closed" by "and" and the like, "open" by a comma, or not at all."""
    text, added = _ADDING_PHRASES.subn("and", _COUNTED.sub("", between.lower()))
    words = re.findall(r"[\w'’-]+|[^\w\s]", text)
    lists = place_words()
    kind, i = ("closed" if added else ""), 0
    while i < len(words):
        word = words[i]
        noun = lists.cues.at(words, i) or lists.relations.at(words, i)
        if word in (",", ";"):
            kind = kind or "open"
        elif word in _ADDING:
            kind = "closed"
        elif noun is not None:
            i = noun[0]
            continue
        elif word in _BESIDE:
            if kind != "closed":
                return ""  # "X, near Y" says where X is
        elif not (
            word in _HERE or word in _BEFORE_NOUNS or word in lists.directions or word.isdigit() or word in _numbers()
        ):
            return ""
        i += 1
    return kind
