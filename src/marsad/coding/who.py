"""Whom a noun phrase names: participants as the text writes them (codebook 3).

A name is given as written, without article, count or quotes. Members of a body stand for the body; civilians
to whom something is done are named `civilians`; a place or a thing names nobody.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from marsad.actors.registry import ActorMention
from marsad.codebook.countries import countries, country_code, demonym_country
from marsad.codebook.lexicon import lexicon
from marsad.codebook.naming import naming
from marsad.coding.name_range import LONGEST, clean_name, is_time, left_edge, name_end, name_start
from marsad.coding.pairs import phrase_end
from marsad.coding.scene import Scene
from marsad.coding.syntax import base_phrase, is_passive, is_verb, prepositions

if TYPE_CHECKING:
    from marsad.coding.tokens import Token

Part = Literal["doer", "target", "partner", "speaker", "addressed"]
"""What part a phrase plays in its happening. Speakers and the addressed may be towns."""

_NOBODY = {"others", "other", "nobody", "none", "anyone", "everyone", "someone"}
_DEPTH = 4
_NEAR = 7
_TAKEN_FOR = {
    "to",
    "be",
    "as",
    "of",
    "being",
    "belonging",
    "belong",
    "with",
    "from",
    "linked",
    "affiliated",
    "by",
    "have",
    "been",
}
_AGAINST = ("anti-", "pro-", "non-", "counter-", "ex-")


@dataclass(slots=True)
class Party:
    """One participant as the text names it. `head` is its head word; `actor` what the registry knows.

    `also` is where a fuller form of the name stands. `unknown`: the words name nobody in particular.
    """

    name: str
    span: tuple[int, int]
    head: Token | None
    actor: ActorMention | None = None
    actor_id: str | None = None
    kind: str | None = None
    civilian: bool = False
    unknown: bool = False
    also: tuple[int, int] | None = None

    def key(self) -> str:
        """What makes two tellings of a participant the same."""
        return self.actor_id or self.name.lower()


@dataclass(slots=True)
class Sides:
    """The participants of one mention."""

    side_a: list[Party]
    side_b: list[Party]
    third: list[Party]
    mutual: bool = False


def parties_of(scene: Scene, head: Token, part: Part = "target", depth: int = 0) -> list[Party]:
    """The participants that a noun phrase names: several for "members of A and B", none for a thing."""
    lemma = scene.sentence.lemma(head)
    if head.lower_ == "those" and part != "target":
        return _those_who(scene, head)
    if lemma in ("side", "party") and head.i not in scene.actors:
        return _owners(scene, head, part, depth)
    if depth > _DEPTH or head.pos_ == "PRON" or lemma in _NOBODY or _negated(head):
        return []
    known = scene.actors.get(head.i)
    if known is not None and not (lemma in naming().amounts and known.actor_id is None):
        return _with_first_of_two(scene, head, [_registered(scene, head, known)])
    if head.i in scene.toponyms and head.text[:1].isupper():
        return _place_as_actor(scene, head, part)
    found = (
        _counted(scene, head, lemma, part, depth)
        or _body(scene, head, lemma, part, depth)
        or _named(scene, head, lemma, part, depth)
    )
    if found and all(p.unknown for p in found):
        found = supposed(scene, head, depth) or found
    return _with_first_of_two(scene, head, found)


def _with_first_of_two(scene: Scene, head: Token, found: list[Party]) -> list[Party]:
    """ "Syrian and Russian warplanes": both states."""
    first = left_edge(scene, head)
    doc, start = head.doc, scene.tokens[0].i
    if (
        len(found) != 1
        or first - 2 < start
        or doc[first - 1].lower_ != "and"
        or demonym_country(doc[first].text) is None
    ):
        return found
    other = doc[first - 2]
    iso = demonym_country(other.text)
    if iso is None or other.pos_ not in ("ADJ", "PROPN") or other.tag_ in ("NNS", "NNPS"):
        return found
    return [Party(countries()[iso].name, scene.span(other.i, other.i), other), *found]


def party_of(scene: Scene, head: Token, part: Part = "target") -> Party | None:
    """The first participant that a noun phrase names."""
    found = parties_of(scene, head, part)
    return found[0] if found else None


def distinct(parties: Iterable[Party], other: Iterable[Party] = ()) -> list[Party]:
    """Each party once; those of `other` are left out, unless they are civilians."""
    seen = {p.key() for p in other if not p.civilian}
    found = []
    for party in parties:
        if party.key() not in seen:
            seen.add(party.key())
            found.append(party)
    return found


def stance(party: Party) -> str | None:
    """Whether a party stands for a state or against one, by the registry or by its last word."""
    if party.kind in ("State forces", "External/Other forces"):
        return "state"
    if party.kind in ("Rebel group", "Political militia", "Identity militia"):
        return "rebel"
    last = party.name.lower().split()[-1] if party.name else ""
    for word in (last, last.removesuffix("s"), last.removesuffix("men") + "man"):
        if word in naming().state_words:
            return "state"
        if word in naming().rebel_words:
            return "rebel"
    return None


def _negated(head: Token) -> bool:
    return any(c.dep_ in ("det", "neg") and c.lower_ in ("no", "neither") for c in head.children)


# ------------------------------------------------------------------ kinds of phrases


def _registered(scene: Scene, head: Token, mention: ActorMention) -> Party:
    """A party that the registry knows, with the capitalised words before it ("Manipur Police")."""
    tokens = [i for i, other in scene.actors.items() if other is mention]
    first, last = min(tokens), max(tokens)
    text = scene.text(first, last)
    start = first
    doc = head.doc
    words = naming()
    ends_in_kind = doc[last].lower_ in words.organisations or mention.actor_id is None
    while ends_in_kind and start > scene.tokens[0].i:
        before = doc[start - 1]
        if (
            not (before.pos_ == "PROPN" and before.text[:1].isupper() and before.head.i > before.i)
            or before.i in scene.actors
        ):
            break
        start -= 1
    if start < first:
        text = scene.text(start, last)
    formerly = _formerly(scene, doc[first]) if head.i == last else False
    party = Party(
        clean_name(text),
        scene.span(start, last),
        head,
        actor=mention,
        actor_id=mention.actor_id,
        kind=mention.kind,
        civilian=mention.kind == "Civilians",
    )
    if formerly:
        party.name, party.actor_id = f"former {party.name}", None
    whole = [t for t in _behind_of(doc[last]) if t.i in scene.actors or _country_of(t)]
    if whole and mention.actor_id is None and whole[0].i > last:
        end = _last_of_name(scene, whole[0])
        while end < scene.tokens[-1].i and doc[end + 1].i in scene.actors:
            end += 1  # "troops of the Nigerian Army"
        party.name = clean_name(scene.text(start, end))
        party.span = scene.span(start, end)
    return party


def _last_of_name(scene: Scene, token: Token) -> int:
    mention = scene.actors.get(token.i)
    return max((i for i, other in scene.actors.items() if other is mention), default=token.i) if mention else token.i


def _formerly(scene: Scene, token: Token) -> bool:
    return (
        token.i > scene.tokens[0].i and token.nbor(-1).lower_ in ("former", "ex") and token.nbor(-1).head.i >= token.i
    )


def _is_adjective(word: str, iso: str) -> bool:
    """Whether a demonym describes things, too: "Danish", not "Dane"."""
    forms = countries()[iso].demonyms
    return word == forms[0] or f"{word}s" not in forms


def _country_of(token: Token) -> str | None:
    return demonym_country(token.text) or country_code(token.text) if token.text[:1].isupper() else None


def _those_who(scene: Scene, head: Token) -> list[Party]:
    """ "those who back X": as written."""
    clause = next((c for c in head.children if c.dep_ == "relcl" and c.i > head.i), None)
    if clause is None:
        return []
    last = max([clause.i, *(t.i for c in clause.children if c.dep_ in ("dobj", "prep", "acomp") for t in c.subtree)])
    return [_plain(scene, head, head.i, min(last, head.i + LONGEST))]


def _place_as_actor(scene: Scene, head: Token, part: Part) -> list[Party]:
    """A country that acts; a town only where towns speak for their governments."""
    country = country_code(head.text) is not None
    if part in ("speaker", "addressed") or (country and part in ("doer", "partner")):
        mention = scene.toponyms[head.i]
        tokens = [t.i for t in scene.tokens if scene.toponyms.get(t.i) == mention]
        first, last = min(tokens), max(tokens)
        if head.dep_ in ("nsubj", "nsubjpass", "dobj", "pobj", "agent", "conj", "poss", "compound", "ROOT"):
            return [Party(clean_name(scene.text(first, last)), scene.span(first, last), head)]
    return []


def _counted(scene: Scene, head: Token, lemma: str, part: Part, depth: int) -> list[Party]:
    """ "dozens of fighters", "six of them", "a group of gunmen": those who are counted."""
    if head.pos_ != "NUM" and lemma not in naming().amounts:
        return []
    return [p for t in _behind_of(head, "of") for p in parties_of(scene, t, part, depth + 1)]


def _behind_of(head: Token, *others: str) -> list[Token]:
    wanted = others or ("of", "from", "within", "in")
    return [t for preposition, inner in prepositions(head) if preposition in wanted for t in inner]


def _body(scene: Scene, head: Token, lemma: str, part: Part, depth: int) -> list[Party]:
    """ "members of X", "X fighters", "X's commander": the body X. Ex-members keep their words."""
    words = naming()
    former = _former_member(scene, head)
    plain = lemma.removeprefix("ex-").removeprefix("ex")
    if not former and lemma not in words.members and plain not in words.members and lemma not in words.leaders:
        return []
    inner = []
    for token in _behind_of(head, "of", "from", "with", "in"):
        if token.i in scene.actors or (_behind_of(head, "of", "from") and token in _behind_of(head, "of", "from")):
            inner += [p for p in parties_of(scene, token, "partner", depth + 1) if not p.civilian]
    if not inner and not former and any(scene.is_a(t, "family") for t in _behind_of(head, "of", "from")):
        return [Party("civilians", scene.span(*base_phrase(head)), head, kind="Civilians", civilian=True)]
    if not inner and actor_before(scene, head) is None:
        inner = [p for t in _belonging_to(head) for p in parties_of(scene, t, "partner", depth + 1) if not p.civilian]
    if former and inner:
        last = max(p.head.i for p in inner if p.head is not None)
        return [_plain(scene, head, _former_start(scene, head), max(last, head.i))]
    if inner:
        return inner
    owner = actor_before(scene, head)
    if owner is None or (scene.is_a(head, "civilian") and not scene.armed(head)):
        return []
    if former:
        return [_plain(scene, head, _former_start(scene, head), head.i)]
    return [_registered(scene, head, owner)]


def _belonging_to(head: Token) -> list[Token]:
    found = []
    for child in head.children:
        if child.dep_ in ("acl", "relcl") and child.lemma_ in ("belong", "answer"):
            found += [t for preposition, inner in prepositions(child) if preposition in ("to", "with") for t in inner]
    return found


def _former_member(scene: Scene, head: Token) -> bool:
    lower = head.lower_
    if lower.startswith("ex-") or lower in ("defector", "defectors", "deserter", "deserters"):
        return True
    return any(c.i < head.i and c.lower_ in naming().former for c in head.children)


def _former_start(scene: Scene, head: Token) -> int:
    marks = [c.i for c in head.children if c.i < head.i and c.lower_ in naming().former]
    return min(marks, default=name_start(scene, head))


def actor_before(scene: Scene, head: Token) -> ActorMention | None:
    """The actor in the words before a head that belong to its phrase; the one nearest to the head wins."""
    named = False
    for i in range(head.i - 1, left_edge(scene, head) - 1, -1):
        mention = scene.actors.get(i)
        if mention is not None and not _qualifies(head.doc[i]):
            return mention
        # "the army's Al-Sayyad force" is no other name of the army
        named = named or head.doc[i].pos_ == "PROPN"
    for child in head.children:
        if child.dep_ == "poss" and child.i in scene.actors and not named:
            return scene.actors[child.i]
    return None


def _qualifies(token: Token) -> bool:
    """Whether a name only qualifies what follows: "Iran-backed", "rebel-held", "anti-government"."""
    return (token.i + 1 < len(token.doc) and token.nbor(1).text == "-") or token.lower_.startswith(_AGAINST)


def _named(scene: Scene, head: Token, lemma: str, part: Part, depth: int) -> list[Party]:
    words = naming()
    iso = demonym_country(head.text)
    if iso is not None and head.pos_ in ("ADJ", "PROPN", "NOUN"):
        person = any(c.dep_ in ("det", "nummod") for c in head.children) and head.dep_ not in (
            "compound",
            "amod",
            "nmod",
        )
        if head.tag_ in ("NNS", "NNPS") or (head.text.endswith("s") and head.pos_ != "ADJ") or person:
            return [_plain(scene, head, name_start(scene, head), head.i)]
        return [Party(countries()[iso].name, scene.span(head.i, head.i), head)]
    if head.pos_ == "ADJ" and head.dep_ not in ("nsubj", "dobj", "pobj", "nsubjpass", "conj"):
        return []
    if part == "doer" and lemma in ("victim", "casualty"):
        return []
    if scene.is_a(head, "people") or lemma in words.persons:
        return [_people(scene, head, part)]
    organisation = lemma in words.organisations or head.lower_ in words.organisations
    called = organisation and head.tag_ == "NNP" and head.i > scene.tokens[0].i and head.nbor(-1).tag_ == "NNP"
    if not called and (
        scene.instrument(head) or scene.is_a(head, "military_target", "strict_military") or lemma in words.owned
    ):
        return _owners(scene, head, part, depth)
    if head.pos_ == "PROPN" or (head.text[:1].isupper() and organisation):
        return _unlisted(scene, head, part, organisation=organisation)
    if organisation and (
        part != "target" or any(t.text[:1].isupper() for t in head.doc[name_start(scene, head) : head.i])
    ):
        return [_plain(scene, head, name_start(scene, head), name_end(scene, head))]
    return []


def _people(scene: Scene, head: Token, part: Part) -> Party:
    first = name_start(scene, head)
    armed = scene.armed(head) or _arming_word(head)
    if scene.is_a(head, "civilian") and not armed:
        named = scene.sentence.lemma(head) == "community" and any(
            t.pos_ == "PROPN" and t.i not in scene.toponyms for t in head.doc[first : head.i]
        )
        named = named or any(i in scene.actors and scene.actors[i].actor_id for i in range(first, head.i))
        if part in ("target", "addressed") and _plain_civilian(scene, head) and not named:
            return Party("civilians", scene.span(*base_phrase(head)), head, kind="Civilians", civilian=True)
        party = _plain(scene, head, first, name_end(scene, head))
        party.kind, party.civilian = "Civilians", True
        return party
    party = _plain(scene, head, first, name_end(scene, head))
    party.unknown = _anonymous(scene, head, first) and party.span[1] <= scene.sentence.at(head)[1]
    return party


def _plain_civilian(scene: Scene, head: Token) -> bool:
    """Whether people have no other role: "workers" have none, "aid workers" have."""
    if not scene.is_a(head, "plain_civilian"):
        return False
    words = tuple(scene.sentence.lemma(t) for t in head.doc[max(head.i - 1, scene.tokens[0].i) : head.i + 1])
    longer = lexicon().classes.get(words[0], {}).get(words, frozenset())
    return "civilian" not in longer or "plain_civilian" in longer


def supposed(scene: Scene, head: Token, depth: int = 0) -> list[Party]:
    """ "gunmen suspected to be members of X", "assailants, believed to be X": the X whom they are taken for."""
    doc, last = head.doc, scene.tokens[-1].i
    at = next((i for i in range(head.i + 1, min(head.i + _NEAR, last)) if doc[i].lower_ in naming().supposing), None)
    if at is None or any(is_verb(t) and t.lemma_ not in ("be", "arm") for t in doc[head.i + 1 : at]):
        return []
    start = at + 1
    while start <= last and doc[start].lower_ in _TAKEN_FOR:
        start += 1
    end = phrase_end(scene, start, last) if start > at + 1 else None
    if end is None or end == head.i:
        return []
    return [p for p in parties_of(scene, doc[end], "partner", depth + 1) if not p.unknown and not p.civilian]


def _arming_word(head: Token) -> bool:
    return any(c.i < head.i and c.lower_ in naming().arming for c in head.children)


def _anonymous(scene: Scene, head: Token, first: int) -> bool:
    words = naming()
    if scene.sentence.lemma(head) not in words.anonymous:
        return False
    return all(
        t.lower_ in words.anonymous_before or t.is_punct or t.pos_ in ("NUM", "DET", "ADV")
        for t in head.doc[first : head.i]
    )


def _unlisted(scene: Scene, head: Token, part: Part, *, organisation: bool) -> list[Party]:
    """A capitalised name that neither the registry nor the gazetteer knows: an organisation or a person."""
    first = name_start(scene, head)
    run = head.doc[first : head.i + 1]
    words = naming()
    before = head.doc[max(left_edge(scene, head), scene.tokens[0].i) : head.i]
    role = next((t for t in reversed(before) if t.pos_ == "NOUN" and scene.is_a(t, "people")), None)
    if role is not None and part == "target" and _plain_civilian(scene, role):
        return [Party("civilians", scene.span(role.i, head.i), head, kind="Civilians", civilian=True)]
    titled = role is not None or any(t.lower_ in words.titles for t in before)
    inside = any(t.lower_ in words.organisations for t in run)
    if not head.text[:1].isupper() or (scene.is_a(head, "place_noun") and not organisation):
        return []
    if is_time(scene, head):
        return []
    if part == "target" and not (organisation or inside or titled or head.tag_ == "NNPS" or _a_person(scene, head)):
        return []
    if not organisation:
        first = max((t.i + 1 for t in head.doc[first : head.i] if t.lower_ in words.titles or t is role), default=first)
        if any(c.isdigit() for c in head.text) and not inside:
            return []
    return [_plain(scene, head, first, name_end(scene, head))]


def _a_person(scene: Scene, head: Token) -> bool:
    """Whether the text says that a name is a person's, and more of him than that: "X, a policeman"."""
    return any(
        c.dep_ == "appos" and scene.is_a(c, "people") and not scene.is_a(c, "plain_civilian") for c in head.children
    )


def _owners(scene: Scene, head: Token, part: Part, depth: int) -> list[Party]:
    """Whose a thing is: "regime positions", "a checkpoint of the 5th Corps", "Israeli airstrikes"."""
    doc, first = head.doc, left_edge(scene, head)
    for i in range(head.i - 1, first - 1, -1):
        token = doc[i]
        if _qualifies(token):
            continue
        mention = scene.actors.get(i)
        if mention is not None:
            return [_registered(scene, token, mention)]
        iso = demonym_country(token.text)
        if iso is not None and token.i not in scene.toponyms and _is_adjective(token.text, iso):
            if scene.instrument(head) and part == "doer" and head.tag_ == "NNS" and scene.is_a(head, "air", "drone"):
                return [_plain(scene, head, i, head.i)]
            return [Party(countries()[iso].name, scene.span(i, i), token)]
        if (
            token.pos_ == "PROPN"
            and country_code(token.text) is not None
            and scene.is_a(head, "military_target", "air", "drone")
        ):
            return [Party(token.text, scene.span(i, i), token)]
        if scene.is_a(token, "people") and token.head.i > token.i:
            return [_people(scene, token, part)]
    before = doc[head.i - 1] if head.i > first else None
    if (
        before is not None
        and before.pos_ == "PROPN"
        and before.i not in scene.toponyms
        and scene.sentence.lemma(head) in naming().members
    ):
        return [_plain(scene, before, name_start(scene, before), before.i)]
    for child in head.children:
        if child.dep_ == "poss" and child.i < first:
            found = parties_of(scene, child, "partner" if part == "target" else part, depth + 1)
            if found:
                return found
    heads = _behind_of(head, "of", "by", "from", "belonging", "carrying")
    for child in head.children:
        if child.dep_ in ("acl", "relcl"):
            heads += _owner_in_clause(child)
    return [
        p
        for t in heads
        if t.i in scene.actors or scene.is_a(t, "people") or (_country_of(t) and t.i not in scene.toponyms)
        for p in parties_of(scene, t, part, depth + 1)
    ]


def _owner_in_clause(clause: Token) -> list[Token]:
    """ "manned by X", "that belongs to X", "carrying X", "laid by X", "that X had laid"."""
    found = _behind_of(clause, "by")
    if clause.lemma_ == "belong":
        found += _behind_of(clause, "to")
    if clause.lemma_ in ("carry", "transport", "take", "bring") and not is_passive(clause):
        found += [c for c in clause.children if c.dep_ == "dobj"]
    if clause.dep_ == "relcl" and clause.lemma_ in naming().having:
        found += [c for c in clause.children if c.dep_ == "nsubj" and c.pos_ != "PRON"]
    return found


def _plain(scene: Scene, head: Token, first: int, last: int) -> Party:
    return Party(clean_name(scene.text(first, last)), scene.span(first, last), head)
