"""Is a dispatch a near copy of one that is stored: syndicated, or slightly edited?

Two texts are near copies where most of their runs of three words are the same (Jaccard index) and where they tell the
same: the same figures of people, the same places, the same days. The second condition keeps apart what one author
writes by a pattern ("shells fell on X, no casualties") and an update with another toll.

Stored texts are found by MinHash (Broder 1997): a text's signature is the least value that each of several hash
functions takes over its runs; signatures are cut into bands, and near copies share a band.
"""

from __future__ import annotations

import hashlib
import random
from collections import Counter
from collections.abc import Sequence

from marsad.gazetteer.keys import plain
from marsad.model import Event
from marsad.store.searching import folded_words

RUN = 3
BANDS, ROWS = 20, 3
"""A pair with Jaccard index 0.6 shares a band in 99 of 100 cases: 1 - (1 - 0.6³)²⁰."""
ALIKE = 0.6
SAME_TEXT = 0.9
"""From here on a day may differ: a copy that keeps "today" is dated by another day of publication."""
FEWEST_WORDS = 12
MANY_WORDS = 60
_BITS = 61
_PRIME = (1 << _BITS) - 1
_PAIRS = random.Random(1997)  # the hash functions are the same on every machine
_FUNCTIONS = [(_PAIRS.randrange(1, _PRIME), _PAIRS.randrange(_PRIME)) for _ in range(BANDS * ROWS)]


def runs(text: str) -> frozenset[int]:
    """The hashes of a text's runs of three words; empty where the text is too short to be told from others."""
    words = folded_words(text)
    if len(words) < FEWEST_WORDS:
        return frozenset()
    return frozenset(_hash(" ".join(words[n : n + RUN])) for n in range(len(words) - RUN + 1))


def band_values(found: frozenset[int]) -> list[int]:
    """The values by which near copies are looked up, one per band, as signed 64-bit numbers."""
    if not found:
        return []
    signature = [min((a * run + b) % _PRIME for run in found) for a, b in _FUNCTIONS]
    bands = (signature[n * ROWS : (n + 1) * ROWS] for n in range(BANDS))
    return [_hash(f"{n}:{values}") - (1 << 60) for n, values in enumerate(bands)]


def likeness(a: frozenset[int], b: frozenset[int]) -> float:
    """The Jaccard index of two texts' runs."""
    return len(a & b) / len(a | b) if a and b else 0.0


def tell_the_same(a: Sequence[Event], b: Sequence[Event], *, days_may_differ: bool = False) -> bool:
    """Whether two codings agree in figures, places and days. Two without events tell the same nothing: no."""
    if not a or _figures(a) != _figures(b) or _places(a) != _places(b):
        return False
    return days_may_differ or _days(a) == _days(b)


def is_repost(like: float, words: int, a: Sequence[Event], b: Sequence[Event]) -> bool:
    """Whether texts with that likeness, of at least so many runs, are near copies, given their events."""
    if like < ALIKE:
        return False
    whole = like >= SAME_TEXT and words >= MANY_WORDS
    return (whole and not a and not b) or tell_the_same(a, b, days_may_differ=whole)


def _figures(events: Sequence[Event]) -> Counter[tuple[str, int, int | None]]:
    return Counter((entry.harm, entry.best, entry.high) for event in events for entry in event.casualties)


def _places(events: Sequence[Event]) -> set[str]:
    return {plain(event.place.name) for event in events if event.place.name}


def _days(events: Sequence[Event]) -> set[object]:
    return {event.time.start for event in events}


def _hash(words: str) -> int:
    return int.from_bytes(hashlib.blake2b(words.encode("ascii"), digest_size=8).digest(), "big") % _PRIME
