"""With what it was done."""

from __future__ import annotations

from functools import cache

import pytest

from marsad.coding.coder import Coder


@cache
def _coder() -> Coder:
    return Coder()


def weapons(text: str) -> list[str]:
    """The weapons of all events of a text, in alphabetical order."""
    coding = _coder().code(text, date="2022-06-15")
    return sorted({weapon.name for event in coding.events for weapon in event.weapons})


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("The army fired 42 mortar rounds at the village of Kalma on Monday.", ["mortar rounds"]),
        ("Soldiers fired live bullets and tear gas at protesters in Nablus on Friday.", ["live bullets", "tear gas"]),
        ("A bomber detonated his explosive vest at a checkpoint in Quetta on Monday.", ["explosive vest"]),
        ("Artillery and mortar fire hit the town of Jermuk on Tuesday.", ["artillery", "mortar"]),
        ("Police used batons and water cannon against demonstrators in Beirut.", ["batons", "water cannon"]),
        ("A Grad rocket hit a house in Toretsk on Monday.", ["grad rocket"]),
        ("Gunmen attacked a post in Diyala with snipers and mortars on Monday.", ["mortars", "snipers"]),
        ("The rebels fired rocket-propelled grenades at a post in Afrin.", ["rocket-propelled grenades"]),
        ("An army truck drove over a mine near Ayorou on Tuesday.", ["mine"]),
        ("Warplanes dropped barrel bombs on Kafr Zita on Monday.", ["barrel bombs"]),
    ],
)
def test_weapons_are_named_in_full(text: str, names: list[str]) -> None:
    assert weapons(text) == names


@pytest.mark.parametrize(
    "text",
    [
        "Men set fire to a school in Yala on Monday.",
        "Gunmen opened fire on worshippers in Jos on Sunday.",
        "The air force targeted 12 hideouts south of Rafah on Monday.",
        "Two soldiers suffered bullet wounds in a clash near Serou on Monday.",
    ],
)
def test_fire_forces_and_wounds_are_no_weapons(text: str) -> None:
    assert weapons(text) == []


def test_whose_a_weapon_is_does_not_belong_to_its_name() -> None:
    assert weapons("Pakistani aircraft bombed houses in Barmal district on Monday.") == ["aircraft"]
