"""The place names of a dispatch.

Read from characters and words, not from a parse: a name is taken for a place where a gazetteer has it and
nothing beside it says person or organisation, or where the words beside it say place. What each name
means is decided for the whole dispatch at once (`marsad.gazetteer.ranking`).
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from marsad.codebook.countries import demonym_country
from marsad.coding.placechoice import (
    accept,
    adjoin,
    enumerations,
    gap,
    mark_contained,
    mark_dateline,
    share_in_lists,
)
from marsad.coding.placenames import Name
from marsad.coding.placereader import Reader
from marsad.coding.placetokens import tokenize
from marsad.gazetteer.distance import kilometres
from marsad.gazetteer.keys import plain, transliterated
from marsad.gazetteer.lookup import Gazetteer
from marsad.gazetteer.places import Candidate, Entry
from marsad.gazetteer.ranking import ROUNDS, Mention, choose, contains, rank

_CONTAINER = re.compile(
    r"\s*(?:,\s*|\(\s*)?(?:(?:situated|located|lying)\s+)?(?:in|of|within|inside)?\s*(?:(?:the|a|an)\s+)?[“\"]?",
    re.IGNORECASE,
)
_EXPLICIT = re.compile(r"\b(?:in|of|within|inside)\b")
_AREA_CUES = {"area", "first", "second", "border"}
_NAMED_SITES = {"site", "nature", "quarter"}
_QUARTER_KM = 15.0
_QUARTER_REACH = 30  # words
_TELLING_CUES = {"settlement", "area", "first", "second", "site", "nature"}
_MAX_COUNTRIES = 3


@dataclass(slots=True)
class Toponym:
    """A place name as the text writes it.

    `start` and `end` are character offsets of `text`. `entry` is the place chosen from `candidates`, None
    where no candidate is good enough; a name that no gazetteer knows may have the entry of the town in
    its name. `cue` is the feature word beside the name ('city', 'village', 'countryside', 'camp', 'road',
    …), `direction` a compass word ('western'), `relation` how the text relates the event to the name
    ('near', 'outskirts', 'countryside', 'between', 'road'). `within` is the index, in the list that
    `find_toponyms` returns, of the place that contains this one. `area`: the name means a region rather
    than a point. `known`: a gazetteer has the name. `dateline`: where the dispatch was written. `phrase`
    is the stretch with feature and compass words.
    """

    start: int
    end: int
    text: str
    candidates: list[Candidate] = field(default_factory=list)
    entry: Entry | None = None
    cue: str | None = None
    direction: str | None = None
    relation: str | None = None
    within: int | None = None
    nearest: bool = False
    area: bool = False
    known: bool = False
    dateline: bool = False
    phrase: tuple[int, int] = (0, 0)


def find_toponyms(
    text: str,
    gazetteer: Gazetteer,
    *,
    taken: Sequence[tuple[int, int]] = (),
    countries: Sequence[str] = (),
) -> list[Toponym]:
    """The place names of `text`, in order, each with the place that it most likely means.

    `taken` are spans already read as names of actors or persons. `countries` are ISO 3166-1 alpha-2 codes
    that the dispatch's source or demonyms speak for, likeliest first.
    """
    words = tokenize(text, taken)
    if not words:
        return []
    reader = Reader(text, words, gazetteer)
    names = reader.names()
    mark_dateline(text, reader, names)
    names.sort(key=lambda name: (name.begin, -name.end))
    lists = enumerations(reader, names)
    share_in_lists(names, lists)
    mark_contained(reader, names)
    spoken = _spoken_countries(reader, countries)
    return _Resolver(reader, accept(names, lists, spoken), spoken).toponyms()


def resolve_toponyms(
    text: str, spans: Sequence[tuple[int, int]], gazetteer: Gazetteer, *, countries: Sequence[str] = ()
) -> list[Toponym]:
    """What the names at known character offsets mean: one toponym for each of `spans`, in their order."""
    words = tokenize(text, ())
    if not words:
        return [Toponym(start, end, text[start:end], phrase=(start, end)) for start, end in spans]
    reader = Reader(text, words, gazetteer)
    order = sorted(range(len(spans)), key=lambda k: spans[k])
    names = [reader.name_at(*spans[k]) for k in order]
    found = _Resolver(reader, names, _spoken_countries(reader, countries)).toponyms()
    return [found[order.index(k)] for k in range(len(spans))]


def _spoken_countries(reader: Reader, countries: Sequence[str]) -> dict[str, float]:
    """Weights of 0 to 1 for the countries that demonyms and the source speak for."""
    weights: dict[str, float] = defaultdict(float)
    for position, code in enumerate(countries):
        weights[code] = max(weights[code], 0.6 * 0.5**position)
    counts = Counter(demonym_country(word.text) for word in reader.words if word.capital)
    del counts[None]
    total = max(4, counts.total())
    for people, count in counts.items():
        if people is not None:
            weights[people] = min(0.8, weights[people] + 0.5 * count / total)
    return dict(weights)


class _Resolver:
    """Decides for all names of a dispatch at once what they mean."""

    def __init__(self, reader: Reader, names: Sequence[Name], spoken: dict[str, float]) -> None:
        self.reader, self.names, self.spoken = reader, list(names), spoken
        self.text = reader.text
        self.mentions = [Mention(list(n.candidates), name=plain(n.text), cue=_cue_class(n)) for n in self.names]

    def toponyms(self) -> list[Toponym]:
        """The toponyms, resolved, with their containers."""
        counts = Counter(plain(n.text) for n in self.names)
        for name, mention in zip(self.names, self.mentions, strict=True):
            mention.count = counts[plain(name.text)]
        self._rank_groups(self._containers(), rounds=1)
        self._add_romanised()
        explicit = self._containers()
        self._rank_groups(explicit)
        entries = [choose(mention) for mention in self.mentions]
        found = [self._toponym(n, m, e) for n, m, e in zip(self.names, self.mentions, entries, strict=True)]
        for index, outer in explicit.items():
            found[index].within = outer
        self._place_unknown(found)
        return found

    def _rank_groups(self, explicit: dict[int, int], rounds: int = ROUNDS) -> None:
        """Ranks each name once however often it is repeated, unless its container differs."""
        first: dict[tuple[str, str | None, int | None], int] = {}
        alone: list[int] = []
        same: dict[int, int] = {}
        for n, (name, mention) in enumerate(zip(self.names, self.mentions, strict=True)):
            key = (plain(name.text), mention.cue, None)
            if key in first:
                same[n] = first[key]
                if n in explicit and first[key] not in explicit:
                    explicit = {**explicit, first[key]: explicit[n]}
            else:
                first[key] = n
                alone.append(n)
        position = {n: k for k, n in enumerate(alone)}
        group = [self.mentions[n] for n in alone]
        for n, mention in zip(alone, group, strict=True):
            outer = explicit.get(n)
            outer = same.get(outer, outer) if outer is not None else None
            mention.within = position.get(outer) if outer is not None and outer != n else None
        rank(group, spoken=self.spoken, rounds=rounds)
        for n, original in same.items():
            self.mentions[n].candidates = self.mentions[original].candidates
            self.mentions[n].scores = self.mentions[original].scores
            self.mentions[n].support = self.mentions[original].support

    def _main_countries(self) -> list[str]:
        votes: dict[str, float] = defaultdict(float)
        for code, value in self.spoken.items():
            votes[code] += 2 * value
        for mention in self.mentions:
            if mention.candidates and mention.scores:
                votes[mention.candidates[0].entry.country] += mention.candidates[0].score
        votes.pop("", None)
        total = sum(votes.values())
        order = sorted(votes, key=lambda code: (-votes[code], code))
        return [code for code in order[:_MAX_COUNTRIES] if votes[code] >= 0.15 * total]

    def _add_romanised(self) -> None:
        """Looks for names with the same consonants in the countries that the dispatch is about."""
        mains = self._main_countries()
        lacking = [n for n, m in enumerate(self.mentions) if not self._at_home(m, mains)]
        self.reader.gazetteer.prefetch([self.names[n].text for n in lacking], mains)
        for n in lacking:
            name, mention = self.names[n], self.mentions[n]
            if any(c.match == "exact" and c.entry.feature in ("country", "admin1") for c in mention.candidates):
                continue
            known = {c.entry.id for c in mention.candidates}
            for code in mains:
                for candidate in self.reader.gazetteer.lookup(name.text, country=code, limit=6, fuzzy=not known):
                    if candidate.entry.id not in known:
                        mention.candidates.append(candidate)
            name.candidates = list(mention.candidates)

    def _at_home(self, mention: Mention, mains: Sequence[str]) -> bool:
        return any(c.entry.country in mains or not c.entry.country for c in mention.candidates)

    def _containers(self) -> dict[int, int]:
        """What the text puts inside what: "X in the town of Y", "X, Y province", "Y's X"."""
        found: dict[int, int] = {}
        listed = {(n, n + 1) for n in range(len(self.names) - 1) if self._closed_list(n)}
        for n in range(len(self.names) - 1):
            left, right = self.names[n], self.names[n + 1]
            between = gap(self.reader, left, right)
            if "\n" in between:
                continue
            if self.reader.words[left.end - 1].possessive and left.frame.end == left.end:
                if not between.strip(" '’s") and self._inside(n + 1, n):
                    found[n + 1] = n
                continue
            if (n, n + 1) in listed or not _CONTAINER.fullmatch(between) or not between.strip():
                continue
            if self._inside(n, n + 1) or (self._explicit(between, right) and self._may_hold(n, n + 1)):
                found[n] = n + 1
        for n, outer in list(found.items()):
            if outer == n + 1 and found.get(n + 2) == outer and self._inside(n, n + 2):
                found[n] = n + 2  # "the town of Gwoza in Nigeria's Borno state"
        for n in range(len(self.names) - 2, -1, -1):
            shared = found.get(n + 1, 0)
            if n not in found and shared > n + 1 and self._listed(n) and self._inside(n, shared):
                found[n] = shared
        return found

    def _explicit(self, between: str, right: Name) -> bool:
        """Whether the words between two names, or the feature word of the second, say that it holds the first."""
        administrative = right.frame.cue_after and bool(set(right.frame.classes) & {"first", "second"})
        return _EXPLICIT.search(between) is not None or (administrative and between.strip() == ",")

    def _may_hold(self, inner: int, outer: int) -> bool:
        """Whether "X in Y" puts an unknown X, or a town, into an area, even one where no town X is known."""
        if not self.mentions[inner].candidates:
            return True
        return self._level(self.mentions[inner]) == "town" and self._level(self.mentions[outer]) == "area"

    def _listed(self, n: int) -> bool:
        """Whether a name and the next stand in one enumeration, on one level."""
        return adjoin(self.reader, self.names[n], self.names[n + 1]) and self._level(self.mentions[n]) == self._level(
            self.mentions[n + 1]
        )

    def _closed_list(self, n: int) -> bool:
        """Whether "A, B" goes on as "A, B and C" with names of one rank."""
        if n + 2 >= len(self.names):
            return False
        later = gap(self.reader, self.names[n + 1], self.names[n + 2])
        if not re.fullmatch(r"\s*,?\s*(?:and|or|&)\s*(?:the\s*)?", later):
            return False
        ranks = {self._level(m) for m in self.mentions[n : n + 3]}
        return len(ranks) == 1

    def _level(self, mention: Mention) -> str:
        feature = mention.candidates[0].entry.feature if mention.candidates else "city"
        return "area" if feature in ("country", "admin1", "region") else "town"

    def _inside(self, inner: int, outer: int) -> bool:
        holders = self.mentions[outer].candidates[:4]
        if not holders:
            return False
        held = self.mentions[inner].candidates
        if not held:
            return True
        if any(c.entry.feature == "country" and c.match == "exact" for c in held):
            return False
        return any(contains(h.entry, c.entry) for h in holders for c in held)

    def _toponym(self, name: Name, mention: Mention, entry: Entry | None) -> Toponym:
        here = name.frame
        words = self.reader.words
        begin, end = name.begin, name.end
        site = bool(set(here.classes) & _NAMED_SITES) and here.cue is not None
        area = here.area or bool(here.direction and not here.relation)
        if site and not here.plural:
            begin, end = (name.begin, here.end) if here.cue_after else (min(name.begin, here.begin), name.end)
        if area and here.relation in (None, "countryside"):
            begin, end = min(name.begin, here.begin), max(name.end, here.end)
        start, stop = words[begin].start, words[end - 1].end
        relation = here.relation
        if "line" in here.classes:
            relation = "road"
        region = entry is not None and entry.feature in ("country", "admin1", "admin2", "region")
        known = bool(mention.candidates)
        if entry is None and not known and name.base:
            entry = self._base_entry(name)
        if (
            "quarter" in here.classes
            and entry is not None
            and entry.feature != "site"
            and not self._is_town(name, entry)
        ):
            entry, known = None, False
        return Toponym(
            start=start,
            end=stop,
            text=self.text[start:stop],
            candidates=mention.candidates,
            entry=entry,
            cue=here.cue,
            direction=here.direction,
            relation=relation,
            area=area or (region and not site) or (bool(set(here.classes) & _AREA_CUES) and not site),
            known=known,
            dateline=name.dateline,
            phrase=(words[min(name.begin, here.outer)].start, words[max(name.end, here.end) - 1].end),
        )

    def _is_town(self, name: Name, entry: Entry) -> bool:
        """Whether "X Square" may stand in the town X: not if the text goes on about another town."""
        return all(
            choose(other) is None or kilometres(entry.latitude, entry.longitude, *_point(other)) < _QUARTER_KM
            for near, other in zip(self.names, self.mentions, strict=True)
            if near is not name and abs(near.begin - name.begin) < _QUARTER_REACH and _is_point(other)
        )

    def _base_entry(self, name: Name) -> Entry | None:
        mains = self._main_countries()
        found = [c.entry for c in name.base if c.entry.country in mains]
        return next((entry for entry in found if entry.feature == "city"), found[0] if found else None)

    def _place_unknown(self, found: Sequence[Toponym]) -> None:
        """Gives names without a place the nearest place before or after as their container."""
        for n, toponym in enumerate(found):
            if toponym.entry is not None or toponym.within is not None:
                continue
            toponym.within, toponym.nearest = self._nearest(found, n), True

    def _nearest(self, found: Sequence[Toponym], n: int) -> int | None:
        own = found[n]
        best: tuple[float, int] | None = None
        for k, other in enumerate(found):
            if (
                k == n
                or other.entry is None
                or other.relation == "between"
                or transliterated(other.text) == transliterated(own.text)
            ):
                continue
            far = own.start - other.end if k < n else 1.5 * (other.start - own.end)
            between = self.text[min(own.end, other.end) : max(own.start, other.start)]
            far += 150 * between.count("\n") + 40 * between.count(". ")
            far += 250 if other.dateline or other.entry.feature == "country" else 0
            if best is None or far < best[0]:
                best = far, k
        return best[1] if best else None


def _is_point(mention: Mention) -> bool:
    return bool(mention.candidates) and mention.candidates[0].entry.feature == "city"


def _point(mention: Mention) -> tuple[float, float]:
    return mention.candidates[0].entry.latitude, mention.candidates[0].entry.longitude


def _cue_class(name: Name) -> str | None:
    if name.frame.area and not name.frame.classes:
        return "area"
    return next((kind for kind in name.frame.classes if kind in _TELLING_CUES), None)
