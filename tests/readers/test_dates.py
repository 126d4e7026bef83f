"""Publication dates are read in the forms that sources use, and never guessed."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marsad.readers.dates import find_date, parse_date

DAY = dt.date(2021, 1, 24)


@pytest.mark.parametrize(
    "written",
    [
        "2021-01-24",
        "2021/1/24",
        "2021-01-24T12:00:00Z",
        "2021-01-24 12:00:00+00:00",
        "2021-01-24T12:00:00.000+0200",
        "20210124",
        "20210124T101010Z",
        "Sun, 24 Jan 2021 14:20:00 +0000",
        "24 January 2021",
        "24th of January, 2021",
        "24-Jan-2021",
        "Jan. 24, 2021",
        "January 24th 2021",
        "2021 January 24",
        "24.01.2021",
        "14:20 24.01.2021",
        "24/01/2021",
        "01/24/2021",
        "Sunday 24 January 2021, 2:20 pm (GMT+2)",
        "Published: 24 January 2021",
        "1611446400",
        "1611446400000",
    ],
)
def test_a_date_is_read_in_the_form_that_a_source_gives_it(written: str) -> None:
    assert parse_date(written) == DAY


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        ("2021-13-45", "not in the calendar"),
        ("30 February 2021", "not in the calendar"),
        ("0021-01-24", "not in the calendar"),
        ("03/04/2021", "two ways"),
        ("January 2021", "day, month and year"),
        ("yesterday", "day, month and year"),
        ("", "day, month and year"),
        ("24 January 2021 by staff", "more than a date"),
    ],
)
def test_a_date_that_is_wrong_or_unclear_is_refused_with_the_reason_and_the_form_to_use(
    written: str, reason: str
) -> None:
    with pytest.raises(ValueError, match=reason) as refused:
        parse_date(written)
    assert "2021-01-24" in str(refused.value)


@given(st.dates(dt.date(1900, 1, 1), dt.date(2099, 12, 31)))
def test_every_day_of_two_centuries_is_read_back_from_iso_and_from_words(day: dt.date) -> None:
    assert parse_date(day.isoformat()) == day
    assert parse_date(f"{day.day} {day:%B} {day.year}") == day
    assert parse_date(f"{day:%b} {day.day}, {day.year}") == day


@given(st.text(max_size=80))
def test_any_text_is_a_date_or_refused_with_a_value_error(text: str) -> None:
    try:
        assert isinstance(parse_date(text), dt.date)
    except ValueError as error:
        assert "\n" not in str(error)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        (
            "14:20 18.04.2017\nShells hit a market\n\nThe attack on 5 May 2016 was worse.",
            dt.date(2017, 4, 18),
        ),
        ("Published: 3 March 2021\nGunmen attacked a post.", dt.date(2021, 3, 3)),
        ("KABUL, Jan. 5, 2021 (Wire) — A bomb killed two.", dt.date(2021, 1, 5)),
        ("(Goma, 12 March 2023) – Fighters entered the town.", dt.date(2023, 3, 12)),
        ("Radio Okapi | 3 March 2021\nA village was burnt.", dt.date(2021, 3, 3)),
        ("Flash Update No. 3\nAs of 12 April 2023\nHostilities go on.", dt.date(2023, 4, 12)),
        ("Two killed\nUpdated 4 March 2021\nPublished 3 March 2021 14:00\nBody.", dt.date(2021, 3, 3)),
        ("Two were killed near Mopti.\n\n3 March 2021", dt.date(2021, 3, 3)),
    ],
)
def test_a_stamp_or_dateline_with_a_year_dates_the_dispatch_and_says_so(text: str, day: dt.date) -> None:
    found, note = find_date(text)
    assert found == day
    assert note is not None and day.isoformat() in note


@pytest.mark.parametrize(
    "text",
    [
        "KABUL, Jan 5 (Wire) - A bomb killed two.",
        "A bomb killed five people on 3 March 2021 - police said.",
        "On 5 March 2019, three people were killed in Mopti.",
        "The siege of Homs, 4 May 2012: an account",
        "Friday 5 March 2019: three people were killed in Mopti.",
    ],
)
def test_a_date_in_running_text_or_without_a_year_does_not_date_the_dispatch(text: str) -> None:
    assert find_date(text) == (None, None)


def test_two_stamps_that_contradict_each_other_leave_the_date_open_and_are_named() -> None:
    found, note = find_date("2 March 2020\n3 March 2020\nClashes went on.")
    assert found is None
    assert note is not None and "2020-03-02 and 2020-03-03" in note and "--date" in note


@given(st.text(max_size=400))
def test_looking_for_a_date_never_fails(text: str) -> None:
    found, note = find_date(text)
    assert found is None or note is not None
