"""Is what stands beside a list reckoned once, and anew after each change?"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event

from marsad.store.decisions import Decision
from marsad.store.record import Record
from marsad.web.remembering import remembered
from store.examples import coding, other_account


def test_what_was_reckoned_is_kept_until_the_record_changes(tmp_path: Path) -> None:
    made: list[int] = []

    def make() -> int:
        made.append(record.count())
        return made[-1]

    with Record.open(tmp_path / "record.db") as record:
        first = coding()
        record.add(first.dispatch, first)
        assert [remembered(record, "count", make) for _ in range(3)] == [3, 3, 3]
        assert made == [3]
        event = next(record.events()).event.id
        decision = Decision(who="a", kind="reject", event_id=event)
        record.decide(decision)
        assert remembered(record, "count", make) == 2
        record.undo(decision.id, "a")
        assert remembered(record, "count", make) == 3
        more = other_account()
        record.add(more.dispatch, more)
        assert [remembered(record, "count", make) for _ in range(3)] == [4, 4, 4]
        assert made == [3, 2, 3, 4]


def test_many_who_ask_at_once_wait_for_one(tmp_path: Path) -> None:
    made: list[str] = []
    begun, go_on = Event(), Event()

    def make() -> str:
        made.append("made")
        begun.set()
        assert go_on.wait(20)
        return "the same"

    with Record.open(tmp_path / "record.db") as record, ThreadPoolExecutor(4) as pool:
        asked = [pool.submit(remembered, record, "key", make) for _ in range(4)]
        assert begun.wait(20)
        go_on.set()
        assert [one.result() for one in asked] == ["the same"] * 4
    assert made == ["made"]
