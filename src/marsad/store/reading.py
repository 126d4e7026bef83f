"""What stands in the record? Dispatches and events in their present state, one by one and as lists."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine, Row, Select, select

from marsad.incidents.accounts import Account
from marsad.model import Coding, Dispatch, Relation
from marsad.store.adding import dispatch_row, full_id, stored_codings
from marsad.store.documents import coding_from, dispatch_from, event_from
from marsad.store.engine import reading
from marsad.store.filters import Filter, Sort
from marsad.store.masks import next_keys
from marsad.store.rows import StatedRelation, StoredDispatch
from marsad.store.schema import codings, dispatch_texts, dispatches, event_texts, events, relations
from marsad.store.searching import sentences
from marsad.store.selecting import TABLES, What, cursor_for, meets, pages

T = TypeVar("T")
K = TypeVar("K", int, str)
_PAGE = 500
_MANY = 500


def account(connection: Connection, id: str) -> Account:
    """An event as it stands now, by its id or a beginning of it. Raises `NotFound`."""
    row = connection.execute(_ACCOUNTS.where(events.c.id == full_id(connection, id, "events"))).one()
    return _accounts(connection, [row])[0]


def accounts_by_id(connection: Connection, ids: Iterable[str]) -> dict[str, Account]:
    """Events as they stand now; ids that are not there are left out."""
    found: dict[str, Account] = {}
    for some in portions(ids):
        rows = connection.execute(_ACCOUNTS.where(events.c.id.in_(some))).all()
        found.update((account.event.id, account) for account in _accounts(connection, rows))
    return found


def portions(every: Iterable[K]) -> list[list[K]]:
    """Ids or keys in their order, so many at a time as one question to the database may name."""
    ordered = sorted(every)
    return [ordered[n : n + _MANY] for n in range(0, len(ordered), _MANY)]


def list_accounts(
    engine: Engine, filter: Filter, sort: Sort, after: str | None, limit: int | None
) -> Iterator[Account]:
    """Events that meet a filter, page by page."""
    return listed(engine, _ACCOUNTS, "events", filter, sort, after, limit, _accounts)


def list_heads(
    engine: Engine, filter: Filter, what: What, sort: Sort, after: str | None, limit: int | None
) -> Iterator[tuple[str, dt.datetime]]:
    """The ids of the rows that meet a filter, each with the moment of its last change."""
    table = TABLES[what]
    wanted = select(table.c.key, table.c.id, table.c.updated_at)

    def made(_connection: Connection, rows: Sequence[Row[Any]]) -> list[tuple[str, dt.datetime]]:
        return [(row.id, row.updated_at) for row in rows]

    return listed(engine, wanted, what, filter, sort, after, limit, made)


def stored_dispatch(connection: Connection, id: str) -> StoredDispatch:
    """A dispatch with its events, those that were rejected as well, and what stands beside them. Raises `NotFound`."""
    found = dispatch_row(connection, id)
    row = connection.execute(_DISPATCHES.where(dispatches.c.key == found.key)).one()
    dispatch = dispatch_from(row.document)
    told = connection.execute(
        _ACCOUNTS.where(events.c.dispatch_key == found.key).order_by(events.c.position, events.c.id)
    )
    newest = stored_codings(connection, found.key)[-1]
    coding = stored_coding(connection, found.key, newest.number, dispatch)
    beside = {"relations": tuple(coding.relations), "tallies": tuple(coding.tallies), "coder": coding.coder}
    return _dispatch(row, dispatch, accounts=tuple(_account(told_row, dispatch) for told_row in told), **beside)


def list_dispatches(
    engine: Engine, filter: Filter, sort: Sort, after: str | None, limit: int | None
) -> Iterator[StoredDispatch]:
    """Dispatches that meet a filter, page by page."""

    def made(_connection: Connection, rows: Sequence[Row[Any]]) -> list[StoredDispatch]:
        return [_dispatch(row, dispatch_from(row.document)) for row in rows]

    return listed(engine, _DISPATCHES, "dispatches", filter, sort, after, limit, made)


def stored_coding(connection: Connection, dispatch_key: int, number: int, dispatch: Dispatch) -> Coding:
    """One of a dispatch's codings as it was stored."""
    here = (codings.c.dispatch_key == dispatch_key) & (codings.c.number == number)
    return coding_from(connection.scalars(select(codings.c.document).where(here)).one(), dispatch)


def list_relations(engine: Engine, filter: Filter) -> Iterator[StatedRelation]:
    """The relations that dispatches which meet a filter state, the latest dispatch first."""
    wanted = (
        select(relations.c.document, dispatches.c.key, dispatches.c.id, dispatches.c.date, dispatches.c.source)
        .join(dispatches, dispatches.c.key == relations.c.dispatch_key)
        .where(*meets(filter, "dispatches", engine.dialect))
        .order_by(dispatches.c.date.desc(), dispatches.c.id, relations.c.position)
    )
    with reading(engine) as connection:
        rows = connection.execute(wanted).all()
        texts = _dispatches_of(connection, {row.key for row in rows})
    for row in rows:
        relation = Relation.model_validate(json.loads(row.document))
        told = " … ".join(" ".join(part.split()) for part in sentences(texts[row.key].text, relation.evidence))
        yield StatedRelation(relation, row.id, row.date, row.source, told)


def listed(
    engine: Engine,
    wanted: Select[Any],
    what: What,
    filter: Filter,
    sort: Sort,
    after: str | None,
    limit: int | None,
    made: Callable[[Connection, Sequence[Row[Any]]], list[T]],
) -> Iterator[T]:
    """Rows as objects. Each page is a transaction of its own, so that a slow reader holds up nobody."""
    given = 0
    while limit is None or given < limit:
        step = _PAGE if limit is None else min(_PAGE, limit - given)
        keys = next_keys(engine, filter, what, sort, after, step)
        with reading(engine) as connection:
            if keys is None:
                rows = pages(connection, wanted.where(*meets(filter, what, engine.dialect)), what, sort, after, step)
            else:
                found = connection.execute(wanted.where(TABLES[what].c.key.in_(keys)))
                rows = sorted(found, key=lambda row: keys.index(row.key))
            items = made(connection, rows)
            last = len(rows if keys is None else keys) < step or not rows
            if not last:
                after = cursor_for(connection, what, rows[-1].id, sort)
        yield from items
        given += step
        if last:
            return


_ACCOUNTS = select(events, event_texts.c.document, dispatches.c.repost_of).select_from(
    events.join(event_texts, event_texts.c.key == events.c.key).join(
        dispatches, dispatches.c.key == events.c.dispatch_key
    )
)
_DISPATCHES = select(dispatches, dispatch_texts.c.document).join(
    dispatch_texts, dispatch_texts.c.key == dispatches.c.key
)


def _accounts(connection: Connection, rows: Sequence[Row[Any]]) -> list[Account]:
    texts = _dispatches_of(connection, {row.dispatch_key for row in rows})
    return [_account(row, texts[row.dispatch_key]) for row in rows]


def _account(row: Row[Any], dispatch: Dispatch) -> Account:
    return Account(
        event=event_from(row.document),
        dispatch=dispatch,
        review=row.review,
        flagged=row.flagged,
        incident_id=row.incident_id,
        repost_of=row.repost_of,
        updated_at=row.updated_at,
    )


def _dispatches_of(connection: Connection, keys: set[int]) -> dict[int, Dispatch]:
    wanted = select(dispatch_texts.c.key, dispatch_texts.c.document).where(dispatch_texts.c.key.in_(keys))
    return {row.key: dispatch_from(row.document) for row in connection.execute(wanted)}


def _dispatch(row: Row[Any], dispatch: Dispatch, **loaded: Any) -> StoredDispatch:
    return StoredDispatch(
        dispatch=dispatch,
        sha256=row.sha256,
        retrieved_at=row.retrieved_at,
        reader=row.reader,
        added_at=row.added_at,
        updated_at=row.updated_at,
        repost_of=row.repost_of,
        events=row.events,
        **loaded,
    )
