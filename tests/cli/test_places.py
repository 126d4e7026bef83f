"""`marsad places` is a geoparser in its own right: spans, coordinates and ids for any text."""

from __future__ import annotations

import json
from pathlib import Path

from .running import DISPATCH, Marsad


def test_places_of_a_file_have_offsets_into_the_file_and_the_files_name_as_id(marsad: Marsad, tmp_path: Path) -> None:
    path = tmp_path / "nawa.txt"
    path.write_text(DISPATCH)
    line = json.loads(marsad("places", path, "--format", "jsonl").out)
    assert line["id"] == "nawa"
    (place,) = line["places"]
    assert set(place) == {"start", "end", "text", "latitude", "longitude", "gazetteer_id"}
    assert DISPATCH[place["start"] : place["end"]] == place["text"] == "Nawa"
    assert abs(place["latitude"] - 32.89) < 0.1 and abs(place["longitude"] - 36.04) < 0.1


def test_rows_keep_their_ids_and_a_text_without_places_has_an_empty_list(marsad: Marsad) -> None:
    data = b'{"id": 5, "text": "The bank in Paris closed."}\n{"id": "b", "text": "Nothing happened."}\n'
    run = marsad("places", "-", "--format", "jsonl", stdin=data)
    lines = [json.loads(line) for line in run.out.splitlines()]
    assert [line["id"] for line in lines] == ["5", "b"]
    assert [[place["text"] for place in line["places"]] for line in lines] == [["Paris"], []]


def test_candidates_are_listed_when_asked_for_best_first(marsad: Marsad) -> None:
    run = marsad("places", "-", "--format", "jsonl", "--candidates", stdin=b"Talks were held in Tripoli, Libya.")
    places = json.loads(run.out)["places"]
    tripoli = next(place for place in places if place["text"] == "Tripoli")
    assert {candidate["country"] for candidate in tripoli["candidates"]} >= {"LY", "LB"}


def test_the_table_shows_name_place_and_coordinates(marsad: Marsad, tmp_path: Path) -> None:
    path = tmp_path / "nawa.txt"
    path.write_text(DISPATCH)
    run = marsad("places", path)
    assert run.code == 0 and "Nawa" in run.out and "SY" in run.out and "gazetteer" not in run.err
