"""Whether it happened: the status of a mention (codebook 3). What is no event, `background.py` tells."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from marsad.codebook.status import status_words
from marsad.coding.background import SPEECH, background
from marsad.coding.clauses import (
    Clause,
    auxiliaries,
    clause_of,
    is_infinitive,
    is_noun_like,
    is_progressive,
    tense,
)
from marsad.coding.scene import Mention
from marsad.coding.syntax import is_passive, is_verb, lineage, prepositions
from marsad.model import Status

if TYPE_CHECKING:
    from marsad.coding.tokens import Token

_CAN_FAIL = {"negotiation", "agreement", "demand", "release", "surrender", "aid"}
_LASTING = {"movement_restriction", "displacement"}


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
    clause = clause_of(mention)
    reason = background(clause, anchor)
    if reason:
        return Verdict(background=True, rule=reason)
    if _failed(clause):
        return Verdict("failed", rule="failure")
    coming = _to_come(clause)
    if coming is not None:
        return coming
    distance = _distance(clause)
    if distance == "denied" and not clause.has_day and not _placed(clause):
        return Verdict(background=True, rule="the other side's version of what is told elsewhere")
    if distance is not None:
        return Verdict(distance, rule="the text gives it as somebody's word")
    if _goes_on(clause):
        return Verdict("ongoing", rule="told as going on")
    return Verdict()


def _to_come(clause: Clause) -> Verdict | None:
    """Plans and threats. Violence that is only foreseen, on no day, tells no event."""
    words, mention = status_words(), clause.mention
    violent = mention.family == "violence"
    planned = Verdict("planned", rule="future or plan")
    if violent and not clause.lies_ahead:
        planned = Verdict(background=True, rule="only foreseen")
    if any(c.lower_ in words.planned_adjectives and c.dep_ == "amod" for c in mention.trigger.children):
        return planned
    verb, lead = clause.verb, clause.lead
    if verb is None or lead is None or mention.type in SPEECH:
        return None
    if not clause.own and verb.i not in {step.i for step in lineage(mention.trigger)[:6]}:
        return None
    if is_noun_like(mention.trigger) and _is_scheduled(clause, verb):
        return planned
    helpers = {a.lower_ for a in auxiliaries(verb)}
    if helpers & words.future and "have" not in helpers:
        warned = any(is_verb(s) and clause.lemma(s) in words.vow | words.warn for s in lineage(lead)[1:4])
        return Verdict("threatened", rule="a vow or warning") if violent and warned else planned
    if helpers & {"should", "must"} and clause.lies_ahead:
        return planned
    if not is_infinitive(lead):
        return None
    governor, lemma = lead.head, clause.lemma(lead.head)
    if lemma in words.vow and governor.i != lead.i:
        return Verdict("threatened", rule=f"a threat (“{governor.text}”)")
    stands_alone = governor.i == lead.i  # "Russia to send troops"
    is_to = lead.dep_ == "xcomp" and (lemma == "be" or (lemma == "have" and tense(governor) == "present"))
    going_to = lemma == "go" and governor.tag_ == "VBG"
    plan = lemma in words.plan or governor.lower_ in words.plan
    return planned if stands_alone or is_to or going_to or plan else None


def _is_scheduled(clause: Clause, verb: Token) -> bool:
    """ "A meeting is scheduled for Friday", "talks are likely to be held", "they plan an offensive"."""
    words, trigger = status_words(), clause.mention.trigger
    lemma = clause.lemma(verb)
    if lemma in ("plan", "schedule", "prepare", "slate"):
        return True
    if trigger.dep_ not in ("nsubj", "nsubjpass") or trigger.head.i != verb.i:
        return False
    if lemma == "be":
        return any(
            c.dep_ == "acomp" and c.lower_ in words.plan and any(g.dep_ in ("xcomp", "prep") for g in c.children)
            for c in verb.children
        )
    return lemma in words.plan and is_passive(verb)


def _failed(clause: Clause) -> bool:
    words, trigger, verb = status_words(), clause.mention.trigger, clause.verb
    if any(c.dep_ in ("amod", "compound") and c.lower_ in words.failed_adjectives for c in trigger.children):
        return True
    if verb is not None and verb.dep_ == "xcomp" and clause.lemma(verb.head) == "fail":
        return True
    if clause.mention.type not in _CAN_FAIL:
        return False
    for step in lineage(trigger)[1:5]:
        if step.lower_ in words.failed_nouns:
            return True
        if is_verb(step):
            if _came_to_nothing(clause, step):
                return True
            break
    ended = verb is not None and clause.lemma(verb) in words.ending
    return any(
        preposition == "without" and (ended or any(t.lower_ in words.unreached for t in heads))
        for preposition, heads in prepositions(verb if verb is not None else trigger)
    )


def _came_to_nothing(clause: Clause, verb: Token) -> bool:
    """Whether the mention is the subject of a verb of failing: "the talks collapsed", "was called off"."""
    words = status_words()
    subject = next((c for c in verb.children if c.dep_ in ("nsubj", "nsubjpass")), None)
    if subject is None or clause.mention.trigger.i not in {t.i for t in subject.subtree}:
        return False
    lemma = clause.lemma(verb)
    forms = {lemma, *(f"{lemma} {c.lower_}" for c in verb.children if c.dep_ in ("prt", "advmod", "prep"))}
    return bool(forms & (words.failed_verbs | words.called_off))


def _distance(clause: Clause) -> Status | None:
    """ "denied" or "claimed" where the text gives the happening as somebody's word only."""
    words, trigger = status_words(), clause.mention.trigger
    if clause.mention.type in SPEECH:
        return None
    start = clause.verb if clause.verb is not None else trigger
    if trigger.dep_ == "dobj" and is_noun_like(trigger) and clause.lemma(trigger.head) in words.deny:
        return "denied"
    if any(c.lower_ in words.claim_adverbs for c in (*start.children, *trigger.children)):
        return "claimed"
    for step in lineage(start)[1:5]:
        if not is_verb(step) or step.i in clause.mention.parts:
            continue
        lemma = clause.lemma(step)
        if lemma in words.deny:
            return "denied"
        if lemma in words.claim:
            # who claims to have done it speaks of his own deed
            return None if start.dep_ == "xcomp" and start.head.i == step.i else "claimed"
        if lemma in words.charge and start.dep_ == "pcomp":
            return "claimed"
        if lemma in words.believe and _only_believed(start, step, lemma):
            return "claimed"
    for child in start.children:
        # "…, as police claimed", "…, or so the ministry claims"
        behind = child.i > start.i and clause.lemma(child) in words.claim
        if behind and (child.dep_ in ("advcl", "parataxis") or any(c.lower_ == "so" for c in child.children)):
            return "claimed"
    return None


def _placed(clause: Clause) -> bool:
    """Whether the mention's own words name a place."""
    top = clause.verb if clause.own and clause.verb is not None else clause.mention.trigger
    return any(t.i in clause.mention.scene.toponyms for t in top.subtree)


def _only_believed(start: Token, step: Token, lemma: str) -> bool:
    """ "They are said to have been shot", "elders believe that raiders took them"."""
    if start.head.i != step.i:
        return False
    if start.dep_ == "xcomp":
        return is_passive(step) and any(c.lower_ == "have" for c in start.children if c.dep_ == "aux")
    return start.dep_ == "ccomp" and lemma not in ("say", "understand")


def _goes_on(clause: Clause) -> bool:
    words, mention, verb = status_words(), clause.mention, clause.verb
    adjectives = (c for c in mention.trigger.children if c.dep_ in ("amod", "compound", "advmod"))
    if any(c.lower_ in words.ongoing_words for c in adjectives):
        return True
    if verb is None or clause.lead is None or not (clause.own or verb.i == mention.trigger.head.i):
        return False
    if is_progressive(clause.lead) and tense(clause.lead) in ("present", "perfect"):
        return True
    when, lemma = tense(verb), clause.lemma(verb)
    now = when in ("present", "perfect")
    closure = mention.type == "movement_restriction"
    since = any(mine and date.kind == "since" for date, _, mine in clause.dates)
    if (since and mention.type in _LASTING and (closure or now)) or (closure and when == "present" and clause.own):
        return True
    if lemma in words.go_on and now:
        return True
    still = any(c.lower_ == "still" for c in verb.children)
    if lemma == "be":
        complements = (c for c in verb.children if c.dep_ in ("acomp", "advmod", "attr", "prep"))
        return any(c.lower_ in words.underway for c in complements) and (when == "present" or still)
    if lemma == "continue" and when == "past":
        return mention.family == "violence" and any(c.lower_ in ("still", "until") for c in verb.children)
    return still and (when == "present" or is_progressive(verb))
