"""What happened: the mentions of events in a sentence, and their types (codebook 2).

Triggers (`codebook/data/triggers.toml`) are looked up word by word and tried against their conditions. Words that
tell a result ("killing four") are joined to the mention that caused it. Open families get their type from the
instrument, the target and the doer (`refinements.toml`).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from marsad.codebook.lexicon import FAMILIES, Refinement, Trigger, lexicon
from marsad.codebook.types import event_types
from marsad.coding.scene import Mention, Scene
from marsad.coding.syntax import (
    agents,
    complements_of,
    is_noun,
    is_passive,
    is_verb,
    lineage,
    objects,
    prepositions,
    subjects,
    with_conjuncts,
)

if TYPE_CHECKING:
    from spacy.tokens import Token

RESULT_FAMILIES = ("kill", "harm")
_REACH = 4
"""How many other words may stand between the words of a verb phrase ("set up [two new] checkpoints")."""

_TARGET_PREPOSITIONS = {"on", "against", "at", "upon", "targeting", "towards", "toward", "of", "hitting", "into", "over"}
_PARTNER_PREPOSITIONS = {"between", "with", "against", "among"}
_CAUSE_PREPOSITIONS = {"in", "by", "during", "from", "after", "amid", "following", "under", "of", "as", "through", "with", "over", "due", "because", "to"}
_DEFINITE = {"the", "this", "that", "these", "those", "their", "its", "his", "such", "both", "latest"}
_NOT_EVENTS_BEFORE = {"anti", "counter", "pro"}


@dataclass(slots=True)
class Arguments:
    """The words that a trigger governs, by their part in the happening."""

    doers: list[Token] = field(default_factory=list)
    targets: list[Token] = field(default_factory=list)
    both: list[Token] = field(default_factory=list)
    others: dict[str, list[Token]] = field(default_factory=dict)
    undergoer: Token | None = None
    support: Token | None = None
    passive: bool = False
    noticed: bool = False


def find_mentions(scene: Scene) -> list[Mention]:
    """All mentions of events in a sentence, in the order of their triggers, results joined to their causes."""
    taken: set[int] = set()
    hits: list[Mention] = []
    for position, token in enumerate(scene.tokens):
        if token.i in taken or token.i in scene.actors or _is_time(scene, token) or scene.is_a(token, "no_event"):
            continue
        hit = _verb_hit(scene, position, taken) if is_verb(token) or token.tag_ == "VBN" else None
        hit = hit or _noun_hit(scene, position, taken)
        if hit is not None:
            hits.append(hit)
            taken |= {i for i in hit.parts if abs(i - token.i) < 5}
    scene.mentions = [m for m in _joined(scene, hits) if not _counted(m)]
    for mention in scene.mentions:
        _collect_instruments(scene, mention)
    for mention in scene.mentions:
        decide_type(mention)
    scene.mentions = [m for m in scene.mentions if not _no_act_of_war(scene, m)]
    return scene.mentions


def _no_act_of_war(scene: Scene, mention: Mention) -> bool:
    """Accidents and disasters, and crimes that are only the reason of a sentence passed."""
    if mention.type == "death_report" and mention.generic and any(scene.is_a(t, "accident") for t in scene.tokens):
        return True
    for other in scene.mentions:
        if other is not mention and other.type == "sanction" and not is_verb(mention.trigger):
            path = lineage(mention.trigger)
            if any(t.dep_ == "prep" and t.lower_ in ("for", "of", "over", "on") for t in path) and any(t.i in other.parts for t in path):
                return True
    return False


_TALLY_FROM = 5
"""So many attacks or clashes in one breath are a running total (codebook 1), not one event."""


def _counted(mention: Mention) -> bool:
    if not mention.plural or is_verb(mention.trigger) or mention.type in ("shelling", "air_strike", "drone_strike", "arrest", "release"):
        return False
    for child in mention.trigger.children:
        if child.dep_ == "nummod":
            numbers = [q for q in mention.scene.quantities if q.start <= mention.scene.sentence.at(child)[0] < q.end]
            if any(q.low >= _TALLY_FROM for q in numbers):
                return True
    return False


# ------------------------------------------------------------------ finding triggers


def _noun_like(token: Token) -> bool:
    if token.pos_ in ("NOUN", "PROPN"):
        return True
    if token.pos_ == "ADJ" and token.lower_.endswith("ing") and token.nbor(-1 if token.i else 0).dep_ == "det":
        return True  # "the shelling hit positions": taken for an adjective
    if token.tag_ == "VBG":
        return any(c.dep_ in ("det", "amod", "compound", "poss") for c in token.children) or token.dep_ in (
            "nsubj", "dobj", "pobj", "nsubjpass", "compound", "conj", "ROOT",
        )  # fmt: skip
    if token.tag_ in ("VBZ", "VB", "VBP", "VBD", "VBN"):
        return not any(c.dep_ in ("nsubj", "nsubjpass", "aux", "auxpass") for c in token.children)
    return token.pos_ == "ADJ" and token.dep_ in ("pobj", "dobj", "nsubj", "ROOT")


def _verb_hit(scene: Scene, position: int, taken: set[int]) -> Mention | None:
    token = scene.tokens[position]
    state = token.dep_ == "amod" and token.tag_ == "VBN" and token.head.i > token.i and token.lower_ != "hit"
    if state and not scene.is_a(token.head, "people"):
        return None  # "the besieged town": a state, told elsewhere
    candidates = lexicon().verbs.get(scene.sentence.lemma(token)) or []
    if not candidates:
        return None
    arguments: Arguments | None = None
    for words, rule in candidates:
        parts = _verb_words(scene, position, words)
        if parts is None or parts & taken or (state and rule.type not in RESULT_FAMILIES):
            continue
        arguments = arguments or verb_arguments(scene, token)
        if rule.type in RESULT_FAMILIES and any(_nobody(t) for t in arguments.targets):
            continue
        if _conditions_hold(scene, token, rule, arguments, verb=True):
            return _mention(scene, token, rule, parts, arguments)
    return None


def _nobody(token: Token) -> bool:
    return token.lower_ in ("nobody", "none", "noone") or any(c.dep_ == "det" and c.lower_ == "no" for c in token.children)


def _verb_words(scene: Scene, position: int, words: tuple[str, ...]) -> set[int] | None:
    parts = {scene.tokens[position].i}
    at = position
    for word in words[1:]:
        for step in range(1, _REACH + 2):
            if at + step >= len(scene.tokens):
                return None
            follower = scene.tokens[at + step]
            if follower.lower_ == word or scene.sentence.lemma(follower) == word:
                at += step
                parts.add(follower.i)
                break
            if follower.text in ",;:":
                return None
        else:
            return None
    return parts


def _noun_hit(scene: Scene, position: int, taken: set[int]) -> Mention | None:
    token = scene.tokens[position]
    candidates = lexicon().nouns.get(scene.sentence.lemma(token)) or lexicon().nouns.get(token.lower_) or []
    for words, rule in candidates:
        last = position + len(words) - 1
        if last >= len(scene.tokens):
            continue
        run = scene.tokens[position : last + 1]
        if not all(scene.sentence.lemma(t) == w or t.lower_ == w for t, w in zip(run, words, strict=True)):
            continue
        if not _noun_like(run[-1] if len(run) > 1 and run[-1].text != "-" else token):
            continue
        parts = {t.i for t in run}
        if parts & taken:
            continue
        head = next((t for t in run if t.head.i not in parts or t.head.i == t.i), run[-1])
        if not _event_use(scene, head, parts):
            continue
        arguments = noun_arguments(scene, head, parts)
        if _conditions_hold(scene, head, rule, arguments, verb=False):
            if arguments.support is not None:
                parts = parts | {arguments.support.i}
            return _mention(scene, head, rule, parts, arguments)
    return None


def _event_use(scene: Scene, head: Token, parts: set[int]) -> bool:
    """False for nouns that name a thing, a body or a role rather than a happening ("attack helicopter")."""
    if head.i in scene.actors:
        return False
    if head.dep_ in ("compound", "nmod", "npadvmod") and head.head.i not in parts and head.head.i > head.i:
        governor = head.head
        lemma = scene.sentence.lemma(governor)
        return lemma in lexicon().nouns and not scene.is_a(governor, "people", "heavy", "air")
    if head.i > 0 and head.nbor(-1).text == "-" and head.i > 1 and head.nbor(-2).lower_ in _NOT_EVENTS_BEFORE:
        return False
    return not (head.dep_ == "poss" and scene.is_a(head.head, "people"))


def _mention(scene: Scene, token: Token, rule: Trigger, parts: set[int], arguments: Arguments) -> Mention:
    children = list(token.children)
    mention = Mention(
        scene=scene,
        trigger=token,
        rule=rule,
        type=rule.type,
        family=rule.type if rule.type in FAMILIES else event_types()[rule.type].family,
        parts=set(parts),
        anchor=arguments.support or token,
        doers=arguments.doers,
        targets=arguments.targets,
        both=arguments.both,
        undergoer=arguments.undergoer,
        definite=any(c.dep_ in ("det", "poss", "amod") and c.lower_ in _DEFINITE for c in children),
        plural=token.tag_ in ("NNS", "NNPS"),
        strong=is_verb(token) or arguments.support is not None or token.dep_ == "ROOT",
    )
    if mention.definite and arguments.noticed:
        mention.strong = False  # "police confirmed the attacks"
    if not mention.definite and token.dep_ in ("nsubj", "nsubjpass", "dobj") and is_verb(token.head):
        mention.strong = True
    if rule.weak or (token.dep_ in ("acl", "relcl") and token.tag_ == "VBN" and mention.family == "measure"):
        mention.strong = False  # "people displaced in former years", "the command post set up under"
        mention.state = not rule.weak
    if arguments.doers or arguments.targets or arguments.both:
        mention.strong = mention.strong or not rule.weak
    mention.reasons.append(f"trigger “{' '.join(scene.sentence.span.doc[i].text for i in sorted(parts))}” → {rule.type}")
    return mention


# ------------------------------------------------------------------ arguments


def verb_arguments(scene: Scene, verb: Token) -> Arguments:
    """Doers, targets and complements of a verb; active and passive brought to one form."""
    found = Arguments(passive=is_passive(verb))
    subject, direct = subjects(verb), objects(verb)
    for preposition, heads in prepositions(verb):
        found.others.setdefault(preposition, []).extend(heads)
    if found.passive:
        if verb.dep_ in ("acl", "amod") and not subject:
            subject = [verb.head]
        found.targets = [t for t in subject if not t.pos_ == "PRON" or t.lower_ not in ("it", "which", "that")]
        found.doers = agents(verb)
        if direct and not found.targets:
            found.targets = direct
    else:
        found.doers = subject
        found.targets = direct
        for preposition in ("on", "at", "against", "upon", "targeting"):
            found.targets = found.targets + [t for t in found.others.get(preposition, []) if not _is_time(scene, t)]
    for preposition in ("with", "against"):
        found.both += [t for t in found.others.get(preposition, []) if scene.armed(t) or t.i in scene.actors]
    return found


def noun_arguments(scene: Scene, noun: Token, parts: set[int]) -> Arguments:
    """Doers, targets and partners of an event noun, with what its support verb adds."""
    found = Arguments()
    for child in noun.children:
        if child.i in parts:
            continue
        if child.dep_ in ("poss", "compound", "amod", "nmod") and (scene.armed(child) or _is_actor_word(scene, child)):
            found.doers += [t for t in with_conjuncts(child) if scene.armed(t) or _is_actor_word(scene, t)]
        elif child.dep_ == "acl" and child.tag_ == "VBN":
            found.doers += agents(child)
            if child.lemma_ in ("attribute", "blame", "impute", "ascribe"):
                found.doers += [t for p, heads in prepositions(child) if p in ("to", "on") for t in heads]
            found.others.update(prepositions(child))
        elif child.dep_ == "acl" and child.tag_ == "VBG":
            found.targets += objects(child)
    _noun_prepositions(scene, noun, found)
    governor = noun.head
    while governor.dep_ in ("conj",) and governor.head.i != governor.i and is_noun(governor):
        governor = governor.head
    anchor = noun
    while anchor.dep_ == "conj" and is_noun(anchor.head):
        anchor = anchor.head
    if anchor.dep_ in ("dobj", "nsubjpass", "attr", "oprd", "nsubj") and is_verb(anchor.head):
        _add_support(scene, anchor, anchor.head, found)
    elif anchor.dep_ == "pobj" and anchor.head.dep_ == "prep" and is_verb(anchor.head.head):
        verb = anchor.head.head
        phrase = f"{scene.sentence.lemma(verb)} {anchor.head.lower_}"
        if phrase in ("come under", "be under", "expose to", "subject to", "engage in", "participate in", "take in", "subjected to"):
            found.support = verb
            if verb.lemma_ in ("engage", "participate", "take"):
                found.doers += subjects(verb)
            else:
                _set_undergoer(scene, subjects(verb), found)
    return found


def _noun_prepositions(scene: Scene, noun: Token, found: Arguments) -> None:
    for preposition, heads in prepositions(noun):
        found.others.setdefault(preposition, []).extend(heads)
        heads = [t for t in heads if not _is_time(scene, t)]
        if preposition == "by":
            found.doers += heads
        elif preposition in _PARTNER_PREPOSITIONS:
            partners = [t for t in heads if scene.armed(t) or _is_actor_word(scene, t) or scene.is_a(t, "people")]
            (found.both if preposition != "against" or not found.doers else found.targets).extend(partners)
        elif preposition in _TARGET_PREPOSITIONS:
            found.targets += heads


def _add_support(scene: Scene, noun: Token, verb: Token, found: Arguments) -> None:
    classes = lexicon().classes
    words = {scene.sentence.lemma(verb)} | {
        f"{scene.sentence.lemma(verb)} {c.lower_}" for c in verb.children if c.dep_ in ("prt", "prep") or c.lower_ == "place"
    }
    is_class = lambda name: any(name in classes.get(w.split()[0], {}).get(tuple(w.split()), ()) for w in words)  # noqa: E731
    if noun.dep_ in ("nsubj",) or (noun.dep_ == "nsubjpass" and not is_class("support")):
        if is_class("occur") or is_class("notice"):
            found.support = verb
        for preposition, heads in prepositions(verb):
            heads = [t for t in heads if not _is_time(scene, t)]
            if preposition in ("between", "with", "among"):
                found.both += [t for t in heads if scene.armed(t) or scene.is_a(t, "people", "actor")]
        if noun.dep_ == "nsubj" and scene.sentence.lemma(verb) in ("hit", "target", "strike", "pound", "rock", "kill", "injure", "wound"):
            found.support = verb
        return
    if is_class("notice"):
        found.support, found.noticed = verb, True
        return
    if noun.dep_ == "nsubjpass":
        found.support = verb
        found.doers += agents(verb)
        _verb_targets(scene, verb, found)
        return
    if is_class("undergo") and (not is_class("support") or _place_subject(scene, verb)):
        found.support = verb
        _set_undergoer(scene, subjects(verb), found)
    elif is_class("support"):
        found.support = verb
        if is_passive(verb):
            found.doers += agents(verb)
        else:
            found.doers += [t for t in subjects(verb) if t.i not in scene.toponyms or t.i in scene.actors or _is_country(scene, t)]
        _verb_targets(scene, verb, found)


def _verb_targets(scene: Scene, verb: Token, found: Arguments) -> None:
    for preposition, heads in prepositions(verb):
        heads = [t for t in heads if not _is_time(scene, t)]
        if preposition in ("on", "against", "at", "targeting", "upon"):
            found.targets += heads
        elif preposition in ("with", "between"):
            found.both += [t for t in heads if scene.armed(t) or scene.is_a(t, "people", "actor")]


def _place_subject(scene: Scene, verb: Token) -> bool:
    return any(scene.is_a(t, "place") for t in subjects(verb))


def _set_undergoer(scene: Scene, heads: list[Token], found: Arguments) -> None:
    for head in heads:
        if scene.armed(head) or scene.is_a(head, "people"):
            found.targets.append(head)
        elif found.undergoer is None:
            found.undergoer = head


def _is_actor_word(scene: Scene, token: Token) -> bool:
    from marsad.codebook.countries import demonym_country

    return token.i in scene.actors or demonym_country(token.text) is not None or scene.is_a(token, "state_forces", "rebel")


def _is_country(scene: Scene, token: Token) -> bool:
    from marsad.codebook.countries import countries

    return any(token.text in country.names for country in countries().values())


def _is_time(scene: Scene, token: Token) -> bool:
    start, end = scene.sentence.at(token)
    return any(d.start < end and start < d.end for d in scene.dates)


# ------------------------------------------------------------------ conditions of a trigger


def _conditions_hold(scene: Scene, token: Token, rule: Trigger, found: Arguments, *, verb: bool) -> bool:
    if rule.passive and not found.passive:
        return False
    if rule.object and not _any_of(scene, found.targets, rule.object, whole=verb):
        if not rule.mover or not _any_of(scene, found.doers, rule.mover):
            return False
    elif rule.mover and not rule.object and not _any_of(scene, found.doers or found.targets, rule.mover):
        return False
    if rule.without and any(scene.is_a(t, *rule.without) for t in found.targets):
        return False
    if rule.subject and not _fits_subject(scene, found, rule.subject):
        return False
    if rule.not_subject and any(scene.is_a(d, *rule.not_subject) for d in found.doers):
        return False
    if rule.place_needed:
        heads = [t for p in rule.prep for t in found.others.get(p, [])] + found.targets
        if not any(t.i in scene.toponyms or scene.is_a(t, "place_noun", "strict_route") for t in heads):
            return False
    if rule.political and verb and token.dep_ in ("acl", "relcl", "amod", "advcl", "pcomp") and token.tag_ in ("VBN", "VBG", "VBD"):
        return False
    if rule.complement:
        heads = [t for p in rule.prep for t in found.others.get(p, [])]
        heads += found.both if verb else found.targets + found.both
        if verb:  # "dropped a round on positions": the parser may tie the place to the object
            heads += [t for o in found.targets for p, inner in prepositions(o) if p in rule.prep for t in inner]
        if not _any_of(scene, heads, rule.complement):
            return False
    elif rule.prep and rule.mover and not any(found.others.get(p) for p in rule.prep):
        if not any(scene.is_a(t, "place") for t in found.targets):
            return False
    if rule.unless_instrument:
        seen = frozenset[str]().union(*(scene.instrument(t) for t in [*found.doers, *_instrument_words(scene, token)]))
        if seen & set(rule.unless_instrument):
            return False
    if rule.needs_word:
        words = {t.lower_ for t in (token.subtree if verb else scene.tokens)}
        if not words & set(rule.needs_word):
            return False
    return True


def _fits_subject(scene: Scene, found: Arguments, names: list[str]) -> bool:
    doers = found.doers or ([] if "able" in names or "none" in names else found.targets)
    if "able" in names:
        # rain, prices and diseases strike too
        return not doers or any(
            scene.is_a(d, "person", "weapon", "event", "vehicles", "part_words")
            or d.pos_ == "PRON"
            or (d.pos_ == "PROPN" and not _is_time(scene, d))
            or _is_actor_word(scene, d)
            for d in doers
        )
    if "weapon" in names and found.passive:
        doers = doers + found.targets
    return _any_of(scene, doers, names)


def _any_of(scene: Scene, heads: list[Token], names: list[str], *, whole: bool = False) -> bool:
    if "none" in names and not [h for h in heads if h.i not in scene.toponyms]:
        return True
    for head in heads:
        if scene.is_a(head, *names):
            return True
        if head.lower_ in ("one", "ones", "another") and any(
            scene.is_a(t, *names) for t in scene.tokens if t.i < head.i and t.pos_ == "NOUN"
        ):
            return True  # "a checkpoint ..., while another one was established"
        # "members of the 4th Division", "a number of checkpoints"
        if whole and scene.is_a(scene.content(head), *names):
            return True
        if "place" in names or scene.is_a(head, "people"):
            continue
        if any(c.dep_ == "compound" and scene.is_a(c, *names) for c in head.children):
            return True
    return False


def _instrument_words(scene: Scene, token: Token) -> list[Token]:
    found = [c for c in token.children if c.dep_ in ("compound", "amod", "nmod")]
    for preposition, heads in prepositions(token):
        if preposition in ("with", "by", "using", "of", "from", "via", "in", "under"):
            found += heads
            found += [c for h in heads for c in h.children if c.dep_ in ("compound", "amod")]
    for child in token.children:
        if child.dep_ in ("advcl", "acl") and child.lower_ in ("using", "involving"):
            found += objects(child)
    return found


# ------------------------------------------------------------------ joining results and causes


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
    if not others:
        return None
    by_part = {i: m for m in others for i in m.parts}
    # the doer is itself an event or what it was done with: "the shelling killed", "the blast hit"
    if hit.family in (*RESULT_FAMILIES, "violence", "bombing", "fire", "explosion"):
        for doer in hit.doers:
            found = by_part.get(doer.i)
            if found is not None and (found.family == "violence" or found.type in FAMILIES or _violent(found)):
                return found
    if hit.family == "violence" and hit.type in FAMILIES and not is_verb(hit.trigger):
        # "an attack with drones", "in an attack ... by shelling": the verb that carries it is the mention
        for ancestor in lineage(hit.trigger)[1:4]:
            found = by_part.get(ancestor.i)
            if found is not None and found.type in FAMILIES and found.family not in RESULT_FAMILIES and is_verb(found.trigger):
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
    if hit.family in RESULT_FAMILIES or _damage(scene, hit):
        for child in hit.trigger.children:
            if child.dep_ in ("advcl", "prep", "conj"):
                found = by_part.get(child.i)
                if found is not None and _violent(found) and found.family not in RESULT_FAMILIES:
                    return found
        for ancestor in lineage(hit.trigger)[1:]:
            found = by_part.get(ancestor.i)
            if found is not None and (_violent(found) or found.family in RESULT_FAMILIES):
                return found
        violent = [m for m in others if _violent(m) and m.family not in RESULT_FAMILIES]
        if violent:
            return min(violent, key=lambda m: abs(m.trigger.i - hit.trigger.i))
        same = [m for m in others if m.family in RESULT_FAMILIES and m.trigger.i < hit.trigger.i]
        if same and not _own_place(scene, hit):
            return same[-1]
    return None


def _damage(scene: Scene, hit: Mention) -> bool:
    """Damage done to things is a result, as harm to people is, where something that does damage is told beside it."""
    return hit.type == "property_destruction" and scene.sentence.lemma(hit.trigger) in ("damage", "destroy", "level", "gut", "flatten", "shatter")


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
    if hit.type in FAMILIES and host.type in FAMILIES and host.family in RESULT_FAMILIES and hit.family not in RESULT_FAMILIES:
        host.type, host.family = hit.type, hit.family
    host.reasons.append(f"with “{hit.trigger.text}”")


# ------------------------------------------------------------------ types


def _collect_instruments(scene: Scene, mention: Mention) -> None:
    alone = len(scene.mentions) == 1
    for token in scene.tokens:
        kinds = scene.instrument(token)
        if not kinds or token.pos_ == "VERB" or (token in mention.targets and not kinds & set(mention.rule.object)):
            continue  # what is hit is not what it is hit with
        if any(is_verb(t) and scene.is_a(t, "transport") and t.i not in mention.parts for t in lineage(token)[1:4]):
            continue  # "flown to hospital by helicopter"
        if alone or token.i in mention.parts or scene.owner(token) is mention:
            mention.instruments[token.i] = kinds


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
            mention.generic = rule.generic or bool(mention.targets) and all(t.pos_ == "PRON" for t in mention.targets)
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
    elif _damage(mention.scene, mention) and (
        not [d for d in mention.doers if not mention.scene.instrument(d)]
        or any(mention.scene.armed(c) for t in mention.targets for c in t.subtree)
    ):
        mention.generic = True
    elif mention.type == "shelling" and "drone" in kinds and "heavy" not in kinds:
        mention.type = "drone_strike"
    elif mention.type == "air_strike" and "drone" in kinds and not _named_air(mention):
        mention.type = "drone_strike"
    elif mention.type == "shelling" and "air" in kinds and "heavy" not in kinds:
        mention.type = "air_strike"
    elif mention.type == "explosive_device" and "suicide" in kinds:
        mention.type = "suicide_bomb"
    elif mention.type == "property_destruction" and any(mention.scene.is_a(d, "demonstrator") for d in mention.doers):
        mention.type = "riot"
    elif mention.type == "protest" and (
        any(mention.scene.is_a(t, "demonstrator") for t in mention.targets)
        or any(_is_state(mention.scene, d) for d in mention.doers)
    ):
        # demonstrators who are shot at, beaten or killed
        mention.type = "protest_intervention"


def _named_air(mention: Mention) -> bool:
    return mention.trigger.lower_.startswith("air") or mention.trigger.lower_ in ("warplane", "sortie")


def _refinement_holds(scene: Scene, mention: Mention, rule: Refinement, kinds: frozenset[str]) -> bool:
    if rule.instrument and rule.instrument not in kinds:
        return False
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
    if rule.doer == "armed" and not any(scene.armed(t) for t in doers):
        return False
    return not (rule.doer == "state" and not any(_is_state(scene, t) for t in doers))


def _is_plural(scene: Scene, token: Token) -> bool:
    if token.tag_ in ("NNS", "NNPS") or scene.is_a(token, "part_words") and token.lower_ in ("group", "patrol", "unit"):
        return True
    return token.pos_ == "NUM" and token.lower_ not in ("one", "1")


def _is_state(scene: Scene, token: Token) -> bool:
    mention = scene.actors.get(token.i)
    if mention is not None:
        return mention.kind in ("State forces", "External/Other forces")
    return scene.is_a(token, "state_forces")
