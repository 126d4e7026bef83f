"""Which happening of a sentence each count of people belongs to (codebook 3, casualties)."""

from __future__ import annotations

from collections.abc import Sequence

from marsad.coding.how_many import Count
from marsad.coding.scene import Mention, Scene


def share(scene: Scene, mentions: Sequence[Mention], counts: Sequence[Count]) -> dict[int, list[Count]]:
    """Give each count of a sentence to the mention that it belongs to."""
    shares: dict[int, list[Count]] = {}
    if not mentions:
        return shares
    for count in counts:
        owner = scene.owner(count.word) or scene.owner(count.heads[0])
        fitting = [m for m in mentions if _can_harm(m, count)]
        if owner is None or owner not in fitting:
            owner = min(fitting, key=lambda m: abs(m.trigger.i - count.word.i)) if fitting else None
        if owner is not None:
            shares.setdefault(id(owner), []).append(count)
    return shares


_HARM_TYPES = {
    "arrested": {"arrest", "raid", "protest_intervention"},
    "released": {"release", "agreement"},
    "displaced": {"displacement", "withdrawal"},
    "surrendered": {"surrender"},
    "captured": {"abduction", "armed_clash", "arrest", "attack", "territory_taken"},
    "missing": {"abduction", "armed_clash", "attack", "shelling", "air_strike", "explosive_device"},
}


def _can_harm(mention: Mention, count: Count) -> bool:
    allowed = _HARM_TYPES.get(count.harm)
    if allowed is not None:
        return mention.type in allowed
    return mention.family not in ("politics",) and mention.type not in ("arrest", "release", "deployment", "base_established", "surrender", "weapons_disrupted", "withdrawal", "aid", "movement_restriction")
