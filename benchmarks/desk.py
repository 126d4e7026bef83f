"""Does the desk stay quick with 100,000 events and 55 people, and does it keep every decision?

`python benchmarks/desk.py [--events 100000] [--record FILE] [--seconds 60] [--readers 50] [--reviewers 5]`. A record is
filled with made-up events (those of `linking.py`, ten to a dispatch) unless FILE is one already, and served by
`marsad serve` in a process of its own. Readers look at lists, maps, dispatches and incidents, reviewers decide; half
way the server is killed (SIGKILL) and started again. Then the reviewers decide without a pause, and the server is
killed when hundreds of decisions were acknowledged. Printed are the times of the requests as their senders saw them,
and whether every decision that was acknowledged is in the history.
"""

from __future__ import annotations

import argparse
import asyncio
import datetime as dt
import math
import os
import random
import secrets
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
from linking import accounts

from marsad.incidents.accounts import Account
from marsad.model import CoderVersion, Coding, Dispatch, Event, Span, content_id
from marsad.store import adding
from marsad.store.engine import writing
from marsad.store.people import add_token
from marsad.store.record import Record

_EVENTS_IN_A_DISPATCH = 10
_DISPATCHES_AT_ONCE = 250
_TARGET_MS = 400
_FILTER_TARGET_MS = 300
_HURRY_SECONDS = 120
_PAUSE_SECONDS = (0.5, 2.5)
"""How long a person looks before the next click."""


# ------------------------------------------------------------------ the record


def fill(record: Record, events: int) -> None:
    """Store made-up events, and link them."""
    made = list(accounts(events, random.Random(7)))
    random.Random(8).shuffle(made)
    coder = CoderVersion(version="benchmark", model="", codebook="", gazetteer="", actors="")
    now = dt.datetime.now(dt.UTC)
    groups = [made[start : start + _EVENTS_IN_A_DISPATCH] for start in range(0, len(made), _EVENTS_IN_A_DISPATCH)]
    for start in range(0, len(groups), _DISPATCHES_AT_ONCE):
        with writing(record.engine) as connection:
            for number, group in enumerate(groups[start : start + _DISPATCHES_AT_ONCE], start):
                dispatch, told = _dispatch(number, group)
                coding = Coding(dispatch=dispatch, events=told, coder=coder)
                adding.add(connection, dispatch, coding, retrieved_at=None, reader="benchmark", now=now)
        _say(f"stored {min(len(groups), start + _DISPATCHES_AT_ONCE):,} of {len(groups):,} dispatches")
    _say("linking")
    record.link()


def _dispatch(number: int, group: list[Account]) -> tuple[Dispatch, list[Event]]:
    """One dispatch that tells all that a group of accounts tells."""
    text = "\n".join(one.dispatch.text for one in group)
    first = group[0].dispatch
    dispatch = Dispatch(
        id=content_id("benchmark", str(number)), text=text, date=first.date, source=first.source,
        title=f"Report {number + 1}",
    )  # fmt: skip
    events: list[Event] = []
    start = 0
    for one in group:
        here = Span(start, start + len(one.dispatch.text))
        events.append(one.event.model_copy(update={"evidence": [here]}))
        start = here.end + 1
    return dispatch, events


# ------------------------------------------------------------------ the server


class Served:
    """`marsad serve` in a process of its own, which can be killed and started again at the same port."""

    def __init__(self, file: Path, workers: int) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self._command = [sys.executable, "-m", "marsad.cli", "serve", "--record", str(file), "--port", str(self.port)]
        if workers > 1:
            self._command += ["--workers", str(workers)]
        self.start()

    def start(self) -> None:
        """Start, and wait until it answers."""
        self._process = subprocess.Popen(
            self._command, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL, start_new_session=True
        )
        while True:
            try:
                httpx.get(f"{self.url}/login", timeout=5)
                return
            except httpx.TransportError:
                if self._process.poll() is not None:
                    raise SystemExit("the server did not start") from None
                time.sleep(0.05)

    def kill(self) -> None:
        """End it, with all its processes, without a chance to finish anything."""
        os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()

    def stop(self) -> None:
        """End it in peace."""
        self._process.send_signal(signal.SIGINT)
        self._process.wait()


# ------------------------------------------------------------------ the people


@dataclass
class Seen:
    """What the people saw: milliseconds by kind of request, refusals, and the decisions that were acknowledged."""

    times: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    wrong: list[str] = field(default_factory=list)
    conflicts: int = 0
    lost_connections: int = 0
    acknowledged: list[str] = field(default_factory=list)


async def _ask(
    client: httpx.AsyncClient, seen: Seen, kind: str, method: str, path: str, **options: object
) -> httpx.Response | None:
    began = time.perf_counter()
    try:
        answer = await client.request(method, path, **options)  # type: ignore[arg-type]
    except httpx.TransportError:
        # the server is down; whoever was asking asks again
        seen.lost_connections += 1
        await asyncio.sleep(0.2)
        return None
    seen.times[kind].append((time.perf_counter() - began) * 1000)
    if answer.status_code == 409:
        seen.conflicts += 1
    elif answer.status_code >= 400:
        seen.wrong.append(f"{method} {path}: {answer.status_code} {answer.text[:200]}")
    return answer


def _pages(record: Record) -> Callable[[random.Random], tuple[str, str]]:
    """What readers ask for, by chance: a kind and a path. Words, places and ids are those of the record."""
    events = list(record.events(limit=200))
    incidents = [one.event.id and one.incident_id for one in events if one.incident_id]
    dispatches = sorted({one.dispatch.id for one in events})
    facets = record.facets()

    def chosen(chance: random.Random) -> tuple[str, str]:
        def value(name: str) -> str:
            return chance.choice(facets[name])[0]

        month = chance.randrange(1, 13)
        filters = [
            f"type={value('type')}",
            f"country={value('country')}",
            f"country={value('country')}&type={value('type')}",
            f"since=2021-{month:02d}-01&until=2021-{month:02d}-28",
            f"source={value('source').replace(' ', '+')}",
            f"actor={value('actor')}",
            f"q={chance.choice(('convoy', 'artillery crossing', 'rockets farm'))}",
            "min_killed=5&sort=-killed",
        ]
        box = chance.choice(("35,31,39,36", "28,13,32,18", "30,46,38,51", "-6,13,-1,18"))
        kinds = [
            ("overview", "/"),
            ("events, no filter", "/events"),
            ("events, filter", f"/events?{chance.choice(filters)}"),
            ("events, filter", f"/events?{chance.choice(filters)}"),
            ("events, filter", f"/events?{chance.choice(filters)}"),
            ("incidents, filter", f"/incidents?{chance.choice(filters[:5])}"),
            ("API: events", f"/api/v1/events?{chance.choice(filters)}"),
            ("API: points in a box", f"/api/v1/points?box={box}&most=5000"),
            ("dispatch", f"/dispatches/{chance.choice(dispatches)}"),
            ("incident", f"/incidents/{chance.choice(incidents)}"),
            ("list of dispatches", "/dispatches"),
            ("history", "/history"),
        ]
        return chance.choice(kinds)

    return chosen


async def _reader(number: int, url: str, until: float, seen: Seen, pages: Callable[[random.Random], tuple[str, str]],
                  headers: dict[str, str]) -> None:  # fmt: skip
    chance = random.Random(number)
    async with httpx.AsyncClient(base_url=url, timeout=60, headers={**headers, "Accept": "text/html"}) as client:
        await asyncio.sleep(chance.uniform(0, _PAUSE_SECONDS[1]))
        while time.monotonic() < until:
            kind, path = pages(chance)
            await _ask(client, seen, kind, "GET", path)
            await asyncio.sleep(chance.uniform(*_PAUSE_SECONDS))


async def _reviewer(number: int, url: str, until: float, seen: Seen, dispatches: list[str],
                    headers: dict[str, str], pause: tuple[float, float] = _PAUSE_SECONDS) -> None:  # fmt: skip
    """Look at a dispatch, decide on each event; a decision whose answer was lost is sent again under its id."""
    chance = random.Random(1000 + number)
    async with httpx.AsyncClient(base_url=url, timeout=60, headers=headers) as client:
        while time.monotonic() < until:
            read = await _ask(client, seen, "API: dispatch", "GET", f"/api/v1/dispatches/{chance.choice(dispatches)}")
            if read is None:
                continue
            for told in read.json()["events"]:
                if time.monotonic() > until:
                    return
                await _decide(client, seen, told, chance)
                await asyncio.sleep(chance.uniform(*pause))


async def _decide(client: httpx.AsyncClient, seen: Seen, told: dict[str, Any], chance: random.Random) -> None:
    decision = {
        "id": secrets.token_hex(16),
        "kind": chance.choice(("confirm", "confirm", "confirm", "reject", "flag")),
        "dispatch_id": told["dispatch"]["id"],
        "event_id": told["event"]["id"],
        "seen": told["updated_at"],
    }
    while (answer := await _ask(client, seen, "decision", "POST", "/api/v1/decisions", json=decision)) is None:
        pass
    if answer.status_code == 201:
        seen.acknowledged.append(str(decision["id"]))


async def _work(served: Served, given: argparse.Namespace, seen: Seen, record: Record) -> None:
    keys = {level: {"Authorization": f"Bearer {add_token(record.engine, 'benchmark', level)}"}
            for level in ("reader", "reviewer")}  # type: ignore[arg-type]  # fmt: skip
    pages = _pages(record)
    dispatches = [one.dispatch.id for one in record.dispatches(limit=given.reviewers * 40)]
    until = time.monotonic() + given.seconds
    people: list[Awaitable[None]] = [
        _reader(number, served.url, until, seen, pages, keys["reader"]) for number in range(given.readers)
    ]
    people += [
        _reviewer(number, served.url, until, seen, dispatches[number :: given.reviewers], keys["reviewer"])
        for number in range(given.reviewers)
    ]
    await asyncio.gather(*people, _killed(served, given.seconds / 2))


async def _hurry(served: Served, given: argparse.Namespace, seen: Seen, record: Record) -> None:
    """Decide without a pause until hundreds of decisions are acknowledged, then kill the server at once."""
    headers = {"Authorization": f"Bearer {add_token(record.engine, 'benchmark', 'reviewer')}"}
    dispatches = [one.dispatch.id for one in record.dispatches(sort="date", limit=given.reviewers * 100)]
    people = [
        asyncio.create_task(
            _reviewer(number, served.url, math.inf, seen, dispatches[number :: given.reviewers], headers, (0, 0))
        )
        for number in range(given.reviewers)
    ]
    until = time.monotonic() + _HURRY_SECONDS
    while len(seen.acknowledged) < given.decisions and time.monotonic() < until:
        await asyncio.sleep(0.01)
    served.kill()
    for one in people:
        one.cancel()
    await asyncio.gather(*people, return_exceptions=True)
    served.start()


async def _killed(served: Served, after: float) -> None:
    await asyncio.sleep(after)
    await asyncio.to_thread(served.kill)
    await asyncio.to_thread(served.start)


# ------------------------------------------------------------------ the table


def _alone(url: str, headers: dict[str, str]) -> Iterator[tuple[str, str, str]]:
    """One person alone: how long the list takes to come, at first and by filter (medians of seven)."""
    with httpx.Client(base_url=url, timeout=60, headers={**headers, "Accept": "text/html"}) as client:
        for what, path, target in (
            ("events, no filter", "/events", 1000),
            ("events of a type", "/events?type=shelling", _FILTER_TARGET_MS),
            (
                "events of a month",
                "/events?country=SY&since=2021-03-01&until=2021-03-31",
                _FILTER_TARGET_MS,
            ),
            ("events with a word", "/events?q=convoy", _FILTER_TARGET_MS),
            ("events of an actor", "/events?actor=sy-hts", _FILTER_TARGET_MS),
            ("incidents of a type", "/incidents?type=shelling", _FILTER_TARGET_MS),
        ):
            took = []
            for _ in range(7):
                began = time.perf_counter()
                client.get(path).raise_for_status()
                took.append((time.perf_counter() - began) * 1000)
            yield f"alone: {what}", f"{took[0]:.0f} ms at first, {_at(took, 0.5):.0f} ms again", f"{target} ms"


def _lost(seen: Seen, kept: set[str]) -> int:
    return sum(id not in kept for id in seen.acknowledged)


def _at(values: list[float], share: float) -> float:
    return sorted(values)[min(len(values) - 1, int(share * len(values)))]


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def main() -> None:
    """Fill, serve, let people work, and print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--events", type=int, default=100_000, metavar="N", help="how many events (%(default)s)")
    parser.add_argument("--record", type=Path, metavar="FILE", help="keep the record here, or use the one that is here")
    parser.add_argument("--seconds", type=int, default=60, metavar="N", help="how long people work (%(default)s)")
    parser.add_argument("--readers", type=int, default=50, metavar="N")
    parser.add_argument("--reviewers", type=int, default=5, metavar="N")
    parser.add_argument(
        "--workers", type=int, default=os.cpu_count() or 1, metavar="N", help="of the server (%(default)s)"
    )
    parser.add_argument("--decisions", type=int, default=500, metavar="N", help="in haste, before a kill (%(default)s)")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        file = given.record or Path(folder, "desk.db")
        fresh = not file.exists()
        with Record.open(file) as record:
            if fresh:
                fill(record, given.events)
            _measure(record, file, given)


def _measure(record: Record, file: Path, given: argparse.Namespace) -> None:
    seen, hurried = Seen(), Seen()
    load = os.getloadavg()[0]
    served = Served(file, given.workers)
    try:
        headers = {"Authorization": f"Bearer {add_token(record.engine, 'benchmark', 'reader')}"}
        rows = [("events", f"{record.count():,}", ""), ("load of the machine before", f"{load:.1f}", "")]
        rows += _alone(served.url, headers)
        asyncio.run(_work(served, given, seen, record))
        asyncio.run(_hurry(served, given, hurried, record))
    finally:
        served.stop()
    kept = {one.id for one in record.decisions()}
    rows += [
        ("decisions acknowledged", f"{len(seen.acknowledged):,}", ""),
        ("of these not in the history", str(_lost(seen, kept)), "0"),
        ("decisions acknowledged in haste, until the kill", f"{len(hurried.acknowledged):,}", ""),
        ("of these not in the history", str(_lost(hurried, kept)), "0"),
        ("conflicts, broken connections, other refusals",
         f"{seen.conflicts}, {seen.lost_connections}, {len(seen.wrong)}", "other refusals: 0"),
    ]  # fmt: skip
    print("| what | measured | target |\n| --- | --- | --- |")
    for row in rows:
        print(f"| {' | '.join(row)} |")
    print(f"\n{given.readers} readers and {given.reviewers} reviewers for {given.seconds} seconds, milliseconds:\n")
    print("| request | number | p50 | p95 | max | target (p95) |\n| --- | ---: | ---: | ---: | ---: | ---: |")
    everything = [took for times in seen.times.values() for took in times]
    for kind, times in [*sorted(seen.times.items()), ("all", everything)]:
        half, most = _at(times, 0.5), _at(times, 0.95)
        print(f"| {kind} | {len(times)} | {half:.0f} | {most:.0f} | {max(times):.0f} | {_TARGET_MS} |")
    for text in seen.wrong[:5]:
        _say(text)
    if seen.wrong or _lost(seen, kept) or _lost(hurried, kept):
        raise SystemExit(1)


if __name__ == "__main__":
    main()
