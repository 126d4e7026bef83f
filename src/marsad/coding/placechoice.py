"""Which of the names in a text are taken for places: datelines, enumerations, and the sum of the evidence."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from itertools import pairwise

from marsad.coding.placenames import ENOUGH, RELATED, Name
from marsad.coding.placereader import Reader
from marsad.coding.placetokens import HYPHENS
from marsad.gazetteer.keys import plain

_DAY = r"(?:\d{1,2} )?(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?(?: \d{1,2})?"
_DATELINE = re.compile(
    r"\s*((?:[^\W\d_][\w'’.]*[ -]?){1,4}?)(?:, ([^\W\d_][\w'’. -]*?))?"
    rf"(?:,? {_DAY}(?:,? \d{{4}})?)?(?: ?\([^)\n]{{2,40}}\))?,? ?(?:--|[-–—:])\s"
)
_DATELINE_DATE = re.compile(rf"\s*([A-Z][\w'’. -]{{2,40}}?)(?:, ([A-Z][\w'’. -]{{2,30}}?))?,? {_DAY}\b")
_LIST = re.compile(r"\s*(?:[-–]|,|,? and|,? or|&|,? as well as|/|;|,? (?:the )?nearby|,? and (?:in|near|at|the))\s*")
_LIKELY = 1.0  # what a name itself says from which on it has a vote
_CONTAINER_IN = re.compile(r"\s*,?\s*in (?:(?:the|a) )?[“\"]?", re.IGNORECASE)


def mark_dateline(text: str, reader: Reader, names: Sequence[Name]) -> None:
    """Marks the place from which the dispatch was sent ("GOMA, March 3 (Source) -")."""
    for pattern in (_DATELINE, _DATELINE_DATE):
        match = pattern.match(text)
        if match:
            break
    else:
        return
    for group in (1, 2):
        if match.group(group):
            span = match.span(group)
            for name in names:
                start, end = reader.words[name.begin].start, reader.words[name.end - 1].end
                if start == span[0] and end >= span[0] + len(match.group(group).rstrip(" -")) and name.known:
                    name.dateline = group == 1
                    name.extra += 4.0
                    name.refused = None


def enumerations(reader: Reader, names: Sequence[Name]) -> list[list[int]]:
    """Indexes of names that stand in one enumeration."""
    found: list[list[int]] = []
    for n, name in enumerate(names):
        if n:
            host = next((group for group in found[-3:] if adjoin(reader, names[group[-1]], name)), None)
            if host is not None:
                host.append(n)
                continue
        found.append([n])
    return [group for group in found if len(group) > 1]


def adjoin(reader: Reader, left: Name, right: Name) -> bool:
    """Whether two names follow each other in an enumeration."""
    between = gap(reader, left, right)
    if between.strip() in HYPHENS and not (left.known and right.known):
        return False
    return _LIST.fullmatch(between) is not None and "\n" not in between


def gap(reader: Reader, left: Name, right: Name) -> str:
    """The text between two names and the words that belong to them; '' where those meet."""
    if right.begin < left.end:
        return ""
    begin = left.frame.end if left.frame.cue_after and left.frame.end <= right.begin else left.end
    end = max(begin, min(right.begin, right.frame.outer))
    return reader.text[reader.words[begin - 1].end : reader.words[end].start]


def mark_contained(reader: Reader, names: Sequence[Name]) -> None:
    """Notes which names the text puts in a known one: "Kulbus in West Darfur"."""
    for left, right in pairwise(names):
        if right.begin >= left.end and right.known and not right.refused and right.own >= ENOUGH:
            between = gap(reader, left, right)
            left.frame.contained = _CONTAINER_IN.fullmatch(between) is not None


def share_in_lists(names: Sequence[Name], lists: Sequence[Sequence[int]]) -> None:
    """Lets the preposition and the feature word of an enumeration hold for all of its members."""
    for group in lists:
        members = [names[n] for n in group]
        first, last = members[0].frame, members[-1].frame
        for member in members[1:]:
            here = member.frame
            if first.preposition and not here.preposition and here.verb is None:
                here.preposition = first.preposition
            if first.verb and not here.preposition and here.verb is None:
                here.verb = first.verb
            if first.plural and not first.cue_after and here.cue is None:
                here.cue, here.classes = first.cue, first.classes
            if first.relation == "between":
                here.relation = "between"
            if "line" in here.classes and here.cue_after:
                first.relation = first.relation or "road"
        if last.plural and last.cue_after:
            for member in members[:-1]:
                if member.frame.cue is None:
                    member.frame.cue, member.frame.classes = last.cue, last.classes
        strong = sum(m.strength >= ENOUGH and m.known and not m.refused for m in members)
        for member in members:
            member.extra += 1.0 if strong >= 2 and member.known else 0.0


def accept(names: Sequence[Name], lists: Sequence[Sequence[int]], spoken: dict[str, float]) -> list[Name]:
    """The names that are places, none inside another."""
    sure = {plain(n.text) for n in names if not n.refused and n.strength >= ENOUGH}
    votes = _votes(names, sure, spoken)
    total: dict[str, float] = defaultdict(float)
    for shares in votes.values():
        for code, value in shares.items():
            total[code] += value
    chosen: list[Name] = []
    for name in names:
        if name.refused:
            continue
        form = plain(name.text)
        strength = name.strength + (1.5 if form in sure else 0.0)
        if name.known:
            own = {} if form in sure else votes.get(form, {})
            agreement = _agreement(name, total, own)
            strength += 2.0 * min(1.0, 1.5 * agreement) - 0.5
            if agreement == 0 and not any(c.match == "exact" for c in name.candidates):
                name.candidates = []
                strength += 0.5
        if strength >= ENOUGH:
            chosen.append(name)
    for group in lists:
        members = [names[n] for n in group]
        if any(member in chosen for member in members):
            chosen += [m for m in members if m not in chosen and not m.refused and m.own >= 0]
    chosen.sort(key=lambda n: (n.begin, not n.known, -n.end))
    free: list[Name] = []
    for name in chosen:
        if not any(other.begin < name.end and name.begin < other.end for other in free):
            free.append(name)
            continue
        rival = next(o for o in free if o.begin < name.end and name.begin < o.end)
        if (
            not name.known
            and name.base
            and name.end - name.begin > rival.end - rival.begin
            and _wants_whole(name, rival)
        ):
            free[free.index(rival)] = name
    free.sort(key=lambda n: n.begin)
    return free


def _votes(names: Sequence[Name], sure: set[str], spoken: dict[str, float]) -> dict[str, dict[str, float]]:
    """What each name says of the country that the dispatch is about."""
    votes: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    for code, value in spoken.items():
        votes[""][code] = value * 3
    for name in names:
        form = plain(name.text)
        if name.candidates and not name.refused and (form in sure or name.own >= _LIKELY):
            votes[form][name.candidates[0].entry.country] += 1.0 if form in sure else 0.5
    return votes


def _agreement(name: Name, total: dict[str, float], own: dict[str, float]) -> float:
    """The largest share of the others' votes for a country in which the name is spelt like this."""
    mass = sum(total.values()) - sum(own.values())
    codes = {c.entry.country for c in name.candidates[:15] if c.score >= RELATED}
    return max((total[code] - own.get(code, 0.0) for code in codes), default=0.0) / mass if mass > 0 else 0.0


def _wants_whole(name: Name, rival: Name) -> bool:
    """Whether the longer unknown name stands for the known one in it ("Daraa Al-Mahattah")."""
    return name.begin == rival.begin
