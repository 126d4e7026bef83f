"""A column map is checked against the table before a row is read."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from marsad.errors import MarsadError, ReadError
from marsad.model import Dispatch
from marsad.readers import parse_columns, read_paths

CSV = "Nr;Day;Story;text\n7;2021-01-24;It fell.;no\n"
LINE = '{"story": "It fell.", "day": "2021-01-24"}\n'


def read(path: Path, data: str, columns: str) -> tuple[list[Dispatch], list[str]]:
    path.write_text(data)
    errors: list[MarsadError] = []
    found = list(read_paths([path], columns=parse_columns(columns), on_error=errors.append))
    return found, [str(error) for error in errors]


def test_the_map_wins_over_the_usual_names_and_knows_no_case(tmp_path: Path) -> None:
    (dispatch,), errors = read(tmp_path / "a.csv", CSV, "text=story,date=DAY,id=nr")
    assert (dispatch.text, dispatch.date, dispatch.external_id) == ("It fell.", dt.date(2021, 1, 24), "7")
    assert errors == []


def test_one_column_may_serve_twice(tmp_path: Path) -> None:
    (dispatch,), _ = read(tmp_path / "a.csv", CSV, "text=story,title=story")
    assert dispatch.title == dispatch.text == "It fell."


@pytest.mark.parametrize(("name", "data"), [("a.csv", CSV), ("a.jsonl", LINE), ("a.json", f"[{LINE}]")])
def test_a_wrong_map_names_the_columns_that_exist_and_reads_nothing(tmp_path: Path, name: str, data: str) -> None:
    found, (error,) = read(tmp_path / name, data, "text=story,date=published")
    assert found == []
    assert "no column 'published' (for date)" in error and "story" in error.lower() and "day" in error.lower()


def test_the_map_may_stand_in_a_file(tmp_path: Path) -> None:
    (tmp_path / "map.toml").write_text('text = "story"\ndate = "day"\n')
    (dispatch,), errors = read(tmp_path / "a.jsonl", LINE, str(tmp_path / "map.toml"))
    assert (dispatch.text, dispatch.date, errors) == ("It fell.", dt.date(2021, 1, 24), [])


@pytest.mark.parametrize(
    ("value", "told"),
    [
        ("text=body,when=day", "'when' is nothing that a column can hold"),
        ("text=", "text needs the name of a column"),
        ("missing.toml", "no file"),
        ("=", "'' is nothing"),
    ],
)
def test_a_map_that_is_none_is_told_in_one_line(value: str, told: str) -> None:
    with pytest.raises(ReadError, match=told) as caught:
        parse_columns(value)
    assert "\n" not in str(caught.value)
