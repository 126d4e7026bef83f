"""Adding up the casualties of an event or incident without counting anybody twice (codebook 3)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, Protocol

from marsad.incidents.accounts import Incident
from marsad.model import Event, Harm, Status

TOOK_PLACE: tuple[Status, ...] = ("happened", "ongoing", "claimed")
"""The statuses whose casualties are added up: what is planned, threatened, denied or failed killed nobody."""


class Count(NamedTuple):
    """People: at least `low`, most likely `best`, at most `high`; `high` None: no upper bound is stated."""

    low: int
    best: int
    high: int | None


class Group(Protocol):
    """One group and harm with its bounds: a `Casualty` of an event, a `Figure` of an incident."""

    @property
    def harm(self) -> Harm: ...
    @property
    def low(self) -> int: ...
    @property
    def best(self) -> int: ...
    @property
    def high(self) -> int | None: ...
    @property
    def part_of(self) -> int | None: ...


def casualty_sum(event: Event, harm: Harm) -> Count | None:
    """How many people an event killed, injured … over all groups; None where the dispatch says nothing of it."""
    return group_sum(event.casualties, harm)


def incident_sum(incident: Incident, harm: Harm) -> Count | None:
    """How many people an incident killed, injured … by the figures of its cells; None where no account tells."""
    return group_sum(incident.figures, harm)


def group_sum(groups: Sequence[Group], harm: Harm) -> Count | None:
    """How many people of all groups suffered a harm; None where no group did.

    A total and its parts (`part_of`) count once: a total is the larger of itself and the sum of its parts,
    bound by bound (codebook 3). A part without an upper bound does not lift the one that its total states.
    """
    counts, total_of = counts_and_totals(groups, harm)
    return added([count for index, count in counts.items() if index not in total_of]) if counts else None


def counts_and_totals(groups: Sequence[Group], harm: Harm) -> tuple[dict[int, Count], dict[int, int]]:
    """For each group of one harm, by its index, how many people it has, parts included; for each part its total."""
    members = {index: group for index, group in enumerate(groups) if group.harm == harm}
    total_of = {
        index: group.part_of
        for index, group in members.items()
        if group.part_of is not None and group.part_of in members
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

    return {index: count(index) for index in members}, total_of


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
