from __future__ import annotations

from importlib import resources

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marsad.codebook.countries import countries
from marsad.exports.maps.drawing import draw_map
from marsad.exports.maps.geometry import (
    Box,
    Line,
    area,
    bounds,
    clipped_line,
    clipped_ring,
    inside,
    simplified,
    thinned,
)
from marsad.exports.maps.outlines import divisions, world
from marsad.exports.maps.picture import HEIGHT, WIDTH, Map, Numbered
from marsad.exports.maps.projection import Projection
from marsad.model import Event, Place, PlacePrecision, Span

DARAA = (32.6253, 36.1061)
TAFAS = (32.7353, 36.0669)


def located(
    number: int,
    where: tuple[float, float] | None,
    name: str | None = "Tafas",
    precision: PlacePrecision | None = "exact",
    *,
    resolved: bool = True,
    country: str | None = "SY",
    admin1: str | None = None,
) -> Numbered:
    latitude, longitude = where or (None, None)
    place = Place(
        name=name,
        latitude=latitude,
        longitude=longitude,
        precision=precision,
        resolved=resolved,
        country=country,
        admin1=admin1,
    )
    event = Event(type="attack", place=place, evidence=[Span(0, 1)])
    return Numbered(str(number), event, f"#e{number}", 1, "Attack")


def drawn(*events: Numbered) -> Map:
    found = draw_map(events)
    assert found is not None
    return found


coordinates = st.tuples(st.floats(-100, 100), st.floats(-100, 100))
rings = st.lists(coordinates, min_size=3, max_size=12).map(lambda points: [*points, points[0]])
BOX = Box(-40, -30, 50, 60)


@given(rings)
def test_a_clipped_ring_lies_in_the_box_and_never_grows(ring: Line) -> None:
    piece = clipped_ring(ring, BOX)
    slack = Box(BOX.left - 1e-6, BOX.bottom - 1e-6, BOX.right + 1e-6, BOX.top + 1e-6)
    assert all(slack.holds(point) for point in piece)
    if BOX.contains(bounds(ring)):
        assert area(piece) == pytest.approx(area(ring), abs=1e-6)


@given(st.lists(coordinates, min_size=2, max_size=12))
def test_a_clipped_line_keeps_every_point_inside_the_box(line: Line) -> None:
    kept = {point for piece in clipped_line(line, BOX) for point in piece}
    assert {point for point in line if BOX.holds(point)} <= kept


@given(st.lists(coordinates, min_size=2, max_size=30), st.floats(0.1, 20))
def test_a_simplified_line_keeps_its_ends_and_only_its_own_points(line: Line, tolerance: float) -> None:
    for short in (simplified(line, tolerance), thinned(line, tolerance)):
        assert (short[0], short[-1]) == (line[0], line[-1])
        assert set(short) <= set(line)


def test_a_point_is_inside_the_ring_around_it() -> None:
    square: Line = [(0, 0), (4, 0), (4, 4), (0, 4), (0, 0)]
    assert inside((2, 2), square) and not inside((5, 2), square)
    assert area(square) == 16


@pytest.mark.parametrize(
    ("code", "longitude", "latitude"),
    [
        ("SY", 36.07, 32.73),
        ("UA", 37.8, 48.0),
        ("UA", 34.1, 45.2),
        ("SD", 25.35, 13.63),
        ("SS", 31.6, 4.85),
        ("CD", 29.2, -1.66),
        ("SO", 44.06, 9.56),
        ("XK", 21.0, 42.6),
        ("PS", 35.2, 31.9),
        ("YE", 44.2, 15.4),
        ("MM", 96.1, 21.9),
        ("CO", -76.5, 3.4),
    ],
)
def test_the_outlines_agree_with_the_gazetteer_s_countries(code: str, longitude: float, latitude: float) -> None:
    around = [known for known, outline in world().countries.items() if outline.surrounds(longitude, latitude)]
    assert around == [code]


def test_every_outline_is_of_a_known_country_and_most_countries_have_one() -> None:
    assert world().countries.keys() <= countries().keys()
    assert len(world().countries) > 0.9 * len(countries())


def test_no_outline_runs_around_the_world() -> None:
    widths = [box.right - box.left for outline in world().countries.values() for box in outline.boxes]
    assert max(widths) < 180


def test_divisions_are_there_for_countries_at_war() -> None:
    found = divisions(["SY", "UA", "SD", "SS", "YE", "CD", "MM", "CO", "ML", "PS"])
    assert len(found) == 10
    assert any(unit.surrounds(36.1, 32.62) for unit in found["SY"].units)
    assert {"Crimea", "Sevastopol"} <= {unit.name for unit in found["UA"].units}


def test_disputed_borders_are_marked_in_the_data() -> None:
    assert {kind for kind, _line, _box in world().lines} == {"coast", "border", "disputed"}


def test_the_shipped_outlines_are_small() -> None:
    folder = resources.files("marsad.exports.maps").joinpath("data")
    size = sum(len(item.read_bytes()) for item in folder.iterdir() if item.name.endswith(".gz"))
    assert size < 1_500_000


def test_a_projection_shows_all_that_it_was_asked_for() -> None:
    view = Projection(Box(35, 32, 37, 33), WIDTH, HEIGHT)
    for longitude, latitude in ((35, 32), (37, 33), (36, 32.5)):
        x, y = view.point(longitude, latitude)
        assert -1e-6 <= x <= WIDTH + 1e-6 and -1e-6 <= y <= HEIGHT + 1e-6


def test_an_exact_place_is_a_dot_without_halo() -> None:
    found = drawn(located(1, TAFAS))
    assert [dot.kind for mark in found.marks for dot in mark.dots] == ["exact"]
    assert not found.circles and not found.areas


def test_events_at_one_place_share_one_mark() -> None:
    found = drawn(located(1, TAFAS), located(2, TAFAS), located(3, DARAA, "Daraa"))
    assert sorted([item.number for item in mark.events] for mark in found.marks) == [["1", "2"], ["3"]]


def test_near_has_a_halo() -> None:
    assert [circle.kind for circle in drawn(located(1, TAFAS, precision="near")).circles] == ["near"]


def test_a_region_is_an_area_and_never_a_pin() -> None:
    found = drawn(located(1, TAFAS, "western countryside of Daraa", "region"))
    assert [circle.kind for circle in found.circles] == ["region"]
    assert [mark.side for mark in found.marks] == ["over"]


def test_a_whole_division_is_drawn_by_its_outline() -> None:
    found = drawn(located(1, DARAA, "Daraa province", "region", admin1="Daraa"))
    assert len(found.areas) == 1 and not found.circles


def test_a_division_whose_outline_bears_another_name_is_not_taken_for_it() -> None:
    found = drawn(located(1, (1.56, 30.25), "Ituri", "region", country="CD", admin1="Ituri"))
    assert not found.areas and [circle.kind for circle in found.circles] == ["region"]


def test_an_unresolved_name_is_an_open_mark() -> None:
    found = drawn(located(1, TAFAS, "al-Kansura", "near", resolved=False))
    assert [dot.kind for mark in found.marks for dot in mark.dots] == ["unresolved"]


def test_a_country_is_listed_and_never_drawn_as_a_place() -> None:
    found = drawn(located(1, (35.0, 38.5), "Syria", "country"), located(2, TAFAS))
    assert [item.number for item in found.countrywide] == ["1"]
    assert [item.number for mark in found.marks for item in mark.events] == ["2"]


def test_an_event_without_coordinates_is_listed() -> None:
    found = drawn(located(1, None, "Nahj", None, resolved=False, country=None), located(2, TAFAS))
    assert [item.number for item in found.nowhere] == ["1"]


def test_without_any_place_there_is_no_map() -> None:
    assert draw_map([located(1, None, country=None)]) is None
    assert draw_map([]) is None


def test_only_a_country_gives_a_map_of_it_without_marks() -> None:
    found = drawn(located(1, None, None, "country", country="YE"))
    assert not found.marks and found.focus and [item.number for item in found.countrywide] == ["1"]


def test_tags_of_neighbouring_towns_stand_on_different_sides() -> None:
    found = drawn(located(1, TAFAS, "Tafas"), located(2, (32.74, 36.08), "Tafas farms"))
    assert len({mark.side for mark in found.marks}) == 2


def test_a_crowded_map_joins_neighbours_under_their_country() -> None:
    found = draw_map(
        [located(1, TAFAS), located(2, DARAA, "Daraa"), located(3, (15.4, 44.2), "Sanaa", country="YE")],
        crowded=True,
    )
    assert found is not None
    assert sorted((mark.name, len(mark.dots)) for mark in found.marks) == [("Sanaa", 1), ("Syria", 2)]


@given(st.floats(-90, 90), st.floats(-180, 180), st.sampled_from(["exact", "near", "region", "country", None]))
def test_any_place_on_earth_gives_marks_inside_the_picture(
    latitude: float, longitude: float, precision: PlacePrecision | None
) -> None:
    found = draw_map([located(1, (latitude, longitude), precision=precision, country=None)])
    assert found is None or all(0 <= dot.x <= 100 and 0 <= dot.y <= 100 for mark in found.marks for dot in mark.dots)
