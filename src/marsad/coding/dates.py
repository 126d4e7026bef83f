"""When: the dates, weekdays, parts of the day and distances of time in a text, resolved against an anchor.

The conventions are the codebook's (section 3, `time`). The anchor is the dispatch's own date; without one
nothing that depends on it is resolved, and today's date is never used.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from marsad.coding import date_days, date_periods
from marsad.coding.date_grammar import date_grammar
from marsad.coding.phrase_grammar import Words, split
from marsad.coding.time_phrase import DateKind, Phrase, Time, precision_of
from marsad.model import TimePrecision


@dataclass(frozen=True, slots=True)
class DateMention:
    """A time that a text names; `text` stands at `[start, end)`, `first` and `last` are inclusive days.

    `kind` says on what the reading rests: absolute ("24 January"), relative to the anchor ("yesterday"),
    relative to the date that was told before ("the following day", see `resolve_in_context`), weekday,
    time_of_day alone ("at dawn": the anchor's day), duration ("for three days": no day), since, or habit
    ("every Friday", "in recent weeks"). `background`: what it dates is no event of its own (years, habits,
    long-running states).
    """

    start: int
    end: int
    text: str
    first: dt.date | None
    last: dt.date | None
    precision: TimePrecision
    time_of_day: str | None
    kind: DateKind
    background: bool


_Found = tuple[int, int, Time]
_JOINS = {"to", "until", "till", "til", "through", "thru", "into", "and", "&", "/", "-", "–", "—", "‑", "‐"}
_BETWEEN_JOINED = {",", "on", "the", "early", "up", "late", "of"}
_WITHOUT_PREPOSITION = {"dated", "days", "context"}
_SPAN_DAYS_IN_VIEW = 31


def find_dates(text: str, anchor: dt.date | None, *, future: Callable[[int], bool] | None = None) -> list[DateMention]:
    """All times that a text names, in its order, without overlap.

    `anchor` is the date of the dispatch. `future` tells whether the clause around an offset is about the
    future, so that a bare weekday or a date without a year means the next one, not the latest.
    """
    found = _mentions(text, anchor, future, in_context=False)
    return [_before_morning(mention) for mention in found] if _MORNING_REPORT.search(text) else found


_MORNING_REPORT = re.compile(r"\bas of (?:the |this )?(?:morning|0?[4-9](?::00| ?a\.?m\b))", re.IGNORECASE)
_PAST_DAY = re.compile(r"\b(?:past|last|previous) (?:day\b|24 hours)", re.IGNORECASE)


def _before_morning(mention: DateMention) -> DateMention:
    """In a report "as of the morning" the past day is the day before."""
    if mention.first is None or mention.first == mention.last or not _PAST_DAY.search(mention.text):
        return mention
    return replace(mention, last=mention.first)


def resolve_in_context(mention: DateMention, previous: dt.date) -> DateMention:
    """The mention read against the date that was told before it, where it depends on that one.

    That is so for "the following day", "a day later", "that night" (kind `relative_to_context`) and for a
    part of the day alone (`time_of_day`); other mentions come back as they are.
    """
    if mention.kind not in ("relative_to_context", "time_of_day"):
        return mention
    read = _mentions(mention.text, previous, None, in_context=True)
    if not read:
        return mention
    return replace(mention, first=read[0].first, last=read[0].last, precision=read[0].precision)


def _mentions(
    text: str, anchor: dt.date | None, future: Callable[[int], bool] | None, *, in_context: bool
) -> list[DateMention]:
    words = split(text)
    found: list[_Found] = []
    for rule, match in date_grammar().matches(words):
        time = _READERS[rule](Phrase(words, match, anchor, future, in_context)) if rule in _READERS else None
        if time is not None:
            preposition = rule in _WITHOUT_PREPOSITION and words.texts[match.start()].lower() in ("on", "in")
            found.append((match.start() + preposition, match.end(), time))
    return [_mention(words, each, anchor) for each in _since(words, _joined(words, found, anchor), anchor)]


def _mention(words: Words, found: _Found, anchor: dt.date | None) -> DateMention:
    start, end, time = found
    a, b = words.starts[start], words.end(end - 1)
    first, last, precision = time.first, time.last, time.precision
    if (time.anchored and anchor is None) or first is None:
        first, last, precision = None, None, "unknown"
    ahead = first is not None and anchor is not None and first > anchor
    background = time.background and not ahead
    return DateMention(a, b, words.text[a:b], first, last, precision, time.time_of_day, time.kind, background)


def _joined(words: Words, found: list[_Found], anchor: dt.date | None) -> list[_Found]:
    """Two dates that a word joins become one span: "from Monday to Wednesday", "Sunday night into Monday"."""
    joined: list[_Found] = []
    for start, end, time in found:
        if joined and time.joins and joined[-1][2].joins:
            began, ended, before = joined[-1]
            between = words.lower(ended, start)
            signs = [word.strip() for word in between if word not in _BETWEEN_JOINED]
            if len(signs) == 1 and signs[0] in _JOINS and len(between) <= 3:
                span = date_days.joined(before, time, signs[0], anchor)
                if span is not None:
                    lead = began > 0 and words.texts[began - 1].lower() in ("from", "between")
                    joined[-1] = began - lead, end, span
                    continue
        joined.append((start, end, time))
    return joined


def _since(words: Words, found: list[_Found], anchor: dt.date | None) -> list[_Found]:
    """Mentions behind "since" reach to the anchor."""
    result: list[_Found] = []
    for start, end, time in found:
        at = start - 1
        while at >= 0 and words.texts[at].lower() in ("the", "at", "least", "about", "around", "early", "as"):
            at -= 1
        if at < 0 or words.texts[at].lower() != "since" or time.kind in ("habit", "since"):
            result.append((start, end, time))
            continue
        while result and result[-1][1] > at:
            result.pop()
        result.append((at, end, _up_to(time, anchor)))
    return result


def _up_to(time: Time, anchor: dt.date | None) -> Time:
    """The time from a date up to the anchor; it is background where it began long ago."""
    first, precision = time.first, time.precision
    if time.kind == "duration" and time.since is not None and anchor is not None:
        first, precision = time.since, precision_of(time.since, anchor)
    if first is None or anchor is None:
        return replace(time, first=first, last=None, kind="since", background=first is None)
    long = precision == "year" or (anchor - first).days > _SPAN_DAYS_IN_VIEW
    last = anchor if first <= anchor else None
    return replace(time, first=first, last=last, precision=precision, kind="since", background=long)


_READERS: dict[str, Callable[[Phrase], Time | None]] = {
    "days": date_days.days,
    "overnight_into": date_days.overnight_into,
    "dated": date_days.dated,
    "nth": date_days.nth,
    "context": date_days.context,
    "consecutive": date_days.consecutive,
    "time": date_days.time,
    "feast": date_days.feast,
    "month_range": date_periods.month_range,
    "year_range": date_periods.year_range,
    "month": date_periods.month,
    "slice": date_periods.slice,
    "span": date_periods.named_span,
    "season": date_periods.season,
    "year": date_periods.year,
    "ago": date_periods.ago,
    "shift": date_periods.shift,
    "past": date_periods.past,
    "coming": date_periods.coming,
    "over": date_periods.over,
    "duration": date_periods.duration,
    "recent": date_periods.recent,
    "every": date_periods.habit,
    "since": date_periods.since,
}
