from __future__ import annotations

import csv
import io
import sys
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marsad.errors import ExtraMissing
from marsad.exports.tables import COLUMNS, dataframe, notebook_table, rows, words_at, write_csv
from marsad.model import Coding, Span

from .examples import TEXT, coding, empty_coding, hostile_coding


def written(*codings: Coding) -> list[dict[str, str]]:
    file = io.StringIO(newline="")
    write_csv(codings, file)
    return list(csv.DictReader(io.StringIO(file.getvalue(), newline="")))


def test_every_event_is_one_row_with_all_columns() -> None:
    found = list(rows([coding(), empty_coding(), coding()]))
    assert [row["event_id"] for row in found] == ["clash", "shelling", "meeting"] * 2
    assert all(tuple(row) == COLUMNS for row in found)


def test_a_row_says_whence_it_comes() -> None:
    row = next(rows([coding()]))
    assert row["dispatch_id"] == coding().dispatch.id
    assert row["external_id"] == "0017"
    assert (row["source"], row["dispatch_date"]) == ("a local monitor", "2021-02-03")
    assert (row["title"], row["url"]) == ("Fighting in Tafas", "https://example.org/tafas")


def test_a_row_holds_who_where_when_and_how_many() -> None:
    clash, shelling, meeting = rows([coding()])
    assert (clash["side_a"], clash["side_b"], clash["third"]) == ("4th Division", "local fighters", "")
    assert (clash["side_a_ids"], clash["side_b_ids"]) == ("sy-4th-division", "")
    assert (clash["place"], clash["latitude"], clash["longitude"]) == ("Tafas", 32.7353, 36.0669)
    assert (clash["date_start"], clash["date_end"], clash["time_of_day"]) == (
        "2021-02-03",
        "2021-02-03",
        "dawn",
    )
    assert (clash["killed_low"], clash["killed_best"], clash["killed_high"]) == (9, 9, 9)
    assert (clash["injured_low"], clash["injured_best"], clash["injured_high"]) == (2, 3, None)
    assert clash["captured_best"] is None
    assert clash["casualties_text"] == "Nine people; four soldiers; others were hurt"
    assert (shelling["weapons"], shelling["place_precision"], shelling["place_resolved"]) == (
        "mortars",
        "near",
        False,
    )
    assert meeting["terms"] == "hand over of machineguns; release of two detainees"
    assert (meeting["status"], meeting["latitude"]) == ("planned", None)


def test_ids_keep_the_order_of_the_names() -> None:
    record = coding()
    record.events[0].participants.reverse()
    for actor in record.events[0].participants:
        actor.role = "side_a"
    row = next(rows([record]))
    assert (row["side_a"], row["side_a_ids"]) == ("local fighters; 4th Division", "; sy-4th-division")


def test_evidence_is_the_words_of_the_dispatch() -> None:
    row = next(rows([coding()]))
    assert row["evidence"] == "Heavy clashes broke out at dawn in the city of Tafas … Fighting in Tafas"


def test_a_coding_without_its_text_has_empty_evidence() -> None:
    record = coding()
    record.dispatch.text = ""
    assert next(rows([record]))["evidence"] == ""


@given(
    st.text(),
    st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)).map(lambda pair: Span(*sorted(pair)))),
)
def test_words_at_holds_only_words_of_the_text(text: str, spans: list[Span]) -> None:
    flat = " ".join(text.split())
    assert all(piece in flat for piece in words_at(text, spans).split(" … ") if " … " not in text)


def test_csv_has_a_header_even_without_events() -> None:
    file = io.StringIO(newline="")
    write_csv([empty_coding()], file)
    assert file.getvalue() == ",".join(COLUMNS) + "\r\n"


def test_csv_keeps_none_empty_and_flags_readable() -> None:
    clash = written(coding())[0]
    assert (clash["injured_high"], clash["mutual"], clash["killed_low"]) == ("", "true", "9")


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", " =", "\n=", "＝", "＋"])
def test_csv_never_hands_a_formula_to_a_spreadsheet(start: str) -> None:
    row = written(hostile_coding(f"{start}HYPERLINK(1)"))[0]
    text_columns = ("title", "side_a", "place", "weapons", "terms", "attribution", "group", "time_of_day")
    assert all(row[column].startswith("'") for column in text_columns)


def test_csv_leaves_negative_coordinates_as_numbers() -> None:
    record = coding()
    record.events[0].place.latitude = -4.5
    assert written(record)[0]["latitude"] == "-4.5"


@given(st.text(st.characters()))
def test_csv_of_any_text_reads_back_with_the_same_columns_and_rows(text: str) -> None:
    row = written(hostile_coding(text))[0]
    assert tuple(row) == COLUMNS
    assert bool(row["side_a"].encode()) == bool(text)


def test_a_data_frame_has_a_row_per_event_and_typed_columns() -> None:
    frame = dataframe([coding()])
    assert list(frame.columns) == list(COLUMNS)
    assert frame["killed_best"].dtype == "Int64"
    assert frame["killed_best"].sum() == 9
    assert frame["date_start"].dt.year.tolist() == [2021, 2021, 2021]
    assert frame["mutual"].tolist() == [True, False, True]


def test_a_data_frame_without_events_keeps_its_columns_and_types() -> None:
    frame = dataframe([empty_coding()])
    assert (len(frame), list(frame.columns)) == (0, list(COLUMNS))
    assert frame["killed_best"].dtype == "Int64"


def test_coding_to_dataframe_is_the_same_frame() -> None:
    assert coding().to_dataframe().equals(dataframe([coding()]))


def test_without_pandas_the_message_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    missing: Any = None
    monkeypatch.setitem(sys.modules, "pandas", missing)
    with pytest.raises(ExtraMissing, match=r"pip install 'marsad\[pandas\]'"):
        dataframe([coding()])


def test_a_notebook_shows_the_events() -> None:
    page = coding()._repr_html_()
    assert page == notebook_table(coding())
    assert "Armed clash" in page and "4th Division ↔ local fighters" in page and "near Nahj" in page


def test_a_notebook_says_that_there_is_no_event() -> None:
    assert "no event" in notebook_table(empty_coding())


@given(st.text(st.sampled_from("<>&\"'/scriptonabc =\n")))
def test_a_notebook_escapes_all_text(text: str) -> None:
    tags = notebook_table(hostile_coding("plain")).count("<")
    assert notebook_table(hostile_coding(f"<{text}>")).count("<") == tags


def test_spans_of_the_example_point_into_its_text() -> None:
    assert all(TEXT[span.start : span.end] for event in coding().events for span in event.evidence)
