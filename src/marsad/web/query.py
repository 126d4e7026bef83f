"""What does a page's URL ask for? The filter, the order and the place in the list, from the query string.

The names are those of the command line's options: `type`, `actor`, `since` … A key may be given more than once where
the filter takes several values.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar, cast, get_args

from fastapi import Request
from starlette.datastructures import QueryParams
from starlette.exceptions import HTTPException

from marsad.codebook.types import event_types
from marsad.model import Status
from marsad.store.filters import Filter, Sort

SORTS: tuple[str, ...] = get_args(Sort)
STATUSES: tuple[str, ...] = get_args(Status)
REVIEWS = ("open", "done", "confirmed", "edited", "added", "rejected", "flagged")
PAGE = 50
LONGEST_PAGE = 1000
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Asked:
    """A list as its URL asks for it; `given` is the query string, to make links to other views of the same list."""

    filter: Filter
    sort: Sort
    after: str | None
    limit: int
    columns: tuple[str, ...]
    given: dict[str, Any] = field(default_factory=dict)


def asked(request: Request) -> Asked:
    """What a request's query string asks for. Raises a 422 that names the parameter which cannot be read."""
    params = request.query_params
    sort = params.get("sort") or "-date"
    if sort not in SORTS:
        raise _unreadable("sort", sort, f"one of {', '.join(SORTS)}")
    limit = _one(params, "limit", _whole)
    return Asked(
        filter=filter_of(params),
        sort=cast(Sort, sort),
        after=params.get("after") or None,
        limit=min(limit, LONGEST_PAGE) if limit else PAGE,
        columns=tuple(params.getlist("column")),
        given={key: told for key in dict.fromkeys(params) if key != "after" and (told := _given(params, key))},
    )


def filter_of(params: QueryParams) -> Filter:
    """The filter in a query string."""
    review = params.get("review") or None
    if review is not None and review not in REVIEWS:
        raise _unreadable("review", review, f"one of {', '.join(REVIEWS)}")
    return Filter(
        types=_several(params, "type", tuple(event_types())),
        statuses=_several(params, "status", STATUSES),
        actors=_several(params, "actor"),
        place=_text(params, "place"),
        country=_one(params, "country", _country),
        admin1=_text(params, "admin1"),
        box=_one(params, "box", box_of),
        since=_one(params, "since", _day),
        until=_one(params, "until", _day),
        sources=_several(params, "source"),
        dispatch_id=_text(params, "dispatch"),
        incident_id=_text(params, "incident"),
        review=cast(Any, review),
        contradicted=_one(params, "contradicted", _yes),
        min_killed=_one(params, "min_killed", _whole),
        min_casualties=_one(params, "min_casualties", _whole),
        text=_text(params, "q"),
        updated_since=_one(params, "updated_since", moment),
    )


def _text(params: QueryParams, key: str) -> str | None:
    return params.get(key, "").strip().replace("\x00", "")[:500] or None


def _given(params: QueryParams, key: str) -> list[str]:
    return [value for value in params.getlist(key) if value.strip()]


def _several(params: QueryParams, key: str, known: tuple[str, ...] | None = None) -> tuple[str, ...]:
    values = tuple(dict.fromkeys(value.replace("\x00", "")[:500] for value in params.getlist(key) if value.strip()))
    for value in values:
        if known is not None and value not in known:
            raise _unreadable(key, value, f"one of {', '.join(known)}")
    return values


def _one(params: QueryParams, key: str, read: Callable[[str], _T]) -> _T | None:
    value = params.get(key, "").strip()
    if not value:
        return None
    try:
        return read(value)
    except ValueError as error:
        raise _unreadable(key, value, str(error)) from error


def _unreadable(key: str, value: str, wanted: str) -> HTTPException:
    return HTTPException(422, f"{key}={value[:100]!r} cannot be read; give {wanted}")


def _day(value: str) -> dt.date:
    try:
        return dt.date.fromisoformat(value)
    except ValueError:
        raise ValueError("a day such as 2021-01-24") from None


def moment(value: str) -> dt.datetime:
    """A moment in a query string; without a time zone it is UTC. Raises `ValueError`."""
    try:
        read = dt.datetime.fromisoformat(value.replace(" ", "+"))
    except ValueError:
        raise ValueError("a moment such as 2021-01-24T12:00:00Z") from None
    return read if read.tzinfo else read.replace(tzinfo=dt.UTC)


def _whole(value: str) -> int:
    if not value.isascii() or not value.isdecimal() or len(value) > 9:
        raise ValueError("a whole number")
    return int(value)


def _yes(value: str) -> bool:
    if value not in ("true", "false"):
        raise ValueError("true or false")
    return value == "true"


def _country(value: str) -> str:
    if len(value) != 2 or not value.isascii() or not value.isalpha():
        raise ValueError("a country's two letters (ISO 3166-1) such as SY")
    return value.upper()


def box_of(value: str) -> tuple[float, float, float, float]:
    """West, south, east and north in degrees. Raises `ValueError`."""
    try:
        west, south, east, north = (float(part) for part in value.split(","))
    except ValueError:
        raise ValueError("west,south,east,north in degrees") from None
    if not (-180 <= west <= 180 and -180 <= east <= 180 and -90 <= south <= north <= 90):
        raise ValueError("west,south,east,north in degrees")
    return west, south, east, north
