"""Looking up places by name."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rapidfuzz import fuzz

from marsad.gazetteer.keys import plain, skeleton, transliterated
from marsad.gazetteer.places import Candidate, Entry, Source
from marsad.gazetteer.ranking import weight
from marsad.gazetteer.schema import DEGREE, FEATURES
from marsad.gazetteer.sources import add_to, in_memory
from marsad.gazetteer.unpacking import connect, manifest, sources_file, unpacked

_QUERY = """
SELECT k.key, p.ref, p.name, p.names, p.latitude, p.longitude, p.feature, p.country, p.admin1, p.admin2,
    p.population, p.source
FROM keys k JOIN places p ON p.id = k.place WHERE k.key IN ({})
"""
_IN_BOX = """
SELECT ref, name, names, latitude, longitude, feature, country, admin1, admin2, population, source FROM places
WHERE feature = ? AND latitude BETWEEN ? AND ? AND longitude BETWEEN ? AND ? ORDER BY population DESC, id LIMIT ?
"""
_CACHED_KEYS = 30_000
_CACHED_ANSWERS = 10_000
_VARIABLES = 500  # keys per query
_ALIKE = 78.0  # least similarity, in per cent, of names that share a skeleton
_RELATED = 50.0  # similarity from which an alternate name is a spelling rather than another name
_FUZZY = 84.0  # least similarity of names that share only a beginning


@dataclass(frozen=True, slots=True)
class _Place:
    entry: Entry
    names: tuple[str, ...]


class Gazetteer:
    """The embedded gazetteer and the user's own sources. Open it with `Gazetteer.open()`.

    Look-ups read a file through SQLite and keep only what was asked for in memory.
    """

    def __init__(self, connections: Sequence[sqlite3.Connection], version: str) -> None:
        self._connections = list(connections)
        self._base_version = version
        self._places: dict[str, tuple[_Place, ...]] = {}
        self._answers: dict[tuple[str, str | None, int, bool], tuple[Candidate, ...]] = {}
        self._read_sources()

    @classmethod
    def open(cls, path: Path | None = None, extra: Sequence[Path] = ()) -> Gazetteer:
        """Open the gazetteer; it is unpacked into the user's cache on first use.

        `path`: another gazetteer file than the embedded one. `extra`: source files (as `add` takes them)
        to be used by this object only. Raises `GazetteerMissing` and `DataError`.
        """
        if path is None:
            path, version = unpacked(), manifest()["version"]
        else:
            version = hashlib.sha256(path.read_bytes()).hexdigest()[:12] if path.exists() else ""
        connections = [connect(path)]
        if sources_file().exists():
            connections.append(connect(sources_file()))
        connections.extend(in_memory(file) for file in extra)
        return cls(connections, version)

    def _read_sources(self) -> None:
        self._sources: list[list[Source | None]] = []
        for connection in self._connections:
            table: list[Source | None] = [None]
            for number, *rest in connection.execute(
                "SELECT id, name, tier, citation, version, places FROM sources ORDER BY id"
            ):
                table.extend([None] * (number - len(table)))
                table.append(Source(*rest))
            self._sources.append(table)

    @property
    def version(self) -> str:
        """Version of the embedded data, with a hash of the user's sources where there are any."""
        own = [f"{s.name} {s.version}" for table in self._sources[1:] for s in table if s]
        return self._base_version + ("+" + hashlib.sha256("\n".join(own).encode()).hexdigest()[:8] if own else "")

    def sources(self) -> list[Source]:
        """Where the places come from, the embedded sources first."""
        return [source for table in self._sources for source in table if source]

    def add(self, file: Path, *, name: str | None = None, country: str | None = None, citation: str = "") -> Source:
        """Add a source of places for this user, for good; a source of the same name is replaced.

        `file`: a GeoNames dump, an OCHA p-code table, a Who's On First table or a CSV with the columns
        name, lat and lon (docs/how-to-add-a-place-source.md). `name`: of the source, else the file's.
        `country`: ISO 3166-1 alpha-2 of rows that name none. Raises `DataError` where the file is none of
        these.
        """
        embedded = Gazetteer(self._connections[:1], self._base_version)
        source = add_to(
            sources_file(),
            file,
            name=name,
            country=country,
            citation=citation,
            known=self.sources(),
            area=embedded._area,
        )
        if len(self._connections) == 1 or not self._is_own(self._connections[1]):
            self._connections.insert(1, connect(sources_file()))
        self._read_sources()
        self._places.clear()
        self._answers.clear()
        return source

    def _is_own(self, connection: sqlite3.Connection) -> bool:
        return str(connection.execute("PRAGMA database_list").fetchall()[0][2]) == str(sources_file().resolve())

    def _area(self, country: str, name: str) -> tuple[float, float] | None:
        """The middle of an administrative area that a source names without coordinates."""
        found = [
            c.entry for c in self.lookup(name, country=country, fuzzy=False) if c.entry.feature.startswith("admin")
        ]
        return (found[0].latitude, found[0].longitude) if found else None

    def prefetch(self, names: Iterable[str], countries: Sequence[str] = ()) -> None:
        """Read all that `names` may lead to, in one query, so that the look-ups that follow need none."""
        names = list(names)
        keys = {transliterated(name) for name in names}
        for country in countries:
            keys |= {f"{country}:{bones}" for name in names if (bones := skeleton(name))}
        self._load(keys)

    def has(self, name: str) -> bool:
        """Whether any place bears `name`, in this or another romanisation."""
        return bool(self._under(transliterated(name)))

    def lookup(self, name: str, *, country: str | None = None, limit: int = 10, fuzzy: bool = True) -> list[Candidate]:
        """Places that `name` may mean, likeliest first, `limit` at most.

        `country`: an ISO 3166-1 alpha-2 code to stay within; there, names with the same consonants count too.
        `fuzzy`: where nothing matches, names that are spelt alike.
        """
        asked = name, country, limit, fuzzy
        if asked not in self._answers:
            if len(self._answers) > _CACHED_ANSWERS:
                self._answers.clear()
            self._answers[asked] = tuple(self._found(name, country, fuzzy)[:limit])
        return list(self._answers[asked])

    def largest(self, box: tuple[float, float, float, float], limit: int) -> list[Entry]:
        """The most populous towns in a box (west, south, east, north in degrees), as names for a map."""
        west, south, east, north = (round(degrees * DEGREE) for degrees in box)
        found: list[Entry] = []
        for connection, table in zip(self._connections, self._sources, strict=True):
            rows = connection.execute(_IN_BOX, (FEATURES.index("city"), south, north, west, east, limit))
            found += [_place(row, source).entry for row in rows if (source := table[row[10]])]
        found.sort(key=lambda entry: (-entry.population, entry.id))
        return found[:limit]

    def _found(self, name: str, country: str | None, fuzzy: bool) -> list[Candidate]:
        form, key = plain(name), transliterated(name)
        if not key:
            return []
        found = [self._candidate(place, form) for place in self._under(key) if country in (None, place.entry.country)]
        if country and not any(c.match == "exact" for c in found):
            found.extend(self._by_skeleton(form, country, {c.entry.id for c in found}))
        if fuzzy and not found:
            found = self._fuzzy(form, key, country)
        found.sort(key=lambda c: (-(c.score + weight(c.entry)), c.entry.id))
        return found

    def _candidate(self, place: _Place, form: str) -> Candidate:
        if form == plain(place.entry.name):
            return Candidate(place.entry, "exact", 1.0)
        if form in place.names:
            return Candidate(
                place.entry, "exact", 0.96 if fuzz.ratio(form, plain(place.entry.name)) >= _RELATED else 0.8
            )
        return Candidate(place.entry, "folded", 0.9)

    def _by_skeleton(self, form: str, country: str, seen: set[str]) -> list[Candidate]:
        bones = skeleton(form)
        found = []
        for place in self._under(f"{country}:{bones}") if bones else ():
            alike = _alike(form, place)
            if alike >= _ALIKE and place.entry.id not in seen:
                found.append(Candidate(place.entry, "skeleton", 0.4 + 0.45 * alike / 100))
        return found

    def _fuzzy(self, form: str, key: str, country: str | None) -> list[Candidate]:
        bones = skeleton(form)
        if len(key) < 5 or (country and len(bones) < 3):
            return []
        start = f"{country}:{bones[:2]}" if country else key[:4]
        keys = {
            row[0]
            for connection in self._connections
            for row in connection.execute(
                "SELECT key FROM keys WHERE key >= ? AND key < ?", (start, start + "\U0010ffff")
            )
        }
        if not country:
            keys = {other for other in keys if fuzz.ratio(key, other) >= _FUZZY}
        self._load(keys)
        best: dict[str, Candidate] = {}
        for other in keys:
            for place in self._under(other):
                alike = _alike(form, place)
                if alike >= _FUZZY and place.entry.id not in best:
                    best[place.entry.id] = Candidate(place.entry, "fuzzy", 0.3 + 0.45 * alike / 100)
        return list(best.values())

    def _under(self, key: str) -> tuple[_Place, ...]:
        if key not in self._places:
            self._load({key})
        return self._places[key]

    def _load(self, keys: Iterable[str]) -> None:
        if len(self._places) > _CACHED_KEYS:
            self._places.clear()
        missing = [key for key in dict.fromkeys(keys) if key not in self._places]
        for begin in range(0, len(missing), _VARIABLES):
            part = missing[begin : begin + _VARIABLES]
            found: dict[str, list[_Place]] = {key: [] for key in part}
            query = _QUERY.format(",".join("?" * len(part)))
            for connection, table in zip(self._connections, self._sources, strict=True):
                for key, *row in connection.execute(query, part):
                    source = table[row[10]]
                    if source:
                        found[key].append(_place(row, source))
            self._places.update((key, tuple(places)) for key, places in found.items())


def _place(row: Sequence[Any], source: Source) -> _Place:
    ref, name, names, latitude, longitude, feature, country, admin1, admin2, population, _source = row
    entry = Entry(
        f"{source.name}:{ref}", name, latitude / DEGREE, longitude / DEGREE, FEATURES[feature], country,
        admin1, admin2, population, source.tier, source.name,
    )  # fmt: skip
    return _Place(entry, tuple(names.split("|")) if names else ())


def _alike(form: str, place: _Place) -> float:
    """The greatest similarity of a name with a place's names, in per cent, their romanisation apart."""
    return max(_likeness(form, other) for other in (plain(place.entry.name), *place.names))


def _likeness(one: str, other: str) -> float:
    """Similarity of two plain names; a first word that both share ("Kafr") says little, so the rest must agree too."""
    whole = fuzz.ratio(transliterated(one), transliterated(other))
    first, _, rest = one.partition(" ")
    other_first, _, other_rest = other.partition(" ")
    if rest and other_rest and transliterated(first) == transliterated(other_first):
        return min(whole, fuzz.ratio(transliterated(rest), transliterated(other_rest)))
    return whole
