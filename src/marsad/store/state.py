"""What is the present state of a dispatch's events? A pure function of its codings and of people's decisions.

The order in which decisions arrive, and how often, does not matter: they count in the order of `at`, then `id`. A
decision that fits nothing, such as one on an event that another decision has merged away, changes nothing until it
fits again.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from pydantic import ValidationError

from marsad.incidents.accounts import Review
from marsad.model import Coding, Event, Place, content_id
from marsad.store.decisions import KINDS_OF_JUDGEMENT, Decision, Kind
from marsad.store.telling_twice import told_once


@dataclass(frozen=True, slots=True)
class EventState:
    """An event as it stands now. `carried`: the newest coding does not tell it; decisions keep it."""

    event: Event
    review: Review = "open"
    flagged: bool = False
    carried: bool = False


@dataclass(frozen=True, slots=True)
class State:
    """The events of a dispatch, in the order of its text, and the ids of those that were told and are no longer."""

    events: tuple[EventState, ...] = ()
    gone: tuple[str, ...] = ()


def standing(decisions: Iterable[Decision]) -> list[Decision]:
    """The decisions that count, in their order: each once, without undos and what they take back.

    An undo takes back only what was decided before it. Undoing an undo brings the decision back.
    """
    order = sorted({decision.id: decision for decision in decisions}.values(), key=lambda d: (d.at, d.id))
    place = {decision.id: position for position, decision in enumerate(order)}
    taken_back: set[str] = set()
    for position in reversed(range(len(order))):
        decision = order[position]
        if decision.kind != "undo" or decision.id in taken_back or decision.undoes is None:
            continue
        if place.get(decision.undoes, position) < position:
            taken_back.add(decision.undoes)
    return [decision for decision in order if decision.kind != "undo" and decision.id not in taken_back]


def state(codings: Sequence[Coding], decisions: Iterable[Decision]) -> State:
    """The present state of one dispatch.

    `codings` are its codings from the first to the newest, with ids that were aligned (`aligning.py`). `decisions` are
    all that name the dispatch or its events, judgements and undos included.
    """
    counting = standing(decisions)
    events = _told(codings, counting)
    known = {event.id for coding in codings for event in coding.events}
    for decision in counting:
        _APPLY.get(decision.kind, _nothing)(decision, events)
        known.update(events)
    present = sorted(events.values(), key=lambda told: told.event.evidence[0])
    return State(tuple(present), tuple(sorted(known - set(events))))


def judgements(decisions: Iterable[Decision]) -> dict[frozenset[str], Kind]:
    """What people have said last of pairs of events, by the pair of ids: "same", "different" or "unsure"."""
    return {
        frozenset((decision.event_id, decision.other_id)): decision.kind
        for decision in standing(decisions)
        if decision.kind in KINDS_OF_JUDGEMENT and decision.event_id and decision.other_id
    }


def _told(codings: Sequence[Coding], counting: Sequence[Decision]) -> dict[str, EventState]:
    """The newest coding's events; then those of earlier ones on which somebody decided something."""
    if not codings:
        return {}
    events = {event.id: EventState(event) for event in codings[-1].events}
    named = {id for decision in counting for id in (decision.event_id, decision.other_id)}
    earlier = {event.id: event for coding in codings[:-1] for event in coding.events}
    for id in sorted(named & earlier.keys() - events.keys() - {None}, key=str):
        if id is not None:
            events[id] = EventState(earlier[id], carried=True)
    return events


def added_id(decision: Decision) -> str:
    """The id of the event that an `add` brings: the one it names, else one that follows from the decision."""
    given = decision.after.get("id") if isinstance(decision.after, dict) else None
    return decision.event_id or (given if isinstance(given, str) else "") or content_id("added", decision.id)


def part_id(decision: Decision, position: int) -> str:
    """The id of a part that a `split` makes: it follows from the decision."""
    return content_id("part", decision.id, str(position))


def edited(event: Event, cell: str | None, value: Any) -> Event | None:
    """The event with another value in one cell; None where there is no such cell or it cannot hold the value."""
    if cell is None or cell == "id" or cell not in Event.model_fields:
        return None
    try:
        return Event.model_validate({**event.model_dump(), cell: value})
    except ValidationError:
        return None


def placed(place: Place, given: Any) -> Place | None:
    """A place with what somebody knows of it, a point above all; None where this cannot be."""
    if not isinstance(given, dict) or given.get("latitude") is None or given.get("longitude") is None:
        return None
    try:
        return Place.model_validate({**place.model_dump(), "resolved": True, **given})
    except ValidationError:
        return None


def whole_event(given: Any, id: str) -> Event | None:
    """An event that somebody wrote, under an id; None where it is none."""
    if not isinstance(given, dict):
        return None
    try:
        return Event.model_validate({**given, "id": id})
    except ValidationError:
        return None


def linked(event: Event, name: str | None, actor_id: Any) -> Event | None:
    """The event with its participants of one name tied to an actor; None where nobody has the name."""
    if not (actor_id is None or isinstance(actor_id, str)) or all(p.name != name for p in event.participants):
        return None
    people = [p.model_copy(update={"actor_id": actor_id}) if p.name == name else p for p in event.participants]
    return event.model_copy(update={"participants": people})


def parts_of(decision: Decision) -> list[Event]:
    """The events into which a `split` divides one; none where it is malformed."""
    given = decision.after if isinstance(decision.after, list) else []
    parts = [whole_event(item, part_id(decision, position)) for position, item in enumerate(given)]
    whole = [part for part in parts if part is not None]
    return whole if len(whole) == len(parts) else []


_Events = dict[str, EventState]


def _nothing(_decision: Decision, _events: _Events) -> None:
    """Judgements change no event."""


def _confirm(decision: Decision, events: _Events) -> None:
    told = events.get(decision.event_id or "")
    if told is not None:
        review: Review = told.review if told.review in ("edited", "added") else "confirmed"
        events[told.event.id] = replace(told, review=review, flagged=False)


def _reject(decision: Decision, events: _Events) -> None:
    told = events.get(decision.event_id or "")
    if told is not None:
        events[told.event.id] = replace(told, review="rejected", flagged=False)


def _flag(decision: Decision, events: _Events) -> None:
    told = events.get(decision.event_id or "")
    if told is not None:
        events[told.event.id] = replace(told, flagged=True)


def _edit(decision: Decision, events: _Events) -> None:
    told = events.get(decision.event_id or "")
    if told is not None:
        _changed(events, told, edited(told.event, decision.cell, decision.after))


def _link_actor(decision: Decision, events: _Events) -> None:
    told = events.get(decision.event_id or "")
    if told is not None:
        _changed(events, told, linked(told.event, decision.cell, decision.after))


def _place_on_map(decision: Decision, events: _Events) -> None:
    told = events.get(decision.event_id or "")
    place = placed(told.event.place, decision.after) if told is not None else None
    if told is not None and place is not None:
        _changed(events, told, told.event.model_copy(update={"place": place}))


def _changed(events: _Events, told: EventState, event: Event | None) -> None:
    if event is not None:
        review: Review = told.review if told.review in ("added", "rejected") else "edited"
        events[event.id] = replace(told, event=event, review=review)


def _add(decision: Decision, events: _Events) -> None:
    event = whole_event(decision.after, added_id(decision))
    if event is not None and event.id not in events:
        events[event.id] = EventState(event, review="added")


def _merge(decision: Decision, events: _Events) -> None:
    kept, other = events.get(decision.event_id or ""), events.get(decision.other_id or "")
    if kept is not None and other is not None and kept is not other:
        del events[other.event.id]
        _changed(events, kept, told_once(kept.event, other.event))


def _split(decision: Decision, events: _Events) -> None:
    told, parts = events.get(decision.event_id or ""), parts_of(decision)
    if told is not None and parts:
        del events[told.event.id]
        for part in parts:
            events[part.id] = EventState(part, review="edited", carried=told.carried)


_APPLY = {
    "confirm": _confirm,
    "reject": _reject,
    "flag": _flag,
    "edit": _edit,
    "link_actor": _link_actor,
    "place_on_map": _place_on_map,
    "add": _add,
    "merge": _merge,
    "split": _split,
}
