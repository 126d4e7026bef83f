"""When it happened: the time of a mention (codebook 3), resolved against the dispatch's date."""

from __future__ import annotations

import datetime as dt
import re
from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from marsad.codebook.status import status_words
from marsad.coding.clauses import (
    auxiliaries,
    date_words,
    describes,
    first_conjunct,
    frame,
    is_noun_like,
    tense,
)
from marsad.coding.dates import DateMention, resolve_in_context
from marsad.coding.language import Sentence
from marsad.coding.scene import Mention, Scene
from marsad.coding.syntax import is_verb, lineage
from marsad.model import Span, TimePrecision, When

if TYPE_CHECKING:
    from marsad.coding.tokens import Token

LASTING = {"movement_restriction", "displacement"}
"""Types that go on: "since 5 June" is their beginning."""

_SPEECH = {"accusation", "demand", "threat", "rejection"}
_STATEMENT = 9.0
_ASIDE = 12.0
_TOO_FAR = 20.0
_USABLE = {"absolute", "relative", "weekday", "time_of_day", "relative_to_context"}
_DAYS = {"absolute", "relative", "weekday"}
_EARLIER = {"before", "until", "till", "ahead", "prior"}
_LATER = {"after", "following", "since"}
_DATELINE_REACH = 60
_BEFORE_DATELINE = re.compile(
    r"(?!(?:On|In|At|Since|Late|Early|By|Until|From|The)\b)\W{0,2}(?:[A-Z][\w'.]*[\s,/(-]+){1,5}"
)
_AFTER_DATELINE = re.compile(r"[.,]?\s*(?:[-:—–(/\[]|$)|\.\s")
_COMING = {
    "due",
    "expected",
    "scheduled",
    "planned",
    "set",
    "slated",
    "going",
    "is",
    "are",
    "plan",
    "plans",
    "intend",
    "intends",
}


@dataclass(slots=True)
class Time:
    """The time of a mention while it is being decided.

    `own`: told in the mention's own clause. `said`: the day is that of a statement or (`beside`) of something
    told beside the mention. `first` and `last` are set once the surroundings have been asked.
    """

    dates: list[DateMention]
    own: bool = False
    rule: str = ""
    said: bool = False
    beside: bool = False
    first: dt.date | None = None
    last: dt.date | None = None

    @property
    def day(self) -> DateMention | None:
        """The first date with days."""
        return next((d for d in self.dates if d.first is not None), None)


_FRONT = 4
"""A written date that opens the sentence within so many characters is the day of what is reported, as
monitors write it ("On 9 October, activists said that …")."""


def find_time(mention: Mention, anchor: dt.date | None = None, *, ahead: bool = False) -> Time:
    """The dates that the mention's own sentence gives it; none where it names none.

    `anchor` is the date of the dispatch. `ahead`: the mention is planned; its day does not lie behind.
    """
    scene = mention.scene
    members = frame(mention)
    weighed: list[tuple[float, Bearing, DateMention]] = []
    for date, token in date_words(scene):
        lasting = date.kind == "since" and (mention.type in LASTING or not date.background)
        if not lasting and (date.background or date.kind not in _USABLE):
            continue
        if mention.type in _SPEECH and date.text.lower().startswith("within"):
            continue  # "ordered him to leave within 72 hours": a deadline
        link = _link(scene, date)
        if link is not None:
            bound = _bound(mention, link, date, anchor)
            if bound is not None:
                weighed.append((1.0, "own", bound))
            continue
        if _out_of_tense(date, anchor, ahead=ahead):
            continue
        cost, bearing = _bearing(mention, token, date, members)
        weighed.append((cost, bearing, date))
    weighed.sort(key=lambda item: item[0])
    if not weighed or weighed[0][0] > _TOO_FAR:
        return Time([])
    cost, bearing, best = weighed[0]
    best = _in_sentence(scene, best, anchor)
    if bearing == "statement" and best.kind == "relative_to_context" and best.text.lower().startswith("earlier in"):
        best = replace(best, kind="relative")  # who "reported earlier in the day" speaks on the dispatch's day
    opens = best.start - scene.sentence.start <= _FRONT
    fronted = opens and bearing == "statement" and best.kind == "absolute"
    if bearing != "own" and best.kind in _DAYS and not fronted:
        return Time([best], said=True, beside=bearing != "statement", rule=f"the day of a {bearing}")
    best = _lasting_until(scene, best)
    chosen = [best]
    for other_cost, _, other in weighed[1:]:
        # "at dawn on Sunday": the day and its hour are told by two phrases
        if other_cost < cost + 3 and (other.kind == "time_of_day") != (best.kind == "time_of_day"):
            chosen.append(other)
            break
    chosen.sort(key=lambda d: d.kind == "time_of_day")
    return Time(chosen, own=True, rule=f"nearest date by syntax (weight {cost:.0f})")


def _lasting_until(scene: Scene, date: DateMention) -> DateMention:
    """ "Clashes erupted on Friday and continued until Sunday": the span of both."""
    for other, token in date_words(scene):
        path = lineage(token)[1:3]
        until = any(t.lower_ in ("until", "till", "through") for t in path)
        verb = next((t for t in lineage(token) if is_verb(t)), None)
        if not until or verb is None or date.first is None or other.kind not in _DAYS or other.last is None:
            continue
        if date.first < other.last and scene.sentence.lemma(verb) in status_words().go_on:
            return replace(date, last=other.last)
    return date


def _out_of_tense(date: DateMention, anchor: dt.date | None, *, ahead: bool) -> bool:
    """Whether a date lies ahead for what has happened, or behind for what is planned."""
    if anchor is None or date.first is None or date.last is None:
        return False
    if date.kind in ("time_of_day", "relative_to_context"):
        return False
    return date.last < anchor if ahead else date.first > anchor


def _told_day(scene: Scene, date: DateMention) -> dt.date | None:
    """The day told before a time phrase in its sentence."""
    before = [d for d in scene.dates if d.end <= date.start and d.kind in _DAYS]
    return before[-1].first if before else None


def _in_sentence(scene: Scene, date: DateMention, anchor: dt.date | None) -> DateMention:
    """ "the day before", read against the day told before it in the sentence, unless that leads beyond the dispatch."""
    if date.kind != "relative_to_context":
        return date
    day = _told_day(scene, date)
    if day is None:
        return date
    read = resolve_in_context(date, day)
    beyond = anchor is not None and read.first is not None and read.first > anchor >= day
    return date if beyond else replace(read, kind="relative")  # "said on Wednesday that … the following day"


def _link(scene: Scene, date: DateMention) -> Token | None:
    """The "after" or "before" that ends a time phrase and opens what it counts from ("a day after")."""
    if date.kind != "relative_to_context" or not date.text.lower().endswith((" after", " before")):
        return None
    end = date.end - scene.sentence.offset
    link = next((t for t in scene.tokens if t.idx < end <= t.idx + len(t.text)), None)
    if link is None or not (link.dep_ == "mark" or any(c.dep_ in ("pobj", "pcomp") for c in link.children)):
        return None
    return link


def _bound(mention: Mention, link: Token, date: DateMention, anchor: dt.date | None) -> DateMention | None:
    """ "on Sunday, a day after clashes": the day of the clashes, so far from the other as the phrase says."""
    above = lineage(mention.trigger)[:3]
    day = _told_day(mention.scene, date)
    if mention.trigger.i < link.i or day is None or not any(link.i == s.i or link.head.i == s.i for s in above):
        return None
    other = resolve_in_context(date, day).first
    if other is None:
        return None
    return replace(date, first=day - (other - day), last=day - (other - day), kind="relative", precision="day")


Bearing = Literal["own", "statement", "clause beside it"]
"""Whose day a time phrase tells: the mention's, that of the saying, that of something told beside it."""


def _bearing(mention: Mention, token: Token, date: DateMention, members: set[int]) -> tuple[float, Bearing]:
    """How far a time phrase stands from the mention, and whose day it is."""
    scene = mention.scene
    if is_dateline(scene, date):
        return _ASIDE + 1, "statement"
    if token.dep_ == "poss" and token.head.i not in members:
        return _TOO_FAR + 1, "clause beside it"  # "after the failure of yesterday's talks": the day of the talks alone
    if _adjacent(mention, token) or _opens(mention, date):
        return 0.5, "own"
    above = {t.i: n for n, t in enumerate(lineage(mention.anchor))}
    others = {i for other in scene.mentions if other is not mention for i in other.parts}
    path = lineage(token)
    aside = False
    for steps, step in enumerate(path):
        if step.i in members:
            if mention.type in _SPEECH and any(t.dep_ == "ccomp" for t in path[:steps]):
                return (
                    _TOO_FAR + 1,
                    "clause beside it",
                )  # "He knew on Sunday," she accused: what is said has its own day
            return (_ASIDE, "clause beside it") if aside else (steps + (step.i not in mention.parts), "own")
        aside = aside or _before_or_after(scene, path, steps) or (step.dep_ == "ccomp" and mention.type in _SPEECH)
        if step.i in others:
            return (_ASIDE, "clause beside it") if aside else (steps + 8.0, "own")
        if not is_verb(step) or describes(mention, step):
            continue
        if scene.is_a(step, "report") and step.i in above:
            if step.dep_ == "parataxis" or _parenthetical(step):
                continue
            return steps + _STATEMENT, "statement"
        if step.i not in above and _beside(step):
            if any(c.lower_ == "since" and c.dep_ == "mark" for c in step.children):
                return _TOO_FAR + 1, "clause beside it"  # "132 bodies were found since the troops left in March"
            aside = True
    if aside:
        return _ASIDE, "clause beside it"
    meeting = [n + above[t.i] for n, t in enumerate(path) if t.i in above]
    return 3.0 + min(meeting, default=9), "own"


def _before_or_after(scene: Scene, path: Sequence[Token], steps: int) -> bool:
    """Whether a day only bounds the mention: "before Sunday's truce", "until Friday"; not "before dawn"."""
    step = path[steps]
    if step.dep_ != "prep" or step.lower_ not in _EARLIER | _LATER:
        return False
    bound = path[steps - 1] if steps else step
    start, end = scene.sentence.at(bound)
    named = any(d.start < end and start < d.end for d in scene.dates)
    return not named or (step.lower_ in _EARLIER and not any(d.time_of_day for d in scene.dates))


def _beside(verb: Token) -> bool:
    """Whether a verb opens a clause with a time of its own: "who had come on Friday", "after he fled"."""
    if verb.dep_ in ("relcl", "acl", "csubj"):
        return True
    marks = (c.lower_ for c in verb.children if c.dep_ in ("mark", "prep", "advmod"))
    return verb.dep_ == "advcl" and not (_EARLIER | _LATER).isdisjoint(marks)


def _adjacent(mention: Mention, token: Token) -> bool:
    """Whether the phrase stands right behind an event noun: "described searches on Friday"."""
    if not is_noun_like(mention.trigger):
        return False
    last = max(i for i in mention.parts if abs(i - mention.trigger.i) <= 3)
    between = [mention.trigger.doc[i] for i in range(last + 1, token.i)]
    return (
        token.i > last
        and len(between) <= 2
        and all(t.lower_ in ("on", "in", "at", "late", "early", "of", "the") for t in between)
    )


def _opens(mention: Mention, date: DateMention) -> bool:
    """Whether the mention's clause tells of the day before it: "since 3 August, when rebels took it"."""
    scene = mention.scene
    end = date.end - scene.sentence.offset
    following = [t for t in scene.tokens if end <= t.idx <= end + 3 and t.lower_ == "when"]
    return bool(following) and any(t.i in mention.parts for t in lineage(following[0])[1:3])


def _parenthetical(report: Token) -> bool:
    """ "On Monday, the post said, troops raided": the saying is put in between, the day is the deed's."""
    behind = report.nbor(1) if report.i + 1 < report.sent.end else report
    subject = next((c for c in report.children if c.dep_ == "nsubj"), None)
    if behind.text != "," or subject is None or subject.i > report.i:
        return False
    first = subject.left_edge
    return (
        first.i > report.sent.start
        and first.nbor(-1).text == ","
        and any(c.dep_ == "ccomp" and c.i > report.i for c in report.children)
    )


def is_dateline(scene: Scene, date: DateMention) -> bool:
    """Whether a date stands in a dateline: "GOMA, June 15 (Agency) -"."""
    begin = date.start - scene.sentence.block.start
    if begin > _DATELINE_REACH or date.kind not in ("absolute", "weekday"):
        return False
    text, offset = scene.sentence.line, scene.sentence.offset
    if _BEFORE_DATELINE.fullmatch(text[: max(0, date.start - offset)]) is None:
        return False
    return _AFTER_DATELINE.match(text[date.end - offset :]) is not None


def lead_day(scenes: Sequence[Scene], anchor: dt.date | None) -> DateMention | None:
    """The day of the story: the first that the first paragraphs tell of a deed, else of a saying.

    Only a day shortly before the dispatch carries to what follows; None where the first sentences name none.
    """
    if anchor is None:
        return None
    body = [s for s in scenes if s.sentence.block.kind in ("paragraph", "item")]
    blocks = list(dict.fromkeys(s.sentence.block.index for s in body))[:_LEAD_BLOCKS]
    said: DateMention | None = None
    for scene in body:
        if scene.sentence.block.index not in blocks:
            break
        for date, token in date_words(scene):
            if date.kind not in _DAYS or date.background or date.first is None or is_dateline(scene, date):
                continue
            if not 0 <= (anchor - date.first).days <= _STORY_DAYS or date.precision != "day":
                continue
            verb = next((t for t in lineage(token) if is_verb(t)), None)
            if verb is not None and scene.is_a(verb, "report"):
                said = said or date
                continue
            return date
    return said


def takes_up(mention: Mention) -> bool:
    """Whether a mention goes on with what was told before: "the attack", "the gunmen burned", "they fled"."""
    if mention.definite or mention.scene.tokens[0].lower_ in _TAKING_UP:
        return True
    scene = mention.scene
    return any(
        d.i not in scene.actors
        and scene.is_a(d, "rebel", "criminal", "bomber")
        and any(c.lower_ == "the" for c in d.children)
        for d in mention.doers
    )


def in_present(mention: Mention) -> bool:
    """Whether a mention is told in the present tense, so that a day told before does not hold for it."""
    return mention.trigger.pos_ == "VERB" and tense(mention.trigger) == "present"


def bounds_another(mention: Mention) -> bool:
    """Whether a mention only bounds another in time: "13 have died since the fighting began on Saturday"."""
    return any(
        c.dep_ == "mark" and c.lower_ in ("since", "before", "after", "until")
        for step in lineage(mention.trigger)[:3]
        for c in step.children
    )


_TAKING_UP = {
    "it",
    "they",
    "he",
    "she",
    "his",
    "her",
    "their",
    "its",
    "this",
    "these",
    "those",
    "later",
    "then",
}
_LEAD_BLOCKS = 1
_STORY_DAYS = 4
"""A story whose day lies further back is told again, not reported."""


def make_when(time: Time, anchor: dt.date | None) -> When:
    """The time cell: the days that were settled, or the dispatch's own day where nothing is told."""
    label = next((d.time_of_day for d in time.dates if d.time_of_day), None)
    evidence = [Span(d.start, d.end) for d in time.dates]
    day = time.day
    if day is None:
        if anchor is None or (time.dates and not all(d.kind == "time_of_day" for d in time.dates)):
            return When(precision="unknown", time_of_day=label, evidence=evidence)
        return When(start=anchor, end=anchor, precision="day", time_of_day=label, evidence=evidence)
    precision: TimePrecision = day.precision
    first, last = time.first or day.first, time.last or day.last
    return When(start=first, end=last, precision=precision, time_of_day=label, evidence=evidence)


def future_finder(sentences: Sequence[Sentence]) -> Callable[[int], bool]:
    """A test for `find_dates`: whether the clause at an offset of the dispatch's text is about the future."""
    starts = [s.start for s in sentences]

    def future(offset: int) -> bool:
        at = bisect_right(starts, offset) - 1
        if at < 0 or offset >= sentences[at].end:
            return False
        sentence = sentences[at]
        local = offset - sentence.offset
        token = next((t for t in sentence.span if t.idx <= local < t.idx + max(1, len(t.text))), None)
        return token is not None and _about_future(token)

    return future


def _about_future(token: Token) -> bool:
    for step in lineage(token)[1:6]:
        if not is_verb(step):
            if step.lower_ in ("next", "coming", "planned", "scheduled", "upcoming"):
                return True
            continue
        helpers = {a.lower_ for a in auxiliaries(step)}
        if helpers & status_words().future:
            return True
        lead = first_conjunct(step)
        if "to" in helpers and "have" not in helpers:
            governor = lead.head
            words = (governor.lower_, governor.lemma_)
            return governor.i == lead.i or not status_words().plan.isdisjoint(words) or words[0] in ("is", "are", "has")
        return step.lower_ in ("scheduled", "planned", "expected", "slated")
    return False
