"""Small grammars over classes of words: how dates and quantities are found.

A text is split into words once. A grammar gives every word one character that stands for the set of word
classes it belongs to, so that its rules are ordinary regular expressions over a short string, and a text
without any of its words costs next to nothing.

Rules are written with spaces for reading and these signs; all else is regular-expression syntax:

    {month}        a word of the class `month`
    {=of|in}       one of these words, in any case
    <DAY>          the part of that name, defined beside the rules
    (?P<to>...)    a named group, as in a regular expression
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

_WORD = re.compile(
    r"""
      [AaPp]\.\s?[Mm]\b\.?                          # p.m.
    | [^\W\d_]++(?!\d)                              # a word
    | \d{4}([-/.])\d{1,2}\1\d{1,2}(?!\w)            # 2021-01-24
    | \d{1,2}([-/.])\d{1,2}\2(?:\d{4}|\d\d)(?![\w%])  # 24/01/2021
    | \d{1,2}/\d{1,2}(?![\w/])                      # 24/1
    | \d{1,2}[:h.]\d\d[AaPp][Mm]\b                  # 3:30pm
    | \d{1,2}[:h]\d\d(?::\d\d)?(?!\d)               # 15:30
    | \d{1,3}(?:([,.'’ \u00a0\u2009\u202f])\d{3}(?!\d))(?:\3\d{3}(?!\d))*+(?![.,]\d)  # 2,100 and 2 100
    | \d+\.\d+(?![.\w])                             # 1.5
    | \d+(?:st|nd|rd|th)\b                          # 24th
    | \d+[^\W\d_]\w*                                # 120mm
    | \d+
    | [^\W\d_]+\d\w*                                # M23
    | ['’`]s\b
    | \n\s*\n\s*                                    # the border of two paragraphs
    | \s[-‐‑‒–—―]+(?=\s)                            # a dash that stands free
    | [^\s\u00ad\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]
    """,
    re.VERBOSE,
)
_CLASS = re.compile(r"\{(=|(?=[a-z]))([^}]+)\}")
_PART = re.compile(r"<([A-Z_]+)>")
_PIECE = re.compile(
    r"(?P<signs>\[[^]]*\])|(?P<look>\(\?<?[=!])|(?P<open>\((?:\?:|\?P<\w+>)?)|(?P<close>\))|(?P<or>\|)"
    r"|(?P<end>\$)"
)
_OPTIONAL = re.compile(r"\?|\*|\{0,\d+\}|\{,\d+\}")
_REPEATED = re.compile(r"[?+*]{1,2}|\{\d*,?\d*\}[?+]?")
_OTHER = "."


@dataclass(frozen=True, slots=True)
class Words:
    """A text split into words: `texts[i]` stands at `[starts[i], ends[i])`."""

    text: str
    texts: list[str]
    starts: list[int]

    def end(self, index: int) -> int:
        """The offset behind the word of this index."""
        return self.starts[index] + len(self.texts[index])

    def glued(self, index: int) -> bool:
        """Whether the word follows the one before it without a space."""
        return index > 0 and self.end(index - 1) == self.starts[index]

    def lower(self, start: int = 0, end: int | None = None) -> list[str]:
        """The words of `[start, end)` in lower case, all of them by default."""
        return [word.lower() for word in self.texts[start:end]]


@lru_cache(maxsize=4)
def split(text: str) -> Words:
    """Split a text into words, numerals and signs."""
    texts: list[str] = []
    starts: list[int] = []
    for match in _WORD.finditer(text):
        texts.append(match.group())
        starts.append(match.start())
    return Words(text, texts, starts)


class PhraseGrammar:
    """A set of named rules over word classes.

    `classes` maps a class to its words in lower case; those named in `cased` hold only as they are written
    there. `shapes` are tried in order on words that are in no class and begin with a digit or a space: a
    regular expression and the classes of the words that it matches. `rules` map a name to a pattern, `parts`
    are patterns that rules share. Where several rules match at a word, the longest match counts, among
    equals the rule named first.
    """

    def __init__(
        self,
        classes: Mapping[str, Iterable[str]],
        shapes: Iterable[tuple[str, Iterable[str]]],
        parts: Mapping[str, str],
        rules: Mapping[str, str],
        cased: frozenset[str] = frozenset(),
    ) -> None:
        self._parts = dict(parts)
        sources = {name: self._spelled_out(pattern) for name, pattern in rules.items()}
        members: dict[str, set[str]] = {}
        for name, words in classes.items():
            for word in words:
                for form in (word,) if name in cased else (word, word.capitalize(), word.upper()):
                    members.setdefault(form, set()).add(name)
        for source in sources.values():
            for literal, name in _CLASS.findall(source):
                for word in name.split("|") if literal else ():
                    for form in (word, word.capitalize(), word.upper()):
                        members.setdefault(form, set()).add(literal + name)
        shaped = [(re.compile(shape), frozenset(names)) for shape, names in shapes]
        kinds = sorted({frozenset(names) for names in members.values()} | {names for _, names in shaped}, key=sorted)
        sign = {names: chr(0xE000 + index) for index, names in enumerate(kinds)}
        self._sign = {word: sign[frozenset(names)] for word, names in members.items()}
        self._shapes = [(shape, sign[names]) for shape, names in shaped]
        self._class_signs = dict.fromkeys(classes, "")
        for names, character in sign.items():
            for name in names:
                self._class_signs[name] = self._class_signs.get(name, "") + character
        self._rules = [(name, re.compile(self._over_signs(source))) for name, source in sources.items()]
        self._rules_at: dict[str, list[int]] = {}
        for index, (_, rule) in enumerate(self._rules):
            for opening in _openings(rule.pattern):
                self._rules_at.setdefault(opening, []).append(index)
        for opening, indexes in self._rules_at.items():
            if len(opening) == 2:
                indexes[:] = sorted({*indexes, *self._rules_at.get(opening[0], [])})
        self._start = re.compile(f"[{''.join({opening[0] for opening in self._rules_at})}]")

    def matches(self, words: Words) -> Iterator[tuple[str, re.Match[str]]]:
        """The matches from left to right without overlap, with their rules' names, in indexes of words."""
        signs = self.signs(words)
        found = self._start.search(signs)
        while found is not None:
            at = found.start()
            best: tuple[str, re.Match[str]] | None = None
            for index in self._rules_at.get(signs[at : at + 2], self._rules_at.get(signs[at], [])):
                name, rule = self._rules[index]
                match = rule.match(signs, at)
                if match is not None and (best is None or match.end() > best[1].end()):
                    best = name, match
            if best is None:
                at += 1
            else:
                yield best
                at = best[1].end()
            found = self._start.search(signs, at)

    def signs(self, words: Words) -> str:
        """One character a word, for the set of its classes."""
        known = self._sign
        return "".join([known.get(word) or self._shape(word) for word in words.texts])

    def _shape(self, word: str) -> str:
        if word[0].isdigit() or word[0].isspace():
            for shape, character in self._shapes:
                if shape.fullmatch(word):
                    return character
        return _OTHER

    def _spelled_out(self, pattern: str) -> str:
        while _PART.search(pattern):
            pattern = _PART.sub(lambda match: f"(?:{self._parts[match[1]]})", pattern)
        return "".join(pattern.split())

    def _over_signs(self, source: str) -> str:
        def signs(match: re.Match[str]) -> str:
            members = self._class_signs[match[1] + match[2]]
            return f"[{members}]" if members else "(?!)"

        return _CLASS.sub(signs, source)


def _openings(pattern: str) -> set[str]:
    """What a match can begin with: two characters, or one where that is all. Lookarounds are ignored."""
    openings, at = _openings_of_branches(pattern, 0)
    if "" in openings or at != len(pattern):
        raise ValueError(f"a rule must match at least one word: {pattern!r}")
    return openings


def _openings_of_branches(pattern: str, at: int) -> tuple[set[str], int]:
    openings: set[str] = set()
    branch = {""}
    while at < len(pattern):
        piece = _PIECE.match(pattern, at)
        if piece is None:
            raise ValueError(f"not understood in a rule: {pattern[at : at + 20]!r}")
        if piece["close"]:
            break
        at = piece.end()
        if piece["or"]:
            openings |= branch
            branch = {""}
            continue
        part = {""}
        if piece["signs"]:
            part = set(piece["signs"][1:-1])
        elif piece["open"] or piece["look"]:
            part, at = _openings_of_branches(pattern, at)
            at += 1
        if (repeated := _REPEATED.match(pattern, at)) is not None:
            at = repeated.end()
            if repeated.group() not in ("?", "?+"):
                part = part | _followed(part, part)
            if _OPTIONAL.match(repeated.group()):
                part = part | {""}
        branch = _followed(branch, {""} if piece["look"] else part)
    return openings | branch, at


def _followed(first: set[str], then: set[str]) -> set[str]:
    """The openings of one part after another."""
    ones = {opening for opening in first if len(opening) == 1}
    followed = {opening for opening in first if len(opening) == 2}
    followed |= {opening + next_one for opening in ones for next_one in {more[:1] for more in then}}
    return followed | then if "" in first else followed
