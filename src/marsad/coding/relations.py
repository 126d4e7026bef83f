"""Relations between actors that the text states: who backs, belongs to or opposes whom (codebook 4)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from marsad.codebook.bonds import bonds, lists_of
from marsad.codebook.countries import countries, country_code, demonym_country
from marsad.codebook.naming import naming
from marsad.coding.beside import behind
from marsad.coding.cast import Cast
from marsad.coding.name_range import clean_name
from marsad.coding.offices import former, kinship, leading, leaving, office, under
from marsad.coding.pairs import pair_after
from marsad.coding.persons import Name, person
from marsad.coding.scene import Scene
from marsad.coding.stated import Stated
from marsad.coding.syntax import agents, is_passive, is_verb, objects, subjects, with_conjuncts
from marsad.model import Relation, RelationName

if TYPE_CHECKING:
    from marsad.coding.tokens import Token

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
    stated = Stated(scene, cast or Cast([scene]))
    table = lists_of()
    for token in scene.tokens:
        lower = token.lower_
        names = table.get(scene.sentence.lemma(token), _NONE) | table.get(lower, _NONE)
        for read in dict.fromkeys(_READERS[name] for name in sorted(names) if name in _READERS):
            read(stated, token)
        if lower.endswith("led") and token.i > scene.tokens[0].i + 1 and token.nbor(-1).text == "-":
            stated.hyphened(token, "leads", turned=True)
        elif lower.startswith("pro-") and len(lower) > 5:
            pro(stated, token)
        elif lower.startswith("ex-"):
            former(stated, token)
        elif lower == "including":
            including(stated, token)
        if token.dep_ in ("pobj", "poss"):
            unit_of(stated, token)
            if lower in ("command", "leadership"):
                under(stated, token)
    return _distinct(stated.found)


def _distinct(found: Sequence[Relation]) -> list[Relation]:
    seen: dict[tuple[str, str, str], Relation] = {}
    for relation in found:
        if relation.a and relation.b and relation.a.lower() != relation.b.lower():
            seen.setdefault((relation.a.lower(), relation.relation, relation.b.lower()), relation)
    return list(seen.values())


def backing(stated: Stated, token: Token) -> None:
    """ "X-backed Y", "Y, backed by X"."""
    if token.i > stated.scene.tokens[0].i and token.nbor(-1).text == "-":
        stated.hyphened(token, "backed_by")
        return
    if token.pos_ != "VERB":
        return
    by = agents(token)
    holder = stated.governed(token)
    if by and holder is not None:
        for backer in stated.bodies(by):
            stated.add(stated.holder(holder), "backed_by", backer)


def active(stated: Stated, verb: Token) -> None:
    """ "X backs Y", both named."""
    if not is_verb(verb) or is_passive(verb) or verb.dep_ in ("acl", "amod"):
        return
    for backer in stated.bodies(subjects(verb)[:1], named=True):
        for backed in stated.bodies(objects(verb), named=True):
            stated.add(backed, "backed_by", backer)


def allegiance(stated: Stated, token: Token) -> None:
    """ "Y loyal to X", "X-aligned Y", "X and allied Y"."""
    first = stated.scene.tokens[0].i
    if token.i > first and token.nbor(-1).text == "-":
        stated.hyphened(token, "allied_with")
        return
    if token.lower_ == "allied" and token.i > first and token.nbor(-1).lower_ in ("and", "its", "their", ","):
        _and_allied(stated, token)
        return
    holder = stated.governed(token)
    if holder is None or holder.pos_ not in ("NOUN", "PROPN"):
        return
    if token.lower_ in bonds().part_adjectives and behind(token, "to"):
        return
    heads = behind(token, "to", "with")
    if token.lower_ in bonds().supporting and token.dep_ == "acl":
        heads += objects(token)
    for head in heads[:1]:
        if token.lower_ in ("close", "linked", "tied") and not (
            stated.scene.is_a(holder, "people") or holder.i in stated.scene.actors
        ):
            continue
        named = next((n for c in head.children if c.dep_ == "appos" and (n := person(stated.scene, c))), None)
        other = named or stated.body(head) or person(stated.scene, head)
        ally = stated.holder(holder)
        if ally is not None:  # "forces loyal to X": the forces
            ally = Name(ally.text.partition(f" {token.text} ")[0], ally.token)
        stated.add(ally, "allied_with", other)


def pledge(stated: Stated, noun: Token) -> None:
    """ "X pledged allegiance to Y"."""
    if noun.dep_ == "dobj" and noun.head.lemma_ in ("pledge", "swear", "declare", "renew"):
        for body in stated.bodies(behind(noun, "to")[:1] or behind(noun.head, "to")[:1], named=True):
            for subject in subjects(noun.head)[:1]:
                stated.add(stated.holder(subject), "allied_with", body)


def _and_allied(stated: Stated, token: Token) -> None:
    doc, first = token.doc, stated.scene.tokens[0].i
    at = token.i - 1
    while at > first and (doc[at].lower_ in ("and", "its", "their", ",", ")", "(") or doc[at].text == '"'):
        at -= 1
    ahead = stated.ahead(token)
    if ahead is None:
        end = next(
            (
                t
                for t in doc[token.i + 1 : token.i + 6]
                if t.pos_ in ("NOUN", "PROPN") and t.nbor(1).pos_ not in ("NOUN", "PROPN")
            ),
            None,
        )
        ahead = stated.body(end) if end is not None else None
    stated.add(ahead, "allied_with", stated.body(doc[at], named=True))


def pro(stated: Stated, token: Token) -> None:
    """ "pro-Iranian militias", "the pro-Dbeibah Stability Support Apparatus"."""
    end = token.i
    while end + 2 <= stated.scene.tokens[-1].i and token.doc[end + 1].text == "-":
        end += 2
    other = stated.scene.text(token.i, end)[4:]
    token = token.doc[end]
    iso = demonym_country(other.capitalize()) or country_code(other)
    name = countries()[iso].name if iso else other
    if not name[:1].isupper() and name not in ("government", "regime", "opposition"):
        return
    holder = stated.ahead(token)
    if holder is not None:
        stated.add(holder, "allied_with", Name(name, token))


def part(stated: Stated, noun: Token) -> None:
    """ "Y, a faction of X", "X's affiliate Y", "Y is part of X"."""
    words, lemma = bonds(), stated.scene.sentence.lemma(noun)
    wholes = behind(noun, "of", "from")
    if not wholes:
        wholes = [c for c in noun.children if c.dep_ in ("poss", "compound", "nmod") and c.i in stated.scene.actors]
    if not wholes and lemma in words.allied_nouns:
        wholes = [c for c in noun.children if c.dep_ == "poss" and c.lower_ in ("its", "their")]
    owners: list[Token] = [c for c in noun.children if c.dep_ == "appos"] if lemma in words.allied_nouns else []
    if noun.i > stated.scene.tokens[0].i + 1 and _said_after(stated, noun):
        return
    if noun.dep_ == "appos":
        in_list = any(t.i > noun.i for t in with_conjuncts(noun.head)) or any(c.dep_ == "conj" for c in noun.children)
        if any(c.dep_ == "nummod" for c in noun.children) or (in_list and lemma in words.part_nouns):
            return  # "X, the 130 battalion of Y and Z", "X, a branch of Y and a mosque": a list
        owners = with_conjuncts(noun.head)
    elif noun.dep_ in ("conj", "nsubj", "dep") and (listed := _list_before(stated, noun)):
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
    if any(c.lower_ in words.splinter_nouns for c in noun.children if c.i < noun.i):
        relation = "former_member_of"
    for whole in stated.bodies(wholes[:1], named=True):
        for owner in stated.bodies(owners, named=True):
            stated.add(owner, relation, whole)


def _said_after(stated: Stated, noun: Token) -> bool:
    """ "One raid, the army's media wing said": no apposition but the speaker."""
    last = max(t.i for t in noun.subtree if t.i - noun.i < 6)
    return last < stated.scene.tokens[-1].i and stated.scene.is_a(noun.doc[last + 1], "report")


def _list_before(stated: Stated, noun: Token) -> list[Token]:
    """ "A and B, factions of X": the names before the comma, where the parser lost the apposition."""
    at = noun.i - 1
    while at > stated.scene.tokens[0].i and noun.doc[at].pos_ in ("DET", "ADJ"):
        at -= 1
    name = noun.doc[at - 1] if noun.doc[at].text == "," else None
    if name is None or name.pos_ != "PROPN":
        return []
    return [name.head, name] if name.dep_ == "conj" else [name]


def belonging(stated: Stated, token: Token) -> None:
    """ "gunmen who belong to X", "factions affiliated to X"."""
    holder = stated.governed(token) if token.dep_ in ("acl", "amod", "relcl") else None
    holders = [holder] if holder is not None else subjects(token) if is_verb(token) else []
    heads = behind(token, "to")
    for one in holders[:1]:
        if (
            not (stated.scene.armed(one) or one.i in stated.scene.actors or one.pos_ == "PRON")
            or one.i in stated.scene.toponyms
        ):
            continue
        name = stated.holder(one) if one.pos_ != "PRON" else stated.body(one)
        if name is None:
            continue
        organised = name.text.lower().split()[-1] in naming().organisations or (
            one.i in stated.scene.actors or stated.scene.sentence.lemma(one) in naming().organisations
        )
        for body in stated.bodies(heads[:1], named=True):
            stated.add(name, "part_of" if organised else "member_of", body)


def union(stated: Stated, verb: Token) -> None:
    """ "A, which together with B and C forms X"."""
    for whole in stated.bodies(objects(verb)[:1], named=True):
        if not any(w in naming().organisations for w in whole.text.lower().split()):
            continue
        members = list(subjects(verb))
        for source in (verb, *(c for c in verb.children if c.dep_ in ("nsubj", "advmod"))):
            members += behind(source, "with")
        if len(members) > 1:
            for member in stated.bodies(members, named=True):
                stated.add(member, "part_of", whole)


def unit_of(stated: Stated, token: Token) -> None:
    """ "the 8th Brigade of the 5th Corps", "HTS's Security Service", "Col. X of Y", "Y of General X"."""
    if token.dep_ == "pobj" and token.head.lower_ == "of":
        unit = token.head.head
        if unit.pos_ == "NUM" and unit.head.pos_ == "PROPN" and unit.nbor(-1) is unit.head:
            _numbered(stated, unit, token)  # "Regiment 44 of X"
            return
    elif token.dep_ == "poss":
        unit = token.head
    else:
        return
    if token.i not in stated.scene.actors:
        if unit.i in stated.scene.actors and _ranked(stated, token):
            stated.add(person(stated.scene, token), "leads", stated.body(unit, named=True))
        return
    if unit.pos_ == "PROPN" and token.dep_ == "pobj" and _ranked(stated, unit):
        stated.add(person(stated.scene, unit), "member_of", stated.body(token, named=True))
        return
    capital = unit.pos_ == "PROPN" or (unit.i > 0 and unit.nbor(-1).pos_ == "PROPN" and unit.nbor(-1).head.i == unit.i)
    if (
        not capital
        or stated.scene.actors.get(unit.i) is stated.scene.actors[token.i]
        or unit.lower_ not in naming().organisations
        or unit.lower_ in bonds().offices
    ):
        return
    whole = stated.body(token, named=True)
    if (
        whole is None
        or country_code(whole.text) is not None
        or (whole.text.islower() and unit.lower_ not in _MILITARY_UNITS)
    ):
        return
    name = stated.body(unit)
    if name is not None and whole.text in name.text:
        name = Name(clean_name(name.text.split(" of ")[0]), name.token)
    stated.add(name, "part_of", whole)


def _numbered(stated: Stated, number: Token, whole: Token) -> None:
    if number.head.lower_ in naming().organisations and whole.i in stated.scene.actors:
        text = clean_name(stated.scene.text(number.i - 1, number.i))
        stated.add(Name(text, number.head), "part_of", stated.body(whole))


def _ranked(stated: Stated, token: Token) -> bool:
    return any(c.lower_ in bonds().ranks for c in token.children if c.i < token.i)


def including(stated: Stated, token: Token) -> None:
    """ "regime forces, including the 4th Division": a part and its whole."""
    if token.head.i >= token.i or token.head.i not in stated.scene.actors:
        return
    parts = [c for c in token.children if c.dep_ in ("pobj", "dobj")]
    for part in (t for p in parts for t in with_conjuncts(p)):
        if part.i in stated.scene.actors and part.text[:1].isupper():
            stated.add(stated.body(part), "part_of", stated.body(token.head))


def feud(stated: Stated, noun: Token) -> None:
    """ "the dispute between X and Y"."""
    for left, right in pair_after(stated.scene, [noun]):
        for a in stated.bodies(left[:1], named=True):
            for b in stated.bodies(right[:1], named=True):
                stated.add(a, "rival_of", b)


def turning(stated: Stated, verb: Token) -> None:
    """ "groups that turned against Y"."""
    if not is_verb(verb) or verb.lemma_ not in ("turn", "break"):
        return
    for body in stated.bodies(behind(verb, "against")[:1], named=True):
        for subject in subjects(verb)[:1]:
            stated.add(_made_of(stated, subject) or stated.body(subject, named=True), "rival_of", body)


def rivalry(stated: Stated, noun: Token) -> None:
    """ "X, a rival of Y", "X and his rival Y"."""
    others = behind(noun, "of", "to") + [c for c in noun.children if c.dep_ == "poss"]
    own = noun.head if noun.dep_ == "appos" else next((c for c in noun.children if c.dep_ == "appos"), None)
    if own is None and noun.dep_ in ("compound", "nmod", "amod") and noun.head.pos_ == "PROPN":
        own = noun.head
    if own is not None and others:
        stated.add(stated.someone(own), "rival_of", stated.someone(others[0], own))


def _made_of(stated: Stated, groups: Token) -> Name | None:
    """ "The Sahwa are made up of groups that turned against X": the Sahwa."""
    verb = groups.head.head if groups.dep_ == "pobj" else None
    if verb is None or not is_verb(verb) or verb.lemma_ not in ("make", "compose", "consist", "comprise"):
        return None
    return next(iter(stated.bodies(subjects(verb)[:1], named=True)), None)


_NONE: frozenset[str] = frozenset()
_READERS: dict[str, Callable[[Stated, Token], None]] = {
    "backing": backing,
    "backing_verbs": active,
    "lead_verbs": leading,
    "member_nouns": office,
    "lead_nouns": office,
    "allegiance": allegiance,
    "pledges": pledge,
    "supporting": allegiance,
    "part_nouns": part,
    "splinter_nouns": part,
    "allied_nouns": part,
    "part_adjectives": belonging,
    "part_verbs": belonging,
    "union_verbs": union,
    "rival_nouns": rivalry,
    "feud_nouns": feud,
    "turning": turning,
    "kin": kinship,
    "former": former,
    "leaving": leaving,
}
"""Who reads the words of each list of `relations.toml`."""
