"""The days that phrases of time mean: calendar days, weekdays, "yesterday", "the following day", hours."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from marsad.coding import calendar_days as days_of
from marsad.coding.calendar_days import Direction, shifted
from marsad.coding.clock import time_of_day
from marsad.coding.date_periods import BACK, EARLIER, ON, named_span
from marsad.coding.time_phrase import (
    DateKind,
    Phrase,
    Time,
    is_year,
    months,
    precision_of,
    unit_precision,
    weekdays,
)
from marsad.coding.time_words import time_words

_FULL_DATE = re.compile(r"\d+([-/.])\d+\1\d+")
_DIGITS = re.compile(r"\d+")
_STROKES = ("-", "–", "/")
_OF_CONTEXT = {"following", "previous", "same", "that", "preceding", "prior", "ensuing", "subsequent"}
_SKIPPED = {"of", "the", "-", "‐", "‑", "–", "—", ".", ","}
_NIGHTLY = {"night", "evening", "late evening", "late night", "midnight", "overnight", "after midnight"}
_MORNING = {None, "morning", "early morning", "dawn", "before dawn", "noon", "after midnight"}


def _date(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def _day_number(word: str) -> int | None:
    digits = _DIGITS.match(word)
    if digits is not None:
        number = int(digits.group())
        return number if number <= 31 and len(word) <= 4 and "/" not in word else None
    ordinals = time_words().ordinals.names
    return ordinals.index(word) + 1 if word in ordinals else None


@dataclass(frozen=True, slots=True)
class _CalendarDay:
    day: int
    month: int
    year: int | None


def _calendar_day(words: Sequence[str]) -> _CalendarDay | None:
    """Day, month and year from the words around a month's name."""
    at = next((index for index, word in enumerate(words) if word in months()), None)
    if at is None:
        return None
    before = [word for word in words[max(0, at - 3) : at] if word not in _SKIPPED]
    after = [word for word in words[at + 1 : at + 7] if word not in _SKIPPED]
    day = _day_number(before[-1]) if before else None
    if day is None:
        day = _day_number(after.pop(0)) if after else None
    if day is None:
        return None
    year = int(after[0]) if after and is_year(after[0]) else None
    return _CalendarDay(day, months()[words[at]], year)


def joined(a: Time, b: Time, join: str, anchor: dt.date | None) -> Time | None:
    """One reading for two days that a word joins, or None where they are two times."""
    if a.first is None or b.first is None or b.last is None:
        return None
    first, last = a.first, b.last
    if a.again is not None and (b.again is None or first >= b.first) and not _ahead_of(b.first, anchor):
        first = a.again(b.first, "before") or first
    elif b.again is not None and (a.again is None or first >= last):
        last = b.again(first, "after") or last
    if first > last:
        return None
    overnight = a.time_of_day in _NIGHTLY and b.time_of_day in _MORNING
    night_between = a.time_of_day is None and b.time_of_day in ("night", "overnight") and join in _STROKES
    if (last - first).days == 1 and (overnight or night_between):
        return replace(a, first=first, last=first, time_of_day="overnight", joins=False, again=None)
    label = a.time_of_day if a.time_of_day == b.time_of_day else None
    of_years = "year" in (a.precision, b.precision)
    precision = "year" if of_years else precision_of(first, last)
    kind = a.kind if a.kind == b.kind else "relative"
    return Time(first, last, precision, kind, label, of_years, a.anchored or b.anchored, joins=True)


def _ahead_of(day: dt.date, anchor: dt.date | None) -> bool:
    return anchor is not None and day > anchor


def dated(phrase: Phrase) -> Time | None:
    """A single day with its time: "early on Sunday", "24 January 2021 at dawn", "yesterday evening"."""
    return _day(phrase, phrase.lower(), phrase.direction)


def _day(phrase: Phrase, words: list[str], direction: Direction) -> Time | None:
    label = time_of_day(words)
    full = next((word for word in words if _FULL_DATE.fullmatch(word)), None)
    if full is not None:
        return _numeric(phrase, full, label)
    weekday = next((weekdays()[word] for word in words if word in weekdays()), None)
    calendar = _calendar_day(words)
    if calendar is not None:
        return _calendar(phrase, calendar, direction, weekday, label)
    told = set(words)
    if "month" in told:
        return _day_of_month(phrase, words, label)
    if weekday is not None and told.isdisjoint({"yesterday", "today", "tomorrow"}):
        return _weekday(phrase, words, weekday, direction, label)
    shift = (
        -2 if "before" in told and ("yesterday" in told or words[-1] == "last") else
        2 if {"day", "after", "tomorrow"} <= told else
        -1 if "yesterday" in told or "last" in told else
        1 if "tomorrow" in told else 0
    )  # fmt: skip
    day = shifted(phrase.anchor, shift, "day")
    if label is None and "night" in told:
        label = "night"
    return None if day is None else Time(day, day, "day", time_of_day=label, joins=True)


def _numeric(phrase: Phrase, word: str, label: str | None) -> Time | None:
    a, b, c = (int(number) for number in _DIGITS.findall(word))
    if a > 31:
        day = _date(a, b, c)
    else:
        year = c if c > 99 else 2000 + c if c < 70 else 1900 + c
        readings = [day for day in (_date(year, b, a), _date(year, a, b)) if day is not None]
        recent = [day for day in readings if phrase.known_anchor is not None and 0 <= (phrase.anchor - day).days <= 31]
        readings = recent if len(set(recent)) == 1 else readings
        day = readings[0] if readings else None
    return None if day is None else Time(day, day, "day", "absolute", label, anchored=False, joins=True)


def _calendar(
    phrase: Phrase, day: _CalendarDay, direction: Direction, weekday: int | None, label: str | None
) -> Time | None:
    if day.year is not None:
        found = _date(day.year, day.month, day.day)
        return None if found is None else Time(found, found, "day", "absolute", label, anchored=False, joins=True)

    def again(near: dt.date, way: Direction) -> dt.date | None:
        return days_of.in_year_near(near, day.month, day.day, way, weekday)

    found = again(phrase.anchor, direction)
    return None if found is None else Time(found, found, "day", "absolute", label, joins=True, again=again)


def _day_of_month(phrase: Phrase, words: list[str], label: str | None) -> Time | None:
    number = next((number for word in words if (number := _day_number(word)) is not None), None)
    month = shifted(phrase.anchor.replace(day=1), -1 if BACK & set(words) else 1 if "next" in words else 0, "month")
    day = None if number is None or month is None else _date(month.year, month.month, number)
    return None if day is None else Time(day, day, "day", "absolute", label, joins=True)


def _weekday(phrase: Phrase, words: list[str], weekday: int, direction: Direction, label: str | None) -> Time | None:
    at = next(index for index, word in enumerate(words) if word in weekdays())
    near = set(words[max(0, at - 2) : at]) | set(words[at + 1 :]) & {"last"}
    day: dt.date | None
    again = None
    if "week" in words:
        weeks = -1 if BACK & set(words) else 1 if ON & set(words) else 0
        monday = shifted(phrase.anchor, 7 * weeks - phrase.anchor.weekday(), "day")
        day = None if monday is None else shifted(monday, weekday, "day")
    elif near & BACK:
        day = days_of.weekday_near(phrase.anchor, weekday, "before", itself=False)
    elif near & ON:
        day = days_of.weekday_near(phrase.anchor, weekday, "after", itself=False)
    else:
        day = days_of.weekday_near(phrase.anchor, weekday, "after" if direction == "after" else "before")

        def again(near: dt.date, way: Direction) -> dt.date | None:
            return days_of.weekday_near(near, weekday, way, itself=False)

    kind: DateKind = "relative_to_context" if near & _OF_CONTEXT and "week" not in words else "weekday"
    return None if day is None else Time(day, day, "day", kind, label, joins=True, again=again)


def days(phrase: Phrase) -> Time | None:
    """ "3 to 5 March", "the night of 3-4 March", "March 3, 4 and 5"."""
    if phrase.match["pair_in"] is not None:
        words = phrase.lower("pair_in")
        first, second = next(word for word in words if "/" in word).split("/")
        return _several(phrase, [first], [second, *(word for word in words if "/" not in word)])
    if phrase.match["to_date"] is not None:
        return _several(phrase, phrase.lower("from_day"), phrase.lower("to_date"))
    began = "from_date" if phrase.match["from_date"] is not None else "first_date"
    ended, year = ("to_day", "to_year") if began == "from_date" else ("last_day", "last_year")
    month, *days = phrase.lower(began)
    return _several(phrase, days, [*phrase.lower(ended), month, *phrase.lower(year)])


def _several(phrase: Phrase, first_words: list[str], last_words: list[str]) -> Time | None:
    """Days of which only the last has its month: "3 to 5 March"."""
    last = _day(phrase, last_words, phrase.direction)
    number = next((number for word in first_words if (number := _day_number(word)) is not None), None)
    if last is None or last.last is None or number is None:
        return None
    month = last.last if number <= last.last.day else shifted(last.last.replace(day=1), -1, "month")
    first = None if month is None else _date(month.year, month.month, number)
    if first is None:
        return None
    words = phrase.lower()
    if "overnight" in words or "night" in words:
        return replace(last, first=first, last=first, time_of_day="overnight", joins=False, again=None)
    return replace(last, first=first, precision=precision_of(first, last.last), joins=False, again=None)


def overnight_into(phrase: Phrase) -> Time | None:
    """ "overnight into Sunday": the day before."""
    ended = _day(phrase, phrase.lower("ends"), phrase.direction)
    day = None if ended is None or ended.first is None else shifted(ended.first, -1, "day")
    return (
        None
        if ended is None or day is None
        else replace(ended, first=day, last=day, time_of_day="overnight", joins=False)
    )


def nth(phrase: Phrase) -> Time | None:
    """ "on the 24th", "on 24/1": the nearest such day."""
    word = phrase.lower()[-1]
    direction = phrase.direction
    found: dt.date | None
    if "/" in word:
        a, b = (int(number) for number in word.split("/"))
        day, month = (a, b) if b <= 12 else (b, a)
        named = word == "9/11" or month > 12
        found = None if named else days_of.in_year_near(phrase.anchor, month, day, direction)
    else:
        near = (shifted(phrase.anchor.replace(day=1), step, "month") for step in (0, -1, 1, -2, 2))
        number = _day_number(word) or 0
        days = [each for first in near if first is not None and (each := _date(first.year, first.month, number))]
        ahead = direction == "after"
        fitting = [each for each in days if (each >= phrase.anchor if ahead else each <= phrase.anchor)]
        found = min(fitting or days, key=lambda each: abs((each - phrase.anchor).days), default=None)
    return None if found is None else Time(found, found, "day", "absolute", joins=True)


def context(phrase: Phrase) -> Time | None:
    """ "the following day", "that night", "later in the day": by the date that was told before."""
    words = phrase.lower()
    told = set(words)
    unit = next((word for word in ("week", "month", "year") if word in told), "day")
    if unit != "day" and "next" in told and "the" not in told:
        return named_span(phrase)
    way = 0
    if told.isdisjoint({"same", "that", "in", "later"}) or told & {"following", "next", "previous"}:
        way = -1 if told & EARLIER else 1
    if "very" in told and "next" not in told:
        way = 0
    day = shifted(phrase.anchor, way, unit)
    days = None if day is None else days_of.unit_around(day, unit)
    if days is None:
        return None
    label = time_of_day(words) if unit == "day" else None
    return Time(*days, unit_precision(unit), "relative_to_context", label, unit == "year")


def consecutive(phrase: Phrase) -> Time | None:
    """ "for the second consecutive day": the anchor."""
    words = phrase.lower()
    if "day" not in words and "night" not in words:
        return Time(kind="duration")
    return Time(phrase.anchor, phrase.anchor, "day", time_of_day="night" if "night" in words else None)


def time(phrase: Phrase) -> Time | None:
    """ "at dawn", "at 3 pm": the anchor; "overnight": the night before it."""
    label = time_of_day(phrase.lower())
    overnight = label == "overnight" and not phrase.in_context and not phrase.future
    day = shifted(phrase.anchor, -1, "day") if overnight else phrase.anchor
    return None if day is None or label is None else Time(day, day, "day", "time_of_day", label)


def feast(phrase: Phrase) -> Time | None:
    """ "Christmas Day"; of feasts that move with the moon the day is not known."""
    words = phrase.lower()
    name = " ".join(words).replace(" ’", "'").replace(" '", "'")
    day = next((day for feast, day in time_words().feasts.fixed.items() if name.startswith(feast)), None)
    if day is None:
        return Time(kind="absolute")
    month, number = (int(part) for part in day.split("-"))
    year = next((int(word) for word in words if is_year(word)), None)
    return _calendar(phrase, _CalendarDay(number, month, year), phrase.direction, None, None)
