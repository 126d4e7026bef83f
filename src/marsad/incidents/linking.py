"""How does one more event find its incident without comparing everything again?

The store keeps each event's features, the keys under which it stands (`blocking.keys`), and the links. A new event is
compared with those events only that stand under one of the keys that it looks up (`blocking.sought`, then `links`).
Then the events that hang together with it by links and judgements are grouped anew (`affected`, `regroup`). Incidents
elsewhere cannot change.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from marsad.incidents.blocking import keys, sought, within_reach
from marsad.incidents.clustering import Pair, cluster, pair
from marsad.incidents.comparing import Zone, score_of, zone
from marsad.incidents.features import Features
from marsad.model import content_id


@dataclass(frozen=True, slots=True)
class Link:
    """Two events that are `same` or `unsure`; `a` is the smaller id."""

    a: str
    b: str
    score: float
    zone: Zone


def links(new: Features, candidates: Iterable[Features]) -> list[Link]:
    """The links of an event to those that share a block with it (`blocking.sought`), by the other event's id.

    Events of the same dispatch and different ones are left out.
    """
    found = []
    for other in within_reach(new, candidates):
        score = score_of(new, other)
        where = zone(score) if score else "different"
        if where != "different":
            found.append(Link(*pair(new.event_id, other.event_id), score, where))
    return sorted(found, key=lambda link: (link.a, link.b))


def affected(events: Iterable[str], neighbours: Callable[[Collection[str]], Iterable[str]]) -> list[str]:
    """All events whose incident may change with the given ones, themselves among them, sorted.

    `neighbours` gives the events to which any of some is tied by a link of the zone `same` or by the judgement `same`;
    it is asked for many at once.
    """
    found = set(events)
    newest = found
    while newest:
        newest = set(neighbours(newest)) - found
        found = found | newest
    return sorted(found)


def regroup(
    published: Mapping[str, tuple[int, str]],
    scores: Mapping[Pair, float],
    dispatches: Mapping[str, str],
    apart: Collection[Pair] = (),
    together: Collection[Pair] = (),
) -> dict[str, list[str]]:
    """The incidents of some events: incident id and the ids of its events, in the order of their publication.

    `published` has for each event its publication day (0 where unknown) and its id; `scores` the links among the events
    (others count as unlike); `dispatches` who tells which. `apart` and `together` are the judgements.
    """
    incidents = {}
    for group in cluster(published, scores, apart, together, dispatches):
        members = sorted(group, key=lambda id: published[id])
        incidents[incident_id(members[0])] = members
    return incidents


def incident_id(earliest: str) -> str:
    """The id of an incident from the id of the event that was published first, so that later accounts keep it."""
    return content_id("incident", earliest)


class Blocks:
    """Events in memory by their blocks: for linking many at once, as the store's tables do for one."""

    def __init__(self) -> None:
        self._by_key: dict[str, list[Features]] = {}

    def add(self, event: Features) -> None:
        """Put an event into its blocks."""
        for key in keys(event):
            self._by_key.setdefault(key, []).append(event)

    def candidates(self, event: Features) -> Iterator[Features]:
        """The events that can be compared with one, each once, in the order in which they were added."""
        seen = {event.event_id}
        for key in sought(event):
            for other in self._by_key.get(key, ()):
                if other.event_id not in seen:
                    seen.add(other.event_id)
                    yield other


def link_all(events: Iterable[Features]) -> list[Link]:
    """The links among many events, each compared with those before it."""
    blocks = Blocks()
    found: list[Link] = []
    for event in events:
        found += links(event, blocks.candidates(event))
        blocks.add(event)
    return found


def group_all(
    events: Collection[Features], apart: Collection[Pair] = (), together: Collection[Pair] = ()
) -> dict[str, list[str]]:
    """The incidents of many events at once: incident id and event ids in the order of their publication."""
    published = {event.event_id: (event.published or 0, event.event_id) for event in events}
    dispatches = {event.event_id: event.dispatch_id for event in events}
    ties: dict[str, set[str]] = {}
    scores: dict[Pair, float] = {}
    found = link_all(sorted(events, key=lambda event: published[event.event_id]))
    same = [(link.a, link.b) for link in found if link.zone == "same"]
    for link in found:
        scores[link.a, link.b] = link.score
    for a, b in (*same, *together):
        ties.setdefault(a, set()).add(b)
        ties.setdefault(b, set()).add(a)
    by_event: dict[str, list[tuple[Pair, float]]] = {}
    for one, score in scores.items():
        by_event.setdefault(one[0], []).append((one, score))
    incidents: dict[str, list[str]] = {}
    left = set(published)
    for id in sorted(published):
        if id not in left:
            continue
        here = set(affected([id], lambda some: (other for one in some for other in ties.get(one, ()))))
        left -= here
        inner = {one: score for member in here for one, score in by_event.get(member, ()) if one[1] in here}
        incidents |= regroup({one: published[one] for one in here}, inner, dispatches, apart, together)
    return incidents
