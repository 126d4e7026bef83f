"""Which values do an event's columns hold, and what stands in the record under a dispatch's id?"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import Connection, Table, insert

from marsad.gazetteer.keys import plain
from marsad.incidents.accounts import Account, Review
from marsad.incidents.sums import Count, casualty_sum
from marsad.model import CoderVersion, Dispatch, Event, Place, PlacePrecision, Relation, Status, Tally, When
from marsad.store.documents import storable
from marsad.store.state import EventState

_LARGEST = 2**31 - 1
"""A column's largest number; an event's JSON holds what was told."""


@dataclass(frozen=True, slots=True)
class Added:
    """What became of a dispatch that was to be added. `events` is the number that was stored with it."""

    dispatch_id: str
    what: Literal["added", "known", "repost"]
    repost_of: str | None = None
    events: int = 0


@dataclass(frozen=True, slots=True)
class StoredDispatch:
    """A dispatch and where it came from. `sha256` is the hash of its text as received (UTF-8).

    `events` is the number of its events that are not rejected. `accounts`, `relations`, `tallies` and `coder` are
    loaded for one dispatch, not in lists.
    """

    dispatch: Dispatch
    sha256: str
    retrieved_at: dt.datetime | None
    reader: str
    added_at: dt.datetime
    updated_at: dt.datetime
    repost_of: str | None
    events: int
    accounts: tuple[Account, ...] = ()
    relations: tuple[Relation, ...] = ()
    tallies: tuple[Tally, ...] = ()
    coder: CoderVersion | None = None


@dataclass(frozen=True, slots=True)
class StatedRelation:
    """A relation between actors, and the sentence of the dispatch that states it."""

    relation: Relation
    dispatch_id: str
    date: dt.date | None
    source: str | None
    sentence: str


@dataclass(slots=True)
class Point:
    """What a map and a timeline show of an event or an incident. Not frozen: many thousand are made for one map."""

    id: str
    type: str
    latitude: float | None
    longitude: float | None
    precision: PlacePrecision | None
    place: str | None
    start: dt.date | None
    end: dt.date | None
    killed_low: int | None
    killed_best: int | None
    killed_high: int | None
    injured_best: int | None
    review: Review


@dataclass(frozen=True, slots=True)
class Spot:
    """How many events or incidents lie at one spot; without coordinates: how many lie nowhere."""

    latitude: float | None
    longitude: float | None
    precision: PlacePrecision | None
    place: str | None
    count: int


@dataclass(frozen=True, slots=True)
class DayCount:
    """How many events or incidents begin on a day (None: on no day that is told), and how many people were killed.

    `high` counts the best figure where nobody tells a highest one.
    """

    day: dt.date | None
    count: int
    low: int
    best: int
    high: int


def text_hash(text: str) -> str:
    """The SHA-256 of a text as received, in hexadecimal."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def folded(name: str | None) -> str | None:
    """A name as filters compare it: without case and diacritics."""
    return storable(plain(name)) if name else None


def event_columns(told: EventState, dispatch: Dispatch) -> dict[str, Any]:
    """An event's columns, but for its keys, its moments and what linking says of it."""
    event = told.event
    place = event.place
    sums = casualty_sum(event, "killed"), casualty_sum(event, "injured")
    return {
        **told_columns(event.type, event.status, event.time, place, *sums),
        "id": event.id,
        "confidence": event.confidence,
        "review": told.review,
        "flagged": told.flagged,
        "carried": told.carried,
        "gazetteer_id": storable(place.gazetteer_id),
        "place_folded": folded(place.name),
        "admin1_folded": folded(place.admin1),
        "admin2_folded": folded(place.admin2),
        "source": storable(dispatch.source),
        "source_folded": folded(dispatch.source),
    }


def told_columns(
    type: str, status: Status, time: When, place: Place, killed: Count | None, injured: Count | None
) -> dict[str, Any]:
    """The columns of type, status, time, place and figures that events and incidents have."""
    harmed = [count.best for count in (killed, injured) if count is not None]
    return {
        "type": storable(type),
        "status": status,
        "start_day": time.start,
        "end_day": time.end or time.start,
        "time_precision": time.precision,
        "place_name": storable(place.name),
        "latitude": place.latitude,
        "longitude": place.longitude,
        "place_precision": place.precision,
        "country": storable(place.country),
        "admin1": storable(place.admin1),
        "killed_low": storable_number(killed.low) if killed else None,
        "killed_best": storable_number(killed.best) if killed else None,
        "killed_high": storable_number(killed.high) if killed and killed.high is not None else None,
        "injured_best": storable_number(injured.best) if injured else None,
        "casualties_best": storable_number(sum(harmed)) if harmed else None,
    }


def participant_rows(event: Event, event_key: int) -> list[dict[str, Any]]:
    """The rows of an event's participants."""
    return [
        {
            "event_key": event_key,
            "position": position,
            "role": participant.role,
            "name": storable(participant.name),
            "name_folded": folded(participant.name) or "",
            "actor_id": storable(participant.actor_id),
            "kind": storable(participant.kind),
        }
        for position, participant in enumerate(event.participants)
    ]


def storable_number(number: int) -> int:
    """A number of people as a column holds it."""
    return min(number, _LARGEST)


def insert_rows(connection: Connection, table: Table, rows: Sequence[dict[str, Any]]) -> None:
    """Put rows into a table, if there are any."""
    if rows:
        connection.execute(insert(table), rows)
