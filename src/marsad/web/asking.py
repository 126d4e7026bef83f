"""What may a list be asked for? The query parameters of lists, as the API's OpenAPI document tells them."""

from __future__ import annotations

from typing import Any

from marsad.codebook.types import event_types
from marsad.web.query import LONGEST_PAGE, PAGE, REVIEWS, SORTS, STATUSES

_DAY = {"type": "string", "format": "date"}
_MOMENT = {"type": "string", "format": "date-time"}
_TEXT = {"type": "string", "maxLength": 500}
_WHOLE = {"type": "integer", "minimum": 0, "maximum": 999_999_999}


def _one(name: str, schema: dict[str, Any], told: str) -> dict[str, Any]:
    return {"name": name, "in": "query", "required": False, "schema": schema, "description": told}


def _several(name: str, items: dict[str, Any], told: str) -> dict[str, Any]:
    schema = {"type": "array", "items": items}
    return _one(name, schema, f"{told}; may be given several times") | {"style": "form", "explode": True}


def _among(values: tuple[str, ...]) -> dict[str, Any]:
    return {"type": "string", "enum": list(values)}


FILTER: list[dict[str, Any]] = [
    _several("type", _among(tuple(event_types())), "event type of the codebook"),
    _several("status", _among(STATUSES), "whether it is told as having happened"),
    _several("actor", _TEXT, "an actor's id in the registry, with all that stands below it, or a name as written"),
    _one("place", _TEXT, "a gazetteer id or the name of a place or an area"),
    _one("country", {"type": "string", "pattern": "^[A-Za-z]{2}$"}, "country, ISO 3166-1 alpha-2"),
    _one("admin1", _TEXT, "first administrative division"),
    _one("box", {"type": "string"}, "west,south,east,north in degrees (WGS84)"),
    _one("since", _DAY, "the first day"),
    _one("until", _DAY, "the last day"),
    _several("source", _TEXT, "publisher"),
    _one("dispatch", _TEXT, "id of a dispatch"),
    _one("incident", _TEXT, "id of an incident"),
    _one("review", _among(REVIEWS), "what people have said of it; without it all but rejected"),
    _one("contradicted", _among(("true", "false")), "whether its accounts contradict each other"),
    _one("min_killed", _WHOLE, "people killed, at least (best figure)"),
    _one("min_casualties", _WHOLE, "people killed or injured, at least (best figure)"),
    _one("q", _TEXT, 'words that must stand in it; "in quotes" as they follow each other, with a minus not'),
    _one("updated_since", _MOMENT, "only what has changed since; without a time zone it is UTC"),
]
"""Which events, incidents or dispatches."""

PAGED: list[dict[str, Any]] = [
    _one("sort", _among(SORTS), "order; a minus is from the latest or highest down (default -date)"),
    _one("after", {"type": "string"}, "`next` of the page before"),
    _one("limit", {"type": "integer", "minimum": 1, "maximum": 999_999_999},
         f"how many (default {PAGE}, at most {LONGEST_PAGE})"),
]  # fmt: skip
"""In which order, and which page."""

FILTERED: dict[str, Any] = {"parameters": FILTER}
LISTED: dict[str, Any] = {"parameters": [*FILTER, *PAGED]}
