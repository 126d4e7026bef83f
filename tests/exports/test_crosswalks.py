from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from marsad.codebook.files import read_toml
from marsad.exports.crosswalks import Acled, Plover, UcdpGed, acled, field_countries, ucdp_ged


def file(name: str) -> dict[str, Any]:
    return read_toml(name, "marsad.exports")


def test_every_country_has_its_number_and_regions() -> None:
    countries = field_countries().values()
    numbers = [country.iso_numeric for country in countries if country.iso_numeric]
    assert len(set(numbers)) == len(numbers) == len(countries) - 1
    assert {country.iso2 for country in countries if not country.ucdp_region} == {"AQ", "BV", "GS", "HM", "TF"}
    assert all(country.region for country in countries)


@pytest.mark.parametrize(
    ("iso2", "number", "region", "ucdp_region"),
    [
        ("SY", 760, "Middle East", "Middle East"),
        ("EG", 818, "Northern Africa", "Middle East"),
        ("SD", 729, "Northern Africa", "Africa"),
        ("GE", 268, "Caucasus and Central Asia", "Europe"),
        ("AF", 4, "South Asia", "Asia"),
        ("CO", 170, "South America", "Americas"),
    ],
)
def test_regions_are_those_of_each_project(iso2: str, number: int, region: str, ucdp_region: str) -> None:
    country = field_countries()[iso2]
    assert (country.iso_numeric, country.region, country.ucdp_region) == (number, region, ucdp_region)


def test_there_are_31_and_49_columns_each_once() -> None:
    assert len(set(acled().columns)) == 31
    assert len(set(ucdp_ged().columns)) == 49


def test_a_breach_of_the_schema_is_refused() -> None:
    whole = file("acled.toml")
    for broken in (
        {**whole, "columns": whole["columns"][:30]},
        {**whole, "kinds": whole["kinds"][::-1]},
        {**whole, "disorder": {**whole["disorder"], "Demonstrations": []}},
        {**whole, "choice": [{"type": "war", "when": "harmed", "sub_event": "Attack"}]},
        {**whole, "more": 1},
    ):
        with pytest.raises(ValidationError):
            Acled.model_validate(broken)
    with pytest.raises(ValidationError, match="no event type"):
        UcdpGed.model_validate({**file("ucdp_ged.toml"), "types": ["war"]})
    with pytest.raises(ValidationError, match="no type and mode"):
        Plover.model_validate({**file("plover.toml"), "types": {"ASSAULT": []}})
