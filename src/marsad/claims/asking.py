"""What exactly does a claim say of the record: of which event, in which area, over which days and types?"""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from marsad.codebook.countries import countries
from marsad.coding.claims import Claim
from marsad.gazetteer.keys import transliterated
from marsad.gazetteer.places import Entry
from marsad.incidents.sums import TOOK_PLACE
from marsad.model import Coding, Event, Place, Span

SAME_TOWN_KM = 5.0
"""Places nearer than this are one town, whatever gazetteer names them."""
_KM_PER_DEGREE = 111.2
_SENTENCE_END = re.compile(r"[.!?]\s|\n")


@dataclass(frozen=True, slots=True)
class Area:
    """Where a claim is to hold. `told`: the claim names it; else it is the province, or country, of the event."""

    level: Literal["country", "admin1", "town"]
    name: str
    country: str
    admin1: str | None
    gazetteer_id: str | None
    latitude: float | None
    longitude: float | None
    told: bool

    def holds(self, place: Place) -> bool:
        """Whether a place lies in the area for sure: a place known to the region only lies in no town."""
        if place.country != self.country:
            return False
        if self.level == "country":
            return True
        if self.level == "admin1":
            return bool(place.admin1) and _folded(place.admin1 or "") == _folded(self.admin1 or "")
        if place.precision not in ("exact", "near"):
            return False
        if place.gazetteer_id and place.gazetteer_id == self.gazetteer_id:
            return True
        return _kilometres(self, place) <= SAME_TOWN_KM

    def words(self) -> str:
        """The area for people, with how it is known."""
        country = countries().get(self.country)
        within = country.name if country else self.country
        name = self.name if self.name == within else f"{self.name}, {within}"
        return name if self.told else f"{name} (the words name no area)"


@dataclass(frozen=True, slots=True)
class Question:
    """A claim with the event that it is about and the area in which it is to hold; None where neither was found.

    `narrow`: where no area is told, the event's own town, since the claim may mean no more than that.
    """

    claim: Claim
    event: Event | None
    area: Area | None
    narrow: Area | None
    types: tuple[str, ...]
    first: dt.date | None
    last: dt.date | None


def questions(coding: Coding, claims: Sequence[Claim]) -> list[Question]:
    """The claims of a dispatch as questions to the record."""
    return [_question(coding, claim) for claim in claims]


def _question(coding: Coding, claim: Claim) -> Question:
    event = _event_meant(coding, claim)
    types = claim.types or ((event.type,) if event else ())
    area = _area(claim, event)
    narrow = _own_town(event) if area is not None and not area.told else None
    return Question(claim, event, area, narrow, types, claim.period.first, claim.period.last)


def _event_meant(coding: Coding, claim: Claim) -> Event | None:
    """The event that a claim is about: of a claimed type, in the claim's sentence, else before it ("It was the …"),
    else behind it; of several the nearest. None that did not take place.
    """
    possible = [
        event
        for event in coding.events
        if event.status in TOOK_PLACE and (not claim.types or event.type in claim.types or claim.unit is not None)
    ]
    text = coding.dispatch.text
    return min(possible, key=lambda event: min(_distance(span, claim, text) for span in event.evidence), default=None)


def _distance(span: Span, claim: Claim, text: str) -> tuple[int, int]:
    """How far the words of an event are from a claim: sentence, side, characters between them."""
    before = span.start < claim.span.start
    between = text[span.end : claim.span.start] if before else text[claim.span.end : span.start]
    if not _SENTENCE_END.search(between):
        return 0, len(between)
    return (1 if before else 2), len(between)


def _area(claim: Claim, event: Event | None) -> Area | None:
    entry = claim.area.entry if claim.area else None
    if entry is not None and entry.country:
        return _area_of_entry(entry)
    if event is None or not event.place.country:
        return None
    place, told = event.place, claim.here is not None
    if claim.here == "town":
        return _own_town(event)
    if place.admin1 and claim.here != "country":
        return Area("admin1", place.admin1, place.country or "", place.admin1, None, None, None, told)
    country = countries().get(place.country or "")
    name = country.name if country else place.country or ""
    return Area("country", name, place.country or "", None, None, None, None, told)


def _own_town(event: Event | None) -> Area | None:
    """The town of an event; None where it is known to an area only, or no gazetteer knows it."""
    place = event.place if event else None
    if place is None or place.precision not in ("exact", "near") or not place.resolved or not place.country:
        return None
    spot = (place.gazetteer_id, place.latitude, place.longitude)
    return Area("town", place.name or "", place.country, place.admin1, *spot, told=True)


def _area_of_entry(entry: Entry) -> Area:
    level: Literal["country", "admin1", "town"] = (
        "country" if entry.feature == "country" else "admin1" if entry.feature == "admin1" else "town"
    )
    admin1 = entry.admin1 or (entry.name if level == "admin1" else None)
    return Area(level, entry.name, entry.country, admin1, entry.id, entry.latitude, entry.longitude, told=True)


def _folded(name: str) -> str:
    return transliterated(name)


def _kilometres(area: Area, place: Place) -> float:
    if None in (area.latitude, area.longitude, place.latitude, place.longitude):
        return math.inf
    latitude, longitude = area.latitude or 0.0, area.longitude or 0.0
    north = (place.latitude or 0.0) - latitude
    east = ((place.longitude or 0.0) - longitude) * math.cos(math.radians(latitude))
    return math.hypot(north, east) * _KM_PER_DEGREE
