"""Is it one happening? An incident with its accounts side by side, and the pairs that wait for a person's word."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import RedirectResponse
from starlette.exceptions import HTTPException

from marsad.exports.sentences import sentences_at
from marsad.exports.words import count_text, date_text, label, place_text
from marsad.incidents.accounts import Account, Choice, Figure, Incident
from marsad.incidents.sums import Count
from marsad.model import Participant, Place, When
from marsad.store.decisions import KINDS_OF_JUDGEMENT, Decision, Kind
from marsad.store.linking import Proposal
from marsad.web.access import OpenRecord, Reader, Reviewer
from marsad.web.api.shapes import incident_out
from marsad.web.etags import unchanged
from marsad.web.pages.doors import local_path
from marsad.web.rendering import page

router = APIRouter(include_in_schema=False)
_WAITING = 100
_VERDICTS: dict[str, Kind] = {kind: kind for kind in KINDS_OF_JUDGEMENT}


@dataclass(frozen=True, slots=True)
class Cell:
    """A line of the comparison: the incident's value, its rule, and what each account says, in the accounts' order.

    `told` has for each account its value ("" where it says nothing) and whether that differs from the incident's.
    """

    title: str
    value: str
    rule: str
    contradicted: bool
    told: list[tuple[str, bool]]


@router.get("/incidents/pairs")
def pairs_page(request: Request, record: OpenRecord, viewer: Reader) -> Response:
    """The next pair of accounts that may tell one happening, with the reasons for and against."""
    waiting = list(record.proposals(limit=_WAITING))
    shown = waiting[0] if waiting else None
    return page(
        request,
        "pairs.html.j2",
        waiting=len(waiting),
        more=len(waiting) == _WAITING,
        pair=shown,
        sides=[_account_view(one) for one in (shown.a, shown.b)] if shown else [],
        reasons=_reasons(shown) if shown else [],
    )


@router.post("/incidents/judge")
def judge(
    request: Request,
    record: OpenRecord,
    viewer: Reviewer,
    a: Annotated[str, Form()],
    b: Annotated[str, Form()],
    verdict: Annotated[str, Form()],
    why: Annotated[str, Form()] = "",
    next: Annotated[str, Form()] = "/incidents/pairs",
) -> Response:
    """Keep a judgement on two accounts and go on."""
    kind = _VERDICTS.get(verdict)
    if kind is None:
        raise HTTPException(422, f"verdict: give one of {', '.join(KINDS_OF_JUDGEMENT)}")
    first = record.event(a)
    record.decide(
        Decision(
            who=viewer.name,
            kind=kind,
            dispatch_id=first.dispatch.id,
            event_id=first.event.id,
            other_id=record.event(b).event.id,
            why=why,
        )
    )
    return RedirectResponse(local_path(next), 303)


@router.post("/incidents/{id}/split")
def split(
    request: Request,
    record: OpenRecord,
    viewer: Reviewer,
    id: str,
    event: Annotated[str, Form()],
    why: Annotated[str, Form()] = "",
) -> Response:
    """Take one account out of an incident: it is judged different from each of the others."""
    incident = record.incident(id)
    ids = [one.event.id for one in incident.accounts]
    if event not in ids:
        raise HTTPException(422, "this account does not stand in this incident")
    leaving = next(one for one in incident.accounts if one.event.id == event)
    for other in ids:
        if other != event:
            record.decide(
                Decision(
                    who=viewer.name,
                    kind="different",
                    dispatch_id=leaving.dispatch.id,
                    event_id=event,
                    other_id=other,
                    why=why,
                )
            )
    return RedirectResponse(f"/incidents/{record.event(event).incident_id}", 303)


@router.post("/incidents/{id}/merge")
def merge(
    request: Request,
    record: OpenRecord,
    viewer: Reviewer,
    id: str,
    other: Annotated[str, Form()],
    why: Annotated[str, Form()] = "",
) -> Response:
    """Judge two incidents one: the first accounts of both are the same."""
    first, second = record.incident(id), record.incident(other.strip().rpartition("/")[2])
    if first.id == second.id:
        raise HTTPException(422, "this is the same incident already")
    here, there = first.accounts[0], second.accounts[0]
    record.decide(
        Decision(
            who=viewer.name,
            kind="same",
            dispatch_id=here.dispatch.id,
            event_id=here.event.id,
            other_id=there.event.id,
            why=why,
        )
    )
    return RedirectResponse(f"/incidents/{record.event(here.event.id).incident_id}", 303)


@router.get("/incidents/{id}.json")
def incident_json(request: Request, record: OpenRecord, viewer: Reader, id: str) -> Response:
    """The incident as data."""
    return unchanged(request, incident_out(record.incident(id)).model_dump_json())


@router.get("/incidents/{id}")
def incident_page(request: Request, record: OpenRecord, viewer: Reader, id: str) -> Response:
    """All accounts of one happening side by side, and the rule behind each value."""
    incident = record.incident(id)
    ids = {one.event.id for one in incident.accounts}
    judgements = [
        decision
        for event_id in sorted(ids)
        for decision in record.decisions(event_id=event_id)
        if decision.kind in KINDS_OF_JUDGEMENT or decision.kind == "undo"
    ]
    return page(
        request,
        "incident.html.j2",
        incident=incident,
        title=_title(incident),
        accounts=[_account_view(one) for one in incident.accounts],
        cells=_cells(incident),
        judgements=list({decision.id: decision for decision in judgements}.values()),
    )


def _title(incident: Incident) -> str:
    place = place_text(incident.place.value)
    return ", ".join(part for part in (label(incident.type.value), place, date_text(incident.time.value)) if part)


def _account_view(account: Account) -> dict[str, Any]:
    spans = account.event.evidence
    return {
        "account": account,
        "sentences": sentences_at(account.dispatch.text, spans),
        "href": f"/dispatches/{account.dispatch.id}#{account.event.id}",
    }


def _reasons(proposal: Proposal) -> list[dict[str, Any]]:
    ordered = sorted(proposal.reasons, key=lambda reason: -abs(reason.points))
    return [{"cell": one.cell, "points": _points(one.points), "words": one.words} for one in ordered]


def _points(points: float) -> str:
    text = f"{points:+.1f}"
    return "0" if float(text) == 0 else text.replace("-", "−")


def _cells(incident: Incident) -> list[Cell]:
    ids = [one.event.id for one in incident.accounts]
    cells = [
        _cell("Type", incident.type, label, ids),
        _cell("Status", incident.status, str, ids),
        _cell("Date", incident.time, _when, ids),
        _cell("Place", incident.place, _where, ids),
        _cell("Side A", incident.side_a, _names, ids),
        _cell("Side B", incident.side_b, _names, ids),
        _cell("Third parties", incident.third, _names, ids),
    ]
    return [cell for cell in cells if cell.value or any(text for text, _ in cell.told)] + [
        _figure(figure, ids) for figure in incident.figures
    ]


def _cell(title: str, choice: Choice[Any], words: Callable[[Any], str], ids: Sequence[str]) -> Cell:
    told = {event_id: words(value) for event_id, value in choice.told}
    value = words(choice.value)
    said = [(told.get(id, ""), bool(told.get(id)) and told[id] != value) for id in ids]
    return Cell(title, value, choice.rule, choice.contradicted, said)


def _figure(figure: Figure, ids: Sequence[str]) -> Cell:
    who = f" ({figure.who})" if figure.who else ""
    part = ", part of the total" if figure.part_of is not None else ""
    told: dict[str, tuple[str, bool]] = {}
    for one in figure.history:
        words = count_text(Count(one.low, one.best, one.high))
        quoted = f" “{one.text}”" if one.text else ""
        later = ", updated later" if one.superseded else ""
        told[one.event_id] = (f"{words}{quoted}{later}", one.best != figure.best)
    value = f"{figure.best} (low {figure.low}, high {'not bounded' if figure.high is None else figure.high})"
    title = f"{figure.harm.capitalize()}{who}{part}"
    return Cell(title, value, figure.rule, figure.contradicted, [told.get(id, ("", False)) for id in ids])


def _when(time: When) -> str:
    return date_text(time)


def _where(place: Place) -> str:
    return place_text(place)


def _names(participants: Sequence[Participant]) -> str:
    return "; ".join(one.name for one in participants)
