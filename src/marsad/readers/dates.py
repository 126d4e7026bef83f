"""Publication dates: reading a given date, and finding the one that a dispatch states about itself."""

from __future__ import annotations

import datetime as dt
import re

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>\d{4})"
_FORMS = tuple(
    re.compile(rf"(?<![\w./-]){form}(?!\d|[./-]\d)", re.IGNORECASE)
    for form in (
        rf"{_YEAR}(?P<sep>[-/.])(?P<number>\d{{1,2}})(?P=sep)(?P<day>\d{{1,2}})",
        rf"{_DAY}(?:\s+of)?[\s/.-]*{_MONTH},?[\s/.-]*{_YEAR}",
        rf"{_MONTH}\s*{_DAY}(?:\s*,\s*|\s+){_YEAR}",
        rf"{_YEAR}[\s/-]+{_MONTH}[\s/-]+{_DAY}",
        rf"(?P<day>\d{{1,2}})\.\s?(?P<number>\d{{1,2}})\.\s?{_YEAR}",
        rf"(?P<first>\d{{1,2}})(?P<sep>[/-])(?P<second>\d{{1,2}})(?P=sep){_YEAR}",
        r"(?P<year>\d{4})(?P<number>\d{2})(?P<day>\d{2})(?=T\d|$)",
    )
)
_TIME = re.compile(
    r"""\b(?:T|at\s+)?\d{1,2}(?:[:.h]\d{2}){1,2}(?:[.,]\d+)?\s*(?:[ap]\.?m\b\.?)?(?:hrs?|hours)?
      | \b\d{1,2}\s*[ap]\.?m\b\.? | \b\d{4}\s*(?:hrs|hours|GMT|UTC|Z)\b | T\d{2}:?\d{2}(?::?\d{2})?(?:\.\d+)?
      | [+-]\d{2}:?\d{2}\b | \((?:GMT|UTC)[+-]?\d*\)""",
    re.IGNORECASE | re.VERBOSE,
)
_ZONE = re.compile(
    r"\b(?:[A-Z]{1,4}T|GMT|UTC|Z|AST|EAT|WAT|CAT|local time)(?:\s?[+-]\d{1,2}(?::?\d{2})?)?\b", re.IGNORECASE
)
_WEEKDAY = re.compile(r"\b(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\b\.?", re.IGNORECASE)
_PUBLISHED = re.compile(
    r"\b(?:(?:first|date|originally)\s+)?(?:published|posted|issued|released|publication|release|date)"
    r"(?:\s+(?:date|time|on|at))?\b",
    re.IGNORECASE,
)
_UPDATED = re.compile(r"\b(?:last\s+)?(?:updated|update|modified|edited)(?:\s+(?:on|at))?\b", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_][\w'’.-]*")
_SMALL = frozenset(("al", "and", "at", "by", "de", "el", "for", "la", "min", "no", "of", "on", "read", "staff", "the"))
_AFTER_DATELINE = re.compile(r"\)?[^\n.;]{0,40}?(?:\s[-–—]{1,2}\s|[–—]|--|:|\)|\(|/)")

EXAMPLE = "write it as 2021-01-24"


def parse_date(value: str) -> dt.date:
    """The day that a string states, with or without weekday, time and time zone.

    ISO dates and times, "24 January 2021", "Jan. 24, 2021", "24.01.2021" (day first), "24/01/2021" where only
    one reading is possible, RFC 2822 dates of feeds, and seconds or milliseconds since 1970 as in tables.
    Years 1900 to 2099. Raises `ValueError` with a message for people.
    """
    value = " ".join(value.split())
    if re.fullmatch(r"\d{9,10}(?:\.\d+)?|\d{12,13}", value):
        seconds = float(value) / (1000 if len(value.partition(".")[0]) > 10 else 1)
        return (dt.datetime(1970, 1, 1) + dt.timedelta(seconds=seconds)).date()
    matches = [(match, form) for form in _FORMS if (match := form.search(value))]
    if not matches:
        raise ValueError(f"{_shown(value)} is no date with day, month and year; {EXAMPLE}")
    match = matches[0][0]
    rest = _stripped(value[: match.start()] + " " + value[match.end() :])
    rest = _UPDATED.sub(" ", _PUBLISHED.sub(" ", rest))
    if _WORD.search(rest) or re.search(r"\d{3}", rest):
        raise ValueError(f"{_shown(value)} holds more than a date; {EXAMPLE}")
    return _day(match)


def find_date(text: str, start: int = 0) -> tuple[dt.date | None, str | None]:
    """The publication date that a dispatch states about itself, and a note for the user.

    Looks at date lines and stamps in the first eight and last three lines of `text[start:]` and at a dateline
    with a year; a date in running text says nothing about publication. Two that contradict each other give
    None.
    """
    lines = [line.strip() for line in text[start : start + 20_000].split("\n") if line.strip()]
    tail = [line.strip() for line in text[max(start, len(text) - 600) :].split("\n")[1:] if line.strip()]
    found: dict[int, dict[dt.date, str]] = {}
    for line in lines[:8] + tail[-3:]:
        graded = _stated(line)
        if graded:
            rank, day = graded
            found.setdefault(rank, {}).setdefault(day, line)
    if not found:
        return None, None
    best = found[min(found)]
    if len(best) > 1:
        days = " and ".join(sorted(day.isoformat() for day in best))
        return None, f"the text states several dates of its own ({days}); give the right one with --date"
    day, line = next(iter(best.items()))
    return day, f"date {day.isoformat()} taken from the line {_shown(line)}"


def is_stamp(line: str) -> bool:
    """Whether a line holds only a date, a time or a label like "Published"."""
    rest = _stripped(line)
    for form in _FORMS:
        rest = form.sub(" ", rest)
    rest = _UPDATED.sub(" ", _PUBLISHED.sub(" ", rest))
    return bool(re.search(r"\d", line)) and not _WORD.search(rest)


def _stated(line: str) -> tuple[int, dt.date] | None:
    # ranks: 0 labelled as published, 1 a bare stamp, 2 a dateline with a year, 3 beside names, 4 an update
    match = next((match for form in _FORMS[:6] if (match := form.search(line[:200]))), None)
    if not match:
        return None
    try:
        day = _day(match)
    except ValueError:
        return None
    before, after = line[: match.start()], line[match.end() :]
    if len(line) <= 120:
        rest = _stripped(before + " | " + after)
        updated, published = _UPDATED.search(rest), _PUBLISHED.search(rest)
        words = _WORD.findall(_UPDATED.sub(" ", _PUBLISHED.sub(" ", rest)))
        if not words:
            return (0 if published else 4 if updated else 1), day
        if published and before[: published.end()].strip() and _PUBLISHED.match(line):
            return 0, day
        if len(words) <= 5 and all(_is_name(word) for word in words) and not line.endswith((".", "!", "?")):
            return 3, day
    words = _WORD.findall(_stripped(before))
    if words and len(words) <= 5 and all(_is_name(word) for word in words) and _AFTER_DATELINE.match(after):
        return 2, day
    return None


def _is_name(word: str) -> bool:
    return word[0].isupper() or word.lower() in _SMALL


def _stripped(line: str) -> str:
    return _ZONE.sub(" ", _WEEKDAY.sub(" ", _TIME.sub(" ", line)))


def _shown(value: str) -> str:
    value = value if len(value) <= 60 else value[:59] + "…"
    return f"'{value}'"


def _day(match: re.Match[str]) -> dt.date:
    part = match.groupdict()
    year = int(part["year"])
    if part.get("first"):
        first, second = int(part["first"]), int(part["second"])
        if first != second and first <= 12 and second <= 12:
            raise ValueError(f"{_shown(match.group())} can be read two ways; {EXAMPLE}")
        day, month = (first, second) if first > 12 else (second, first)
    else:
        day = int(part["day"])
        month = int(part["number"]) if part.get("number") else _MONTHS.index(part["month"][:3].lower()) + 1
    try:
        found = dt.date(year, month, day)
    except ValueError:
        found = None
    if found is None or not 1900 <= year <= 2099:
        raise ValueError(f"{_shown(match.group())} is not in the calendar; {EXAMPLE}")
    return found
