"""What is common to the readings of phrases of time: the result, and the phrase as the rules see it."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Literal

from marsad.coding.calendar_days import Days, Direction
from marsad.coding.phrase_grammar import Words
from marsad.coding.time_words import time_words
from marsad.model import TimePrecision

DateKind = Literal[
    "absolute", "relative", "relative_to_context", "weekday", "time_of_day", "duration", "since", "habit"
]


_NO_ANCHOR = dt.date(2000, 1, 1)


@dataclass(frozen=True, slots=True)
class Time:
    """A reading. `anchored`: it rests on the anchor; `joins`: "to" or "and" can join it to another day.

    `again` reads a bare weekday or a date without a year near another day; `since` is the day before the
    anchor by the length of a duration.
    """

    first: dt.date | None = None
    last: dt.date | None = None
    precision: TimePrecision = "unknown"
    kind: DateKind = "relative"
    time_of_day: str | None = None
    background: bool = False
    anchored: bool = True
    joins: bool = False
    again: Callable[[dt.date, Direction], dt.date | None] | None = None
    since: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Phrase:
    """A match of the grammar, read against an anchor; `future` tells whether its clause is about the
    future.

    `in_context`: the anchor is the date that was told before the phrase. Without an anchor a stand-in day is
    used: what rests on it is `anchored` and dropped in the end.
    """

    words: Words
    match: re.Match[str]
    known_anchor: dt.date | None
    is_future: Callable[[int], bool] | None
    in_context: bool

    @property
    def anchor(self) -> dt.date:
        """The anchor or its stand-in."""
        return self.known_anchor or _NO_ANCHOR

    def lower(self, name: str | int = 0) -> list[str]:
        """The words of a group, or of the whole phrase, in lower case; none where the group did not match."""
        start, end = self.match.span(name)
        return self.words.lower(start, end) if start >= 0 else []

    @property
    def future(self) -> bool:
        """Whether the clause is about the future."""
        return self.is_future is not None and self.is_future(self.words.starts[self.match.start()])

    @property
    def direction(self) -> Direction:
        """Where a day lies that its name leaves open: before the anchor, except where words point on."""
        if self.future:
            return "after"
        cues = time_words().cues
        before = self.words.lower(max(0, self.match.start() - 2), self.match.start() + 1)
        if not set(before).isdisjoint(cues.ahead):
            return "after"
        return "before" if set(before).isdisjoint(cues.either_way) else "nearest"


@cache
def months() -> dict[str, int]:
    """Words of the months, with their number."""
    return time_words().month_numbers()


@cache
def weekdays() -> dict[str, int]:
    """Words of the weekdays, with their number (Monday is 0)."""
    return time_words().weekday_numbers()


@cache
def units() -> dict[str, str]:
    """Words of units of time, with the unit."""
    return time_words().unit_of()


def precision_of(first: dt.date, last: dt.date) -> TimePrecision:
    """The precision of a time that lies somewhere in a span of days."""
    length = (last - first).days
    return "day" if length <= 3 else "week" if length <= 14 else "month" if length <= 62 else "year"


def unit_precision(unit: str) -> TimePrecision:
    """The precision of a time told in a unit."""
    if unit in ("minute", "hour", "day"):
        return "day"
    return "week" if unit in ("week", "fortnight") else "month" if unit == "month" else "year"


def span(
    days: Days | None, precision: TimePrecision, kind: DateKind = "relative", *, anchored: bool = True
) -> Time | None:
    """A reading of days, those of a year being background; None where the calendar has no such days."""
    if days is None:
        return None
    return Time(*days, precision, kind, background=precision == "year", anchored=anchored)


def is_year(word: str) -> bool:
    """Whether a word is a number of four digits."""
    return len(word) == 4 and word.isdigit()
