"""`marsad evaluate` compares what `marsad code` writes with a gold standard."""

from __future__ import annotations

import json
from pathlib import Path

from .running import DISPATCH, Marsad

GOLD = {
    "id": "nawa",
    "date": "2021-01-24",
    "events": [
        {
            "type": "shelling",
            "side_a": ["Syrian regime forces"],
            "side_b": ["civilians"],
            "place": {"name": "Nawa", "lat": 32.89, "lon": 36.04, "precision": "exact"},
            "date": {"from": "2021-01-24", "to": "2021-01-24", "precision": "day"},
            "killed": [{"who": "civilians", "low": 2, "high": 2, "text": "two civilians"}],
            "status": "happened",
        }
    ],
    "relations": [],
}


def test_codings_are_compared_by_event_and_by_cell(marsad: Marsad, tmp_path: Path) -> None:
    for folder in ("gold", "text"):
        (tmp_path / folder).mkdir()
    (tmp_path / "gold" / "nawa.json").write_text(json.dumps(GOLD))
    (tmp_path / "text" / "nawa.txt").write_text(DISPATCH)
    assert marsad("code", tmp_path / "text", "-o", tmp_path / "codings.jsonl").code == 0
    run = marsad("evaluate", tmp_path / "gold", tmp_path / "codings.jsonl")
    assert run.code == 0 and run.err == ""
    assert "1 dispatches, 1 events in the gold standard, 1 coded" in run.out
    events = next(line for line in run.out.splitlines() if line.startswith("events"))
    assert events.split()[1:4] == ["1.000", "1.000", "1.000"]


def test_a_folder_without_gold_standard_is_told_in_a_line(marsad: Marsad, tmp_path: Path) -> None:
    run = marsad("evaluate", tmp_path, tmp_path)
    assert run.code == 2 and "no gold standard" in run.err and len(run.err.splitlines()) == 1
