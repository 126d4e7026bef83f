"""The map of some events.

No pin is false: an exact place is a dot, a place near another a dot with a halo, a region an area, a country
no dot at all; a place that no gazetteer knows is an open mark at its container. An event without coordinates
is listed.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

from rapidfuzz import fuzz

from marsad.codebook.countries import countries
from marsad.exports.maps.geometry import Box, Line, Point, area, bounds, clipped_ring
from marsad.exports.maps.outlines import Outline, divisions, world
from marsad.exports.maps.picture import (
    HEIGHT,
    INSET,
    WIDTH,
    Circle,
    Dot,
    DotKind,
    Inset,
    Label,
    Map,
    Mark,
    Numbered,
)
from marsad.exports.maps.projection import KM_PER_DEGREE, Projection, shrinkage
from marsad.exports.maps.tags import joined, settle
from marsad.gazetteer.keys import transliterated
from marsad.model import Place

NEAR_KM = 5.0
"""Radius of the halo of a place told as near another."""
REGION_KM = 25.0
"""Radius of the area of a region whose outline is not known."""
_LEAST_WIDTH_KM = 130.0
_PADDING = 0.16
_WIDEST_WITH_DIVISIONS = 40.0
_SAME_NAME = 80.0
_GENERIC = frozenset(("the", "of", "in", "province", "governorate", "state", "region", "department", "oblast"))


def draw_map(events: Sequence[Numbered], *, crowded: bool = False) -> Map | None:
    """The map of some events; None where none of them has coordinates or a country.

    `crowded`: places near each other in the picture share one tag.
    """
    placed = [item for item in events if _kind(item.event.place) is not None]
    countrywide = [item for item in events if _is_countrywide(item.event.place)]
    codes = {item.event.place.country or "" for item in placed or countrywide} & world().countries.keys()
    extent = _extent_of_places([item.event.place for item in placed]) or _extent_of_countries(codes)
    if extent is None:
        return None
    view = Projection(extent, WIDTH, HEIGHT)
    known = divisions(codes) if view.box.right - view.box.left < _WIDEST_WITH_DIVISIONS else {}
    units = [unit for one in known.values() for unit in one.units]
    scale_km = _scale_bar(view)
    drawn = Map(
        land=view.areas(outline for code, outline in world().countries.items() if code not in codes),
        focus=view.areas(world().countries[code] for code in sorted(codes)),
        coast=view.borders("coast"),
        borders=view.borders("border"),
        disputed=view.borders("disputed"),
        division_lines=view.lines(line for one in known.values() for line in one.lines),
        scale_km=scale_km,
        scale_percent=round(view.pixels(scale_km) / WIDTH * 100, 2),
        inset=_inset(view.box, codes),
        labels=[*_country_labels(view), *_division_labels(view, placed, units)],
        countrywide=countrywide,
        nowhere=[item for item in events if item not in placed and item not in countrywide],
    )
    _add_marks(drawn, view, placed, units)
    if crowded:
        drawn.marks = joined(drawn.marks)
    settle(drawn)
    return drawn


def _kind(place: Place) -> DotKind | None:
    if place.latitude is None or place.longitude is None or place.precision == "country":
        return None
    if place.name and not place.resolved:
        return "unresolved"
    return place.precision or "region"


def _is_countrywide(place: Place) -> bool:
    return _kind(place) is None and place.country in countries()


def _extent_of_places(places: list[Place]) -> Box | None:
    xs, ys = [], []
    for place in places:
        if place.latitude is not None and place.longitude is not None:
            reach = (REGION_KM if place.precision == "region" else NEAR_KM) / KM_PER_DEGREE
            reach_x = reach / shrinkage(place.latitude)
            xs += [place.longitude - reach_x, place.longitude + reach_x]
            ys += [place.latitude - reach, place.latitude + reach]
    return _padded(xs, ys)


def _extent_of_countries(codes: Iterable[str]) -> Box | None:
    boxes = [_mainland(code) for code in codes]
    return _padded([x for b in boxes for x in (b.left, b.right)], [y for b in boxes for y in (b.bottom, b.top)])


def _mainland(code: str) -> Box:
    return bounds(max(world().countries[code].rings, key=area))


def _padded(xs: list[float], ys: list[float]) -> Box | None:
    if not xs:
        return None
    least = _LEAST_WIDTH_KM / KM_PER_DEGREE
    left, right = _widened(min(xs), max(xs), least / shrinkage((min(ys) + max(ys)) / 2))
    bottom, top = _widened(min(ys), max(ys), least * HEIGHT / WIDTH)
    return Box(left, bottom, right, top)


def _widened(low: float, high: float, least: float) -> tuple[float, float]:
    half = max((high - low) * (1 + 2 * _PADDING), least) / 2
    return (low + high) / 2 - half, (low + high) / 2 + half


def _scale_bar(view: Projection) -> int:
    """A round length in kilometres that takes at most a fifth of the picture's width."""
    steps = [base * 10**power for power in range(5) for base in (1, 2, 5)]
    return max((step for step in steps if view.pixels(step) <= WIDTH * 0.2), default=1)


def _inset(shown: Box, codes: Iterable[str]) -> Inset | None:
    """The events' countries around the map's extent, where the map shows too little to recognise them."""
    boxes = [_mainland(code) for code in codes]
    if not boxes:
        return None
    west, east = min(box.left for box in boxes), max(box.right for box in boxes)
    south, north = min(box.bottom for box in boxes), max(box.top for box in boxes)
    if east - west < 1.6 * (shown.right - shown.left) and north - south < 1.6 * (shown.top - shown.bottom):
        return None
    margin_x, margin_y = (east - west) * 0.15, (north - south) * 0.15
    around = Box(west - margin_x, south - margin_y, east + margin_x, north + margin_y)
    view = Projection(around, INSET, INSET)
    left, top = view.point(shown.left, shown.top)
    right, bottom = view.point(shown.right, shown.bottom)
    return Inset(
        land=view.areas(world().countries.values()),
        borders=view.borders("border") + view.borders("disputed"),
        x=round(left, 1),
        y=round(top, 1),
        width=round(right - left, 1),
        height=round(bottom - top, 1),
    )


def _add_marks(drawn: Map, view: Projection, placed: list[Numbered], units: list[Outline]) -> None:
    marks: dict[tuple[DotKind, Point, str], Mark] = {}
    for item in placed:
        place, kind = item.event.place, _kind(item.event.place)
        if kind is None or place.latitude is None or place.longitude is None:
            continue
        spot = view.percent(view.point(place.longitude, place.latitude))
        key = (kind, spot, "" if kind == "exact" else place.name or "")
        if key not in marks:
            tag, *elsewhere = _draw_reach(drawn, view, place, kind, units) or [spot]
            marks[key] = Mark(place.name or place.within or "", *tag, [Dot(kind, *spot)], elsewhere=elsewhere)
        marks[key].events.append(item)
    # Areas first: where tags meet, the exact place lies on top.
    drawn.marks = sorted(marks.values(), key=lambda mark: (mark.kinds != ["region"], mark.y, mark.x))


def _draw_reach(drawn: Map, view: Projection, place: Place, kind: DotKind, units: list[Outline]) -> list[Point]:
    """Draw how far a place may lie from its coordinates; return the spots for an area's tag, best first."""
    unit = _division_meant(place, units)
    if kind == "region" and unit is not None:
        shape = view.areas([unit])
        if shape not in drawn.areas:
            drawn.areas.append(shape)
        return _spots_within(view, unit, least=0.0)
    if kind == "exact":
        return []
    wide = place.precision == "region"
    x, y = view.point(place.longitude or 0.0, place.latitude or 0.0)
    radius = view.pixels(REGION_KM if wide else NEAR_KM)
    inland = place.country in world().countries
    circle = Circle(round(x, 1), round(y, 1), round(radius, 1), "region" if wide else "near", inland)
    if circle not in drawn.circles:
        drawn.circles.append(circle)
    # The tag of an area stands on its rim, since exact places crowd its middle.
    rim = [(x, y - radius), (x, y + radius), (x - radius, y), (x + radius, y), (x, y)]
    return [view.percent(point) for point in rim] if kind == "region" else []


def _division_meant(place: Place, units: list[Outline]) -> Outline | None:
    """The division that a region is, where its name says that it means the whole of it."""
    name = _bare(place.name or place.within)
    if not place.admin1 or fuzz.ratio(name, _bare(place.admin1)) < _SAME_NAME:
        return None
    return _division_around(place, units)


def _division_around(place: Place, units: list[Outline]) -> Outline | None:
    """The division around a place, where the outline still bears the gazetteer's name: some were redrawn."""
    if place.latitude is None or place.longitude is None or not place.admin1:
        return None
    for unit in units:
        if unit.surrounds(place.longitude, place.latitude):
            same = fuzz.partial_ratio(_bare(unit.name), _bare(place.admin1)) >= _SAME_NAME
            return unit if same else None
    return None


def _bare(name: str | None) -> str:
    words = (name or "").replace("(", " ").replace(")", " ").split()
    return transliterated(" ".join(word for word in words if word.lower() not in _GENERIC))


def _country_labels(view: Projection) -> list[Label]:
    labels = []
    for code, outline in world().countries.items():
        spots = _spots_within(view, outline, least=0.035)
        if spots and code in countries():
            labels.append(Label(countries()[code].name, *spots[0], kind="country", elsewhere=spots[1:]))
    return labels


def _division_labels(view: Projection, placed: list[Numbered], units: list[Outline]) -> list[Label]:
    """The names of the divisions around the events, but those that a mark names already."""
    places = [item.event.place for item in placed]
    marked = [_division_meant(place, units) for place in places if _kind(place) == "region"]
    labels: dict[str, Label] = {}
    for place in places:
        unit = _division_around(place, units)
        if unit is None or unit in marked or not place.admin1 or place.admin1 in labels:
            continue
        spots = _spots_within(view, unit, least=0.04)
        if spots:
            labels[place.admin1] = Label(place.admin1, *spots[0], kind="division", elsewhere=spots[1:])
    return list(labels.values())


def _spots_within(view: Projection, outline: Outline, least: float) -> list[Point]:
    """Points, in percent, well inside what is seen of an outline, best first.

    None where less than `least` of the picture is seen of it.
    """
    pieces = [
        clipped_ring(ring, view.box)
        for ring, box in zip(outline.rings, outline.boxes, strict=True)
        if box.meets(view.box)
    ]
    largest = max((piece for piece in pieces if len(piece) > 3), key=area, default=None)
    whole = (view.box.right - view.box.left) * (view.box.top - view.box.bottom)
    if largest is None or area(largest) < least * whole:
        return []
    return [view.percent(view.point(*point)) for point in _middles(largest)]


_ROWS = (0.5, 0.35, 0.65, 0.2, 0.8, 0.1, 0.9)


def _middles(ring: Line) -> list[Point]:
    """On some parallels through a ring, the middles of the stretches inside it; the widest stretch first."""
    box = bounds(ring)
    found: list[tuple[float, Point]] = []
    for row in _ROWS:
        y = box.bottom + (box.top - box.bottom) * row
        crossing = [(a, b) for a, b in pairwise(ring) if (a[1] > y) != (b[1] > y)]
        cuts = sorted(x1 + (x2 - x1) * (y - y1) / (y2 - y1) for (x1, y1), (x2, y2) in crossing)
        for left, right in zip(cuts[::2], cuts[1::2], strict=False):
            found.append(((right - left) * (1.2 - abs(row - 0.5)), ((left + right) / 2, y)))
    return [point for _width, point in sorted(found, reverse=True)]
