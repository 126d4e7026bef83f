"""Names as monitors spell them: words of a text, and the folded keys under which spellings of one name meet.

"Hay’at Tahrir al-Sham", "Hayyat Tahreer Al Sham" and "“Hayat Tahrir ash-Sham”" give the same keys. Case,
quotes, hyphens, diacritics, Arabic articles, "the", possessives, plurals, ordinals and the common latin
spellings of Arabic vowels are folded. Names are not folded further: two groups that differ by a consonant
stay two.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from anyascii import anyascii

# Monitors mask words against content filters ("fi*re"), so an asterisk inside a word counts as nothing.
_WORD = re.compile(r"(?:[A-Za-z]\.){2,}(?![A-Za-z])|[^\W_]+(?:['’‘ʼʿʾ`´*\u0300-\u036f]+[^\W_]+)*[\u0300-\u036f]*")
QUOTES = "\"'“”‘’«»„"
_GAP = re.compile(rf"[{QUOTES}]{{0,2}}[ \t\u00a0]{{0,2}}\n?[{QUOTES}]{{0,2}}|[-‐‑]")
_APOSTROPHES = "'’‘ʼ`´"
_HYPHENS = ("-", "‐", "‑")
_ARTICLES = frozenset({"al", "el", "ul", "the"})
# These are Arabic articles only where a hyphen ties them to the next word ("ash-Sham", but "as well").
_TIED_ARTICLES = frozenset(
    {"ad", "adh", "an", "ar", "as", "ash", "at", "ath", "az", "ed", "en", "er", "es", "esh", "et", "ez", "il"}
)  # fmt: skip
_ORDINALS = {
    "first": "1", "second": "2", "third": "3", "fourth": "4", "fifth": "5", "sixth": "6", "seventh": "7",
    "eighth": "8", "ninth": "9", "tenth": "10", "eleventh": "11", "twelfth": "12", "thirteenth": "13",
    "fourteenth": "14", "fifteenth": "15", "sixteenth": "16", "seventeenth": "17", "eighteenth": "18",
    "nineteenth": "19", "twentieth": "20",
}  # fmt: skip
_NUMBERED = re.compile(r"(\d+)(?:st|nd|rd|th)")
_NOT_LETTERS = re.compile(r"[^a-z0-9]+")
_DOUBLED = re.compile(r"([a-z])\1+")


@dataclass(frozen=True, slots=True)
class Word:
    """A word that counts for names: offsets, the folded key, the text as written.

    `start_with_article` is where the name begins if this word is its first ("al-Nusra"). `joined`: only a
    space, a hyphen or quotes stand between the word before and this one.
    """

    start: int
    end: int
    key: str
    raw: str
    start_with_article: int
    joined: bool


@lru_cache(maxsize=65_536)
def fold(word: str) -> str:
    """The key of one word, the same for all spellings of it."""
    plain = _letters(word)
    if plain in _ORDINALS:
        return _ORDINALS[plain]
    numbered = _NUMBERED.fullmatch(plain)
    if numbered:
        return numbered[1]
    return _vowels(_singular(plain))


@lru_cache(maxsize=65_536)
def spelling(word: str) -> str:
    """The word without case, quotes, diacritics and plural; its vowels as they are written."""
    return _singular(_letters(word))


def _letters(word: str) -> str:
    return _NOT_LETTERS.sub("", (word if word.isascii() else anyascii(word)).lower())


def _singular(word: str) -> str:
    """Without a plural s; "Hamas", "ISIS" and "Texas" keep theirs, "Houthis" and "militias" do not."""
    if len(word) < 4 or not word.endswith("s") or word[-2] in "su":
        return word
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    least = {"i": 6, "a": 7}.get(word[-2], 4)
    return word[:-1] if len(word) >= least else word


def _vowels(word: str) -> str:
    word = word.replace("ee", "i").replace("oo", "u").replace("ou", "u")
    word = word.replace("ey", "ai").replace("ei", "ai")
    word = word[:1] + word[1:].replace("y", "i")
    word = word.replace("e", "i").replace("o", "u").replace("q", "k")
    word = _DOUBLED.sub(r"\1", word)
    if len(word) > 3 and word[-1] == "h" and word[-2] in "aiu":
        word = word[:-1]
    return word


def words(text: str) -> list[Word]:
    """The words of a text that count for names, in order; articles are left out and remembered in the next
    word.
    """
    found: list[Word] = []
    end_before = 0
    article_start: int | None = None
    article_adjoins: bool | None = None
    for match in _WORD.finditer(text):
        start, end = match.span()
        raw = match[0]
        adjoins = _adjoins(text[end_before:start])
        if raw[-1] == "s" and len(raw) > 2 and raw[-2] in _APOSTROPHES:
            raw, end_before = raw[:-2], end
            end -= 2
        else:
            end_before = end
        lower = raw.lower()
        if lower in _ARTICLES or (lower in _TIED_ARTICLES and text[end : end + 1] in _HYPHENS):
            article_adjoins = adjoins if article_adjoins is None else article_adjoins and adjoins
            article_start = None if lower == "the" else start
            continue
        begins = start if article_start is None or not adjoins else article_start
        joined = adjoins if article_adjoins is None else adjoins and article_adjoins
        found.append(Word(start, end, fold(raw), raw, begins, joined))
        article_start = article_adjoins = None
    return found


def _adjoins(gap: str) -> bool:
    return gap in (" ", "-") or (0 < len(gap) < 8 and _GAP.fullmatch(gap) is not None)


def is_acronym(word: str) -> bool:
    """Whether a word is written by its capitals ("SDF", "JeM", "M23"), so that only the same capitals mean
    it.
    """
    return sum(letter.isupper() or letter.isdigit() for letter in word) >= 2 and any(map(str.isupper, word))


def keys(name: str) -> tuple[str, ...]:
    """The keys of a name, in order."""
    return tuple(word.key for word in words(name) if word.key)


_INITIAL = str.maketrans("eiouy", "aaaaa")


def skeleton(person: str) -> tuple[str, ...]:
    """The consonants of a person's names, since the vowels of one name vary most ("Mohammed", "Muhammad")."""
    return tuple(
        consonants
        for word in words(person)
        if (consonants := word.key[:1].translate(_INITIAL) + re.sub("[aiuh]", "", word.key[1:]))
    )
