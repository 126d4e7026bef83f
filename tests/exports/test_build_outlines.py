from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from marsad.exports.maps.build_outlines import build_countries, build_divisions, read_topology

NOTHING: dict[str, Any] = {"territory": [], "moved": [], "border": [], "line": []}


def square_pair(names: tuple[str, str], ids: tuple[str, str] | None = None) -> dict[str, Any]:
    """Two squares of 10° side by side, sharing their middle arc, as TopoJSON."""
    geometries = [
        {"type": "Polygon", "arcs": [[0, 1]], "properties": {"name": names[0]}},
        {"type": "Polygon", "arcs": [[~1, 2]], "properties": {"name": names[1]}},
    ]
    if ids:
        geometries = [geometry | {"id": id} for geometry, id in zip(geometries, ids, strict=True)]
    return {
        "type": "Topology",
        "transform": {"scale": [0.1, 0.1], "translate": [0, 0]},
        "objects": {"countries": {"type": "GeometryCollection", "geometries": geometries}},
        "arcs": [
            [[100, 0], [-100, 0], [0, 100], [100, 0]],
            [[100, 100], [0, -100]],
            [[100, 100], [100, 0], [0, -100], [-100, 0]],
        ],
    }


def write(path: Path, data: dict[str, Any]) -> Path:
    path.write_text(json.dumps(data), "utf-8")
    return path


def test_rings_of_a_topology_are_closed(tmp_path: Path) -> None:
    topology = read_topology(write(tmp_path / "pair.json", square_pair(("A", "B"))))
    for shape in topology.shapes:
        ring = topology.ring(shape.polygons[0][0])
        assert ring[0] == ring[-1] and len(set(ring)) == 4


def test_a_border_stands_once_and_coasts_apart(tmp_path: Path) -> None:
    path = write(tmp_path / "world.json", square_pair(("Syria", "Jordan"), ("760", "400")))
    built = build_countries(path, NOTHING)
    assert sorted(built["countries"]) == ["JO", "SY"]
    assert sorted(built["kinds"]) == ["border", "coast", "coast"]


def test_a_border_that_is_named_as_disputed_is_kept_as_such(tmp_path: Path) -> None:
    path = write(tmp_path / "world.json", square_pair(("Syria", "Jordan"), ("760", "400")))
    disputed = {**NOTHING, "border": [{"between": ["JO", "SY"]}]}
    assert "disputed" in build_countries(path, disputed)["kinds"]
    elsewhere = {**NOTHING, "border": [{"between": ["JO", "SY"], "box": [50, 50, 60, 60]}]}
    assert "disputed" not in build_countries(path, elsewhere)["kinds"]


def test_an_area_goes_to_the_country_of_the_gazetteer_with_a_disputed_line(tmp_path: Path) -> None:
    path = write(tmp_path / "world.json", square_pair(("Russia", "Ukraine"), ("643", "804")))
    moved = {"name": "Crimea", "longitude": 5, "latitude": 5, "from": "RU", "to": "UA", "units": []}
    built = build_countries(path, {**NOTHING, "moved": [moved]})
    assert list(built["countries"]) == ["UA"] and len(built["countries"]["UA"]) == 2
    assert "disputed" in built["kinds"]


def test_only_lines_between_two_divisions_are_drawn(tmp_path: Path) -> None:
    write(tmp_path / "SYR.json", square_pair(("Homs", "Hama")))
    (record,) = build_divisions(tmp_path, tmp_path, NOTHING)
    assert record["country"] == "SY"
    assert [unit["name"] for unit in record["units"]] == ["Homs", "Hama"]
    assert len(record["inner"]) == 1
