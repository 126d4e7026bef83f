"""How many: numbers of people in words and numerals, and what low, best and high they come to.

The conventions are the codebook's table (section 3, `casualties`). Measures, money, dates, ages, ordinals
and the numbers in names ("40 km", "20%", "5 March", "24-year-old", "Division 30", "AK-47") are no
quantities.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from itertools import chain
from typing import Literal

from pydantic import BaseModel, ConfigDict

from marsad.codebook.files import read_toml, validated
from marsad.coding.phrase_grammar import PhraseGrammar, Words, split
from marsad.coding.time_words import time_words

QuantityKind = Literal["exact", "bound", "range", "vague", "none", "indefinite"]


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number of people as the text gives it; `text` stands at `[start, end)`.

    `high` None: no upper bound. `kind`: exact ("four"; "about four" too, with `approximate`), bound ("at
    least four"), range ("four to six"), vague ("several", "dozens"), none ("no", "without"), indefinite
    ("a", "an": one, if a person's noun follows).
    """

    start: int
    end: int
    text: str
    low: int
    best: int
    high: int | None
    approximate: bool
    kind: QuantityKind


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _Numbers(_Table):
    units: dict[str, int]
    teens: dict[str, int]
    tens: dict[str, int]
    hundred: int
    thousands: dict[str, int]
    dozen: int
    groups: dict[str, int]
    none: list[str]


class _Vague(_Table):
    low: int
    best: int
    phrases: list[str]
    plurals: dict[str, int]
    before_magnitude: list[str]


class _Modifiers(_Table):
    at_least: list[str]
    more_than: list[str]
    up_to: list[str]
    fewer_than: list[str]
    about: list[str]
    or_more: list[str]
    or_so: list[str]
    before_other_over: list[str]


class _Joined(_Table):
    sums: list[str]
    others: list[str]
    people_after_hyphen: list[str]


class _NotPeople(_Table):
    measures: list[str]
    currencies: list[str]
    numbered_as_written: list[str]
    ages: list[str]
    after_one: list[str]
    after_no: list[str]
    fractions: list[str]


class _QuantityWords(_Table):
    numbers: _Numbers
    vague: _Vague
    modifiers: _Modifiers
    joined: _Joined
    not_people: _NotPeople


_FILE = "quantities.toml"
_NOT_DIGITS = re.compile(r"\D")
_DECIMAL = re.compile(r"\d+\.\d{1,2}|\d+\.\d{4,}")
_LINE_START = re.compile(r"(?:^|\n)[ \t]*$")


@cache
def _words() -> _QuantityWords:
    return validated(_QuantityWords, read_toml(_FILE), _FILE, "file")


@cache
def _values() -> dict[str, int]:
    numbers = _words().numbers
    return numbers.units | numbers.teens | numbers.tens


def number_words() -> list[str]:
    """The words that are a whole number below a hundred ("one", "twelve", "forty"), in lower case."""
    return list(_values())


def read_number(words: Iterable[str]) -> int:
    """The number that words and numerals in lower case amount to: ["two", "hundred", "and", "6"] is 206.

    Words that are no number ("a", "and", "-") count nothing; a magnitude without a number before it counts
    once.
    """
    numbers, values = _words().numbers, _values()
    total: float = 0
    current: float = 0
    for word in words:
        if word[0].isdigit():
            current += float(word) if _DECIMAL.fullmatch(word) else int(_NOT_DIGITS.sub("", word))
        elif word in values:
            current += values[word]
        elif word == "hundred":
            current = (current or 1) * numbers.hundred
        elif word == "half":
            current = 0.5
        elif word == "dozen":
            current = (current or 1) * numbers.dozen
        elif word in numbers.thousands:
            total += (current or 1) * numbers.thousands[word]
            current = 0
    return round(total + current)


def _phrases(phrases: Iterable[str]) -> str:
    """A pattern for phrases, the longest first."""
    ordered = sorted(phrases, key=lambda phrase: -len(phrase.split()))
    return "|".join("".join(f"{{={word}}}" for word in phrase.split()) for phrase in ordered)


_PARTS = {
    "SMALL": "{tens} (?:{hyphen}? {unit})? | {teen} | {unit}",
    "HUNDREDS": "(?:<SMALL> | {digits} | {=a|one})? {=hundred} (?:{=and}? <SMALL>)?",
    "BELOW": "<HUNDREDS> | <SMALL> | {digits}",
    "THOUSANDS": "(?:<BELOW> | {decimal} | {=a}) {thousand} (?:{=and|,}? <BELOW>)?",
    "MILLIONS": "(?:<BELOW> | {decimal} | {=a}) {thousand} {=and|,}? <THOUSANDS>",
    "DOZENS": "(?:{=half} {=a}? | {=a} {=half}? | <SMALL> | {digits})? {hyphen}? {=dozen}",
    "IN_WORDS": "<MILLIONS> | <THOUSANDS> | <DOZENS> | <HUNDREDS> | <SMALL>",
    "NUMBER": "<IN_WORDS> (?: {=(} {digits} {=)} )? | {digits} (?: {=(} <IN_WORDS> {=)} )?",
    "TO": "{=to} | {hyphen} | {dash} | {=or}",
    "PLURAL": """
          <BEFORE_MAGNITUDE>? {plural} (?: {=of|and|upon} {plural} )?
        | <BEFORE_MAGNITUDE> (?:{=hundred|dozen} | {thousand})""",
    "GROUP": "{=a|the}? {group} (?:{=of} (?!{=dozen}))?",
    "LIMIT": """
          (?P<at_least><AT_LEAST>)
        | (?P<more_than>(?<!{other_over}) <MORE_THAN>)
        | (?P<up_to><UP_TO>)
        | (?P<fewer_than><FEWER_THAN>)""",
    "MODIFIERS": "(?: <LIMIT> | (?P<about><ABOUT>) | <SUMS> ){0,3}",
    "AFTER": "(?P<or_more><OR_MORE>) | (?P<or_so><OR_SO>)",
    "OTHERS": "<OTHER_ONES> (?!{=than})",
    "MONTH": "{month} {=.}?",
    "ANY": """
          <BOUNDS>* (?:<NUMBER>|{decimal}) (?: (?:<TO>|{=and}) (?:<NUMBER>|{decimal}) )?
            (?:<OR_MORE>|<OR_SO>)?""",
}

_RULES = {
    # what is no number of people: measures and money
    "measure": """
          (?:<ANY> | (?:<PLURAL>|<VAGUE>|<GROUP>|{=a|an|another|no}) {=of}? | {=a} {=few|couple}
            {=of|more}?) {hyphen}? {measure}""",
    "half_measure": "(?:<ANY> | {=a}) {=and} {=a}? {=half} {measure}?",
    "money": "{currency} {=.}? (?:{digits}|{decimal}) (?:{thousand}|{=bn|m|k})?",
    # dates and years
    "day": """
          {digits} (?: (?:{=,|and|to|-|/}|{hyphen}|{dash}) {=the}? {digits} )* {=of}? {hyphen}? <MONTH> (?:
            {=,|of}? {year} )?""",
    "month": """
          (?<!{=in}) <MONTH> {=the}? {digits} (?: (?:{=to|/}|{hyphen}|{dash}) {digits} (?!{digits}) )? (?:
            {=,}? {year} )?
        | <MONTH> (?: {digits} (?: {=,}? {year} | (?={closing}|$) ) | {=,|of}? {year} )""",
    "year": """
          (?<={before_year}) {year}
        | {year} (?={after_year}|{end}|$)
        | (?<={before_year_weakly}) {year} (?={closing}|$)
        | {year} (?:{hyphen}|{dash}|{=to}) (?:{year}|{digits}) (?={closing}|$)""",
    # ages, fractions, names
    "age": "{age} {=of}? {digits} (?: (?:{=and|to}|{hyphen}) {digits} )? | (?<={=,}) {digits} (?={=,})",
    "fraction": """
          <NUMBER> {hyphen}? {fraction}
        | {=one|a} {hyphen}? {=third|quarter|half|fifth|tenth} {=of}""",
    "name": "(?:{numbered} | {=no} {=.} | {=number}) {=.}? {digits}",
    "idiom": """
          {=one} {after_one}
        | {=no} {after_no}
        | {=among} {=the}? {=others}
        | {=no} {=one} {=else}
        | {=as} {=many} (?!{=as})""",
    # numbers of people
    "number": "<MODIFIERS> (?P<a><NUMBER>) (?P<a_plus><AFTER>)? (?: <OTHERS> )? {=alone}?",
    "range": """
          (?<!{=from}) (?: <MODIFIERS> | {=anywhere}? {=between} ) (?P<from><NUMBER>) (?: <TO> (?:
            {=even|perhaps|possibly|maybe} )? ) (?P<to><NUMBER>) (?: <OTHERS> )?
        | (?P<range_about><ABOUT>)? {=anywhere}? {=between} (?P<low><NUMBER>) {=and} (?P<high><NUMBER>) (?:
            <OTHERS> )?
        | (?P<first><NUMBER>) {=,} (?P<second><NUMBER>) {=,}? {=or} (?P<third><NUMBER>)""",
    "group": "<MODIFIERS> (?P<group><GROUP>) (?: <OTHERS> )?",
    "plural": "(?: <BOUNDS> | <SUMS> )* (?P<plural><PLURAL>) (?: <OTHERS> )?",
    "vague": "<BOUNDS>* (?P<vague><VAGUE>) (?: <OTHERS> )? | {=others} | {=yet}? {=some} {=others}",
    "none": "<NONE>",
    "at_least_one": "<LIMIT> {=a|an}",
    "indefinite": "{=a|an} {=single|lone|sole|further|second|third|fourth|fifth}? | {=another|single}",
}


@cache
def _grammar() -> PhraseGrammar:
    words, time = _words(), time_words()
    numbers, modifiers, not_people = words.numbers, words.modifiers, words.not_people
    limits = [modifiers.at_least, modifiers.more_than, modifiers.up_to, modifiers.fewer_than]
    parts = _PARTS | {
        "AT_LEAST": _phrases(modifiers.at_least),
        "MORE_THAN": _phrases(modifiers.more_than),
        "UP_TO": _phrases(modifiers.up_to),
        "FEWER_THAN": _phrases(modifiers.fewer_than),
        "ABOUT": _phrases(modifiers.about),
        "BOUNDS": _phrases(chain(*limits, modifiers.about)),
        "OR_MORE": _phrases(modifiers.or_more),
        "OR_SO": _phrases(modifiers.or_so),
        "SUMS": _phrases(words.joined.sums),
        "OTHER_ONES": _phrases(words.joined.others),
        "VAGUE": _phrases(words.vague.phrases),
        "BEFORE_MAGNITUDE": _phrases(words.vague.before_magnitude),
        "NONE": _phrases(numbers.none),
    }
    classes = {
        "unit": numbers.units,
        "teen": numbers.teens,
        "tens": numbers.tens,
        "thousand": numbers.thousands,
        "group": numbers.groups,
        "plural": words.vague.plurals,
        "hyphen": ["-", "‐", "‑", "–", "—"],
        "measure": not_people.measures,
        "currency": not_people.currencies,
        "numbered": not_people.numbered_as_written,
        "age": not_people.ages,
        "after_one": not_people.after_one,
        "after_no": not_people.after_no,
        "fraction": not_people.fractions,
        "other_over": modifiers.before_other_over,
        "month": [*time.month_forms(short=False), *time.month_forms(short=True)],
        "before_year": time.years.before,
        "before_year_weakly": time.years.before_weakly,
        "after_year": time.years.after,
        "closing": time.cues.closing,
        "end": [".", ",", ";", ":", "?", "!", ")"],
    }
    shapes = [
        (r"(?:19|20)\d\d", ["digits", "year"]),
        (r"0|[1-9]\d{0,6}", ["digits"]),
        (r"\d{1,3}(?:\D\d{3})+", ["digits"]),
        (_DECIMAL.pattern, ["decimal"]),
        (r"\s[-‐‑‒–—―]+", ["dash"]),
        (r"\n\s*\n\s*", ["end"]),
    ]
    return PhraseGrammar(classes, shapes, parts, _RULES, cased=frozenset({"month", "numbered"}))


def find_quantities(text: str) -> list[Quantity]:
    """All numbers of people in a text, in order, each with its modifiers ("at least four", "two others")."""
    words = split(text)
    found = []
    for rule, match in _grammar().matches(words):
        if rule in _READERS and not _part_of_a_name(words, match.start(), match.end()):
            reading = _READERS[rule](words, match)
            if reading is not None:
                start, end = words.starts[match.start()], words.end(match.end() - 1)
                found.append(Quantity(start, end, text[start:end], *reading))
    return found


def parse_quantity(text: str) -> Quantity | None:
    """The quantity that a whole phrase is ("more than 30", "the two"), or None where it is anything else."""
    found = find_quantities(text)
    if len(found) != 1 or text[found[0].end :].strip():
        return None
    before = text[: found[0].start].split()
    return found[0] if all(word.lower() in _DETERMINERS for word in before) else None


def add(a: Quantity, b: Quantity) -> Quantity:
    """The sum of two parts ("four men and at least two women"); one open bound leaves the sum open.

    `start` and `end` span both; `text` joins the two, first the one that stands first.
    """
    first, second = (a, b) if a.start <= b.start else (b, a)
    high = None if a.high is None or b.high is None else a.high + b.high
    low, best = a.low + b.low, a.best + b.best
    kind: QuantityKind
    if high is None:
        kind = "vague" if "vague" in (a.kind, b.kind) else "bound"
    else:
        kind = "exact" if low == high else "range"
    text = f"{first.text} + {second.text}"
    return Quantity(first.start, max(a.end, b.end), text, low, best, high, a.approximate or b.approximate, kind)


_DETERMINERS = {
    "the",
    "these",
    "those",
    "all",
    "only",
    "just",
    "his",
    "her",
    "their",
    "its",
    "other",
    "exactly",
}
_Reading = tuple[int, int, int | None, bool, QuantityKind]


def _number(words: Words, match: re.Match[str]) -> _Reading:
    start, end = match.span("a")
    texts = words.lower(start, end)
    bracket = texts.index("(") if "(" in texts else len(texts)
    number = read_number(texts[:bracket])
    approximate = match["about"] is not None or match["or_so"] is not None
    counted_in_dozens = "dozen" in texts
    if match["at_least"] is not None or match["or_more"] is not None:
        return number, number, None, approximate, "bound"
    if match["more_than"] is not None:
        over = number if counted_in_dozens else number + 1
        return over, over, None, approximate, "bound"
    if match["up_to"] is not None:
        return min(1, number), number, number, approximate, "bound"
    if match["fewer_than"] is not None:
        under = max(0, number - 1)
        return min(1, under), under, under, approximate, "bound"
    return number, number, number, approximate, "none" if number == 0 else "exact"


def _range(words: Words, match: re.Match[str]) -> _Reading | None:
    pairs = (("from", "to"), ("low", "high"), ("first", "third"))
    low_words, high_words = next(
        (words.lower(*match.span(a)), words.lower(*match.span(b))) for a, b in pairs if match[a] is not None
    )
    if "(" in low_words or "(" in high_words:
        return None
    magnitudes = {"hundred", "dozen", *_words().numbers.thousands}
    if high_words[-1] in magnitudes and magnitudes.isdisjoint(low_words):
        low_words.append(high_words[-1])  # "15 to 20 thousand"
    low, high = read_number(low_words), read_number(high_words)
    if low > high:
        return None
    approximate = match["about"] is not None or match["range_about"] is not None
    if match["at_least"] is not None:
        return low, low, None, approximate, "bound"
    return low, (low + high) // 2, high, approximate, "range"


def _group(words: Words, match: re.Match[str]) -> _Reading:
    texts = words.lower(*match.span("group"))
    groups = _words().numbers.groups
    number = next(groups[text] for text in texts if text in groups)
    if match["at_least"] is not None:
        return number, number, None, False, "bound"
    return number, number, number, match["about"] is not None, "exact"


def _plural(words: Words, match: re.Match[str]) -> _Reading:
    table = _words()
    low = 1
    for text in words.lower(*match.span("plural")):
        if text in table.vague.plurals:
            low = table.vague.plurals[text] if low == 1 else low * table.vague.plurals[text] // 2
        elif text in table.numbers.thousands or text in ("hundred", "dozen"):
            low = 2 * read_number([text])
    return low, low, None, False, "vague"


def _vague(words: Words, match: re.Match[str]) -> _Reading:
    vague = _words().vague
    return vague.low, vague.best, None, False, "vague"


def _none(words: Words, match: re.Match[str]) -> _Reading:
    return 0, 0, 0, False, "none"


def _at_least_one(words: Words, match: re.Match[str]) -> _Reading | None:
    return (1, 1, None, False, "bound") if match["at_least"] is not None else None


def _indefinite(words: Words, match: re.Match[str]) -> _Reading:
    return 1, 1, 1, False, "indefinite"


_READERS = {
    "number": _number,
    "range": _range,
    "group": _group,
    "plural": _plural,
    "vague": _vague,
    "none": _none,
    "at_least_one": _at_least_one,
    "indefinite": _indefinite,
}


def _part_of_a_name(words: Words, start: int, end: int) -> bool:
    """Whether the number hangs on another word ("AK-47", "five-storey", "45/2013") or opens a list item."""
    texts = words.texts
    if start > 1 and texts[start - 1] in "-‐‑/:#.–" and words.glued(start) and words.glued(start - 1):
        return True
    if end + 1 < len(texts) and texts[end] in "-‐‑/" and words.glued(end) and words.glued(end + 1):
        return texts[end + 1].lower() not in _words().joined.people_after_hyphen
    numeral = end == start + 1 and texts[start][0].isdigit()
    if numeral and end < len(texts) and texts[end] in ".)" and words.glued(end):
        return _LINE_START.search(words.text, 0, words.starts[start]) is not None
    return False
