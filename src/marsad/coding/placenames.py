"""A name in a text and the evidence that it is a place's: what itself says, and what stands beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib import resources

from marsad.codebook.countries import demonym_country
from marsad.codebook.placewords import place_words
from marsad.coding.placeframes import Frame
from marsad.coding.placetokens import ARTICLES, Word
from marsad.gazetteer.keys import plain, transliterated
from marsad.gazetteer.places import Candidate

ENOUGH = 2.0
RELATED = 0.9  # score from which an exact match is a spelling of the place's main name
COMMON_WORDS = "common_words.txt"
GIVEN_NAMES = "given_names.txt"
_FAMOUS = 200_000
_LARGE = 40_000
_LONG = 6  # letters of a key from which on it is seldom met by chance
_THROUGH = frozenset({"as", "by", "like", "into", "along", "through", "within"})


@dataclass(slots=True, eq=False)
class Name:
    """A stretch of words that may name a place, and how much speaks for it.

    `own` is what the name itself says for a place, `extra` what its neighbours in an enumeration add; a
    name is taken where these and the words beside it sum to 2. `refused`: what it is instead.
    """

    begin: int
    end: int
    text: str
    candidates: list[Candidate]
    frame: Frame
    own: float = 0.0
    extra: float = 0.0
    refused: str | None = None
    dateline: bool = False
    base: list[Candidate] = field(default_factory=list)

    @property
    def known(self) -> bool:
        return bool(self.candidates)

    @property
    def strength(self) -> float:
        return self.own + self.extra + frame_strength(self.frame)


@cache
def word_list(file: str) -> frozenset[str]:
    """The words of one of the gazetteer's lists."""
    text = resources.files("marsad.gazetteer").joinpath("data", file).read_text("utf-8")
    return frozenset(line for line in text.splitlines() if line and not line.startswith("#"))


def _fame(candidate: Candidate) -> float:
    """How much a match alone says for a place: the better known, the more."""
    entry = candidate.entry
    if candidate.match != "exact":
        return 1.0 if entry.population >= _LARGE and len(transliterated(entry.name)) >= _LONG else 0.0
    if entry.feature in ("country", "region", "site"):
        return 3.0
    if candidate.score < RELATED:
        return 1.5 if entry.population >= _FAMOUS else 0.0
    if candidate.score == 1.0 and (entry.feature == "admin1" or entry.population >= _FAMOUS):
        return 3.0
    return 1.5 if entry.population >= _LARGE else 0.5


def frame_strength(here: Frame) -> float:
    """What the words beside a name say for a place."""
    lists = place_words()
    strength = 0.0
    if here.cue:
        strength += 3.0
    if here.relation and here.relation != "between":
        strength += 2.0
    if here.direction:
        strength += 2.0
    if here.preposition in lists.strong or here.preposition == "near":
        strength += 2.0
    elif here.of_noun in lists.of_nouns:
        strength += 1.5
    elif here.preposition in ("from", "to"):
        strength += 1.0
    elif here.preposition in lists.weak:
        strength += 0.5
    if here.verb:
        strength += 2.0
    if here.contained or here.heading:
        strength += 1.5
    return strength


def is_thing(words: Sequence[Word]) -> bool:
    """Whether the words name an agency, a product, an office: anything but a place."""
    lists = place_words()
    lows = [word.low for word in words]
    whole = "-".join(lows) if lows[0] in ARTICLES else " ".join(lows)
    return whole in lists.things or (len(words) == 1 and words[0].text.isupper() and lows[0] in lists.acronyms)


def known_strength(candidates: Sequence[Candidate], words: Sequence[Word]) -> float:
    """What a name says that a gazetteer has: famous places count, English words and given names do not."""
    lists = place_words()
    best = max((_fame(candidate) for candidate in candidates), default=0.0)
    if words[0].low in ("the", "a", "an") and all(plain(w.text) in word_list(COMMON_WORDS) for w in words[1:]):
        return min(best, 0.0) - 4.0  # "The village of ...": an article and a common word
    if all(word.low in lists.directions for word in words):
        return best - 4.0
    if len(words) > 1:
        return best + 1.5
    word = words[0]
    form = plain(word.text)
    if form in word_list(COMMON_WORDS):
        best = min(best, 0.0) - (4.0 if word.first or word.titled else 1.5)
    elif form in word_list(GIVEN_NAMES):
        best = min(best, 1.0) - 1.5
    if word.low in lists.organisations:
        best -= 2.5
    return best


def unknown_strength(words: Sequence[Word], here: Frame, plain_words: frozenset[str]) -> float:
    """What a name says that no gazetteer has. `plain_words` also stand in the text without a capital."""
    lists = place_words()
    first = words[0]
    several = len(words) > 1
    form = plain(first.text)
    strength = -4.0 if is_thing(words) else 0.0
    if several and (first.low in ARTICLES or form in lists.prefixes):
        strength += 0.5
    if any(word.low in lists.organisations or word.low in lists.things for word in words):
        strength -= 4.0
    if any(word.low in lists.titles for word in words[1:]):
        strength -= 3.0
    if any(demonym_country(word.text) or word.low in lists.peoples for word in words):
        strength -= 3.0
    if not here.cue:
        if first.titled:
            strength -= 2.0
        if several and form in word_list(GIVEN_NAMES):
            strength -= 2.0
        if here.preposition in _THROUGH:
            strength -= 1.5
    if not several:
        if first.text.isupper() or any(ch.isdigit() for ch in first.text):
            strength -= 2.0
        if form in word_list(COMMON_WORDS) or first.low in plain_words:
            strength -= 2.0
    return strength
