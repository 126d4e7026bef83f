"""Two events of one dispatch are one: what does it say of it, nobody counted twice?"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from marsad.model import Casualty, Event

T = TypeVar("T")


def told_once(kept: Event, other: Event) -> Event:
    """The event `kept` with what `other` says beyond it: its cells where `kept` leaves them open, its participants,
    weapons, terms and sources, the groups of people that `kept` does not count, and its words.
    """
    place = kept.place if kept.place.name or kept.place.latitude is not None else other.place
    return kept.model_copy(
        update={
            "participants": _both(kept.participants, other.participants, lambda p: (p.role, p.name.casefold())),
            "place": place,
            "time": kept.time if kept.time.start is not None else other.time,
            "casualties": _counted_once(kept.casualties, other.casualties),
            "weapons": _both(kept.weapons, other.weapons, lambda w: w.name.casefold()),
            "terms": _both(kept.terms, other.terms, lambda t: t.text),
            "attribution": _both(kept.attribution, other.attribution, lambda a: a.source.casefold()),
            "evidence": sorted({*kept.evidence, *other.evidence}),
        }
    )


def _both(first: Sequence[T], second: Sequence[T], means: Callable[[T], object]) -> list[T]:
    known = {means(item) for item in first}
    return [*first, *(item for item in second if means(item) not in known)]


def _counted_once(first: Sequence[Casualty], second: Sequence[Casualty]) -> list[Casualty]:
    """Both lists of groups; of groups of the same people and harm the first's figure. Totals keep their parts."""
    joined = list(first)
    known = {_group(entry): index for index, entry in enumerate(first)}
    moved: dict[int, int] = {}
    for index, entry in enumerate(second):
        if _group(entry) in known:
            moved[index] = known[_group(entry)]
        else:
            moved[index] = len(joined)
            joined.append(entry)
    fresh = range(len(first), len(joined))
    for index, entry in enumerate(second):
        if moved[index] in fresh and entry.part_of is not None:
            joined[moved[index]] = entry.model_copy(update={"part_of": moved.get(entry.part_of)})
    return joined


def _group(entry: Casualty) -> tuple[str, str, str | None]:
    return entry.harm, (entry.who or "").casefold(), entry.side
