"""Relations between actors that the text states (codebook 4): who leads, backs, belongs to or stands against whom."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from marsad.codebook.bonds import bonds
from marsad.codebook.countries import countries, country_code, demonym_country
from marsad.codebook.naming import naming
from marsad.coding.cast import Cast
from marsad.coding.pairs import pair_after
from marsad.coding.persons import Name, kin_names, person
from marsad.coding.scene import Scene
from marsad.coding.syntax import agents, is_passive, is_verb, objects, prepositions, subjects, with_conjuncts
from marsad.coding.who import clean_name, parties_of
from marsad.model import Relation, RelationName, Span

if TYPE_CHECKING:
    from spacy.tokens import Token

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
_MILITARY_UNITS = {
    "force",
    "brigade",
    "division",
    "battalion",
    "corps",
    "regiment",
    "unit",
    "company",
    "command",
    "squadron",
}


def find_relations(scene: Scene, cast: Cast | None = None) -> list[Relation]:
    """The relations that a sentence states, each with its words. `cast` knows what "his" and "they" mean."""
    reader = _Reader(scene, cast or Cast([scene]))
    words = bonds()
    for token in scene.tokens:
        lemma, lower = scene.sentence.lemma(token), token.lower_
        if token.text[-3:] == "led" and token.i > scene.tokens[0].i + 1 and token.nbor(-1).text == "-":
            reader.hyphened(token, "leads", turned=True)
        if lower in words.backing:
            reader.backing(token)
        if (
            lemma in words.backing_verbs
            and is_verb(token)
            and not is_passive(token)
            and token.dep_ not in ("acl", "amod")
        ):
            reader.active(token, "backed_by", turned=True)
        if lemma in words.lead_verbs and is_verb(token):
            reader.leading(token)
        if lemma in words.member_nouns or lemma in words.lead_nouns:
            reader.office(token)
        if lower in words.allegiance or lower in words.supporting:
            reader.allegiance(token)
        if lower.startswith("pro-") and len(lower) > 5:
            reader.pro(token)
        if lemma in words.part_nouns or lemma in words.splinter_nouns or lemma in words.allied_nouns:
            reader.part(token)
        if lower in words.part_adjectives or (lemma in words.part_verbs and is_verb(token)):
            reader.belonging(token)
        if lemma in words.union_verbs and is_verb(token):
            reader.union(token)
        if lemma in words.rival_nouns or lemma in words.feud_nouns or lemma in words.turning:
            reader.rivalry(token, lemma)
        if lemma in words.kin:
            reader.kinship(token)
        if lower in words.former or lower.startswith("ex-") or lemma in words.leaving:
            reader.former(token, lemma)
        if lower == "including":
            reader.including(token)
        if lower == "command" or lower == "leadership":
            reader.under(token)
        reader.unit_of(token)
    return _distinct(reader.found)


def _distinct(found: Sequence[Relation]) -> list[Relation]:
    seen: dict[tuple[str, str, str], Relation] = {}
    for relation in found:
        if relation.a and relation.b and relation.a.lower() != relation.b.lower():
            seen.setdefault((relation.a.lower(), relation.relation, relation.b.lower()), relation)
    return list(seen.values())


class _Reader:
    """Collects the relations of one sentence."""

    def __init__(self, scene: Scene, cast: Cast) -> None:
        self.scene = scene
        self.cast = cast
        self.found: list[Relation] = []

    def _add(self, a: Name | None, relation: RelationName, b: Name | None) -> None:
        if a is None or b is None or not a.text or not b.text:
            return
        start = min(a.token.i, b.token.i)
        last = max(a.token.i, b.token.i)
        if start == last:
            start = max(start - 2, self.scene.tokens[0].i)
        self.found.append(
            Relation(a=a.text, relation=relation, b=b.text, evidence=[Span(*self.scene.span(start, last))])
        )

    # ---------------------------------------------------------------- names

    def _body(self, token: Token, *, named: bool = False) -> Name | None:
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

    def _bodies(self, tokens: Iterable[Token], *, named: bool = False) -> list[Name]:
        return [n for t in tokens if (n := self._body(t, named=named)) is not None]

    def _holder(self, token: Token) -> Name | None:
        """Whoever is led, backed or allied: a body, also an unnamed one ("militias"), or a person."""
        if (
            self.scene.is_a(token, "people")
            or token.i in self.scene.actors
            or self.scene.sentence.lemma(token) in naming().organisations
        ):
            return self._body(token) or person(self.scene, token)
        return person(self.scene, token) or self._body(token)

    def _before_hyphen(self, token: Token) -> Name | None:
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

    def _governed(self, token: Token) -> Token | None:
        """The noun that a participle before it or behind it describes."""
        if token.dep_ in ("amod", "acl", "relcl", "compound") and token.head.i != token.i:
            head = token.head
            while (
                head.dep_ == "compound"
                and head.head.i > head.i
                and head.pos_ != "PROPN"
                and head.head.pos_ != "PROPN"
            ):
                head = head.head
            if token.dep_ == "acl":
                # "A and B backed by X": what stands nearest before
                near = [t for t in with_conjuncts(head) if t.i < token.i]
                head = near[-1] if near else head
            return head
        if token.dep_ in ("ROOT", "conj", "ccomp", "acomp", "advcl"):
            found = subjects(token) if is_verb(token) else subjects(token.head) if is_verb(token.head) else []
            return found[0] if found else None
        return None

    def _ahead(self, token: Token) -> Name | None:
        """The actor named within the phrase that follows ("Russian-backed 5th Corps")."""
        doc, last = token.doc, self.scene.tokens[-1].i
        for i in range(token.i + 1, min(token.i + 6, last) + 1):
            if i in self.scene.actors:
                covered = max(k for k, m in self.scene.actors.items() if m is self.scene.actors[i])
                return self._body(doc[covered])
            if doc[i].text in ",.;:" or doc[i].pos_ in ("VERB", "ADP", "CCONJ"):
                break
        head = self._governed(token)
        return self._holder(head) if head is not None and head.i > token.i else None

    # ---------------------------------------------------------------- leading and offices

    def hyphened(self, token: Token, relation: RelationName, *, turned: bool = False) -> None:
        """ "X-led Y", "X-backed Y", "X-aligned Y"."""
        left, right = self._before_hyphen(token), self._ahead(token)
        if left is None or right is None:
            return
        if left.text.lower() in right.text.lower() and left.text.lower() == right.text.lower():
            return
        if turned:
            self._add(left, relation, right)
        else:
            self._add(right, relation, left)

    def leading(self, verb: Token) -> None:
        """ "Y led by X", "X, who commands Y"."""
        if verb.i > self.scene.tokens[0].i and verb.nbor(-1).text == "-":
            return
        by = agents(verb)
        if by:
            body = self._governed(verb)
            if body is not None:
                near = self._nearest_actor(verb, body)
                name = person(self.scene, by[0])
                if (
                    name is None
                    and by[0].text[:1].isupper()
                    and by[0].i not in self.scene.toponyms
                    and not any(c.dep_ == "poss" for c in by[0].children)
                ):
                    name = Name(clean_name(by[0].text), by[0])
                self._add(name, "leads", self._body(near))
            return
        if is_passive(verb):
            return
        for subject in subjects(verb)[:1]:
            for body in objects(verb)[:1]:
                if self.scene.sentence.lemma(body) in naming().organisations or body.i in self.scene.actors:
                    self._add(person(self.scene, subject), "leads", self._body(body))

    def _nearest_actor(self, verb: Token, body: Token) -> Token:
        """ "fighters of the X faction led by P": the body led is the name nearest before the verb."""
        for i in range(verb.i - 1, max(verb.i - 7, self.scene.tokens[0].i - 1), -1):
            if i in self.scene.actors:
                return verb.doc[i]
        return body

    def office(self, noun: Token) -> None:
        """ "X, leader of Y", "Y spokesman X", "Y's commander, X"."""
        words = bonds()
        lemma = self.scene.sentence.lemma(noun)
        body = self._office_of(noun)
        if body is None:
            return
        name = self._office_holder(noun)
        if name is None:
            return
        before = {c.lower_ for c in noun.children if c.i < noun.i}
        if before & words.former:
            self._add(name, "former_member_of", body)
        elif lemma in words.lead_nouns and not before & words.lesser and not self._one_of_several(noun):
            self._add(name, "leads", body)
        elif self._worth_membership(body):
            self._add(name, "member_of", body)

    def _one_of_several(self, noun: Token) -> bool:
        return any(
            c.dep_ == "det" and c.lower_ in ("a", "an") for c in noun.children
        ) and self.scene.sentence.lemma(noun) in ("commander", "chief", "general", "official")

    def _worth_membership(self, body: Name) -> bool:
        return any(c.isupper() for c in body.text) and country_code(body.text) is None

    def _office_of(self, noun: Token) -> Name | None:
        for preposition, heads in prepositions(noun):
            if preposition in ("of", "for", "from") and heads:
                found = self._office_body(heads[0])
                if found is not None:
                    return found
        for child in noun.children:
            if child.dep_ in ("compound", "poss", "nmod") and child.i < noun.i:
                found = self._office_body(child)
                if found is not None:
                    return found
        return None

    def _office_body(self, token: Token) -> Name | None:
        if token.i in self.scene.toponyms and token.i not in self.scene.actors:
            return None
        if (
            token.i not in self.scene.actors
            and self.scene.sentence.lemma(token) not in naming().organisations
        ):
            if token.lower_ != "group" and not (
                token.pos_ == "PROPN" and any(c.dep_ == "det" for c in token.children)
            ):
                return None
        if demonym_country(token.text) is not None and token.tag_ not in ("NNS", "NNPS"):
            return None
        if (
            token.pos_ == "NOUN"
            and self.scene.sentence.lemma(token) in naming().organisations
            and token.i not in self.scene.actors
        ):
            return next(
                iter(
                    n
                    for p in self.cast.parties(self.scene, token, "partner")
                    if p.name[:1].isupper()
                    for n in [Name(p.name, token)]
                ),
                None,
            )
        return self._body(token)

    def _office_holder(self, noun: Token) -> Name | None:
        if noun.dep_ == "appos":
            return person(self.scene, noun.head, sure=True)
        for child in noun.children:
            if child.dep_ == "appos" and (found := person(self.scene, child)) is not None:
                return found
        if noun.dep_ in ("compound", "nmod") and noun.head.i > noun.i:
            return person(self.scene, noun.head)
        if noun.i < self.scene.tokens[-1].i:
            follower = noun.nbor(1)
            if follower.pos_ == "PROPN" and follower.i not in self.scene.actors:
                return person(self.scene, follower)
        return None

    def under(self, noun: Token) -> None:
        """ "Y, under the command of X"."""
        if noun.dep_ != "pobj" or noun.head.lower_ != "under":
            return
        governor = noun.head.head
        body = governor if not is_verb(governor) else (subjects(governor) or [governor])[0]
        for preposition, heads in prepositions(noun):
            if preposition == "of" and heads:
                self._add(person(self.scene, heads[0]), "leads", self._body(body))

    # ---------------------------------------------------------------- backing and allegiance

    def backing(self, token: Token) -> None:
        """ "X-backed Y", "Y, backed by X"."""
        if token.i > self.scene.tokens[0].i and token.nbor(-1).text == "-":
            self.hyphened(token, "backed_by")
            return
        if token.pos_ != "VERB":
            return
        by = agents(token)
        holder = self._governed(token)
        if by and holder is not None:
            for backer in self._bodies(by):
                self._add(self._holder(holder), "backed_by", backer)

    def active(self, verb: Token, relation: RelationName, *, turned: bool) -> None:
        """ "X backs Y", both named."""
        for subject in self._bodies(subjects(verb)[:1], named=True):
            for other in self._bodies(objects(verb), named=True):
                self._add(*((other, relation, subject) if turned else (subject, relation, other)))

    def allegiance(self, token: Token) -> None:
        """ "Y loyal to X", "X-aligned Y", "X and allied Y"."""
        first = self.scene.tokens[0].i
        if token.i > first and token.nbor(-1).text == "-":
            self.hyphened(token, "allied_with")
            return
        if (
            token.lower_ == "allied"
            and token.i > first
            and token.nbor(-1).lower_ in ("and", "its", "their", ",")
        ):
            self._and_allied(token)
            return
        holder = self._governed(token)
        if holder is None or holder.pos_ not in ("NOUN", "PROPN"):
            return
        heads = [
            t for preposition, inner in prepositions(token) if preposition in ("to", "with") for t in inner
        ]
        if token.lower_ in bonds().supporting and token.dep_ == "acl":
            heads += objects(token)
        for head in heads[:1]:
            if token.lower_ in ("close", "linked", "tied") and not (
                self.scene.is_a(holder, "people") or holder.i in self.scene.actors
            ):
                continue
            self._add(self._holder(holder), "allied_with", self._body(head) or person(self.scene, head))

    def _and_allied(self, token: Token) -> None:
        doc, first = token.doc, self.scene.tokens[0].i
        at = token.i - 1
        while at > first and (
            doc[at].lower_ in ("and", "its", "their", ",", ")", "(") or doc[at].text == '"'
        ):
            at -= 1
        ahead = self._ahead(token)
        if ahead is None:
            end = next(
                (
                    t
                    for t in doc[token.i + 1 : token.i + 6]
                    if t.pos_ in ("NOUN", "PROPN") and t.nbor(1).pos_ not in ("NOUN", "PROPN")
                ),
                None,
            )
            ahead = self._body(end) if end is not None else None
        self._add(ahead, "allied_with", self._body(doc[at], named=True))

    def pro(self, token: Token) -> None:
        """ "pro-Iranian militias", "the pro-Dbeibah Stability Support Apparatus"."""
        end = token.i
        while end + 2 <= self.scene.tokens[-1].i and token.doc[end + 1].text == "-":
            end += 2
        other = self.scene.text(token.i, end)[4:]
        token = token.doc[end]
        iso = demonym_country(other.capitalize()) or country_code(other)
        name = countries()[iso].name if iso else other
        if not name[:1].isupper() and name not in ("government", "regime", "opposition"):
            return
        holder = self._ahead(token)
        if holder is not None:
            self._add(holder, "allied_with", Name(name, token))

    # ---------------------------------------------------------------- wholes and parts

    def part(self, noun: Token) -> None:
        """ "Y, a faction of X", "X's affiliate Y", "Y is part of X"."""
        words, lemma = bonds(), self.scene.sentence.lemma(noun)
        wholes = [
            t for preposition, inner in prepositions(noun) if preposition in ("of", "from") for t in inner
        ]
        if not wholes:
            wholes = [
                c
                for c in noun.children
                if c.dep_ in ("poss", "compound", "nmod") and c.i in self.scene.actors
            ]
        owners: list[Token] = []
        if noun.i > self.scene.tokens[0].i + 1 and self._said_after(noun):
            return
        if noun.dep_ == "appos":
            owners = with_conjuncts(noun.head)
        elif noun.dep_ in ("conj", "nsubj", "dep") and (listed := self._list_before(noun)):
            owners = listed
        elif noun.dep_ in ("attr", "pobj") and noun.head.lemma_ in ("be", "as", "become"):
            owners = subjects(noun.head)
        if not owners or not wholes:
            return
        relation: RelationName = "part_of"
        if lemma in words.allied_nouns or lemma == "affiliate":
            relation = "allied_with"
        elif lemma in words.splinter_nouns:
            relation = "part_of" if lemma == "offshoot" else "former_member_of"
        for whole in self._bodies(wholes[:1], named=True):
            for owner in self._bodies(owners, named=True):
                self._add(owner, relation, whole)

    def _said_after(self, noun: Token) -> bool:
        """ "One raid, the army's media wing said": no apposition but the speaker."""
        last = max(t.i for t in noun.subtree if t.i - noun.i < 6)
        return last < self.scene.tokens[-1].i and self.scene.is_a(noun.doc[last + 1], "report")

    def _list_before(self, noun: Token) -> list[Token]:
        """ "A and B, factions of X": the names before the comma, where the parser lost the apposition."""
        at = noun.i - 1
        while at > self.scene.tokens[0].i and noun.doc[at].pos_ in ("DET", "ADJ"):
            at -= 1
        name = noun.doc[at - 1] if noun.doc[at].text == "," else None
        if name is None or name.pos_ != "PROPN":
            return []
        return [name.head, name] if name.dep_ == "conj" else [name]

    def belonging(self, token: Token) -> None:
        """ "gunmen who belong to X", "factions affiliated to X"."""
        holder = self._governed(token) if token.dep_ in ("acl", "amod", "relcl") else None
        holders = [holder] if holder is not None else subjects(token) if is_verb(token) else []
        heads = [t for preposition, inner in prepositions(token) if preposition == "to" for t in inner]
        for one in holders[:1]:
            if (
                not (self.scene.armed(one) or one.i in self.scene.actors or one.pos_ == "PRON")
                or one.i in self.scene.toponyms
            ):
                continue
            organised = one.i in self.scene.actors or self.scene.sentence.lemma(one) in naming().organisations
            for body in self._bodies(heads[:1], named=True):
                self._add(
                    self._holder(one) if one.pos_ != "PRON" else self._body(one),
                    "part_of" if organised else "member_of",
                    body,
                )

    def union(self, verb: Token) -> None:
        """ "A, which together with B and C forms X"."""
        for whole in self._bodies(objects(verb)[:1], named=True):
            if not any(w in naming().organisations for w in whole.text.lower().split()):
                continue
            members = list(subjects(verb))
            for source in (verb, *(c for c in verb.children if c.dep_ in ("nsubj", "advmod"))):
                members += [
                    t for preposition, inner in prepositions(source) if preposition == "with" for t in inner
                ]
            if len(members) > 1:
                for member in self._bodies(members, named=True):
                    self._add(member, "part_of", whole)

    def unit_of(self, token: Token) -> None:
        """ "the 8th Brigade of the 5th Corps", "HTS's General Security Service", "Col. X of Y", "Y of General X"."""
        if token.dep_ == "pobj" and token.head.lower_ == "of":
            unit = token.head.head
        elif token.dep_ == "poss":
            unit = token.head
        else:
            return
        if token.i not in self.scene.actors:
            if unit.i in self.scene.actors and self._ranked(token):
                self._add(person(self.scene, token), "leads", self._body(unit, named=True))
            return
        if unit.pos_ == "PROPN" and token.dep_ == "pobj" and self._ranked(unit):
            self._add(person(self.scene, unit), "member_of", self._body(token, named=True))
            return
        capital = unit.pos_ == "PROPN" or (
            unit.i > 0 and unit.nbor(-1).pos_ == "PROPN" and unit.nbor(-1).head.i == unit.i
        )
        if (
            not capital
            or self.scene.actors.get(unit.i) is self.scene.actors[token.i]
            or unit.lower_ not in naming().organisations
        ):
            return
        whole = self._body(token, named=True)
        if (
            whole is None
            or country_code(whole.text) is not None
            or (whole.text.islower() and unit.lower_ not in _MILITARY_UNITS)
        ):
            return
        name = self._body(unit)
        if name is not None and whole.text in name.text:
            name = Name(clean_name(name.text.split(" of ")[0]), name.token)
        self._add(name, "part_of", whole)

    def _ranked(self, token: Token) -> bool:
        return any(c.lower_ in bonds().ranks for c in token.children if c.i < token.i)

    def including(self, token: Token) -> None:
        """ "regime forces, including the 4th Division": a part and its whole."""
        if token.head.i >= token.i or token.head.i not in self.scene.actors:
            return
        parts = [c for c in token.children if c.dep_ in ("pobj", "dobj")]
        for part in (t for p in parts for t in with_conjuncts(p)):
            if part.i in self.scene.actors and part.text[:1].isupper():
                self._add(self._body(part), "part_of", self._body(token.head))

    # ---------------------------------------------------------------- rivals, kin, former members

    def rivalry(self, token: Token, lemma: str) -> None:
        """ "X, a rival of Y", "the dispute between X and Y", "groups that turned against Y"."""
        words = bonds()
        if lemma in words.feud_nouns:
            for left, right in pair_after(self.scene, [token]):
                for a in self._bodies(left[:1], named=True):
                    for b in self._bodies(right[:1], named=True):
                        self._add(a, "rival_of", b)
            return
        if lemma in words.turning:
            if lemma in ("turn", "break") and is_verb(token):
                heads = [
                    t for preposition, inner in prepositions(token) if preposition == "against" for t in inner
                ]
                for body in self._bodies(heads[:1], named=True):
                    for subject in subjects(token)[:1]:
                        self._add(self._made_of(subject) or self._body(subject, named=True), "rival_of", body)
            return
        others = [
            t for preposition, inner in prepositions(token) if preposition in ("of", "to") for t in inner
        ]
        others += [c for c in token.children if c.dep_ == "poss"]
        own = (
            token.head
            if token.dep_ == "appos"
            else next((c for c in token.children if c.dep_ == "appos"), None)
        )
        if own is None and token.dep_ in ("compound", "nmod", "amod") and token.head.pos_ == "PROPN":
            own = token.head
        if own is not None and others:
            self._add(self._someone(own), "rival_of", self._someone(others[0], own))

    def _made_of(self, groups: Token) -> Name | None:
        """ "The Sahwa are made up of groups that turned against X": the Sahwa."""
        verb = groups.head.head if groups.dep_ == "pobj" else None
        if verb is None or not is_verb(verb) or verb.lemma_ not in ("make", "compose", "consist", "comprise"):
            return None
        return next(iter(self._bodies(subjects(verb)[:1], named=True)), None)

    def _someone(self, token: Token, other: Token | None = None) -> Name | None:
        """A person or body; "his": the person named before, other than `other`."""
        if token.pos_ == "PRON":
            same = person(self.scene, other) if other is not None else None
            for earlier in reversed([t for t in self.scene.tokens if t.i < token.i and t.pos_ == "PROPN"]):
                found = person(self.scene, earlier)
                if found is not None and (same is None or found.text != same.text):
                    return found
            return None
        return person(self.scene, token) or self._body(token, named=True)

    def kinship(self, noun: Token) -> None:
        """ "X, brother of Y", "Y's brother X"."""
        for a, b in kin_names(self.scene, noun):
            self._add(a, "kin_of", b)

    def former(self, token: Token, lemma: str) -> None:
        """ "ex-fighters of X", "X, who defected from Y"."""
        if lemma in bonds().leaving and is_verb(token):
            heads = [t for preposition, inner in prepositions(token) if preposition == "from" for t in inner]
            for body in self._bodies(heads[:1], named=True):
                for subject in subjects(token)[:1]:
                    if (
                        self.scene.is_a(subject, "people")
                        or subject.pos_ == "PROPN"
                        or self.scene.sentence.lemma(subject) in naming().persons
                    ):
                        name = person(self.scene, subject) or next(
                            (Name(p.name, subject) for p in parties_of(self.scene, subject, "doer")), None
                        )
                        self._add(name, "former_member_of", body)
            return
        head = token if token.lower_.startswith("ex-") else token.head
        if not (self.scene.is_a(head, "people") or head.lower_.startswith("ex-")) or head.i < token.i:
            return
        for preposition, heads in prepositions(head):
            if preposition == "of" and heads:
                name = head.text if head is token else f"{token.text} {head.text}"
                body = self._body(heads[0], named=True)
                if body is not None and any(c.isupper() for c in body.text):
                    self._add(Name(name, head), "former_member_of", body)
