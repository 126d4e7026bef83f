"""Countries: names, demonyms, coordinates. The data stand in data/countries.csv."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from functools import cache

from marsad.codebook.files import read_text
from marsad.errors import DataError

_FILE = "countries.csv"


@dataclass(frozen=True, slots=True)
class Country:
    """A country or territory with an ISO 3166-1 code (Kosovo: XK).

    `aliases` are other English names, `demonyms` adjectives and nouns for its people ("Syrian",
    "Syrians"). `capital` is the seat of government, '' where there is none. `latitude` and `longitude`
    are a point near the middle of the land. `region` is the part of the world.
    """

    iso2: str
    iso3: str
    name: str
    aliases: tuple[str, ...]
    demonyms: tuple[str, ...]
    latitude: float
    longitude: float
    region: str
    capital: str

    @property
    def names(self) -> tuple[str, ...]:
        """The name and the aliases."""
        return (self.name, *self.aliases)


@cache
def countries() -> dict[str, Country]:
    """All countries by ISO 3166-1 alpha-2 code. Raises `DataError` where the file breaks its schema."""
    found: dict[str, Country] = {}
    for line, row in enumerate(csv.DictReader(io.StringIO(read_text(_FILE))), start=2):
        try:
            country = Country(
                iso2=row["iso2"],
                iso3=row["iso3"],
                name=row["name"],
                aliases=tuple(alias for alias in row["aliases"].split("|") if alias),
                demonyms=tuple(word for word in row["demonyms"].split("|") if word),
                latitude=float(row["latitude"]),
                longitude=float(row["longitude"]),
                region=row["region"],
                capital=row["capital"],
            )
        except (KeyError, ValueError, AttributeError) as error:
            raise DataError(f"{_FILE}: line {line}: {error!r}") from None
        if country.iso2 in found:
            raise DataError(f"{_FILE}: line {line}: {country.iso2} stands twice")
        found[country.iso2] = country
    return found


@cache
def demonyms() -> dict[str, str]:
    """Demonym, as written, to ISO 3166-1 alpha-2 code. Raises `DataError` where two countries share one."""
    found: dict[str, str] = {}
    for country in countries().values():
        for word in country.demonyms:
            if word in found:
                raise DataError(f"{_FILE}: demonym {word!r} stands for {found[word]} and {country.iso2}")
            found[word] = country.iso2
    return found


def demonym_country(word: str) -> str | None:
    """The country that a demonym speaks for ("Syrians": "SY"); None for any other word.

    Case counts, since "pole" and "finn" are no demonyms. A possessive ending is ignored.
    """
    for ending in ("'s", "’s", "'", "’"):
        word = word.removesuffix(ending)
    return demonyms().get(word)


@cache
def _by_name() -> dict[str, str]:
    return {name.casefold(): country.iso2 for country in countries().values() for name in country.names}


def country_code(name: str) -> str | None:
    """The country that bears `name` as its name, alias, ISO2 or ISO3 code; None for any other name."""
    folded = name.strip().casefold().removeprefix("the ")
    code = _by_name().get(folded) or _by_name().get(f"the {folded}")
    if code is None and name.isupper() and len(name) in (2, 3):
        code = next((c.iso2 for c in countries().values() if name in (c.iso2, c.iso3)), None)
    return code
