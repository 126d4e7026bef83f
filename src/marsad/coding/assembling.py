"""From a happening to an event: its tellings' cells brought together, each with its words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from marsad.actors.registry import ActorRegistry
from marsad.codebook.confidence import Cell, confidence_weights
from marsad.codebook.types import event_types
from marsad.coding.merging import Happening, Telling, is_area
from marsad.coding.participants import participants
from marsad.coding.says_who import Credit
from marsad.coding.tolls import casualties
from marsad.coding.toponyms import Toponym
from marsad.coding.weapons import weapons
from marsad.coding.when import make_when
from marsad.coding.where import make_place
from marsad.model import (
    Dispatch,
    Event,
    Explanation,
    Span,
    Status,
    When,
    content_id,
)

_CELLS: tuple[Cell, ...] = ("event", "type", "place")


def assemble(
    happening: Happening,
    dispatch: Dispatch,
    toponyms: Sequence[Toponym],
    registry: ActorRegistry,
    country: str | None,
    credit: Credit | None,
) -> tuple[Event, list[Explanation]]:
    """The event of a happening, and why each of its cells came out."""
    lead = _lead(happening)
    kind = event_types()[happening.type]
    place_from = _place_telling(happening, toponyms)
    tolls = casualties(happening, dispatch.text)
    event = Event(
        type=happening.type,
        status=_status(happening),
        mutual=kind.mutual
        or any(
            t.sides.mutual and happening.type in ("armed_clash", "shelling") and t.mention.both
            for t in happening.tellings
        ),
        group=f"list-{lead.group}" if lead.group is not None else None,
        participants=participants(happening, registry, country=country, date=dispatch.date),
        place=make_place(toponyms, place_from.place, _within(happening, place_from), country),
        time=_when(happening, dispatch.date),
        casualties=tolls,
        weapons=weapons(happening),
        attribution=[credit.cell()] if credit is not None else [],
        evidence=_evidence(happening),
    )
    event.confidence, event.type_confidence, event.place_confidence = _confidence(happening, event)
    event.id = content_id(dispatch.id, event.type, str(event.evidence), event.place.name or "")
    return event, _explain(happening, event, toponyms, place_from)


def _lead(happening: Happening) -> Telling:
    strong = [t for t in happening.tellings if t.mention.strong and not t.headline]
    return (strong or happening.tellings)[0]


def _status(happening: Happening) -> Status:
    body = [t for t in happening.tellings if t.mention.strong] or happening.tellings
    statuses = [t.verdict.status for t in body]
    for status in ("failed", "denied"):
        if status in statuses[:2]:
            return status
    if (
        statuses[0] == "happened"
        and "ongoing" in statuses[:2]
        and happening.type in ("armed_clash", "shelling", "protest", "movement_restriction")
    ):
        return "ongoing"
    return statuses[0]


def _place_telling(happening: Happening, toponyms: Sequence[Toponym]) -> Telling:
    own = [t for t in happening.tellings if t.where.own and t.place is not None]
    body = [t for t in own if not t.headline]
    towns = [t for t in body or own if t.place is not None and not is_area(toponyms[t.place])]
    return (towns or body or own or [t for t in happening.tellings if t.place is not None] or happening.tellings)[0]


def _within(happening: Happening, chosen: Telling) -> int | None:
    if chosen.within is not None:
        return chosen.within
    return next((t.within for t in happening.tellings if t.place == chosen.place and t.within is not None), None)


def _when(happening: Happening, anchor: dt.date | None) -> When:
    own = [
        t
        for t in happening.tellings
        if t.time.own and t.start is not None and any(d.kind != "time_of_day" for d in t.time.dates)
    ]
    own = own or [t for t in happening.tellings if t.time.dates and t.start is not None]
    chosen = (own or [_lead(happening)])[0]
    when = make_when(chosen.time, anchor)
    if when.start is None and chosen.start is not None:
        when.start, when.end, when.precision = chosen.start, chosen.end, "day"
    if when.time_of_day is None:
        when.time_of_day = next(
            (d.time_of_day for t in happening.tellings for d in t.time.dates if d.time_of_day), None
        )
    return when


def _evidence(happening: Happening) -> list[Span]:
    spans = []
    for telling in sorted(happening.tellings, key=lambda t: t.headline):
        start, end = telling.mention.evidence
        sentence = telling.mention.scene.sentence
        spans.append(Span(max(start, sentence.start), min(end, sentence.end)))
    return list(dict.fromkeys(spans))


def _confidence(happening: Happening, event: Event) -> tuple[float, float, float]:
    """Likelihoods that event, type and place are right (`codebook/data/confidence.toml`)."""
    told = len({t.mention.scene.sentence.index for t in happening.tellings})
    family = event_types()[event.type].family
    signs = {
        "told_twice": told > 1,
        "told_thrice": told > 2,
        "strong": any(t.mention.strong for t in happening.tellings),
        "own_place": happening.own_place,
        "resolved": event.place.resolved,
        "participants": bool(event.participants),
        "casualties": bool(event.casualties),
        "generic": happening.generic,
        "politics": family == "politics",
        "measure": family == "measure",
        "own_time": any(t.time.own for t in happening.tellings),
        "unsure_status": happening.tellings[0].verdict.status not in ("happened", "ongoing"),
    }
    weights = confidence_weights()
    whole, kind, place = (round(weights[cell].likelihood(signs), 2) for cell in _CELLS)
    return whole, kind, place if event.place.name is not None else 0.0


def _explain(happening: Happening, event: Event, toponyms: Sequence[Toponym], place_from: Telling) -> list[Explanation]:
    lead = _lead(happening)
    found = [
        Explanation(
            event=event.id,
            cell="type",
            rule="; ".join(dict.fromkeys(r for t in happening.tellings for r in t.mention.reasons)),
            words=[t.mention.trigger.text for t in happening.tellings],
        ),
        Explanation(
            event=event.id, cell="status", rule=lead.verdict.rule or "told as done", words=[lead.mention.trigger.text]
        ),
        Explanation(
            event=event.id,
            cell="time",
            rule=lead.time.rule or "the dispatch's own day",
            words=[d.text for d in lead.time.dates],
        ),
    ]
    if place_from.place is not None:
        toponym = toponyms[place_from.place]
        found.append(
            Explanation(
                event=event.id,
                cell="place",
                rule=place_from.where.rule or "told before",
                words=[toponym.text],
                candidates=[
                    f"{c.entry.name}, {c.entry.admin1 or ''} {c.entry.country} ({c.match}, {c.score:.2f})"
                    for c in toponym.candidates[:5]
                ],
            )
        )
    for participant in event.participants:
        found.append(
            Explanation(
                event=event.id,
                cell=f"participant {participant.role}",
                rule=f"registry {participant.actor_id}" if participant.actor_id else "as written",
                words=[participant.name],
            )
        )
    for casualty in event.casualties:
        found.append(
            Explanation(
                event=event.id,
                cell=f"casualties {casualty.harm}",
                rule=f"{casualty.low}/{casualty.best}/{casualty.high if casualty.high is not None else '–'}",
                words=[casualty.text],
            )
        )
    return found
