"""When: dates against the dispatch's date, by the codebook's conventions. 24 January 2021 is a Sunday."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marsad.coding.dates import DateMention, find_dates, resolve_in_context

SUNDAY = dt.date(2021, 1, 24)


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def only(text: str, anchor: dt.date | None = SUNDAY, *, future: bool = False) -> DateMention:
    found = find_dates(text, anchor, future=lambda _: future)
    assert len(found) == 1, [mention.text for mention in found]
    return found[0]


def span(text: str, *, future: bool = False) -> tuple[str, str]:
    mention = only(text, future=future)
    return str(mention.first), str(mention.last)


@pytest.mark.parametrize(
    ("text", "expected", "time_of_day"),
    [
        ("Yesterday night", "2021-01-23", "night"),
        ("last night", "2021-01-23", "night"),
        ("last evening", "2021-01-23", "evening"),
        ("overnight", "2021-01-23", "overnight"),
        ("the day before yesterday", "2021-01-22", None),
        ("two nights ago", "2021-01-22", None),
        ("after midnight", "2021-01-24", "after midnight"),
        ("at dawn", "2021-01-24", "dawn"),
        ("this morning", "2021-01-24", "morning"),
        ("today", "2021-01-24", None),
        ("this evening", "2021-01-24", "evening"),
        ("earlier today", "2021-01-24", None),
        ("a few hours ago", "2021-01-24", None),
        ("for the second consecutive day", "2021-01-24", None),
        ("at around 3:30 pm (local time)", "2021-01-24", "15:30"),
        ("at 0400 hours", "2021-01-24", "04:00"),
        ("two days ago", "2021-01-22", None),
        ("tomorrow", "2021-01-25", None),
        ("on Sunday", "2021-01-24", None),
        ("last Sunday", "2021-01-17", None),
        ("on Monday", "2021-01-18", None),
        ("next Friday", "2021-01-29", None),
        ("Friday last week", "2021-01-15", None),
        ("Friday prayers", "2021-01-22", None),
        ("in the early hours of Sunday morning", "2021-01-24", "early morning"),
        ("early on Saturday", "2021-01-23", "early morning"),
        ("at 8pm on Friday", "2021-01-22", "20:00"),
        ("at dawn on Thursday", "2021-01-21", "dawn"),
        ("on Saturday 23 January", "2021-01-23", None),
        ("Saturday evening, January 23, 2021", "2021-01-23", "evening"),
        ("on 24 January", "2021-01-24", None),
        ("January 24th", "2021-01-24", None),
        ("Jan. 24, 2021", "2021-01-24", None),
        ("the 24th of this month", "2021-01-24", None),
        ("24/01/2021", "2021-01-24", None),
        ("24-1-2021", "2021-01-24", None),
        ("24.01.2021", "2021-01-24", None),
        ("2021-01-24", "2021-01-24", None),
        ("01/24/2021", "2021-01-24", None),
        ("October 7 attack", "2020-10-07", None),
        ("on 15 March", "2020-03-15", None),
        ("until 3 February", "2021-02-03", None),
        ("on New Year's Eve", "2020-12-31", None),
    ],
)
def test_single_days(text: str, expected: str, time_of_day: str | None) -> None:
    mention = only(text)
    assert (mention.first, mention.last, mention.precision) == (day(expected), day(expected), "day")
    assert mention.time_of_day == time_of_day


@pytest.mark.parametrize(
    "text",
    [
        "Saturday night into Sunday",
        "overnight from Saturday to Sunday",
        "the night of Saturday to Sunday",
        "overnight into Sunday",
        "the night of 23-24 January",
        "in the night from Saturday 23 to Sunday 24 January",
        "late Saturday and early Sunday",
        "the night of 23/24 January",
        "last night into this morning",
    ],
)
def test_a_night_belongs_to_the_day_it_began(text: str) -> None:
    assert span(text) == ("2021-01-23", "2021-01-23")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("between 3 and 5 March", ("2020-03-03", "2020-03-05")),
        ("March 3-5", ("2020-03-03", "2020-03-05")),
        ("January 3, 4 and 5", ("2021-01-03", "2021-01-05")),
        ("from Monday to Wednesday", ("2021-01-18", "2021-01-20")),
        ("on Friday and Saturday", ("2021-01-22", "2021-01-23")),
        ("from 28 December to 3 January", ("2020-12-28", "2021-01-03")),
        ("from 3 March 2018 to 5 April", ("2018-03-03", "2018-04-05")),
        ("in the past 24 hours", ("2021-01-23", "2021-01-24")),
        ("in the last 48 hours", ("2021-01-22", "2021-01-24")),
        ("over three weeks", ("2021-01-03", "2021-01-24")),
        ("last week", ("2021-01-11", "2021-01-17")),
        ("this week", ("2021-01-18", "2021-01-24")),
        ("next week", ("2021-01-25", "2021-01-31")),
        ("over the weekend", ("2021-01-23", "2021-01-24")),
        ("last month", ("2020-12-01", "2020-12-31")),
        ("early January", ("2021-01-01", "2021-01-10")),
        ("mid-March", ("2020-03-11", "2020-03-20")),
        ("the last week of January", ("2021-01-25", "2021-01-31")),
        ("late last year", ("2020-09-01", "2020-12-31")),
        ("in 2018", ("2018-01-01", "2018-12-31")),
        ("between March and May 2018", ("2018-03-01", "2018-05-31")),
        ("since Saturday", ("2021-01-23", "2021-01-24")),
        ("since 2018", ("2018-01-01", "2021-01-24")),
        ("since the start of the year", ("2021-01-01", "2021-01-24")),
    ],
)
def test_spans(text: str, expected: tuple[str, str]) -> None:
    assert span(text) == expected


@pytest.mark.parametrize(
    ("text", "precision"),
    [
        ("two days ago", "day"),
        ("last week", "week"),
        ("in May", "month"),
        ("two years ago", "year"),
        ("for three days", "unknown"),
    ],
)
def test_precision_is_that_of_the_words(text: str, precision: str) -> None:
    assert only(text).precision == precision


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("on Wednesday", "2021-01-27"),
        ("on 3 February", "2021-02-03"),
        ("on 15 March", "2021-03-15"),
        ("this Friday", "2021-01-29"),
    ],
)
def test_in_a_future_clause_a_bare_day_is_the_next_one(text: str, expected: str) -> None:
    assert span(text, future=True) == (expected, expected)


def test_only_the_clause_that_is_future_looks_ahead() -> None:
    text = "Clashes broke out on Friday; the committee will meet on Friday."
    past, ahead = find_dates(text, SUNDAY, future=lambda offset: offset > text.index(";"))
    assert (past.first, ahead.first) == (day("2021-01-22"), day("2021-01-29"))


def test_a_date_without_a_year_that_is_days_ahead_is_not_a_year_old() -> None:
    assert span("expected in Yerevan on January 30") == ("2021-01-30", "2021-01-30")


def test_numeric_dates_are_day_first_unless_only_the_other_reading_is_recent() -> None:
    assert only("05/06/2021", day("2022-01-01")).first == day("2021-06-05")
    assert only("03/01/2021").first == day("2021-01-03")
    assert only("01/03/2021").first == day("2021-01-03")
    assert only("13/25/2021 or 25/12/2020").first == day("2020-12-25")


@pytest.mark.parametrize(
    "text",
    [
        "since 2018",
        "in 2018",
        "every Friday",
        "in recent weeks",
        "since the start of the war",
        "two years ago",
    ],
)
def test_years_habits_and_long_states_are_background(text: str) -> None:
    assert only(text).background


@pytest.mark.parametrize(
    "text", ["since Saturday", "since early morning", "on Sunday", "last month", "early next year"]
)
def test_recent_and_coming_times_are_no_background(text: str) -> None:
    assert not only(text).background


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("on 24 January", "absolute"),
        ("yesterday", "relative"),
        ("the following day", "relative_to_context"),
        ("on Sunday", "weekday"),
        ("at dawn", "time_of_day"),
        ("for three hours", "duration"),
        ("since 2018", "since"),
        ("every Friday", "habit"),
        ("recently", "habit"),
        ("during the month of Ramadan", "absolute"),
    ],
)
def test_kind_says_on_what_the_reading_rests(text: str, kind: str) -> None:
    assert only(text).kind == kind


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("on the following day", "2021-01-21"),
        ("a day later", "2021-01-21"),
        ("two days later", "2021-01-22"),
        ("the day before", "2021-01-19"),
        ("that night", "2021-01-20"),
        ("on the same day", "2021-01-20"),
        ("hours later", "2021-01-20"),
        ("at dawn", "2021-01-20"),
    ],
)
def test_context_dates_move_with_the_date_told_before(text: str, expected: str) -> None:
    resolved = resolve_in_context(only(text), day("2021-01-20"))
    assert (resolved.first, resolved.last) == (day(expected), day(expected))


def test_other_mentions_do_not_move_with_the_context() -> None:
    mention = only("yesterday")
    assert resolve_in_context(mention, day("2020-05-05")) == mention


def test_a_distance_from_an_event_is_unknown_until_the_context_gives_a_date() -> None:
    mention = only("two days after the attack")
    assert mention.first is None
    assert resolve_in_context(mention, day("2021-01-20")).first == day("2021-01-22")


@pytest.mark.parametrize(
    "text",
    [
        "They may attack",
        "protesters march to the square",
        "the 24th Division",
        "the 9/11 attacks",
        "17 people",
        "the Sun",
        "a second man",
        "a 24-year-old man",
        "aged 24",
        "the 14th of July Bridge",
        "the 28 April District",
        "the March 23 Movement",
        "2018 people died",
        "on 31 February",
        "24/7 guard",
    ],
)
def test_what_only_looks_like_a_date_is_none(text: str) -> None:
    assert find_dates(text, SUNDAY) == []


def test_in_march_a_number_of_people_is_no_day_of_march() -> None:
    assert only("In March 12 people were killed").precision == "month"
    assert find_dates("On March 12 rebels attacked", SUNDAY)[0].first == day("2020-03-12")


def test_without_an_anchor_only_full_dates_are_resolved() -> None:
    assert only("on 24 January 2021", None).first == SUNDAY
    assert only("since 2018", None).first == day("2018-01-01")
    for text in ("yesterday", "on Sunday", "on 24 January", "at dawn", "last week", "overnight"):
        mention = only(text, None)
        assert (mention.first, mention.last, mention.precision) == (None, None, "unknown")


def test_the_reference_dispatchs_phrases() -> None:
    text = "since early morning. They erupted in the early hours of Sunday morning, after yesterday’s talks."
    assert [(each.text, each.first) for each in find_dates(text, SUNDAY)] == [
        ("since early morning", SUNDAY),
        ("the early hours of Sunday morning", SUNDAY),
        ("yesterday’s", day("2021-01-23")),
    ]


RELATIVE = [
    "yesterday",
    "last night",
    "two days ago",
    "tomorrow",
    "in the past 24 hours",
    "at dawn",
    "overnight",
    "a day earlier",
]
PIECES = st.sampled_from(
    [
        "on",
        "Sunday",
        "24",
        "January",
        "2021",
        "the",
        "night",
        "of",
        "to",
        "-",
        "and",
        "last",
        "week",
        "early",
        ",",
        "since",
        "between",
        "3",
        "pm",
        "at",
        "dawn",
        "May",
        "two",
        "days",
        "ago",
        "later",
        "every",
        "in",
        "past",
        "hours",
        "24/01/2021",
        "(",
        ")",
        ".",
        "month",
        "first",
        "yesterday",
        "before",
        "year",
        "next",
        "half",
        "99999",
        "century",
        "1/2",
        "ever",
        "a",
    ]
)


@given(st.sampled_from(RELATIVE), st.dates(dt.date(1900, 1, 2), dt.date(2100, 1, 1)), st.integers(-400, 400))
def test_relative_days_shift_with_the_anchor(text: str, anchor: dt.date, shift: int) -> None:
    here, there = only(text, anchor), only(text, anchor + dt.timedelta(days=shift))
    assert here.first is not None and there.first is not None
    assert (there.first - here.first).days == shift


@given(st.dates(dt.date(1900, 1, 2), dt.date(2100, 1, 1)), st.integers(0, 6))
def test_a_bare_weekday_is_the_latest_not_after_the_anchor(anchor: dt.date, weekday: int) -> None:
    name = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"][weekday]
    first = only(f"on {name}", anchor).first
    assert first is not None and first.weekday() == weekday and 0 <= (anchor - first).days < 7


@given(st.dates(dt.date(1901, 1, 1), dt.date(2099, 12, 31)))
def test_every_way_to_write_a_date_is_the_same_date(date: dt.date) -> None:
    for form in ("%d %B %Y", "%B %d, %Y", "%d/%m/%Y", "%Y-%m-%d", "%A, %d %B %Y", "%d-%b-%Y"):
        text = date.strftime(form)
        if date.month == 5 and "%b" in form:
            continue
        if form == "%d/%m/%Y" and date.day <= 12:
            continue
        assert only(text, date).first == date


@given(st.lists(PIECES, max_size=25).map(" ".join) | st.text(max_size=60), st.dates() | st.none(), st.booleans())
def test_every_mention_points_at_its_words_and_is_in_order(text: str, anchor: dt.date | None, future: bool) -> None:
    found = find_dates(text, anchor, future=lambda _: future)
    for mention in found:
        assert mention.text == text[mention.start : mention.end] != ""
        assert mention.first is None or mention.last is None or mention.first <= mention.last
        assert (mention.first is None) == (mention.precision == "unknown")
        resolve_in_context(mention, dt.date(2021, 1, 24))
    assert all(a.end <= b.start for a, b in pairwise(found))
