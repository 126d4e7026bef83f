"""According to whom: the sources that a dispatch credits (codebook 3, attribution)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from marsad.codebook.naming import naming
from marsad.codebook.sources import kind_of_source, sources
from marsad.coding.merging import Happening, Telling
from marsad.coding.name_range import clean_name, is_time
from marsad.coding.scene import Scene
from marsad.coding.syntax import (
    agents,
    complements_of,
    is_passive,
    is_verb,
    lineage,
    objects,
    prepositions,
    subjects,
    with_conjuncts,
)
from marsad.model import Attribution, Span

if TYPE_CHECKING:
    from marsad.coding.tokens import Token

_LONGEST = 14
"""A source's name is cut down to its first phrase beyond so many words."""

_LOOK_BACK = 2
"""How many paragraphs a source goes on speaking for "he said" and "the source added"."""


@dataclass(slots=True)
class Credit:
    """A source that a sentence names. `verb`: the word that reports; None for "according to".

    `follows`: the sentence only says that the source told before goes on ("he added").
    """

    source: str
    start: int
    end: int
    kind: str | None
    verb: Token | None = None
    follows: bool = False

    def cell(self) -> Attribution:
        """The credit as a cell of an event."""
        spans = [Span(self.start, self.end)] if self.end > self.start else []
        return Attribution(source=self.source, kind=self.kind, evidence=spans)

    def covers(self, trigger: Token) -> bool:
        """Whether the source speaks of the word: it stands in what is reported."""
        if self.verb is None or self.verb.doc is not trigger.doc:
            return self.verb is None
        path = {t.i for t in lineage(trigger, 30)}
        if self.verb.i in path:
            return trigger.i not in {t.i for s in self.verb.children if s.dep_ == "nsubj" for t in s.subtree}
        return self.verb.dep_ in ("parataxis", "ccomp", "advcl", "conj", "dep") and self.verb.head.i in path


def credits_by_sentence(scenes: Sequence[Scene]) -> dict[int, list[Credit]]:
    """By sentence, the sources that it credits; those that go on speaking ("he added") by their names."""
    found: dict[int, list[Credit]] = {}
    last: Credit | None = None
    since = 0
    for scene in scenes:
        credits = find_credits(scene)
        block = scene.sentence.block.index
        for credit in credits:
            meant = _named_before(credit, found) if credit.follows else None
            if meant is not None:
                credit.source, credit.start, credit.end, credit.kind = meant.source, meant.start, meant.end, meant.kind
            elif credit.follows and last is not None and block - since <= _LOOK_BACK:
                credit.source, credit.start, credit.end, credit.kind = (
                    last.source,
                    last.start,
                    last.end,
                    last.kind,
                )
            elif not credit.follows:
                last, since = credit, block
        found[scene.sentence.index] = [c for c in credits if c.source]
    return found


def _named_before(credit: Credit, found: dict[int, list[Credit]]) -> Credit | None:
    """ "the Observatory": the last source whose name has the word."""
    word = credit.source.lower()
    if not word:
        return None
    return next(
        (
            c
            for n in sorted(found, reverse=True)
            for c in found[n]
            if word in c.source.lower().split() and c.verb is not credit.verb
        ),
        None,
    )


class Crediting:
    """The sources of a dispatch's events: who speaks in each sentence, and who goes on speaking."""

    def __init__(self, scenes: Sequence[Scene], happenings: Sequence[Happening]) -> None:
        self._credits = credits_by_sentence(scenes)
        self._blocks: dict[int, list[int]] = {}
        for scene in scenes:
            self._blocks.setdefault(scene.sentence.block.index, []).append(scene.sentence.index)
        self._told: dict[int, set[int]] = {}
        for happening in happenings:
            for telling in happening.tellings:
                told = self._told.setdefault(telling.mention.scene.sentence.index, set())
                told.add(id(happening) if telling.group is None else -telling.group)
        self._announced = _announced(scenes)
        paragraphs = [s.sentence.block.index for s in scenes if s.sentence.block.kind == "paragraph"]
        self._opening = set(self._blocks[paragraphs[0]]) if paragraphs else set()
        self._opening_types = {
            h.type for h in happenings for t in h.tellings if t.mention.scene.sentence.index in self._opening
        }

    def of(self, happening: Happening, source: str | None) -> Credit | None:
        """The source of an event: that of a sentence that tells it, of its paragraph, of the whole statement, else
        `source`, the dispatch's own."""
        tellings = sorted(happening.tellings, key=lambda t: t.headline)
        body = [t for t in tellings if not t.headline]
        for telling in tellings:
            if (covering := _covering(telling, self._credits)) is not None:
                return covering
        for telling in body:
            if (near := self._before(telling) or self._after(telling, id(happening))) is not None:
                return near
        if self._announced is not None and any(t.mention.offset > self._announced.end for t in body):
            return self._announced
        if body and (carried := self._carried(happening, body[0])) is not None:
            return carried
        return Credit(source, 0, 0, kind_of_source(source)) if source else None

    def _before(self, telling: Telling) -> Credit | None:
        """The source of the nearest sentence before the telling in its paragraph: it goes on speaking."""
        here = telling.mention.scene.sentence
        before = [n for n in self._blocks[here.block.index] if n < here.index and self._credits.get(n)]
        return self._credits[before[-1]][0] if before else None

    def _after(self, telling: Telling, happening: int) -> Credit | None:
        """The source of the sentences behind the telling, as long as they tell nothing else."""
        here = telling.mention.scene.sentence
        same = {happening} if telling.group is None else {happening, -telling.group}
        for number in self._blocks[here.block.index]:
            if number > here.index:
                if self._told.get(number, set()) - same:
                    return None
                if self._credits.get(number):
                    return self._credits[number][0]
        return None

    def _carried(self, happening: Happening, telling: Telling) -> Credit | None:
        """The source told before, where it can be seen to go on: a sentence that counts its time from what was told
        before ("two hours later"), or one more event of the type that the opening tells with its source."""
        here = telling.mention.scene.sentence
        told = [(n, c) for n in sorted(self._credits) if n < here.index for c in self._credits[n]]
        if not told:
            return None
        last, credit = told[-1]
        before = self._blocks.get(here.block.index - 1, [])
        if last in before and any(d.kind == "relative_to_context" for d in telling.time.dates):
            return credit
        first, opening = told[0]
        opens = first in self._opening and happening.type in self._opening_types
        return opening if opens and all(_same_source(opening, c) for _, c in told) else None


def _same_source(one: Credit, other: Credit) -> bool:
    a, b = set(one.source.lower().split()), set(other.source.lower().split())
    return a <= b or b <= a


def _announced(scenes: Sequence[Scene]) -> Credit | None:
    """Who speaks in the whole text: "a statement by X", "X stated the following:" before all else."""
    for scene in scenes:
        if scene.sentence.block.kind != "paragraph":
            continue
        opens = scene.tokens[-1].text in (":", ";") and not scene.mentions
        if not opens:
            return None
        for token in scene.tokens:
            if token.lower_ in sources().words.papers or is_verb(token):
                heads = [t for p, inner in prepositions(token) if p in ("by", "of", "from") for t in inner]
                heads += [t for t in subjects(token) if is_verb(token)]
                for head in heads:
                    if head.pos_ != "PRON" and _can_speak(scene, head):
                        return _credit(scene, head, None)
        return None
    return None


def _covering(telling: Telling, credits: dict[int, list[Credit]]) -> Credit | None:
    own = credits.get(telling.mention.scene.sentence.index, [])
    covering = [c for c in own if c.covers(telling.mention.trigger) or c.covers(telling.mention.anchor)]
    if not covering:
        return None
    named = {p.name.lower() for p in [*telling.sides.side_a, *telling.sides.side_b]}
    others = [c for c in covering if c.source.lower() not in named]
    return min(
        others or covering,
        key=lambda c: abs(c.verb.i - telling.mention.trigger.i) if c.verb is not None else 0,
    )


# ------------------------------------------------------------------ one sentence


def find_credits(scene: Scene) -> list[Credit]:
    """The sources that a sentence credits: "X said", "according to X", "X reported that"."""
    words = sources().words
    found: list[Credit] = []
    for token in scene.tokens:
        if token.lower_ in words.according:
            found += [_credit(scene, head, None) for head in _according(token)]
        elif (
            is_verb(token)
            and scene.sentence.lemma(token) in words.saying | words.recording
            and not is_passive(token)
            and token.dep_ != "amod"
        ):
            speaker = _speaker(scene, token)
            if speaker is not None and (_reports(scene, token) or (speaker.dep_ == "dobj" and speaker.i > token.i)):
                found.append(_credit(scene, speaker, token))
        elif is_verb(token) and scene.sentence.lemma(token) in words.saying and _reported_by(token):
            found += [_credit(scene, head, token) for head in agents(token)[:1] if _can_speak(scene, head, token)]
        elif token.lower_ == "sources" and token.dep_ == "ROOT":
            found.append(_credit(scene, token, None))
    return found


def _reported_by(verb: Token) -> bool:
    """ "This was reported by X", "as announced by X"."""
    return is_passive(verb) and any(
        (c.dep_ == "nsubjpass" and c.lower_ in ("this", "it", "that", "which")) or c.lower_ == "as"
        for c in verb.children
    )


def _according(token: Token) -> list[Token]:
    heads: list[Token] = []
    for preposition, inner in prepositions(token):
        if preposition in ("to", "from"):
            heads += inner
    heads += complements_of(token)
    heads += [c for c in token.children if c.dep_ in ("dobj", "pobj")]
    return heads[:1]


def _speaker(scene: Scene, verb: Token) -> Token | None:
    own = [c for c in verb.children if c.dep_ == "nsubj"]
    if own:
        heads = with_conjuncts(own[0])
    elif (behind := _behind_verb(scene, verb)) is not None:
        return behind
    elif verb.dep_ in ("relcl", "conj", "xcomp"):
        heads = subjects(verb)
    else:
        return None
    if not heads:
        return None
    head = heads[0]
    if head.pos_ == "PRON":
        return head if head.lower_ in sources().words.same else None
    if any(c.dep_ in ("det", "neg") and c.lower_ in ("no", "neither") for c in head.children):
        return None
    return next((t for t in heads if _can_speak(scene, t, verb)), None)


def _behind_verb(scene: Scene, verb: Token) -> Token | None:
    """ "..., indicates the chief of the village": a subject behind its verb that is read as the object."""
    if verb.i == scene.tokens[0].i or verb.nbor(-1).text not in ',"' or verb.tag_ not in ("VBZ", "VBD", "VBP"):
        return None
    behind = [c for c in verb.children if c.dep_ == "dobj" and c.i > verb.i and c.pos_ != "PRON"]
    return behind[0] if behind and not is_time(scene, behind[0]) and _can_speak(scene, behind[0]) else None


def _can_speak(scene: Scene, head: Token, verb: Token | None = None) -> bool:
    """Whether a word can mean a source. `verb`: of plain speech, which nobody but a speaker can be the subject of."""
    if scene.instrument(head) and not scene.is_a(head, "people"):
        return False
    lower = head.lower_
    return (
        head.i in scene.actors
        or scene.is_a(head, "people")
        or head.pos_ == "PROPN"
        or kind_of_source(lower) is not None
        or lower in sources().words.papers
        or (
            verb is not None
            and head.pos_ == "NOUN"
            and head.lower_ not in naming().amounts
            and scene.sentence.lemma(verb) in sources().words.speaking
        )
    )


def _reports(scene: Scene, verb: Token) -> bool:
    """Whether a clause, a quotation or what was recorded hangs on the verb."""
    if any(c.dep_ == "xcomp" and (c.lemma_ == "be" or verb.lemma_ == "believe") for c in verb.children):
        return False  # "believed to be"
    for child in verb.children:
        if child.dep_ in ("ccomp", "parataxis", "mark") or (child.dep_ == "xcomp" and is_verb(child)):
            return True
        if child.text == '"' or (child.dep_ in ("advmod", "dobj") and child.lower_ in ("so", "this", "that")):
            return True
    if verb.dep_ in ("parataxis", "ccomp") or (verb.dep_ == "advcl" and any(c.lower_ == "as" for c in verb.children)):
        return True
    if '"' in scene.sentence.span.text or verb.i == scene.tokens[-1].i or verb.nbor(1).is_punct:
        return True
    return scene.sentence.lemma(verb) in sources().words.recording and bool(objects(verb))


def _credit(scene: Scene, head: Token, verb: Token | None) -> Credit:
    words = sources().words
    follows = head.pos_ == "PRON" or (head.lower_ in words.same and _definite(head))
    if head.lower_ in words.papers:
        owner = next((t for p, inner in prepositions(head) if p in ("of", "by", "from") for t in inner), None)
        owner = owner or next(
            (c for c in head.children if c.dep_ in ("poss", "compound") and c.pos_ in ("NOUN", "PROPN")), None
        )
        if owner is not None:
            head, follows = owner, False
    if follows and head.pos_ == "PRON":
        return Credit("", 0, 0, None, verb, follows=True)
    first, last = _extent(scene, head)
    start, end = scene.span(first, last)
    name = clean_name(scene.text(first, last))
    if name.count("(") > name.count(")"):
        name += ")"
    return Credit(name, start, end, kind_of_source(name), verb, follows)


def _definite(head: Token) -> bool:
    """Whether a bare "the source" only points back."""
    return [c.lower_ for c in head.children if c.i < head.i] in (
        ["the"],
        ["same"],
        ["the", "same"],
    ) and not any(c.dep_ in ("prep", "appos", "relcl", "acl") and c.i > head.i for c in head.children)


def _extent(scene: Scene, head: Token) -> tuple[int, int]:
    """The speaker's phrase with "of", a list and the name in apposition, without clauses."""
    keep = {head.i} | {i for i, m in scene.actors.items() if m is scene.actors.get(head.i)}
    stack = [head.doc[i] for i in keep]
    while stack:
        token = stack.pop()
        for child in token.children:
            if child.dep_ in ("relcl", "acl", "advcl", "punct", "cc", "preconj", "advmod") and child.dep_ != "punct":
                continue
            if child.dep_ == "prep" and child.lower_ not in ("of", "for", "at", "in", "from"):
                continue
            if child.dep_ == "appos" and child.pos_ != "PROPN" and not child.text[:1].isupper():
                continue
            if child.dep_ == "punct" and child.text not in "-()'":
                continue
            keep.add(child.i)
            stack.append(child)
    first, last = min(keep), max(keep)
    if last - first >= _LONGEST:
        near = [t.i for t in head.children if t.dep_ in ("amod", "compound", "poss", "nmod", "det") and t.i < head.i]
        first, last = min([*near, head.i]), head.i
    while first < last and (head.doc[first].is_punct or head.doc[first].lower_ in ("the", "a", "an", "both", "one")):
        first += 1
    while last > first and head.doc[last].is_punct and head.doc[last].text != ")":
        last -= 1
    return first, last
