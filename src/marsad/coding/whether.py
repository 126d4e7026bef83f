"""Whether it happened: the status of a mention, and what is background and so no event (codebook 1 and 3)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from marsad.coding.scene import Mention, Scene
from marsad.coding.syntax import clause_verb, is_verb, lineage, prepositions
from marsad.model import Status

if TYPE_CHECKING:
    from spacy.tokens import Token

_FUTURE = {"will", "shall", "'ll", "would", "wo"}
_MODAL = {"could", "may", "might", "should", "can", "must", "ca"}
_PLAN = {"plan", "schedule", "expect", "intend", "prepare", "aim", "arrange", "slate", "hope", "promise", "ready", "due", "propose", "set"}
_VOW = {"threaten", "vow", "pledge", "swear"}
_URGE = {"call", "urge", "demand", "ask", "order", "want", "appeal", "request", "encourage", "advise", "insist", "invite", "warn", "fear", "allow", "permit", "refuse", "decline", "need", "seek", "agree", "offer", "condition", "advocate", "recommend", "require", "help", "fail", "deny", "prevent", "stop", "avoid", "ban"}
_PLANNED_ADJECTIVES = {"planned", "upcoming", "expected", "scheduled", "anticipated", "future", "impending", "imminent", "possible", "potential", "proposed", "next", "looming", "forthcoming"}
_ONGOING_WORDS = {"ongoing", "continuing", "continuous", "continued", "on-going"}
_GOING_ON = {"continue", "rage", "persist", "go"}
_FAILED_ADJECTIVES = {"failed", "unsuccessful", "abortive", "stalled", "collapsed", "fruitless", "aborted"}
_FAILED_VERBS = {"fail", "collapse", "break", "stall", "falter"}
_FAILED_NOUNS = {"failure", "collapse", "breakdown"}
_ATTEMPTS = {"attempt", "try"}
_NOT_REAL = {"fear", "risk", "possibility", "prospect", "threat", "danger", "plan", "call", "calls", "fears", "preparation", "preparations", "pretext", "case", "event", "absence", "lack", "prevention", "resumption", "end", "chance", "likelihood", "charge", "charges", "suspicion"}
_RECENT_DAYS = 14
"""A span "since …" that began at most so many days ago tells an event that goes on; an older one is background."""

_TOPIC_VERBS = {"demand", "urge", "request", "fear", "discuss", "oppose", "seek", "offer", "want", "advocate", "propose", "prevent", "avoid", "avert", "condition", "require", "insist", "await", "investigate", "commemorate", "mark", "charge", "link", "prohibit", "contemplate", "consider", "warn", "support", "favour", "favor"}
_TALK_TYPES = {"negotiation", "agreement", "demand", "release", "surrender"}
_SPEECH_TYPES = {"demand", "threat", "accusation", "rejection"}


@dataclass(slots=True)
class Verdict:
    """The status of a mention; `background` where it tells no event of its own, with the reason."""

    status: Status = "happened"
    background: bool = False
    rule: str = ""
    hedged: bool = False


def judge(mention: Mention, anchor: dt.date | None) -> Verdict:
    """Decide status and background of a mention from its clause and the clauses that govern it."""
    scene = mention.scene
    verb = _main_verb(mention)
    for reason in (_negation(scene, mention, verb), _unreal(scene, mention, verb), _history(mention, verb, anchor)):
        if reason:
            return Verdict(background=True, rule=reason)
    status = _planned(scene, mention, verb)
    if status is not None:
        return Verdict(status, rule="future or plan")
    if _failed(scene, mention, verb):
        return Verdict("failed", rule="failure")
    governed = _governing_report(scene, mention, verb)
    if governed == "deny":
        return Verdict("denied", rule="denial")
    if governed == "claim":
        return Verdict("claimed", rule="the text distances itself")
    if _ongoing(scene, mention, verb):
        return Verdict("ongoing", rule="progressive or ‘continue’")
    return Verdict()


def _main_verb(mention: Mention) -> Token | None:
    if is_verb(mention.anchor):
        return mention.anchor
    return clause_verb(mention.anchor)


def _auxiliaries(verb: Token) -> list[Token]:
    found = [c for c in verb.children if c.dep_ in ("aux", "auxpass")]
    if not found and verb.dep_ == "conj" and is_verb(verb.head) and not any(c.dep_ in ("nsubj", "nsubjpass") for c in verb.children):
        return _auxiliaries(verb.head)
    return found


def _negation(scene: Scene, mention: Mention, verb: Token | None) -> str:
    if any(c.dep_ == "det" and c.lower_ in ("no", "neither", "any") for c in mention.trigger.children):
        return "negated noun"
    own = verb is not None and (verb.i in mention.parts)
    if own and verb is not None and mention.type not in ("rejection",):
        if any(c.dep_ == "neg" for c in verb.children):
            return "negated verb"
    for preposition in mention.trigger.lefts:
        if preposition.lower_ == "without":
            return "negated"
    head = mention.trigger.head
    if head.lower_ in ("without", "against") and head.dep_ == "prep" and head.lower_ == "without":
        return "negated"
    return ""


def _unreal(scene: Scene, mention: Mention, verb: Token | None) -> str:
    trigger = mention.trigger
    if not is_verb(trigger):
        for step in lineage(trigger)[1:4]:
            if is_verb(step):
                break
            if step.lower_ in _NOT_REAL and mention.type not in _SPEECH_TYPES:
                return f"only spoken of (“{step.text}”)"
        governor = next((step for step in lineage(trigger)[1:4] if is_verb(step)), None)
        if governor is not None and governor.i not in mention.parts and _spoken_of(scene, mention, governor):
            return f"only spoken of (“{governor.text}”)"
    if verb is None:
        return ""
    if verb.i in mention.parts or trigger.head.i == verb.i:
        modal = next((a for a in _auxiliaries(verb) if a.lower_ in _MODAL), None)
        if modal is not None and mention.type not in _SPEECH_TYPES:
            return f"hypothetical (“{modal.text}”)"
        if any(c.dep_ == "mark" and c.lower_ in ("if", "unless", "lest") for c in verb.children):
            return "conditional"
    if is_verb(trigger) and trigger.tag_ == "VB" and any(c.lower_ == "to" and c.dep_ == "aux" for c in trigger.children):
        governor = trigger.head
        lemma = scene.sentence.lemma(governor)
        if trigger.dep_ in ("advcl", "acl", "relcl") and lemma not in (_PLAN | _VOW | _ATTEMPTS):
            return "purpose, not deed"
        if trigger.dep_ in ("xcomp", "ccomp") and lemma in _URGE and lemma not in _VOW:
            return f"asked for or feared (“{governor.text}”)"
    if trigger.tag_ == "VBG" and trigger.dep_ == "pcomp" and trigger.head.lower_ in ("for", "against", "without", "from", "before"):
        if trigger.head.lower_ in ("against", "without"):
            return "not a deed"
    return ""


def _spoken_of(scene: Scene, mention: Mention, verb: Token) -> bool:
    """Whether a verb takes the event only as its topic: "demanded the release", "called for talks"."""
    if mention.type in _SPEECH_TYPES or mention.trigger.dep_ in ("nsubj", "nsubjpass"):
        return False
    lemma = scene.sentence.lemma(verb)
    if lemma in _TOPIC_VERBS:
        return True
    return lemma == "call" and any(c.lower_ == "for" for c in verb.children)


def _history(mention: Mention, verb: Token | None, anchor: dt.date | None) -> str:
    scene = mention.scene
    for date in scene.dates:
        local = date.start - scene.sentence.offset
        token = next((t for t in scene.tokens if t.idx <= local < t.idx + max(1, len(t.text))), None)
        if token is None:
            continue
        mine = any(t.i in mention.parts for t in lineage(token)) or len(scene.mentions) == 1
        if not mine:
            continue
        if date.kind == "habit" or (date.background and date.kind != "since"):
            return f"habit or background (“{date.text}”)"
        recent = anchor is not None and date.first is not None and (anchor - date.first).days <= _RECENT_DAYS
        if date.kind == "since" and not recent and mention.type not in ("movement_restriction",):
            return f"since … (“{date.text}”)"
        if date.precision == "year" and anchor is not None and date.first is not None and date.first.year < anchor.year:
            return f"year-level history (“{date.text}”)"
    target = verb if verb is not None else mention.trigger
    for child in target.children:
        if child.dep_ == "advmod" and scene.is_a(child, "habit") and child.lower_ != "always":
            return f"habit (“{child.text}”)"
    return ""


def _planned(scene: Scene, mention: Mention, verb: Token | None) -> Status | None:
    if any(c.lower_ in _PLANNED_ADJECTIVES and c.dep_ == "amod" for c in mention.trigger.children):
        return "planned"
    if verb is None:
        return None
    mine = verb.i in mention.parts or verb.i == mention.trigger.head.i or any(
        verb.i == step.i for step in lineage(mention.trigger)[:4]
    )
    if not mine:
        return None
    violent = mention.family == "violence"
    auxiliaries = _auxiliaries(verb)
    if any(a.lower_ in _FUTURE for a in auxiliaries):
        if any(a.lower_ == "have" for a in auxiliaries):
            return None
        return "threatened" if violent and _vowed(scene, verb) else "planned"
    if verb.tag_ == "VB" or verb.dep_ in ("xcomp", "advcl", "acl"):
        governor = verb.head
        lemma = scene.sentence.lemma(governor)
        if governor.i != verb.i and verb.tag_ == "VB":
            if lemma in _VOW:
                return "threatened"
            if lemma in _PLAN or governor.lower_ in _PLAN:
                return "planned"
            if lemma == "seek":
                return "planned"
            if lemma == "go" and governor.tag_ == "VBG":
                return "planned"
            if lemma == "be" and verb.dep_ == "xcomp":
                return "planned"
    if scene.sentence.lemma(verb) in ("plan", "schedule", "prepare") and not is_verb(mention.trigger):
        return "planned"
    return None


def _vowed(scene: Scene, verb: Token) -> bool:
    return any(scene.sentence.lemma(step) in (_VOW | {"warn", "say"}) for step in lineage(verb)[1:4] if is_verb(step) and scene.sentence.lemma(step) in _VOW | {"warn"})


def _failed(scene: Scene, mention: Mention, verb: Token | None) -> bool:
    trigger = mention.trigger
    if any(c.dep_ == "amod" and c.lower_ in _FAILED_ADJECTIVES for c in trigger.children):
        return True
    for step in lineage(trigger)[1:4]:
        if step.lower_ in _FAILED_NOUNS:
            return mention.type in _TALK_TYPES
        if is_verb(step):
            lemma = scene.sentence.lemma(step)
            subject = any(c.i == trigger.i or trigger.i in {t.i for t in c.subtree} for c in step.children if c.dep_ in ("nsubj", "nsubjpass"))
            if lemma in _FAILED_VERBS and subject and mention.type in _TALK_TYPES:
                return lemma != "break" or any(c.lower_ == "down" for c in step.children)
            break
    if verb is not None and verb.dep_ == "xcomp" and scene.sentence.lemma(verb.head) == "fail":
        return True
    return any(p == "without" and any(t.lower_ in ("agreement", "result", "results", "deal", "progress", "breakthrough") for t in h) for p, h in prepositions(verb or trigger))


def _governing_report(scene: Scene, mention: Mention, verb: Token | None) -> str:
    if mention.type in _SPEECH_TYPES:
        return ""
    start = verb if verb is not None else mention.trigger
    for child in [*start.children, *mention.trigger.children]:
        if child.lower_ in ("allegedly", "purportedly", "supposedly", "alleged", "purported"):
            return "claim"
    for step in lineage(start)[1:5]:
        if not is_verb(step) or step.i in mention.parts:
            continue
        lemma = scene.sentence.lemma(step)
        if lemma == "deny":
            return "deny"
        if lemma in ("claim", "allege"):
            return "claim"
        if lemma in ("accuse",):
            return "claim"
    return ""


def _ongoing(scene: Scene, mention: Mention, verb: Token | None) -> bool:
    trigger = mention.trigger
    if any(c.lower_ in _ONGOING_WORDS for c in trigger.children if c.dep_ in ("amod", "compound", "advmod")):
        return True
    if verb is None or not (verb.i in mention.parts or verb.i == trigger.head.i):
        return False
    auxiliaries = _auxiliaries(verb)
    present = any(a.lower_ in ("is", "are", "'s", "'re") for a in auxiliaries)
    been = any(a.lower_ == "been" for a in auxiliaries) and any(a.lower_ in ("has", "have") for a in auxiliaries)
    if verb.tag_ == "VBG" and (present or been):
        return True
    lemma = scene.sentence.lemma(verb)
    if lemma in ("continue", "rage", "persist") and verb.tag_ in ("VBZ", "VBP", "VBG"):
        return True
    if lemma == "continue" and not any(c.dep_ == "neg" for c in verb.children):
        return verb.tag_ in ("VBD", "VBN") and mention.family == "violence" and any(c.lower_ in ("still", "until") for c in verb.children)
    return any(c.lower_ == "still" for c in verb.children) and verb.tag_ in ("VBZ", "VBP", "VBG")
