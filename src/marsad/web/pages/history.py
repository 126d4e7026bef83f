"""Who decided what? Every decision, its undoing, and how far reviewers agree."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Form, Query, Request, Response
from fastapi.responses import RedirectResponse

from marsad.evaluation.krippendorff import CellAgreement, agreement_of_reviewers
from marsad.exports.jsonl import json_text
from marsad.store.decisions import Decision
from marsad.store.record import Record
from marsad.store.state import standing
from marsad.web.access import OpenRecord, Reader, Reviewer
from marsad.web.etags import unchanged
from marsad.web.pages.doors import local_path
from marsad.web.remembering import remembered
from marsad.web.rendering import page, query

router = APIRouter(include_in_schema=False)
_PAGE = 50
_COMPARED = 20_000
"""The latest decisions over which agreement is reckoned."""


@dataclass(frozen=True, slots=True)
class Beside:
    """What stands beside the decisions: who decided, what kinds there are, and how far reviewers agree."""

    people: list[str]
    kinds: list[str]
    agreement: list[CellAgreement]


@router.get("/history")
def history_page(
    request: Request,
    record: OpenRecord,
    viewer: Reader,
    who: str = "",
    kind: str = "",
    event: str = "",
    after: str = "",
) -> Response:
    """Every decision, the latest first."""
    wanted = {"who": who or None, "kind": kind or None, "event_id": event or None}
    shown = list(record.decisions(**wanted, after=after or None, limit=_PAGE))
    stand = {one.id for one in standing([*shown, *record.decisions(kind="undo")])}
    beside = remembered(record, "history", lambda: _beside(record))
    given = {"who": who, "kind": kind, "event": event}
    return page(
        request,
        "history.html.j2",
        decisions=[_line(one, stand) for one in shown],
        people=beside.people,
        kinds=beside.kinds,
        who=who,
        kind=kind,
        event=event,
        next_href=f"/history?{query(given, after=shown[-1].id)}" if len(shown) == _PAGE else None,
        json_href=f"/history.json?{query(given)}",
        agreement=beside.agreement,
        here=f"/history?{query(given)}",
    )


@router.get("/history.json")
def history_json(
    request: Request,
    record: OpenRecord,
    viewer: Reader,
    who: str = "",
    kind: str = "",
    event: str = "",
    after: str = "",
    limit: Annotated[int, Query(ge=1, le=1000)] = 1000,
) -> Response:
    """The decisions as data."""
    wanted = {"who": who or None, "kind": kind or None, "event_id": event or None, "after": after or None}
    found = [one.model_dump(mode="json") for one in record.decisions(**wanted, limit=limit)]
    return unchanged(request, json_text({"decisions": found}))


@router.post("/history/undo")
def undo(
    record: OpenRecord,
    viewer: Reviewer,
    decision: Annotated[str, Form()],
    next: Annotated[str, Form()] = "/history",
    why: Annotated[str, Form()] = "",
) -> Response:
    """Take back a decision; undoing an undo brings it back."""
    record.undo(decision, viewer.name, why)
    return RedirectResponse(local_path(next), 303)


def _beside(record: Record) -> Beside:
    latest = list(record.decisions(limit=_COMPARED))
    return Beside(
        sorted({one.who for one in latest}),
        sorted({one.kind for one in latest}),
        agreement_of_reviewers(standing(latest)),
    )


def _line(decision: Decision, kept: Set[str]) -> dict[str, Any]:
    return {
        "decision": decision,
        "before": _short(decision.before),
        "after": _short(decision.after),
        "stands": decision.kind == "undo" or decision.id in kept,
    }


def _short(value: Any) -> str:
    if value is None:
        return ""
    text = value if isinstance(value, str) else json_text(value)
    return text if len(text) <= 160 else f"{text[:159]}…"
