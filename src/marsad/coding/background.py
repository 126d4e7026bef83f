"""What tells no event of its own: the denied, the feared, the hoped for, habits and history (codebook 1)."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from marsad.codebook.status import status_words
from marsad.coding.clauses import (
    Clause,
    auxiliaries,
    is_infinitive,
    is_noun_like,
    is_progressive,
    tells_day,
    tense,
)
from marsad.coding.dates import DateMention
from marsad.coding.syntax import is_passive, is_verb, lineage, prepositions

if TYPE_CHECKING:
    from marsad.coding.tokens import Token

SPEECH = {"demand", "threat", "accusation", "rejection"}
"""Types that are themselves something said."""

_CLOSURE = "movement_restriction"
_RECENT_DAYS = 14
"""A span "since …" that began at most so many days ago tells what goes on; an older one is background."""

_MONTH_DAYS = 31
"""Longer spans do not date an event to the month."""


def background(clause: Clause, anchor: dt.date | None) -> str:
    """Why a mention tells no event of its own; an empty string where it tells one.

    `anchor` is the date of the dispatch; without one, dates that rest on it decide nothing.
    """
    verbal = not is_noun_like(clause.mention.trigger)
    return (
        _negated(clause)
        or ("" if verbal else _only_topic(clause))
        or ("" if verbal else _only_counted(clause))
        or ("" if verbal else _only_cause(clause))
        or _unreal(clause)
        or _history(clause, anchor)
        or _running_total(clause, anchor)
        or _habit(clause)
        or _at_large(clause)
    )


def _negated(clause: Clause) -> str:
    mention, verb, lead = clause.mention, clause.verb, clause.lead
    if any(c.dep_ == "det" and c.lower_ in ("no", "neither", "any") for c in mention.trigger.children):
        return "negated noun"
    if mention.trigger.head.dep_ == "prep" and mention.trigger.head.lower_ == "without":
        return "negated (“without”)"
    if verb is None or lead is None or not clause.own or mention.type == "rejection":
        return ""
    if any(c.dep_ == "neg" for c in (*verb.children, *lead.children)):
        return "negated verb"
    if any(_is_nobody(c) for c in verb.children if c.dep_ in ("nsubj", "nsubjpass")):
        return "nobody did or suffered it"
    for preposition, heads in prepositions(verb):
        never = any(h.lower_ == "time" and any(c.lower_ == "no" for c in h.children) for h in heads)
        if preposition == "at" and never:
            return "negated (“at no time”)"
    return ""


def _is_nobody(subject: Token) -> bool:
    """ "Nobody", "no soldiers"; but not "no fewer than ten soldiers"."""
    if subject.lower_ in status_words().nobody:
        return True
    first = subject.left_edge
    return first.lower_ == "no" and first.dep_ == "det" and first.nbor(1).lower_ not in ("fewer", "less", "more")


# ------------------------------------------------------------------ only spoken of


def _only_topic(clause: Clause) -> str:
    """An event noun that something else is about: "fears of an attack", "demanded the release"."""
    words, trigger = status_words(), clause.mention.trigger
    if clause.mention.type in SPEECH:
        return ""
    if trigger.head.dep_ == "prep" and trigger.head.lower_ == "since":
        return "only the beginning of something else"
    for step in lineage(trigger)[1:5]:
        if step.i in clause.mention.parts:
            continue
        lemma = clause.lemma(step)
        if is_verb(step) and is_infinitive(step) and step.dep_ in ("acl", "advcl", "xcomp") and trigger.dep_ == "dobj":
            return f"only an aim (“{step.text}”)"
        if not is_verb(step):
            if (step.lower_ in words.topic_nouns or lemma in words.topic_nouns) and not _dated(clause):
                return f"only spoken of (“{step.text}”)"
            continue
        if trigger.dep_ in ("nsubj", "nsubjpass"):
            return ""
        planned = lemma in words.plan and clause.lies_ahead
        called_for = lemma == "call" and any(c.lower_ == "for" for c in step.children)
        return f"only spoken of (“{step.text}”)" if called_for or (lemma in words.topic and not planned) else ""
    return ""


def _only_cause(clause: Clause) -> str:
    """ "The killing of the mayor sparked protests": only refers to an event, without day or place."""
    mention, trigger = clause.mention, clause.mention.trigger
    if not mention.definite or trigger.dep_ != "nsubj" or _dated(clause):
        return ""
    if clause.lemma(trigger.head) not in status_words().causing:
        return ""
    placed = any(t.i in mention.scene.toponyms for t in trigger.subtree)
    return "" if placed else f"only the cause of something else (“{trigger.head.text}”)"


def _dated(clause: Clause) -> bool:
    """Whether the event noun itself bears a day: "an inquiry into Monday's killing"."""
    inside = {t.i for t in clause.mention.trigger.subtree}
    return any(tells_day(date) and token.i in inside for date, token, _ in clause.dates)


def _only_counted(clause: Clause) -> str:
    """ "It was the third attack in a month", "the second such massacre": counts what is told elsewhere."""
    trigger = clause.mention.trigger
    if trigger.dep_ == "attr" and trigger.head.lemma_ == "be":
        subject = next((c for c in trigger.head.children if c.dep_ == "nsubj"), None)
        if subject is not None and subject.lower_ in status_words().pointing:
            return "says what another event was"
    numbered = any(
        c.dep_ == "amod" and (c.lower_.endswith("th") or c.lower_ in ("second", "third", "first", "latest"))
        for c in trigger.children
    )
    if numbered and (trigger.dep_ == "appos" or any(c.lower_ == "such" for c in trigger.children)):
        return "counts another event"
    return ""


def _unreal(clause: Clause) -> str:
    words, mention, verb = status_words(), clause.mention, clause.verb
    if verb is None:
        return ""
    if (clause.own or mention.trigger.head.i == verb.i) and mention.type not in SPEECH:
        helpers = [*auxiliaries(verb), *(auxiliaries(verb.head) if verb.dep_ == "xcomp" else ())]
        modal = next((a for a in helpers if a.lower_ in words.modal), None)
        if modal is not None and not (modal.lower_ in ("should", "must") and clause.lies_ahead):
            return f"hypothetical (“{modal.text}”)"
        if clause.own and {a.lower_ for a in auxiliaries(verb)} & words.future:
            for child in verb.children:
                mark = next((c for c in child.children if c.dep_ == "mark"), None)
                if child.dep_ == "advcl" and mark is not None and mark.lower_ in ("if", "unless"):
                    return f"conditional (“{mark.text}”)"
    for step in lineage(verb)[:4]:
        for mark in (c for c in step.children if c.dep_ == "mark"):
            until = mark.lower_ in ("until", "till")
            if mark.lower_ in words.conditional and not (until and tense(step) == "past"):
                return f"conditional (“{mark.text}”)"
            if mark.lower_ == "before" and tense(step) == "present":
                return "not yet (“before”)"
            if mark.lower_ == "as" and step.i == verb.i and verb.tag_ == "VBN" and not auxiliaries(verb):
                return "only spoken of (“as …”)"
        if step.dep_ in ("relcl", "acl", "ROOT"):
            break
    if verb.i != mention.trigger.i or clause.lead is None:
        return ""
    if clause.lead.dep_ == "ccomp" and clause.lead.tag_ == "VB" and clause.lemma(clause.lead.head) in words.urge:
        return f"asked for (“{clause.lead.head.text}”)"  # "demanded that the army withdraw"
    return _gerund(clause, clause.lead) or _infinitive(clause, clause.lead)


def _gerund(clause: Clause, lead: Token) -> str:
    words = status_words()
    if lead.dep_ == "pcomp" and lead.head.lower_ in words.undone_prepositions:
        return f"no deed (“{lead.head.text}”)"
    if lead.dep_ == "pcomp" and lead.head.dep_ == "prep" and lead.head.head.lower_ in words.topic_nouns:
        return f"only spoken of (“{lead.head.head.text}”)"  # "an end to kidnapping"
    governor = next((s for s in lineage(lead)[1:4] if is_verb(s)), None)
    if lead.tag_ != "VBG" or governor is None:
        return ""
    lemma = clause.lemma(governor)
    if lead.dep_ == "pcomp" and lemma in words.charge and not clause.has_day:
        return f"a charge (“{governor.text}”)"
    if lead.dep_ == "xcomp" and lemma in words.topic | words.cease and clause.mention.type not in SPEECH:
        return f"only spoken of (“{governor.text}”)"
    if lead.dep_ == "xcomp" and lemma in words.keep and tense(governor) == "present":
        return f"habit (“{governor.text}”)"
    return ""


def _infinitive(clause: Clause, lead: Token) -> str:
    """Infinitives of aims, wishes and orders tell no deed; plans and threats are told as such."""
    words = status_words()
    if not is_infinitive(lead) or lead.head.i == lead.i:
        return ""
    governor = lead.head
    lemma = clause.lemma(governor)
    if lemma in words.vow or lemma in words.plan or governor.lower_ in words.plan:
        return ""
    if lemma in ("try", "attempt", "seek") and clause.mention.type in ("territory_taken", "deployment"):
        return "only tried"
    if lemma == "be":
        subject = next((c for c in governor.children if c.dep_ == "nsubj"), None)
        return f"an aim (“{subject.text}”)" if subject is not None and subject.lower_ in words.aim_nouns else ""
    if lead.dep_ in ("advcl", "acl", "relcl"):
        if any(c.lower_ in ("first", "last", "latest", "only") for c in (governor, *governor.children)):
            return ""
        tried = lemma in ("attempt", "try", "bid", "manage") and clause.mention.family == "violence"
        return "" if tried else "purpose, not deed"
    return f"asked for or feared (“{governor.text}”)" if lemma in words.urge else ""


# ------------------------------------------------------------------ history, totals and habits


def _history(clause: Clause, anchor: dt.date | None) -> str:
    """Years, habits and spans that began long ago, where no day is told beside them."""
    if clause.has_day and not any(mine and _long(date) for date, _, mine in clause.dates):
        return ""
    if clause.verb is not None and any(
        c.lower_ == "since" and c.dep_ in ("mark", "advmod") for c in clause.verb.children
    ):
        return "only the beginning of a span (“since”)"
    closure = clause.mention.type == _CLOSURE
    for date, token, mine in clause.dates:
        if mine and (date.kind == "habit" or (date.background and date.kind != "since") or _long(date)):
            return f"habit or background (“{date.text}”)"
        covers = mine or _covers(clause, token)
        if covers and date.kind == "since" and not closure and not _recent(date, anchor):
            return f"since … (“{date.text}”)"
        past = anchor is not None and date.first is not None and date.first.year < anchor.year
        if covers and past and date.precision == "year" and (mine or date.background):
            return f"year-level history (“{date.text}”)"
    return ""


def _long(date: DateMention) -> bool:
    """Whether a span of the past is longer than a month: it dates no event."""
    if date.first is None or date.last is None or date.kind == "since":
        return False
    return (date.last - date.first).days > _MONTH_DAYS


def _recent(date: DateMention, anchor: dt.date | None) -> bool:
    return anchor is not None and date.first is not None and (anchor - date.first).days <= _RECENT_DAYS


def _covers(clause: Clause, token: Token) -> bool:
    """Whether a time phrase belongs to a verb that governs the mention: "In 2015, it reported that …"."""
    if clause.verb is None:
        return False
    above = {t.i for t in lineage(clause.verb)}
    for step in lineage(token)[1:]:
        if is_verb(step):
            return step.i in above or (step.dep_ == "conj" and step.head.i in above)
        if any(step.i in other.parts for other in clause.mention.scene.mentions):
            return False
    return False


def _running_total(clause: Clause, anchor: dt.date | None) -> str:
    """ "Since the ceasefire, monitors have documented …", "the number of those killed since …"."""
    words, verb = status_words(), clause.verb
    if clause.mention.type == _CLOSURE or clause.has_day:
        return ""
    spans = [date for date, _, _ in clause.dates if date.kind == "since"]
    counts_on = verb is not None and any(
        c.lower_ == "since" and c.dep_ == "mark" for step in (verb, *verb.children) for c in step.children
    )
    if counts_on or any(not _recent(date, anchor) for date in spans):
        for step in lineage(clause.mention.trigger)[1:6]:
            if not is_verb(step) and clause.lemma(step) in words.count_nouns:
                return f"a running total (“{step.text}”)"
    joined = verb
    for step in lineage(verb)[:10] if verb is not None else ():
        if not is_verb(step):
            continue
        if step.dep_ == "conj" and joined is not None and step.i != joined.i:
            break
        if tense(step) == "perfect":
            for child in step.children:
                if child.dep_ == "advmod" and child.lower_ in words.long_since:
                    return f"has been so (“{child.text}”)"
                opened = [child, *(c for c in child.children if child.dep_ == "advcl" and c.dep_ == "mark")]
                if not spans and any(c.lower_ == "since" for c in opened):
                    return "since …"
        if step.dep_ in ("ccomp", "advcl", "ROOT"):
            break
    return ""


def _habit(clause: Clause) -> str:
    words, mention, verb = status_words(), clause.mention, clause.verb
    if verb is None or clause.has_day:
        return ""
    if {"time", "again"} <= {c.lower_ for child in verb.children for c in (child, *child.children)}:
        return "habit (“time and again”)"
    for child in verb.children:
        if child.dep_ == "advmod" and child.lower_ in words.habit | words.once:
            return f"habit or undated past (“{child.text}”)"
    if mention.trigger.dep_ not in ("nsubj", "nsubjpass") or mention.trigger.head.i != verb.i:
        return ""
    usual = next((c for c in verb.children if c.dep_ in ("attr", "acomp") and c.lower_ in words.usual), None)
    if usual is not None:
        return f"habit (“{usual.text}”)"
    rises = clause.lemma(verb) in words.trend and tense(verb) in ("perfect", "present")
    if rises and mention.plural and not clause.own:
        return f"trend (“{verb.text}”)"
    return ""


def _at_large(clause: Clause) -> str:
    """What somebody does or has done at large: "the group, which attacks villages"."""
    mention, verb, lead = clause.mention, clause.verb, clause.lead
    if mention.trigger.dep_ == "amod" and mention.trigger.head.i in mention.scene.toponyms:
        return "the state of a place"
    if verb is None or lead is None or not clause.own or clause.has_day or mention.type == _CLOSURE:
        return ""
    when = tense(lead)
    if when == "perfect" and _vague_subject(verb) and not clause.dates:
        return "told of people at large"
    if when == "perfect" and any(clause.lemma(d) in status_words().troubles for d in mention.doers):
        return "what a long trouble has done"
    if mention.type == "accusation" and when == "present" and is_passive(verb) and not is_progressive(verb):
        return "says what is generally held"
    if lead.dep_ == "relcl":
        if when == "present" and not is_progressive(lead):
            return "says what somebody does, not what happened"
        if when == "perfect" and (lead.head.pos_ == "PROPN" or lead.head.i in mention.scene.actors):
            return "says what a group has done at large"
    return ""


def _vague_subject(verb: Token) -> bool:
    return any(
        c.lower_ in status_words().vague
        for subject in verb.children
        if subject.dep_ in ("nsubj", "nsubjpass")
        for c in (subject, *subject.children)
    )
