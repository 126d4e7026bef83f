"""What does a dispatch say, and is that what was coded? One dispatch to read and decide on, and the queue of them."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Annotated, Literal, get_args

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import RedirectResponse

from marsad.exports.jsonl import json_text
from marsad.exports.words import storable
from marsad.model import Harm, Role, Side, Status, TimePrecision
from marsad.store.decisions import Decision
from marsad.store.filters import Filter
from marsad.store.people import draft_of
from marsad.store.record import Record
from marsad.store.state import standing
from marsad.web.access import Listed, OpenRecord, Reader, Reviewer
from marsad.web.api.reading import dispatch_data
from marsad.web.etags import unchanged
from marsad.web.query import Asked
from marsad.web.rendering import page, query
from marsad.web.review import CELLS, cards, event_data, text_parts

router = APIRouter(include_in_schema=False)
_SHOWN_DECISIONS = 200
_REVIEWED: tuple[Literal["open", "done", "rejected"], ...] = ("open", "done", "rejected")


@router.get("/dispatches/next")
def next_dispatch(request: Request, record: OpenRecord, viewer: Reader, asked: Listed, past: str = "") -> Response:
    """Go to the next dispatch that awaits review: the one behind `past` in the list, else the first."""
    waiting = replace(asked.filter, review="open")
    after = record.cursor_of(record.dispatch(past), asked.sort) if past else None
    found = list(record.dispatches(waiting, sort=asked.sort, after=after, limit=1))
    if not found and past:
        found = [one for one in record.dispatches(waiting, sort=asked.sort, limit=1) if one.dispatch.id != past]
    if found:
        return RedirectResponse(f"/dispatches/{found[0].dispatch.id}{_suffix(asked)}", 303)
    done = record.count(Filter(review="done"), "events")
    return page(request, "queue_done.html.j2", done=done, filtered=bool(_queue(asked)))


@router.get("/dispatches/{id}.json")
def dispatch_json(request: Request, record: OpenRecord, viewer: Reader, id: str) -> Response:
    """The page's dispatch as data, with its text."""
    return unchanged(request, json_text(dispatch_data(record.dispatch(id))))


@router.get("/dispatches/{id}")
def dispatch_page(request: Request, record: OpenRecord, viewer: Reader, asked: Listed, id: str) -> Response:
    """A dispatch with its events, to read and to decide on. The filter in the URL is that of the queue."""
    stored = record.dispatch(id)
    dispatch = stored.dispatch
    text = storable(dispatch.text)
    decisions = list(record.decisions(dispatch_id=dispatch.id, limit=_SHOWN_DECISIONS))
    counting = {one.id for one in standing(decisions)}
    done, total, waiting = _progress(record, asked)
    return page(
        request,
        "dispatch.html.j2",
        stored=stored,
        dispatch=dispatch,
        lines=text_parts(stored.accounts, text),
        cards=cards(stored.accounts, text),
        decisions=[(one, one.id in counting) for one in decisions if one.kind != "undo"],
        original=record.dispatch(stored.repost_of) if stored.repost_of else None,
        codings=record.codings(dispatch.id),
        done=done,
        total=total,
        waiting=waiting,
        next_href=f"/dispatches/next?{query(_queue(asked), past=dispatch.id)}",
        may_decide=viewer.may("reviewer"),
        island={
            "dispatch": dispatch.id,
            "language": dispatch.language,
            "text": text,
            "viewer": viewer.name,
            "events": [event_data(one) for one in stored.accounts],
            "undoable": [one.id for one in decisions if one.who == viewer.name and one.id in counting],
            "draft": draft_of(record.engine, viewer.name, dispatch.id) if viewer.may("reviewer") else None,
            "next": f"/dispatches/next?{query(_queue(asked), past=dispatch.id)}",
            "cells": list(CELLS.items()),
            "choices": {
                "status": get_args(Status),
                "role": get_args(Role),
                "side": get_args(Side),
                "harm": get_args(Harm),
                "time_precision": get_args(TimePrecision),
            },
        },
    )


@router.post("/dispatches/{id}/decide")
def decide_by_form(
    request: Request,
    record: OpenRecord,
    viewer: Reviewer,
    id: str,
    kind: Annotated[Literal["confirm", "reject", "flag"], Form()],
    event: Annotated[str, Form()],
    seen: Annotated[dt.datetime | None, Form()] = None,
) -> Response:
    """Decide on an event by a plain form. 409 where somebody else did meanwhile."""
    found = record.event(event)
    record.decide(Decision(who=viewer.name, kind=kind, dispatch_id=id, event_id=found.event.id), seen=seen)
    return RedirectResponse(f"/dispatches/{id}#{found.event.id}", 303)


@router.post("/dispatches/{id}/undo")
def undo_by_form(
    request: Request, record: OpenRecord, viewer: Reviewer, id: str, decision: Annotated[str, Form()]
) -> Response:
    """Take back a decision by a plain form."""
    record.undo(decision, viewer.name)
    return RedirectResponse(f"/dispatches/{id}#decisions", 303)


def _progress(record: Record, asked: Asked) -> tuple[int, int, int]:
    """Of the queue: the events that have been decided on, all events, and the dispatches that await review."""
    waiting, done, rejected = (record.count(replace(asked.filter, review=review), "events") for review in _REVIEWED)
    dispatches = record.count(replace(asked.filter, review="open"), "dispatches")
    return done + rejected, done + rejected + waiting, dispatches


def _queue(asked: Asked) -> dict[str, object]:
    return {key: value for key, value in asked.given.items() if key not in ("past", "review", "column", "limit")}


def _suffix(asked: Asked) -> str:
    given = query(_queue(asked))
    return f"?{given}" if given else ""
