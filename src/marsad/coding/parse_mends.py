"""Which faults of the parser are mended before the rules read a sentence?

The parser takes the verb of a plain main clause for a participle of its subject where past tense and participle
look alike ("The court sentenced on Tuesday a man to two years"): the sentence is then left without a verb.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from marsad.coding.tokens import Doc, Token

_COMPLEMENTS = {"dobj", "ccomp", "xcomp"}


def mend(doc: Doc) -> None:
    """Give each sentence that lost its verb its verb back. Changes the tokens of the text."""
    for sentence in doc.sents:
        root = next((token for token in sentence if token.head is token), None)
        if root is None or root.pos_ not in ("NOUN", "PROPN") or sentence[len(sentence) - 1].text != ".":
            continue
        verb = next((child for child in root.children if child.dep_ == "acl" and child.i > root.i), None)
        if verb is not None and _is_finite(verb):
            _promote(verb, root)


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
