"""What did an actor do and suffer? What happened at a place?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import RedirectResponse
from starlette.exceptions import HTTPException

from marsad.errors import NotFound
from marsad.exports.jsonl import json_text
from marsad.exports.words import label
from marsad.store.casts import Cast
from marsad.store.decisions import Decision
from marsad.store.filters import Filter
from marsad.web import knowledge
from marsad.web.access import Listed, OpenRecord, Reader, Reviewer
from marsad.web.api.registries import actor_out
from marsad.web.etags import unchanged
from marsad.web.networks import HEIGHT, TIES, WIDTH, name_of, network
from marsad.web.pictures import map_picture, timeline
from marsad.web.rendering import page, query
from marsad.web.rows import account_row

router = APIRouter(include_in_schema=False)
_EVENTS = 25


@router.get("/actors/{id:path}.json")
def actor_json(request: Request, record: OpenRecord, viewer: Reader, asked: Listed, id: str) -> Response:
    """The actor's page as data."""
    wanted = replace(asked.filter, actors=(id,))
    casts = record.casts(wanted)
    known = knowledge.actor(id)
    data = {
        "actor": actor_out(known) if known else {"id": None, "name": id},
        "did": dict(_deeds(casts, id, "side_a")),
        "suffered": dict(_deeds(casts, id, "side_b")),
        "spellings": dict(_spellings(casts, id)),
        "events": [cast.event_id for cast in casts],
    }
    return unchanged(request, json_text(data))


@router.get("/actors/{id:path}")
def actor_page(request: Request, record: OpenRecord, viewer: Reader, asked: Listed, id: str) -> Response:
    """An actor: what it did and suffered, its ties, the spellings met."""
    known = knowledge.actor(id)
    wanted = replace(asked.filter, actors=(id,))
    casts = record.casts(wanted)
    if not casts and known is None and not record.count(Filter(actors=(id,))):
        raise NotFound(f"no event of this record names {id!r}, and the registry does not know it")
    names = {id, *(name for name, _ in _spellings(casts, id)), *((known.name, *known.aliases) if known else ())}
    stated = [one for one in record.relations(asked.filter) if one.relation.a in names or one.relation.b in names]
    return page(
        request,
        "actor.html.j2",
        id=id,
        actor=known,
        name=known.name if known else id,
        parent=knowledge.actor(known.parent) if known and known.parent else None,
        backers=[name_of(one) for one in known.backers] if known else [],
        total=len(casts),
        did=_deeds(casts, id, "side_a"),
        suffered=_deeds(casts, id, "side_b"),
        spellings=_spellings(casts, id),
        map=map_picture(record.spots(wanted)),
        timeline=timeline(record.days(wanted)),
        events=[account_row(one) for one in record.events(wanted, limit=_EVENTS)],
        graph=network(casts, stated),
        ties=TIES,
        width=WIDTH,
        height=HEIGHT,
        stated=stated,
        name_of=name_of,
        given=asked.given,
        events_href=f"/events?{query({**asked.given, 'actor': id})}",
    )


@router.post("/actors/link")
def link(
    record: OpenRecord,
    viewer: Reviewer,
    name: Annotated[str, Form()],
    actor: Annotated[str, Form()],
    why: Annotated[str, Form()] = "",
) -> Response:
    """Say that a name as written means an actor of the registry: a decision on each event that has the name."""
    target = knowledge.actor(actor.strip()) or next(iter(knowledge.registry().lookup(actor)), None)
    if target is None:
        raise HTTPException(422, f"the registry knows no actor {actor!r}; add it with `marsad actors add`")
    linked = 0
    for account in list(record.events(Filter(actors=(name,)))):
        for part in account.event.participants:
            if part.name == name and part.actor_id != target.id:
                record.decide(
                    Decision(
                        who=viewer.name,
                        kind="link_actor",
                        dispatch_id=account.dispatch.id,
                        event_id=account.event.id,
                        cell=name,
                        before=part.actor_id,
                        after=target.id,
                        why=why,
                    )
                )
                linked += 1
                break
    if not linked:
        raise HTTPException(422, f"no event names {name!r} without being linked to {target.name} already")
    return RedirectResponse(f"/actors/{target.id}", 303)


@router.get("/places/{id:path}.json")
def place_json(request: Request, record: OpenRecord, viewer: Reader, asked: Listed, id: str) -> Response:
    """The place's page as data."""
    casts = record.casts(replace(asked.filter, place=id))
    data = {
        "place": id,
        "events": record.count(replace(asked.filter, place=id)),
        "actors": dict(_present(casts)),
        "types": dict(Counter(cast.type for cast in casts)),
    }
    return unchanged(request, json_text(data))


@router.get("/places/{id:path}")
def place_page(request: Request, record: OpenRecord, viewer: Reader, asked: Listed, id: str) -> Response:
    """A place: what happened there, who took part, the spellings met."""
    wanted = replace(asked.filter, place=id)
    first = next(iter(record.events(Filter(place=id), limit=1)), None)
    if first is None:
        raise NotFound(f"no event of this record is at {id!r}")
    spots = record.spots(wanted)
    names: Counter[str] = Counter()
    for spot in spots:
        if spot.place:
            names[spot.place] += spot.count
    return page(
        request,
        "place.html.j2",
        id=id,
        name=names.most_common(1)[0][0] if names else first.event.place.name or id,
        first=first.event.place,
        total=sum(spot.count for spot in spots),
        spellings=names.most_common(),
        types=[(label(type), count) for type, count in record.facets(wanted, names=("type",))["type"]],
        actors=_present(record.casts(wanted)),
        map=map_picture(spots),
        timeline=timeline(record.days(wanted)),
        events=[account_row(one) for one in record.events(wanted, limit=_EVENTS)],
        name_of=name_of,
        given=asked.given,
        events_href=f"/events?{query({**asked.given, 'place': id})}",
    )


def _deeds(casts: Iterable[Cast], id: str, role: str) -> list[tuple[str, int]]:
    return Counter(
        label(one.type) for one in casts if any(part.role == role and id in (part.key, part.name) for part in one.parts)
    ).most_common()


def _spellings(casts: Iterable[Cast], id: str) -> list[tuple[str, int]]:
    return Counter(part.name for one in casts for part in one.parts if id in (part.key, part.name)).most_common()


def _present(casts: Iterable[Cast]) -> list[tuple[str, int]]:
    return Counter(key for one in casts for key in {part.key for part in one.parts}).most_common(20)
