"""What the API answers with: the published JSON of events (`docs/record-format.md`), and what stands around them."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from marsad.incidents.accounts import Account, Choice, Incident, Review
from marsad.model import Event
from marsad.store.decisions import Decision
from marsad.store.documents import storable


def _written(text: str) -> str:
    return storable(text) or ""


Written = Annotated[str, AfterValidator(_written)]
"""Text that any database can hold."""


class _Shape(BaseModel):
    model_config = ConfigDict(extra="forbid")


class DispatchHead(_Shape):
    """A dispatch without its text."""

    id: str
    external_id: str | None = None
    source: str | None = None
    date: dt.date | None = None
    title: str | None = None
    url: str | None = None
    language: str | None = None


class AccountOut(_Shape):
    """One event as one dispatch tells it, with people's decisions; `evidence` points into the dispatch's text."""

    event: Event
    dispatch: DispatchHead
    review: Review
    flagged: bool
    incident_id: str | None
    repost_of: str | None
    updated_at: dt.datetime | None


class AccountList(_Shape):
    """A page of events; `next` is the `after` of the next page, None on the last."""

    total: int
    events: list[AccountOut]
    next: str | None


class ChoiceOut(_Shape):
    """An incident's value of a cell, the rule that chose it, and what each account says."""

    value: Any
    rule: str
    contradicted: bool
    told: list[tuple[str, Any]]


class ToldOut(_Shape):
    event_id: str
    low: int
    best: int
    high: int | None
    text: str
    superseded: bool


class FigureOut(_Shape):
    """An incident's count of one group and harm, in people."""

    harm: str
    who: str | None
    side: str | None
    low: int
    best: int
    high: int | None
    rule: str
    contradicted: bool
    part_of: int | None
    history: list[ToldOut]


class IncidentOut(_Shape):
    """One happening; `events` are the ids of its accounts in the order of publication."""

    id: str
    events: list[str]
    type: ChoiceOut
    status: ChoiceOut
    time: ChoiceOut
    place: ChoiceOut
    side_a: ChoiceOut
    side_b: ChoiceOut
    third: ChoiceOut
    figures: list[FigureOut]
    contradicted: bool


class IncidentList(_Shape):
    """A page of incidents."""

    total: int
    incidents: list[IncidentOut]
    next: str | None


class DecisionIn(_Shape):
    """A decision to take. `seen` is the event's `updated_at` when the person looked at it: later changes conflict.

    `id` may be the asker's own (32 hexadecimal digits): a decision that is sent again, because no answer came, is
    kept once.
    """

    id: Annotated[str, Field(pattern="^[0-9a-f]{32}$")] | None = None
    kind: Literal[
        "confirm", "reject", "flag", "edit", "add", "merge", "split", "link_actor", "place_on_map",
        "same", "different", "unsure", "undo",
    ]  # fmt: skip
    dispatch_id: Written | None = None
    event_id: Written | None = None
    other_id: Written | None = None
    cell: Written | None = None
    before: Any = None
    after: Any = None
    why: Written = ""
    undoes: Written | None = None
    seen: dt.datetime | None = None


class Decided(_Shape):
    """A decision that was kept, and the event as it is now."""

    decision: Decision
    account: AccountOut | None


class DecisionList(_Shape):
    decisions: list[Decision]


def account_out(account: Account) -> AccountOut:
    """An account as the API tells it."""
    dispatch = account.dispatch
    return AccountOut(
        event=account.event,
        dispatch=dispatch_head(dispatch),
        review=account.review,
        flagged=account.flagged,
        incident_id=account.incident_id,
        repost_of=account.repost_of,
        updated_at=account.updated_at,
    )


def dispatch_head(dispatch: Any) -> DispatchHead:
    """A dispatch's head."""
    return DispatchHead(**{name: getattr(dispatch, name) for name in DispatchHead.model_fields})


def incident_out(incident: Incident) -> IncidentOut:
    """An incident as the API tells it."""
    cells = {
        name: choice_out(getattr(incident, name))
        for name in ("type", "status", "time", "place", "side_a", "side_b", "third")
    }
    figures = [
        FigureOut(
            harm=one.harm, who=one.who, side=one.side, low=one.low, best=one.best, high=one.high, rule=one.rule,
            contradicted=one.contradicted, part_of=one.part_of,
            history=[
                ToldOut(event_id=told.event_id, low=told.low, best=told.best, high=told.high, text=told.text,
                        superseded=told.superseded)
                for told in one.history
            ],
        )
        for one in incident.figures
    ]  # fmt: skip
    return IncidentOut(
        id=incident.id,
        events=[account.event.id for account in incident.accounts],
        figures=figures,
        contradicted=incident.contradicted,
        **cells,
    )


def choice_out(choice: Choice[Any]) -> ChoiceOut:
    """A choice with plain values."""
    return ChoiceOut(
        value=_plain(choice.value),
        rule=choice.rule,
        contradicted=choice.contradicted,
        told=[(event_id, _plain(value)) for event_id, value in choice.told],
    )


def _plain(value: Any) -> Any:
    if isinstance(value, BaseModel):
        return value.model_dump(mode="json")
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    return value
