"""Codings and gold standards in one shape, to be compared cell by cell."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, get_args

from pydantic import ValidationError

from marsad.errors import DataError
from marsad.model import Casualty, Coding, Event, Harm, Role, Span

HARMS: tuple[Harm, ...] = get_args(Harm)
ROLES: tuple[Role, ...] = get_args(Role)


@dataclass(frozen=True)
class Coded:
    """One coded event.

    `types` holds the type and, in a gold standard, other types that are as good; `places` the place's name
    and other names of it; `days` is None where the time is not known. `harmed` counts people by harm: the
    fewest that the coding allows, a total and its parts once. `optional`: defensible, neither asked for nor
    wrong.
    """

    types: tuple[str, ...]
    status: str
    mutual: bool
    sides: Mapping[Role, tuple[str, ...]]
    places: tuple[str, ...]
    within: str | None
    point: tuple[float, float] | None
    days: tuple[dt.date, dt.date] | None
    day_known: bool
    harmed: Mapping[Harm, int]
    credits: tuple[str, ...]
    weapons: tuple[str, ...]
    words: str
    optional: bool = False

    @property
    def type(self) -> str:
        """The type that was coded."""
        return self.types[0]


@dataclass(frozen=True)
class CodedRelation:
    """A relation between two actors."""

    a: str
    name: str
    b: str


@dataclass(frozen=True)
class Document:
    """The coding of one dispatch."""

    events: list[Coded] = field(default_factory=list)
    relations: list[CodedRelation] = field(default_factory=list)


def read_document(path: Path, text: str = "") -> Document:
    """A coding, as `marsad code --format jsonl` writes it, or a gold standard in its own shape.

    `text` is the dispatch's text, from which a coding's words are taken. Raises `DataError` where the file is
    neither.
    """
    return _document(_json(_content(path), str(path)), str(path), text)


def read_lines(path: Path, texts: Mapping[str, str]) -> dict[str, Document]:
    """The codings of a JSONL file by the dispatches' `external_id` (the name of a file), else by their `id`.

    `texts` are the dispatches' texts by the same name. Raises `DataError` that names the line.
    """
    found: dict[str, Document] = {}
    for number, line in enumerate(_content(path).split("\n"), start=1):
        if line.strip():
            where = f"{path}: line {number}"
            record = _json(line, where)
            dispatch = record.get("dispatch") if isinstance(record, dict) else None
            if not isinstance(dispatch, dict):
                raise DataError(f"{where}: no coding")
            name = str(dispatch.get("external_id") or dispatch.get("id"))
            if name in found:
                raise DataError(f"{where}: a second coding of {name}")
            found[name] = _document(record, where, texts.get(name, ""))
    return found


def _content(path: Path) -> str:
    try:
        return path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise DataError(f"{path}: cannot be read: {error}") from None


def _json(content: str, where: str) -> Any:
    try:
        return json.loads(content)
    except json.JSONDecodeError as error:
        raise DataError(f"{where}: not JSON: {error}") from None


def _document(record: Any, where: str, text: str) -> Document:
    if isinstance(record, list):
        record = {"events": record}
    if not isinstance(record, dict) or not isinstance(record.get("events"), list):
        raise DataError(f"{where}: neither a coding nor a gold standard: it has no list of events")
    if "coder" in record and "dispatch" in record:
        try:
            return from_coding(Coding.model_validate(record), text)
        except ValidationError as error:
            raise DataError(f"{where}: not a coding of this version: {_first(error)}") from None
    try:
        return _from_gold(record)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise DataError(f"{where}: not a gold standard: {error!r}") from None


def _first(error: ValidationError) -> str:
    first = error.errors()[0]
    return f"{'.'.join(str(part) for part in first['loc'])}: {first['msg']}"


def from_coding(coding: Coding, text: str = "") -> Document:
    """A coding in the shape to be compared; `text` stands in where the coding has none."""
    words = coding.dispatch.text or text
    return Document(
        [_from_event(event, words) for event in coding.events],
        [CodedRelation(item.a, item.relation, item.b) for item in coding.relations],
    )


def _from_event(event: Event, text: str) -> Coded:
    place, time = event.place, event.time
    located = place.latitude is not None and place.longitude is not None
    return Coded(
        types=(event.type,),
        status=event.status,
        mutual=event.mutual,
        sides={role: tuple(actor.name for actor in event.side(role)) for role in ROLES},
        places=(place.name,) if place.name else (),
        within=place.within,
        point=(place.latitude or 0.0, place.longitude or 0.0) if located else None,
        days=(time.start, time.end or time.start) if time.start else None,
        day_known=time.precision == "day",
        harmed=_fewest(event.casualties),
        credits=tuple(credit.source for credit in event.attribution),
        weapons=tuple(weapon.name for weapon in event.weapons),
        words=_words(text, event.evidence),
    )


def _words(text: str, spans: Sequence[Span]) -> str:
    return " ".join(text[span.start : span.end] for span in spans)


def _fewest(casualties: Sequence[Casualty]) -> dict[Harm, int]:
    """People by harm; a total counts as the larger of itself and the sum of its parts (codebook 3)."""
    found: dict[Harm, int] = {}
    for index, entry in enumerate(casualties):
        if entry.part_of is None or entry.part_of == index:
            parts = [part.low for part in casualties if part.part_of == index and part.harm == entry.harm]
            found[entry.harm] = found.get(entry.harm, 0) + max(entry.low, sum(parts))
    return found


def _from_gold(record: dict[str, Any]) -> Document:
    return Document(
        [_from_gold_event(event) for event in record.get("events", [])],
        [
            CodedRelation(item["a"], item.get("rel") or item["relation"], item["b"])
            for item in record.get("relations") or []
        ],
    )


def _from_gold_event(event: dict[str, Any]) -> Coded:
    place, date = event.get("place") or {}, event.get("date") or {}
    days = None
    if date.get("from") and date.get("precision") != "unknown":
        start = dt.date.fromisoformat(date["from"])
        days = (start, dt.date.fromisoformat(date.get("to") or date["from"]))
    point = None
    if place.get("lat") is not None and place.get("lon") is not None:
        point = (float(place["lat"]), float(place["lon"]))
    return Coded(
        types=(event["type"], *(event.get("alt_types") or [])),
        status=event.get("status") or "happened",
        mutual=bool(event.get("mutual")),
        sides={role: tuple(_names(event.get(role))) for role in ROLES},
        places=tuple(name for name in (place.get("name"), *(place.get("alt_names") or [])) if name),
        within=place.get("within"),
        point=point,
        days=days,
        day_known=date.get("precision") == "day",
        harmed={harm: sum(_low(entry) for entry in event[harm]) for harm in HARMS if event.get(harm)},
        credits=tuple(_names(event.get("according_to"))),
        weapons=tuple(_names(event.get("weapons"))),
        words=str(event.get("quote") or ""),
        optional=bool(event.get("optional")),
    )


def _names(value: Any) -> Iterable[str]:
    entries = [value] if isinstance(value, str) else value or []
    return [name for entry in entries if (name := entry["name"] if isinstance(entry, dict) else entry)]


def _low(entry: Any) -> int:
    return int(entry.get("low") or 0) if isinstance(entry, dict) else int(entry)
