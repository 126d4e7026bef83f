"""The names, codes and conventions of other formats: `data/*.toml` and `data/countries.csv`, with a checked schema."""

from __future__ import annotations

import csv
import io
from functools import cache
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from marsad.actors.tables import KINDS
from marsad.codebook.countries import countries
from marsad.codebook.files import read_text, read_toml, validated
from marsad.codebook.types import event_types
from marsad.errors import DataError
from marsad.model import Status

_PACKAGE = "marsad.exports"
_COUNTRIES = "countries.csv"
Condition = Literal[
    "harmed", "not_killed", "against_civilians", "civilian_target", "side_a_not_state", "not_handed_over"
]


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class FieldCountry(_Table):
    """A country as the field's data sets name it.

    `iso_numeric` is None where ISO 3166-1 gives no number. ACLED's regions are those of `codebook.countries`;
    `ucdp_region` is "" where UCDP has none.
    """

    iso2: str
    iso_numeric: int | None
    acled_name: str
    ucdp_name: str
    region: str
    ucdp_region: Literal["Africa", "Americas", "Asia", "Europe", "Middle East", ""]


@cache
def field_countries() -> dict[str, FieldCountry]:
    """Countries by ISO 3166-1 alpha-2 code. Raises `DataError` where the file breaks its schema or lacks a country."""
    known = countries()
    found = {}
    for line, row in enumerate(csv.DictReader(io.StringIO(read_text(_COUNTRIES, _PACKAGE))), start=2):
        iso2 = row.get("iso2") or ""
        if iso2 not in known:
            raise DataError(f"{_COUNTRIES} of {_PACKAGE}: line {line}: {iso2!r} is no country of the codebook")
        entry = {
            **row,
            "iso_numeric": row.get("iso_numeric") or None,
            "acled_name": row.get("acled_name") or known[iso2].name,
            "ucdp_name": row.get("ucdp_name") or known[iso2].name,
            "region": known[iso2].region,
        }
        found[iso2] = validated(FieldCountry, entry, _COUNTRIES, f"line {line}")
    missing = known.keys() - found.keys()
    if missing:
        raise DataError(f"{_COUNTRIES} of {_PACKAGE}: {sorted(missing)[0]} is missing")
    return found


class AcledNames(_Table):
    """Patterns for names of actors, and the words that tell who is unidentified."""

    unidentified: str
    unidentified_kind: str
    civilians: str
    protesters: str
    rioters: str
    military: str
    police: str
    security: str
    government: str
    unidentified_words: tuple[str, ...]
    unidentified_before: tuple[str, ...]


class WordCount(_Table):
    """The number that ACLED gives to words; `large` on a large scale."""

    words: tuple[str, ...]
    number: int = Field(gt=0)
    large: int | None = None


class LargeScale(_Table):
    words: tuple[str, ...]


class Days(_Table):
    """Spans in days: the longest that is split, and the longest that is known to the week and to the month."""

    longest_split: int = Field(gt=0)
    week: int
    month: int


class Choice(_Table):
    """A sub-event type for one of Marsad's types under a condition."""

    type: str
    when: Condition
    sub_event: str


class Acled(_Table):
    """The whole file `acled.toml`."""

    columns: tuple[str, ...] = Field(min_length=31, max_length=31)
    kinds: tuple[str, ...] = Field(min_length=8, max_length=8)
    interaction_exceptions: dict[int, str]
    names: AcledNames
    counts: tuple[WordCount, ...]
    large_scale: LargeScale
    days: Days
    disorder: dict[str, tuple[str, ...]]
    event_types: dict[str, tuple[str, ...]]
    choice: tuple[Choice, ...]

    @model_validator(mode="after")
    def _complete(self) -> Acled:
        if self.kinds != KINDS:
            raise ValueError("kinds must be those of the actor registry")
        wanted = {sub for kind in event_types().values() for sub in kind.acled}
        for table in (self.disorder, self.event_types):
            listed = [sub for subs in table.values() for sub in subs]
            if len(set(listed)) != len(listed):
                raise ValueError("a sub-event type stands twice")
            if not wanted <= set(listed):
                raise ValueError(f"the sub-event type {sorted(wanted - set(listed))[0]!r} is missing")
        for choice in self.choice:
            if choice.type not in event_types() or choice.sub_event not in self.event_type_of:
                raise ValueError(f"choice for {choice.type!r}: unknown type or sub-event type")
        return self

    @property
    def event_type_of(self) -> dict[str, str]:
        """The event type of each sub-event type."""
        return {sub: kind for kind, subs in self.event_types.items() for sub in subs}

    @property
    def disorder_of(self) -> dict[str, str]:
        """The disorder type of each sub-event type."""
        return {sub: kind for kind, subs in self.disorder.items() for sub in subs}


@cache
def acled() -> Acled:
    """ACLED's conventions. Raises `DataError` where the file breaks its schema."""
    return validated(Acled, read_toml("acled.toml", _PACKAGE), "acled.toml", "the file")


class UcdpGed(_Table):
    """The whole file `ucdp_ged.toml`."""

    columns: tuple[str, ...] = Field(min_length=49, max_length=49)
    types: frozenset[str]
    state: frozenset[str]
    named_government: frozenset[str]
    organised: frozenset[str]
    unarmed: frozenset[str]
    government: str
    civilians: str
    date_prec: dict[int, int]

    @model_validator(mode="after")
    def _known(self) -> UcdpGed:
        if not self.types <= event_types().keys():
            raise ValueError(f"{sorted(self.types - event_types().keys())[0]!r} is no event type")
        if not self.state | self.named_government | self.organised | self.unarmed <= set(KINDS):
            raise ValueError("a kind is none of the actor registry's")
        return self


@cache
def ucdp_ged() -> UcdpGed:
    """UCDP GED's conventions. Raises `DataError` where the file breaks its schema."""
    return validated(UcdpGed, read_toml("ucdp_ged.toml", _PACKAGE), "ucdp_ged.toml", "the file")


class Historical(_Table):
    days: int = Field(ge=0)


class Plover(_Table):
    """The whole file `plover.toml`."""

    types: dict[str, tuple[str, ...]]
    auxiliary: dict[Status, tuple[Literal["historical", "future", "hypothetical", "negation"], ...]]
    historical: Historical

    @model_validator(mode="after")
    def _known(self) -> Plover:
        for kind in event_types().values():
            for name in filter(None, kind.plover.split(" / ")):
                main, _, mode = name.partition("-")
                if main not in self.types or (mode and mode not in self.types[main]):
                    raise ValueError(f"{kind.key}: {name!r} of types.toml is no type and mode of PLOVER")
        return self


@cache
def plover() -> Plover:
    """PLOVER's types. Raises `DataError` where the file breaks its schema or types.toml names an unknown one."""
    return validated(Plover, read_toml("plover.toml", _PACKAGE), "plover.toml", "the file")


_Tag = Annotated[str, StringConstraints(pattern=r"^#[a-z][a-z0-9]*(\+[a-z][a-z0-9]*)*$")]


class _Hxl(_Table):
    events: dict[str, _Tag]
    incidents: dict[str, _Tag]
    acled: dict[str, _Tag]
    ucdp_ged: dict[str, _Tag] = Field(alias="ucdp-ged")


@cache
def hxl_tags(table: str) -> dict[str, str]:
    """The HXL tag of each column that has one. `table`: events, incidents, acled or ucdp-ged."""
    tags = validated(_Hxl, read_toml("hxl.toml", _PACKAGE), "hxl.toml", "the file")
    found: dict[str, dict[str, str]] = tags.model_dump(by_alias=True)
    return found[table]
