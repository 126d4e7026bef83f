"""Which event of a new coding is which of the earlier ones, and what has changed?"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from marsad.gazetteer.keys import plain
from marsad.model import CoderVersion, Coding, Event, Span

_BY_WORDS, _BY_TYPE, _BY_PLACE, _BY_DAY = 3.0, 1.0, 1.0, 0.5
ENOUGH = 2.0
"""An event is an earlier one from here on: half of its words and one cell, or type and place and some of the words."""


@dataclass(frozen=True, slots=True)
class StoredCoding:
    """One of a dispatch's codings: its number from 1, when it was made, and by what."""

    number: int
    coded_at: dt.datetime
    coder: CoderVersion


@dataclass(frozen=True, slots=True)
class CellDifference:
    """A cell that two codings fill differently, as in the published JSON."""

    cell: str
    before: Any
    after: Any


@dataclass(frozen=True, slots=True)
class EventDifference:
    """What became of an event. "carried": the later coding does not tell it, and a person's decision keeps it."""

    id: str
    change: Literal["same", "changed", "new", "gone", "carried"]
    event: Event
    cells: tuple[CellDifference, ...] = ()


@dataclass(frozen=True, slots=True)
class CodingDifference:
    """Two codings of one dispatch, event by event: first those of the later one, then those that it does not tell."""

    dispatch_id: str
    earlier: StoredCoding
    later: StoredCoding
    events: tuple[EventDifference, ...]

    @property
    def changes(self) -> bool:
        """Whether anything differs."""
        return any(difference.change != "same" for difference in self.events)


def align(earlier: Sequence[Event], later: Sequence[Event]) -> list[str]:
    """The ids that the later events get: the id of the earlier event that each is, else its own.

    Equal ids come first; then the pairs that agree most in their words, type, place and day. Own ids that are empty or
    given twice are made anew.
    """
    ids: list[str | None] = [None] * len(later)
    free = {event.id: event for event in earlier}
    for position, event in enumerate(later):
        if free.pop(event.id, None) is not None:
            ids[position] = event.id
    pairs = sorted(
        (-_agreement(old, event), position, old.id)
        for position, event in enumerate(later)
        if ids[position] is None
        for old in free.values()
    )
    for score, position, old_id in pairs:
        if -score >= ENOUGH and ids[position] is None and old_id in free:
            ids[position] = old_id
            del free[old_id]
    return [id or later[position].id for position, id in enumerate(ids)]


def renamed(coding: Coding, ids: Sequence[str]) -> Coding:
    """The coding with other ids for its events, in their order; the explanations follow."""
    new = {event.id: id for event, id in zip(coding.events, ids, strict=True)}
    events = [event.model_copy(update={"id": id}) for event, id in zip(coding.events, ids, strict=True)]
    reasons = [r.model_copy(update={"event": new.get(r.event, r.event)}) for r in coding.explanations]
    return coding.model_copy(update={"events": events, "explanations": reasons})


def differences(earlier: Sequence[Event], later: Sequence[Event], kept: Mapping[str, Event]) -> list[EventDifference]:
    """What became of each event between two codings; `kept` are those that decisions keep."""
    before = {event.id: event for event in earlier}
    found = []
    for event in later:
        old = before.pop(event.id, None)
        if old is None:
            found.append(EventDifference(event.id, "new", event))
        else:
            cells = cells_changed(old, event)
            found.append(EventDifference(event.id, "changed" if cells else "same", event, cells))
    for old in before.values():
        found.append(EventDifference(old.id, "carried" if old.id in kept else "gone", old))
    return found


def cells_changed(before: Event, after: Event) -> tuple[CellDifference, ...]:
    """The cells in which two tellings of an event differ; confidence is a measure and no cell."""
    old, new = before.model_dump(mode="json"), after.model_dump(mode="json")
    cells = (cell for cell in old if cell != "id" and not cell.endswith("confidence"))
    return tuple(CellDifference(cell, old[cell], new[cell]) for cell in cells if old[cell] != new[cell])


def _agreement(a: Event, b: Event) -> float:
    shared = _shared_words(a.evidence, b.evidence)
    same_place = bool(a.place.name) and plain(a.place.name or "") == plain(b.place.name or "")
    if not shared and not same_place:
        return 0.0
    score = _BY_WORDS * shared + _BY_TYPE * (a.type == b.type) + _BY_PLACE * same_place
    return score + _BY_DAY * (a.time.start == b.time.start)


def _shared_words(a: Sequence[Span], b: Sequence[Span]) -> float:
    """The share of the characters of the shorter evidence that both have."""
    one = {n for span in a for n in range(span.start, span.end)}
    two = {n for span in b for n in range(span.start, span.end)}
    return len(one & two) / min(len(one), len(two)) if one and two else 0.0
