"""How do incidents stand in the record, and how are they read from it?"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, Engine, Row, bindparam, or_, select, update

from marsad.incidents.accounts import Account, Incident, Review
from marsad.incidents.features import Features
from marsad.incidents.reconciling import reconcile
from marsad.incidents.sums import incident_sum
from marsad.incidents.version import comparison_version
from marsad.store.filters import Filter, Sort
from marsad.store.reading import accounts_by_id, listed, portions
from marsad.store.rows import insert_rows, told_columns
from marsad.store.schema import events, features, incidents


@dataclass(frozen=True, slots=True)
class Known:
    """Accounts, and features of them, that were read in this transaction already: both take time to make."""

    accounts: Mapping[str, Account] = field(default_factory=dict)
    features: Mapping[str, Features] = field(default_factory=dict)


def list_incidents(
    engine: Engine, filter: Filter, sort: Sort, after: str | None, limit: int | None
) -> Iterator[Incident]:
    """Incidents that meet a filter, page by page."""

    def made(connection: Connection, rows: Sequence[Row[Any]]) -> list[Incident]:
        return read_incidents(connection, [row.id for row in rows])

    return listed(engine, select(incidents.c.id, incidents.c.key), "incidents", filter, sort, after, limit, made)


def read_incident(connection: Connection, id: str) -> Incident:
    """An incident with its accounts, reconciled by the codebook's rules."""
    return read_incidents(connection, [id])[0]


def read_incidents(connection: Connection, ids: Collection[str]) -> list[Incident]:
    """Incidents with their accounts, in the order of their ids as given; those that are gone are left out."""
    rows = connection.execute(
        select(events.c.id, events.c.key, events.c.incident_id).where(events.c.incident_id.in_(list(ids)))
    ).all()
    accounts = accounts_by_id(connection, [row.id for row in rows])
    members: dict[str, list[Account]] = {}
    for row in rows:
        members.setdefault(row.incident_id, []).append(accounts[row.id])
    made = {one.event_id: one for one in kept_features(connection, [row.key for row in rows]).values()}
    return [reconcile(id, members[id], made) for id in ids if id in members]


def kept_features(connection: Connection, event_keys: Iterable[int]) -> dict[int, Features]:
    """The features that were kept of events, by their keys, without those that another version made."""
    found: dict[int, Features] = {}
    for some in portions(event_keys):
        ours = features.c.version == comparison_version()
        for row in connection.execute(select(features).where(features.c.event_key.in_(some), ours)):
            found[row.event_key] = Features.from_json(row.document)
    return found


def write_incidents(
    connection: Connection, groups: Mapping[str, Collection[str]], now: dt.datetime, known: Known
) -> None:
    """Bring the rows of incidents, and of their events, up to what their accounts say."""
    for some in portions(groups):
        members = {member for id in some for member in groups[id]}
        accounts = {**known.accounts, **accounts_by_id(connection, members - known.accounts.keys())}
        added = _moments(connection, members)
        there = set(connection.scalars(select(incidents.c.id).where(incidents.c.id.in_(some))))
        new, changed, places = [], [], []
        for id in some:
            incident = reconcile(id, [accounts[member] for member in groups[id]], known.features)
            first = min(added[member] for member in groups[id])
            row = {"id": id, **incident_columns(incident), "added_at": first, "updated_at": now}
            if id in there:
                changed.append({**row, "which": id})
            else:
                new.append(row)
            place = {"incident": id, "contradicted_now": incident.contradicted, "now": now}
            places += [{"which": member, **place} for member in groups[id]]
        insert_rows(connection, incidents, new)
        if changed:
            connection.execute(update(incidents).where(incidents.c.id == bindparam("which")), changed)
        connection.execute(_PLACED, places)


_PLACED = (
    update(events)
    .where(
        events.c.id == bindparam("which"),
        or_(
            events.c.incident_id.is_(None),
            events.c.incident_id != bindparam("incident"),
            events.c.contradicted != bindparam("contradicted_now"),
        ),
    )
    .values(incident_id=bindparam("incident"), contradicted=bindparam("contradicted_now"), updated_at=bindparam("now"))
)
"""Where an event stands; untouched where it stands there already."""


def _moments(connection: Connection, ids: Iterable[str]) -> dict[str, dt.datetime]:
    """When events came into the record."""
    found: dict[str, dt.datetime] = {}
    for some in portions(ids):
        rows = connection.execute(select(events.c.id, events.c.added_at).where(events.c.id.in_(some)))
        found.update((row.id, row.added_at) for row in rows)
    return found


def incident_columns(incident: Incident) -> dict[str, Any]:
    """An incident's columns, but for its id and its moments."""
    sure = [one.event.confidence for one in incident.accounts if one.event.confidence is not None]
    told = incident.type.value, incident.status.value, incident.time.value, incident.place.value
    return {
        **told_columns(*told, incident_sum(incident, "killed"), incident_sum(incident, "injured")),
        "confidence": max(sure, default=None),
        "review": _review(incident),
        "contradicted": incident.contradicted,
        "accounts": len(incident.accounts),
        "sources": len({one.dispatch.id for one in incident.accounts if one.repost_of is None}),
    }


def _review(incident: Incident) -> Review:
    """An incident is open as long as one of its accounts is; else it is what most was done with one of them."""
    found = {account.review for account in incident.accounts}
    order: tuple[Review, ...] = ("open", "added", "edited")
    return next((review for review in order if review in found), "confirmed")
