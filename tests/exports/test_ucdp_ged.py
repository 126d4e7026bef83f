from __future__ import annotations

import csv
import io
from pathlib import Path

import duckdb
import pandas
import pytest
from hypothesis import given
from hypothesis import strategies as st

from marsad.actors.registry import ActorRegistry
from marsad.exports import ucdp_ged
from marsad.exports.happenings import Item, happening
from marsad.exports.options import LeftOut, Options
from marsad.exports.ucdp_ged import date_prec, deaths_by_side, priogrid_cell
from marsad.incidents.sums import group_sum
from marsad.model import Side, When

from .records import account, actor, count, hostile_account, told_twice

# The 49 columns as the field has them, written out here once more.
COLUMNS = """id, relid, year, active_year, code_status, type_of_violence, conflict_dset_id, conflict_new_id,
conflict_name, dyad_dset_id, dyad_new_id, dyad_name, side_a_dset_id, side_a_new_id, side_a,
side_b_dset_id, side_b_new_id, side_b, number_of_sources, source_article, source_office,
source_date, source_headline, source_original, where_prec, where_coordinates, where_description,
adm_1, adm_2, latitude, longitude, geom_wkt, priogrid_gid, country, country_id, region,
event_clarity, date_prec, date_start, date_end, deaths_a, deaths_b, deaths_civilians,
deaths_unknown, best, high, low, gwnoa, gwnob""".replace("\n", " ").split(", ")
REGISTRY = ActorRegistry.load()
INCIDENTS = Options("incidents")
ARMY = actor("side_a", "the army", "sy-military", "State forces")
REBELS = actor("side_a", "HTS", "sy-hts", "Rebel group")
CIVILIANS = actor("side_b", "villagers", None, "Civilians")
FOUR = (count(4, 4, 4, "four"),)


def export(*items: Item, options: Options = INCIDENTS) -> tuple[list[dict[str, str]], LeftOut]:
    file = io.StringIO(newline="")
    left_out = ucdp_ged.write(items, file, options, REGISTRY)
    return list(csv.DictReader(io.StringIO(file.getvalue(), newline=""))), left_out


def row(item: Item, options: Options = INCIDENTS) -> dict[str, str]:
    (only,), _ = export(item, options=options)
    return only


def turned(participant: object) -> object:
    return participant.model_copy(update={"role": "side_b"})  # type: ignore[attr-defined]


def test_the_header_is_that_of_the_field() -> None:
    assert list(row(told_twice())) == COLUMNS and len(COLUMNS) == 49


def test_a_row_has_the_fields_values() -> None:
    found = row(told_twice())
    assert (found["year"], found["date_prec"], found["where_prec"], found["event_clarity"]) == ("2021", "1", "1", "1")
    assert found["date_start"] == "2021-02-03 00:00:00.000"
    assert (found["best"], found["high"], found["low"], found["deaths_unknown"]) == ("6", "6", "4", "6")
    assert found["geom_wkt"] == "POINT (36.0669 32.73534)"
    assert (found["country"], found["region"], found["adm_1"]) == ("Syria", "Middle East", "Daraa")
    assert (found["number_of_sources"], found["source_office"]) == ("2", "a local monitor;a news agency")
    assert found["source_article"].startswith('"a local monitor,2021-02-04,A title";"a news agency,')


def test_ids_that_marsad_cannot_know_stay_blank() -> None:
    found = row(told_twice(), Options("incidents", evidence=True))
    unknown = [name for name in COLUMNS if name.endswith("_id") or name.startswith(("conflict_", "dyad_", "gwno"))]
    assert len(unknown) >= 12
    assert {found[name] for name in (*unknown, "id", "relid", "active_year", "code_status")} == {""}
    assert found["marsad_id"] == "incident-1"


@pytest.mark.parametrize(
    ("sides", "violence", "a", "b"),
    [
        ((ARMY, turned(REBELS)), "1", "Government of Syria", "Hay'at Tahrir al-Sham"),
        ((REBELS, turned(ARMY)), "1", "Government of Syria", "Hay'at Tahrir al-Sham"),
        ((REBELS, actor("side_b", "IS", "is", "Rebel group")), "2", "Hay'at Tahrir al-Sham", "Islamic State"),
        ((ARMY, CIVILIANS), "3", "Government of Syria", "Civilians"),
        ((actor("side_a", "demonstrators", None, "Protesters"), turned(ARMY)), "3", "Government of Syria", "Civilians"),
        ((actor("side_a", "gunmen"), CIVILIANS), "", "gunmen", "Civilians"),
        ((), "", "", ""),
    ],
)
def test_the_type_of_violence_follows_from_the_sides(sides: tuple, violence: str, a: str, b: str) -> None:  # type: ignore[type-arg]
    found = row(account("attack", sides=sides, counts=FOUR))
    assert (found["type_of_violence"], found["side_a"], found["side_b"]) == (violence, a, b)


def test_deaths_stand_with_their_side_also_where_ucdp_turns_the_sides() -> None:
    counts = (
        count(9, 9, 9, "nine"),
        count(4, 4, 4, "four soldiers", side="side_b", part_of=0),
        count(2, 2, 2, "two fighters", side="side_a", part_of=0),
        count(1, 1, 1, "a child", side="civilian", part_of=0),
    )
    found = row(account(sides=(REBELS, turned(ARMY)), counts=counts))  # type: ignore[arg-type]
    assert [found[f"deaths_{group}"] for group in ("a", "b", "civilians", "unknown")] == ["4", "2", "1", "2"]
    assert found["best"] == "9"


def test_the_dead_of_a_civilian_side_are_civilians() -> None:
    counts = (count(4, 4, 4, "four", side="side_b"),)
    assert row(account("attack", sides=(ARMY, CIVILIANS), counts=counts))["deaths_civilians"] == "4"


SIDES: list[Side | None] = ["side_a", "side_b", "civilian", "third", None]


@given(
    st.lists(
        st.tuples(st.integers(0, 50), st.integers(0, 50), st.sampled_from(SIDES), st.integers(0, 5) | st.none()),
        min_size=1,
        max_size=6,
    )
)
def test_the_deaths_by_side_add_up_to_the_best_figure(groups: list[tuple[int, int, Side | None, int | None]]) -> None:
    counts = tuple(
        count(low, low + more, None, side=side, part_of=part_of if part_of != index else None)
        for index, (low, more, side, part_of) in enumerate(groups)
    )
    figures = happening(account(counts=counts)).figures
    total = group_sum(figures, "killed")
    assert total is not None and sum(number for _, number in deaths_by_side(figures)) == total.best
    assert all(number >= 0 for _, number in deaths_by_side(figures))


@pytest.mark.parametrize(
    ("low", "best", "high", "expected"),
    [(4, 4, None, ("4", "4", "4")), (1, 4, 4, ("4", "4", "1")), (4, 5, 6, ("5", "6", "4"))],
)
def test_an_open_number_has_its_best_as_its_high(low: int, best: int, high: int | None, expected: tuple[str]) -> None:
    found = row(account(counts=(count(low, best, high),)))
    assert (found["best"], found["high"], found["low"]) == expected


def test_a_row_needs_a_death_and_what_is_left_out_has_a_reason() -> None:
    rows, left_out = export(
        account(),
        account(counts=(count(0, 0, 0, "nobody"),)),
        account("protest", counts=FOUR),
        account(counts=FOUR, status="planned"),
        account(counts=FOUR, time=None),
        account(counts=FOUR, repost_of="another"),
        account(counts=(count(0, 0, 2, "up to two"),)),
    )
    assert [found["best"] for found in rows] == ["0"]
    assert left_out == {
        "no death": 2,
        "no use of armed force (protest)": 1,
        "did not happen (planned)": 1,
        "no date": 1,
        "repost": 1,
    }


@pytest.mark.parametrize(
    ("place", "precision"),
    [
        ({}, "1"),
        ({"resolved": False}, "2"),
        ({"precision": "near"}, "2"),
        ({"precision": "region"}, "3"),
        ({"precision": "region", "admin2": None}, "4"),
        ({"precision": "region", "admin2": None, "admin1": None}, "5"),
        ({"precision": "country"}, "6"),
        ({"latitude": None, "longitude": None}, ""),
    ],
)
def test_the_precision_of_the_place(place: dict[str, object], precision: str) -> None:
    found = row(account(counts=FOUR, place=place))
    assert found["where_prec"] == precision
    assert bool(found["priogrid_gid"]) == bool(found["geom_wkt"]) == bool(found["latitude"])


@pytest.mark.parametrize(
    ("start", "end", "precision", "code"),
    [
        ("2021-02-03", "2021-02-03", "day", 1),
        ("2021-02-03", "2021-02-08", "day", 2),
        ("2021-02-01", "2021-02-07", "week", 3),
        ("2021-02-06", "2021-02-07", "week", 2),
        ("2021-02-01", "2021-02-28", "month", 4),
        ("2021-02-01", "2021-02-03", "month", 4),
        ("2021-01-01", "2021-12-31", "year", 5),
        ("2019-01-01", "2021-12-31", "year", None),
    ],
)
def test_the_precision_of_the_date(start: str, end: str, precision: str, code: int | None) -> None:
    assert date_prec(When(start=start, end=end, precision=precision)) == code  # type: ignore[arg-type]


@given(st.integers(-90_000_000, 90_000_000), st.integers(-180_000_000, 180_000_000))
def test_a_point_lies_in_its_priogrid_cell(micro_latitude: int, micro_longitude: int) -> None:
    latitude, longitude = micro_latitude / 1e6, micro_longitude / 1e6
    cell = priogrid_cell(latitude, longitude)
    assert 1 <= cell <= 259_200
    south, west = (cell - 1) // 720 / 2 - 90, (cell - 1) % 720 / 2 - 180
    assert south <= latitude <= south + 0.5 and west <= longitude <= west + 0.5


def test_priogrid_counts_from_the_south_west() -> None:
    assert [priogrid_cell(*point) for point in ((-90, -180), (-90, -179.5), (-89.5, -180), (90, 180))] == [
        1,
        2,
        721,
        259_200,
    ]


def test_pandas_and_duckdb_read_the_file(tmp_path: Path) -> None:
    path = tmp_path / "ged.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        ucdp_ged.write([told_twice(), account(counts=FOUR)], file, INCIDENTS, REGISTRY)
    assert pandas.read_csv(path)["best"].tolist() == [6, 4]
    assert duckdb.sql(f"select sum(best) from '{path}'").fetchall() == [(10,)]


def test_tags_stand_under_the_header_on_request() -> None:
    tags, *_ = export(told_twice(), options=Options("incidents", hxl=True))[0]
    assert (tags["best"], tags["side_a"]) == ("#affected+killed", "#group+name+first")


@given(st.text(st.characters()))
def test_any_text_gives_a_row_without_formulas(text: str) -> None:
    found = row(hostile_account(text), Options("events", evidence=True))
    assert not [value for value in found.values() if value.lstrip().startswith(("=", "+", "@"))]
