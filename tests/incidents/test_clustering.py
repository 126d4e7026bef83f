"""Which events form one incident."""

from __future__ import annotations

import random

from hypothesis import given
from hypothesis import strategies as st

from marsad.incidents.clustering import Pair, cluster, pair

IDS = [f"e{number}" for number in range(9)]
_pairs = st.tuples(st.sampled_from(IDS), st.sampled_from(IDS)).filter(lambda one: one[0] != one[1])
pairs = st.sets(_pairs.map(lambda one: pair(*one)), max_size=6)
scores = st.dictionaries(_pairs.map(lambda one: pair(*one)), st.floats(0, 1), max_size=30)
dispatches = st.fixed_dictionaries({id: st.sampled_from(["d1", "d2", "d3", "d4", id]) for id in IDS})


def group_of(groups: list[list[str]]) -> dict[str, int]:
    return {id: number for number, group in enumerate(groups) for id in group}


@given(scores, pairs, pairs, dispatches)
def test_each_event_stands_in_one_group(
    scores: dict[Pair, float], apart: set[Pair], together: set[Pair], dispatches: dict[str, str]
) -> None:
    groups = cluster(IDS, scores, apart, together, dispatches)
    assert sorted(id for group in groups for id in group) == IDS


@given(scores, pairs, pairs, dispatches)
def test_what_was_judged_different_is_never_joined(
    scores: dict[Pair, float], apart: set[Pair], together: set[Pair], dispatches: dict[str, str]
) -> None:
    found = group_of(cluster(IDS, scores, apart, together, dispatches))
    assert all(found[a] != found[b] for a, b in apart)


@given(scores, pairs, dispatches)
def test_what_was_judged_the_same_is_always_joined(
    scores: dict[Pair, float], together: set[Pair], dispatches: dict[str, str]
) -> None:
    found = group_of(cluster(IDS, scores, (), together, dispatches))
    assert all(found[a] == found[b] for a, b in together)


@given(scores, pairs, dispatches)
def test_two_events_of_one_dispatch_are_never_joined_without_a_judgement(
    scores: dict[Pair, float], apart: set[Pair], dispatches: dict[str, str]
) -> None:
    for group in cluster(IDS, scores, apart, (), dispatches):
        assert len({dispatches[id] for id in group}) == len(group)


@given(scores, pairs, pairs, dispatches, st.randoms())
def test_the_order_of_events_and_scores_makes_no_difference(
    scores: dict[Pair, float],
    apart: set[Pair],
    together: set[Pair],
    dispatches: dict[str, str],
    chance: random.Random,
) -> None:
    ids, given_scores = IDS.copy(), list(scores.items())
    chance.shuffle(ids)
    chance.shuffle(given_scores)
    shuffled = cluster(ids, dict(given_scores), sorted(apart), sorted(together, reverse=True), dispatches)
    assert shuffled == cluster(IDS, scores, apart, together, dispatches)


def test_two_alike_events_are_joined_and_two_unlike_ones_are_not() -> None:
    assert cluster(["a", "b", "c"], {("a", "b"): 0.9, ("b", "c"): 0.1}) == [["a", "b"], ["c"]]


def test_a_chain_of_alike_events_is_cut_where_its_ends_are_unlike() -> None:
    chain = {(f"e{n}", f"e{n + 1}"): 0.7 for n in range(6)}
    assert max(map(len, cluster([f"e{n}" for n in range(7)], chain))) < 7


def test_of_two_events_of_one_dispatch_the_more_alike_joins() -> None:
    found = cluster(["a", "b", "x"], {("a", "x"): 0.8, ("b", "x"): 0.95}, (), (), {"a": "d", "b": "d", "x": "o"})
    assert found == [["a"], ["b", "x"]]
