"""How many were killed, injured, taken, freed or displaced (codebook 3, casualties).

Each harm word of a sentence is asked for the people that it befell; their number comes from the quantity in the
phrase, or from its grammar ("a civilian" is one, "civilians" is some).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from marsad.codebook.harms import Index, harm_index
from marsad.coding.quantities import Quantity
from marsad.coding.scene import Scene
from marsad.coding.syntax import (
    base_phrase,
    complements_of,
    is_noun,
    is_passive,
    is_verb,
    objects,
    prepositions,
    subjects,
    with_conjuncts,
)
from marsad.model import Harm

if TYPE_CHECKING:
    from spacy.tokens import Token

SOME = (2, 3, None)
"""Low, best and high of an unspecified plural (codebook 3)."""

_COUNT_WORDS = {"people", "person", "other", "dead", "more", "of", "them", "others", "lives", "life"}
_NEVER_PEOPLE = {"cow", "sheep", "goat", "cattle", "animal", "camel", "livestock", "horse", "donkey", "vehicle", "house"}
_REACH = 3


@dataclass(slots=True)
class Count:
    """How many, before it becomes a casualty. `heads` are the words for the people; `word` the word for the harm."""

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
    vague: bool = False
    total: bool = False
    parts: list[Count] = field(default_factory=list)


def find_counts(scene: Scene) -> list[Count]:
    """Everything that the sentence says about harm to people, in the order of its harm words."""
    found: list[Count] = []
    seen: set[tuple[Harm, int]] = set()
    for harm, word, heads in _harmed(scene):
        heads = [h for h in heads if (harm, h.i) not in seen and _can_be_people(scene, h, word)]
        if not heads:
            continue
        seen |= {(harm, h.i) for h in heads}
        count = _count(scene, harm, word, heads, found)
        if count is not None:
            found.append(count)
    _drop_joint_figures(found)
    return found


def _harmed(scene: Scene) -> Iterator[tuple[Harm, Token, list[Token]]]:
    index = harm_index()
    for position, token in enumerate(scene.tokens):
        lemma = scene.sentence.lemma(token)
        if is_verb(token) or token.tag_ in ("VBN", "VBD"):
            if _negated(token):
                continue
            verb = _lookup(scene, position, lemma, index.verbs)
            if verb is not None:
                yield verb, token, _sufferers(scene, token)
                continue
            state = _lookup(scene, position, lemma, index.states)
            if state is not None:
                yield state, token, [s for s in subjects(token) if not scene.instrument(s)]
                continue
        mark = _lookup(scene, position, token.lower_, index.marks)
        if mark is not None:
            heads = _marked(scene, token)
            if heads:
                yield mark, token, heads
                continue
        if token.pos_ in ("NOUN", "PROPN"):
            noun = _lookup(scene, position, lemma, index.nouns)
            if noun is not None:
                heads = _of_noun(scene, token)
                if heads:
                    yield noun, token, heads


def _lookup(scene: Scene, position: int, first: str, index: Index) -> Harm | None:
    for words, harm in index.get(first, ()):
        at = position
        for word in words[1:]:
            for step in range(1, _REACH + 1):
                if at + step < len(scene.tokens):
                    follower = scene.tokens[at + step]
                    if follower.lower_ == word or scene.sentence.lemma(follower) == word:
                        at += step
                        break
            else:
                break
        else:
            return harm
    return None


def _negated(verb: Token) -> bool:
    return any(child.dep_ == "neg" for child in verb.children)


def _sufferers(scene: Scene, verb: Token) -> list[Token]:
    """The people that a harm verb befell."""
    if is_passive(verb):
        if verb.dep_ in ("acl",) and is_noun(verb.head):
            return with_conjuncts(verb.head) if verb.head.dep_ != "pobj" else [verb.head]
        found = subjects(verb)
        return found or objects(verb)
    found = objects(verb)
    if found:
        return found
    if verb.dep_ == "amod" and is_noun(verb.head):
        return [verb.head] if scene.is_a(verb.head, "people") or verb.head.pos_ == "NUM" else []
    # "4 killed in blast": a headline leaves out the auxiliary
    if verb.tag_ in ("VBD", "VBN"):
        own = [s for c in verb.children if c.dep_ in ("nsubj", "nsubjpass", "npadvmod") for s in with_conjuncts(c)]
        people = [s for s in own if s.pos_ == "NUM" or scene.is_a(s, "people") or s.lower_ in _COUNT_WORDS]
        if people:
            return people
        if verb.head.pos_ == "NUM" or verb.dep_ == "acl":
            return [verb.head]
    return []


def _marked(scene: Scene, token: Token) -> list[Token]:
    """The people beside "dead", "wounded", "missing"."""
    head = token.head
    if token.dep_ in ("amod", "acl", "advmod") and is_noun(head) and head.i != token.i:
        return [head]
    if token.dep_ in ("oprd", "acomp", "xcomp", "advcl", "ccomp", "attr", "conj", "advmod", "dobj") and is_verb(head):
        if head.lemma_ in ("leave", "find", "confirm", "report", "declare", "see", "have", "pronounce", "feare"):
            direct = objects(head)
            if direct:
                return [d for d in direct if d.i != token.i]
            own = [c for c in token.children if c.dep_ in ("nsubj", "nummod", "npadvmod")]
            if own:
                return [own[0]]
        if head.lemma_ in ("be", "lie", "fall", "remain", "go"):
            return subjects(head)
    numbers = [c for c in token.children if c.dep_ in ("nummod", "nsubj", "amod", "quantmod", "npadvmod") and c.i < token.i]
    if token.dep_ in ("nsubj", "dobj", "pobj", "ROOT", "conj", "appos", "nsubjpass", "attr") and numbers:
        return [token]
    if token.i > scene.tokens[0].i and token.nbor(-1).like_num and token.nbor(-1).lower_ not in ("one",):
        return [token.nbor(-1)]
    return []


def _of_noun(scene: Scene, noun: Token) -> list[Token]:
    """The people of "the death of four soldiers", "four deaths", "claimed the lives of three"."""
    for preposition, heads in prepositions(noun):
        if preposition in ("of", "to", "among"):
            people = [h for h in heads if scene.is_a(h, "people", "actor") or h.pos_ == "NUM" or h.lower_ in _COUNT_WORDS]
            if people:
                return people
    if any(c.dep_ == "nummod" for c in noun.children) and noun.lower_ not in ("time", "times"):
        return [noun]
    if any(q.start <= scene.sentence.at(noun)[0] <= q.end + 1 and q.kind != "none" for q in scene.quantities) and noun.tag_ == "NNS":
        return [noun]
    return []


def _can_be_people(scene: Scene, head: Token, word: Token) -> bool:
    if head.lower_ in _NEVER_PEOPLE or scene.sentence.lemma(head) in _NEVER_PEOPLE:
        return False
    if head.i in scene.toponyms and head.i not in scene.actors:
        return False
    if head.pos_ == "PRON":
        return head.lower_ in ("others", "some", "many", "several", "one", "all", "both", "dozens", "more", "most")
    if scene.instrument(head) and not scene.is_a(head, "people"):
        return False
    if scene.is_a(head, "people") or head.i in scene.actors or head.pos_ in ("NUM", "ADJ"):
        return True
    if head.i == word.i or head.lower_ in _COUNT_WORDS:
        return True
    return head.pos_ in ("PROPN", "NOUN") and not scene.is_a(head, *_THINGS)


_THINGS = ("military_target", "property", "route", "weapons_found", "base", "vehicles", "place_noun", "deal", "speech_goods")


def _count(scene: Scene, harm: Harm, word: Token, heads: list[Token], earlier: list[Count]) -> Count | None:
    low = best = 0
    high: int | None = 0
    approximate = vague = False
    starts, ends = [], []
    for head in heads:
        quantity = quantity_of(scene, head)
        if quantity is not None and quantity.kind == "measure":
            return None
        if quantity is not None and quantity.kind != "indefinite":
            if quantity.kind == "none":
                return None
            low, best = low + quantity.low, best + quantity.best
            high = None if high is None or quantity.high is None else high + quantity.high
            approximate = approximate or quantity.approximate
            vague = vague or quantity.kind == "vague"
            starts.append(quantity.start)
            ends.append(quantity.end)
        elif _is_one(scene, head):
            low, best = low + 1, best + 1
            high = None if high is None else high + 1
        elif _is_several(scene, head):
            low, best, high = low + SOME[0], best + SOME[1], None
            vague = True
        else:
            return None
        first, last = base_phrase(head)
        begin, end = scene.span(first, last)
        starts.append(begin)
        ends.append(end)
    begin, end = scene.sentence.at(word)
    reach = [(min([*starts, begin]), max([*ends, end]))][0]
    if reach[1] - reach[0] > 220:
        reach = (min(starts), max(ends))
    count = Count(harm, heads, word, low, best, high, approximate, *reach, who=_who(scene, heads, earlier), vague=vague)
    count.parts = _parts(scene, harm, word, heads)
    return count


def quantity_of(scene: Scene, head: Token) -> Quantity | None:
    """The quantity that counts the people of a phrase: before the head, or the head itself."""
    first, _ = base_phrase(head)
    start = scene.span(first, head.i)[0]
    end = scene.sentence.at(head)[1]
    inside = [q for q in scene.quantities if q.start < end and q.end > start and q.start >= start - 24]
    if inside:
        return max(inside, key=lambda q: (q.kind != "indefinite", q.kind != "measure", q.end))
    for preposition, heads in prepositions(head):
        if preposition == "of" and scene.sentence.lemma(head) in ("family", "group", "crowd", "team", "party", "crew", "total", "convoy"):
            for inner in heads:
                if inner.pos_ == "NUM" or scene.is_a(inner, "people"):
                    return quantity_of(scene, inner)
    return None


def _is_one(scene: Scene, head: Token) -> bool:
    if head.tag_ in ("NNS", "NNPS") or head.lower_ in ("people", "police", "others", "troops", "personnel", "staff", "militia", "army", "forces"):
        return False
    if head.i in scene.actors and not scene.is_a(head, "people"):
        return False
    if scene.is_a(head, "part_words") and head.lower_ in ("group", "number", "family", "force", "unit", "crew", "rest", "faction", "wing", "convoy"):
        return False
    if head.pos_ == "PROPN":
        return True
    if head.pos_ == "NOUN" and scene.is_a(head, "people"):
        return head.lower_ not in ("population", "community", "household", "crowd", "opposition", "government", "regime", "military", "mob", "gang", "authority")
    return head.pos_ == "PRON" and head.lower_ == "one"


def _is_several(scene: Scene, head: Token) -> bool:
    if head.lower_ in ("others", "some", "several", "many", "dozens", "people", "police", "troops", "personnel", "more"):
        return True
    return head.tag_ in ("NNS", "NNPS") and scene.is_a(head, "people")


def _who(scene: Scene, heads: list[Token], earlier: list[Count]) -> str | None:
    head = heads[0]
    if head.pos_ == "NUM" or head.lower_ in ("others", "more", "dead", "wounded", "injured", "killed", "lives", "deaths", "injuries", "fatalities"):
        for preposition, inner in prepositions(head):
            if preposition in ("of", "among") and inner:
                first, last = base_phrase(inner[0])
                return scene.text(first, last).strip(" \"'")
        return earlier[-1].who if earlier and head.lower_ not in ("dead",) else None
    first, _ = base_phrase(head)
    last = head.i
    for child in head.children:
        if child.dep_ == "prep" and child.lower_ in ("of", "from"):
            for inner in complements_of(child):
                if inner.i not in scene.toponyms:
                    last = max(last, base_phrase(inner)[1])
    while first < head.i and (head.doc[first].like_num or head.doc[first].dep_ in ("det", "quantmod", "advmod", "punct", "predet") or head.doc[first].lower_ in ("several", "some", "other", "many", "a", "an", "the", "at", "least", "more", "than")):
        first += 1
    return scene.text(first, last).strip(" \"',")


def _parts(scene: Scene, harm: Harm, word: Token, heads: list[Token]) -> list[Count]:
    """Groups told as part of a total: "including two children", "among them a woman"."""
    found: list[Count] = []
    for head in heads:
        for child in head.subtree:
            if child.lower_ in ("including", "among") and child.i > head.i:
                inner = complements_of(child) or objects(child)
                if child.lower_ == "among" and not inner:
                    continue
                for token in inner:
                    if not _can_be_people(scene, token, word) or child.lower_ == "among":
                        continue
                    part = _count(scene, harm, token, [token], []) if token.i != head.i else None
                    if part is not None:
                        part.parts = []
                        found.append(part)
    return found


def _drop_joint_figures(found: list[Count]) -> None:
    """ "15 were killed and injured" says neither how many died nor how many were hurt."""
    for first in list(found):
        for second in list(found):
            if first.harm == "killed" and second.harm == "injured" and first.heads == second.heads and not first.vague and first.best > 1:
                if first in found:
                    found.remove(first)
                if second in found:
                    found.remove(second)
