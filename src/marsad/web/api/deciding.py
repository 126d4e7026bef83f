"""What do people decide? Decisions, their undoing, drafts."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated, Any

from fastapi import APIRouter, Body, Query, Response

from marsad.errors import RecordError
from marsad.store.decisions import Decision
from marsad.store.people import ANY_DRAFT, draft_of, save_draft
from marsad.web.access import OpenRecord, Reader, Reviewer
from marsad.web.api.shapes import Decided, DecisionIn, DecisionList, Written, account_out

router = APIRouter(prefix="/api/v1", tags=["deciding"])
_DRAFT_BYTES = 500_000


@router.get("/decisions")
def list_decisions(
    record: OpenRecord,
    viewer: Reader,
    who: str | None = None,
    event: str | None = None,
    dispatch: str | None = None,
    kind: str | None = None,
    after: str | None = None,
    limit: Annotated[int, Query(ge=1, le=1000)] = 100,
) -> DecisionList:
    """Decisions, the latest first."""
    found = record.decisions(who=who, event_id=event, dispatch_id=dispatch, kind=kind, after=after, limit=limit)
    return DecisionList(decisions=list(found))


@router.post("/decisions", status_code=201)
def decide(record: OpenRecord, viewer: Reviewer, given: DecisionIn) -> Decided:
    """Take a decision. 409 where somebody has changed the same meanwhile: look again and decide again."""
    leave = {"seen"} if given.id else {"seen", "id"}
    decision = Decision(who=viewer.name, **given.model_dump(exclude=leave))
    account = record.decide(decision, seen=given.seen)
    return Decided(decision=decision, account=account_out(account) if account else None)


@router.post("/decisions/{id}/undo", status_code=201)
def undo(
    record: OpenRecord, viewer: Reviewer, id: str, why: Annotated[Written, Body(embed=True)] = ""
) -> dict[str, str]:
    """Take back a decision; undoing that again brings it back."""
    record.undo(id, viewer.name, why)
    return {"undone": id}


@router.get("/proposals")
def list_proposals(
    record: OpenRecord, viewer: Reader, limit: Annotated[int, Query(ge=1, le=500)] = 50
) -> dict[str, Any]:
    """Pairs of events that may tell one happening and wait for a person, with the reasons for and against."""
    return {
        "proposals": [
            {
                "a": account_out(one.a).model_dump(mode="json"),
                "b": account_out(one.b).model_dump(mode="json"),
                "score": one.score,
                "reasons": [asdict(reason) for reason in one.reasons],
            }
            for one in record.proposals(limit=limit)
        ]
    }


@router.get("/drafts/{dispatch_id}")
def read_draft(record: OpenRecord, viewer: Reviewer, dispatch_id: str) -> dict[str, Any]:
    """What the viewer has begun on a dispatch and not decided yet."""
    return {"draft": draft_of(record.engine, viewer.name, dispatch_id)}


@router.put("/drafts/{dispatch_id}", status_code=204)
def keep_draft(record: OpenRecord, viewer: Reviewer, dispatch_id: str, content: dict[str, Any]) -> Response:
    """Keep what the viewer is about to decide, so that a reload loses nothing.

    `version` names this state of the draft, `parent` the one that it follows. 409 where the stored draft is another:
    somebody under the same name keeps one in another window.
    """
    if len(str(content)) > _DRAFT_BYTES:
        raise RecordError("this draft is too long to keep")
    follows = content.get("parent") if "parent" in content else ANY_DRAFT
    save_draft(record.engine, viewer.name, record.dispatch(dispatch_id).dispatch.id, content, follows=follows)
    return Response(status_code=204)


@router.delete("/drafts/{dispatch_id}", status_code=204)
def drop_draft(record: OpenRecord, viewer: Reviewer, dispatch_id: str) -> Response:
    """Throw away the viewer's draft on a dispatch."""
    save_draft(record.engine, viewer.name, dispatch_id, None)
    return Response(status_code=204)
