"""Whatever happens to the database, nothing that was reported is lost, and the error says what to do."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import event as sqlalchemy_event

import marsad
from marsad.errors import MarsadError, RecordError
from marsad.store import engine as engine_module
from marsad.store.engine import record_url
from marsad.store.record import Record
from store.examples import coding, dispatch

FIRST = coding()
TESTS = Path(__file__).parents[1]


def adding(url: str, first: int, many: int) -> subprocess.Popen[str]:
    folders = os.pathsep.join([str(Path(marsad.__file__).parents[1]), str(TESTS)])
    command = [sys.executable, "-m", "store.adding_many", url, str(first), str(many)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env={**os.environ, "PYTHONPATH": folders})


def whole(record: Record, ids: list[str]) -> bool:
    """Whether dispatches are there with all that belongs to them."""
    stored = [record.dispatch(id) for id in ids]
    return all(len(one.accounts) == 3 and all(a.incident_id for a in one.accounts) for one in stored)


def test_killed_in_the_middle_nothing_reported_is_lost_and_the_next_run_goes_on(url: str) -> None:
    process = adding(url, 0, 1000)
    assert process.stdout is not None
    reported = [process.stdout.readline().strip() for _ in range(4)]
    process.send_signal(signal.SIGKILL)
    reported += process.stdout.read().split()
    process.wait()
    with Record.open(url, create=False) as record:
        assert whole(record, reported)
        known = [stored.dispatch.id for stored in record.dispatches()]
        assert len(known) in (len(reported), len(reported) + 1), "stored whole or not at all"
        assert whole(record, known)
        of = dispatch(source=f"Monitor {len(known)}")
        assert record.add(of, coding(of)).what != "known"


def test_two_processes_may_add_at_once(url: str) -> None:
    Record.open(url).close()
    processes = [adding(url, 0, 5), adding(url, 3, 5)]
    reported = [set(process.communicate()[0].split()) for process in processes]
    assert [process.returncode for process in processes] == [0, 0]
    with Record.open(url) as record:
        assert record.count(what="dispatches") == 8
        assert whole(record, sorted(reported[0] | reported[1]))


def test_two_processes_may_make_the_record_at_once(url: str) -> None:
    processes = [adding(url, number, 1) for number in (0, 1)]
    assert [(process.communicate(), process.returncode)[1] for process in processes] == [0, 0]
    with Record.open(url) as record:
        assert record.count(what="dispatches") == 2


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "record.db"
    with Record.open(path) as record:
        record.add(FIRST.dispatch, FIRST)
    return path


def said(error: pytest.ExceptionInfo[MarsadError]) -> str:
    assert "\n" not in str(error.value)
    return str(error.value)


def test_a_locked_record_is_read_and_says_that_somebody_writes(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine_module, "WAIT_SECONDS", 0.1)
    holder = sqlite3.connect(file, isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    with Record.open(file) as record:
        assert record.count() == 3
        of = dispatch(source="Other")
        with pytest.raises(RecordError) as error:
            record.add(of, coding(of))
        assert "another process" in said(error)
        holder.execute("ROLLBACK")
        assert record.add(of, coding(of)).events == 3
    holder.close()


def test_a_file_that_is_no_record_is_told_and_left_as_it_is(tmp_path: Path) -> None:
    file = tmp_path / "notes.txt"
    file.write_text("These are notes, and no database. " * 100, "utf-8")
    with pytest.raises(RecordError) as error:
        Record.open(file)
    assert str(file) in said(error)
    assert file.read_text("utf-8").startswith("These are notes")


def test_a_damaged_record_is_told(file: Path) -> None:
    damaged = bytearray(file.read_bytes())
    damaged[4096 : len(damaged) - 4096] = b"\xff" * (len(damaged) - 8192)
    file.write_bytes(damaged)
    with pytest.raises(RecordError) as error, Record.open(file) as record:
        list(record.events())
    assert "damaged" in said(error)


def test_on_a_full_disk_nothing_is_changed_and_the_record_still_opens(file: Path) -> None:
    with Record.open(file) as record:
        # SQLite's own limit, met as a full disk is

        @sqlalchemy_event.listens_for(record.engine, "connect")
        def _limit(connection: sqlite3.Connection, _entry: object) -> None:
            pages = connection.execute("PRAGMA page_count").fetchone()[0]
            connection.execute(f"PRAGMA max_page_count = {pages + 2}")

        record.engine.dispose()
        of = dispatch("A market was hit. " * 2000, source="Other")
        with pytest.raises(RecordError) as error:
            record.add(of, coding(of, []))
        assert "no space left" in said(error)
        assert record.count(what="dispatches") == 1
    with Record.open(file) as record:
        assert record.add(of, coding(of, [])).what == "added"


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("mysql://host/name", "SQLite file or a postgresql"),
        ("missing-folder/record.db", "cannot be opened"),
        ("postgresql://nobody@127.0.0.1:1/none", "cannot be reached"),
    ],
)
def test_an_address_that_leads_nowhere_is_told(
    address: str, words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(RecordError) as error:
        Record.open(address)
    assert words in said(error)


def test_a_password_is_not_told() -> None:
    with pytest.raises(RecordError) as error:
        Record.open("postgresql://me:secret@127.0.0.1:1/none")
    assert "secret" not in said(error)


def test_the_record_is_the_one_given_else_that_of_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("MARSAD_RECORD", raising=False)
    assert record_url(None) == "sqlite:///marsad.db"
    monkeypatch.setenv("MARSAD_RECORD", "postgresql://me@host/name")
    assert record_url(None) == "postgresql+psycopg://me@host/name"
    assert record_url("other.db") == "sqlite:///other.db"
