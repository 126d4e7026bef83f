"""How cells read in print: one wording for the terminal, notebooks and the report."""

from __future__ import annotations

import datetime as dt
import re

from marsad.incidents.sums import Count
from marsad.model import Event, Place, Role, When

_SURROGATES = re.compile("[\ud800-\udfff]")
# Control characters and the marks that turn the direction of writing: both could forge what a terminal shows.
_CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]+")
_PREPOSITION = {"near": "near ", "region": "", "country": "", "exact": "", None: ""}


def storable(text: str) -> str:
    """Text that every encoding of Unicode can write: lone surrogates become U+FFFD."""
    return _SURROGATES.sub("\ufffd", text)


def one_line(text: str) -> str:
    """Text for a terminal: one line, without control characters and marks that turn the writing direction."""
    return " ".join(_CONTROLS.sub(" ", storable(text)).split())


def label(key: str) -> str:
    """A key of the codebook as words: "air_strike" becomes "Air strike"."""
    return key.replace("_", " ").capitalize()


def count_text(count: Count) -> str:
    """A count as short as it stays true: "4", a range "4–6", "4+" where no upper bound is stated."""
    if count.high is None:
        return f"{count.low}+"
    return str(count.low) if count.low == count.high else f"{count.low}–{count.high}"


def day_text(day: dt.date) -> str:
    """A day as people write it, without ambiguity: "24 Jan 2021"."""
    return f"{day.day} {day:%b} {day.year}"


def date_text(time: When) -> str:
    """An event's time: "24 Jan 2021, night", "1–7 Jan 2021 (week)", "Jan 2021"; "" where nothing is known."""
    if time.start is None:
        return time.time_of_day or ""
    end = time.end or time.start
    if time.precision == "year" and (time.start.year == end.year):
        text = str(time.start.year)
    elif time.precision == "month" and (time.start.year, time.start.month) == (end.year, end.month):
        text = f"{time.start:%b} {time.start.year}"
    elif time.start == end:
        text = day_text(end)
    else:
        text = _range(time.start, end)
    if time.precision in ("week", "unknown"):
        text += " (week)" if time.precision == "week" else " (uncertain)"
    return f"{text}, {time.time_of_day}" if time.time_of_day else text


def _range(start: dt.date, end: dt.date) -> str:
    if start.year != end.year:
        return f"{day_text(start)} – {day_text(end)}"
    if start.month != end.month:
        return f"{start.day} {start:%b} – {day_text(end)}"
    return f"{start.day}–{day_text(end)}"


def place_text(place: Place) -> str:
    """Where, in words: "near al-Kansura, Al-Muzayreb (unresolved)", "" where no place is told."""
    names = [name for name in (place.name, place.within) if name]
    if not names:
        return ""
    text = _PREPOSITION[place.precision] + ", ".join(dict.fromkeys(names))
    return text if place.resolved or not place.name else f"{text} (unresolved)"


def side_text(event: Event, role: Role) -> str:
    """The names of one side, joined by commas; "?" where the dispatch does not say."""
    return ", ".join(actor.name for actor in event.side(role)) or "?"


def sides_text(event: Event) -> str:
    """Who did it to whom: "A ↔ B" where mutual, else "A → B", then "third: C"; "" where nobody is named."""
    if not event.participants:
        return ""
    text = side_text(event, "side_a")
    if event.side("side_b"):
        text += (" ↔ " if event.mutual else " → ") + side_text(event, "side_b")
    if event.side("third"):
        text += f"; third: {side_text(event, 'third')}"
    return text
