"""Tellings become events: one event per happening, however often it is told (codebook 1).

A telling joins an event when type, place, day and sides agree or are left open. A change of type, of town, of day
or of the pair of sides starts a new event. Headlines only join; they stand alone where nothing below takes them up.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Sequence
from dataclasses import dataclass, field

from marsad.codebook.joining import area_kinds, joining
from marsad.coding.how_many import Count
from marsad.coding.scene import Mention
from marsad.coding.toponyms import Toponym
from marsad.coding.when import Time
from marsad.coding.where import Where
from marsad.coding.whether import Verdict
from marsad.coding.who import Party, Sides


@dataclass(slots=True, eq=False)
class Telling:
    """One mention at one place with its cells, before tellings are joined."""

    mention: Mention
    type: str
    generic: bool
    verdict: Verdict
    sides: Sides
    where: Where
    place: int | None
    within: int | None
    time: Time
    start: dt.date | None
    end: dt.date | None
    block: int
    headline: bool
    counts: list[Count] = field(default_factory=list)
    group: int | None = None
    another: bool = False
    item: bool = False

    @property
    def weak(self) -> bool:
        """Whether the telling only refers to a happening."""
        return not self.mention.strong or (self.mention.definite and not self.where.own and not self.counts)


@dataclass(slots=True, eq=False)
class Happening:
    """An event in the making: its tellings, in the order in which they joined."""

    tellings: list[Telling]
    type: str
    generic: bool

    @property
    def place(self) -> int | None:
        """The place, from the first telling of the body that names its own."""
        chosen = [t for t in self.tellings if t.where.own and t.place is not None and not t.headline]
        chosen = chosen or [t for t in self.tellings if t.place is not None]
        return chosen[0].place if chosen else None

    def town(self, toponyms: Sequence[Toponym]) -> int | None:
        """The place that other tellings must agree with: a town rather than an area."""
        own = [t.place for t in self.tellings if t.where.names and t.place is not None]
        return next((p for p in own if not is_area(toponyms[p])), self.place)

    @property
    def own_place(self) -> bool:
        return any(t.where.names and t.place is not None for t in self.tellings)

    @property
    def dates(self) -> list[tuple[dt.date, dt.date]]:
        """The days that tellings state themselves."""
        return [(t.start, t.end or t.start) for t in self.tellings if t.time.own and t.start is not None]


def join(tellings: Sequence[Telling], toponyms: Sequence[Toponym]) -> list[Happening]:
    """Join tellings of one happening, body first, headlines last; drop references that nothing takes up."""
    happenings: list[Happening] = []
    body = [t for t in tellings if not t.headline]
    titles = [t for t in tellings if t.headline]
    first = min((t.block for t in body), default=0)
    ledes = [t for t in body if t.block == first and _sums_up(t, toponyms)]
    for telling in [*(t for t in body if t not in ledes), *ledes, *titles]:
        host = _best_host(telling, happenings, toponyms)
        if host is not None:
            _add(host, telling)
        elif telling.headline and body:
            continue
        elif not telling.weak or _informative(telling):
            happenings.append(Happening([telling], telling.type, telling.generic))
    _take_up_generic(happenings, toponyms)
    happenings = [h for h in happenings if not _only_hurt(h)]
    _drop_summaries(happenings, toponyms)
    return happenings


def _only_hurt(happening: Happening) -> bool:
    """People hurt by nothing that is told, and none of them killed: a detail of something else."""
    return happening.type == "death_report" and all(
        t.mention.family == "harm"
        and t.mention.trigger.lemma_ not in _DYING
        and not any(c.harm == "killed" for c in t.counts)
        for t in happening.tellings
    )


_DYING = {"die", "perish", "succumb", "lose"}


def _sums_up(telling: Telling, toponyms: Sequence[Toponym]) -> bool:
    """Whether a telling of the lead may sum up what follows: several attacks, or an area instead of a town."""
    if not joining(telling.type).violent:
        return False
    several = telling.mention.plural or any(
        t.lower_ in ("separate", "several", "multiple", "various") for t in telling.mention.trigger.children
    )
    return several and (telling.place is None or is_area(toponyms[telling.place]))


def _drop_summaries(happenings: list[Happening], toponyms: Sequence[Toponym]) -> None:
    """A lead that sums up several happenings told below is no event of its own (codebook 1)."""
    first = min((t.block for h in happenings for t in h.tellings if not t.headline), default=0)
    for happening in list(happenings):
        lead = happening.tellings[0]
        if (
            lead.block != first
            or not joining(happening.type).violent
            or any(t.block != first for t in happening.tellings if not t.headline)
        ):
            continue
        if not (
            lead.mention.plural
            or lead.group is not None
            or lead.mention.scene.text(lead.mention.trigger.i, lead.mention.trigger.i).endswith("s")
        ):
            continue
        parts = [
            other
            for other in happenings
            if other is not happening
            and joining(other.type).violent
            and all(t.block > first for t in other.tellings)
            and _covers(happening, other, toponyms)
        ]
        if len(parts) >= 2:
            happenings.remove(happening)


def _covers(summary: Happening, part: Happening, toponyms: Sequence[Toponym]) -> bool:
    if summary.place is None or part.place is None or not part.own_place:
        return summary.place is None
    outer, inner = toponyms[summary.place], toponyms[part.place]
    return is_area(outer) and (contains(outer, inner, toponyms) or same_place(outer, inner))


def _informative(telling: Telling) -> bool:
    """A reference to a happening not told elsewhere still tells it when it says where or when, and who."""
    if telling.mention.state or telling.mention.rule.weak or (telling.generic and telling.mention.definite):
        return False
    if joining(telling.type).crossed and telling.time.own and telling.mention.strong:
        return True
    if joining(telling.type).spoken:
        return telling.mention.strong or telling.time.own
    named = bool(telling.sides.side_a or telling.sides.side_b)
    trigger = telling.mention.trigger
    bare = joining(telling.type).concrete and not telling.generic and not telling.mention.definite
    if bare and (telling.where.names or any(c.lower_ in ("a", "an", "another") for c in trigger.children)):
        return True
    return (telling.where.own and (named or telling.time.own or bool(telling.counts))) or (telling.time.own and named)


def _add(happening: Happening, telling: Telling) -> None:
    if happening.generic and not telling.generic:
        happening.type, happening.generic = telling.type, False
    elif (
        (happening.generic and happening.type == "death_report")
        or (telling.type == "protest_intervention" and happening.type == "protest")
        or (not telling.generic and telling.type != happening.type and happening.type in joining(telling.type).takes_up)
    ):
        happening.type = telling.type
    happening.tellings.append(telling)


def _best_host(telling: Telling, happenings: Sequence[Happening], toponyms: Sequence[Toponym]) -> Happening | None:
    best: tuple[float, Happening] | None = None
    for age, happening in enumerate(reversed(happenings)):
        score = _agreement(telling, happening, toponyms)
        if score is not None:
            score -= 0.2 * age
            if best is None or score > best[0]:
                best = (score, happening)
    return best[1] if best is not None else None


def _agreement(telling: Telling, happening: Happening, toponyms: Sequence[Toponym]) -> float | None:
    """How well a telling fits a happening; None where they tell different things."""
    score = _types_agree(telling, happening)
    if score is None:
        return None
    place = _places_agree(telling, happening, toponyms)
    if place is None:
        return None
    days = _days_agree(telling, happening)
    if days is None:
        return None
    sides = _sides_agree(telling, happening)
    if sides is None:
        return None
    if _statuses_differ(telling, happening):
        return None
    if _told_apart(telling, happening):
        return None
    counts = _counts_agree(telling, happening)
    if counts is None:
        return None
    last = happening.tellings[-1]
    if telling.another and not telling.headline:
        return None
    if (
        (telling.item or last.item)
        and last.block != telling.block
        and place < 1.0
        and not telling.headline
        and not last.headline
    ):
        return None  # each item of a list tells its own happening
    near = 1.0 if last.block == telling.block else 0.0
    return score + place + days + sides + counts + near


_DEMONSTRATIONS = {"protest", "protest_intervention"}


def _types_agree(telling: Telling, happening: Happening) -> float | None:
    if telling.type == happening.type:
        return 2.0
    if {telling.type, happening.type} == _DEMONSTRATIONS:
        return 1.0
    if telling.type == "death_report" and joining(happening.type).violent and _of_those_told(telling):
        return 1.0
    if telling.generic and telling.type in joining(happening.type).takes_up:
        return 1.0
    if happening.generic and happening.type in joining(telling.type).takes_up:
        return 1.0
    if telling.headline and joining(telling.type).violent and joining(happening.type).violent and telling.generic:
        return 0.5
    return None


def _of_those_told(telling: Telling) -> bool:
    """ "A fourth man succumbed to his wounds": one more of the same happening."""
    return bool(telling.counts) and all(c.more or c.later for c in telling.counts) and not telling.where.own


def _places_agree(telling: Telling, happening: Happening, toponyms: Sequence[Toponym]) -> float | None:
    town = happening.town(toponyms)
    if telling.place is None or town is None:
        return 0.3
    one, other = toponyms[telling.place], toponyms[town]
    if same_place(one, other):
        return 2.0
    if not telling.where.names or not happening.own_place:
        return 0.2 if not telling.where.names else 0.1
    if contains(other, one, toponyms) or contains(one, other, toponyms):
        return 0.6 if one.area or other.area else 1.0
    if _points_back(telling, happening) and _close(one, other):
        return 0.1
    if telling.headline and (one.area or other.area):
        return 0.1 if _country(one) in (None, _country(other)) else None
    return None


_CLOSE_KM = 30.0


def _points_back(telling: Telling, happening: Happening) -> bool:
    """Whether a guessed telling speaks of people or things just told: "the car was struck", "they shot him"."""
    if not telling.generic or abs(happening.tellings[-1].block - telling.block) > 1:
        return False
    heads = telling.mention.targets + telling.mention.doers
    return bool(heads) and all(
        h.pos_ == "PRON"
        or any(
            c.dep_ in ("det", "poss") and c.lower_ in ("the", "this", "these", "those", "their", "his", "its")
            for c in h.children
        )
        for h in heads
    )


def _close(one: Toponym, other: Toponym) -> bool:
    a, b = one.entry, other.entry
    return a is None or b is None or kilometres(a.latitude, a.longitude, b.latitude, b.longitude) < _CLOSE_KM


def is_area(toponym: Toponym) -> bool:
    """Whether a name means more than a town or a site."""
    return (
        toponym.area
        or toponym.cue in area_kinds()
        or (toponym.entry is not None and toponym.entry.feature in ("admin1", "admin2", "country", "region"))
    )


def same_place(one: Toponym, other: Toponym) -> bool:
    """Whether two names mean one place: the same entry, the same words, or points a short walk apart."""
    if one is other or _plain(one.text) == _plain(other.text):
        return True
    a, b = one.entry, other.entry
    if a is None or b is None:
        return False
    if a.id == b.id:
        return bool(one.direction) == bool(other.direction) or not (one.area and other.area)
    return not one.area and not other.area and kilometres(a.latitude, a.longitude, b.latitude, b.longitude) < 1.5


def contains(outer: Toponym, inner: Toponym, toponyms: Sequence[Toponym]) -> bool:
    """Whether one place is told or known to lie in another."""
    current = inner.within
    for _ in range(4):
        if current is None:
            break
        if toponyms[current] is outer or _plain(toponyms[current].text) == _plain(outer.text):
            return True
        current = toponyms[current].within
    a, b = inner.entry, outer.entry
    if a is None or b is None or not (outer.area or b.feature in ("admin1", "admin2", "country", "region")):
        return False
    if b.feature == "country":
        return a.country == b.country
    if b.feature == "admin1":
        return a.country == b.country and a.admin1 is not None and a.admin1 in (b.admin1, b.name)
    if b.feature == "admin2":
        return a.country == b.country and a.admin2 is not None and a.admin2 in (b.admin2, b.name)
    return kilometres(a.latitude, a.longitude, b.latitude, b.longitude) < 60


def kilometres(lat1: float, lon1: float, lat2: float, lon2: float) -> float:
    """Great-circle distance in kilometres."""
    p, q = math.radians(lat1), math.radians(lat2)
    h = math.sin((q - p) / 2) ** 2 + math.cos(p) * math.cos(q) * math.sin(math.radians(lon2 - lon1) / 2) ** 2
    return 12742.0 * math.asin(min(1.0, math.sqrt(h)))


def _plain(name: str) -> str:
    return "".join(c for c in name.lower() if c.isalnum())


def _country(toponym: Toponym) -> str | None:
    return toponym.entry.country if toponym.entry else None


def _days_agree(telling: Telling, happening: Happening) -> float | None:
    if telling.start is None:
        return 0.2
    days = happening.dates
    if not telling.time.own:
        apart = (
            days
            and telling.time.dates
            and all(abs((telling.start - a).days) > 1 and abs((telling.start - b).days) > 1 for a, b in days)
        )
        return None if apart else 0.2
    if not days:
        first = happening.tellings[0]
        if first.start is None:
            return 0.2
        return (
            0.2
            if telling.start <= (first.end or first.start) and (telling.end or telling.start) >= first.start
            else (None if abs((telling.start - first.start).days) > 1 else 0.0)
        )
    end = telling.end or telling.start
    return 1.0 if any(telling.start <= b and a <= end for a, b in days) else None


def _sides_agree(telling: Telling, happening: Happening) -> float | None:
    mine = _known(telling.sides.side_a), _known(telling.sides.side_b)
    theirs = (
        [p for t in happening.tellings for p in _known(t.sides.side_a)],
        [p for t in happening.tellings for p in _known(t.sides.side_b)],
    )
    if not any(mine) or not any(theirs):
        return 0.3
    straight = _overlap(mine[0], theirs[0]), _overlap(mine[1], theirs[1])
    crossed = _overlap(mine[0], theirs[1]), _overlap(mine[1], theirs[0])
    if all(x is not False for x in straight):
        return 1.0 if any(straight) else 0.3
    mutual = telling.sides.mutual or joining(happening.type).crossed
    if mutual and (all(x is not False for x in crossed) or any(crossed) or any(straight)):
        return 0.8
    if telling.generic or telling.weak or telling.headline:
        return 0.1
    return None


def _known(parties: list[Party]) -> list[Party]:
    return [p for p in parties if not p.unknown]


def _overlap(mine: list[Party], theirs: list[Party]) -> bool | None:
    """True: one party in common; False: different parties; None: one of them is left open."""
    if not mine or not theirs:
        return None
    for a in mine:
        for b in theirs:
            if a.key() == b.key() or (a.civilian and b.civilian):
                return True
            one, other = set(a.name.lower().split()), set(b.name.lower().split())
            if one <= other or other <= one:
                return True
            if a.kind and a.kind == b.kind and (a.actor_id is None or b.actor_id is None):
                return None
            if a.actor_id is None or b.actor_id is None:
                return None
    return False


def _statuses_differ(telling: Telling, happening: Happening) -> bool:
    real = {"happened", "ongoing", "claimed"}
    mine = telling.verdict.status in real
    theirs = any(t.verdict.status in real for t in happening.tellings)
    return mine != theirs


def _told_apart(telling: Telling, happening: Happening) -> bool:
    """Two mentions of one sentence that each have their own victims or doers are two happenings."""
    for other in happening.tellings:
        if other.mention.scene is telling.mention.scene and other.mention is not telling.mention:
            mine, theirs = telling.mention, other.mention
            if (
                mine.strong
                and theirs.strong
                and mine.type != theirs.type
                and {mine.type, theirs.type} != _DEMONSTRATIONS
                and not _on_the_way(mine, theirs)
                and not _on_the_way(theirs, mine)
                and (mine.targets or mine.doers)
                and (theirs.targets or theirs.doers)
            ):
                return True
    return False


def _on_the_way(one: Mention, other: Mention) -> bool:
    """ "Gunmen stormed a school and abducted pupils": a guessed attack on things is the way to the other deed."""
    if not one.generic or one.type not in joining(other.type).takes_up:
        return False
    return not any(one.scene.is_a(t, "people") for t in one.targets)


def _counts_agree(telling: Telling, happening: Happening) -> float | None:
    """Different exact tolls at an inherited place tell different attacks on single victims."""
    score = 0.0
    for count in telling.counts:
        if count.vague:
            continue
        same = [c for t in happening.tellings for c in t.counts if c.harm == count.harm and not c.vague]
        if same and any(c.low == count.low for c in same):
            score += 0.7
    return score


def _take_up_generic(happenings: list[Happening], toponyms: Sequence[Toponym]) -> None:
    """Guessed happenings ("two were killed") join a specific one beside them that they do not contradict."""
    for happening in list(happenings):
        if not happening.generic:
            continue
        best: tuple[float, Happening] | None = None
        for other in happenings:
            if other is happening:
                continue
            scores = [_agreement(t, other, toponyms) for t in happening.tellings]
            if any(s is None for s in scores):
                continue
            gap = min(abs(t.block - o.block) for t in happening.tellings for o in other.tellings)
            if gap > 1 and happening.own_place and other.own_place is False:
                continue
            score = min(s for s in scores if s is not None) - 0.3 * gap
            if best is None or score > best[0]:
                best = (score, other)
        if best is not None and best[0] > 1.4:
            for telling in happening.tellings:
                _add(best[1], telling)
            happenings.remove(happening)
