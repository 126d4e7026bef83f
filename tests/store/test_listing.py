"""Filters, sorts, pages, counts, facets and points agree with each other."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import get_args

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from marsad.errors import RecordError
from marsad.store.decisions import Decision
from marsad.store.filters import Filter, Sort
from marsad.store.record import Record
from marsad.store.searching import read_query
from store.examples import DAY, coding, dispatch, event, other_account
from store.postgres import Cluster

FIRST = coding()
SHELLING, CLASH, MINE = (told.id for told in FIRST.events)
UNDATED = dispatch("Protesters burned tyres on a road, a reader wrote.", source=None, date=None, title=None)


def fill(record: Record) -> Record:
    record.add(FIRST.dispatch, FIRST)
    later = other_account(days_later=3)
    record.add(later.dispatch, later)
    record.add(UNDATED, coding(UNDATED, [event(UNDATED, "Protesters burned tyres", "riot", day=None, confidence=None)]))
    return record


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def filled(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Record]:
    """A record that these tests only read."""
    if request.param == "sqlite":
        address = str(tmp_path_factory.mktemp("listing") / "record.db")
    else:
        cluster: Cluster = request.getfixturevalue("cluster")
        address = cluster.database(template="record_1")
    with Record.open(address) as opened:
        yield fill(opened)


def ids(record: Record, **conditions: object) -> set[str]:
    return {account.event.id for account in record.events(Filter(**conditions))}  # type: ignore[arg-type]


OTHER = other_account(days_later=3).events[0].id
RIOT = event(UNDATED, "Protesters burned tyres", "riot", day=None).id
EVERY = {SHELLING, CLASH, MINE, OTHER, RIOT}
CASES: list[tuple[dict[str, object], set[str]]] = [
    ({}, EVERY),
    ({"types": ("riot", "armed_clash")}, {RIOT, CLASH}),
    ({"statuses": ("planned",)}, set()),
    ({"actors": ("sy-military",)}, {SHELLING, OTHER}),
    ({"actors": ("sy-government",)}, {SHELLING, OTHER}),
    ({"actors": ("gunmen", "sy-military")}, {SHELLING, OTHER, CLASH}),
    ({"actors": ("sy-air-force",)}, set()),
    ({"place": "TAFAS"}, {SHELLING, OTHER}),
    ({"place": "geonames:166717"}, {CLASH}),
    ({"place": "Daraa"}, {SHELLING, OTHER, CLASH}),
    ({"admin1": "Idlib"}, {MINE}),
    ({"country": "SY"}, EVERY - {RIOT}),
    ({"country": "IQ"}, set()),
    ({"box": (36.0, 32.0, 36.5, 33.0)}, {SHELLING, OTHER, CLASH}),
    ({"box": (36.5, 32.0, 36.05, 33.0)}, {CLASH}),
    ({"since": DAY + dt.timedelta(days=1)}, set()),
    ({"since": DAY, "until": DAY}, EVERY - {RIOT}),
    ({"until": DAY - dt.timedelta(days=1)}, set()),
    ({"sources": ("sample MONITOR",)}, {SHELLING, CLASH, MINE}),
    ({"dispatch_id": UNDATED.id}, {RIOT}),
    ({"review": "open"}, EVERY),
    ({"review": "done"}, set()),
    ({"min_killed": 4}, {SHELLING, OTHER}),
    ({"min_killed": 5}, {OTHER}),
    ({"min_casualties": 1}, EVERY - {RIOT}),
    ({"text": "market"}, {SHELLING, OTHER, CLASH, MINE}),
    ({"text": "gunmen checkpoint"}, {CLASH}),
    ({"text": '"left from earlier fighting"'}, {MINE}),
    ({"text": '"earlier from left"'}, set()),
    ({"text": "protest"}, {RIOT}),
    ({"text": "tyres -road"}, set()),
    ({"text": "-market"}, {RIOT}),
    ({"text": "?!"}, set()),
    ({"updated_since": dt.datetime(2000, 1, 1, tzinfo=dt.UTC)}, EVERY),
    ({"updated_since": dt.datetime(2999, 1, 1, tzinfo=dt.UTC)}, set()),
    ({"country": "SY", "types": ("shelling",), "text": "medics", "min_killed": 1}, {OTHER}),
]


@pytest.mark.parametrize(("conditions", "expected"), CASES, ids=lambda value: str(value)[:50])
def test_a_filter_lists_counts_and_shows_the_same_events(
    filled: Record, conditions: dict[str, object], expected: set[str]
) -> None:
    chosen = Filter(**conditions)  # type: ignore[arg-type]
    assert ids(filled, **conditions) == expected
    assert filled.count(chosen) == len(expected)
    assert {point.id for point in filled.points(chosen)} == expected
    assert sum(number for _, number in filled.facets(chosen)["type"]) == len(expected)
    assert sum(spot.count for spot in filled.spots(chosen)) == len(expected)
    assert sum(one.count for one in filled.days(chosen)) == len(expected)
    incidents = {filled.event(id).incident_id for id in expected}
    assert {incident.id for incident in filled.incidents(chosen)} == incidents
    assert filled.count(chosen, "incidents") == len(incidents)
    assert {point.id for point in filled.points(chosen, "incidents")} == incidents
    assert sum(number for _, number in filled.facets(chosen, "incidents")["type"]) == len(incidents)
    assert sum(spot.count for spot in filled.spots(chosen, "incidents")) == len(incidents)
    assert sum(one.count for one in filled.days(chosen, "incidents")) == len(incidents)


@pytest.mark.parametrize("sort", get_args(Sort))
@pytest.mark.parametrize("what", ["events", "incidents"])
def test_pages_put_together_are_the_list(filled: Record, sort: Sort, what: str) -> None:
    listed = filled.events if what == "events" else filled.incidents
    whole = list(listed(sort=sort))  # type: ignore[operator]
    assert len(whole) == filled.count(what=what)  # type: ignore[arg-type]
    after, found = None, []
    while page := list(listed(sort=sort, after=after, limit=2)):  # type: ignore[operator]
        found += page
        after = filled.cursor_of(page[-1], sort)
    assert found == whole


def test_lists_are_in_order_and_what_has_no_value_comes_last(filled: Record) -> None:
    def killed(sort: Sort) -> list[int | None]:
        points = {point.id: point.killed_best for point in filled.points()}
        return [points[account.event.id] for account in filled.events(sort=sort)]

    assert killed("-killed") == [5, 4, 2, None, None]
    assert killed("killed") == [2, 4, 5, None, None]
    assert [account.event.id for account in filled.events(sort="-date")][-1] == RIOT


def test_dispatches_are_listed_by_what_they_are_and_what_they_tell(filled: Record) -> None:
    def listed(**conditions: object) -> list[str]:
        return [stored.dispatch.id for stored in filled.dispatches(Filter(**conditions))]  # type: ignore[arg-type]

    assert len(listed()) == 3
    assert listed(text="tyres") == [UNDATED.id]
    assert listed(sources=("Sample monitor",)) == listed(types=("armed_clash",)) == [FIRST.dispatch.id]
    assert listed(since=DAY + dt.timedelta(days=2)) == [other_account(days_later=3).dispatch.id]
    assert [s.events for s in filled.dispatches(Filter(dispatch_id=FIRST.dispatch.id))] == [3]
    with pytest.raises(RecordError, match="cannot be sorted"):
        list(filled.dispatches(sort="place"))


def test_facets_tell_each_value_with_its_number(filled: Record) -> None:
    facets = filled.facets()
    assert facets["type"] == [("shelling", 2), ("armed_clash", 1), ("explosive_device", 1), ("riot", 1)]
    assert facets["country"] == [("SY", 4)]
    assert ("sy-military", 2) in facets["actor"]
    assert ("Gunmen", 1) in facets["actor"]
    assert facets["source"] == [("Sample monitor", 3), ("Another agency", 1)]
    assert dict(filled.facets(what="dispatches")["source"]) == {"Sample monitor": 1, "Another agency": 1}


def test_relations_come_with_their_sentence(filled: Record) -> None:
    stated = list(filled.relations(Filter(sources=("Sample monitor",))))
    assert [(one.relation.a, one.relation.b) for one in stated] == [("Gunmen", "4th Division")]
    assert stated[0].sentence.startswith("Regime forces shelled a market")


def test_a_mark_that_is_none_is_refused(filled: Record) -> None:
    mark = filled.cursor_of(next(filled.events()), "-date")
    for bad in ("", "nonsense", mark[:-4], mark):
        with pytest.raises(RecordError, match="page"):
            list(filled.events(sort="-killed", after=bad))


def test_words_are_found_without_diacritics_and_in_other_scripts(record: Record) -> None:
    of = dispatch("Se registró un ataque en Peñón. قصف على تفتناز", title=None)
    record.add(of, coding(of, [event(of, "un ataque", "attack")]))
    for words in ("penon", "PEÑÓN", "تفتناز", "ataq"):
        assert record.count(Filter(text=words), "dispatches") == 1, words


def test_an_edited_event_is_found_by_its_new_words_only(record: Record) -> None:
    filled = fill(record)
    people = [{"role": "side_a", "name": "Harbour guard", "evidence": [[0, 5]]}]
    filled.decide(Decision(who="R", kind="edit", event_id=RIOT, cell="participants", after=people))
    assert ids(filled, text="harbour") == {RIOT}
    filled.undo(next(filled.decisions()).id, "R")
    assert ids(filled, text="harbour") == set()


@given(st.text(alphabet=st.sampled_from(list("ab1 \"'*-:()^&|!<>\\%_~@#OR AND NOT é")), max_size=25))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_whatever_is_typed_is_a_search(filled: Record, typed: str) -> None:
    assert filled.count(Filter(text=typed)) <= 5
    assert filled.count(Filter(text=typed), "dispatches") <= 3


def test_quotes_minus_and_beginnings_are_understood() -> None:
    wanted, unwanted = read_query('shelled "4th Division" al-Bab -"no casualties" -of')
    assert [(phrase.words, phrase.open) for phrase in wanted] == [
        (("shelled",), True),
        (("4th", "division"), False),
        (("al", "bab"), True),
    ]
    assert [(phrase.words, phrase.open) for phrase in unwanted] == [(("no", "casualties"), False), (("of",), False)]
