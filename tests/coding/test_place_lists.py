"""Lists of places that were struck: each is an event of its own (codebook 1)."""

from __future__ import annotations

import datetime as dt
from functools import cache

import pytest

from marsad.coding.coder import Coder
from marsad.model import Dispatch


@cache
def _coder() -> Coder:
    return Coder()


def struck(text: str) -> list[tuple[str, str | None]]:
    coding = _coder().code(Dispatch(text=f"Clashes went on near Saraqib. {text}", date=dt.date(2019, 12, 7)))
    return [(event.type, event.place.name if event.place else None) for event in coding.events[1:]]


@pytest.mark.parametrize(
    ("text", "kind", "places"),
    [
        (
            "Regime planes executed 12 airstrikes: four on Kafr Nabl, six on Hass and two outside Kansafra.",
            "air_strike",
            ["Kafr Nabl", "Hass", "Kansafra"],
        ),
        (
            "Warplanes carried out 14 raids over the countryside of Idlib, hitting Kafr Nabl, Hass and Kansafra.",
            "air_strike",
            ["Kafr Nabl", "Hass", "Kansafra"],
        ),
        ("Helicopters dropped barrels on Kafr Nabl and the vicinity of Hass.", "air_strike", ["Kafr Nabl", "Hass"]),
        ("Artillery fire targeted areas in Kafr Nabl and Hass.", "shelling", ["Kafr Nabl", "Hass"]),
        ("The villages of Kafr Nabl and Hass came under shelling by the regime.", "shelling", ["Kafr Nabl", "Hass"]),
    ],
)
def test_every_place_of_a_list_is_an_event(text: str, kind: str, places: list[str]) -> None:
    assert struck(text) == [(kind, place) for place in places]


def test_a_place_of_another_clause_is_not_in_the_list() -> None:
    text = "Mortar rounds fell in Jobar and Qaboun, while barrel bombs were dropped on Daraya and Moadamiya."
    assert struck(text) == [
        ("shelling", "Jobar"),
        ("shelling", "Qaboun"),
        ("air_strike", "Daraya"),
        ("air_strike", "Moadamiya"),
    ]
