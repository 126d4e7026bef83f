"""Who suffers what a verb says: its objects or subjects, with mends for what the parser often gets wrong.

All functions give the heads of phrases; whether these can be people at all is asked later (`people.py`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from marsad.codebook.harms import counting_words
from marsad.coding.scene import Scene
from marsad.coding.syntax import antecedent, base_phrase, complements_of, is_noun, is_passive, is_verb, prepositions

if TYPE_CHECKING:
    from marsad.coding.tokens import Token

SUBJECTS = ("nsubj", "nsubjpass", "csubj")
OBJECTS = ("dobj", "obj", "dative")
_THEY = ("them", "whom", "these", "those")
_SAYING = {"say", "tell", "report", "add", "confirm", "announce"}


def sufferers(scene: Scene, verb: Token) -> tuple[list[Token], bool]:
    """The people whom a verb's action befell, and whether it stands in the passive."""
    bare = _before_bare_participle(scene, verb)
    if bare is not None:
        return [bare], True
    direct = [
        h
        for c in verb.children
        if c.dep_ in OBJECTS and (is_noun(c) or c.pos_ == "ADJ") and not any(told_before(t) for t in c.children)
        for h in members(antecedent(c))
    ]
    direct = [h for h in direct if not _names_the_one_before(h, direct)]
    own = [c for c in verb.children if c.dep_ in SUBJECTS]
    governor = verb.head
    if (
        verb.tag_ in ("VBN", "VBD")
        and verb.dep_ in ("xcomp", "oprd", "ccomp", "acomp", "advcl")
        and governor.i != verb.i
        and not direct
    ):
        word = scene.sentence.lemma(governor)
        said, left = word in counting_words().verbs.said_of, word in counting_words().verbs.leaving
        if own and (said or left) and (verb.tag_ == "VBN" or any(can_suffer(scene, h) for h in own)):
            return _heads_of(own), True
        if said and is_passive(governor):
            return subject_heads(governor), True
        if left:
            return [h for c in governor.children if c.dep_ in OBJECTS for h in members(c)], True
    shared = next((c for c in verb.children if c.dep_ == "conj" and joined(verb, c)), None)
    if not direct and shared is not None and not is_passive(verb) and not is_passive(shared):
        # "killing or wounding a number of them", "killed and wounded eight"
        return sufferers(scene, shared)[0], False
    if direct and not any(c.dep_ in ("auxpass", "nsubjpass", "agent") for c in verb.children):
        return _continued(scene, direct) + _companions(scene, verb), False
    helper = _far_helper(scene, verb)
    if helper is not None:
        return subject_heads(helper), True
    if is_passive(verb):
        if verb.dep_ in ("acl", "relcl") and not own and is_noun(governor):
            near = counted_before(scene, verb) if governor.dep_ in ("pobj", "agent") else []
            return near or _climbed(scene, governor), True
        if verb.dep_ == "amod":
            return [], True
        found = subject_heads(verb)
        found = [h for h in found if can_suffer(scene, h)] or _left(scene, verb) or found
        return (found + [h for h in _companions(scene, verb) if h not in found], True) if found else (direct, False)
    if verb.tag_ == "VBN" and verb.dep_ == "advcl" and not own:
        return [], True
    if verb.dep_ == "amod":
        return [], True
    if verb.tag_ == "VBG" or verb.tag_ in ("VB", "VBP", "VBZ"):
        return people_of(scene, verb) or counted_after(scene, verb), False
    if verb.i < scene.tokens[-1].i and verb.nbor(1).pos_ in ("DET", "PRON"):
        # "Gunmen killed a ...": they did it, whatever the parser made of the object
        return counted_after(scene, verb), False
    # "4 killed in blast", "and five wounded": the auxiliary is left out
    heads = _heads_of(own) or [h for c in verb.children if c.dep_ == "npadvmod" for h in members(c)]
    if any(
        is_counted(h)
        and (
            h.pos_ in ("NUM", "PRON") or scene.is_a(h, "people", "actor") or h.lower_ in counting_words().heads.pronouns
        )
        for h in heads
    ) or (heads and _victims(scene, heads)):
        return heads, True
    after = counted_after(scene, verb)
    if after:
        return after, False
    if verb.head.lemma_ == "be" and verb.dep_ in ("advcl", "acl", "ccomp", "xcomp", "conj"):
        return subject_heads(verb.head) or _left(scene, verb), True
    before = counted_before(scene, verb)
    if before:
        return before, True
    return ([governor], True) if governor.pos_ == "NUM" or verb.dep_ == "acl" else ([], True)


def _names_the_one_before(head: Token, heads: list[Token]) -> bool:
    """ "killed lawyer Omar Khan": the lawyer and his name are one."""
    first = base_phrase(head)[0]
    return head.pos_ == "PROPN" and any(h.i == first - 1 and h.tag_ == "NN" for h in heads)


def _before_bare_participle(scene: Scene, verb: Token) -> Token | None:
    """The number right before a participle without an auxiliary, whatever the parser made of both.

    "Ten were killed and four others injured in the attack", "and over 70 wounded."
    """
    if verb.tag_ not in ("VBN", "VBD") or any(c.dep_ in ("aux", "auxpass", "neg") for c in verb.children):
        return None
    first, last = scene.tokens[0].i, scene.tokens[-1].i
    after = verb.nbor(1) if verb.i < last else None
    if after is not None and not (
        after.pos_ in ("ADP", "PUNCT", "CCONJ", "SCONJ", "ADV", "SPACE") or is_day(scene, after)
    ):
        return None
    at = verb.i - 1
    while at > first and verb.doc[at].pos_ == "ADV" and verb.doc[at].lower_.endswith("ly"):
        at -= 1
    before = verb.doc[at] if at >= first else verb
    if before.pos_ == "NUM":
        return before if in_quantity(scene, before) and before.lower_ != "one" else None
    if before.i == first or not (before.lower_ == "others" or scene.is_a(before, "people")):
        return None
    number = before.nbor(-1)
    return before if number.pos_ == "NUM" and in_quantity(scene, number) else None


def _far_helper(scene: Scene, verb: Token) -> Token | None:
    """The "were" of "were in the early hours of Friday killed", which a date keeps from its participle."""
    if verb.tag_ != "VBN" or verb.dep_ not in ("acl", "advcl") or verb.i == scene.tokens[0].i:
        return None
    if not is_day(scene, verb.nbor(-1)):
        return None
    helper = verb.head
    while not is_verb(helper) and helper.head.i != helper.i:
        helper = helper.head
    return helper if helper.lemma_ == "be" and helper.i < verb.i else None


def _victims(scene: Scene, heads: list[Token]) -> bool:
    """ "Soldier wounded in blast": only a heading leaves the auxiliary out without a number."""
    if scene.sentence.block.kind not in ("headline", "heading") and not all(scene.is_a(h, "civilian") for h in heads):
        return False
    return all(scene.is_a(h, "people") or (h.pos_ == "PROPN" and h.i not in scene.actors) for h in heads) and not any(
        scene.is_a(h, "criminal", "bomber") or (scene.is_a(h, "rebel") and h.tag_ == "NNS") for h in heads
    )


def _companions(scene: Scene, verb: Token) -> list[Token]:
    """ "was shot dead with his wife and child", "killed him along with two comrades"."""
    found: list[Token] = []
    for preposition in (c for t in (verb, *(o for o in verb.children if o.dep_ in OBJECTS)) for c in t.children):
        if preposition.dep_ != "prep" or preposition.lower_ not in ("with", "along", "together", "alongside"):
            continue
        heads = complements_of(preposition)
        together = preposition.i > 0 and preposition.nbor(-1).lower_ in ("along", "together")
        if not heads or (
            preposition.lower_ == "with" and not together and not any(c.dep_ == "poss" for c in heads[0].children)
        ):
            continue
        found += [h for h in heads if scene.is_a(h, "people") and not scene.instrument(h)]
    return found


def _climbed(scene: Scene, noun: Token) -> list[Token]:
    """ "12 people from the village killed": the parser hangs "killed" on the village."""
    if is_day(scene, noun):
        # "was yesterday killed"
        return subject_heads(noun.head) if is_verb(noun.head) else []
    current = noun
    while (
        not (scene.is_a(current, "people") or current.pos_ == "NUM")
        and current.dep_ == "pobj"
        and is_noun(current.head.head)
    ):
        current = current.head.head
    if not scene.is_a(current, "people") and current.pos_ != "NUM" and current.i != noun.i:
        return [noun]
    return members(current) if current.dep_ != "pobj" else [current]


def counted_after(scene: Scene, verb: Token) -> list[Token]:
    """The counted people right behind a verb to which the parser gave no object."""
    for step in range(1, 6):
        at = verb.i + step
        if at > scene.tokens[-1].i:
            break
        token = verb.doc[at]
        if token.text in ",;:." or is_verb(token) or (token.dep_ == "prep" and token.lower_ != "at"):
            break
        if token.pos_ == "NUM" or token.dep_ == "nummod" or scene.is_a(token, "people"):
            head = token.head if token.dep_ in ("nummod", "compound", "amod") and token.head.i > token.i else token
            begins = head.dep_ in SUBJECTS and head.head.lemma_ not in _SAYING and head.head.tag_ != "VBG"
            listed = any(c.dep_ == "conj" and c.pos_ == "NUM" for c in head.children)
            return [head] if not begins or listed else []
    return []


def can_suffer(scene: Scene, head: Token) -> bool:
    """Whether a phrase can mean people, as far as its head shows."""
    return (
        scene.is_a(head, "people", "actor")
        or head.pos_ in ("NUM", "PRON", "PROPN", "DET")
        or is_counted(head)
        or head.lower_.endswith(counting_words().heads.person_endings)
        or is_one_more(head)
        or any(c.dep_ == "appos" and c.pos_ == "PROPN" for c in head.children)
    )


def is_one_more(head: Token) -> bool:
    """ "a third was injured"."""
    return head.lower_ in counting_words().heads.ordinals and any(
        c.dep_ == "det" and c.lower_ in ("a", "the") for c in head.children
    )


def told_before(head: Token) -> bool:
    """Whether a number only tells of people told before: "eight of them", "two of whom"."""
    return any(c.lower_ == "of" and any(t.lower_ in _THEY for t in c.children) for c in head.children)


def _left(scene: Scene, verb: Token) -> list[Token]:
    """The people next before a passive to which the parser gave another subject.

    "The dispute escalated as seven persons are said to have been killed."
    """
    for at in range(verb.i - 1, max(scene.tokens[0].i, verb.i - 12) - 1, -1):
        token = verb.doc[at]
        if token.text in ",;:" or (
            token.dep_ in ("mark", "advmod") and token.lower_ in ("when", "as", "after", "where")
        ):
            break
        if is_verb(token) and token.lemma_ not in counting_words().verbs.said_of and token.pos_ != "AUX":
            break
        if token.dep_ != "compound" and is_counted(token) and (token.pos_ == "NUM" or scene.is_a(token, "people")):
            return [token.head if token.dep_ == "nummod" else token]
    return []


def counted_before(scene: Scene, verb: Token) -> list[Token]:
    """The number right before a participle that the parser hung elsewhere: "and over 100 injured"."""
    for at in range(verb.i - 1, max(scene.tokens[0].i, verb.i - 4) - 1, -1):
        token = verb.doc[at]
        if (token.pos_ == "NUM" and in_quantity(scene, token)) or token.lower_ == "others":
            return [token]
        if token.pos_ not in ("ADV", "AUX", "ADJ"):
            break
    return []


def _continued(scene: Scene, heads: list[Token]) -> list[Token]:
    """A list of objects read on to its end where the parser lost it ("him, two brothers and a guard")."""
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
        if head is None or head.dep_ in SUBJECTS or not _listable(scene, head, doc[at]):
            break
        if head not in found:
            found.append(head)
        at = head.i + 1
    return found


def _phrase_head(first: Token) -> Token | None:
    current = first
    for _ in range(5):
        if (
            current.dep_ in ("det", "nummod", "amod", "compound", "poss", "quantmod", "advmod", "predet", "nmod")
            and current.head.i > current.i
        ):
            current = current.head
        elif current.dep_ == "case" and current.i + 1 < len(first.doc):
            current = first.doc[current.i + 1]
        else:
            break
    return current if is_noun(current) else None


def _listable(scene: Scene, head: Token, first: Token) -> bool:
    """Whether a phrase can go on a list of people: counted or with an article, and no start of a clause."""
    if not (
        scene.is_a(head, "people") or head.pos_ == "NUM" or head.lower_.endswith(counting_words().heads.person_endings)
    ):
        return False
    if (head.dep_ == "appos" and not any(c.dep_ == "nummod" for c in head.children)) or _starts_clause(head, head):
        return False
    if told_before(head):
        return False
    if not (in_quantity(scene, first) or first.lower_ in ("a", "an", "his", "her", "their") or head.pos_ == "NUM"):
        return False
    after = list(head.doc[head.i + 1 : head.i + 4])
    return not any(t.tag_ in ("VBD", "VBZ", "VBP", "MD") for t in after[:1])


def subject_heads(verb: Token) -> list[Token]:
    """Heads of the verb's subject, or of the clause from which it takes it."""
    own = [child for child in verb.children if child.dep_ in SUBJECTS]
    # "seven persons were on Monday killed": the subject hangs on the auxiliary
    own = own or [s for c in verb.children if c.dep_ in ("auxpass", "aux") for s in c.children if s.dep_ in SUBJECTS]
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
    """A head and what is joined to it, also to an apposition that only names or describes it."""
    found = [token]
    for child in (*token.children, *_appositions_within(token)):
        if (
            child.dep_ == "conj"
            and (is_noun(child) or child.pos_ == "ADJ")
            and not _describes(child)
            and not _same_people(token, child)
            and not _starts_clause(token, child)
        ):
            found += members(child)
        elif child.dep_ == "appos" and is_noun(child) and not _describes(child) and not _starts_clause(token, child):
            joined_heads = members(child)
            counted = child.pos_ == "NUM" or any(c.dep_ == "nummod" for c in child.children)
            listed = len(joined_heads) > 1 and (
                (child.pos_ == token.pos_ and token.pos_ != "PROPN") or any(c.dep_ == "poss" for c in child.children)
            )
            if listed and (
                counted
                or any(c.dep_ == "poss" or (c.dep_ == "det" and c.lower_ in ("a", "an")) for c in child.children)
            ):
                found += joined_heads
            else:
                begun = next((n for n, h in enumerate(joined_heads) if n and _counted_or_owned(h)), len(joined_heads))
                found += [h for n, h in enumerate(joined_heads) if n >= begun and (n == begun or _introduced(h))]
    return found


def _introduced(head: Token) -> bool:
    """Whether a phrase brings somebody in: "a guard", "his wife", "two guards"."""
    return _counted_or_owned(head) or any(c.lower_ in ("a", "an") for c in head.children)


def _counted_or_owned(head: Token) -> bool:
    """ "his wife", "two guards", "two of his guards"."""
    if head.pos_ == "NUM":
        return any(c.dep_ == "poss" for _, heads in prepositions(head) for h in heads for c in h.children)
    return any(c.dep_ in ("poss", "nummod") for c in head.children)


def _appositions_within(token: Token) -> list[Token]:
    """ "the chief of the district, an officer and two guards": the list is hung on the district."""
    return [
        inner
        for child in token.children
        if child.dep_ == "prep" and child.lower_ == "of" and token.dep_ != "appos"
        for name in child.children
        if name.dep_ == "pobj" and name.pos_ == "PROPN"
        for inner in name.children
        if inner.dep_ == "appos" and is_noun(inner) and any(c.dep_ == "conj" for c in inner.children)
    ]


def _describes(child: Token) -> bool:
    """ "eight people, all women and children", "four of a family, the father and three boys": not more of them."""
    head = child.head
    if child.dep_ == "appos" and is_counted(head) and any(c.lower_ == "the" for c in child.children):
        return True
    return any(
        c.lower_ in ("all", "mostly", "mainly", "most", "many", "largely") or told_before(c) for c in child.children
    )


def _same_people(token: Token, other: Token) -> bool:
    """ "a tribal elder and member of the council" is one, "30 women and children" 30, "man and wife" two."""
    if other.tag_ == "NNS" and _bare_start(other):
        return any(c.dep_ == "nummod" for c in token.children)
    if other.tag_ != "NN" or token.tag_ not in ("NN", "NNP", "JJ") or not _bare_start(other):
        return False
    kin = counting_words().heads.kin
    return other.lemma_.lower() not in kin and token.lemma_.lower() not in kin


def _bare_start(noun: Token) -> bool:
    return not any(
        c.dep_ in ("det", "poss", "nummod") or c.lower_ in ("several", "many", "some", "other") for c in noun.children
    )


def _starts_clause(head: Token, child: Token) -> bool:
    """ "wounded 21 others, police and a doctor said": those who say it are read as more of the others."""
    counted = any(c.dep_ == "nummod" for c in child.children)
    edge = child.i if counted else max(t.i for t in child.subtree)
    if edge + 1 >= len(child.doc):
        return False
    after = child.doc[edge + 1]
    if after.tag_ not in ("VBD", "VBZ", "VBP", "MD"):
        return False
    while head.dep_ in ("conj", "appos", "pobj") and (is_noun(head.head) or head.head.lower_ == "of"):
        head = head.head if head.dep_ != "pobj" else head.head.head
    return after.i != head.head.i and not (after.head.i == head.head.i and after.dep_ in ("aux", "auxpass"))


def is_counted(head: Token) -> bool:
    """Whether a phrase has a number, or is one."""
    return (
        head.pos_ == "NUM"
        or head.lower_ in counting_words().heads.pronouns
        or any(c.dep_ == "nummod" for c in head.children)
    )


def in_quantity(scene: Scene, token: Token) -> bool:
    """Whether a word belongs to a number of people."""
    start, end = scene.sentence.at(token)
    return any(q.start < end and start < q.end and q.kind != "none" for q in scene.quantities)


def is_day(scene: Scene, token: Token) -> bool:
    """Whether a word belongs to a date."""
    start, _ = scene.sentence.at(token)
    return any(d.start <= start < d.end for d in scene.dates)


def people_of(scene: Scene, noun: Token) -> list[Token]:
    """The people of "the death of four soldiers", "claimed the lives of three"."""
    for child in noun.children:
        if child.dep_ == "prep" and child.lower_ in ("of", "to", "among"):
            heads = [h for c in child.children if c.dep_ == "pobj" for h in members(c)]
            known = [
                h
                for h in heads
                if scene.is_a(h, "people", "actor")
                or h.pos_ == "NUM"
                or h.lower_ in counting_words().heads.pronouns
                or is_counted(h)
            ]
            if known:
                return heads
            if heads and child.lower_ == "of" and heads[0].pos_ == "PROPN" and heads[0].i not in scene.toponyms:
                return heads
    # "the killing and wounding of several fighters"
    other = next((c for c in noun.children if c.dep_ == "conj" and joined(noun, c)), None)
    return people_of(scene, other) if other is not None else []


def joined(one: Token, other: Token) -> bool:
    """Whether two harm words stand side by side: "killed and injured", "dead or wounded"."""
    first, second = sorted((one, other), key=lambda t: t.i)
    if second.i - first.i > 4:
        return False
    between = [t.lower_ for t in first.doc[first.i + 1 : second.i]]
    if not between:
        return first.i == second.i  # "no casualties" is both harms; "two of the injured died" is one
    return all(
        word in ("and", "or", "/", ",", "&", "either", "and/or", "others", "seriously", "badly", "severely")
        for word in between
    )
