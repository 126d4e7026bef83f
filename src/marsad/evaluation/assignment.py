"""Pairing two lists one to one so that the pairs together are worth most (the Hungarian method)."""

from __future__ import annotations

from collections.abc import Sequence
from math import inf


def assign(worth: Sequence[Sequence[float]]) -> list[tuple[int, int]]:
    """The pairs (row, column) of greatest total worth; a pair worth 0 is never made.

    `worth` is a table of numbers of at least 0, all rows of one length. Kuhn's method with the potentials of
    Edmonds and Karp; its time grows with rows² × columns.
    """
    if not worth or not worth[0]:
        return []
    if len(worth) > len(worth[0]):
        columns = [list(column) for column in zip(*worth, strict=True)]
        return sorted((row, column) for column, row in assign(columns))
    pairs = _cheapest([[-value for value in row] for row in worth])
    return [(row, column) for row, column in pairs if worth[row][column] > 0]


def _cheapest(cost: list[list[float]]) -> list[tuple[int, int]]:
    """A pair for every row, of least total cost; there are at least as many columns as rows."""
    height, width = len(cost), len(cost[0])
    row_price, column_price = [0.0] * height, [0.0] * width
    taken_by: list[int | None] = [None] * width
    for start in range(height):
        least, came_from = [inf] * width, [-1] * width
        reached: list[bool] = [False] * width
        row, column = start, -1
        while True:
            # Grow the tree of tight pairs from `row` to the cheapest column beyond it.
            nearest = -1
            for other in range(width):
                if reached[other]:
                    continue
                slack = cost[row][other] - row_price[row] - column_price[other]
                if slack < least[other]:
                    least[other], came_from[other] = slack, column
                if nearest < 0 or least[other] < least[nearest]:
                    nearest = other
            step = least[nearest]
            row_price[start] += step
            for other in range(width):
                owner = taken_by[other]
                if reached[other] and owner is not None:
                    row_price[owner] += step
                    column_price[other] -= step
                elif not reached[other]:
                    least[other] -= step
            reached[nearest] = True
            column = nearest
            owner = taken_by[column]
            if owner is None:
                break
            row = owner
        while column >= 0:
            before = came_from[column]
            taken_by[column] = start if before < 0 else taken_by[before]
            column = before
    return [(row, column) for column, row in enumerate(taken_by) if row is not None]
