"""Which of several places of one name a dispatch means.

Every candidate gets a sum of evidence: how alike the names are, how well known the place is, whether the feature word
beside the name fits, whether it lies in the area that the text puts it in, in the country and first-level area that
the rest of the dispatch speaks of, and near the other places of the dispatch. What the rest speaks of depends on the
places chosen there, so the sums are formed a few times over.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from marsad.gazetteer.distance import kilometres
from marsad.gazetteer.keys import transliterated
from marsad.gazetteer.places import Candidate, Entry

# Weights of the kinds of evidence, in natural log units.
NAME = 5.0
PEOPLE = 0.8
COUNTRY = 4.0
FIRST_LEVEL = 2.5
NEARBY = 2.5
NEARBY_KM = 80.0
INSIDE = 4.0
OUTSIDE = -4.0
CUE = 2.5
AGAINST_CUE = -2.0
ROUNDS = 3
# A name that only resembles a place's must be as near to another place of the dispatch (0 to 1, about 70 km), or in a
# first-level area with so large a share of them; an unknown place abroad must have so many people.
CLOSE = 0.4
SHARED = 0.08
FAMOUS = 100_000
SETTLED = 0.4  # share of a country from which on the dispatch is about it
# Least evidence for a choice, and least share of it that the choice must hold against its rivals.
ENOUGH = 1.2
AHEAD = 0.25
_FEATURE = {"country": 9.0, "admin1": -0.9, "admin2": -1.4, "city": 0.0, "region": 3.2, "site": 2.6}
_TIER = {0: 0.0, 1: 0.0, 2: 0.3}
_OWN_TIER = -0.4
_INSIDE_KM = {"country": 0.0, "admin1": 150.0, "admin2": 60.0, "city": 30.0, "region": 200.0, "site": 15.0}
_SAME_KM = 40.0
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

    `country` and `area`: shares, 0 to 1, of the other places that lie in its country and first-level area. `near`: 0 to 1,
    how near the nearest other place is. `inside`: evidence from the container that the text names. `elsewhere`: the
    largest share that any country has.
    """

    country: float
    area: float
    near: float
    inside: float
    elsewhere: float

    @property
    def evidence(self) -> float:
        """The sum, in the unit of the weights."""
        return COUNTRY * math.sqrt(self.country) + FIRST_LEVEL * math.sqrt(self.area) + NEARBY * self.near + self.inside


@dataclass(slots=True)
class Mention:
    """A name with its candidates and what the text says of it.

    `cue`: the class of the feature word: settlement, area, first (province, state), second (district, county), site,
    nature, country. `within`: index of the mention that contains it. `count`: how often the text repeats it.
    """

    candidates: list[Candidate]
    cue: str | None = None
    within: int | None = None
    count: int = 1
    scores: list[float] = field(default_factory=list)
    support: list[Support] = field(default_factory=list)


def weight(entry: Entry) -> float:
    """How well known a place is, from 0 to about 0.2: breaks ties between equal names where there is no context."""
    return 0.02 * (_known(entry) + 1.0)


def _known(entry: Entry) -> float:
    people = PEOPLE * math.log10(entry.population + 10) if entry.feature in {"city", "admin1", "admin2"} else 0.0
    return _FEATURE[entry.feature] + people + _TIER.get(entry.tier, _OWN_TIER)


def rank(
    mentions: Sequence[Mention], *, countries: Mapping[str, float] | None = None
) -> list[list[Candidate]]:
    """The candidates of each mention, likeliest first; `score` becomes the share of the evidence, from 0 to 1.

    `countries`: ISO 3166-1 alpha-2 codes that the dispatch speaks for beside its places, with weights of 0 to 1.
    """
    base = [[_alone(mention, candidate) for candidate in mention.candidates] for mention in mentions]
    shares = [_shares(scores) for scores in base]
    for _round in range(ROUNDS):
        context = _Context(mentions, shares, countries or {})
        for i, mention in enumerate(mentions):
            container = _best(mentions, shares, mention.within)
            mention.support = [context.support(i, c.entry, container) for c in mention.candidates]
            mention.scores = [score + s.evidence for score, s in zip(base[i], mention.support, strict=True)]
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
    if best.match in ("skeleton", "fuzzy"):
        fits = _CUES.get(mention.cue or "", (best.entry.feature,))
        near = support.near >= CLOSE or support.area >= SHARED or support.inside > 0
        if not near or best.entry.feature not in fits:
            return None
    abroad = support.country < SHARED and support.elsewhere >= SETTLED and best.entry.country
    if abroad and (best.match != "exact" or not _famous(best.entry)):
        return None
    agreeing = sum(c.score for c in mention.candidates if _same(c.entry, best.entry))
    return best.entry if agreeing >= AHEAD else None


def _famous(entry: Entry) -> bool:
    return entry.feature in ("country", "region") or entry.population >= FAMOUS


def _same(a: Entry, b: Entry) -> bool:
    return a.country == b.country and kilometres(a.latitude, a.longitude, b.latitude, b.longitude) <= _SAME_KM


def _alone(mention: Mention, candidate: Candidate) -> float:
    entry = candidate.entry
    score = NAME * (candidate.score - 1.0) + _known(entry)
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
        return INSIDE * (0.9 if container.feature == "admin1" else 1.0) * (1.0 - 0.5 * far / _INSIDE_KM[container.feature])
    return OUTSIDE


def contains(outer: Entry, inner: Entry) -> bool:
    """Whether one place lies in another, as far as names of areas and distances tell."""
    return outer.feature != "site" and _containment(inner, outer) > 0 and _SIZE[outer.feature] >= _SIZE[inner.feature]


@dataclass(slots=True)
class _Votes:
    """What one mention says of countries and first-level areas."""

    countries: dict[str, float]
    areas: dict[tuple[str, str], float]


class _Context:
    """What the mentions of a dispatch say together, and the points that are likely enough to be near to."""

    def __init__(
        self, mentions: Sequence[Mention], shares: Sequence[Sequence[float]], prior: Mapping[str, float]
    ) -> None:
        self.prior = prior
        self.votes = [_votes(mention, share) for mention, share in zip(mentions, shares, strict=True)]
        self.countries: dict[str, float] = defaultdict(float)
        self.areas: dict[tuple[str, str], float] = defaultdict(float)
        for vote in self.votes:
            for code, value in vote.countries.items():
                self.countries[code] += value
            for area, value in vote.areas.items():
                self.areas[area] += value
        self.total = sum(self.countries.values())
        self.points = [
            (i, c.entry.latitude, c.entry.longitude, part)
            for i, (mention, share) in enumerate(zip(mentions, shares, strict=True))
            for c, part in zip(mention.candidates, share, strict=True)
            if part >= 0.4 and c.entry.feature not in {"country", "region"}
        ]

    def support(self, index: int, entry: Entry, container: Entry | None) -> Support:
        """How well an entry agrees with what the other mentions say."""
        own = self.votes[index]
        others = max(self.total - sum(own.countries.values()), 2.0)
        country = (self.countries.get(entry.country, 0.0) - own.countries.get(entry.country, 0.0)) / others
        country = max(0.0, min(1.0, country + self.prior.get(entry.country, 0.0))) if entry.country else 0.0
        key = _first_level(entry)
        area = (self.areas.get(key, 0.0) - own.areas.get(key, 0.0)) / others if key else 0.0
        near = 0.0
        if entry.feature not in {"country", "region"}:
            for i, latitude, longitude, part in self.points:
                if i != index and abs(latitude - entry.latitude) < 2.5:
                    far = kilometres(entry.latitude, entry.longitude, latitude, longitude)
                    near = max(near, part * math.exp(-far / NEARBY_KM))
        return Support(
            country,
            max(0.0, area),
            near,
            _containment(entry, container) if container else 0.0,
            self._elsewhere(own, others),
        )

    def _elsewhere(self, own: _Votes, others: float) -> float:
        shares = [(value - own.countries.get(code, 0.0)) / others + self.prior.get(code, 0.0) for code, value in self.countries.items()]
        return max([*shares, *self.prior.values()], default=0.0)


def _votes(mention: Mention, share: Sequence[float]) -> _Votes:
    countries: dict[str, float] = defaultdict(float)
    areas: dict[tuple[str, str], float] = defaultdict(float)
    times = min(1.0 + 0.5 * math.log2(mention.count), 2.5)
    for candidate, part in zip(mention.candidates, share, strict=True):
        if part >= 0.05 and candidate.entry.country:
            countries[candidate.entry.country] += part * times
            if (area := _first_level(candidate.entry)) is not None:
                areas[area] += part * times
    return _Votes(countries, areas)


def _first_level(entry: Entry) -> tuple[str, str] | None:
    area = entry.name if entry.feature == "admin1" else entry.admin1
    return (entry.country, area) if area else None
