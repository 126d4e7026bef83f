"""Which capitalised words of a text are names of places: known ones, unknown ones, and what only looks like one."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib import resources

from marsad.codebook.countries import countries, demonym_country
from marsad.codebook.placewords import place_words
from marsad.coding.placeframes import Frame, frame
from marsad.coding.placetokens import ARTICLES, HYPHENS, Word, is_article, joined_runs, runs
from marsad.gazetteer.keys import plain
from marsad.gazetteer.lookup import Gazetteer
from marsad.gazetteer.places import Candidate

_LONGEST = 6
_CANDIDATES = 40
_FAMOUS = 200_000
_LARGE = 40_000
ENOUGH = 2.0
RELATED = 0.9  # score from which an exact match is a spelling of the place's main name


@dataclass(slots=True)
class Name:
    """A stretch of words that may name a place, and how much speaks for it.

    `own` is what the name itself says for a place, `extra` what its neighbours in an enumeration add; a name is
    taken where these and the words beside it sum to 2. `refused`: what it is instead.
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
def _words_of(file: str) -> frozenset[str]:
    text = resources.files("marsad.gazetteer").joinpath("data", file).read_text("utf-8")
    return frozenset(line for line in text.splitlines() if line and not line.startswith("#"))


def _fame(candidate: Candidate) -> float:
    """How much a match alone says for a place: the better known, the more."""
    entry = candidate.entry
    if candidate.match != "exact":
        return 0.0
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
    if here.contained:
        strength += 1.5
    return strength


class Reader:
    """Reads the names of one text. `text`, `words`: the text and its words; `gazetteer` knows names."""

    def __init__(self, text: str, words: Sequence[Word], gazetteer: Gazetteer) -> None:
        self.text, self.words, self.gazetteer = text, words, gazetteer
        self.lows = [word.low for word in words]
        self.lists = place_words()
        self.persons: set[str] = set()
        self.plain_words = {word.text for word in words if not word.capital}
        self.spans = list(runs(words))
        self._known: dict[tuple[int, int], list[Candidate]] = {}
        self._first_of: dict[int, int] = {}
        self._last_of: dict[int, int] = {}

    def slice(self, begin: int, end: int) -> str:
        """The text of a range of words."""
        return self.text[self.words[begin].start : self.words[end - 1].end]

    def names(self) -> list[Name]:
        """All names in the order of the text, the refused ones with the reason."""
        wanted = {(i, j): self.slice(i, j) for i, j in self._grams()}
        self.gazetteer.prefetch(wanted.values())
        self._known = {
            span: self.gazetteer.lookup(name, fuzzy=False, limit=_CANDIDATES)
            for span, name in wanted.items()
            if self.gazetteer.has(name)
        }
        joined = {span: c for span, c in self._joined() if any(x.match == "exact" for x in c)}
        found: list[Name] = []
        past = 0
        for a, b in self.spans:
            if a < past:
                a = past
            if a >= b:
                continue
            over = next((span for span in sorted(joined, key=lambda s: s[0] - s[1]) if a <= span[0] < b), None)
            if over:
                found.extend(self._segment(a, over[0]) if over[0] > a else ())
                found.append(self._name(*over, joined[over], own=3.0))
                past = over[1]
                continue
            found.extend(self._segment(a, b))
        return [*found, *self._described()]

    def _described(self) -> Iterator[Name]:
        """Places that demonyms describe: "the Libyan capital", "the Syrian-Turkish border"."""
        for k, low in enumerate(self.lows):
            if low == "capital" and k and not self.words[k].capital and (code := demonym_country(self.words[k - 1].text)):
                country = countries()[code]
                if k + 2 < len(self.words) and country.capital.split()[0].lower() in self.lows[k + 1 : k + 3]:
                    continue
                found = self.gazetteer.lookup(country.capital, country=code, fuzzy=False, limit=1)
                yield Name(k - 1, k + 1, self.slice(k - 1, k + 1), found, Frame(k - 1, k + 1, k - 1, cue="capital"), 3.0)
            elif low in ("border", "frontier") and k > 2 and self.words[k - 2].text in HYPHENS and not self.words[k].capital:
                if demonym_country(self.words[k - 1].text) and demonym_country(self.words[k - 3].text):
                    here = Frame(k - 3, k + 1, k - 3, cue="border", classes=("border",), relation="border", area=True)
                    yield Name(k - 3, k + 1, self.slice(k - 3, k + 1), [], here, 3.0)

    def name_at(self, start: int, end: int) -> Name:
        """The name at known character offsets."""
        starts = [word.start for word in self.words]
        begin = max(0, bisect_right(starts, start) - 1)
        after = max(begin + 1, bisect_left(starts, end))
        name = self.text[start:end]
        if code := demonym_country(name):
            name = countries()[code].name
        candidates = self.gazetteer.lookup(name, fuzzy=False, limit=_CANDIDATES)
        here = frame(self.words, self.lows, begin, after)
        return Name(begin, after, self.text[start:end], candidates, here)

    def _joined(self) -> Iterator[tuple[tuple[int, int], list[Candidate]]]:
        for span in joined_runs(self.words, self.spans):
            name = self.slice(*span)
            if self.gazetteer.has(name):
                yield span, self.gazetteer.lookup(name, fuzzy=False, limit=_CANDIDATES)

    def _grams(self) -> Iterator[tuple[int, int]]:
        for a, b in self.spans:
            for i in range(a, b):
                if self._may_begin(i, a):
                    yield from ((i, j) for j in range(i + 1, min(b, i + 2 * _LONGEST) + 1) if self._may_end(j, b))
            yield from self._with_feature(a, b)
        yield from joined_runs(self.words, self.spans)

    def _with_feature(self, a: int, b: int) -> Iterator[tuple[int, int]]:
        """Names with the small words that may belong to them: "Conoco gas field", "eastern Ghouta"."""
        starts = [i for i in range(a, b) if self._may_begin(i, a)][:_LONGEST]
        if a > 0 and self.lows[a - 1] in self.lists.directions and not self.words[a].line:
            self._first_of[a] = a - 1
            yield from ((a - 1, j) for j in range(a + 1, min(b, a + 4) + 1) if self._may_end(j, b))
        cue = self.lists.cues.at(self.lows, b)
        if cue and not self.words[b].line and not self.words[b].blocked:
            self._last_of[b] = cue[0]
            yield from ((i, cue[0]) for i in starts)

    def _may_begin(self, i: int, a: int) -> bool:
        word = self.words[i]
        if not word.is_word or not (word.capital or is_article(self.words, i)):
            return False
        if i > a and self.words[i - 1].text in HYPHENS and i - 2 >= a and is_article(self.words, i - 2):
            return False
        return True

    def _may_end(self, j: int, b: int) -> bool:
        last = self.words[j - 1]
        return last.is_word and (last.capital or last.text.isdigit() or j == b)

    def _segment(self, a: int, b: int) -> Iterator[Name]:
        """Cuts a run into known names and other words, and judges each name by its neighbours."""
        pieces = self._merged(list(self._pieces(a, b)))
        for n, (i, j, known) in enumerate(pieces):
            if not known:
                continue
            name = self._name(i, j, self._known[i, j])
            self._judge(name, pieces, n)
            yield name
        yield from self._unknown(a, b, pieces)

    def _pieces(self, a: int, b: int) -> Iterator[tuple[int, int, bool]]:
        i = a
        before = self._first_of.get(a)
        if before is not None:
            whole = next((j for j in range(min(b, a + 4), a, -1) if self._exactly(before, j)), None)
            if whole:
                yield before, whole, True
                i = whole
        while i < b:
            longer = self._last_of.get(b)
            best = longer if longer and self._exactly(i, longer) else next(
                (j for j in range(min(b, i + 2 * _LONGEST), i, -1) if (i, j) in self._known and self._eligible(i, j)), None
            )
            if best:
                yield i, best, True
                i = best
            elif self.words[i].text in HYPHENS:
                yield i, i + 1, False
                i += 1
            else:
                j = i + 1
                while j < b and (self.words[j].text in HYPHENS or self.words[j - 1].text in HYPHENS):
                    j += 1
                yield i, j, False
                i = j

    def _merged(self, pieces: list[tuple[int, int, bool]]) -> list[tuple[int, int, bool]]:
        """Two names side by side without a comma ("Mir Ali", "Real Madrid") are one name that is not known."""
        merged: list[tuple[int, int, bool]] = []
        for begin, end, known in pieces:
            left = merged[-1] if merged else None
            if (
                left and known and left[2]
                and not self.words[begin].titled
                and self.words[begin - 1].text not in HYPHENS
                and not self.lists.cues.at(self.lows, begin)
                and self.words[begin].low not in self.lists.organisations
                and not any(c.match == "exact" and c.entry.feature in ("country", "admin1", "region") for c in self._known[begin, end])
                and self.words[left[0]].low not in self.lists.organisations
            ):
                merged[-1] = (left[0], end, False)
            else:
                merged.append((begin, end, known))
        return merged

    def _exactly(self, i: int, j: int) -> bool:
        return any(c.match == "exact" for c in self._known.get((i, j), ()))

    def _eligible(self, i: int, j: int) -> bool:
        """Whether a match is worth a look at all: months, pronouns and demonyms are not."""
        words = [w for w in self.words[i:j] if w.is_word]
        first = words[0]
        candidates = self._known[i, j]
        if self._thing(words):
            return False
        if len(words) == 1:
            if first.low in self.lists.calendar or first.low in self.lists.function or first.low in self.lists.peoples:
                return first.text == "US"
            if demonym_country(first.text):
                return False
            if len(first.text) <= 2 and first.text not in {"US", "UK"}:
                return False
            if len(first.text) == 3 and first.text.isupper() and not any(c.entry.feature in ("country", "admin1") for c in candidates):
                return False
            return True
        if first.low in self.lists.function and not any(c.match == "exact" for c in candidates):
            return False
        if any(w.low in self.lists.calendar for w in words) and not any(c.match == "exact" and c.score == 1 for c in candidates):
            return False
        if any(demonym_country(w.text) for w in words) or words[-1].low in self.lists.organisations:
            return any(c.match == "exact" for c in candidates)
        return True

    def _thing(self, words: Sequence[Word]) -> bool:
        """Whether the words name an agency, a product, an office: anything but a place."""
        lows = [w.low for w in words]
        whole = "-".join(lows) if lows[0] in ARTICLES else " ".join(lows)
        return whole in self.lists.things or (len(words) == 1 and words[0].text.isupper() and lows[0] in self.lists.acronyms)

    def _name(self, begin: int, end: int, candidates: list[Candidate], own: float = 0.0) -> Name:
        return Name(begin, end, self.slice(begin, end), candidates, frame(self.words, self.lows, begin, end), own)

    def _judge(self, name: Name, pieces: Sequence[tuple[int, int, bool]], n: int) -> None:
        """Refuses names of persons, organisations and things; sums what speaks for the rest."""
        words, lists = self.words, self.lists
        i, j = name.begin, name.end
        here = name.frame
        name.own += self._own_strength(name)
        single = sum(w.is_word for w in words[i:j]) == 1
        left = pieces[n - 1] if n else None
        right = next((p for p in pieces[n + 1 :] if self.words[p[0]].text not in HYPHENS), None)
        if self._after_title(i) and not (here.preposition or here.cue):
            name.refused = "person"
        elif single and words[i].low in self.persons and not (here.cue or here.preposition in lists.strong):
            name.refused = "person"
        elif right and self._refused_by_right(name, right):
            name.refused = "organisation"
        elif j < len(words) and words[j].text in HYPHENS and words[j].tight and self._joined_after(j):
            name.refused = "adjective"
        elif i > 1 and words[i - 1].text in HYPHENS and words[i].tight and words[i - 2].low in {"pro", "anti", "ex", "non", "post", "pre", "al"}:
            name.refused = "adjective"
        elif here.of_noun in lists.of_organisations and i > 1 and words[i - 2].capital and not words[i - 2].first:
            name.refused = "organisation"
        elif left and self._refused_by_left(name, left):
            name.refused = "person"
        elif self._personal(name, right):
            name.refused = "person"
        if name.refused == "person":
            self.persons.update(w.low for w in words[i : self._person_end(i)] if w.is_word)

    def _own_strength(self, name: Name) -> float:
        """What the name itself says: famous places count, English words and given names do not."""
        words = [w for w in self.words[name.begin : name.end] if w.is_word]
        best = max((_fame(c) for c in name.candidates), default=0.0)
        if len(words) > 1:
            return best + 1.5
        low = plain(words[0].text)
        if low in _words_of("common_words.txt"):
            best = min(best, 0.0) - (1.5 if not words[0].first and not words[0].titled else 4.0)
        elif low in _words_of("given_names.txt"):
            best = min(best, 1.0) - 1.5
        if words[0].low in self.lists.things or words[0].low in self.lists.organisations:
            best -= 2.5
        if words[0].low in self.lists.directions:
            best -= 4.0
        return best

    def _after_title(self, i: int) -> bool:
        k = i - 1
        while k >= 0 and self.words[k].text == "." and self.words[k].tight:
            k -= 1
        if k < 0 or self.words[i].line or not self.words[k].is_word or self.words[k].possessive:
            return False
        low = self.lows[k]
        return low in self.lists.titles and not (self.words[k].first and not self.words[k].capital)

    def _refused_by_right(self, name: Name, right: tuple[int, int, bool]) -> bool:
        i, j, known = right
        word = self.words[i]
        if word.titled and not (word.low in self.lists.organisations):
            return False
        if self.words[i - 1].text in HYPHENS and known:
            return False
        if name.frame.cue_after and i < name.frame.end:
            after = self.words[name.frame.end] if name.frame.end < len(self.words) else None
            return bool(
                after and name.frame.end < j + 3 and after.capital and not after.line and not after.first
                and after.low in self.lists.organisations and self.words[name.frame.end - 1].capital
            )  # fmt: skip
        if word.low in self.lists.organisations:
            return True
        if known or word.low in self.lists.calendar or word.low in self.lists.titles or word.low in self.lists.directions:
            return False
        if demonym_country(word.text) or word.low in self.lists.peoples:
            return False
        return word.text[0].isalpha()

    def _refused_by_left(self, name: Name, left: tuple[int, int, bool]) -> bool:
        """Whether the capitalised word directly before makes the name a surname or a part of a longer name."""
        i, j, known = left
        word = self.words[j - 1]
        if self.words[j - 1].text in HYPHENS or word.possessive or name.frame.begin <= i or word.titled:
            return False
        low = plain(word.text)
        if known:
            return low in _words_of("given_names.txt") and j - i == 1 and not name.frame.cue
        opener = self.words[i]
        if low in self.lists.calendar or low in self.lists.directions or low in self.lists.peoples or demonym_country(word.text):
            return False
        if low in self.lists.function or word.text.isdigit():
            return False
        if self.lists.cues.before(self.lows, j):
            return False
        if opener.first and j - i == 1 and low not in _words_of("given_names.txt"):
            return low not in _words_of("common_words.txt") and not low.endswith(("ing", "ed", "ly", "s"))
        return True

    def _personal(self, name: Name, right: tuple[int, int, bool] | None) -> bool:
        """A given name before another capitalised word, or an initial beside it."""
        words = [w for w in self.words[name.begin : name.end] if w.is_word]
        if len(words) == 1 and right and plain(words[0].text) in _words_of("given_names.txt"):
            return not name.frame.cue and self.words[right[0]].low not in self.lists.organisations
        return False

    def _person_end(self, i: int) -> int:
        end = next((b for a, b in self.spans if a <= i < b), i + 1)
        return min(end, i + 5)

    def _joined_after(self, j: int) -> bool:
        return j + 1 < len(self.words) and self.words[j + 1].tight and self.lows[j + 1] in self.lists.joined

    def _unknown(self, a: int, b: int, pieces: Sequence[tuple[int, int, bool]]) -> Iterator[Name]:
        """Names that no gazetteer has but the text calls places."""
        i, j = a, b
        while i < j and self._is_margin(i):
            i += 1
            while i < j and self.words[i].text in HYPHENS:
                i += 1
        while j > i and (self._is_margin(j - 1) or self._is_capital_cue(i, j)):
            j -= 1
            while j > i and self.words[j - 1].text in HYPHENS:
                j -= 1
        inside = [known for p, q, known in pieces if p >= i and q <= j and self.words[p].text not in HYPHENS]
        if i >= j or (inside and all(inside)):
            return
        words = [w for w in self.words[i:j] if w.is_word]
        if len(words) > 6 or (words[0].titled and len(words) > 3) or not words:
            return
        here = frame(self.words, self.lows, i, j)
        name = Name(i, j, self.slice(i, j), [], here)
        name.base = next((self._known[p, q] for p, q, known in pieces if known and p == i), [])
        name.own = self._unknown_strength(words, here)
        if self._after_title(i) and not here.cue:
            name.refused = "person"
            self.persons.update(w.low for w in words)
        yield name

    def _unknown_strength(self, words: Sequence[Word], here: Frame) -> float:
        lists = self.lists
        lows = [w.low for w in words]
        strength = -4.0 if self._thing(words) else 0.0
        article = words[0].low in ARTICLES and len(words) > 1
        if article or plain(words[0].text) in lists.prefixes:
            strength += 0.5 if len(words) > 1 else 0.0
        if any(low in lists.organisations or low in lists.things for low in lows):
            strength -= 4.0
        if any(low in lists.titles for low in lows[1:]) or any(demonym_country(w.text) or w.low in lists.peoples for w in words):
            strength -= 3.0
        if words[0].titled and not here.cue:
            strength -= 2.0
        if len(words) > 1 and plain(words[0].text) in _words_of("given_names.txt") and not here.cue:
            strength -= 2.0
        if here.preposition in {"as", "by", "like", "into", "along", "through", "within"} and not here.cue:
            strength -= 1.5
        if len(words) == 1 and (words[0].text.isupper() or any(ch.isdigit() for ch in words[0].text)):
            strength -= 2.0
        if len(words) == 1 and (plain(words[0].text) in _words_of("common_words.txt") or words[0].low in self.plain_words):
            strength -= 2.0
        return strength

    def _is_margin(self, i: int) -> bool:
        word = self.words[i]
        lists = self.lists
        if not word.is_word:
            return True
        if is_article(self.words, i):
            return False
        if word.low in lists.calendar or word.low in lists.function or word.low in lists.directions or word.text.isdigit():
            return True
        return bool(demonym_country(word.text))

    def _is_capital_cue(self, i: int, j: int) -> bool:
        cue = self.lists.cues.before(self.lows, j)
        return cue is not None and cue[0] > i and cue[0] == j - 1
