"""A record made by hand: accounts and an incident, so that exports are tested without a database and a coder."""

from __future__ import annotations

import datetime as dt
from typing import Any

from marsad.incidents.accounts import Account, Choice, Figure, Incident, ToldFigure
from marsad.model import (
    Attribution,
    Casualty,
    Dispatch,
    Event,
    Harm,
    Participant,
    Place,
    Role,
    Side,
    Span,
    When,
)

from .examples import coding, hostile_coding

NOON = dt.datetime(2021, 2, 4, 12, tzinfo=dt.UTC)
TAFAS: dict[str, Any] = {
    "name": "Tafas",
    "latitude": 32.73534,
    "longitude": 36.0669,
    "precision": "exact",
    "resolved": True,
    "country": "SY",
    "admin1": "Daraa",
    "admin2": "Daraa District",
}


def accounts() -> list[Account]:
    """The events of the hand-made coding as accounts: a clash, shelling, a planned meeting."""
    record = coding()
    return [Account(event, record.dispatch, incident_id="i1", updated_at=NOON) for event in record.events]


def hostile_account(text: str) -> Account:
    """An account in which every free cell holds `text`."""
    record = hostile_coding(text)
    return Account(record.events[0], record.dispatch, updated_at=NOON)


def actor(role: Role, name: str, id: str | None = None, kind: str | None = None) -> Participant:
    """A participant whose evidence does not matter."""
    return Participant(role=role, name=name, actor_id=id, kind=kind, evidence=[Span(0, 1)])


def count(
    low: int,
    best: int,
    high: int | None,
    text: str = "",
    *,
    harm: Harm = "killed",
    side: Side | None = None,
    part_of: int | None = None,
) -> Casualty:
    """A group of casualties whose evidence does not matter."""
    return Casualty(
        harm=harm, side=side, low=low, best=best, high=high, text=text, part_of=part_of, evidence=[Span(0, 1)]
    )


def account(
    type: str = "armed_clash",
    *,
    sides: tuple[Participant, ...] = (),
    counts: tuple[Casualty, ...] = (),
    place: dict[str, Any] | None = None,
    time: tuple[str, str, str] | None = ("2021-02-03", "2021-02-03", "day"),
    text: str = "Something happened in Tafas. It was told.",
    source: str = "a local monitor",
    id: str = "",
    repost_of: str | None = None,
    **cells: Any,
) -> Account:
    """One event of one dispatch; the event's words are the text's first."""
    when = When(start=time[0], end=time[1], precision=time[2]) if time else When()  # type: ignore[arg-type]
    dispatch = Dispatch(
        text=text, source=source, date=dt.date(2021, 2, 4), title="A title", url="https://example.org/a"
    )
    event = Event(
        id=id or f"{type}-{dispatch.id}",
        type=type,
        participants=list(sides),
        place=Place(**{**TAFAS, **(place or {})}),
        time=when,
        casualties=list(counts),
        attribution=[Attribution(source="a witness", kind="witness")],
        evidence=[Span(0, 9)],
        **cells,
    )
    return Account(event, dispatch, repost_of=repost_of, updated_at=NOON)


def incident(*told: Account, figures: tuple[Figure, ...] = (), id: str = "incident-1") -> Incident:
    """An incident that takes every cell from its first account."""
    first = told[0].event

    def chosen(value: Any) -> Choice[Any]:
        return Choice(value, "the first account", told=tuple((item.event.id, value) for item in told))

    return Incident(
        id=id,
        accounts=told,
        type=chosen(first.type),
        status=chosen(first.status),
        time=chosen(first.time),
        place=Choice(first.place, "the most precise", contradicted=len(told) > 1),
        side_a=chosen(tuple(first.side("side_a"))),
        side_b=chosen(tuple(first.side("side_b"))),
        third=chosen(tuple(first.side("third"))),
        figures=figures,
    )


def told_twice() -> Incident:
    """A clash that two sources and a repost tell, with contradicting tolls: four; three, updated to six."""
    return incident(
        account(id="e1", source="a local monitor", text="Fighters clashed in Tafas. Four people died."),
        account(id="e2", source="a news agency", text="Clashes in Tafas left six dead. The army denied it."),
        account(id="e3", source="a copy", text="Clashes in Tafas left six dead.", repost_of="d2"),
        figures=(
            Figure(
                harm="killed",
                who="people",
                side=None,
                low=4,
                best=6,
                high=6,
                rule="the latest account",
                contradicted=True,
                history=(
                    ToldFigure("e1", 4, 4, 4, "Four people died"),
                    ToldFigure("e2", 3, 3, 3, "three dead", superseded=True),
                    ToldFigure("e2", 6, 6, 6, "six dead"),
                ),
            ),
        ),
    )
