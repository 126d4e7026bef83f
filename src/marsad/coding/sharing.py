"""Which happening of a sentence each count of people belongs to (codebook 3, casualties)."""

from __future__ import annotations

from collections.abc import Sequence

from marsad.coding.how_many import Count, count_of
from marsad.coding.merging import Telling
from marsad.coding.scene import Mention, Scene
from marsad.coding.syntax import clause_verb, lineage
from marsad.model import Harm

_ALLOWED: dict[str, tuple[frozenset[str], frozenset[str]]] = {
    "arrested": (
        frozenset({"arrest", "protest_intervention", "raid"}),
        frozenset({"armed_clash", "riot", "protest", "weapons_disrupted", "abduction"}),
    ),
    "released": (
        frozenset({"release", "agreement"}),
        frozenset({"raid", "armed_clash", "abduction", "arrest"}),
    ),
    "displaced": (
        frozenset({"displacement", "withdrawal"}),
        frozenset({"shelling", "air_strike", "armed_clash", "attack", "property_destruction", "riot"}),
    ),
    "surrendered": (frozenset({"surrender"}), frozenset({"armed_clash", "agreement", "raid"})),
    "captured": (
        frozenset({"abduction", "armed_clash"}),
        frozenset({"arrest", "attack", "territory_taken", "raid", "property_destruction"}),
    ),
    "missing": (
        frozenset({"abduction", "armed_clash", "attack"}),
        frozenset({"shelling", "air_strike", "explosive_device", "drone_strike", "death_report"}),
    ),
}
"""Types of event by the harm that they do: those made for it, and those that may do it beside."""

_HARM_OF: dict[str, Harm] = {
    "arrest": "arrested",
    "abduction": "captured",
    "release": "released",
    "displacement": "displaced",
    "surrender": "surrendered",
}
"""Types of event that are themselves a harm to those whom they befall."""

_HARMLESS = frozenset(
    {
        "arrest", "release", "deployment", "base_established", "surrender", "weapons_disrupted", "withdrawal",
        "aid", "movement_restriction",
    }
)  # fmt: skip


def share(scene: Scene, mentions: Sequence[Mention], counts: Sequence[Count]) -> dict[int, list[Count]]:
    """Give each count of a sentence to the mention that it belongs to; keys are the ids of the mentions."""
    shares: dict[int, list[Count]] = {}
    for count in counts:
        owner = _owner(scene, mentions, count)
        if owner is not None:
            shares.setdefault(id(owner), []).append(count)
    for mention in mentions:
        harm = _HARM_OF.get(mention.type)
        if harm is not None and all(count.harm != harm for count in counts):
            befallen = mention.targets or (mention.doers if harm in ("displaced", "surrendered") else [])
            found = count_of(scene, harm, mention.trigger, befallen)
            if found:
                shares.setdefault(id(mention), []).extend(found)
    return shares


def _owner(scene: Scene, mentions: Sequence[Mention], count: Count) -> Mention | None:
    by_grammar = [scene.owner(count.word), *(scene.owner(head) for head in count.heads[:1])]
    for fitting in ([m for m in mentions if _made_for(m, count)], [m for m in mentions if _may_do(m, count)]):
        for owner in by_grammar:
            if owner is not None and owner in fitting:
                return owner
        if fitting:
            return min(fitting, key=lambda m: min(abs(i - count.word.i) for i in m.parts))
    return None


def _made_for(mention: Mention, count: Count) -> bool:
    if count.harm in _ALLOWED:
        return mention.type in _ALLOWED[count.harm][0]
    return mention.family != "politics" and mention.type not in _HARMLESS


def _may_do(mention: Mention, count: Count) -> bool:
    return count.harm in _ALLOWED and mention.type in _ALLOWED[count.harm][1]


def taken_up(tellings: Sequence[Telling], mention: Mention, counts: Sequence[Count], block: int) -> bool:
    """Give what a mention only adds to a happening told before in the paragraph to that happening.

    A death of the wounds or because of what was told ("One of them died of it on Sunday"), on whatever day and in
    whatever hospital; and those who are treated for wounds by gunshots. False where the mention stands for itself.
    """
    if not counts or not tellings:
        return False
    scene = mention.scene
    dies = mention.type == "death_report" and (any(c.later for c in counts) or _of_what_was_told(scene))
    treated = mention.family == "fire" and not mention.strong and mention.generic
    if not dies and not treated:
        return False
    if any(not _within_hospital(scene, i) for i in scene.toponyms):
        return False
    host = next(
        (t for t in reversed(tellings) if t.type in _DEADLY_TYPES and not t.headline and (t.block == block or treated)),
        None,
    )
    if host is None:
        return False
    host.counts = [*host.counts, *counts]
    return True


def of_its_clause(mention: Mention, counts: Sequence[Count]) -> list[Count]:
    """The counts that stand in the clause of a mention, whatever else it was given."""
    verb = clause_verb(mention.trigger)
    return [
        c
        for c in counts
        if c.word.i in mention.parts or verb is None or (own := clause_verb(c.word)) is None or own is verb
    ]


def _of_what_was_told(scene: Scene) -> bool:
    """ "died because of it", "succumbed to his wounds"."""
    return any(
        (t.lower_ == "it" and t.head.lower_ in ("of", "from"))
        or (scene.sentence.lemma(t) in ("wound", "injury", "burn") and t.dep_ == "pobj")
        for t in scene.tokens
    )


def _within_hospital(scene: Scene, i: int) -> bool:
    """Whether a place name is, or belongs to, the name of a hospital."""
    return any(scene.is_a(t, "hospital") for t in lineage(scene.sentence.span.doc[i], 4))


_DEADLY_TYPES = frozenset(
    {
        "armed_clash", "shelling", "air_strike", "drone_strike", "explosive_device", "suicide_bomb", "grenade",
        "chemical_weapon", "attack", "torture", "riot", "protest_intervention", "sexual_violence",
    }
)  # fmt: skip


def adopt(tellings: Sequence[Telling], counts: Sequence[Count], block: int) -> None:
    """Give counts of a sentence without a happening of its own ("Two are dead") to the one told before.

    `tellings`: those of the dispatch so far; only one of the same paragraph can take a count up. A sentence
    that names its own day or place, or begins with what is not told here ("They cost 338 lives"), tells of
    something else.
    """
    if not tellings or not counts or tellings[-1].block != block:
        return
    scene = counts[0].scene
    if any(d.kind != "time_of_day" for d in scene.dates) or scene.toponyms:
        return
    if scene.tokens[0].lower_ in ("they", "it", "these", "this", "that"):
        return
    for count in counts:
        for telling in reversed(tellings):
            if telling.block != block:
                break
            if _made_for(telling.mention, count) or _may_do(telling.mention, count):
                telling.counts = [*telling.counts, count]
                break
