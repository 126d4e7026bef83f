"""What may a cell be filled with? The codebook's types, the registry's actors, the gazetteer's places."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response
from starlette.exceptions import HTTPException

from marsad.actors.registry import Actor
from marsad.codebook.types import event_types
from marsad.exports.jsonl import json_text
from marsad.web import knowledge
from marsad.web.access import Reader
from marsad.web.etags import unchanged

router = APIRouter(prefix="/api/v1", tags=["registries"])
Name = Annotated[str, Query(min_length=1, max_length=200)]


@router.get("/types")
def list_types(request: Request, viewer: Reader) -> Response:
    """The codebook's event types with their definitions."""
    return unchanged(request, json_text({"types": [one.model_dump() for one in event_types().values()]}))


@router.get("/actors")
def search_actors(
    request: Request,
    viewer: Reader,
    q: Name,
    country: Annotated[str | None, Query(pattern="^[A-Za-z]{2}$")] = None,
) -> Response:
    """The registry's actors that a name may mean, best first; then those whose names begin with it."""
    found = {one.id: one for one in knowledge.registry().lookup(q, country=country.upper() if country else None)}
    asked = q.casefold()
    for one in knowledge.registry():
        if len(found) >= 20:
            break
        if any(name.casefold().startswith(asked) for name in (one.name, *one.aliases)):
            found.setdefault(one.id, one)
    return unchanged(request, json_text({"actors": [actor_out(one) for one in found.values()]}))


@router.get("/actors/{id}")
def read_actor(request: Request, viewer: Reader, id: str) -> Response:
    """One actor of the registry."""
    found = knowledge.actor(id)
    if found is None:
        raise HTTPException(404, f"the registry has no actor {id!r}")
    return unchanged(request, json_text(actor_out(found)))


@router.get("/places")
def search_places(
    request: Request,
    viewer: Reader,
    q: Name,
    country: Annotated[str | None, Query(pattern="^[A-Za-z]{2}$")] = None,
) -> Response:
    """The gazetteer's places that a name may mean, best first."""
    found = [
        {
            "gazetteer_id": one.entry.id,
            "name": one.entry.name,
            "latitude": one.entry.latitude,
            "longitude": one.entry.longitude,
            "country": one.entry.country,
            "admin1": one.entry.admin1,
            "admin2": one.entry.admin2,
            "feature": one.entry.feature,
            "population": one.entry.population,
            "source": one.entry.source,
        }
        for one in knowledge.candidates(q, country.upper() if country else None)
    ]
    return unchanged(request, json_text({"places": found}))


def actor_out(actor: Actor) -> dict[str, Any]:
    """An actor as the API tells it."""
    return {
        "id": actor.id,
        "name": actor.name,
        "aliases": list(actor.aliases),
        "kind": actor.kind,
        "country": actor.country,
        "parent": actor.parent,
        "backers": list(actor.backers),
        "leaders": list(actor.leaders),
    }
