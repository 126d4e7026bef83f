"""What do a list's places and days look like? Maps and timelines drawn on the server, for pages without scripts.

A place that is known only nearly is drawn as a halo, one known only as an area as a wide faint disc: never as a pin.
"""

from __future__ import annotations

import datetime as dt
import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from marsad.exports.maps.geometry import Box
from marsad.exports.maps.projection import Projection
from marsad.store.rows import DayCount, Spot

WIDTH, HEIGHT = 760, 360
CHART_HEIGHT = 300
_GRID = 14
"""Pixels; places that lie within one cell are one disc."""
_REACH = {"near": 12, "region": 60, "country": 150}
"""Kilometres around a place of each precision; drawn between 8 and 60 pixels."""
_LONGEST = 104

Step = Literal["day", "week", "month", "year"]


@dataclass(frozen=True, slots=True)
class Disc:
    """Events at one spot of the map. `radius` in pixels; `reach`: a place known only within that radius."""

    x: float
    y: float
    radius: float
    precision: str
    count: int
    title: str


@dataclass(frozen=True, slots=True)
class MapPicture:
    """A map as paths and discs, in pixels."""

    borders: str
    disputed: str
    discs: list[Disc]
    placed: int
    unplaced: int


@dataclass(frozen=True, slots=True)
class Bar:
    """One step of the timeline: how many events, and deaths low, best and high; heights in pixels."""

    start: dt.date
    end: dt.date
    count: int
    low: int
    best: int
    high: int
    x: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Timeline:
    """Events by day, week, month or year, with the band of deaths as path data."""

    step: Step
    bars: list[Bar]
    band: str
    line: str
    most: int
    most_killed: int
    undated: int
    height: int = CHART_HEIGHT


def map_picture(spots: Iterable[Spot]) -> MapPicture | None:
    """The map of some spots; None where none has coordinates. The spots with the most events name a disc."""
    placed: list[tuple[float, float, Spot]] = []
    unplaced = 0
    for spot in spots:
        if spot.longitude is None or spot.latitude is None:
            unplaced += spot.count
        else:
            placed.append((spot.longitude, spot.latitude, spot))
    if not placed:
        return None
    extent = _extent([(x, y) for x, y, _ in placed])
    view = Projection(extent, WIDTH, HEIGHT)
    cells: dict[tuple[int, int, str], list[tuple[float, float, Spot]]] = defaultdict(list)
    for longitude, latitude, spot in placed:
        x, y = view.point(longitude, latitude)
        cells[int(x // _GRID), int(y // _GRID), spot.precision or "exact"].append((x, y, spot))
    discs = [_disc(view, key[2], members) for key, members in cells.items()]
    order = {"country": 0, "region": 1, "near": 2, "exact": 3}
    discs.sort(key=lambda disc: (order.get(disc.precision, 3), -disc.radius))
    borders, disputed = _borders(extent)
    return MapPicture(borders, disputed, discs, sum(spot.count for _, _, spot in placed), unplaced)


@lru_cache(maxsize=256)
def _borders(extent: Box) -> tuple[str, str]:
    """The lines of countries, and the disputed ones, as path data."""
    view = Projection(extent, WIDTH, HEIGHT)
    return view.borders("coast") + view.borders("border"), view.borders("disputed")


def timeline(days: Sequence[DayCount]) -> Timeline | None:
    """The timeline of some days; None where no event has a day."""
    dated = [(one.day, one) for one in days if one.day is not None]
    undated = sum(one.count for one in days if one.day is None)
    if not dated:
        return None
    first, last = min(day for day, _ in dated), max(day for day, _ in dated)
    step = _step(first, last)
    starts = _starts(first, last, step)
    found: dict[dt.date, list[DayCount]] = {start: [] for start in starts}
    for day, one in dated:
        found[_floor(day, step)].append(one)
    counts = {start: sum(one.count for one in members) for start, members in found.items()}
    most = max(counts.values())
    sums = {start: _killed(members) for start, members in found.items()}
    most_killed = max(high for _, _, high in sums.values())
    width = WIDTH / len(starts)
    bars = [
        Bar(start, _last_day(start, step), counts[start], *sums[start], round(index * width, 2),
            round(max(width - 1, 0.5), 2), round(counts[start] / most * CHART_HEIGHT, 2))
        for index, start in enumerate(starts)
    ]  # fmt: skip
    scale = CHART_HEIGHT / max(1, most_killed)
    middles = [bar.x + width / 2 for bar in bars]
    upper = [f"{x:.1f} {CHART_HEIGHT - bar.high * scale:.1f}" for x, bar in zip(middles, bars, strict=True)]
    lower = [f"{x:.1f} {CHART_HEIGHT - bar.low * scale:.1f}" for x, bar in zip(middles, bars, strict=True)]
    line = [f"{x:.1f} {CHART_HEIGHT - bar.best * scale:.1f}" for x, bar in zip(middles, bars, strict=True)]
    return Timeline(
        step, bars, f"M{'L'.join([*upper, *reversed(lower)])}Z", f"M{'L'.join(line)}", most, most_killed, undated
    )


def _extent(spots: Sequence[tuple[float, float]]) -> Box:
    """What a map of some spots shows, with a margin; in steps, so that maps of much the same area share their lines."""
    xs, ys = sorted(x for x, _ in spots), sorted(y for _, y in spots)
    margin_x, margin_y = max(0.6, (xs[-1] - xs[0]) * 0.08), max(0.4, (ys[-1] - ys[0]) * 0.08)
    left, right = _widened(xs[0] - margin_x, xs[-1] + margin_x)
    bottom, top = _widened(ys[0] - margin_y, ys[-1] + margin_y)
    return Box(left, max(-85, bottom), right, min(85, top))


def _widened(least: float, most: float) -> tuple[float, float]:
    step = 2.0 ** math.floor(math.log2((most - least) / 8))
    return math.floor(least / step) * step, math.ceil(most / step) * step


def _disc(view: Projection, precision: str, members: Sequence[tuple[float, float, Spot]]) -> Disc:
    count = sum(spot.count for _, _, spot in members)
    x = sum(x * spot.count for x, _, spot in members) / count
    y = sum(y * spot.count for _, y, spot in members) / count
    names = list(dict.fromkeys(spot.place for _, _, spot in members if spot.place))
    reach = _REACH.get(precision)
    size = 3 + 2.2 * count**0.5
    radius = size if reach is None else max(8.0, size, min(60.0, view.pixels(reach)))
    title = f"{', '.join(names[:4])}{' …' if len(names) > 4 else ''}: {count}"
    return Disc(round(x, 1), round(y, 1), round(min(radius, 60), 1), precision, count, title)


def _step(first: dt.date, last: dt.date) -> Step:
    days = (last - first).days + 1
    if days <= 45:
        return "day"
    if days <= 7 * _LONGEST:
        return "week"
    return "month" if days <= 31 * _LONGEST else "year"


def _floor(day: dt.date, step: Step) -> dt.date:
    if step == "week":
        return day - dt.timedelta(days=day.weekday())
    if step == "month":
        return day.replace(day=1)
    return day.replace(month=1, day=1) if step == "year" else day


def _last_day(start: dt.date, step: Step) -> dt.date:
    if step == "day":
        return start
    if step == "week":
        return start + dt.timedelta(days=6)
    following = start.replace(day=28) + dt.timedelta(days=4)
    return following.replace(day=1) - dt.timedelta(days=1) if step == "month" else start.replace(month=12, day=31)


def _starts(first: dt.date, last: dt.date, step: Step) -> list[dt.date]:
    starts = [_floor(first, step)]
    while (following := _last_day(starts[-1], step) + dt.timedelta(days=1)) <= last:
        starts.append(following)
    return starts


def _killed(days: Iterable[DayCount]) -> tuple[int, int, int]:
    low = best = high = 0
    for one in days:
        low += one.low
        best += one.best
        high += one.high
    return low, best, high
