"""Incidents reconciled from accounts made by hand."""

from __future__ import annotations

import datetime as dt
import itertools

from marsad.incidents.accounts import Account, Incident, Review
from marsad.incidents.reconciling import reconcile
from marsad.model import Casualty, Dispatch, Event, Participant, Place, Role, Span, Status, When

MARCH = dt.date(2021, 3, 1)
WORDS = [Span(0, 4)]
_numbers = itertools.count()


def place(name: str | None = "Tafas", **cells: object) -> Place:
    known = {"latitude": 32.7353, "longitude": 36.0669, "precision": "exact", "resolved": True, "country": "SY"}
    return Place.model_validate({"name": name, **known, "admin1": "Daraa", "evidence": WORDS, **cells})


def day(when: dt.date) -> When:
    return When(start=when, end=when, precision="day", evidence=WORDS)


def killed(best: int, **cells: object) -> Casualty:
    bounds = {"low": best, "best": best, "high": best}
    return Casualty.model_validate({"harm": "killed", "text": str(best), "evidence": WORDS, **bounds, **cells})


def member(role: Role, name: str, kind: str | None = None, actor_id: str | None = None) -> Participant:
    return Participant(role=role, name=name, kind=kind, actor_id=actor_id, evidence=WORDS)


def account(
    when: dt.date = MARCH,
    *casualties: Casualty,
    source: str | None = "Sample monitor",
    type: str = "shelling",
    status: Status = "happened",
    where: Place | None = None,
    time: When | None = None,
    members: tuple[Participant, ...] = (),
    review: Review = "open",
    repost_of: str | None = None,
    url: str | None = None,
    title: str | None = None,
) -> Account:
    number = next(_numbers)
    dispatch = Dispatch(source=source, date=when, title=title, url=url, text=f"text {number}")
    event = Event(
        id=f"event-{number}",
        type=type,
        status=status,
        place=where or place(),
        time=time or day(when),
        casualties=list(casualties),
        participants=list(members),
        evidence=WORDS,
    )
    return Account(event, dispatch, review=review, repost_of=repost_of)


def incident(*accounts: Account) -> Incident:
    return reconcile(f"incident-{accounts[0].event.id}", accounts)


def one(when: dt.date = MARCH, *casualties: Casualty, **cells: object) -> Incident:
    """An incident that one dispatch tells."""
    return incident(account(when, *casualties, **cells))  # type: ignore[arg-type]
