"""An account: one event as one dispatch tells it. An incident: the accounts of one happening, reconciled."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Generic, Literal, TypeVar

from marsad.model import Dispatch, Event, Harm, Participant, Place, Side, Status, When

Review = Literal["open", "confirmed", "edited", "added", "rejected"]
"""What people have done with an event: nothing yet, confirmed it, changed a cell, added it by hand, rejected it."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Account:
    """One event as one dispatch tells it, in its present state: the machine's coding with people's decisions.

    `dispatch.text` is the text that the event's spans point into. `repost_of` is the id of the dispatch of which
    this account's dispatch is a near copy: such an account is no source of its own. `incident_id` is None where
    the event stands in no incident (rejected events). `flagged`: somebody asked for a second look.
    """

    event: Event
    dispatch: Dispatch
    review: Review = "open"
    flagged: bool = False
    incident_id: str | None = None
    repost_of: str | None = None
    updated_at: dt.datetime | None = None


@dataclass(frozen=True, slots=True)
class Choice(Generic[T]):
    """An incident's value of one cell, the rule that chose it, and what each account says.

    `told` has the event id and the value of each account that fills the cell. `contradicted`: two accounts exclude
    each other; a vaguer value does not contradict a more precise one. `event_id` is the account whose value was chosen:
    its evidence points into that account's dispatch.
    """

    value: T
    rule: str
    contradicted: bool = False
    told: tuple[tuple[str, T], ...] = ()
    event_id: str | None = None


@dataclass(frozen=True, slots=True)
class ToldFigure:
    """What one account says of one group and harm, in people. `superseded`: a later account updates it."""

    event_id: str
    low: int
    best: int
    high: int | None
    text: str
    superseded: bool = False


@dataclass(frozen=True, slots=True)
class Figure:
    """An incident's number of people of one group and harm: `low` is the lowest account, `high` the highest (None:
    without a bound), `best` the one that the rule names (codebook 5).

    `part_of` is the index of the total in the incident's list of figures. `history` has every account's figure in the
    order of their publication.
    """

    harm: Harm
    who: str | None
    side: Side | None
    low: int
    best: int
    high: int | None
    rule: str
    contradicted: bool = False
    part_of: int | None = None
    history: tuple[ToldFigure, ...] = ()


@dataclass(frozen=True, slots=True)
class Incident:
    """The accounts of one happening, ordered by publication, and the value of each cell."""

    id: str
    accounts: tuple[Account, ...]
    type: Choice[str]
    status: Choice[Status]
    time: Choice[When]
    place: Choice[Place]
    side_a: Choice[tuple[Participant, ...]]
    side_b: Choice[tuple[Participant, ...]]
    third: Choice[tuple[Participant, ...]]
    figures: tuple[Figure, ...] = ()

    @property
    def contradicted(self) -> bool:
        """Whether any cell or figure is contradicted."""
        cells = (self.type, self.status, self.time, self.place, self.side_a, self.side_b, self.third)
        return any(cell.contradicted for cell in cells) or any(figure.contradicted for figure in self.figures)
