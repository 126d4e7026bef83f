"""What a gazetteer knows of a place, and how sure a name leads to it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Feature = Literal["country", "admin1", "admin2", "city", "region", "site"]
Match = Literal["exact", "folded", "skeleton", "fuzzy"]


@dataclass(frozen=True, slots=True)
class Entry:
    """One place of one source.

    `id` is `source:number`, stable over versions of the source. `latitude` and `longitude` are WGS84
    degrees. `country` is ISO 3166-1 alpha-2 ('' for seas and regions of several countries); `admin1` and
    `admin2` are names. `population` is 0 where unknown. `tier` is 0 for curated entries, 1 for the
    embedded gazetteer, 2 for embedded villages, 3 and up for a user's own sources: a lower tier is the
    likelier meaning of a bare name.
    """

    id: str
    name: str
    latitude: float
    longitude: float
    feature: Feature
    country: str
    admin1: str | None
    admin2: str | None
    population: int
    tier: int
    source: str


@dataclass(frozen=True, slots=True)
class Candidate:
    """An entry that a written name may mean, and the key on which the two agree.

    `score` is between 0 and 1: after `lookup` it says how alike the names are, after `rank` how likely
    the place is.
    """

    entry: Entry
    match: Match
    score: float


@dataclass(frozen=True, slots=True)
class Source:
    """Where places come from. `tier` orders the sources, `places` counts."""

    name: str
    tier: int
    citation: str
    version: str
    places: int
