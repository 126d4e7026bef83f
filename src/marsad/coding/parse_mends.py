"""Which faults of the parser are mended before the rules read a sentence?

The parser takes the verb of a plain main clause for a participle of its subject where past tense and participle
look alike ("The court sentenced on Tuesday a man to two years"): the sentence is then left without a verb. And it
reads the subject of a second clause as one more object of the first ("killed four and six others were wounded").
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from marsad.coding.tokens import Doc, Span, Token

_FINITE = {"VBD", "VBZ", "VBP", "MD"}
_SUBJECTS = {"nsubj", "nsubjpass"}
_NOUNS = {"NOUN", "PROPN", "NUM", "PRON"}
_COMPLEMENTS = {"dobj", "ccomp", "xcomp"}
_DEPTH = 6


def mend(doc: Doc) -> None:
    """Give verbs their clause and their subject back. Changes the tokens of the text."""
    for token in doc:
        if token.dep_ in ("auxpass", "aux") and token.tag_ in _FINITE and token.head.i > token.i:
            _return_subject(token, token.head)
    for sentence in doc.sents:
        root = next((token for token in sentence if token.head is token), None)
        if root is not None and root.tag_ == "VBN":
            _return_clause(root)
        if root is None or root.pos_ not in ("NOUN", "PROPN") or sentence[len(sentence) - 1].text != ".":
            continue
        verb = next((child for child in root.children if child.dep_ == "acl" and child.i > root.i), None)
        verb = verb or _told_of_a_part(sentence, root)
        if verb is not None and _is_finite(verb):
            _promote(verb, root)
        else:
            _split_phrase(root)


def _return_clause(root: Token) -> None:
    """ "Gunmen suspected to be rebels abducted two men", where the participle is taken for the verb."""
    subject = next((c for c in root.children if c.dep_ == "nsubj"), None)
    verb = next((c for c in root.children if c.dep_ == "ccomp" and c.tag_ == "VBD" and c.i > root.i), None)
    if subject is None or verb is None or any(c.dep_ in ("aux", "auxpass") for c in root.children):
        return
    if any(c.dep_ in (*_SUBJECTS, "mark") for c in verb.children):
        return
    behind = [c for c in root.children if c.i > verb.i]
    root.children = [c for c in root.children if c is not subject and root.i < c.i < verb.i]
    subject.children = [*subject.children, root]
    verb.children = sorted([subject, *verb.children, *behind], key=lambda token: token.i)
    for token in behind:
        token.head = verb
    verb.head, verb.dep_ = verb, "ROOT"
    subject.head = verb
    root.head, root.dep_ = subject, "acl"


def _told_of_a_part(sentence: Span, root: Token) -> Token | None:
    """The verb of "the leader of the party in the council called on ...", tied to the last noun of its subject."""
    verb = next((t for t in sentence if t.dep_ == "acl" and t.i > root.i), None)
    if verb is None or verb.tag_ != "VBD" or verb.pos_ != "VERB" or verb.head is root:
        return None
    verb.head.children = [child for child in verb.head.children if child is not verb]
    return verb


def _is_finite(verb: Token) -> bool:
    """Whether a participle behind a noun is its verb: in the past tense, or with an object and no doer behind "by"."""
    if verb.tag_ == "VBD":
        return True
    kinds = {child.dep_ for child in verb.children}
    return verb.tag_ == "VBN" and bool(kinds & _COMPLEMENTS) and "agent" not in kinds


def _promote(verb: Token, subject: Token) -> None:
    behind = [child for child in subject.children if child.i > verb.i]
    subject.children = [child for child in subject.children if child.i < verb.i]
    verb.children = sorted([subject, *verb.children, *behind], key=lambda token: token.i)
    for token in behind:
        token.head = verb
    verb.head, verb.dep_, verb.tag_ = verb, "ROOT", "VBD"
    subject.head, subject.dep_ = verb, "nsubj"


def _split_phrase(root: Token) -> None:
    """ "The Houthis barred trucks from ...", read as one noun phrase: what stands before the verb is its subject."""
    verb = next((c for c in root.children if c.dep_ == "amod" and c.tag_ == "VBD" and c.i < root.i), None)
    if verb is None:
        _split_compound(root)
        return
    before = [child for child in root.children if child.i < verb.i]
    subject = next((child for child in reversed(before) if child.pos_ in ("NOUN", "PROPN")), None)
    if subject is None:
        return
    mine = [child for child in before if child is not subject]
    behind = [child for child in root.children if child.i > root.i]
    subject.children = [*mine, *subject.children]
    root.children = [child for child in root.children if verb.i < child.i < root.i]
    verb.children = [subject, *verb.children, root, *behind]
    for child in mine:
        child.head = subject
    for child in behind:
        child.head = verb
    verb.head, verb.dep_ = verb, "ROOT"
    subject.head, subject.dep_ = verb, "nsubj"
    root.head, root.dep_ = verb, "dobj"


def _split_compound(root: Token) -> None:
    """ "Artillery fire targeted areas in …", where the subject is read as the adverb of a participle."""
    verb = next((c for c in root.children if c.dep_ == "amod" and c.tag_ == "VBN" and c.i < root.i), None)
    if verb is None or verb.i == 0:
        return
    subject = verb.nbor(-1)
    if subject.head is not verb or subject.dep_ not in ("npadvmod", "nsubj") or subject.pos_ not in ("NOUN", "PROPN"):
        return
    moved = [child for child in root.children if child.i < verb.i]
    root.children = [child for child in root.children if child.i > verb.i]
    verb.children = [*moved, *verb.children, root]
    for child in moved:
        child.head = verb
    verb.head, verb.dep_, verb.tag_, verb.pos_ = verb, "ROOT", "VBD", "VERB"
    subject.dep_ = "nsubj"
    root.head, root.dep_ = verb, "dobj"


def _return_subject(helper: Token, verb: Token) -> None:
    """ "killed four and six others were wounded": the phrase before the auxiliary is the subject of its verb."""
    phrase = _last_of_list(helper)
    if phrase is None:
        return
    first = phrase.head
    while first.dep_ == "conj" and first.head.i < first.i:
        first = first.head
    if first.dep_ in _SUBJECTS:
        if first.head is verb and phrase.head is first:
            _return_object(first, verb, phrase)
        return
    before = first.head
    while before.pos_ not in ("VERB", "AUX") and before.head is not before:
        before = before.head
    subject = next((child for child in verb.children if child.dep_ in _SUBJECTS), None)
    if before is verb or before.lower_ == "including" or (subject is not None and before.head is not subject):
        return  # "ten people including a boy and a girl were killed": the ten are the subject
    if subject is not None:
        _take_over(before, verb, subject)
    phrase.head.children = [child for child in phrase.head.children if child is not phrase]
    phrase.head, phrase.dep_ = verb, "nsubjpass" if helper.dep_ == "auxpass" else "nsubj"
    verb.children = sorted([*verb.children, phrase], key=lambda token: token.i)


def _return_object(first: Token, verb: Token, phrase: Token) -> None:
    """ "killed four and six others were wounded" again, where both are read as the subject of the second verb."""
    edge = first.left_edge.i
    before = first.doc[edge - 1] if edge else first
    if before.tag_ != "VBD" or before.pos_ != "VERB" or any(child.dep_ == "dobj" for child in before.children):
        return
    kind = first.dep_
    first.children = [child for child in first.children if child is not phrase]
    verb.children = [phrase if child is first else child for child in verb.children]
    phrase.head, phrase.dep_ = verb, kind
    first.head, first.dep_ = before, "dobj"
    before.children = sorted([*before.children, first], key=lambda token: token.i)


def _last_of_list(helper: Token) -> Token | None:
    """The last member of a list of nouns, where it ends right before the auxiliary."""
    if helper.i == 0:
        return None
    current = last = helper.nbor(-1)
    for _ in range(_DEPTH):
        if current.dep_ == "conj" and current.pos_ in _NOUNS and current.head.pos_ in _NOUNS:
            return current
        if current.head is current or current.head.right_edge is not last:
            return None
        current = current.head
    return None


def _take_over(before: Token, verb: Token, subject: Token) -> None:
    """Make the verb that hangs on a subject the verb of that subject; the later verb is joined to it."""
    subject.children = [child for child in subject.children if child is not before]
    verb.children = [child for child in verb.children if child is not subject]
    if verb.head is verb:
        before.head = before
    else:
        before.head = verb.head
        verb.head.children = [before if child is verb else child for child in verb.head.children]
    before.dep_, verb.dep_, verb.head = verb.dep_, "conj", before
    before.children = sorted([subject, *before.children, verb], key=lambda token: token.i)
    subject.head, subject.dep_ = before, "nsubj"
