from __future__ import annotations

import datetime as dt

from marsad.exports.maps.picture import Numbered
from marsad.exports.timeline import periods, timeline
from marsad.model import Event, Span, Status, TimePrecision, When


def numbered(
    number: int,
    start: str | None,
    end: str | None = None,
    precision: TimePrecision = "day",
    status: Status = "happened",
    time_of_day: str | None = None,
) -> Numbered:
    first = dt.date.fromisoformat(start) if start else None
    last = dt.date.fromisoformat(end) if end else first
    time = When(start=first, end=last, precision=precision, time_of_day=time_of_day)
    event = Event(type="attack", status=status, time=time, evidence=[Span(0, 1)])
    return Numbered(str(number), event, f"#e{number}", 1, "Attack")


def test_events_of_one_day_stand_together_in_order_of_time() -> None:
    found = timeline([numbered(1, "2021-01-24"), numbered(2, "2021-01-23"), numbered(3, "2021-01-24")])
    assert [(moment.label, [chip.number for chip in moment.chips]) for moment in found] == [
        ("23 Jan 2021", ["2"]),
        ("24 Jan 2021", ["1", "3"]),
    ]
    assert found[0].detail == "Saturday"


def test_an_event_without_a_date_comes_last_and_says_so() -> None:
    found = timeline([numbered(1, None), numbered(2, "2021-01-23")])
    assert [(moment.label, moment.known) for moment in found] == [
        ("23 Jan 2021", True),
        ("Date unknown", False),
    ]


def test_a_week_is_not_shown_as_a_day() -> None:
    assert timeline([numbered(1, "2021-01-18", "2021-01-24", "week")])[0].label == "18–24 Jan 2021 (week)"


def test_the_day_of_publication_stands_in_the_line_even_without_events() -> None:
    found = timeline([numbered(1, "2021-01-20")], dt.date(2021, 1, 24))
    assert [(moment.label, moment.published) for moment in found] == [
        ("20 Jan 2021", False),
        ("24 Jan 2021", True),
    ]
    assert found[1].gap == "4 days later"


def test_what_did_not_happen_is_open_and_named() -> None:
    chip = timeline([numbered(1, "2021-01-25", status="planned", time_of_day="night")])[0].chips[0]
    assert (chip.open, chip.notes) == (True, ("planned", "night"))


def test_long_gaps_are_told_in_months_and_years() -> None:
    found = timeline([numbered(1, "2018-01-01"), numbered(2, "2018-06-01"), numbered(3, "2021-06-01")])
    assert [moment.gap for moment in found] == ["", "5 months later", "3 years later"]


def test_many_dispatches_are_counted_by_period() -> None:
    one = [numbered(1, "2021-01-24"), numbered(1, "2021-01-24")]
    two = [numbered(2, "2021-01-25"), numbered(2, None)]
    assert [(moment.label, [chip.title for chip in moment.chips]) for moment in periods([one, two])] == [
        ("24 Jan 2021", ["2 events"]),
        ("25 Jan 2021", ["1 event"]),
    ]


def test_periods_widen_to_months_and_years_where_days_are_many() -> None:
    days = [numbered(1, f"2021-{month:02d}-{day:02d}") for month in (1, 2, 3) for day in range(1, 20)]
    assert [moment.label for moment in periods([days])] == ["Jan 2021", "Feb 2021", "Mar 2021"]
    years = [numbered(1, f"{year}-{month:02d}-01") for year in (2019, 2020) for month in range(1, 13)]
    assert [moment.label for moment in periods([years])] == ["2019", "2020"]


def test_no_events_give_no_periods() -> None:
    assert periods([[], []]) == []
