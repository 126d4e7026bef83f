from __future__ import annotations

import io
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marsad.codebook.types import event_types
from marsad.exports import plover
from marsad.exports.crosswalks import plover as conventions
from marsad.exports.happenings import Item
from marsad.exports.options import LeftOut, Options

from .records import account, actor, count, hostile_account, told_twice


def export(*items: Item, options: Options = Options()) -> tuple[list[dict[str, Any]], LeftOut]:  # noqa: B008
    file = io.StringIO()
    left_out = plover.write(items, file, options)
    return json.loads(file.getvalue()), left_out


def record(item: Item) -> dict[str, Any]:
    (only,), _ = export(item)
    return only


def test_every_type_has_a_type_and_mode_of_plover_or_is_left_out() -> None:
    for key, kind in event_types().items():
        found, left_out = export(account(key))
        if not kind.plover:
            assert (found, left_out) == ([], {f"no PLOVER type ({key})": 1})
            continue
        modes = conventions().types[found[0]["type"]]
        assert found[0]["mode"] is None or found[0]["mode"] in modes


def test_actor_and_recipient_are_lists_with_ids_of_the_registry() -> None:
    army = actor("side_a", "the army", "sy-military", "State forces")
    found = record(account("air_strike", sides=(army, actor("side_b", "villagers", None, "Civilians"))))
    assert (found["type"], found["mode"]) == ("ASSAULT", "aerial")
    assert found["actor"] == [{"name": "the army", "id": "sy-military", "kind": "State forces"}]
    assert found["recipient"] == [{"name": "villagers", "id": None, "kind": "Civilians"}]


def test_territory_is_assaulted_where_people_fell_and_seized_where_nobody_did() -> None:
    taken = record(account("territory_taken"))
    fought = record(account("territory_taken", counts=(count(4, 4, 4),)))
    assert [(r["type"], r["mode"]) for r in (taken, fought)] == [("COERCE", "seize"), ("ASSAULT", None)]


@pytest.mark.parametrize(
    ("status", "auxiliary"),
    [
        ("happened", []),
        ("planned", ["future"]),
        ("threatened", ["future", "hypothetical"]),
        ("failed", ["negation"]),
        ("denied", ["negation"]),
    ],
)
def test_the_status_is_an_auxiliary(status: str, auxiliary: list[str]) -> None:
    assert record(account(status=status))["auxiliary"] == auxiliary


def test_what_lies_long_before_its_report_is_historical() -> None:
    assert record(account(time=("2020-12-01", "2020-12-02", "day")))["auxiliary"] == ["historical"]


def test_a_record_tells_its_sources_words_counts_and_link() -> None:
    (found,), _ = export(told_twice(), options=Options("incidents", link_base="https://desk.example.org"))
    assert found["killed"] == {"low": 4, "best": 6, "high": 6}
    assert [source["source"] for source in found["sources"]] == ["a local monitor", "a news agency"]
    assert found["text"].startswith("[a local monitor] Fighters clashed in Tafas.")
    assert found["link"] == "https://desk.example.org/incidents/incident-1"
    assert found["location"]["country"] == "SYR"


def test_no_event_is_an_empty_list() -> None:
    assert export() == ([], {})


def test_a_repost_is_left_out() -> None:
    assert export(account(repost_of="another")) == ([], {"repost": 1})


@given(st.text(st.characters()))
def test_any_text_gives_valid_json(text: str) -> None:
    assert record(hostile_account(text))["location"]["name"] == text
