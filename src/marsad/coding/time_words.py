"""The words of time (`codebook/data/time.toml`), checked."""

from __future__ import annotations

from functools import cache
from itertools import chain
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from marsad.codebook.files import read_toml, validated

_FILE = "time.toml"


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _Months(_Table):
    names: Annotated[list[str], Field(min_length=12, max_length=12)]
    short: Annotated[list[list[str]], Field(min_length=12, max_length=12)]
    as_written: list[str]
    alone: list[str]


class _Weekdays(_Table):
    names: Annotated[list[str], Field(min_length=7, max_length=7)]
    plural: Annotated[list[str], Field(min_length=7, max_length=7)]
    short: Annotated[list[list[str]], Field(min_length=7, max_length=7)]


class _Units(_Table):
    minute: list[str]
    hour: list[str]
    day: list[str]
    week: list[str]
    fortnight: list[str]
    month: list[str]
    year: list[str]
    decade: list[str]
    century: list[str]


class _PartsOfDay(_Table):
    dawn: list[str]
    morning: list[str]
    noon: list[str]
    afternoon: list[str]
    evening: list[str]
    night: list[str]
    midnight: list[str]
    graded: list[str]
    alone_as_written: list[str]
    time_zones: list[str]


class _Names(_Table):
    names: list[str]


class _Feasts(_Table):
    fixed: dict[str, Annotated[str, Field(pattern=r"^\d\d-\d\d$")]]
    moving: list[str]
    before: list[str]


class _Years(_Table):
    before: list[str]
    before_weakly: list[str]
    after: list[str]


class _Cues(_Table):
    month: list[str]
    ahead: list[str]
    either_way: list[str]
    closing: list[str]


class _NotDates(_Table):
    after_date: list[str]
    after_weekday_as_written: list[str]
    before_today_as_written: list[str]


class _Habits(_Table):
    every: list[str]
    adverbs: list[str]
    adverbs_behind: list[str]
    recently: list[str]
    beginnings: list[str]


class TimeWords(_Table):
    """All of `time.toml`."""

    months: _Months
    weekdays: _Weekdays
    units: _Units
    vague_numbers: dict[str, int]
    parts_of_day: _PartsOfDay
    ordinals: _Names
    feasts: _Feasts
    seasons: _Names
    years: _Years
    cues: _Cues
    names: _NotDates
    habits: _Habits

    def month_forms(self, *, short: bool) -> list[str]:
        """Names or short forms of the months in every case; everyday words among them only as listed."""
        words = list(chain(*self.months.short)) if short else self.months.names
        plain = [word for word in words if not self._also_a_word(word)]
        written = [word for word in self.months.as_written if word.lower() in words]
        return [form for word in plain for form in (word, word.capitalize(), word.upper())] + written

    def month_numbers(self) -> dict[str, int]:
        """Names and short forms in lower case, with the number of the month."""
        return {
            word: number
            for number, (name, short) in enumerate(zip(self.months.names, self.months.short, strict=True), 1)
            for word in (name, *short)
        }

    def weekday_numbers(self) -> dict[str, int]:
        """Names and short forms in lower case, with the number of the weekday (Monday is 0)."""
        return {
            word: number
            for number, (name, short) in enumerate(zip(self.weekdays.names, self.weekdays.short, strict=True))
            for word in (name, *short)
        }

    def unit_of(self) -> dict[str, str]:
        """Words of a unit of time in lower case, with the unit's key."""
        return {word: unit for unit, words in self.units for word in words}

    def part_of_day(self) -> dict[str, str]:
        """Words of a part of the day, with its label."""
        labels = ("dawn", "morning", "noon", "afternoon", "evening", "night", "midnight")
        return {word: label for label in labels for word in getattr(self.parts_of_day, label)}

    def _also_a_word(self, word: str) -> bool:
        return any(word == written.lower() for written in self.months.as_written)


@cache
def time_words() -> TimeWords:
    """The words of time. Raises `DataError` where the file breaks its schema."""
    return validated(TimeWords, read_toml(_FILE), _FILE, "file")
