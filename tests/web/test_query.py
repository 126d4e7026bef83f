"""A page's whole state is in its URL: what a filter says comes back from the query string that tells it."""

from __future__ import annotations

import datetime as dt
from typing import Any
from urllib.parse import parse_qs

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.datastructures import QueryParams
from starlette.exceptions import HTTPException

from marsad.codebook.types import event_types
from marsad.store.filters import Filter
from marsad.web.query import REVIEWS, STATUSES, filter_of
from marsad.web.rendering import query

_WORDS = st.text(st.characters(blacklist_categories=("Cs",), blacklist_characters="\x00"), min_size=1, max_size=40)
_TEXT = _WORDS.map(str.strip).filter(bool)
_SEVERAL = st.lists(_TEXT, unique=True, max_size=3).map(tuple)
_DEGREES = st.integers(-180_000, 180_000).map(lambda value: value / 1000)
_LATITUDES = st.lists(st.integers(-90_000, 90_000).map(lambda value: value / 1000), min_size=2, max_size=2).map(sorted)
_BOX = st.tuples(_DEGREES, _DEGREES, _LATITUDES).map(lambda one: (one[0], one[2][0], one[1], one[2][1]))
FILTERS = st.builds(
    Filter,
    types=st.lists(st.sampled_from(sorted(event_types())), unique=True, max_size=3).map(tuple),
    statuses=st.lists(st.sampled_from(STATUSES), unique=True, max_size=3).map(tuple),
    actors=_SEVERAL,
    place=st.none() | _TEXT,
    country=st.none() | st.sampled_from(["SY", "ML", "YE"]),
    admin1=st.none() | _TEXT,
    box=st.none() | _BOX,
    since=st.none() | st.dates(),
    until=st.none() | st.dates(),
    sources=_SEVERAL,
    dispatch_id=st.none() | _TEXT,
    incident_id=st.none() | _TEXT,
    review=st.none() | st.sampled_from(REVIEWS),
    contradicted=st.none() | st.booleans(),
    min_killed=st.none() | st.integers(0, 999_999_999),
    min_casualties=st.none() | st.integers(0, 999_999_999),
    text=st.none() | _TEXT,
    updated_since=st.none() | st.datetimes(dt.datetime(1990, 1, 1), timezones=st.just(dt.UTC)),
)


def _told(wanted: Filter) -> dict[str, Any]:
    yes = None if wanted.contradicted is None else "true" if wanted.contradicted else "false"
    return {
        "type": wanted.types,
        "status": wanted.statuses,
        "actor": wanted.actors,
        "place": wanted.place,
        "country": wanted.country,
        "admin1": wanted.admin1,
        "box": ",".join(str(one) for one in wanted.box) if wanted.box else None,
        "since": wanted.since,
        "until": wanted.until,
        "source": wanted.sources,
        "dispatch": wanted.dispatch_id,
        "incident": wanted.incident_id,
        "review": wanted.review,
        "contradicted": yes,
        "min_killed": wanted.min_killed,
        "min_casualties": wanted.min_casualties,
        "q": wanted.text,
        "updated_since": wanted.updated_since.isoformat() if wanted.updated_since else None,
    }


@given(FILTERS)
def test_a_filter_comes_back_from_its_query_string(wanted: Filter) -> None:
    assert filter_of(QueryParams(query(_told(wanted)))) == wanted


def test_a_link_keeps_what_is_given_and_changes_one_condition() -> None:
    given_now = {"type": ["attack", "armed_clash"], "q": "checkpoint & market", "after": "x"}

    changed = query(given_now, after=None, since="2021-03-01")

    assert parse_qs(changed) == {
        "type": ["attack", "armed_clash"],
        "q": ["checkpoint & market"],
        "since": ["2021-03-01"],
    }


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("since", "yesterday"),
        ("type", "party"),
        ("status", "maybe"),
        ("review", "liked"),
        ("country", "Syria"),
        ("box", "1,2,3"),
        ("box", "0,50,10,40"),
        ("box", "nan,0,0,0"),
        ("contradicted", "yes"),
        ("min_killed", "-1"),
        ("min_killed", "٣"),
        ("updated_since", "recently"),
    ],
)
def test_a_condition_that_cannot_be_read_is_refused_by_its_name(key: str, value: str) -> None:
    with pytest.raises(HTTPException) as refused:
        filter_of(QueryParams([(key, value)]))

    assert refused.value.status_code == 422
    assert refused.value.detail.startswith(f"{key}=")


def test_blank_conditions_are_none() -> None:
    assert filter_of(QueryParams("q=+&place=&since=&type=&actor=&min_killed=")) == Filter()
