"""On which side: what part each party plays in a happening (codebook 3, participants).

The arguments that the syntax gives to a mention are dealt out by type (`frames.toml`): who flees stands on
side_b, demonstrators met with force on side_a. Clashes, talks and agreements are read as pairs.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from marsad.codebook.frames import frame_of
from marsad.codebook.naming import naming
from marsad.codebook.types import event_types
from marsad.coding.beside import barred, behind, credited, mediators, those_living_there
from marsad.coding.cast import Cast
from marsad.coding.pairs import pair_after, phrase_end
from marsad.coding.scene import Mention
from marsad.coding.syntax import is_noun, is_passive, is_verb, lineage, objects, prepositions, subjects
from marsad.coding.who import Part, Party, Sides, distinct, stance

if TYPE_CHECKING:
    from marsad.coding.tokens import Token

_ARMED_DOERS = {"violence", "measure"}
_FROM_AFAR = ("shelling", "air_strike", "drone_strike")


def find_sides(mention: Mention, *, mutual: bool, cast: Cast | None = None) -> Sides:
    """The sides of a mention. `mutual`: its type has no doer and no target. `cast` knows the pronouns."""
    scene = mention.scene
    reader = _Reader(mention, cast or Cast([scene]))
    sides = reader.read(mutual=mutual)
    if not sides.side_a and not sides.mutual:
        sides.side_a = reader.told_before()
    reader.cast.note(mention, sides)
    return sides


class _Reader:
    """Reads the sides of one mention."""

    def __init__(self, mention: Mention, cast: Cast) -> None:
        self.mention = mention
        self.scene = mention.scene
        self.cast = cast
        self.frame = frame_of(mention.type)
        self.family = event_types()[mention.type].family
        self.parts = [t for t in self.scene.tokens if t.i in mention.parts]
        arguments = [*mention.doers, *mention.targets, *mention.both]
        self.both = [t for t in arguments if cast.means_pair(mention.scene, t)]

    def told_before(self) -> list[Party]:
        """Who did it by what was told before, where the words leave it open, as in a passive or an event noun."""
        mention, trigger = self.mention, self.mention.trigger
        if self.scene.sentence.block.kind in ("headline", "heading") and self.family == "violence":
            return []  # a headline strings stories
        if mention.type in _FROM_AFAR and all(self.scene.instrument(t) for t in mention.doers):
            found = self.cast.bombarder(mention)
        elif mention.doers or (is_verb(trigger) and not is_passive(trigger)):
            return []
        elif self.frame.goes_on:
            found = self.cast.doer_before(mention)
        elif mention.definite and self.family == "violence":
            found = self.cast.doer_of_the_same(mention)
        elif self.family == "violence" and not self.frame.paired:
            found = self.cast.doer_before(mention)
        else:
            return []
        return found

    def read(self, *, mutual: bool) -> Sides:
        mention, lemma = self.mention, self.scene.sentence.lemma
        pair = self._pair()
        if pair is None and mention.type == "armed_clash" and not self._anybody():
            pair = self.cast.pair_of(mention)
        if pair is not None:
            return pair
        doing, hit = self._arguments()
        if mention.type == "territory_taken":
            hit = [inner for t in hit for inner in (behind(t, "of", "over") if t.lower_ == "control" else [t])]
        if mention.type == "explosive_device":  # whose the mine is did it
            doing += [t for t in hit if self.scene.instrument(t)]
            hit = [t for t in hit if t not in doing]
        elif mention.type == "demand":
            hit += [t for h in hit if lemma(h) in naming().ousting for t in behind(h, "of")]
        doers = self._parties(doing, "speaker" if self.frame.speech else "doer")
        targets = self._parties(hit, "addressed" if self.frame.speech else "target")
        opponents, allies = self._partners()
        known = {t.i for t in mention.doers}
        doers += self._parties([t for t in credited(mention) if t.i not in known], "doer")
        if not doers:
            doers += self._instrument_owners()
        if self._repels():
            own = self._parties([t for v in self.parts if is_verb(v) for t in subjects(v)], "doer")
            if own:
                mine = {p.key() for p in own}
                targets = [p for p in [*doers, *targets, *opponents] if p.key() not in mine]
                return self._sides(own, targets, [], mutual)
        if mention.rule.sides == "goal":
            return self._sides(self._takers(), [], [], mutual)
        if mention.type == "displacement":
            caused, fled = self._flight(doers, targets)
            return self._sides(caused or self._cause(), fled, [], mutual)
        if mention.type == "protest_intervention":
            return self._sides(*self._crowd(doers, targets), [], mutual)
        if opponents and (self.frame.paired or not doers):
            return self._against(doers, targets, opponents, mutual)
        third = self._mediators()
        side_a = doers if self.frame.subject == "a" else []
        side_b = self._patients(doers, targets)
        if not self.frame.paired:
            joint = side_b if "with" in self.frame.to else side_a
            joint += [p for p in allies if joint or joint is side_b]
            side_b += opponents
        reached = self._behind(self.frame.to)
        if mention.type == "release" or (mention.type == "withdrawal" and self._hands_over()):
            receivers = [p for p in self._behind(("to",)) if not p.civilian] if self._hands_over() else []
            side_b = receivers or side_b
        side_b += reached
        if mention.type == "armed_clash" and not side_a:
            side_a, side_b = _opposed(side_b)
        if self._fights_itself() and not reached and len(side_a) > 1:
            side_a, side_b = side_a[:1], side_a[1:]
        if mention.type == "movement_restriction" and not side_b:
            side_b = barred(mention, self.parts)
        if self.frame.homes and not side_b:
            side_b = those_living_there(mention)
        return self._sides(side_a, side_b, third, mutual)

    # ---------------------------------------------------------------- parties

    def _parties(self, heads: Sequence[Token], part: Part) -> list[Party]:
        found: list[Party] = []
        armed = part == "doer" and self.family in _ARMED_DOERS
        crowd = part == "doer" and self.family == "demonstration"
        for head in heads:
            if head.i in self.mention.parts or head in self.both or not (is_noun(head) or head.pos_ in ("ADJ", "DET")):
                continue
            found += self.cast.parties(self.scene, head, part, armed=armed, crowd=crowd)
            for part_of_it in behind(head, "including"):
                if part_of_it.i in self.scene.actors:
                    found += self.cast.parties(self.scene, part_of_it, part)
        return distinct(found)

    def _anybody(self) -> bool:
        """Whether the words of the clash name anybody at all."""
        mention = self.mention
        return any(
            self.scene.is_a(t, "person", "actor", "place") or t.pos_ in ("PROPN", "PRON")
            for t in (*mention.doers, *mention.targets, *mention.both)
        )

    def _arguments(self) -> tuple[list[Token], list[Token]]:
        """Doers and those hit, turned round where the verb's meaning asks it: "died", "ran over a mine"."""
        mention, words, lemma = self.mention, naming(), self.scene.sentence.lemma
        targets = list(mention.targets)
        doers = [t for t in mention.doers if t not in targets]
        for token in list(doers):
            verb = _verb_of(token)
            suffers = verb is not None and lemma(verb) in words.suffering and not is_passive(verb)
            if (suffers and verb is not None and verb.i in mention.parts) or self._behind_its_verb(token, doers):
                doers.remove(token)
                if verb is not None and lemma(verb) == "lose":
                    targets = [t for t in targets if t not in objects(verb)]
                targets.append(token)
        if mention.type == "explosive_device" and any(lemma(t) in words.stumbling for t in self.parts):
            over = [*targets, *self._heads_behind(("over", "on", "upon"))]
            devices = [t for t in over if "ied" in self.scene.instrument(t)]
            if devices:
                return devices, [t for t in [*targets, *doers] if t not in devices]
        if mention.type == "abduction" and any(t.lower_ in ("missing", "unaccounted") for t in self.parts):
            return [], [*targets, *doers]
        if not is_verb(mention.trigger):
            doers, targets = self._of_noun(doers, targets)
        elif not targets and not is_passive(mention.trigger) and self.family == "violence":
            targets += self._next_phrase()
        return doers, targets

    def _behind_its_verb(self, token: Token, doers: list[Token]) -> bool:
        """A second subject behind an active verb of violence is its object, read wrongly."""
        trigger = self.mention.trigger
        return (
            self.family == "violence"
            and is_verb(trigger)
            and not is_passive(trigger)
            and token.i > trigger.i
            and token.dep_ != "conj"
            and any(d.i < trigger.i for d in doers)
        )

    def _of_noun(self, doers: list[Token], targets: list[Token]) -> tuple[list[Token], list[Token]]:
        """What a noun's verb and its "of" add: "launched a raid", "survived an attempt", "the attack of X"."""
        mention, words, lemma = self.mention, naming(), self.scene.sentence.lemma
        trigger = mention.trigger
        verb = trigger.head.head if trigger.dep_ == "pobj" else trigger.head
        while verb.dep_ in ("prt", "prep") and verb.head.i != verb.i:
            verb = verb.head
        governed = trigger.dep_ in ("dobj", "pobj") and is_verb(verb) and not is_passive(verb)
        subject = [t for t in subjects(verb) if t.i not in self.scene.toponyms or t.i in self.scene.actors]
        if governed and lemma(verb) in words.surviving:
            return [d for d in doers if d not in subject], [*targets, *subject]
        if governed and lemma(verb) in words.telling_only and self.family != "politics":
            doers = [d for d in doers if d not in subject]
        elif governed and not doers and self._carries(verb):
            doers = subject
        if not doers and lemma(trigger) not in words.of_victim:
            politics = self.family == "politics"
            of = self._heads_behind(("of",))
            doers = [t for t in of if politics or self.scene.armed(t) or t.i in self.scene.actors]
            targets = [t for t in targets if t not in doers]
        return doers, targets

    def _carries(self, verb: Token) -> bool:
        """Whether the verb's subject does what the noun tells: "launched a raid", "answered with shelling"."""
        trigger = self.mention.trigger
        if trigger.dep_ == "dobj":
            return verb.i == self.mention.anchor.i
        preposition = trigger.head.lower_
        return preposition == "with" or (preposition == "to" and verb.lemma_ in ("subject", "expose"))

    def _next_phrase(self) -> list[Token]:
        """The people named straight after the verb, where the parser did not see its object."""
        last = max(
            (i for i in self.mention.parts if abs(i - self.mention.trigger.i) <= 2),
            default=self.mention.trigger.i,
        )
        end = phrase_end(self.scene, last + 1, self.scene.tokens[-1].i)
        if end is None:
            return []
        head = self.mention.trigger.doc[end]
        return [head] if self.scene.is_a(head, "people") or head.i in self.scene.actors else []

    def _heads_behind(self, wanted: tuple[str, ...]) -> list[Token]:
        return [t for part in self.parts for t in behind(part, *wanted)]

    def _fights_itself(self) -> bool:
        """Whether several subjects and no object mean that they fight or meet each other."""
        if self.mention.type in ("negotiation", "agreement"):
            return True
        return (
            self.mention.type == "armed_clash" and self.scene.sentence.lemma(self.mention.trigger) in naming().fighting
        )

    def _behind(self, wanted: tuple[str, ...]) -> list[Party]:
        if not wanted:
            return []
        part: Part = "addressed" if self.frame.speech else "partner" if self.frame.paired else "target"
        heads = self._heads_behind(wanted)
        if self.mention.type == "aid":
            goods = [t for part in self.parts for t in part.subtree if t.dep_ in ("dobj", "conj", "pobj", "nsubjpass")]
            heads += [
                t for g in goods for preposition, inner in prepositions(g) if preposition in wanted for t in inner
            ]
        known = {t.i for t in self.mention.doers}
        return self._parties([t for t in heads if t.i not in known], part)

    def _takers(self) -> list[Party]:
        """To whom a town falls: "to X", "into the hands of X", "under X control"."""
        found: list[Token] = []
        for head in self._heads_behind(("to", "into", "under")):
            if self.scene.sentence.lemma(head) in ("hand", "control", "grip", "rule"):
                found += behind(head, "of")
                found += [c for c in head.children if c.dep_ in ("compound", "amod", "poss", "nmod")]
            else:
                found.append(head)
        return self._parties(found, "partner")

    def _mediators(self) -> list[Party]:
        if self.family != "politics" and not self.frame.mediated:
            return []
        return [p for p in self._parties(mediators(self.mention), "partner") if not p.civilian]

    def _sides(self, side_a: list[Party], side_b: list[Party], third: list[Party], mutual: bool) -> Sides:
        third = third or self._mediators()
        names = {p.key() for p in third}
        side_a = [p for p in side_a if p.key() not in names]
        side_b = [p for p in side_b if p.key() not in names]
        a = distinct(side_a)
        both_ways = mutual or (self.family == "violence" and bool(self.mention.both))
        return Sides(a, distinct(side_b, a), distinct(third), both_ways)

    # ---------------------------------------------------------------- pairs

    def _pair(self) -> Sides | None:
        """Two sides told as such: "between A and B", "pitted A against B", "both sides"."""
        mention, scene = self.mention, self.scene
        if self.family in ("violence", "politics") or self.frame.paired:
            nouns = [t for t in (*mention.targets, *mention.doers) if is_noun(t) and t.i not in scene.actors]
            for groups in pair_after(scene, [*self.parts, *nouns]):
                one, other = (
                    distinct(p for t in group for p in self.cast.parties(scene, t, "partner")) for group in groups
                )
                if one and other:
                    return self._sides(one, other, [], True)
        if self.both and mention.type != "demand":
            pair = self.cast.pair(scene, self.both[0])
            if pair is not None:
                return Sides(list(pair.side_a), list(pair.side_b), self._mediators(), True)
        return None

    def _partners(self) -> tuple[list[Party], list[Party]]:
        """Those behind "with" and "against": opponents and talking partners, or allies of the doer."""
        opponents: list[Token] = []
        allies: list[Token] = []
        for token in self.mention.both:
            preposition = _governing_preposition(token)
            if (
                preposition is not None
                and preposition.lower_ == "with"
                and (not self.frame.paired or _allying(preposition))
            ):
                allies.append(token)
            else:
                opponents.append(token)
        return self._parties(opponents, "partner"), self._parties(allies, "partner")

    def _against(self, doers: list[Party], targets: list[Party], opponents: list[Party], mutual: bool) -> Sides:
        named = {p.key() for p in doers}
        opponents = [p for p in opponents if p.key() not in named]
        if doers:
            more = [t for t in targets if t.key() not in {p.key() for p in opponents}]
            return self._sides(
                doers,
                opponents + (more if not self.frame.paired or not opponents else []),
                [],
                mutual or self.frame.paired,
            )
        if targets:
            return self._sides(targets, opponents, [], mutual or self.frame.paired)
        if len(opponents) > 1:
            return self._sides(opponents[:1], opponents[1:], [], mutual or self.frame.paired)
        return self._sides([], opponents, [], mutual)

    # ---------------------------------------------------------------- doers told elsewhere

    def _instrument_owners(self) -> list[Party]:
        """Whose weapon did it: "regime artillery shelled", "answered with rockets, which fell on the town"."""
        if self.family != "violence" and self.mention.type != "protest_intervention":
            return []
        near = {t.i for part in self.parts for t in part.subtree if abs(t.i - part.i) < 12}
        hit = {t.i for t in self.mention.targets}
        doc = self.scene.sentence.span.doc
        heads = [doc[i] for i in self.mention.instruments if i in near and i not in hit]
        heads += [t for t in self.mention.doers if self.scene.instrument(t) and t not in heads]
        for head in list(heads):
            if head.dep_ == "pobj" and head.head.lower_ == "with" and is_verb(head.head.head):
                heads += [t for t in subjects(head.head.head) if not is_passive(head.head.head)]
        return [p for p in self._parties(heads, "doer") if not p.civilian]

    def _repels(self) -> bool:
        lemma = self.scene.sentence.lemma
        return self.family == "violence" and any(
            is_verb(t)
            and (
                lemma(t) in naming().repelling
                or (lemma(t) in ("push", "beat", "drive") and "back" in {c.lower_ for c in t.children})
            )
            and not is_passive(t)
            for t in self.parts
        )

    # ---------------------------------------------------------------- types of their own

    def _patients(self, doers: list[Party], targets: list[Party]) -> list[Party]:
        slot = self.frame.patient if doers or self.mention.doers else self.frame.alone
        if slot == "a":
            doers += [t for t in targets if t.key() not in {d.key() for d in doers}]
            return []
        return list(targets) if slot == "b" else []

    def _flight(self, doers: list[Party], targets: list[Party]) -> tuple[list[Party], list[Party]]:
        """Who drove them out, who fled: the subject of "flee" flees, that of "expel" does not."""
        active = is_verb(self.mention.trigger) and not is_passive(self.mention.trigger)
        if active and not targets:
            return [], [_as_civilians(p) for p in doers]
        return [d for d in doers if not d.civilian], [
            _as_civilians(t) for t in targets or [d for d in doers if d.civilian]
        ]

    def _cause(self) -> list[Party]:
        """Whose violence drove them out: "attacks by X forced them to flee", "fled because of the shelling"."""
        verbs = {t.i for t in self.parts}
        for other in self.scene.mentions:
            if other is self.mention or event_types()[other.type].family != "violence":
                continue
            path = lineage(other.trigger, 6)
            inside = any(t.i in verbs for t in path[1:])
            if other.trigger in self.mention.doers or inside:
                sides = find_sides(other, mutual=other.type == "armed_clash", cast=self.cast)
                found = [*sides.side_a, *(sides.side_b if sides.mutual else [])]
                return [p for p in found if not p.civilian]
        return []

    def _crowd(self, doers: list[Party], targets: list[Party]) -> tuple[list[Party], list[Party]]:
        """Demonstrators on side_a, the force that met them on side_b."""
        force = [p for p in doers if not p.civilian and not self._demonstrates(p)]
        crowd = [p for p in [*targets, *doers] if p not in force]
        if not any(self._demonstrates(p) for p in crowd):
            crowd = [
                p
                for t in self.scene.tokens
                if self.scene.is_a(t, "demonstrator")
                for p in self.cast.parties(self.scene, t, "doer")
            ] or crowd
        return distinct(p for p in crowd if p.civilian or self._demonstrates(p)), force

    def _demonstrates(self, party: Party) -> bool:
        return (
            party.head is not None
            and party.head.doc is self.mention.trigger.doc
            and self.scene.is_a(party.head, "demonstrator")
        )

    def _hands_over(self) -> bool:
        return any(self.scene.sentence.lemma(t) in naming().handing_over for t in self.parts) or any(
            t.lower_ in ("handover", "handing") for t in self.parts
        )


def _opposed(fallen: list[Party]) -> tuple[list[Party], list[Party]]:
    """ "Two soldiers and four militants were killed in clashes": those who fell on both sides were the sides."""
    state = [p for p in fallen if stance(p) == "state"]
    rebels = [p for p in fallen if stance(p) == "rebel"]
    return (state, [p for p in fallen if p not in state]) if state and rebels else ([], fallen)


def _as_civilians(party: Party) -> Party:
    if party.civilian and party.head is not None:
        party.name = "civilians" if party.name.lower().split()[-1:] and len(party.name.split()) <= 2 else party.name
    return party


def _governing_preposition(token: Token) -> Token | None:
    current = token
    for _ in range(5):
        if current.dep_ == "prep" or current.pos_ == "ADP":
            return current
        if current.head.i == current.i:
            return None
        current = current.head
    return None


def _allying(preposition: Token) -> bool:
    near = {preposition.head.lower_, preposition.nbor(-1).lower_ if preposition.i > 0 else ""}
    return bool(near & naming().allying)


def _verb_of(token: Token) -> Token | None:
    """The verb whose subject or object a noun is, also as one of a list."""
    current = token
    while current.dep_ == "conj" and current.head.i < current.i and is_noun(current.head):
        current = current.head
    return current.head if is_verb(current.head) else None
