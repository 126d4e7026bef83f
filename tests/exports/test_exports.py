from __future__ import annotations

import subprocess
import sys

import pytest

import marsad.exports as exports


def test_every_announced_writer_exists() -> None:
    assert all(callable(getattr(exports, name)) for name in exports.__all__)


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="write_xls"):
        _ = exports.write_xls


def test_importing_the_exports_loads_nothing_heavy() -> None:
    code = (
        "import sys, marsad.exports;"
        "print([name for name in ('jinja2', 'rich', 'pandas', 'spacy') if name in sys.modules])"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"
