"""Actor files: CSV tables that a researcher edits in a spreadsheet, read with a checked schema.

Columns, in any order:
`id,name,aliases,local_aliases,kind,country,parent,backers,leaders,valid_from,valid_to,source`. Lists are
divided by `|`. Only `name` and `kind` are needed; an id is then made from country and name.
"""

from __future__ import annotations

import csv
import hashlib
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields
from importlib import resources
from pathlib import Path

from anyascii import anyascii

from marsad.codebook.countries import countries
from marsad.errors import DataError

KINDS = (
    "State forces",
    "Rebel group",
    "Political militia",
    "Identity militia",
    "Rioters",
    "Protesters",
    "Civilians",
    "External/Other forces",
)
"""ACLED's eight kinds of actors, in the order of its codes 1 to 8."""

_LISTS = ("aliases", "local_aliases", "backers", "leaders")
_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_DATE = re.compile(r"\d{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?")


@dataclass(frozen=True, slots=True)
class Actor:
    """One actor. `kind` is one of `KINDS`; `country`, ISO 3166-1 alpha-2, is where it operates or belongs.

    `aliases` are all other names; those of them in `local_aliases` mean this actor only in a text about its
    country ("AA", "National Army"). `parent` and `backers` are ids of actors. `valid_from` and `valid_to` are
    ISO dates, or years or months where no more is known. `source` says where the facts stand.
    """

    id: str
    name: str
    aliases: tuple[str, ...]
    kind: str
    country: str | None
    parent: str | None
    backers: tuple[str, ...]
    leaders: tuple[str, ...]
    valid_from: str | None
    valid_to: str | None
    source: str
    local_aliases: tuple[str, ...] = ()


COLUMNS = (
    "id", "name", "aliases", "local_aliases", "kind", "country", "parent", "backers", "leaders", "valid_from",
    "valid_to", "source",
)  # fmt: skip


def slug(name: str, country: str | None = None) -> str:
    """A readable id from a name ("Hay’at Tahrir al-Sham", "SY": "sy-hayat-tahrir-al-sham")."""
    plain = re.sub(r"['’‘ʿʾ`]", "", anyascii(name)).lower()
    parts = [country.lower()] if country else []
    return "-".join([*parts, *re.findall(r"[a-z0-9]+", plain)])


def read_table(text: str, file: str, *, default_source: str | None = None) -> list[Actor]:
    """The actors of one CSV table. Raises `DataError` naming `file`, line and entry at the first breach.

    `default_source` stands for an empty `source`; without it every row must tell its own.
    """
    reader = csv.DictReader(io.StringIO(text.removeprefix("\ufeff")), restkey="")
    header = [column.strip() for column in reader.fieldnames or ()]
    unknown = [column for column in header if column not in COLUMNS]
    if unknown:
        raise DataError(f"{file}: unknown column {unknown[0]!r}: the columns are {', '.join(COLUMNS)}")
    missing = [column for column in ("name", "kind") if column not in header]
    if missing:
        raise DataError(f"{file}: the column {missing[0]!r} is missing")
    reader.fieldnames = header
    actors: list[Actor] = []
    lines: dict[str, int] = {}
    for row in _rows(reader, file):
        where = f"{file}, line {reader.line_num}"
        if "" in row:
            raise DataError(f"{where}: more cells than columns; put quotes around a cell that holds a comma")
        cells = {column: (row.get(column) or "").strip() for column in COLUMNS}
        if not any(cells.values()):
            continue
        actor = actor_from(cells, where, default_source=default_source)
        if actor.id in lines:
            raise DataError(f"{where}: id {actor.id!r} stands already in line {lines[actor.id]}")
        lines[actor.id] = reader.line_num
        actors.append(actor)
    return actors


def _rows(reader: csv.DictReader[str], file: str) -> Iterator[dict[str, str]]:
    try:
        yield from reader
    except csv.Error as error:
        raise DataError(f"{file}, line {reader.line_num}: not a CSV table: {error}") from None


def actor_from(cells: dict[str, str], where: str, *, default_source: str | None = None) -> Actor:
    """One actor from the cells of a row. `where` opens the message of the `DataError` at a breach."""
    name = cells["name"]
    if not name:
        raise DataError(f"{where}: name is empty")
    kind = cells["kind"]
    if kind in map(str, range(1, 9)):
        kind = KINDS[int(kind) - 1]
    if kind not in KINDS:
        raise DataError(f"{where}: {name!r}: kind {kind!r} is none of {', '.join(KINDS)}")
    country = cells.get("country") or None
    if country is not None and country not in countries():
        raise DataError(f"{where}: {name!r}: country {country!r} is no ISO 3166-1 code of two letters")
    id = cells.get("id") or slug(name, country)
    if not _ID.fullmatch(id):
        raise DataError(f"{where}: {name!r}: id {id!r} must be lower-case letters, digits and hyphens")
    valid_from, valid_to = cells.get("valid_from") or None, cells.get("valid_to") or None
    for column, value in (("valid_from", valid_from), ("valid_to", valid_to)):
        if value is not None and not _DATE.fullmatch(value):
            raise DataError(f"{where}: {name!r}: {column} {value!r} is no date (2014, 2014-06 or 2014-06-29)")
    if valid_from and valid_to and not starts_before(valid_from, valid_to):
        raise DataError(f"{where}: {name!r}: valid_from {valid_from} lies after valid_to {valid_to}")
    source = cells.get("source") or default_source
    if not source:
        raise DataError(f"{where}: {name!r}: source is empty; say where the facts stand")
    if cells.get("local_aliases") and country is None:
        raise DataError(f"{where}: {name!r}: local_aliases count only in a country; fill in country")
    lists = {column: _items(cells.get(column, "")) for column in _LISTS}
    return Actor(
        id=id,
        name=name,
        aliases=tuple(dict.fromkeys(lists["aliases"] + lists["local_aliases"])),
        kind=kind,
        country=country,
        parent=cells.get("parent") or None,
        backers=lists["backers"],
        leaders=lists["leaders"],
        valid_from=valid_from,
        valid_to=valid_to,
        source=source,
        local_aliases=lists["local_aliases"],
    )


def _items(cell: str) -> tuple[str, ...]:
    return tuple(item for part in cell.split("|") if (item := part.strip()))


def starts_before(first: str, last: str) -> bool:
    """Whether `first` begins no later than `last` ends; a year or month stands for all of its days."""
    return first[: len(last)] <= last


def write_table(actors: Iterable[Actor]) -> str:
    """The actors as CSV text, in the shape that `read_table` reads."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for actor in actors:
        everywhere = tuple(alias for alias in actor.aliases if alias not in actor.local_aliases)
        cells = {field.name: getattr(actor, field.name) for field in fields(actor)} | {"aliases": everywhere}
        writer.writerow([_cell(cells[column]) for column in COLUMNS])
    return out.getvalue()


def _cell(value: str | Sequence[str] | None) -> str:
    if value is None or isinstance(value, str):
        return value or ""
    return " | ".join(value)


def shipped_tables() -> dict[str, str]:
    """File name to text of the actor tables that come with Marsad."""
    folder = resources.files("marsad.actors").joinpath("data")
    found = {item.name: item.read_text("utf-8") for item in folder.iterdir() if item.name.endswith(".csv")}
    if not found:
        raise DataError("the actor tables are missing: reinstall marsad")
    return dict(sorted(found.items()))


def shipped_actors() -> list[Actor]:
    """The actors that come with Marsad. Raises `DataError` where a table breaks its schema."""
    found: dict[str, Actor] = {}
    where: dict[str, str] = {}
    for file, text in shipped_tables().items():
        for actor in read_table(text, file):
            if actor.id in found:
                raise DataError(f"{file}: id {actor.id!r} stands already in {where[actor.id]}")
            found[actor.id], where[actor.id] = actor, file
    return list(found.values())


def read_file(path: Path) -> str:
    """The text of a table on disk. Raises `DataError` where it cannot be read as UTF-8 text."""
    try:
        return path.read_text("utf-8-sig")
    except OSError as error:
        raise DataError(f"{path}: cannot be read: {error.strerror}") from None
    except UnicodeDecodeError:
        raise DataError(f"{path}: not UTF-8 text; save the table as CSV UTF-8") from None


def check_references(actors: dict[str, Actor]) -> None:
    """Raise `DataError` where a parent or backer is no known id, or an actor is its own ancestor."""
    for actor in actors.values():
        for column, ids in (("parent", (actor.parent,)), ("backers", actor.backers)):
            for id in ids:
                if id is not None and id not in actors:
                    raise DataError(f"actor {actor.id!r}: {column} {id!r} is no actor's id")
        seen = {actor.id}
        parent = actor.parent
        while parent is not None:
            if parent in seen:
                raise DataError(f"actor {actor.id!r}: its parents run in a circle through {parent!r}")
            seen.add(parent)
            parent = actors[parent].parent


def version_of(texts: Iterable[str]) -> str:
    """A short hash over tables: the same actors give the same version everywhere."""
    digest = hashlib.sha256()
    for text in texts:
        digest.update(text.encode("utf-8"))
        digest.update(b"\x1f")
    return digest.hexdigest()[:12]
