"""How long does it take to link 100,000 events, and then one dispatch more?

`python benchmarks/linking.py [--events 100000] [--record FILE]`. The events are made up: towns of a few countries at
random days of two years, of which a part is told several times, with other tolls, days and spellings. Features are
made beforehand, as the store keeps them; what is timed is finding the blocks, comparing, and grouping. `--record`
also adds and links them through a new record.
"""

from __future__ import annotations

import argparse
import datetime as dt
import random
import resource
import time
from collections.abc import Collection, Iterator
from dataclasses import replace
from pathlib import Path

from marsad.incidents.accounts import Account
from marsad.incidents.features import Features, features
from marsad.incidents.linking import Blocks, affected, group_all, links, regroup
from marsad.model import Casualty, CoderVersion, Coding, Dispatch, Event, Participant, Place, Span, When
from marsad.store import adding
from marsad.store.engine import writing
from marsad.store.record import Record

_FIRST = dt.date(2021, 1, 1)
_DAYS = 730
_COUNTRIES = (("SY", 35.0, 38.5, 14), ("SD", 15.0, 30.0, 18), ("UA", 48.5, 34.0, 24), ("ML", 15.5, -3.0, 10))
_TOWNS = 400
_AT_ONCE = 500
_TYPES = ("armed_clash", "shelling", "air_strike", "drone_strike", "explosive_device", "attack", "arrest", "protest")
_ACTORS = {
    "SY": ("sy-military", "sy-4th-division", "sy-hts", "sdf"),
    "SD": ("sd-military", "sd-rsf", "sd-joint-force"),
    "UA": ("ua-military", "ru-military"),
    "ML": ("ml-military", "ml-jnim"),
}
_SYLLABLES = [
    "ba",
    "ta",
    "kaf",
    "ran",
    "ma",
    "rib",
    "zor",
    "el",
    "shu",
    "din",
    "mar",
    "qa",
    "nis",
    "ghar",
    "wadi",
    "hal",
]
_WORDS = [
    "militants",
    "artillery",
    "fell",
    "hit",
    "crossing",
    "farm",
    "rockets",
    "quarter",
    "noon",
    "convoy",
    "stormed",
    "seized",
    "tanks",
    "heavy",
]


def accounts(count: int, chance: random.Random) -> Iterator[Account]:
    """Made-up accounts: happenings of one to four accounts each, a tenth of them placed by region alone."""
    towns = [_town(country, chance) for country in _COUNTRIES for _number in range(_TOWNS)]
    made = 0
    while made < count:
        town = chance.choice(towns)
        day = _FIRST + dt.timedelta(days=chance.randrange(_DAYS))
        kind = chance.choice(_TYPES)
        killed = chance.choice((0, 0, 1, 2, 4, 7, 12))
        actor = chance.choice(_ACTORS[town.country or "SY"])
        words = chance.sample(_WORDS, 5)
        for _teller in range(min(count - made, chance.choice((1, 1, 1, 2, 3, 4)))):
            made += 1
            yield _account(made, town, day, kind, max(0, killed + chance.choice((0, 0, 1, -1))), actor, words, chance)


def _town(country: tuple[str, float, float, int], chance: random.Random) -> Place:
    code, latitude, longitude, regions = country
    name = "".join(chance.choice(_SYLLABLES) for _part in range(chance.choice((2, 3)))).capitalize()
    north, east = chance.uniform(-2, 2), chance.uniform(-2.5, 2.5)
    return Place(
        name=name,
        latitude=latitude + north,
        longitude=longitude + east,
        precision="exact",
        resolved=True,
        gazetteer_id=f"made:{code}:{name}:{north:.4f}",
        country=code,
        admin1=f"Region {int((north + 2) / 4 * regions)}",
    )


def _account(
    number: int,
    town: Place,
    day: dt.date,
    kind: str,
    killed: int,
    actor: str,
    words: list[str],
    chance: random.Random,
) -> Account:
    text = f"{town.name}: {' '.join(chance.sample(words, 4))} near {chance.choice(_SYLLABLES).capitalize()} today."
    place = town
    if chance.random() < 0.1:
        place = town.model_copy(update={"name": town.admin1, "precision": "region", "gazetteer_id": f"r:{town.admin1}"})
    event = Event(
        id=f"event{number:07d}",
        type=kind,
        participants=[Participant(role="side_a", name=actor, actor_id=actor, kind="State forces", evidence=[])],
        place=place,
        time=When(start=day, end=day, precision="day", evidence=[Span(0, 1)]),
        casualties=[Casualty(harm="killed", low=killed, best=killed, high=killed, evidence=[Span(0, 5)])]
        if killed
        else [],
        evidence=[Span(0, len(text))],
    )
    published = day + dt.timedelta(days=chance.choice((0, 0, 1, 2)))
    return Account(
        event, Dispatch(id=f"dispatch{number:07d}", text=text, date=published, source=f"source {number % 40}")
    )


def one_more(events: list[Features], incidents: dict[str, list[str]]) -> float:
    """Seconds for one dispatch of five events more: look up the blocks, compare, group what they touch."""
    blocks = Blocks()
    for event in events:
        blocks.add(event)
    published = {event.event_id: (event.published or 0, event.event_id) for event in events}
    dispatches = {event.event_id: event.dispatch_id for event in events}
    group_of = {id: members for members in incidents.values() for id in members}
    new = [
        replace(event, event_id=f"new{number}", dispatch_id="new")
        for number, event in enumerate(events[:: len(events) // 5][:5])
    ]
    began = time.perf_counter()
    found = [link for event in new for link in links(event, blocks.candidates(event))]
    ties: dict[str, set[str]] = {}
    for link in found:
        ties.setdefault(link.a, set()).add(link.b)
        ties.setdefault(link.b, set()).add(link.a)

    def neighbours(some: Collection[str]) -> Iterator[str]:
        return (other for id in some for other in (*ties.get(id, ()), *group_of.get(id, ())))

    around = affected([event.event_id for event in new], neighbours)
    published |= {event.event_id: (event.published or 0, event.event_id) for event in new}
    dispatches |= {event.event_id: event.dispatch_id for event in new}
    scores = {(link.a, link.b): link.score for link in found}
    regroup({id: published[id] for id in around}, scores, dispatches)
    return time.perf_counter() - began


def through_the_record(made: list[Account], file: Path) -> Iterator[tuple[str, str, str]]:
    """The same through the store: add all without linking, link, and add one dispatch more."""
    coder = CoderVersion(version="benchmark", model="", codebook="", gazetteer="", actors="")
    last = made[-1]
    with Record.open(file) as record:
        began, worked = time.perf_counter(), time.process_time()
        now = dt.datetime.now(dt.UTC)
        for first in range(0, len(made) - 1, _AT_ONCE):
            with writing(record.engine) as connection:
                for account in made[:-1][first : first + _AT_ONCE]:
                    coding = Coding(dispatch=account.dispatch, events=[account.event], coder=coder)
                    adding.add(connection, account.dispatch, coding, retrieved_at=None, reader="benchmark", now=now)
        added, work = time.perf_counter() - began, time.process_time() - worked
        yield (
            f"record: dispatches added, {_AT_ONCE} in a transaction",
            f"{added:.1f} s ({work:.1f} s of work)",
            "",
        )
        began, worked = time.perf_counter(), time.process_time()
        touched = record.link()
        linked, work = time.perf_counter() - began, time.process_time() - worked
        yield (
            f"record: linked ({touched:,} incidents came or changed)",
            f"{linked:.1f} s ({work:.1f} s of work)",
            "300 s",
        )
        began = time.perf_counter()
        record.add(last.dispatch, Coding(dispatch=last.dispatch, events=[last.event], coder=coder))
        yield "record: one dispatch more", f"{(time.perf_counter() - began) * 1000:.1f} ms", "1000 ms"


def main() -> None:
    """Make events, link them, and print a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--events", type=int, default=100_000, metavar="N", help="how many events (%(default)s)")
    parser.add_argument("--record", type=Path, metavar="FILE", help="also add and link them in a new record")
    given = parser.parse_args()
    made = list(accounts(given.events, random.Random(7)))
    began = time.perf_counter()
    events = [features(account) for account in made]
    read = time.perf_counter() - began
    began, worked = time.perf_counter(), time.process_time()
    incidents = group_all(events)
    linked, work = time.perf_counter() - began, time.process_time() - worked
    more = one_more(events, incidents)
    rows = [
        ("events", f"{len(events):,}", ""),
        ("incidents", f"{len(incidents):,}", ""),
        ("features made", f"{read:.1f} s ({read / len(events) * 1e6:.0f} µs an event)", ""),
        ("linked in memory, one process", f"{linked:.1f} s ({work:.1f} s of work)", "300 s"),
        ("one dispatch of five events more, in memory", f"{more * 1000:.1f} ms", "1000 ms"),
        *(through_the_record(made, given.record) if given.record else ()),
        ("peak memory", f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB", ""),
    ]
    print("| what | measured | target |\n| --- | --- | --- |")
    for row in rows:
        print(f"| {' | '.join(row)} |")


if __name__ == "__main__":
    main()
