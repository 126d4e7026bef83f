"""By type: which tellings may be of one event? (`data/joining.toml`)"""

from __future__ import annotations

from functools import cache
from typing import Any

from pydantic import BaseModel, ConfigDict

from marsad.codebook.files import read_toml, validated
from marsad.codebook.types import event_types
from marsad.errors import DataError

_FILE = "joining.toml"


class Joining(BaseModel):
    """The fields are explained at the head of `joining.toml`."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    violent: bool = False
    concrete: bool = False
    spoken: bool = False
    crossed: bool = False
    takes_up: frozenset[str] = frozenset()


class _Areas(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    areas: frozenset[str]


@cache
def _tables() -> tuple[dict[str, Joining], frozenset[str]]:
    table: dict[str, Any] = read_toml(_FILE)
    areas = validated(_Areas, {"areas": table.pop("areas", None)}, _FILE, "areas").areas
    found = {key: validated(Joining, entry, _FILE, key) for key, entry in table.items()}
    unknown = sorted({*found, *(name for entry in found.values() for name in entry.takes_up)} - set(event_types()))
    if unknown:
        raise DataError(f"{_FILE}: unknown type {unknown[0]!r}")
    return found, areas


_NOTHING = Joining()


def joining(event_type: str) -> Joining:
    """How tellings of a type join others. Raises `DataError` where the file breaks its schema."""
    return _tables()[0].get(event_type, _NOTHING)


def area_kinds() -> frozenset[str]:
    """Words for kinds of places that mean more than a town ("district")."""
    return _tables()[1]
