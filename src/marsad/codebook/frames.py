"""How each type of event deals out its arguments to the sides (`data/frames.toml`)."""

from __future__ import annotations

from functools import cache
from typing import Literal

from pydantic import BaseModel, ConfigDict

from marsad.codebook.files import read_toml, validated
from marsad.codebook.types import event_types
from marsad.errors import DataError

_FILE = "frames.toml"
Slot = Literal["a", "b", ""]


class Frame(BaseModel):
    """The fields are explained at the head of `frames.toml`."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    subject: Slot = "a"
    patient: Slot = "b"
    alone: Slot = "b"
    to: tuple[str, ...] = ()
    speech: bool = False
    paired: bool = False
    goes_on: bool = False
    homes: bool = False
    mediated: bool = False


@cache
def _frames() -> dict[str, Frame]:
    found = {}
    for key, entry in read_toml(_FILE).items():
        if key not in event_types():
            raise DataError(f"{_FILE}: unknown type {key!r}")
        found[key] = validated(Frame, entry, _FILE, key)
    return found


@cache
def frame_of(event_type: str) -> Frame:
    """The frame of a type. Raises `DataError` where the file breaks its schema."""
    return _frames().get(event_type, Frame())
