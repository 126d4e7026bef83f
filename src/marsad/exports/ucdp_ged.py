"""The record in the columns of the UCDP Georeferenced Event Dataset (24.1 and 25.1).

Ids of conflicts, dyads, actors, countries and events are UCDP's own: they stay blank, as do the names of conflicts and
dyads, `code_status` and `active_year`. `type_of_violence` is blank where the sides do not tell it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from math import floor
from typing import Literal, NamedTuple, TextIO

from marsad.actors.registry import Actor, ActorRegistry
from marsad.exports.crosswalks import field_countries, hxl_tags, ucdp_ged
from marsad.exports.csv import write_rows
from marsad.exports.happenings import SEPARATOR, Happening, Item, evidence_text, happenings, link
from marsad.exports.options import LeftOut, Options
from marsad.exports.words import place_text
from marsad.incidents.accounts import Figure
from marsad.incidents.sums import Count, counts_and_totals, group_sum
from marsad.model import Dispatch, Participant, Place, Side, When

_NORTH, _EAST = 360, 720
_GROUPS: tuple[Literal["a", "b", "civilians", "unknown"], ...] = ("a", "b", "civilians", "unknown")


def write(items: Iterable[Item], file: TextIO, options: Options, registry: ActorRegistry | None = None) -> LeftOut:
    """Write the 49 columns as CSV, a row for each event or incident that killed somebody by any of its figures.

    Returns how many have no place in them, by reason. Counts are the recorded low, best and high; where no upper bound
    is stated, high is best. `options.evidence` adds the columns marsad_id, evidence and url behind the 49,
    `options.link_base` adds link. `registry` None: the shipped actors and the user's own.
    """
    left_out: LeftOut = Counter()
    names = ucdp_ged().columns
    if options.evidence:
        names = (*names, "marsad_id", "evidence", "url")
    if options.link_base:
        names = (*names, "link")
    actors = {actor.id: actor for actor in (ActorRegistry.load() if registry is None else registry)}
    rows = _rows(items, actors, options, left_out)
    write_rows(names, rows, file, tags=hxl_tags("ucdp-ged") if options.hxl else None)
    return left_out


def _rows(
    items: Iterable[Item], actors: dict[str, Actor], options: Options, left_out: LeftOut
) -> Iterator[dict[str, object]]:
    for item in happenings(items):
        killed = group_sum(item.figures, "killed")
        if not item.took_place:
            left_out[f"did not happen ({item.status})"] += 1
        elif not item.of_many and item.accounts[0].repost_of is not None:
            left_out["repost"] += 1
        elif item.type not in ucdp_ged().types:
            left_out[f"no use of armed force ({item.type})"] += 1
        elif killed is None or (killed.best == 0 and not killed.high):
            left_out["no death"] += 1
        elif item.time.start is None:
            left_out["no date"] += 1
        elif date_prec(item.time) is None:
            left_out["not known to the year"] += 1
        else:
            yield _row(item, killed, actors, options)


def _row(item: Happening, killed: Count, actors: dict[str, Actor], options: Options) -> dict[str, object]:
    sides = _sides(item, actors)
    deaths = _deaths(item.figures, sides)
    place, start = item.place, item.time.start
    assert start is not None
    country = field_countries().get(place.country or "")
    located = place.latitude is not None and place.longitude is not None
    precision = date_prec(item.time)
    return {
        **dict.fromkeys(ucdp_ged().columns),
        "year": start.year,
        "type_of_violence": sides.violence,
        "side_a": sides.a,
        "side_b": sides.b,
        "number_of_sources": len(item.sources),
        "source_article": ";".join(_article(dispatch) for dispatch in item.dispatches),
        "source_office": ";".join(item.sources),
        "source_date": ";".join(d.date.isoformat() for d in item.dispatches if d.date),
        "source_headline": ";".join(d.title for d in item.dispatches if d.title),
        "source_original": SEPARATOR.join(item.credited),
        "where_prec": where_prec(place),
        "where_coordinates": place.name or place.within if located else None,
        "where_description": place_text(place),
        "adm_1": place.admin1,
        "adm_2": place.admin2,
        "latitude": place.latitude,
        "longitude": place.longitude,
        "geom_wkt": f"POINT ({place.longitude} {place.latitude})" if located else None,
        "priogrid_gid": priogrid_cell(place.latitude, place.longitude) if located else None,  # type: ignore[arg-type]
        "country": country.ucdp_name if country else None,
        "region": country.ucdp_region if country else None,
        "event_clarity": 2 if precision is not None and precision >= 3 else 1,
        "date_prec": precision,
        "date_start": f"{start.isoformat()} 00:00:00.000",
        "date_end": f"{(item.time.end or start).isoformat()} 00:00:00.000",
        **{f"deaths_{group}": deaths[group] for group in _GROUPS},
        "best": killed.best,
        "high": max(killed.best, killed.high or 0),
        "low": min(killed.best, killed.low),
        "marsad_id": item.id,
        "evidence": evidence_text(item),
        "url": SEPARATOR.join(dispatch.url for dispatch in item.dispatches if dispatch.url),
        "link": link(item, options.link_base) if options.link_base else None,
    }


def _article(dispatch: Dispatch) -> str:
    date = dispatch.date.isoformat() if dispatch.date else ""
    return f'"{dispatch.source or ""},{date},{dispatch.title or ""}"'


# ------------------------------------------------------------------ who


class _Sides(NamedTuple):
    """UCDP's sides. `turned`: its side a is our side_b. In one-sided violence side b are civilians."""

    violence: int | None
    a: str | None
    b: str | None
    turned: bool = False


def _sides(item: Happening, actors: dict[str, Actor]) -> _Sides:
    """State-based (1): a state's forces against an organised actor, the state as side a. Non-state (2): two others.
    One-sided (3): an organised actor against civilians. None where a side is not told or of no known kind.
    """
    first, second = (_parties(side, actors) for side in (item.side_a, item.side_b))
    rules = ucdp_ged()

    def one(parties: list[tuple[str, str | None]], kinds: frozenset[str]) -> str | None:
        return next((name for name, kind in parties if kind in kinds), None)

    organised = one(first, rules.organised), one(second, rules.organised)
    unarmed = one(first, rules.unarmed), one(second, rules.unarmed)
    states = one(first, rules.state), one(second, rules.state)
    if organised[0] and organised[1]:
        if states[1] and not states[0]:
            return _Sides(1, states[1], organised[0], turned=True)
        return _Sides(1, states[0], organised[1]) if states[0] else _Sides(2, *organised)
    if organised[0] and unarmed[1]:
        return _Sides(3, organised[0], rules.civilians)
    if organised[1] and unarmed[0]:
        return _Sides(3, organised[1], rules.civilians, turned=True)
    return _Sides(None, first[0][0] if first else None, second[0][0] if second else None)


def _parties(side: Sequence[Participant], actors: dict[str, Actor]) -> list[tuple[str, str | None]]:
    """The names and kinds of one side; a state's bodies go by its government."""
    rules, found = ucdp_ged(), []
    for participant in side:
        actor = actors.get(participant.actor_id or "")
        kind = actor.kind if actor else participant.kind
        name = actor.name if actor else participant.name
        country = field_countries().get(actor.country or "") if actor else None
        if kind in rules.named_government and country:
            name = rules.government.format(country=country.ucdp_name)
        elif kind in rules.unarmed:
            name = rules.civilians
        found.append((name, kind))
    return found


def _deaths(figures: Sequence[Figure], sides: _Sides) -> dict[str, int]:
    """The best figure of killed by UCDP's groups; together they are the best figure of all."""
    found = dict.fromkeys(_GROUPS, 0)
    for side, number in deaths_by_side(figures):
        found[_group(side, sides)] += number
    return {str(group): number for group, number in found.items()}


def _group(side: Side | None, sides: _Sides) -> Literal["a", "b", "civilians", "unknown"]:
    if side == "civilian":
        return "civilians"
    if side not in ("side_a", "side_b"):
        return "unknown"
    group: Literal["a", "b"] = "a" if (side == "side_a") != sides.turned else "b"
    return "civilians" if (sides.a if group == "a" else sides.b) == ucdp_ged().civilians else group


def deaths_by_side(figures: Sequence[Figure]) -> list[tuple[Side | None, int]]:
    """The best figures of killed with their sides, nobody twice: of a total with parts the parts count for their sides,
    and what is left for the total's.
    """
    counts, total_of = counts_and_totals(figures, "killed")
    rest = {index: count.best for index, count in counts.items()}
    for part, total in total_of.items():
        rest[total] -= counts[part].best
    return [(figures[index].side, number) for index, number in rest.items()]


# ------------------------------------------------------------------ where and when


def where_prec(place: Place) -> int | None:
    """1 exact, 2 near, 3 second-order and 4 first-order division, 5 fuzzy, 6 country; None without a point.

    A place that no gazetteer knows stands at its nearest container, so it is never exact.
    """
    if place.latitude is None or place.longitude is None or place.precision is None:
        return None
    if place.precision == "exact":
        return 1 if place.resolved else 2
    if place.precision == "near":
        return 2
    if place.precision == "country":
        return 6
    return 3 if place.admin2 else 4 if place.admin1 else 5


def date_prec(time: When) -> int | None:
    """1 a day, 2 two to six days, 3 a week, 4 a month, 5 a year; None where it is not known to the year."""
    if time.start is None:
        return None
    span = ((time.end or time.start) - time.start).days + 1
    least = {"day": 1, "week": 2, "month": 4, "year": 5, "unknown": 1}[time.precision]
    return next((code for code, days in sorted(ucdp_ged().date_prec.items()) if span <= days and code >= least), None)


def priogrid_cell(latitude: float, longitude: float) -> int:
    """The PRIO-GRID cell of half a degree at a point (WGS84), 1 to 259200, counted eastwards from the south-west.

    The north pole and the date line belong to the last row and column.
    """
    row = min(floor((latitude + 90) * 2), _NORTH - 1)
    column = min(floor((longitude + 180) * 2), _EAST - 1)
    return row * _EAST + column + 1
