"""The small grammars by which dates and quantities are found."""

from __future__ import annotations

import pytest

from marsad.coding.phrase_grammar import PhraseGrammar, split

CLASSES = {"fruit": ["apple", "pear"], "name": ["Rose"]}
SHAPES = [(r"\d+", ["count"])]


def found(rules: dict[str, str], text: str) -> list[tuple[str, str]]:
    words = split(text)
    grammar = PhraseGrammar(CLASSES, SHAPES, {"SIZE": "{=big|small}"}, rules, cased=frozenset({"name"}))
    return [
        (rule, text[words.starts[match.start()] : words.end(match.end() - 1)]) for rule, match in grammar.matches(words)
    ]


def test_words_numerals_and_signs_are_parted() -> None:
    assert split("On 24/01/2021, 2,100 left by 5 p.m.; M23 didn't.").texts == [
        "On",
        "24/01/2021",
        ",",
        "2,100",
        "left",
        "by",
        "5",
        "p.m.",
        ";",
        "M23",
        "didn",
        "'",
        "t",
        ".",
    ]


def test_the_longest_match_counts_and_among_equals_the_first_rule() -> None:
    rules = {"short": "{fruit}", "long": "{fruit} {=and} {fruit}", "same": "{fruit}"}
    assert found(rules, "Apple and pear, PEAR") == [("long", "Apple and pear"), ("short", "PEAR")]


def test_parts_shapes_and_cased_words() -> None:
    rules = {"phrase": "{count} <SIZE>? {fruit}", "name": "{name}"}
    assert found(rules, "3 big apple rose Rose 4 pear") == [
        ("phrase", "3 big apple"),
        ("name", "Rose"),
        ("phrase", "4 pear"),
    ]


def test_a_rule_that_can_match_nothing_is_an_error() -> None:
    with pytest.raises(ValueError, match="at least one word"):
        found({"empty": "{fruit}?"}, "")
