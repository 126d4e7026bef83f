"""Which capitalised words are names of places: known ones, unknown ones, and what only looks like one."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from marsad.codebook.countries import countries, demonym_country
from marsad.codebook.placewords import place_words
from marsad.coding.placeframes import Frame, frame
from marsad.coding.placenames import (
    COMMON_WORDS,
    GIVEN_NAMES,
    Name,
    is_thing,
    known_strength,
    unknown_strength,
    word_list,
)
from marsad.coding.placetokens import HYPHENS, Word, is_article, joined_runs, runs
from marsad.gazetteer.keys import plain
from marsad.gazetteer.lookup import Gazetteer
from marsad.gazetteer.places import Candidate

_SURE = 3.0  # what a place says for itself that is known far and wide
_AT_SITES = frozenset({"in", "at", "near", "into", "inside", "outside", "around"})
_LONGEST = 12  # words and hyphens of one name
_CANDIDATES = 40
_PREFIXES = frozenset({"pro", "anti", "ex", "non", "post", "pre"})
_COUNTRIES_OF_TWO_LETTERS = frozenset({"US", "UK"})
_IN_THE_NAME = frozenset({"site", "nature", "quarter", "line"})
_LOCAL = frozenset({"site", "quarter"})
_WIDE = frozenset({"country", "admin1", "region"})


class _Piece(NamedTuple):
    """A part of a run of capitalised words: a name that the gazetteer has, or other words."""

    begin: int
    end: int
    known: bool


def _is_country(name: Name) -> bool:
    """Whether the name is a country's: "the US base" is no base called US."""
    return any(c.entry.feature == "country" and c.match == "exact" for c in name.candidates)


class Reader:
    """Reads the names of one text. `text`, `words`: the text and its words; `gazetteer` knows names."""

    def __init__(self, text: str, words: Sequence[Word], gazetteer: Gazetteer) -> None:
        self.text, self.words, self.gazetteer = text, words, gazetteer
        self.lows = [word.low for word in words]
        self.lists = place_words()
        self.spans = list(runs(words))
        self._persons: set[str] = set()
        self._plain_words = frozenset(word.text for word in words if not word.capital)
        self._known: dict[tuple[int, int], list[Candidate]] = {}
        self._first_of: dict[int, int] = {}
        self._last_of: dict[int, int] = {}

    def slice(self, begin: int, end: int) -> str:
        """The text of a range of words."""
        return self.text[self.words[begin].start : self.words[end - 1].end]

    def names(self) -> list[Name]:
        """All names, the refused ones with the reason, and names that overlap them."""
        wanted = {(i, j): self.slice(i, j) for i, j in self._grams()}
        self.gazetteer.prefetch(wanted.values())
        for span, name in wanted.items():
            if self.gazetteer.has(name):
                self._known[span] = self.gazetteer.lookup(name, fuzzy=False, limit=_CANDIDATES)
        joined = [span for span in joined_runs(self.words, self.spans) if self._exactly(*span)]
        joined.sort(key=lambda span: span[0] - span[1])
        found: list[Name] = []
        past = 0
        for begin, b in self.spans:
            a = max(begin, past)
            over = next((span for span in joined if a <= span[0] < b), None)
            if over:
                found.extend(self._segment(a, over[0]))
                found.append(self._name(*over, self._known[over], own=3.0))
                past = over[1]
            else:
                found.extend(self._segment(a, b))
        return [*found, *self._capitals(), *self._borders()]

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

    def _capitals(self) -> Iterator[Name]:
        """ "The Libyan capital"."""
        for k in range(1, len(self.lows)):
            if self.lows[k] != "capital" or self.words[k].capital:
                continue
            code = demonym_country(self.words[k - 1].text)
            capital = countries()[code].capital if code else ""
            if not capital or capital.split()[0].lower() in self.lows[k + 1 : k + 3]:
                continue
            found = self.gazetteer.lookup(capital, country=code, fuzzy=False, limit=1)
            here = Frame(k - 1, k + 1, k - 1, cue="capital")
            yield Name(k - 1, k + 1, self.slice(k - 1, k + 1), found, here, 3.0)

    def _borders(self) -> Iterator[Name]:
        """ "The Syrian-Turkish border"."""
        words = self.words
        for k in range(3, len(words)):
            if (
                self.lows[k] in ("border", "frontier")
                and words[k - 2].text in HYPHENS
                and demonym_country(words[k - 1].text)
                and demonym_country(words[k - 3].text)
            ):
                here = Frame(k - 3, k + 1, k - 3, "border", ("border",), relation="border", area=True)
                yield Name(k - 3, k + 1, self.slice(k - 3, k + 1), [], here, 3.0)

    def _grams(self) -> Iterator[tuple[int, int]]:
        """The ranges of words that may be one name."""
        for a, b in self.spans:
            for i in range(a, b):
                if self._may_begin(i, a):
                    yield from ((i, j) for j in range(i + 1, min(b, i + _LONGEST) + 1) if self._may_end(j, b))
            yield from self._with_feature(a, b)
        yield from joined_runs(self.words, self.spans)

    def _with_feature(self, a: int, b: int) -> Iterator[tuple[int, int]]:
        """Names with the small words that may belong to them: "Conoco gas field", "eastern Ghouta"."""
        if a > 0 and self.lows[a - 1] in self.lists.directions and not self.words[a].line:
            self._first_of[a] = a - 1
            yield from ((a - 1, j) for j in range(a + 1, min(b, a + 4) + 1) if self._may_end(j, b))
        cue = self.lists.cues.at(self.lows, b)
        # "The villages of X" at the head of a sentence are not The Villages of Florida
        if cue and self.lows[a:b] != ["the"] and not self.words[b].line and not self.words[b].blocked:
            self._last_of[b] = cue[0]
            yield from ((i, cue[0]) for i in range(max(a, b - _LONGEST), b) if self._may_begin(i, a))

    def _may_begin(self, i: int, a: int) -> bool:
        word = self.words[i]
        if not word.is_word or not (word.capital or is_article(self.words, i)):
            return False
        return not (i - 2 >= a and self.words[i - 1].text in HYPHENS and is_article(self.words, i - 2))

    def _may_end(self, j: int, b: int) -> bool:
        last = self.words[j - 1]
        return last.is_word and (last.capital or last.text.isdigit() or j == b)

    def _name(self, begin: int, end: int, candidates: list[Candidate], own: float = 0.0) -> Name:
        here = frame(self.words, self.lows, begin, end)
        return Name(begin, end, self.slice(begin, end), candidates, here, own)

    # Cutting a run of capitalised words into names

    def _segment(self, a: int, b: int) -> Iterator[Name]:
        """The known names of a run, judged by their neighbours, and what unknown name it may hold."""
        if a >= b:
            return
        pieces = self._merged(self._pieces(a, b))
        for n, piece in enumerate(pieces):
            if piece.known:
                name = self._name(piece.begin, piece.end, self._known[piece.begin, piece.end])
                name.own = known_strength(name.candidates, self._only_words(piece.begin, piece.end))
                name.refused = self._refusal(name, pieces, n)
                if name.refused == "person":
                    self._remember_person(piece.begin)
                yield name
        yield from self._unknown(a, b, pieces)

    def _pieces(self, a: int, b: int) -> Iterator[_Piece]:
        """Longest known names first, from left to right."""
        i = a
        before = self._first_of.get(a)
        if before is not None:
            whole = next((j for j in range(min(b, a + 4), a, -1) if self._exactly(before, j)), None)
            if whole:
                yield _Piece(before, whole, True)
                i = whole
        while i < b:
            end = self._longest(i, b)
            if end:
                yield _Piece(i, end, True)
                i = end
            elif self.words[i].text in HYPHENS:
                yield _Piece(i, i + 1, False)
                i += 1
            else:
                end = i + 1
                while end < b and (self.words[end].text in HYPHENS or self.words[end - 1].text in HYPHENS):
                    end += 1
                yield _Piece(i, end, False)
                i = end

    def _longest(self, i: int, b: int) -> int | None:
        with_feature = self._last_of.get(b)
        if with_feature and self._exactly(i, with_feature) and not self._is_enough(i, b):
            return with_feature
        ends = range(min(b, i + _LONGEST), i, -1)
        return next((j for j in ends if (i, j) in self._known and self._eligible(i, j)), None)

    def _is_enough(self, i: int, b: int) -> bool:
        """Whether the name is known without its feature word, which says town or province and no more."""
        cue = self.lists.cues.at(self.lows, b)
        return cue is not None and not set(cue[1]) & _IN_THE_NAME and self._exactly(i, b)

    def _merged(self, pieces: Iterator[_Piece]) -> list[_Piece]:
        """Two names side by side without a comma ("Mir Ali", "Real Madrid") are one that is not known."""
        merged: list[_Piece] = []
        for piece in pieces:
            if merged and merged[-1].known and piece.known and self._one_name(merged[-1], piece):
                merged[-1] = _Piece(merged[-1].begin, piece.end, False)
            else:
                merged.append(piece)
        return merged

    def _one_name(self, left: _Piece, right: _Piece) -> bool:
        first = self.words[right.begin]
        if first.titled or self.words[right.begin - 1].text in HYPHENS:
            return False
        if self.lists.cues.at(self.lows, right.begin) or first.low in self.lists.organisations:
            return False
        if self.lows[left.begin] in self.lists.organisations:
            return False
        candidates = self._known[right.begin, right.end]
        return not any(c.match == "exact" and c.entry.feature in _WIDE for c in candidates)

    def _exactly(self, i: int, j: int) -> bool:
        return any(c.match == "exact" for c in self._known.get((i, j), ()))

    def _eligible(self, i: int, j: int) -> bool:
        """Whether a match is worth a look at all: months, pronouns and demonyms are not."""
        words = self._only_words(i, j)
        if is_thing(words):
            return False
        return self._eligible_word(words[0], i, j) if len(words) == 1 else self._eligible_phrase(words, i, j)

    def _eligible_word(self, word: Word, i: int, j: int) -> bool:
        if word.text in _COUNTRIES_OF_TWO_LETTERS:
            return True
        lists = self.lists
        if word.low in lists.calendar or word.low in lists.function or word.low in lists.peoples:
            return False
        if len(word.text) <= 2 or demonym_country(word.text) or lists.cues.at([word.low], 0):
            return False
        wide = any(c.entry.feature in ("country", "admin1") for c in self._known[i, j])
        return wide or not (len(word.text) == 3 and word.text.isupper())

    def _eligible_phrase(self, words: Sequence[Word], i: int, j: int) -> bool:
        lists = self.lists
        if any(word.low in lists.calendar for word in words):
            return any(c.score == 1 for c in self._known[i, j])
        doubtful = words[0].low in lists.function or words[-1].low in lists.organisations
        return self._exactly(i, j) or not (doubtful or any(demonym_country(w.text) for w in words))

    def _only_words(self, i: int, j: int) -> list[Word]:
        return [word for word in self.words[i:j] if word.is_word]

    # Judging a known name by its neighbours

    def _refusal(self, name: Name, pieces: Sequence[_Piece], n: int) -> str | None:
        """What a known name is instead of a place; None where nothing speaks against it."""
        here, i = name.frame, name.begin
        left = pieces[n - 1] if n else None
        right = next((p for p in pieces[n + 1 :] if self.words[p.begin].text not in HYPHENS), None)
        words = self._only_words(i, name.end)
        known_person = len(words) == 1 and words[0].low in self._persons
        if self._after_title(i) and not (here.preposition or here.cue):
            return "person"
        if known_person and not (here.cue or here.preposition in self.lists.strong):
            return "person"
        if here.of_noun in self.lists.of_person and name.own < _SURE and not here.cue:
            return "person"
        if right and self._belongs_to_right(name, right) and not self._at_a_site(name, right):
            return "organisation"
        if self._is_people(name, words):
            return "people"
        if self._is_adjective(name) or (here.cue_after and set(here.classes) & _LOCAL and _is_country(name)):
            return "adjective"
        if here.of_noun in self.lists.of_organisations and i > 1 and self.words[i - 2].capital:
            return None if self.words[i - 2].first else "organisation"
        if left and self._belongs_to_left(name, left):
            return "person"
        if len(words) == 1 and right and plain(words[0].text) in word_list(GIVEN_NAMES) and not here.cue:
            return None if self.lows[right.begin] in self.lists.organisations else "person"
        return None

    def _after_title(self, i: int) -> bool:
        k = i - 1
        while k >= 0 and self.words[k].text == "." and self.words[k].tight:
            k -= 1
        if k < 0 or self.words[i].line or not self.words[k].is_word or self.words[k].possessive:
            return False
        return self.lows[k] in self.lists.titles and (self.words[k].capital or not self.words[k].first)

    def _belongs_to_right(self, name: Name, right: _Piece) -> bool:
        """Whether the capitalised word after a name makes it a part of another ("Aleppo Media Center")."""
        word, lists = self.words[right.begin], self.lists
        if word.titled and word.low not in lists.organisations:
            return False
        if right.known and self.words[right.begin - 1].text in HYPHENS:
            return False
        if name.frame.cue_after and right.begin < name.frame.end:
            return self._organisation_at(name.frame.end) and self.words[name.frame.end - 1].capital
        if word.low in lists.organisations:
            return True
        if right.known or word.low in lists.calendar or word.low in lists.titles or word.low in lists.directions:
            return False
        return word.text[0].isalpha() and not (demonym_country(word.text) or word.low in lists.peoples)

    def _at_a_site(self, name: Name, right: _Piece) -> bool:
        """Whether something happens at a site that is called after the place: "burst into X University College"."""
        here = name.frame
        cue = self.lists.cues.at(self.lows, right.begin)
        if right.known or right.begin != name.end or cue is None or not set(cue[1]) & _LOCAL:
            return False
        return here.preposition in _AT_SITES or here.verb is not None

    def _organisation_at(self, k: int) -> bool:
        if k >= len(self.words):
            return False
        word = self.words[k]
        return word.capital and not word.line and not word.first and word.low in self.lists.organisations

    def _belongs_to_left(self, name: Name, left: _Piece) -> bool:
        """Whether the capitalised word before makes the name a surname or a part of a longer name."""
        word, lists = self.words[left.end - 1], self.lists
        if word.text in HYPHENS or word.possessive or word.titled or name.frame.begin <= left.begin:
            return False
        form = plain(word.text)
        given = form in word_list(GIVEN_NAMES)
        if left.known:
            return given and left.end - left.begin == 1 and not name.frame.cue
        if form in lists.calendar or form in lists.directions or form in lists.peoples or form in lists.function:
            return False
        if demonym_country(word.text) or word.text.isdigit() or lists.cues.before(self.lows, left.end):
            return False
        if self.words[left.begin].first and left.end - left.begin == 1 and not given:
            return form not in word_list(COMMON_WORDS) and not form.endswith(("ing", "ed", "ly", "s"))
        return True

    def _is_people(self, name: Name, words: Sequence[Word]) -> bool:
        """Whether the name is that of a people: "the Kurdish compound", "Gamela Indians"."""
        here, j = name.frame, name.end
        if len(words) == 1 and words[0].low in self.lists.peoples:
            return not (here.cue_after or here.direction or here.preposition in self.lists.strong)
        if j >= len(self.words) or not self.words[j].capital or self.words[j].line or self.words[j].titled:
            return False
        after = self.words[j]
        plural = after.low.endswith("s") and (demonym_country(after.text) or after.low in self.lists.peoples)
        return bool(plural) and not _is_country(name)

    def _is_adjective(self, name: Name) -> bool:
        """ "Iran-backed", "pro-Russia": the name says of something else what it is like."""
        words, i, j = self.words, name.begin, name.end
        if j + 1 < len(words) and words[j].text in HYPHENS and words[j].tight and words[j + 1].tight:
            return self.lows[j + 1] in self.lists.joined
        return i > 1 and words[i - 1].text in HYPHENS and words[i].tight and self.lows[i - 2] in _PREFIXES

    def _remember_person(self, i: int) -> None:
        end = next((b for a, b in self.spans if a <= i < b), i + 1)
        self._persons.update(word.low for word in self._only_words(i, min(end, i + 5)))

    # Names that no gazetteer has

    def _unknown(self, a: int, b: int, pieces: Sequence[_Piece]) -> Iterator[Name]:
        """The name that a run is when its margins are off, where the gazetteer does not know all of it."""
        i, j = a, b
        while i < j and (self._is_margin(i) or self._is_title(i)):
            i += 1
        while j > i and (self._is_margin(j - 1) or self._ends_in_feature(i, j)):
            j -= 1
        inside = [p for p in pieces if p.begin >= i and p.end <= j and self.words[p.begin].text not in HYPHENS]
        if i >= j or (inside and all(p.known for p in inside)):
            return
        words = self._only_words(i, j)
        if len(words) > (3 if words[0].titled else 6):
            return
        name = self._name(i, j, [])
        name.own = unknown_strength(words, name.frame, self._plain_words)
        name.own -= self._doubt(name)
        first = next((p for p in pieces if p.known and p.begin == i), None)
        if first and not (first.end == i + 1 and plain(words[0].text) in self.lists.prefixes):
            name.base = self._known[first.begin, first.end]
        of_person = name.frame.of_noun in self.lists.of_person
        if (self._after_title(i) or of_person) and not name.frame.cue:
            name.refused = "person"
            self._persons.update(word.low for word in words)
        yield name

    def _doubt(self, name: Name) -> float:
        """What speaks for people in an unknown name: "between the X and the Y", "the X and Y communities"."""
        here, i = name.frame, name.begin
        between = here.preposition == "between"
        if all(word.low in self.lists.peoples for word in self._only_words(i, name.end)):
            return 4.0
        if here.cue in ("communities", "community") and here.cue_after and (between or here.preposition is None):
            return 6.0 if here.plural or between else 0.0
        article = here.cue is None and i > 0 and self.lows[i - 1] == "the"
        return (6.0 if between else 2.0) if article else 0.0

    def _is_margin(self, i: int) -> bool:
        word, lists = self.words[i], self.lists
        if not word.is_word:
            return True
        if is_article(self.words, i):
            return False
        if word.low in lists.calendar or word.low in lists.function or word.low in lists.directions:
            return True
        return word.text.isdigit() or demonym_country(word.text) is not None

    def _is_title(self, i: int) -> bool:
        return self.lows[i] in self.lists.titles and self.lows[i] not in self.lists.prefixes

    def _ends_in_feature(self, i: int, j: int) -> bool:
        cue = self.lists.cues.before(self.lows, j)
        return cue is not None and i < cue[0] == j - 1
