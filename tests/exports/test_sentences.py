from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marsad.exports.sentences import sentences_at
from marsad.model import Span


def at(text: str, *words: str) -> list[str]:
    return sentences_at(text, [Span(text.index(word), text.index(word) + len(word)) for word in words])


TEXT = 'Shelling hit Nahj at dawn. Gen. Ali S. Darwish said: "Two died." Nobody fled!\nA heading\nThe road was closed.'


@pytest.mark.parametrize(
    ("word", "sentence"),
    [
        ("hit", "Shelling hit Nahj at dawn."),
        ("Two died", 'Gen. Ali S. Darwish said: "Two died."'),
        ("fled", "Nobody fled!"),
        ("heading", "A heading"),
        ("closed", "The road was closed."),
    ],
)
def test_words_are_shown_in_their_whole_sentence(word: str, sentence: str) -> None:
    assert at(TEXT, word) == [sentence]


def test_two_words_of_one_sentence_show_it_once() -> None:
    assert at(TEXT, "closed", "road", "hit") == ["Shelling hit Nahj at dawn.", "The road was closed."]


def test_a_span_over_two_sentences_shows_both() -> None:
    assert sentences_at("One fell. Two fled. Three hid.", [Span(4, 12)]) == ["One fell.", "Two fled."]


def test_a_text_that_is_not_stored_has_no_sentences() -> None:
    assert sentences_at("", [Span(3, 9)]) == []


@given(st.text(st.sampled_from('ab. !\n"A')), st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40))))
def test_every_span_lies_in_a_sentence_that_is_shown(text: str, pairs: list[tuple[int, int]]) -> None:
    spans = [Span(*sorted(pair)) for pair in pairs]
    shown = " ".join("".join(sentences_at(text, spans)).split())
    for span in spans:
        for word in text[span.start : span.end].split():
            assert word in shown
