from __future__ import annotations

import io
import json
from collections import Counter
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from marsad.actors.registry import ActorRegistry
from marsad.exports import ftm
from marsad.exports.happenings import Item
from marsad.exports.options import Options

from .records import account, accounts, actor, hostile_account, told_twice

REGISTRY = ActorRegistry.load()


def export(*items: Item, options: Options = Options()) -> list[dict[str, Any]]:  # noqa: B008
    file = io.StringIO()
    ftm.write(items, file, options, REGISTRY)
    return [json.loads(line) for line in file.getvalue().split("\n")[:-1]]


def only(entities: list[dict[str, Any]], schema: str) -> dict[str, Any]:
    (found,) = [entity for entity in entities if entity["schema"] == schema]
    return found


def test_every_line_is_an_entity_with_lists_of_strings() -> None:
    for entity in export(*accounts(), told_twice()):
        assert set(entity) == {"id", "schema", "properties"}
        for values in entity["properties"].values():
            assert values and all(isinstance(value, str) and value for value in values)


def test_nothing_is_written_twice_and_nothing_points_nowhere() -> None:
    entities = export(*accounts(), *accounts(), told_twice())
    ids = Counter(entity["id"] for entity in entities)
    assert set(ids.values()) == {1}
    pointing = ("involved", "addressEntity", "document", "resolved")
    for entity in entities:
        for name in pointing:
            assert set(entity["properties"].get(name, [])) <= set(ids)


def test_an_event_has_its_day_place_actors_and_sentences() -> None:
    entities = export(accounts()[0], options=Options(link_base="https://desk.example.org"))
    event = only(entities, "Event")["properties"]
    assert event["name"] == ["Armed clash, Tafas, 3 Feb 2021, dawn"]
    assert (event["startDate"], event["location"]) == (["2021-02-03"], ["Tafas"])
    assert "Heavy clashes broke out" in event["summary"][0]
    assert event["sourceUrl"][0].startswith("https://desk.example.org/dispatches/")
    assert len(event["involved"]) == 2
    assert only(entities, "Address")["properties"]["latitude"] == ["32.7353"]


def test_known_actors_are_organizations_by_the_registrys_name_and_civilians_none() -> None:
    army = actor("side_a", "the army", "sy-military", "State forces")
    entities = export(account(sides=(army, actor("side_b", "civilians", None, "Civilians"), actor("third", "elders"))))
    assert only(entities, "Organization")["properties"]["name"] == ["Syrian Arab Army"]
    assert only(entities, "LegalEntity")["properties"]["name"] == ["elders"]
    assert sum(entity["schema"] == "Mention" for entity in entities) == 2


def test_an_incident_is_one_event_with_several_articles() -> None:
    schemas = Counter(entity["schema"] for entity in export(told_twice()))
    assert (schemas["Event"], schemas["Article"]) == (1, 2)


def test_the_text_of_a_dispatch_is_written_only_on_request() -> None:
    assert "bodyText" not in only(export(account()), "Article")["properties"]
    assert "bodyText" in only(export(account(), options=Options(evidence=True)), "Article")["properties"]


@given(st.text(st.characters()))
def test_any_text_gives_valid_json(text: str) -> None:
    assert export(hostile_account(text))
