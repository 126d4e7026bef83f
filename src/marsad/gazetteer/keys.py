"""Keys under which differently written names of one place meet.

Three keys, each coarser than the one before: `plain` (case, diacritics, apostrophes and hyphens away),
`transliterated` (articles, long vowels, doubled letters and the usual pairs of romanisation away) and
`skeleton` (consonants only, for use within one country, where few places share one).
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from anyascii import anyascii

_APOSTROPHES = dict.fromkeys(map(ord, "'’‘`´ʿʾʼʻˈ′ʹ“”\"."), None)
_WORD_BREAKS = str.maketrans(dict.fromkeys("-‐‑‒–—_/,;:()[]\u00a0", " "))
_LAST_LATIN = "\u02ff"
_LATIN_AGAIN = re.compile(r"[\u1d00-\u1eff\u2c60-\u2c7f\ua720-\ua7ff\ufb00-\ufb06]")
_ABBREVIATED = {"st": "saint", "ste": "sainte", "sta": "santa", "mt": "mount", "ft": "fort"}
# Arabic articles, and the first letters of the words that each assimilates to.
_ARTICLES = {
    "al": "", "el": "", "ul": "", "il": "",
    "ad": "d", "ed": "d", "id": "d", "adh": "d", "edh": "d", "ash": "s", "esh": "s", "as": "s", "es": "s",
    "us": "s", "ach": "c", "ech": "c", "ar": "r", "er": "r", "ur": "r", "at": "t", "et": "t", "ath": "t",
    "eth": "t", "an": "n", "en": "n", "un": "n", "in": "n", "az": "z", "ez": "z", "uz": "z",
}  # fmt: skip
_LETTERS = (
    ("tch", "ch"), ("sch", "sh"), ("dzh", "j"), ("dj", "j"), ("ph", "f"), ("ck", "k"), ("dh", "d"),
    ("th", "t"), ("q", "k"), ("oo", "u"), ("ou", "u"), ("ee", "i"), ("ei", "ai"), ("ey", "ai"),
    ("ay", "ai"), ("iy", "i"),
)  # fmt: skip
_DOUBLED = re.compile(r"([a-z])\1+")
_Y_AS_VOWEL = re.compile(r"(?<=[b-df-hj-np-tvwxz])y(?=[b-df-hj-np-tvwxz]|$)")
_WEAK_END = re.compile(r"(?<=[a-z]{2})(?:ah|eh|a|e)\b")
_SKELETON_PAIRS = (
    ("sh", "S"),
    ("ch", "S"),
    ("kh", "k"),
    ("gh", "g"),
    ("j", "g"),
    ("c", "k"),
    ("x", "ks"),
    ("v", "w"),
    ("p", "b"),
)
_MERGED_ARTICLE = re.compile(r"^[aeiu](?=(?:dd|rr|ss|tt|nn|zz))")  # "Deir Ezzor"
_NO_SKELETON = re.compile(r"(?<=.)[aeiouh]|(?<=[^ ])[yw]")
_INITIAL_VOWEL = re.compile(r"^[aeiou]")


@lru_cache(maxsize=65536)
def plain(name: str) -> str:
    """The name in lower case without diacritics, apostrophes and full stops; hyphens are spaces.

    Other scripts than Latin keep their letters and lose their combining marks.
    """
    name = name.translate(_APOSTROPHES)
    if name.isascii():
        name = name.lower()
    elif any(ch > _LAST_LATIN and ch.isalpha() and not _LATIN_AGAIN.match(ch) for ch in name):
        decomposed = unicodedata.normalize("NFKD", name)
        name = "".join(ch for ch in decomposed if not unicodedata.combining(ch)).casefold()
    else:
        name = anyascii(name).translate(_APOSTROPHES).lower()
    words = name.translate(_WORD_BREAKS).split()
    if len(words) > 1 and words[0] in _ABBREVIATED:
        words[0] = _ABBREVIATED[words[0]]
    return " ".join(words)


@lru_cache(maxsize=65536)
def transliterated(name: str) -> str:
    """The key on which the usual romanisations of a name meet, in one piece without spaces."""
    return _spaced(name).replace(" ", "")


def _spaced(name: str) -> str:
    words = plain(name).split(" ")
    if len(words) > 1:
        words = [word for i, word in enumerate(words) if not _is_article(words, i)]
        words[1:] = [_MERGED_ARTICLE.sub("", word) for word in words[1:]]
    key = " ".join(words)
    for written, meant in _LETTERS:
        if written in key:
            key = key.replace(written, meant)
    key = _DOUBLED.sub(r"\1", key)
    key = _Y_AS_VOWEL.sub("i", key)
    return _WEAK_END.sub("a", key)


def _is_article(words: list[str], i: int) -> bool:
    start = _ARTICLES.get(words[i])
    return start is not None and i + 1 < len(words) and words[i + 1].startswith(start)


@lru_cache(maxsize=65536)
def skeleton(name: str) -> str:
    """The consonants of a name, an initial vowel as 'A'; '' where fewer than two consonants are left.

    W and y count as consonants only where they begin a word.
    """
    key = _spaced(name)
    for written, meant in _SKELETON_PAIRS:
        if written in key:
            key = key.replace(written, meant)
    key = _NO_SKELETON.sub("", _INITIAL_VOWEL.sub("A", key)).replace(" ", "")
    key = re.sub(r"(.)\1+", r"\1", key)
    return key if len(key) - key.startswith("A") >= 2 else ""
