"""Do two accounts tell one happening? A score from 0 to 1, and what each cell says for and against it.

Each cell of the two accounts shows a level ("the same day", "a day apart"); `data/weights.toml` has the points of each
level. The score is the logistic function of their sum. The order of the two accounts makes no difference.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Literal

from marsad.gazetteer.distance import kilometres
from marsad.incidents.blocking import likely_days
from marsad.incidents.comparing_actors import actor_level
from marsad.incidents.features import Features, HarmFeatures, folded_place
from marsad.incidents.files import alike_types, weights

Zone = Literal["same", "unsure", "different"]
Shown = tuple[str, dict[str, str]]
"""A level's name and what is filled into its words."""
_Look = Callable[[Features, Features], Shown]

_MANY = 3
_MUCH, _SOME = 0.4, 0.18
_LEAST_WORDS = 2
_NOT_YET = frozenset({"planned", "threatened", "failed"})
_DONE = frozenset({"happened", "ongoing", "claimed"})


@dataclass(frozen=True, slots=True)
class Reason:
    """What one cell says, in log-odds: positive for one happening, negative against it."""

    cell: str
    points: float
    words: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two events compared. `a` is the one that was published first; `score` is from 0 to 1."""

    a: str
    b: str
    score: float
    zone: Zone
    reasons: tuple[Reason, ...]


def compare(a: Features, b: Features) -> Comparison:
    """Compare two events cell by cell. The order of the arguments makes no difference."""
    a, b = sorted((a, b), key=_by_publication)
    known = weights()
    reasons = []
    for cell, look in _CELLS:
        level, filled = look(a, b)
        found = known.cells[cell][level]
        reasons.append(Reason(cell, found.points, found.words.format(**filled)))
    score = _logistic(known.base + sum(reason.points for reason in reasons))
    return Comparison(a.event_id, b.event_id, score, zone(score), tuple(reasons))


def score_of(a: Features, b: Features) -> float:
    """The score alone, as in `compare`; 0 as soon as nothing can lift it into the zone of the unsure."""
    if _by_publication(b) < _by_publication(a):
        a, b = b, a
    points, least, cells = _scale()
    for look, by_level, still in cells:
        points += by_level[look(a, b)[0]]
        if points + still < least:
            return 0.0
    return _logistic(points)


def zone(score: float) -> Zone:
    """The zone of a score, by the thresholds of `data/weights.toml`."""
    zones = weights().zones
    return "same" if score >= zones.same else "unsure" if score >= zones.unsure else "different"


def places_exclude(a: Features, b: Features) -> bool:
    """Whether the places of two accounts of one happening exclude each other; a vaguer place does not."""
    return _place(a, b)[0] in ("beside", "far", "other_country")


def _by_publication(event: Features) -> tuple[int, str]:
    return (event.published or 0, event.event_id)


def _logistic(points: float) -> float:
    return 1 / (1 + math.exp(-points))


def _log_odds(score: float) -> float:
    return math.log(score / (1 - score))


@cache
def _scale() -> tuple[float, float, tuple[tuple[_Look, dict[str, float], float], ...]]:
    """The points to begin with, the least of the unsure, and each cell with the points of its levels and the most that
    the cells after it can give.
    """
    known = weights()
    points = [{name: level.points for name, level in known.cells[cell].items()} for cell, _look in _CELLS]
    most = [max(by_level.values()) for by_level in points]
    cells = tuple(
        (look, by_level, sum(most[number + 1 :]))
        for number, ((_cell, look), by_level) in enumerate(zip(_CELLS, points, strict=True))
    )
    return known.base, _log_odds(known.zones.unsure), cells


# ------------------------------------------------------------------ the cells


def _time(a: Features, b: Features) -> Shown:
    a_start, a_end = likely_days(a)
    b_start, b_end = likely_days(b)
    if a_start is None or a_end is None or b_start is None or b_end is None:
        return "open", {}
    apart = max(b_start - a_end, a_start - b_end)
    assumed = not (a.day_told and b.day_told)
    if apart <= 0:
        if a.start is None or b.start is None:
            return "open", {}
        if a_start != a_end or b_start != b_end:
            return "within", {}
        if a.time_of_day and b.time_of_day:
            filled = {"a": a.time_of_day, "b": b.time_of_day}
            return ("same_hour", filled) if a.time_of_day == b.time_of_day else ("other_hour", filled)
        return "same_day", {}
    if apart == 1:
        return ("next_day_assumed" if assumed else "next_day"), {}
    if apart == 2:
        return ("two_days_assumed" if assumed else "two_days"), {}
    return "far", {"days": str(apart)}


def _place(a: Features, b: Features) -> Shown:
    filled = {"a": a.place_name, "b": b.place_name}
    if not a.place_key or not b.place_key:
        named = a if a.place_key else b
        other = b if a.place_key else a
        told = bool(named.place_key) and named.place_key in other.mentions
        return ("told_alone" if told else "open"), {"a": named.place_name}
    km = _kilometres(a, b)
    reach = weights().reach
    same_name = a.place_key == b.place_key
    told_by = (a.place_key in b.mentions) + (b.place_key in a.mentions)
    # where no gazetteer knows a name, it was placed by another one that stands beside it
    sure = a.resolved and b.resolved
    if a.country and b.country and a.country != b.country and (km is None or km > reach.beside_km):
        if same_name:
            return "homonym", filled
        if sure or not told_by:
            return "other_country", filled
    if a.gazetteer_id and a.gazetteer_id == b.gazetteer_id and a.resolved and b.resolved:
        return ("same_region" if a.place_precision in ("region", "country") else "same"), filled
    if same_name:
        if km is not None and km > reach.region_km:
            return "homonym", filled
        return ("same_region" if a.coarse and b.coarse and a.resolved and b.resolved else "same_name"), filled
    if b.within_key == a.place_key:
        return "contained", {"a": b.place_name, "b": a.place_name}
    if a.within_key == b.place_key:
        return "contained", filled
    if told_by and (not sure or km is None or km <= reach.region_km):
        return ("both_told" if told_by == 2 else "told"), filled
    if a.coarse or b.coarse:
        return _coarse_place(a, b, km, filled)
    if km is None:
        return "open", filled
    filled["km"] = f"{km:.0f}"
    if km <= reach.at_km:
        return "at", filled
    if km <= reach.near_km:
        return "near", filled
    return ("beside" if km <= reach.beside_km else "far"), filled


def _coarse_place(a: Features, b: Features, km: float | None, filled: dict[str, str]) -> Shown:
    """Two places of which at least one is an area, or has a name that no gazetteer knows."""
    turned = {"a": filled["b"], "b": filled["a"]}
    if b.coarse and b.place_key == folded_place(a.admin1):
        return "contained", filled
    if a.coarse and a.place_key == folded_place(b.admin1):
        return "contained", turned
    reach = weights().reach
    same_area = bool(a.admin1) and a.admin1 == b.admin1
    other_area = bool(a.admin1) and bool(b.admin1) and a.admin1 != b.admin1
    if not same_area and km is not None and km > reach.region_km * (1 if other_area else 3):
        return "far", {**filled, "km": f"{km:.0f}"}
    near = km is not None and km <= reach.beside_km
    if not a.resolved and not b.resolved:
        return ("same_container" if same_area or near else "open"), filled
    if a.coarse and b.coarse:
        return ("same_container" if same_area else "open"), filled
    area = a if a.coarse else b
    if not area.resolved:
        return ("unknown_near" if near else "same_container" if same_area else "open"), filled
    return ("perhaps_contained" if same_area or near else "open"), turned if a.coarse else filled


def _kilometres(a: Features, b: Features) -> float | None:
    if a.latitude is None or a.longitude is None or b.latitude is None or b.longitude is None:
        return None
    return kilometres(a.latitude, a.longitude, b.latitude, b.longitude)


def _type(a: Features, b: Features) -> Shown:
    filled = {"a": a.type, "b": b.type}
    if a.type == b.type:
        return "same", filled
    return ("alike" if b.type in alike_types().get(a.type, ()) else "other"), filled


def _status(a: Features, b: Features) -> Shown:
    apart = (a.status in _NOT_YET and b.status in _DONE) or (b.status in _NOT_YET and a.status in _DONE)
    return ("apart" if apart else "same"), {"a": a.status, "b": b.status}


def _casualties(a: Features, b: Features) -> Shown:
    """The level of the harm that says most against, else most for one happening; the killed before all others."""
    theirs = {harm.harm: harm for harm in b.harms}
    shown = [_harm(harm, theirs[harm.harm]) for harm in a.harms if harm.harm in theirs]
    if not shown:
        return "open", {}
    excluded = [one for one in shown if one[0] == "excluded"]
    if excluded and any(one[0].startswith("equal") for one in shown):
        return next(one for one in shown if one[0].startswith("equal"))[0].replace("_many", ""), shown[0][1] | {
            "n": next(one for one in shown if one[0].startswith("equal"))[1]["n"],
            "harm": next(one for one in shown if one[0].startswith("equal"))[1]["harm"],
        }
    points = weights().cells["casualties"]
    return excluded[0] if excluded else max(shown, key=lambda one: points[one[0]].points)


def _harm(a: HarmFeatures, b: HarmFeatures) -> Shown:
    filled = {"harm": a.harm, "a": str(a.best), "b": str(b.best), "n": str(a.best)}
    if a.best == b.best and a.low == b.low:
        return ("equal_many" if a.best >= _MANY and a.high == a.best else "equal"), filled
    if a.low <= (math.inf if b.high is None else b.high) and b.low <= (math.inf if a.high is None else a.high):
        return "overlap", filled
    least, most = sorted((a.best, b.best))
    if least and (most - least <= 2 or most <= least * 1.34):
        return "close", filled
    if a.best < b.best <= 3 * max(a.best, 1):
        return "risen", filled
    return "excluded", filled


def _names(a: Features, b: Features) -> Shown:
    if a.names.isdisjoint(b.names):
        return "none", {}
    shared = sorted(a.names & b.names)
    return ("two" if len(shared) > 1 else "one"), {"names": ", ".join(shared)}


def _sites(a: Features, b: Features) -> Shown:
    if not a.sites or not b.sites:
        return "open", {}
    shared = sorted(a.sites & b.sites)
    if shared:
        return "same", {"site": shared[0]}
    return "other", {"a": min(a.sites), "b": min(b.sites)}


def _wording(a: Features, b: Features) -> Shown:
    shared = a.words & b.words
    if len(shared) < _LEAST_WORDS:
        return "none", {}
    share = len(shared) / min(len(a.words), len(b.words))
    level = "much" if share >= _MUCH else "some" if share >= _SOME else "none"
    return level, {"words": ", ".join(sorted(shared)[:5])}


_CELLS: tuple[tuple[str, _Look], ...] = (
    ("names", _names),
    ("wording", _wording),
    ("time", _time),
    ("type", _type),
    ("status", _status),
    ("casualties", _casualties),
    ("sites", _sites),
    ("place", _place),
    ("actors", actor_level),
)
"""In this order, so that what costs least comes first."""
