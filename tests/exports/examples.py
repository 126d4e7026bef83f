"""Codings made by hand, so that what leaves Marsad is tested without a coder."""

from __future__ import annotations

import datetime as dt

from marsad.model import (
    Attribution,
    Casualty,
    CoderVersion,
    Coding,
    Dispatch,
    Event,
    Explanation,
    Participant,
    Place,
    Relation,
    Span,
    Tally,
    Term,
    Weapon,
    When,
)

TEXT = (
    "date 2021-02-03 Fighting in Tafas\n\n"
    "Heavy clashes broke out at dawn in the city of Tafas between the 4th Division and local fighters, "
    "a monitor said. Nine people died, among them four soldiers, and others were hurt.\n"
    "The 4th Division shelled farms near Nahj with mortars.\n"
    "On Thursday both sides will meet in Daraa al-Balad: hand over of machineguns; release of two detainees. "
    "It was the third clash since January."
)
VERSION = CoderVersion(version="0", model="none", codebook="0", gazetteer="0", actors="0")


def span(words: str, text: str = TEXT) -> Span:
    """Where `words` stand in `text` for the first time."""
    start = text.index(words)
    return Span(start, start + len(words))


def clash() -> Event:
    """A clash with a total of dead, a part of it, and an open number of injured."""
    return Event(
        id="clash",
        type="armed_clash",
        status="happened",
        mutual=True,
        participants=[
            Participant(
                role="side_a",
                name="4th Division",
                actor_id="sy-4th-division",
                kind="State Forces",
                evidence=[span("4th Division")],
            ),
            Participant(role="side_b", name="local fighters", evidence=[span("local fighters")]),
        ],
        place=Place(
            name="Tafas",
            latitude=32.7353,
            longitude=36.0669,
            precision="exact",
            resolved=True,
            gazetteer_id="geonames:163811",
            country="SY",
            admin1="Daraa",
            admin2="Daraa District",
            evidence=[span("city of Tafas")],
        ),
        time=When(
            start=dt.date(2021, 2, 3),
            end=dt.date(2021, 2, 3),
            precision="day",
            time_of_day="dawn",
            evidence=[span("at dawn")],
        ),
        casualties=[
            Casualty(
                harm="killed",
                who="people",
                low=9,
                best=9,
                high=9,
                text="Nine people",
                evidence=[span("Nine people")],
            ),
            Casualty(
                harm="killed",
                who="soldiers",
                side="side_a",
                low=4,
                best=4,
                high=4,
                text="four soldiers",
                part_of=0,
                evidence=[span("four soldiers")],
            ),
            Casualty(
                harm="injured",
                low=2,
                best=3,
                high=None,
                text="others were hurt",
                evidence=[span("others were hurt")],
            ),
        ],
        attribution=[Attribution(source="a monitor", kind="monitor", evidence=[span("a monitor")])],
        confidence=0.9,
        type_confidence=0.95,
        place_confidence=0.8,
        evidence=[span("Heavy clashes broke out at dawn in the city of Tafas"), span("Fighting in Tafas")],
    )


def shelling() -> Event:
    """Shelling next to a village that no gazetteer knows."""
    return Event(
        id="shelling",
        type="shelling",
        participants=[
            Participant(
                role="side_a",
                name="4th Division",
                actor_id="sy-4th-division",
                evidence=[span("The 4th Division")],
            )
        ],
        place=Place(
            name="Nahj",
            within="Tafas",
            latitude=32.7353,
            longitude=36.0669,
            precision="near",
            resolved=False,
            country="SY",
            evidence=[span("near Nahj")],
        ),
        time=When(start=dt.date(2021, 2, 3), end=dt.date(2021, 2, 3), precision="day"),
        weapons=[Weapon(name="mortars", evidence=[span("mortars")])],
        evidence=[span("shelled farms near Nahj with mortars")],
    )


def meeting() -> Event:
    """A planned meeting without coordinates, with terms."""
    return Event(
        id="meeting",
        type="negotiation",
        status="planned",
        mutual=True,
        place=Place(name="Daraa al-Balad", precision="exact", evidence=[span("Daraa al-Balad")]),
        time=When(
            start=dt.date(2021, 2, 4),
            end=dt.date(2021, 2, 4),
            precision="day",
            evidence=[span("On Thursday")],
        ),
        terms=[
            Term(text="hand over of machineguns", evidence=[span("hand over of machineguns")]),
            Term(text="release of two detainees", evidence=[span("release of two detainees")]),
        ],
        evidence=[span("both sides will meet")],
    )


def coding() -> Coding:
    """One dispatch with three events, a relation and a tally."""
    return Coding(
        dispatch=Dispatch(
            source="a local monitor",
            date=dt.date(2021, 2, 3),
            title="Fighting in Tafas",
            url="https://example.org/tafas",
            external_id="0017",
            text=TEXT,
            body_start=len("date 2021-02-03 Fighting in Tafas\n\n"),
        ),
        events=[clash(), shelling(), meeting()],
        relations=[Relation(a="local fighters", relation="rival_of", b="4th Division", evidence=[span("clashes")])],
        tallies=[Tally(what="clash", n=3, since=dt.date(2021, 1, 1), evidence=[span("the third clash")])],
        warnings=["a warning for the reader"],
        coder=VERSION,
        explanations=[
            Explanation(
                event="clash",
                cell="place",
                rule="preposition",
                words=["in the city of Tafas"],
                candidates=["Tafas, Daraa, SY"],
            )
        ],
    )


def empty_coding() -> Coding:
    """A dispatch in which nothing was found, without date, title and source."""
    return Coding(dispatch=Dispatch(text="Rain is expected in the hills."), coder=VERSION)


def hostile_coding(text: str) -> Coding:
    """A coding in which every free cell holds `text`."""
    everywhere = [Span(0, len(text))] if text else [Span(0, 0)]
    event = Event(
        id="hostile",
        type="armed_clash",
        group=text,
        participants=[
            Participant(role=role, name=text, actor_id=text, kind=text, evidence=everywhere)
            for role in ("side_a", "side_b", "third")
        ],
        place=Place(
            name=text,
            within=text,
            latitude=1.0,
            longitude=2.0,
            precision="exact",
            gazetteer_id=text,
            country=text,
            admin1=text,
            admin2=text,
            evidence=everywhere,
        ),
        time=When(start=dt.date(2021, 2, 3), precision="day", time_of_day=text, evidence=everywhere),
        casualties=[
            Casualty(harm="killed", who=text, low=1, best=1, high=None, text=text, evidence=everywhere),
        ],
        weapons=[Weapon(name=text, evidence=everywhere)],
        terms=[Term(text=text, evidence=everywhere)],
        attribution=[Attribution(source=text, kind=text, evidence=everywhere)],
        evidence=everywhere,
    )
    return Coding(
        dispatch=Dispatch(
            source=text, title=text, url=text, external_id=text, text=text, language=text, warnings=[text]
        ),
        events=[event],
        relations=[Relation(a=text, relation="leads", b=text, evidence=everywhere)],
        tallies=[Tally(what=text, n=1, evidence=everywhere)],
        warnings=[text],
        coder=CoderVersion(version=text, model=text, codebook=text, gazetteer=text, actors=text),
        explanations=[Explanation(event="hostile", cell=text, rule=text, words=[text], candidates=[text])],
    )
