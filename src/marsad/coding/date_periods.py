"""The spans that phrases of time mean: months, years and their parts, and distances from the anchor."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace
from typing import Literal

from marsad.coding import calendar_days as days_of
from marsad.coding.calendar_days import Days, Direction, shifted
from marsad.coding.quantities import read_number
from marsad.coding.time_phrase import (
    DateKind,
    Phrase,
    Time,
    is_year,
    months,
    precision_of,
    span,
    unit_precision,
    units,
)
from marsad.coding.time_words import time_words
from marsad.model import TimePrecision

BACK = {"last", "previous", "past", "preceding", "prior"}
ON = {"next", "coming", "following", "upcoming", "ensuing", "subsequent"}
EARLIER = {"earlier", "before", "prior", "previously", "beforehand", "preceding", "previous"}
_DIGITS = re.compile(r"\d+")
_SLICES: dict[str, Literal["early", "mid", "late"]] = {
    "early": "early", "beginning": "early", "start": "early", "opening": "early", "earlier": "early",
    "first": "early", "mid": "mid", "middle": "mid", "late": "late", "end": "late", "final": "late",
    "closing": "late", "last": "late",
    "later": "late", "second": "mid", "third": "late", "fourth": "late",
}  # fmt: skip
_QUARTERS = {"first": 1, "second": 2, "third": 3, "fourth": 4}
_COARSER = {"day": "week", "week": "month", "fortnight": "month", "month": "year", "year": "decade"}


def _period(phrase: Phrase, words: list[str], direction: Direction) -> tuple[Days, TimePrecision, bool] | None:
    """A month, year, week or season that words name; whether it rests on the anchor."""
    told = set(words)
    year = next((int(word) for word in words if is_year(word)), None)
    decade = next((int(word[:4]) for word in words if len(word) == 5 and word[:4].isdigit()), None)
    if decade is not None:
        return (dt.date(decade, 1, 1), dt.date(decade + 9, 12, 31)), "year", False
    month = next((months()[word] for word in words if word in months()), None)
    step = -1 if told & BACK else 1 if told & ON else 0
    if month is not None and year is not None:
        return days_of.month_days(year, month), "month", False
    if month is not None and "year" in told:
        return days_of.month_days(phrase.anchor.year + step, month), "month", True
    if month is not None:
        way: Direction = "before" if step < 0 else "after" if step > 0 else direction
        days = days_of.month_near(phrase.anchor, month, way, itself=step == 0)
        return None if days is None else (days, "month", True)
    if year is not None:
        return days_of.year_days(year), "year", False
    if "weekend" in told:
        return _weekend(phrase, step, direction)
    unit = next((unit for unit in ("week", "month", "decade", "century") if unit in told), "year")
    day = shifted(phrase.anchor, step, unit)
    around = None if day is None else days_of.unit_around(day, unit)
    return None if around is None else (around, unit_precision(unit), True)


def _weekend(phrase: Phrase, step: int, direction: Direction) -> tuple[Days, TimePrecision, bool] | None:
    """Saturday and Sunday: the weekend that the anchor lies in or that came before, or the next one."""
    way: Direction = "after" if step > 0 or (step == 0 and direction == "after") else "before"
    saturday = days_of.weekday_near(phrase.anchor, 5, way, itself=step == 0)
    if saturday is not None and step < 0 and phrase.anchor.weekday() == 6:
        saturday = shifted(saturday, -1, "week")
    sunday = None if saturday is None else shifted(saturday, 1, "day")
    return None if saturday is None or sunday is None else ((saturday, sunday), "day", True)


def month(phrase: Phrase) -> Time | None:
    """ "in March", "early March 2018", "last May"."""
    return _sliced(phrase, phrase.lower(), phrase.direction, "absolute")


def _sliced(phrase: Phrase, words: list[str], direction: Direction, kind: DateKind) -> Time | None:
    """A period, or the part of it that words before it name: "early", "the last week of"."""
    part, whole = _part_and_whole(words)
    found = _period(phrase, whole, direction)
    if found is None:
        return None
    days, precision, anchored = found
    last = not {"last", "final", "closing"}.isdisjoint(part)
    if "half" in part:
        days = days_of.half(days, 2 if last or "second" in part else 1)
    elif "quarter" in part and precision == "year":
        number = next((_QUARTERS[word] for word in part if word in _QUARTERS), 4 if last else 1)
        days = days_of.quarter(days, number)
    elif not {"week", "weeks", "days"}.isdisjoint(part) and precision in ("month", "year"):
        count = read_number(part) if "days" in part else 0
        rest = dt.timedelta(days=min(count or 7, 28) - 1)
        days = (days[1] - rest, days[1]) if last else (days[0], days[0] + rest)
        precision = precision_of(*days)
    elif part and part[0] in ("earlier", "later") and days[0] <= phrase.anchor <= days[1]:
        days = (days[0], phrase.anchor) if part[0] == "earlier" else (phrase.anchor, days[1])
    elif part:
        days = days_of.third(days, next(_SLICES[word] for word in part if word in _SLICES))
    return span(days, precision, kind, anchored=anchored)


def _part_and_whole(words: list[str]) -> tuple[list[str], list[str]]:
    """Split "the end of last month", "early last month" before what they are a part of."""
    at = next((index + 1 for index, word in enumerate(words) if word in ("of", "in")), 0)
    if at == 0 and words[0] in ("early", "earlier", "late", "later", "mid"):
        at = 1
    part = words[:at]
    return (part, words[at:]) if any(word in _SLICES for word in part) else ([], words)


def slice(phrase: Phrase) -> Time | None:
    """ "early 2018", "the end of last month": a part of a period."""
    words = phrase.lower()
    absolute = any(word[0].isdigit() or word in months() for word in words)
    return _sliced(phrase, words, phrase.direction, "absolute" if absolute else "relative")


def named_span(phrase: Phrase) -> Time | None:
    """ "this week", "last month", "the weekend"."""
    words = phrase.lower()
    direction = phrase.direction
    found = _period(phrase, words, direction)
    if found is None or (words[0] == "the" and words[-1] not in ("weekend", "same") and len(words) < 3):
        return None
    days, precision, _ = found
    if not set(words) & (BACK | ON) and "weekend" not in words:
        days = (phrase.anchor, days[1]) if direction == "after" else (days[0], phrase.anchor)
    return span(days, precision)


def month_range(phrase: Phrase) -> Time | None:
    """ "between March and May 2018"."""
    to_words = phrase.lower("to_month")
    from_words = phrase.lower("from_month")
    last = _period(phrase, to_words, phrase.direction)
    year = next((word for word in (*from_words, *to_words) if is_year(word)), None)
    first = _period(phrase, from_words if year is None else [*from_words, year], phrase.direction)
    if first is None or last is None:
        return None
    (began, _), (_, ended) = first[0], last[0]
    if began > ended:
        began = began.replace(year=max(1, began.year - 1))
    return span((began, ended), precision_of(began, ended), "absolute", anchored=first[2])


def year_range(phrase: Phrase) -> Time | None:
    """ "from 2016 to 2018", "2014-15"."""
    years = [int(number) for word in phrase.lower() for number in _DIGITS.findall(word)]
    last = years[1] if years[1] > 99 else years[0] - years[0] % 100 + years[1]
    return (
        None
        if last < years[0]
        else span((dt.date(years[0], 1, 1), dt.date(last, 12, 31)), "year", "absolute", anchored=False)
    )


def season(phrase: Phrase) -> Time | None:
    """ "last summer", "the winter of 2014": the whole year, since seasons differ by hemisphere."""
    words = [word for word in phrase.lower() if word not in time_words().seasons.names]
    found = _period(phrase, [*words, "year"], phrase.direction)
    return None if found is None else span(found[0], "year", "absolute", anchored=found[2])


def year(phrase: Phrase) -> Time | None:
    """ "in 2018", "early 2018", "the 2018 offensive"."""
    return _sliced(phrase, phrase.lower(), "before", "absolute")


def _distance(phrase: Phrase, words: list[str]) -> tuple[int | None, str, bool]:
    """Number and unit of a distance of time; the number None where it is not told; whether it is vague."""
    unit = next(units()[word] for word in reversed(words) if word in units())
    vague = time_words().vague_numbers
    known = next((word for word in words if word in vague), None)
    if "many" in words:
        return None, unit, True
    if known is not None:
        return vague[known], unit, True
    if "half" in words and "and" not in words:
        return 0, unit, False
    return read_number(words[-4:]) or 1, unit, False


def _at_distance(phrase: Phrase, count: int, unit: str, *, vague: bool) -> tuple[Days, TimePrecision] | None:
    day = shifted(phrase.anchor, count, unit)
    if vague and unit not in ("minute", "hour"):
        unit = _COARSER.get(unit, "century")
    days = None if day is None else days_of.unit_around(day, unit)
    return None if days is None else (days, unit_precision(unit))


def ago(phrase: Phrase) -> Time | None:
    """ "two days ago", "hours ago": the day, week, month or year at that distance."""
    if phrase.match["distance"] is not None:
        count, unit, vague = _distance(phrase, phrase.lower("distance"))
    elif phrase.match["no_number"] is not None:
        count, unit, vague = time_words().vague_numbers["few"], units()[phrase.lower("no_number")[-1]], True
    else:
        return Time(background=True)
    found = None if count is None else _at_distance(phrase, -count, unit, vague=vague)
    if found is None:
        return Time(background=unit not in ("minute", "hour", "day"))
    (first, last), precision = found
    return span((first, min(last, phrase.anchor)), precision)


def shift(phrase: Phrase) -> Time | None:
    """ "a day earlier", "two weeks later": from the date that was told before."""
    ways = "way" if phrase.match["way"] is not None else "unit_way"
    if ways == "way":
        count, unit, vague = _distance(phrase, phrase.lower("shifted"))
    else:
        count, unit, vague = (
            time_words().vague_numbers["few"],
            units()[phrase.lower("shifted_unit")[-1]],
            True,
        )
    way = phrase.lower(ways)[0]
    follows = phrase.words.lower(phrase.match.end(), phrase.match.end() + 1)
    of_an_event = way in ("before", "after") and bool(follows) and follows[0] not in time_words().cues.closing
    if count is None or of_an_event:
        return Time(kind="relative_to_context")
    found = _at_distance(phrase, -count if way in EARLIER else count, unit, vague=vague)
    return None if found is None else Time(*found[0], found[1], "relative_to_context", background=found[1] == "year")


def _back(phrase: Phrase, words: list[str]) -> Time | None:
    """From a distance before the anchor up to it."""
    count, unit, _ = _distance(phrase, words)
    first = None if count is None else shifted(phrase.anchor, -(count + 12 if unit == "hour" else count), unit)
    return None if first is None else span((first, phrase.anchor), precision_of(first, phrase.anchor))


def _ahead(phrase: Phrase, words: list[str]) -> Time | None:
    count, unit, _ = _distance(phrase, words)
    last = None if count is None else shifted(phrase.anchor, count + 12 if unit == "hour" else count, unit)
    if last is None:
        return None
    return replace(Time(phrase.anchor, last, precision_of(phrase.anchor, last)), background=False)


def past(phrase: Phrase) -> Time | None:
    """ "in the past 24 hours", "over the last three weeks": up to the anchor."""
    words = phrase.lower("past") or phrase.lower("past_more")
    if (
        len(words) == 1
        and words[0] in ("week", "month", "year", "decade", "century")
        and not {"the", "this"} & set(phrase.lower())
    ):
        return _sliced(phrase, ["last", *words], "before", "relative")
    if len(words) == 1 and words[0].endswith("s"):
        return Time(kind="habit", background=True)
    if words == ["day"] and "last" in phrase.lower() and not {"during", "over", "within", "in"} & set(phrase.lower()):
        return None  # "on the last day"
    return _back(phrase, words)


def coming(phrase: Phrase) -> Time | None:
    """ "in the coming days", "within the next 72 hours": from the anchor."""
    words = phrase.lower("coming") or phrase.lower("coming_bare") or phrase.lower()
    if not any(word in time_words().vague_numbers or _DIGITS.match(word) for word in words) and words[-1].endswith("s"):
        words = ["few", *words] if read_number(words) == 0 else words
    return _ahead(phrase, words)


def over(phrase: Phrase) -> Time | None:
    """ "over three weeks", "within 48 hours": back from the anchor, or ahead in a future clause."""
    words = phrase.lower("over")
    if units()[words[-1]] == "minute":
        return Time(kind="duration")
    if words[-1] == "night" and read_number(words[:-1]) <= 1:
        # "in a night raid": the day on which the night began (codebook 3)
        day = phrase.anchor if phrase.in_context or phrase.future else shifted(phrase.anchor, -1, "day")
        return None if day is None else Time(day, day, "day", "time_of_day", "overnight")
    return _ahead(phrase, words) if phrase.future else _back(phrase, words)


def duration(phrase: Phrase) -> Time | None:
    """ "for three days", "three-day": no time of its own."""
    words = phrase.lower("lasting")
    if not words:
        unit = units()[phrase.lower()[-1]]
        return Time(kind="duration", background=unit not in ("minute", "hour", "day"))
    count, unit, _ = _distance(phrase, words)
    return Time(kind="duration", since=None if count is None else shifted(phrase.anchor, -count, unit))


def recent(phrase: Phrase) -> Time | None:
    """ "in recent weeks", "over the years", "recently"."""
    unit = units().get(phrase.lower()[-1], "day")
    if unit not in ("minute", "hour"):
        return Time(kind="habit", background=True)
    return Time(phrase.anchor, phrase.anchor, "day")


def habit(phrase: Phrase) -> Time | None:
    """ "every Friday", "daily"."""
    return Time(kind="habit", background=True)


def since(phrase: Phrase) -> Time | None:
    """ "since the start of the war": no day is told."""
    return Time(kind="since", background=True)
