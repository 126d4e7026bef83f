"""How many were killed, injured, taken, freed or displaced (codebook 3, casualties).

Each harm word of a sentence is asked for the people that it befell (`harmed.py`); their number comes from the
quantity in the phrase, or from its grammar ("a civilian" is one, "civilians" is some).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from marsad.codebook.harms import counting_words, harm_index
from marsad.coding.harmed import Harmed, find_harmed, happened
from marsad.coding.long_counts import of_a_long_conflict, too_many_for_a_day
from marsad.coding.people import LONGEST, Figure, figure_of, kind_of_people, may_be_people
from marsad.coding.scene import Scene
from marsad.coding.sufferers import joined
from marsad.coding.syntax import base_phrase, clause_verb, complements_of, is_verb, prepositions
from marsad.model import Harm

if TYPE_CHECKING:
    from marsad.coding.tokens import Token


@dataclass(slots=True)
class Count:
    """How many, before it becomes a casualty.

    `heads` are the words for the people, `word` the word for the harm, `kind` what they are.
    `total`: a toll that stands for all. `more`: in addition to those told before. `known`: told before ("he",
    "the three men"). `later`: wounded first. `figures`: the numbers of the phrases that it adds up.
    """

    scene: Scene
    harm: Harm
    heads: list[Token]
    word: Token
    low: int
    best: int
    high: int | None
    approximate: bool
    start: int
    end: int
    who: str | None
    kind: Token
    vague: bool = False
    total: bool = False
    more: bool = False
    known: bool = False
    later: bool = False
    figures: list[int] = field(default_factory=list)
    parts: list[Count] = field(default_factory=list)


def find_counts(scene: Scene) -> list[Count]:
    """Everything that the sentence says about harm to people, in the order of its harm words."""
    found: list[Count] = []
    for harmed in find_harmed(scene):
        if not (_running_total(scene, harmed.word) or of_a_long_conflict(scene, harmed.word)):
            counts = _counts(scene, harmed)
            found += [c for c in counts if not too_many_for_a_day(scene, c.word, c.harm, c.best)]
    found = _without_joint_figures(found)
    for count in found:
        count.who = _who(scene, count, found)
    _tie_parts(scene, found)
    return found


def count_of(scene: Scene, harm: Harm, verb: Token, heads: list[Token]) -> list[Count]:
    """The people whom a verb befell that is no harm word of its own ("led away two men": arrested)."""
    if not is_verb(verb) or not happened(verb) or _running_total(scene, verb) or of_a_long_conflict(scene, verb):
        return []
    found = _counts(scene, Harmed(harm, verb, heads))
    for count in found:
        count.who = _who(scene, count, found)
    return found


def _counts(scene: Scene, harmed: Harmed) -> list[Count]:
    if harmed.harm == "displaced" and any(scene.armed(kind_of_people(scene, h)) for h in harmed.heads):
        # "the attackers fled"
        return []
    figures = [
        f
        for head in harmed.heads
        if may_be_people(scene, head, harmed.word) and (f := figure_of(scene, head)) is not None
    ]
    # "a hundred and twenty" is one number, though the parser joins two
    figures = [f for n, f in enumerate(figures) if not any(_same_number(f, earlier) for earlier in figures[:n])]
    if any(not f.none for f in figures):
        figures = [f for f in figures if not f.none]
    if not figures:
        return []
    parts: list[Figure] = []
    edge = next((t.i for t in scene.tokens if t.i > figures[0].head.i and _opens_parts(t)), None)
    if edge is not None and all(f.head.i > edge for f in figures[1:]):
        # "22 people, including 15 chiefs and three of the staff"
        figures, parts = figures[:1], figures[1:]
    elif any(_among_them(f.head) for f in figures[1:]):
        parts = [f for f in figures[1:] if _among_them(f.head)]
        figures = [f for f in figures if f not in parts]
    elif _lists(scene, figures):
        # "five people, a man and four children": the list says who the five are
        figures, parts = figures[:1], figures[1:]
    groups = _groups(scene, figures)
    counts = [_count(scene, harmed, group) for group in groups]
    if parts:
        counts[0].parts = [_count(scene, harmed, [part]) for part in parts]
    return counts


def _same_number(one: Figure, other: Figure) -> bool:
    return one.head.pos_ == other.head.pos_ == "NUM" and (one.start, one.end) == (other.start, other.end)


def _lists(scene: Scene, figures: list[Figure]) -> bool:
    """Whether all phrases but the first say who the first are: "five people, a man and four children"."""
    if len(figures) < 3 or figures[0].low != sum(f.low for f in figures[1:]):
        return False
    total, *parts = (kind_of_people(scene, f.head) for f in figures)
    return scene.sentence.lemma(total) in counting_words().heads.generic or all(
        camp_of(scene, total) == camp_of(scene, part) for part in parts
    )


def _among_them(head: Token) -> bool:
    """ "29 militants, two foreigners among them"."""
    after = [t.lower_ for t in head.doc[head.i + 1 : head.i + 3]]
    return len(after) == 2 and after[0] in counting_words().phrases.among and after[1] == "them"


def _opens_parts(token: Token) -> bool:
    phrases = counting_words().phrases
    return token.lower_ in phrases.including or (
        token.lower_ in phrases.among and any(c.lower_ == "them" for c in token.children)
    )


def _groups(scene: Scene, figures: list[Figure]) -> list[list[Figure]]:
    """Phrases that are one group of people; soldiers and civilians, or soldiers and rebels, in one list are two."""
    groups: list[list[Figure]] = []
    camp = None
    for figure in figures:
        kind = kind_of_people(scene, figure.head)
        others = kind.pos_ == "NUM" or kind.lower_ in counting_words().phrases.more
        earlier, camp = camp, camp if others and camp is not None else camp_of(scene, kind)
        if groups and camp == earlier:
            groups[-1].append(figure)
        else:
            groups.append([figure])
    return groups


def camp_of(scene: Scene, kind: Token) -> str:
    """Civilians, the state's forces or others who bear arms, as far as a word tells it."""
    actor = scene.actors.get(kind.i)
    if actor is not None and actor.kind != "Civilians":
        return "state" if actor.kind in ("State forces", "External/Other forces") else "other"
    if not scene.armed(kind):
        return "civilian"
    return "state" if scene.is_a(kind, "state_forces") and not scene.is_a(kind, "rebel") else "other"


def _count(scene: Scene, harmed: Harmed, figures: list[Figure]) -> Count:
    highs = [f.high for f in figures]
    begin, end = scene.sentence.at(harmed.word)
    starts, ends = [f.start for f in figures], [f.end for f in figures]
    reach = min([*starts, begin]), max([*ends, end])
    if reach[1] - reach[0] > LONGEST:
        reach = min(starts), max(ends)
    heads = [f.head for f in figures]
    return Count(
        scene=scene,
        harm=harmed.harm,
        heads=heads,
        word=harmed.word,
        low=sum(f.low for f in figures),
        best=sum(f.best for f in figures),
        high=None if None in highs else sum(h for h in highs if h is not None),
        approximate=any(f.approximate for f in figures),
        start=reach[0],
        end=reach[1],
        who=None,
        kind=kind_of_people(scene, heads[0]),
        vague=any(f.vague for f in figures),
        total=harmed.toll,
        more=any(_is_more(f.head) for f in figures),
        known=all(f.known for f in figures),
        later=_wounded_before(scene, harmed, heads),
        figures=[f.low for f in figures],
    )


# ------------------------------------------------------------------ more people, people told before


def _is_more(head: Token) -> bool:
    first, last = base_phrase(head)
    words = {t.lower_ for t in head.doc[first : last + 1]} | {c.lower_ for c in head.children if c.i <= head.i}
    return bool(words & counting_words().phrases.more) and "than" not in words


def _wounded_before(scene: Scene, harmed: Harmed, heads: list[Token]) -> bool:
    """Whether they were among the wounded before they died."""
    if harmed.harm != "killed":
        return False
    for head in heads:
        described = (c for c in head.children if c.dep_ == "amod")
        for token in (head, *described, *(t for _, inner in prepositions(head) for t in inner)):
            if token.lower_ in ("wounded", "injured"):
                return True
            if (
                token.lower_ in ("whom", "which", "them", "those")
                and token.dep_ == "pobj"
                and _told_as_hurt(scene, harmed.word)
            ):
                return True
    return scene.sentence.lemma(harmed.word) == "succumb" and heads[0].lower_ in (
        "he",
        "she",
        "one",
        "another",
        "two",
        "three",
    )


def _told_as_hurt(scene: Scene, word: Token) -> bool:
    """Whether the people are the wounded just told ("wounding five, two of whom died") or died only later."""
    index = harm_index()
    earlier = (t for t in scene.tokens if t.i < word.i)
    if any(
        h == "injured"
        for t in earlier
        for _, h in (*index.verbs.get(scene.sentence.lemma(t), ()), *index.marks.get(t.lower_, ()))
    ):
        return True
    return any(c.lower_ in ("later", "subsequently", "afterwards") for c in word.children)


# ------------------------------------------------------------------ running totals and joint figures


def _running_total(scene: Scene, word: Token) -> bool:
    """Whether the harm is counted over a long time ("since March", "so far this year"): of no one event."""
    verb = clause_verb(word)
    for date in scene.dates:
        if date.kind == "since" and date.background and _in_clause(scene, verb, date.start - scene.sentence.offset):
            return True
    if _told_in_clause(scene, verb, counting_words().phrases.periods):
        return True
    if verb is None or not _perfect(verb, word):
        return False
    if any(_long_ago(scene, c) for c in verb.children):
        return True
    if verb.dep_ == "relcl" and scene.sentence.lemma(verb.head) in counting_words().nouns.conflicts:
        # "a conflict that has left 66 dead"
        return True
    return _told_in_clause(scene, verb, counting_words().phrases.running)


def _told_in_clause(scene: Scene, verb: Token | None, phrases: Iterable[str]) -> bool:
    """Whether one of the phrases stands in the clause of a verb."""
    text = scene.sentence.span.text.lower()
    begin = scene.sentence.span.start_char
    return any(
        (at := text.find(phrase)) >= 0 and _in_clause(scene, verb, begin + at + len(phrase) - 2) for phrase in phrases
    )


def _long_ago(scene: Scene, child: Token) -> bool:
    """ "since the ceasefire of 5 March", "since the strife began on 3 May"; not "since Friday"."""
    if child.lower_ != "since" and not any(c.lower_ == "since" and c.dep_ == "mark" for c in child.children):
        return False
    start, end = scene.span(child.left_edge.i, child.right_edge.i)
    return any(d.kind == "absolute" and start <= d.start < end for d in scene.dates)


def _in_clause(scene: Scene, verb: Token | None, offset: int) -> bool:
    """Whether the word at an offset belongs to a verb's own clause, or to its "since X began"."""
    token = next((t for t in scene.tokens if t.idx <= offset < t.idx + len(t.text) + 1), None)
    clause = clause_verb(token) if token is not None else None
    if clause is None or verb is None or clause.i == verb.i:
        return True
    if verb.dep_ == "relcl" and any(a.i == clause.i for a in verb.ancestors):
        # "operations since January, in which 102 people were killed"
        return True
    since = any(c.lower_ == "since" for c in clause.children) or (clause.i > 0 and clause.nbor(-1).lower_ == "since")
    return since and clause.dep_ == "advcl" and clause.head.i == verb.i


def _perfect(verb: Token, word: Token) -> bool:
    governors = (verb, verb.head) if verb.dep_ == "conj" else (verb,)
    if any(c.lemma_ == "have" and c.dep_ == "aux" for v in governors for c in v.children):
        return True
    return word.pos_ in ("NOUN", "ADJ") or verb.dep_ in ("acl", "amod")


def _without_joint_figures(found: list[Count]) -> list[Count]:
    """ "15 were killed and injured" tells neither how many died nor how many were hurt; "several" does."""
    dropped: set[int] = set()
    for one in found:
        for other in found:
            if one.harm == "killed" and other.harm == "injured" and joined(one.word, other.word):
                same = {h.i for h in one.heads} & {h.i for h in other.heads}
                if same and not one.vague and one.low > 1:
                    dropped |= {id(one), id(other)}
    return [count for count in found if id(count) not in dropped]


# ------------------------------------------------------------------ parts


def _tie_parts(scene: Scene, found: list[Count]) -> None:
    """Groups told as part of a total ("including two children", "five of them women") go under it."""
    phrases = counting_words().phrases
    claimed = {h.i: count for count in found for h in count.heads}
    for token in scene.tokens:
        if token.lower_ in phrases.including:
            inner = list(complements_of(token)) or [
                t for c in token.children if c.dep_ in ("dobj", "nsubj") for t in [c]
            ]
        elif token.lower_ in phrases.among and any(c.lower_ == "them" for c in token.children):
            inner = _behind_them(scene, token)
        elif token.lower_ in ("them", "whom") and token.dep_ == "pobj" and token.head.lower_ == "of":
            inner = [token.head.head] if _attribute_of(token.head.head) is not None else []
        else:
            continue
        total = _before(found, token)
        if total is None:
            continue
        for head in inner:
            owner = claimed.get(head.i)
            if (owner is not None and owner is not total) or (
                head.pos_ == "PRON" and head.lower_ in ("most", "all", "some")
            ):
                continue
            if not may_be_people(scene, head, total.word):
                continue
            figure = figure_of(scene, head)
            if figure is not None and not figure.none and 0 < figure.low <= total.low:
                part = _count(scene, Harmed(total.harm, total.word, [head]), [figure])
                part.start, part.end = figure.start, figure.end
                part.kind = _attribute_of(head) or part.kind
                first, last = base_phrase(part.kind)
                part.who = _stripped(scene, first, last, part.kind)
                total.parts.append(part)


def _behind_them(scene: Scene, among: Token) -> list[Token]:
    them = next(c for c in among.children if c.lower_ == "them")
    for at in range(them.i + 1, min(them.i + 7, scene.tokens[-1].i + 1)):
        token = among.doc[at]
        if token.text in ".;":
            break
        if token.pos_ in ("NOUN", "PROPN") and token.dep_ not in ("compound", "amod"):
            return [token, *(c for c in token.children if c.dep_ == "conj")]
    return []


def _attribute_of(head: Token) -> Token | None:
    """ "five of them children": what the five are."""
    governor = head.head
    if head.dep_ in ("nsubj", "compound", "appos") and governor.pos_ in ("NOUN", "PROPN") and governor.i > head.i:
        return governor
    return next((c for c in governor.children if head.dep_ == "nsubj" and c.dep_ == "attr"), None)


def _before(found: list[Count], token: Token) -> Count | None:
    """The count told last before a word."""
    earlier = [c for c in found if c.heads[0].i < token.i]
    return max(earlier, key=lambda c: max(h.i for h in c.heads if h.i < token.i or h is c.heads[0]), default=None)


# ------------------------------------------------------------------ names


def _who(scene: Scene, count: Count, found: list[Count]) -> str | None:
    head = count.heads[0]
    if head.lower_ in ("himself", "herself", "themselves"):
        doer = next((c for t in (count.word, count.word.head) for c in t.children if c.dep_ == "nsubj"), None)
        return _stripped(scene, *_extent(scene, doer), doer) if doer is not None else None
    of_kind = count.kind.i != head.i and scene.sentence.lemma(head) in counting_words().heads.generic
    generic = (
        of_kind
        or head.pos_ in ("NUM", "PRON")
        or head.lower_ in ("others", "more", "another", "one", "several", "some", "many")
        or head.i == count.word.i
    )
    if not generic:
        return _stripped(scene, *_extent(scene, head), head)
    if count.kind.i != head.i:
        return _stripped(scene, *_extent(scene, count.kind), count.kind)
    if count.total or (head.i == count.word.i and not head.lower_.startswith(("wound", "injur"))):
        return None
    earlier = [c for c in found if c.word.i < count.word.i or c.heads[0].i < head.i]
    earlier = [c for c in earlier if c is not count and c.who]
    return earlier[-1].who if earlier else None


def _extent(scene: Scene, head: Token) -> tuple[int, int]:
    first, _ = base_phrase(head)
    last = head.i
    for child in head.children:
        if child.dep_ == "prep" and child.lower_ in ("of", "from"):
            for inner in complements_of(child)[:1]:
                if inner.i not in scene.toponyms:
                    last = max(last, base_phrase(inner)[1])
    return first, last


def _stripped(scene: Scene, first: int, last: int, head: Token) -> str:
    doc = head.doc
    loose = ("det", "quantmod", "advmod", "punct", "predet", "nummod", "cc")
    for at in range(head.i - 1, first - 1, -1):
        begin, _ = scene.sentence.at(doc[at])
        if doc[at].text in ",:;)(" or any(q.start <= begin < q.end for q in scene.quantities):
            # what stands before the number or before a colon is no part of the name
            first = at + 1
            break
    while first < head.i:
        token = doc[first]
        start, _ = scene.sentence.at(token)
        counted = any(q.start <= start < q.end for q in scene.quantities)
        if not (
            token.like_num
            or counted
            or (token.dep_ in loose and not token.text[:1].isupper())
            or token.lower_ in ("other", "dead", "the", "a", "an", "some", "many", "at", "least", "more", "than")
        ):
            break
        first += 1
    return scene.text(first, last).replace('"', "").strip(" ',:;.")
