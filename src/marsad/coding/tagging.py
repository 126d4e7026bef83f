"""spaCy's attribute ruler, which takes a third of the time of a parse, made quick.

The ruler turns fine-grained tags into parts of speech and morphology by trying some 180 patterns on every
token. Nearly all of them look at a single token and at few attributes, so what they do to one combination is
learnt from the ruler itself when it is first met. The result is the ruler's own, token by token.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from spacy.language import Language
from spacy.matcher import Matcher

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.pipeline import AttributeRuler
    from spacy.tokens import Doc
    from spacy.tokens.morphanalysis import MorphAnalysis

_NAME = "marsad_attribute_ruler"
_ATTRIBUTES: list[int | str] = ["TAG", "LOWER", "DEP", "IS_SPACE"]

_Key = tuple[int, int, int, int]
_Learnt = tuple[int, int, "MorphAnalysis", int, int]


def quicken(nlp: Language) -> None:
    """Replace the attribute ruler of a pipeline by one that gives the same and remembers it."""
    ruler: Any = nlp.get_pipe("attribute_ruler")
    Language.component(_NAME, func=QuickRuler(ruler, nlp))
    nlp.replace_pipe("attribute_ruler", _NAME)


class QuickRuler:
    """An attribute ruler with a memory.

    Texts in which a pattern matches that spans several tokens, or looks at more than the remembered
    attributes, are left to the ruler.
    """

    def __init__(self, ruler: AttributeRuler, nlp: Language) -> None:
        self._ruler = ruler
        self._others = Matcher(nlp.vocab, validate=False)
        self._learnt: dict[_Key, _Learnt] = {}
        named: set[int] = set()
        for number, pattern in enumerate(_patterns(ruler)):
            words = _words(pattern)
            if words is None:
                self._others.add(str(number), [pattern])
            else:
                named |= {nlp.vocab.strings.add(word) for word in words}
        self._named = frozenset(named)

    def __call__(self, doc: Doc) -> Doc:
        if self._others(doc, allow_missing=True):
            return self._ruler(doc)
        named = self._named
        keys: list[_Key] = [
            (tag, lower if lower in named else 0, dep, space)
            for tag, lower, dep, space in doc.to_array(_ATTRIBUTES).tolist()
        ]
        try:
            learnt = [self._learnt[key] for key in keys]
        except KeyError:
            return self._learn(doc, keys)
        for token, (tag, pos, morph, lemma, dep) in zip(doc, learnt, strict=True):
            token.pos = pos
            token.morph = morph
            if lemma:
                token.lemma = lemma
            if tag != token.tag:
                token.tag = tag
            if dep != token.dep:
                token.dep = dep
        return doc

    def _learn(self, doc: Doc, keys: list[_Key]) -> Doc:
        doc = self._ruler(doc)
        for token, key in zip(doc, keys, strict=True):
            self._learnt[key] = (token.tag, token.pos, token.morph, token.lemma, token.dep)
        return doc


def _patterns(ruler: AttributeRuler) -> Iterator[list[dict[str, Any]]]:
    for entry in ruler.patterns:
        yield from entry["patterns"]  # type: ignore[misc]


def _words(pattern: list[dict[str, Any]]) -> set[str] | None:
    """The words that a pattern names; None where what it does cannot be remembered by the attributes."""
    if len(pattern) != 1 or not set(pattern[0]) <= set(_ATTRIBUTES):
        return None
    word = pattern[0].get("LOWER", {"IN": []})
    if isinstance(word, str):
        return {word}
    return set(word["IN"]) if set(word) == {"IN"} else None
