"""What is in the record? Lists and single events, incidents, dispatches; what has gone."""

from __future__ import annotations

import datetime as dt
from operator import attrgetter
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from marsad.exports.jsonl import json_text
from marsad.store.rows import StoredDispatch
from marsad.web.access import Listed, OpenRecord, Reader
from marsad.web.api.shapes import (
    AccountList,
    AccountOut,
    IncidentList,
    IncidentOut,
    account_out,
    dispatch_head,
    incident_out,
)
from marsad.web.asking import FILTERED, LISTED
from marsad.web.etags import unchanged
from marsad.web.query import moment

router = APIRouter(prefix="/api/v1", tags=["reading"])


@router.get("/events", openapi_extra=LISTED, response_model=AccountList)
def list_events(request: Request, record: OpenRecord, viewer: Reader, asked: Listed) -> Response:
    """Events by filter, a page at a time. `q` is a full-text query; `type`, `actor`, `source`, `status` may repeat."""
    accounts = list(record.events(asked.filter, sort=asked.sort, after=asked.after, limit=asked.limit))
    following = record.cursor_of(accounts[-1], asked.sort) if len(accounts) == asked.limit else None
    total = record.count(asked.filter, "events")
    listed = AccountList(total=total, events=[account_out(one) for one in accounts], next=following)
    return unchanged(request, json_text(listed.model_dump(mode="json")))


@router.get("/events/{id}", response_model=AccountOut)
def read_event(request: Request, record: OpenRecord, viewer: Reader, id: str) -> Response:
    """One event in its present state."""
    return unchanged(request, json_text(account_out(record.event(id)).model_dump(mode="json")))


@router.get("/incidents", openapi_extra=LISTED, response_model=IncidentList)
def list_incidents(request: Request, record: OpenRecord, viewer: Reader, asked: Listed) -> Response:
    """Incidents by filter, a page at a time."""
    incidents = list(record.incidents(asked.filter, sort=asked.sort, after=asked.after, limit=asked.limit))
    following = record.cursor_of(incidents[-1], asked.sort) if len(incidents) == asked.limit else None
    total = record.count(asked.filter, "incidents")
    listed = IncidentList(total=total, incidents=[incident_out(one) for one in incidents], next=following)
    return unchanged(request, json_text(listed.model_dump(mode="json")))


@router.get("/incidents/{id}", response_model=IncidentOut)
def read_incident(request: Request, record: OpenRecord, viewer: Reader, id: str) -> Response:
    """One incident with what each account says."""
    return unchanged(request, json_text(incident_out(record.incident(id)).model_dump(mode="json")))


@router.get("/dispatches", openapi_extra=LISTED)
def list_dispatches(request: Request, record: OpenRecord, viewer: Reader, asked: Listed) -> Response:
    """Dispatches by filter, without their texts."""
    found = list(record.dispatches(asked.filter, sort=asked.sort, after=asked.after, limit=asked.limit))
    following = record.cursor_of(found[-1], asked.sort) if len(found) == asked.limit else None
    heads = [
        {
            **dispatch_head(one.dispatch).model_dump(mode="json"),
            "added_at": one.added_at.isoformat(),
            "repost_of": one.repost_of,
        }
        for one in found
    ]
    total = record.count(asked.filter, "dispatches")
    return unchanged(request, json_text({"total": total, "dispatches": heads, "next": following}))


@router.get("/dispatches/{id}")
def read_dispatch(request: Request, record: OpenRecord, viewer: Reader, id: str) -> Response:
    """One dispatch: its text as received, where it came from, and its events."""
    return unchanged(request, json_text(dispatch_data(record.dispatch(id))))


@router.get("/facets", openapi_extra=FILTERED)
def read_facets(request: Request, record: OpenRecord, viewer: Reader, asked: Listed, of: str = "events") -> Response:
    """How many of the filter's events (or incidents) have each value of each facet."""
    return unchanged(request, json_text(record.facets(asked.filter, _what(of))))


@router.get("/points", openapi_extra=FILTERED)
def read_points(
    request: Request,
    record: OpenRecord,
    viewer: Reader,
    asked: Listed,
    of: str = "events",
    most: Annotated[int, Query(ge=1, le=200_000)] = 100_000,
) -> Response:
    """The filter's events (or incidents) as light rows for maps and timelines, a list of columns and a list of rows."""
    columns = (
        "id", "type", "latitude", "longitude", "precision", "place", "start", "end",
        "killed_low", "killed_best", "killed_high", "injured_best", "review",
    )  # fmt: skip
    points = record.points(asked.filter, _what(of), limit=most)
    days = {day: day.isoformat() for point in points for day in (point.start, point.end) if day is not None}
    rows = [(*row[:6], days.get(row[6]), days.get(row[7]), *row[8:]) for row in map(attrgetter(*columns), points)]
    return unchanged(request, json_text({"columns": columns, "rows": rows}))


@router.get("/relations", openapi_extra=FILTERED)
def read_relations(request: Request, record: OpenRecord, viewer: Reader, asked: Listed) -> Response:
    """The relations between actors that the filter's dispatches state, with their sentences."""
    stated = [
        {
            **one.relation.model_dump(mode="json"),
            "dispatch": one.dispatch_id,
            "date": one.date.isoformat() if one.date else None,
            "source": one.source,
            "sentence": one.sentence,
        }
        for one in record.relations(asked.filter)
    ]
    return unchanged(request, json_text({"relations": stated}))


@router.get("/tombstones")
def read_tombstones(request: Request, record: OpenRecord, viewer: Reader, since: str) -> JSONResponse:
    """What has gone since a moment: rejected, merged into another, or no longer told after a new coding."""
    try:
        moment_asked = moment(since)
    except ValueError as error:
        raise HTTPException(422, f"since: give {error}") from error
    gone = [
        {"id": id, "what": what, "at": when.isoformat() if isinstance(when, dt.datetime) else when}
        for id, what, when in record.tombstones(moment_asked)
    ]
    return JSONResponse({"tombstones": gone})


def dispatch_data(found: StoredDispatch) -> dict[str, Any]:
    """A dispatch as the API tells it."""
    return {
        "dispatch": {**dispatch_head(found.dispatch).model_dump(mode="json"), "text": found.dispatch.text},
        "retrieved_at": found.retrieved_at.isoformat() if found.retrieved_at else None,
        "reader": found.reader,
        "added_at": found.added_at.isoformat(),
        "repost_of": found.repost_of,
        "events": [account_out(one).model_dump(mode="json") for one in found.accounts],
        "relations": [one.model_dump(mode="json") for one in found.relations],
        "tallies": [one.model_dump(mode="json") for one in found.tallies],
    }


def _what(of: str) -> Any:
    if of not in ("events", "incidents"):
        raise HTTPException(422, "of: give events or incidents")
    return of
