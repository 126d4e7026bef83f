"""How many incidents and people: the key figures of some incidents, and the dead by whose side they were on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from marsad.codebook.types import event_types
from marsad.incidents.accounts import Account, Figure, Incident
from marsad.incidents.sources import independent
from marsad.incidents.sums import TOOK_PLACE, Count, added, counts_and_totals, incident_sum
from marsad.model import Harm

NOBODY = Count(0, 0, 0)
CIVILIANS = "Civilians"
NOT_TOLD = "Side not told"
MIXED = "Several kinds together"


@dataclass(frozen=True, slots=True)
class KeyFigures:
    """What some incidents add up to. Counts of people are sums over the incidents that took place.

    `violent`: of the family of violence. `single`: told by one source only. `contradicted`: accounts exclude each
    other in some cell. `dispatches` and `sources` count what tells of the incidents, reposts left out.
    """

    incidents: int
    violent: int
    killed: Count
    injured: Count
    civilians_killed: Count
    abducted: int
    single: int
    contradicted: int
    dispatches: int
    sources: int


@dataclass(frozen=True, slots=True)
class SideDeaths:
    """The dead of one kind of side, over `incidents` incidents."""

    side: str
    killed: Count
    incidents: int


def took_place(incidents: Iterable[Incident]) -> list[Incident]:
    """The incidents that happened, are going on or are claimed, in their order."""
    return [item for item in incidents if item.status.value in TOOK_PLACE]


def people(incidents: Iterable[Incident], harm: Harm) -> Count:
    """How many people the incidents that took place killed, injured …; nobody where none tells."""
    counts = (incident_sum(item, harm) for item in took_place(incidents))
    return added([count for count in counts if count])


def key_figures(incidents: Sequence[Incident]) -> KeyFigures:
    """The key figures of some incidents."""
    real = took_place(incidents)
    civilians = [side.killed for side in deaths_by_side(incidents) if side.side == CIVILIANS]
    return KeyFigures(
        incidents=len(real),
        violent=sum(is_violent(item) for item in real),
        killed=people(real, "killed"),
        injured=people(real, "injured"),
        civilians_killed=added(civilians),
        abducted=sum(item.type.value == "abduction" for item in real),
        single=sum(len(sources_of(item)) < 2 for item in real),
        contradicted=sum(item.contradicted for item in real),
        dispatches=len(dispatches_of(incidents)),
        sources=len({source for item in incidents for source in sources_of(item)}),
    )


def is_violent(incident: Incident) -> bool:
    """Whether the incident's type belongs to the codebook's family of violence."""
    kind = event_types().get(incident.type.value)
    return kind is not None and kind.family == "violence"


def sources_of(incident: Incident) -> list[str]:
    """The sources that tell of an incident, each once, in the order of publication; a repost is none of its own.

    A dispatch that names no source counts as one of its own.
    """
    return list(dict.fromkeys(source_name(account) for account in independent(incident.accounts)))


def source_name(account: Account) -> str:
    """Who tells an account: its publisher, else the title or id of its dispatch."""
    dispatch = account.dispatch
    return dispatch.source or dispatch.title or f"dispatch {dispatch.id}"


def dispatches_of(incidents: Iterable[Incident]) -> set[str]:
    """The ids of the dispatches that tell of some incidents, reposts left out."""
    return {account.dispatch.id for item in incidents for account in independent(item.accounts)}


def deaths_by_side(incidents: Iterable[Incident]) -> list[SideDeaths]:
    """The dead of the incidents that took place by the kind of their side, most first; nobody stands in two rows.

    Kinds are civilians, the actor kinds of the registry ("State forces", "Rebel group" …) where all actors of the
    side are of one, `MIXED` where they are of several, and `NOT_TOLD`. Of a total with parts, the parts count for
    their sides and what is left for the total's: at least the total's low less the parts' high, at most the
    reverse. The best figures of all rows add up to the best figure of all dead.
    """
    found: dict[str, list[Count]] = {}
    for incident in took_place(incidents):
        by_side: dict[str, list[Count]] = {}
        for side, count in _shares(incident):
            by_side.setdefault(side, []).append(count)
        for side, counts in by_side.items():
            found.setdefault(side, []).append(added(counts))
    rows = [SideDeaths(side, added(counts), len(counts)) for side, counts in found.items()]
    told = [row for row in rows if row.killed != NOBODY]
    return sorted(told, key=lambda row: (row.side in (NOT_TOLD, MIXED), -row.killed.best, row.side))


def _shares(incident: Incident) -> list[tuple[str, Count]]:
    """What each killed group adds to its side."""
    counts, total_of = counts_and_totals(incident.figures, "killed")
    shares = []
    for index, count in counts.items():
        inner = [counts[part] for part, total in total_of.items() if total == index]
        share = _rest(count, added(inner)) if inner else count
        shares.append((side_kind(incident, incident.figures[index]), share))
    return shares


def _rest(total: Count, parts: Count) -> Count:
    low = 0 if parts.high is None else max(0, total.low - parts.high)
    best = max(0, total.best - parts.best)
    return Count(min(low, best), best, None if total.high is None else max(best, total.high - parts.low))


def side_kind(incident: Incident, figure: Figure) -> str:
    """The kind of the side on which a group of people stood."""
    if figure.side == "civilian":
        return CIVILIANS
    if figure.side is None:
        return NOT_TOLD
    members = {"side_a": incident.side_a, "side_b": incident.side_b, "third": incident.third}[figure.side].value
    kinds = {member.kind for member in members if member.kind}
    if len(kinds) > 1:
        return MIXED
    return kinds.pop() if kinds else NOT_TOLD
