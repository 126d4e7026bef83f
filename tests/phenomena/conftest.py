"""The coder that the tests of phenomena share."""

from __future__ import annotations

import pytest

from marsad.coding.coder import Coder
from marsad.model import Coding

from .asking import Code


@pytest.fixture(scope="session")
def code() -> Code:
    """Codes a text as a dispatch of Wednesday 15 June 2022, unless another day is given."""
    coder = Coder()

    def run(text: str, date: str | None = "2022-06-15", source: str | None = None) -> Coding:
        return coder.code(text, date=date, source=source)

    return run
