"""How do incidents and deaths go over time? Series by day, week or month."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from marsad.exports.situation.figures import NOBODY, took_place
from marsad.exports.situation.period import Period, Step, StepKind
from marsad.incidents.accounts import Incident
from marsad.incidents.sums import Count, added, incident_sum

_LONGEST: dict[StepKind, int] = {"day": 2, "week": 7, "month": 31}
_DAYS_OF = {"day": 1, "week": 7, "month": 31, "year": 366, "unknown": 366}


@dataclass(frozen=True, slots=True)
class StepDeaths:
    """The dead of the incidents that began in a step."""

    step: Step
    killed: Count
    incidents: int


@dataclass(frozen=True, slots=True)
class Deaths:
    """The dead by step. `undated`: those of incidents whose time is too vague for a step, in none of them."""

    kind: StepKind
    steps: tuple[StepDeaths, ...]
    undated: Count
    undated_incidents: int


@dataclass(frozen=True, slots=True)
class TypeRow:
    """How many incidents of one type began in each step; `vague`: those of the type that no step can hold."""

    type: str
    counts: tuple[int, ...]
    vague: int

    @property
    def total(self) -> int:
        """All incidents of the type."""
        return sum(self.counts) + self.vague


@dataclass(frozen=True, slots=True)
class Timeline:
    """Incidents by type and step, the most frequent type first."""

    kind: StepKind
    steps: tuple[Step, ...]
    rows: tuple[TypeRow, ...]


def deaths_by_step(incidents: Sequence[Incident], period: Period, kind: StepKind | None = None) -> Deaths:
    """The dead of the incidents that took place, by the step in which each began; steps without dead are kept.

    `kind` None: what suits the period (`Period.step_kind`). An incident whose time spans more than a step ("in
    March") stands in none.
    """
    kind = kind or period.step_kind()
    steps = period.steps(kind)
    told: dict[int | None, list[Count]] = {}
    numbers: Counter[int | None] = Counter()
    for incident in took_place(incidents):
        at = _step_of(incident, steps, kind)
        count = incident_sum(incident, "killed")
        numbers[at] += at is not None or count is not None
        if count is not None:
            told.setdefault(at, []).append(count)
    rows = tuple(StepDeaths(step, added(told.get(index, [])), numbers[index]) for index, step in enumerate(steps))
    return Deaths(kind, rows, added(told[None]) if None in told else NOBODY, numbers[None])


def types_by_step(incidents: Sequence[Incident], period: Period, kind: StepKind | None = None) -> Timeline:
    """How many incidents of each type that took place began in each step."""
    kind = kind or period.step_kind()
    steps = period.steps(kind)
    counts: dict[str, Counter[int | None]] = {}
    for incident in took_place(incidents):
        counts.setdefault(incident.type.value, Counter())[_step_of(incident, steps, kind)] += 1
    rows = [TypeRow(key, tuple(found[i] for i in range(len(steps))), found[None]) for key, found in counts.items()]
    return Timeline(kind, tuple(steps), tuple(sorted(rows, key=lambda row: (-row.total, row.type))))


def _step_of(incident: Incident, steps: Sequence[Step], kind: StepKind) -> int | None:
    """The index of the step in which an incident began; None where its time is too vague or lies outside."""
    time = incident.time.value
    if time.start is None or _days(time.start, time.end) > _LONGEST[kind] or _DAYS_OF[time.precision] > _LONGEST[kind]:
        return None
    return next((index for index, step in enumerate(steps) if step.start <= time.start <= step.end), None)


def _days(start: dt.date, end: dt.date | None) -> int:
    return ((end or start) - start).days + 1
