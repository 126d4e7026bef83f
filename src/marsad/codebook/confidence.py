"""The weights behind an event's confidence (`data/confidence.toml`)."""

from __future__ import annotations

import math
from functools import cache
from typing import Literal

from pydantic import BaseModel, ConfigDict

from marsad.codebook.files import read_toml, validated

Cell = Literal["event", "type", "place"]


class Weights(BaseModel):
    """A logistic model: the weight of each sign in log-odds."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    base: float
    told_twice: float
    told_thrice: float
    strong: float
    own_place: float
    resolved: float
    participants: float
    casualties: float
    generic: float
    politics: float
    measure: float
    own_time: float
    unsure_status: float

    def likelihood(self, signs: dict[str, bool]) -> float:
        """Probability, 0 to 1, that the cell is right where the given signs hold."""
        score = self.base + sum(getattr(self, sign) for sign, holds in signs.items() if holds)
        return 1 / (1 + math.exp(-score))


@cache
def confidence_weights() -> dict[Cell, Weights]:
    """The models by cell, read and checked once. Raises `DataError` where the file breaks its schema."""
    table = read_toml("confidence.toml")
    cells: tuple[Cell, ...] = ("event", "type", "place")
    return {cell: validated(Weights, table.get(cell, {}), "confidence.toml", cell) for cell in cells}
