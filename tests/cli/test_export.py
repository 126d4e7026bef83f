from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path

import duckdb
import openpyxl
import pandas
import pytest

from marsad.cli.export import FORMATS
from marsad.exports.crosswalks import acled, ucdp_ged
from marsad.exports.formats import FORMATS as KNOWN

from .running import Marsad, Run

Export = Callable[..., tuple[Path, Run]]
SAMPLES = Path(__file__).parents[2] / "src" / "marsad" / "samples"


@pytest.fixture(scope="module")
def record(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A record of three samples."""
    import marsad
    from marsad.readers import read_paths
    from marsad.store.record import Record

    path = tmp_path_factory.mktemp("record") / "marsad.db"
    names = ("syria-idlib-monitor.txt", "yemen-taiz-radio.txt", "mali-mopti-ngo.txt")
    with Record.open(path) as opened:
        for coding in marsad.Coder().code_many(read_paths([SAMPLES / name for name in names], on_error=pytest.fail)):
            opened.add(coding.dispatch, coding)
    return path


@pytest.fixture
def export(marsad: Marsad, record: Path, tmp_path: Path) -> Export:
    def run(form: str, *arguments: object) -> tuple[Path, Run]:
        out = tmp_path / f"out{KNOWN[form].ending}"
        run = marsad("export", form, "--record", record, "-o", out, *arguments)
        assert run.code == 0, run.err
        return out, run

    return run


def test_the_formats_of_the_command_are_those_of_the_exports() -> None:
    assert tuple(KNOWN) == FORMATS


@pytest.mark.parametrize("form", FORMATS)
def test_a_record_leaves_in_every_format_as_events_and_as_incidents(form: str, export: Export) -> None:
    for what in ("events", "incidents"):
        path, _ = export(form, "--what", what, "--link-base", "http://127.0.0.1:8000", "--evidence")
        assert path.stat().st_size > 500


def test_other_programs_read_the_files(export: Export) -> None:
    table, _ = export("csv")
    frame = pandas.read_csv(table)
    parquet, _ = export("parquet")
    sheet, _ = export("xlsx")
    assert len(frame) == len(pandas.read_parquet(parquet)) == openpyxl.load_workbook(sheet).worksheets[0].max_row - 1
    assert duckdb.sql(f"select count(*) from '{parquet}' where country = 'SY'").fetchall() == [
        (int((frame["country"] == "SY").sum()),)
    ]
    points, _ = export("geojson")
    assert len(json.loads(points.read_text("utf-8"))["features"]) == len(frame)


@pytest.mark.parametrize(("form", "columns"), [("acled", acled().columns), ("ucdp-ged", ucdp_ged().columns)])
def test_the_fields_headers_are_kept_to_the_letter(form: str, columns: tuple[str, ...], export: Export) -> None:
    path, _ = export(form)
    assert path.read_text("utf-8").splitlines()[0] == ",".join(columns)


def test_a_filter_narrows_an_export(export: Export) -> None:
    path, _ = export("acled", "--country", "YE")
    rows = list(csv.DictReader(path.read_text("utf-8").splitlines()))
    assert rows and {row["country"] for row in rows} == {"Yemen"}


def test_what_is_left_out_is_told(export: Export) -> None:
    _, run = export("ucdp-ged")
    assert "have no place in this format and are left out" in run.err and "no death" in run.err


def test_ftm_says_that_it_is_lossy(export: Export) -> None:
    assert "no roles, counts or offsets" in export("ftm")[1].err


def test_tags_go_with_tables_only(marsad: Marsad, record: Path) -> None:
    run = marsad("export", "jsonl", "--record", record, "--hxl")
    assert run.code == 2 and "--hxl goes with" in run.err


def test_an_address_must_be_one(marsad: Marsad, record: Path) -> None:
    run = marsad("export", "csv", "--record", record, "--link-base", "desk")
    assert run.code == 2 and "no address" in run.err


def test_a_record_that_is_not_there_is_told(marsad: Marsad, tmp_path: Path) -> None:
    run = marsad("export", "csv", "--record", tmp_path / "none.db")
    assert run.code == 2 and "no record" in run.err and len(run.err.splitlines()) == 1


def test_text_goes_to_standard_output(marsad: Marsad, record: Path) -> None:
    run = marsad("export", "jsonl", "--record", record, "--type", "shelling")
    assert {json.loads(line)["type"] for line in run.out.splitlines()} == {"shelling"}
