"""How many: the codebook's table of low, best and high, and what is no number of people."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marsad.coding.quantities import Quantity, add, find_quantities, parse_quantity, read_number

UNITS = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]
TEENS = [
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]


def in_words(number: int) -> str:
    if number < 20:
        return (UNITS + TEENS)[number]
    if number < 100:
        return TENS[number // 10 - 2] + (f"-{UNITS[number % 10]}" if number % 10 else "")
    if number < 1000:
        return f"{UNITS[number // 100]} hundred" + (f" and {in_words(number % 100)}" if number % 100 else "")
    return f"{in_words(number // 1000)} thousand" + (f" {in_words(number % 1000)}" if number % 1000 else "")


def bounds(text: str) -> tuple[int, int, int | None]:
    quantity = parse_quantity(text)
    assert quantity is not None, text
    return quantity.low, quantity.best, quantity.high


def texts(text: str) -> list[str]:
    return [quantity.text for quantity in find_quantities(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("four", (4, 4, 4)),
        ("4", (4, 4, 4)),
        ("at least 4", (4, 4, None)),
        ("no fewer than eleven", (11, 11, None)),
        ("not less than nine", (9, 9, None)),
        ("4 or more", (4, 4, None)),
        ("30+", (30, 30, None)),
        ("more than 4", (5, 5, None)),
        ("over 2,000", (2001, 2001, None)),
        ("in excess of 30", (31, 31, None)),
        ("up to 4", (1, 4, 4)),
        ("nearly ten", (1, 10, 10)),
        ("as many as 20", (1, 20, 20)),
        ("fewer than 10", (1, 9, 9)),
        ("4 to 6", (4, 5, 6)),
        ("between 4 and 6", (4, 5, 6)),
        ("4-6", (4, 5, 6)),
        ("four or five", (4, 4, 5)),
        ("several", (2, 3, None)),
        ("a number of", (2, 3, None)),
        ("some", (2, 3, None)),
        ("others", (2, 3, None)),
        ("an unknown number of", (2, 3, None)),
        ("dozens", (24, 24, None)),
        ("scores", (24, 24, None)),
        ("a dozen", (12, 12, 12)),
        ("half a dozen", (6, 6, 6)),
        ("two dozen", (24, 24, 24)),
        ("more than a dozen", (12, 12, None)),
        ("hundreds", (200, 200, None)),
        ("several hundred", (200, 200, None)),
        ("thousands", (2000, 2000, None)),
        ("tens of thousands", (20000, 20000, None)),
        ("no", (0, 0, 0)),
        ("none", (0, 0, 0)),
        ("without", (0, 0, 0)),
        ("both", (2, 2, 2)),
        ("a pair of", (2, 2, 2)),
        ("a total of 30", (30, 30, 30)),
        ("another 25", (25, 25, 25)),
        ("two others", (2, 2, 2)),
        ("the two", (2, 2, 2)),
        ("four (4)", (4, 4, 4)),
        ("1.5 thousand", (1500, 1500, 1500)),
        ("2.100", (2100, 2100, 2100)),
        ("2 100", (2100, 2100, 2100)),
        ("three hundred and twelve", (312, 312, 312)),
        ("one hundred twenty", (120, 120, 120)),
    ],
)
def test_phrases_come_to_the_codebooks_bounds(text: str, expected: tuple[int, int, int | None]) -> None:
    assert bounds(text) == expected


@pytest.mark.parametrize("text", ["about 40", "around forty", "some 40", "approximately 40", "40 or so", "~40"])
def test_approximate_numbers_keep_their_value_and_say_so(text: str) -> None:
    quantity = parse_quantity(text)
    assert quantity is not None
    assert (quantity.low, quantity.high, quantity.approximate) == (40, 40, True)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("four", "exact"),
        ("at least 4", "bound"),
        ("4-6", "range"),
        ("dozens", "vague"),
        ("no", "none"),
        ("an", "indefinite"),
    ],
)
def test_kind_says_how_the_number_is_told(text: str, kind: str) -> None:
    quantity = parse_quantity(text)
    assert quantity is not None
    assert quantity.kind == kind


@pytest.mark.parametrize(
    "text",
    [
        "40 km from the city",
        "100 kilometres",
        "a 120mm mortar",
        "two kilometres",
        "$300",
        "300 dollars",
        "20%",
        "20 percent",
        "at 5 pm",
        "in 2018",
        "since 2011",
        "on 5 March",
        "March 5, 2021",
        "3-5 March",
        "the 4th",
        "an AK-47",
        "M23",
        "the 5th Corps",
        "Division 30",
        "Resolution 2254",
        "No. 5",
        "24-year-old",
        "aged 24",
        "two-thirds",
        "a five-storey building",
        "3.5",
        "for two days",
        "several hours",
        "dozens of kilometres",
        "the 2018 offensive",
        "24/7",
        "document 45/2013",
        "no longer",
    ],
)
def test_measures_dates_ages_and_names_are_no_numbers_of_people(text: str) -> None:
    assert [quantity for quantity in find_quantities(text) if quantity.kind != "indefinite"] == []


def test_numbers_of_people_are_found_beside_measures_and_dates() -> None:
    text = "On 5 March 2021, at least 12 people, including two aged 4 and 7, died 40 km away; dozens fled."
    assert texts(text) == ["at least 12", "two", "dozens"]


def test_a_death_toll_that_rises_is_two_numbers_not_a_range() -> None:
    assert texts("The toll rose from 12 to 15") == ["12", "15"]


def test_over_behind_a_verb_of_taking_is_no_bound() -> None:
    assert bounds("over two") == (3, 3, None)
    assert texts("They took over two villages") == ["two"]


def test_list_numbers_and_footnotes_are_no_counts() -> None:
    assert texts("1. Shelling of Tafas\n2) Five arrests") == ["Five"]


def test_compound_of_people_keeps_its_number() -> None:
    assert texts("the five-member family and the 300-strong force")[0] == "five"


def test_marks_of_direction_do_not_part_a_number_from_its_modifier() -> None:
    assert find_quantities("At least \u202e23 people")[0].low == 23


def test_parse_is_none_for_more_than_a_quantity() -> None:
    assert parse_quantity("four soldiers") is None
    assert parse_quantity("") is None
    assert parse_quantity("two and five") is None


def test_sum_of_parts_adds_bounds_and_stays_open() -> None:
    exact, open_ended = find_quantities("four men and at least two women")
    total = add(exact, open_ended)
    assert (total.low, total.best, total.high, total.kind) == (6, 6, None, "bound")
    assert (total.start, total.end, total.text) == (0, 25, "four + at least two")
    assert add(exact, exact).kind == "exact"


@given(st.integers(min_value=1, max_value=99_999))
def test_words_and_numerals_agree(number: int) -> None:
    words, numeral, grouped = (
        parse_quantity(in_words(number)),
        parse_quantity(f"at least {number}"),
        f"{number:,}",
    )
    assert words is not None and words.low == number
    assert numeral is not None and numeral.low == number
    assert bounds(f"at least {grouped}") == bounds(f"at least {number}")
    assert read_number(in_words(number).replace("-", " ").split()) == number


PIECES = st.sampled_from(
    [
        "at least",
        "more than",
        "four",
        "4",
        "-",
        "to",
        "or",
        "between",
        "and",
        "dozens",
        "of",
        "several",
        "a",
        "no",
        "hundred",
        "km",
        "%",
        "people",
        "March",
        "2018",
        ",",
        ".",
        "(",
        ")",
        "killed",
        "two",
        "thousand",
        "half",
        "dozen",
        "others",
        "\n",
        "up to",
        "2,100",
        "1.5",
    ]
)


@given(st.lists(PIECES, max_size=25).map(" ".join) | st.text(max_size=60))
def test_every_quantity_points_at_its_words_and_has_ordered_bounds(text: str) -> None:
    found = find_quantities(text)
    for quantity in found:
        assert isinstance(quantity, Quantity)
        assert quantity.text == text[quantity.start : quantity.end] != ""
        assert 0 <= quantity.low <= quantity.best
        assert quantity.high is None or quantity.best <= quantity.high
    assert all(a.end <= b.start for a, b in pairwise(found))
