"""Which accounts are compared at all."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from incidents.made import DARAA, MUZAYRIB, PALMYRA, TAFAS, accounts, day, told
from marsad.incidents.accounts import Account
from marsad.incidents.blocking import keys, sought
from marsad.incidents.features import Features, features
from marsad.model import Place, When


def meet(one: Features, other: Features) -> bool:
    return not set(keys(one)).isdisjoint(sought(other))


@given(accounts(), accounts())
def test_it_makes_no_difference_which_of_two_events_looks_for_the_other(one: Account, other: Account) -> None:
    assert meet(features(one), features(other)) == meet(features(other), features(one))


@given(
    st.floats(-89, 89),
    st.floats(-179.9, 179.9),
    st.floats(-0.09, 0.09),
    st.integers(0, 2),
)
def test_places_ten_kilometres_and_days_two_apart_are_compared(
    latitude: float, longitude: float, north: float, days: int
) -> None:
    def at(name: str, latitude: float, time: When) -> Features:
        place = Place(name=name, latitude=latitude, longitude=longitude, precision="exact", resolved=True)
        return features(told(name, place=place, time=time))

    assert meet(at("Anywhere", latitude, day(0)), at("Elsewhere", min(90, latitude + north), day(days)))


def test_a_town_and_the_region_that_it_lies_in_are_compared() -> None:
    assert meet(features(told("one", place=TAFAS)), features(told("two", place=DARAA)))


def test_two_towns_of_one_region_far_apart_in_days_or_space_are_not_compared() -> None:
    assert not meet(features(told("one", place=TAFAS)), features(told("two", place=PALMYRA)))
    assert not meet(features(told("one", place=TAFAS)), features(told("two", place=TAFAS, time=day(9))))


def test_one_name_found_in_two_spots_is_compared() -> None:
    elsewhere = TAFAS.model_copy(update={"latitude": 51.0, "longitude": 7.0, "country": "DE", "admin1": "NRW"})
    assert meet(features(told("one", place=TAFAS)), features(told("two", place=elsewhere)))


def test_an_event_without_a_place_is_compared_with_those_of_the_places_that_it_names() -> None:
    nowhere = told("one", place=Place(), text="After the shelling of Tafas the town is quiet.")
    assert meet(features(nowhere), features(told("two", place=TAFAS)))
    assert not meet(features(nowhere), features(told("two", place=MUZAYRIB)))


def test_an_event_without_a_day_is_compared_with_those_before_its_publication() -> None:
    undated = features(told("one", time=When(), published=5))
    assert meet(undated, features(told("two", time=day(1))))
    assert not meet(undated, features(told("two", time=day(20))))
