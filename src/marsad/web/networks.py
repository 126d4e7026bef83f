"""Who fights whom, who stands together, who backs whom? A network of actors from events and stated relations."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Literal

from marsad.codebook.types import event_types
from marsad.store.casts import Cast
from marsad.store.rows import StatedRelation
from marsad.web import knowledge

Tie = Literal["fighting", "alliance", "backing", "belonging"]
TIES: dict[Tie, str] = {
    "fighting": "on opposite sides of violent events",
    "alliance": "on one side of an event, or said to be allied",
    "backing": "said to be backed by",
    "belonging": "said to lead, belong to or be part of",
}
_OF_RELATION: dict[str, Tie] = {
    "rival_of": "fighting",
    "allied_with": "alliance",
    "backed_by": "backing",
    "leads": "belonging",
    "member_of": "belonging",
    "part_of": "belonging",
    "former_member_of": "belonging",
    "kin_of": "belonging",
}
WIDTH, HEIGHT = 900, 560
_RADIUS_X, _RADIUS_Y = 210, 260
NODES = 30


@dataclass(slots=True)
class Edge:
    """A tie between two actors: how many events show it, and the sentences that state it."""

    a: str
    b: str
    tie: Tie
    events: int = 0
    killed: int = 0
    stated: list[StatedRelation] = field(default_factory=list)

    @property
    def weight(self) -> int:
        """Events and statements together."""
        return self.events + len(self.stated)


@dataclass(frozen=True, slots=True)
class Node:
    """An actor in the picture; `x`, `y`, `radius` in pixels, and where its label begins or ends (`anchor`)."""

    key: str
    name: str
    events: int
    x: float
    y: float
    radius: float
    label_x: float
    anchor: Literal["start", "end"]


@dataclass(frozen=True, slots=True)
class Line:
    """An edge in the picture."""

    edge: Edge
    path: str
    width: float
    title: str


@dataclass(frozen=True, slots=True)
class Network:
    """Nodes on a ring, the busiest first, and the lines between them. `left_out`: actors that the picture lacks."""

    nodes: list[Node]
    lines: list[Line]
    edges: list[Edge]
    left_out: int


def name_of(key: str) -> str:
    """An actor's name in the registry, or the name as written."""
    known = knowledge.actor(key)
    return known.name if known else key


def network(casts: Iterable[Cast], relations: Iterable[StatedRelation], ties: Sequence[Tie] = tuple(TIES)) -> Network:
    """The network over some events and the relations that their dispatches state. Civilians are no actor here."""
    busy: Counter[str] = Counter()
    edges: dict[tuple[str, str, Tie], Edge] = {}

    def edge(a: str, b: str, tie: Tie) -> Edge:
        ends = (a, b) if tie in ("backing", "belonging") else (min(a, b), max(a, b))
        return edges.setdefault((*ends, tie), Edge(*ends, tie))

    types = event_types()
    for cast in casts:
        sides: dict[str, list[str]] = defaultdict(list)
        for part in cast.parts:
            if part.kind != "Civilians" and part.role != "third":
                sides[part.role].append(part.key)
                busy[part.key] += 1
        violent = cast.type in types and types[cast.type].family == "violence"
        if violent and cast.status in ("happened", "ongoing", "claimed"):
            for a in dict.fromkeys(sides["side_a"]):
                for b in dict.fromkeys(sides["side_b"]):
                    if a != b:
                        found = edge(a, b, "fighting")
                        found.events += 1
                        found.killed += cast.killed_best or 0
        for members in sides.values():
            joined = list(dict.fromkeys(members))
            for at, a in enumerate(joined):
                for b in joined[at + 1 :]:
                    edge(a, b, "alliance").events += 1
    for one in relations:
        a, b = _known(one.relation.a), _known(one.relation.b)
        edge(a, b, _OF_RELATION[one.relation.relation]).stated.append(one)
        busy[a] += 1
        busy[b] += 1
    kept = sorted((one for one in edges.values() if one.tie in ties), key=lambda one: (-one.weight, one.a, one.b))
    tied = {end for one in kept for end in (one.a, one.b)}
    drawn = _drawn(kept)
    nodes = _ring([key for key, _ in busy.most_common() if key in drawn], busy)
    shown = {node.key: node for node in nodes}
    lines = [_line(one, shown) for one in kept if one.a in shown and one.b in shown]
    return Network(nodes, lines, kept, len(tied) - len(nodes))


def _drawn(edges: Iterable[Edge]) -> set[str]:
    """The actors of the best attested ties, as many as a picture can hold; each has a tie in it."""
    found: set[str] = set()
    for one in edges:
        if len(found | {one.a, one.b}) <= NODES:
            found |= {one.a, one.b}
    return found


def _known(name: str) -> str:
    found = knowledge.registry().lookup(name)
    return found[0].id if found else name


def _ring(keys: Sequence[str], busy: Counter[str]) -> list[Node]:
    """The actors clockwise on a ring. On each half they stand at even heights, so that no label meets another."""
    right = (len(keys) + 1) // 2
    nodes: list[Node] = []
    for index, key in enumerate(keys):
        is_right = index < right
        share = (index + 0.5) / right if is_right else 1 - (index - right + 0.5) / (len(keys) - right)
        side = 1 if is_right else -1
        x = WIDTH / 2 + side * _RADIUS_X * math.sqrt(1 - (2 * share - 1) ** 2)
        y = HEIGHT / 2 + _RADIUS_Y * (2 * share - 1)
        radius = 4 + 2 * busy[key] ** 0.5
        anchor: Literal["start", "end"] = "start" if is_right else "end"
        label_x = round(x + side * (radius + 6), 1)
        nodes.append(Node(key, name_of(key), busy[key], round(x, 1), round(y, 1), radius, label_x, anchor))
    return nodes


def _line(edge: Edge, nodes: dict[str, Node]) -> Line:
    a, b = nodes[edge.a], nodes[edge.b]
    # ties of several kinds between the same two bend apart
    bend = 0.55 + 0.12 * list(TIES).index(edge.tie)
    x = (a.x + b.x) / 2 * bend + WIDTH / 2 * (1 - bend)
    y = (a.y + b.y) / 2 * bend + HEIGHT / 2 * (1 - bend)
    title = f"{a.name} – {b.name}: {edge.tie}, {edge.events} events, {len(edge.stated)} statements"
    return Line(edge, f"M{a.x} {a.y}Q{x:.1f} {y:.1f} {b.x} {b.y}", round(1 + edge.weight**0.5, 1), title)
