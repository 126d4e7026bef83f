"""Which ranks does a dispatch claim for what it tells: "the deadliest attack since March", "the third this week"?

A claim is a superlative or an ordinal with a noun, a period and, where told, an area, all in one sentence. Whether it
is true is not asked here.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal

from marsad.codebook.claims import Unit, claim_words
from marsad.codebook.types import event_types
from marsad.coding.dates import DateMention, find_dates
from marsad.coding.toponyms import Toponym
from marsad.model import Span

Measure = Literal["killed", "strength", "events"]
Level = Literal["town", "admin1", "country"]

_SENTENCE_END = re.compile(r"(?<=[.!?])[\"”’']?\s+(?=[\"“‘'(]?[A-Z0-9])|\n\s*\n|\n(?=\s*[-•*–])")
_LONGEST = 90
"""Most characters between the ranked noun and its period."""
_LONGEST_BARE = 30
"""The same where there is no noun, or only "time", which is said of anything: "the first time he was seen in May"."""
_BEFORE_AREA = re.compile(
    r"\b(?:in|on|at|of|near|across|around|inside|against|within)\s+(?:the\s+)?(?:\w+\s+){0,3}$", re.I
)
_STANDS_ALONE = re.compile(r"\s*(?:in\b|of\b|on\b|since\b|this\b|for\b|so far\b|ever\b|over\b|near\b|within\b)", re.I)
_DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class ClaimedPeriod:
    """The inclusive days over which a rank is claimed; `first` None: without a beginning that the words give.

    "Since March" begins for a superlative after March ("the deadliest since March" says that March had its like),
    for an ordinal with March.
    """

    words: str
    first: dt.date | None
    last: dt.date | None
    span: Span


@dataclass(frozen=True, slots=True)
class Claim:
    """One rank that a dispatch claims.

    `rank` 1 is the first or the most. `measure`: `killed`; `strength` where the words leave open what is compared;
    `events` for ordinals. `fewest`: the rank counts from the least. `unit`: whole days, weeks … are compared. `types`
    are the event types that count; none: those of the event itself. `area` is named beside the claim; `here`: words
    such as "the town" mean the event's own; both None: not told. `narrowed` are words that make the claim narrower than
    its types, area and period ("against foreign troops").
    """

    span: Span
    text: str
    measure: Measure
    rank: int
    fewest: bool
    unit: Unit | None
    types: tuple[str, ...]
    period: ClaimedPeriod
    area: Toponym | None
    here: Level | None = None
    narrowed: str = ""


def find_claims(text: str, anchor: dt.date | None, toponyms: Sequence[Toponym] = ()) -> list[Claim]:
    """The ranks that a text claims, in its order, without overlap.

    `anchor` is the date of the dispatch; without one, periods that depend on it have no beginning. `toponyms` are the
    places of the same text.
    """
    dates = find_dates(text, anchor)
    found: list[Claim] = []
    for start, end in _sentences(text):
        sentence = text[start:end]
        for match in _rank().finditer(sentence):
            if found and start + match.start() < found[-1].span.end:
                continue
            if _cautious().search(sentence[: match.start()]):
                continue
            claim = _claim(text, (start, end), match, anchor, dates, toponyms)
            if claim is not None:
                found.append(claim)
    return found


def _sentences(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for match in _SENTENCE_END.finditer(text):
        yield start, match.start()
        start = match.end()
    yield start, len(text)


def _alternatives(phrases: Iterable[str]) -> str:
    spelled = sorted(set(phrases), key=len, reverse=True)
    return "|".join(r"[\s-]+".join(map(re.escape, re.split(r"[\s-]+", phrase))) for phrase in spelled)


def _plural(phrases: Iterable[str]) -> Iterator[str]:
    for phrase in phrases:
        yield phrase
        yield phrase + ("es" if phrase.endswith(("s", "sh", "ch")) else "s")


@cache
def _rank() -> re.Pattern[str]:
    """A rank with its noun. A superlative may stand without one ("clashes, the most violent since 2018")."""
    words = claim_words()
    sup = words.superlatives
    units, tolls = words.units, words.tolls
    nouns = _alternatives(_plural(phrase for noun in words.noun for phrase in noun.words))
    superlative = _alternatives([*sup.killed, *sup.strength, *sup.number, *sup.fewest])
    ordinal = rf"{_alternatives(words.ordinals.names)}|\d+(?:st|nd|rd|th)"
    every_unit = _alternatives(_plural([*units.day, *units.week, *units.month, *units.year]))
    adding = _alternatives([*tolls.day, *tolls.week, *tolls.month, *tolls.year])
    closing = rf"in|on|at|of|since|this|and|or|{_alternatives(words.cautious.inside)}"
    between = rf"(?:(?!(?:{closing})\b)[\w’'-]+\s+){{0,3}}?"
    ranked = (
        rf"(?:(?P<nth_most>{ordinal})[\s-]+)?(?P<superlative>{superlative})"
        rf"(?:\s+(?:(?P<adding>{adding})\s+)?{between}(?:(?P<toll>{_alternatives(tolls.nouns)})"
        rf"|(?P<unit>{every_unit})|(?P<noun>{nouns}))\b)?"
    )
    counted = rf"(?P<ordinal>{ordinal})\s+{between}(?P<counted>{nouns})\b"
    return re.compile(rf"\b(?:{ranked}|{counted})", re.IGNORECASE)


@cache
def _cautious() -> re.Pattern[str]:
    """Words right before a rank that make it none."""
    return re.compile(rf"\b(?:{_alternatives(claim_words().cautious.before)})\s+(?:the\s+|its\s+)?$", re.IGNORECASE)


@cache
def _open() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{_alternatives(claim_words().open.words)})\b", re.IGNORECASE)


def _claim(
    text: str,
    sentence: tuple[int, int],
    match: re.Match[str],
    anchor: dt.date | None,
    dates: Sequence[DateMention],
    toponyms: Sequence[Toponym],
) -> Claim | None:
    start, end = sentence[0] + match.start(), sentence[0] + match.end()
    ordinal = match["ordinal"] is not None
    named = match["toll"] or match["unit"] or match["noun"] or match["counted"]
    bare = not named or not (match["toll"] or match["unit"] or _types(named))
    if bare and not _STANDS_ALONE.match(text, end):
        return None  # "the largest displacement since 2019"
    stop = min(sentence[1], end + (_LONGEST_BARE if bare else _LONGEST))
    period = _period(text, start, end, stop, anchor, dates, ordinal=ordinal)
    if period is None:
        return None
    last = max(end, period.span.end)
    area = _area(text, end, last, sentence[1], toponyms)
    here = _here(text[end:last]) if area is None else None
    whole = Span(min(start, period.span.start), max(last, area.end if area else last))
    ranked = [
        match.span(name) for name in ("nth_most", "superlative", "adding", "toll", "unit", "noun", "ordinal", "counted")
    ]
    told = [Span(sentence[0] + a, sentence[0] + b) for a, b in ranked if a >= 0]
    narrowed = _narrowed(text, whole, [*told, period.span, *([Span(area.start, area.end)] if area else [])], here)
    if ordinal:
        return Claim(
            span=whole,
            text=text[whole.start : whole.end],
            measure="events",
            rank=_ordinal(match["ordinal"]),
            fewest=False,
            unit=None,
            types=_types(match["counted"]),
            period=period,
            area=area,
            here=here,
            narrowed=narrowed,
        )
    word = _folded(match["superlative"])
    sup = claim_words().superlatives
    counts_people = match["toll"] is not None
    if word in sup.number and word not in sup.strength and not counts_people:
        return None  # "the highest number of prisoners": another number than a toll
    if word in sup.fewest and not counts_people:
        return None
    unit = _unit(match["unit"] or match["adding"])
    return Claim(
        span=whole,
        text=text[whole.start : whole.end],
        measure="killed" if counts_people or word in sup.killed else "strength",
        rank=_ordinal(match["nth_most"]) if match["nth_most"] else 1,
        fewest=word in sup.fewest,
        unit=unit,
        types=_types(match["noun"]) if match["noun"] else _violence() if named else (),
        period=period,
        area=area,
        here=here,
        narrowed=narrowed,
    )


def _folded(words: str) -> str:
    return " ".join(re.split(r"[\s-]+", words.lower()))


def _ordinal(word: str) -> int:
    names = claim_words().ordinals.names
    lower = word.lower()
    return names.index(lower) + 1 if lower in names else int(lower[:-2])


def _types(noun: str) -> tuple[str, ...]:
    folded = _folded(noun)
    for entry in claim_words().noun:
        if folded in map(_folded, _plural(entry.words)):
            return tuple(entry.types)
    raise AssertionError(f"{noun!r} was matched as a noun and is none")


def _violence() -> tuple[str, ...]:
    """A toll and a day count the killed of all violence."""
    return tuple(key for key, kind in event_types().items() if kind.family == "violence")


def _unit(words: str | None) -> Unit | None:
    folded = _folded(words or "")
    units, tolls = claim_words().units, claim_words().tolls
    named: tuple[tuple[Unit, list[str]], ...] = (
        ("day", [*units.day, *tolls.day]),
        ("week", [*units.week, *tolls.week]),
        ("month", [*units.month, *tolls.month]),
        ("year", [*units.year, *tolls.year]),
    )
    return next((unit for unit, phrases in named if folded in map(_folded, _plural(phrases))), None)


def _period(
    text: str,
    start: int,
    end: int,
    stop: int,
    anchor: dt.date | None,
    dates: Sequence[DateMention],
    *,
    ordinal: bool,
) -> ClaimedPeriod | None:
    """The first period behind the ranked noun, else one right before ("this week's third attack")."""
    behind = [date for date in dates if end <= date.start < stop and _is_period(date, anchor)]
    opened = _open().search(text, end, stop)
    if behind and (opened is None or behind[0].start <= opened.start()):
        return _read(text, behind[0], anchor, ordinal=ordinal)
    if opened is not None:
        return ClaimedPeriod(opened.group(), None, anchor, Span(*opened.span()))
    owner = next((d for d in dates if d.end <= start and not text[d.end : start].strip()), None)
    if owner is not None and owner.text.endswith(("'s", "’s")) and _is_period(owner, anchor):
        return _read(text, owner, anchor, ordinal=ordinal)
    return None


def _is_period(date: DateMention, anchor: dt.date | None) -> bool:
    """Whether a mention may bound a claim: a span, "since …" or what rests on an unknown date; no single day,
    nothing ahead.
    """
    if date.kind == "since" or (date.kind == "relative" and date.first is None):
        return True
    if date.first is None or date.last is None or (anchor is not None and date.first >= anchor):
        return False
    return date.first < date.last and date.kind != "weekday"


def _read(text: str, date: DateMention, anchor: dt.date | None, *, ordinal: bool) -> ClaimedPeriod:
    first, last = date.first, date.last
    if date.kind == "since" and first is not None and not ordinal:
        first = _after_unit(date.text, first, anchor)
    if last is not None and anchor is not None:
        last = min(last, anchor)
    return ClaimedPeriod(text[date.start : date.end], first, last, Span(date.start, date.end))


def _after_unit(words: str, first: dt.date, anchor: dt.date | None) -> dt.date:
    """The day after what "since" names, 1 January 2019 for "since 2018"; `first` itself where that still goes on."""
    named = find_dates(f"in {re.sub(r'^.*?since ', '', words, flags=re.IGNORECASE)}", anchor)
    last = named[0].last if named and named[0].first == first and named[0].last else first
    return first if anchor is not None and last >= anchor else last + _DAY


def _area(text: str, end: int, last: int, stop: int, toponyms: Sequence[Toponym]) -> Toponym | None:
    """A place behind "in", "on" … between the noun and shortly after the period; the first one."""
    for toponym in toponyms:
        near = end <= toponym.start < min(stop, last + 30) and not toponym.dateline
        if near and toponym.entry is not None and _BEFORE_AREA.search(text[max(0, end - 1) : toponym.start]):
            return toponym
    return None


@cache
def _here_words() -> list[tuple[Level, re.Pattern[str]]]:
    areas = claim_words().areas
    named: tuple[tuple[Level, list[str]], ...] = (
        ("town", areas.town),
        ("admin1", areas.admin1),
        ("country", areas.country),
    )
    return [(level, re.compile(rf"\b(?:{_alternatives(words)})\b", re.IGNORECASE)) for level, words in named]


def _here(between: str) -> Level | None:
    """Whether the words behind the noun mean the event's own town, province or country."""
    return next((level for level, pattern in _here_words() if pattern.search(between)), None)


def _narrowed(text: str, whole: Span, told: Sequence[Span], here: Level | None) -> str:
    """The words of a claim that neither its rank, noun, period and area nor plain words account for."""
    rest = list(text[whole.start : whole.end])
    for span in told:
        first, last = span.start - whole.start, span.end - whole.start
        rest[max(0, first) : max(0, last)] = " " * (max(0, last) - max(0, first))
    left = "".join(rest)
    for level, pattern in _here_words():
        if level == here:
            left = pattern.sub(" ", left)
    plain = set(claim_words().plain.words)
    return " ".join(word for word in re.findall(r"[\w’'.]*\w", left) if word.lower() not in plain)
