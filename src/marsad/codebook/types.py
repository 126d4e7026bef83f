"""The event types (codebook 2), read from `data/types.toml`."""

from __future__ import annotations

from functools import cache
from typing import Literal, get_args

from pydantic import BaseModel, ConfigDict

from marsad.codebook.files import read_toml, validated

Family = Literal["violence", "demonstration", "measure", "politics"]
FAMILIES: tuple[str, ...] = get_args(Family)


class EventType(BaseModel):
    """One event type with its definition and the field's names for it.

    `acled`: ACLED sub-event types, the first is the default. `plover`: PLOVER type-mode, empty where there is none.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    key: str
    definition: str
    family: Family
    mutual: bool
    acled: list[str]
    plover: str


@cache
def event_types() -> dict[str, EventType]:
    """All event types by key, in the codebook's order. Raises `DataError` where the file breaks its schema."""
    name = "types.toml"
    return {key: validated(EventType, {"key": key, **entry}, name, key) for key, entry in read_toml(name).items()}
