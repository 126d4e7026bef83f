"""What happened: the mentions of events in a sentence, and their types (codebook 2).

`triggers.py` finds the words that tell something, `kinds.py` decides the type. Here words that tell a result
("killing four") are joined to the mention that caused it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from marsad.codebook.lexicon import FAMILIES
from marsad.coding.clauses import tells_day
from marsad.coding.kinds import collect_instruments, decide_type, is_damage
from marsad.coding.scene import Mention, Scene
from marsad.coding.syntax import complements_of, is_passive, is_verb, lineage, prepositions, subjects
from marsad.coding.triggers import RESULT_FAMILIES, find_hits

if TYPE_CHECKING:
    from marsad.coding.tokens import Token

_CAUSE_PREPOSITIONS = {
    "in",
    "by",
    "during",
    "from",
    "after",
    "amid",
    "following",
    "under",
    "of",
    "as",
    "through",
    "with",
    "over",
    "due",
    "because",
    "to",
}


_INTERCEPTED = ("drone_strike", "air_strike", "shelling")
"""What is repelled in the air is shot down."""
_CAUSING = {"lead", "result", "cause", "bring", "end"}


def find_mentions(scene: Scene) -> list[Mention]:
    """All mentions of events in a sentence, in the order of their triggers, results joined to their causes."""
    joined = _joined(scene, find_hits(scene))
    counted = any(_counted(m) for m in joined)
    # "57 attacks and ambushes": what is joined to a running total is part of it
    scene.mentions = [m for m in joined if not _counted(m) and not (counted and m.plural and not is_verb(m.trigger))]
    for mention in scene.mentions:
        collect_instruments(scene, mention)
    for mention in scene.mentions:
        decide_type(mention)
    scene.mentions = [m for m in scene.mentions if not _no_act_of_war(scene, m) and not _only_met(scene, m)]
    return scene.mentions


def _no_act_of_war(scene: Scene, mention: Mention) -> bool:
    """Accidents and disasters, and crimes that are only the reason of a sentence passed."""
    if (
        mention.family in RESULT_FAMILIES
        and mention.generic
        and any(scene.is_a(t, "accident", "nature") for t in scene.tokens)
    ):
        return True
    for other in scene.mentions:
        if other is not mention and other.type == "sanction" and not is_verb(mention.trigger):
            path = lineage(mention.trigger)
            if any(t.dep_ == "prep" and t.lower_ in ("for", "of", "over", "on") for t in path) and any(
                t.i in other.parts for t in path
            ):
                return True
    return False


def _only_met(scene: Scene, mention: Mention) -> bool:
    """Troops, weapons and bombs that the sentence tells of only as what something else befell.

    "A military column was ambushed", "intercepted a missile fired at the port".
    """
    trigger = mention.trigger
    for other in scene.mentions:
        if other is mention:
            continue
        if mention.type == "deployment" and not is_verb(trigger):
            if trigger in other.targets and (other.family == "violence" or other.type in ("attack", "arrest")):
                return True
        elif other.type == "weapons_disrupted" and trigger.dep_ in ("acl", "relcl") and trigger.head in other.targets:
            return True
    return False


_TALLY_FROM = 5
"""So many attacks or clashes in one breath are a running total (codebook 1), not one event."""
_TALLY_OF_DAY_FROM = 30
"""So many of them on one day are."""

_COUNTED_ARMS = {"air", "drone", "heavy"}
"""Strikes with these are told by their number: "22 raids by warplanes"."""


def _counted(mention: Mention) -> bool:
    if (
        not mention.plural
        or is_verb(mention.trigger)
        or mention.type in ("shelling", "air_strike", "drone_strike", "arrest", "release")
        or any(mention.scene.instrument(token) & _COUNTED_ARMS for token in mention.scene.tokens)
    ):
        return False
    for child in mention.trigger.children:
        if child.dep_ == "nummod":
            numbers = [q for q in mention.scene.quantities if q.start <= mention.scene.sentence.at(child)[0] < q.end]
            least = _TALLY_OF_DAY_FROM if any(tells_day(date) for date in mention.scene.dates) else _TALLY_FROM
            if any(q.low >= least for q in numbers):
                return True
    return False


def _joined(scene: Scene, hits: list[Mention]) -> list[Mention]:
    """Results ("killing four") become parts of the mention that caused them; carriers give way to event nouns."""
    kept = list(hits)
    for hit in list(kept):
        if hit not in kept:
            continue
        host = _host(scene, hit, kept)
        if host is not None and host is not hit:
            _absorb(host, hit)
            kept.remove(hit)
    return kept


def _host(scene: Scene, hit: Mention, kept: list[Mention]) -> Mention | None:
    others = [m for m in kept if m is not hit]
    if not others or _apart(scene, hit):
        return None
    by_part = {i: m for m in others for i in m.parts}
    # the doer is itself an event or what it was done with: "the shelling killed", "the blast hit"
    if hit.family in (*RESULT_FAMILIES, "violence", "bombing", "fire", "explosion"):
        for doer in hit.doers:
            found = by_part.get(doer.i)
            if found is not None and (found.family == "violence" or found.type in FAMILIES or _violent(found)):
                return found
    if hit.trigger.dep_ in ("acl", "relcl") and hit.family in ("fire", "violence"):
        # "a shell fired by the army landed on"
        for other in others:
            if _violent(other) and hit.trigger.head in other.doers and scene.instrument(hit.trigger.head):
                return other
    if hit.type in FAMILIES and not is_verb(hit.trigger):
        # "carried out 14 raids over X, hitting Y and Z": where they hit is told by the participle
        for other in others:
            behind = other.trigger.dep_ in ("advcl", "acl") and other.trigger.tag_ == "VBG"
            hits = behind and other.family == "violence" and other.trigger.head in (hit.trigger, hit.trigger.head)
            if hits and any(scene.instrument(token) & _COUNTED_ARMS for token in scene.tokens):
                return other
    if hit.type in ("negotiation", "agreement") and not is_verb(hit.trigger):
        # "ruled out talks"
        for ancestor in lineage(hit.trigger)[1:3]:
            found = by_part.get(ancestor.i)
            if found is not None and found.type == "rejection":
                return found
    if hit.type == "attack" and not is_verb(hit.trigger):
        # "clashes that led to the killing of four"
        for ancestor in lineage(hit.trigger)[1:4]:
            if ancestor.lemma_ in _CAUSING:
                for cause in subjects(ancestor):
                    found = by_part.get(cause.i)
                    if found is not None and _violent(found):
                        return found
    if not is_verb(hit.trigger) and hit.trigger.dep_ == "compound" and hit.trigger.head.i in by_part:
        compounded = by_part[hit.trigger.head.i]
        if compounded.trigger is hit.trigger.head and compounded.type in (hit.type, *FAMILIES):
            return compounded  # "combat engagements", "bomb attack"
    if hit.family == "violence" and not is_verb(hit.trigger) and hit.trigger.dep_ == "dobj":
        # "repelled an attack on the post"
        found = by_part.get(hit.trigger.head.i)
        joins = hit.type in FAMILIES or hit.type in ("armed_clash", *_INTERCEPTED)
        if found is not None and found.type == "armed_clash" and joins:
            return found
    if hit.family == "violence" and hit.type in FAMILIES and not is_verb(hit.trigger):
        # "an attack with drones", "in an attack ... by shelling": the verb that carries it is the mention
        for ancestor in lineage(hit.trigger)[1:4]:
            found = by_part.get(ancestor.i)
            if (
                found is not None
                and found.type in FAMILIES
                and found.family not in RESULT_FAMILIES
                and is_verb(found.trigger)
            ):
                return found
    # with/by an event noun: "targeted the town with airstrikes", "killed in clashes"
    if hit.type in FAMILIES:
        for preposition, heads in prepositions(hit.trigger):
            if preposition in _CAUSE_PREPOSITIONS:
                for head in heads:
                    found = by_part.get(head.i) or _inside(head, by_part)
                    if found is None or not _violent(found) or found.family in RESULT_FAMILIES:
                        continue
                    if hit.family in RESULT_FAMILIES or preposition in ("with", "by", "in"):
                        return found
    if hit.family in RESULT_FAMILIES or is_damage(scene, hit):
        for child in hit.trigger.children:
            if child.dep_ in ("advcl", "prep", "conj"):
                found = by_part.get(child.i)
                if found is not None and _violent(found) and found.family not in RESULT_FAMILIES:
                    return found
        for ancestor in lineage(hit.trigger)[1:]:
            found = by_part.get(ancestor.i)
            if found is not None and (_violent(found) or found.family in RESULT_FAMILIES):
                return found
        violent = [m for m in others if _violent(m) and m.family not in RESULT_FAMILIES and not _told_below(m, hit)]
        if violent:
            return min(violent, key=lambda m: abs(m.trigger.i - hit.trigger.i))
        same = [m for m in others if m.family in RESULT_FAMILIES and m.trigger.i < hit.trigger.i]
        if same and not _own_place(scene, hit):
            return same[-1]
    return None


def _told_below(other: Mention, hit: Mention) -> bool:
    """ "Two were killed as they looked for men whom rebels had kidnapped": the kidnapping killed nobody."""
    trigger = other.trigger
    if trigger.dep_ != "relcl" or not any(c.dep_ == "aux" and c.lower_ == "had" for c in trigger.children):
        return False
    return hit.trigger.i in {t.i for t in lineage(trigger)[1:]}


def _apart(scene: Scene, hit: Mention) -> bool:
    """Whether a killing is told as another happening: "... hours after soldiers had killed a protester"."""
    trigger = hit.trigger
    if hit.family not in RESULT_FAMILIES or trigger.dep_ != "advcl" or is_passive(trigger):
        return False
    if not any(c.dep_ == "mark" and c.lower_ in ("after", "before", "since") for c in trigger.children):
        return False
    return any(c.dep_ == "nsubj" and scene.armed(c) for c in trigger.children)


def _own_place(scene: Scene, hit: Mention) -> bool:
    return any(i in scene.toponyms for i in (t.i for t in hit.trigger.subtree))


def _inside(head: Token, by_part: dict[int, Mention]) -> Mention | None:
    for child in head.children:
        if child.dep_ in ("compound", "amod", "nmod") and child.i in by_part:
            return by_part[child.i]
        if child.dep_ == "prep" and child.lower_ == "of":
            for inner in complements_of(child):
                if inner.i in by_part:
                    return by_part[inner.i]
    return None


def _violent(mention: Mention) -> bool:
    return (
        mention.type in FAMILIES
        or mention.family == "violence"
        or mention.type in ("riot", "protest", "protest_intervention", "raid", "death_report")
    )


def _absorb(host: Mention, hit: Mention) -> None:
    host.parts |= hit.parts
    host.strong = host.strong or hit.strong
    if hit.family in RESULT_FAMILIES:
        known = {t.i for t in host.targets}
        host.targets += [t for t in hit.targets if t.i not in known]
        if not host.doers and not host.both:
            host.doers = [t for t in hit.doers if t.i not in host.parts]
    else:
        host.targets += [t for t in hit.targets if t not in host.targets]
        host.doers += [t for t in hit.doers if t not in host.doers and t.i not in host.parts]
    if hit.both:
        host.both += [t for t in hit.both if t not in host.both]
    host.undergoer = host.undergoer or hit.undergoer
    if host.type == "armed_clash" and hit.type in _INTERCEPTED and hit.trigger.dep_ == "dobj" and is_verb(host.trigger):
        host.type, host.family = "weapons_disrupted", "measure"  # "repelled a drone attack"
    if host.type == "raid" and hit.family in ("kill", "fire") and any(host.scene.armed(t) for t in hit.targets):
        host.type, host.family = "armed_clash", "violence"  # a search that ends in a fight
    if (
        hit.type in FAMILIES
        and host.type in FAMILIES
        and host.family in RESULT_FAMILIES
        and hit.family not in RESULT_FAMILIES
    ):
        host.type, host.family = hit.type, hit.family
    host.reasons.append(f"with “{hit.trigger.text}”")
