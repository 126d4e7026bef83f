from __future__ import annotations

import pytest

from .running import Marsad, in_process


@pytest.fixture
def marsad(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Marsad:
    return in_process(monkeypatch, capsys)
