"""Who is on stage: what pronouns, "the group" and "both sides" mean, and the fullest form of a name.

A word is given a name only where the paragraph has told one that fits; nothing is guessed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from marsad.codebook.lexicon import lexicon
from marsad.codebook.naming import naming
from marsad.codebook.types import event_types
from marsad.coding.name_range import left_edge
from marsad.coding.scene import Mention, Scene
from marsad.coding.syntax import is_noun, prepositions
from marsad.coding.who import Part, Party, Sides, parties_of, stance

if TYPE_CHECKING:
    from marsad.coding.tokens import Token

_THEY = {"they", "them", "themselves", "both"}
_HE = {"he", "him", "she", "her", "himself", "herself"}
_IT = {"it", "itself"}
_THEIR = {"their": "they", "his": "he", "her": "she", "its": "it"}
_POINTING = {"the", "these", "those", "this", "that", "same", "latter", "said"}
_SMALL = {"of", "the", "and", "for", "in", "al", "to", "de", "la"}
_STATE = ("State forces", "External/Other forces")
_GROUPS = ("Rebel group", "Political militia", "Identity militia")
_SUBJECT = ("nsubj", "nsubjpass")
_HIT = ("nsubjpass", "dobj")
_FROM_AFAR = ("shelling", "air_strike", "drone_strike")
_GOES_ON = 2
"""For how many paragraphs a doer goes on who is not told again."""
_OTHER = ("pobj", "conj", "agent", "poss", "appos", "ROOT")


class Cast:
    """The parties of a dispatch's scenes, in the order of the text."""

    def __init__(self, scenes: Sequence[Scene]) -> None:
        self._blocks: dict[int, list[Scene]] = {}
        for scene in scenes:
            self._blocks.setdefault(scene.sentence.block.index, []).append(scene)
        self._names: dict[int, list[Party]] = {}
        self._pairs: list[tuple[int, Sides]] = []
        self._deeds: list[tuple[int, Mention, Sides]] = []
        self._asked: set[tuple[int, int]] = set()

    def parties(
        self, scene: Scene, token: Token, part: Part, *, armed: bool = False, crowd: bool = False
    ) -> list[Party]:
        """Whom a word means. `armed`: only armed people or a body can have done it; `crowd`: only people."""
        if (token.pos_ == "PRON" and token.lower_ != "those") or token.lower_ in _THEY:
            return self._antecedent(scene, token, part, armed=armed, crowd=crowd)
        told = self._told(scene, token)
        if told is not None:
            return [told]
        if token.pos_ == "NUM" and (counted := [t for p, inner in prepositions(token) if p == "of" for t in inner]):
            # "two of its men", "three of them"
            return [p for t in counted for p in self.parties(scene, t, part, armed=armed, crowd=crowd)]
        owner = next((c for c in token.children if c.dep_ == "poss" and c.lower_ in _THEIR), None)
        if owner is not None and self._stands_for_owner(scene, token):
            found = self._antecedent(scene, owner, "speaker" if owner.lower_ == "its" else "partner", armed=armed)
            if found:
                return found
        return [self.fullest(scene, party) for party in parties_of(scene, token, part)]

    def _stands_for_owner(self, scene: Scene, token: Token) -> bool:
        """Whether "their X" means them: "their positions", "its troops", but not "their relatives"."""
        if scene.is_a(token, "civilian") and not scene.armed(token):
            return False
        return scene.sentence.lemma(token) not in (
            "militia",
            "group",
            "faction",
            "mercenary",
            "affiliate",
            "ally",
            "leader",
            "proxy",
        )

    # ---------------------------------------------------------------- names

    def names(self, block: int) -> list[Party]:
        """The named actors of a block, in the order of the text."""
        found = self._names.get(block)
        if found is None:
            found = self._names[block] = [p for scene in self._blocks.get(block, ()) for p in _named_in(scene)]
        return found

    def fullest(self, scene: Scene, party: Party) -> Party:
        """The party under its fullest name in the paragraph ("Syrian Democratic Forces" for "SDF")."""
        if party.civilian or party.unknown or party.also is not None:
            return party
        best = party
        for other in self.names(scene.sentence.block.index):
            if len(other.name) > len(best.name) and _is_fuller(best, other):
                best = other
        if best is not party:
            party.also, party.name = best.span, best.name
            party.actor_id = party.actor_id or best.actor_id
            party.kind = party.kind or best.kind
        return party

    def _told(self, scene: Scene, token: Token) -> Party | None:
        """Who "the militants" or "the brigade" are: the last fitting name told in the paragraph."""
        if token.pos_ not in ("NOUN", "PROPN") or (token.i in scene.actors and scene.actors[token.i].actor_id):
            return None
        lemma = scene.sentence.lemma(token)
        words = naming()
        rebel, state = lemma in words.rebel_words, lemma in words.state_words
        if not (rebel or state or lemma in words.organisations):
            return None
        pointing = any(c.dep_ in ("det", "amod", "poss") and c.lower_ in _POINTING for c in token.children)
        bare = left_edge(scene, token) == token.i or all(
            t.lower_ in _POINTING for t in token.doc[left_edge(scene, token) : token.i]
        )
        if not pointing or not bare or any(c.dep_ in ("prep", "acl", "relcl", "appos") for c in token.children):
            return None
        block = scene.sentence.block.index
        here = scene.sentence.at(token)
        before = [p for p in self.names(block) if p.span[1] <= here[0]]
        same_word = [p for p in before if lemma in p.name.lower().split() and p.name.lower() != lemma]
        if not same_word and block - 1 in self._blocks and lemma in words.organisations:
            same_word = [p for p in self.names(block - 1) if lemma in p.name.lower().split()]
        fitting = same_word or [
            p
            for p in before
            if (rebel and p.kind not in (*_STATE, "Civilians", None)) or (state and not rebel and p.kind in _STATE)
        ]
        if not fitting and rebel and lemma not in words.organisations:
            fitting = self._only_one(block)
        if not fitting:
            return None
        found = fitting[-1]
        return Party(found.name, here, token, found.actor, found.actor_id, found.kind, also=found.span)

    def _only_one(self, block: int) -> list[Party]:
        """The armed group that the paragraphs before name, where they name one alone."""
        told = [p for before in range(block - _GOES_ON, block) for p in self.names(before) if p.kind in _GROUPS]
        return told[-1:] if len({p.key() for p in told}) == 1 else []

    # ---------------------------------------------------------------- pairs

    def note(self, mention: Mention, sides: Sides) -> None:
        """Remember two sides for a later "both sides", and who did what the paragraph tells."""
        block = mention.scene.sentence.block.index
        if sides.side_a and sides.side_b and sides.mutual:
            self._pairs.append((block, sides))
        if _family(mention) in ("violence", "measure"):
            self._deeds.append((block, mention, sides))

    def doer_before(self, mention: Mention) -> list[Party]:
        """Who did all that the paragraph told before, where it was always the same.

        Who shelled or bombed from afar is not taken for who killed.
        """
        block, violent = mention.scene.sentence.block.index, _family(mention) == "violence"
        told = [
            [p for p in sides.side_a if not p.civilian and not p.unknown]
            for where, deed, sides in self._deeds
            if where == block
            and deed.offset < mention.offset
            and not (violent and deed.type in _FROM_AFAR and deed.type != mention.type)
        ]
        told = [parties for parties in told if parties]
        if not told or any({p.key() for p in other} != {p.key() for p in told[0]} for other in told):
            return []
        return _again(told[0])

    def doer_of_the_same(self, mention: Mention) -> list[Party]:
        """Who did what "the attack" or "the bombardment" takes up: the last deed that may be meant."""
        block = mention.scene.sentence.block.index
        for told, deed, sides in reversed(self._deeds):
            if block - told > 2 or deed.scene is mention.scene:
                continue
            if _family(deed) == _family(mention) and (deed.type == mention.type or mention.generic or deed.generic):
                return _again(p for p in sides.side_a if not p.civilian and not p.unknown) if not sides.mutual else []
        return []

    def bombarder(self, mention: Mention) -> list[Party]:
        """Whose the shells, aircraft and drones are that the text told of before, where they were always the same."""
        block = mention.scene.sentence.block.index
        told = [
            (where, deed.type, sides.side_a)
            for where, deed, sides in self._deeds
            if deed.type in _FROM_AFAR and sides.side_a and deed.offset < mention.offset
        ]
        if not told or block - told[-1][0] > 2 * _GOES_ON:
            return []
        _, kind, parties = told[-1]
        if len({frozenset(p.key() for p in who) for _, _, who in told}) > 1:
            return []
        if kind != mention.type and any(not _has_all_arms(p) or _is_weapon(p) for p in parties):
            return []  # whose guns they were, had no aircraft; "Israeli warplanes" fire no rockets
        return _again(p for p in parties if not p.civilian and not p.unknown)

    def pair_of(self, mention: Mention) -> Sides | None:
        """The two sides of the last deed that the paragraph tells: "an exchange of fire followed"."""
        block = mention.scene.sentence.block.index
        for where, deed, sides in reversed(self._deeds):
            if where != block or deed.offset > mention.offset or _family(deed) != "violence":
                continue
            one, other = ([p for p in side if not p.civilian] for side in (sides.side_a, sides.side_b))
            armed = all(stance(p) for p in (*one, *other))
            return Sides(_again(one), _again(other), [], True) if one and other and armed else None
        return None

    def pair(self, scene: Scene, before: Token) -> Sides | None:
        """The two sides last told as such, at most two paragraphs ago; else the only two of the paragraph."""
        block = scene.sentence.block.index
        if self._pairs and block - self._pairs[-1][0] <= 2:
            return self._pairs[-1][1]
        here = scene.sentence.at(before)[0]
        told = {p.key(): p for p in self.names(block) if p.span[1] <= here and not p.civilian}
        if len(told) == 2:
            one, other = told.values()
            return Sides([one], [other], [], True)
        return None

    def means_pair(self, scene: Scene, token: Token) -> bool:
        """Whether a phrase means both sides ("both parties", "the two armies", "each other")."""
        if token.lower_ == "other" and any(c.lower_ == "each" for c in token.children):
            return True
        if token.lower_ in ("both", "both sides"):
            return True
        if scene.sentence.lemma(token) not in naming().both_words or token.i in scene.actors:
            return False
        words = {c.lower_ for c in token.children if c.i < token.i}
        return bool(words & {"both", "two", "either", "warring", "opposing", "conflicting", "rival"}) and not any(
            t.pos_ == "PROPN" for t in token.doc[left_edge(scene, token) : token.i]
        )

    # ---------------------------------------------------------------- pronouns

    def _antecedent(self, scene: Scene, token: Token, part: Part, *, armed: bool, crowd: bool = False) -> list[Party]:
        asked = scene.sentence.at(token)
        if asked in self._asked:
            return []  # "its spokesman" leads to "its army", and that back to "its spokesman"
        self._asked.add(asked)
        found = self._stood_for(scene, token, part, armed=armed, crowd=crowd)
        self._asked.remove(asked)
        return found

    def _stood_for(self, scene: Scene, token: Token, part: Part, *, armed: bool, crowd: bool) -> list[Party]:
        """The first of the nouns told before that a pronoun may stand for."""
        lower = _THEIR.get(token.lower_, token.lower_)
        if lower not in _THEY | _HE | _IT:
            return []
        if lower in _IT and (
            token.dep_ in ("expl",) or any(c.dep_ in ("ccomp", "csubj") for c in token.head.children if c.i > token.i)
        ):
            return []
        for candidate in self._before(scene, token, hit=part == "target", speaks=part == "speaker"):
            where, noun = candidate
            if not _agrees(where, noun, lower) or (
                armed and not (where.armed(noun) or noun.i in where.actors or _is_name(where, noun))
            ):
                continue
            if crowd and (where.armed(noun) or not where.is_a(noun, "people")):
                continue
            found = self.parties(where, noun, "doer")
            if armed:
                found = [p for p in found if not p.civilian]
            if found:
                here = scene.sentence.at(token)
                return [
                    Party(p.name, here, token, p.actor, p.actor_id, p.kind, p.civilian, p.unknown, also=p.span)
                    for p in found
                ]
        return []

    def _before(self, scene: Scene, token: Token, *, hit: bool, speaks: bool = False) -> Iterator[tuple[Scene, Token]]:
        """The nouns told before a pronoun, likeliest first: those of this sentence, and doers before
        others; `hit`: first those to whom something was done; `speaks`: first those who spoke."""
        first, then = (_HIT, _SUBJECT) if hit else (_SUBJECT, _HIT)
        block = scene.sentence.block.index
        told = self._blocks.get(block, [])
        others = list(reversed([s for s in told if s.sentence.start < scene.sentence.start][-2:]))
        earlier = [t for t in scene.tokens if t.i < token.i and _can_stand(t) and not _inside_quote(scene, t, token)]
        if speaks:
            yield from _speakers(scene, *others)
        yield from ((scene, t) for t in reversed(earlier) if t.dep_ in _SUBJECT)
        yield from ((scene, t) for t in reversed(earlier) if t.dep_ in (*_HIT, *_OTHER) and t.dep_ not in _SUBJECT)
        for other in others:
            nouns = [t for t in other.tokens if _can_stand(t) and not _speaks(other, t)]
            yield from ((other, t) for t in nouns if t.dep_ in first)
            yield from ((other, t) for t in nouns if t.dep_ in then)
            yield from ((other, t) for t in nouns if t.dep_ in _OTHER)
        if speaks:  # a speaker may go on for paragraphs
            before = [s for b in range(block - _GOES_ON, block) for s in self._blocks.get(b, [])]
            yield from _speakers(*reversed(before))


def _speakers(*scenes: Scene) -> Iterator[tuple[Scene, Token]]:
    return ((s, t) for s in scenes for t in s.tokens if _can_stand(t) and _speaks(s, t))


def _family(mention: Mention) -> str:
    """The family of the type, also where that of the words was open ("pounded", "fired")."""
    return event_types()[mention.type].family


def _again(parties: Iterable[Party]) -> list[Party]:
    return [Party(p.name, p.span, None, p.actor, p.actor_id, p.kind) for p in parties]


def _has_all_arms(party: Party) -> bool:
    """Whether a party may have artillery, drones and aircraft: a state or its army, no police and no group."""
    if party.actor_id is None:
        return stance(party) != "rebel"
    return party.actor_id.endswith(("-military", "-government"))


def _is_weapon(party: Party) -> bool:
    """Whether a name is that of somebody's weapons: "Israeli warplanes"."""
    last = party.name.lower().split()[-1].removesuffix("s")
    return bool(lexicon().classes.get(last, {}).get((last,), frozenset()) & lexicon().groups["instruments"])


def _can_stand(token: Token) -> bool:
    return is_noun(token) and token.pos_ != "PRON"


def _speaks(scene: Scene, subject: Token) -> bool:
    if subject.dep_ not in _SUBJECT:
        return False
    return scene.is_a(subject.head, "report") and not any(c.dep_ == "dobj" for c in subject.head.children)


def _inside_quote(scene: Scene, noun: Token, pronoun: Token) -> bool:
    """Whether a quotation mark opens between the two: the speaker's "they" is nobody of the frame."""
    between = noun.doc[noun.i : pronoun.i]
    return sum(t.text == '"' for t in between) % 2 == 1 and noun.dep_ == "nsubj" and scene.is_a(noun.head, "report")


def _agrees(scene: Scene, noun: Token, pronoun: str) -> bool:
    """Whether a noun can be what a pronoun stands for, by number and kind."""
    plural = noun.tag_ in ("NNS", "NNPS") or any(c.dep_ == "conj" for c in noun.children)
    lemma = scene.sentence.lemma(noun)
    group = noun.i in scene.actors or lemma in naming().organisations
    person = scene.is_a(noun, "people")
    if pronoun in _THEY:
        return (plural and (person or group)) or group or (person and noun.lower_ in ("people", "police"))
    if pronoun in _HE:
        named = noun.tag_ == "NNP" and noun.i not in scene.toponyms and noun.i not in scene.actors
        return not plural and lemma not in naming().collectives and ((person and not group) or named)
    return group and (not plural or noun.i in scene.actors)


def _is_name(scene: Scene, noun: Token) -> bool:
    return noun.pos_ == "PROPN" and noun.i not in scene.toponyms


def _named_in(scene: Scene) -> Iterator[Party]:
    seen: set[int] = set()
    words = naming()
    for token in scene.tokens:
        mention = scene.actors.get(token.i)
        if mention is not None:
            if id(mention) not in seen and (mention.actor_id is not None or mention.text[:1].isupper()):
                seen.add(id(mention))
                covered = [i for i, other in scene.actors.items() if other is mention]
                yield from parties_of(scene, token.doc[max(covered)], "doer")
        elif token.pos_ == "PROPN" and token.i not in scene.toponyms and token.lower_ in words.organisations:
            yield from parties_of(scene, token, "doer")


def _is_fuller(short: Party, long: Party) -> bool:
    """Whether one name is a longer form of the other: more words, or an acronym written out."""
    if short.actor_id and long.actor_id and short.actor_id != long.actor_id:
        return False
    if not any(c.isupper() for c in long.name):
        return False
    a, b = _tokens(short.name), _tokens(long.name)
    if a and set(a) < set(b):
        return short.actor_id == long.actor_id or (short.actor_id is None and short.name[:1].isupper())
    initials = "".join(w[0] for w in b if w not in _SMALL)
    return len(a) == 1 and len(a[0]) > 1 and a[0] in (initials, "".join(w[0] for w in b))


def _tokens(name: str) -> list[str]:
    return re.findall(r"\w+", name.lower())
