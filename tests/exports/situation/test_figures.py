from __future__ import annotations

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from marsad.exports.situation.changes import change, changes
from marsad.exports.situation.figures import CIVILIANS, MIXED, NOT_TOLD, deaths_by_side, key_figures, people
from marsad.exports.situation.period import Period
from marsad.exports.situation.rankings import top_actors, top_areas, top_places
from marsad.incidents.accounts import Incident
from marsad.incidents.sums import Count

from .examples import MARCH, account, incident, killed, member, one, place

SOLDIERS = member("side_a", "4th Division", "State forces", "sy-4th-division")
REBELS = member("side_b", "local fighters", "Rebel group")


def test_a_total_and_its_parts_count_once() -> None:
    items = [one(MARCH, killed(9), killed(4, side="side_a", part_of=0), members=(SOLDIERS, REBELS))]
    assert people(items, "killed") == Count(9, 9, 9)


def test_planned_and_denied_dead_are_in_no_figure() -> None:
    items = [one(MARCH, killed(5), status="denied"), one(MARCH, killed(2))]
    figures = key_figures(items)
    assert figures.killed == Count(2, 2, 2)
    assert figures.incidents == 1


def test_a_repost_is_no_second_source() -> None:
    first = account(source="Agency")
    copy = account(source="Daily", repost_of=first.dispatch.id)
    assert key_figures([incident(first, copy)]).single == 1
    assert key_figures([incident(first, account(source="Daily"))]).single == 0


def test_the_dead_stand_with_their_own_side_and_the_rest_of_a_total_with_none() -> None:
    item = one(
        MARCH,
        killed(9),
        killed(4, side="side_a", part_of=0),
        killed(2, side="civilian", part_of=0),
        members=(SOLDIERS, REBELS),
    )
    assert {row.side: row.killed.best for row in deaths_by_side([item])} == {
        "State forces": 4,
        CIVILIANS: 2,
        NOT_TOLD: 3,
    }


def test_a_side_of_several_kinds_is_called_mixed() -> None:
    tribe = member("side_a", "tribal fighters", "Identity militia")
    item = one(MARCH, killed(3, side="side_a"), members=(SOLDIERS, tribe, REBELS))
    assert [row.side for row in deaths_by_side([item])] == [MIXED]


tolls = st.builds(
    lambda low, more, open: Count(low, low + more, None if open else low + 2 * more),
    st.integers(0, 30),
    st.integers(0, 9),
    st.booleans(),
)
SIDES = st.sampled_from(["side_a", "side_b", "civilian", None])


@st.composite
def incidents(draw: st.DrawFn) -> Incident:
    groups = [killed((c := draw(tolls)).best, low=c.low, high=c.high, side=draw(SIDES), who="people")]
    for number in range(draw(st.integers(0, 3))):
        c = draw(tolls)
        groups.append(killed(c.best, low=c.low, high=c.high, side=draw(SIDES), part_of=0, who=f"group {number}"))
    return one(MARCH, *groups, members=(SOLDIERS, REBELS))


@given(st.lists(incidents(), max_size=4))
def test_the_sides_add_up_to_all_dead(items: list[Incident]) -> None:
    assert sum(row.killed.best for row in deaths_by_side(items)) == people(items, "killed").best
    for row in deaths_by_side(items):
        assert row.killed.low <= row.killed.best
        assert row.killed.high is None or row.killed.best <= row.killed.high


def test_more_is_said_only_where_the_ranges_do_not_overlap() -> None:
    assert change(Count(4, 5, 6), Count(7, 8, 9)).way == "more"
    assert change(Count(4, 5, 6), Count(6, 8, 9)).way == "unclear"
    assert change(Count(4, 5, None), Count(7, 8, 9)).way == "unclear"
    assert change(9, 4).way == "fewer"
    assert change(4, 4).way == "same"


def test_a_change_that_rests_on_many_more_dispatches_is_flagged() -> None:
    february = Period(dt.date(2021, 2, 1), dt.date(2021, 2, 28))
    before = [one(dt.date(2021, 2, 3), killed(1))]
    now = [one(MARCH, killed(1)) for _ in range(3)]
    assert changes(now, before, february).uneven
    assert not changes(before, before, february).uneven


def test_an_actor_is_one_under_all_its_names() -> None:
    again = member("side_b", "the Fourth Division", "State forces", "sy-4th-division")
    rows = top_actors([one(MARCH, killed(2), members=(SOLDIERS, REBELS)), one(MARCH, killed(3), members=(again,))])
    assert (rows[0].actor_id, rows[0].incidents, rows[0].killed.best) == ("sy-4th-division", 2, 5)


def test_a_region_is_ranked_as_province_and_not_as_town() -> None:
    items = [one(where=place("Daraa countryside", precision="region")), one(where=place("Tafas"))]
    assert [row.name for row in top_places(items)] == ["Tafas"]
    assert [(row.name, row.incidents) for row in top_areas(items)] == [("Daraa", 2)]


def test_soldiers_of_two_countries_are_two_actors() -> None:
    soldiers = member("side_a", "soldiers", "State forces")
    items = [one(members=(soldiers,)), one(members=(soldiers,), where=place("Goma", country="CD", admin1="North Kivu"))]
    assert [row.incidents for row in top_actors(items)] == [1, 1]
