"""The type of a mention: open families decided by instrument, target and doer (codebook 2).

The rules stand in `codebook/data/refinements.toml`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from marsad.codebook.lexicon import FAMILIES, Refinement, lexicon
from marsad.coding.scene import Mention, Scene
from marsad.coding.syntax import is_verb, lineage, prepositions, subjects

if TYPE_CHECKING:
    from marsad.coding.tokens import Token


def is_damage(scene: Scene, hit: Mention) -> bool:
    """Damage done to things is a result, as harm to people is, where something that does damage is told beside it."""
    return hit.type == "property_destruction" and scene.is_a(hit.trigger, "damage")


def collect_instruments(scene: Scene, mention: Mention) -> None:
    """Note on a mention the words for what it was done with."""
    alone = len(scene.mentions) == 1
    # "warplanes carried out raids, hitting X": the subject of the clause before does this as well
    by = {t.i for t in subjects(mention.trigger)} if is_verb(mention.trigger) else set()
    for token in scene.tokens:
        kinds = scene.instrument(token)
        hit = (
            token in mention.targets
            and token.i not in mention.parts
            and mention.type != "deployment"
            and not kinds & set(mention.rule.object)
        )
        if not kinds or token.pos_ == "VERB" or hit or token.i in scene.toponyms:
            continue  # what is hit is not what it is hit with; what is deployed is
        transported = any(_transports(scene, t) and t.i not in mention.parts for t in lineage(token)[1:4])
        if transported and token not in mention.doers:
            continue  # "flown to hospital by helicopter"
        if alone or token.i in mention.parts or token.i in by or scene.owner(token) is mention:
            mention.instruments[token.i] = kinds


def _transports(scene: Scene, token: Token) -> bool:
    """Whether a word is a verb of transport: "carry", but not "carry out"."""
    return is_verb(token) and scene.is_a(token, "transport") and not any(c.dep_ == "prt" for c in token.children)


def decide_type(mention: Mention) -> None:
    """Give an open family its type by the first refinement that holds, and settle the borders of the codebook."""
    scene = mention.scene
    if mention.type not in FAMILIES:
        _settle_borders(mention)
        return
    kinds = frozenset[str]().union(*mention.instruments.values())
    if mention.family == "fire" and any(scene.is_a(t, "dispersal") for t in scene.tokens):
        mention.type = "protest_intervention"
        mention.reasons.append("fire to disperse a crowd → protest_intervention")
        return
    for rule in lexicon().refinements:
        if mention.family in rule.families and _refinement_holds(scene, mention, rule, kinds):
            mention.type = rule.type
            named = mention.family == "fire" and any(t.pos_ != "PRON" for t in mention.doers)
            mention.generic = rule.generic or (
                bool(mention.targets) and all(t.pos_ == "PRON" for t in mention.targets) and not named
            )
            if mention.family == "fire" and not mention.targets and not mention.doers:
                mention.generic = True  # "gunfire was heard"
            mention.reasons.append(
                " ".join(
                    part
                    for part in (
                        f"{mention.family}:",
                        f"instrument {rule.instrument}" if rule.instrument else "",
                        f"target {rule.target}" if rule.target else "",
                        f"doer {rule.doer}" if rule.doer else "",
                        f"→ {rule.type}",
                    )
                    if part
                )
            )
            return


def _settle_borders(mention: Mention) -> None:
    kinds = frozenset[str]().union(*mention.instruments.values())
    carriers = frozenset[str]().union(*(mention.scene.instrument(t) for t in mention.doers))
    if mention.type in ("shelling", "air_strike") and "chemical" in kinds:
        mention.type = "chemical_weapon"
    elif mention.type == "shelling" and "drone" in carriers:
        mention.type = "drone_strike"
    elif mention.type == "shelling" and "air" in carriers:
        mention.type = "air_strike"
    elif is_damage(mention.scene, mention) and (
        not [d for d in mention.doers if not mention.scene.instrument(d)]
        or any(mention.scene.armed(c) for t in mention.targets for c in t.subtree)
    ):
        mention.generic = True
    elif (mention.type == "shelling" and "drone" in kinds and "heavy" not in kinds) or (
        mention.type == "air_strike" and "drone" in kinds and not _named_air(mention)
    ):
        mention.type = "drone_strike"
    elif mention.type == "shelling" and "air" in kinds and "heavy" not in kinds:
        mention.type = "air_strike"
    elif mention.type == "explosive_device" and "suicide" in kinds:
        mention.type = "suicide_bomb"
    elif mention.type == "property_destruction" and any(_riots(mention.scene, d) for d in mention.doers):
        mention.type = "riot"
    elif mention.type == "armed_clash" and any(
        mention.scene.is_a(t, "demonstrator") for t in mention.doers + mention.both + mention.targets
    ):
        peaceful = any(t.lower_ in ("peaceful", "peacefully") for t in mention.scene.tokens)
        mention.type = "protest_intervention" if peaceful or "crowd_control" in kinds else "riot"
    elif mention.type == "armed_clash" and "blade" in kinds and _villagers(mention):
        mention.type = "riot"  # villagers who fight with sticks and stones
    elif mention.type == "raid" and any(_armed_camp(mention.scene, t) for t in mention.targets):
        mention.type = "armed_clash"
    elif mention.type == "raid" and mention.plural and mention.undergoer is not None and not is_verb(mention.trigger):
        mention.type, mention.generic = "air_strike", True  # "came under Israeli raids"
    elif mention.type in ("attack", "torture") and any(_protests(t) for t in mention.targets):
        mention.type = "protest_intervention"
    elif mention.type == "protest" and (
        any(mention.scene.is_a(t, "demonstrator") for t in mention.targets)
        or any(_is_state(mention.scene, d) for d in mention.doers)
    ):
        # demonstrators who are shot at, beaten or killed
        mention.type = "protest_intervention"


def _villagers(mention: Mention) -> bool:
    """Whether no armed body fights, or civilians do."""
    scene, heads = mention.scene, mention.doers + mention.both
    if any(scene.is_a(t, "civilian") and t.i not in scene.actors for t in heads):
        return True
    return not any(scene.is_a(t, "state_forces", "actor") for t in heads)


def _armed_camp(scene: Scene, place: Token) -> bool:
    """ "A camp of the militia": where armed men are found, a raid is a fight."""
    if place.lemma_ not in ("camp", "base", "position", "outpost", "post", "barracks"):
        return False
    owners = [c for c in place.children if c.dep_ in ("compound", "poss")]
    owners += [t for word, heads in prepositions(place) if word == "of" for t in heads]
    return any(scene.is_a(t, "rebel") or (t.i in scene.actors and scene.armed(t)) for t in owners)


def _protests(victim: Token) -> bool:
    """ "Women who were protesting", "teachers marching for their pay"."""
    return any(
        c.dep_ in ("relcl", "acl") and c.lemma_ in ("protest", "demonstrate", "rally", "march") for c in victim.children
    )


def _riots(scene: Scene, doer: Token) -> bool:
    return scene.is_a(doer, "demonstrator") or any(c.lower_ in ("angry", "irate", "enraged") for c in doer.children)


def _named_air(mention: Mention) -> bool:
    return mention.trigger.lower_.startswith("air") or mention.trigger.lower_ in ("warplane", "sortie")


def _refinement_holds(scene: Scene, mention: Mention, rule: Refinement, kinds: frozenset[str]) -> bool:
    if rule.instrument and rule.instrument not in kinds:
        return False
    if rule.words and scene.sentence.lemma(mention.trigger) not in rule.words:
        return False
    if rule.words and any(scene.is_a(t, "body_part") for _, heads in prepositions(mention.trigger) for t in heads):
        return False  # "struck in the chest"
    targets = list(mention.targets)
    if rule.target == "place":
        if not any(scene.is_a(t, "place") for t in targets) and mention.undergoer is None:
            return False
    elif rule.target == "armed":
        armed = [t for t in targets if scene.armed(t)]
        if not armed or (rule.target_plural and not any(_is_plural(scene, t) for t in armed)):
            return False
    elif rule.target and not any(scene.is_a(t, rule.target) for t in targets):
        return False
    doers = [t for t in mention.doers + mention.both if not scene.instrument(t) and t.pos_ != "PRON"]
    if rule.doer == "any" and not doers:
        return False
    if rule.doer == "none" and doers:
        return False
    if rule.doer == "country" and not any(scene.is_a(t, "state") for t in doers):
        return False
    if rule.doer == "armed" and not any(scene.armed(t) for t in doers):
        return False
    return not (rule.doer == "state" and not any(_is_state(scene, t) for t in doers))


def _is_plural(scene: Scene, token: Token) -> bool:
    if token.tag_ in ("NNS", "NNPS") or scene.is_a(token, "body_of_men"):
        return True
    return token.pos_ == "NUM" and token.lower_ not in ("one", "1")


def _is_state(scene: Scene, token: Token) -> bool:
    if token.i in scene.actors:
        return scene.is_a(token, "state")
    return scene.is_a(token, "state", "state_forces")
