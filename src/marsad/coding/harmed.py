"""Whom each harm word of a sentence befell (codebook 3, casualties): the grammar of "four were killed".

Harm is told by verbs with an object or in the passive ("killed four", "left four dead"), by verbs whose subject
suffers ("died"), by marks beside a number ("four dead") and by nouns ("the death of four", "four bodies").
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from marsad.codebook.harms import Index, counting_words, harm_index
from marsad.coding.scene import Scene
from marsad.coding.syntax import (
    antecedent,
    complements_of,
    is_noun,
    is_passive,
    is_verb,
    prepositions,
)
from marsad.model import Harm

if TYPE_CHECKING:
    from spacy.tokens import Token

_REACH = 3
"""How many words may stand between the words of a phrase ("shot [two men] dead")."""
_SUBJECTS = ("nsubj", "nsubjpass", "csubj")
_OBJECTS = ("dobj", "obj", "dative")
_SAYING = {"say", "tell", "report", "add", "confirm", "announce"}
_DEADLY = {"fatally", "mortally", "lethally"}
_UNREAL = {"could", "would", "should", "might", "can", "may", "will", "shall", "'ll", "must", "ca", "wo"}


@dataclass(slots=True)
class Harmed:
    """The people that one harm word befell. `toll`: a death toll or number of victims, which stands for all."""

    harm: Harm
    word: Token
    heads: list[Token]
    toll: bool = False
    passive: bool = False


def find_harmed(scene: Scene) -> list[Harmed]:
    """All harm of a sentence, in the order of its words; each person is befallen by the word next to it."""
    found = [harmed for harmed in _all(scene) if harmed.heads]
    for harmed in found:
        harmed.heads = [_without_day(scene, head) for head in harmed.heads]
    return _claimed(found)


def _without_day(scene: Scene, head: Token) -> Token:
    """ "wounded at least 11 more Friday": the number counts no days."""
    if _is_day(scene, head):
        return next((c for c in head.children if c.dep_ == "nummod" and _in_quantity(scene, c)), head)
    return head


def _is_day(scene: Scene, token: Token) -> bool:
    start, _ = scene.sentence.at(token)
    return any(d.start <= start < d.end for d in scene.dates)


def _all(scene: Scene) -> Iterator[Harmed]:
    index = harm_index()
    for position, token in enumerate(scene.tokens):
        lemma = scene.sentence.lemma(token)
        if is_verb(token) or token.tag_ in ("VBN", "VBD", "VBG"):
            found = _of_verb(scene, position, token, lemma, index)
            if found is not None and found.heads:
                yield found
            if found is not None and (found.heads or not _happened(token)):
                continue
        mark = _lookup(scene, position, token.lower_, index.marks)
        if mark is not None and not (token.dep_ == "amod" and mark not in ("killed", "injured")):
            heads = [h for h in _marked(scene, token) if _can_suffer(scene, h) and h.pos_ != "PROPN" or h.i == token.i or scene.is_a(h, "people")]
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


# ------------------------------------------------------------------ verbs


def _of_verb(scene: Scene, position: int, token: Token, lemma: str, index: Index) -> Harmed | None:
    harm = _lookup(scene, position, lemma, index.states)
    if harm is not None:
        if not _happened(token):
            return Harmed(harm, token, [])
        heads = _next_before(scene, token) or subject_heads(token)
        if not heads and token.dep_ in ("acl", "relcl"):
            heads = [token.head]
        return Harmed(harm, token, [h for h in heads if not scene.instrument(h)])
    harm = _lookup(scene, position, lemma, index.verbs)
    if lemma in counting_words().verbs.wounding and _deadly(token):
        harm = "killed"
    if harm is None or not _happened(token):
        return None if harm is None else Harmed(harm, token, [])
    heads, passive = sufferers(scene, token)
    return Harmed(harm, token, heads, passive=passive)


def _next_before(scene: Scene, verb: Token) -> list[Token]:
    """ "killed nine people and six people sustained injuries": the parser joins the subject to the object before."""
    if any(c.dep_ in _SUBJECTS for c in verb.children) or verb.i == scene.tokens[0].i:
        return []
    before = verb.nbor(-1)
    return [before] if before.dep_ == "conj" and (scene.is_a(before, "people") or before.pos_ == "NUM") and _counted(scene, before) else []


def _deadly(verb: Token) -> bool:
    """ "fatally shot", "stabbed a man to death"."""
    if any(c.lower_ in _DEADLY for c in verb.children):
        return True
    for token in verb.doc[verb.i + 1 : verb.i + 10]:
        if token.text in ".;" or is_verb(token) and token.dep_ != "acl":
            return False
        if token.lower_ == "death" and token.nbor(-1).lower_ == "to":
            return True
    return False


def _happened(verb: Token) -> bool:
    """False for what was not done, could be done or was only wanted."""
    current = verb
    while current.dep_ == "conj" and is_verb(current.head) and not any(c.dep_ in ("aux", *_SUBJECTS) for c in current.children):
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


def sufferers(scene: Scene, verb: Token) -> tuple[list[Token], bool]:
    """The people whom a verb's action befell, and whether it stands in the passive."""
    direct = [h for c in verb.children if c.dep_ in _OBJECTS and (is_noun(c) or c.pos_ == "ADJ") for h in members(antecedent(c))]
    own = [c for c in verb.children if c.dep_ in _SUBJECTS]
    governor = verb.head
    if verb.tag_ in ("VBN", "VBD") and verb.dep_ in ("xcomp", "oprd", "ccomp", "acomp", "advcl") and governor.i != verb.i and not direct:
        word = scene.sentence.lemma(governor)
        said, left = word in counting_words().verbs.said_of, word in counting_words().verbs.leaving
        if own and (said or left) and (verb.tag_ == "VBN" or any(_can_suffer(scene, h) for h in own)):
            return _heads_of(own), True
        if said and is_passive(governor):
            return subject_heads(governor), True
        if left:
            return [h for c in governor.children if c.dep_ in _OBJECTS for h in members(c)], True
    if direct and not any(c.dep_ in ("auxpass", "nsubjpass", "agent") for c in verb.children):
        return _continued(scene, direct) + _companions(scene, verb), False
    if is_passive(verb):
        if verb.dep_ in ("acl", "relcl") and not own and is_noun(governor):
            near = _before(scene, verb) if governor.dep_ in ("pobj", "agent") else []
            return near or _climbed(scene, governor), True
        if verb.dep_ == "amod":
            return [], True
        found = subject_heads(verb)
        found = [h for h in found if _can_suffer(scene, h)] or _left(scene, verb) or found
        return (found + [h for h in _companions(scene, verb) if h not in found], True) if found else (direct, False)
    if verb.tag_ == "VBN" and verb.dep_ == "advcl" and not own:
        return [], True
    if verb.dep_ == "amod":
        return [], True
    if verb.tag_ == "VBG" or verb.tag_ in ("VB", "VBP", "VBZ"):
        shared = next((c for c in verb.children if c.dep_ == "conj" and joined(verb, c)), None)
        if shared is not None:
            # "killing or wounding a number of them"
            return sufferers(scene, shared)[0], False
        return _of(scene, verb) or _after(scene, verb), False
    # "4 killed in blast", "and five wounded": the auxiliary is left out
    heads = _heads_of(own) or [h for c in verb.children if c.dep_ == "npadvmod" for h in members(c)]
    if any(_counted(scene, h) and (h.pos_ in ("NUM", "PRON") or scene.is_a(h, "people") or h.lower_ in counting_words().heads.pronouns) for h in heads) or (heads and _victims(scene, heads)):
        return heads, True
    after = _after(scene, verb)
    if after:
        return after, False
    if verb.head.lemma_ == "be" and verb.dep_ in ("advcl", "acl", "ccomp", "xcomp", "conj"):
        return subject_heads(verb.head) or _left(scene, verb), True
    before = _before(scene, verb)
    if before:
        return before, True
    return ([governor], True) if governor.pos_ == "NUM" or verb.dep_ == "acl" else ([], True)


def _victims(scene: Scene, heads: list[Token]) -> bool:
    """ "Soldier wounded in blast": only a heading leaves the auxiliary out without a number."""
    if scene.sentence.block.kind not in ("headline", "heading") and not all(scene.is_a(h, "civilian") for h in heads):
        return False
    return all(scene.is_a(h, "people") or h.pos_ == "PROPN" and h.i not in scene.actors for h in heads) and not any(
        scene.is_a(h, "criminal", "bomber") or scene.is_a(h, "rebel") and h.tag_ == "NNS" for h in heads
    )


def _counted(scene: Scene, head: Token) -> bool:
    return head.pos_ == "NUM" or head.lower_ in counting_words().heads.pronouns or any(c.dep_ == "nummod" for c in head.children)


def _companions(scene: Scene, verb: Token) -> list[Token]:
    """ "was shot dead with his wife and child", "killed him along with two comrades"."""
    found: list[Token] = []
    for preposition in (c for t in (verb, *(o for o in verb.children if o.dep_ in _OBJECTS)) for c in t.children):
        if preposition.dep_ != "prep" or preposition.lower_ not in ("with", "along", "together", "alongside"):
            continue
        heads = complements_of(preposition)
        together = preposition.i > 0 and preposition.nbor(-1).lower_ in ("along", "together")
        if not heads or preposition.lower_ == "with" and not together and not any(c.dep_ == "poss" for c in heads[0].children):
            continue
        found += [h for h in heads if scene.is_a(h, "people") and not scene.instrument(h)]
    return found


def _climbed(scene: Scene, noun: Token) -> list[Token]:
    """ "12 people from the village killed": the parser hangs "killed" on the village."""
    if _is_day(scene, noun):
        # "was yesterday killed"
        return subject_heads(noun.head) if is_verb(noun.head) else []
    current = noun
    while not (scene.is_a(current, "people") or current.pos_ == "NUM") and current.dep_ == "pobj" and is_noun(current.head.head):
        current = current.head.head
    if not scene.is_a(current, "people") and current.pos_ != "NUM" and current.i != noun.i:
        return [noun]
    return members(current) if current.dep_ != "pobj" else [current]


def _after(scene: Scene, verb: Token) -> list[Token]:
    """The counted people right behind a verb to which the parser gave no object."""
    for step in range(1, 6):
        at = verb.i + step
        if at > scene.tokens[-1].i:
            break
        token = verb.doc[at]
        if token.text in ",;:." or is_verb(token) or token.dep_ == "prep" and token.lower_ != "at":
            break
        if token.pos_ == "NUM" or token.dep_ == "nummod" or scene.is_a(token, "people"):
            head = token.head if token.dep_ in ("nummod", "compound", "amod") and token.head.i > token.i else token
            return [head] if head.dep_ not in _SUBJECTS or head.head.lemma_ in _SAYING or head.head.tag_ == "VBG" else []
    return []


def _can_suffer(scene: Scene, head: Token) -> bool:
    return scene.is_a(head, "people", "actor") or head.pos_ in ("NUM", "PRON", "PROPN", "DET") or _counted(scene, head) or head.lower_.endswith(counting_words().heads.person_endings)


def _left(scene: Scene, verb: Token) -> list[Token]:
    """The people next before a passive to which the parser gave another subject: "as seven persons are said to have been killed"."""
    for at in range(verb.i - 1, max(scene.tokens[0].i, verb.i - 12) - 1, -1):
        token = verb.doc[at]
        if token.text in ",;:" or token.dep_ in ("mark", "advmod") and token.lower_ in ("when", "as", "after", "where"):
            break
        if is_verb(token) and token.lemma_ not in counting_words().verbs.said_of and token.pos_ != "AUX":
            break
        if token.dep_ != "compound" and _counted(scene, token) and (token.pos_ == "NUM" or scene.is_a(token, "people")):
            return [token.head if token.dep_ == "nummod" else token]
    return []


def _before(scene: Scene, verb: Token) -> list[Token]:
    """The number right before a participle that the parser hung elsewhere: "and over 100 injured"."""
    for at in range(verb.i - 1, max(scene.tokens[0].i, verb.i - 4) - 1, -1):
        token = verb.doc[at]
        if token.pos_ == "NUM" and _in_quantity(scene, token) or token.lower_ == "others":
            return [token]
        if token.pos_ not in ("ADV", "AUX", "ADJ"):
            break
    return []


def _continued(scene: Scene, heads: list[Token]) -> list[Token]:
    """A list of objects read on to its end where the parser lost it: "killing him, two of his brothers and a guard"."""
    found = sorted(heads, key=lambda t: t.i)
    doc, end = found[0].doc, scene.tokens[-1].i
    at = found[-1].i + 1
    while at < end:
        if doc[at].lower_ == "of":
            inner = next((c for c in doc[at].children if c.dep_ == "pobj"), None)
            at = inner.i + 1 if inner is not None else end
            continue
        if doc[at].lower_ not in (",", "and", "&"):
            break
        at += 2 if doc[at].text == "," and doc[at + 1].lower_ == "and" and at + 1 < end else 1
        head = _phrase_head(doc[at])
        if head is None or head.dep_ in _SUBJECTS or not _listable(scene, head, doc[at]):
            break
        if head not in found:
            found.append(head)
        at = head.i + 1
    return found


def _phrase_head(first: Token) -> Token | None:
    current = first
    for _ in range(5):
        if current.dep_ in ("det", "nummod", "amod", "compound", "poss", "quantmod", "advmod", "predet", "nmod") and current.head.i > current.i:
            current = current.head
        elif current.dep_ == "case" and current.i + 1 < len(first.doc):
            current = first.doc[current.i + 1]
        else:
            break
    return current if is_noun(current) else None


def _listable(scene: Scene, head: Token, first: Token) -> bool:
    """Whether a phrase can go on a list of people: counted or with an article, and not the start of a clause."""
    if not (scene.is_a(head, "people") or head.pos_ == "NUM" or head.lower_.endswith(counting_words().heads.person_endings)):
        return False
    if head.dep_ == "appos" and not any(c.dep_ == "nummod" for c in head.children) or _starts_clause(head, head):
        return False
    if not (_in_quantity(scene, first) or first.lower_ in ("a", "an", "his", "her", "their") or head.pos_ == "NUM"):
        return False
    after = [t for t in head.doc[head.i + 1 : head.i + 4]]
    return not any(t.tag_ in ("VBD", "VBZ", "VBP", "MD") for t in after[:1])


def subject_heads(verb: Token) -> list[Token]:
    """Heads of the verb's subject, or of the clause from which it takes it."""
    own = [child for child in verb.children if child.dep_ in _SUBJECTS]
    # "seven persons were on Monday killed": the subject hangs on the auxiliary
    own = own or [s for c in verb.children if c.dep_ in ("auxpass", "aux") for s in c.children if s.dep_ in _SUBJECTS]
    if own:
        return _heads_of(own)
    if verb.dep_ in ("relcl", "acl"):
        return [verb.head]
    if verb.dep_ in ("conj", "xcomp", "advcl", "oprd", "dep", "ccomp") and is_verb(verb.head) and verb.head.i != verb.i:
        return subject_heads(verb.head)
    return []


def _heads_of(subjects: list[Token]) -> list[Token]:
    found = [h for child in subjects for h in members(antecedent(child))]
    for child in subjects:
        # "X, along with his wife and two daughters, died"
        for token in (child, child.head):
            for preposition in token.children:
                if preposition.dep_ == "prep" and preposition.lower_ in ("along", "together", "alongside"):
                    found += [h for h in complements_of(preposition) if h not in found]
    return found


def members(token: Token) -> list[Token]:
    """A head and what is joined to it; of an apposition that only names or describes it, what is joined to that."""
    found = [token]
    for child in token.children:
        if child.dep_ == "conj" and (is_noun(child) or child.pos_ == "ADJ") and not _describes(child) and not _same_people(token, child) and not _starts_clause(token, child):
            found += members(child)
        elif child.dep_ == "appos" and is_noun(child) and not _describes(child) and not _starts_clause(token, child):
            joined_heads = members(child)
            counted = child.pos_ == "NUM" or any(c.dep_ == "nummod" for c in child.children)
            listed = len(joined_heads) > 1 and (child.pos_ == token.pos_ and token.pos_ != "PROPN" or any(c.dep_ == "poss" for c in child.children))
            if listed and (counted or any(c.dep_ == "poss" or c.dep_ == "det" and c.lower_ in ("a", "an") for c in child.children)):
                found += joined_heads
            else:
                found += [h for h in joined_heads[1:] if any(c.dep_ in ("poss", "nummod") for c in h.children)]
    return found


def _describes(child: Token) -> bool:
    """ "eight people, all women and children": who they are, not more of them."""
    return any(c.lower_ in ("all", "mostly", "mainly", "most", "many", "largely") for c in child.children)


def _same_people(token: Token, other: Token) -> bool:
    """ "a tribal elder and member of the council" is one person, "30 women and children" are 30; "a father and son" two."""
    if other.tag_ == "NNS" and _bare_start(other):
        return any(c.dep_ == "nummod" for c in token.children)
    if other.tag_ != "NN" or token.tag_ not in ("NN", "NNP") or not _bare_start(other):
        return False
    kin = counting_words().heads.kin
    return other.lemma_.lower() not in kin and token.lemma_.lower() not in kin


def _bare_start(noun: Token) -> bool:
    return not any(c.dep_ in ("det", "poss", "nummod") or c.lower_ in ("several", "many", "some", "other") for c in noun.children)


def _starts_clause(head: Token, child: Token) -> bool:
    """ "wounded 21 others, police and a doctor said": the parser reads those who say it as more of the others."""
    counted = any(c.dep_ == "nummod" for c in child.children)
    edge = child.i if counted else max(t.i for t in child.subtree)
    if edge + 1 >= len(child.doc):
        return False
    after = child.doc[edge + 1]
    if after.tag_ not in ("VBD", "VBZ", "VBP", "MD"):
        return False
    while head.dep_ in ("conj", "appos") and is_noun(head.head):
        head = head.head
    return after.i != head.head.i and not (after.head.i == head.head.i and after.dep_ in ("aux", "auxpass"))


# ------------------------------------------------------------------ marks


def _marked(scene: Scene, token: Token) -> list[Token]:
    """The people beside "dead", "wounded", "missing"."""
    verbs = counting_words().verbs
    head = token.head
    if token.dep_ == "amod" and is_verb(head.head) and _is_day(scene, head):
        # "were found dead Monday"
        head = head.head
    elif token.dep_ in ("amod", "acl", "advmod") and is_noun(head) and head.i != token.i:
        return [head]
    own = [c for c in token.children if c.dep_ in _OBJECTS and is_noun(c)]
    own = own or [c for c in token.children if c.dep_ in ("nsubj", "nsubjpass", "npadvmod") and is_noun(c)]
    if own:
        return [h for c in own for h in members(c)]
    numbers = [c for c in token.children if c.dep_ in ("nummod", "amod", "quantmod") and c.i < token.i and (c.like_num or c.pos_ == "NUM" or _in_quantity(scene, c))]
    if numbers:
        return [token]
    if token.dep_ in ("oprd", "acomp", "xcomp", "advcl", "ccomp", "attr", "advmod", "dobj", "conj", "prep", "amod") and is_verb(head):
        word = scene.sentence.lemma(head)
        if word in verbs.being:
            return [] if any(c.dep_ == "neg" for c in head.children) else subject_heads(head)
        if not _happened(head):
            return []
        if token.tag_ in ("VBN", "VBD") and word not in verbs.leaving and word not in verbs.said_of:
            return []
        if is_passive(head):
            return subject_heads(head)
        objects = [h for c in head.children if c.dep_ in _OBJECTS and c.i != token.i for h in members(c) if h.i != token.i]
        if objects and (word in verbs.leaving or token.lower_ == "dead"):
            return objects
    if token.i > scene.tokens[0].i:
        before = token.nbor(-1)
        if before.like_num and before.lower_ != "one" and _in_quantity(scene, before):
            return [before]
    return []


def _in_quantity(scene: Scene, token: Token) -> bool:
    start, end = scene.sentence.at(token)
    return any(q.start < end and start < q.end and q.kind != "none" for q in scene.quantities)


# ------------------------------------------------------------------ nouns


def _of_nouns(scene: Scene, position: int, token: Token, lemma: str, index: Index) -> Iterator[Harmed]:
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
    if verb is not None and token.tag_ == "NNS" and (after.pos_ == "NUM" and _in_quantity(scene, after)):
        # a headline: "kills 13, wounds 31"
        yield Harmed(verb, token, [after])
        return
    harm = _lookup(scene, position, lemma, index.nouns)
    if harm is None:
        return
    if harm not in ("killed", "injured") and _wanted(scene, token):
        return
    heads = _of(scene, token) or (_after(scene, token) if lemma.endswith("ing") else [])
    if heads:
        yield Harmed(harm, token, heads)
    elif harm == "injured" and scene.sentence.lemma(token.head) in ("sustain", "suffer", "receive", "have"):
        return
    elif token.tag_ in ("NNS", "NNPS") and (any(c.dep_ == "nummod" for c in token.children) or _quantity_before(scene, token)):
        yield Harmed(harm, token, [token])
    elif harm != "injured" and lemma != "life":
        owners = [c for c in token.children if c.dep_ == "poss" and (scene.is_a(c, "people") or c.pos_ == "PROPN")]
        if owners and token.dep_ in ("pobj", "dobj", "nsubj", "nsubjpass") and harm in ("killed", "arrested", "captured", "released"):
            yield Harmed(harm, token, owners)


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


def _of(scene: Scene, noun: Token) -> list[Token]:
    """The people of "the death of four soldiers", "claimed the lives of three"."""
    for child in noun.children:
        if child.dep_ == "prep" and child.lower_ in ("of", "to", "among"):
            heads = [h for c in child.children if c.dep_ == "pobj" for h in members(c)]
            known = [h for h in heads if scene.is_a(h, "people", "actor") or h.pos_ == "NUM" or h.lower_ in counting_words().heads.pronouns or _counted(scene, h)]
            if known:
                return heads
            if heads and child.lower_ == "of" and heads[0].pos_ == "PROPN" and heads[0].i not in scene.toponyms:
                return heads
    return []


def _of_bodies(scene: Scene, noun: Token) -> list[Token]:
    verb = noun.head
    while verb.head.i != verb.i and not is_verb(verb):
        verb = verb.head
    found = scene.sentence.lemma(verb) in counting_words().verbs.finding or not is_verb(verb)
    if not found:
        return []
    of = _of(scene, noun)
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
        candidates += [c for c in verb.children if c.dep_ in ("attr", "dobj", "acomp", "npadvmod", "advmod") and c.i > noun.i]
    for head in candidates:
        if head.i != noun.i and (head.pos_ == "NUM" or _counted(scene, head) or _quantity_before(scene, head)) and _in_toll(scene, head):
            yield Harmed(harm, noun, [head], toll=True)
            return


def _in_toll(scene: Scene, head: Token) -> bool:
    return head.pos_ == "NUM" and _in_quantity(scene, head) or scene.sentence.lemma(head) in counting_words().heads.generic


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
            rival = next((h for h in kept if any(t.i == head.i for t in h.heads) and _excludes(h.harm, harmed.harm)), None)
            if rival is not None and rival.harm == harmed.harm:
                continue
            if rival is None or joined(rival.word, harmed.word):
                heads.append(head)
            elif _nearer(harmed, rival, head):
                rival.heads = [t for t in rival.heads if t.i != head.i]
                heads.append(head)
        if heads:
            harmed.heads = heads
            kept.append(harmed)
    return [h for h in kept if h.heads]


def _excludes(one: Harm, other: Harm) -> bool:
    return one == other or {one, other} <= {"killed", "injured", "missing"}


def _nearer(harmed: Harmed, rival: Harmed, head: Token) -> bool:
    if (rival.harm, harmed.harm) == ("injured", "killed") and (harmed.word.dep_ in ("conj", "relcl", "advcl") or rival.word.dep_ == "amod"):
        # "was wounded and died later", "both wounded men died"
        return True
    return abs(harmed.word.i - head.i) < abs(rival.word.i - head.i)


def joined(one: Token, other: Token) -> bool:
    """Whether two harm words stand side by side: "killed and injured", "dead or wounded"."""
    first, second = sorted((one, other), key=lambda t: t.i)
    if second.i - first.i > 4:
        return False
    between = [t.lower_ for t in first.doc[first.i + 1 : second.i]]
    return all(word in ("and", "or", "/", ",", "&", "either", "and/or", "others", "seriously", "badly", "severely") for word in between)
