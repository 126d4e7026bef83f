"""Tolls that a sentence tells place by place."""

from __future__ import annotations

from functools import cache

import pytest

from marsad.coding.coder import Coder


@cache
def _coder() -> Coder:
    return Coder()


def tolls(text: str) -> list[tuple[str | None, int]]:
    """Each event's place and number of people."""
    events = _coder().code(text, date="2022-06-15").events
    return [(e.place.name, sum(c.low for c in e.casualties if c.part_of is None)) for e in events]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Missiles killed three people in Kharkiv and two in Izium on Friday.", [("Kharkiv", 3), ("Izium", 2)]),
        ("Soldiers detained nine men in Jenin and three in Hebron on Monday.", [("Jenin", 9), ("Hebron", 3)]),
        (
            "Soldiers arrested nine men: five from Beita, three from Qalqilya and one from Dura.",
            [("Beita", 5), ("Qalqilya", 3), ("Dura", 1)],
        ),
    ],
)
def test_each_place_has_its_own_toll(text: str, expected: list[tuple[str, int]]) -> None:
    assert tolls(text) == expected


def test_a_toll_of_several_places_stands_with_the_first() -> None:
    text = "The army shelled Murak and Kafr Zita on Monday, killing three civilians."
    assert tolls(text) == [("Murak", 3), ("Kafr Zita", 0)]
