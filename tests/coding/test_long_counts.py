"""The toll of a whole conflict is never put on one event."""

from __future__ import annotations

import datetime as dt
from functools import cache

import pytest

from marsad.coding.coder import Coder
from marsad.model import Coding, Dispatch


@cache
def _coder() -> Coder:
    return Coder()


def code(text: str) -> Coding:
    return _coder().code(Dispatch(text=text, date=dt.date(2019, 5, 3)))


def told(coding: Coding) -> list[tuple[str, int | None]]:
    return [(count.harm, count.best) for event in coding.events for count in event.casualties]


@pytest.mark.parametrize(
    "background",
    [
        "The insurgency has left more than 20,000 people dead and displaced two million.",
        "The conflict, now in its tenth year, has claimed 9,000 lives.",
        "More than 13,000 people have died in the war.",
        "The rebellion killed 4,000 people in its first years.",
        "The rebels, who have killed hundreds of civilians, want a state of their own.",
        "Over the same period, 43 soldiers were killed in ambushes.",
        "The group is seen as the deadliest of the region, with 2,500 people killed.",
    ],
)
def test_a_toll_of_years_behind_a_report_of_an_attack_is_not_the_attacks(background: str) -> None:
    coding = code(f"Gunmen attacked a village near Maiduguri on Tuesday, killing four people. {background}")
    assert told(coding) == [("killed", 4)]


def test_what_a_group_is_blamed_for_is_not_counted_with_what_it_did_on_the_day() -> None:
    coding = code("The group, blamed for the deaths of 300 people, attacked a market in Maiduguri on Monday.")
    assert told(coding) == []


def test_as_many_as_a_thousand_dead_are_one_events_only_with_its_day() -> None:
    dated = code("The shelling of Aleppo killed 1,200 people on Monday.")
    assert told(dated) == [("killed", 1200)]
    undated = code("Shells hit Aleppo on Monday. Some 1,200 people were killed by shells.")
    assert told(undated) == []


@pytest.mark.parametrize(
    ("text", "counts"),
    [
        ("Violence killed four civilians in Jos.", [("killed", 4)]),
        ("Three soldiers have died in the fighting in Marib.", [("killed", 3)]),
        ("Clashes have killed 14 people in Tripoli.", [("killed", 14)]),
    ],
)
def test_what_may_be_of_a_day_is_still_counted(text: str, counts: list[tuple[str, int]]) -> None:
    assert told(code(text)) == counts


def test_so_many_dead_by_now_are_a_sum_but_in_the_lead() -> None:
    behind = code(
        "Gunmen attacked a village near Mubi on Tuesday.\n\nIt was calm.\n\nRaids have killed more than 300 people."
    )
    assert told(behind) == []
    lead = code("At least 156 people have been killed in clashes in Jos, officials say.")
    assert told(lead) == [("killed", 156)]
