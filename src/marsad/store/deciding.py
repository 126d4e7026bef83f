"""How is a decision checked, kept and found again?"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from sqlalchemy import Connection, Engine, insert, or_, select, update

from marsad.errors import Conflict, NotFound, RecordError
from marsad.model import Event
from marsad.store.adding import dispatch_row, full_id
from marsad.store.decisions import KINDS_OF_JUDGEMENT, Decision, Kind
from marsad.store.documents import decision_from, dispatch_from, event_from, storable, to_json
from marsad.store.engine import reading
from marsad.store.schema import decisions, dispatch_texts, dispatches, event_texts, events
from marsad.store.state import added_id, edited, linked, parts_of, placed, whole_event

_PAGE = 500
_ON_THE_WHOLE: tuple[Kind, ...] = ("confirm", "reject", "merge", "split", "add")
_ON_PAIRS: tuple[Kind, ...] = ("merge", *KINDS_OF_JUDGEMENT)


def write_decision(
    connection: Connection, given: Decision, *, seen: dt.datetime | None, now: dt.datetime
) -> tuple[Decision, list[str]]:
    """Check and keep a decision; as it was kept, with the ids of the dispatches that it concerns.

    A decision that is there already is kept once. Raises `NotFound` for what it names and is not there, `RecordError`
    where it says nothing that could be done, `Conflict` where it was decided on the same after `seen`.
    """
    known = connection.scalar(select(decisions.c.document).where(decisions.c.id == given.id))
    if known is not None:
        return decision_from(known), []
    decision, concerned = _completed(connection, given)
    if seen is not None:
        _check_unseen(connection, decision, seen)
    other = concerned[1] if len(concerned) > 1 else None
    connection.execute(
        insert(decisions).values(
            id=decision.id,
            at=decision.at,
            recorded_at=now,
            who=storable(decision.who),
            kind=decision.kind,
            dispatch_id=concerned[0],
            other_dispatch_id=other,
            event_id=decision.event_id,
            other_id=decision.other_id,
            undoes=decision.undoes,
            document=to_json(decision.model_dump(mode="json")),
        )
    )
    return decision, concerned


def note_decided(connection: Connection, decision: Decision, now: dt.datetime) -> None:
    """Move the event's `updated_at` on, even where the decision left it as it was: who looks now has seen this one."""
    if decision.kind not in KINDS_OF_JUDGEMENT:
        connection.execute(update(events).where(events.c.id == decision.event_id).values(updated_at=now))


def find_decisions(
    engine: Engine,
    *,
    who: str | None = None,
    event_id: str | None = None,
    dispatch_id: str | None = None,
    kind: str | None = None,
    after: str | None = None,
    limit: int | None = None,
) -> Iterator[Decision]:
    """The decisions that meet all conditions, the latest first. `after`: the id of the last one of the page before."""
    wanted = select(decisions.c.document, decisions.c.at, decisions.c.id)
    if who is not None:
        wanted = wanted.where(decisions.c.who == who)
    if kind is not None:
        wanted = wanted.where(decisions.c.kind == kind)
    if event_id is not None:
        wanted = wanted.where(or_(decisions.c.event_id == event_id, decisions.c.other_id == event_id))
    if dispatch_id is not None:
        wanted = wanted.where(or_(decisions.c.dispatch_id == dispatch_id, decisions.c.other_dispatch_id == dispatch_id))
    wanted = wanted.order_by(decisions.c.at.desc(), decisions.c.id.desc())
    given = 0
    while limit is None or given < limit:
        with reading(engine) as connection:
            page = wanted
            if after is not None:
                last = connection.execute(select(decisions.c.at, decisions.c.id).where(decisions.c.id == after)).first()
                if last is None:
                    raise NotFound(f"{after}: there is no such decision")
                earlier = (decisions.c.at == last.at) & (decisions.c.id < last.id)
                page = page.where(or_(decisions.c.at < last.at, earlier))
            rows = connection.execute(page.limit(min(_PAGE, _PAGE if limit is None else limit - given))).all()
        for row in rows:
            yield decision_from(row.document)
        given += len(rows)
        if len(rows) < _PAGE:
            return
        after = rows[-1].id


def _completed(connection: Connection, given: Decision) -> tuple[Decision, list[str]]:
    """The decision with full ids and the ids of the dispatches that it concerns."""
    if not given.who.strip():
        raise RecordError("a decision needs the name of who decided")
    if given.kind == "undo":
        return _undoing(connection, given)
    if given.kind == "add":
        return _adding(connection, given)
    if given.event_id is None:
        raise RecordError(f"{given.kind}: which event? give its event_id")
    event_id, event, dispatch_id = _event(connection, given.event_id)
    decision = given.model_copy(update={"event_id": event_id, "dispatch_id": dispatch_id})
    if given.kind in _ON_PAIRS:
        if given.other_id is None:
            raise RecordError(f"{given.kind}: which other event? give its other_id")
        other_id, _, other_dispatch = _event(connection, given.other_id)
        if other_id == event_id:
            raise RecordError(f"{given.kind}: an event cannot be compared with itself")
        if (given.kind == "merge") != (other_dispatch == dispatch_id):
            one = "events of one dispatch are merged" if given.kind == "merge" else "judge events of two dispatches"
            raise RecordError(f"{given.kind}: {one}; " + "for the others say same or merge")
        return decision.model_copy(update={"other_id": other_id}), list(dict.fromkeys([dispatch_id, other_dispatch]))
    _check_value(decision, event)
    if decision.kind in ("edit", "split", "place_on_map"):
        _check_spans(connection, decision, dispatch_id)
    return decision, [dispatch_id]


def _check_value(decision: Decision, event: Event) -> None:
    """Raises `RecordError` where the decision's value cannot be that of its cell."""
    if decision.kind == "edit" and edited(event, decision.cell, decision.after) is None:
        raise RecordError(f"edit: the cell {decision.cell!r} of an event cannot hold {_short(decision.after)}")
    if decision.kind == "link_actor" and linked(event, decision.cell, decision.after) is None:
        raise RecordError(f"link_actor: no participant of the event is named {decision.cell!r}, or that is no id")
    if decision.kind == "place_on_map" and placed(event.place, decision.after) is None:
        raise RecordError(f"place_on_map: {_short(decision.after)} has no latitude and longitude in degrees")
    if decision.kind == "split" and len(parts_of(decision)) < 2:
        raise RecordError("split: give the list of the events, two or more, that it is divided into")


def _adding(connection: Connection, given: Decision) -> tuple[Decision, list[str]]:
    if given.dispatch_id is None:
        raise RecordError("add: to which dispatch? give its dispatch_id")
    row = dispatch_row(connection, given.dispatch_id)
    id = added_id(given)
    if whole_event(given.after, id) is None:
        raise RecordError(f"add: {_short(given.after)} is no event; see `marsad schema`")
    if connection.scalar(select(events.c.key).where(events.c.id == id)) is not None:
        raise RecordError(f"add: there is an event {id} already; leave its id out")
    decision = given.model_copy(update={"dispatch_id": row.id, "event_id": id})
    _check_spans(connection, decision, str(row.id))
    return decision, [str(row.id)]


def _undoing(connection: Connection, given: Decision) -> tuple[Decision, list[str]]:
    wanted = select(decisions).where(decisions.c.id == given.undoes)
    row = connection.execute(wanted).first() if given.undoes else None
    if row is None:
        raise NotFound(f"{given.undoes or 'an empty id'}: there is no such decision to take back")
    # an undo by a clock that is behind still comes after what it takes back
    at = max(given.at, row.at + dt.timedelta(microseconds=1))
    same = {"dispatch_id": row.dispatch_id, "event_id": row.event_id, "other_id": row.other_id}
    decision = given.model_copy(update={"at": at, **same})
    return decision, [id for id in (row.dispatch_id, row.other_dispatch_id) if id]


def _event(connection: Connection, id: str) -> tuple[str, Event, str]:
    """An event's full id, the event, and its dispatch's id."""
    full = full_id(connection, id, "events")
    row = connection.execute(
        select(event_texts.c.document, dispatches.c.id)
        .join(events, events.c.key == event_texts.c.key)
        .join(dispatches, dispatches.c.key == events.c.dispatch_key)
        .where(events.c.id == full)
    ).one()
    return full, event_from(row.document), row.id


def _check_unseen(connection: Connection, decision: Decision, seen: dt.datetime) -> None:
    """Raises `Conflict` where the same cell, or the whole event, was decided on after `seen`, by whomever."""
    if decision.event_id is None or decision.kind in KINDS_OF_JUDGEMENT:
        return
    concerned = {decision.event_id, decision.other_id} - {None}
    later = select(decisions.c.document).where(
        decisions.c.recorded_at > seen,
        or_(decisions.c.event_id.in_(concerned), decisions.c.other_id.in_(concerned)),
    )
    for document in connection.scalars(later.order_by(decisions.c.at)):
        other = decision_from(document)
        if other.kind in KINDS_OF_JUDGEMENT or other.kind == "flag":
            continue
        whole = decision.kind in _ON_THE_WHOLE or other.kind in (*_ON_THE_WHOLE, "undo")
        if whole or _cell(decision) == _cell(other):
            raise Conflict(f"{other.who} decided on this event meanwhile ({other.kind}); look at it again")


def _cell(decision: Decision) -> str | None:
    return {"place_on_map": "place", "link_actor": "participants"}.get(decision.kind, decision.cell)


def _check_spans(connection: Connection, decision: Decision, dispatch_id: str) -> None:
    """Raises `RecordError` where the words that a decision points at lie outside the dispatch."""
    document = connection.scalar(
        select(dispatch_texts.c.document)
        .join(dispatches, dispatches.c.key == dispatch_texts.c.key)
        .where(dispatches.c.id == dispatch_id)
    )
    length = len(dispatch_from(str(document)).text)
    for start, end in _spans({decision.cell: decision.after}):
        if not 0 <= start < end <= length:
            raise RecordError(f"{decision.kind}: the words {start}–{end} lie outside the text of {length} characters")


def _spans(value: object) -> Iterator[tuple[int, int]]:
    """The spans under any key `evidence` of a value."""
    if isinstance(value, dict):
        for name, inner in value.items():
            if name == "evidence" and isinstance(inner, list):
                yield from ((span[0], span[1]) for span in inner)
            else:
                yield from _spans(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _spans(inner)


def _short(value: object) -> str:
    text = to_json(value)
    return text if len(text) <= 80 else text[:79] + "…"
