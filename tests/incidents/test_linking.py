"""One more event finds its incident among its blocks."""

from __future__ import annotations

import random
from collections.abc import Collection

from hypothesis import given
from hypothesis import strategies as st

from incidents.made import PALMYRA, accounts, day, killed, told
from marsad.incidents.accounts import Account
from marsad.incidents.clustering import pair
from marsad.incidents.features import features
from marsad.incidents.linking import affected, group_all, incident_id, link_all, links, regroup

SHELLING = [
    told("one", casualties=[killed(4)]),
    told("two", casualties=[killed(6)], published=1),
    told("three", casualties=[killed(5)], published=2),
]


@given(st.lists(accounts(), max_size=8, unique_by=lambda account: account.event.id), st.randoms())
def test_the_order_in_which_events_come_makes_no_difference(some: list[Account], chance: random.Random) -> None:
    events = [features(account) for account in some]
    shuffled = events.copy()
    chance.shuffle(shuffled)
    assert group_all(shuffled) == group_all(events)
    assert {(link.a, link.b) for link in link_all(shuffled)} == {(link.a, link.b) for link in link_all(events)}


@given(st.lists(accounts(), max_size=8, unique_by=lambda account: account.event.id))
def test_linking_one_by_one_gives_what_linking_all_at_once_gives(some: list[Account]) -> None:
    events = [features(account) for account in some]
    published = {event.event_id: (event.published or 0, event.event_id) for event in events}
    dispatches = {event.event_id: event.dispatch_id for event in events}
    found = link_all(events)
    scores = {(link.a, link.b): link.score for link in found}
    incidents: dict[str, list[str]] = {}
    known: set[str] = set()
    for event in events:
        known.add(event.event_id)

        def neighbours(some: Collection[str]) -> list[str]:
            return [
                link.b if link.a in some else link.a
                for link in found
                if link.zone == "same" and {link.a, link.b} & set(some) and {link.a, link.b} <= known
            ]

        here = affected([event.event_id], neighbours)
        incidents = {id: members for id, members in incidents.items() if not set(members) & set(here)}
        inner = {one: score for one, score in scores.items() if set(one) <= set(here)}
        incidents |= regroup({id: published[id] for id in here}, inner, dispatches)
    assert incidents == group_all(events)


def test_a_later_account_keeps_the_incident_s_id() -> None:
    events = [features(account) for account in SHELLING]
    ids = [next(iter(group_all(events[: number + 1]))) for number in range(len(events))]
    assert ids == [incident_id(events[0].event_id)] * 3


def test_accounts_of_one_shelling_are_one_incident_and_another_stays_apart() -> None:
    events = [features(account) for account in (*SHELLING, told("four", place=PALMYRA))]
    assert sorted(map(len, group_all(events).values())) == [1, 3]


def test_judgements_hold_against_the_scores() -> None:
    one, two, three = (features(account) for account in SHELLING)
    elsewhere = features(told("four", place=PALMYRA, time=day(3)))
    apart = [pair(one.event_id, two.event_id)]
    together = [pair(three.event_id, elsewhere.event_id)]
    groups = {frozenset(group) for group in group_all([one, two, three, elsewhere], apart, together).values()}
    assert any({three.event_id, elsewhere.event_id} <= group for group in groups)
    assert not any({one.event_id, two.event_id} <= group for group in groups)


def test_events_of_one_dispatch_have_no_links() -> None:
    one, two = (features(told(name, dispatch="d")) for name in ("one", "two"))
    assert links(one, [two]) == []
