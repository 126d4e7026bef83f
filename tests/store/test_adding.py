"""What is added stays as it was received, once, whole or not at all."""

from __future__ import annotations

import datetime as dt
import hashlib

from exports.examples import hostile_coding
from marsad.model import Coding, Dispatch
from marsad.store.record import Record
from store.examples import DAY, coding, dispatch, event, other_account, three_events, version


def test_a_dispatch_added_twice_is_stored_once(record: Record) -> None:
    told = coding()
    assert record.add(told.dispatch, told).what == "added"
    again = record.add(told.dispatch, told)
    assert (again.what, again.events) == ("known", 0)
    assert record.count(what="dispatches") == 1
    assert record.count() == 3


def test_a_dispatch_is_known_before_it_is_coded(record: Record) -> None:
    told = coding()
    assert not record.knows(told.dispatch)
    record.add(told.dispatch, told)
    assert record.knows(told.dispatch)
    assert not record.knows(dispatch(source="Another agency"))


def test_the_text_comes_back_as_it_was_received_with_its_provenance(record: Record) -> None:
    told = coding()
    retrieved = dt.datetime(2021, 2, 4, 9, 30, tzinfo=dt.timezone(dt.timedelta(hours=3)))
    record.add(told.dispatch, told, retrieved_at=retrieved, reader="plain")
    stored = record.dispatch(told.dispatch.id)
    assert stored.dispatch == told.dispatch
    assert stored.sha256 == hashlib.sha256(told.dispatch.text.encode()).hexdigest()
    assert stored.retrieved_at == retrieved
    assert stored.reader == "plain"
    assert stored.coder == version()
    assert list(stored.relations) == told.relations
    assert list(stored.tallies) == told.tallies
    assert [account.event for account in stored.accounts] == told.events
    assert record.coding(told.dispatch.id) == told


def test_text_that_no_database_holds_comes_back_unchanged(record: Record) -> None:
    told = hostile_coding("lone \ud800 surrogate, NUL \x00, quote ' and \u202e")
    record.add(told.dispatch, told)
    stored = record.dispatch(told.dispatch.id)
    assert stored.dispatch == told.dispatch
    assert stored.accounts[0].event.place == told.events[0].place
    assert record.facets()["country"]


def test_events_of_two_dispatches_with_the_same_ids_are_kept_apart(record: Record) -> None:
    first, second = dispatch(), dispatch("In Nawa, gunmen killed a guard. Elsewhere it was calm.", source="B")
    record.add(first, coding(first, [event(first, "shelled").model_copy(update={"id": "1"})]))
    doubled = event(second, "killed a guard", "attack").model_copy(update={"id": "1"})
    record.add(second, coding(second, [doubled, doubled, doubled.model_copy(update={"id": ""})]))
    ids = [account.event.id for account in record.events()]
    assert len(ids) == len(set(ids)) == 4


def test_a_dispatch_without_events_is_stored(record: Record) -> None:
    of = dispatch("Rain is expected.")
    assert record.add(of, Coding(dispatch=of, coder=version())).events == 0
    assert record.dispatch(of.id).accounts == ()


# ------------------------------------------------------------------ near copies


def copied(of: Dispatch, text: str, **given: object) -> Coding:
    copy = dispatch(text, **{"source": "Another agency", **given})
    return coding(copy, [told.model_copy(update={"id": f"{copy.id}{n}"}) for n, told in enumerate(three_events(of))])


def test_a_syndicated_and_slightly_edited_copy_is_stored_as_a_repost(record: Record) -> None:
    told = coding()
    record.add(told.dispatch, told)
    edited = told.dispatch.text.replace("residents said", "residents told the agency") + " (Another agency)"
    added = record.add((copy := copied(told.dispatch, edited)).dispatch, copy)
    assert (added.what, added.repost_of) == ("repost", told.dispatch.id)
    assert record.dispatch(copy.dispatch.id).repost_of == told.dispatch.id
    assert all(a.repost_of == told.dispatch.id for a in record.dispatch(copy.dispatch.id).accounts)


def test_a_copy_of_a_copy_is_a_repost_of_the_first(record: Record) -> None:
    told = coding()
    record.add(told.dispatch, told)
    for source in ("B", "C"):
        copy = copied(told.dispatch, told.dispatch.text + f" ({source})", source=source)
        assert record.add(copy.dispatch, copy).repost_of == told.dispatch.id


def test_an_update_with_another_toll_is_no_repost(record: Record) -> None:
    told = coding()
    record.add(told.dispatch, told)
    later = dispatch(told.dispatch.text.replace("four civilians", "nine civilians"), date=DAY + dt.timedelta(days=1))
    events = [event(later, "shelled a market in Tafas", place="Tafas", killed=9, injured=7), *three_events(later)[1:]]
    assert record.add(later, coding(later, events)).what == "added"


def test_what_one_author_writes_by_a_pattern_is_no_repost(record: Record) -> None:
    pattern = "Regime forces shelled the outskirts of {} with mortars on {} evening, residents said; no one was hurt."
    for place, weekday, day in (("Tafas", "Wednesday", DAY), ("Nawa", "Wednesday", DAY), ("Nawa", "Friday", DAY)):
        of = dispatch(pattern.format(place, weekday), date=day)
        when = day + dt.timedelta(days=2) if weekday == "Friday" else day
        assert record.add(of, coding(of, [event(of, "shelled", place=place, day=when)])).what == "added"


def test_another_account_in_its_own_words_is_no_repost(record: Record) -> None:
    told, other = coding(), other_account(killed=4)
    record.add(told.dispatch, told)
    assert record.add(other.dispatch, other).what == "added"
