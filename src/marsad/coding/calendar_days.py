"""Days counted from an anchor: weekdays, weeks, months and years before and after it.

Nothing here reads words. Where a count leaves the calendar (years 1 to 9999), the result is None.
"""

from __future__ import annotations

import calendar
import datetime as dt
from typing import Literal

Direction = Literal["before", "after", "nearest"]
Days = tuple[dt.date, dt.date]

SOON = 31
"""Days ahead of the anchor in which a date without a year is taken to lie, whatever the clause says."""

_DAYS_OF = {"day": 1, "week": 7, "fortnight": 14}
_MONTHS_OF = {"month": 1, "year": 12, "decade": 120, "century": 1200}


def month_days(year: int, month: int) -> Days:
    """First and last day of a month."""
    return dt.date(year, month, 1), dt.date(year, month, calendar.monthrange(year, month)[1])


def year_days(year: int) -> Days:
    """First and last day of a year."""
    return dt.date(year, 1, 1), dt.date(year, 12, 31)


def week_days(day: dt.date) -> Days | None:
    """Monday to Sunday around a day."""
    monday = shifted(day, -day.weekday(), "day")
    sunday = None if monday is None else shifted(monday, 6, "day")
    return None if monday is None or sunday is None else (monday, sunday)


def shifted(day: dt.date, count: int, unit: str) -> dt.date | None:
    """The day that lies `count` units ("hour", "day", "week" ...) ahead; of hours only whole days count."""
    if unit in ("minute", "hour"):
        days = count if unit == "hour" else 0
        return shifted(day, days // 24 if days > 0 else -(-days // 24), "day")
    if unit in _DAYS_OF:
        try:
            return day + dt.timedelta(days=count * _DAYS_OF[unit])
        except OverflowError:
            return None
    months = day.year * 12 + day.month - 1 + count * _MONTHS_OF[unit]
    year, month = divmod(months, 12)
    if not 1 <= year <= 9999:
        return None
    return dt.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def unit_around(day: dt.date, unit: str) -> Days | None:
    """The calendar week, month, year, decade or century that a day lies in; a day is its own."""
    if unit in ("week", "fortnight"):
        return week_days(day)
    if unit == "month":
        return month_days(day.year, day.month)
    if unit == "year":
        return year_days(day.year)
    if unit in ("decade", "century"):
        years = 10 if unit == "decade" else 100
        first = max(1, day.year - day.year % years)
        return dt.date(first, 1, 1), dt.date(min(9999, day.year - day.year % years + years - 1), 12, 31)
    return day, day


def weekday_near(anchor: dt.date, weekday: int, direction: Direction, *, itself: bool = True) -> dt.date | None:
    """The weekday (Monday is 0) next to the anchor; `itself`: the anchor counts, if it is that weekday."""
    back = (anchor.weekday() - weekday) % 7
    if back == 0 and itself:
        return anchor
    if direction == "after":
        return shifted(anchor, 7 - back, "day")
    return shifted(anchor, -(back or 7), "day")


def in_year_near(
    anchor: dt.date, month: int, day: int, direction: Direction, weekday: int | None = None
) -> dt.date | None:
    """The date with this month and day next to the anchor, the anchor included.

    `before` means the latest, except for a day within the next 31: nobody leaves the year out of a date that
    is more than eleven months old.

    A `weekday` that stands with the date decides where exactly one of the neighbouring years has it.
    """
    near = [
        dt.date(year, month, day)
        for year in range(anchor.year - 8, anchor.year + 9)
        if 1 <= year <= 9999 and day <= calendar.monthrange(year, month)[1]
    ]
    if not near:
        return None
    if weekday is not None:
        fitting = [date for date in near if date.weekday() == weekday and abs((date - anchor).days) <= 400]
        if len(fitting) == 1:
            return fitting[0]
    before = [date for date in near if date <= anchor]
    after = [date for date in near if date >= anchor]
    if direction == "before":
        soon = [date for date in after if (date - anchor).days <= SOON]
        return next(iter(soon or before[-1:]), None)
    if direction == "after":
        return after[0] if after else None
    return min(near, key=lambda date: abs((date - anchor).days))


def month_near(anchor: dt.date, month: int, direction: Direction, *, itself: bool = True) -> Days | None:
    """First and last day of the month next to the anchor's month; `itself`: that month counts."""
    year = anchor.year
    if direction == "before" and (month > anchor.month or (month == anchor.month and not itself)):
        year -= 1
    if direction == "after" and (month < anchor.month or (month == anchor.month and not itself)):
        year += 1
    if direction == "nearest":
        year = min(
            (anchor.year - 1, anchor.year, anchor.year + 1),
            key=lambda y: abs((y - anchor.year) * 12 + month - anchor.month),
        )
    return month_days(year, month) if 1 <= year <= 9999 else None


def third(days: Days, which: Literal["early", "mid", "late"]) -> Days:
    """Ten days of a month, or four months of a year: its beginning, middle or end."""
    first, last = days
    if (last - first).days > 31:
        month = {"early": 1, "mid": 5, "late": 9}[which]
        return dt.date(first.year, month, 1), month_days(first.year, month + 3)[1]
    if (last - first).days < 7:
        shift = {"early": (0, 2), "mid": (2, 4), "late": (3, 6)}[which]
        return first + dt.timedelta(days=shift[0]), first + dt.timedelta(days=shift[1])
    return {
        "early": (first, first.replace(day=10)),
        "mid": (first.replace(day=11), first.replace(day=20)),
        "late": (first.replace(day=21), last),
    }[which]


def half(days: Days, number: int) -> Days:
    """The first (1) or second (2) half of a month or year."""
    first, last = days
    if (last - first).days > 31:
        return (first, dt.date(first.year, 6, 30)) if number == 1 else (dt.date(first.year, 7, 1), last)
    return (first, first.replace(day=15)) if number == 1 else (first.replace(day=16), last)


def quarter(days: Days, number: int) -> Days:
    """One of the four quarters of a year."""
    month = 3 * number - 2
    return dt.date(days[0].year, month, 1), month_days(days[0].year, month + 2)[1]
