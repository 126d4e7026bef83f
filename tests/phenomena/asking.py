"""Short questions to a coding, for the tests of phenomena."""

from __future__ import annotations

from collections.abc import Callable

from marsad.model import Casualty, Coding, Event

Code = Callable[..., Coding]
"""Codes a text as a dispatch of Wednesday 15 June 2022, unless another day is given."""


def the(coding: Coding, kind: str) -> Event:
    """The only event of a type."""
    found = [event for event in coding.events if event.type == kind]
    assert len(found) == 1, [event.type for event in coding.events]
    return found[0]


def types(coding: Coding) -> list[str]:
    return [event.type for event in coding.events]


def places(coding: Coding, kind: str) -> list[str | None]:
    return [event.place.name for event in coding.events if event.type == kind]


def harmed(event: Event, harm: str) -> list[Casualty]:
    return [casualty for casualty in event.casualties if casualty.harm == harm]


def total(event: Event, harm: str) -> int:
    """How many a harm befell: parts of a total are not counted again."""
    return sum(casualty.best for casualty in harmed(event, harm) if casualty.part_of is None)


def names(event: Event, role: str) -> list[str]:
    return [participant.name for participant in event.participants if participant.role == role]


def both_sides(event: Event) -> set[str]:
    return {participant.name for participant in event.participants if participant.role != "third"}


def day(event: Event) -> str:
    assert event.time.start is not None
    assert event.time.start == event.time.end
    return event.time.start.isoformat()
