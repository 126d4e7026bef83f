"""Accounts made for tests, plain ones and any (hypothesis)."""

from __future__ import annotations

import datetime as dt
from typing import Any, get_args

from hypothesis import strategies as st

from marsad.codebook.types import event_types
from marsad.incidents.accounts import Account
from marsad.model import (
    Attribution,
    Casualty,
    Dispatch,
    Event,
    Harm,
    Participant,
    Place,
    PlacePrecision,
    Role,
    Side,
    Span,
    Status,
    TimePrecision,
    When,
    content_id,
)

TAFAS = Place(
    name="Tafas",
    within="Daraa",
    latitude=32.7371,
    longitude=36.0665,
    precision="exact",
    resolved=True,
    gazetteer_id="geonames:163806",
    country="SY",
    admin1="Daraa",
)
MUZAYRIB = Place(
    name="Al-Muzayrib",
    latitude=32.7108,
    longitude=36.0266,
    precision="exact",
    resolved=True,
    gazetteer_id="geonames:172955",
    country="SY",
    admin1="Daraa",
)
DARAA = Place(
    name="Daraa",
    latitude=32.9,
    longitude=36.2,
    precision="region",
    resolved=True,
    gazetteer_id="geonames:SY.06",
    country="SY",
)
PALMYRA = Place(
    name="Palmyra",
    latitude=34.5624,
    longitude=38.2840,
    precision="exact",
    resolved=True,
    gazetteer_id="geonames:163808",
    country="SY",
    admin1="Homs",
)
DAY = dt.date(2021, 1, 24)


def day(number: int) -> When:
    """The day so many days after the first, told by the text."""
    date = DAY + dt.timedelta(days=number)
    return When(start=date, end=date, precision="day", evidence=[Span(0, 1)])


def killed(number: int, *, side: Side | None = None, who: str | None = None, **more: Any) -> Casualty:
    """So many people killed, a plain number unless `low` or `high` say otherwise."""
    bounds = {"low": number, "high": number, **more}
    return Casualty(harm="killed", who=who, side=side, best=number, text=f"{number} killed", evidence=[], **bounds)


def actor(role: Role, name: str, actor_id: str | None = None, kind: str | None = None) -> Participant:
    return Participant(role=role, name=name, actor_id=actor_id, kind=kind, evidence=[])


def told(
    name: str,
    *,
    type: str = "shelling",
    place: Place = TAFAS,
    time: When | None = None,
    published: int | None = 0,
    source: str = "",
    by: str | None = None,
    text: str | None = None,
    casualties: list[Casualty] | None = None,
    actors: list[Participant] | None = None,
    status: Status = "happened",
    mutual: bool = False,
    dispatch: str | None = None,
    repost_of: str | None = None,
) -> Account:
    """An account; `name` makes its ids, `by` is the kind of source that the dispatch credits."""
    words = text if text is not None else f"Shelling of {place.name}. {name}"
    return Account(
        Event(
            id=content_id("event", name),
            type=type,
            status=status,
            mutual=mutual,
            participants=actors or [],
            place=place,
            time=time if time is not None else day(0),
            casualties=casualties or [],
            attribution=[Attribution(source=by, kind=by)] if by else [],
            evidence=[Span(0, len(words))],
        ),
        Dispatch(
            id=dispatch or content_id("dispatch", name),
            text=words,
            date=None if published is None else DAY + dt.timedelta(days=published),
            source=source or name,
        ),
        repost_of=repost_of,
    )


# ------------------------------------------------------------------ any account

_dates = st.dates(DAY, DAY + dt.timedelta(days=5))
_places = st.one_of(
    st.sampled_from([TAFAS, MUZAYRIB, DARAA, PALMYRA, Place()]),
    st.builds(
        Place,
        name=st.sampled_from(["Tafas", "Tafss", "checkpoint near Tafas", "Nowhere", "Al-Nowhere camp"]),
        within=st.sampled_from([None, "Daraa", "Homs", "Tafas"]),
        latitude=st.sampled_from([32.7, 32.75, 34.5, 60.2]),
        longitude=st.sampled_from([36.0, 36.1, 38.3, 179.99]),
        precision=st.sampled_from(get_args(PlacePrecision)),
        resolved=st.booleans(),
        country=st.sampled_from([None, "SY", "FI"]),
        admin1=st.sampled_from([None, "Daraa", "Homs"]),
    ),
)


@st.composite
def _times(draw: st.DrawFn) -> When:
    precision = draw(st.sampled_from(get_args(TimePrecision)))
    if precision == "unknown":
        return When()
    start, end = sorted((draw(_dates), draw(_dates)))
    return When(
        start=start,
        end=draw(st.sampled_from([start, end])),
        precision=precision,
        time_of_day=draw(st.sampled_from([None, "night", "morning"])),
        evidence=draw(st.sampled_from([[], [Span(0, 1)]])),
    )


@st.composite
def _casualties(draw: st.DrawFn) -> list[Casualty]:
    found = []
    for number in range(draw(st.integers(0, 4))):
        low, best, high = sorted(draw(st.tuples(*[st.integers(0, 30)] * 3)))
        found.append(
            Casualty(
                harm=draw(st.sampled_from(get_args(Harm))),
                who=draw(st.sampled_from([None, "civilians", "children", "others", "soldiers"])),
                side=draw(st.sampled_from([None, *get_args(Side)])),
                low=low,
                best=best,
                high=draw(st.sampled_from([high, None])),
                part_of=draw(st.sampled_from([None, None, *range(number)])),
                evidence=[Span(0, 5)],
            )
        )
    return found


_participants = st.lists(
    st.builds(
        Participant,
        role=st.sampled_from(get_args(Role)),
        name=st.sampled_from(["regime forces", "4th Division", "gunmen", "civilians", "Fajr al-Islam", "Free Army"]),
        actor_id=st.sampled_from([None, "sy-military", "sy-4th-division", "sy-government", "no-such-actor"]),
        kind=st.sampled_from([None, "State forces", "Rebel group", "Civilians"]),
        evidence=st.just([]),
    ),
    max_size=4,
)


@st.composite
def accounts(draw: st.DrawFn) -> Account:
    """Any account; few values, so that two often agree."""
    return told(
        draw(st.text("abcdefgh", min_size=1, max_size=6)),
        type=draw(st.sampled_from(sorted(event_types()))),
        place=draw(_places),
        time=draw(_times()),
        published=draw(st.sampled_from([None, 0, 1, 2, 5])),
        source=draw(st.sampled_from(["SOHR", "AFP", "Ministry of Defence"])),
        by=draw(st.sampled_from([None, "monitor", "media", "military"])),
        text=draw(st.sampled_from(["The toll rose to 9 in the market of Tafas.", "Shells hit Ahmad's shop.", "x", ""])),
        casualties=draw(_casualties()),
        actors=draw(_participants),
        status=draw(st.sampled_from(get_args(Status))),
        mutual=draw(st.booleans()),
        dispatch=draw(st.sampled_from([None, None, "d1", "d2"])),
        repost_of=draw(st.sampled_from([None, None, "d1"])),
    )
