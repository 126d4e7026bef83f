"""Who does what to whom in a parsed sentence: subjects, objects, complements, noun phrases.

Small questions to the dependency tree, with mends for what the parser often gets wrong. All take and give tokens.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from marsad.coding.tokens import Token

_SUBJECTS = {"nsubj", "nsubjpass", "csubj", "csubjpass"}
_OBJECTS = {"dobj", "obj", "attr", "oprd", "dative"}
_FORCING = {"force", "oblige", "compel", "push", "order", "cause", "prompt", "lead", "make", "drive"}
"""Verbs whose object does what their infinitive says: "forced thousands to flee"."""
_CLAUSES = {"ROOT", "ccomp", "advcl", "relcl", "conj", "xcomp", "acl", "pcomp", "parataxis", "csubj", "dep"}


def is_verb(token: Token) -> bool:
    """Whether the token is read as a verb form."""
    return token.pos_ in ("VERB", "AUX")


def is_noun(token: Token) -> bool:
    """Whether the token is read as a noun, name, pronoun or number that can head a phrase."""
    return token.pos_ in ("NOUN", "PROPN", "PRON", "NUM")


def is_passive(verb: Token) -> bool:
    """Whether the verb is passive ("were killed"), also where the auxiliary is left out ("soldiers killed in")."""
    for child in verb.children:
        if child.dep_ in ("auxpass", "nsubjpass", "csubjpass") or child.dep_ == "agent":
            return True
        if child.dep_ == "aux" and child.lemma_ == "be" and verb.tag_ == "VBN":
            return True
        if child.dep_ == "aux" and child.lemma_ == "have":
            return False
    if verb.tag_ == "VBN":
        if verb.dep_ in ("acl", "amod") or _states_what_befell(verb):
            return True
        if verb.dep_ == "conj" and is_verb(verb.head) and not any(c.dep_ == "nsubj" for c in verb.children):
            return is_passive(verb.head)
        if verb.dep_ == "ROOT" and not any(c.dep_ in _OBJECTS for c in verb.children):
            return True
    return False


def _states_what_befell(verb: Token) -> bool:
    """ "Two men were slain", where the parser takes the participle for an adjective."""
    return verb.dep_ == "acomp" and verb.head.lemma_ in ("be", "get")


def with_conjuncts(token: Token) -> list[Token]:
    """The token and what is joined to it by "and", commas or appositions of a list, in order."""
    found = [token]
    for child in token.children:
        if (child.dep_ == "conj" and (is_noun(child) or child.pos_ == "ADJ")) or (
            child.dep_ == "appos" and _is_list(token, child)
        ):
            found += with_conjuncts(child)
    return found


def _is_list(token: Token, child: Token) -> bool:
    # "Fatira, Sufuhon and Fleifel": the parser reads the second town as an apposition of the first
    return any(grandchild.dep_ in ("conj", "cc") for grandchild in child.children) and token.pos_ == child.pos_


def subjects(verb: Token) -> list[Token]:
    """Heads of the verb's subject; taken over from the governing clause where the verb has none of its own."""
    own = [child for child in verb.children if child.dep_ in _SUBJECTS]
    if own:
        heads = [token for child in own for token in with_conjuncts(child)]
        return [antecedent(head) for head in heads]
    if verb.dep_ == "relcl":
        return [verb.head]
    if verb.dep_ == "acl":
        return [verb.head]
    if verb.dep_ == "acomp" and verb.tag_ == "VBN" and _states_what_befell(verb):
        return subjects(verb.head)
    if verb.dep_ == "xcomp" and verb.head.lemma_ in _FORCING:
        forced = [child for child in verb.head.children if child.dep_ == "dobj" and child.i < verb.i]
        if forced or is_passive(verb.head):
            return with_conjuncts(forced[0]) if forced else subjects(verb.head)
    if verb.dep_ in ("conj", "xcomp", "advcl") and is_verb(verb.head) and verb.head.i != verb.i:
        return [] if _adrift(verb) else subjects(verb.head)
    return []


def _adrift(verb: Token) -> bool:
    """Whether a passive with its own "were", joined by nothing to an active verb, lost its subject in parsing."""
    return (
        verb.dep_ == "conj"
        and any(c.dep_ == "auxpass" for c in verb.children)
        and not is_passive(verb.head)
        and not any(c.dep_ == "cc" and verb.head.i < c.i < verb.i for c in verb.head.children)
        and verb.i - verb.head.i > 12
    )


def antecedent(token: Token) -> Token:
    """The noun that a relative pronoun stands for; the token itself otherwise."""
    if token.lower_ in ("who", "which", "that", "whom") and token.pos_ in ("PRON", "DET", "SCONJ"):
        for ancestor in token.ancestors:
            if ancestor.dep_ in ("relcl", "acl"):
                return ancestor.head
    return token


def objects(verb: Token) -> list[Token]:
    """Heads of the verb's direct object, also where a verb joined to it bears it ("targeted and destroyed a post")."""
    found = [
        antecedent(token)
        for child in verb.children
        if child.dep_ in _OBJECTS and is_noun(child)
        for token in with_conjuncts(child)
    ]
    if found or is_passive(verb):
        return found
    for child in verb.children:
        if (
            child.dep_ == "conj"
            and is_verb(child)
            and child.i - verb.i <= 3
            and not any(c.dep_ in _SUBJECTS for c in child.children)
        ):
            return objects(child)
    return []


def agents(verb: Token) -> list[Token]:
    """Heads of the "by" phrase of a passive or of an event noun."""
    found = []
    for child in verb.children:
        if child.dep_ == "agent" or (child.dep_ == "prep" and child.lower_ == "by"):
            found += complements_of(child)
    return found


def complements_of(preposition: Token) -> list[Token]:
    """Heads of what a preposition governs."""
    found = []
    for child in preposition.children:
        if child.dep_ in ("pobj", "pcomp"):
            found += with_conjuncts(child)
        elif child.dep_ == "prep":
            found += complements_of(child)
    return found


def prepositions(token: Token) -> Iterator[tuple[str, list[Token]]]:
    """The prepositional phrases of a verb or noun: preposition in lower case, heads of its complement."""
    for child in token.children:
        if child.dep_ in ("prep", "dative", "agent") and child.pos_ in ("ADP", "SCONJ", "ADV"):
            yield child.lower_, complements_of(child)
        elif child.dep_ in ("acl", "advcl") and child.tag_ == "VBG" and child.lower_ in _PREPOSITION_LIKE:
            yield child.lower_, objects(child)


_PREPOSITION_LIKE = {"targeting", "involving", "including", "following", "using", "hitting", "affecting", "concerning"}


def clause_verb(token: Token) -> Token | None:
    """The verb of the clause in which the token stands; the token itself where it is that verb."""
    current = token
    while True:
        if is_verb(current) and current.dep_ in _CLAUSES:
            return current
        if current.head.i == current.i:
            return current if is_verb(current) else None
        current = current.head


def phrase(token: Token) -> tuple[int, int]:
    """Token indexes `[first, last]` of the noun phrase headed by the token, without clauses, lists and appositions."""
    first = last = token.i
    for child in token.children:
        if child.dep_ in (
            "det",
            "amod",
            "compound",
            "nummod",
            "nmod",
            "poss",
            "quantmod",
            "advmod",
            "case",
            "npadvmod",
            "predet",
            "preconj",
        ):
            if child.dep_ == "amod" and child.i > token.i:
                continue
            low, high = phrase(child)
            first = min(first, low)
            last = max(last, high) if child.dep_ != "advmod" or child.i < token.i else last
        elif child.dep_ == "prep" and child.lower_ == "of":
            for grandchild in child.children:
                if grandchild.dep_ == "pobj":
                    low, high = phrase(grandchild)
                    last = max(last, high)
    return first, last


def base_phrase(token: Token) -> tuple[int, int]:
    """Like `phrase`, without what "of" adds."""
    first = last = token.i
    for child in token.children:
        if child.i < token.i and child.dep_ in (
            "det", "amod", "compound", "nummod", "nmod", "poss", "quantmod", "advmod", "npadvmod", "predet",
        ):  # fmt: skip
            first = min(first, child.left_edge.i)
        elif child.i > token.i and child.dep_ in ("nummod",):
            last = max(last, child.i)
    return first, last


def lineage(token: Token, limit: int = 12) -> list[Token]:
    """The token and its governors, nearest first."""
    path = [token]
    while token.head.i != token.i and len(path) < limit:
        token = token.head
        path.append(token)
    return path
