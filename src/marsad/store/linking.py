"""Which incident does an event belong to? Events are linked as they come; judgements and rejections regroup at once."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Engine, and_, delete, insert, or_, select, update

from marsad.incidents.accounts import Account
from marsad.incidents.blocking import keys, sought
from marsad.incidents.clustering import Pair, pair
from marsad.incidents.comparing import Reason, compare
from marsad.incidents.features import Features
from marsad.incidents.features import features as features_of
from marsad.incidents.linking import Link, affected, regroup
from marsad.incidents.linking import links as links_of
from marsad.incidents.version import comparison_version
from marsad.store.decisions import KINDS_OF_JUDGEMENT, Decision
from marsad.store.documents import decision_from, storable
from marsad.store.engine import reading, writing
from marsad.store.incidents import Known, kept_features, write_incidents
from marsad.store.moments import moment_of_change
from marsad.store.projecting import bury, unbury
from marsad.store.reading import accounts_by_id, portions
from marsad.store.rows import insert_rows
from marsad.store.schema import blocks, decisions, dispatches, events, features, incidents, judgements, links
from marsad.store.state import judgements as standing_judgements

_AT_ONCE = 2000
"""Events that one transaction links: some seconds, in which other writers wait."""


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
    return _surroundings(
        connection, connection.scalars(select(events.c.id).where(events.c.dispatch_key == dispatch_key))
    )


def _surroundings(connection: Connection, ids: Iterable[str]) -> Surroundings:
    ids = list(ids)
    stood: set[str] = set()
    for some in portions(ids):
        here = events.c.id.in_(some), events.c.incident_id.is_not(None)
        stood.update(connection.scalars(select(events.c.incident_id).where(*here)))
    return Surroundings(frozenset(_neighbours(connection, ids)), frozenset(stood))


def relink(connection: Connection, touched: Collection[str], before: Surroundings, now: dt.datetime) -> set[str]:
    """Link events that came, changed or went, and regroup what hangs together with them; the ids of the incidents."""
    if not touched:
        return set()
    for some in portions(touched):
        connection.execute(delete(links).where(or_(links.c.a.in_(some), links.c.b.in_(some))))
    accounts = accounts_by_id(connection, touched)
    _forget(connection, accounts)
    rejected = [id for id, account in accounts.items() if account.review == "rejected"]
    for some in portions(rejected):
        out = {"incident_id": None, "contradicted": False}
        connection.execute(update(events).where(events.c.id.in_(some)).values(**out))
    looked_at = {id: features_of(accounts[id]) for id in accounts.keys() - set(rejected)}
    _keep_links(connection, _compared(connection, looked_at))
    known = Known(accounts, looked_at)
    return regroup_around(connection, {*touched, *before.events}, before.incidents, touched, now, known)


def regroup_around(
    connection: Connection,
    seeds: Collection[str],
    left: Collection[str],
    touched: Collection[str],
    now: dt.datetime,
    known: Known,
) -> set[str]:
    """Group anew what hangs together with events; `left` are incidents that lost one, `touched` are changed events."""
    around = set(seeds) | _members(connection, left)
    present = _published(connection, affected(around, lambda some: _neighbours(connection, some)))
    apart, together = _judged(connection, present)
    groups = regroup(
        {id: (day, id) for id, (day, _, _) in present.items()},
        _scores(connection, present),
        {id: dispatch_id for id, (_, dispatch_id, _) in present.items()},
        apart,
        together,
    )
    before = {incident_id for _, _, incident_id in present.values() if incident_id} | set(left)
    counted = _counted(connection, groups)
    changed = set(touched)
    write_incidents(
        connection,
        {
            incident_id: members
            for incident_id, members in groups.items()
            if counted.get(incident_id) != len(members)
            or any(id in changed or present[id][2] != incident_id for id in members)
        },
        now,
        known,
    )
    gone = before - groups.keys()
    for some in portions(gone):
        connection.execute(delete(incidents).where(incidents.c.id.in_(some)))
        bury(connection, some, "incident", now)
    for some in portions(groups):
        unbury(connection, some)
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
    told = [decision_from(document) for document in connection.scalars(wanted)]
    if not any(one.kind in KINDS_OF_JUDGEMENT for one in told):
        return
    verdict = standing_judgements(told).get(frozenset((a, b)))
    connection.execute(delete(judgements).where(judgements.c.a == a, judgements.c.b == b))
    if verdict is not None:
        connection.execute(insert(judgements).values(a=a, b=b, verdict=verdict))
    stands = select(events.c.incident_id).where(events.c.id.in_((a, b)), events.c.incident_id.is_not(None))
    regroup_around(connection, {a, b}, set(connection.scalars(stands)), (), now, Known())


def restore_judgements(connection: Connection) -> None:
    """Write the table of judgements anew from the decisions."""
    wanted = select(decisions.c.document).where(decisions.c.event_id.is_not(None), decisions.c.other_id.is_not(None))
    told = [decision_from(document) for document in connection.scalars(wanted)]
    rows = []
    for named, verdict in standing_judgements(told).items():
        a, b = sorted(named)
        rows.append({"a": a, "b": b, "verdict": verdict})
    connection.execute(delete(judgements))
    if rows:
        connection.execute(insert(judgements), rows)


def link_rest(engine: Engine, progress: Callable[[int, int], None] | None = None, *, at_once: int = _AT_ONCE) -> int:
    """Link the events that wait, `at_once` in a transaction; the number of incidents that came or changed.

    Events wait that were added without linking, and those that another version of the comparison linked.
    What is done stays done when it is broken off. `progress` is told how many of how many events are done.
    """
    unlinked = (
        select(events.c.id)
        .join(features, features.c.event_key == events.c.key, isouter=True)
        .where(features.c.version.is_distinct_from(comparison_version()), events.c.review != "rejected")
    )
    with reading(engine) as connection:
        # by day, so that what hangs together comes together and is grouped once
        waiting = list(connection.scalars(unlinked.order_by(events.c.start_day, events.c.id)))
    changed: set[str] = set()
    if progress is not None:
        progress(0, len(waiting))
    for done in range(0, len(waiting), at_once):
        some = waiting[done : done + at_once]
        with writing(engine) as connection:
            # another process may have linked them meanwhile
            left = set(connection.scalars(unlinked.where(events.c.id.in_(some))))
            changed |= relink(connection, left, _surroundings(connection, left), moment_of_change(connection))
        if progress is not None:
            progress(done + len(some), len(waiting))
    return len(changed)


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


def _compared(connection: Connection, looked_at: Mapping[str, Features]) -> list[Link]:
    """Keep the features and blocks of events, and compare them with those that they share a block with."""
    key_of = _event_keys(connection, looked_at)
    by_key = {key_of[id]: event for id, event in looked_at.items()}
    version = {"version": comparison_version()}
    made = [{"event_key": key, "document": storable(event.to_json()), **version} for key, event in by_key.items()]
    insert_rows(connection, features, made)
    stands = {(_block(one), key) for key, event in by_key.items() for one in keys(event)}
    insert_rows(connection, blocks, [{"value": value, "event_key": key} for value, key in sorted(stands)])
    seekers: dict[int, list[int]] = {}
    for key, event in by_key.items():
        for value in {_block(one) for one in sought(event)}:
            seekers.setdefault(value, []).append(key)
    met: dict[int, set[int]] = {key: set() for key in by_key}
    for values in portions(seekers):
        for row in connection.execute(select(blocks).where(blocks.c.value.in_(values))):
            for key in seekers[row.value]:
                met[key].add(row.event_key)
    others = set[int]().union(*met.values()) - by_key.keys()
    kept = kept_features(connection, others)
    candidates = {**by_key, **kept, **_made_features(connection, others - kept.keys())}
    for key, those in met.items():
        # each pair once
        those.difference_update(
            [other for other in those if other <= key and (other == key or key in met.get(other, ()))]
        )
    found = {
        (link.a, link.b): link
        for key, event in by_key.items()
        for link in links_of(event, [candidates[other] for other in sorted(met[key])])
    }
    return [found[ids] for ids in sorted(found)]


def _made_features(connection: Connection, event_keys: Iterable[int]) -> dict[int, Features]:
    """Features made anew of events that another version linked; what is kept of them stays until their turn."""
    found: dict[int, Features] = {}
    for some in portions(event_keys):
        ids = connection.execute(select(events.c.id, events.c.key).where(events.c.key.in_(some))).all()
        accounts = accounts_by_id(connection, [row.id for row in ids])
        found.update((row.key, features_of(accounts[row.id])) for row in ids)
    return found


def _keep_links(connection: Connection, found: Iterable[Link]) -> None:
    insert_rows(connection, links, [{"a": one.a, "b": one.b, "score": one.score, "zone": one.zone} for one in found])


def _event_keys(connection: Connection, ids: Iterable[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for some in portions(ids):
        rows = connection.execute(select(events.c.id, events.c.key).where(events.c.id.in_(some)))
        found.update((row.id, row.key) for row in rows)
    return found


def _forget(connection: Connection, ids: Iterable[str]) -> None:
    for some in portions(_event_keys(connection, ids).values()):
        connection.execute(delete(blocks).where(blocks.c.event_key.in_(some)))
        connection.execute(delete(features).where(features.c.event_key.in_(some)))


def _neighbours(connection: Connection, ids: Iterable[str]) -> set[str]:
    """The events to which any of some is tied by a link of the zone "same" or by that judgement."""
    # The zone is looked at here: SQLite would take a condition on it for the better way in, and read all such links.
    found: set[str] = set()
    for some in portions(ids):
        for table, said in ((links, links.c.zone), (judgements, judgements.c.verdict)):
            for here, there in ((table.c.a, table.c.b), (table.c.b, table.c.a)):
                rows = connection.execute(select(there, said).where(here.in_(some)))
                found.update(id for id, tie in rows if tie == "same")
    return found


def _members(connection: Connection, incident_ids: Collection[str]) -> set[str]:
    found: set[str] = set()
    for some in portions(incident_ids):
        found.update(connection.scalars(select(events.c.id).where(events.c.incident_id.in_(some))))
    return found


def _published(connection: Connection, ids: Iterable[str]) -> dict[str, tuple[int, str, str | None]]:
    """Of events that stand: the day of publication (0 where unknown), the dispatch, the incident."""
    found: dict[str, tuple[int, str, str | None]] = {}
    for some in portions(ids):
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
    for some in portions(ids):
        for row in connection.execute(select(links).where(links.c.a.in_(some))):
            if row.b in ids:
                found[row.a, row.b] = row.score
    return found


def _judged(connection: Connection, ids: Mapping[str, Any]) -> tuple[set[Pair], set[Pair]]:
    apart: set[Pair] = set()
    together: set[Pair] = set()
    for some in portions(ids):
        for row in connection.execute(select(judgements).where(judgements.c.a.in_(some))):
            if row.b in ids and row.verdict != "unsure":
                (together if row.verdict == "same" else apart).add((row.a, row.b))
    return apart, together


def _counted(connection: Connection, incident_ids: Iterable[str]) -> dict[str, int]:
    """How many accounts the rows of incidents count."""
    found: dict[str, int] = {}
    for some in portions(incident_ids):
        rows = connection.execute(select(incidents.c.id, incidents.c.accounts).where(incidents.c.id.in_(some)))
        found.update((row.id, row.accounts) for row in rows)
    return found


def _block(key: str) -> int:
    return int.from_bytes(hashlib.blake2b(key.encode("utf-8", "replace"), digest_size=8).digest(), "big", signed=True)
