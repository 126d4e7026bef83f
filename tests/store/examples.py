"""Dispatches and codings made by hand, small enough to see through."""

from __future__ import annotations

import datetime as dt
from typing import Any

from marsad.model import (
    Casualty,
    CoderVersion,
    Coding,
    Dispatch,
    Event,
    Participant,
    Place,
    Relation,
    Span,
    Tally,
    When,
    content_id,
)

DAY = dt.date(2021, 2, 3)
PLACES: dict[str, dict[str, Any]] = {
    "Tafas": {"latitude": 32.7353, "longitude": 36.0669, "gazetteer_id": "geonames:163811", "admin1": "Daraa"},
    "Nawa": {"latitude": 32.8892, "longitude": 36.0422, "gazetteer_id": "geonames:166717", "admin1": "Daraa"},
    "Binnish": {"latitude": 35.9575, "longitude": 36.7139, "gazetteer_id": "geonames:171717", "admin1": "Idlib"},
}
TEXT = (
    "Regime forces shelled a market in Tafas on Wednesday, killing four civilians and wounding seven, residents said. "
    "Gunmen attacked a checkpoint of the 4th Division near Nawa the same evening; two soldiers were killed. "
    "In Binnish, a child was injured when a mine left from earlier fighting exploded in a field outside the town."
)


def version(number: str = "1") -> CoderVersion:
    return CoderVersion(version=number, model="none", codebook="1", gazetteer="1", actors="1")


def dispatch(text: str = TEXT, **given: Any) -> Dispatch:
    known = {"source": "Sample monitor", "date": DAY, "title": "Shells on a market", **given}
    return Dispatch(text=text, **known)


def span(text: str, words: str) -> Span:
    start = text.index(words)
    return Span(start, start + len(words))


def event(
    of: Dispatch,
    words: str,
    type: str = "shelling",
    place: str | None = None,
    *,
    by: str | None = None,
    actor_id: str | None = None,
    against: str | None = None,
    killed: int | None = None,
    injured: int | None = None,
    day: dt.date | None = DAY,
    **given: Any,
) -> Event:
    here = span(of.text, words)
    people = [
        Participant(role=role, name=name, actor_id=id, evidence=[here])
        for role, name, id in (("side_a", by, actor_id), ("side_b", against, None))
        if name is not None
    ]
    counts = [
        Casualty(harm=harm, who="people", low=number, best=number, high=number, text=str(number), evidence=[here])
        for harm, number in (("killed", killed), ("injured", injured))
        if number is not None
    ]
    where = (
        Place(name=place, precision="exact", resolved=True, country="SY", evidence=[here], **PLACES[place])
        if place
        else Place()
    )
    when = When(start=day, end=day, precision="day", evidence=[here]) if day else When()
    values = {"confidence": 0.8, **given}
    id = content_id(of.id, type, words, place or "")
    return Event(
        id=id, type=type, participants=people, casualties=counts, place=where, time=when, evidence=[here], **values
    )


def three_events(of: Dispatch) -> list[Event]:
    return [
        event(
            of, "shelled a market in Tafas", "shelling", "Tafas", by="Regime forces", actor_id="sy-military",
            against="civilians", killed=4, injured=7,
        ),
        event(
            of, "attacked a checkpoint of the 4th Division near Nawa", "armed_clash", "Nawa", by="Gunmen",
            against="4th Division", killed=2,
        ),
        event(of, "a child was injured when a mine", "explosive_device", "Binnish", injured=1),
    ]  # fmt: skip


def coding(of: Dispatch | None = None, events: list[Event] | None = None, number: str = "1") -> Coding:
    of = of or dispatch()
    found = three_events(of) if events is None else events
    here = [Span(0, min(13, len(of.text)))]
    return Coding(
        dispatch=of,
        events=found,
        relations=[Relation(a="Gunmen", relation="rival_of", b="4th Division", evidence=here)],
        tallies=[Tally(what="attack", n=3, evidence=here)],
        coder=version(number),
    )


def other_account(source: str = "Another agency", killed: int = 5, days_later: int = 0) -> Coding:
    """Another dispatch on the shelling of Tafas."""
    day = DAY + dt.timedelta(days=days_later)
    text = (
        f"A market in the town of Tafas was shelled by Syrian regime forces on Wednesday, local medics told reporters. "
        f"They counted {killed} dead civilians in the shelling of the market and seven wounded."
    )
    of = dispatch(text, source=source, date=day, title="Tafas market shelled")
    told = event(
        of, "A market in the town of Tafas was shelled", "shelling", "Tafas", by="regime forces",
        actor_id="sy-military", against="civilians", killed=killed, injured=7,
    )  # fmt: skip
    return coding(of, [told])
