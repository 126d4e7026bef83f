from __future__ import annotations

import datetime as dt

from marsad.exports.situation.period import Period
from marsad.exports.situation.weekly import deaths_by_step, types_by_step
from marsad.incidents.sums import Count
from marsad.model import When

from .examples import killed, one

MARCH = Period(dt.date(2021, 3, 1), dt.date(2021, 3, 31))


def march(number: int) -> dt.date:
    return dt.date(2021, 3, number)


def test_the_dead_stand_in_the_week_in_which_their_incident_began() -> None:
    series = deaths_by_step([one(march(7), killed(3)), one(march(8), killed(2, low=1, high=None))], MARCH)
    assert series.kind == "week"
    assert [row.killed for row in series.steps][:3] == [Count(3, 3, 3), Count(1, 2, None), Count(0, 0, 0)]


def test_an_incident_known_to_the_month_stands_in_no_week() -> None:
    vague = When(start=march(1), end=march(31), precision="month")
    series = deaths_by_step([one(march(1), killed(7), time=vague)], MARCH)
    assert sum(row.killed.best for row in series.steps) == 0
    assert (series.undated, series.undated_incidents) == (Count(7, 7, 7), 1)


def test_weeks_without_incidents_are_kept() -> None:
    timeline = types_by_step([one(march(30), type="air_strike")], MARCH)
    assert timeline.rows[0].counts == (0, 0, 0, 0, 1)


def test_the_most_frequent_type_comes_first() -> None:
    items = [one(march(1), type="air_strike"), one(march(2)), one(march(2))]
    assert [(row.type, row.total) for row in types_by_step(items, MARCH).rows] == [("shelling", 2), ("air_strike", 1)]
