from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marsad.errors import DataError
from marsad.evaluation.agreement import Score, compare
from marsad.model import (
    Attribution,
    Casualty,
    CoderVersion,
    Coding,
    Dispatch,
    Event,
    Participant,
    Place,
    Relation,
    Span,
    When,
)

TEXT = "Clashes in Tafas killed nine people, among them four soldiers."


def gold_event(**changes: Any) -> dict[str, Any]:
    event: dict[str, Any] = {
        "type": "armed_clash",
        "alt_types": [],
        "side_a": ["4th Division"],
        "side_b": ["local fighters"],
        "third": [],
        "place": {"name": "Tafas", "within": None, "lat": 32.7353, "lon": 36.0669, "precision": "exact"},
        "date": {"from": "2021-01-24", "to": "2021-01-24", "precision": "day"},
        "killed": [{"who": "people", "low": 9, "high": 9, "text": "nine people"}],
        "status": "happened",
        "according_to": "SOHR",
        "weapons": [],
        "quote": "Clashes in Tafas",
    }
    return event | changes


def coded_event(**changes: Any) -> Event:
    event = Event(
        type="armed_clash",
        mutual=True,
        participants=[
            Participant(role="side_a", name="local fighters", evidence=[]),
            Participant(role="side_b", name="the 4th Division", evidence=[]),
        ],
        place=Place(name="city of Tafas", latitude=32.74, longitude=36.07, precision="exact", resolved=True),
        time=When(start=dt.date(2021, 1, 24), end=dt.date(2021, 1, 24), precision="day"),
        casualties=[
            Casualty(harm="killed", low=9, best=9, high=9, evidence=[]),
            Casualty(harm="killed", low=4, best=4, high=4, part_of=0, evidence=[]),
        ],
        attribution=[Attribution(source="SOHR sources")],
        evidence=[Span(0, 16)],
    )
    return event.model_copy(update=changes)


def coded(*events: Event, relations: tuple[Relation, ...] = (), id: str = "a") -> Coding:
    version = CoderVersion(version="0", model="0", codebook="0", gazetteer="0", actors="0")
    dispatch = Dispatch(text=TEXT, external_id=id)
    return Coding(dispatch=dispatch, events=list(events), relations=list(relations), coder=version)


class Folders:
    """A gold standard and codings on disk."""

    def __init__(self, root: Path) -> None:
        self.gold, self.pred, self.text = root / "gold", root / "pred", root / "text"
        for folder in (self.gold, self.pred, self.text):
            folder.mkdir()

    def add(self, id: str, gold: list[dict[str, Any]], pred: Coding | None, **more: Any) -> None:
        (self.gold / f"{id}.json").write_text(json.dumps({"events": gold, **more}), "utf-8")
        (self.text / f"{id}.txt").write_text(TEXT, "utf-8")
        if pred is not None:
            (self.pred / f"{id}.json").write_text(json.dumps(pred.to_dict()), "utf-8")


@pytest.fixture
def folders(tmp_path: Path) -> Folders:
    return Folders(tmp_path)


def test_a_coding_that_says_the_same_agrees_in_every_cell(folders: Folders) -> None:
    folders.add("a", [gold_event()], coded(coded_event()))
    found = compare(folders.gold, folders.pred)
    assert found.events == (1, 0, 0) and found.events.f1 == 1
    asked = {name: share.value for name, share in found.cells.items() if share.of}
    assert asked and set(asked.values()) == {1.0}


@pytest.mark.parametrize(
    "changes",
    [
        {"type": "shelling"},
        {"place": Place(name="Idlib", latitude=35.93, longitude=36.63)},
        {"place": Place()},
        {"time": When(start=dt.date(2021, 1, 26), precision="day")},
        {"time": When()},
    ],
)
def test_another_type_place_or_day_is_another_event(folders: Folders, changes: dict[str, Any]) -> None:
    folders.add("a", [gold_event()], coded(coded_event(**changes)))
    assert compare(folders.gold, folders.pred).events == (0, 1, 1)


@pytest.mark.parametrize(
    "changes",
    [
        {"place": Place(name="Nahj", latitude=32.74, longitude=36.07)},
        {"place": Place(name="Tafas")},
        {"time": When(start=dt.date(2021, 1, 25), precision="day")},
        {"time": When(start=dt.date(2021, 1, 1), end=dt.date(2021, 1, 23), precision="month")},
    ],
)
def test_a_near_place_the_name_alone_or_a_day_beside_is_the_same_event(
    folders: Folders, changes: dict[str, Any]
) -> None:
    folders.add("a", [gold_event()], coded(coded_event(**changes)))
    assert compare(folders.gold, folders.pred).events == (1, 0, 0)


def test_what_the_gold_leaves_open_agrees_with_anything(folders: Folders) -> None:
    loose = gold_event(place={"name": None, "lat": None, "lon": None}, date={"from": None, "precision": "unknown"})
    folders.add("a", [loose], coded(coded_event()))
    found = compare(folders.gold, folders.pred)
    assert found.events == (1, 0, 0)
    assert found.cells["day"].of == found.cells["place within 25 km"].of == 0


def test_another_type_that_the_gold_allows_counts_but_not_as_the_type(folders: Folders) -> None:
    folders.add("a", [gold_event(alt_types=["attack"])], coded(coded_event(type="attack")))
    found = compare(folders.gold, folders.pred)
    assert found.events == (1, 0, 0) and found.cells["type"] == (0, 1)


def test_an_optional_event_is_neither_asked_for_nor_wrong(folders: Folders) -> None:
    folders.add("a", [gold_event(optional=True)], coded(coded_event()))
    folders.add("b", [gold_event(optional=True)], coded())
    found = compare(folders.gold, folders.pred)
    assert found.events == (0, 0, 0) and sum(one.optional for one in found.dispatches) == 1


def test_an_optional_event_never_takes_the_partner_of_one_that_is_asked_for(folders: Folders) -> None:
    folders.add("a", [gold_event(optional=True), gold_event(side_a=["somebody else"])], coded(coded_event()))
    assert compare(folders.gold, folders.pred).events == (1, 0, 0)


def test_one_event_told_twice_is_right_once_and_wrong_once(folders: Folders) -> None:
    folders.add("a", [gold_event()], coded(coded_event(), coded_event()))
    assert compare(folders.gold, folders.pred).events == (1, 1, 0)


def test_of_two_partners_the_likelier_is_taken(folders: Folders) -> None:
    other = coded_event(casualties=[], participants=[])
    folders.add("a", [gold_event()], coded(other, coded_event()))
    assert compare(folders.gold, folders.pred).cells["killed"] == (1, 1)


def test_sides_of_a_mutual_event_may_be_turned_and_others_may_not(folders: Folders) -> None:
    folders.add("a", [gold_event()], coded(coded_event()))
    folders.add("b", [gold_event(type="shelling")], coded(coded_event(type="shelling")))
    found = compare(folders.gold, folders.pred)
    assert [one.cells["both sides"].hits for one in found.dispatches] == [1, 0]


def test_an_invented_doer_is_wrong_where_the_gold_names_nobody(folders: Folders) -> None:
    folders.add(
        "a",
        [gold_event(type="shelling", side_a=["unidentified gunmen"], side_b=[])],
        coded(coded_event(type="shelling")),
    )
    cells = compare(folders.gold, folders.pred).cells
    assert cells["side A"].hits == cells["side B"].hits == 0


def test_a_total_and_its_parts_count_once(folders: Folders) -> None:
    folders.add("a", [gold_event(killed=[{"low": 13}])], coded(coded_event()))
    assert compare(folders.gold, folders.pred).cells["killed"] == (0, 1)


def test_relations_are_compared_and_symmetric_ones_may_be_turned(folders: Folders) -> None:
    relations = (
        Relation(a="5th Corps", relation="backed_by", b="Russia", evidence=[]),
        Relation(a="B", relation="rival_of", b="A", evidence=[]),
        Relation(a="X", relation="leads", b="Y", evidence=[]),
    )
    told = [
        {"a": "the 5th Corps", "rel": "backed_by", "b": "Russian"},
        {"a": "A", "rel": "rival_of", "b": "B"},
    ]
    folders.add("a", [], coded(relations=relations), relations=told)
    assert compare(folders.gold, folders.pred).relations == (2, 1, 0)


def test_a_missing_coding_finds_nothing(folders: Folders) -> None:
    folders.add("a", [gold_event()], None)
    assert compare(folders.gold, folders.pred).events == (0, 0, 1)


def test_marsads_own_json_can_be_the_gold(folders: Folders) -> None:
    folders.add("a", [], coded(coded_event()))
    (folders.gold / "a.json").write_text(json.dumps(coded(coded_event()).to_dict()), "utf-8")
    assert compare(folders.gold, folders.pred).events == (1, 0, 0)


def test_codings_may_stand_in_one_jsonl_file(folders: Folders, tmp_path: Path) -> None:
    folders.add("a", [gold_event()], None)
    folders.add("b", [gold_event()], None)
    lines = [json.dumps(coded(coded_event(), id=id).to_dict()) for id in ("b", "a", "other")]
    (tmp_path / "codings.jsonl").write_text("\n".join(lines) + "\n", "utf-8")
    assert compare(folders.gold, tmp_path / "codings.jsonl").events == (2, 0, 0)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("{", "not JSON"),
        ("{}", "no list of events"),
        ('{"events": [{"type": "attack", "date": {"from": "soon"}}]}', "not a gold standard"),
        ('{"events": [], "coder": {}, "dispatch": {}}', "not a coding of this version"),
    ],
)
def test_a_damaged_file_is_named_with_what_is_wrong(folders: Folders, content: str, message: str) -> None:
    folders.add("a", [gold_event()], None)
    (folders.pred / "a.json").write_text(content, "utf-8")
    with pytest.raises(DataError, match=rf"a\.json: .*{message}"):
        compare(folders.gold, folders.pred)


def test_a_folder_without_gold_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="holds no gold standard"):
        compare(tmp_path, tmp_path)


def test_two_codings_of_one_dispatch_in_a_file_are_an_error(folders: Folders, tmp_path: Path) -> None:
    folders.add("a", [gold_event()], None)
    line = json.dumps(coded(coded_event()).to_dict())
    (tmp_path / "codings.jsonl").write_text(f"{line}\n{line}\n", "utf-8")
    with pytest.raises(DataError, match="line 2: a second coding of a"):
        compare(folders.gold, tmp_path / "codings.jsonl")


def test_intervals_hold_the_figure_and_are_the_same_every_time(folders: Folders) -> None:
    for number in range(8):
        folders.add(f"d{number}", [gold_event()], coded(coded_event()) if number % 2 else None)
    first, second = (compare(folders.gold, folders.pred) for _time in range(2))
    assert first.intervals == second.intervals
    assert first.intervals["events"].low < first.events.f1 < first.intervals["events"].high


def test_the_printed_table_holds_figures_and_intervals(folders: Folders) -> None:
    folders.add("a", [gold_event()], coded(coded_event()))
    folders.add("b", [gold_event(), gold_event(type="raid")], coded(coded_event()))
    page = str(compare(folders.gold, folders.pred))
    assert "2 dispatches, 3 events in the gold standard, 2 coded" in page
    assert "events                         1.000   0.667   0.800" in page
    assert "place within 25 km" in page and "95 % interval" in page


def test_one_dispatch_alone_has_no_interval(folders: Folders) -> None:
    folders.add("a", [gold_event()], coded(coded_event()))
    assert compare(folders.gold, folders.pred).intervals == {}


@given(st.integers(0, 99), st.integers(0, 99), st.integers(0, 99))
def test_f1_is_the_harmonic_mean(true: int, false: int, missed: int) -> None:
    score = Score(true, false, missed)
    if score.precision + score.recall:
        mean = 2 * score.precision * score.recall / (score.precision + score.recall)
        assert score.f1 == pytest.approx(mean)
    else:
        assert score.f1 == 0


SHIPPED = Path(__file__).parent.parent / "gold"


@pytest.mark.parametrize("part", ["development", "unseen"])
def test_the_shipped_gold_standard_agrees_with_itself(part: str) -> None:
    folder = SHIPPED / part / "gold"
    found = compare(folder, folder)
    assert found.events.f1 == found.relations.f1 == 1
    assert {name: share.value for name, share in found.cells.items() if share.value < 1} == {}
