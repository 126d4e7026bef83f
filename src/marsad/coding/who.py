"""Who took part: the sides of a mention (codebook 3).

A name is given as written, without article or quotes. Members of a body stand for the body; civilians are named
`civilians`; an unknown doer stays empty.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from marsad.actors.registry import ActorMention
from marsad.codebook.countries import countries, demonym_country
from marsad.codebook.lexicon import lexicon
from marsad.coding.scene import Mention, Scene
from marsad.coding.syntax import base_phrase, is_noun, phrase, prepositions

if TYPE_CHECKING:
    from spacy.tokens import Token

_STRIP = " \"'“”‘’,.;:()[]-"
_LOOSE_LEFT = {"det", "nummod", "predet", "advmod", "quantmod", "poss", "preconj", "punct", "cc"}
_DROP_ADJECTIVES = {
    "several", "many", "some", "other", "more", "few", "various", "numerous", "dead", "alleged", "suspected", "such",
    "same", "new", "additional", "least", "certain", "different", "most", "all", "two", "three", "wanted", "last",
}  # fmt: skip


@dataclass(slots=True)
class Party:
    """One participant as the text names it. `head` is its head word; `actor` what the registry knows."""

    name: str
    span: tuple[int, int]
    head: Token | None
    actor: ActorMention | None = None
    actor_id: str | None = None
    kind: str | None = None
    civilian: bool = False
    unknown: bool = False

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


def find_sides(mention: Mention, *, mutual: bool) -> Sides:
    """The sides of a mention: doers, those it is done to, and for mutual types the partners."""
    scene = mention.scene
    doers = _parties(scene, mention, mention.doers)
    targets = _parties(scene, mention, mention.targets)
    partners = _parties(scene, mention, mention.both)
    third = _mediators(scene, mention)
    if mention.rule.sides in ("swap",):
        doers, targets = targets, doers
    if partners:
        named = {p.key() for p in doers}
        partners = [p for p in partners if p.key() not in named]
        if doers:
            side_a, side_b = doers, partners + [t for t in targets if t.key() not in {p.key() for p in partners}]
        elif len(partners) > 1:
            side_a, side_b = _split_partners(scene, partners)
        else:
            side_a, side_b = targets, partners
            if targets:
                side_b = partners
        return Sides(_distinct(side_a), _distinct(side_b, side_a), third, mutual or mention.family == "violence")
    return Sides(_distinct(doers), _distinct(targets, doers), third, mutual)


def _split_partners(scene: Scene, partners: list[Party]) -> tuple[list[Party], list[Party]]:
    # "between A and B on one hand and C on the other": the last "and" divides, unless the text says where
    for number, party in enumerate(partners[:-1], start=1):
        if party.head is None:
            continue
        between = scene.text(party.head.i, (partners[number].head or party.head).i).lower()
        if "one hand" in between or "one side" in between or ", and" in between and len(partners) > 2:
            return partners[:number], partners[number:]
    return partners[:1], partners[1:]


def _distinct(parties: list[Party], other: list[Party] | None = None) -> list[Party]:
    seen = {p.key() for p in other or [] if not p.civilian}
    found = []
    for party in parties:
        if party.key() not in seen:
            seen.add(party.key())
            found.append(party)
    return found


def _mediators(scene: Scene, mention: Mention) -> list[Party]:
    found = []
    for token in scene.tokens:
        if token.lower_ in ("mediation", "auspices", "sponsorship", "patronage", "brokered", "mediated", "guarantee"):
            heads = [c for c in token.children if c.dep_ in ("amod", "poss", "compound", "nsubj")]
            for preposition, inner in prepositions(token):
                if preposition in ("of", "by"):
                    heads += inner
            found += _parties(scene, mention, [h for h in heads if _names_actor(scene, h)])
    return found if mention.family == "politics" or mention.type in ("release", "withdrawal", "displacement") else []


def _names_actor(scene: Scene, token: Token) -> bool:
    return token.i in scene.actors or demonym_country(token.text) is not None or _country_name(token.text) is not None


def _parties(scene: Scene, mention: Mention, heads: list[Token]) -> list[Party]:
    found = []
    for head in heads:
        if head.i in mention.parts or (not is_noun(head) and head.pos_ != "ADJ"):
            continue
        party = party_of(scene, head)
        if party is not None:
            found.append(party)
    return found


def party_of(scene: Scene, head: Token) -> Party | None:
    """The participant that a noun phrase names; None where it names a place, a thing or nobody."""
    if head.pos_ == "PRON" or head.lower_ in ("side", "sides", "parties", "party", "others", "other"):
        return None
    known = scene.actors.get(head.i)
    if known is not None:
        return _known_party(scene, head, known)
    if head.i in scene.toponyms:
        iso = _country_name(head.text)
        if iso is not None and head.dep_ in ("nsubj", "nsubjpass", "pobj", "poss", "agent", "conj"):
            return _plain(scene, head, head.i, head.i, kind=None)
        return None
    iso = demonym_country(head.text)
    if iso is not None and head.pos_ in ("ADJ", "PROPN", "NOUN") and head.tag_ not in ("NNS", "NNPS"):
        span = scene.span(head.i, head.i)
        return Party(countries()[iso].name, span, head)
    first, last = phrase(head)
    inside = _actor_inside(scene, head, first, last)
    person = scene.is_a(head, "people")
    if inside is not None and (person or scene.is_a(head, "military_target", "vehicles", "part_words", "strict_military") or scene.instrument(head)):
        if not scene.is_a(head, "civilian") or inside.kind == "Civilians":
            party = _known_party(scene, head, inside)
            if scene.instrument(head) and not person:
                party.name = _clean(scene, *_name_range(scene, head, of=False))
            return party
    if scene.instrument(head) and not person:
        iso = next((c for c in head.children if c.dep_ in ("amod", "compound", "poss") and demonym_country(c.text)), None)
        if iso is None:
            return None
        return _plain(scene, head, *_name_range(scene, head, of=False), kind=None)
    if not person:
        owner = _owner_of_thing(scene, head)
        if owner is not None:
            return owner
        if head.ent_type_ or head.pos_ != "PROPN" or _plain_thing(scene, head):
            return None
        if not _capitalised_name(head):
            return None
        return _plain(scene, head, *_name_range(scene, head, of=True), kind=None)
    if scene.is_a(head, "plain_civilian") and not scene.armed(head):
        if scene.is_a(head, "part_words") and inside is None:
            armed = _armed_adjective(scene, head)
            if armed:
                return _plain(scene, head, *_name_range(scene, head, of=False), kind=None)
        return Party("civilians", scene.span(*base_phrase(head)), head, kind="Civilians", civilian=True)
    first, last = _name_range(scene, head, of=scene.is_a(head, "part_words"))
    party = _plain(scene, head, first, last, kind="Civilians" if scene.is_a(head, "civilian") and not scene.armed(head) else None)
    party.civilian = party.kind == "Civilians"
    party.unknown = scene.is_a(head, "criminal") and not any(t.pos_ == "PROPN" for t in head.doc[first : last + 1])
    return party


def _armed_adjective(scene: Scene, head: Token) -> bool:
    return any(c.lower_ in ("armed", "masked", "militia", "unidentified", "unknown") for c in head.children if c.i < head.i)


def _known_party(scene: Scene, head: Token, mention: ActorMention) -> Party:
    civilian = mention.kind == "Civilians"
    return Party(
        mention.text.strip(_STRIP),
        (mention.start, mention.end),
        head,
        actor=mention,
        actor_id=mention.actor_id,
        kind=mention.kind,
        civilian=civilian,
    )


def _actor_inside(scene: Scene, head: Token, first: int, last: int) -> ActorMention | None:
    best: ActorMention | None = None
    for i in range(first, last + 1):
        mention = scene.actors.get(i)
        if mention is not None:
            if mention.actor_id is not None:
                return mention
            best = best or mention
    for preposition, inner in prepositions(head):
        if preposition in ("of", "from", "with", "in"):
            for token in inner:
                mention = scene.actors.get(token.i)
                if mention is not None and preposition in ("of", "from"):
                    return mention
    return best


def _owner_of_thing(scene: Scene, head: Token) -> Party | None:
    """Whose the attacked thing is: "regime positions", "a checkpoint of the 5th Corps", "residents' houses"."""
    if not scene.is_a(head, "military_target", "vehicles", "base", "property", "place_noun", "strict_military"):
        return None
    for child in head.children:
        if child.dep_ in ("compound", "poss", "amod", "nmod"):
            if child.i in scene.actors:
                return _known_party(scene, child, scene.actors[child.i])
            if scene.is_a(child, "people") and not scene.is_a(head, "place_noun"):
                return party_of(scene, child)
    for preposition, inner in prepositions(head):
        if preposition in ("of", "belonging", "manned", "held", "by", "to"):
            for token in inner:
                if token.i in scene.actors or scene.is_a(token, "people"):
                    return party_of(scene, token)
    return None


def _plain_thing(scene: Scene, head: Token) -> bool:
    found = scene.classes.get(head.i, frozenset())
    return bool(found & (lexicon().groups["things"] | lexicon().groups["instruments"]))


def _capitalised_name(head: Token) -> bool:
    return head.text[:1].isupper() and (head.i > head.sent.start or any(c.dep_ == "compound" for c in head.children))


def _name_range(scene: Scene, head: Token, *, of: bool) -> tuple[int, int]:
    first, last = base_phrase(head)
    while first < head.i:
        token = head.doc[first]
        loose = token.dep_ in _LOOSE_LEFT and not (token.dep_ == "poss" and token.ent_type_) and not token.text[:1].isupper()
        if loose or token.lower_ in _DROP_ADJECTIVES or token.like_num or token.is_punct or token.lower_ in ("a", "an", "the", "'s"):
            first += 1
        else:
            break
    last = head.i
    if of:
        for child in head.children:
            if child.dep_ == "prep" and child.lower_ in ("of", "from"):
                for inner in child.children:
                    if inner.dep_ == "pobj" and inner.i not in scene.toponyms:
                        last = max(last, base_phrase(inner)[1])
    return first, last


def _plain(scene: Scene, head: Token, first: int, last: int, *, kind: str | None) -> Party:
    return Party(_clean(scene, first, last), scene.span(first, last), head, kind=kind)


def _clean(scene: Scene, first: int, last: int) -> str:
    return scene.text(first, last).strip(_STRIP)


def _country_name(text: str) -> str | None:
    return _country_names().get(text)


def _country_names() -> dict[str, str]:
    global _NAMES
    if _NAMES is None:
        _NAMES = {name: iso for iso, country in countries().items() for name in country.names}
    return _NAMES


_NAMES: dict[str, str] | None = None
