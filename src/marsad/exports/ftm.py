"""The record as FollowTheMoney entities, one JSON object to a line, for Aleph and its kin; written without the library.

The export is lossy: FollowTheMoney has no roles, no counts and no offsets of evidence. What an event says of who did
what to whom, and of how many suffered, stands only in its summary, the dispatches' own sentences.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, TextIO

from marsad.actors.registry import Actor, ActorRegistry
from marsad.exports.acled_actors import UNARMED
from marsad.exports.happenings import Happening, Item, evidence_text, happenings, link
from marsad.exports.jsonl import json_text
from marsad.exports.options import LeftOut, Options
from marsad.exports.words import date_text, label, place_text
from marsad.model import Dispatch, Participant, content_id

LOSSY = "FollowTheMoney has no roles, counts or offsets: who did what to whom stands only in the summaries"
_Entity = dict[str, Any]


def write(items: Iterable[Item], file: TextIO, options: Options, registry: ActorRegistry | None = None) -> LeftOut:
    """Write the entities of each event or incident: the event, its actors, its place, the articles that tell it, and
    the mentions of the actors in them. Every entity is written once; nothing is left out but civilians as actors.

    `options.evidence` adds the dispatches' texts to the articles. An incident is one event with several articles.
    Kept in memory are only the ids of what was written. `registry` None: the shipped actors and the user's own.
    """
    known = {actor.id: actor for actor in (ActorRegistry.load() if registry is None else registry)}
    written: set[str] = set()
    for item in happenings(items):
        for entity in entities(item, known, options):
            if entity["id"] not in written:
                written.add(entity["id"])
                file.write(json_text(entity) + "\n")
    return LeftOut()


def entities(item: Happening, known: Mapping[str, Actor], options: Options) -> Iterator[_Entity]:
    """The entities of one event or incident, those that others point at before them; `known` are actors by id."""
    country = (item.place.country or "").lower()
    address = _address(item, country)
    if address:
        yield address
    actors: dict[str, _Entity] = {}
    for dispatch in item.dispatches:
        yield _article(dispatch, options)
    for participant in (*item.side_a, *item.side_b, *item.third):
        if participant.kind in UNARMED:
            continue
        entity = _actor(participant, known, country)
        if entity["id"] not in actors:
            actors[entity["id"]] = entity
            yield entity
    for account in item.own_accounts:
        for participant in account.event.participants:
            actor = _actor(participant, known, country)["id"]
            if actor in actors:
                yield _mention(account.dispatch, actor, participant.name)
    name = ", ".join(filter(None, (label(item.type), place_text(item.place), date_text(item.time))))
    yield _entity(
        content_id("marsad event", item.id),
        "Event",
        name=name,
        startDate=item.time.start.isoformat() if item.time.start else None,
        endDate=item.time.end.isoformat() if item.time.end else None,
        location=place_text(item.place),
        addressEntity=address["id"] if address else None,
        country=country,
        involved=list(actors),
        summary=evidence_text(item),
        recordId=item.id,
        sourceUrl=[
            *([link(item, options.link_base)] if options.link_base else []),
            *(dispatch.url for dispatch in item.dispatches if dispatch.url),
        ],
    )


def _entity(id: str, schema: str, **properties: str | list[str] | None) -> _Entity:
    """An entity; every property is a list of strings, empty ones are left out."""
    lists = {name: [value] if isinstance(value, str) else value or [] for name, value in properties.items()}
    kept = {name: list(dict.fromkeys(filter(None, values))) for name, values in lists.items()}
    return {"id": id, "schema": schema, "properties": {name: values for name, values in kept.items() if values}}


def _article(dispatch: Dispatch, options: Options) -> _Entity:
    text = dispatch.text
    return _entity(
        content_id("marsad article", dispatch.id),
        "Article",
        title=dispatch.title or dispatch.external_id or dispatch.id,
        publishedAt=dispatch.date.isoformat() if dispatch.date else None,
        publisher=dispatch.source,
        sourceUrl=dispatch.url,
        language=dispatch.language,
        contentHash=hashlib.sha1(text.encode("utf-8", "surrogatepass"), usedforsecurity=False).hexdigest(),
        bodyText=text if options.evidence else None,
    )


def _actor(participant: Participant, known: Mapping[str, Actor], country: str) -> _Entity:
    """An Organization where the registry knows it, else a LegalEntity of that name in the event's country."""
    actor = known.get(participant.actor_id or "")
    if actor:
        id = content_id("marsad actor", actor.id)
        home = (actor.country or "").lower()
        return _entity(id, "Organization", name=actor.name, description=actor.kind, country=home)
    id = content_id("marsad actor", participant.name.casefold(), country)
    return _entity(id, "LegalEntity", name=participant.name, description=participant.kind, country=country)


def _address(item: Happening, country: str) -> _Entity | None:
    place = item.place
    if place.latitude is None or place.longitude is None:
        return None
    full = ", ".join(dict.fromkeys(filter(None, (place.name, place.within, place.admin2, place.admin1))))
    return _entity(
        content_id("marsad place", full, country, f"{place.latitude:.4f}", f"{place.longitude:.4f}"),
        "Address",
        full=full,
        country=country,
        latitude=str(place.latitude),
        longitude=str(place.longitude),
    )


def _mention(dispatch: Dispatch, actor: str, name: str) -> _Entity:
    article = content_id("marsad article", dispatch.id)
    return _entity(content_id("marsad mention", article, actor), "Mention", document=article, resolved=actor, name=name)
