"""Which accounts can tell one happening at all?

Blocks are made of place and time. Two events are compared where one looks up a key that the other stands under. An
event stands under keys of its place (a grid of half a degree, and the folded name) and of its administrative region
and country, each with a window of days. An event whose place is an area only looks up all events of its region; a
precise one looks up the coarse ones alone; one whose place no gazetteer knows looks up the names in its paragraph.
So the relation is symmetric, and precise events of one region are not all compared with each other.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator

from marsad.incidents.features import Features
from marsad.incidents.files import weights

_CELL_DEGREES = 0.5
_WINDOW_DAYS = 4
_KM_PER_DEGREE = 111.2
_LONGEST_DAYS = 45
"""Events of a longer time are compared by year with such events only."""


def keys(event: Features) -> list[str]:
    """The keys under which an event stands."""
    return sorted(set(_keys(event, stored=True)))


def sought(event: Features) -> list[str]:
    """The keys under which the events stand that can be compared with this one."""
    return sorted(set(_keys(event, stored=False)))


def _keys(event: Features, *, stored: bool) -> Iterator[str]:
    windows = _windows(event)
    named = {event.place_key, event.within_key if event.coarse else ""} - {""}
    places = [*_cells(event), *(f"n{key}" for key in named)]
    if not stored:
        places += [f"m{key}" for key in named]
    if not event.place_key or not event.country or not event.resolved:
        places += [f"{'m' if stored else 'n'}{mention}" for mention in event.mentions]
    country = event.country or ""
    for area in _areas(event, country):
        if stored:
            places.append(f"{'c' if event.coarse else 'f'}{area}")
        else:
            places.append(f"c{area}")
            if event.coarse:
                places.append(f"f{area}")
    for place in places:
        for window in windows:
            yield f"{place}|{window}"


def _areas(event: Features, country: str) -> Iterator[str]:
    """The areas under which an event may be told: its region; its country for those that are told of no region."""
    if event.admin1:
        yield f"{country}.{event.admin1}"
    yield country


def _cells(event: Features) -> Iterator[str]:
    """The cells of the grid that a square of half the reach around the place touches: two places within the reach
    share the cell of the point between them.
    """
    if event.latitude is None or event.longitude is None or event.place_precision in ("region", "country", None):
        return
    half = weights().reach.kilometres / 2 / _KM_PER_DEGREE
    wide = half / max(0.05, math.cos(math.radians(event.latitude)))
    around = round(360 / _CELL_DEGREES)
    for row in _range(event.latitude - half, event.latitude + half, _CELL_DEGREES):
        for column in _range(event.longitude - wide, event.longitude + wide, _CELL_DEGREES):
            yield f"g{row},{column % around}"


def _range(low: float, high: float, step: float) -> range:
    return range(math.floor(low / step), math.floor(high / step) + 1)


def _windows(event: Features) -> list[str]:
    """The windows of days that an event may fall in, widened by half the reach on both sides."""
    start, end = likely_days(event)
    if start is None or end is None:
        return ["undated"]
    if end - start > _LONGEST_DAYS:
        return [f"y{year}" for year in range(start * 4 // 1461, end * 4 // 1461 + 1)]
    half = (weights().reach.days + 1) // 2
    return [str(window) for window in _range(start - half, end + half, _WINDOW_DAYS)]


def within_reach(event: Features, others: Iterable[Features]) -> Iterator[Features]:
    """Those of some events that may be compared with one: of other dispatches, with days within the reach."""
    reach = weights().reach.days
    start, end = _bounds(event)
    for other in others:
        if other.dispatch_id != event.dispatch_id and other.event_id != event.event_id:
            their_start, their_end = _bounds(other)
            if their_start - end <= reach and start - their_end <= reach:
                yield other


def _bounds(event: Features) -> tuple[float, float]:
    start, end = likely_days(event)
    return (-math.inf, math.inf) if start is None or end is None else (start, end)


def likely_days(event: Features) -> tuple[int | None, int | None]:
    """The first and last day on which an event can have been: its own, else those just before its publication."""
    if event.start is not None and event.end is not None:
        return event.start, event.end
    if event.published is None:
        return None, None
    return event.published - weights().reach.days_before_publication, event.published
