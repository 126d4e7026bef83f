"""Relations between actors that the text states, and running totals (codebook 4)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from marsad.codebook.countries import countries, demonym_country
from marsad.coding.scene import Scene
from marsad.coding.syntax import base_phrase, complements_of, objects, prepositions, subjects, with_conjuncts
from marsad.coding.who import party_of
from marsad.model import Relation, RelationName, Span, Tally

if TYPE_CHECKING:
    from spacy.tokens import Token

_LEAD_VERBS = {"lead", "head", "command", "chair", "run"}
_LEAD_NOUNS = {"leader", "commander", "chief", "head", "chairman", "warlord", "strongman", "emir", "founder", "spokesman", "president", "commander-in-chief", "boss"}
_LEADS = _LEAD_NOUNS - {"spokesman"}
_BACK_WORDS = {"backed", "supported", "sponsored", "funded", "armed", "trained", "equipped", "financed"}
_ALLY_WORDS = {"allied", "aligned", "loyal", "pro"}
_PART_WORDS = {"affiliated", "belonging", "linked", "subordinate", "attached", "affiliate", "subordinated"}
_KIN = {"brother", "son", "cousin", "father", "nephew", "uncle", "wife", "sister", "daughter", "brother-in-law", "relative", "mother", "husband", "widow", "grandson"}
_FORMER = re.compile(r"^(?:ex-|former\b)", re.IGNORECASE)
_TITLE = {"general", "lieutenant", "colonel", "brigadier", "president", "commander", "sheikh", "major", "captain", "mr", "mr.", "gen.", "col.", "dr", "emir"}


def find_relations(scene: Scene) -> list[Relation]:
    """The relations that a sentence states, each with its words."""
    found: list[Relation] = []
    for token in scene.tokens:
        lower = token.lower_
        lemma = scene.sentence.lemma(token)
        if lower in _BACK_WORDS:
            found += _backing(scene, token)
        if lemma in _LEAD_VERBS and token.pos_ == "VERB":
            found += _leading(scene, token)
        if lemma in _LEAD_NOUNS:
            found += _leaders(scene, token)
        if lower in _ALLY_WORDS or lower.startswith("pro-"):
            found += _allies(scene, token)
        if lower in _PART_WORDS or (lower == "part" and any(c.lower_ == "of" for c in token.children)):
            found += _parts(scene, token)
        if lemma in _KIN:
            found += _kin(scene, token)
        if _FORMER.match(token.text) and lower not in ("former",) or lower == "former":
            found += _former(scene, token)
    found += _including(scene)
    return _distinct(found)


def _distinct(found: Sequence[Relation]) -> list[Relation]:
    seen: dict[tuple[str, str, str], Relation] = {}
    for relation in found:
        if relation.a and relation.b and relation.a.lower() != relation.b.lower():
            seen.setdefault((relation.a.lower(), relation.relation, relation.b.lower()), relation)
    return list(seen.values())


def _relation(scene: Scene, a: tuple[str, Token] | None, name: RelationName, b: tuple[str, Token] | None) -> Iterator[Relation]:
    if a is None or b is None:
        return
    first, last = min(a[1].i, b[1].i), max(a[1].i, b[1].i)
    if first == last:
        first = max(first - 2, scene.tokens[0].i)
    yield Relation(a=a[0], relation=name, b=b[0], evidence=[Span(*scene.span(first, last))])


def _actor(scene: Scene, token: Token) -> tuple[str, Token] | None:
    """The actor that a word names: registry, country, or a capitalised name."""
    known = scene.actors.get(token.i)
    if known is not None:
        return known.text.strip("\"'“”"), token
    iso = demonym_country(token.text)
    if iso is not None:
        return countries()[iso].name, token
    party = party_of(scene, token)
    if party is not None and not party.civilian and not party.unknown:
        return party.name, token
    if token.pos_ == "PROPN":
        first, last = base_phrase(token)
        return scene.text(first, last).strip(" \"'").removeprefix("the ").removeprefix("The "), token
    return None


def _person(scene: Scene, token: Token) -> tuple[str, Token] | None:
    """A person's name: capitalised words around the token, without titles."""
    if token.pos_ != "PROPN" or demonym_country(token.text) is not None:
        return None
    run = [token.i]
    first = scene.tokens[0].i
    while run[0] > first and (token.doc[run[0] - 1].pos_ == "PROPN" or token.doc[run[0] - 1].text in ("-", "'")) :
        run.insert(0, run[0] - 1)
    while run[-1] < scene.tokens[-1].i and (token.doc[run[-1] + 1].pos_ == "PROPN" or (token.doc[run[-1] + 1].text in ("-", "'") and run[-1] + 2 <= scene.tokens[-1].i and token.doc[run[-1] + 2].pos_ == "PROPN")):
        run.append(run[-1] + 1)
    while len(run) > 1 and (token.doc[run[0]].lower_ in _TITLE or token.doc[run[0]].lower_ in _LEAD_NOUNS or token.doc[run[0]].text in "-'"):
        run.pop(0)
    name = scene.text(run[0], run[-1])
    return (name, token) if name[:1].isupper() and not any(i in scene.actors and scene.actors[i].kind for i in run) else None


def _backing(scene: Scene, token: Token) -> Iterator[Relation]:
    doc = token.doc
    first = scene.tokens[0].i
    if token.i - 2 >= first and doc[token.i - 1].text == "-" and token.i + 1 <= scene.tokens[-1].i:
        backer = doc[token.i - 2]
        heads = [h for h in [token.head, *([token.head.head] if token.head.head.i != token.head.i else [])] if h.i > token.i]
        follower = next((t for t in doc[token.i + 1 : token.i + 7] if t.i in scene.actors), None) or (heads[0] if heads else None)
        if follower is not None:
            yield from _relation(scene, _actor(scene, follower), "backed_by", _backer(scene, backer))
        return
    if token.pos_ != "VERB":
        return
    for child in token.children:
        if child.dep_ == "agent" or (child.dep_ == "prep" and child.lower_ == "by"):
            for backer in complements_of(child):
                holders = [token.head] if token.dep_ in ("acl", "relcl", "amod") else subjects(token)
                for holder in holders:
                    for one in with_conjuncts(holder)[:1]:
                        yield from _relation(scene, _actor(scene, one), "backed_by", _actor(scene, backer))


def _backer(scene: Scene, token: Token) -> tuple[str, Token] | None:
    if token.lower_ in ("state", "government", "regime", "foreign", "west", "western"):
        return token.text, token
    iso = demonym_country(token.text)
    if iso is not None:
        return countries()[iso].name, token
    return _actor(scene, token) or (token.text, token)


def _leading(scene: Scene, verb: Token) -> Iterator[Relation]:
    led_by = [h for c in verb.children if c.dep_ == "agent" for h in complements_of(c)]
    if led_by:
        bodies = [verb.head] if verb.dep_ in ("acl", "relcl", "amod") else subjects(verb)
        for body in bodies[:1]:
            body = _nearest_actor(scene, verb, body)
            for person in led_by[:1]:
                yield from _relation(scene, _person(scene, person), "leads", _actor(scene, body))
        return
    for subject in subjects(verb)[:1]:
        for body in objects(verb)[:1]:
            if body.i in scene.actors:
                yield from _relation(scene, _person(scene, subject), "leads", _actor(scene, body))


def _nearest_actor(scene: Scene, verb: Token, body: Token) -> Token:
    """ "fighters of the X faction led by P": the body led is the name nearest before the verb."""
    for i in range(verb.i - 1, max(verb.i - 6, scene.tokens[0].i - 1), -1):
        if i in scene.actors:
            return verb.doc[i]
    return body


def _leaders(scene: Scene, noun: Token) -> Iterator[Relation]:
    if scene.sentence.lemma(noun) not in _LEADS:
        return
    body: Token | None = None
    for preposition, heads in prepositions(noun):
        if preposition == "of":
            body = next((h for h in heads if h.i in scene.actors), body)
    for child in noun.children:
        if child.dep_ in ("compound", "poss", "nmod") and child.i in scene.actors:
            body = body or child
    if body is None:
        return
    person = None
    if noun.dep_ == "appos":
        person = _person(scene, noun.head)
    for child in noun.children:
        if child.dep_ == "appos":
            person = person or _person(scene, child)
    if person is None and noun.dep_ in ("compound", "nmod") and noun.head.i > noun.i:
        person = _person(scene, noun.head)
    if person is None and noun.i < scene.tokens[-1].i:
        follower = noun.nbor(1)
        if follower.pos_ == "PROPN" and follower.i not in scene.actors:
            person = _person(scene, follower)
    former = any(c.lower_ in ("former", "ex", "late", "ex-") for c in noun.children) or noun.lower_.startswith("ex-")
    yield from _relation(scene, person, "former_member_of" if former else "leads", _actor(scene, body))


def _allies(scene: Scene, token: Token) -> Iterator[Relation]:
    if token.lower_.startswith("pro-") and len(token.text) > 5:
        other = token.text[4:]
        iso = demonym_country(other.capitalize())
        name = countries()[iso].name if iso else other
        if token.head.i > token.i:
            yield from _relation(scene, _actor(scene, token.head), "allied_with", (name, token))
        return
    doc, first = token.doc, scene.tokens[0].i
    if token.lower_ in ("allied", "aligned") and token.i - 2 >= first and doc[token.i - 1].text == "-":
        if token.head.i > token.i:
            yield from _relation(scene, _actor(scene, token.head), "allied_with", _backer(scene, doc[token.i - 2]))
        return
    holder = token.head
    if token.dep_ in ("acl", "amod", "relcl", "advcl", "acomp") and holder.pos_ in ("NOUN", "PROPN"):
        for preposition, heads in prepositions(token):
            if preposition in ("to", "with"):
                for head in heads[:1]:
                    yield from _relation(scene, _actor(scene, holder), "allied_with", _actor(scene, head))


def _parts(scene: Scene, token: Token) -> Iterator[Relation]:
    holder = token.head
    if token.lower_ == "part":
        if holder.lemma_ == "be":
            owners = subjects(holder)
        elif token.dep_ == "appos":
            owners = [holder]
        else:
            return
    elif holder.pos_ in ("NOUN", "PROPN"):
        owners = [holder]
    else:
        return
    for preposition, heads in prepositions(token):
        if preposition in ("to", "with", "of"):
            for head in heads[:1]:
                if head.i in scene.actors:
                    for owner in owners[:1]:
                        yield from _relation(scene, _actor(scene, owner), "part_of", _actor(scene, head))


def _kin(scene: Scene, token: Token) -> Iterator[Relation]:
    if token.dep_ != "appos":
        return
    for preposition, heads in prepositions(token):
        if preposition == "of":
            for head in heads[:1]:
                first, last = base_phrase(head)
                name = scene.text(first, last).strip(" \"'").removeprefix("the ")
                yield from _relation(scene, _person(scene, token.head), "kin_of", (name, head))


def _former(scene: Scene, token: Token) -> Iterator[Relation]:
    head = token if token.lower_.startswith("ex-") else token.head
    if not (scene.is_a(head, "people") or head.lower_.startswith("ex-")):
        return
    for preposition, heads in prepositions(head):
        if preposition == "of":
            for body in heads[:1]:
                if body.i in scene.actors or body.pos_ == "PROPN":
                    name = head.text if head is token else f"{token.text} {head.text}"
                    yield from _relation(scene, (name, head), "former_member_of", _actor(scene, body))


def _including(scene: Scene) -> Iterator[Relation]:
    """ "regime forces, including the 4th Division": a part and its whole."""
    for token in scene.tokens:
        if token.lower_ == "including" and token.head.i < token.i and token.head.i in scene.actors:
            for part in complements_of(token) or objects(token):
                if part.i in scene.actors and not any(q.start <= scene.sentence.at(part)[0] < q.end for q in scene.quantities):
                    yield from _relation(scene, _actor(scene, part), "part_of", _actor(scene, token.head))


_TALLY = re.compile(
    r"\b(?:bring(?:s|ing)? (?:the )?(?:total )?(?:number|toll|count)|(?:has|have) (?:been )?(?:documented|recorded|registered|risen)|rises? to|"
    r"(?:total|number|toll) of|since (?:the )?(?:beginning|start|early|mid|late|\d{4}|january|february|march|april|may|june|july|august|september|october|november|december)|"
    r"(?:so far )?this (?:year|month)|the \d+(?:st|nd|rd|th)|the (?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth) (?:such |attack|incident|strike))",
    re.IGNORECASE,
)


def find_tallies(scene: Scene) -> list[Tally]:
    """Running totals of a sentence: a number beside "since …" or "brings the number … to"."""
    text = scene.sentence.span.text
    since = next((d for d in scene.dates if d.kind == "since" and d.first is not None), None)
    if since is None or not scene.quantities:
        return []
    numbers = [q for q in scene.quantities if q.kind in ("exact", "bound") and q.best > 0]
    if not numbers:
        return []
    number = max(numbers, key=lambda q: q.best)
    local = number.start - scene.sentence.offset
    token = next((t for t in scene.tokens if t.idx <= local < t.idx + max(1, len(t.text))), None)
    if token is None or not _TALLY.search(text):
        return []
    head = token.head if token.dep_ in ("nummod", "quantmod") else token
    first, last = base_phrase(head)
    what = scene.text(first, last)
    return [Tally(what=what.strip(), n=number.best, since=since.first, evidence=[Span(number.start, number.end), Span(since.start, since.end)])]
