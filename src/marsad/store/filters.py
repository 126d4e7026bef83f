"""What to list: one filter for the command line, the web pages, the API and the exports."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal

Sort = Literal[
    "date", "-date", "added", "-added", "updated", "-updated", "killed", "-killed", "type", "place", "-confidence"
]


@dataclass(frozen=True, slots=True)
class Filter:
    """Conditions on events; an incident meets them where an account does. Empty: all events but rejected ones.

    `actors` are registry ids (with all that stands below them) or names as written; `place` is a gazetteer id or a
    name; `box` is west, south, east, north in WGS84 degrees. `since` and `until` are inclusive days of the event's
    time (an event without a date meets neither). `sources` are names of publishers. `min_killed` and `min_casualties`
    compare the best figure of killed, and of killed and injured, in people. `text` is a full-text query. `review` None:
    all but rejected. `updated_since` is a moment with a time zone.
    """

    types: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    actors: tuple[str, ...] = ()
    place: str | None = None
    country: str | None = None
    admin1: str | None = None
    box: tuple[float, float, float, float] | None = None
    since: dt.date | None = None
    until: dt.date | None = None
    sources: tuple[str, ...] = ()
    dispatch_id: str | None = None
    incident_id: str | None = None
    review: Literal["open", "done", "confirmed", "edited", "added", "rejected", "flagged"] | None = None
    contradicted: bool | None = None
    min_killed: int | None = None
    min_casualties: int | None = None
    text: str | None = None
    updated_since: dt.datetime | None = None
