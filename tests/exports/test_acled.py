from __future__ import annotations

import csv
import datetime as dt
import io
import re
from pathlib import Path

import pandas
import pytest
from hypothesis import given
from hypothesis import strategies as st

from marsad.actors.registry import ActorRegistry
from marsad.codebook.types import event_types
from marsad.exports import acled
from marsad.exports.acled_actors import AcledActors, interaction
from marsad.exports.acled_counts import divided, event_days, fatalities
from marsad.exports.crosswalks import acled as conventions
from marsad.exports.happenings import Item, happening
from marsad.exports.options import LeftOut, Options
from marsad.incidents.accounts import Account
from marsad.model import When

from .records import account, accounts, actor, count, hostile_account, incident, told_twice

# The 31 columns as the field has them, written out here once more.
COLUMNS = [
    "event_id_cnty",
    "event_date",
    "year",
    "time_precision",
    "disorder_type",
    "event_type",
    "sub_event_type",
    "actor1",
    "assoc_actor_1",
    "inter1",
    "actor2",
    "assoc_actor_2",
    "inter2",
    "interaction",
    "civilian_targeting",
    "iso",
    "region",
    "country",
    "admin1",
    "admin2",
    "admin3",
    "location",
    "latitude",
    "longitude",
    "geo_precision",
    "source",
    "source_scale",
    "notes",
    "fatalities",
    "tags",
    "timestamp",
]
ARMY = actor("side_a", "the army", "sy-military", "State forces")
FIGHTERS = actor("side_b", "fighters of HTS", "sy-hts", "Rebel group")
REBELS = actor("side_a", "HTS", "sy-hts", "Rebel group")
CIVILIANS = actor("side_b", "civilians", None, "Civilians")


REGISTRY = ActorRegistry.load()
INCIDENTS = Options("incidents")


def export(*items: Item, options: Options = INCIDENTS) -> tuple[list[dict[str, str]], LeftOut]:
    file = io.StringIO(newline="")
    left_out = acled.write(items, file, options, REGISTRY)
    return list(csv.DictReader(io.StringIO(file.getvalue(), newline=""))), left_out


def row(item: Item, options: Options = INCIDENTS) -> dict[str, str]:
    (only,), _ = export(item, options=options)
    return only


# ------------------------------------------------------------------ columns


def test_the_header_is_that_of_the_field() -> None:
    file = io.StringIO(newline="")
    acled.write([told_twice()], file, Options("incidents"))
    assert file.getvalue().splitlines()[0] == ",".join(COLUMNS)


def test_a_row_has_the_fields_values() -> None:
    found = row(account(sides=(ARMY, FIGHTERS), counts=(count(4, 4, 4, "four"),)))
    assert found["event_date"] == "2021-02-03" and found["year"] == "2021" and found["time_precision"] == "1"
    assert (found["disorder_type"], found["event_type"]) == ("Political violence", "Battles")
    assert (found["iso"], found["region"], found["country"]) == ("760", "Middle East", "Syria")
    assert (found["latitude"], found["longitude"], found["geo_precision"]) == ("32.7353", "36.0669", "1")
    assert (found["inter1"], found["inter2"]) == ("State forces", "Rebel group")
    assert found["interaction"] == "State forces-Rebel group"
    assert (found["fatalities"], found["timestamp"]) == ("4", "1612440000")
    assert found["notes"] == "Something happened in Tafas."


def test_what_marsad_cannot_know_stays_blank() -> None:
    found = row(told_twice())
    assert [found[name] for name in ("event_id_cnty", "source_scale", "admin3", "tags")] == [""] * 4


def test_the_own_id_and_the_way_back_stand_behind_the_31_columns_on_request() -> None:
    found = row(told_twice(), Options("incidents", evidence=True, link_base="https://desk.example.org"))
    assert list(found) == [*COLUMNS, "marsad_id", "url", "link"]
    assert (found["marsad_id"], found["link"]) == ("incident-1", "https://desk.example.org/incidents/incident-1")


def test_pandas_reads_numbers_as_numbers(tmp_path: Path) -> None:
    west = {"latitude": 14.43, "longitude": -3.72, "country": "ML"}
    path = tmp_path / "acled.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        acled.write([account(place=west), told_twice()], file, Options("incidents"))
    frame = pandas.read_csv(path)
    assert frame["longitude"].tolist() == [-3.72, 36.0669]
    assert str(frame["fatalities"].dtype) == "int64"


def test_tags_stand_under_the_header_on_request() -> None:
    tags, *_ = export(told_twice(), options=Options("incidents", hxl=True))[0]
    assert (tags["actor1"], tags["fatalities"], tags["inter1"]) == ("#group+name+first", "#affected+killed", "")


# ------------------------------------------------------------------ types


def test_every_type_of_the_codebook_has_a_place() -> None:
    for key, kind in event_types().items():
        found = row(account(key, sides=(ARMY, FIGHTERS), counts=(count(1, 1, 1),)))
        assert found["sub_event_type"] in {*kind.acled, "Attack"}, key
        assert found["event_type"] and found["disorder_type"]


@pytest.mark.parametrize(
    ("kind", "sides", "killed", "sub_event"),
    [
        ("territory_taken", (ARMY,), 0, "Government regains territory"),
        ("territory_taken", (REBELS,), 0, "Non-state actor overtakes territory"),
        ("protest_intervention", (), 0, "Protest with intervention"),
        ("protest_intervention", (), 2, "Excessive force against protesters"),
        ("riot", (actor("side_b", "police", "sy-police", "State forces"),), 0, "Violent demonstration"),
        ("riot", (CIVILIANS,), 0, "Mob violence"),
        ("withdrawal", (ARMY,), 0, "Change to group/activity"),
        ("withdrawal", (ARMY, FIGHTERS), 0, "Non-violent transfer of territory"),
        ("death_report", (), 1, "Attack"),
        ("death_report", (), 0, "Other"),
        ("armed_clash", (ARMY, CIVILIANS), 1, "Attack"),
    ],
)  # fmt: skip
def test_a_sub_event_type_follows_from_the_cells(kind: str, sides: tuple, killed: int, sub_event: str) -> None:  # type: ignore[type-arg]
    counts = (count(killed, killed, killed),) if killed else ()
    assert row(account(kind, sides=sides, counts=counts))["sub_event_type"] == sub_event


# ------------------------------------------------------------------ actors


def naming() -> AcledActors:
    return AcledActors(REGISTRY)


def test_a_states_army_is_named_with_the_years_of_its_government() -> None:
    assert naming().actor(ARMY, "SY").name == "Military Forces of Syria (1970-2024)"


def test_years_that_nobody_knows_are_not_invented() -> None:
    army = actor("side_a", "soldiers", "ml-military", "State forces")
    assert re.fullmatch(r"Military Forces of Mali( \(\d{4}-(\d{4})?\))?", naming().actor(army, "ML").name)
    police = actor("side_a", "police", "fj-police", "State forces")
    assert naming().actor(police, "FJ").name == "Police Forces of Fiji"


def test_a_unit_keeps_its_name_behind_its_army() -> None:
    division = actor("side_a", "4th Division", "sy-4th-division", "State forces")
    assert naming().actor(division, "SY").name == "Military Forces of Syria (1970-2024) 4th Division"


def test_a_states_forces_abroad_are_external() -> None:
    found = row(account(sides=(actor("side_a", "Turkish army", "tr-military", "State forces"), FIGHTERS)))
    assert (found["inter1"], found["interaction"]) == ("External/Other forces", "Rebel group-External/Other forces")


def test_unknown_gunmen_are_an_unidentified_armed_group() -> None:
    found = row(account("attack", sides=(actor("side_a", "Unknown gunmen"), CIVILIANS)))
    assert found["actor1"] == "Unidentified Armed Group (Syria)" and found["inter1"] == "Political militia"
    assert found["actor2"] == "Civilians (Syria)" and found["civilian_targeting"] == "Civilian targeting"


@pytest.mark.parametrize(
    ("name", "unidentified"),
    [
        ("Unknown masked gunmen", True),
        ("Armed men", True),
        ("rebels", True),
        ("fighters from the hills", False),
        ("Amhara fighters", False),
        ("local Tuareg militants", False),
        ("troops", False),
    ],
)
def test_only_who_has_no_name_is_unidentified(name: str, unidentified: bool) -> None:
    found = naming().actor(actor("side_a", name), "SY")
    assert (found.name == "Unidentified Armed Group (Syria)") == unidentified


def test_violence_without_a_known_doer_names_an_unidentified_armed_group() -> None:
    for kind in ("attack", "explosive_device", "armed_clash"):
        assert row(account(kind, sides=(CIVILIANS,)))["actor1"] == "Unidentified Armed Group (Syria)", kind


def test_measures_without_a_known_doer_keep_it_blank() -> None:
    found = row(account("arrest"))
    assert (found["actor1"], found["inter1"], found["interaction"]) == ("", "", "")


def test_the_target_of_violence_against_civilians_is_the_second_actor() -> None:
    policeman = actor("side_b", "policeman", "sy-police", "State forces")
    found = row(account("attack", sides=(FIGHTERS.model_copy(update={"role": "side_a"}), policeman)))
    assert (found["actor2"], found["inter2"]) == ("Civilians (Syria)", "Civilians")
    assert found["assoc_actor_2"] == "Police Forces of Syria (1970-2024)"


def test_civilians_are_no_side_of_a_battle() -> None:
    found = row(account(sides=(ARMY, FIGHTERS, CIVILIANS)))
    assert (found["actor2"], found["assoc_actor_2"]) == ("Hay'at Tahrir al-Sham", "")


def test_demonstrators_are_protesters_of_the_country() -> None:
    found = row(account("protest", sides=(actor("side_a", "residents", None, "Civilians"),)))
    assert (found["actor1"], found["interaction"]) == ("Protesters (Syria)", "Protesters only")


def test_allies_of_one_side_are_associates() -> None:
    both = (ARMY, actor("side_a", "Hezbollah", "lb-hezbollah", None), FIGHTERS)
    assert row(account(sides=both))["assoc_actor_1"].startswith("Hez")


def test_an_actor_whose_kind_nobody_knows_has_no_interaction() -> None:
    found = row(account("aid", sides=(actor("side_a", "Somebody"), CIVILIANS)))
    assert (found["actor1"], found["inter1"], found["interaction"]) == ("Somebody", "", "")


def test_interactions_are_those_of_the_field() -> None:
    kinds = conventions().kinds
    codes = {}
    for a, first in enumerate(kinds, 1):
        assert interaction(first, None) == f"{first} only"
        for b, second in enumerate(kinds, 1):
            codes[min(a, b) * 10 + max(a, b)] = interaction(first, second)
            assert interaction(first, second) == interaction(second, first)
    assert len(codes) == 36
    assert codes[17] == "State forces-Civilians" and codes[78] == "External/Other forces-Civilians"
    assert codes[77] == "Civilians-Civilians" and codes[88] == "External/Other forces-External/Other forces"


# ------------------------------------------------------------------ counts


@pytest.mark.parametrize(
    ("low", "best", "high", "text", "number"),
    [
        (4, 4, 4, "four soldiers", 4),
        (4, 4, None, "at least four", 4),
        (1, 4, 4, "up to four", 4),
        (4, 5, 6, "4 to 6", 4),
        (2, 3, None, "several fighters", 3),
        (2, 3, None, "fighters were killed", 3),
        (24, 24, None, "dozens were killed", 12),
        (24, 24, None, "at least 24 people", 24),
        (24, 24, 24, "two dozen people", 24),
        (200, 200, None, "hundreds of people", 100),
        (12, 12, None, "more than a dozen people", 12),
        (0, 0, 0, "no casualties", 0),
    ],
)
def test_words_count_as_acled_counts_them(low: int, best: int, high: int | None, text: str, number: int) -> None:
    item = account(counts=(count(low, best, high, text),))
    assert row(item)["fatalities"] == str(number)


def test_several_on_a_large_scale_are_ten() -> None:
    item = account(counts=(count(2, 3, None, "several people"),), text="A massacre happened in Tafas.")
    assert row(item)["fatalities"] == "10"


def test_casualties_alone_and_injured_are_no_fatalities() -> None:
    assert row(account())["fatalities"] == "0"
    assert row(account(counts=(count(3, 3, 3, "three", harm="injured"),)))["fatalities"] == "0"


def test_of_conflicting_counts_the_lowest_stands_and_an_updated_one_does_not_count() -> None:
    assert row(told_twice())["fatalities"] == "4"


def test_a_total_and_its_parts_count_once() -> None:
    counts = (
        count(24, 24, None, "dozens of people died"),
        count(2, 2, 2, "two children", part_of=0),
        count(22, 22, None, "dozens of people died", part_of=0),
    )
    assert fatalities(happening(account(counts=counts)).figures, "") == 12


# ------------------------------------------------------------------ days


def time(start: str, end: str, precision: str) -> When:
    return When(start=dt.date.fromisoformat(start), end=dt.date.fromisoformat(end), precision=precision)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("start", "end", "precision", "expected"),
    [
        ("2021-02-03", "2021-02-03", "day", [("2021-02-03", 1)]),
        ("2021-02-03", "2021-02-04", "day", [("2021-02-03", 1), ("2021-02-04", 1)]),
        ("2021-02-01", "2021-02-07", "week", [("2021-02-04", 2)]),
        ("2021-02-06", "2021-02-07", "week", [("2021-02-06", 2)]),
        ("2021-03-01", "2021-03-31", "month", [("2021-03-16", 3)]),
        ("2021-03-01", "2021-03-10", "month", [("2021-03-01", 3)]),
        ("2021-03-21", "2021-03-31", "month", [("2021-03-31", 3)]),
        ("2021-01-01", "2021-03-31", "day", [("2021-02-14", 3)]),
    ],
)
def test_a_time_becomes_days_with_their_precision(
    start: str, end: str, precision: str, expected: list[tuple[str, int]]
) -> None:
    days = event_days(time(start, end, precision))
    assert [(day.isoformat(), p) for day, p in days] == expected  # type: ignore[misc]


def test_an_event_of_several_days_is_a_row_for_each_with_its_share_of_the_dead() -> None:
    item = account(time=("2021-02-03", "2021-02-05", "day"), counts=(count(8, 8, 8, "eight"),))
    rows, _ = export(item)
    assert [(r["event_date"], r["fatalities"]) for r in rows] == [
        ("2021-02-03", "3"),
        ("2021-02-04", "3"),
        ("2021-02-05", "2"),
    ]


@given(st.integers(0, 10**6), st.integers(1, 31))
def test_dividing_among_days_keeps_the_sum_and_is_even(number: int, parts: int) -> None:
    shares = divided(number, parts)
    assert sum(shares) == number and len(shares) == parts
    assert max(shares) - min(shares) <= 1


@given(
    st.dates(dt.date(1990, 1, 1), dt.date(2030, 1, 1)),
    st.integers(0, 60),
    st.integers(0, 500),
    st.sampled_from(["day", "week", "month", "unknown"]),
)
def test_no_death_is_lost_or_doubled_by_splitting(start: dt.date, length: int, killed: int, precision: str) -> None:
    when = time(start.isoformat(), (start + dt.timedelta(days=length)).isoformat(), precision)
    days = event_days(when)
    if isinstance(days, str):
        return
    assert sum(divided(killed, len(days))) == killed
    assert all(start <= day <= start + dt.timedelta(days=length) for day, _ in days)
    assert len({day for day, _ in days}) == len(days)


# ------------------------------------------------------------------ one event or two


def test_a_battle_takes_in_its_shelling() -> None:
    sides = (ARMY, FIGHTERS)
    clash = incident(account(sides=sides, counts=(count(2, 2, 2),)), id="i-1", figures=figures(2))
    shells = incident(account("shelling", sides=sides), id="i-2", figures=figures(3))
    for order in ((clash, shells), (shells, clash)):
        (found,), _ = export(*order, options=Options("incidents", evidence=True))
        assert (found["event_type"], found["fatalities"]) == ("Battles", "5")
        assert set(found["marsad_id"].split("; ")) == {"i-1", "i-2"}


def figures(killed: int) -> tuple:  # type: ignore[type-arg]
    return happening(account(counts=(count(killed, killed, killed),))).figures


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["armed_clash", "shelling", "air_strike", "arrest"]),
            st.integers(1, 5),
            st.integers(0, 3),
            st.integers(0, 20),
        ),
        max_size=8,
    )
)
def test_merging_and_splitting_keep_every_death_and_every_event(drawn: list[tuple[str, int, int, int]]) -> None:
    items = [
        incident(
            account(
                kind,
                sides=(ARMY, FIGHTERS),
                time=(f"2021-02-{first:02}", f"2021-02-{first + length:02}", "day"),
                text=f"Report {index} from Tafas.",
            ),
            id=f"i-{index}",
            figures=figures(killed),
        )
        for index, (kind, first, length, killed) in enumerate(sorted(drawn, key=lambda one: one[1]))
    ]
    rows, left_out = export(*items, options=Options("incidents", evidence=True))
    assert sum(int(found["fatalities"]) for found in rows) == sum(killed for *_, killed in drawn)
    assert {id for found in rows for id in found["marsad_id"].split("; ")} == {item.id for item in items}
    assert [found["event_date"] for found in rows] == sorted(found["event_date"] for found in rows)
    assert len({(found["event_date"], found["sub_event_type"]) for found in rows}) == len(rows)
    assert not left_out


def test_another_day_place_or_actor_is_another_event() -> None:
    clash = incident(account(sides=(ARMY, FIGHTERS)), id="i-1")
    others = (
        incident(account(sides=(ARMY, FIGHTERS), time=("2021-02-04", "2021-02-04", "day")), id="i-2"),
        incident(account(sides=(ARMY, FIGHTERS), place={"name": "Nawa", "latitude": 32.9}), id="i-3"),
        incident(account(sides=(ARMY, actor("side_b", "IS", "is", "Rebel group"))), id="i-4"),
    )
    for other in others:
        assert len(export(clash, other)[0]) == 2


def test_events_of_two_dispatches_are_not_added_up() -> None:
    told = [account(counts=(count(2, 2, 2),), sides=(ARMY, FIGHTERS), text=f"Report {n} from Tafas.") for n in (1, 2)]
    rows, _ = export(*told, options=Options("events"))
    assert [r["fatalities"] for r in rows] == ["2", "2"]


def test_days_come_out_in_order() -> None:
    long = account(time=("2021-02-01", "2021-02-04", "day"), sides=(ARMY, FIGHTERS))
    short = account(time=("2021-02-02", "2021-02-02", "day"), text="Another thing happened in Tafas.")
    rows, _ = export(long, short, options=Options("events"))
    assert [r["event_date"][-2:] for r in rows] == ["01", "02", "02", "03", "04"]


# ------------------------------------------------------------------ what is left out


def test_what_is_left_out_is_counted_with_its_reason() -> None:
    items: list[Account] = [
        *accounts(),
        account(time=None),
        account(time=("2019-01-01", "2019-12-31", "year")),
        account(place={"country": None}),
        account(repost_of="another"),
    ]
    rows, left_out = export(*items, options=Options("events"))
    assert len(rows) == 2
    assert left_out == {
        "did not happen (planned)": 1,
        "no date": 1,
        "known only to the year": 1,
        "no country": 1,
        "repost": 1,
    }


@given(st.text(st.characters()))
def test_any_text_gives_a_row_without_formulas(text: str) -> None:
    item = hostile_account(text)
    item.event.place.country = "SY"
    found = row(item, Options("events", evidence=True))
    assert not [value for value in found.values() if value.lstrip().startswith(("=", "+", "@"))]
