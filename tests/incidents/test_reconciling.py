"""An incident's value of each cell, the rule that chose it, and where accounts contradict each other (codebook 5)."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incidents.made import DARAA, MUZAYRIB, PALMYRA, TAFAS, accounts, actor, day, killed, told
from marsad.incidents.accounts import Account, Figure, Incident
from marsad.incidents.reconciling import reconcile
from marsad.model import When

some_accounts = st.lists(accounts(), min_size=1, max_size=6, unique_by=lambda account: account.event.id)


def toll(*told_by: Account) -> Figure:
    return reconcile("i", told_by).figures[0]


@given(some_accounts)
def test_low_is_never_above_best_and_best_never_above_high(some: list[Account]) -> None:
    for figure in reconcile("i", some).figures:
        assert figure.low <= figure.best
        assert figure.high is None or figure.best <= figure.high
        assert figure.rule
        assert len({one.event_id for one in figure.history}) == len(figure.history)


@given(some_accounts)
def test_a_part_names_the_total_of_its_harm(some: list[Account]) -> None:
    figures = reconcile("i", some).figures
    for figure in figures:
        if figure.part_of is not None:
            assert figures[figure.part_of].part_of is None
            assert figures[figure.part_of].harm == figure.harm


@given(some_accounts, st.randoms())
def test_the_order_of_accounts_makes_no_difference(some: list[Account], chance: random.Random) -> None:
    shuffled = some.copy()
    chance.shuffle(shuffled)
    assert reconcile("i", shuffled) == reconcile("i", some)


@given(some_accounts)
def test_every_account_stays_and_each_cell_tells_who_said_what(some: list[Account]) -> None:
    incident = reconcile("i", some)
    ids = {account.event.id for account in some}
    assert {account.event.id for account in incident.accounts} == ids
    for cell in (incident.type, incident.status, incident.time, incident.place, incident.side_a, incident.side_b):
        assert {id for id, _value in cell.told} <= ids
        assert cell.rule


@given(accounts())
def test_one_account_alone_contradicts_nothing(account: Account) -> None:
    assert not reconcile("i", [account]).contradicted


def test_without_an_account_there_is_no_incident() -> None:
    with pytest.raises(ValueError, match="at least one account"):
        reconcile("i", [])


# ------------------------------------------------------------------ figures


def test_best_is_the_latest_account_of_the_most_credible_kind() -> None:
    figure = toll(
        told("one", casualties=[killed(9)], by="military"),
        told("two", casualties=[killed(4)], by="monitor", published=1),
        told("three", casualties=[killed(5)], by="monitor", published=2),
        told("four", casualties=[killed(7)], by="media", published=3),
    )
    assert (figure.low, figure.best, figure.high) == (4, 5, 9)
    assert figure.rule == "the latest account of the most credible kind (monitor)"
    assert figure.contradicted


def test_without_a_known_kind_best_is_the_median_rounded_down() -> None:
    sources = [told(name, casualties=[killed(n)], source="?") for name, n in (("a", 4), ("b", 7))]
    sources = [one for one in sources if not one.event.attribution]
    figure = toll(*sources)
    assert (figure.low, figure.best, figure.high) == (4, 5, 7)
    assert figure.rule == "the median of the accounts, rounded down"


def test_a_rising_toll_replaces_its_source_s_earlier_one_in_best_and_stays_in_the_history() -> None:
    figure = toll(
        told("one", casualties=[killed(4)], source="SOHR"),
        told("two", casualties=[killed(9)], source="SOHR", published=1),
    )
    assert (figure.low, figure.best, figure.high) == (4, 9, 9)
    assert [one.superseded for one in figure.history] == [True, False]
    assert not figure.contradicted


def test_words_of_a_rising_toll_update_what_other_sources_said_before() -> None:
    text = "The death toll of the shelling rose to nine."
    later = killed(9).model_copy(update={"evidence": [(0, len(text))]})
    later = type(later).model_validate(later.model_dump())
    figure = toll(
        told("one", casualties=[killed(4)], by="monitor"),
        told("two", casualties=[later], by="media", published=1, text=text),
    )
    assert figure.best == 9
    assert [one.superseded for one in figure.history] == [True, False]


def test_different_sources_that_tell_different_numbers_contradict_each_other() -> None:
    assert toll(told("one", casualties=[killed(4)]), told("two", casualties=[killed(6)])).contradicted


def test_a_vague_number_contradicts_none_and_is_not_best() -> None:
    several = killed(3, low=2, high=None)
    figure = toll(
        told("one", casualties=[killed(1)], by="media"), told("two", casualties=[several], by="monitor", published=1)
    )
    assert not figure.contradicted
    assert figure.best == 1


def test_at_least_four_and_six_are_four_to_six() -> None:
    figure = toll(told("one", casualties=[killed(4, high=None)]), told("two", casualties=[killed(6)]))
    assert (figure.low, figure.high) == (4, 6)
    assert not figure.contradicted


def test_six_and_at_least_eight_have_no_upper_bound() -> None:
    assert toll(told("one", casualties=[killed(6)]), told("two", casualties=[killed(8, high=None)])).high is None


def test_killed_civilians_are_no_rival_of_all_the_killed() -> None:
    part = killed(4, side="civilian", who="civilians").model_copy(update={"part_of": 0})
    incident = reconcile(
        "i",
        [
            told("one", casualties=[killed(6), part]),
            told("two", casualties=[killed(4, side="civilian", who="civilians")], published=1),
        ],
    )
    total, civilians = incident.figures
    assert (total.best, total.side, total.contradicted) == (6, None, False)
    assert (civilians.best, civilians.side, civilians.part_of, civilians.contradicted) == (4, "civilian", 0, False)


def test_parts_of_both_sides_are_added_to_a_total() -> None:
    incident = reconcile(
        "i",
        [
            told("one", casualties=[killed(3, side="side_a"), killed(15, side="side_b")]),
            told("two", casualties=[killed(18)], published=1),
        ],
    )
    assert incident.figures[0].best == 18
    assert not incident.figures[0].contradicted
    assert {(figure.side, figure.best) for figure in incident.figures[1:]} == {("side_a", 3), ("side_b", 15)}


def test_a_repost_is_no_source_of_its_own() -> None:
    original = told("one", casualties=[killed(4)], dispatch="d1")
    figure = toll(
        original,
        told("two", casualties=[killed(4)], dispatch="d2", repost_of="d1", published=1),
        told("three", casualties=[killed(4)], dispatch="d3", repost_of="d1", published=1),
        told("four", casualties=[killed(8)], dispatch="d4", published=1),
    )
    assert figure.best == 6
    assert len(figure.history) == 4


# ------------------------------------------------------------------ other cells


def incident(*told_by: Account) -> Incident:
    return reconcile("i", told_by)


def test_a_region_does_not_contradict_the_town_in_it_and_the_town_is_taken() -> None:
    found = incident(told("one", place=DARAA), told("two", place=TAFAS, published=1)).place
    assert found.value.name == "Tafas"
    assert not found.contradicted


def test_two_towns_far_apart_contradict_each_other() -> None:
    assert incident(told("one", place=MUZAYRIB), told("two", place=PALMYRA)).place.contradicted


def test_two_days_contradict_each_other_and_a_week_does_not() -> None:
    week = When(start=day(0).start, end=day(6).start, precision="week")
    assert incident(told("one"), told("two", time=day(1))).time.contradicted
    found = incident(told("one", time=week), told("two", time=day(1), published=1)).time
    assert not found.contradicted
    assert found.value == day(1)


def test_a_denial_contradicts_what_happened() -> None:
    assert incident(told("one"), told("two", status="denied")).status.contradicted
    assert not incident(told("one"), told("two", status="claimed")).status.contradicted


def test_what_was_planned_gives_way_to_what_happened() -> None:
    found = incident(
        told("one", status="planned"), told("two", status="planned", published=1), told("three", published=2)
    )
    assert found.status.value == "happened"


def test_the_most_specific_name_of_a_side_is_taken() -> None:
    found = incident(
        told("one", actors=[actor("side_a", "regime forces", "sy-military")]),
        told("two", actors=[actor("side_a", "4th Division", "sy-4th-division")], published=1),
        told("three", actors=[actor("side_a", "gunmen")], published=2),
    ).side_a
    assert [one.name for one in found.value] == ["4th Division"]
    assert found.event_id == found.told[1][0]


def test_two_named_groups_on_one_side_contradict_each_other() -> None:
    found = incident(
        told("one", actors=[actor("side_a", "regime forces", "sy-military", "State forces")]),
        told("two", actors=[actor("side_a", "HTS", "sy-hts", "Rebel group")]),
    ).side_a
    assert found.contradicted


def test_a_fight_told_the_other_way_round_contradicts_no_side() -> None:
    army, rebels = ("regime forces", "sy-military", "State forces"), ("HTS", "sy-hts", "Rebel group")
    found = incident(
        told("one", type="armed_clash", mutual=True, actors=[actor("side_a", *army), actor("side_b", *rebels)]),
        told("two", type="armed_clash", mutual=True, actors=[actor("side_a", *rebels), actor("side_b", *army)]),
    )
    assert not found.side_a.contradicted
    assert not found.side_b.contradicted


def test_types_that_tell_one_happening_do_not_contradict_each_other() -> None:
    assert not incident(told("one", type="armed_clash"), told("two", type="attack")).type.contradicted
    assert incident(told("one", type="armed_clash"), told("two", type="negotiation")).type.contradicted
