"""The SQLite tables of a gazetteer, the same for the embedded data and for a user's sources."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from marsad.codebook.countries import countries
from marsad.gazetteer.keys import plain, skeleton, transliterated
from marsad.gazetteer.places import Feature

SCHEMA = 1
FEATURES: tuple[Feature, ...] = ("country", "admin1", "admin2", "city", "region", "site")
DEGREE = 100_000  # coordinates are stored as whole hundred-thousandths of a degree

# Where English takes names over letter by letter, the consonant skeleton would only add noise.
_LATIN_REGIONS = {"Europe", "North America", "Central America", "South America", "Caribbean", "Oceania"}
_ROMANISED_IN_EUROPE = {"BA", "BG", "BY", "CY", "GR", "MD", "ME", "MK", "RS", "RU", "UA", "XK"}

_TABLES = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE sources (
    id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, tier INTEGER NOT NULL, citation TEXT NOT NULL,
    version TEXT NOT NULL, places INTEGER NOT NULL
);
CREATE TABLE places (
    id INTEGER PRIMARY KEY, source INTEGER NOT NULL, ref TEXT NOT NULL, name TEXT NOT NULL,
    names TEXT NOT NULL, latitude INTEGER NOT NULL, longitude INTEGER NOT NULL, feature INTEGER NOT NULL,
    country TEXT NOT NULL, admin1 TEXT, admin2 TEXT, population INTEGER NOT NULL
);
CREATE TABLE keys (key TEXT NOT NULL, place INTEGER NOT NULL, PRIMARY KEY (key, place)) WITHOUT ROWID;
"""


@dataclass(frozen=True, slots=True)
class Record:
    """One place on its way into a table. `ref` is its id within its source; `names` are other names."""

    ref: str
    name: str
    names: tuple[str, ...]
    latitude: float
    longitude: float
    feature: Feature
    country: str
    admin1: str | None = None
    admin2: str | None = None
    population: int = 0


def create(connection: sqlite3.Connection) -> None:
    """Create the tables in an empty database."""
    for statement in _TABLES.split(";")[:-1]:
        connection.execute(statement)


def add_source(
    connection: sqlite3.Connection,
    name: str,
    tier: int,
    citation: str,
    version: str,
    records: Iterable[Record],
) -> int:
    """Write one source with its places and keys; returns the number of places."""
    source = connection.execute("SELECT coalesce(max(id), 0) + 1 FROM sources").fetchone()[0]
    first = connection.execute("SELECT coalesce(max(id), 0) + 1 FROM places").fetchone()[0]
    count = 0
    for place, record in enumerate(records, start=first):
        variants = list(_variants(record))
        connection.execute(
            "INSERT INTO places VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                place,
                source,
                record.ref,
                record.name,
                "|".join(variants[1:]),
                round(record.latitude * DEGREE),
                round(record.longitude * DEGREE),
                FEATURES.index(record.feature),
                record.country,
                record.admin1,
                record.admin2,
                record.population,
            ),
        )
        connection.executemany(
            "INSERT OR IGNORE INTO keys VALUES (?, ?)", ((k, place) for k in _keys(record, variants))
        )
        count += 1
    connection.execute("INSERT INTO sources VALUES (?, ?, ?, ?, ?, ?)", (source, name, tier, citation, version, count))
    return count


@cache
def _romanised() -> frozenset[str]:
    return frozenset(
        code
        for code, country in countries().items()
        if country.region not in _LATIN_REGIONS or code in _ROMANISED_IN_EUROPE
    )


def _variants(record: Record) -> Iterator[str]:
    """The plain forms of all names, the main name first, each once."""
    seen: set[str] = set()
    for name in (record.name, *record.names):
        form = plain(name)
        if form and form not in seen:
            seen.add(form)
            yield form


def _keys(record: Record, variants: list[str]) -> set[str]:
    keys = {transliterated(form) for form in variants}
    if record.country in _romanised():
        keys |= {f"{record.country}:{bones}" for form in variants if (bones := skeleton(form))}
    return keys


def remove_source(connection: sqlite3.Connection, name: str) -> None:
    """Delete a source with its places and keys, where there is one of that name."""
    row = connection.execute("SELECT id FROM sources WHERE name = ?", (name,)).fetchone()
    if row:
        connection.execute("DELETE FROM keys WHERE place IN (SELECT id FROM places WHERE source = ?)", row)
        connection.execute("DELETE FROM places WHERE source = ?", row)
        connection.execute("DELETE FROM sources WHERE id = ?", row)
