"""One toll from many tellings: groups kept apart, repetitions dropped, totals tied to their parts (codebook 3)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from marsad.coding.how_many import Count
from marsad.coding.merging import Happening, Telling
from marsad.coding.who import Sides
from marsad.model import Casualty, Harm, Side, Span

_UNSPECIFIED = {None, "people", "person", "others", "dead", "victims", "persons", "individuals", "casualties"}


@dataclass(slots=True)
class Group:
    """The count of one group of people, with the telling that it came from."""

    count: Count
    telling: Telling
    side: Side | None
    category: str
    part: int | None = None


def casualties(happening: Happening, text: str) -> list[Casualty]:
    """The casualties of an event, totals before their parts."""
    found: list[Casualty] = []
    harms: list[Harm] = []
    for telling in happening.tellings:
        for count in telling.counts:
            if count.harm not in harms:
                harms.append(count.harm)
    for harm in harms:
        groups = _groups(happening, harm)
        for group in groups:
            found += _cells(group, text, len(found))
    return found


def _groups(happening: Happening, harm: Harm) -> list[Group]:
    kept: list[Group] = []
    for telling in happening.tellings:
        for count in telling.counts:
            if count.harm == harm:
                _place(kept, _group(telling, count))
    return _without_double_totals(kept)


def _group(telling: Telling, count: Count) -> Group:
    side, category = _side(telling.sides, telling, count)
    return Group(count, telling, side, category)


def _side(sides: Sides, telling: Telling, count: Count) -> tuple[Side | None, str]:
    scene = telling.mention.scene
    head = count.heads[0]
    if scene.is_a(head, "civilian") and not scene.armed(head):
        return "civilian", "people" if (count.who or "").lower() in _UNSPECIFIED else "civilian"
    for name, parties in (("side_b", sides.side_b), ("side_a", sides.side_a)):
        for party in parties:
            same = party.head is not None and any(party.head.i == h.i for h in count.heads) and party.head.doc is head.doc
            words = (count.who or "").lower()
            if same or (words and party.name.lower() in words) or (words and words in party.name.lower() and len(words) > 3):
                return ("civilian" if party.civilian else name), f"armed:{party.key()}"  # type: ignore[return-value]
    if scene.armed(head):
        return None, f"armed:{(count.who or '').lower()}"
    return None, "people"


def _place(kept: list[Group], new: Group) -> None:
    if not kept:
        kept.append(new)
        return
    count = new.count
    if new.telling.headline:
        return
    same_sentence = [g for g in kept if g.count.word.doc is count.word.doc and g.count.word.sent == count.word.sent]
    for group in kept:
        if group.count.low == count.low and _alike(group, new) and not (group in same_sentence and _says_more(count)):
            if group.category == "people" and new.category != "people":
                kept[kept.index(group)] = new
            return
    if same_sentence:
        kept.append(new)
        return
    if _says_more(count):
        kept.append(new)
        return
    alike = [g for g in kept if _alike(g, new)]
    if not alike:
        kept.append(new)
        return
    if count.vague:
        return
    rival = alike[0]
    if rival.count.vague or new.category == "people" and count.low >= sum(g.count.low for g in kept):
        if new.category == "people" and len(kept) > 1 and not rival.count.vague:
            kept[:] = [new]
        else:
            kept[kept.index(rival)] = new
        return
    if rival.category == "people" and new.category != "people":
        kept.append(new)
        return
    if rival.category == new.category and count.low > rival.count.low:
        kept[kept.index(rival)] = new


def _alike(one: Group, other: Group) -> bool:
    return one.category == other.category or "people" in (one.category, other.category) or (one.category.startswith("armed") and other.category.startswith("armed") and (one.side is None or other.side is None))


def _says_more(count: Count) -> bool:
    words = {t.lower_ for h in count.heads for t in (h, *h.children)}
    return bool(words & {"other", "others", "another", "more", "additional", "further"})


def _without_double_totals(kept: list[Group]) -> list[Group]:
    """A total of unspecified people beside the groups that make it up gives way to them, or they to it."""
    totals = [g for g in kept if g.category == "people" and not _says_more(g.count)]
    rest = [g for g in kept if g not in totals]
    if not totals or not rest:
        return kept
    total = max(totals, key=lambda g: g.count.low)
    same_sentence = [g for g in rest if g.count.word.sent == total.count.word.sent and g.count.word.doc is total.count.word.doc]
    if same_sentence and len(same_sentence) == len(rest):
        return kept
    if sum(g.count.low for g in rest) >= total.count.low:
        return rest
    return [total]


def _cells(group: Group, text: str, index: int) -> list[Casualty]:
    count = group.count
    parts = [p for p in count.parts if not p.vague and p.low <= count.low]
    total = _cell(count, group.side, text)
    if not parts or sum(p.low for p in parts) != count.low or count.high is None and count.vague:
        return [total]
    return [total] + [_cell(p, group.side, text).model_copy(update={"part_of": index}) for p in parts]


def _cell(count: Count, side: Side | None, text: str) -> Casualty:
    return Casualty(
        harm=count.harm,
        who=count.who,
        side=side,
        low=count.low,
        best=count.best,
        high=count.high,
        approximate=count.approximate,
        text=text[count.start : count.end],
        evidence=[Span(count.start, count.end)],
    )


def union(counts: Sequence[Sequence[Count]]) -> list[Count]:
    """All counts of several sentences in one list."""
    return [count for some in counts for count in some]
