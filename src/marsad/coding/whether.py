"""Whether it happened: the status of a mention, and what is background and so no event (codebook 1 and 3)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from marsad.codebook.status import status_words
from marsad.coding.clauses import (
    auxiliaries,
    date_words,
    first_conjunct,
    frame,
    head_verb,
    stands_in,
    tense,
)
from marsad.coding.dates import DateMention
from marsad.coding.scene import Mention, Scene
from marsad.coding.syntax import is_passive, is_verb, lineage, prepositions
from marsad.model import Status

if TYPE_CHECKING:
    from spacy.tokens import Token

_TALK = {"negotiation", "agreement", "demand", "release", "surrender", "aid"}
_SPEECH = {"demand", "threat", "accusation", "rejection"}
_LASTING = {"movement_restriction", "displacement"}
_RESULTS = {"kill", "harm"}
_RECENT_DAYS = 14
"""A span "since …" that began at most so many days ago tells an event that goes on; an older one is background."""


@dataclass(slots=True)
class Verdict:
    """The status of a mention; `background` where it tells no event of its own, with the reason."""

    status: Status = "happened"
    background: bool = False
    rule: str = ""


def judge(mention: Mention, anchor: dt.date | None) -> Verdict:
    """Decide status and background of a mention from its clause and the clauses that govern it.

    `anchor` is the date of the dispatch; without one, dates that rest on it decide nothing.
    """
    verb = head_verb(mention)
    lead = first_conjunct(verb) if verb is not None else None
    for reason in _background(mention, verb, lead, anchor):
        if reason:
            return Verdict(background=True, rule=reason)
    coming = _to_come(mention, verb, lead, anchor)
    if coming is not None:
        return coming
    if _failed(mention, verb):
        return Verdict("failed", rule="failure")
    governed = _distance(mention, verb, lead)
    if governed == "deny":
        return Verdict("denied", rule="denial")
    if governed == "claim":
        return Verdict("claimed", rule="the text distances itself")
    if _ongoing(mention, verb, lead):
        return Verdict("ongoing", rule="told as going on")
    return Verdict()


def _background(
    mention: Mention, verb: Token | None, lead: Token | None, anchor: dt.date | None
) -> Iterator[str]:
    yield _negation(mention, verb, lead)
    if not is_verb(mention.trigger):
        yield _topic(mention)
        yield _identified(mention)
    if verb is not None and lead is not None:
        yield _unreal(mention, verb, lead)
    yield _history(mention, verb, anchor)
    if verb is not None and lead is not None:
        yield _habit(mention, verb, lead)


# ------------------------------------------------------------------ not at all


def _negation(mention: Mention, verb: Token | None, lead: Token | None) -> str:
    trigger = mention.trigger
    if any(c.dep_ == "det" and c.lower_ in ("no", "neither", "any") for c in trigger.children):
        return "negated noun"
    if trigger.head.dep_ == "prep" and trigger.head.lower_ == "without":
        return "negated (“without”)"
    if verb is None or lead is None or verb.i not in mention.parts or mention.type == "rejection":
        return ""
    if any(c.dep_ == "neg" for c in verb.children) or any(c.dep_ == "neg" for c in lead.children):
        return "negated verb"
    if any(c.lower_ in status_words().nobody and c.dep_ in ("nsubj", "nsubjpass") for c in verb.children):
        return "nobody did or suffered it"
    for preposition, heads in prepositions(verb):
        if preposition == "at" and any(
            h.lower_ == "time" and any(c.lower_ == "no" for c in h.children) for h in heads
        ):
            return "negated (“at no time”)"
    return ""


# ------------------------------------------------------------------ only spoken of


def _topic(mention: Mention) -> str:
    """A noun that something else is about: "fears of an attack", "demanded the release", "called for talks"."""
    if mention.type in _SPEECH:
        return ""
    words, scene, trigger = status_words(), mention.scene, mention.trigger
    counted = False
    for step in lineage(trigger)[1:5]:
        if step.i in mention.parts:
            continue
        if not is_verb(step):
            if step.lower_ in words.topic_nouns:
                return f"only spoken of (“{step.text}”)"
            counted = counted or step.lower_ in words.count_nouns
            continue
        if trigger.dep_ in ("nsubj", "nsubjpass"):
            return ""
        lemma = scene.sentence.lemma(step)
        if lemma in words.topic and not (lemma in words.plan and _dated_ahead(mention)):
            return f"only spoken of (“{step.text}”)"
        if lemma == "call" and any(c.lower_ == "for" for c in step.children):
            return f"only spoken of (“{step.text} for”)"
        return ""
    return ""


def _identified(mention: Mention) -> str:
    """ "It was the third attack in a month", "the second such massacre": told of an event that is told elsewhere."""
    trigger = mention.trigger
    if trigger.dep_ == "attr" and trigger.head.lemma_ == "be":
        if any(c.dep_ == "nsubj" and c.lower_ in status_words().pointing for c in trigger.head.children):
            return "says what another event was"
    numbered = any(
        c.dep_ == "amod" and (c.lower_.endswith("th") or c.lower_ in ("second", "third", "first", "latest"))
        for c in trigger.children
    )
    if numbered and (trigger.dep_ == "appos" or any(c.lower_ == "such" for c in trigger.children)):
        return "counts another event"
    return ""


def _unreal(mention: Mention, verb: Token, lead: Token) -> str:
    words, trigger = status_words(), mention.trigger
    own = verb.i in mention.parts or trigger.head.i == verb.i
    if own and mention.type not in _SPEECH:
        modal = next((a for a in auxiliaries(verb) if a.lower_ in words.modal), None)
        if modal is not None and not (modal.lower_ in ("should", "must") and _dated_ahead(mention)):
            return f"hypothetical (“{modal.text}”)"
    for step in lineage(verb)[:4]:
        mark = next((c for c in step.children if c.dep_ == "mark" and c.lower_ in words.conditional), None)
        if mark is not None and (mark.lower_ not in ("until", "till") or tense(step) != "past"):
            return f"conditional (“{mark.text}”)"
        if any(c.dep_ == "mark" and c.lower_ == "before" for c in step.children) and tense(step) == "present":
            return "not yet (“before”)"
        if step.dep_ in ("relcl", "acl", "ROOT"):
            break
    if not is_verb(trigger) or verb.i != trigger.i:
        return ""
    if lead.dep_ == "pcomp" and lead.head.lower_ in words.undone_prepositions:
        return f"no deed (“{lead.head.text}”)"
    if lead.tag_ == "VBG" and lead.dep_ in ("pcomp", "xcomp"):
        charged = next((s for s in lineage(lead)[1:4] if is_verb(s)), None)
        if charged is not None:
            lemma = mention.scene.sentence.lemma(charged)
            if lead.dep_ == "pcomp" and lemma in words.charge and not _own_day(mention):
                return f"a charge (“{charged.text}”)"
            if (
                lead.dep_ == "xcomp"
                and lemma in words.topic | {"stop", "cease", "halt"}
                and mention.type not in _SPEECH
            ):
                return f"only spoken of (“{charged.text}”)"
            if lead.dep_ == "xcomp" and lemma in words.keep and tense(charged) == "present":
                return f"habit (“{charged.text}”)"
    return _infinitive(mention, lead)


def _infinitive(mention: Mention, lead: Token) -> str:
    """Infinitives of aims, wishes and orders tell no deed; those of plans and threats are read in `_to_come`."""
    words = status_words()
    if not _is_infinitive(lead) or lead.head.i == lead.i:
        return ""
    governor = lead.head
    lemma = mention.scene.sentence.lemma(governor)
    if lemma in words.vow or lemma in words.plan or governor.lower_ in words.plan:
        return ""
    if lemma == "be":
        subject = next((c for c in governor.children if c.dep_ == "nsubj"), None)
        return (
            f"an aim (“{subject.text}”)" if subject is not None and subject.lower_ in words.aim_nouns else ""
        )
    if lead.dep_ in ("advcl", "acl", "relcl"):
        if any(c.lower_ in ("first", "last", "latest", "only") for c in [governor, *governor.children]):
            return ""
        if lemma in ("attempt", "try", "bid", "manage") and mention.family == "violence":
            return ""
        return "purpose, not deed"
    if lemma in words.urge:
        return f"asked for or feared (“{governor.text}”)"
    return ""


def _is_infinitive(verb: Token) -> bool:
    """Whether a verb has "to" before it and does not look back ("to have killed")."""
    before = [c.lower_ for c in verb.children if c.dep_ in ("aux", "auxpass")]
    return "to" in before and "have" not in before


# ------------------------------------------------------------------ history and habits


def _history(mention: Mention, verb: Token | None, anchor: dt.date | None) -> str:
    scene = mention.scene
    members = frame(mention)
    above = {t.i for t in lineage(verb)} if verb is not None else set[int]()
    told = any(_tells_day(d) and stands_in(mention, t, members) for d, t in date_words(scene))
    for date, token in date_words(scene):
        mine = stands_in(mention, token, members)
        if not mine and not (_covers(scene, token, above) and not told):
            continue
        if mine and (date.kind == "habit" or (date.background and date.kind != "since")) and not told:
            return f"habit or background (“{date.text}”)"
        if not mine and date.kind not in ("since",) and not (date.background and date.precision == "year"):
            continue
        if date.kind == "since" and not told:
            recent = (
                anchor is not None and date.first is not None and (anchor - date.first).days <= _RECENT_DAYS
            )
            if not recent and mention.type != "movement_restriction":
                return f"since … (“{date.text}”)"
        old = anchor is not None and date.first is not None and date.first.year < anchor.year
        if date.precision == "year" and old and not told:
            return f"year-level history (“{date.text}”)"
    return _long_since(mention, verb)


def _tells_day(date: DateMention) -> bool:
    return date.kind in ("absolute", "relative", "weekday", "relative_to_context") and not date.background


def _covers(scene: Scene, token: Token, above: set[int]) -> bool:
    """Whether a time phrase belongs to a verb that governs the mention: "In 2015, it reported that …"."""
    for step in lineage(token)[1:]:
        if is_verb(step):
            return step.i in above
        if any(step.i in other.parts for other in scene.mentions):
            return False
    return False


def _long_since(mention: Mention, verb: Token | None) -> str:
    """ "Since the ceasefire, the monitors have documented …": a running total without a day."""
    if verb is None or mention.type == "movement_restriction" or _own_day(mention):
        return ""
    for step in lineage(verb)[:3]:
        if not is_verb(step) or (step.dep_ == "conj" and step.i != verb.i):
            break
        if tense(step) == "perfect":
            for child in step.children:
                if child.dep_ == "advmod" and child.lower_ in status_words().long_since:
                    return "has long been so"
                clause = child.dep_ == "advcl" and any(
                    c.lower_ == "since" and c.dep_ == "mark" for c in child.children
                )
                if clause or (
                    child.lower_ == "since" and not any(d.kind == "since" for d in mention.scene.dates)
                ):
                    return "since …"
        if step.dep_ in ("relcl", "acl", "ccomp"):
            break
    return ""


def _habit(mention: Mention, verb: Token, lead: Token) -> str:
    words, scene = status_words(), mention.scene
    for child in verb.children:
        if child.dep_ == "advmod" and child.lower_ in words.habit and not _own_day(mention):
            return f"habit (“{child.text}”)"
    own = verb.i in mention.parts
    if (
        not own
        and mention.trigger.dep_ in ("nsubj", "nsubjpass")
        and mention.trigger.head.i == verb.i
        and not _own_day(mention)
    ):
        complement = [c for c in verb.children if c.dep_ in ("attr", "acomp")]
        if any(c.lower_ in words.usual for c in complement):
            return f"habit (“{next(c.text for c in complement if c.lower_ in words.usual)}”)"
        if (
            mention.plural
            and scene.sentence.lemma(verb) in words.trend
            and tense(verb) in ("perfect", "present")
        ):
            return f"trend (“{verb.text}”)"
    if (
        own
        and lead.dep_ == "relcl"
        and mention.type not in ("movement_restriction",)
        and not _own_day(mention)
    ):
        when = tense(lead)
        if when == "present" and not _progressive(lead):
            return "says what somebody does, not what happened"
        if when == "perfect" and lead.head.i in scene.actors:
            return "says what a group has done at large"
    return ""


def _vague_subject(verb: Token) -> bool:
    """Whether nobody in particular acts: "some residents have handed over their guns"."""
    return any(
        c.lower_ in ("some", "many", "most", "others")
        for subject in verb.children
        if subject.dep_ in ("nsubj", "nsubjpass")
        for c in (subject, *subject.children)
    )


def _own_day(mention: Mention) -> bool:
    """Whether a day is told in the mention's own clause."""
    members = frame(mention)
    return any(
        _tells_day(date) and stands_in(mention, token, members) for date, token in date_words(mention.scene)
    )


# ------------------------------------------------------------------ to come


def _to_come(
    mention: Mention, verb: Token | None, lead: Token | None, anchor: dt.date | None
) -> Verdict | None:
    """Plans and threats. Violence that is only foreseen, on no day, tells no event."""
    words, scene = status_words(), mention.scene
    violent = mention.family == "violence"
    planned = Verdict("planned", rule="future or plan")
    if violent and not _dated_ahead(mention):
        planned = Verdict(background=True, rule="only foreseen")
    if any(c.lower_ in words.planned_adjectives and c.dep_ == "amod" for c in mention.trigger.children):
        return planned
    if verb is None or lead is None or mention.type in _SPEECH:
        return None
    if verb.i not in mention.parts and verb.i not in {step.i for step in lineage(mention.trigger)[:6]}:
        return None
    vowed = any(is_verb(s) and scene.sentence.lemma(s) in words.vow | words.warn for s in lineage(lead)[1:4])
    helpers = {a.lower_ for a in auxiliaries(verb)}
    if helpers & words.future and "have" not in helpers:
        return Verdict("threatened", rule="a vow or warning") if violent and vowed else planned
    if helpers & {"should", "must"} and _dated_ahead(mention):
        return planned
    if _is_infinitive(lead):
        governor = lead.head
        lemma = scene.sentence.lemma(governor)
        if governor.i == lead.i:
            return planned
        if lemma in words.vow:
            return Verdict("threatened", rule=f"a threat (“{governor.text}”)")
        if lemma in words.plan or governor.lower_ in words.plan:
            return planned
        if lead.dep_ == "xcomp" and (lemma == "be" or (lemma == "have" and tense(governor) == "present")):
            return planned
        if lemma == "go" and governor.tag_ == "VBG":
            return planned
    if scene.sentence.lemma(verb) in ("plan", "schedule", "prepare", "slate") and not is_verb(
        mention.trigger
    ):
        return planned
    return None


def _dated_ahead(mention: Mention) -> bool:
    """Whether a day or span in the mention's clause lies ahead ("tomorrow", "in the coming hours")."""
    members = frame(mention)
    for date, token in date_words(mention.scene):
        if date.first is None or date.kind in ("since", "habit"):
            continue
        if stands_in(mention, token, members) and _ahead(mention.scene, date):
            return True
    return False


def _ahead(scene: Scene, date: DateMention) -> bool:
    text = date.text.lower()
    return any(word in text for word in ("tomorrow", "coming", "next", "upcoming", "tonight")) or any(
        t.lower_ in status_words().future for t in scene.tokens
    )


# ------------------------------------------------------------------ failed, denied, claimed, going on


def _failed(mention: Mention, verb: Token | None) -> bool:
    words, scene, trigger = status_words(), mention.scene, mention.trigger
    if any(c.dep_ in ("amod", "compound") and c.lower_ in words.failed_adjectives for c in trigger.children):
        return True
    if verb is not None and verb.dep_ == "xcomp" and scene.sentence.lemma(verb.head) == "fail":
        return True
    if mention.type not in _TALK:
        return False
    for step in lineage(trigger)[1:5]:
        if step.lower_ in words.failed_nouns:
            return True
        if is_verb(step):
            subject = next((c for c in step.children if c.dep_ in ("nsubj", "nsubjpass")), None)
            if subject is None or trigger.i not in {t.i for t in subject.subtree}:
                break
            lemma = scene.sentence.lemma(step)
            particles = {f"{lemma} {c.lower_}" for c in step.children if c.dep_ in ("prt", "advmod", "prep")}
            if lemma in words.failed_verbs or lemma in words.called_off or particles & words.called_off:
                return True
            break
    for preposition, heads in prepositions(verb if verb is not None else trigger):
        if preposition == "without" and any(t.lower_ in words.unreached for t in heads):
            return True
        if preposition == "without" and verb is not None and scene.sentence.lemma(verb) in words.ending:
            return True
    return False


def _distance(mention: Mention, verb: Token | None, lead: Token | None) -> str:
    """ "deny" or "claim" where the text gives the happening as somebody's word only."""
    if mention.type in _SPEECH:
        return ""
    words, scene = status_words(), mention.scene
    start = verb if verb is not None else mention.trigger
    for child in [*start.children, *mention.trigger.children]:
        if child.lower_ in words.claim_adverbs:
            return "claim"
    for step in lineage(start)[1:5]:
        if not is_verb(step) or step.i in mention.parts:
            continue
        lemma = scene.sentence.lemma(step)
        if lemma in words.deny:
            return "deny"
        if lemma in words.claim:
            # who claims to have done it speaks of his own deed
            return "" if start.dep_ == "xcomp" and start.head.i == step.i else "claim"
        if lemma in ("accuse", "suspect") and start.dep_ == "pcomp":
            return "claim"
        if lemma in words.believe and _only_believed(start, step, lemma):
            return "claim"
    for child in start.children:
        # "…, as police claimed", "…, or so the ministry claims"
        behind = child.i > start.i and scene.sentence.lemma(child) in words.claim
        if behind and (child.dep_ in ("advcl", "parataxis") or any(c.lower_ == "so" for c in child.children)):
            return "claim"
    return ""


def _only_believed(start: Token, step: Token, lemma: str) -> bool:
    if start.head.i != step.i:
        return False
    if start.dep_ == "xcomp":
        return is_passive(step) and any(c.lower_ == "have" for c in start.children if c.dep_ == "aux")
    return start.dep_ == "ccomp" and lemma not in ("say", "understand")


def _ongoing(mention: Mention, verb: Token | None, lead: Token | None) -> bool:
    words, scene, trigger = status_words(), mention.scene, mention.trigger
    if any(
        c.lower_ in words.ongoing_words for c in trigger.children if c.dep_ in ("amod", "compound", "advmod")
    ):
        return True
    if verb is None or lead is None or not (verb.i in mention.parts or verb.i == trigger.head.i):
        return False
    if _progressive(lead) and tense(lead) in ("present", "perfect"):
        return True
    when = tense(verb)
    lemma = scene.sentence.lemma(verb)
    since = any(d.kind == "since" and stands_in(mention, t) for d, t in date_words(scene))
    closed = mention.type == "movement_restriction"
    if (since and (closed or when in ("present", "perfect"))) and mention.type in _LASTING:
        return True
    if closed and when == "present" and verb.i in mention.parts:
        return True
    if lemma in words.go_on and when in ("present", "perfect"):
        return True
    still = any(c.lower_ == "still" for c in verb.children)
    if lemma == "be" and any(
        c.lower_ in words.underway for c in verb.children if c.dep_ in ("acomp", "advmod", "attr", "prep")
    ):
        return when == "present" or still
    if lemma == "continue" and when == "past":
        return mention.family == "violence" and any(c.lower_ in ("still", "until") for c in verb.children)
    return still and (when == "present" or _progressive(verb))


def _progressive(verb: Token) -> bool:
    """Whether a verb tells what is going on: "is shelling", "are being exchanged", "has been shelling"."""
    helpers = {a.lower_ for a in auxiliaries(verb)}
    if verb.tag_ == "VBG":
        return bool(helpers & {"is", "are", "'s", "'re", "was", "were", "been", "be"})
    return "being" in helpers
