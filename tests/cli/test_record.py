"""Adding to a record, listing it, showing what stands in it and reading it again, as a user does."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from cli.running import DISPATCH, Marsad
from marsad.store.decisions import Decision
from marsad.store.record import Record

OTHER = DISPATCH.replace("Sample monitor", "Another agency").replace("Shells hit market", "Market shelled")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A current folder with two dispatches on one happening."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("MARSAD_RECORD", raising=False)
    (tmp_path / "reports").mkdir()
    (tmp_path / "reports" / "a.txt").write_text(DISPATCH, "utf-8")
    (tmp_path / "reports" / "b.txt").write_text(OTHER, "utf-8")
    return tmp_path


def test_adding_twice_adds_once(folder: Path, marsad: Marsad) -> None:
    first = marsad("add", "reports", "--each")
    assert first.code == 0
    assert "added 2 dispatches with 2 events; 1 of them are reposts; 0 were there already" in first.out
    assert (folder / "marsad.db").exists()
    again = marsad("add", "reports")
    assert "added 0 dispatches with 0 events; 0 of them are reposts; 2 were there already" in again.out


def test_lists_show_and_files(folder: Path, marsad: Marsad) -> None:
    marsad("add", "reports", "--record", "own.db")
    here = ("--record", "own.db")
    assert "Nawa" in marsad("events", *here).out
    events = [json.loads(line) for line in marsad("events", *here, "--format", "jsonl").out.splitlines()]
    incidents = [json.loads(line) for line in marsad("incidents", *here, "--format", "jsonl").out.splitlines()]
    assert len(events) == 2
    assert [sorted(incident["events"]) for incident in incidents] == [sorted(event["id"] for event in events)]
    marsad("dispatches", *here, "--format", "csv", "-o", "dispatches.csv")
    rows = list(csv.DictReader(io.StringIO((folder / "dispatches.csv").read_text("utf-8"))))
    assert {row["source"] for row in rows} == {"Sample monitor", "Another agency"}
    assert sum(bool(row["repost_of"]) for row in rows) == 1
    shown = marsad("show", events[0]["id"][:10], *here)
    assert "“two civilians”" in shown.out
    assert "according" in shown.out or "told by" in shown.out
    assert json.loads(marsad("show", incidents[0]["id"], *here, "--format", "json").out)["id"] == incidents[0]["id"]
    assert rows[0]["sha256"] in marsad("show", rows[0]["dispatch_id"], *here).out


def test_a_filter_narrows_the_list(folder: Path, marsad: Marsad) -> None:
    marsad("add", "reports")

    def number(*conditions: str) -> int:
        return len(marsad("events", "--format", "jsonl", *conditions).out.splitlines())

    assert number() == 2
    assert number("--type", "shelling", "--min-killed", "2", "--actor", "sy-military") == 2
    assert number("--source", "Another agency") == 1
    assert number("--text", "market -agency") + number("--text", "nothing of this") <= 2
    assert number("--box", "0,0,1,1") == 0
    assert marsad("events", "--box", "1,2").code == 2


def test_coding_again_keeps_decisions_and_shows_the_difference(folder: Path, marsad: Marsad) -> None:
    marsad("add", "reports/a.txt")
    with Record.open("marsad.db") as record:
        (account,) = record.events()
        told = record.coding(account.dispatch.id)
        old = told.events[0].model_copy(update={"type": "air_strike"})
        changed = told.model_copy(update={"events": [old], "coder": told.coder.model_copy(update={"version": "0.0"})})
        record.recode(account.dispatch.id, changed)
        record.decide(Decision(who="R", kind="edit", event_id=account.event.id, cell="status", after="claimed"))
    again = marsad("recode")
    assert "type: air_strike → shelling" in again.out
    assert "coded 1 dispatches again; 1 of them differ" in again.out
    assert "type: air_strike → shelling" in marsad("diff", account.dispatch.id[:8]).out
    whole = json.loads(marsad("diff", account.dispatch.id, "--from", "1", "--to", "3", "--format", "json").out)
    assert [event["change"] for event in whole["events"]] == ["same"]
    with Record.open("marsad.db") as record:
        assert (record.event(account.event.id).event.status, record.event(account.event.id).event.type) == (
            "claimed",
            "shelling",
        )
    assert "coded 0 dispatches again" in marsad("recode").out


def test_without_a_record_or_an_id_it_says_so_in_a_line(folder: Path, marsad: Marsad) -> None:
    missing = marsad("events")
    assert missing.code == 2
    assert "there is no record yet" in missing.err
    assert not (folder / "marsad.db").exists()
    marsad("add", "reports/a.txt")
    assert "no event, incident or dispatch" in marsad("show", "ffffffff").err
