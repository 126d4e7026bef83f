"""Tables are read row by row; a bad row is named by its line and costs no other."""

import csv
import datetime as dt
import io
import json

from hypothesis import given
from hypothesis import strategies as st

from marsad.errors import ReadError
from marsad.model import Dispatch
from marsad.readers.tables import Rows


def read(data: str | bytes, form: str = "jsonl", **known: object) -> tuple[list[Dispatch], list[str]]:
    errors: list[ReadError] = []
    rows = Rows(errors.append, **known)  # type: ignore[arg-type]
    stream = io.BufferedReader(io.BytesIO(data.encode() if isinstance(data, str) else data))
    found = list(rows.read_jsonl(stream) if form == "jsonl" else rows.read_csv(stream))
    return found, [str(error) for error in errors]


def test_a_line_gives_all_its_fields_and_its_id_comes_back_unchanged() -> None:
    line = {
        "id": 17,
        "date": "2021-01-24",
        "title": "T",
        "source": "S",
        "url": "https://example.org",
        "text": "It fell.",
    }
    (dispatch,), errors = read(json.dumps(line))
    assert errors == []
    assert (dispatch.external_id, dispatch.date, dispatch.title) == ("17", dt.date(2021, 1, 24), "T")
    assert (dispatch.source, dispatch.url, dispatch.text) == ("S", "https://example.org", "It fell.")


def test_field_names_may_be_in_any_case_and_body_or_content_may_hold_the_text() -> None:
    data = '{"ID": "a", "Text": "One fell."}\n{"BODY": "Two fell."}\n{"content": "Three fell.", "body": ""}\n'
    found, errors = read(data)
    assert [dispatch.text for dispatch in found] == ["One fell.", "Two fell.", "Three fell."]
    assert errors == []


def test_text_wins_over_body() -> None:
    (dispatch,), _ = read('{"body": "No.", "text": "Yes."}')
    assert dispatch.text == "Yes."


def test_bad_lines_are_named_by_number_and_the_others_are_read() -> None:
    data = '{"text": "One fell."}\n{broken\n\n{"title": "no text"}\n[1]\n{"text": "   "}\n{"text": "Two fell."}'
    found, errors = read(data)
    assert [dispatch.text for dispatch in found] == ["One fell.", "Two fell."]
    assert [error.split(" is ")[0].split(" has ")[0] for error in errors] == [
        "line 2",
        "line 4",
        "line 5",
        "line 6",
    ]


def test_rows_without_id_are_called_by_file_and_line() -> None:
    found, _ = read('{"text": "One fell."}\n\n{"text": "Two fell."}', stem="week3")
    assert [dispatch.external_id for dispatch in found] == ["week3:1", "week3:3"]


def test_text_of_a_row_keeps_its_line_ends_so_that_offsets_count_in_it() -> None:
    (dispatch,), _ = read(json.dumps({"text": "  One fell.\r\nTwo fell.\n"}))
    assert dispatch.text == "  One fell.\r\nTwo fell.\n"


def test_a_given_date_and_source_overrule_the_rows() -> None:
    data = '{"text": "It fell.", "date": "2020-01-01", "source": "A"}'
    (dispatch,), _ = read(data, date=dt.date(2021, 1, 24), source="B")
    assert (dispatch.date, dispatch.source) == (dt.date(2021, 1, 24), "B")


def test_a_wrong_date_in_a_row_is_a_warning_and_the_row_is_read() -> None:
    (dispatch,), errors = read('{"text": "It fell.", "date": "2021-13-45"}')
    assert (dispatch.date, errors) == (None, [])
    assert "2021-13-45" in dispatch.warnings[0]


def test_a_field_that_is_a_list_is_ignored_with_a_warning() -> None:
    (dispatch,), _ = read('{"text": "It fell.", "source": ["a"], "date": "2021-01-24", "url": null}')
    assert (dispatch.source, dispatch.warnings) == (None, ["source ignored: it is neither text nor a number"])


def test_half_characters_of_json_are_replaced_so_that_results_can_be_written() -> None:
    (dispatch,), _ = read('{"text": "It fell \\ud800 here."}')
    assert dispatch.text == "It fell \ufffd here."


def test_json_nested_without_end_is_one_bad_line() -> None:
    found, errors = read("[" * 100_000 + '\n{"text": "It fell."}')
    assert len(found) == 1 and errors == ["line 1 is not valid JSON (nested too deep, or a huge number)"]


def test_a_csv_with_quoted_line_breaks_and_commas_is_read_with_the_line_numbers_of_the_file() -> None:
    data = 'id,Date,TEXT\n1,2021-01-24,"It fell,\nthen rose."\n2,,\n3,24/01/2021,It fell.\n'
    found, errors = read(data, "csv")
    assert [(d.external_id, d.text) for d in found] == [("1", "It fell,\nthen rose."), ("3", "It fell.")]
    assert errors == ["line 4 has no text"]


def test_semicolons_and_tabs_separate_as_well() -> None:
    for mark in ";\t|":
        (dispatch,), _ = read(f"id{mark}text\n7{mark}It fell, they said.\n", "csv")
        assert (dispatch.external_id, dispatch.text) == ("7", "It fell, they said.")


def test_a_csv_row_with_stray_quotes_or_too_many_cells_is_named_and_the_rest_is_read() -> None:
    data = 'id,text\n1,"It "fell" here."\n2,It fell, here.\n3,It rose.\n'
    found, errors = read(data, "csv")
    assert [dispatch.external_id for dispatch in found] == ["3"]
    assert [error[:6] for error in errors] == ["line 2", "line 3"]


def test_a_quote_that_is_never_closed_is_reported_and_not_swallowed() -> None:
    found, errors = read('id,text\n1,It fell.\n2,"It rose.\n3,It stood.\n', "csv")
    assert [dispatch.external_id for dispatch in found] == ["1"]
    assert len(errors) == 1 and errors[0].startswith("line 3")


def test_a_csv_without_text_column_says_which_columns_it_has() -> None:
    try:
        read("id,story\n1,It fell.\n", "csv")
    except ReadError as error:
        assert "no column 'text'" in str(error) and "story" in str(error)
    else:
        raise AssertionError("a table without text was accepted")


def test_a_cell_larger_than_pythons_default_limit_is_read() -> None:
    text = "It fell. " * 40_000
    (dispatch,), errors = read(f'id,text\n1,"{text}"\n', "csv")
    assert (dispatch.text, errors) == (text, [])


def test_one_row_in_another_encoding_is_read_and_flagged_and_the_others_are_untouched() -> None:
    data = "id,text\n1,Ḥalab fell.\n".encode() + b"2,The \x934th\x94 fell.\n"
    found, _ = read(data, "csv")
    assert [dispatch.text for dispatch in found] == ["Ḥalab fell.", "The “4th” fell."]
    assert any("Windows-1252" in warning for warning in found[1].warnings)


def test_tables_saved_by_a_spreadsheet_as_unicode_text_are_read() -> None:
    (dispatch,), _ = read("id\ttext\r\n1\tŠid fell.\r\n".encode("utf-16"), "csv")
    assert (dispatch.external_id, dispatch.text) == ("1", "Šid fell.")
    (dispatch,), _ = read('{"text": "Šid fell."}\r\n'.encode("utf-16"))
    assert dispatch.text == "Šid fell."


TEXTS = st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=60)


@given(st.lists(TEXTS, max_size=6))
def test_every_text_comes_back_from_jsonl_to_the_letter_or_is_reported(texts: list[str]) -> None:
    found, errors = read("\n".join(json.dumps({"text": text}) for text in texts))
    assert len(found) + len(errors) == len(texts)
    assert {dispatch.text for dispatch in found} <= set(texts)


@given(st.lists(TEXTS.filter(lambda text: "\0" not in text), max_size=6))
def test_every_text_comes_back_from_csv_to_the_letter_or_is_reported(texts: list[str]) -> None:
    table = io.StringIO(newline="")
    writer = csv.writer(table)
    writer.writerows([["id", "text"], *([number, text] for number, text in enumerate(texts))])
    found, errors = read(table.getvalue(), "csv")
    assert len(found) + len(errors) == len(texts)
    assert all(dispatch.text == texts[int(dispatch.external_id or "")] for dispatch in found)


@given(st.binary(max_size=300))
def test_any_bytes_as_a_table_give_dispatches_or_one_line_errors(data: bytes) -> None:
    for form, head in (("jsonl", b""), ("jsonl", b'{"text": "It fell'), ("csv", b"id,text\n"), ("csv", b"")):
        try:
            _, errors = read(head + data, form)
        except ReadError as error:
            errors = [str(error)]
        assert all("\n" not in error for error in errors)
