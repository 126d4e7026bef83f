"""How well dates are read: against TempEval-3's platinum texts (TimeML, any folder of `.tml` files).

What is scored: whether a time of TimeML's types DATE and TIME is found, and whether its value is right where
TimeML gives one to the day, month or year. The baseline answers every time with the document's date.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

from marsad.coding.dates import DateMention, find_dates
from marsad.errors import ReadError

_VALUE = re.compile(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?(?:T.*)?")
_AHEAD = re.compile(r"\b(?:will|would|shall|going to|expected to|scheduled|due to|plans? to|'ll)\b[^.]{0,120}$")


@dataclass(frozen=True, slots=True)
class GoldTime:
    """One TIMEX3 of a document: its span in the text, TimeML type and value."""

    start: int
    end: int
    type: str
    value: str


@dataclass(frozen=True, slots=True)
class GoldDocument:
    """A TimeML document: its text, its date and its times."""

    text: str
    date: dt.date
    times: list[GoldTime]


def read_timeml(path: Path) -> GoldDocument:
    """Read a `.tml` file. Raises `ReadError` where it is no TimeML or has no date of creation."""
    try:
        root = ElementTree.parse(path).getroot()
    except (OSError, ElementTree.ParseError) as error:
        raise ReadError(f"{path}: no TimeML can be read: {error}") from None
    body, created = root.find("TEXT"), root.find("DCT/TIMEX3")
    if body is None or created is None:
        raise ReadError(f"{path}: TEXT or DCT is missing: not a TimeML document")
    text: list[str] = []
    times: list[GoldTime] = []
    _collect(body, text, times)
    return GoldDocument("".join(text), dt.date.fromisoformat(created.get("value", "")[:10]), times)


def _collect(element: ElementTree.Element, text: list[str], times: list[GoldTime]) -> None:
    start = sum(map(len, text))
    text.append(element.text or "")
    for child in element:
        _collect(child, text, times)
        text.append(child.tail or "")
    if element.tag == "TIMEX3":
        end = start + len("".join(element.itertext()))
        times.append(GoldTime(start, end, element.get("type", ""), element.get("value", "")))


def measure_dates(folder: Path) -> dict[str, float]:
    """Recall of times and accuracy of their values over all `.tml` files of a folder, as fractions.

    `span_recall`: DATE and TIME found (overlap); `span_recall_strict`: with the same borders;
    `span_precision`: found times that overlap a TIMEX3 of any type; `value_accuracy`: right values among
    those found; `value_recall`: right values among all; `baseline_value_recall`: the same where the
    document's date is the only answer.
    """
    found = strict = total = mentions = precise = valued = valued_found = right = baseline = 0
    for gold in _documents(folder):
        read = find_dates(gold.text, gold.date, future=lambda offset, text=gold.text: _ahead(text, offset))  # type: ignore[misc]
        mentions += len(read)
        precise += sum(any(_overlap(mention, time) for time in gold.times) for mention in read)
        for time in gold.times:
            if time.type not in ("DATE", "TIME"):
                continue
            total += 1
            matches = [mention for mention in read if _overlap(mention, time)]
            found += bool(matches)
            strict += any((mention.start, mention.end) == (time.start, time.end) for mention in matches)
            value = _VALUE.fullmatch(time.value)
            if value is None:
                continue
            valued += 1
            valued_found += bool(matches)
            right += any(_same(mention, value) for mention in matches)
            baseline += _agrees(gold.date, value)
    if not total or not valued:
        raise ReadError(f"{folder}: no .tml file with times in it")
    return {
        "times": total,
        "span_recall": found / total,
        "span_recall_strict": strict / total,
        "span_precision": precise / max(1, mentions),
        "values": valued,
        "value_accuracy": right / max(1, valued_found),
        "value_recall": right / valued,
        "baseline_value_recall": baseline / valued,
    }


def _documents(folder: Path) -> Iterator[GoldDocument]:
    for path in sorted(folder.glob("*.tml")):
        yield read_timeml(path)


def _ahead(text: str, offset: int) -> bool:
    return _AHEAD.search(text, max(0, offset - 160), offset) is not None


def _overlap(mention: DateMention, time: GoldTime) -> bool:
    return mention.start < time.end and time.start < mention.end


def _agrees(day: dt.date | None, value: re.Match[str]) -> bool:
    return day is not None and day.isoformat().startswith("-".join(part for part in value.groups() if part))


def _same(mention: DateMention, value: re.Match[str]) -> bool:
    """Whether the mention has this day, month or year, at no finer and no coarser precision."""
    level = "day" if value[3] else "month" if value[2] else "year"
    return mention.precision == level and _agrees(mention.first, value)
