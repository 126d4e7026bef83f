"""Hidden names leave no letter behind, and nothing else moves."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marsad.model import Dispatch, Event, Participant, Span
from marsad.redaction import COVER, Redaction


def test_a_name_is_covered_in_any_case_and_over_a_line_break() -> None:
    hidden = Redaction(["Layla Example"])
    assert hidden.text("LAYLA\nExample, layla  example.") == f"{COVER * 5}\n{COVER * 7}, {COVER * 5}  {COVER * 7}."


def test_a_name_inside_a_longer_word_stays() -> None:
    assert Redaction(["Ali"]).text("Alicante, Ali") == f"Alicante, {COVER * 3}"


def test_the_longer_of_two_names_is_covered_whole() -> None:
    assert Redaction(["Sam", "Sam Example"]).text("Sam Example") == f"{COVER * 3} {COVER * 7}"


def test_a_name_without_a_letter_is_refused() -> None:
    with pytest.raises(ValueError, match="no name"):
        Redaction([" - "])


@given(st.text(), st.lists(st.text(min_size=1).filter(lambda name: any(c.isalnum() for c in name)), max_size=3))
def test_a_text_keeps_its_length_so_that_spans_hold(text: str, names: list[str]) -> None:
    assert len(Redaction(names).text(text)) == len(text)


def test_names_are_covered_however_deep_they_stand() -> None:
    text = "Gunmen killed Layla Example."
    event = Event(
        type="attack",
        participants=[Participant(role="side_b", name="Layla Example", evidence=[Span(14, 27)])],
        evidence=[Span(7, 13)],
    )
    dispatch, covered = Redaction(["Layla Example"]).covered((Dispatch(text=text), event))
    assert covered.participants[0].name == f"{COVER * 5} {COVER * 7}"
    span = covered.participants[0].evidence[0]
    assert dispatch.text[span.start : span.end] == covered.participants[0].name
    assert event.participants[0].name == "Layla Example"


def test_without_names_nothing_is_touched() -> None:
    dispatch = Dispatch(text="as it was")
    assert Redaction([]).covered(dispatch) is dispatch
