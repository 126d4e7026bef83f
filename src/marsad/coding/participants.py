"""The participants of an event, brought together from its tellings (codebook 3)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from marsad.actors.registry import ActorRegistry
from marsad.codebook.naming import naming
from marsad.codebook.types import event_types
from marsad.coding.merging import Happening, Telling
from marsad.coding.who import Party, parties_of, stance
from marsad.model import Participant, Role, Span

_VICTIM_TYPES = {
    "attack", "explosive_device", "suicide_bomb", "grenade", "shelling", "air_strike", "drone_strike",
    "chemical_weapon", "abduction", "arrest", "torture", "sexual_violence", "death_report", "displacement",
    "armed_clash", "riot", "release",
}  # fmt: skip
_MUTUAL = {"armed_clash", "negotiation", "agreement", "release"}
_CROWD_KINDS = {"protest": "Protesters", "riot": "Rioters", "protest_intervention": "Protesters"}


def participants(
    happening: Happening, registry: ActorRegistry, *, country: str | None, date: dt.date | None
) -> list[Participant]:
    """Who took part: sides of all tellings, each actor once under its fullest name, linked to the registry.

    `country` (ISO 3166-1 alpha-2) and `date` say where and when the text plays, for names like "the army".
    """
    sides: dict[Role, list[Party]] = {"side_a": [], "side_b": [], "third": []}
    for telling in sorted(happening.tellings, key=lambda t: (t.headline, _borrowed(t, happening))):
        a, b = list(telling.sides.side_a), list(telling.sides.side_b)
        if happening.type in _MUTUAL and _crossed(sides, a, b):
            a, b = b, a
        if telling.headline and _named(sides["side_a"]):
            a = []
        if telling.headline and _named(sides["side_b"]):
            b = []
        listed = telling.sides.mutual and bool(a and b)
        _extend(sides["side_a"], a, sides["side_b"], listed=listed)
        _extend(sides["side_b"], b, sides["side_a"], listed=listed)
        _extend(sides["third"], telling.sides.third, [*sides["side_a"], *sides["side_b"]])
    if happening.type in _VICTIM_TYPES and not _told(sides["side_b"]):
        _extend(sides["side_b"], _victims(happening), sides["side_a"])
    found = []
    for role, parties in sides.items():
        for party in parties:
            if party.unknown and naming().unidentified & set(party.name.lower().split()):
                continue
            found.append(_participant(party, role, happening.type, registry, country, date))
    return found


def _borrowed(telling: Telling, happening: Happening) -> bool:
    """Whether a telling is of another kind than the event: "the attack" beside "the shelling"."""
    return telling.type != happening.type and event_types()[happening.type].family != event_types()[telling.type].family


def _told(parties: Sequence[Party]) -> bool:
    return any(not p.unknown for p in parties)


def _named(parties: Sequence[Party]) -> bool:
    return any(p.civilian or _names_body(p) for p in parties)


def _victims(happening: Happening) -> list[Party]:
    """Those whom the tolls count, where no telling names a side_b."""
    found: list[Party] = []
    for telling in happening.tellings:
        scene = telling.mention.scene
        for count in telling.counts:
            for head in count.heads:
                if head.doc is scene.sentence.span.doc:
                    found += [p for p in parties_of(scene, head, "target") if not p.unknown]
        if found:
            break
    return found


def _participant(
    party: Party,
    role: Role,
    event_type: str,
    registry: ActorRegistry,
    country: str | None,
    date: dt.date | None,
) -> Participant:
    actor_id, kind = party.actor_id, party.kind
    if actor_id is None and not party.civilian and not party.unknown and not _formerly(party.name):
        known = registry.lookup(party.name, country=country, date=date)
        if known:
            actor_id, kind = known[0].id, known[0].kind
    if role == "side_a" and party.civilian:
        kind = _CROWD_KINDS.get(event_type, kind)
    evidence = [Span(*party.span)]
    if party.also is not None and party.also != party.span:
        evidence.append(Span(*party.also))
    return Participant(role=role, name=party.name, actor_id=actor_id, kind=kind, evidence=evidence)


def _formerly(name: str) -> bool:
    """Whether a name says that its bearers have left the body that it names."""
    first = name.lower().split()[0] if name else ""
    return first.startswith("ex-") or first in naming().former


def _crossed(sides: dict[Role, list[Party]], a: list[Party], b: list[Party]) -> bool:
    """Whether a telling names the sides the other way round, by its names or by who stands for the state."""

    def meets(one: list[Party], other: list[Party]) -> bool:
        return any(_covers(x, y) or _covers(y, x) for x in one for y in other)

    def leans(one: list[Party], other: list[Party]) -> bool:
        return bool({stance(x) for x in one} & {stance(y) for y in other} - {None})

    for alike in (meets, leans):
        straight = alike(sides["side_a"], a) or alike(sides["side_b"], b)
        crossed = alike(sides["side_a"], b) or alike(sides["side_b"], a)
        if straight or crossed:
            return crossed and not straight
    return False


def _extend(kept: list[Party], new: Sequence[Party], other: Sequence[Party], *, listed: bool = False) -> None:
    """Add new parties; a fuller name takes the place of a shorter one, a named party that of a vague one.

    `listed`: the parties stand in one list ("the army and allied militias"): vague ones are meant, too.
    """
    together = [] if not listed else new
    for party in new:
        if not party.name or any(_covers(p, party) for p in [*kept, *other]):
            continue
        if _vague(party) and any(_names_body(p) and p not in together for p in kept):
            continue
        position = len(kept)
        for old in list(kept):
            if _covers(party, old) or (_vague(old) and _names_body(party) and old not in together):
                position = min(position, kept.index(old))
                kept.remove(old)
        kept.insert(position, party)


def _vague(party: Party) -> bool:
    """Whether a name says only what people they are: "gunmen", "the soldiers"."""
    if party.unknown:
        return True
    if party.civilian or not party.name.islower() or " " in party.name:
        return False
    return party.actor_id is None or party.name.endswith(("s", "men"))


def _names_body(party: Party) -> bool:
    return not party.civilian and not _vague(party)


def _covers(one: Party, other: Party) -> bool:
    """Whether the second party is already named by the first."""
    if one.key() == other.key() or (one.civilian and other.civilian):
        return True
    a, b = set(one.name.lower().split()), set(other.name.lower().split())
    return b <= a and not one.unknown
