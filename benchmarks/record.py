"""How quick is a record of many events? Fills one with made-up dispatches and prints a table.

    python benchmarks/record.py [--events 100000] [--record URL]

The events are told of real-looking towns and groups over five years; a fifth of the dispatches tells a happening that
another one has told.
"""

from __future__ import annotations

import argparse
import datetime as dt
import random
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from marsad.model import Casualty, CoderVersion, Coding, Dispatch, Event, Participant, Place, Span, When, content_id
from marsad.store import adding
from marsad.store.engine import writing
from marsad.store.filters import Filter
from marsad.store.record import Record

TYPES = ("shelling", "armed_clash", "air_strike", "explosive_device", "attack", "abduction", "protest", "arrest")
COUNTRIES = (("SY", 35.0, 38.0), ("SD", 14.0, 30.0), ("UA", 48.5, 35.0), ("ML", 15.0, -2.0), ("MM", 21.0, 96.0))
SYLLABLES = ("da", "ra", "ta", "fas", "na", "wa", "kha", "lid", "mor", "ek", "sin", "jar", "bel", "qu", "zeb", "ot")
WORDS = ("market", "school", "bridge", "checkpoint", "village", "road", "camp", "station", "farm", "mosque", "convoy")
VERSION = CoderVersion(version="benchmark", model="none", codebook="0", gazetteer="0", actors="0")
DAYS = 1826
AT_ONCE = 500


class World:
    """Towns and groups of which dispatches tell, the same ones for the same seed."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.towns = [self._town() for _ in range(3000)]
        self.groups = [f"{self._name()} Brigade" for _ in range(400)]
        self.told: list[list[tuple[str, Place, dt.date, str, str, int]]] = []

    def _name(self) -> str:
        return "".join(self.random.choices(SYLLABLES, k=3)).capitalize()

    def _town(self) -> Place:
        country, latitude, longitude = self.random.choice(COUNTRIES)
        return Place(
            name=self._name(),
            latitude=latitude + self.random.uniform(-3, 3),
            longitude=longitude + self.random.uniform(-3, 3),
            precision="exact",
            resolved=True,
            country=country,
            admin1=f"{country} {self.random.randrange(14)}",
            evidence=[Span(0, 5)],
        )

    def dispatches(self) -> Iterator[Coding]:
        """Dispatches without end, of one to five events each."""
        number = 0
        while True:
            number += 1
            if self.told and self.random.random() < 0.2:
                happenings = self.random.choice(self.told)
            else:
                day = dt.date(2019, 1, 1) + dt.timedelta(self.random.randrange(DAYS))
                happenings = [self._happening(day) for _ in range(self.random.randint(1, 5))]
                self.told = [*self.told[-2000:], happenings]
            yield self._coding(number, happenings)

    def _happening(self, day: dt.date) -> tuple[str, Place, dt.date, str, str, int]:
        one, other = self.random.sample(self.groups, 2)
        killed = self.random.choice((0, 0, 1, 2, 3, 5, 8, 20))
        return self.random.choice(TYPES), self.random.choice(self.towns), day, one, other, killed

    def _coding(self, number: int, happenings: list[tuple[str, Place, dt.date, str, str, int]]) -> Coding:
        told = []
        for type, place, day, one, other, killed in happenings:
            told.append(
                f"{one} and {other} met near the {self.random.choice(WORDS)} of {place.name} on {day:%A}, "
                f"a {type.replace('_', ' ')} that left {killed} dead at the {self.random.choice(WORDS)}, "
                f"{self.random.choice(self.groups)} and {self.random.choice(self.towns).name} being quiet."
            )
        text = " ".join(told)
        published = max(day for _, _, day, *_ in happenings) + dt.timedelta(self.random.randrange(2))
        of = Dispatch(text=text, source=f"Agency {number % 60}", date=published, title=told[0][:60])
        events, start = [], 0
        for sentence, happening in zip(told, happenings, strict=True):
            events.append(self._event(of, happening, Span(start, start + len(sentence))))
            start += len(sentence) + 1
        return Coding(dispatch=of, events=events, coder=VERSION)

    def _event(self, of: Dispatch, happening: tuple[str, Place, dt.date, str, str, int], here: Span) -> Event:
        type, place, day, one, other, killed = happening
        return Event(
            id=content_id(of.id, type, str(here)),
            type=type,
            participants=[
                Participant(role="side_a", name=one, evidence=[here]),
                Participant(role="side_b", name=other, evidence=[here]),
            ],
            place=place,
            time=When(start=day, end=day, precision="day", evidence=[here]),
            casualties=[Casualty(harm="killed", who="people", low=killed, best=killed, high=killed, evidence=[here])],
            confidence=self.random.random(),
            evidence=[here],
        )


def fill(record: Record, codings: Iterator[Coding], events: int) -> int:
    """Store so many events without linking them, many dispatches in a transaction; the number of dispatches."""
    stored = dispatches = 0
    now = dt.datetime.now(dt.UTC)
    while stored < events:
        with writing(record.engine) as connection:
            for _ in range(AT_ONCE):
                coding = next(codings)
                added, _ids = adding.add(
                    connection, coding.dispatch, coding, retrieved_at=None, reader="benchmark", now=now
                )
                stored += added.events
                dispatches += 1
    return dispatches


def timed(name: str, work: Callable[[], object]) -> object:
    """Run and print how long it took, on the clock and of this process."""
    clock, own = time.perf_counter(), time.process_time()
    result = work()
    print(f"| {name} | {time.perf_counter() - clock:.3f} | {time.process_time() - own:.3f} |", flush=True)
    return result


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--events", type=int, default=100_000)
    arguments.add_argument("--record", help="an empty database; default: a file in a temporary folder")
    given = arguments.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        measure(given.record or str(Path(folder) / "record.db"), given.events)


def measure(url: str, events: int) -> None:
    """Print the table."""
    codings = World(1).dispatches()
    print(f"| record of {events:,} events | seconds | of this process |\n|---|---:|---:|")
    with Record.open(url) as record:
        timed("store the dispatches, without linking", lambda: fill(record, codings, events))
        timed("link all events", record.link)
        record.event(next(record.events()).event.id)  # opens the registry
        for number in (1, 2, 3):
            coding = next(codings)
            timed(
                f"add a dispatch of {len(coding.events)} events ({number})",
                partial(record.add, coding.dispatch, coding),
            )
        chosen = {
            "no condition": Filter(),
            "country, three months": Filter(country="SY", since=dt.date(2021, 1, 1), until=dt.date(2021, 3, 31)),
            "an actor": Filter(actors=(World(1).groups[0],)),
            "words": Filter(text="bridge convoy"),
        }
        for words, filter in chosen.items():
            timed(f"first 50 events, {words}", lambda filter=filter: list(record.events(filter, limit=50)))
            timed(f"first 50 incidents, {words}", lambda filter=filter: list(record.incidents(filter, limit=50)))
            timed(f"count, {words}", partial(record.count, filter))
            timed(f"facets, {words}", partial(record.facets, filter))
            timed(f"points, {words}", partial(record.points, filter))
        if url.endswith(".db"):
            print(f"\n{Path(url).stat().st_size / 1e6:,.0f} MB in the file")


if __name__ == "__main__":
    main()
