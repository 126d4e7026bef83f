"""Every format over the sample dispatches, coded for real."""

from __future__ import annotations

import io
import json
from importlib import resources
from pathlib import Path

import pytest

import marsad
from marsad.exports.formats import FORMATS
from marsad.exports.options import LeftOut, Options
from marsad.incidents.accounts import Account
from marsad.readers import read_paths


@pytest.fixture(scope="module")
def samples() -> list[Account]:
    coder = marsad.Coder()
    with resources.as_file(resources.files("marsad").joinpath("samples")) as folder:
        codings = list(coder.code_many(read_paths([folder], on_error=pytest.fail)))
    accounts = [Account(event, coding.dispatch) for coding in codings for event in coding.events]
    return sorted(accounts, key=lambda account: str(account.event.time.start))


def written(name: str, items: list[Account], folder: Path, options: Options) -> tuple[bytes, LeftOut]:
    form = FORMATS[name]
    path = folder / f"out{form.ending}"
    with path.open("wb") if form.binary else path.open("w", encoding="utf-8", newline="") as file:
        left_out = form.write(iter(items), file, options)
    return path.read_bytes(), left_out


@pytest.mark.parametrize("name", FORMATS)
def test_the_samples_leave_in_every_format(name: str, samples: list[Account], tmp_path: Path) -> None:
    content, left_out = written(name, samples, tmp_path, Options(evidence=True, link_base="https://desk.example.org"))
    assert len(samples) > 60
    assert len(content) > 10_000
    assert sum(left_out.values()) < len(samples)


@pytest.mark.parametrize("name", ["csv", "jsonl", "geojson", "acled", "ucdp-ged", "plover", "ftm"])
def test_the_same_items_give_the_same_bytes(name: str, samples: list[Account], tmp_path: Path) -> None:
    options = Options(evidence=True)
    assert written(name, samples, tmp_path, options) == written(name, samples, tmp_path, options)


def test_every_item_is_a_row_or_is_counted_as_left_out(samples: list[Account]) -> None:
    file = io.StringIO()
    left_out = FORMATS["plover"].write(iter(samples), file, Options())
    assert len(json.loads(file.getvalue())) + sum(left_out.values()) == len(samples)


@pytest.mark.parametrize("name", [name for name, form in FORMATS.items() if form.tags])
def test_tables_name_only_their_own_columns_in_the_tags(name: str) -> None:
    from marsad.exports import crosswalks, record_rows

    columns = {
        "csv": record_rows.EVENT_COLUMNS,
        "xlsx": record_rows.INCIDENT_COLUMNS,
        "acled": (*crosswalks.acled().columns, "url"),
        "ucdp-ged": (*crosswalks.ucdp_ged().columns, "url", "evidence"),
    }[name]
    table = {"csv": "events", "xlsx": "incidents"}.get(name, name)
    assert set(crosswalks.hxl_tags(table)) <= set(columns)
