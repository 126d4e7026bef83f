"""Two sides told as a pair: "between A and B on one hand, and C on the other", "pitted A against B".

Read along the line, since the parser often ties the members of such lists to the wrong words.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from marsad.coding.scene import Scene
from marsad.coding.syntax import is_verb

if TYPE_CHECKING:
    from marsad.coding.tokens import Doc, Token

_INSIDE = {"NOUN", "PROPN", "ADJ", "DET", "NUM", "X"}
_JOINING = {"and", "with", "against", "versus", "vs", "plus", "alongside", "to", ",", "&"}
_REACH = 7
"""How many words may stand between an event noun and its "between" ("clashes on Sunday morning between")."""


@dataclass(slots=True)
class _Member:
    """One member of the list: its head word, what stands before it, and whether "on one hand" follows."""

    head: Token
    before: str
    side_ends: bool = False
    words: list[Token] = field(default_factory=list)


def pair_after(scene: Scene, parts: Sequence[Token]) -> Iterator[tuple[list[Token], list[Token]]]:
    """The heads of the two sides that follow the words of a mention; nothing where no pair is told."""
    for part in parts:
        between = _between(scene, part)
        if between is not None:
            split = _split(_members(scene, between.i + 1))
            if split is not None:
                yield split
        for verb in (part, part.head, *part.children):
            if is_verb(verb) and verb.lemma_ in ("pit", "oppose") and (verb is part or part.dep_ != "dobj"):
                yield from _pitted(scene, verb)


def _pitted(scene: Scene, verb: Token) -> Iterator[tuple[list[Token], list[Token]]]:
    """ "pitted A and B against C", "opposed A to B"."""
    members = _members(scene, verb.i + 1)
    cut = next((n for n, m in enumerate(members) if m.before in ("against", "to")), 0)
    if cut:
        yield [m.head for m in members[:cut]], [m.head for m in members[cut:]]


def _between(scene: Scene, part: Token) -> Token | None:
    for child in part.children:
        if child.lower_ in ("between", "among") and child.i > part.i:
            return child
    doc, last = part.doc, scene.tokens[-1].i
    for i in range(part.i + 1, min(part.i + _REACH, last) + 1):
        if doc[i].lower_ == "between":
            return doc[i]
        if doc[i].text in ",;." or is_verb(doc[i]):
            return None
    return None


def _members(scene: Scene, start: int) -> list[_Member]:
    doc, last = scene.sentence.span.doc, scene.tokens[-1].i
    found: list[_Member] = []
    i, before = start, ""
    while i <= last:
        token = doc[i]
        if token.text == "(":
            i = _behind(doc, i, ")", last)
            continue
        if token.lower_ == "on" and (end := _hand(doc, i, last)):
            if found:
                found[-1].side_ends = True
            i = end
            continue
        if token.lower_ in _JOINING:
            before = "," + before if token.text == "," else before + token.lower_
            i += 1
            continue
        if token.lower_ == "as" and i + 2 <= last and doc[i + 1 : i + 3].text.lower() == "well as":
            before, i = before + "with", i + 3
            continue
        if (
            token.tag_ in ("VBN", "VBG")
            and found
            and token.dep_ in ("acl", "amod", "advcl")
            and token.head.i < token.i
            and _by(doc, i, last)
        ):
            i = _clause_end(doc, i, last)
            continue
        end = phrase_end(scene, i, last)
        if end is None:
            break
        head = doc[end]
        after = end + 1
        while (
            after <= last
            and doc[after].lower_ in ("of", "from")
            and (more := phrase_end(scene, after + 1, last)) is not None
        ):
            after = more + 1
        if found and not before:
            break
        found.append(_Member(head, before))
        before, i = "", after
    return found


def _behind(doc: Doc, i: int, mark: str, last: int) -> int:
    while i <= last and doc[i].text != mark:
        i += 1
    return i + 1


def _hand(doc: Doc, i: int, last: int) -> int | None:
    """The end of "on (the) one hand", "on the other side"."""
    words = [doc[k].lower_ for k in range(i, min(i + 5, last + 1))]
    if "one" in words[1:3] or "other" in words[1:3]:
        at = words.index("one") if "one" in words[1:3] else words.index("other")
        if at + 1 < len(words) and words[at + 1] in ("hand", "side", "part"):
            return i + at + 2
        if words[at] == "other":
            return i + at + 1
    return None


def _by(doc: Doc, i: int, last: int) -> bool:
    return any(doc[k].lower_ in ("by", "to", "with", "as", "under") for k in range(i + 1, min(i + 3, last + 1)))


def _clause_end(doc: Doc, i: int, last: int) -> int:
    """Behind "led by X", "backed by X": up to the next comma, "and" or "on one hand"."""
    while i <= last and doc[i].lower_ not in ("and", "on", "in"):
        if doc[i].text == "," and not _apposition_behind(doc, i, last):
            break
        i += 1
    return i


def _apposition_behind(doc: Doc, comma: int, last: int) -> bool:
    """ "led by the prime minister, X": the name behind the comma still belongs to the clause."""
    return any(t.dep_ == "appos" and t.head.i < comma for t in doc[comma + 1 : min(comma + 5, last + 1)])


def phrase_end(scene: Scene, i: int, last: int) -> int | None:
    """The head, that is the last noun, of the noun phrase that begins here; None where none does."""
    doc = scene.sentence.span.doc
    end: int | None = None
    while i <= last:
        token = doc[i]
        inner = (
            token.pos_ in _INSIDE
            or token.tag_ in ("POS", "PRP$")
            or token.text in ("-", '"', "'")
            or token.i in scene.actors
        )
        if end is None and token.text.endswith("ed") and i < last and doc[i + 1].pos_ in ("NOUN", "PROPN", "ADJ"):
            inner = True
        hyphened = (i > 0 and doc[i - 1].text == "-") or (i < last and doc[i + 1].text == "-")
        if not (
            inner
            or hyphened
            or (token.tag_ in ("VBN", "VBG") and token.dep_ in ("amod", "compound") and token.head.i > token.i)
        ):
            break
        if (
            token.pos_ in ("NOUN", "PROPN")
            or token.i in scene.actors
            or (token.pos_ == "ADJ" and token.dep_ in ("pobj", "conj"))
        ):
            end = i
        i += 1
    return end


def _split(members: list[_Member]) -> tuple[list[Token], list[Token]] | None:
    """Where the list divides: behind "on one hand", at a last ", and", else behind the first member."""
    if len(members) < 2:
        return None
    cut = next((n for n, m in enumerate(members[:-1], start=1) if m.side_ends), None)
    if cut is None:
        opposed = [n for n, m in enumerate(members) if m.before.strip(",") in ("against", "versus", "vs")]
        cut = opposed[0] if opposed else None
    if cut is None:
        with_and = [n for n, m in enumerate(members) if "and" in m.before and n]
        comma_and = [n for n in with_and if "," in members[n].before]
        if len(members) > 2 and comma_and and any("and" in m.before for m in members[1 : comma_and[-1]]):
            cut = comma_and[-1]
        elif with_and and any(m.before == "with" for m in members):
            cut = with_and[0]
        else:
            cut = 1
    return [m.head for m in members[:cut]], [m.head for m in members[cut:]]
