"""Adding up the casualties of an event without counting anybody twice (codebook 3)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from marsad.model import Event, Harm


class Count(NamedTuple):
    """People: at least `low`, most likely `best`, at most `high`; `high` None: no upper bound is stated."""

    low: int
    best: int
    high: int | None


def casualty_sum(event: Event, harm: Harm) -> Count | None:
    """How many people an event killed, injured … over all groups; None where the dispatch says nothing of it.

    A total and its parts (`part_of`) count once: a total is the larger of itself and the sum of its parts,
    bound by bound (codebook 3). A part without an upper bound does not lift the one that its total states.
    """
    members = {index: entry for index, entry in enumerate(event.casualties) if entry.harm == harm}
    if not members:
        return None
    total_of = {
        index: entry.part_of
        for index, entry in members.items()
        if entry.part_of is not None and entry.part_of in members
    }
    for index in members:
        _cut_loop(index, total_of)
    parts: dict[int, list[int]] = {}
    for index, total in total_of.items():
        parts.setdefault(total, []).append(index)

    def count(index: int) -> Count:
        entry = members[index]
        stated = Count(entry.low, entry.best, entry.high)
        if index not in parts:
            return stated
        together = added([count(part) for part in parts[index]])
        low, best = max(stated.low, together.low), max(stated.best, together.best)
        if stated.high is None:
            return Count(low, best, None)
        return Count(low, best, max(best, stated.high, together.high or 0))

    return added([count(index) for index in members if index not in total_of])


def _cut_loop(index: int, total_of: dict[int, int]) -> None:
    """Records from elsewhere may name each other as totals: the first of such a ring is then the total."""
    seen = {index}
    total = total_of.get(index)
    while total is not None and total not in seen:
        seen.add(total)
        total = total_of.get(total)
    if total == index:
        del total_of[index]


def added(counts: Sequence[Count]) -> Count:
    """The sum of counts of different people; without upper bound where one of them has none."""
    highs = [count.high for count in counts]
    return Count(
        sum(count.low for count in counts),
        sum(count.best for count in counts),
        None if None in highs else sum(high for high in highs if high is not None),
    )
