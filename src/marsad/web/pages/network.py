"""Who is tied to whom, over which days?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any, cast

from fastapi import APIRouter, Depends, Query, Request, Response
from starlette.exceptions import HTTPException

from marsad.exports.jsonl import json_text
from marsad.web.access import Listed, OpenRecord, Reader
from marsad.web.etags import unchanged
from marsad.web.networks import HEIGHT, TIES, WIDTH, Edge, Network, Tie, name_of, network
from marsad.web.pictures import timeline
from marsad.web.query import Asked
from marsad.web.rendering import page, query

router = APIRouter(include_in_schema=False)


@dataclass(frozen=True, slots=True)
class Wanted:
    """The network that an address asks for, and the kinds of ties in it."""

    asked: Asked
    ties: tuple[Tie, ...]
    graph: Network


def _wanted(record: OpenRecord, asked: Listed, tie: Annotated[list[str] | None, Query()] = None) -> Wanted:
    for one in tie or ():
        if one not in TIES:
            raise HTTPException(422, f"tie: give one of {', '.join(TIES)}")
    ties = tuple(cast(Tie, one) for one in tie) if tie else tuple(TIES)
    return Wanted(asked, ties, network(record.casts(asked.filter), record.relations(asked.filter), ties))


OfAddress = Annotated[Wanted, Depends(_wanted)]


@router.get("/network")
def network_page(request: Request, record: OpenRecord, viewer: Reader, wanted: OfAddress) -> Response:
    """The actors of the filter's events and who is tied to whom."""
    asked = wanted.asked
    return page(
        request,
        "network.html.j2",
        graph=wanted.graph,
        timeline=timeline(record.days(asked.filter)),
        ties=TIES,
        chosen=wanted.ties,
        asked=asked,
        width=WIDTH,
        height=HEIGHT,
        name_of=name_of,
        json_href=f"/network.json?{query(asked.given)}",
    )


@router.get("/network.json")
def network_json(request: Request, viewer: Reader, wanted: OfAddress) -> Response:
    """The network as data: actors and ties with their counts and sentences."""
    data = {
        "actors": [{"key": node.key, "name": node.name, "events": node.events} for node in wanted.graph.nodes],
        "ties": [_tie(edge) for edge in wanted.graph.edges],
    }
    return unchanged(request, json_text(data))


def _tie(edge: Edge) -> dict[str, Any]:
    sentences = [
        {"text": one.sentence, "date": one.date.isoformat() if one.date else None, "source": one.source}
        for one in edge.stated
    ]
    told = {"a": edge.a, "b": edge.b, "tie": edge.tie, "events": edge.events, "killed": edge.killed}
    return {**told, "sentences": sentences}
