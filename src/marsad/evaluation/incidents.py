"""How well are the accounts of one happening found among labelled dispatches?

Measured twice: end to end, where the coder reads the dispatches as it does for a user, and from given codings, where
type, day, place name, sides and dead are the label's own, and only linking is asked.

Two figures: pairs of accounts (of the pairs that should be one incident, how many are), and B³ (Bagga and Baldwin
1998): for each account, how much of its incident belongs there, and how much of what belongs there is in it.
"""

from __future__ import annotations

import datetime as dt
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from marsad.codebook.files import validated
from marsad.coding.coder import Coder
from marsad.coding.where import make_place
from marsad.errors import DataError, MarsadError
from marsad.evaluation.agreement import Score
from marsad.evaluation.naming import names_civilians, same_name
from marsad.incidents.accounts import Account
from marsad.incidents.features import features
from marsad.incidents.files import alike_types
from marsad.incidents.linking import group_all
from marsad.model import Casualty, Coding, Dispatch, Event, Participant, Place, Role, Span, When, content_id
from marsad.readers import read_paths

Incidents = Mapping[str, str | None]
"""For each account its incident; None where the coder did not code it."""


class Label(BaseModel):
    """One told event of a labelled dispatch (`tests/gold/incidents/README.md`)."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    dispatch: str
    happening: str
    quote: str
    type: str
    place: str | None
    day: dt.date | None
    killed: int | None
    sides: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LabelledDispatch:
    """A dispatch and the labels of its events."""

    dispatch: Dispatch
    labels: tuple[Label, ...]


def read_labelled(folder: Path) -> list[LabelledDispatch]:
    """The labelled dispatches of a folder. Raises `DataError` where a file is missing or breaks its schema."""
    file = folder / "labels.jsonl"
    try:
        lines = [json.loads(line) for line in file.read_text("utf-8").splitlines() if line.strip()]
    except OSError as error:
        raise DataError(f"{file}: cannot be read: {error.strerror}") from None
    labels: dict[str, list[Label]] = {}
    for number, line in enumerate(lines, 1):
        label = validated(Label, line, str(file), f"line {number}")
        labels.setdefault(label.dispatch, []).append(label)
    dispatches = list(read_paths([folder / "dispatches.jsonl"], on_error=_raise))
    return [LabelledDispatch(dispatch, tuple(labels.get(dispatch.external_id or "", ()))) for dispatch in dispatches]


def _raise(error: MarsadError) -> None:
    raise error


# ------------------------------------------------------------------ figures


@dataclass(frozen=True, slots=True)
class Shares:
    """Precision and recall, 0 to 1."""

    precision: float
    recall: float

    @property
    def f1(self) -> float:
        """The harmonic mean of both."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


@dataclass(frozen=True, slots=True)
class Linked:
    """How well accounts were put together. `accounts` were labelled, `coded` of them coded as an event.

    An account that was not coded counts as found with nobody: in `recall` with nothing, in `precision` not at all.
    """

    accounts: int
    coded: int
    pairs: Score
    cubed: Shares


def agreement(found: Incidents, happenings: Mapping[str, str]) -> Linked:
    """Compare the incidents of accounts with the happenings that they tell."""
    coded = {account: incident for account, incident in found.items() if incident is not None}
    true = false = missed = 0
    for one, other in combinations(sorted(happenings), 2):
        same = happenings[one] == happenings[other]
        joined = one in coded and coded[one] == coded.get(other)
        true += same and joined
        false += joined and not same
        missed += same and not joined
    incidents = Counter(coded.values())
    tellings = Counter(happenings.values())
    both = Counter((incident, happenings[account]) for account, incident in coded.items())
    right = [(both[incident, happenings[account]], account, incident) for account, incident in coded.items()]
    return Linked(
        accounts=len(happenings),
        coded=len(coded),
        pairs=Score(true, false, missed),
        cubed=Shares(
            sum(n / incidents[incident] for n, _account, incident in right) / max(1, len(right)),
            sum(n / tellings[happenings[account]] for n, account, _incident in right) / max(1, len(happenings)),
        ),
    )


@dataclass(frozen=True, slots=True)
class MeasuredIncidents:
    """What linking reaches on labelled dispatches.

    `end_to_end` over all labelled accounts; `coded` the same, over those alone that the coder coded; `given` from given
    codings. `trivial` joins what has one type, one place name and one day, from given codings; `alone` joins nothing.
    """

    dispatches: int
    happenings: int
    end_to_end: Linked
    coded: Linked
    given: Linked
    trivial: Linked
    alone: Linked


def measure_incidents(labelled: Sequence[LabelledDispatch], coder: Coder) -> MeasuredIncidents:
    """Link labelled dispatches end to end and from given codings."""
    happenings = {_key(label): label.happening for one in labelled for label in one.labels}
    codings = list(coder.code_many(one.dispatch for one in labelled))
    found = _linked(
        [[Account(event, coding.dispatch) for event in coding.events] for coding in codings],
        {
            _key(label): event.id if (event := told_as(label, coding)) else None
            for one, coding in zip(labelled, codings, strict=True)
            for label in one.labels
        },
    )
    given = [given_accounts(one, coder) for one in labelled]
    own = {
        _key(label): account.event.id
        for one, accounts in zip(labelled, given, strict=True)
        for label, account in zip(one.labels, accounts, strict=True)
    }
    coded = {key: happenings[key] for key, incident in found.items() if incident is not None}
    return MeasuredIncidents(
        dispatches=len(labelled),
        happenings=len(set(happenings.values())),
        end_to_end=agreement(found, happenings),
        coded=agreement({key: found[key] for key in coded}, coded),
        given=agreement(_linked(given, own), happenings),
        trivial=agreement(_trivial(labelled), happenings),
        alone=agreement({key: key for key in happenings}, happenings),
    )


def _key(label: Label) -> str:
    return content_id(label.dispatch, label.quote)


def _linked(accounts: Sequence[Sequence[Account]], events: Mapping[str, str | None]) -> dict[str, str | None]:
    """The incident of each labelled account by the event that tells it."""
    grouped = group_all([features(account) for dispatch in accounts for account in dispatch])
    incident_of = {event: incident for incident, members in grouped.items() for event in members}
    return {key: None if event is None else incident_of[event] for key, event in events.items()}


def _trivial(labelled: Sequence[LabelledDispatch]) -> dict[str, str | None]:
    return {
        _key(label): f"{label.type} {(label.place or '').lower()} {label.day}"
        for one in labelled
        for label in one.labels
    }


def told_as(label: Label, coding: Coding) -> Event | None:
    """The coded event that tells what a label marks: its words stand in the label's quote, and its type is the label's
    or one under which the same happening is told, or place and day agree; of several the one that agrees in most cells.
    """
    start = coding.dispatch.text.find(label.quote)
    end = start + len(label.quote)
    types = {label.type} | alike_types().get(label.type, frozenset())
    events = [
        event
        for event in coding.events
        if any(span.start < end and start < span.end for span in event.evidence)
        and (event.type in types or (_same_place(label, event) and _same_day(label, event)))
    ]

    def worth(event: Event) -> int:
        return (
            2 * (event.type == label.type)
            + 2 * _same_day(label, event)
            + 2 * _same_place(label, event)
            + any(one.harm == "killed" and one.best == label.killed for one in event.casualties)
        )

    return max(events, key=worth, default=None)


def _same_day(label: Label, event: Event) -> bool:
    return label.day is not None and label.day in (event.time.start, event.time.end)


def _same_place(label: Label, event: Event) -> bool:
    return bool(label.place and event.place.name) and same_name(label.place or "", event.place.name or "")


# ------------------------------------------------------------------ given codings


def given_accounts(one: LabelledDispatch, coder: Coder) -> list[Account]:
    """The labels of a dispatch as accounts; only the coordinates of the place are the gazetteer's."""
    return [Account(_given(label, one.dispatch, coder), one.dispatch) for label in one.labels]


def _given(label: Label, dispatch: Dispatch, coder: Coder) -> Event:
    start = dispatch.text.find(label.quote)
    quote = Span(start, start + len(label.quote))
    place = _place(label, dispatch, quote, coder)
    roles: tuple[Role, ...] = ("side_a", "side_b", "third")
    alone = len(label.sides) == 1 and names_civilians(label.sides[0])
    return Event(
        id=_key(label),
        type=label.type,
        mutual=label.type == "armed_clash",
        participants=[
            _participant(name, "side_b" if alone else roles[min(number, 2)], place, dispatch, coder)
            for number, name in enumerate(label.sides)
        ],
        place=place,
        time=When(start=label.day, end=label.day, precision="day" if label.day else "unknown", evidence=[quote]),
        casualties=[]
        if label.killed is None
        else [Casualty(harm="killed", low=label.killed, best=label.killed, high=label.killed, evidence=[quote])],
        evidence=[quote],
    )


def _participant(name: str, role: Role, place: Place, dispatch: Dispatch, coder: Coder) -> Participant:
    if names_civilians(name):
        return Participant(role=role, name=name, kind="Civilians", evidence=[])
    known = coder.registry.lookup(name, country=place.country, date=dispatch.date)
    actor = known[0] if known else None
    return Participant(
        role=role, name=name, actor_id=actor.id if actor else None, kind=actor.kind if actor else None, evidence=[]
    )


def _place(label: Label, dispatch: Dispatch, quote: Span, coder: Coder) -> Place:
    """The label's place name as the coder resolves it in this dispatch."""
    if not label.place:
        return Place()
    toponyms = coder.places(dispatch.text)
    named = [n for n, toponym in enumerate(toponyms) if same_name(toponym.text, label.place)]
    if not named:
        return Place(name=label.place)
    nearest = min(named, key=lambda n: abs(toponyms[n].start - quote.start) if not _in(toponyms[n].start, quote) else 0)
    return make_place(toponyms, nearest, toponyms[nearest].within, None)


def _in(offset: int, span: Span) -> bool:
    return span.start <= offset < span.end
