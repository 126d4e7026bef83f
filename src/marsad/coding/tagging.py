"""spaCy's attribute ruler and lemmatizer, which take a third of the time of a parse, made quick.

The ruler turns fine-grained tags into parts of speech and morphology by trying some 180 patterns on every
token. Nearly all of them look at a single token and at few attributes, so what they do to one combination is
learnt from the ruler itself when it is first met; so are the lemmas. The result is spaCy's own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

from spacy.language import Language
from spacy.matcher import Matcher
from spacy.tokens import Doc

if TYPE_CHECKING:
    from spacy.pipeline import AttributeRuler, Lemmatizer
    from spacy.tokens import Token
    from spacy.tokens.morphanalysis import MorphAnalysis

_NAME = "marsad_tagging"
_ATTRIBUTES: list[int | str] = ["ORTH", "LOWER", "TAG", "DEP", "IS_SPACE"]
_MOST_WORDS = 200_000
"""How many words are remembered: some 30 MB."""

_Row = list[int]


class _Ruled(NamedTuple):
    """What the ruler makes of a token; `number` stands for the whole."""

    number: int
    tag: int
    pos: int
    morph: MorphAnalysis
    lemma: int
    dep: int


def quicken(nlp: Language) -> None:
    """Replace the attribute ruler and the lemmatizer of a pipeline by a component that gives the same."""
    ruler: Any = nlp.get_pipe("attribute_ruler")
    lemmatizer: Any = nlp.get_pipe("lemmatizer")
    Language.component(_NAME, func=QuickTagging(ruler, lemmatizer, nlp))
    nlp.add_pipe(_NAME)
    nlp.remove_pipe("attribute_ruler")
    nlp.remove_pipe("lemmatizer")


class QuickTagging:
    """An attribute ruler and a lemmatizer with a memory.

    Texts in which a pattern matches that spans several tokens, or looks at more than the remembered
    attributes, are left to spaCy.
    """

    def __init__(self, ruler: AttributeRuler, lemmatizer: Lemmatizer, nlp: Language) -> None:
        self._ruler, self._lemmatizer = ruler, lemmatizer
        self._others = Matcher(nlp.vocab, validate=False)
        self._ruled: dict[tuple[int, ...], _Ruled] = {}
        self._lemmas: dict[tuple[int, int], int] = {}
        named: set[int] = set()
        signs: list[str] = []
        for number, pattern in enumerate(_patterns(ruler)):
            words = _words(pattern)
            if words is None:
                self._others.add(str(number), [pattern])
                signs.append(_sign(pattern))
            else:
                named |= {nlp.vocab.strings.add(word) for word in words}
        self._strings = nlp.vocab.strings
        self._named = frozenset(named)
        self._sign = re.compile("|".join(signs))
        self._signs: dict[int, bool] = {}

    def __call__(self, doc: Doc) -> Doc:
        rows: list[_Row] = doc.to_array(_ATTRIBUTES).tolist()
        if self._signed(rows) and self._others(doc, allow_missing=True):
            return self._lemmatizer(self._ruler(doc))
        keys = [self._key(row) for row in rows]
        for i, key in enumerate(keys):
            if key not in self._ruled:
                self._ruled[key] = self._rule(doc[i])
        ruled = [self._ruled[key] for key in keys]
        for token, (orth, *_), (number, tag, pos, morph, lemma, dep) in zip(doc, rows, ruled, strict=True):
            token.pos, token.morph = pos, morph
            if tag != token.tag:
                token.tag = tag
            if dep != token.dep:
                token.dep = dep
            token.lemma = lemma or self._lemmas.get((orth, number)) or self._lemmatize(token, number)
        return doc

    def _signed(self, rows: list[_Row]) -> bool:
        """Whether a token has a word without which none of the other patterns matches."""
        signs = self._signs
        for _orth, lower, _tag, _dep, _space in rows:
            sign = signs.get(lower)
            if sign is None:
                if len(signs) >= _MOST_WORDS:
                    signs.clear()
                sign = signs[lower] = self._sign.fullmatch(self._strings[lower]) is not None
            if sign:
                return True
        return False

    def _key(self, row: _Row) -> tuple[int, ...]:
        """All that a remembered pattern may ask of a token."""
        _orth, lower, tag, dep, space = row
        return (lower if lower in self._named else 0, tag, dep, space)

    def _rule(self, token: Token) -> _Ruled:
        """What the ruler makes of a token that stands alone."""
        alone = Doc(token.vocab, [token.text], tags=[token.tag_], deps=[token.dep_], heads=[0])
        found = self._ruler(alone)[0]
        return _Ruled(len(self._ruled), found.tag, found.pos, found.morph, found.lemma, found.dep)

    def _lemmatize(self, token: Token, number: int) -> int:
        if len(self._lemmas) >= _MOST_WORDS:
            self._lemmas.clear()
        lemma: int = token.vocab.strings.add(self._lemmatizer.lemmatize(token)[0])
        self._lemmas[token.orth, number] = lemma
        return lemma


def _patterns(ruler: AttributeRuler) -> Iterator[list[dict[str, Any]]]:
    for entry in ruler.patterns:
        yield from entry["patterns"]  # type: ignore[misc]


def _words(pattern: list[dict[str, Any]]) -> set[str] | None:
    """The words that a pattern names; None where what it does cannot be remembered by the attributes."""
    if len(pattern) != 1 or not set(pattern[0]) <= set(_ATTRIBUTES[1:]):
        return None
    word = pattern[0].get("LOWER", {"IN": []})
    if isinstance(word, str):
        return {word}
    return set(word["IN"]) if set(word) == {"IN"} else None


def _sign(pattern: list[dict[str, Any]]) -> str:
    """A regular expression for a word without which the pattern does not match; any word, if need be."""
    asked: Any = next((token["LOWER"] for token in pattern if "LOWER" in token), {})
    if isinstance(asked, str):
        return re.escape(asked)
    if "IN" in asked:
        return "|".join(map(re.escape, asked["IN"]))
    return f".*(?:{asked.get('REGEX', '')}).*"
