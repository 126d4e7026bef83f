from __future__ import annotations

import dataclasses

from marsad.exports.situation.filter_words import filter_words, title_of
from marsad.store.filters import Filter


def test_the_heading_is_the_area() -> None:
    assert title_of(Filter(country="SY", admin1="Daraa")) == "Daraa, Syria"
    assert title_of(Filter()) == "All places"


def test_each_condition_beside_area_and_period_is_said() -> None:
    values = {
        "types": ("air_strike",),
        "statuses": ("claimed",),
        "actors": ("ADF",),
        "box": (36.0, 32.0, 37.0, 33.5),
        "sources": ("Sample radio",),
        "dispatch_id": "d1",
        "incident_id": "i1",
        "review": "open",
        "contradicted": True,
        "min_killed": 5,
        "min_casualties": 7,
        "text": "market",
    }
    unsaid = {"place", "country", "admin1", "since", "until", "updated_since"}
    assert set(values) | unsaid == {field.name for field in dataclasses.fields(Filter)}
    for name, value in values.items():
        assert len(filter_words(Filter(**{name: value}))) == 1  # type: ignore[arg-type]
    assert filter_words(Filter()) == []
