"""Outlines of countries and of their first administrative divisions, built by `build_outlines`."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Literal

from marsad.errors import DataError
from marsad.exports.maps.geometry import Box, Line, bounds, inside

Kind = Literal["coast", "border", "disputed"]


@dataclass(frozen=True)
class Outline:
    """A country or division: its name or ISO code, and its rings (outer rings and holes) in degrees."""

    name: str
    rings: list[Line]
    boxes: list[Box]

    def surrounds(self, longitude: float, latitude: float) -> bool:
        """Whether the point lies inside (even-odd over all rings)."""
        point = (longitude, latitude)
        hits = [inside(point, ring) for ring, box in zip(self.rings, self.boxes, strict=True) if box.holds(point)]
        return sum(hits) % 2 == 1


@dataclass(frozen=True)
class World:
    """All countries by ISO 3166-1 alpha-2 code, and the lines between them by kind."""

    countries: dict[str, Outline]
    lines: list[tuple[Kind, Line, Box]]


@dataclass(frozen=True)
class Divisions:
    """The first administrative divisions of one country, and the lines between them."""

    units: list[Outline]
    lines: list[Line]


@cache
def world() -> World:
    """The countries. Raises `DataError` where the file is missing."""
    record = json.loads(_read("countries.json.gz"))
    arcs = [_decoded(arc, record["quantum"]) for arc in record["arcs"]]
    found = {code: _outline(code, polygons, arcs) for code, polygons in record["countries"].items()}
    lines = [(kind, arc, bounds(arc)) for kind, arc in zip(record["kinds"], arcs, strict=True)]
    return World(found, lines)


def divisions(codes: Iterable[str]) -> dict[str, Divisions]:
    """The divisions of the countries of `codes` (ISO 3166-1 alpha-2) that have any."""
    return {code: found for code in sorted(set(codes)) if (found := _divisions(code)) is not None}


@cache
def _divisions(code: str) -> Divisions | None:
    line = _division_records().get(code)
    if line is None:
        return None
    record = json.loads(line)
    arcs = [_decoded(arc, record["quantum"]) for arc in record["arcs"]]
    units = [_outline(unit["name"], unit["polygons"], arcs) for unit in record["units"]]
    return Divisions(units, [arcs[index] for index in record["inner"]])


@cache
def _division_records() -> dict[str, bytes]:
    lines = _read("divisions.jsonl.gz").splitlines()
    return {line[len(b'{"country":"') :][:2].decode(): line for line in lines}


def _read(name: str) -> bytes:
    try:
        return gzip.decompress(resources.files("marsad.exports.maps").joinpath("data", name).read_bytes())
    except FileNotFoundError:
        raise DataError(f"the map's outlines ({name}) are missing: reinstall marsad") from None


def _decoded(deltas: list[int], quantum: float) -> Line:
    x = y = 0
    line: Line = []
    turn = round(360 / quantum)
    for dx, dy in zip(deltas[::2], deltas[1::2], strict=True):
        # A step over the date line goes on beyond 180° instead of around the world.
        if line and abs(dx) > turn / 2:
            dx -= turn if dx > 0 else -turn
        x, y = x + dx, y + dy
        line.append((x * quantum, y * quantum))
    return line


def _outline(name: str, polygons: list[list[list[int]]], arcs: list[Line]) -> Outline:
    rings = [_ring(ring, arcs) for polygon in polygons for ring in polygon]
    return Outline(name, rings, [bounds(ring) for ring in rings])


def _ring(indexes: list[int], arcs: list[Line]) -> Line:
    points: Line = []
    for index in indexes:
        arc = arcs[index] if index >= 0 else arcs[~index][::-1]
        if points and abs(points[-1][0] - arc[0][0]) > 180:
            shift = 360 if points[-1][0] > arc[0][0] else -360
            arc = [(x + shift, y) for x, y in arc]
        points += arc[1:] if points else arc
    return points
