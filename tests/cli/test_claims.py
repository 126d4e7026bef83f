from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest

from exports.situation.examples import account, killed, place

from .running import Marsad
from .test_report import stored

CLAIM = """Title: Shells hit market in Nawa
Date: 2021-03-24
Source: Sample monitor

Syrian regime forces shelled a market in Nawa on Wednesday, killing two civilians. It was the deadliest shelling in
Daraa since 2019.
"""


@pytest.fixture
def report(tmp_path: Path) -> Path:
    path = tmp_path / "report.txt"
    path.write_text(CLAIM, "utf-8")
    return path


@pytest.fixture
def record(tmp_path: Path) -> Path:
    path = tmp_path / "reports.db"
    stored(path, account(dt.date(2020, 7, 3), killed(14), source="Agency", where=place()))
    return path


def test_a_claim_is_contradicted_with_the_row_that_says_so(marsad: Marsad, report: Path, record: Path) -> None:
    done = marsad("claims", report, "--record", record)
    assert done.code == 0, done.err
    for words in ("CONTRADICTED", "14", "Agency", "3 Jul 2020"):
        assert words in done.out


def test_json_points_at_the_words_in_the_file(marsad: Marsad, report: Path, record: Path) -> None:
    (line,) = marsad("claims", report, "--record", record, "--format", "jsonl").out.splitlines()
    found = json.loads(line)
    start, end = found["claim"]["span"]
    assert CLAIM[start:end] == found["claim"]["text"] == "deadliest shelling in\nDaraa since 2019"
    assert found["verdict"] == "contradicted"
    assert len(found["rows"][0]["events"]) == 1


def test_a_stored_dispatch_is_checked_by_its_id(marsad: Marsad, record: Path) -> None:
    claiming = account(dt.date(2021, 3, 24), killed(2))
    claiming.dispatch.text = "Shelling hit Tafas. It was the deadliest shelling in a year."
    stored(record, claiming)
    done = marsad("claims", claiming.dispatch.id, "--record", record)
    assert done.code == 0, done.err
    assert "CONTRADICTED" in done.out


def test_a_dispatch_without_a_claim_says_so(marsad: Marsad, record: Path, tmp_path: Path) -> None:
    (tmp_path / "plain.txt").write_text("Two people were killed in Nawa.", "utf-8")
    done = marsad("claims", tmp_path / "plain.txt", "--record", record)
    assert (done.code, "no claim of a rank" in done.out) == (0, True)


def test_what_is_neither_a_file_nor_an_id_is_said(marsad: Marsad, record: Path) -> None:
    done = marsad("claims", "nothing-of-the-kind.txt", "--record", record)
    assert done.code == 2
    assert "nothing-of-the-kind.txt" in done.err
