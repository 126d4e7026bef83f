"""Which words tell an event: triggers looked up word by word and tried against their conditions.

The words and their conditions stand in `codebook/data/triggers.toml`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from marsad.codebook.lexicon import FAMILIES, Trigger, lexicon
from marsad.codebook.naming import naming
from marsad.codebook.types import event_types
from marsad.coding.arguments import Arguments, is_actor_word, is_time, noun_arguments, verb_arguments
from marsad.coding.scene import Mention, Scene
from marsad.coding.syntax import complements_of, is_verb, objects, prepositions

if TYPE_CHECKING:
    from marsad.coding.tokens import Token

RESULT_FAMILIES = ("kill", "harm")
_REACH = 4
"""How many other words may stand between the words of a verb phrase ("set up [two new] checkpoints")."""

_STATES = {"dead", "killed", "wounded", "injured", "murdered"}
_PARTICLES = {"out", "off", "up", "down", "over", "away", "in", "on"}
_STANDS_FOR_ACTOR = {"it", "they", "he", "she", "we", "both"}
_DEFINITE = {"the", "this", "that", "these", "those", "their", "its", "his", "such", "both", "latest"}
_NOT_EVENTS_BEFORE = {"anti", "counter", "pro"}


def find_hits(scene: Scene) -> list[Mention]:
    """Every trigger of a sentence with its arguments, in the order of the words, results not yet joined to causes."""
    taken: set[int] = set()
    hits: list[Mention] = []
    for position, token in enumerate(scene.tokens):
        if token.i in taken or token.i in scene.actors or is_time(scene, token) or scene.is_a(token, "no_event"):
            continue
        hit = _verb_hit(scene, position, taken) if is_verb(token) or token.tag_ == "VBN" else None
        hit = hit or _noun_hit(scene, position, taken)
        if hit is not None:
            hits.append(hit)
            taken |= {i for i in hit.parts if abs(i - token.i) < 5}
    return hits


def _noun_like(token: Token) -> bool:
    if token.pos_ in ("NOUN", "PROPN"):
        return True
    if token.pos_ == "ADJ" and token.lower_.endswith("ing") and token.nbor(-1 if token.i else 0).dep_ == "det":
        return True  # "the shelling hit positions": taken for an adjective
    if token.tag_ == "VBG":
        return any(c.dep_ in ("det", "amod", "compound", "poss") for c in token.children) or token.dep_ in (
            "nsubj", "dobj", "pobj", "nsubjpass", "compound", "conj", "ROOT",
        )  # fmt: skip
    if token.tag_ in ("VBN", "VBD") and token.dep_ in ("amod", "acl"):
        return False  # "the kidnapped girls", "a missile fired at the port"
    if token.tag_ in ("VBZ", "VB", "VBP", "VBD", "VBN"):
        return not any(c.dep_ in ("nsubj", "nsubjpass", "aux", "auxpass") for c in token.children)
    return token.pos_ == "ADJ" and token.dep_ in ("pobj", "dobj", "nsubj", "ROOT")


def _verb_hit(scene: Scene, position: int, taken: set[int]) -> Mention | None:
    token = scene.tokens[position]
    state = token.dep_ == "amod" and token.tag_ == "VBN" and token.head.i > token.i and token.lower_ != "hit"
    if state and not scene.is_a(token.head, "people"):
        return None  # "the besieged town": a state, told elsewhere
    if token.tag_ == "VBG" and token.dep_ == "amod":
        return None  # "two surrendering soldiers"
    if (
        token.lower_ == "occupied"
        and token.i + 1 in scene.toponyms
        and not any(c.dep_ in ("nsubj", "aux") for c in token.children)
    ):
        return None  # "in occupied Jerusalem"
    candidates = lexicon().verbs.get(scene.sentence.lemma(token)) or []
    if not candidates or (token.i > 0 and token.nbor(-1).text == "-" and token.tag_ == "VBN"):
        return None  # "the rebel-held part"
    arguments: Arguments | None = None
    for words, rule in candidates:
        parts = _verb_words(scene, position, words)
        if parts is None or parts & taken or (state and rule.type not in RESULT_FAMILIES):
            continue
        arguments = arguments or verb_arguments(scene, token)
        if rule.type in (*RESULT_FAMILIES, "weapons_disrupted") and any(_nobody(t) for t in arguments.targets):
            continue
        if _conditions_hold(scene, token, rule, arguments, verb=True):
            return _mention(scene, token, rule, parts, arguments)
    return None


def _nobody(token: Token) -> bool:
    return token.lower_ in ("nobody", "none", "noone") or any(
        c.dep_ == "det" and c.lower_ == "no" for c in token.children
    )


def _verb_words(scene: Scene, position: int, words: tuple[str, ...]) -> set[int] | None:
    parts = {scene.tokens[position].i}
    at = position
    for word in words[1:]:
        for step in range(1, _REACH + 2):
            if at + step >= len(scene.tokens):
                return None
            follower = scene.tokens[at + step]
            if (follower.lower_ == word or scene.sentence.lemma(follower) == word) and not _adjunct(scene, follower):
                if follower.dep_ == "amod" and follower.head.i > follower.i and word in _STATES:
                    return None  # "were found on the dead men"
                at += step
                parts.add(follower.i)
                break
            if follower.text in ",;:" or (follower.tag_ == "VB" and word in _PARTICLES):
                return None  # "all it takes to wipe out the gang" takes nobody out
        else:
            return None
    return parts


def _adjunct(scene: Scene, word: Token) -> bool:
    """Whether a preposition tells only where or when: "handed over in Goris" hands nothing in."""
    if word.dep_ != "prep":
        return False
    heads = complements_of(word)
    if word.lower_ == "off" and word.head.lemma_ == "go":
        return bool(heads)  # "a bus went off the road"
    return bool(heads) and all(is_time(scene, t) or (word.lower_ == "in" and t.i in scene.toponyms) for t in heads)


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
            if arguments.support is not None and not rule.weak:
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
        if governor.dep_ == "ROOT" and governor.tag_ == "NNS" and scene.is_a(governor, "occur"):
            return True  # "bomb blast rips through market": the verb is taken for a noun
        return lexicon().is_event(lemma) and not scene.is_a(governor, "people", "heavy", "air")
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
    mention.reasons.append(
        f"trigger “{' '.join(scene.sentence.span.doc[i].text for i in sorted(parts))}” → {rule.type}"
    )
    return mention


def _conditions_hold(scene: Scene, token: Token, rule: Trigger, found: Arguments, *, verb: bool) -> bool:
    if rule.passive and not found.passive:
        return False
    if rule.object and not _fits_object(scene, token, rule, found, verb=verb):
        if not rule.mover or not _any_of(scene, found.doers, rule.mover):
            return False
    elif rule.mover and not rule.object and not _any_of(scene, found.doers or found.targets, rule.mover):
        return False
    if rule.without and any(scene.is_a(w, *rule.without) for t in found.targets for w in (t, scene.content(t))):
        return False
    if rule.subject and not _fits_subject(scene, found, rule.subject):
        return False
    if rule.not_subject and any(scene.is_a(d, *rule.not_subject) for d in found.doers):
        return False
    if rule.place_needed:
        heads = [t for p in rule.prep for t in found.others.get(p, [])] + found.targets
        heads += [t for o in found.targets for p, inner in prepositions(o) if p in rule.prep for t in inner]
        if not any(t.i in scene.toponyms or scene.is_a(t, "place_noun", "strict_route") for t in heads):
            return False
    if (
        rule.political
        and verb
        and token.dep_ in ("acl", "relcl", "amod", "advcl", "pcomp")
        and token.tag_ in ("VBN", "VBG", "VBD")
    ):
        return False
    if rule.complement:
        heads = [t for p in rule.prep for t in found.others.get(p, [])]
        heads += found.both if verb else found.targets + found.both
        if verb:  # "dropped a round on positions": the parser may tie the place to the object
            heads += [t for o in found.targets for p, inner in prepositions(o) if p in rule.prep for t in inner]
        named = "place" in rule.complement and rule.type == "territory_taken" and any(t.pos_ == "PROPN" for t in heads)
        if not named and not _any_of(scene, heads, rule.complement):
            return False
    elif (
        rule.prep
        and rule.mover
        and not any(found.others.get(p) for p in rule.prep)
        and not any(p in rule.prep for o in found.targets for p, _ in prepositions(o))
        and not any(scene.is_a(t, "place") for t in found.targets)
    ):
        return False
    if rule.unless_instrument:
        seen = frozenset[str]().union(*(scene.instrument(t) for t in [*found.doers, *_instrument_words(scene, token)]))
        if seen & set(rule.unless_instrument):
            return False
    if rule.needs_word or rule.unless_word:
        words = {t.lower_ for t in (token.subtree if verb else scene.tokens)}
        if not words.isdisjoint(rule.unless_word):
            return False
        if rule.needs_word and words.isdisjoint(rule.needs_word):
            return False
    return True


def _fits_object(scene: Scene, token: Token, rule: Trigger, found: Arguments, *, verb: bool) -> bool:
    if _any_of(scene, found.targets, rule.object, whole=verb):
        return True
    # "surrendered at an outpost": where something happens is no object
    return "none" in rule.object and verb and not found.passive and not objects(token)


def _fits_subject(scene: Scene, found: Arguments, names: list[str]) -> bool:
    doers = found.doers or ([] if "able" in names or "none" in names else found.targets)
    if "able" in names:
        # rain, prices and diseases strike too
        return not doers or any(
            scene.is_a(d, "person", "weapon", "event", "vehicles", "part_words")
            or d.pos_ == "PRON"
            or (d.pos_ == "PROPN" and not is_time(scene, d))
            or is_actor_word(scene, d)
            for d in doers
        )
    if "weapon" in names and found.passive:
        doers = doers + found.targets
    if ("actor" in names or "speaker" in names) and any(d.lower_ in _STANDS_FOR_ACTOR for d in doers):
        return True  # who is meant was named before
    if "armed" in names and any(c.lower_ in naming().arming for d in found.doers for c in d.children):
        return True
    return _any_of(scene, doers, names, whole=True)


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
