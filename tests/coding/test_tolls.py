"""One toll from many sentences about one event."""

from __future__ import annotations

from functools import cache

import pytest

from marsad.coding.coder import Coder
from marsad.model import Casualty, Event


@cache
def _coder() -> Coder:
    return Coder()


def event(text: str, kind: str) -> Event:
    """The only event of a type in a dispatch of Wednesday 15 June 2022."""
    (found,) = [e for e in _coder().code(text, date="2022-06-15").events if e.type == kind]
    return found


def groups(text: str, kind: str, harm: str = "killed") -> list[Casualty]:
    return [c for c in event(text, kind).casualties if c.harm == harm]


def together(cells: list[Casualty]) -> int:
    return sum(c.low for c in cells if c.part_of is None)


def test_a_toll_told_twice_counts_once() -> None:
    text = "A car bomb killed five people in Baquba on Tuesday. The five died as the car blew up."
    assert together(groups(text, "explosive_device")) == 5


def test_a_risen_toll_replaces_the_first() -> None:
    text = "A car bomb killed five people in Baquba on Tuesday. The death toll has risen to seven."
    assert together(groups(text, "explosive_device")) == 7


def test_a_toll_of_the_same_sentence_stands_for_all() -> None:
    text = "At least 20 farmers were killed in an attack on Ogossagou on Saturday; the death toll rose to 26 on Sunday."
    assert together(groups(text, "attack")) == 26


def test_those_told_of_a_total_are_not_more() -> None:
    text = "Men with machetes attacked the market of Jos on Tuesday and killed five traders, beheading two of them."
    assert together(groups(text, "attack")) == 5


def test_a_bomber_stays_beside_the_victims_of_a_later_sentence() -> None:
    text = "A suicide bomber blew himself up outside a mosque in Quetta on Tuesday. Four worshippers died on the spot."
    assert together(groups(text, "suicide_bomb")) == 5


def test_soldiers_are_no_part_of_the_rebels_told_before() -> None:
    text = "Troops clashed with rebels near Beni on Tuesday and killed three of the rebels. One soldier lost his life."
    assert together(groups(text, "armed_clash")) == 4


def test_a_death_of_the_wounds_on_another_day_belongs_to_its_event() -> None:
    text = (
        "A roadside bomb went off under a pickup near Ariha late on Friday. Two fighters were killed on the spot, "
        "while a third succumbed to his wounds on Sunday."
    )
    assert together(groups(text, "explosive_device")) == 3


def test_those_in_a_hospital_with_a_name_belong_to_the_event_before() -> None:
    text = "A grenade exploded in a bar in Goma on Monday. One man died of it and five are in care at Heal hospital."
    assert together(groups(text, "grenade")) == 1
    assert together(groups(text, "grenade", "injured")) == 5


def test_those_whom_an_arrest_befalls_are_counted_in_any_wording() -> None:
    text = "Soldiers searched a school in Pattani on Tuesday and took two teachers to a camp for questioning."
    assert together(groups(text, "arrest", "arrested")) == 2


def test_others_are_added() -> None:
    text = "A car bomb killed three people in Baquba on Tuesday. Two more people died of their wounds."
    assert together(groups(text, "explosive_device")) == 5


def test_wounded_who_died_leave_the_wounded() -> None:
    text = "A mine wounded three fighters in Tafas on Tuesday, one of whom died later."
    assert together(groups(text, "explosive_device")) == 1
    assert together(groups(text, "explosive_device", "injured")) == 2


def test_two_sources_widen_one_group() -> None:
    text = (
        "A car bomb exploded in Baquba on Tuesday. Police said four people were killed, while medics said "
        "six people were killed."
    )
    (killed,) = groups(text, "explosive_device")
    assert (killed.low, killed.best, killed.high) == (4, 5, 6)
    assert len(killed.evidence) == 2


def test_parts_and_the_rest_add_up_to_their_total() -> None:
    text = "An air strike on Ariha killed nine civilians, including four children and two women, on Tuesday."
    cells = groups(text, "air_strike")
    assert cells[0].low == 9
    parts = [c for c in cells if c.part_of == 0]
    assert [c.low for c in parts] == [4, 2, 3]


@pytest.mark.parametrize("word", ["soldiers", "rebels"])
def test_civilians_and_armed_people_stand_apart(word: str) -> None:
    text = f"Shelling of the town of Jindires killed two civilians and three {word} on Tuesday."
    cells = groups(text, "shelling")
    assert [(c.who, c.low) for c in cells] == [("civilians", 2), (word, 3)]
    assert cells[0].side == "civilian"


def test_a_count_without_its_own_event_goes_to_the_one_before() -> None:
    text = "A car bomb exploded in Baquba on Tuesday. Hospital officials spoke of 12 dead."
    assert together(groups(text, "explosive_device")) == 12


def test_nobody_harmed_is_told_only_where_nobody_was() -> None:
    text = "Rockets fell on the town of Jindires on Tuesday. No casualties were reported."
    assert [(c.harm, c.low, c.high) for c in event(text, "shelling").casualties] == [
        ("killed", 0, 0),
        ("injured", 0, 0),
    ]
