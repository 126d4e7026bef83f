"""`marsad code`, `explain` and `demo` give the record in every format, and say what they left out."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import jsonschema
import pytest

from marsad.cli.codebook import coding_schema

from .running import DISPATCH, Marsad


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "nawa.txt"
    path.write_text(DISPATCH)
    return path


def test_a_dispatch_becomes_a_table_for_people(marsad: Marsad, file: Path) -> None:
    run = marsad("code", file)
    assert run.code == 0 and run.err == ""
    assert "Shells hit market in Nawa" in run.out and "2021-01-24" in run.out and "Shelling" in run.out


@pytest.mark.parametrize("options", [(), ("--full",)])
def test_jsonl_follows_the_published_schema(marsad: Marsad, file: Path, options: tuple[str, ...]) -> None:
    run = marsad("code", file, "--format", "jsonl", *options)
    coding = json.loads(run.out)
    jsonschema.validate(coding, coding_schema())
    assert coding["dispatch"]["external_id"] == "nawa"
    assert [event["type"] for event in coding["events"]] == ["shelling"]
    assert (coding["dispatch"].get("text") == DISPATCH) == bool(options)
    assert ("explanations" in coding) == bool(options)


def test_evidence_points_into_the_file_as_it_is(marsad: Marsad, file: Path) -> None:
    coding = json.loads(marsad("code", file, "--format", "jsonl").out)
    (start, end) = coding["events"][0]["place"]["evidence"][0]
    assert DISPATCH[start:end] == "Nawa"


def test_csv_geojson_and_html_hold_the_event(marsad: Marsad, file: Path) -> None:
    rows = list(csv.DictReader(io.StringIO(marsad("code", file, "--format", "csv").out)))
    assert len(rows) == 1
    layer = json.loads(marsad("code", file, "--format", "geojson").out)
    assert layer["type"] == "FeatureCollection" and len(layer["features"]) == 1
    page = marsad("code", file, "--format", "html").out
    assert page.lstrip().lower().startswith("<!doctype html") and "Nawa" in page


def test_the_ending_of_the_output_decides_the_format_and_nothing_goes_to_standard_output(
    marsad: Marsad, file: Path, tmp_path: Path
) -> None:
    for name, start in (
        ("a.csv", ""),
        ("a.jsonl", '{"dispatch"'),
        ("a.html", "<!"),
        ("a.geojson", '{"type"'),
    ):
        output = tmp_path / name
        run = marsad("code", file, "-o", output)
        assert (run.code, run.out) == (0, "")
        assert output.read_text("utf-8").lstrip().lower().startswith(start)


def test_rows_of_a_table_come_back_with_their_ids_in_order(marsad: Marsad, tmp_path: Path) -> None:
    table = tmp_path / "news.csv"
    text = DISPATCH.split("\n\n")[1].strip()
    table.write_text(f'id,date,text\nx-1,2021-01-24,"{text}"\nx-2,2021-01-24,"Bread is dear in Nawa."\n')
    run = marsad("code", table, "--format", "jsonl", "--processes", "2")
    codings = [json.loads(line) for line in run.out.splitlines()]
    assert [coding["dispatch"]["external_id"] for coding in codings] == ["x-1", "x-2"]
    assert [len(coding["events"]) for coding in codings] == [1, 0]


def test_the_gate_changes_no_event(marsad: Marsad, file: Path) -> None:
    run = marsad("code", file, "--format", "jsonl")
    assert '"shelling"' in run.out
    assert run.out == marsad("code", file, "--format", "jsonl", "--no-gate").out


def test_standard_input_date_and_source_are_taken(marsad: Marsad) -> None:
    text = b"Fighters attacked a checkpoint near Nawa yesterday."
    coding = json.loads(
        marsad("code", "-", "--date", "24 Jan 2021", "--source", "S", "--format", "jsonl", stdin=text).out
    )
    assert (coding["dispatch"]["date"], coding["dispatch"]["source"]) == ("2021-01-24", "S")
    assert coding["events"][0]["time"]["start"] == "2021-01-23"


def test_without_a_date_yesterday_stays_unknown_and_a_warning_says_what_to_do(marsad: Marsad) -> None:
    run = marsad("code", "-", "--format", "jsonl", stdin=b"Fighters attacked a checkpoint near Nawa yesterday.")
    (event,) = json.loads(run.out)["events"]
    assert (event["time"]["start"], event["time"]["precision"]) == (None, "unknown")
    assert run.code == 0 and "no date" in run.err and "--date" in run.err


def test_good_dispatches_are_coded_and_bad_ones_listed_with_exit_code_1(marsad: Marsad, file: Path) -> None:
    (file.parent / "empty.txt").write_text("")
    (file.parent / "rows.jsonl").write_text('{"id": "r", "date": "2021-01-24", "text": "Rain fell."}\n{broken\n')
    run = marsad("code", file.parent, "--format", "jsonl")
    assert run.code == 1
    assert [json.loads(line)["dispatch"]["external_id"] for line in run.out.splitlines()] == ["nawa", "r"]
    assert "2 could not be read" in run.err
    assert "empty.txt: is empty" in run.err and "rows.jsonl: line 2 is not valid JSON" in run.err


def test_explain_shows_value_rule_words_and_candidates(marsad: Marsad, file: Path) -> None:
    run = marsad("explain", file)
    assert run.code == 0
    for words in ("1. Shelling", "type: shelling", "rule", "words", "“Nawa”", "from", "place: Nawa"):
        assert words in run.out


def test_demo_codes_the_samples_and_says_where_the_report_is_and_what_to_try(
    marsad: Marsad, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    run = marsad("demo")
    assert run.code == 0 and run.err == ""
    report = tmp_path / "marsad-demo" / "report.html"
    assert str(report) in run.out and "Try next" in run.out
    assert report.read_text("utf-8").lstrip().lower().startswith("<!doctype html")
    assert len((tmp_path / "marsad-demo" / "codings.jsonl").read_text("utf-8").splitlines()) >= 12


def test_demo_needs_no_data_beside_the_installation_and_tells_where_it_may_not_write(
    marsad: Marsad, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("")
    run = marsad("demo", "-o", tmp_path / "file" / "sub")
    assert run.code == 2 and "cannot be made" in run.err and len(run.err.splitlines()) == 1
