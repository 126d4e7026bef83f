"""`marsad watch` stores what is new in feeds, and goes on after it was killed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from marsad.store.record import Record
from readers.examples import RSS
from readers.serving import Site, serving

from .running import Marsad


@pytest.fixture
def site() -> Iterator[Site]:
    with serving() as found:
        found.pages["/feed"] = (200, {"ETag": '"v1"'}, RSS.encode())
        yield found


def listed(folder: Path, site: Site, more: str = "") -> Path:
    path = folder / "feeds.toml"
    path.write_text(f'delay = 0\n{more}\n[[feed]]\nurl = "{site.address}/feed"\nsource = "My source"\n')
    return path


def stored(path: Path) -> list[tuple[str | None, str | None, str]]:
    with Record.open(path, create=False) as record:
        return sorted((item.dispatch.external_id, item.dispatch.source, item.reader) for item in record.dispatches())


BOTH = [("ndeke-1", "My source", "feed"), ("ndeke-2", "My source", "feed")]


def test_new_entries_are_coded_and_stored_once(marsad: Marsad, tmp_path: Path, site: Site) -> None:
    feeds, record = listed(tmp_path, site), tmp_path / "marsad.db"
    run = marsad("watch", feeds, "--once", "--record", record)
    assert run.code == 0, run.err
    assert "Shells hit market in Nawa" in run.out and "2 new dispatches from 1 feeds" in run.out
    assert stored(record) == BOTH
    site.pages["/feed"] = (200, {}, RSS.encode())
    assert "0 new dispatches" in marsad("watch", feeds, "--once", "--record", record).out
    assert stored(record) == BOTH
    assert "shelling" in marsad("events", "--record", record, "--format", "jsonl").out


def test_a_feed_that_fails_is_told_at_the_end_and_sets_the_exit_code(
    marsad: Marsad, tmp_path: Path, site: Site
) -> None:
    feeds = listed(tmp_path, site, f'[[feed]]\nurl = "{site.address}/missing"\n')
    run = marsad("watch", feeds, "--once", "--record", tmp_path / "marsad.db")
    assert run.code == 1 and "/missing: answers 404" in run.err
    assert stored(tmp_path / "marsad.db") == BOTH


def test_what_was_stored_before_a_kill_stays_and_the_next_run_adds_the_rest(
    marsad: Marsad, tmp_path: Path, site: Site
) -> None:
    feeds, record = listed(tmp_path, site), tmp_path / "marsad.db"
    command = [sys.executable, "-u", "-m", "marsad.cli", "watch", str(feeds), "--record", str(record)]
    running = subprocess.Popen(command, stdout=subprocess.PIPE, env={**os.environ, "PYTHONUNBUFFERED": "1"})
    assert running.stdout is not None
    assert b"Calm returns" in running.stdout.readline()
    running.send_signal(signal.SIGKILL)
    running.wait()
    running.stdout.close()
    assert ("ndeke-2", "My source", "feed") in stored(record)
    assert marsad("watch", feeds, "--once", "--record", record).code == 0
    assert stored(record) == BOTH


def test_a_list_that_is_missing_is_told_in_a_line(marsad: Marsad, tmp_path: Path) -> None:
    run = marsad("watch", tmp_path / "no.toml")
    assert run.code == 2 and "no such file" in run.err and len(run.err.splitlines()) == 1
