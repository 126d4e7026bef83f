"""How exactly casualties are counted: against the PITF worldwide atrocities data set.

Each row of that table holds a report's text and what a person coded as the number of dead and injured. Rows
that hold no report ("Daily death total ...") or no number are left out. PITF writes the number that the text
gives where Marsad records a bound ("more than 60" is 60 there), so numbers are compared as the text gives
them. The baselines take them as they come: the first number of people as the dead, the second as the injured;
one dead and nobody injured where there is none.
"""

from __future__ import annotations

import datetime as dt
import gzip
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from marsad.coding.phrase_grammar import split
from marsad.coding.quantities import Quantity, find_quantities, read_number
from marsad.errors import ReadError
from marsad.model import Casualty, Coding, Harm

_COLUMNS = ("Description", "Deaths Number", "Injured Number", "Start Day", "Start Month", "Start Year")
_DAILY_TOTAL = "Daily death total"
_UNKNOWN_YEAR = 9999


@dataclass(frozen=True, slots=True)
class Report:
    """One report with what a person counted; None: not coded as a number."""

    text: str
    date: dt.date
    killed: int | None
    injured: int | None

    @property
    def counted(self) -> tuple[tuple[Harm, int | None], tuple[Harm, int | None]]:
        """What was counted, by harm."""
        return ("killed", self.killed), ("injured", self.injured)


def read_pitf(path: Path) -> list[Report]:
    """The reports of a PITF table (tab-separated text, may be gzipped), in its order.

    Raises `ReadError` where the file cannot be read or has no header row with PITF's column names.
    """
    try:
        raw = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
        lines = raw.decode("utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise ReadError(f"{path}: cannot be read as a PITF table: {error}") from None
    rows = [[cell.strip() for cell in line.split("\t")] for line in lines]
    header = next((row for row in rows if set(_COLUMNS) <= set(row)), None)
    if header is None:
        raise ReadError(f"{path}: no row names the columns {', '.join(_COLUMNS)}: not a PITF table")
    at = {name: header.index(name) for name in _COLUMNS}
    return list(_reports((row for row in rows if len(row) == len(header) and row != header), at))


def _reports(rows: Iterator[list[str]], at: dict[str, int]) -> Iterator[Report]:
    for row in rows:
        text, killed, injured, *start = (row[at[name]] for name in _COLUMNS)
        text = text.replace('\\"', '"').strip(' "\\')
        if not text or text.startswith(_DAILY_TOTAL) or not (killed.isdigit() or injured.isdigit()):
            continue
        date = _date(start)
        if date is not None:
            yield Report(text, date, _count(killed), _count(injured))


def _count(cell: str) -> int | None:
    return int(cell) if cell.isdigit() else None


def _date(cells: list[str]) -> dt.date | None:
    if not all(cell.isdigit() for cell in cells):
        return None
    day, month, year = map(int, cells)
    try:
        return dt.date(year, month, day) if year < _UNKNOWN_YEAR else None
    except ValueError:
        return None


def measure_casualties(
    path: Path, code: Callable[[str, dt.date], Coding], *, sample: int | None = None, seed: int = 0
) -> dict[str, float]:
    """Fractions of reports whose dead and injured a coder counts exactly.

    `code` codes a text against a date; `sample`: so many reports, drawn by `seed` (all of them: None). For
    each of "killed" and "injured": `_reports` how many have a number, `_exact` and `_baseline` the fractions
    counted right, `_stated_...` the same over those reports whose text holds the number at all.
    """
    reports = read_pitf(path)
    if sample is not None and sample < len(reports):
        reports = random.Random(seed).sample(reports, sample)
    marks: dict[Harm, list[tuple[bool, bool, bool]]] = {"killed": [], "injured": []}
    for report in reports:
        coding = code(report.text, report.date)
        numbers = [quantity for quantity in find_quantities(report.text) if quantity.kind != "indefinite"]
        for place, (harm, counted) in enumerate(report.counted):
            if counted:
                guess = as_written(numbers[place]) if place < len(numbers) else 1 - place
                stated = counted == 1 or any(counted == as_written(each) for each in numbers)
                marks[harm].append((counted == total(coding, harm), counted == guess, stated))
    figures: dict[str, float] = {"reports": len(reports)}
    for harm, marked in marks.items():
        figures |= _figures(harm, marked) | _figures(f"{harm}_stated", [mark for mark in marked if mark[2]])
    return figures


def total(coding: Coding, harm: Harm) -> int:
    """One harm over all events, numbers as the text gives them: totals stand, their parts are left out."""
    return sum(
        _as_written(casualty)
        for event in coding.events
        for casualty in event.casualties
        if casualty.harm == harm and casualty.part_of is None
    )


def as_written(quantity: Quantity) -> int:
    """The number that a text gives, without what its bounds make of it: 60 for "more than 60"."""
    if quantity.kind == "bound":
        return read_number(split(quantity.text).lower()) or quantity.best
    return quantity.best if quantity.kind == "range" else quantity.low


def _as_written(casualty: Casualty) -> int:
    bounds = (quantity for quantity in find_quantities(casualty.text) if quantity.low == casualty.low)
    return next((as_written(quantity) for quantity in bounds), casualty.best)


def _figures(name: str, marks: list[tuple[bool, bool, bool]]) -> dict[str, float]:
    count = len(marks)
    exact, baseline = (sum(mark[index] for mark in marks) / max(1, count) for index in (0, 1))
    return {f"{name}_reports": count, f"{name}_exact": exact, f"{name}_baseline": baseline}
