from __future__ import annotations

import io
import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from marsad.exports.geojson import write_geojson
from marsad.exports.tables import COLUMNS
from marsad.model import Coding

from .examples import coding, empty_coding, hostile_coding


def collection(*codings: Coding) -> dict[str, Any]:
    file = io.StringIO()
    write_geojson(codings, file)
    found: dict[str, Any] = json.loads(file.getvalue())
    return found


def test_a_collection_holds_a_feature_per_event() -> None:
    found = collection(coding(), empty_coding())
    assert found["type"] == "FeatureCollection"
    assert [feature["id"] for feature in found["features"]] == ["clash", "shelling", "meeting"]
    assert all(set(feature) == {"type", "id", "geometry", "properties"} for feature in found["features"])


def test_coordinates_stand_in_the_order_of_the_standard() -> None:
    assert collection(coding())["features"][0]["geometry"] == {
        "type": "Point",
        "coordinates": [36.0669, 32.7353],
    }


def test_an_event_without_coordinates_has_no_geometry() -> None:
    assert collection(coding())["features"][2]["geometry"] is None


def test_the_properties_say_how_good_a_point_is() -> None:
    properties = collection(coding())["features"][1]["properties"]
    assert (properties["place_precision"], properties["place_resolved"]) == ("near", False)


def test_the_properties_are_the_columns_of_the_csv() -> None:
    properties = collection(coding())["features"][0]["properties"]
    assert set(properties) == set(COLUMNS) - {"latitude", "longitude"}


def test_no_event_is_still_a_valid_collection() -> None:
    assert collection() == {"type": "FeatureCollection", "features": []}


@given(st.text(st.characters()))
def test_any_text_gives_valid_json(text: str) -> None:
    assert collection(hostile_coding(text))["features"][0]["properties"]["place"] == text
