from __future__ import annotations

import io
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from marsad.exports.table import write_table
from marsad.model import Coding

from .examples import coding, empty_coding, hostile_coding


def table(*codings: Coding, width: int = 120) -> str:
    file = io.StringIO()
    write_table(codings, file, width=width)
    return file.getvalue()


def test_the_table_shows_what_happened_to_whom_where_and_when() -> None:
    page = table(coding(), width=160)
    for words in (
        "Fighting in Tafas",
        "Armed clash",
        "4th Division ↔ local fighters",
        "Tafas",
        "3 Feb 2021, dawn",
    ):
        assert words in page
    for words in ("a monitor", "near Nahj, Tafas (unresolved)", "planned", "2+"):
        assert words in page


@pytest.mark.parametrize("width", [80, 100, 120, 160])
def test_no_line_is_wider_than_the_terminal(width: int) -> None:
    assert all(cell_len(line) <= width for line in table(coding(), width=width).splitlines())


@pytest.mark.parametrize("width", [80, 160])
def test_no_word_is_lost_on_a_narrow_terminal(width: int) -> None:
    letters = "".join(table(coding(), width=width).split())
    for words in ("clash", "fighters", "planned", "unresolved", "monitor", "2+"):
        assert words in letters


def test_a_dispatch_without_event_says_so() -> None:
    assert "no event" in table(empty_coding())


def test_a_file_gets_no_colours() -> None:
    assert "\x1b" not in table(coding())


@given(st.text(st.characters()))
def test_hostile_text_cannot_steer_the_terminal(text: str) -> None:
    page = table(hostile_coding(text))
    assert all(unicodedata.category(letter) != "Cc" for letter in page if letter != "\n")
    assert not set("\u202e\u2066") & set(page)
    page.encode()


def test_markup_of_the_terminal_library_is_shown_as_written() -> None:
    assert "[bold]x[/bold]" in table(hostile_coding("[bold]x[/bold]"), width=300)
