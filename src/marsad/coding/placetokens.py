"""The words of a text as the reading of place names needs them: capitals, hyphens, headlines, runs."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

_TOKEN = re.compile(r"(?:[A-Z]\.){2,}(?![A-Za-z])|\b(?:St|Ste|Mt|Ft)\.(?=\s[A-Z])|\w+(?:['’‘ʼʿʾ`´*]\w+)*|[^\w\s]")
_POSSESSIVE = ("'s", "’s", "‘s", "´s", "`s", "'S", "’S")
_LINE = re.compile(r"[^\n|]+")
_ENDS = frozenset(".!?:;•*|>…")
_OPENERS = frozenset("“”\"'‘’«»([{„")
HYPHENS = frozenset("-‐‑–")
ARTICLES = frozenset(
    {
        "al", "el", "ul", "ad", "adh", "an", "ar", "as", "ash", "at", "ath", "az", "ed", "en", "er", "es",
        "esh", "et", "ez", "il",
    }
)  # fmt: skip
# Lower-case words that may stand inside a name.
_PARTICLES = frozenset(
    {
        "al", "el", "ul", "de", "del", "la", "las", "los", "do", "da", "dos", "das", "di", "du", "des", "y",
        "e", "i", "sur", "sous", "au", "aux", "en", "le", "les", "bin", "ben", "ibn", "van", "von", "der",
        "den", "ez", "az", "esh", "ash", "ad", "ar", "o", "wa", "va", "nad", "na",
    }
)  # fmt: skip
_CONNECTORS = frozenset({"of", "and", "the", "on", "upon"})


@dataclass(slots=True)
class Word:
    """A word or, where not `is_word`, a punctuation mark. `low` is its lower-case form.

    `capital`: begins like a name. `tight`: no space before it. `line`: a line break before it. `first`:
    opens a sentence, a quotation or a line. `titled`: in a headline that capitalises its words.
    `blocked`: already read as something else. `possessive`: an 's follows.
    """

    start: int
    end: int
    text: str
    low: str
    is_word: bool
    capital: bool
    tight: bool
    line: bool
    first: bool
    titled: bool
    blocked: bool
    possessive: bool


def tokenize(text: str, taken: Sequence[tuple[int, int]]) -> list[Word]:
    """The words and punctuation marks of `text`."""
    headlines = [*_headlines(text), (len(text), len(text))]
    spans = [*sorted(taken), (len(text), len(text))]
    headline, span = 0, 0
    words: list[Word] = []
    end_before = 0
    first = True
    for match in _TOKEN.finditer(text):
        start, end = match.span()
        raw = match.group()
        possessive = raw[-1] in "sS" and raw.endswith(_POSSESSIVE) and len(raw) > 2
        if possessive:
            raw, end = raw[:-2], end - 2
        while spans[span][1] <= start:
            span += 1
        while headlines[headline][1] <= start:
            headline += 1
        tight = start == end_before and start > 0
        line = not tight and "\n" in text[end_before:start]
        letter = raw[0]
        is_word = letter.isalnum()
        blocked, titled = spans[span][0] < end, headlines[headline][0] <= start
        words.append(
            Word(
                start, end, raw, raw.lower(), is_word, letter.isupper(), tight, line, first or line, titled, blocked,
                possessive,
            )
        )  # fmt: skip
        if is_word:
            first = False
        elif raw in _ENDS or (raw in _OPENERS and not tight):
            first = True
        end_before = match.end()
    return words


def _headlines(text: str) -> Iterator[tuple[int, int]]:
    """Lines, or parts of lines between bars, most of whose words are capitalised."""
    for match in _LINE.finditer(text):
        line = match.group()
        if len(line) > 400 or line.rstrip(" ”\"'").endswith("."):
            continue
        longer = [word for word in re.findall(r"[^\W\d_]+", line) if len(word) > 3]
        capitals = sum(word[0].isupper() for word in longer)
        if len(longer) >= 4 and capitals / len(longer) >= 0.75:
            yield match.span()


def runs(words: Sequence[Word]) -> Iterator[tuple[int, int]]:
    """Stretches of words that may hold names: capitalised words with what may stand between them."""
    i = 0
    while i < len(words):
        if not (words[i].capital or words[i].low in ARTICLES) or not _opens(words, i):
            i += 1
            continue
        end = i + 1
        while end < len(words):
            step = _continues(words, end)
            if not step:
                break
            end += step
        yield i, end
        i = end


def _opens(words: Sequence[Word], i: int) -> bool:
    word = words[i]
    if word.blocked or not word.is_word:
        return False
    return word.capital or is_article(words, i)


def is_article(words: Sequence[Word], i: int) -> bool:
    """Whether an Arabic article stands at `i`, tied to a capitalised word ("al-Bab", "al Bab")."""
    if words[i].low not in ARTICLES or i + 1 >= len(words):
        return False
    if words[i + 1].text in HYPHENS and words[i + 1].tight:
        return i + 2 < len(words) and words[i + 2].capital and words[i + 2].tight and not words[i + 2].blocked
    return words[i].low in {"al", "el"} and words[i + 1].capital and not words[i + 1].line and not words[i + 1].blocked


def _continues(words: Sequence[Word], i: int) -> int:
    """How many words from `i` on go on with the name: 0 where it ends."""
    word = words[i]
    if word.line or word.blocked or words[i - 1].possessive:
        return 0
    if word.text in HYPHENS and word.tight:
        after = words[i + 1] if i + 1 < len(words) else None
        if after is None or not after.tight or after.blocked or not after.is_word:
            return 0
        if after.capital or after.text.isdigit():
            return 2
        if after.low in _PARTICLES | ARTICLES | {"i", "u", "ye", "e"}:
            rest = _continues(words, i + 2)
            return 2 + rest if rest else (2 if after.low in {"e", "i"} else 0)
        return 0
    if not word.is_word or word.tight:
        return 0
    if word.capital:
        return 1
    if word.low in _PARTICLES or is_article(words, i):
        rest = _continues(words, i + 1) if i + 1 < len(words) else 0
        return 1 + rest if rest else 0
    return 0


def joined_runs(words: Sequence[Word], spans: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Stretches over two runs with a small word between: "Horn of Africa", "Bosnia and Herzegovina"."""
    for (a, b), (c, d) in pairwise(spans):
        between = words[b:c]
        if 1 <= len(between) <= 2 and all(w.low in _CONNECTORS and not w.line and not w.blocked for w in between):
            yield from ((s, e) for s in range(max(a, b - 3), b) for e in range(c + 1, min(d, c + 3) + 1))
