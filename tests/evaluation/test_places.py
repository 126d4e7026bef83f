"""The figures of place reading are right on data that can be checked by hand."""

from __future__ import annotations

import csv
import gzip
import json
import zipfile
from pathlib import Path

import pytest

from marsad.errors import DataError
from marsad.evaluation.places import (
    event_locations,
    geoparsing,
    gold_places,
    read_geoparsing,
    resolution,
    ucdp_names,
)
from marsad.gazetteer.lookup import Gazetteer

TEXT = "Shells fell on Tafas in Daraa province.\r\nA man was killed in Tripoli, Lebanon."


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer.open()


def article(phrase: str, point: tuple[float, float] | None, text: str = TEXT) -> str:
    start = text.index(phrase)
    where = f"<gaztag><lat>{point[0]}</lat><lon>{point[1]}</lon></gaztag>" if point else ""
    return f"<toponym><start>{start}</start><end>{start + len(phrase)}</end><phrase>{phrase}</phrase>{where}</toponym>"


@pytest.fixture
def marked(tmp_path: Path) -> Path:
    toponyms = [
        article("Tafas", (32.74, 36.07)),
        article("Daraa", (32.8, 36.2)),
        article("Tripoli", (34.43, 35.85)),
        article("Lebanon", (33.9, 35.9)),
        article("man", None),
    ]
    text = f"<text><![CDATA[{TEXT}]]></text>"
    body = f"<articles><article>{text}<toponyms>{''.join(toponyms)}</toponyms></article></articles>"
    file = tmp_path / "set.xml.gz"
    file.write_bytes(gzip.compress(body.encode()))
    return file


def test_offsets_are_set_right_where_line_ends_were_folded(marked: Path) -> None:
    [(text, gold)] = read_geoparsing(marked)
    assert [text[g.start : g.end] for g in gold] == ["Tafas", "Daraa", "Tripoli", "Lebanon", "man"]
    assert gold[4].point is None


def test_given_toponyms_are_scored_against_the_most_populous_homonym(marked: Path, gazetteer: Gazetteer) -> None:
    figures = resolution(marked, gazetteer)
    assert figures["toponyms"] == 4
    assert figures["accuracy_161km"] == 1
    assert figures["baseline_accuracy_161km"] == 0.5  # larger: Talas (once Tafas), and Tripoli in Libya
    assert figures["unresolved"] == 0


def test_found_toponyms_are_scored_by_overlap(marked: Path, gazetteer: Gazetteer) -> None:
    figures = geoparsing(marked, gazetteer)
    assert figures["precision"] == 1
    assert figures["recall"] == figures["recall_and_within_161km"] == pytest.approx(4 / 5)


def test_a_missing_file_is_told(tmp_path: Path, gazetteer: Gazetteer) -> None:
    with pytest.raises(DataError, match=r"none\.xml\.gz"):
        resolution(tmp_path / "none.xml.gz", gazetteer)


def test_event_locations_count_as_found_where_a_toponym_overlaps(tmp_path: Path, gazetteer: Gazetteer) -> None:
    rows = [
        {"text": "Rebels shelled Aleppo.", "spans": [{"label": "LOCATION", "start": 15, "end": 21}]},
        {"text": "Rebels shelled a farm.", "spans": [{"label": "LOCATION", "start": 17, "end": 21}]},
        {"text": "Rebels shelled Homs.", "spans": [{"label": "VERB", "start": 7, "end": 14}]},
    ]
    lines = "\n".join(json.dumps(row) for row in rows)
    (tmp_path / "x.jsonl").write_text(lines, "utf-8")
    with zipfile.ZipFile(tmp_path / "x.zip", "w") as archive:
        archive.writestr("labeled_text.jsonl", json.dumps(rows))
    for file in (tmp_path / "x.jsonl", tmp_path / "x.zip"):
        assert event_locations(file, gazetteer) == {"locations": 2, "recall": 0.5, "sentences_complete": 0.5}
    assert event_locations(tmp_path / "x.zip", gazetteer, limit=1)["recall"] == 1


def test_ucdp_names_are_looked_up_and_read(tmp_path: Path, gazetteer: Gazetteer) -> None:
    columns = ("where_prec", "where_coordinates", "adm_1", "latitude", "longitude", "source_headline")
    rows = [
        ("1", "Tafas town", "Daraa Governorate", "32.74", "36.07", "Clashes in Tafas"),
        ("1", "Nowhere-at-all village", "Daraa Governorate", "32.0", "36.0", "Clashes somewhere"),
        ("4", "Daraa Governorate", "Daraa Governorate", "32.8", "36.2", "Clashes"),
    ]
    with gzip.open(tmp_path / "ged.csv.gz", "wt", encoding="utf-8", newline="") as out:
        csv.writer(out).writerows([columns, *rows])
    figures = ucdp_names(tmp_path / "ged.csv.gz", gazetteer)
    assert figures["names"] == 2 and figures["lookup_recall_25km"] == 0.5
    assert figures["headlines_with_a_town"] == 0.5 and figures["a_town_within_25km"] == 1


def test_coded_places_are_scored_by_name_and_by_distance(tmp_path: Path, gazetteer: Gazetteer) -> None:
    for folder in ("text", "gold"):
        (tmp_path / folder).mkdir()
    (tmp_path / "text" / "a.txt").write_text("Shells fell on Tafas and Nawa in Daraa province.", "utf-8")
    places = [
        {"name": "Tafas", "lat": 32.74, "lon": 36.07},
        {"name": "Nawa", "lat": 10.0, "lon": 10.0},
        {"name": "Jasim", "lat": None, "lon": None},
    ]
    events = {"events": [{"place": place} for place in places]}
    (tmp_path / "gold" / "a.json").write_text(json.dumps(events), "utf-8")
    figures = gold_places(tmp_path, gazetteer, str.__eq__)
    assert figures == {"places": 3, "recall_by_name": pytest.approx(2 / 3), "recall_25km": 0.5}
