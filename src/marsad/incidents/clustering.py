"""Which events form one incident, given how alike they are in pairs and what people have judged?

Average linkage under constraints: the two groups with the highest mean of points between them are joined first, as
long as that mean reaches the threshold of `same` and nothing keeps them apart. Events of one dispatch that the coder
kept apart stay apart, and a judgement holds against everything. The result depends on the events, their scores and the
judgements, not on their order.
"""

from __future__ import annotations

import heapq
import math
from collections.abc import Collection, Iterable, Mapping

from marsad.incidents.files import weights

Pair = tuple[str, str]
"""Two event ids, the smaller first (`pair`)."""

_LEAST_SCORE = 1e-6
_ROUNDING = 1e-6


def pair(a: str, b: str) -> Pair:
    """Two event ids in the order in which pairs are kept."""
    return (a, b) if a <= b else (b, a)


def cluster(
    ids: Iterable[str],
    scores: Mapping[Pair, float],
    apart: Collection[Pair] = (),
    together: Collection[Pair] = (),
    dispatches: Mapping[str, str] | None = None,
) -> list[list[str]]:
    """Groups of event ids, each sorted, by their first id.

    `scores` has the compared pairs (0 to 1); a pair that is not in it counts as unlike. `apart` and `together` are what
    people judged; of two judgements that contradict each other through others, keeping apart holds. `dispatches` maps
    events to the dispatch that tells them: two events of one dispatch are joined by a judgement only.
    """
    groups = _Groups(sorted(set(ids)), apart, dispatches or {})
    for a, b in sorted(pair(*one) for one in together):
        if groups.has(a, b):
            groups.join_judged(a, b)
    known = weights()
    groups.count(scores, known.joining.unlike)
    groups.join_alike(_points(known.zones.same))
    return groups.members()


class _Groups:
    """The groups while they are joined. A group is named by its smallest id."""

    def __init__(self, ids: list[str], apart: Collection[Pair], dispatches: Mapping[str, str]) -> None:
        self._members = {id: [id] for id in ids}
        self._group = {id: id for id in ids}
        self._dispatches = {id: {dispatches[id]} if id in dispatches else set[str]() for id in ids}
        self._judged_apart: dict[str, set[str]] = {id: set() for id in ids}
        for a, b in apart:
            if a in self._members and b in self._members and a != b:
                self._judged_apart[a].add(b)
                self._judged_apart[b].add(a)
        self._sums: dict[str, dict[str, float]] = {id: {} for id in ids}
        self._unlike = 0.0

    def has(self, a: str, b: str) -> bool:
        return a in self._group and b in self._group

    def join_judged(self, a: str, b: str) -> None:
        """Join what was judged the same, unless somebody judged two of them different."""
        one, other = sorted((self._group[a], self._group[b]))
        if one != other and other not in self._judged_apart[one]:
            self._merge(one, other)

    def count(self, scores: Mapping[Pair, float], unlike: float) -> None:
        """Add up, between groups, by how much the points of compared pairs exceed those of unlike ones."""
        self._unlike = unlike
        for (a, b), score in sorted(scores.items()):
            if not self.has(a, b):
                continue
            one, other = self._group[a], self._group[b]
            if one == other:
                continue
            gain = max(_points(score) - unlike, 0.0)
            for here, there in ((one, other), (other, one)):
                self._sums[here][there] = self._sums[here].get(there, 0.0) + gain

    def join_alike(self, least: float) -> None:
        """Join the groups that are most alike, until no two have a mean of at least `least` points."""
        heap = [
            (-self._mean(one, other), one, other)
            for one, others in self._sums.items()
            for other in others
            if one < other and self._may_join(one, other)
        ]
        heapq.heapify(heap)
        while heap:
            mean, one, other = heapq.heappop(heap)
            if -mean < least - _ROUNDING:
                return
            if one not in self._members or other not in self._members or not self._may_join(one, other):
                continue
            if -mean != self._mean(one, other):
                continue
            self._merge(one, other)
            for third in self._sums[one]:
                first, second = sorted((one, third))
                if self._may_join(first, second):
                    heapq.heappush(heap, (-self._mean(first, second), first, second))

    def members(self) -> list[list[str]]:
        return sorted(sorted(group) for group in self._members.values())

    def _mean(self, one: str, other: str) -> float:
        pairs = len(self._members[one]) * len(self._members[other])
        return self._unlike + round(self._sums[one].get(other, 0.0) / pairs, 9)

    def _may_join(self, one: str, other: str) -> bool:
        return other not in self._judged_apart[one] and self._dispatches[one].isdisjoint(self._dispatches[other])

    def _merge(self, one: str, other: str) -> None:
        """Put `other` into `one`, the smaller."""
        for id in self._members[other]:
            self._group[id] = one
        self._members[one] += self._members.pop(other)
        self._dispatches[one] |= self._dispatches.pop(other)
        for kept in self._judged_apart.pop(other):
            self._judged_apart[kept].discard(other)
            self._judged_apart[kept].add(one)
            self._judged_apart[one].add(kept)
        for third, gain in self._sums.pop(other).items():
            del self._sums[third][other]
            if third != one:
                self._sums[one][third] = self._sums[third][one] = self._sums[one].get(third, 0.0) + gain


def _points(score: float) -> float:
    """A score as log-odds."""
    score = min(max(score, _LEAST_SCORE), 1 - _LEAST_SCORE)
    return math.log(score / (1 - score))
