"""Looking up and adding places and actors, and showing the codebook."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from .running import Marsad


@pytest.fixture
def own_data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("MARSAD_GAZETTEER_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("MARSAD_ACTORS_DIR", str(tmp_path / "data"))
    return tmp_path


def test_a_place_is_looked_up_in_another_spelling(marsad: Marsad) -> None:
    run = marsad("gazetteer", "lookup", "Deir Ezzor", "--country", "sy", "--format", "jsonl")
    first = json.loads(run.out.splitlines()[0])
    assert run.code == 0 and first["country"] == "SY" and abs(first["longitude"] - 40.1) < 1


def test_a_name_that_is_unknown_exits_with_1_and_says_how_to_add_it(marsad: Marsad) -> None:
    for group in ("gazetteer", "actors"):
        run = marsad(group, "lookup", "Qwxzkvbl")
        assert (run.code, run.out) == (1, "") and f"marsad {group} add" in run.err


def test_a_country_that_is_none_is_refused(marsad: Marsad) -> None:
    for group in ("gazetteer", "actors"):
        run = marsad(group, "lookup", "Tafas", "--country", "zz")
        assert run.code == 2 and "ISO 3166-1" in run.err


def test_an_added_source_of_places_is_listed_and_found(marsad: Marsad, own_data: Path) -> None:
    table = own_data / "villages.csv"
    table.write_text("name,lat,lon\nQwxzkvbl,32.5,36.5\n")
    run = marsad("gazetteer", "add", table, "--country", "SY", "--citation", "field notes")
    assert run.code == 0 and "added 1 places from villages" in run.err
    assert "Qwxzkvbl" in marsad("gazetteer", "lookup", "Qwxzkvbl").out
    listed = marsad("gazetteer", "list").out
    assert "villages" in listed and "field notes" in listed and "GeoNames" in listed


def test_a_table_without_coordinates_is_refused_in_a_line(marsad: Marsad, own_data: Path) -> None:
    table = own_data / "bad.csv"
    table.write_text("a,b\n1,2\n")
    run = marsad("gazetteer", "add", table)
    assert run.code == 2 and "bad.csv" in run.err and "Traceback" not in run.err


def test_an_actor_is_looked_up_by_another_name_and_listed_by_country_and_kind(marsad: Marsad) -> None:
    assert "ye-houthis" in marsad("actors", "lookup", "Houthi rebels").out
    run = marsad("actors", "list", "--country", "YE", "--kind", "rebel", "--format", "jsonl")
    actors = [json.loads(line) for line in run.out.splitlines()]
    assert {actor["country"] for actor in actors} == {"YE"}
    assert {actor["kind"] for actor in actors} == {"Rebel group"}
    assert "ye-houthis" in {actor["id"] for actor in actors}


def test_an_actor_added_by_hand_or_by_file_is_found(marsad: Marsad, own_data: Path) -> None:
    given = (
        "--kind",
        "Rebel group",
        "--country",
        "SY",
        "--alias",
        "River Martyrs",
        "--source",
        "field notes",
    )
    run = marsad("actors", "add", "Martyrs of the River", *given)
    assert run.code == 0 and "sy-martyrs-of-the-river" in run.err
    assert "sy-martyrs-of-the-river" in marsad("actors", "lookup", "River Martyrs").out
    again = marsad("actors", "add", "Martyrs of the River", *given)
    assert again.code == 2 and "already" in again.err
    assert marsad("actors", "add", "Martyrs of the River", *given, "--replace").code == 0
    table = own_data / "mine.csv"
    table.write_text("name,kind,country\nMountain Falcons,2,YE\n")
    assert marsad("actors", "add", "--file", table).code == 0
    assert "ye-mountain-falcons" in marsad("actors", "lookup", "Mountain Falcons").out


def test_an_actor_without_kind_or_source_is_refused_with_what_to_give(marsad: Marsad, own_data: Path) -> None:
    assert "--kind" in marsad("actors", "add", "Martyrs of the River").err
    run = marsad("actors", "add", "Martyrs of the River", "--kind", "Rebel group")
    assert run.code == 2 and "source" in run.err
    assert not (own_data / "data" / "actors.csv").exists()


def test_the_codebook_lists_all_types_and_explains_one(marsad: Marsad) -> None:
    listed = marsad("codebook").out
    assert "armed_clash" in listed and "death_report" in listed
    one = marsad("codebook", "air-strike").out
    assert "Air/drone strike" in one and "barrel bombs" in one
    wrong = marsad("codebook", "nonsense")
    assert wrong.code == 2 and "marsad codebook" in wrong.err


def test_the_schema_is_a_json_schema(marsad: Marsad) -> None:
    schema = json.loads(marsad("schema").out)
    assert schema["$schema"].startswith("https://json-schema.org/")
    assert {"dispatch", "events", "relations", "tallies", "coder"} <= set(schema["required"])
    assert "explanations" not in schema["required"]
