"""Relations of persons: who leads a body, belongs to it, has left it; who is whose kin (codebook 4)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from marsad.actors.names import is_acronym
from marsad.codebook.bonds import bonds
from marsad.codebook.countries import country_code, demonym_country
from marsad.codebook.naming import naming
from marsad.coding.beside import behind
from marsad.coding.name_range import clean_name
from marsad.coding.persons import Name, kin_names, person
from marsad.coding.stated import Stated
from marsad.coding.syntax import agents, is_passive, is_verb, objects, prepositions, subjects
from marsad.coding.who import actor_before, party_of

if TYPE_CHECKING:
    from marsad.coding.tokens import Token


def leading(stated: Stated, verb: Token) -> None:
    """ "Y led by X", "X, who commands Y"."""
    if verb.i > stated.scene.tokens[0].i and verb.nbor(-1).text == "-":
        return
    by = agents(verb)
    if by:
        body = stated.governed(verb)
        if body is not None:
            near = _nearest_actor(stated, verb, body)
            name = person(stated.scene, by[0])
            if (
                name is None
                and by[0].text[:1].isupper()
                and by[0].i not in stated.scene.toponyms
                and not any(c.dep_ == "poss" for c in by[0].children)
            ):
                name = Name(clean_name(by[0].text), by[0])
            stated.add(name, "leads", stated.body(near))
        return
    if is_passive(verb):
        return
    for subject in subjects(verb)[:1]:
        for body in objects(verb)[:1]:
            if stated.scene.sentence.lemma(body) in naming().organisations or body.i in stated.scene.actors:
                stated.add(person(stated.scene, subject), "leads", stated.body(body))


def _nearest_actor(stated: Stated, verb: Token, body: Token) -> Token:
    """ "fighters of the X faction led by P": the body led is the name nearest before the verb."""
    for i in range(verb.i - 1, max(verb.i - 7, stated.scene.tokens[0].i - 1), -1):
        if i in stated.scene.actors:
            return verb.doc[i]
    return body


def office(stated: Stated, noun: Token) -> None:
    """ "X, leader of Y", "Y spokesman X", "Y's commander, X"."""
    words = bonds()
    lemma = stated.scene.sentence.lemma(noun)
    body = _office_of(stated, noun)
    if body is None:
        return
    name = _office_holder(stated, noun)
    if name is None:
        return
    before = {c.lower_ for c in noun.children if c.i < noun.i}
    if before & words.former:
        stated.add(name, "former_member_of", body)
    elif lemma in words.lead_nouns and not before & words.lesser and not _one_of_several(stated, noun):
        stated.add(name, "leads", body)
    elif _worth_membership(stated, body):
        stated.add(name, "member_of", body)


def _one_of_several(stated: Stated, noun: Token) -> bool:
    return any(c.dep_ == "det" and c.lower_ in ("a", "an") for c in noun.children) and stated.scene.sentence.lemma(
        noun
    ) in ("commander", "chief", "general", "official")


def _worth_membership(stated: Stated, body: Name) -> bool:
    return any(c.isupper() for c in body.text) and country_code(body.text) is None


def _office_of(stated: Stated, noun: Token) -> Name | None:
    for preposition, heads in prepositions(noun):
        if preposition in ("of", "for", "from") and heads:
            found = _office_body(stated, heads[0])
            if found is not None:
                return found
    for child in noun.children:
        ministry = child.dep_ == "compound" and noun.lower_ in ("minister", "secretary")
        if child.dep_ in ("compound", "poss", "nmod") and child.i < noun.i and not ministry:
            found = _office_body(stated, child)
            if found is not None:
                return found
    return None


def _office_body(stated: Stated, token: Token) -> Name | None:
    scene = stated.scene
    known = token.i in scene.actors
    organised = scene.sentence.lemma(token) in naming().organisations
    if (token.i in scene.toponyms and not known) or _is_demonym(token):
        return None
    if organised and not known and token.pos_ == "NOUN":
        # "the group's leader": only where the paragraph names the group
        told = [p for p in stated.cast.parties(scene, token, "partner") if p.name[:1].isupper()]
        return Name(told[0].name, token) if told else None
    named = token.pos_ == "PROPN" and (any(c.dep_ == "det" for c in token.children) or is_acronym(token.text))
    return stated.body(token) if known or organised or named else None


def _is_demonym(token: Token) -> bool:
    return demonym_country(token.text) is not None and token.tag_ not in ("NNS", "NNPS")


def _office_holder(stated: Stated, noun: Token) -> Name | None:
    if noun.dep_ == "appos":
        placed = noun.head.dep_ == "pobj" and noun.head.head.lower_ in ("in", "at", "near", "from", "to", "of")
        return person(stated.scene, noun.head, sure=not placed)
    for child in noun.children:
        if child.dep_ == "appos" and (found := person(stated.scene, child)) is not None:
            return found
    for child in noun.children:
        if child.dep_ == "acl" and child.lower_ in ("named", "identified", "called"):
            for heads in (
                [c for c in child.children if c.dep_ == "oprd"],
                *(h for p, h in prepositions(child) if p == "as"),
            ):
                if heads and (found := person(stated.scene, heads[0])) is not None:
                    return found
    if noun.dep_ in ("compound", "nmod") and noun.head.i > noun.i:
        return person(stated.scene, noun.head)
    if (told := _behind_the_body(stated, noun)) is not None:
        return told
    if noun.i < stated.scene.tokens[-1].i:
        follower = noun.nbor(1)
        if follower.pos_ == "PROPN" and follower.i not in stated.scene.actors:
            return person(stated.scene, follower)
    return None


def _behind_the_body(stated: Stated, noun: Token) -> Name | None:
    """ "The head of the Front for Justice, Omar Said, ...": a name that was tied to the last word of the body's."""
    for preposition, heads in prepositions(noun):
        if preposition == "of" and heads:
            for word in heads[0].subtree:
                named = person(stated.scene, word) if word.dep_ == "appos" and word.head.i != noun.i else None
                if named is not None and " " in named.text and word.left_edge.nbor(-1).text == ",":
                    return named
    return None


def under(stated: Stated, noun: Token) -> None:
    """ "Y, under the command of X"."""
    if noun.dep_ != "pobj" or noun.head.lower_ != "under":
        return
    governor = noun.head.head
    body = governor if not is_verb(governor) else (subjects(governor) or [governor])[0]
    for preposition, heads in prepositions(noun):
        if preposition == "of" and heads:
            stated.add(person(stated.scene, heads[0]), "leads", stated.body(body))


def kinship(stated: Stated, noun: Token) -> None:
    """ "X, brother of Y", "Y's brother X"."""
    for a, b in kin_names(stated.scene, noun):
        stated.add(a, "kin_of", b)


def leaving(stated: Stated, verb: Token) -> None:
    """ "X, who defected from Y"."""
    if not is_verb(verb):
        return
    scene = stated.scene
    for body in stated.bodies(behind(verb, "from")[:1], named=True):
        for subject in subjects(verb)[:1]:
            lemma = scene.sentence.lemma(subject)
            if scene.is_a(subject, "people") or subject.pos_ == "PROPN" or lemma in naming().persons:
                party = party_of(scene, subject, "doer")
                name = person(scene, subject) or (Name(party.name, subject) if party is not None else None)
                stated.add(name, "former_member_of", body)


def former(stated: Stated, token: Token) -> None:
    """ "ex-fighters of X", "a former X commander"."""
    scene = stated.scene
    head = token if token.lower_.startswith("ex-") else token.head
    if head.i < token.i or not (scene.is_a(head, "people") or head.lower_.startswith("ex-")):
        return
    name = Name(head.text if head is token else f"{token.text} {head.text}", head)
    for whole in behind(head, "of")[:1]:
        body = stated.body(whole, named=True)
        if body is not None and any(c.isupper() for c in body.text):
            stated.add(name, "former_member_of", body)
    within = actor_before(scene, head)
    if within is not None and any(c.isupper() for c in within.text):
        stated.add(name, "former_member_of", Name(clean_name(within.text), token))
