"""The report's timeline: events by the time that they took, in order."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from marsad.exports.maps.picture import Numbered
from marsad.exports.words import date_text, day_text
from marsad.model import When

_UNREAL = ("planned", "threatened", "failed", "denied")
_MOST_PERIODS = 12


@dataclass(frozen=True)
class Chip:
    """A link to an event or a dispatch; `open`: it did not happen, or not yet."""

    number: str
    href: str
    colour: int
    title: str
    notes: tuple[str, ...] = ()
    open: bool = False


@dataclass
class Moment:
    """One time; `gap`: how long after the one before; `published`: the dispatch's own date."""

    label: str
    detail: str = ""
    chips: list[Chip] = field(default_factory=list)
    gap: str = ""
    published: bool = False
    known: bool = True


def timeline(events: Iterable[Numbered], published: dt.date | None = None) -> list[Moment]:
    """Events by their time, earliest first, those without a date last, and the day of publication."""
    moments: dict[tuple[dt.date, dt.date, str], Moment] = {}
    undated = Moment("Date unknown", known=False)
    for item in events:
        time = item.event.time
        if time.start is None:
            undated.chips.append(_chip(item))
            continue
        key = (time.start, time.end or time.start, time.precision)
        moments.setdefault(key, _moment(time)).chips.append(_chip(item))
    if published:
        key = (published, published, "day")
        moments.setdefault(key, Moment(day_text(published), f"{published:%A}")).published = True
    ordered = sorted(moments)
    for before, after in pairwise(ordered):
        moments[after].gap = _gap((after[0] - before[1]).days)
    found = [moments[key] for key in ordered]
    return [*found, undated] if undated.chips else found


def _chip(item: Numbered) -> Chip:
    event = item.event
    notes = ("" if event.status == "happened" else event.status, event.time.time_of_day or "")
    shown = tuple(note for note in notes if note)
    return Chip(item.number, item.href, item.colour, item.title, shown, event.status in _UNREAL)


def _moment(time: When) -> Moment:
    whole = When(start=time.start, end=time.end, precision=time.precision)
    one_day = time.start is not None and time.start == (time.end or time.start) and time.precision == "day"
    return Moment(date_text(whole), f"{time.start:%A}" if one_day else "")


def _gap(days: int) -> str:
    if days < 2:
        return ""
    if days < 60:
        return f"{days} days later"
    if days < 700:
        return f"{round(days / 30.4)} months later"
    return f"{round(days / 365.25)} years later"


def _month(day: dt.date) -> str:
    return f"{day:%b} {day.year}"


def _year(day: dt.date) -> str:
    return str(day.year)


_PERIODS = (day_text, _month, _year)


def periods(dispatches: Sequence[Sequence[Numbered]]) -> list[Moment]:
    """When the events of many dispatches fell: by day, else by month, else by year, a chip for each dispatch.

    The events of one dispatch bear its number, colour and link.
    """
    starts = {item.event.time.start for one in dispatches for item in one if item.event.time.start}
    label = next((name for name in _PERIODS if len({name(day) for day in starts}) <= _MOST_PERIODS), _year)
    moments = {label(day): Moment(label(day)) for day in sorted(starts)}
    for one in dispatches:
        counts: dict[str, int] = {}
        for item in one:
            if item.event.time.start:
                period = label(item.event.time.start)
                counts[period] = counts.get(period, 0) + 1
        for period, count in counts.items():
            events = f"{count} event{'' if count == 1 else 's'}"
            moments[period].chips.append(Chip(one[0].number, one[0].href, one[0].colour, events))
    return list(moments.values())
