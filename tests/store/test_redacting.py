"""A hidden name leaves the record nowhere, and the record forgets nothing."""

from __future__ import annotations

import dataclasses
import json

import pytest
from pydantic import BaseModel

from marsad.errors import NotFound, RecordError
from marsad.store.decisions import Decision
from marsad.store.filters import Filter
from marsad.store.record import Record
from marsad.store.redacting import hidden_names, hide, lift, redacted
from store.examples import coding

TOLD = coding()
NAME = TOLD.events[0].participants[0].name


def words(value: object) -> str:
    """Everything that can be read in a value."""
    if isinstance(value, BaseModel):
        return value.model_dump_json()
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return " ".join(words(getattr(value, field.name)) for field in dataclasses.fields(value))
    if isinstance(value, dict):
        return json.dumps(value, default=str)
    return " ".join(map(words, value)) if isinstance(value, list | tuple) else str(value)


def test_a_hidden_name_stands_in_nothing_that_is_read(record: Record) -> None:
    record.add(TOLD.dispatch, TOLD)
    hide(record.engine, NAME, "R")
    seen = redacted(record)
    read = [
        list(seen.events()), list(seen.incidents()), list(seen.dispatches()), seen.dispatch(TOLD.dispatch.id),
        seen.event(TOLD.events[0].id), seen.facets(), seen.points(), list(seen.relations()), seen.casts(),
        list(seen.proposals()), list(seen.decisions()), seen.coding(TOLD.dispatch.id),
    ]  # fmt: skip
    assert NAME.lower() in words(record.dispatch(TOLD.dispatch.id)).lower()
    assert NAME.lower() not in words(read).lower()


def test_spans_of_a_redacted_event_still_point_into_its_text(record: Record) -> None:
    record.add(TOLD.dispatch, TOLD)
    hide(record.engine, NAME, "R")
    plain, covered = next(record.events(Filter())), next(redacted(record).events(Filter()))
    assert len(plain.dispatch.text) == len(covered.dispatch.text)
    assert plain.event.evidence == covered.event.evidence


def test_a_lifted_name_is_read_again(record: Record) -> None:
    record.add(TOLD.dispatch, TOLD)
    hide(record.engine, NAME, "R")
    assert [hidden.name for hidden in hidden_names(record.engine)] == [NAME]
    lift(record.engine, NAME)
    assert redacted(record) is record
    with pytest.raises(NotFound):
        lift(record.engine, NAME)


def test_covered_words_cannot_come_back_as_data(record: Record) -> None:
    record.add(TOLD.dispatch, TOLD)
    hide(record.engine, NAME, "R")
    seen = redacted(record)
    with pytest.raises(RecordError):
        seen.add(TOLD.dispatch, TOLD)
    with pytest.raises(RecordError):
        seen.decide(Decision(who="R", kind="confirm", event_id=TOLD.events[0].id))
    with pytest.raises(RecordError, match="hidden already"):
        hide(record.engine, NAME, "R")
