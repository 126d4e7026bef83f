"""Which days does a report cover, and into which steps are they cut?"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from marsad.exports.words import day_text
from marsad.incidents.accounts import Incident

StepKind = Literal["day", "week", "month"]

_MOST_DAYS = 21
_MOST_WEEK_DAYS = 750
_DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Step:
    """A day, week (Monday to Sunday) or month, cut to its period; inclusive days."""

    start: dt.date
    end: dt.date


@dataclass(frozen=True, slots=True)
class Period:
    """Inclusive days, `since` not after `until`."""

    since: dt.date
    until: dt.date

    def __post_init__(self) -> None:
        if self.since > self.until:
            raise ValueError(f"a period cannot end on {self.until}, before it begins on {self.since}")

    @property
    def days(self) -> int:
        """How many days it has."""
        return (self.until - self.since).days + 1

    def __contains__(self, day: dt.date) -> bool:
        return self.since <= day <= self.until

    def words(self) -> str:
        """The period for people: "March 2021", "2021", "1–14 Mar 2021"."""
        first, last = self.since, self.until
        if first == last:
            return day_text(first)
        if first.day == 1 and (last + _DAY).day == 1:
            if (first.year, first.month) == (last.year, last.month):
                return f"{first:%B} {first.year}"
            if first.year == last.year and (first.month, last.month) == (1, 12):
                return str(first.year)
        return f"{day_text(first)} – {day_text(last)}"

    def before(self) -> Period | None:
        """The period of the same kind right before: the month before a calendar month, the year before a calendar
        year, else as many days. None where the calendar begins.
        """
        first, last = self.since, self.until
        try:
            end = first - _DAY
            if first.day == 1 and (last + _DAY).day == 1:
                months = (last.year - first.year) * 12 + last.month - first.month + 1
                number = first.year * 12 + first.month - 1 - months
                return Period(dt.date(number // 12, number % 12 + 1, 1), end)
            return Period(first - dt.timedelta(days=self.days), end)
        except (OverflowError, ValueError):
            return None

    def step_kind(self) -> StepKind:
        """Days for up to three weeks, weeks for up to two years, else months."""
        return "day" if self.days <= _MOST_DAYS else "week" if self.days <= _MOST_WEEK_DAYS else "month"

    def steps(self, kind: StepKind | None = None) -> list[Step]:
        """The period cut into steps without a gap, earliest first; None: into those of `step_kind()`."""
        kind = kind or self.step_kind()
        found = []
        start = self.since
        while start <= self.until:
            end = min(_last_day(start, kind), self.until)
            found.append(Step(start, end))
            if end == self.until:
                break
            start = end + _DAY
        return found


def _last_day(day: dt.date, kind: StepKind) -> dt.date:
    if kind == "day":
        return day
    if kind == "week":
        return day + dt.timedelta(days=min(6 - day.weekday(), (dt.date.max - day).days))
    if day.month == 12:
        return dt.date(day.year, 12, 31)
    return dt.date(day.year, day.month + 1, 1) - _DAY


def beginning_in(incidents: Iterable[Incident], period: Period) -> list[Incident]:
    """The incidents that began in a period. So each belongs to one period only; one without a date to none."""
    return [item for item in incidents if item.time.value.start is not None and item.time.value.start in period]


def whole_span(incidents: Sequence[Incident]) -> Period | None:
    """The period from the first to the last beginning of some incidents; None where none is dated."""
    starts = [item.time.value.start for item in incidents if item.time.value.start is not None]
    return Period(min(starts), max(starts)) if starts else None
