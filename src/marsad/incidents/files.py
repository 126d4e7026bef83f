"""Reading the data files of the incidents (`data/*.toml`), with errors that name file and entry."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, model_validator

from marsad.codebook.files import validated
from marsad.codebook.types import event_types
from marsad.errors import DataError


def _table(name: str) -> dict[str, Any]:
    try:
        return tomllib.loads(resources.files("marsad.incidents").joinpath("data", name).read_text("utf-8"))
    except FileNotFoundError:
        raise DataError(f"the file {name} of marsad.incidents is missing: reinstall marsad") from None
    except tomllib.TOMLDecodeError as error:
        raise DataError(f"{name}: not valid TOML: {error}") from None


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Level(_Entry):
    """What a cell of two events can show: its points in log-odds, and the words that say it."""

    points: float
    words: str


class Zones(_Entry):
    """Scores, 0 to 1, from which two events are `same`, and from which they are `unsure`."""

    same: float = Field(gt=0, lt=1)
    unsure: float = Field(gt=0, lt=1)

    @model_validator(mode="after")
    def _in_order(self) -> Zones:
        if self.unsure > self.same:
            raise ValueError("unsure must not be above same")
        return self


class Joining(_Entry):
    """How groups are joined. `unlike`: the points that count for two events that were not compared or came out
    different.
    """

    unlike: float = Field(lt=0)


class Reach(_Entry):
    """How far apart two events can be that are compared, and where near ends."""

    days: int = Field(ge=0)
    kilometres: float = Field(gt=0)
    at_km: float = Field(gt=0)
    near_km: float = Field(gt=0)
    beside_km: float = Field(gt=0)
    region_km: float = Field(gt=0)
    days_before_publication: int = Field(ge=0)


class Weights(_Entry):
    """The whole file `weights.toml`: points by cell and level, zones, joining and reach."""

    base: float
    zones: Zones
    joining: Joining
    reach: Reach
    cells: dict[str, dict[str, Level]]


@cache
def weights() -> Weights:
    """The weights of the comparison, read and checked once. Raises `DataError` where the file breaks its schema."""
    return validated(Weights, _table("weights.toml"), "weights.toml", "the file")


class Alike(_Entry):
    """Types under which different dispatches tell one happening."""

    types: frozenset[str]
    why: str


class AlikeTypes(_Entry):
    alike: tuple[Alike, ...]


@cache
def alike_types() -> dict[str, frozenset[str]]:
    """For each type, the other types under which the same happening is told. Raises `DataError` where the file breaks
    its schema or names an unknown type.
    """
    found: dict[str, set[str]] = {key: set() for key in event_types()}
    for entry in validated(AlikeTypes, _table("types.toml"), "types.toml", "the file").alike:
        for key in entry.types:
            if key not in found:
                raise DataError(f"types.toml of marsad.incidents: {key!r} is no event type")
            found[key] |= entry.types - {key}
    return {key: frozenset(others) for key, others in found.items()}


class VagueName(_Entry):
    """Words that say what somebody is, not who, and the actor kinds that they can stand for."""

    words: frozenset[str]
    kinds: frozenset[str]


class Wording(_Entry):
    """The whole file `wording.toml`."""

    vague: tuple[VagueName, ...]
    modifiers: frozenset[str]
    common: frozenset[str]
    sites: dict[str, frozenset[str]]
    place: frozenset[str]
    updates: frozenset[str]
    rest: frozenset[str]


@cache
def wording() -> Wording:
    """The words that the comparison knows. Raises `DataError` where the file breaks its schema."""
    return validated(Wording, _table("wording.toml"), "wording.toml", "the file")


class CredibleKind(_Entry):
    """A kind of source (`model.Attribution.kind`) and why it stands where it stands."""

    kind: str
    why: str


class Credibility(_Entry):
    """The whole file `credibility.toml`: kinds of sources, the most credible first."""

    kinds: tuple[CredibleKind, ...]


@cache
def credibility() -> tuple[str, ...]:
    """Kinds of sources, the most credible first. Raises `DataError` where the file breaks its schema."""
    file = "credibility.toml"
    return tuple(entry.kind for entry in validated(Credibility, _table(file), file, "the file").kinds)
