"""The parse as the coder reads it: spaCy's own, token by token, however it is made quick."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Doc as SpacyDoc

from marsad.coding.language import MODELS, language_model
from marsad.coding.tokens import Doc

GOLD = Path(__file__).parents[1] / "gold"
ODD = ["There are many.", "Y'all ain't gonna  let's c'mon, you gotta", "  1.  a  b \n c", " ", "   x", "ex-fighters"]


@pytest.fixture(scope="module")
def original() -> Language:
    """The language model as it is, with the coder's tokenizer."""
    nlp = spacy.load(next(name for name in MODELS if spacy.util.is_package(name)), exclude=["ner"])
    nlp.tokenizer = language_model().tokenizer
    return nlp


def paragraphs() -> list[str]:
    texts = (file.read_text("utf-8") for file in sorted(GOLD.glob("development/text/*.txt"))[::3])
    return [line for text in texts for line in text.split("\n") if line.strip()] + ODD * 2


def told(doc: SpacyDoc | Doc) -> Iterator[tuple[object, ...]]:
    for t in doc:
        yield t.i, t.idx, t.text, t.lower_, t.lemma_, t.pos_, t.tag_, t.dep_, t.head.i
        yield bool(t.is_punct), bool(t.is_space), bool(t.like_num), t.sent.start, t.sent.end
        yield tuple(child.i for child in t.children), tuple(each.i for each in t.subtree)
        yield tuple(each.i for each in t.ancestors), t.left_edge.i, t.right_edge.i


def test_tags_and_lemmas_are_those_of_the_language_model(original: Language) -> None:
    # twice: what is met first is learnt, then remembered; the vocabulary is not shared, so words are compared
    for _round in range(2):
        mine, theirs = language_model().pipe(paragraphs()), original.pipe(paragraphs())
        for one, other in zip(mine, theirs, strict=True):
            assert [(t.text, t.tag_, t.pos_, str(t.morph), t.lemma_, t.dep_) for t in one] == [
                (t.text, t.tag_, t.pos_, str(t.morph), t.lemma_, t.dep_) for t in other
            ]


def test_tokens_say_what_those_of_spacy_say() -> None:
    for parsed in language_model().pipe(paragraphs()):
        doc = Doc(parsed)
        assert list(told(doc)) == list(told(parsed))
        assert [(s.start, s.end, s.text, s.root.i) for s in doc.sents] == [
            (s.start, s.end, s.text, s.root.i) for s in parsed.sents
        ]


def test_spans_say_what_those_of_spacy_say() -> None:
    for parsed in language_model().pipe(paragraphs()):
        doc = Doc(parsed)
        for start in range(0, len(doc), 3):
            one, other = doc[start : start + 5], parsed[start : start + 5]
            assert (one.text, one.start_char, one.end_char) == (other.text, other.start_char, other.end_char)
            assert [token.text for token in one] == [token.text for token in other]
            assert one[0].text == other[0].text


def test_there_is_no_neighbour_beyond_the_text() -> None:
    doc = Doc(language_model()("Two words"))
    assert doc[0].nbor().text == "words"
    for token, step in ((doc[0], -1), (doc[1], 1)):
        with pytest.raises(IndexError):
            token.nbor(step)
