"""Which incident does an event belong to? Events are linked as they come; judgements and rejections regroup at once."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Engine, Row, and_, delete, func, insert, or_, select, update

from marsad.incidents.accounts import Account, Incident, Review
from marsad.incidents.blocking import keys, sought
from marsad.incidents.clustering import Pair, pair
from marsad.incidents.comparing import Reason, compare
from marsad.incidents.features import Features
from marsad.incidents.features import features as features_of
from marsad.incidents.linking import Link, affected, regroup
from marsad.incidents.linking import links as links_of
from marsad.incidents.reconciling import reconcile
from marsad.incidents.sums import incident_sum
from marsad.store.decisions import KINDS_OF_JUDGEMENT, Decision
from marsad.store.documents import storable
from marsad.store.engine import reading, writing
from marsad.store.filters import Filter, Sort
from marsad.store.projecting import bury, unbury
from marsad.store.reading import accounts_by_id, listed
from marsad.store.rows import storable_number
from marsad.store.schema import blocks, decisions, dispatches, events, features, incidents, judgements, links
from marsad.store.state import judgements as standing_judgements

_AT_ONCE = 200
_MANY = 500
"""Ids in one question to the database."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """Two events of which a person should say whether they are one happening, and what speaks for and against it."""

    a: Account
    b: Account
    score: float
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the events of a dispatch hang together with: other events, and the incidents in which they stand."""

    events: frozenset[str] = frozenset()
    incidents: frozenset[str] = frozenset()


def surroundings(connection: Connection, dispatch_key: int) -> Surroundings:
    """To be asked before a dispatch's events change, and given to `relink` afterwards."""
    rows = connection.execute(
        select(events.c.id, events.c.incident_id).where(events.c.dispatch_key == dispatch_key)
    ).all()
    tied = {other for row in rows for other in _neighbours(connection, row.id)}
    return Surroundings(frozenset(tied), frozenset(row.incident_id for row in rows if row.incident_id))


def relink(connection: Connection, touched: Collection[str], before: Surroundings, now: dt.datetime) -> set[str]:
    """Link events that came, changed or went, and regroup what hangs together with them; the ids of the incidents."""
    if not touched:
        return set()
    for some in _portions(touched):
        connection.execute(delete(links).where(or_(links.c.a.in_(some), links.c.b.in_(some))))
    accounts = accounts_by_id(connection, touched)
    for id in sorted(accounts):
        _forget(connection, id)
        if accounts[id].review == "rejected":
            out = {"incident_id": None, "contradicted": False}
            connection.execute(update(events).where(events.c.id == id).values(**out))
        else:
            _keep_links(connection, _compared(connection, accounts[id]))
    return regroup_around(connection, {*touched, *before.events}, before.incidents, touched, now)


def regroup_around(
    connection: Connection, seeds: Collection[str], left: Collection[str], touched: Collection[str], now: dt.datetime
) -> set[str]:
    """Group anew what hangs together with events; `left` are incidents that lost one, `touched` are changed events."""
    around = set(seeds) | _members(connection, left)
    present = _published(connection, affected(around, lambda id: _neighbours(connection, id)))
    apart, together = _judged(connection, present)
    groups = regroup(
        {id: (day, id) for id, (day, _, _) in present.items()},
        _scores(connection, present),
        {id: dispatch_id for id, (_, dispatch_id, _) in present.items()},
        apart,
        together,
    )
    before = {incident_id for _, _, incident_id in present.values() if incident_id} | set(left)
    for incident_id, members in groups.items():
        known = {id for id in members if present[id][2] == incident_id}
        if known != set(members) or set(members) & set(touched) or _shrunk(connection, incident_id, members):
            _write_incident(connection, incident_id, members, now)
    gone = before - groups.keys()
    if gone:
        connection.execute(delete(incidents).where(incidents.c.id.in_(gone)))
        bury(connection, gone, "incident", now)
    unbury(connection, groups)
    return set(groups) | gone


def judge(connection: Connection, decision: Decision, now: dt.datetime) -> None:
    """Bring the table of judgements, and the incidents, up to a decision that was just kept."""
    if decision.event_id is None or decision.other_id is None:
        return
    a, b = pair(decision.event_id, decision.other_id)
    wanted = select(decisions.c.document).where(
        or_(
            and_(decisions.c.event_id == a, decisions.c.other_id == b),
            and_(decisions.c.event_id == b, decisions.c.other_id == a),
        )
    )
    told = [Decision.model_validate_json(document) for document in connection.scalars(wanted)]
    if not any(one.kind in KINDS_OF_JUDGEMENT for one in told):
        return
    verdict = standing_judgements(told).get(frozenset((a, b)))
    connection.execute(delete(judgements).where(judgements.c.a == a, judgements.c.b == b))
    if verdict is not None:
        connection.execute(insert(judgements).values(a=a, b=b, verdict=verdict))
    stands = select(events.c.incident_id).where(events.c.id.in_((a, b)), events.c.incident_id.is_not(None))
    regroup_around(connection, {a, b}, set(connection.scalars(stands)), (), now)


def restore_judgements(connection: Connection) -> None:
    """Write the table of judgements anew from the decisions."""
    wanted = select(decisions.c.document).where(decisions.c.event_id.is_not(None), decisions.c.other_id.is_not(None))
    told = [Decision.model_validate_json(document) for document in connection.scalars(wanted)]
    rows = []
    for named, verdict in standing_judgements(told).items():
        a, b = sorted(named)
        rows.append({"a": a, "b": b, "verdict": verdict})
    connection.execute(delete(judgements))
    if rows:
        connection.execute(insert(judgements), rows)


def link_rest(engine: Engine, progress: Callable[[int, int], None] | None = None) -> int:
    """Link the events that are not linked yet, some at a time; the number of incidents that came or changed.

    What is done stays done when it is broken off. `progress` is told how many of how many events are done.
    """
    unlinked = (
        select(events.c.id)
        .join(features, features.c.event_key == events.c.key, isouter=True)
        .where(features.c.event_key.is_(None), events.c.review != "rejected")
    )
    with reading(engine) as connection:
        every = connection.scalar(select(func.count()).select_from(unlinked.subquery())) or 0
    touched: set[str] = set()
    done = 0
    while True:
        with writing(engine) as connection:
            ids = list(connection.scalars(unlinked.order_by(events.c.key).limit(_AT_ONCE)))
            touched |= relink(connection, ids, Surroundings(), dt.datetime.now(dt.UTC))
        done += len(ids)
        if progress is not None:
            progress(done, max(every, done))
        if len(ids) < _AT_ONCE:
            return len(touched)


def list_incidents(
    engine: Engine, filter: Filter, sort: Sort, after: str | None, limit: int | None
) -> Iterator[Incident]:
    """Incidents that meet a filter, page by page."""

    def made(connection: Connection, rows: Sequence[Row[Any]]) -> list[Incident]:
        return read_incidents(connection, [row.id for row in rows])

    return listed(engine, select(incidents.c.id), "incidents", filter, sort, after, limit, made)


def read_incident(connection: Connection, id: str) -> Incident:
    """An incident with its accounts, reconciled by the codebook's rules."""
    return read_incidents(connection, [id])[0]


def read_incidents(connection: Connection, ids: Collection[str]) -> list[Incident]:
    """Incidents with their accounts, in the order of their ids as given."""
    rows = connection.execute(
        select(events.c.id, events.c.incident_id).where(events.c.incident_id.in_(list(ids)))
    ).all()
    accounts = accounts_by_id(connection, [row.id for row in rows])
    members: dict[str, list[Account]] = {}
    for row in rows:
        members.setdefault(row.incident_id, []).append(accounts[row.id])
    return [reconcile(id, members[id]) for id in ids]


def find_proposals(connection: Connection, zone: str, limit: int | None) -> list[Proposal]:
    """The pairs of events in a zone that nobody judged and that no incident joins, the most alike first."""
    judged = select(judgements.c.a).where(judgements.c.a == links.c.a, judgements.c.b == links.c.b).exists()
    one, two = events.alias(), events.alias()
    wanted = (
        select(links)
        .join(one, one.c.id == links.c.a)
        .join(two, two.c.id == links.c.b)
        .where(links.c.zone == zone, ~judged, one.c.incident_id != two.c.incident_id)
        .order_by(links.c.score.desc(), links.c.a, links.c.b)
        .limit(limit)
    )
    rows = connection.execute(wanted).all()
    accounts = accounts_by_id(connection, {id for row in rows for id in (row.a, row.b)})
    found = []
    for row in rows:
        a, b = accounts[row.a], accounts[row.b]
        found.append(Proposal(a, b, row.score, compare(features_of(a), features_of(b)).reasons))
    return found


def _compared(connection: Connection, account: Account) -> list[Link]:
    """Keep an event's features and blocks, and compare it with those that it shares one with."""
    event = features_of(account)
    key = connection.scalar(select(events.c.key).where(events.c.id == account.event.id))
    connection.execute(insert(features).values(event_key=key, document=storable(event.to_json())))
    values = sorted({_block(one) for one in keys(event)})
    if values:
        connection.execute(insert(blocks), [{"value": value, "event_key": key} for value in values])
    looked_up = sorted({_block(one) for one in sought(event)})
    others = select(blocks.c.event_key).where(blocks.c.value.in_(looked_up), blocks.c.event_key != key)
    candidates = connection.scalars(select(features.c.document).where(features.c.event_key.in_(others)))
    return links_of(event, (Features.from_json(document) for document in candidates))


def _keep_links(connection: Connection, found: Iterable[Link]) -> None:
    rows = [{"a": link.a, "b": link.b, "score": link.score, "zone": link.zone} for link in found]
    if rows:
        connection.execute(insert(links), rows)


def _forget(connection: Connection, id: str) -> None:
    key = select(events.c.key).where(events.c.id == id).scalar_subquery()
    connection.execute(delete(blocks).where(blocks.c.event_key == key))
    connection.execute(delete(features).where(features.c.event_key == key))


def _write_incident(connection: Connection, id: str, members: Collection[str], now: dt.datetime) -> None:
    accounts = list(accounts_by_id(connection, members).values())
    incident = reconcile(id, accounts)
    columns = incident_columns(incident)
    first = select(events.c.added_at).where(events.c.id.in_(members)).order_by(events.c.added_at).limit(1)
    known = connection.scalar(select(incidents.c.key).where(incidents.c.id == id))
    values = {**columns, "added_at": connection.scalar(first), "updated_at": now}
    if known is None:
        connection.execute(insert(incidents).values(id=id, **values))
    else:
        connection.execute(update(incidents).where(incidents.c.key == known).values(**values))
    place = {"incident_id": id, "contradicted": incident.contradicted}
    moved = or_(events.c.incident_id.is_(None), events.c.incident_id != id)
    changed = or_(moved, events.c.contradicted != incident.contradicted)
    connection.execute(update(events).where(events.c.id.in_(members), changed).values(**place, updated_at=now))


def incident_columns(incident: Incident) -> dict[str, Any]:
    """An incident's columns, but for its id and its moments."""
    place, time = incident.place.value, incident.time.value
    killed, injured = incident_sum(incident, "killed"), incident_sum(incident, "injured")
    harmed = [count.best for count in (killed, injured) if count is not None]
    sure = [one.event.confidence for one in incident.accounts if one.event.confidence is not None]
    return {
        "type": storable(incident.type.value),
        "status": incident.status.value,
        "start_day": time.start,
        "end_day": time.end or time.start,
        "time_precision": time.precision,
        "place_name": storable(place.name),
        "latitude": place.latitude,
        "longitude": place.longitude,
        "place_precision": place.precision,
        "country": storable(place.country),
        "admin1": storable(place.admin1),
        "killed_low": storable_number(killed.low) if killed else None,
        "killed_best": storable_number(killed.best) if killed else None,
        "killed_high": storable_number(killed.high) if killed and killed.high is not None else None,
        "injured_best": storable_number(injured.best) if injured else None,
        "casualties_best": storable_number(sum(harmed)) if harmed else None,
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


def _portions(ids: Iterable[str]) -> list[list[str]]:
    every = sorted(ids)
    return [every[n : n + _MANY] for n in range(0, len(every), _MANY)]


def _neighbours(connection: Connection, id: str) -> list[str]:
    """The events to which one is tied by a link of the zone "same" or by that judgement."""
    alike = links.c.zone == "same"
    judged = judgements.c.verdict == "same"
    return [
        *connection.scalars(select(links.c.b).where(links.c.a == id, alike)),
        *connection.scalars(select(links.c.a).where(links.c.b == id, alike)),
        *connection.scalars(select(judgements.c.b).where(judgements.c.a == id, judged)),
        *connection.scalars(select(judgements.c.a).where(judgements.c.b == id, judged)),
    ]


def _members(connection: Connection, incident_ids: Collection[str]) -> set[str]:
    found: set[str] = set()
    for some in _portions(incident_ids):
        found.update(connection.scalars(select(events.c.id).where(events.c.incident_id.in_(some))))
    return found


def _published(connection: Connection, ids: Iterable[str]) -> dict[str, tuple[int, str, str | None]]:
    """Of events that stand: the day of publication (0 where unknown), the dispatch, the incident."""
    found: dict[str, tuple[int, str, str | None]] = {}
    for some in _portions(ids):
        rows = connection.execute(
            select(events.c.id, dispatches.c.date, dispatches.c.id.label("dispatch_id"), events.c.incident_id)
            .join(dispatches, dispatches.c.key == events.c.dispatch_key)
            .where(events.c.id.in_(some), events.c.review != "rejected")
        )
        for row in rows:
            found[row.id] = (row.date.toordinal() if row.date else 0, row.dispatch_id, row.incident_id)
    return found


def _scores(connection: Connection, ids: Mapping[str, Any]) -> dict[Pair, float]:
    found: dict[Pair, float] = {}
    for some in _portions(ids):
        for row in connection.execute(select(links).where(links.c.a.in_(some))):
            if row.b in ids:
                found[row.a, row.b] = row.score
    return found


def _judged(connection: Connection, ids: Mapping[str, Any]) -> tuple[set[Pair], set[Pair]]:
    apart: set[Pair] = set()
    together: set[Pair] = set()
    for some in _portions(ids):
        for row in connection.execute(select(judgements).where(judgements.c.a.in_(some))):
            if row.b in ids and row.verdict != "unsure":
                (together if row.verdict == "same" else apart).add((row.a, row.b))
    return apart, together


def _shrunk(connection: Connection, incident_id: str, members: Collection[str]) -> bool:
    """Whether an incident's row counts other accounts than it has."""
    number = connection.scalar(select(incidents.c.accounts).where(incidents.c.id == incident_id))
    return number != len(members)


def _block(key: str) -> int:
    return int.from_bytes(hashlib.blake2b(key.encode("utf-8", "replace"), digest_size=8).digest(), "big", signed=True)
