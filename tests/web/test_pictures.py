"""What the server draws: every event is in the picture, and no figure breaks it."""

from __future__ import annotations

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from marsad.store.rows import Point
from marsad.web.pictures import CHART_HEIGHT, HEIGHT, WIDTH, map_picture, timeline

_DAYS = st.none() | st.dates(dt.date(1990, 1, 1), dt.date(2030, 12, 31))
_PEOPLE = st.none() | st.integers(0, 5000)


def _point(
    start: dt.date | None = None,
    at: tuple[float, float] | None = None,
    precision: str | None = None,
    killed: tuple[int | None, int | None, int | None] = (None, None, None),
    place: str | None = None,
) -> Point:
    latitude, longitude = at or (None, None)
    low, best, high = killed
    return Point(
        id="1",
        type="armed_clash",
        latitude=latitude,
        longitude=longitude,
        precision=precision,  # type: ignore[arg-type]
        place=place,
        start=start,
        end=start,
        killed_low=low,
        killed_best=best,
        killed_high=high,
        injured_best=None,
        review="open",
    )


POINTS = st.lists(
    st.builds(
        _point,
        start=_DAYS,
        at=st.none() | st.tuples(st.floats(-85, 85), st.floats(-180, 180)),
        precision=st.sampled_from([None, "exact", "near", "region", "country"]),
        killed=st.tuples(_PEOPLE, _PEOPLE, _PEOPLE),
        place=st.none() | st.text(max_size=5),
    ),
    max_size=20,
)


@given(POINTS)
def test_the_bars_of_a_timeline_add_up_to_the_points(points: list[Point]) -> None:
    drawn = timeline(points)
    dated = [one.start for one in points if one.start is not None]

    if drawn is None:
        assert not dated
        return
    assert sum(bar.count for bar in drawn.bars) == len(dated)
    assert drawn.undated == len(points) - len(dated)
    assert sum(bar.best for bar in drawn.bars) == sum(one.killed_best or 0 for one in points if one.start)
    assert drawn.bars[0].start <= min(dated) and max(dated) <= drawn.bars[-1].end
    for bar, following in zip(drawn.bars, drawn.bars[1:], strict=False):
        assert bar.end + dt.timedelta(days=1) == following.start
    assert all(0 <= bar.height <= CHART_HEIGHT and 0 <= bar.x <= WIDTH for bar in drawn.bars)


@given(POINTS)
def test_the_discs_of_a_map_add_up_to_the_placed_points(points: list[Point]) -> None:
    drawn = map_picture(points)
    placed = sum(1 for one in points if one.latitude is not None)

    if drawn is None:
        assert placed == 0
        return
    assert (sum(disc.count for disc in drawn.discs), drawn.placed, drawn.unplaced) == (
        placed,
        placed,
        len(points) - placed,
    )
    assert all(-1 <= disc.x <= WIDTH + 1 and -1 <= disc.y <= HEIGHT + 1 for disc in drawn.discs)
    assert all(0 < disc.radius <= 60 for disc in drawn.discs)


def test_a_place_known_only_nearly_or_as_an_area_is_no_pin() -> None:
    drawn = map_picture(
        [
            _point(at=(32.7, 36.1), precision="exact"),
            _point(at=(33.5, 36.3), precision="near"),
            _point(at=(35.9, 36.6), precision="region"),
        ]
    )

    assert drawn is not None
    radius = {disc.precision: disc.radius for disc in drawn.discs}
    assert radius["exact"] < radius["near"] <= radius["region"]


def test_one_day_without_deaths_is_drawn() -> None:
    drawn = timeline([_point(dt.date(2021, 3, 9))])

    assert drawn is not None
    assert (drawn.step, len(drawn.bars), drawn.bars[0].height, drawn.most_killed) == ("day", 1, CHART_HEIGHT, 0)


def test_a_longer_span_takes_longer_steps() -> None:
    def step(days: int) -> str:
        first = dt.date(2000, 1, 1)
        drawn = timeline([_point(first), _point(first + dt.timedelta(days=days))])
        assert drawn is not None and len(drawn.bars) <= 106
        return drawn.step

    assert [step(days) for days in (20, 200, 2000, 9000)] == ["day", "week", "month", "year"]


def test_a_death_toll_without_an_upper_bound_counts_with_its_best_figure() -> None:
    drawn = timeline([_point(dt.date(2021, 3, 9), killed=(8, 8, None))])

    assert drawn is not None
    assert (drawn.bars[0].low, drawn.bars[0].best, drawn.bars[0].high) == (8, 8, 8)
