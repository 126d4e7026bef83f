from __future__ import annotations

from itertools import permutations

from hypothesis import given
from hypothesis import strategies as st

from marsad.evaluation.assignment import assign


def best_by_trying_all(worth: list[list[float]]) -> float:
    """The greatest total over all one-to-one pairings."""
    rows, columns = len(worth), len(worth[0])
    if rows > columns:
        return best_by_trying_all([list(column) for column in zip(*worth, strict=True)])
    return max(
        sum(worth[row][column] for row, column in enumerate(chosen)) for chosen in permutations(range(columns), rows)
    )


tables = st.tuples(st.integers(1, 5), st.integers(1, 5)).flatmap(
    lambda size: st.lists(
        st.lists(st.integers(0, 9).map(float), min_size=size[1], max_size=size[1]),
        min_size=size[0],
        max_size=size[0],
    )
)


@given(tables)
def test_pairs_are_worth_as_much_as_any_pairing_can_be(worth: list[list[float]]) -> None:
    pairs = assign(worth)
    assert sum(worth[row][column] for row, column in pairs) == best_by_trying_all(worth)


@given(tables)
def test_nobody_is_paired_twice_or_for_nothing(worth: list[list[float]]) -> None:
    pairs = assign(worth)
    assert len({row for row, _column in pairs}) == len({column for _row, column in pairs}) == len(pairs)
    assert all(worth[row][column] > 0 for row, column in pairs)


def test_a_greedy_choice_does_not_cost_a_pair() -> None:
    assert sorted(assign([[9.0, 8.0], [7.0, 0.0]])) == [(0, 1), (1, 0)]


def test_nothing_pairs_with_nothing() -> None:
    assert assign([]) == [] and assign([[]]) == [] and assign([[0.0]]) == []
