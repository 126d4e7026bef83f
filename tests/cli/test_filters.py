from __future__ import annotations

import datetime as dt
from dataclasses import fields
from typing import get_args, get_type_hints

import click
import pytest
from click.testing import CliRunner

from marsad.cli.filters import REVIEWS, STATUSES, filtering
from marsad.model import Status
from marsad.store.filters import Filter


def chosen(*arguments: str) -> Filter:
    found: list[Filter] = []

    @click.command()
    @filtering
    def command(filter: Filter) -> None:
        found.append(filter)

    result = CliRunner().invoke(command, arguments, standalone_mode=False)
    if result.exception:
        raise result.exception
    return found[0]


def test_without_options_nothing_is_filtered() -> None:
    assert chosen() == Filter()


def test_every_condition_has_an_option() -> None:
    everything = chosen(
        *("--type", "air_strike", "--type", "shelling", "--status", "happened", "--actor", "sy-military"),
        *("--place", "Tafas", "--country", "sy", "--admin1", "Daraa", "--box", "35.7,32.3,36.9,33.2"),
        *("--since", "2021-01-01", "--until", "2021-12-31", "--source", "SOHR", "--dispatch", "a", "--incident", "b"),
        *("--review", "done", "--uncontradicted", "--min-killed", "1", "--min-casualties", "2", "--text", "convoy"),
        *("--updated-since", "2021-02-03"),
    )
    assert everything == Filter(
        types=("air_strike", "shelling"),
        statuses=("happened",),
        actors=("sy-military",),
        place="Tafas",
        country="SY",
        admin1="Daraa",
        box=(35.7, 32.3, 36.9, 33.2),
        since=dt.date(2021, 1, 1),
        until=dt.date(2021, 12, 31),
        sources=("SOHR",),
        dispatch_id="a",
        incident_id="b",
        review="done",
        contradicted=False,
        min_killed=1,
        min_casualties=2,
        text="convoy",
        updated_since=dt.datetime(2021, 2, 3, tzinfo=dt.UTC),
    )
    assert not [
        field.name for field in fields(Filter) if getattr(everything, field.name) == getattr(Filter(), field.name)
    ]


def test_the_choices_are_those_of_the_record() -> None:
    assert get_args(Status) == STATUSES
    (review, _none) = get_args(get_type_hints(Filter)["review"])
    assert get_args(review) == REVIEWS


@pytest.mark.parametrize(
    "arguments",
    [("--type", "war"), ("--box", "1,2,3"), ("--box", "0,50,10,40"), ("--since", "soon"), ("--updated-since", "soon")],
)
def test_a_wrong_value_is_told(arguments: tuple[str, ...]) -> None:
    with pytest.raises(click.BadParameter):
        chosen(*arguments)
