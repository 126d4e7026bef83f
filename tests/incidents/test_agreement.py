"""What a change may not spoil: how well the accounts of one happening are found among labelled dispatches."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from marsad.coding.coder import Coder
from marsad.evaluation.incidents import Linked, MeasuredIncidents, agreement, measure_incidents, read_labelled

GOLD = Path(__file__).parents[1] / "gold" / "incidents"
FLOORS: dict[str, dict[str, float]] = tomllib.loads((GOLD / "floors.toml").read_text("utf-8"))


@pytest.fixture(scope="module")
def measured() -> dict[str, MeasuredIncidents]:
    coder = Coder()
    return {half: measure_incidents(read_labelled(GOLD / half), coder) for half in FLOORS}


@pytest.mark.parametrize(("half", "name"), [(half, name) for half in FLOORS for name in FLOORS[half]])
def test_linking_of_labelled_accounts_stays_above_its_floor(
    measured: dict[str, MeasuredIncidents], half: str, name: str
) -> None:
    source, figure = name.split("_")
    linked: Linked = getattr(measured[half], source)
    assert getattr(linked, figure).f1 >= FLOORS[half][name]


@pytest.mark.parametrize("half", FLOORS)
def test_linking_beats_the_same_type_place_and_day(measured: dict[str, MeasuredIncidents], half: str) -> None:
    assert measured[half].given.cubed.f1 > measured[half].trivial.cubed.f1 + 0.1


def test_forty_happenings_are_told_by_three_dispatches_or_more() -> None:
    tellers: dict[str, set[str]] = {}
    for half in FLOORS:
        for one in read_labelled(GOLD / half):
            for label in one.labels:
                assert label.quote in one.dispatch.text
                tellers.setdefault(f"{half} {label.happening}", set()).add(label.dispatch)
    assert sum(len(dispatches) >= 3 for dispatches in tellers.values()) >= 40


def test_pairs_and_b_cubed_are_counted_as_their_authors_count_them() -> None:
    happenings = {"a": "1", "b": "1", "c": "1", "d": "2", "e": "2"}
    found = agreement({"a": "x", "b": "x", "c": "y", "d": "y", "e": None}, happenings)
    assert (found.accounts, found.coded) == (5, 4)
    assert found.pairs == (1, 1, 3)
    assert found.cubed.precision == pytest.approx((1 + 1 + 1 / 2 + 1 / 2) / 4)
    assert found.cubed.recall == pytest.approx((2 / 3 + 2 / 3 + 1 / 3 + 1 / 2 + 0) / 5)


def test_all_joined_rightly_is_one_and_all_apart_is_right_but_finds_little() -> None:
    happenings = {"a": "1", "b": "1", "c": "2"}
    assert agreement(happenings, happenings).cubed.f1 == 1
    alone = agreement({key: key for key in happenings}, happenings)
    assert (alone.cubed.precision, alone.pairs.recall) == (1, 0)
