"""Several processes answer at one address, and none of them outlives the one that started them."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from marsad.store.record import Record
from store.examples import coding


@pytest.fixture
def served(tmp_path: Path) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """A desk of two processes, and its address."""
    with Record.open(tmp_path / "record.db") as record:
        told = coding()
        record.add(told.dispatch, told)
    command = [sys.executable, "-m", "marsad.cli", "serve", "--record", str(tmp_path / "record.db"), "--port", "0"]
    with subprocess.Popen([*command, "--workers", "2"], stderr=subprocess.PIPE, text=True) as desk:
        assert desk.stderr is not None
        address = re.search(r"http://[\d.:]+/", desk.stderr.readline())
        assert address is not None
        yield desk, address[0]
        desk.kill()


def answers(address: str) -> bool:
    """Whether the list of events comes."""
    try:
        with urllib.request.urlopen(address + "events", timeout=30) as answer:
            return "<strong>3</strong> events" in answer.read().decode()
    except (urllib.error.URLError, ConnectionError):
        return False


def test_a_desk_of_two_processes_answers_every_request(served: tuple[subprocess.Popen[str], str]) -> None:
    _, address = served
    assert all(answers(address) for _ in range(20))


def test_no_process_goes_on_when_the_first_was_killed(served: tuple[subprocess.Popen[str], str]) -> None:
    desk, address = served
    assert answers(address)
    os.kill(desk.pid, signal.SIGKILL)
    desk.wait()
    deadline = time.monotonic() + 30
    while answers(address):
        assert time.monotonic() < deadline
        time.sleep(0.1)
