from __future__ import annotations

import datetime as dt
import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marsad.exports.situation.period import Period, beginning_in

from .examples import one


def test_the_period_before_a_month_is_the_month_before() -> None:
    assert Period(dt.date(2021, 3, 1), dt.date(2021, 3, 31)).before() == Period(
        dt.date(2021, 2, 1), dt.date(2021, 2, 28)
    )


def test_the_period_before_a_year_is_the_year_before() -> None:
    assert Period(dt.date(2021, 1, 1), dt.date(2021, 12, 31)).before() == Period(
        dt.date(2020, 1, 1), dt.date(2020, 12, 31)
    )


def test_the_period_before_some_days_has_as_many_days() -> None:
    assert Period(dt.date(2021, 3, 8), dt.date(2021, 3, 14)).before() == Period(
        dt.date(2021, 3, 1), dt.date(2021, 3, 7)
    )


def test_before_the_calendar_begins_there_is_no_period() -> None:
    assert Period(dt.date.min, dt.date(1, 1, 5)).before() is None


def test_a_period_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(ValueError, match="before it begins"):
        Period(dt.date(2021, 3, 2), dt.date(2021, 3, 1))


def test_periods_have_names_as_people_use_them() -> None:
    assert Period(dt.date(2021, 3, 1), dt.date(2021, 3, 31)).words() == "March 2021"
    assert Period(dt.date(2021, 1, 1), dt.date(2021, 12, 31)).words() == "2021"
    assert Period(dt.date(2021, 3, 1), dt.date(2021, 3, 9)).words() == "1 Mar 2021 – 9 Mar 2021"


@given(
    st.dates(dt.date(1990, 1, 1), dt.date(2030, 1, 1)), st.integers(0, 1500), st.sampled_from(["day", "week", "month"])
)
def test_steps_cover_each_day_of_a_period_once(first: dt.date, days: int, kind: str) -> None:
    period = Period(first, first + dt.timedelta(days=days))
    steps = period.steps(kind)  # type: ignore[arg-type]
    assert steps[0].start == period.since
    assert steps[-1].end == period.until
    assert all(one.end + dt.timedelta(days=1) == two.start for one, two in itertools.pairwise(steps))


def test_an_incident_that_runs_over_the_end_belongs_to_the_period_in_which_it_began() -> None:
    march = Period(dt.date(2021, 3, 1), dt.date(2021, 3, 31))
    item = one(dt.date(2021, 2, 28), time=None)
    assert beginning_in([item], march) == []
    before = march.before()
    assert before is not None
    assert beginning_in([item], before) == [item]
