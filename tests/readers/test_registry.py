"""Readers of other packages are found by their entry points, and one that is broken is named."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from marsad.readers.registry import OWN, readers

GUIDE = (Path(__file__).parents[2] / "docs" / "reading.md").read_text("utf-8")
READ = """
import sys
from marsad.errors import MarsadError
from marsad.readers import read_paths
try:
    for dispatch in read_paths(sys.argv[1:], on_error=print):
        print(dispatch.reader, dispatch.external_id, dispatch.date, dispatch.text.strip())
except MarsadError as error:
    print(type(error).__name__, error)
"""


def installed(folder: Path, entry: str, code: str) -> Path:
    """A folder into which a package with a reader is installed as pip leaves it."""
    about = folder / "sms_reader-1.0.dist-info"
    about.mkdir(parents=True)
    (about / "METADATA").write_text("Metadata-Version: 2.1\nName: sms-reader\nVersion: 1.0\n")
    (about / "entry_points.txt").write_text(f"[marsad.readers]\n{entry}\n")
    (folder / "sms_reader.py").write_text(code)
    return folder


def read(packages: Path, *paths: Path) -> str:
    path = os.pathsep.join([str(packages), *sys.path])
    command = [sys.executable, "-c", READ, *map(str, paths)]
    done = subprocess.run(command, env={**os.environ, "PYTHONPATH": path}, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def shown(note: str) -> str:
    found = re.search(rf"<!-- {note} -->\n```python\n(.*?)```", GUIDE, re.DOTALL)
    assert found
    return found[1].replace("print(SMS.name)\n", "")


def test_the_reader_of_the_guide_is_found_and_reads_its_ending_and_its_content(tmp_path: Path) -> None:
    packages = installed(tmp_path / "site", "sms = sms_reader:SMS", shown("file sms_reader.py"))
    for name in ("log.sms", "log.unknown"):
        (tmp_path / name).write_text("2021-01-24 Shells fell on Nawa.\n2021-01-25 Calm returned.\n")
    (tmp_path / "a.txt").write_text("Date: 2021-01-24\n\nShells fell.")
    assert read(packages, tmp_path / "log.sms", tmp_path / "log.unknown", tmp_path / "a.txt").splitlines()[:4] == [
        "sms log:1 2021-01-24 Shells fell on Nawa.",
        "sms log:2 2021-01-25 Calm returned.",
        "sms log:1 2021-01-24 Shells fell on Nawa.",
        "sms log:2 2021-01-25 Calm returned.",
    ]
    assert "sms log:2" in read(packages, tmp_path)


@pytest.mark.parametrize(
    ("entry", "code", "told"),
    [
        ("sms = sms_reader:SMS", "raise RuntimeError('no such engine')", "cannot be loaded"),
        ("sms = sms_reader:SMS", "", "cannot be loaded"),
        ("sms = no_such_module:SMS", "", "cannot be loaded"),
        ("sms = sms_reader:SMS", "SMS = 1", "is no marsad.readers.Reader"),
        ("sms = sms_reader:SMS", "def (", "cannot be loaded"),
    ],
)
def test_a_broken_reader_is_named_with_its_package(tmp_path: Path, entry: str, code: str, told: str) -> None:
    packages = installed(tmp_path / "site", entry, code)
    (tmp_path / "a.txt").write_text("Shells fell.")
    (line,) = read(packages, tmp_path / "a.txt").splitlines()
    assert line.startswith("DataError the reader 'sms' of the package 'sms-reader'") and told in line


def test_names_and_endings_of_readers_are_their_own() -> None:
    names = [reader.name for reader in readers()]
    assert len(names) == len(set(names)) and len(OWN) + 1 <= len(names)
    assert all(ending.startswith(".") and ending == ending.lower() for r in readers() for ending in r.endings)
    assert all(reader.what.startswith(("a ", "an ")) or reader.name in ("plain", "jsonl") for reader in readers())


def test_the_guide_names_every_ending() -> None:
    assert [ending for reader in readers() for ending in reader.endings if f"`{ending}`" not in GUIDE] == []
