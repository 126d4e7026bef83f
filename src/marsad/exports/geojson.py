"""Events and incidents as GeoJSON (RFC 7946) for QGIS, kepler.gl, R's sf and other maps."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, TextIO

from marsad.exports.happenings import Item, happenings
from marsad.exports.jsonl import json_text
from marsad.exports.options import LeftOut, Options
from marsad.exports.record_rows import record_row
from marsad.exports.tables import rows
from marsad.model import Coding

_GEOMETRY = ("latitude", "longitude")


def write_geojson(codings: Iterable[Coding], file: TextIO) -> None:
    """Write one FeatureCollection with one feature per event; its properties are the columns of the CSV.

    The geometry is a point in WGS84 (longitude, latitude), or null where the event has no coordinates. A
    point is only as good as the properties `place_precision` (exact, near, region, country) and
    `place_resolved` say: draw a region as an area, never as a pin.
    """
    _write_collection((_feature(row, row["event_id"]) for row in rows(codings)), file)


def write(items: Iterable[Item], file: TextIO, options: Options) -> LeftOut:
    """Write one FeatureCollection of the record: the geometry of `write_geojson`, the columns of the own CSV."""
    _write_collection((_feature(record_row(item, options), item.id) for item in happenings(items)), file)
    return LeftOut()


def _write_collection(features: Iterable[dict[str, Any]], file: TextIO) -> None:
    file.write('{"type": "FeatureCollection", "features": [')
    separator = "\n"
    for feature in features:
        file.write(separator + json_text(feature))
        separator = ",\n"
    file.write("\n]}\n")


def _feature(row: dict[str, Any], id: str) -> dict[str, Any]:
    latitude, longitude = (row[name] for name in _GEOMETRY)
    located = latitude is not None and longitude is not None
    return {
        "type": "Feature",
        "id": id,
        "geometry": {"type": "Point", "coordinates": [longitude, latitude]} if located else None,
        "properties": {name: value for name, value in row.items() if name not in _GEOMETRY},
    }
