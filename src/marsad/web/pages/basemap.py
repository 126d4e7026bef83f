"""What lies under the desk's maps? Outlines and names that ship with Marsad, as GeoJSON; a user's own map where given.

No line is an opinion on a border: disputed lines are told apart, so that maps draw them dashed.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import FileResponse
from starlette.exceptions import HTTPException

from marsad.exports.jsonl import json_text
from marsad.exports.maps.geometry import Line, thinned
from marsad.exports.maps.outlines import divisions, world
from marsad.web import knowledge
from marsad.web.access import DeskSettings, Reader
from marsad.web.etags import unchanged
from marsad.web.query import box_of

router = APIRouter(prefix="/basemap", include_in_schema=False)
_GEOJSON = "application/geo+json"
_TOWNS = 120
_DETAIL = 0.06
"""Degrees by which a line of the base map may be off; the maps of the reports are finer."""


@router.get("/world.geojson")
def world_map(request: Request, viewer: Reader) -> Response:
    """Land, and the lines between countries: `kind` is coast, border or disputed."""
    return unchanged(request, _world(), _GEOJSON)


@router.get("/divisions.geojson")
def division_lines(
    request: Request, viewer: Reader, country: Annotated[list[str] | None, Query(max_length=60)] = None
) -> Response:
    """The lines between the first administrative divisions of some countries (`country=SY&country=IQ`)."""
    codes = [code.upper() for code in country or []][:60]
    features = [
        _feature("LineString", line, kind="division") for one in divisions(codes).values() for line in one.lines
    ]
    return unchanged(request, _collection(features), _GEOJSON)


@router.get("/towns.geojson")
def towns(request: Request, viewer: Reader, box: str) -> Response:
    """The most populous towns of a box (`box=west,south,east,north`), to be named on the map."""
    try:
        asked = box_of(box)
    except ValueError as error:
        raise HTTPException(422, f"box: give {error}") from error
    features = [
        {
            "type": "Feature",
            "geometry": {"type": "Point", "coordinates": [one.longitude, one.latitude]},
            "properties": {"name": one.name, "population": one.population},
        }
        for one in knowledge.towns(asked, _TOWNS)
    ]
    return unchanged(request, _collection(features), _GEOJSON)


@router.get("/own.pmtiles")
def own_map(viewer: Reader, settings: DeskSettings) -> FileResponse:
    """The user's own base map, in pieces as the browser asks (range requests)."""
    if settings.basemap is None:
        raise HTTPException(404, "this desk has no base map of its own; start it with --basemap FILE")
    return FileResponse(settings.basemap, media_type="application/octet-stream")


@cache
def _world() -> str:
    known = world()
    land = [
        {
            "type": "Feature",
            "geometry": {
                "type": "MultiPolygon",
                "coordinates": _areas(outline.rings),
            },
            "properties": {"kind": "land", "country": code},
        }
        for code, outline in known.countries.items()
    ]
    return _collection([*land, *(_feature("LineString", line, kind=kind) for kind, line, _ in known.lines)])


def _areas(rings: Iterable[Line]) -> list[list[list[list[float]]]]:
    """Each ring as an area of its own; the smallest islands have a coast only."""
    return [[drawn] for ring in rings if len(drawn := _rounded(ring)) > 5]


def _feature(shape: str, line: Line, **properties: Any) -> dict[str, Any]:
    return {"type": "Feature", "geometry": {"type": shape, "coordinates": _rounded(line)}, "properties": properties}


def _rounded(line: Line) -> list[list[float]]:
    return [[round(x, 2), round(y, 2)] for x, y in thinned(line, _DETAIL)]


def _collection(features: Iterable[dict[str, Any]]) -> str:
    return json_text({"type": "FeatureCollection", "features": list(features)})
