from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import duckdb
import openpyxl
import pandas
import pytest
from hypothesis import given
from hypothesis import strategies as st

from marsad.exports import csv as csv_export
from marsad.exports import geojson, jsonl, parquet, xlsx
from marsad.exports.happenings import Item
from marsad.exports.options import Options
from marsad.exports.record_rows import EVENT_COLUMNS, INCIDENT_COLUMNS
from marsad.incidents.accounts import Account
from marsad.model import Event

from .records import accounts, hostile_account, told_twice

EVENTS = Options("events", link_base="https://desk.example.org/")
INCIDENTS = Options("incidents", link_base="https://desk.example.org/")
BOTH: list[tuple[Options, list[Item]]] = [(EVENTS, [*accounts()]), (INCIDENTS, [told_twice()])]
SENTENCE = (
    "Heavy clashes broke out at dawn in the city of Tafas between the 4th Division and local fighters, a monitor said."
)


def csv_file(items: list[Item], options: Options, folder: Path) -> Path:
    path = folder / "out.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv_export.write(items, file, options)
    return path


def parquet_file(items: list[Item], options: Options, folder: Path) -> Path:
    path = folder / "out.parquet"
    with path.open("wb") as file:
        parquet.write(items, file, options)
    return path


def xlsx_file(items: list[Item], options: Options, folder: Path) -> Path:
    path = folder / "out.xlsx"
    with path.open("wb") as file:
        xlsx.write(items, file, options)
    return path


def jsonl_file(items: list[Item], options: Options, folder: Path) -> Path:
    path = folder / "out.jsonl"
    with path.open("w", encoding="utf-8") as file:
        jsonl.write(items, file, options)
    return path


def csv_rows(*items: Item, options: Options = EVENTS) -> list[dict[str, str]]:
    file = io.StringIO(newline="")
    csv_export.write(items, file, options)
    return list(csv.DictReader(io.StringIO(file.getvalue(), newline="")))


def columns(options: Options) -> list[str]:
    return [*(EVENT_COLUMNS if options.what == "events" else INCIDENT_COLUMNS), "link"]


# ------------------------------------------------------------------ what the rows hold


def test_an_event_carries_its_sentence_and_a_link_back() -> None:
    row = csv_rows(*accounts())[0]
    assert row["evidence"] == f"Fighting in Tafas {SENTENCE}".replace(
        "Fighting in Tafas", "date 2021-02-03 Fighting in Tafas"
    )
    assert row["link"] == f"https://desk.example.org/dispatches/{row['dispatch_id']}#clash"
    assert (row["review"], row["incident_id"], row["updated_at"]) == ("open", "i1", "2021-02-04T12:00:00+00:00")


def test_an_incident_names_its_rules_its_sources_and_what_is_contradicted() -> None:
    row = csv_rows(told_twice(), options=INCIDENTS)[0]
    assert (row["killed_low"], row["killed_best"], row["killed_high"]) == ("4", "6", "6")
    assert (row["contradicted"], row["contradicted_cells"]) == ("true", "place; killed")
    assert "killed: the latest account" in row["rules"]
    assert (row["accounts"], row["sources"], row["event_ids"]) == ("3", "a local monitor; a news agency", "e1; e2; e3")
    assert row["link"] == "https://desk.example.org/incidents/incident-1"


def test_a_repost_is_no_source_and_no_evidence_of_its_own() -> None:
    row = csv_rows(told_twice(), options=INCIDENTS)[0]
    assert row["evidence"] == (
        "[a local monitor] Fighters clashed in Tafas. | [a news agency] Clashes in Tafas left six dead."
    )


def test_without_a_desk_there_is_no_column_of_links() -> None:
    assert list(csv_rows(*accounts(), options=Options())[0]) == list(EVENT_COLUMNS)


def test_the_row_of_tags_stands_under_the_header_on_request() -> None:
    header, tags, *rows = csv.reader(
        io.StringIO("".join(_csv_text(accounts(), Options("events", hxl=True))), newline="")
    )
    by_column = dict(zip(header, tags, strict=True))
    assert (by_column["side_a"], by_column["killed_best"], by_column["review"]) == (
        "#group+name+first",
        "#affected+killed",
        "",
    )
    assert len(rows) == 3


def _csv_text(items: list[Account], options: Options) -> str:
    file = io.StringIO(newline="")
    csv_export.write(items, file, options)
    return file.getvalue()


# ------------------------------------------------------------------ what others read


@pytest.mark.parametrize(("options", "items"), BOTH, ids=["events", "incidents"])
def test_pandas_reads_the_same_from_csv_xlsx_and_parquet(options: Options, items: list[Item], tmp_path: Path) -> None:
    frames = {
        "csv": pandas.read_csv(csv_file(items, options, tmp_path)),
        "xlsx": pandas.read_excel(xlsx_file(items, options, tmp_path)),
        "parquet": pandas.read_parquet(parquet_file(items, options, tmp_path)),
    }
    key = "event_id" if options.what == "events" else "incident_id"
    for name, frame in frames.items():
        assert list(frame.columns) == columns(options), name
        assert frame[key].tolist() == frames["csv"][key].tolist()
        assert frame["killed_best"].fillna(-1).tolist() == frames["csv"]["killed_best"].fillna(-1).tolist(), name
        assert frame["latitude"].fillna(0).tolist() == frames["csv"]["latitude"].fillna(0).tolist(), name
        assert pandas.to_datetime(frame["date_start"]).dt.strftime("%Y-%m-%d")[0] == "2021-02-03", name


@pytest.mark.parametrize(("options", "items"), BOTH, ids=["events", "incidents"])
def test_duckdb_reads_the_same_from_csv_parquet_and_jsonl(options: Options, items: list[Item], tmp_path: Path) -> None:
    made = (csv_file(items, options, tmp_path), parquet_file(items, options, tmp_path))
    for path in made:
        table = duckdb.sql(f"select * from '{path}'")
        assert table.columns == columns(options)
        assert len(table.fetchall()) == len(items)
    places = [row[0] for row in duckdb.sql(f"select place from '{made[1]}'").fetchall()]
    assert places == [row[0] for row in duckdb.sql(f"select place from '{made[0]}'").fetchall()]
    lines = jsonl_file(items, options, tmp_path)
    ids = [row[0] for row in duckdb.sql(f"select id from read_json_auto('{lines}')").fetchall()]
    assert ids == [json.loads(line)["id"] for line in lines.read_text("utf-8").splitlines()]


def test_parquet_columns_are_typed(tmp_path: Path) -> None:
    path = parquet_file([*accounts()], EVENTS, tmp_path)
    kinds = {row[0]: row[1] for row in duckdb.sql(f"describe select * from '{path}'").fetchall()}
    assert (kinds["killed_best"], kinds["latitude"], kinds["date_start"]) == ("BIGINT", "DOUBLE", "DATE")
    assert (kinds["mutual"], kinds["updated_at"]) == ("BOOLEAN", "TIMESTAMP WITH TIME ZONE")


def test_no_item_still_gives_a_readable_file(tmp_path: Path) -> None:
    assert list(pandas.read_parquet(parquet_file([], EVENTS, tmp_path)).columns) == columns(EVENTS)
    assert list(pandas.read_excel(xlsx_file([], EVENTS, tmp_path)).columns) == columns(EVENTS)
    assert list(pandas.read_csv(csv_file([], EVENTS, tmp_path)).columns) == columns(EVENTS)


@pytest.mark.parametrize(("options", "items"), BOTH, ids=["events", "incidents"])
def test_geojson_is_valid_by_the_standard(options: Options, items: list[Item]) -> None:
    file = io.StringIO()
    geojson.write(items, file, options)
    found = json.loads(file.getvalue())
    assert found["type"] == "FeatureCollection" and len(found["features"]) == len(items)
    for feature in found["features"]:
        assert feature["type"] == "Feature"
        assert set(feature["properties"]) == set(columns(options)) - {"latitude", "longitude"}
        geometry = feature["geometry"]
        if geometry is not None:
            longitude, latitude = geometry["coordinates"]
            assert geometry["type"] == "Point" and -180 <= longitude <= 180 and -90 <= latitude <= 90


# ------------------------------------------------------------------ JSON lines


def lines(*items: Item, options: Options) -> list[dict[str, Any]]:
    file = io.StringIO()
    jsonl.write(items, file, options)
    return [json.loads(line) for line in file.getvalue().split("\n")[:-1]]


def test_a_line_of_an_event_is_the_published_event_with_what_the_record_knows() -> None:
    (line, *_) = lines(*accounts(), options=EVENTS)
    published = {key: line[key] for key in Event.model_fields}
    assert Event.model_validate(published) == accounts()[0].event
    assert line["sentences"][-1] == SENTENCE
    assert "text" not in line["dispatch"]


def test_a_line_of_an_incident_holds_every_account_and_figure() -> None:
    (line,) = lines(told_twice(), options=INCIDENTS)
    assert line["events"] == ["e1", "e2", "e3"]
    assert line["place"]["contradicted"] is True and line["place"]["rule"] == "the most precise"
    assert [told["best"] for told in line["figures"][0]["history"]] == [4, 3, 6]
    assert [account["source"] for account in line["accounts"]] == ["a local monitor", "a news agency", "a copy"]


# ------------------------------------------------------------------ hostile text


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", " =", "＝"])
def test_no_format_hands_a_formula_to_a_spreadsheet(start: str, tmp_path: Path) -> None:
    text = f"{start}HYPERLINK(1)"
    assert csv_rows(hostile_account(text))[0]["side_a"].startswith("'")
    sheet = openpyxl.load_workbook(xlsx_file([hostile_account(text)], EVENTS, tmp_path)).worksheets[0]
    cells = [cell for row in sheet.iter_rows(min_row=2) for cell in row if cell.value is not None]
    assert not [cell for cell in cells if cell.data_type == "f" or cell.hyperlink]
    assert str(dict(zip(EVENT_COLUMNS, (cell.value for cell in sheet[2]), strict=False))["side_a"]).startswith("'")


@given(st.text(st.characters()))
def test_any_text_can_be_written_in_every_format(text: str) -> None:
    item = hostile_account(text)
    parquet_bytes, xlsx_bytes = io.BytesIO(), io.BytesIO()
    parquet.write([item], parquet_bytes, EVENTS)
    xlsx.write([item], xlsx_bytes, EVENTS)
    assert pandas.read_parquet(io.BytesIO(parquet_bytes.getvalue())).shape == (1, len(columns(EVENTS)))
    assert openpyxl.load_workbook(io.BytesIO(xlsx_bytes.getvalue())).worksheets[0].max_row == 2
    assert len(csv_rows(item)) == 1
    assert len(lines(item, options=EVENTS)) == 1


def test_text_longer_than_a_cell_of_excel_is_cut_visibly(tmp_path: Path) -> None:
    path = xlsx_file([hostile_account("a" * 40_000)], EVENTS, tmp_path)
    (value, *_) = [
        cell.value for cell in openpyxl.load_workbook(path).worksheets[0][2] if len(str(cell.value)) > 30_000
    ]
    assert len(str(value)) == xlsx.CELL and str(value).endswith("…")


def test_a_workbook_has_the_row_of_tags_on_request(tmp_path: Path) -> None:
    path = xlsx_file([told_twice()], Options("incidents", hxl=True), tmp_path)
    names, tags, first = openpyxl.load_workbook(path).worksheets[0].iter_rows(values_only=True)
    assert dict(zip(names, tags, strict=True))["killed_best"] == "#affected+killed"
    assert dict(zip(names, first, strict=True))["killed_best"] == 6
