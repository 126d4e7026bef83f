"""What is an incident's value of each cell, which rule chose it, and where do its accounts contradict each other?

Codebook 5: nothing is overwritten. Each cell takes one account's value, says by which rule, and keeps what all told.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Mapping, Sequence
from typing import TypeVar

from marsad.incidents.accounts import Account, Choice, Incident
from marsad.incidents.comparing import places_exclude
from marsad.incidents.comparing_actors import relation
from marsad.incidents.features import ActorFeatures, Features, features
from marsad.incidents.figures import reconciled
from marsad.incidents.files import alike_types, credibility
from marsad.incidents.sources import by_publication, independent, kind_name, rank
from marsad.model import Participant, Place, Role, Status, When

T = TypeVar("T")
_TIME_ORDER = ("day", "week", "month", "year", "unknown")
_PLACE_ORDER = ("exact", "near", "region", "country", None)
_BEFORE: frozenset[Status] = frozenset({"planned", "threatened"})
_DONE: frozenset[Status] = frozenset({"happened", "ongoing"})
_NOT_DONE: frozenset[Status] = frozenset({"denied", "failed"})
_TURNED: dict[Role, Role] = {"side_a": "side_b", "side_b": "side_a", "third": "third"}


def reconcile(incident_id: str, accounts: Sequence[Account], made: Mapping[str, Features] | None = None) -> Incident:
    """An incident from its accounts (at least one, in any order). Raises `ValueError` without an account.

    `made` are features of accounts, by the event's id, that the caller has already.
    """
    if not accounts:
        raise ValueError("an incident has at least one account")
    ordered = by_publication(accounts)
    own = independent(ordered)
    known = made or {}
    looked = {account.event.id: known.get(account.event.id) or features(account) for account in ordered}
    turned = _turned(ordered, looked)
    return Incident(
        id=incident_id,
        accounts=tuple(ordered),
        type=_type(ordered, own),
        status=_status(ordered, own),
        time=_time(ordered, own),
        place=_place(ordered, own, looked),
        side_a=_side("side_a", ordered, own, looked, turned),
        side_b=_side("side_b", ordered, own, looked, turned),
        third=_side("third", ordered, own, looked, turned),
        figures=tuple(reconciled(ordered, turned)),
    )


def _choose(
    told: Sequence[tuple[Account, T]], own: Sequence[Account], same: Callable[[T], Hashable], most: str
) -> tuple[Account, T, str]:
    """The value that most sources tell; of several the latest account of the most credible kind, else the latest."""
    counted = {account.event.id for account in own}
    candidates = [(account, value) for account, value in told if account.event.id in counted] or list(told)
    if len(candidates) == 1:
        return *candidates[0], "the only account"
    votes: dict[Hashable, int] = {}
    for _account, value in candidates:
        votes[same(value)] = votes.get(same(value), 0) + 1
    highest = max(votes.values())
    left = [(account, value) for account, value in candidates if votes[same(value)] == highest]
    rule = "all accounts agree" if len(votes) == 1 else f"{most} ({highest} of {len(candidates)})"
    if len({same(value) for _account, value in left}) > 1:
        ranks = [place for account, _value in left if (place := rank(account)) is not None]
        rule = "the latest account"
        if ranks:
            left = [(account, value) for account, value in left if rank(account) == min(ranks)]
            rule = f"the latest account of the most credible kind ({kind_name(min(ranks))})"
    return *left[-1], rule


def _type(accounts: Sequence[Account], own: Sequence[Account]) -> Choice[str]:
    told = [(account, account.event.type) for account in accounts]
    chosen, value, rule = _choose(told, own, str, "told by most")
    types = {kind for _account, kind in told}
    excluded = any(one != other and other not in alike_types().get(one, ()) for one in types for other in types)
    return Choice(value, rule, excluded, _told(told), chosen.event.id)


def _status(accounts: Sequence[Account], own: Sequence[Account]) -> Choice[Status]:
    """What was planned gives way to what a later account tells of it."""
    told = [(account, account.event.status) for account in accounts]
    statuses = {status for _account, status in told}
    later = [(account, status) for account, status in told if status not in _BEFORE]
    chosen, value, rule = _choose(later or told, own, str, "told by most")
    if later and len(later) < len(told):
        rule += ", after what was planned"
    return Choice(value, rule, bool(statuses & _DONE) and bool(statuses & _NOT_DONE), _told(told), chosen.event.id)


def _time(accounts: Sequence[Account], own: Sequence[Account]) -> Choice[When]:
    told = [(account, account.event.time) for account in accounts if account.event.time.start]
    if not told:
        return Choice(accounts[0].event.time, "no account tells it")
    least = min(_TIME_ORDER.index(time.precision) for _account, time in told)
    precise = [(account, time) for account, time in told if _TIME_ORDER.index(time.precision) == least]
    chosen, value, rule = _choose(precise, own, lambda time: (time.start, time.end), "told by most")
    if len(precise) < len(told):
        rule += ", of the most precise"
    return Choice(value, rule, _days_exclude([time for _account, time in told]), _told(told), chosen.event.id)


def _days_exclude(times: Sequence[When]) -> bool:
    spans = [(time.start, time.end or time.start) for time in times if time.precision != "unknown"]
    return any(start and end and start > end for start, _end in spans for _start, end in spans)


def _place(accounts: Sequence[Account], own: Sequence[Account], looked: dict[str, Features]) -> Choice[Place]:
    told = [(account, account.event.place) for account in accounts if account.event.place.name]
    if not told:
        return Choice(accounts[0].event.place, "no account names it")

    def coarseness(place: Place) -> tuple[bool, int]:
        return (not place.resolved, _PLACE_ORDER.index(place.precision))

    least = min(coarseness(place) for _account, place in told)
    precise = [(account, place) for account, place in told if coarseness(place) == least]
    chosen, value, rule = _choose(
        precise, own, lambda place: place.gazetteer_id or (place.name or "").lower(), "told by most"
    )
    if len(precise) < len(told):
        rule += ", of the most precise"
    ids = [account.event.id for account, _place in told]
    excluded = any(places_exclude(looked[one], looked[other]) for one in ids for other in ids if one < other)
    return Choice(value, rule, excluded, _told(told), chosen.event.id)


# ------------------------------------------------------------------ sides


def _turned(accounts: Sequence[Account], looked: dict[str, Features]) -> frozenset[str]:
    """The events of a fight that tell the sides the other way round than the first account with both sides."""
    found = set[str]()
    first: Features | None = None
    for account in accounts:
        here = looked[account.event.id]
        roles = {actor.role for actor in here.actors}
        if not {"side_a", "side_b"} <= roles:
            continue
        if first is None:
            first = here
        elif (here.mutual or first.mutual) and _agreement(first, here, turn=True) > _agreement(first, here, turn=False):
            found.add(account.event.id)
    return frozenset(found)


def _agreement(one: Features, other: Features, *, turn: bool) -> int:
    """How many of an event's participants can stand on the same side of the other."""
    return sum(
        any(
            relation(actor, their)[0] in ("same", "contained")
            for their in other.actors
            if (_turned_role(their.role) if turn else their.role) == actor.role
        )
        for actor in one.actors
        if actor.role != "third"
    )


def _turned_role(role: str) -> str:
    return {"side_a": "side_b", "side_b": "side_a"}.get(role, role)


def _side(
    role: Role,
    accounts: Sequence[Account],
    own: Sequence[Account],
    looked: dict[str, Features],
    turned: Collection[str],
) -> Choice[tuple[Participant, ...]]:
    """The participants whom most accounts can agree with, of these the most specific names."""
    told = [
        (account, tuple(account.event.side(_TURNED[role] if account.event.id in turned else role)))
        for account in accounts
    ]
    told = [(account, people) for account, people in told if people]
    if not told:
        return Choice((), "no account tells it")
    actors = {
        account.event.id: [
            actor
            for actor in looked[account.event.id].actors
            if (_turned_role(actor.role) if account.event.id in turned else actor.role) == role
        ]
        for account, _people in told
    }
    counted = {account.event.id for account in own}
    candidates = [one for one in told if one[0].event.id in counted] or told

    def worth(one: tuple[Account, tuple[Participant, ...]]) -> tuple[int, int, int, int]:
        mine = actors[one[0].event.id]
        place = rank(one[0])
        agreeing = sum(_can_be(mine, actors[other.event.id]) for other, _people in candidates)
        return agreeing, _specific(mine), -(len(credibility()) if place is None else place), candidates.index(one)

    chosen = max(candidates, key=worth)
    agreeing = worth(chosen)[0]
    if len(candidates) == 1:
        rule = "the only account"
    elif agreeing == len(candidates):
        rule = "the most specific names; all accounts can agree"
    else:
        rule = f"the most specific names that most can agree with ({agreeing} of {len(candidates)})"
    ids = list(actors)
    excluded = any(not _can_be(actors[one], actors[other]) for one in ids for other in ids if one < other)
    return Choice(chosen[1], rule, excluded, _told(told), chosen[0].event.id)


def _can_be(ours: Sequence[ActorFeatures], theirs: Sequence[ActorFeatures]) -> bool:
    """Whether two lists of participants can be one side: some pair can be the same actor. Civilians exclude nobody: a
    side of people may be told by what they are.
    """
    return any(
        one.civilians or other.civilians or relation(one, other)[0] not in ("other", "vague_other")
        for one in ours
        for other in theirs
    )


def _specific(actors: Sequence[ActorFeatures]) -> int:
    """How specific the names of a side are: the depth of the deepest actor in the registry, one more for any name."""
    return max((len(actor.lineage) + (0 if actor.kinds or actor.civilians else 1) for actor in actors), default=0)


def _told(told: Sequence[tuple[Account, T]]) -> tuple[tuple[str, T], ...]:
    return tuple((account.event.id, value) for account, value in told)
