"""Which events and incidents are there? The two tables with their facets, map and timeline; data beside each page."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal
from urllib.parse import quote

from fastapi import APIRouter, Request, Response
from markupsafe import Markup

from marsad.codebook.types import event_types
from marsad.exports.jsonl import json_text
from marsad.exports.tables import csv_cell
from marsad.exports.words import label
from marsad.store.filters import Filter
from marsad.store.record import Record
from marsad.web.access import Listed, OpenRecord, Reader
from marsad.web.api.shapes import account_out, incident_out
from marsad.web.etags import unchanged
from marsad.web.networks import name_of
from marsad.web.pictures import map_picture, timeline
from marsad.web.query import REVIEWS, SORTS, STATUSES, Asked
from marsad.web.remembering import remembered, rows_of
from marsad.web.rendering import page, part, query
from marsad.web.rows import COLUMNS, NUMBERS, SORTED_BY, USUAL, Row

router = APIRouter(include_in_schema=False)
What = Literal["events", "incidents"]
_SHOWN_VALUES = 12


@dataclass(frozen=True, slots=True)
class FacetValue:
    """One value of a facet, its count, and the list with or without it; `id` is that of its link."""

    id: str
    text: str
    count: int | None
    chosen: bool
    href: str


@dataclass(frozen=True, slots=True)
class Facet:
    """One facet of a list."""

    title: str
    values: list[FacetValue]
    chosen: bool


@dataclass(frozen=True, slots=True)
class Column:
    """A column's head: its name, its link to sort by it, and how it is sorted now."""

    key: str
    title: str
    href: str | None
    sorted: Literal["ascending", "descending"] | None
    number: bool


@dataclass(frozen=True, slots=True)
class Beside:
    """What stands beside a list's rows: how many there are, what narrows them, drawings of where and when they are."""

    total: int
    facets: dict[str, list[tuple[str, int]]]
    pictures: Markup


_FACETS = (
    ("type", "Type"),
    ("status", "Status"),
    ("actor", "Actor"),
    ("country", "Country"),
    ("admin1", "Area"),
    ("source", "Source"),
    ("review", "Review"),
    ("contradicted", "Contradicted"),
)


_ALL = Filter()
_CONDITIONS = {
    "type": "types",
    "status": "statuses",
    "actor": "actors",
    "country": "country",
    "admin1": "admin1",
    "source": "sources",
    "review": "review",
    "contradicted": "contradicted",
}
"""The condition of `Filter` that each facet sets."""


@router.get("/events")
def events_page(request: Request, record: OpenRecord, viewer: Reader, asked: Listed) -> Response:
    """The table of events."""
    return _page(request, record, asked, "events")


@router.get("/incidents")
def incidents_page(request: Request, record: OpenRecord, viewer: Reader, asked: Listed) -> Response:
    """The table of incidents."""
    return _page(request, record, asked, "incidents")


@router.get("/events.json")
def events_json(request: Request, record: OpenRecord, viewer: Reader, asked: Listed) -> Response:
    """The page's events as data."""
    found = list(record.events(asked.filter, sort=asked.sort, after=asked.after, limit=asked.limit))
    following = record.cursor_of(found[-1], asked.sort) if len(found) == asked.limit else None
    data = {"events": [account_out(one).model_dump(mode="json") for one in found], "next": following}
    return unchanged(request, json_text(data))


@router.get("/incidents.json")
def incidents_json(request: Request, record: OpenRecord, viewer: Reader, asked: Listed) -> Response:
    """The page's incidents as data."""
    found = list(record.incidents(asked.filter, sort=asked.sort, after=asked.after, limit=asked.limit))
    following = record.cursor_of(found[-1], asked.sort) if len(found) == asked.limit else None
    data = {"incidents": [incident_out(one).model_dump(mode="json") for one in found], "next": following}
    return unchanged(request, json_text(data))


@router.get("/events.csv")
def events_csv(request: Request, record: OpenRecord, viewer: Reader, asked: Listed) -> Response:
    """The page's events as a table."""
    return _csv(request, _rows(record, asked, "events")[0])


@router.get("/incidents.csv")
def incidents_csv(request: Request, record: OpenRecord, viewer: Reader, asked: Listed) -> Response:
    """The page's incidents as a table."""
    return _csv(request, _rows(record, asked, "incidents")[0])


def _page(request: Request, record: Record, asked: Asked, what: What) -> Response:
    rows, following = _rows(record, asked, what)
    shown = tuple(key for key in asked.columns if key in COLUMNS) or USUAL[what]
    beside = beside_list(record, asked.filter, what)
    return page(
        request,
        "listing.html.j2",
        what=what,
        asked=asked,
        rows=rows,
        columns=[_column(key, asked, what) for key in shown],
        choosable=[(key, title, key in shown) for key, title in COLUMNS.items()],
        facets=remembered(record, (what, "facets", query(asked.given)), lambda: _narrowing(beside, asked, what)),
        total=beside.total,
        next_href=f"/{what}?{query(asked.given, after=following)}" if following else None,
        first_href=f"/{what}?{query(asked.given)}" if asked.after else None,
        json_href=f"/{what}.json?{query(asked.given)}",
        csv_href=f"/{what}.csv?{query(asked.given)}",
        pictures=beside.pictures,
        types=event_types(),
        statuses=STATUSES,
        reviews=REVIEWS,
        sorts=SORTS,
        filtered=any(key not in ("sort", "column", "limit") for key in asked.given),
    )


def beside_list(record: Record, chosen: Filter, what: What) -> Beside:
    """What stands beside a list."""
    return remembered(record, (what, chosen), lambda: _beside(record, chosen, what))


def _beside(record: Record, chosen: Filter, what: What) -> Beside:
    days = record.days(chosen, what)
    drawn = part(
        "list_pictures.html.j2", map=map_picture(record.spots(chosen, what)), timeline=timeline(days), what=what
    )
    return Beside(sum(one.count for one in days), _counted(record, chosen, what), drawn)


def _narrowing(beside: Beside, asked: Asked, what: What) -> Markup:
    facets = _facets(beside.facets, asked, what)
    return part("facets.html.j2", facets=facets) if facets else Markup()


def _counted(record: Record, chosen: Filter, what: What) -> dict[str, list[tuple[str, int]]]:
    """The values of each facet. Where one is chosen, the others of its facet are counted as if none were."""
    counted = record.facets(chosen, what)
    for key, condition in _CONDITIONS.items():
        nothing = getattr(_ALL, condition)
        if getattr(chosen, condition) != nothing:
            lifted: dict[str, Any] = {condition: nothing}
            counted[key] = record.facets(replace(chosen, **lifted), what, (key,))[key]
    return counted


def _rows(record: Record, asked: Asked, what: What) -> tuple[list[Row], str | None]:
    """The page's rows, and the cursor of what follows them."""
    heads = record.heads(asked.filter, what, sort=asked.sort, after=asked.after, limit=asked.limit)
    following = record.cursor_at(heads[-1][0], what, asked.sort) if len(heads) == asked.limit else None
    return rows_of(record, what, heads), following


def _column(key: str, asked: Asked, what: What) -> Column:
    sort = SORTED_BY.get(key)
    if sort is None:
        return Column(key, COLUMNS[key], None, None, key in NUMBERS)
    now = asked.sort.removeprefix("-") == sort
    descending = asked.sort.startswith("-")
    known = [one for one in (f"-{sort}", sort) if one in SORTS]
    following = known[0] if not now else next((one for one in known if one != asked.sort), known[0])
    state: Literal["ascending", "descending"] | None = None
    if now:
        state = "descending" if descending else "ascending"
    href = f"/{what}?{query(asked.given, sort=following)}"
    return Column(key, COLUMNS[key], href, state, key in NUMBERS)


def _facets(counted: dict[str, list[tuple[str, int]]], asked: Asked, what: What) -> list[Facet]:
    facets: list[Facet] = []
    for key, title in _FACETS:
        chosen = [str(value) for value in asked.given.get(key, [])]
        several = key in ("type", "status", "actor", "source")
        values = [
            FacetValue(
                f"{key}={quote(text)}",
                _words(key, text),
                count,
                text in chosen,
                f"/{what}?{query(asked.given, **{key: _toggled(chosen, text, several=several)})}",
            )
            for text, count in _shown(_told(counted.get(key, ())), chosen)
        ]
        if values:
            facets.append(Facet(title, values, bool(chosen)))
    return facets


def _words(key: str, value: str) -> str:
    if key == "actor":
        return name_of(value)
    if key == "contradicted":
        return "accounts contradict each other" if value == "true" else "no contradiction"
    return label(value) if key in ("type", "status", "review") else value


def _told(values: Iterable[tuple[Any, int]]) -> list[tuple[str, int]]:
    return [
        (("true" if value else "false") if isinstance(value, bool) else str(value), count)
        for value, count in values
        if value not in (None, "")
    ]


def _shown(values: list[tuple[str, int]], chosen: Sequence[str]) -> list[tuple[str, int | None]]:
    """The most frequent values, and whatever is chosen, so that it can be taken away; None: not counted."""
    counts: dict[str, int | None] = dict(values)
    return [(name, counts.get(name)) for name in dict.fromkeys([*list(counts)[:_SHOWN_VALUES], *chosen])]


def _toggled(chosen: Sequence[str], value: str, *, several: bool) -> list[str]:
    if value in chosen:
        return [one for one in chosen if one != value]
    return [*chosen, value] if several else [value]


def _csv(request: Request, rows: Iterable[Row]) -> Response:
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    names = ("id", *COLUMNS)
    writer.writerow(names)
    for row in rows:
        writer.writerow([csv_cell(getattr(row, name)) for name in names])
    return unchanged(request, text.getvalue(), "text/csv; charset=utf-8")
