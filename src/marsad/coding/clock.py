"""The label of a time of day: the part of the day in the codebook's words, or the hour as HH:MM."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from marsad.coding.time_words import time_words

_CLOCK = re.compile(r"(\d{1,2})[:h.](\d\d)(?::\d\d)?([ap]m)?")
_FOUR_DIGITS = re.compile(r"([01]\d|2[0-3])([0-5]\d)(?:hrs|hours|h|z|gmt|utc)?")
_HOUR = re.compile(r"(\d{1,2})([ap]m|h|hrs)?")
_HOUR_WORDS = {"am", "pm", "a.m.", "p.m.", "a.m", "p.m", "o", "hours", "hrs", "h"}


@cache
def _parts() -> dict[str, str]:
    return time_words().part_of_day()


def time_of_day(words: Sequence[str]) -> str | None:
    """The label for words in lower case ("late saturday night": "late night"), None where none is told."""
    part = next((_parts()[word] for word in words if word in _parts()), None)
    hour = _hour(words, part)
    if hour is not None:
        return hour
    before = set(words)
    if "overnight" in before:
        return "overnight"
    if "tonight" in before:
        return "night"
    if (
        "hours" in before
        and before & {"early", "small", "wee", "first", "initial"}
        and part in (None, "morning", "dawn", "night")
    ):
        return "early morning"
    if part is None:
        return "early morning" if "early" in before else "late evening" if "late" in before else None
    if part == "midnight" and before & {"after", "past"}:
        return "after midnight"
    if part == "dawn" and before & {"before", "pre", "predawn"}:
        return "before dawn"
    graded = f"{'early' if 'early' in before else 'late'} {part}"
    return graded if before & {"early", "late"} and graded in time_words().parts_of_day.graded else part


def _hour(words: Sequence[str], part: str | None) -> str | None:
    for index, word in enumerate(words):
        after = words[index + 1].replace(".", "").replace(" ", "") if index + 1 < len(words) else ""
        if (clock := _CLOCK.fullmatch(word)) and (
            "." not in word or "am" in (clock[3], after) or "pm" in (clock[3], after)
        ):
            return _label(int(clock[1]), int(clock[2]), clock[3] or after, part)
        if (clock := _FOUR_DIGITS.fullmatch(word)) and (
            word[0] == "0" or not word.isdigit() or after in _after_four_digits()
        ):
            return _label(int(clock[1]), int(clock[2]), "", None)
        if (clock := _HOUR.fullmatch(word)) and (
            clock[2] or after in _HOUR_WORDS or words[index + 1 : index + 3] in _IN_THE
        ):
            return _label(int(clock[1]), 0, clock[2] or after, part)
    return None


_IN_THE = (["in", "the"],)


@cache
def _after_four_digits() -> frozenset[str]:
    return frozenset({"hours", "hrs", "h", *time_words().parts_of_day.time_zones})


def _label(hour: int, minute: int, half: str, part: str | None) -> str | None:
    afternoon = half == "pm" or (not half.startswith("a") and part in ("afternoon", "evening", "night") and hour > 3)
    if afternoon and hour < 12:
        hour += 12
    if half == "am" and hour == 12:
        hour = 0
    return f"{hour:02}:{minute:02}" if hour < 24 and minute < 60 else None
