"""Whether two accounts tell one happening, and what each cell says for and against it."""

from __future__ import annotations

import math

import pytest
from hypothesis import given

from incidents.made import DARAA, MUZAYRIB, PALMYRA, TAFAS, accounts, actor, day, killed, told
from marsad.incidents.accounts import Account
from marsad.incidents.blocking import keys, sought
from marsad.incidents.comparing import Comparison, compare, score_of
from marsad.incidents.features import features
from marsad.incidents.files import weights
from marsad.model import Participant, Place


def compared(one: Account, other: Account) -> Comparison:
    return compare(features(one), features(other))


def reason(one: Account, other: Account, cell: str) -> tuple[float, str]:
    return next((r.points, r.words) for r in compared(one, other).reasons if r.cell == cell)


@given(accounts(), accounts())
def test_the_order_of_two_events_makes_no_difference(one: Account, other: Account) -> None:
    a, b = features(one), features(other)
    if a.event_id != b.event_id:
        assert compare(a, b) == compare(b, a)
        assert score_of(a, b) == score_of(b, a)


@given(accounts(), accounts())
def test_the_reasons_add_up_to_the_score_and_each_has_words(one: Account, other: Account) -> None:
    found = compared(one, other)
    points = weights().base + sum(reason.points for reason in found.reasons)
    assert math.isclose(found.score, 1 / (1 + math.exp(-points)))
    assert all(reason.words and "{" not in reason.words for reason in found.reasons)


@given(accounts(), accounts())
def test_the_short_cut_never_hides_what_is_the_same_or_unsure(one: Account, other: Account) -> None:
    a, b = features(one), features(other)
    found = compare(a, b)
    short = score_of(a, b)
    assert math.isclose(short, found.score) if found.zone != "different" else short < weights().zones.unsure


def test_the_same_shelling_told_by_two_sources_is_the_same() -> None:
    one = told("one", casualties=[killed(4)], actors=[actor("side_a", "regime forces", "sy-military")])
    other = told("two", casualties=[killed(6)], actors=[actor("side_a", "4th Division", "sy-4th-division")])
    assert compared(one, other).zone == "same"


@pytest.mark.parametrize(
    "other",
    [
        told("two", time=day(1), published=1, casualties=[killed(12)]),
        told("two", place=MUZAYRIB, casualties=[killed(1)]),
        told("two", place=PALMYRA),
        told("two", type="negotiation"),
    ],
    ids=["the same town next day", "another town the same day", "the same type elsewhere", "another type"],
)
def test_look_alikes_are_not_the_same(other: Account) -> None:
    assert compared(told("one", casualties=[killed(4)]), other).zone != "same"


def test_a_town_lies_in_its_region() -> None:
    _points, words = reason(told("one", place=TAFAS), told("two", place=DARAA, published=1), "place")
    assert words == "Tafas lies in Daraa"


def test_one_name_found_in_two_countries_still_speaks_for_one_happening() -> None:
    elsewhere = Place(name="Tafass", latitude=51.0, longitude=7.0, precision="exact", resolved=True, country="DE")
    points, words = reason(told("one"), told("two", place=elsewhere), "place")
    assert points > 0
    assert "found in different spots" in words


ARMY = actor("side_a", "regime forces", "sy-military", "State forces")


@pytest.mark.parametrize(
    ("other", "words"),
    [
        (actor("side_a", "4th Division", "sy-4th-division", "State forces"), "4th Division belongs to regime forces"),
        (actor("side_a", "Syrian army", "sy-military", "State forces"), "regime forces in both"),
        (actor("side_a", "soldiers"), "soldiers may be regime forces"),
        (actor("side_a", "HTS", "sy-hts", "Rebel group"), "regime forces here, HTS there"),
    ],
    ids=["a unit", "the same", "a vague word", "another"],
)
def test_actors_are_compared_by_the_registry(other: Participant, words: str) -> None:
    found = reason(told("one", actors=[ARMY]), told("two", actors=[other], published=1), "actors")
    assert words in found[1]


def test_contradicting_sides_speak_against_one_happening() -> None:
    rebels = actor("side_a", "HTS", "sy-hts", "Rebel group")
    assert reason(told("one", actors=[ARMY]), told("two", actors=[rebels]), "actors")[0] < 0


def test_the_sides_of_a_fight_may_be_told_either_way_round() -> None:
    rebels = actor("side_b", "HTS", "sy-hts", "Rebel group")
    turned = [ARMY.model_copy(update={"role": "side_b"}), rebels.model_copy(update={"role": "side_a"})]
    one = told("one", type="armed_clash", mutual=True, actors=[ARMY, rebels])
    assert reason(one, told("two", type="armed_clash", mutual=True, actors=turned), "actors")[0] > 0


@pytest.mark.parametrize(
    ("one", "other", "words"),
    [
        (killed(4), killed(4), "4 killed in both"),
        (killed(4), killed(9), "4 killed, later 9"),
        (killed(4), killed(60), "exclude each other"),
        (killed(3, low=2, high=None), killed(9), "can be the same"),
    ],
)
def test_casualties_are_compared_by_their_ranges_and_may_rise(one: object, other: object, words: str) -> None:
    first = told("one", casualties=[one])  # type: ignore[list-item]
    later = told("two", casualties=[other], published=1)  # type: ignore[list-item]
    assert words in reason(first, later, "casualties")[1]


def test_names_told_by_both_speak_for_one_happening() -> None:
    one = told("one", text="Shells killed Mahmoud Darwish at noon.")
    other = told("two", text="The shelling killed Mahmud Darwish and his son.")
    assert reason(one, other, "names")[0] > 0


def test_a_name_that_no_gazetteer_knows_is_not_held_to_the_country_it_was_placed_in() -> None:
    ward = Place(name="Waaberi", within="Mogadishu", latitude=2.04, longitude=45.34, precision="near", country="SO")
    guessed = Place(
        name="Erdogan hospital", within="Ankara", latitude=39.9, longitude=32.9, precision="near", country="TR"
    )
    text = "A car blew up in Waaberi on Tuesday; the dead lie in Erdogan hospital."
    one, other = told("one", place=ward), told("two", place=guessed, text=text)
    assert reason(one, other, "place")[0] > 0
    known = guessed.model_copy(update={"resolved": True, "gazetteer_id": "geonames:323786"})
    assert (
        reason(told("one", place=ward.model_copy(update={"resolved": True})), told("two", place=known), "place")[0] < -5
    )
    assert set(keys(features(other))) & set(sought(features(one)))


def test_a_word_for_the_doer_says_less_against_than_another_name() -> None:
    police = told("one", actors=[actor("side_a", "soldiers")])
    group = told("two", actors=[actor("side_a", "Column of the Plain", kind="Identity militia")])
    named = told("three", actors=[actor("side_a", "regime forces", "sy-military")])
    other = told("four", actors=[actor("side_a", "HTS", "sy-hts")])
    assert reason(named, other, "actors")[0] < reason(police, group, "actors")[0] < 0
