"""Measuring counts of dead and injured on a PITF table."""

from __future__ import annotations

import datetime as dt
import gzip
from pathlib import Path

import pytest

from marsad.errors import ReadError
from marsad.evaluation.casualties import measure_casualties, read_pitf, total
from marsad.model import Casualty, CoderVersion, Coding, Dispatch, Event, Span

HEADER = [
    "Event Type",
    "Start Day",
    "Start Month",
    "Start Year",
    "Deaths Number",
    "Injured Number",
    "Description",
]
ROWS = [
    ["Incident", "22", "01", "2013", "5", "2", '"\\Gunmen shot dead five people and wounded two.\\""'],
    ["Incident", "23", "01", "2013", "60", "", "Blasts killed more than 60 people in two markets."],
    ["Incident", "24", "01", "2013", "8", "0", "Three bombs killed eight."],
    ["Campaign", "25", "01", "2013", "75", "", "Daily death total reported elsewhere"],
    ["Incident", "26", "01", "9999", "3", "", "Three dead."],
    ["Incident", "27", "01", "2013", "dozens", "", "Dozens were killed."],
]
VERSION = CoderVersion(version="0", model="", codebook="", gazetteer="", actors="")


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "pitf.csv.gz"
    lines = ["a note", *("\t".join(row) for row in (["EVENT"] * 7, HEADER, *ROWS))]
    path.write_bytes(gzip.compress("\n".join(lines).encode()))
    return path


def coded(text: str, *casualties: Casualty) -> Coding:
    span = Span(0, len(text))
    event = Event(type="attack", casualties=list(casualties), evidence=[span])
    return Coding(dispatch=Dispatch(text=text), events=[event], coder=VERSION)


def killed(low: int, text: str, *, high: int | None = None, part_of: int | None = None) -> Casualty:
    return Casualty(harm="killed", low=low, best=low, high=high, text=text, part_of=part_of, evidence=[Span(0, 1)])


def test_rows_without_report_date_or_number_are_left_out(table: Path) -> None:
    reports = read_pitf(table)
    assert [(report.date.day, report.killed, report.injured) for report in reports] == [
        (22, 5, 2),
        (23, 60, None),
        (24, 8, 0),
    ]
    assert reports[0].text == "Gunmen shot dead five people and wounded two."


def test_exact_counts_are_told_apart_from_the_first_number(table: Path) -> None:
    def code(text: str, date: dt.date) -> Coding:
        assert date.year == 2013
        return coded(text, killed(61, "more than 60") if "60" in text else killed(8, "eight", high=8))

    figures = measure_casualties(table, code)
    assert figures["reports"] == figures["killed_reports"] == 3
    assert figures["killed_exact"] == pytest.approx(2 / 3)
    assert figures["killed_baseline"] == pytest.approx(2 / 3)
    assert figures["injured_reports"] == 1
    assert (figures["injured_exact"], figures["injured_baseline"]) == (0, 1)


def test_a_sample_is_the_same_for_the_same_seed(table: Path) -> None:
    seen: list[str] = []

    def code(text: str, date: dt.date) -> Coding:
        seen.append(text)
        return coded(text)

    for _ in range(2):
        assert measure_casualties(table, code, sample=2, seed=7)["reports"] == 2
    assert seen[:2] == seen[2:]


def test_parts_of_a_total_are_not_counted_twice() -> None:
    coding = coded("x", killed(5, "five", high=5), killed(2, "two", high=2, part_of=0))
    assert total(coding, "killed") == 5


def test_what_is_no_pitf_table_is_said_in_one_line(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_text("a\tb\n1\t2\n", "utf-8")
    with pytest.raises(ReadError, match="no row names the columns"):
        read_pitf(path)
    with pytest.raises(ReadError, match="cannot be read"):
        read_pitf(tmp_path / "absent.csv")
