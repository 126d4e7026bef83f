"""docs/phenomena.md and the tests of phenomena speak of the same things."""

from __future__ import annotations

import re
from pathlib import Path

HERE = Path(__file__).parent
DOCUMENT = HERE.parent.parent / "docs" / "phenomena.md"


def test_each_phenomenon_of_the_document_has_its_test() -> None:
    named = set(re.findall(r"`(test_\w+)`", DOCUMENT.read_text("utf-8")))
    files = [file for file in HERE.glob("test_*.py") if file != Path(__file__)]
    written = {name for file in files for name in re.findall(r"^def (test_\w+)", file.read_text("utf-8"), re.MULTILINE)}
    assert named == written


def test_phenomena_are_numbered_in_order() -> None:
    numbers = [int(number) for number in re.findall(r"^\| P(\d+) ", DOCUMENT.read_text("utf-8"), re.MULTILINE)]
    assert numbers == list(range(1, len(numbers) + 1))
