"""What the server draws: every event is in the picture, and no figure breaks it."""

from __future__ import annotations

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from marsad.store.rows import DayCount, Spot
from marsad.web.pictures import CHART_HEIGHT, HEIGHT, WIDTH, map_picture, timeline

_DAYS = st.none() | st.dates(dt.date(1990, 1, 1), dt.date(2030, 12, 31))
_PEOPLE = st.integers(0, 5000)


def _spot(latitude: float | None, longitude: float | None, precision: str | None = None, count: int = 1) -> Spot:
    return Spot(latitude, longitude, precision, "Tafas", count)  # type: ignore[arg-type]


def _day(day: dt.date | None, killed: tuple[int, int, int] = (0, 0, 0)) -> DayCount:
    return DayCount(day, 1, *killed)


DAYS = st.lists(st.builds(DayCount, _DAYS, st.integers(1, 50), _PEOPLE, _PEOPLE, _PEOPLE), max_size=20)
SPOTS = st.lists(
    st.builds(
        lambda at, precision, place, count: Spot(*at, precision, place, count),
        st.just((None, None)) | st.tuples(st.floats(-85, 85), st.floats(-180, 180)),
        st.sampled_from([None, "exact", "near", "region", "country"]),
        st.none() | st.text(max_size=5),
        st.integers(1, 50),
    ),
    max_size=20,
)


@given(DAYS)
def test_the_bars_of_a_timeline_add_up_to_the_days(days: list[DayCount]) -> None:
    drawn = timeline(days)
    dated = [one.day for one in days if one.day is not None]

    if drawn is None:
        assert not dated
        return
    assert sum(bar.count for bar in drawn.bars) == sum(one.count for one in days if one.day)
    assert drawn.undated == sum(one.count for one in days if one.day is None)
    assert sum(bar.best for bar in drawn.bars) == sum(one.best for one in days if one.day)
    assert drawn.bars[0].start <= min(dated) and max(dated) <= drawn.bars[-1].end
    for bar, following in zip(drawn.bars, drawn.bars[1:], strict=False):
        assert bar.end + dt.timedelta(days=1) == following.start
    assert all(0 <= bar.height <= CHART_HEIGHT and 0 <= bar.x <= WIDTH for bar in drawn.bars)


@given(SPOTS)
def test_the_discs_of_a_map_add_up_to_the_placed_events(spots: list[Spot]) -> None:
    drawn = map_picture(spots)
    placed = sum(spot.count for spot in spots if spot.latitude is not None)

    if drawn is None:
        assert placed == 0
        return
    unplaced = sum(spot.count for spot in spots) - placed
    assert (sum(disc.count for disc in drawn.discs), drawn.placed, drawn.unplaced) == (placed, placed, unplaced)
    assert all(-1 <= disc.x <= WIDTH + 1 and -1 <= disc.y <= HEIGHT + 1 for disc in drawn.discs)
    assert all(0 < disc.radius <= 60 for disc in drawn.discs)


def test_a_place_known_only_nearly_or_as_an_area_is_no_pin() -> None:
    drawn = map_picture([_spot(32.7, 36.1, "exact"), _spot(33.5, 36.3, "near"), _spot(35.9, 36.6, "region")])

    assert drawn is not None
    radius = {disc.precision: disc.radius for disc in drawn.discs}
    assert radius["exact"] < radius["near"] <= radius["region"]


def test_one_day_without_deaths_is_drawn() -> None:
    drawn = timeline([_day(dt.date(2021, 3, 9))])

    assert drawn is not None
    assert (drawn.step, len(drawn.bars), drawn.bars[0].height, drawn.most_killed) == ("day", 1, CHART_HEIGHT, 0)


def test_a_longer_span_takes_longer_steps() -> None:
    def step(days: int) -> str:
        first = dt.date(2000, 1, 1)
        drawn = timeline([_day(first), _day(first + dt.timedelta(days=days))])
        assert drawn is not None and len(drawn.bars) <= 106
        return drawn.step

    assert [step(days) for days in (20, 200, 2000, 9000)] == ["day", "week", "month", "year"]


def test_a_bar_tells_the_lowest_the_best_and_the_highest_figure() -> None:
    drawn = timeline([_day(dt.date(2021, 3, 9), (2, 8, 8))])

    assert drawn is not None
    assert (drawn.bars[0].low, drawn.bars[0].best, drawn.bars[0].high) == (2, 8, 8)
