"""How do the tables of the present state follow from codings and decisions?"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Connection, delete, insert, or_, select, update

from marsad.model import Coding, Dispatch
from marsad.store.decisions import Decision
from marsad.store.documents import coding_from, decision_from, dispatch_from, event_text, to_json
from marsad.store.rows import event_columns, folded, participant_rows
from marsad.store.schema import (
    codings,
    decisions,
    dispatch_texts,
    dispatches,
    event_texts,
    events,
    participants,
    relations,
    tombstones,
)
from marsad.store.searching import event_words
from marsad.store.state import EventState, state


def load_codings(connection: Connection, dispatch_key: int) -> list[Coding]:
    """A dispatch's codings, first to newest."""
    document = connection.scalar(select(dispatch_texts.c.document).where(dispatch_texts.c.key == dispatch_key))
    dispatch = dispatch_from(str(document))
    wanted = select(codings.c.document).where(codings.c.dispatch_key == dispatch_key).order_by(codings.c.number)
    return [coding_from(stored, dispatch) for stored in connection.scalars(wanted)]


def load_decisions(connection: Connection, dispatch_id: str) -> list[Decision]:
    """All decisions that concern a dispatch: on its events, on pairs with them, and the undos of those."""
    ours = or_(decisions.c.dispatch_id == dispatch_id, decisions.c.other_dispatch_id == dispatch_id)
    wanted = select(decisions.c.document).where(ours).order_by(decisions.c.at, decisions.c.id)
    return [decision_from(document) for document in connection.scalars(wanted)]


def project(
    connection: Connection,
    dispatch_key: int,
    now: dt.datetime,
    *,
    told: Sequence[Coding] | None = None,
    fresh: bool = False,
) -> set[str]:
    """Write the present state of a dispatch; the ids of the events that came, changed or went.

    `told` are its codings where the caller has them. `fresh`: the dispatch was just added, there is nothing before.
    """
    told = load_codings(connection, dispatch_key) if told is None else told
    dispatch = told[-1].dispatch
    present = state(told, [] if fresh else load_decisions(connection, dispatch.id))
    before = {} if fresh else _stored(connection, dispatch_key)
    added_at = connection.scalar(select(dispatches.c.added_at).where(dispatches.c.key == dispatch_key))
    touched: set[str] = set()
    fixed = {"dispatch_key": dispatch_key, "added_at": added_at, "contradicted": False, "updated_at": now}
    new: list[dict[str, Any]] = []
    texts: list[tuple[EventState, str]] = []
    for position, event_state in enumerate(present.events):
        columns = {**event_columns(event_state, dispatch), "position": position}
        document = event_text(event_state.event)
        known = before.pop(event_state.event.id, None)
        if known is None:
            new.append({**columns, **fixed})
            texts.append((event_state, document))
        elif known["document"] != document or any(known[name] != value for name, value in columns.items()):
            connection.execute(update(events).where(events.c.key == known["key"]).values(**columns, updated_at=now))
            if known["document"] != document:
                _write_texts(connection, known["key"], event_state, document, dispatch)
        else:
            continue
        touched.add(event_state.event.id)
    if new:
        keys = connection.scalars(insert(events).returning(events.c.key, sort_by_parameter_order=True), new)
        _insert_texts(connection, dict(zip(keys, texts, strict=True)), dispatch)
    if before:
        connection.execute(delete(events).where(events.c.key.in_([row["key"] for row in before.values()])))
        touched.update(before)
    if not fresh:
        _bury(connection, present.gone, present.events, now)
    if touched or fresh:
        live = [event_state for event_state in present.events if event_state.review != "rejected"]
        killed = [event_columns(one, dispatch)["killed_best"] for one in live]
        counted = [number for number in killed if number is not None]
        connection.execute(
            update(dispatches)
            .where(dispatches.c.key == dispatch_key)
            .values(events=len(live), killed_best=max(counted, default=None), updated_at=now)
        )
    return touched


def write_relations(connection: Connection, dispatch_key: int, coding: Coding) -> None:
    """The relations between actors that the newest coding found in a dispatch."""
    connection.execute(delete(relations).where(relations.c.dispatch_key == dispatch_key))
    rows = [
        {
            "dispatch_key": dispatch_key,
            "position": position,
            "a_folded": folded(relation.a) or "",
            "relation": relation.relation,
            "b_folded": folded(relation.b) or "",
            "document": to_json(relation.model_dump(mode="json")),
        }
        for position, relation in enumerate(coding.relations)
    ]
    if rows:
        connection.execute(insert(relations), rows)


def bury(connection: Connection, ids: Iterable[str], what: str, now: dt.datetime) -> None:
    """Note that ids are no longer there; those that lie there already keep their moment."""
    gone = set(ids)
    known = set(connection.scalars(select(tombstones.c.id).where(tombstones.c.id.in_(gone))))
    rows = [{"id": id, "what": what, "at": now} for id in sorted(gone - known)]
    if rows:
        connection.execute(insert(tombstones), rows)


def unbury(connection: Connection, ids: Iterable[str]) -> None:
    """Note that ids are there again."""
    connection.execute(delete(tombstones).where(tombstones.c.id.in_(set(ids))))


def _bury(connection: Connection, gone: Sequence[str], present: Sequence[EventState], now: dt.datetime) -> None:
    rejected = {told.event.id for told in present if told.review == "rejected"}
    bury(connection, {*gone, *rejected}, "event", now)
    unbury(connection, {told.event.id for told in present} - rejected)


def _stored(connection: Connection, dispatch_key: int) -> dict[str, dict[str, Any]]:
    wanted = select(events, event_texts.c.document).join(event_texts, event_texts.c.key == events.c.key)
    rows = connection.execute(wanted.where(events.c.dispatch_key == dispatch_key)).mappings()
    return {row["id"]: dict(row) for row in rows}


def _write_texts(connection: Connection, key: int, told: EventState, document: str, dispatch: Dispatch) -> None:
    """Put an event's words and participants in the place of the earlier ones."""
    texts = {"document": document, "words": event_words(told.event, dispatch)}
    connection.execute(update(event_texts).where(event_texts.c.key == key).values(**texts))
    connection.execute(delete(participants).where(participants.c.event_key == key))
    rows = participant_rows(told.event, key)
    if rows:
        connection.execute(insert(participants), rows)


def _insert_texts(connection: Connection, new: dict[int, tuple[EventState, str]], dispatch: Dispatch) -> None:
    """The words and participants of new events, by their keys."""
    texts = [
        {"key": key, "document": document, "words": event_words(told.event, dispatch)}
        for key, (told, document) in new.items()
    ]
    connection.execute(insert(event_texts), texts)
    rows = [row for key, (told, _) in new.items() for row in participant_rows(told.event, key)]
    if rows:
        connection.execute(insert(participants), rows)
