"""Which dispatches are there, and which of them await review? The list, with data beside it."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from typing import Any

from fastapi import APIRouter, Request, Response

from marsad.exports.jsonl import json_text
from marsad.exports.tables import csv_cell
from marsad.store.filters import Filter
from marsad.store.record import Record
from marsad.store.rows import StoredDispatch
from marsad.web.access import Listed, OpenRecord, Reader
from marsad.web.api.shapes import dispatch_head
from marsad.web.etags import unchanged
from marsad.web.query import REVIEWS, Asked
from marsad.web.remembering import remembered
from marsad.web.rendering import page, query

router = APIRouter(include_in_schema=False)
ORDERS = {"-date": "latest first", "date": "earliest first", "-added": "newly added first", "-killed": "most killed"}


@router.get("/dispatches")
def dispatches_page(request: Request, record: OpenRecord, viewer: Reader, asked: Listed) -> Response:
    """The list of dispatches."""
    found, following = _found(record, asked)
    return page(
        request,
        "dispatches.html.j2",
        asked=asked,
        found=found,
        waiting=record.count_open(one.dispatch.id for one in found),
        total=record.count(asked.filter, "dispatches"),
        waiting_in_all=remembered(record, "waiting", lambda: record.count(Filter(review="open"), "dispatches")),
        reviews=REVIEWS,
        orders=ORDERS,
        sources=remembered(
            record, "sources", lambda: [value for value, _ in record.facets(names=("source",))["source"]]
        ),
        next_href=f"/dispatches?{query(asked.given, after=following)}" if following else None,
        first_href=f"/dispatches?{query(asked.given)}" if asked.after else None,
        json_href=f"/dispatches.json?{query(asked.given)}",
        csv_href=f"/dispatches.csv?{query(asked.given)}",
        filtered=any(key not in ("sort", "limit") for key in asked.given),
    )


@router.get("/dispatches.json")
def dispatches_json(request: Request, record: OpenRecord, viewer: Reader, asked: Listed) -> Response:
    """The page's dispatches as data, without their texts."""
    found, following = _found(record, asked)
    return unchanged(request, json_text({"dispatches": _plain(record, found), "next": following}))


@router.get("/dispatches.csv")
def dispatches_csv(request: Request, record: OpenRecord, viewer: Reader, asked: Listed) -> Response:
    """The page's dispatches as a table."""
    rows = _plain(record, _found(record, asked)[0])
    names = ("id", "date", "source", "title", "url", "language", "events", "open", "added_at", "repost_of")
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(names)
    for row in rows:
        writer.writerow([csv_cell("" if row[name] is None else str(row[name])) for name in names])
    return unchanged(request, text.getvalue(), "text/csv; charset=utf-8")


def _found(record: Record, asked: Asked) -> tuple[list[StoredDispatch], str | None]:
    """The page's dispatches, and the cursor of what follows."""
    found = list(record.dispatches(asked.filter, sort=asked.sort, after=asked.after, limit=asked.limit))
    return found, record.cursor_of(found[-1], asked.sort) if len(found) == asked.limit else None


def _plain(record: Record, found: Sequence[StoredDispatch]) -> list[dict[str, Any]]:
    waiting = record.count_open(one.dispatch.id for one in found)
    return [
        {
            **dispatch_head(one.dispatch).model_dump(mode="json"),
            "events": one.events,
            "open": waiting.get(one.dispatch.id, 0),
            "added_at": one.added_at.isoformat(),
            "repost_of": one.repost_of,
        }
        for one in found
    ]
