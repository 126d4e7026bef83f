"""How does a dispatch with its coding come into the record, and how does a newer coding of it?"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from sqlalchemy import Connection, Row, func, insert, select

from marsad.errors import NotFound
from marsad.model import CoderVersion, Coding, Dispatch, content_id
from marsad.store.aligning import CodingDifference, StoredCoding, align, differences, renamed
from marsad.store.documents import coding_bytes, coding_from, dispatch_from, dispatch_text, storable
from marsad.store.projecting import load_codings, load_decisions, project, write_relations
from marsad.store.reposts import band_values, is_repost, likeness, runs
from marsad.store.rows import Added, folded, text_hash
from marsad.store.schema import bands, codings, dispatch_texts, dispatches, events, incidents
from marsad.store.searching import dispatch_words
from marsad.store.state import state

_CANDIDATES = 40
"""So many stored texts that share a band are looked at, the latest first."""

_IDS = {"events": events.c.id, "incidents": incidents.c.id, "dispatches": dispatches.c.id}


def is_stored(connection: Connection, dispatch: Dispatch) -> bool:
    """Whether a dispatch with this content is there."""
    return connection.scalar(select(dispatches.c.key).where(dispatches.c.id == dispatch.id)) is not None


def add(
    connection: Connection,
    dispatch: Dispatch,
    coding: Coding,
    *,
    retrieved_at: dt.datetime | None,
    reader: str,
    now: dt.datetime,
) -> tuple[Added, set[str]]:
    """Store a dispatch and its first coding; what became of it, and the ids of its events.

    A dispatch with the same content is not stored again; a near copy is, with the id of what it copies.
    """
    if is_stored(connection, dispatch):
        return Added(dispatch.id, "known"), set()
    coding = renamed(coding, _distinct(coding)).model_copy(update={"dispatch": dispatch})
    coding = renamed(coding, _free_ids(connection, dispatch, coding, _ids(coding)))
    found = runs(dispatch.text[dispatch.body_start :])
    values = band_values(found)
    original = _copied(connection, found, values, coding)
    written = connection.execute(
        insert(dispatches).values(
            id=dispatch.id,
            external_id=storable(dispatch.external_id),
            source=storable(dispatch.source),
            source_folded=folded(dispatch.source),
            date=dispatch.date,
            title=storable(dispatch.title),
            url=storable(dispatch.url),
            sha256=text_hash(dispatch.text),
            retrieved_at=retrieved_at,
            reader=reader,
            added_at=now,
            updated_at=now,
            repost_of=original,
            events=0,
        )
    ).inserted_primary_key
    assert written is not None
    key: int = written[0]
    texts = {"document": dispatch_text(dispatch), "words": dispatch_words(dispatch)}
    connection.execute(insert(dispatch_texts).values(key=key, **texts))
    if values:
        connection.execute(insert(bands), [{"value": value, "dispatch_key": key} for value in sorted(set(values))])
    _write_coding(connection, key, 1, coding, now)
    write_relations(connection, key, coding)
    touched = project(connection, key, now, told=[coding], fresh=True)
    return Added(dispatch.id, "repost" if original else "added", original, len(touched)), touched


def recode(
    connection: Connection, dispatch_id: str, coding: Coding, *, now: dt.datetime
) -> tuple[CodingDifference, set[str]]:
    """Store a newer coding of a dispatch; the difference, and the ids of the events that it touched.

    Events that are those of earlier codings keep their ids, and so people's decisions on them. A coding that differs in
    nothing, versions included, is not stored again.
    """
    row = dispatch_row(connection, dispatch_id)
    told = load_codings(connection, row.key)
    earlier = {event.id: event for one in told for event in one.events}
    latest = [*told[-1].events, *(event for id, event in earlier.items() if id not in _ids(told[-1]))]
    own = coding.model_copy(update={"dispatch": told[-1].dispatch})
    own = renamed(own, _distinct(own))
    coding = renamed(own, align(latest, own.events))
    coding = renamed(coding, _free_ids(connection, coding.dispatch, coding, _ids(coding) - earlier.keys()))
    if coding == told[-1]:
        return difference(connection, dispatch_id, len(told), len(told)), set()
    _write_coding(connection, row.key, len(told) + 1, coding, now)
    write_relations(connection, row.key, coding)
    touched = project(connection, row.key, now, told=[*told, coding])
    return difference(connection, dispatch_id, len(told), len(told) + 1), touched


def difference(
    connection: Connection, dispatch_id: str, earlier: int | None = None, later: int | None = None
) -> CodingDifference:
    """What differs between two of a dispatch's codings, by default the newest and the one before it.

    Raises `NotFound` where there is no such dispatch or coding.
    """
    row = dispatch_row(connection, dispatch_id)
    known = stored_codings(connection, row.key)
    second = len(known) if later is None else later
    first = max(1, second - 1) if earlier is None else earlier
    for number in (first, second):
        if not 1 <= number <= len(known):
            raise NotFound(f"{row.id} has no coding {number}; it has {len(known)}")
    told = load_codings(connection, row.key)
    kept = {one.event.id: one.event for one in state(told[:second], load_decisions(connection, row.id)).events}
    found = differences(told[first - 1].events, told[second - 1].events, kept)
    return CodingDifference(row.id, known[first - 1], known[second - 1], tuple(found))


def stored_codings(connection: Connection, dispatch_key: int) -> list[StoredCoding]:
    """When and by what a dispatch was coded, first to newest."""
    rows = connection.execute(select(codings).where(codings.c.dispatch_key == dispatch_key).order_by(codings.c.number))
    fields = CoderVersion.model_fields
    return [
        StoredCoding(row.number, row.coded_at, CoderVersion(**{field: getattr(row, field) for field in fields}))
        for row in rows
    ]


def dispatch_row(connection: Connection, dispatch_id: str) -> Row[tuple[object, ...]]:
    """A dispatch's row by its id or a beginning of it that no other has. Raises `NotFound`."""
    return connection.execute(
        select(dispatches).where(dispatches.c.id == full_id(connection, dispatch_id, "dispatches"))
    ).one()


def full_id(connection: Connection, id: str, what: str) -> str:
    """The id that begins so. `what` is "events", "incidents" or "dispatches".

    Raises `NotFound` where none does, or several do.
    """
    ids = _IDS[what]
    found = connection.scalar(select(ids).where(ids == id))
    if found is None and id:
        several = list(connection.scalars(select(ids).where(ids.startswith(id, autoescape=True)).limit(2)))
        if len(several) > 1:
            raise NotFound(f"{id}: several {what} begin so; give more of the id")
        found = several[0] if several else None
    if found is None:
        raise NotFound(f"{id or 'an empty id'}: no such id among the {what} of the record")
    return str(found)


def _write_coding(connection: Connection, key: int, number: int, coding: Coding, now: dt.datetime) -> None:
    versions = {name: storable(value) for name, value in coding.coder.model_dump().items()}
    document = coding_bytes(coding)
    connection.execute(
        insert(codings).values(dispatch_key=key, number=number, coded_at=now, document=document, **versions)
    )


def _ids(coding: Coding) -> set[str]:
    return {event.id for event in coding.events}


def _distinct(coding: Coding) -> list[str]:
    """The ids of a coding's events, those made anew that are empty or were given before."""
    ids: list[str] = []
    for position, event in enumerate(coding.events):
        ids.append(event.id if event.id and event.id not in ids else content_id(event.id, str(position)))
    return ids


def _free_ids(connection: Connection, dispatch: Dispatch, coding: Coding, fresh: set[str]) -> list[str]:
    """The ids of a coding's events; of the fresh ones those that another dispatch's event has are made anew."""
    taken = set(connection.scalars(select(events.c.id).where(events.c.id.in_(fresh))))
    return [content_id(dispatch.id, event.id) if event.id in taken else event.id for event in coding.events]


def _copied(connection: Connection, found: frozenset[int], values: Sequence[int], coding: Coding) -> str | None:
    """The id of the stored dispatch that is most like a text with these runs, if it is a near copy of it."""
    if not values:
        return None
    like_it = (
        select(bands.c.dispatch_key)
        .where(bands.c.value.in_(values))
        .group_by(bands.c.dispatch_key)
        .order_by(func.count().desc(), bands.c.dispatch_key.desc())
        .limit(_CANDIDATES)
    )
    keys = list(connection.scalars(like_it))
    texts = connection.execute(
        select(dispatches.c.key, dispatches.c.id, dispatches.c.repost_of, dispatch_texts.c.document)
        .join(dispatch_texts, dispatch_texts.c.key == dispatches.c.key)
        .where(dispatches.c.key.in_(keys))
        .order_by(dispatches.c.key)
    )
    best: tuple[float, str] | None = None
    for row in texts:
        other = dispatch_from(row.document)
        theirs = runs(other.text[other.body_start :])
        like = likeness(found, theirs)
        if best is not None and like <= best[0]:
            continue
        first = select(codings.c.document).where(codings.c.dispatch_key == row.key).order_by(codings.c.number.desc())
        told = coding_from(connection.scalars(first.limit(1)).one(), other)
        if is_repost(like, len(found), coding.events, told.events):
            best = like, row.repost_of or row.id
    return best[1] if best is not None else None
