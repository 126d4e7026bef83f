from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from marsad.exports.highlight import Evidence, Segment, paragraphs
from marsad.model import Span

TEXT = "Four died in Tafas.\n\nTwo were hurt."


def evidence(start: int, end: int, key: str, event: int = 1, *, whole: bool = False) -> Evidence:
    return Evidence(Span(start, end), key, event, whole)


def pieces(*items: Evidence) -> list[Segment]:
    return [piece for line in paragraphs(TEXT, items) for piece in line]


def test_a_text_without_evidence_is_its_lines() -> None:
    assert [[piece.text for piece in line] for line in paragraphs(TEXT, [])] == [
        ["Four died in Tafas."],
        ["Two were hurt."],
    ]


def test_a_cell_inside_its_event_cuts_the_event_s_words() -> None:
    found = pieces(evidence(0, 18, "e1", whole=True), evidence(13, 18, "e1.place"))
    assert [(piece.text, piece.keys) for piece in found[:3]] == [
        ("Four died in ", ("e1",)),
        ("Tafas", ("e1", "e1.place")),
        (".", ()),
    ]


def test_overlapping_events_share_the_words_between() -> None:
    found = pieces(evidence(0, 9, "e1", 1, whole=True), evidence(5, 18, "e2", 2, whole=True))
    assert [(piece.text, piece.events, piece.begins) for piece in found[:3]] == [
        ("Four ", (1,), (1,)),
        ("died", (1, 2), (2,)),
        (" in Tafas", (2,), ()),
    ]


def test_words_over_two_lines_are_marked_in_both_and_begin_once() -> None:
    found = pieces(evidence(13, 24, "e1", whole=True))
    marked = [piece for piece in found if piece.events]
    assert [piece.text for piece in marked] == ["Tafas.", "Two"]
    assert [piece.begins for piece in marked] == [(1,), ()]


def test_spans_beyond_the_text_are_ignored() -> None:
    assert all(not piece.keys for piece in pieces(evidence(5, 900, "e1"), evidence(-3, 2, "e2"), evidence(4, 4, "e3")))


@st.composite
def marked_texts(draw: st.DrawFn) -> tuple[str, list[Evidence]]:
    text = draw(st.text(st.sampled_from("ab .\n\r\u2028"), max_size=40))
    spans = st.tuples(st.integers(-2, 42), st.integers(-2, 42)).map(sorted)
    items = [
        evidence(start, end, f"k{number}", number, whole=draw(st.booleans()))
        for number, (start, end) in enumerate(draw(st.lists(spans, max_size=8)), start=1)
    ]
    return text, items


@given(marked_texts())
def test_segments_are_the_text_and_carry_exactly_the_keys_of_the_spans_over_them(
    marked: tuple[str, list[Evidence]],
) -> None:
    text, items = marked
    usable = [item for item in items if 0 <= item.span.start < item.span.end <= len(text)]
    lines = paragraphs(text, items)
    assert "".join("".join(piece.text for line in lines for piece in line).split()) == "".join(text.split())
    for line in lines:
        for piece in line:
            assert text[piece.start : piece.start + len(piece.text)] == piece.text
            for offset in range(piece.start, piece.start + len(piece.text)):
                over = {item.key for item in usable if item.span.start <= offset < item.span.end}
                assert set(piece.keys) == over
