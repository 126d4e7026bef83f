"""Whom each harm word of a sentence befell (codebook 3, casualties): the grammar of "four were killed".

Harm is told by verbs with an object or in the passive ("killed four", "left four dead"), by verbs whose
subject suffers ("died"), by marks beside a number ("four dead") and by nouns ("the death of four", "four
bodies").
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from marsad.codebook.harms import HarmIndex, Index, counting_words, harm_index
from marsad.coding.scene import Scene
from marsad.coding.sufferers import (
    OBJECTS,
    SUBJECTS,
    can_suffer,
    counted_after,
    in_quantity,
    is_counted,
    is_day,
    joined,
    members,
    people_of,
    subject_heads,
    sufferers,
)
from marsad.coding.syntax import agents, is_noun, is_passive, is_verb, prepositions
from marsad.model import Harm

if TYPE_CHECKING:
    from marsad.coding.tokens import Token

_REACH = 5
"""How many words a word of a phrase may stand behind the one before ("shot [two men] dead")."""
_CLOSE = 1
_DEADLY = {"fatally", "mortally", "lethally"}
_UNREAL = {"could", "would", "should", "might", "can", "may", "will", "shall", "'ll", "must", "ca", "wo"}


@dataclass(slots=True)
class Harmed:
    """The people that one harm word befell. `toll`: a death toll or number of victims; it stands for all."""

    harm: Harm
    word: Token
    heads: list[Token]
    toll: bool = False
    passive: bool = False


def find_harmed(scene: Scene) -> list[Harmed]:
    """All harm of a sentence, in the order of its words; each person is befallen by the word next to it."""
    found = [harmed for harmed in _all(scene) if harmed.heads]
    for harmed in found:
        harmed.heads = [_behind_bracket(_without_day(scene, _meant(scene, head))) for head in harmed.heads]
    return _claimed(found)


def _without_day(scene: Scene, head: Token) -> Token:
    """ "wounded at least 11 more Friday": the number counts no days."""
    if is_day(scene, head):
        return next((c for c in head.children if c.dep_ == "nummod" and in_quantity(scene, c)), head)
    return head


def _meant(scene: Scene, head: Token) -> Token:
    """ "lined up 30 men and shot them": the counted people told before in the sentence."""
    if head.lower_ != "them":
        return head
    earlier = (t for t in reversed(scene.tokens) if t.i < head.i and t.dep_ in (*OBJECTS, "pobj"))
    return next((t for t in earlier if scene.is_a(t, "people") and is_counted(t)), head)


def _behind_bracket(head: Token) -> Token:
    """ "a Border Police (BP) officer": the officer, whom the parser takes for an apposition."""
    if not head.children or head.pos_ != "PROPN":
        return head
    return next((c for c in head.children if c.dep_ == "appos" and c.nbor(-1).text == ")"), head)


def _all(scene: Scene) -> Iterator[Harmed]:
    index = harm_index()
    for position, token in enumerate(scene.tokens):
        lemma = scene.sentence.lemma(token)
        if is_verb(token) or token.tag_ in ("VBN", "VBD", "VBG"):
            found = _of_verb(scene, position, token, lemma, index)
            if found is not None and found.heads:
                yield found
            if found is not None and (found.heads or not happened(token)):
                continue
        mark = _lookup(scene, position, token.lower_, index.marks)
        if mark is not None and not (token.dep_ == "amod" and mark not in ("killed", "injured")):
            heads = [
                h
                for h in _marked(scene, token)
                if (can_suffer(scene, h) and h.pos_ != "PROPN") or h.i == token.i or scene.is_a(h, "people")
            ]
            if heads:
                yield Harmed(mark, token, heads)
                continue
        if token.pos_ in ("NOUN", "PROPN", "VERB"):
            yield from _of_nouns(scene, position, token, lemma, index)


def _lookup(scene: Scene, position: int, first: str, index: Index, *, least: int = 1) -> Harm | None:
    for words, harm in index.get(first, ()):
        if len(words) < least:
            continue
        at = position
        # "are in hospital": the words stand close, since "doctors were in the hospital" when it was hit
        reach = _CLOSE if words[0] == "be" else _REACH
        for word in words[1:]:
            for step in range(1, reach + 1):
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


# ------------------------------------------------------------------ verbs


def _of_verb(scene: Scene, position: int, token: Token, lemma: str, index: HarmIndex) -> Harmed | None:
    harm = _lookup(scene, position, lemma, index.states)
    if harm is not None:
        if not happened(token):
            return Harmed(harm, token, [])
        heads = _next_before(scene, token) or subject_heads(token)
        if not heads and token.dep_ in ("acl", "relcl"):
            heads = [token.head]
        return Harmed(harm, token, [h for h in heads if not scene.instrument(h)])
    harm = _lookup(scene, position, lemma, index.verbs)
    if lemma in counting_words().verbs.wounding:
        if _deadly(token):
            harm = "killed"
        elif harm is None and _in_the_body(scene, token):
            harm = "injured"
    if harm is None or not happened(token):
        return None if harm is None else Harmed(harm, token, [])
    heads, passive = sufferers(scene, token)
    return Harmed(harm, token, heads, passive=passive)


def _next_before(scene: Scene, verb: Token) -> list[Token]:
    """ "killed nine people and six people sustained injuries": the subject is read as one more object."""
    if any(c.dep_ in SUBJECTS for c in verb.children) or verb.i == scene.tokens[0].i:
        return []
    before = verb.nbor(-1)
    return (
        [before]
        if before.dep_ == "conj" and (scene.is_a(before, "people") or before.pos_ == "NUM") and is_counted(before)
        else []
    )


def _deadly(verb: Token) -> bool:
    """ "fatally shot", "stabbed a man to death"."""
    if any(c.lower_ in _DEADLY for c in verb.children):
        return True
    for token in verb.doc[verb.i + 1 : verb.i + 10]:
        if token.text in ".;" or (is_verb(token) and token.dep_ != "acl"):
            return False
        if token.lower_ == "death" and token.nbor(-1).lower_ == "to":
            return True
    return False


def _in_the_body(scene: Scene, verb: Token) -> bool:
    """ "shot a farmer in the leg"."""
    holders = [verb, *(c for c in verb.children if c.dep_ in OBJECTS)]
    places = [t for holder in holders for word, heads in prepositions(holder) if word == "in" for t in heads]
    return any(scene.is_a(place, "body_part") for place in places)


def happened(verb: Token) -> bool:
    """False for what was not done, could be done or was only wanted."""
    current = verb
    while (
        current.dep_ == "conj"
        and is_verb(current.head)
        and not any(c.dep_ in ("aux", *SUBJECTS) for c in current.children)
    ):
        if any(c.dep_ == "neg" for c in current.children):
            return False
        current = current.head
    helpers = [c for c in current.children if c.dep_ in ("aux", "neg", "auxpass")]
    words = {c.lower_ for c in helpers}
    perfect = "have" in words or "having" in words
    if any(c.dep_ == "neg" for c in helpers) and not any(c.lower_ == "only" for c in current.children):
        return False
    if words & _UNREAL and not perfect:
        return False
    if "to" in words and not perfect and is_verb(current.head) and current.i != current.head.i:
        return current.head.lemma_.lower() in counting_words().verbs.achieving
    return not ("to" in words and not perfect and current.dep_ == "acl")


# ------------------------------------------------------------------ marks


def _marked(scene: Scene, token: Token) -> list[Token]:
    """The people beside "dead", "wounded", "missing"."""
    verbs = counting_words().verbs
    head = token.head
    before = token.nbor(-1) if token.i > scene.tokens[0].i else token
    if token.dep_ == "amod" and is_verb(head.head) and is_day(scene, head):
        # "were found dead Monday"
        head = head.head
    elif token.dep_ == "amod" and before.pos_ == "NUM" and head.i < before.i and in_quantity(scene, before):
        # "a balance of five dead": "dead" is hung on the balance
        return [before]
    elif token.dep_ == "amod" and head.i < token.i and scene.sentence.lemma(head.head) in verbs.leaving:
        # "left four people, all of them clerics, dead"
        return [h for c in head.head.children if c.dep_ in OBJECTS and c.i < token.i for h in members(c)] or [head]
    elif token.dep_ in ("amod", "acl", "advmod") and is_noun(head) and head.i != token.i:
        return [head]
    own = [c for c in token.children if c.dep_ in OBJECTS and is_noun(c)]
    own = own or [c for c in token.children if c.dep_ in ("nsubj", "nsubjpass", "npadvmod") and is_noun(c)]
    if own:
        return [h for c in own for h in members(c)]
    counter = token.head.head
    if token.dep_ == "pobj" and token.head.lower_ == "of" and in_quantity(scene, counter):
        return [counter]
    numbers = [
        c
        for c in token.children
        if c.dep_ in ("nummod", "amod", "quantmod")
        and c.i < token.i
        and (c.like_num or c.pos_ == "NUM" or in_quantity(scene, c))
    ]
    if numbers:
        return [token]
    if token.dep_ in (
        "oprd",
        "acomp",
        "xcomp",
        "advcl",
        "ccomp",
        "attr",
        "advmod",
        "dobj",
        "conj",
        "prep",
        "amod",
    ) and is_verb(head):
        word = scene.sentence.lemma(head)
        if word in verbs.being:
            return [] if any(c.dep_ == "neg" for c in head.children) else subject_heads(head)
        if not happened(head):
            return []
        if token.tag_ in ("VBN", "VBD") and word not in verbs.leaving and word not in verbs.said_of:
            return []
        if is_passive(head):
            return subject_heads(head)
        objects = [
            h for c in head.children if c.dep_ in OBJECTS and c.i != token.i for h in members(c) if h.i != token.i
        ]
        if objects and (word in verbs.leaving or token.lower_ == "dead"):
            return objects
    if before.like_num and before.lower_ != "one" and in_quantity(scene, before):
        return [before]
    return []


# ------------------------------------------------------------------ nouns


def _of_nouns(scene: Scene, position: int, token: Token, lemma: str, index: HarmIndex) -> Iterator[Harmed]:
    nouns = counting_words().nouns
    if lemma in nouns.bodies:
        heads = _of_bodies(scene, token)
        if heads:
            yield Harmed("killed", token, heads)
        return
    if lemma in nouns.tolls:
        yield from _of_toll(scene, token)
        return
    if lemma in nouns.any_harm:
        if _none_of(scene, token):
            yield Harmed("killed", token, [token])
            yield Harmed("injured", token, [token])
        return
    after = token.nbor(1) if token.i < scene.tokens[-1].i else token
    verb = _lookup(scene, position, lemma, index.verbs)
    if verb is not None and token.tag_ == "NNS" and (after.pos_ == "NUM" and in_quantity(scene, after)):
        # a headline: "kills 13, wounds 31"
        yield Harmed(verb, token, [after])
        return
    harm = _lookup(scene, position, lemma, index.nouns)
    if harm is None:
        return
    if harm not in ("killed", "injured") and _wanted(scene, token):
        return
    heads = people_of(scene, token) or (counted_after(scene, token) if lemma.endswith("ing") else [])
    heads = heads or _behind(scene, token)
    heads = heads or _bearers(scene, token, harm)
    if heads:
        yield Harmed(harm, token, heads)
    elif harm == "injured" and scene.sentence.lemma(token.head) in ("sustain", "suffer", "receive", "have"):
        return
    elif token.tag_ in ("NNS", "NNPS") and (
        any(c.dep_ == "nummod" for c in token.children) or _quantity_before(scene, token)
    ):
        yield Harmed(harm, token, [token])
    elif harm != "injured" and lemma != "life":
        owners = [c for c in token.children if c.dep_ == "poss" and (scene.is_a(c, "people") or c.pos_ == "PROPN")]
        if (
            owners
            and token.dep_ in ("pobj", "dobj", "nsubj", "nsubjpass")
            and harm in ("killed", "arrested", "captured", "released")
        ):
            yield Harmed(harm, token, owners)


def _behind(scene: Scene, noun: Token) -> list[Token]:
    """The people right behind a harm noun of a list: "the death of a woman and injuries to five children"."""
    if noun.dep_ != "conj" or noun.i >= scene.tokens[-1].i or noun.nbor(1).lower_ not in ("of", "to", "among"):
        return []
    return [h for c in noun.nbor(1).children if c.dep_ == "pobj" for h in members(c)]


def _bearers(scene: Scene, noun: Token, harm: Harm) -> list[Token]:
    """Who bears what a noun names: "left six with wounds", "injuries were sustained by six"."""
    governor = noun.head
    if harm != "injured":
        return []
    nursed = [c for c in noun.children if c.dep_ == "compound" and scene.is_a(c, "people") and is_counted(c)]
    if nursed:
        # "left six worshippers nursing wounds"
        return nursed
    if noun.dep_ == "pobj" and governor.lower_ == "with":
        bearer = governor.head
        if is_verb(bearer):
            word = scene.sentence.lemma(bearer)
            if word in counting_words().verbs.leaving:
                return sufferers(scene, bearer)[0]
            # "admitted 22 people with gunshot wounds"
            objects = [c for c in bearer.children if c.dep_ in OBJECTS and c.right_edge.i == governor.i - 1]
            return [c for c in objects if is_counted(c) and can_suffer(scene, c)]
        return [bearer] if can_suffer(scene, bearer) and is_counted(bearer) else []
    if not is_verb(governor):
        return []
    if noun.dep_ == "nsubjpass":
        return agents(governor)
    if noun.dep_ == "dobj":
        return [t for word, heads in prepositions(governor) if word in ("to", "on") for t in heads]
    return []


def _wanted(scene: Scene, noun: Token) -> bool:
    """ "demanded the release of the detainees"."""
    current = noun
    while current.head.i != current.i and not is_verb(current):
        current = current.head
        if scene.sentence.lemma(current) in counting_words().verbs.wanting:
            return True
    return False


def _quantity_before(scene: Scene, noun: Token) -> bool:
    start = scene.sentence.at(noun)[0]
    return any(q.start < start and start - 12 <= q.end <= start for q in scene.quantities)


def _of_bodies(scene: Scene, noun: Token) -> list[Token]:
    verb = noun.head
    while verb.head.i != verb.i and not is_verb(verb):
        verb = verb.head
    found = scene.sentence.lemma(verb) in counting_words().verbs.finding or not is_verb(verb)
    if not found:
        return []
    of = people_of(scene, noun)
    if of:
        return of
    if _quantity_before(scene, noun) or any(c.dep_ == "nummod" or c.lower_ in ("a", "an") for c in noun.children):
        return [noun]
    return []


def _of_toll(scene: Scene, noun: Token) -> Iterator[Harmed]:
    harm = _harm_of_toll(scene, noun)
    if harm is None:
        return
    candidates: list[Token] = []
    for preposition, heads in prepositions(noun):
        if preposition in ("of", "to", "at", "as"):
            candidates += heads
    verb = noun.head if is_verb(noun.head) else None
    if verb is not None and noun.dep_ in ("nsubj", "nsubjpass", "dobj", "pobj", "attr"):
        for preposition, heads in prepositions(verb):
            if preposition in ("to", "at", "above", "past", "beyond", "over", "of"):
                candidates += heads
        candidates += [
            c for c in verb.children if c.dep_ in ("attr", "dobj", "acomp", "npadvmod", "advmod") and c.i > noun.i
        ]
    for head in candidates:
        if (
            head.i != noun.i
            and (head.pos_ == "NUM" or is_counted(head) or _quantity_before(scene, head))
            and _in_toll(scene, head)
        ):
            yield Harmed(harm, noun, [head], toll=True)
            return


def _in_toll(scene: Scene, head: Token) -> bool:
    return (head.pos_ == "NUM" and in_quantity(scene, head)) or scene.sentence.lemma(
        head
    ) in counting_words().heads.generic


def _harm_of_toll(scene: Scene, noun: Token) -> Harm | None:
    index = harm_index()
    words = [c for c in noun.children if c.dep_ in ("compound", "amod", "nmod")]
    for preposition, heads in prepositions(noun):
        if preposition == "of":
            words += heads
            words += [c for h in heads for c in h.children if c.dep_ in ("amod", "acl")]
    for word in words:
        lemma = scene.sentence.lemma(word)
        for table in (index.marks.get(word.lower_), index.nouns.get(lemma), index.verbs.get(lemma)):
            if table:
                return table[-1][1]
    return "killed" if scene.sentence.lemma(noun) == "toll" else None


def _none_of(scene: Scene, noun: Token) -> bool:
    """Whether the text says that there were none: "no casualties", "without any losses"."""
    start = scene.sentence.at(noun)[0]
    if any(q.kind != "none" and q.end <= start <= q.end + 2 for q in scene.quantities):
        return False
    if noun.head.lower_ == "without" and noun.dep_ == "pobj":
        return True
    return any(c.lower_ == "no" and c.dep_ == "det" for c in noun.children)


# ------------------------------------------------------------------ claims


def _claimed(found: list[Harmed]) -> list[Harmed]:
    """Killed or injured, not both: a person is befallen by the nearer word, unless the words are joined."""
    kept: list[Harmed] = []
    for harmed in found:
        heads = []
        for head in harmed.heads:
            rival = next(
                (h for h in kept if any(t.i == head.i for t in h.heads) and _excludes(h.harm, harmed.harm)),
                None,
            )
            if rival is not None and rival.harm == harmed.harm:
                continue
            if rival is None or joined(rival.word, harmed.word):
                heads.append(head)
            elif _listed_between(rival, head, harmed):
                continue
            elif _nearer(harmed, rival, head):
                rival.heads = [t for t in rival.heads if t.i != head.i]
                heads.append(head)
        if heads:
            harmed.heads = heads
            kept.append(harmed)
    return [h for h in kept if h.heads]


def _excludes(one: Harm, other: Harm) -> bool:
    return one == other or {one, other} <= {"killed", "injured", "missing"}


def _listed_between(rival: Harmed, head: Token, harmed: Harmed) -> bool:
    """ "killed 30 people and 60 wounded": the list is read as the subject of the later word."""
    if len(rival.heads) > 1 or rival.passive or not rival.word.i < head.i < harmed.word.i:
        return False
    return any(head.i < t.i < harmed.word.i and t.pos_ == "NUM" for t in harmed.heads)


def _nearer(harmed: Harmed, rival: Harmed, head: Token) -> bool:
    if (rival.harm, harmed.harm) == ("injured", "killed") and (
        any(a.i == head.i for a in rival.word.ancestors)
        or harmed.word.dep_ in ("conj", "relcl", "advcl")
        or rival.word.dep_ == "amod"
    ):
        # "was wounded and died later", "both wounded men died"
        return True
    return abs(harmed.word.i - head.i) < abs(rival.word.i - head.i)
