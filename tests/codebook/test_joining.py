"""By type: which tellings may be of one event."""

from __future__ import annotations

import pytest

from marsad.codebook.files import validated
from marsad.codebook.joining import Joining, area_kinds, joining
from marsad.codebook.types import event_types
from marsad.errors import DataError


def test_what_an_event_takes_up_is_told_by_violence_or_in_the_street() -> None:
    for key in event_types():
        for other in joining(key).takes_up:
            assert event_types()[other].family != "politics"


def test_a_concrete_type_is_violent() -> None:
    assert all(joining(key).violent for key in event_types() if joining(key).concrete)


def test_a_type_that_is_not_listed_joins_by_its_type_alone() -> None:
    assert joining("other") == Joining()


def test_a_district_is_more_than_a_town() -> None:
    assert "district" in area_kinds()
    assert "village" not in area_kinds()


def test_a_misspelt_field_is_named_in_the_error() -> None:
    with pytest.raises(DataError, match=r"joining\.toml: entry 'raid': violnt"):
        validated(Joining, {"violnt": True}, "joining.toml", "raid")
