"""What a sentence states of actors: their names where a relation needs them, and the relations found."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from marsad.codebook.countries import countries, country_code, demonym_country
from marsad.codebook.naming import naming
from marsad.coding.cast import Cast
from marsad.coding.name_range import clean_name
from marsad.coding.persons import Name, person
from marsad.coding.scene import Scene
from marsad.coding.syntax import is_verb, subjects, with_conjuncts
from marsad.coding.who import parties_of
from marsad.model import Relation, RelationName, Span

if TYPE_CHECKING:
    from marsad.coding.tokens import Token

_VAGUE_BACKERS = {
    "foreign",
    "western",
    "internationally",
    "heavily",
    "well",
    "lightly",
    "newly",
    "self",
    "jointly",
    "locally",
}


class Stated:
    """Names the actors of a sentence and collects the relations that it states."""

    def __init__(self, scene: Scene, cast: Cast) -> None:
        self.scene = scene
        self.cast = cast
        self.found: list[Relation] = []

    def add(self, a: Name | None, relation: RelationName, b: Name | None) -> None:
        if a is None or b is None or not a.text or not b.text:
            return
        start = min(a.token.i, b.token.i)
        last = max(a.token.i, b.token.i)
        if start == last:
            start = max(start - 2, self.scene.tokens[0].i)
        self.found.append(
            Relation(a=a.text, relation=relation, b=b.text, evidence=[Span(*self.scene.span(start, last))])
        )

    def body(self, token: Token, *, named: bool = False) -> Name | None:
        """The body or state that a word names. `named`: only one with a name of its own."""
        if token.pos_ == "PRON":
            found = self.cast.parties(self.scene, token, "partner")
        else:
            found = [self.cast.fullest(self.scene, p) for p in parties_of(self.scene, token, "partner")]
        for party in found:
            if party.civilian and not party.name[:1].isupper():
                continue
            if named and party.actor_id is None and not party.name[:1].isupper():
                continue
            return Name(party.name, token)
        return None

    def bodies(self, tokens: Iterable[Token], *, named: bool = False) -> list[Name]:
        return [n for t in tokens if (n := self.body(t, named=named)) is not None]

    def holder(self, token: Token) -> Name | None:
        """Whoever is led, backed or allied: a body, also an unnamed one ("militias"), or a person."""
        if (
            self.scene.is_a(token, "people")
            or token.i in self.scene.actors
            or self.scene.sentence.lemma(token) in naming().organisations
        ):
            return self.body(token) or person(self.scene, token)
        return person(self.scene, token) or self.body(token)

    def before_hyphen(self, token: Token) -> Name | None:
        """Who stands before "-backed": the words up to the start of the compound."""
        doc, first = token.doc, self.scene.tokens[0].i
        if token.i - 2 < first or doc[token.i - 1].text != "-":
            return None
        last = token.i - 2
        if doc[last].lower_ in _VAGUE_BACKERS:
            return None
        mention = self.scene.actors.get(last)
        if mention is not None and mention.end <= self.scene.sentence.at(doc[last])[1]:
            return Name(clean_name(mention.text), doc[last])
        iso = demonym_country(doc[last].text) or country_code(doc[last].text)
        if iso is not None and doc[last].text[:1].isupper():
            return Name(countries()[iso].name, doc[last])
        start = last
        while (
            start > first
            and doc[start - 1].pos_ in ("PROPN", "ADJ")
            and doc[start - 1].text[:1].isupper()
            and doc[start - 1].head.i > start - 1
        ):
            start -= 1
        return Name(clean_name(self.scene.text(start, last)), doc[last])

    def governed(self, token: Token) -> Token | None:
        """The noun that a participle before it or behind it describes."""
        if token.dep_ in ("amod", "acl", "relcl", "compound") and token.head.i != token.i:
            head = token.head
            while (
                head.dep_ == "compound" and head.head.i > head.i and head.pos_ != "PROPN" and head.head.pos_ != "PROPN"
            ):
                head = head.head
            if token.dep_ == "acl":
                # "A and B backed by X": what stands nearest before
                near = [t for t in with_conjuncts(head) if t.i < token.i]
                head = near[-1] if near else head
            if head.dep_ == "appos" and (head.head.i in self.scene.actors or head.head.pos_ == "PROPN"):
                # "X, a group backed by Y"
                head = head.head
            return head
        if token.dep_ in ("ROOT", "conj", "ccomp", "acomp", "advcl"):
            found = subjects(token) if is_verb(token) else subjects(token.head) if is_verb(token.head) else []
            return found[0] if found else None
        return None

    def ahead(self, token: Token) -> Name | None:
        """The actor named within the phrase that follows ("Russian-backed 5th Corps")."""
        doc, last = token.doc, self.scene.tokens[-1].i
        for i in range(token.i + 1, min(token.i + 6, last) + 1):
            if i in self.scene.actors:
                covered = max(k for k, m in self.scene.actors.items() if m is self.scene.actors[i])
                return self.body(doc[covered])
            if doc[i].text in ",.;:" or doc[i].pos_ in ("VERB", "ADP", "CCONJ"):
                break
        head = self.governed(token)
        if head is None or head.i < token.i:
            return None
        if head.dep_ == "compound" and head.head.pos_ == "PROPN":
            # "Jordan-backed commander X"
            return person(self.scene, head.head) or self.holder(head)
        return self.holder(head)

    def hyphened(self, token: Token, relation: RelationName, *, turned: bool = False) -> None:
        """ "X-led Y", "X-backed Y", "X-aligned Y"."""
        left, right = self.before_hyphen(token), self.ahead(token)
        if left is None or right is None:
            return
        if left.text.lower() in right.text.lower() and left.text.lower() == right.text.lower():
            return
        named = token.i in self.scene.actors  # "Saudi-led coalition" is a name
        plain = "" if named else right.text.partition(f"-{token.text}")[2].strip()
        right = Name(plain, right.token) if plain else right  # "Iran-backed militias": the militias
        if turned:
            self.add(left, relation, right)
        else:
            self.add(right, relation, left)

    def someone(self, token: Token, other: Token | None = None) -> Name | None:
        """A person or body; "his": the person named before, other than `other`."""
        if token.pos_ == "PRON":
            same = person(self.scene, other) if other is not None else None
            for earlier in reversed([t for t in self.scene.tokens if t.i < token.i and t.pos_ == "PROPN"]):
                found = person(self.scene, earlier)
                if found is not None and (same is None or found.text != same.text):
                    return found
            return None
        return person(self.scene, token) or self.body(token, named=True)
