"""Where it happened: the place of a mention (codebook 3).

Every place name of the sentence is weighed by how the syntax ties it to the mention; a sentence without a place
takes that of its surroundings. The most specific name wins, the wider one is kept as `within`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from marsad.codebook.placewords import place_words
from marsad.coding.place_lists import run_of_names
from marsad.coding.place_ties import BORROWED, NO_LISTS, completes_another, name_head, weight
from marsad.coding.scene import Mention, Scene
from marsad.coding.syntax import is_verb, lineage
from marsad.coding.toponyms import Toponym
from marsad.model import Place, PlacePrecision, Span

if TYPE_CHECKING:
    from marsad.coding.tokens import Token

_TOO_FAR = 14.0
_BY_CAPITALS = {"sanction"}
"""Talk that belongs to where it is uttered, where nothing else is told."""

_BORROWED_BY_REFERENCE = 6.0
"""What `BORROWED` is for mentions that point back ("these clashes")."""


@dataclass(slots=True)
class Where:
    """The place of a mention: indexes into the dispatch's list of toponyms. `own`: told in the same sentence."""

    names: list[int] = field(default_factory=list)
    within: int | None = None
    containers: dict[int, int | None] = field(default_factory=dict)
    own: bool = False
    rule: str = ""
    also: list[int] = field(default_factory=list)

    @property
    def first(self) -> int | None:
        return self.names[0] if self.names else None


def find_place(mention: Mention, toponyms: Sequence[Toponym]) -> Where:
    """The place that the mention's own sentence gives it; empty where the sentence names none."""
    scene = mention.scene
    weighed: list[tuple[float, int, Token]] = []
    for number in sorted(set(scene.toponyms.values())):
        toponym = toponyms[number]
        if toponym.dateline:
            continue
        head = name_head(scene, number)
        if (
            mention.family == "politics"
            and head in (*mention.doers, *mention.both)
            and mention.type not in _BY_CAPITALS
        ):
            continue  # a capital that speaks for its state
        cost = weight(mention, number, toponyms)
        if cost < _TOO_FAR:
            weighed.append((cost, number, head))
    if not weighed:
        return Where()
    weighed.sort(key=lambda item: (item[0], abs(item[2].i - mention.trigger.i)))
    cost, best, head = weighed[0]
    spot = _on_the_road(scene, best, weighed, toponyms)
    if spot is not None:
        cost, best, head = spot
    inner = _more_specific(mention, best, weighed, toponyms)
    if inner is not None:
        cost, best, head = inner
    borrowed = cost >= (_BORROWED_BY_REFERENCE if mention.definite else BORROWED)
    rule = "told beside it" if borrowed else "nearest place by syntax"
    where = Where([best], own=not borrowed, rule=f"{rule} (weight {cost:.0f})")
    if toponyms[best].relation not in NO_LISTS:
        listed = _listed(scene, head, best, toponyms)
        where.names = listed or [best]
        where.within = _container(where.names, weighed, toponyms)
        where.containers = dict.fromkeys(where.names, where.within)
        for run in _further_lists(mention, where.names, weighed, cost, toponyms):
            where.names += run
            within = _container(run, weighed, toponyms)
            where.containers |= dict.fromkeys(run, within)
    else:
        where.within = _container(where.names, weighed, toponyms)
    return where


def _further_lists(
    mention: Mention,
    names: list[int],
    weighed: list[tuple[float, int, Token]],
    cost: float,
    toponyms: Sequence[Toponym],
) -> list[list[int]]:
    """Other lists of towns that the same words tell: "X and Y in A, as well as V and W in B"."""
    scene = mention.scene
    if len(names) < 2:
        return []
    found: list[list[int]] = []
    seen = set(names)
    for far, number, head in sorted(weighed, key=lambda item: toponyms[item[1]].start):
        if number in seen or far > cost + 8 or toponyms[number].area or _with_another(mention, head):
            continue
        if any(is_within(name, number, toponyms) for name in names) or toponyms[number].relation in NO_LISTS:
            continue
        if _behind_of(scene, toponyms[number]):
            continue
        names_joined = run_of_names(scene, number, toponyms)
        run = [
            n
            for n in sorted(names_joined)
            if n not in seen and not toponyms[n].area and not _behind_of(scene, toponyms[n])
        ]
        if len(run) >= 2:
            seen |= set(run)
            found.append(run)
    return found


def _more_specific(
    mention: Mention, best: int, weighed: list[tuple[float, int, Token]], toponyms: Sequence[Toponym]
) -> tuple[float, int, Token] | None:
    """A named place inside the chosen one, told nearly as close to the mention and not with another happening."""
    inside = [
        item
        for item in weighed[1:]
        if (is_within(item[1], best, toponyms) or _nearest_to(mention.scene, item[1], best, toponyms))
        and item[0] <= weighed[0][0] + 5
        and not toponyms[item[1]].area
        and not _with_another(mention, item[2])
        and not completes_another(mention.scene, item[1], toponyms)
    ]
    return min(inside, key=lambda item: item[0]) if inside else None


def _on_the_road(
    scene: Scene, best: int, weighed: list[tuple[float, int, Token]], toponyms: Sequence[Toponym]
) -> tuple[float, int, Token] | None:
    """The town at which it happened on a road: "on the X-Y highway near Z"."""
    if toponyms[best].relation != "road":
        return None
    spots = (
        item
        for item in weighed
        if item[0] <= weighed[0][0] + 3
        and not toponyms[item[1]].area
        and toponyms[item[1]].relation in (None, "near", "outskirts")
        and toponyms[item[1]].start > toponyms[best].end
        and not completes_another(scene, item[1], toponyms)
    )
    return next(spots, None)


def _nearest_to(scene: Scene, inner: int, outer: int, toponyms: Sequence[Toponym]) -> bool:
    """Whether an unknown part of a town has the chosen one as its nearest place, and stands in no list with it."""
    toponym = toponyms[inner]
    if not toponym.nearest or toponym.within != outer or toponym.cue is None:
        return False
    cue = place_words().cues.at(toponym.cue.split(), 0)
    part = cue is not None and not _PARTS.isdisjoint(cue[1])
    return part and inner not in run_of_names(scene, outer, toponyms)


_PARTS = {"settlement", "quarter", "site"}


def _with_another(mention: Mention, head: Token) -> bool:
    """Whether a name belongs to another happening of the sentence that is told in its own right."""
    owner = mention.scene.owner(head)
    if owner is None or owner is mention or not owner.strong or owner.generic:
        return False
    verb = next((t for t in lineage(owner.trigger) if is_verb(t)), owner.trigger)
    when = verb.dep_ == "advcl" and any(c.lower_ in ("when", "as") for c in verb.children)
    return not (when and verb.head.i in mention.parts)  # "five were killed when a bomb struck their van near X"


def is_within(inner: int, outer: int, toponyms: Sequence[Toponym]) -> bool:
    """Whether the text or the gazetteer puts one name's place into another's."""
    seen = 0
    current: int | None = toponyms[inner].within
    told = not toponyms[inner].nearest
    while told and current is not None and seen < 5:
        if current == outer:
            return True
        told = not toponyms[current].nearest
        current = toponyms[current].within
        seen += 1
    a, b = toponyms[inner].entry, toponyms[outer].entry
    if a is None or b is None or not toponyms[outer].area:
        return False
    if b.feature == "country":
        return a.country == b.country and a.feature != "country"
    if b.feature == "admin1":
        return (
            a.country == b.country
            and a.admin1 is not None
            and a.admin1 in (b.admin1, b.name)
            and a.feature not in ("admin1", "country")
        )
    return False


def _listed(scene: Scene, head: Token, best: int, toponyms: Sequence[Toponym]) -> list[int]:
    """The members of a list of places of one rank, in the order of the text."""
    seeds = [head]
    current = head
    while current.dep_ in ("conj", "appos") and scene.toponyms.get(current.head.i) is not None:
        current = current.head
        seeds.append(current)
    members: set[int] = set()
    stack = [current]
    governor = current.head.head
    if current.head.lower_ == "of" and scene.is_a(governor, "place_noun"):
        stack.append(governor)  # "the village of X and the town of Y"
    visited: set[int] = set()
    while stack:
        token = stack.pop()
        if token.i in visited:
            continue
        visited.add(token.i)
        number = scene.toponyms.get(token.i)
        if number is not None:
            members.add(number)
        for child in token.children:
            joined = child.dep_ in ("conj", "appos") or (
                child.dep_ in ("compound", "nmod") and child.i in scene.toponyms
            )
            if joined and (child.i in scene.toponyms or (child.dep_ == "conj" and scene.is_a(child, "place_noun"))):
                stack.append(child)
            if scene.is_a(token, "place_noun") and child.dep_ == "prep" and child.lower_ == "of":
                stack += [g for g in child.children if g.dep_ == "pobj" and g.i in scene.toponyms]
    members |= run_of_names(scene, best, toponyms)
    level = toponyms[best].area
    found = [
        n
        for n in sorted(members)
        if toponyms[n].area == level
        and not any(is_within(best, n, toponyms) or is_within(m, n, toponyms) for m in members if m != n)
        and (n == best or not is_within(n, best, toponyms))
    ]
    return found if best in found else [best]


def _behind_of(scene: Scene, toponym: Toponym) -> bool:
    """Whether a name only completes a phrase before it: "in the north-west of Hama"."""
    text = scene.sentence.line[: toponym.start - scene.sentence.offset]
    return text.rstrip().lower().endswith((" of", " of the"))


def _container(names: list[int], weighed: list[tuple[float, int, Token]], toponyms: Sequence[Toponym]) -> int | None:
    best = names[-1]
    for name in (best, names[0]):
        outer_one = toponyms[name].within
        if outer_one is not None and (not toponyms[name].nearest or toponyms[outer_one].area):
            return outer_one
    outer = [number for _, number, _ in weighed if number not in names and is_within(best, number, toponyms)]
    if outer:
        return outer[0]
    # "X, Y and Z in the countryside of W": the container stands behind the last name
    last = max(toponyms[name].end for name in names)
    behind = [(toponyms[n].start, n) for _, n, _ in weighed if 0 < toponyms[n].start - last < 12 and toponyms[n].area]
    return min(behind)[1] if behind else None


def told_place(scene: Scene, toponyms: Sequence[Toponym]) -> Where:
    """The place at which a sentence is that tells no event of its own: "Residents of X hid in the town of Y".

    What follows in the paragraph happened there. Empty where the names only say who somebody is, where
    somebody was brought, or where one thing lies.
    """
    for number in sorted(set(scene.toponyms.values()), key=lambda n: toponyms[n].start):
        toponym = toponyms[number]
        country = toponym.entry is not None and toponym.entry.feature == "country"
        if toponym.dateline or country or completes_another(scene, number, toponyms):
            continue
        path = lineage(name_head(scene, number))
        link = next((t for t in path[1:4] if t.dep_ == "prep" and t.lower_ != "of"), None)
        verb = next((t for t in path[1:] if is_verb(t)), None)
        entered = path[0].dep_ == "dobj" and path[0].head.lower_ in place_words().verbs
        stays = link is not None and link.lower_ in _STAYING and link.i >= path[0].i - 8
        if verb is None or not (entered or stays):
            continue
        aside = verb.dep_ == "relcl" and not any(c.lower_ == "to" for c in verb.children)
        if aside or verb.lemma_ in ("be", "lie") or scene.is_a(verb, "report", "transport"):
            continue
        if any(scene.is_a(t, "people", "official", "hospital") for t in path[1:5]):
            continue
        where = Where([number], own=True, rule="told before in the paragraph")
        where.within = _container([number], [], toponyms)
        return where
    return Where()


_STAYING = {"in", "at", "near", "inside", "outside", "around", "on", "across", "into"}


def make_place(toponyms: Sequence[Toponym], name: int | None, within: int | None, country: str | None) -> Place:
    """The place cell from toponyms: the name's own coordinates, or those of its nearest resolved container."""
    if name is None:
        return Place(country=country)
    toponym = toponyms[name]
    outer = toponyms[within] if within is not None else None
    evidence = [Span(toponym.start, toponym.end)]
    if outer is not None:
        evidence.append(Span(outer.start, outer.end))
    entry = toponym.entry
    resolved = entry is not None and toponym.known
    holder = toponym
    depth = 0
    while entry is None and holder.within is not None and depth < 4:
        holder = toponyms[holder.within]
        entry = holder.entry
        depth += 1
    if entry is None and outer is not None:
        entry = outer.entry
        holder = outer
    precision = _precision(toponym, holder)
    return Place(
        name=toponym.text,
        within=outer.text if outer is not None else None,
        latitude=round(entry.latitude, 4) if entry else None,
        longitude=round(entry.longitude, 4) if entry else None,
        precision=precision if entry else None,
        resolved=resolved,
        gazetteer_id=entry.id if entry and resolved else None,
        country=(entry.country or None) if entry else country,
        admin1=entry.admin1 if entry else None,
        admin2=entry.admin2 if entry else None,
        evidence=evidence,
    )


def _precision(toponym: Toponym, holder: Toponym) -> PlacePrecision:
    entry = holder.entry
    if entry is not None and entry.feature == "country" and not (holder is toponym and toponym.direction):
        return "country"
    if holder.area or (entry is not None and entry.feature in ("admin1", "admin2", "region", "country")):
        return "region"
    if holder is not toponym or toponym.relation in ("near", "outskirts", "between", "road", "countryside"):
        return "near"
    return "exact"
