"""Which of several places of one name a dispatch means.

Every candidate gets a sum of evidence: how alike the names are, how well known the place is, whether the
feature word beside the name fits, whether it lies in the area that the text puts it in, in the country
and first-level area that the rest of the dispatch speaks of, and near the other places of the dispatch.
What the rest speaks of depends on the places chosen there, so the sums are formed a few times over.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache

from marsad.codebook.countries import countries
from marsad.gazetteer.distance import kilometres
from marsad.gazetteer.keys import plain, transliterated
from marsad.gazetteer.places import Candidate, Entry

# Weights of the kinds of evidence, in natural log units.
NAME = 5.0
PEOPLE = 0.8
CAPITAL = 1.0
CURATED = 3.0
SEAT = 3_000  # people, where GeoNames has a seat of an area without their number
VILLAGE = 300
COUNTRY = 4.0
FIRST_LEVEL = 3.0
NEARBY = 2.5
NEARBY_KM = 80.0
INSIDE = 4.0
OUTSIDE = -4.0
HOLDS = 3.0
CUE = 2.5
AGAINST_CUE = -2.0
AGAINST_FAME = 3.0  # "Amman" is the capital rather than a village called Al Aman
SPELT = 0.9  # score of an exact match from which a name is a spelling of the place's main name
ROUNDS = 2
# A name that only resembles a place's must be as near to another place of the dispatch (0 to 1, about
# 70 km), or in a first-level area with so large a share of them; a place abroad must have so many people.
CLOSE = 0.4
SHARED = 0.08
FAMOUS = 100_000
ABROAD = 200_000
ALONE = 0.7  # votes of other places under which there is no context
SETTLED = 0.4  # share of a country from which on the dispatch is about it
# Least evidence for a choice, and least share of it that the choice must hold against its rivals.
ENOUGH = 1.2
AHEAD = 0.2
_FEATURE = {"country": 9.0, "admin1": -0.9, "admin2": -1.4, "city": 0.0, "region": 3.2, "site": 2.6}
_OWN_TIER = -1.0  # a user's village is seldom what a bare name means, but often what stands near the rest
_INSIDE_KM = {"country": 0.0, "admin1": 150.0, "admin2": 60.0, "city": 30.0, "region": 200.0, "site": 15.0}
_SAME_KM = 40.0
_VAGUE = frozenset({"skeleton", "fuzzy"})
_WIDE = frozenset({"country", "region"})
DEGREE_KM = 111.2
_EMBEDDED = 2  # the last tier of the embedded data
_SIZE = {"country": 4, "admin1": 3, "region": 3, "admin2": 2, "city": 1, "site": 0}

_CUES: dict[str, tuple[str, ...]] = {
    "settlement": ("city",),
    "area": ("admin1", "admin2", "region"),
    "first": ("admin1",),
    "second": ("admin2", "city"),
    "site": ("site",),
    "nature": ("region",),
    "country": ("country",),
}


@dataclass(frozen=True, slots=True)
class Support:
    """What the rest of the dispatch says for a candidate.

    `country` and `area`: shares, 0 to 1, of the other places that lie in its country and first-level
    area. `near`: 0 to 1, how near the nearest other place is. `inside`: evidence from the container that
    the text names. `elsewhere`: the largest share that any country has. `alone`: hardly any other place
    is known.
    """

    country: float
    area: float
    near: float
    inside: float
    elsewhere: float
    alone: bool

    @property
    def evidence(self) -> float:
        """The sum, in the unit of the weights."""
        return COUNTRY * math.sqrt(self.country) + FIRST_LEVEL * math.sqrt(self.area) + NEARBY * self.near + self.inside


@dataclass(slots=True)
class Mention:
    """A name with its candidates and what the text says of it.

    `name`: its folded form; mentions of one name say nothing for each other. `cue`: the class of the
    feature word: settlement, area, first (province, state), second (district, county), site, nature,
    country. `within`: index of the mention that contains it. `count`: how often the text repeats it. The
    rest is filled by `rank`: `likeness` of the names by entry id, and the evidence for each candidate.
    """

    candidates: list[Candidate]
    name: str = ""
    cue: str | None = None
    within: int | None = None
    count: int = 1
    likeness: dict[str, float] = field(default_factory=dict)
    scores: list[float] = field(default_factory=list)
    support: list[Support] = field(default_factory=list)


def weight(entry: Entry) -> float:
    """How well known a place is, from 0 to about 0.2: breaks ties between equal names where there is no
    context.
    """
    return 0.02 * (_known(entry) + 1.0)


def _known(entry: Entry) -> float:
    score = _FEATURE[entry.feature] + (_OWN_TIER if entry.tier > _EMBEDDED else 0.0)
    if entry.feature in {"city", "admin1", "admin2"}:
        people = entry.population or (SEAT if entry.tier < 2 else VILLAGE)
        score += PEOPLE * math.log10(people) + (CURATED if entry.tier == 0 else 0.0)
    if _is_capital(entry):
        score += CAPITAL
    return score


@cache
def _capitals() -> frozenset[tuple[str, str]]:
    return frozenset((country.iso2, plain(country.capital)) for country in countries().values())


def rank(
    mentions: Sequence[Mention], *, spoken: Mapping[str, float] | None = None, rounds: int = ROUNDS
) -> list[list[Candidate]]:
    """The candidates of each mention, likeliest first; `score` becomes the share of the evidence, from 0 to
    1.

    `spoken`: ISO 3166-1 alpha-2 codes of countries that the dispatch speaks of beside its places, with
    weights of 0 to 1. `rounds`: how often what the places say together is formed anew.
    """
    base = [_alone(mention) for mention in mentions]
    shares = [_shares(scores) for scores in base]
    for _round in range(rounds):
        context = _Context(mentions, shares, spoken or {})
        for i, mention in enumerate(mentions):
            container = _best(mentions, shares, mention.within)
            mention.support = context.supports(i, [c.entry for c in mention.candidates], container)
            mention.scores = [score + s.evidence for score, s in zip(base[i], mention.support, strict=True)]
        for mention in mentions:
            _prefer_areas(mentions, mention)
        shares = [_shares(mention.scores) for mention in mentions]
    ranked = []
    for mention, share in zip(mentions, shares, strict=True):
        order = sorted(range(len(share)), key=lambda j: (-share[j], mention.candidates[j].entry.id))
        ranked.append([replace(mention.candidates[j], score=round(share[j], 4)) for j in order])
        mention.scores = [mention.scores[j] for j in order]
        mention.support = [mention.support[j] for j in order]
        mention.candidates = ranked[-1]
    return ranked


def choose(mention: Mention) -> Entry | None:
    """The place that a ranked mention means; None where the evidence is too thin or too divided."""
    if not mention.candidates or not mention.scores:
        return None
    best, support = mention.candidates[0], mention.support[0]
    if mention.scores[0] < ENOUGH or support.inside < 0:
        return None
    if best.match in _VAGUE:
        fits = _CUES.get(mention.cue or "", (best.entry.feature,))
        near = support.near >= CLOSE or support.area >= SHARED or support.inside > 0 or support.alone
        if not near or best.entry.feature not in fits:
            return None
    abroad = support.country < SHARED and support.elsewhere >= SETTLED and best.entry.country
    if abroad and (best.match != "exact" or mention.cue in ("site", "nature") or not _known_abroad(best.entry)):
        return None
    agreeing = sum(c.score for c in mention.candidates if _same(c.entry, best.entry))
    return best.entry if agreeing >= AHEAD else None


def _known_abroad(entry: Entry) -> bool:
    return entry.feature in _WIDE or entry.population >= ABROAD or _is_capital(entry)


def _is_capital(entry: Entry) -> bool:
    return entry.population >= FAMOUS and (entry.country, plain(entry.name)) in _capitals()


def _famous(entry: Entry) -> bool:
    return entry.feature in ("country", "region") or entry.population >= FAMOUS


def _same(a: Entry, b: Entry) -> bool:
    return a.country == b.country and kilometres(a.latitude, a.longitude, b.latitude, b.longitude) <= _SAME_KM


def _alone(mention: Mention) -> list[float]:
    """The evidence for each candidate from its name and fame."""
    for candidate in mention.candidates:
        mention.likeness.setdefault(candidate.entry.id, candidate.score)
    famous = any(
        c.match == "exact" and mention.likeness[c.entry.id] > SPELT and _famous(c.entry) for c in mention.candidates
    )
    return [
        _unplaced(mention, c) - (AGAINST_FAME if famous and c.match != "exact" else 0.0) for c in mention.candidates
    ]


def _unplaced(mention: Mention, candidate: Candidate) -> float:
    entry = candidate.entry
    score = NAME * (mention.likeness[entry.id] - 1.0) + _known(entry)
    if mention.cue:
        fits = _CUES.get(mention.cue, ())
        if entry.feature in fits:
            score += CUE - 0.5 * fits.index(entry.feature)
        elif fits:
            score += AGAINST_CUE
    return score


def _shares(scores: Sequence[float]) -> list[float]:
    if not scores:
        return []
    top = max(scores)
    powers = [math.exp(score - top) for score in scores]
    total = sum(powers)
    return [power / total for power in powers]


def _best(mentions: Sequence[Mention], shares: Sequence[Sequence[float]], index: int | None) -> Entry | None:
    if index is None or not shares[index]:
        return None
    j = max(range(len(shares[index])), key=shares[index].__getitem__)
    return mentions[index].candidates[j].entry


def _prefer_areas(mentions: Sequence[Mention], inner: Mention) -> None:
    """What holds a town is an area rather than the town it is named after ("Rafah in Gaza")."""
    if inner.within is None:
        return
    outer = mentions[inner.within]
    held = [c.entry for c, score in zip(inner.candidates, inner.scores, strict=True) if score == max(inner.scores)]
    for j, candidate in enumerate(outer.candidates):
        entry = candidate.entry
        if _SIZE[entry.feature] > 1 and any(
            _SIZE[h.feature] < _SIZE[entry.feature] and _containment(h, entry) > 0 for h in held
        ):
            outer.scores[j] += HOLDS


def _containment(entry: Entry, container: Entry) -> float:
    """Evidence from the text's "X in Y": X must lie in Y."""
    if entry.id == container.id:
        return OUTSIDE
    if container.country and entry.country and entry.country != container.country:
        return OUTSIDE
    if container.feature == "country":
        return INSIDE if entry.country == container.country else OUTSIDE
    key = transliterated(container.name)
    if key in {transliterated(area) for area in (entry.admin1, entry.admin2) if area}:
        return INSIDE
    far = kilometres(entry.latitude, entry.longitude, container.latitude, container.longitude)
    if far <= _INSIDE_KM[container.feature]:
        return (
            INSIDE * (0.9 if container.feature == "admin1" else 1.0) * (1.0 - 0.5 * far / _INSIDE_KM[container.feature])
        )
    return OUTSIDE


def contains(outer: Entry, inner: Entry) -> bool:
    """Whether one place lies in another, as far as names of areas and distances tell."""
    return outer.feature != "site" and _containment(inner, outer) > 0 and _SIZE[outer.feature] >= _SIZE[inner.feature]


class _Votes:
    """What mentions say of countries and first-level areas."""

    def __init__(self) -> None:
        self.mass = 0.0
        self.countries: dict[str, float] = defaultdict(float)
        self.areas: dict[tuple[str, str], float] = defaultdict(float)

    def take(self, entry: Entry, value: float) -> None:
        """Count one candidate."""
        if entry.country:
            self.mass += value
            self.countries[entry.country] += value
            if (area := _first_level(entry)) is not None:
                self.areas[area] += value


class _Context:
    """What the mentions of a dispatch say together, and the points that are likely enough to be near to."""

    def __init__(
        self, mentions: Sequence[Mention], shares: Sequence[Sequence[float]], prior: Mapping[str, float]
    ) -> None:
        self.prior = prior
        self.names = [mention.name or str(n) for n, mention in enumerate(mentions)]
        self.own: dict[str, _Votes] = defaultdict(_Votes)
        self.all = _Votes()
        self.points = []
        for name, mention, share in zip(self.names, mentions, shares, strict=True):
            for candidate, part in zip(mention.candidates, share, strict=True):
                if part < 0.05 or candidate.match in _VAGUE:
                    continue
                for votes in (self.own[name], self.all):
                    votes.take(candidate.entry, part * min(1.0 + 0.5 * math.log2(mention.count), 2.5))
                if part >= 0.4 and candidate.entry.feature not in _WIDE:
                    self.points.append((name, candidate.entry.latitude, candidate.entry.longitude, part))

    def supports(self, index: int, entries: Sequence[Entry], container: Entry | None) -> list[Support]:
        """How well each of a mention's entries agrees with what the other mentions say."""
        own = self.own[self.names[index]]
        mass = self.all.mass - own.mass
        others = max(mass, 2.0)
        shares = {
            code: max(0.0, min(1.0, (value - own.countries[code]) / others + self.prior.get(code, 0.0)))
            for code, value in {**dict.fromkeys(self.prior, 0.0), **self.all.countries}.items()
        }
        elsewhere = max(shares.values(), default=0.0)
        found = []
        for entry in entries:
            key = _first_level(entry)
            area = (self.all.areas[key] - own.areas[key]) / others if key else 0.0
            near = self._nearness(self.names[index], entry) if entry.feature not in _WIDE else 0.0
            inside = _containment(entry, container) if container else 0.0
            found.append(Support(shares.get(entry.country, 0.0), max(0.0, area), near, inside, elsewhere, mass < ALONE))
        return found

    def _nearness(self, own: str, entry: Entry) -> float:
        near = 0.0
        for name, latitude, longitude, part in self.points:
            up = latitude - entry.latitude
            if -2.5 < up < 2.5 and name != own:
                # flat enough at this distance, and far cheaper than the great circle
                along = (longitude - entry.longitude) * math.cos(math.radians(latitude))
                if -2.5 < along < 2.5:
                    near = max(near, part * math.exp(-DEGREE_KM * math.hypot(up, along) / NEARBY_KM))
        return near


def _first_level(entry: Entry) -> tuple[str, str] | None:
    area = entry.name if entry.feature == "admin1" else entry.admin1
    return (entry.country, area) if area else None
