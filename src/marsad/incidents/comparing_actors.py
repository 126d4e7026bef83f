"""Can the sides of two accounts be the same actors?

"Regime forces" contain the 4th Division; "gunmen" can be a named group; two named groups of which neither belongs to
the other are two. In clashes, and where one account leaves the doer open, either order of the sides will do.
"""

from __future__ import annotations

from marsad.incidents.features import ActorFeatures, Features

_RANK = {"same": 7, "contained": 6, "akin": 5, "vague": 4, "open": 3, "unknown": 2, "vague_other": 1, "other": 0}
_LEAST_COMMON = 0.5


def actor_level(a: Features, b: Features) -> tuple[str, dict[str, str]]:
    """How well the armed and political actors of two events agree, over both sides, and whom the words name."""
    ours, theirs = _named(a), _named(b)
    if not ours or not theirs:
        return "open", {}
    if a.mutual or b.mutual:
        pairs = [_best(ours, theirs)]
        rest = _unmatched(ours, theirs)
        if rest is not None:
            pairs.append(rest)
    else:
        pairs = [
            _best(one, other)
            for role in ("side_a", "side_b", "third")
            if (one := [actor for actor in ours if actor.role == role])
            and (other := [actor for actor in theirs if actor.role == role])
        ]
        if not pairs:
            level, filled = _best(ours, theirs)
            return ("turned" if level in ("same", "contained") else "open"), filled
    worst = min(pairs, key=lambda pair: _RANK[pair[0]])
    best = max(pairs, key=lambda pair: _RANK[pair[0]])
    if worst[0] not in ("other", "vague_other", "unknown"):
        return best
    if best[0] in ("same", "contained"):
        return "mixed", best[1]
    crossed, filled = _best(
        [actor for actor in ours if actor.role == "side_a"], [actor for actor in theirs if actor.role == "side_b"]
    )
    return ("turned", filled) if crossed in ("same", "contained") else worst


def _named(event: Features) -> list[ActorFeatures]:
    """Those who tell something: civilians are in most events."""
    return [actor for actor in event.actors if not actor.civilians]


def _best(ours: list[ActorFeatures], theirs: list[ActorFeatures]) -> tuple[str, dict[str, str]]:
    found: tuple[str, dict[str, str]] = ("open", {})
    rank = -1
    for one in ours:
        for other in theirs:
            level, filled = relation(one, other)
            if _RANK[level] > rank:
                found, rank = (level, filled), _RANK[level]
    return found


def _unmatched(ours: list[ActorFeatures], theirs: list[ActorFeatures]) -> tuple[str, dict[str, str]] | None:
    """For a fight: the actors of each account that the best pair leaves over, compared in their turn."""
    if len(ours) < 2 or len(theirs) < 2:
        return None
    best = max(
        ((_RANK[relation(one, other)[0]], -i, -j) for i, one in enumerate(ours) for j, other in enumerate(theirs)),
    )
    return _best(
        [actor for i, actor in enumerate(ours) if i != -best[1]],
        [actor for j, actor in enumerate(theirs) if j != -best[2]],
    )


def relation(one: ActorFeatures, other: ActorFeatures) -> tuple[str, dict[str, str]]:
    """Whether two names can mean one actor: `same`, `contained` (the first in the words belongs to the second), `vague`
    (the first is a word such as "gunmen"), `akin` (both under one parent), `other`, or `unknown` where the registry
    lacks one.
    """
    filled = {"a": one.name, "b": other.name}
    turned = {"a": other.name, "b": one.name}
    if one.lineage and other.lineage:
        if one.lineage[0] == other.lineage[0]:
            return "same", filled
        if other.lineage[0] in one.lineage:
            return "contained", filled
        if one.lineage[0] in other.lineage:
            return "contained", turned
        return ("akin" if set(one.lineage) & set(other.lineage) else "other"), filled
    if one.kinds or other.kinds:
        if one.kinds and other.kinds:
            return ("vague" if set(one.kinds) & set(other.kinds) else "vague_other"), filled
        vague, named, words = (one, other, filled) if one.kinds else (other, one, turned)
        return ("vague" if named.kind is None or named.kind in vague.kinds else "vague_other"), words
    common = set(one.keys) & set(other.keys)
    if common and len(common) >= _LEAST_COMMON * min(len(one.keys), len(other.keys)):
        return "same", filled
    return "unknown", filled
