from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marsad.evaluation.naming import known_actors, names_civilians, names_nobody, same_actor, same_name


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Tafas", "the city of Tafas"),
        ("Daraa", "Dara'a"),
        ("Deir Ezzor", "Deir ez-Zor"),
        ("Al-Muzayreb", "Muzayrib"),
        ("northern Gaza", "north Gaza"),
        ("Turkish forces", "Turkey"),
        ("SRF", "Syrian Revolutionaries Front"),
        ("two villagers", "civilians"),
        ("ex-fighters of Fajr Al-Islam", "Fajr al Islam"),
    ],
)
def test_spellings_of_one_name_are_the_same(one: str, other: str) -> None:
    assert same_name(one, other) and same_name(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [("Tafas", "Daraa"), ("north Gaza", "south Gaza"), ("Homs", "Hama"), ("", "Tafas"), ("", "")],
)
def test_other_names_are_not(one: str, other: str) -> None:
    assert not same_name(one, other)


def test_aliases_of_one_actor_are_the_same_actor() -> None:
    assert same_actor("Daesh", "Islamic State")
    assert not same_actor("Daesh", "Free Syrian Army")


def test_a_doer_who_is_not_known_is_nobody() -> None:
    assert known_actors(["unidentified gunmen", "4th Division", ""]) == ["4th Division"]
    assert names_nobody("armed men") and not names_nobody("Wagner group")


def test_a_group_with_a_town_in_its_name_is_not_taken_for_civilians() -> None:
    assert names_civilians("dozens of residents") and not names_civilians("People's Protection Units")


@given(st.text(max_size=20), st.text(max_size=20))
def test_sameness_has_no_direction(one: str, other: str) -> None:
    assert same_name(one, other) == same_name(other, one)
