"""Runs `marsad` as a user does, in this process or, where that matters, in its own."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass

import pytest

from marsad.cli import main

DISPATCH = """Title: Shells hit market in Nawa
Date: 2021-01-24
Source: Sample monitor

Syrian regime forces shelled a market in Nawa on Sunday morning, killing two civilians and injuring four.
"""


@dataclass(frozen=True)
class Run:
    """What a run left behind."""

    code: int
    out: str
    err: str


Marsad = Callable[..., Run]


def in_process(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Marsad:
    """A function that runs the command line here; `stdin` is what the user pipes in."""

    def run(*arguments: object, stdin: bytes | io.RawIOBase = b"") -> Run:
        raw = io.BytesIO(stdin) if isinstance(stdin, bytes) else stdin
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BufferedReader(raw)))
        with pytest.raises(SystemExit) as left:
            main([str(argument) for argument in arguments])
        said = capsys.readouterr()
        return Run(int(left.value.code or 0), said.out, said.err)

    return run


def in_shell(command: str, **variables: str) -> Run:
    """The run of a shell command in which `$MARSAD` stands for the program."""
    environment = {**os.environ, "MARSAD": f"{sys.executable} -m marsad.cli", **variables}
    done = subprocess.run(["sh", "-c", command], capture_output=True, encoding="utf-8", env=environment, check=False)
    return Run(done.returncode, done.stdout, done.stderr)
