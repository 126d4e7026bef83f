"""One toll from many tellings: groups kept apart, repetitions dropped, totals tied to parts (codebook 3)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import cast

from marsad.codebook.harms import counting_words
from marsad.coding.how_many import Count, camp_of
from marsad.coding.merging import Happening, Telling
from marsad.coding.says_who import find_credits
from marsad.model import Casualty, Harm, Side, Span

PEOPLE, CIVILIAN, ARMED, NAMED = "people", "civilian", "armed", "named"


@dataclass(slots=True, eq=False)
class Group:
    """One group of people as an event's tellings count it.

    `category`: people of no kind, civilians or armed people; `key` what tells groups of a category apart.
    """

    count: Count
    telling: Telling
    side: Side | None
    category: str
    key: str
    low: int
    best: int
    high: int | None
    spans: list[Span]
    parts: list[Group] = field(default_factory=list)

    @property
    def open(self) -> bool:
        """Whether the number is only a bound or a guess that an exact one replaces."""
        return self.high is None or self.count.approximate or self.low != self.high

    @property
    def sum(self) -> int:
        return sum(p.low for p in self.parts)


def casualties(happening: Happening, text: str) -> list[Casualty]:
    """The casualties of an event, totals before their parts."""
    harms: dict[Harm, list[Group]] = {}
    for telling in happening.tellings:
        for count in telling.counts:
            harms.setdefault(count.harm, [])
    for harm in harms:
        harms[harm] = _groups(happening, harm)
    _take_from_injured(harms.get("killed", []), harms.get("injured", []))
    found: list[Casualty] = []
    for groups in harms.values():
        some = [g for g in groups if g.best > 0]
        for group in some or groups[:1]:
            found += _cells(group, text, len(found))
    return found


# ------------------------------------------------------------------ groups


def _groups(happening: Happening, harm: Harm) -> list[Group]:
    kept: list[Group] = []
    for batch in _sentences(happening, harm):
        if batch[0].telling.headline and kept:
            continue
        batch = _within_sentence(batch)
        earlier = list(kept)
        for group in batch:
            _place(kept, earlier, group)
    return kept


def _sentences(happening: Happening, harm: Harm) -> list[list[Group]]:
    """The counts of one harm, sentence by sentence, those of headlines last."""
    found: dict[int, list[Group]] = {}
    for telling in sorted(happening.tellings, key=lambda t: t.headline):
        for count in telling.counts:
            if count.harm == harm:
                found.setdefault(count.scene.sentence.index, []).append(_group(telling, count))
    return sorted(found.values(), key=lambda batch: (batch[0].telling.headline, batch[0].count.start))


def _group(telling: Telling, count: Count) -> Group:
    side, category, key = _side(telling, count)
    span = Span(count.start, count.end)
    group = Group(count, telling, side, category, key, count.low, count.best, count.high, [span])
    group.parts = [_group(telling, part) for part in count.parts]
    return group


def _side(telling: Telling, count: Count) -> tuple[Side | None, str, str]:
    scene, kind = count.scene, count.kind
    lemma = scene.sentence.lemma(kind)
    words = (count.who or "").lower()
    generic = (
        lemma in counting_words().heads.generic or kind.pos_ in ("NUM", "PRON", "DET", "ADJ") or kind.i == count.word.i
    )
    side, party = _party(telling, count, "" if generic else words)
    if lemma in counting_words().nouns.any_harm:
        return side, PEOPLE, lemma
    if kind.lower_ in ("himself", "herself", "themselves"):
        # the bomber, who is none of the victims
        return side, ARMED, words
    if scene.is_a(kind, "civilian") and not scene.armed(kind):
        return "civilian", PEOPLE if generic else CIVILIAN, lemma
    if generic:
        return side, PEOPLE, lemma
    if scene.armed(kind):
        return side, ARMED, party or words
    if kind.tag_ == "NNP" and kind.i not in scene.actors:
        return side, NAMED, words
    return side, CIVILIAN, lemma


def _party(telling: Telling, count: Count, words: str) -> tuple[Side | None, str]:
    """The side to which the people belong, and the participant's key."""
    heads = {h.i for h in count.heads} | {count.kind.i}
    for name, parties in (("side_b", telling.sides.side_b), ("side_a", telling.sides.side_a)):
        for party in parties:
            same = party.head is not None and party.head.i in heads and party.head.doc is count.kind.doc
            told = party.name.lower()
            if same or (words and told and (told in words or (len(words) > 3 and words in told))):
                return "civilian" if party.civilian else cast(Side, name), party.key()
    return None, ""


# ------------------------------------------------------------------ one sentence


def _within_sentence(batch: list[Group]) -> list[Group]:
    """Groups of one sentence stand side by side; a total takes in its parts, two sources make a range."""
    kept = [
        group
        for group in batch
        if not (
            group.count.known
            and any(g.low >= group.low and g is not group and not g.count.known and _alike(g, group) for g in batch)
        )
    ]
    if len(kept) < 2:
        return kept
    exact = [g for g in kept if not g.count.vague]
    toll = next((g for g in exact if g.count.total), None)
    others = [g for g in exact if g is not toll]
    if toll is not None and others and all(g.low < toll.low and g.count.best == g.low for g in others):
        # "20 were killed; the toll rose to 26 on Sunday"
        return [toll, *(g for g in kept if g not in exact)]
    for total in exact:
        others = [g for g in exact if g is not total]
        if (
            total.category == PEOPLE
            and not total.count.more
            and (len(others) > 1 or total.count.total)
            and sum(g.low for g in others) == total.low
        ):
            total.parts = others
            return [total, *(g for g in kept if g not in exact)]
    if len(kept) == 2 and _two_sources(*kept):
        _widen(*kept)
        return kept[:1]
    return kept


def _two_sources(first: Group, second: Group) -> bool:
    """ "Police put the toll at four, while a hospital spoke of six dead"."""
    if not _contradicts(second) or second.count.more or second.count.later or second.best == first.best:
        return False
    scene = first.count.scene
    speaking = sum(
        scene.is_a(t, "report") or scene.sentence.lemma(t) in counting_words().verbs.telling for t in scene.tokens
    )
    alike = first.key == second.key or first.category == second.category == PEOPLE
    return alike and speaking > 1 and first.count.word.i != second.count.word.i


def _contradicts(group: Group) -> bool:
    word = group.count.word
    cues = counting_words().phrases.contradicting
    return any(t.lower_ in cues for t in word.sent) and not _updates(group)


def _updates(group: Group) -> bool:
    scene = group.count.scene
    cues = counting_words().phrases.updating
    return any(scene.sentence.lemma(t) in cues or t.lower_ in cues for t in group.count.word.sent)


def _widen(group: Group, rival: Group) -> None:
    """Two sources, two numbers: the span of both, the middle rounded down."""
    low = min(group.best, rival.best)
    high = max(group.best, rival.best)
    group.low, group.high, group.best = low, high, (low + high) // 2
    group.spans += rival.spans
    if group.category == PEOPLE:
        group.category, group.key, group.side = rival.category, rival.key, rival.side or group.side


# ------------------------------------------------------------------ across sentences


def _place(kept: list[Group], earlier: list[Group], new: Group) -> None:
    """Bring a group from a later sentence to those told before."""
    count = new.count
    alike = [g for g in earlier if g in kept and (_alike(g, new) or _part_of(g, new))]
    if not alike:
        kept.append(new)
        return
    if new.best == 0 or (count.known and not count.total and any(_told_of(g, new) for g in alike)):
        return
    if count.later:
        kept.append(new)
        return
    if new.best == 1 and new.category == CIVILIAN and _adds(new) and all(g.key != new.key for g in alike):
        kept.append(new)
        return
    same = next((g for g in alike if g.best == new.best or _part_of(g, new)), None)
    if same is not None and not count.more:
        _refine(same, new)
        return
    if count.more:
        total = next((g for g in alike if g.parts and g.low - g.sum >= new.low), None)
        (total.parts if total is not None else kept).append(new)
        return
    if count.vague:
        return
    everyone = sum(g.low for g in kept)
    if (new.category == PEOPLE and new.low >= everyone) or (count.total and new.low > max(g.low for g in kept)):
        _take_over(kept, new)
        return
    total = next((g for g in alike if g.low > new.low and (g.category == PEOPLE or g.key != new.key)), None)
    if total is not None and total.sum + new.low <= total.low and not _contradicts(new):
        total.parts.append(new)
        return
    rival = alike[0]
    if rival.count.vague:
        kept[kept.index(rival)] = new
    elif _same_kind(rival, new):
        _settle(kept, rival, new)
    else:
        kept.append(new)


def _told_of(group: Group, new: Group) -> bool:
    """Whether people told before ("the three men", "two of them") are of this group."""
    return group.low >= new.low and (group.best == new.best or _same_kind(group, new))


def _settle(kept: list[Group], rival: Group, new: Group) -> None:
    """One group, two numbers: an exact one refines a bound, a later one raises, a second source widens."""
    if rival.open and not new.open and rival.low <= new.low and (rival.high is None or new.low <= rival.high):
        kept[kept.index(rival)] = new
    elif not new.open and (_contradicts(new) or (not _updates(new) and _sources_differ(rival, new))):
        _widen(rival, new)
    elif new.low > rival.low and not (new.open and new.low == rival.low + 1):
        new.parts = new.parts or rival.parts
        kept[kept.index(rival)] = new


def _same_kind(one: Group, other: Group) -> bool:
    if one.key == other.key or PEOPLE in (one.category, other.category):
        return True
    return bool(_words_of(one) & _words_of(other))


def _words_of(group: Group) -> set[str]:
    return set(re.findall(r"\w{4,}", (group.count.who or "").lower()))


def _sources_differ(one: Group, other: Group) -> bool:
    """Whether each number is told by a source of its own."""
    first, second = ({c.source.lower() for c in find_credits(g.count.scene)} for g in (one, other))
    return bool(first and second and not first & second)


def _take_over(kept: list[Group], total: Group) -> None:
    """A later total stands for all that was told before; what it adds up to become its parts."""
    parts = [g for g in kept if g.category != PEOPLE and not g.count.vague]
    if not total.parts and sum(g.low for g in parts) <= total.low and len(parts) > 1:
        total.parts = [g for g in parts if not g.parts]
    if total.side is None and len(kept) == 1 and kept[0].low == total.low:
        total.side = kept[0].side
    kept[:] = [total]


def _adds(group: Group) -> bool:
    cues = counting_words().phrases.adding
    return any(t.lower_ in cues for t in group.count.word.sent)


def _part_of(group: Group, new: Group) -> bool:
    if len(group.count.figures) > 1 and new.low in group.count.figures:
        return True
    return any(p.low == new.low and _alike(p, new) and p.key == new.key for p in group.parts)


def _refine(old: Group, new: Group) -> None:
    """The same people told again, perhaps with a better name."""
    if old.best != new.best:
        return
    if old.category == PEOPLE and new.category != PEOPLE:
        old.category, old.key, old.side = new.category, new.key, new.side or old.side
        old.count.who = new.count.who or old.count.who
    elif old.side is None:
        old.side = new.side
    if not old.parts:
        old.parts = new.parts


_BROAD = {"civilian", "resident", "villager", "citizen", "inhabitant", "local", "victim", "population"}


def _alike(one: Group, other: Group) -> bool:
    """Whether two counts can be about the same people."""
    if PEOPLE in (one.category, other.category) or one.count.harm == "displaced":
        return True
    if NAMED in (one.category, other.category):
        return (one.category != other.category and one.best == other.best) or bool(_words(one) & _words(other))
    if one.category != other.category:
        return False
    if one.key == other.key or one.best == other.best:
        return True
    if one.category == ARMED:
        if camp_of(one.count.scene, one.count.kind) != camp_of(other.count.scene, other.count.kind):
            return False
        return one.side is None or other.side is None or one.side == other.side
    return bool({one.key, other.key} & _BROAD)


def _words(group: Group) -> set[str]:
    return set(re.findall(r"\w{3,}", group.key))


def _take_from_injured(killed: Sequence[Group], injured: list[Group]) -> None:
    """Wounded who then died count as killed (codebook 3)."""
    for group in killed:
        if not group.count.later:
            continue
        hurt = next((g for g in injured if g.low >= group.low and _alike(g, group)), None)
        if hurt is None:
            continue
        hurt.low, hurt.best = hurt.low - group.low, max(0, hurt.best - group.best)
        hurt.high = None if hurt.high is None else max(0, hurt.high - group.best)
        if hurt.best == 0:
            injured.remove(hurt)


# ------------------------------------------------------------------ cells


def _cells(group: Group, text: str, index: int) -> list[Casualty]:
    total = _cell(group, text)
    parts = [p for p in group.parts if not p.count.vague and p.low > 0]
    rest = group.low - sum(p.low for p in parts)
    if not parts or rest < 0 or (len(parts) == 1 and rest == 0):
        return [total]
    cells = [_cell(p, text, index) for p in parts]
    for cell, part in zip(cells, parts, strict=True):
        cell.side = part.side or group.side
    if rest > 0 or group.high is None:
        best = max(rest, group.best - sum(p.best for p in parts))
        high = None if group.high is None else max(best, group.high - sum(p.high or p.best for p in parts))
        if rest > 0:
            # the others of the total, so that its parts add up to it
            cells.append(
                total.model_copy(update={"low": rest, "best": best, "high": high, "part_of": index, "who": "others"})
            )
    return [total, *cells]


def _cell(group: Group, text: str, total: int | None = None) -> Casualty:
    count = group.count
    return Casualty(
        harm=count.harm,
        who=count.who,
        side=group.side,
        low=group.low,
        best=group.best,
        high=group.high,
        approximate=count.approximate,
        text=" … ".join(text[span.start : span.end] for span in group.spans),
        part_of=total,
        evidence=group.spans,
    )
