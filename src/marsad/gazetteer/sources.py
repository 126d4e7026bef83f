"""Reading a user's own sources of places, each as a tier of its own.

Formats: GeoNames dumps (geonames.org/export/codes.html), OCHA's table of p-codes (names without coordinates),
Who's On First tables, and any table with columns for name, latitude and longitude.
"""

from __future__ import annotations

import csv
import gzip
import hashlib
import io
import sqlite3
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from marsad.codebook.countries import country_code
from marsad.errors import DataError, WriteError
from marsad.gazetteer.places import Feature, Source
from marsad.gazetteer.schema import SCHEMA, Record, add_source, create, remove_source

FIRST_OWN_TIER = 3
Area = Callable[[str, str], tuple[float, float] | None]

_COLUMNS = {
    "name": (
        "name", "place", "place_name", "placename", "toponym", "asciiname", "name_en", "settlement",
        "village", "town", "adm4_en", "admin4name_en", "adm3_en", "admin3name_en", "adm2_en",
        "admin2name_en", "adm1_en", "admin1name_en",
    ),
    "latitude": ("latitude", "lat", "y", "geom_latitude", "lat_dd", "decimallatitude", "point_y"),
    "longitude": (
        "longitude", "lon", "lng", "long", "x", "geom_longitude", "lon_dd", "decimallongitude", "point_x",
    ),
    "country": (
        "country", "cc", "iso2", "country_code", "countrycode", "iso_country", "wof_country", "admin0name_en",
        "adm0_en", "iso3",
    ),
    "admin1": (
        "admin1", "adm1_en", "admin1name_en", "admin1_name", "governorate", "province", "state", "region",
    ),
    "admin2": ("admin2", "adm2_en", "admin2name_en", "admin2_name", "district", "county"),
    "population": ("population", "pop", "gn_population"),
    "names": ("names", "aliases", "alternatenames", "alternate_names", "alt_names", "altnames"),
    "feature": ("placetype", "feature", "kind", "type", "featuretype"),
    "ref": (
        "id", "ref", "pcode", "p-code", "wof_id", "geonameid", "adm4_pcode", "admin4pcode", "adm3_pcode",
        "admin3pcode",
    ),
}  # fmt: skip
_FEATURES: dict[str, Feature] = {
    "country": "country", "admin1": "admin1", "admin2": "admin2", "county": "admin2", "localadmin": "city",
    "campus": "site", "site": "site", "airport": "site", "camp": "site", "dam": "site", "base": "site",
    "prison": "site", "crossing": "site", "venue": "site", "mountain": "region", "river": "region",
    "macroregion": "region",
}  # fmt: skip
_GEONAMES_SITES = frozenset(
    {"AIRB", "AIRF", "AIRP", "CMPRF", "DAM", "MILB", "INSM", "PS", "PRN", "OILR", "OILF", "BDG", "PRT"}
)
_MANY_NAMES = 60


def read_source(file: Path, country: str | None = None, area: Area | None = None) -> Iterator[Record]:
    """The places in a file, whichever of the formats it has.

    `country`: ISO 3166-1 alpha-2 of rows that name none. `area`: gives coordinates for the names of
    areas, which OCHA's table lacks. Raises `DataError` with the number of the line that is wrong.
    """
    text = _text(file)
    first = text.split("\n", 1)[0]
    if first.count("\t") == 18 and first.split("\t", 1)[0].isdigit():
        yield from _geonames(text, file.name)
        return
    rows = csv.reader(io.StringIO(text), _dialect(first))
    header = [column.strip().lower() for column in next(rows, [])]
    if {"admin level", "p-code", "name"} <= set(header):
        yield from _pcodes(header, rows, area)
    else:
        yield from _table(header, rows, file.name, country)


def _text(file: Path) -> str:
    try:
        if file.suffix == ".zip":
            with zipfile.ZipFile(file) as archive:
                inner = [
                    n for n in archive.namelist() if n.endswith((".txt", ".csv", ".tsv")) and "readme" not in n.lower()
                ]
                if len(inner) != 1:
                    raise DataError(f"{file}: expected one table in the archive, found {len(inner)}")
                raw = archive.read(inner[0])
        else:
            raw = gzip.decompress(file.read_bytes()) if file.suffix == ".gz" else file.read_bytes()
        return raw.decode("utf-8-sig")
    except FileNotFoundError:
        raise DataError(f"{file}: no such file") from None
    except (zipfile.BadZipFile, gzip.BadGzipFile, EOFError):
        raise DataError(f"{file}: the archive is damaged") from None
    except UnicodeDecodeError:
        raise DataError(f"{file}: not UTF-8 text; save the table as CSV (UTF-8)") from None


def _dialect(first: str) -> type[csv.Dialect]:
    class Table(csv.excel):
        delimiter = max(",;\t", key=first.count)

    return Table


def _geonames(text: str, file: str) -> Iterator[Record]:
    for line, row in enumerate(text.splitlines(), start=1):
        cells = row.split("\t")
        if len(cells) != 19:
            raise DataError(f"{file}: line {line}: {len(cells)} columns, a GeoNames dump has 19")
        ref, name, ascii_name, alternates, latitude, longitude, kind, code, country = cells[:9]
        feature = _geonames_feature(kind, code)
        if feature:
            names = (ascii_name, *alternates.split(",")[:_MANY_NAMES])
            population = int(cells[14] or 0)
            point = _point(latitude, longitude, file, line)
            if point:
                yield Record(ref, name, tuple(filter(None, names)), *point, feature, country, population=population)


def _geonames_feature(kind: str, code: str) -> Feature | None:
    if kind == "P":
        return "city"
    if kind == "A" and code in {"ADM1", "ADM2"}:
        return "admin1" if code == "ADM1" else "admin2"
    if kind in {"T", "L"}:
        return "region"
    return "site" if kind == "S" and code in _GEONAMES_SITES else None


def _pcodes(header: list[str], rows: Iterable[list[str]], area: Area | None) -> Iterator[Record]:
    columns = [header.index(name) for name in ("admin level", "p-code", "name")]
    place = header.index("location") if "location" in header else columns[1]
    parent = header.index("parent p-code") if "parent p-code" in header else columns[1]
    points: dict[str, tuple[str, tuple[float, float]]] = {}
    for row in rows:
        level, code, name = (row[column] for column in columns)
        country = country_code(row[place][:3])
        above = points.get(row[parent])
        if not country or level not in {"1", "2"} or area is None:
            continue
        point = area(country, name) or (above[1] if above else None)
        if point is not None:
            points[code] = name, point
            yield Record(
                code,
                name,
                (),
                *point,
                "admin1" if level == "1" else "admin2",
                country,
                above[0] if above else None,
            )


def _table(header: list[str], rows: Iterable[list[str]], file: str, country: str | None) -> Iterator[Record]:
    where = {field: _column(header, names) for field, names in _COLUMNS.items()}
    missing = [field for field in ("name", "latitude", "longitude") if where[field] is None]
    if missing:
        raise DataError(f"{file}: no column for {' and '.join(missing)}; name the columns name, lat and lon")
    whos_on_first = "placetype" in header
    read = list(rows)
    titles = {_cell(row, where["ref"]): _cell(row, where["name"]) for row in read} if whos_on_first else {}
    for line, row in enumerate(read, start=2):
        name = _cell(row, where["name"])
        point = _point(_cell(row, where["latitude"]), _cell(row, where["longitude"]), file, line)
        if not name or point is None:
            continue
        kind = _cell(row, where["feature"]).lower()
        feature: Feature = "admin1" if whos_on_first and kind == "region" else _FEATURES.get(kind, "city")
        if not whos_on_first and kind == "region":
            feature = "region"
        areas = [_cell(row, where[field]) for field in ("admin1", "admin2")]
        if whos_on_first:
            areas = [titles.get(cell, "") if cell.isdigit() else cell for cell in areas]
        yield Record(
            ref=_cell(row, where["ref"]) or str(line),
            name=name,
            names=tuple(filter(None, (n.strip() for n in _names(_cell(row, where["names"]))))),
            latitude=point[0],
            longitude=point[1],
            feature=feature,
            country=_country(_cell(row, where["country"]), country, file, line),
            admin1=areas[0] or None,
            admin2=areas[1] or None,
            population=_count(_cell(row, where["population"])),
        )


def _column(header: list[str], names: Sequence[str]) -> int | None:
    return next((header.index(name) for name in names if name in header), None)


def _cell(row: list[str], column: int | None) -> str:
    return row[column].strip() if column is not None and column < len(row) else ""


def _names(cell: str) -> list[str]:
    return cell.split("|" if "|" in cell else ";" if ";" in cell else ",")[:_MANY_NAMES]


def _country(cell: str, default: str | None, file: str, line: int) -> str:
    code = country_code(cell) if cell else default or ""
    if code is None:
        raise DataError(f"{file}: line {line}: unknown country {cell!r}; use ISO 3166-1 codes or English names")
    return code


def _count(cell: str) -> int:
    digits = cell.replace(",", "").split(".")[0]
    return int(digits) if digits.isdigit() else 0


def _point(latitude: str, longitude: str, file: str, line: int) -> tuple[float, float] | None:
    """The coordinates; None where both cells are empty."""
    if not latitude and not longitude:
        return None
    try:
        point = float(latitude), float(longitude)
    except ValueError:
        raise DataError(f"{file}: line {line}: {latitude!r}, {longitude!r} are no decimal degrees") from None
    if not (abs(point[0]) <= 90 and abs(point[1]) <= 180):
        raise DataError(f"{file}: line {line}: {latitude}, {longitude} are outside the globe (swapped columns?)")
    return point


def in_memory(file: Path) -> sqlite3.Connection:
    """A source as a database that lives as long as the connection."""
    connection = sqlite3.connect(":memory:", check_same_thread=False)
    create(connection)
    _write(connection, file, file.stem, FIRST_OWN_TIER, None, "", None)
    return connection


def add_to(
    database: Path,
    file: Path,
    *,
    name: str | None,
    country: str | None,
    citation: str,
    known: Sequence[Source],
    area: Area,
) -> Source:
    """Write a source into the user's database, in place of one of the same name."""
    title = name or file.name.split(".")[0]
    if any(source.name == title and source.tier < FIRST_OWN_TIER for source in known):
        raise DataError(f"{title!r} is the name of an embedded source: choose another name")
    tier = max([FIRST_OWN_TIER - 1, *(source.tier for source in known if source.name != title)]) + 1
    try:
        database.parent.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(database)
        with connection:
            if not connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'sources'").fetchone():
                create(connection)
                connection.execute("INSERT INTO meta VALUES ('schema', ?)", (str(SCHEMA),))
            remove_source(connection, title)
            source = _write(connection, file, title, tier, country, citation, area)
        connection.close()
    except (OSError, sqlite3.OperationalError) as error:
        raise WriteError(f"cannot write {database}: {error}") from None
    return source


def _write(
    connection: sqlite3.Connection,
    file: Path,
    title: str,
    tier: int,
    country: str | None,
    citation: str,
    area: Area | None,
) -> Source:
    records = read_source(file, country, area)
    version = hashlib.sha256(file.read_bytes()).hexdigest()[:12] if file.exists() else ""
    count = add_source(connection, title, tier, citation, version, records)
    if not count:
        raise DataError(f"{file.name}: no place with a name and coordinates")
    return Source(title, tier, citation, version, count)
