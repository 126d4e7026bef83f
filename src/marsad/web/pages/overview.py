"""What is going on in the record? Counts with their change, deaths by week, a map, what is new, what awaits review."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import Any

from fastapi import APIRouter, Request, Response

from marsad.exports.jsonl import json_text
from marsad.store.filters import Filter
from marsad.store.record import Record
from marsad.web.access import Listed, OpenRecord, Reader
from marsad.web.etags import unchanged
from marsad.web.pictures import map_picture, timeline
from marsad.web.query import Asked
from marsad.web.remembering import remembered
from marsad.web.rendering import page, query
from marsad.web.rows import account_row, incident_row

router = APIRouter(include_in_schema=False)
_DAYS = 28
_NEWEST = 8


@dataclass(frozen=True, slots=True)
class Tile:
    """One figure of the overview; `before` is that of the days before, None where there is nothing to compare with."""

    title: str
    value: int
    before: int | None
    href: str

    @property
    def change(self) -> str:
        """The change in words."""
        if self.before is None:
            return ""
        difference = self.value - self.before
        return "as before" if difference == 0 else f"{difference:+d}"


@router.get("/")
def overview(request: Request, record: OpenRecord, viewer: Reader, asked: Listed) -> Response:
    """The first page. Any filter of the lists narrows it."""
    return page(request, "overview.html.j2", **shown(record, asked))


def shown(record: Record, asked: Asked) -> dict[str, Any]:
    """What the first page shows."""
    return remembered(record, ("overview", asked.filter, query(asked.given)), lambda: _told(record, asked))


def _told(record: Record, asked: Asked) -> dict[str, Any]:
    days = record.days(asked.filter, "incidents")
    last = max((one.day for one in days if one.day is not None), default=None)
    waiting = replace(asked.filter, review="open")
    return {
        "tiles": _tiles(record, asked.filter, last, asked.given),
        "last": last,
        "days": _DAYS,
        "map": map_picture(record.spots(asked.filter, "incidents")),
        "timeline": timeline(days),
        "newest": [incident_row(one) for one in record.incidents(asked.filter, sort="-added", limit=_NEWEST)],
        "waiting": [account_row(one) for one in record.events(waiting, sort="-confidence", limit=_NEWEST)],
        "open_events": sum(one.count for one in record.days(waiting)),
        "dispatches": record.count(asked.filter, "dispatches"),
        "proposals": len(list(record.proposals(limit=100))),
        "given": asked.given,
    }


@router.get("/overview.json")
def overview_json(request: Request, record: OpenRecord, viewer: Reader, asked: Listed) -> Response:
    """The overview's figures as data."""
    days = record.days(asked.filter, "incidents")
    last = max((one.day for one in days if one.day is not None), default=None)
    tiles = _tiles(record, asked.filter, last, asked.given)
    figures = [{"title": tile.title, "value": tile.value, "before": tile.before} for tile in tiles]
    return unchanged(request, json_text({"until": last.isoformat() if last else None, "figures": figures}))


def _tiles(record: Record, chosen: Filter, last: dt.date | None, given: dict[str, object]) -> list[Tile]:
    """The last four weeks that the record tells of, against the four before."""
    if last is None:
        return []
    start = last - dt.timedelta(days=_DAYS - 1)
    now = replace(chosen, since=start, until=last)
    then = replace(chosen, since=start - dt.timedelta(days=_DAYS), until=start - dt.timedelta(days=1))
    span = {"since": start.isoformat(), "until": last.isoformat()}
    link = f"/incidents?{query({**given, **span})}"

    def counted(wanted: Filter) -> tuple[int, int]:
        """Incidents and people killed."""
        days = record.days(wanted, "incidents")
        return sum(one.count for one in days), sum(one.best for one in days)

    (number, killed), (number_then, killed_then) = counted(now), counted(then)
    contradicted, contradicted_then = (counted(replace(one, contradicted=True))[0] for one in (now, then))
    return [
        Tile("incidents", number, number_then, link),
        Tile("people killed (best)", killed, killed_then, f"{link}&min_killed=1&sort=-killed"),
        Tile(
            "incidents with contradicting accounts",
            contradicted,
            contradicted_then,
            f"{link}&contradicted=true",
        ),
        Tile("dispatches", record.count(now, "dispatches"), record.count(then, "dispatches"), "/dispatches"),
    ]
