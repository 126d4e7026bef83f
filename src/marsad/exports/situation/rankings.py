"""Who takes part most often, and where do most incidents fall?"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from marsad.codebook.countries import countries
from marsad.exports.situation.figures import people, took_place
from marsad.incidents.accounts import Incident
from marsad.incidents.sums import Count
from marsad.model import Participant, Place, PlacePrecision


@dataclass(frozen=True, slots=True)
class ActorRow:
    """One actor. `killed`: all dead of the incidents in which it took part, on whatever side, by whoever's hand."""

    name: str
    actor_id: str | None
    kind: str
    incidents: int
    as_doer: int
    killed: Count


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """One place. `within`: province and country; `precision`: the best one with which an incident names it."""

    name: str
    within: str
    precision: PlacePrecision | None
    incidents: int
    killed: Count


def top_actors(incidents: Iterable[Incident], limit: int | None = None) -> list[ActorRow]:
    """The actors of the incidents that took place, by the number of their incidents; civilians are left out.

    An actor that the registry knows is one under all its names; others ("soldiers") are told apart by their names
    and the country of the incident.
    """
    groups: dict[str, list[tuple[Incident, Participant]]] = {}
    for incident in took_place(incidents):
        members = {_actor_key(p, incident): p for p in reversed(_participants(incident)) if p.kind != "Civilians"}
        for key, member in members.items():
            groups.setdefault(key, []).append((incident, member))
    rows = []
    for key, found in groups.items():
        own = [incident for incident, _member in found]
        member = found[0][1]
        doer = sum(any(_actor_key(p, incident) == key for p in incident.side_a.value) for incident in own)
        rows.append(ActorRow(member.name, member.actor_id, member.kind or "", len(own), doer, people(own, "killed")))
    return sorted(rows, key=lambda row: (-row.incidents, -row.killed.best, row.name))[:limit]


def _participants(incident: Incident) -> list[Participant]:
    named = (*incident.side_a.value, *incident.side_b.value, *incident.third.value)
    return [member for member in named if member.name.strip().casefold() != "civilians"]


def _actor_key(member: Participant, incident: Incident) -> str:
    return member.actor_id or f"{member.name.strip().casefold()}|{incident.place.value.country or ''}"


def top_places(incidents: Iterable[Incident], limit: int | None = None) -> list[PlaceRow]:
    """The places of the incidents that took place, by the number of their incidents.

    Only what is known to the town or near it: a region is no place to rank beside its towns (`top_areas`).
    """
    return _ranked(incidents, limit, _place_key, lambda place: place.name or "")


def top_areas(incidents: Iterable[Incident], limit: int | None = None) -> list[PlaceRow]:
    """The provinces of the incidents that took place, where the gazetteer knows them, by number of incidents."""
    return _ranked(incidents, limit, _area_key, lambda place: place.admin1 or "")


def _ranked(
    incidents: Iterable[Incident],
    limit: int | None,
    key_of: Callable[[Place], str],
    name_of: Callable[[Place], str],
) -> list[PlaceRow]:
    groups: dict[str, list[Incident]] = {}
    for incident in took_place(incidents):
        key = key_of(incident.place.value)
        if key:
            groups.setdefault(key, []).append(incident)
    rows = []
    for found in groups.values():
        place = found[0].place.value
        name = name_of(place)
        rows.append(PlaceRow(name, _within(place, name), _best_precision(found), len(found), people(found, "killed")))
    return sorted(rows, key=lambda row: (-row.incidents, -row.killed.best, row.name))[:limit]


def _place_key(place: Place) -> str:
    if not place.name or place.precision not in ("exact", "near"):
        return ""
    if place.resolved and place.gazetteer_id:
        return place.gazetteer_id
    return "|".join((place.name.casefold(), place.admin1 or "", place.country or ""))


def _area_key(place: Place) -> str:
    return f"{place.country or ''}|{place.admin1}" if place.admin1 else ""


def _within(place: Place, name: str) -> str:
    country = countries().get(place.country or "")
    parts = (place.admin1, country.name if country else place.country)
    return ", ".join(dict.fromkeys(part for part in parts if part and part != name))


def _best_precision(incidents: Sequence[Incident]) -> PlacePrecision | None:
    known = [incident.place.value.precision for incident in incidents]
    return next((one for one in ("exact", "near", "region", "country") if one in known), None)
