"""How an event or an incident stands in a table: one typed row for both, as people read it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from marsad.exports.words import count_text, date_text, label, place_text
from marsad.incidents.accounts import Account, Incident
from marsad.incidents.sums import Count, casualty_sum, incident_sum
from marsad.model import Harm, Participant


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a table. Counts are people in words ("4", "2 or more"), empty where nobody tells them."""

    id: str
    href: str
    type: str
    status: str
    side_a: str
    side_b: str
    place: str
    place_known: bool
    precision: str
    date: str
    killed: str
    injured: str
    source: str
    according_to: str
    review: str
    flagged: bool
    contradicted: bool
    accounts: int
    confidence: str


COLUMNS: dict[str, str] = {
    "type": "Type",
    "status": "Status",
    "side_a": "Side A",
    "side_b": "Side B",
    "place": "Place",
    "precision": "Precision",
    "date": "Date",
    "killed": "Killed",
    "injured": "Injured",
    "source": "Source",
    "according_to": "According to",
    "review": "Review",
    "confidence": "Confidence",
    "accounts": "Accounts",
}
USUAL = {
    "events": ("type", "side_a", "side_b", "place", "date", "killed", "injured", "source", "review"),
    "incidents": ("type", "side_a", "side_b", "place", "date", "killed", "injured", "accounts"),
}
SORTED_BY = {"date": "date", "killed": "killed", "type": "type", "place": "place", "confidence": "confidence"}
NUMBERS = frozenset({"killed", "injured", "accounts", "confidence"})


def account_row(account: Account) -> Row:
    """An event's line."""
    event = account.event
    return Row(
        id=event.id,
        href=f"/dispatches/{account.dispatch.id}#{event.id}",
        type=label(event.type),
        status=event.status,
        side_a=_names(event.side("side_a")),
        side_b=_names(event.side("side_b")),
        place=place_text(event.place),
        place_known=event.place.resolved,
        precision=event.place.precision or "",
        date=date_text(event.time),
        killed=_people(casualty_sum(event, "killed")),
        injured=_people(casualty_sum(event, "injured")),
        source=account.dispatch.source or "",
        according_to="; ".join(credit.source for credit in event.attribution),
        review=account.review,
        flagged=account.flagged,
        contradicted=False,
        accounts=1,
        confidence="" if event.confidence is None else f"{event.confidence:.2f}",
    )


def incident_row(incident: Incident) -> Row:
    """An incident's line."""
    sources = dict.fromkeys(one.dispatch.source or "" for one in incident.accounts if one.repost_of is None)
    reviewed = {one.review for one in incident.accounts}
    return Row(
        id=incident.id,
        href=f"/incidents/{incident.id}",
        type=label(incident.type.value),
        status=incident.status.value,
        side_a=_names(incident.side_a.value),
        side_b=_names(incident.side_b.value),
        place=place_text(incident.place.value),
        place_known=incident.place.value.resolved,
        precision=incident.place.value.precision or "",
        date=date_text(incident.time.value),
        killed=_incident_people(incident, "killed"),
        injured=_incident_people(incident, "injured"),
        source="; ".join(name for name in sources if name),
        according_to="",
        review=reviewed.pop() if len(reviewed) == 1 else "open" if "open" in reviewed else "edited",
        flagged=any(one.flagged for one in incident.accounts),
        contradicted=incident.contradicted,
        accounts=len(incident.accounts),
        confidence="",
    )


def _names(participants: Sequence[Participant]) -> str:
    return "; ".join(one.name for one in participants)


def _people(count: Count | None) -> str:
    return count_text(count) if count else ""


def _incident_people(incident: Incident, harm: Harm) -> str:
    return _people(incident_sum(incident, harm))
