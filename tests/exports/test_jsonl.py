from __future__ import annotations

import io
import json

from hypothesis import given
from hypothesis import strategies as st

from marsad.exports.jsonl import write_jsonl
from marsad.model import Coding

from .examples import coding, empty_coding, hostile_coding


def lines(*codings: Coding, full: bool = False) -> list[str]:
    file = io.StringIO()
    write_jsonl(codings, file, full=full)
    return file.getvalue().split("\n")[:-1]


def test_each_coding_is_one_line_of_the_published_json() -> None:
    first, second = lines(coding(), empty_coding())
    assert json.loads(first) == coding().to_dict()
    assert json.loads(second)["events"] == []


def test_full_adds_the_text_and_the_rules_and_reads_back_as_the_same_coding() -> None:
    (line,) = lines(coding(), full=True)
    assert Coding.model_validate_json(line) == coding()


def test_without_full_neither_text_nor_rules_leave() -> None:
    record = json.loads(lines(coding())[0])
    assert "text" not in record["dispatch"] and "explanations" not in record


def test_letters_stay_readable() -> None:
    assert "دوما" in lines(hostile_coding("دوما"))[0]


@given(st.text(st.characters()))
def test_any_text_survives_in_utf_8(text: str) -> None:
    (line,) = lines(hostile_coding(text), full=True)
    assert json.loads(line.encode())["events"][0]["place"]["name"] == text
