"""What a change may not spoil: agreement with the coded dispatches, and the gate that loses no event."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator
from importlib import resources
from pathlib import Path
from typing import Any, get_args

import pytest

from marsad.codebook.types import event_types
from marsad.coding.coder import Coder
from marsad.coding.gate import RULE, tells_of_conflict
from marsad.evaluation.gold import Measured, measure_gold, read_gold
from marsad.model import Dispatch, Harm, RelationName, Status
from marsad.readers import read_paths

GOLD = Path(__file__).parent / "gold"
HALVES = ("development", "unseen")
FLOORS: dict[str, dict[str, Any]] = tomllib.loads((GOLD / "floors.toml").read_text("utf-8"))
OF_ALL = {half: FLOORS[half].pop("of all") for half in HALVES}
FILES = sorted(GOLD.glob("*/gold/*.json"))
IRRELEVANT = GOLD / "irrelevant.jsonl"
SAMPLES = Path(str(resources.files("marsad") / "samples"))

# Paths of a machine, addresses, and marks of a text that was copied from a page.
FORBIDDEN = re.compile(r"/(?:work|tmp|root|home)/|https?://|www\.|@[a-z]+\.[a-z]|©|Read more|Subscribe", re.IGNORECASE)

# How words of a count that stand apart are joined.
_PIECES = re.compile(r"\s*(?:\.\.\.|…| / )\s*")


@pytest.fixture(scope="module")
def coder() -> Coder:
    return Coder()


@pytest.fixture(scope="module")
def measured(coder: Coder) -> dict[str, Measured]:
    return {half: measure_gold(read_gold(GOLD / half), coder) for half in HALVES}


@pytest.mark.parametrize(("half", "name"), [(half, name) for half in HALVES for name in FLOORS[half]])
def test_agreement_with_the_coded_dispatches_stays_above_its_floor(
    measured: dict[str, Measured], half: str, name: str
) -> None:
    found = measured[half]
    figures = {
        "events": found.agreement.events.f1,
        "types": found.types.f1,
        "relations": found.agreement.relations.f1,
        **{cell: share.value for cell, share in found.agreement.cells.items()},
    }
    assert figures[name] >= FLOORS[half][name]


@pytest.mark.parametrize(("half", "cell"), [(half, cell) for half in HALVES for cell in OF_ALL[half]])
def test_cells_right_of_all_coded_events_stay_above_their_floor(
    measured: dict[str, Measured], half: str, cell: str
) -> None:
    events = measured[half].agreement.events
    right = measured[half].agreement.cells[cell].hits
    assert right / (events.true + events.missed) >= OF_ALL[half][cell]


@pytest.mark.parametrize("half", HALVES)
def test_coding_beats_one_event_for_each_dispatch(measured: dict[str, Measured], half: str) -> None:
    assert measured[half].agreement.events.f1 > 2 * measured[half].one_each.f1


def test_at_least_sixty_dispatches_are_coded_a_third_of_them_unseen() -> None:
    development, unseen = (len(list((GOLD / half / "gold").glob("*.json"))) for half in HALVES)
    assert development + unseen >= 60
    assert unseen >= (development + unseen) / 3


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_coded_dispatches_use_the_words_of_the_codebook(file: Path) -> None:
    coded = json.loads(file.read_text("utf-8"))
    for event in coded["events"]:
        assert {event["type"], *event.get("alt_types", [])} <= set(event_types())
        assert event["status"] in get_args(Status)
        assert event["place"].get("precision") in ("exact", "near", "region", "country", None)
        assert event["date"].get("precision") in ("day", "week", "month", "year", "unknown")
        for count in _counts(event):
            assert 0 <= count["low"] <= (count["low"] if count.get("high") is None else count["high"])
    assert {relation["rel"] for relation in coded["relations"]} <= set(get_args(RelationName))


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_coded_dispatches_quote_their_text_to_the_letter(file: Path) -> None:
    text = _text(file)
    coded = json.loads(file.read_text("utf-8"))
    assert coded["date"] in text
    for event in coded["events"]:
        assert event["quote"] in text
        for piece in (piece for count in _counts(event) for piece in _PIECES.split(count["text"])):
            assert piece in text


@pytest.mark.parametrize("file", [*FILES, IRRELEVANT], ids=lambda file: file.stem)
def test_dispatches_hold_no_addresses_and_no_paths(file: Path) -> None:
    for content in (file.read_text("utf-8"), *([] if file == IRRELEVANT else [_text(file)])):
        assert not FORBIDDEN.findall(content)


def test_every_event_type_occurs_in_the_coded_dispatches() -> None:
    coded = {event["type"] for file in FILES for event in json.loads(file.read_text("utf-8"))["events"]}
    assert set(event_types()) - {"other"} <= coded


def test_the_gate_loses_no_event(coder: Coder) -> None:
    """Without the gate every dispatch is parsed, also those that tell of no conflict: the codings are the same."""
    stream = [*_mixed_stream(), *_irrelevant(), *read_paths([SAMPLES], on_error=pytest.fail)]
    ungated = Coder(coder.gazetteer, coder.registry, gate=False)
    left_out = 0
    for one, other in zip(coder.code_many(stream), ungated.code_many(stream), strict=True):
        assert one.to_dict() == other.to_dict()
        left_out += any(reason.rule == RULE for reason in other.explanations)
    assert left_out > 0  # else nothing was parsed beyond what passes the gate


@pytest.mark.parametrize("half", HALVES)
def test_no_coded_dispatch_with_events_is_left_out(half: str) -> None:
    for item in read_gold(GOLD / half):
        dispatch = item.dispatch
        if item.gold.events:
            assert tells_of_conflict(f"{dispatch.title or ''} {dispatch.text[dispatch.body_start :]}"), item.id


def test_coding_many_dispatches_gives_what_coding_each_gives(coder: Coder) -> None:
    stream = list(_mixed_stream())[::3]
    for dispatch, coding in zip(stream, coder.code_many(stream), strict=True):
        assert coder.code(dispatch).to_dict() == coding.to_dict()


def test_news_of_sport_and_trade_hold_hardly_an_event(coder: Coder) -> None:
    codings = list(coder.code_many(_irrelevant()))
    assert sum(bool(coding.events) for coding in codings) <= len(codings) / 20


def _counts(event: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for harm in get_args(Harm):
        yield from event.get(harm, [])


def _text(file: Path) -> str:
    return (file.parents[1] / "text" / f"{file.stem}.txt").read_text("utf-8")


def _irrelevant() -> Iterator[Dispatch]:
    return read_paths([IRRELEVANT], on_error=pytest.fail)


def _mixed_stream() -> Iterator[Dispatch]:
    """All coded dispatches, each between two texts that tell of no conflict."""
    irrelevant = list(_irrelevant())
    for number, item in enumerate(one for half in HALVES for one in read_gold(GOLD / half)):
        yield irrelevant[number % len(irrelevant)]
        yield item.dispatch
        # a text of both: a report of conflict in a paper's page of other news
        mixed = f"{irrelevant[-1 - number % len(irrelevant)].text}\n\n{item.dispatch.text}"
        yield Dispatch(text=mixed, date=item.dispatch.date)
