"""Whether an event gets the place that belongs to it, in sentences where people marked both.

The set (Halterman 2019) marks in each sentence the verb of one event and the place or places where that
happened. Only sentences with a marked place count, and of these the ones in which Marsad codes the marked verb
as an event: many verbs of the set tell no conflict event.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from marsad.coding.coder import Coder
from marsad.coding.toponyms import Toponym
from marsad.evaluation.places import Figures, read_event_locations
from marsad.model import Dispatch, Event, Span


def event_places(file: Path, coder: Coder, *, limit: int | None = None) -> Figures:
    """Shares of events whose place is the marked one: as coded, the first named, the nearest to the verb.

    `file`: labeled_text.jsonl, or the archive with it. `limit`: the first so many sentences only.
    """
    rows = [row for row in read_event_locations(file, limit) if _marked(row, "LOCATION")]
    coded = right = first = nearest = 0
    for row, coding in zip(rows, coder.code_many(Dispatch(text=row["text"]) for row in rows), strict=True):
        verb, places = _marked(row, "VERB")[0], _marked(row, "LOCATION")
        event = next((e for e in coding.events if any(_overlap(span, verb) for span in e.evidence)), None)
        if event is None:
            continue
        coded += 1
        right += _placed(event, places)
        toponyms = coder.places(row["text"])
        first += _hit(toponyms[:1], places)
        nearest += _hit(sorted(toponyms, key=lambda t: _far(t, verb))[:1], places)
    return {
        "sentences": len(rows),
        "events": coded,
        "right_place": right / max(1, coded),
        "baseline_first_place": first / max(1, coded),
        "baseline_nearest_place": nearest / max(1, coded),
    }


def _marked(row: dict[str, Any], label: str) -> list[Span]:
    return [Span(s["start"], s["end"]) for s in row.get("spans", []) if s["label"] == label]


def _overlap(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end


def _placed(event: Event, places: list[Span]) -> bool:
    return any(_overlap(span, place) for span in event.place.evidence for place in places)


def _hit(toponyms: list[Toponym], places: list[Span]) -> bool:
    return any(_overlap(Span(t.start, t.end), place) for t in toponyms for place in places)


def _far(toponym: Toponym, verb: Span) -> int:
    return min(abs(toponym.start - verb.end), abs(verb.start - toponym.end))
