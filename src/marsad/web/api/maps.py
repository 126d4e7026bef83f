"""The record on other people's maps: GeoJSON and vector tiles, for QGIS and web maps."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Annotated, Any

from fastapi import APIRouter, Path, Request, Response

from marsad.errors import ExtraMissing
from marsad.exports.jsonl import json_text
from marsad.store.rows import Point
from marsad.web.access import Listed, OpenRecord, Reader
from marsad.web.asking import FILTERED
from marsad.web.etags import unchanged

router = APIRouter(prefix="/api/v1", tags=["maps"])
_MOST = 200_000
_EXTENT = 4096


@router.get("/events.geojson", openapi_extra=FILTERED)
def geojson(request: Request, record: OpenRecord, viewer: Reader, asked: Listed) -> Response:
    """The filter's events as GeoJSON points (RFC 7946); `precision` says how well each place is known."""
    features = [
        {
            "type": "Feature",
            "id": point.id,
            "geometry": {"type": "Point", "coordinates": [point.longitude, point.latitude]},
            "properties": _properties(point),
        }
        for point in record.points(asked.filter, limit=_MOST)
        if point.latitude is not None and point.longitude is not None
    ]
    text = json_text({"type": "FeatureCollection", "features": features})
    return unchanged(request, text, "application/geo+json")


@router.get("/tiles/{z}/{x}/{y}.mvt", openapi_extra=FILTERED, response_class=Response)
def tile(
    request: Request,
    record: OpenRecord,
    viewer: Reader,
    asked: Listed,
    z: Annotated[int, Path(ge=0, le=22)],
    x: Annotated[int, Path(ge=0)],
    y: Annotated[int, Path(ge=0)],
) -> Response:
    """The filter's events in one tile (Mapbox Vector Tile 2.1, layer `events`, Web Mercator)."""
    try:
        import mapbox_vector_tile
    except ImportError:
        raise ExtraMissing("vector tiles need a package: pip install 'marsad[tiles]'") from None
    size = 2**z
    if x >= size or y >= size:
        return Response(status_code=404)
    west, east = x / size * 360 - 180, (x + 1) / size * 360 - 180
    north, south = _latitude(y / size), _latitude((y + 1) / size)
    features: list[dict[str, Any]] = []
    wanted = asked.filter if asked.filter.box else replace(asked.filter, box=(west, south, east, north))
    for point in record.points(wanted, limit=_MOST):
        if point.latitude is None or point.longitude is None:
            continue
        if not (west <= point.longitude < east and south < point.latitude <= north):
            continue
        spot = (
            round((point.longitude - west) / (east - west) * _EXTENT),
            round((_mercator(point.latitude) * size - y) * _EXTENT),
        )
        features.append(
            {
                "geometry": f"POINT({spot[0]} {spot[1]})",
                "properties": {key: value for key, value in _properties(point).items() if value is not None},
            }
        )
    encoded: bytes = mapbox_vector_tile.encode(
        [{"name": "events", "features": features}],
        default_options={"extents": _EXTENT, "y_coord_down": True},
    )
    return Response(encoded, media_type="application/vnd.mapbox-vector-tile")


def _properties(point: Point) -> dict[str, Any]:
    return {
        "id": point.id,
        "type": point.type,
        "place": point.place,
        "precision": point.precision,
        "start": point.start.isoformat() if point.start else None,
        "end": point.end.isoformat() if point.end else None,
        "killed_low": point.killed_low,
        "killed_best": point.killed_best,
        "killed_high": point.killed_high,
        "injured_best": point.injured_best,
        "review": point.review,
    }


def _latitude(y: float) -> float:
    return math.degrees(math.atan(math.sinh(math.pi * (1 - 2 * y))))


def _mercator(latitude: float) -> float:
    """The share of the world's height from the north, 0 to 1 (Web Mercator ends at 85.05°)."""
    held = math.radians(max(-85.0511, min(85.0511, latitude)))
    return (1 - math.asinh(math.tan(held)) / math.pi) / 2
