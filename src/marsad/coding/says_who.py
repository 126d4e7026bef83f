"""According to whom: the sources that a dispatch credits (codebook 3, attribution)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from marsad.coding.scene import Scene
from marsad.coding.syntax import base_phrase, complements_of, is_verb, phrase, prepositions, subjects
from marsad.model import Attribution, Span

if TYPE_CHECKING:
    from spacy.tokens import Token

_ACCORDING = {"according", "citing", "quoting"}
_KINDS = (
    ("monitor", r"observatory|monitor|sohr|snhr|network for human rights|watchdog|acled|airwars|monitoring"),
    ("un", r"\b(?:un|u\.n\.|united nations|unhcr|ocha|unicef|unifil|monusco|minusma|ohchr|osce)\b"),
    ("military", r"army|military|defen[cs]e|commander|general staff|spokes\w+ for the (?:army|military)|colonel|brigade|navy|air force|armed forces|ispr"),
    ("official", r"official|ministry|minister|governor|police|government|mayor|authorit|president|spokes|administration|hospital|health|prosecutor|security source|court"),
    ("armed_group", r"rebel|group|militant|houthi|taliban|islamic state|amaq|fighters|movement|front\b"),
    ("media", r"agency|news|radio|television|tv\b|newspaper|media|journalist|correspondent|reporter|channel|afp|reuters|associated press|xinhua|sana\b"),
    ("witness", r"witness|resident|villager|survivor|relative|local|inhabitant|passenger|listener"),
    ("ngo", r"rights|red cross|red crescent|ngo|organi[sz]ation|charity|civil society|amnesty|activist|committee"),
    ("unnamed", r"source|reports"),
)


@dataclass(slots=True)
class Credit:
    """A source that a sentence names, with where it says so."""

    source: str
    start: int
    end: int
    kind: str | None

    def cell(self) -> Attribution:
        """The credit as a cell of an event."""
        return Attribution(source=self.source, kind=self.kind, evidence=[Span(self.start, self.end)])


def find_credits(scene: Scene) -> list[Credit]:
    """The sources that a sentence credits: "X said", "according to X", "X reported that"."""
    found: list[Credit] = []
    for token in scene.tokens:
        if token.lower_ in _ACCORDING:
            for head in _according(token):
                found.append(_credit(scene, head))
        elif is_verb(token) and scene.is_a(token, "report") and token.dep_ not in ("amod",):
            agents = [s for s in subjects(token) if any(c.i == s.i or s.i in {t.i for t in c.subtree} for c in token.children)]
            for head in agents[:1]:
                if head.pos_ in ("NOUN", "PROPN") and _can_speak(scene, head):
                    found.append(_credit(scene, head))
        elif token.lower_ == "told" and token.dep_ == "ROOT":
            found += [_credit(scene, h) for h in subjects(token)[:1] if h.pos_ in ("NOUN", "PROPN")]
    return found


def _according(token: Token) -> list[Token]:
    heads: list[Token] = []
    for preposition, inner in prepositions(token):
        if preposition in ("to", "from"):
            heads += inner
    heads += complements_of(token)
    heads += [c for c in token.children if c.dep_ in ("dobj", "pobj")]
    return heads[:1]


def _can_speak(scene: Scene, head: Token) -> bool:
    if scene.instrument(head) and not scene.is_a(head, "people"):
        return False
    return (
        head.i in scene.actors
        or scene.is_a(head, "people")
        or head.pos_ == "PROPN"
        or kind_of(head.lower_) is not None
        or head.lower_ in ("statement", "report", "sources", "ministry", "observatory", "group")
    )


def _credit(scene: Scene, head: Token) -> Credit:
    first, last = phrase(head) if head.lower_ not in ("statement", "report") else base_phrase(head)
    if last - first > 10:
        first, last = base_phrase(head)
    while first < last and head.doc[first].lower_ in ("the", "a", "an"):
        first += 1
    start, end = scene.span(first, last)
    name = scene.text(first, last).strip(" \"',")
    return Credit(name, start, end, kind_of(name))


def kind_of(name: str) -> str | None:
    """What kind of source a name is; None where nothing tells."""
    lower = name.lower()
    return next((kind for kind, pattern in _KINDS if re.search(pattern, lower)), None)
