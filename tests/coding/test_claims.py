from __future__ import annotations

import datetime as dt
import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marsad.codebook.claims import claim_words
from marsad.coding.claims import Claim, find_claims

ANCHOR = dt.date(2021, 3, 24)


def only(text: str, anchor: dt.date | None = ANCHOR) -> Claim:
    (claim,) = find_claims(text, anchor)
    return claim


def test_a_superlative_without_a_noun_is_a_claim_about_strength() -> None:
    claim = only("Clashes broke out in Tafas, considered the most violent since 2018.")
    assert (claim.measure, claim.rank, claim.types) == ("strength", 1, ())


def test_since_a_year_begins_after_it_for_a_superlative_and_with_it_for_an_ordinal() -> None:
    assert only("It was the deadliest attack since 2018.").period.first == dt.date(2019, 1, 1)
    assert only("It was the tenth attack since 2018.").period.first == dt.date(2018, 1, 1)


def test_since_a_month_that_still_goes_on_begins_with_it() -> None:
    assert only("It was the deadliest attack since March.").period.first == dt.date(2021, 3, 1)


def test_the_deadliest_compares_the_killed() -> None:
    claim = only("It was the deadliest air strike this year.")
    assert (claim.measure, claim.types, claim.period.first) == ("killed", ("air_strike",), dt.date(2021, 1, 1))


def test_an_ordinal_counts_events() -> None:
    claim = only("The third attack on the town this week killed two people.")
    assert (claim.measure, claim.rank, claim.period.words) == ("events", 3, "this week")


@pytest.mark.parametrize(
    ("text", "rank"),
    [
        ("the first air strike in two years", 1),
        ("the 21st attack on the road since January 2020", 21),
        ("the second-deadliest attack in two years", 2),
        ("shelled for the third time this month", 3),
    ],
)
def test_ranks_are_read_in_words_and_figures(text: str, rank: int) -> None:
    assert only(text).rank == rank


def test_a_period_before_the_ordinal_is_read() -> None:
    assert only("This week's third attack left four dead.").text == "This week's third attack"


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("Sunday was the deadliest day since January.", "day"),
        ("the bloodiest month in two years", "month"),
        ("the highest daily toll since 2019", "day"),
        ("the highest death toll this year", None),
    ],
)
def test_days_and_months_are_compared_as_wholes(text: str, unit: str | None) -> None:
    claim = only(text)
    assert claim.unit == unit
    assert "armed_clash" in claim.types


@pytest.mark.parametrize(
    "text", ["the worst violence in years", "the deadliest day of the war", "the first attack ever"]
)
def test_a_period_without_a_beginning_is_left_open(text: str) -> None:
    assert only(text).period.first is None


def test_without_a_date_of_the_dispatch_a_period_that_rests_on_it_is_open() -> None:
    assert only("the third attack this year", None).period.first is None


@pytest.mark.parametrize(
    "text",
    [
        "one of the deadliest attacks since 2018",
        "among the worst attacks this year",
        "It is not the first attack this week.",
        "The first aid convoy arrived this week.",
        "the third round of talks this week",
        "He was the first to arrive this week.",
        "the largest displacement since 2019",
        "the highest number of prisoners since 2019",
        "The first attack was on Monday. This week three died.",
        "It was the deadliest attack.",
        "It was the first time he was seen in public in January 2020.",
        "At worst, they will stuff their bags to add to what was lost in 2019.",
        "Talks are expected for the first time in the next few days.",
        "He condemned in the strongest possible terms terrorist attacks this month.",
    ],
)
def test_what_claims_no_rank_for_an_event_is_no_claim(text: str) -> None:
    assert find_claims(text, ANCHOR) == []


@given(
    st.text(st.sampled_from("the deadliest third attack since 2018 in week,. \n"), max_size=200) | st.text(max_size=80)
)
def test_spans_point_at_the_words(text: str) -> None:
    claims = find_claims(text, ANCHOR)
    for claim in claims:
        assert text[claim.span.start : claim.span.end] == claim.text
        assert claim.period.first is None or claim.period.last is None or claim.period.last <= ANCHOR
    assert all(
        one.span.end <= two.span.start or one.span.start < two.span.start for one, two in itertools.pairwise(claims)
    )


def test_a_claim_may_run_over_a_line_but_not_over_a_paragraph() -> None:
    assert only("It was the deadliest attack\nin Goma since 2018.").text == "deadliest attack\nin Goma since 2018"
    assert find_claims("The deadliest attack\n\nSince 2018 nothing changed.", ANCHOR) == []


def test_words_beside_type_area_and_period_narrow_a_claim() -> None:
    assert only("It was the third attack on the town this week.").narrowed == ""
    assert only("It was the third attack on the town this week.").here == "town"
    assert only("The fifth dynamite attack on the pipeline in six months.").narrowed == "dynamite pipeline"


def test_each_noun_stands_in_one_list_only() -> None:
    words = [word for noun in claim_words().noun for word in noun.words]
    assert len(words) == len(set(words))
