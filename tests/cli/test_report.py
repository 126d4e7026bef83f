from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from exports.situation.examples import account, killed, place
from marsad.incidents.accounts import Account
from marsad.model import CoderVersion, Coding
from marsad.store.record import Record

from .running import Marsad

VERSION = CoderVersion(version="0", model="none", codebook="0", gazetteer="0", actors="0")
ITURI = place("Bunia", country="CD", admin1="Ituri", latitude=1.56, longitude=30.25, gazetteer_id="g:bunia")


def stored(path: Path, *accounts: Account) -> None:
    with Record.open(path) as record:
        for one in accounts:
            record.add(one.dispatch, Coding(dispatch=one.dispatch, events=[one.event], coder=VERSION))


@pytest.fixture
def record(tmp_path: Path) -> Path:
    path = tmp_path / "reports.db"
    stored(
        path,
        account(dt.date(2021, 3, 3), killed(4), source="Agency", title="Shells on the market"),
        account(dt.date(2021, 3, 20), killed(7), where=ITURI, source="Radio"),
        account(dt.date(2021, 2, 10), killed(1), source="Radio"),
    )
    return path


def test_a_report_covers_its_period_and_compares_with_the_one_before(
    marsad: Marsad, record: Path, tmp_path: Path
) -> None:
    output = tmp_path / "march.html"
    done = marsad("report", "-o", output, "--record", record, "--since", "2021-03-01", "--until", "2021-03-31")
    assert (done.code, done.out) == (0, "")
    assert "2 incidents, March 2021" in done.err
    text = " ".join(output.read_text("utf-8").split())
    assert "change against February 2021" in text
    assert "+10 (was 1)" in text


def test_a_report_of_a_country_has_only_its_incidents(marsad: Marsad, record: Path, tmp_path: Path) -> None:
    output = tmp_path / "congo.html"
    done = marsad("report", "-o", output, "--record", record, "--country", "cd")
    assert done.code == 0
    text = output.read_text("utf-8")
    assert '<h1 dir="auto">Democratic Republic of the Congo</h1>' in text
    assert "Bunia" in text
    assert "Tafas" not in text


def test_an_end_before_the_beginning_is_refused(marsad: Marsad, record: Path, tmp_path: Path) -> None:
    output = tmp_path / "x.html"
    done = marsad("report", "-o", output, "--record", record, "--since", "2021-04-01", "--until", "2021-03-01")
    assert done.code == 2
    assert "is after --until" in done.err
    assert not output.exists()


def test_a_period_without_incidents_still_makes_a_report(marsad: Marsad, record: Path, tmp_path: Path) -> None:
    output = tmp_path / "x.html"
    done = marsad("report", "-o", output, "--record", record, "--since", "1999-01-01", "--until", "1999-01-31")
    assert done.code == 0
    assert "no proof that nothing happened" in output.read_text("utf-8")


def test_without_a_period_and_incidents_there_is_nothing_to_report(
    marsad: Marsad, record: Path, tmp_path: Path
) -> None:
    done = marsad("report", "-o", tmp_path / "x.html", "--record", record, "--country", "FR")
    assert done.code == 2
    assert "nothing to report" in done.err


def test_a_missing_record_is_said_and_not_made(marsad: Marsad, tmp_path: Path) -> None:
    done = marsad("report", "-o", tmp_path / "x.html", "--record", tmp_path / "none.db")
    assert done.code == 2
    assert not (tmp_path / "none.db").exists()
