"""Work in several processes gives the results of one, takes a stream as it comes, and ends when told to."""

from __future__ import annotations

import os
from collections.abc import Iterator
from itertools import count

import pytest

from marsad.coding.processes import spread
from marsad.errors import MarsadError

_FACTOR = 0


def start(factor: int) -> None:
    global _FACTOR
    _FACTOR = factor


def times(number: int) -> int:
    return number * _FACTOR


def die(number: int) -> int:
    os._exit(number)


def fail(number: int) -> int:
    raise ValueError(number)


def test_results_come_in_the_order_of_the_items() -> None:
    assert list(spread(times, range(50), processes=2, start=start, arguments=(3,))) == [3 * n for n in range(50)]


def test_an_endless_stream_is_taken_only_as_far_as_results_are() -> None:
    taken: list[int] = []

    def numbers() -> Iterator[int]:
        for number in count():
            taken.append(number)
            yield number

    results = spread(times, numbers(), processes=2, start=start, arguments=(1,))
    assert [next(results) for _ in range(5)] == [0, 1, 2, 3, 4]
    results.close()  # type: ignore[attr-defined]
    assert len(taken) < 100


def test_an_error_in_a_worker_reaches_the_caller() -> None:
    with pytest.raises(ValueError):
        list(spread(fail, range(9), processes=2, start=start, arguments=(1,)))


def test_a_worker_that_dies_is_told_in_a_line() -> None:
    with pytest.raises(MarsadError, match="worker process died"):
        list(spread(die, range(1, 9), processes=2, start=start, arguments=(1,)))
