"""Tokens, sentences and texts as the coder reads them: plain objects filled once from a parsed spaCy `Doc`.

They bear spaCy's names and mean the same. spaCy makes every token, child and string anew each time that it is asked
for it; the coder asks many times.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, overload

if TYPE_CHECKING:
    from spacy.tokens import Doc as SpacyDoc
    from spacy.vocab import Vocab

_ATTRIBUTES: list[int | str] = [
    "ORTH", "LOWER", "LEMMA", "POS", "TAG", "DEP", "HEAD", "SENT_START", "IS_PUNCT", "IS_SPACE", "LIKE_NUM",
    "SPACY",
]  # fmt: skip
_MOST_NAMES = 200_000
_BEYOND = 1 << 63
"""Heads are told as distances; those before the token come out of an unsigned number."""


class Token:
    """A word or mark of a parsed text; `i` is its index and `idx` its character offset in the text.

    `plain_lemma` is what `Sentence.lemma` remembers.
    """

    __slots__ = (
        "children", "dep_", "doc", "head", "i", "idx", "is_punct", "is_space", "lemma_", "like_num", "lower_",
        "plain_lemma", "pos_", "sent", "tag_", "text",
    )  # fmt: skip

    i: int
    idx: int
    text: str
    lower_: str
    lemma_: str
    plain_lemma: str
    pos_: str
    tag_: str
    dep_: str
    is_punct: bool
    is_space: bool
    like_num: bool
    doc: Doc
    sent: Span
    head: Token
    children: Sequence[Token]

    def __repr__(self) -> str:
        return self.text

    def __len__(self) -> int:
        return len(self.text)

    def nbor(self, i: int = 1) -> Token:
        """The token so many places on; `IndexError` beyond the text."""
        if self.i + i < 0:
            raise IndexError(f"no token {-i} before {self.i}")
        return self.doc[self.i + i]

    @property
    def ancestors(self) -> Iterator[Token]:
        """The governors, nearest first."""
        token = self
        while token.head is not token:
            token = token.head
            yield token

    @property
    def subtree(self) -> Iterator[Token]:
        """The token and all that depends on it, in the order of the text."""
        for child in self.children:
            if child.i < self.i:
                yield from child.subtree
        yield self
        for child in self.children:
            if child.i > self.i:
                yield from child.subtree

    @property
    def left_edge(self) -> Token:
        """The first token of the subtree."""
        first = self
        for child in self.children:
            edge = child.left_edge
            if edge.i < first.i:
                first = edge
        return first

    @property
    def right_edge(self) -> Token:
        """The last token of the subtree."""
        last = self
        for child in self.children:
            edge = child.right_edge
            if edge.i > last.i:
                last = edge
        return last


class Span:
    """Tokens `[start, end)` of a text."""

    __slots__ = ("doc", "end", "start")

    def __init__(self, doc: Doc, start: int, end: int) -> None:
        self.doc, self.start, self.end = doc, start, end

    def __iter__(self) -> Iterator[Token]:
        return iter(self.doc.tokens[self.start : self.end])

    def __len__(self) -> int:
        return self.end - self.start

    def __getitem__(self, i: int) -> Token:
        return self.doc.tokens[self.start : self.end][i]

    @property
    def start_char(self) -> int:
        """Where the first token begins in the text."""
        return self.doc.tokens[self.start].idx

    @property
    def end_char(self) -> int:
        """Where the last token ends in the text."""
        last = self.doc.tokens[self.end - 1]
        return last.idx + len(last.text)

    @property
    def text(self) -> str:
        """The words as written."""
        return self.doc.text[self.start_char : self.end_char] if self.start < self.end else ""

    @property
    def root(self) -> Token:
        """The token of a sentence that nothing governs."""
        return next(token for token in self if token.head is token)


class Doc:
    """A parsed text."""

    __slots__ = ("sents", "text", "tokens")

    def __init__(self, parsed: SpacyDoc) -> None:
        self.text = parsed.text
        self.tokens = [Token() for _token in range(len(parsed))]
        self.sents: list[Span] = []
        self._fill(parsed)

    def __len__(self) -> int:
        return len(self.tokens)

    def __iter__(self) -> Iterator[Token]:
        return iter(self.tokens)

    @overload
    def __getitem__(self, i: int) -> Token: ...
    @overload
    def __getitem__(self, i: slice) -> Span: ...
    def __getitem__(self, i: int | slice) -> Token | Span:
        if isinstance(i, slice):
            start, end, _step = i.indices(len(self.tokens))
            return Span(self, start, max(start, end))
        return self.tokens[i]

    def _fill(self, parsed: SpacyDoc) -> None:
        names, tokens, sents = _Names.of(parsed.vocab), self.tokens, self.sents
        governed: dict[int, list[Token]] = defaultdict(list)
        at = 0
        sentence = Span(self, 0, 0)
        for i, (token, row) in enumerate(zip(tokens, parsed.to_array(_ATTRIBUTES).tolist(), strict=True)):
            orth, lower, lemma, pos, tag, dep, distance, starts, token.is_punct, token.is_space, number, after = row
            if starts == 1 or i == 0:
                sentence = Span(self, i, i)
                sents.append(sentence)
            sentence.end = i + 1
            token.i, token.idx, token.doc, token.sent, token.children = i, at, self, sentence, ()
            token.text = text = names[orth]
            token.lower_, token.lemma_ = names[lower], names[lemma]
            token.pos_, token.tag_, token.dep_ = names[pos], names[tag], names[dep]
            token.like_num, token.plain_lemma = number, ""
            token.head = tokens[i + (distance if distance < _BEYOND else distance - 2 * _BEYOND)]
            at += len(text) + after
        for token in tokens:
            if token.head is not token:
                governed[token.head.i].append(token)
        for i, children in governed.items():
            tokens[i].children = children


class _Names(dict[int, str]):
    """The strings of a vocabulary, remembered."""

    _known: tuple[Vocab, _Names] | None = None

    @classmethod
    def of(cls, vocab: Vocab) -> _Names:
        """The one of a vocabulary; emptied when it has become too large."""
        if cls._known is None or cls._known[0] is not vocab or len(cls._known[1]) > _MOST_NAMES:
            cls._known = (vocab, cls(vocab))
        return cls._known[1]

    def __init__(self, vocab: Vocab) -> None:
        self._strings = vocab.strings

    def __missing__(self, key: int) -> str:
        found = self[key] = str(self._strings[key])
        return found
