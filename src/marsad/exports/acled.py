"""The record in the columns and by the conventions of ACLED.

Only the layout and the published conventions are ACLED's: no ACLED data are used. The columns `event_id_cnty` and
`source_scale` stay blank, since Marsad cannot know them.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TextIO

from marsad.actors.registry import ActorRegistry
from marsad.codebook.types import event_types
from marsad.exports import crosswalks
from marsad.exports.acled_actors import (
    CIVILIANS,
    EXTERNAL,
    STATE,
    UNARMED,
    AcledActor,
    AcledActors,
    interaction,
)
from marsad.exports.acled_counts import divided, event_days, fatalities
from marsad.exports.crosswalks import Condition, acled, field_countries
from marsad.exports.csv import write_rows
from marsad.exports.happenings import SEPARATOR, Happening, Item, evidence_text, happenings, link
from marsad.exports.options import LeftOut, Options
from marsad.incidents.sums import group_sum
from marsad.model import Place

_BATTLES, _EXPLOSIONS, _AGAINST_CIVILIANS = "Battles", "Explosions/Remote violence", "Violence against civilians"
_DEMONSTRATIONS = {"Protests": "Protesters", "Riots": "Rioters"}


def write(items: Iterable[Item], file: TextIO, options: Options, registry: ActorRegistry | None = None) -> LeftOut:
    """Write ACLED's 31 columns as CSV; returns how many events or incidents have no place in them, by reason.

    Items ordered by their first day are merged and written day by day in constant memory; those that come out of
    order are written, but not merged with what was written before them. Incidents merge with incidents; events only
    with events of the same dispatch, since those of two dispatches may tell the same. `options.evidence` adds the
    columns marsad_id and url behind the 31 (the sentences stand in `notes`), `options.link_base` adds link. `registry`
    None: the shipped actors and the user's own.
    """
    left_out: LeftOut = Counter()
    names = acled().columns
    if options.evidence:
        names = (*names, "marsad_id", "url")
    if options.link_base:
        names = (*names, "link")
    rows = (
        row.cells()
        for row in merged(_all_rows(items, AcledActors(registry or ActorRegistry.load()), options, left_out))
    )
    write_rows(names, rows, file, tags=crosswalks.hxl_tags("acled") if options.hxl else None)
    return left_out


@dataclass(slots=True)
class AcledRow:
    """One row: one day of one event or incident. `told_by` keeps apart what may tell the same."""

    day: dt.date
    first_day: dt.date
    time_precision: int
    sub_event: str
    actors: tuple[AcledActor | None, AcledActor | None]
    associates: tuple[tuple[str, ...], tuple[str, ...]]
    place: Place
    country: str
    geo_precision: int | None
    fatalities: int
    told_by: str
    sources: list[str]
    notes: list[str]
    ids: list[str]
    urls: list[str]
    links: list[str]
    updated: list[dt.datetime] = field(default_factory=list)

    @property
    def event_type(self) -> str:
        """ACLED's event type."""
        return acled().event_type_of[self.sub_event]

    @property
    def key(self) -> tuple[object, ...]:
        """What two rows have in common that ACLED takes for one event, but for their types."""
        place = self.place
        where = (self.country, place.admin1, place.admin2, place.name, place.latitude, place.longitude)
        return (self.day, self.time_precision, where, frozenset(self.actors), self.told_by)

    def take_in(self, other: AcledRow) -> None:
        """Make one event of two: fatalities add up, everything told is kept once."""
        self.fatalities += other.fatalities
        precisions = [p for p in (self.geo_precision, other.geo_precision) if p is not None]
        self.geo_precision = max(precisions, default=None)
        mine, others = self.associates, other.associates
        if self.actors != other.actors:
            others = (others[1], others[0])
        self.associates = (_once(mine[0] + others[0]), _once(mine[1] + others[1]))
        for name in ("sources", "notes", "ids", "urls", "links", "updated"):
            setattr(self, name, list(dict.fromkeys(getattr(self, name) + getattr(other, name))))

    def cells(self) -> dict[str, object]:
        """The row with all columns."""
        place, where = self.place, field_countries()[self.country]
        first, second = self.actors
        kinds = [actor.kind if actor else None for actor in self.actors]
        disorder = acled().disorder_of[self.sub_event]
        known = not (second and second.kind is None)
        return {
            "event_id_cnty": None,
            "event_date": self.day.isoformat(),
            "year": self.day.year,
            "time_precision": self.time_precision,
            "disorder_type": disorder,
            "event_type": self.event_type,
            "sub_event_type": self.sub_event,
            "actor1": first.name if first else None,
            "assoc_actor_1": SEPARATOR.join(self.associates[0]),
            "inter1": kinds[0],
            "actor2": second.name if second else None,
            "assoc_actor_2": SEPARATOR.join(self.associates[1]),
            "inter2": kinds[1],
            "interaction": interaction(kinds[0], kinds[1]) if known else "",
            "civilian_targeting": "Civilian targeting" if self._targets_civilians(disorder) else None,
            "iso": where.iso_numeric,
            "region": where.region,
            "country": where.acled_name,
            "admin1": place.admin1,
            "admin2": place.admin2,
            "admin3": None,
            "location": place.name or place.within or place.admin2 or place.admin1 or where.acled_name,
            "latitude": None if place.latitude is None else Decimal(f"{place.latitude:.4f}"),
            "longitude": None if place.longitude is None else Decimal(f"{place.longitude:.4f}"),
            "geo_precision": self.geo_precision,
            "source": SEPARATOR.join(self.sources),
            "source_scale": None,
            "notes": " | ".join(self.notes),
            "fatalities": self.fatalities,
            "tags": None,
            "timestamp": int(max(self.updated).timestamp()) if self.updated else None,
            "marsad_id": SEPARATOR.join(self.ids),
            "url": SEPARATOR.join(self.urls),
            "link": SEPARATOR.join(self.links),
        }

    def _targets_civilians(self, disorder: str) -> bool:
        second = self.actors[1]
        return "Political violence" in disorder and (
            self.sub_event == "Excessive force against protesters" or (second is not None and second.kind == CIVILIANS)
        )


def _all_rows(items: Iterable[Item], naming: AcledActors, options: Options, left_out: LeftOut) -> Iterator[AcledRow]:
    for item in happenings(items):
        days = event_days(item.time)
        if not item.took_place:
            left_out[f"did not happen ({item.status})"] += 1
        elif not item.of_many and item.accounts[0].repost_of is not None:
            left_out["repost"] += 1
        elif isinstance(days, str):
            left_out[days] += 1
        elif item.place.country not in field_countries():
            left_out["no country"] += 1
        else:
            yield from _rows(item, item.place.country or "", days, naming, options)


def _rows(
    item: Happening, country: str, days: list[tuple[dt.date, int]], naming: AcledActors, options: Options
) -> Iterator[AcledRow]:
    side_a, side_b = naming.side(item.side_a, country), naming.side(item.side_b, country)
    sub_event = _sub_event(item, side_a, side_b)
    first, second = _in_roles(acled().event_type_of[sub_event], side_a, side_b, naming, country)
    words = evidence_text(item)
    shares = divided(fatalities(item.figures, words), len(days))
    for (day, precision), dead in zip(days, shares, strict=True):
        yield AcledRow(
            day=day,
            first_day=days[0][0],
            time_precision=precision,
            sub_event=sub_event,
            actors=(first[0] if first else None, second[0] if second else None),
            associates=(tuple(a.name for a in first[1:]), tuple(a.name for a in second[1:])),
            place=item.place,
            country=country,
            geo_precision=_geo_precision(item.place),
            fatalities=dead,
            told_by="" if item.of_many else item.accounts[0].dispatch.id,
            sources=item.sources,
            notes=[words] if words else [],
            ids=[item.id],
            urls=[dispatch.url for dispatch in item.dispatches if dispatch.url],
            links=[link(item, options.link_base)] if options.link_base else [],
            updated=[item.updated_at] if item.updated_at else [],
        )


def _sub_event(item: Happening, side_a: list[AcledActor], side_b: list[AcledActor]) -> str:
    for choice in acled().choice:
        if choice.type == item.type and _holds(choice.when, item, side_a, side_b):
            return choice.sub_event
    return event_types()[item.type].acled[0]


def _holds(when: Condition, item: Happening, side_a: list[AcledActor], side_b: list[AcledActor]) -> bool:
    killed, injured = group_sum(item.figures, "killed"), group_sum(item.figures, "injured")
    civilians_only = bool(side_b) and all(actor.kind == CIVILIANS for actor in side_b)
    match when:
        case "harmed":
            return any(count is not None and count.best > 0 for count in (killed, injured))
        case "not_killed":
            return killed is None or killed.best == 0
        case "against_civilians":
            return civilians_only and bool(side_a) and all(actor.kind not in UNARMED for actor in side_a)
        case "civilian_target":
            return any(actor.kind == CIVILIANS for actor in side_b)
        case "side_a_not_state":
            return not side_a or side_a[0].kind not in (STATE, EXTERNAL)
        case "not_handed_over":
            return not side_b


def _in_roles(
    event_type: str, side_a: list[AcledActor], side_b: list[AcledActor], naming: AcledActors, country: str
) -> tuple[list[AcledActor], list[AcledActor]]:
    """The actors of both columns, each list with the main actor first and its associates behind it."""
    unidentified = naming.unidentified(country)
    if event_type in _DEMONSTRATIONS:
        crowd = naming.crowd(_DEMONSTRATIONS[event_type], country)
        return [crowd, *(actor for actor in side_a if actor.kind not in UNARMED)], side_b
    if event_type == _BATTLES:
        # civilians are no side of a battle; they are counted where they fell
        first, second = ([a for a in side if a.kind not in UNARMED] for side in (side_a, side_b))
        return first or [unidentified], second or [unidentified]
    if event_type == _AGAINST_CIVILIANS:
        # the target is actor2; a lone victim off duty is a civilian whose body is the associate
        target = naming.civilians(country)
        return side_a or [unidentified], [target, *(actor for actor in side_b if actor != target)]
    if event_type == _EXPLOSIONS:
        return side_a or [unidentified], sorted(side_b, key=lambda actor: actor.kind in UNARMED)
    return (side_a, side_b) if side_a else (side_b, [])


def _geo_precision(place: Place) -> int | None:
    if place.latitude is None or place.longitude is None:
        return None
    if place.precision == "exact":
        return 1 if place.resolved else 2
    if place.precision == "near" or (place.precision == "region" and place.admin2):
        return 2
    return 3


def merged(rows: Iterable[AcledRow]) -> Iterator[AcledRow]:
    """Rows of the same actors, place and day as one: of the same sub-event type, and what is shelled and bombed in a
    battle with that battle. In the order of the days, as long as the rows come in the order of their first day.
    """
    waiting: dict[dt.date, dict[tuple[object, ...], list[AcledRow]]] = {}
    for row in rows:
        for day in sorted(day for day in waiting if day < row.first_day):
            yield from _flat(waiting.pop(day))
        _join(waiting.setdefault(row.day, {}).setdefault(row.key, []), row)
    for day in sorted(waiting):
        yield from _flat(waiting[day])


def _flat(rows: dict[tuple[object, ...], list[AcledRow]]) -> Iterator[AcledRow]:
    for same in rows.values():
        yield from same


def _join(same: list[AcledRow], row: AcledRow) -> None:
    if row.place.name is None and row.place.latitude is None:
        same.append(row)
        return
    for other in same:
        if other.sub_event == row.sub_event or (other.event_type, row.event_type) == (_BATTLES, _EXPLOSIONS):
            other.take_in(row)
            return
    if row.event_type == _BATTLES:
        for other in [other for other in same if other.event_type == _EXPLOSIONS]:
            row.take_in(other)
            same.remove(other)
    same.append(row)


def _once(names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))
