"""How does the syntax of a sentence tie a place name to a happening?

The less a name weighs, the nearer it stands: steps in the parse, and what the words between say (a bearing, a speaker's
seat, another clause, somebody's office or home).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from marsad.codebook.naming import naming
from marsad.codebook.placewords import place_words
from marsad.coding.scene import Mention, Scene
from marsad.coding.syntax import is_verb, lineage
from marsad.coding.toponyms import Toponym

if TYPE_CHECKING:
    from marsad.coding.tokens import Token

BORROWED = 8.0
"""From this weight on a name stands with another happening of the sentence: it serves only where nothing is nearer."""

NO_LISTS = {"between", "road"}
"""How a name may stand to an event that is at no single place."""

_LOCATIVE = {
    "in",
    "at",
    "near",
    "on",
    "inside",
    "outside",
    "around",
    "within",
    "across",
    "of",
    "between",
    "into",
    "along",
    "throughout",
    "over",
    "towards",
    "toward",
    "off",
    "above",
    "against",
    "targeting",
}
_ORIGIN_TYPES = {"withdrawal", "displacement", "release"}
_GOAL_TYPES = {"deployment", "aid", "territory_taken"}
_CROWDS = {"protest", "protest_intervention", "riot"}
"""What these are against is not where they are."""

_HELD_WITH_TAKE = {"part", "place"}
_SEAT = 12.0
"""What a name weighs more at which somebody only speaks: "police in X said", "the ministry said in X"."""

_ADDRESSED = 5.0
"""The weight of a capital that is spoken to: it serves where no other place is told near by."""

_BESIDE = 4.0
"""What a name weighs more that only says where the place before it lies: "in X, near Y"."""

_ATTRIBUTE = 3.5
"""What a name weighs more that only says whose or which somebody is: "the governor of X", "X residents"."""

_DISTANCE = re.compile(
    r"(?:\b(?:km|kms|kilomet(?:er|re)s?|miles?)\b(?: \(\d+ miles\))?|, (?:just |far )?(?:north|south|east|west)[\w-]*)"
    r"(?: to the)?(?: (?:north|south|east|west)[\w-]*)?(?: of| from)?(?: the)?(?: (?:town|city|capital|village))?"
    r"(?: of)?,? $"
)


def weight(mention: Mention, number: int, toponyms: Sequence[Toponym]) -> float:
    """How far a place name stands from a mention; `number` is its index in `toponyms`."""
    scene, toponym = mention.scene, toponyms[number]
    head = name_head(scene, number)
    beside = completes_another(scene, number, toponyms) or _at_a_distance(scene, toponym)
    cost = _cost(mention, head, toponym) + _BESIDE * beside
    if head in mention.doers and toponym.entry is not None and toponym.entry.feature == "country":
        cost += BORROWED  # "Turkey launched an operation in the north of Syria"
    return cost


def name_head(scene: Scene, number: int) -> Token:
    """The word of a name on which the rest of the sentence hangs."""
    mine = [token for token in scene.tokens if scene.toponyms.get(token.i) == number]
    return next((t for t in mine if scene.toponyms.get(t.head.i) != number or t.head.i == t.i), mine[-1])


def _cost(mention: Mention, head: Token, toponym: Toponym) -> float:
    scene = mention.scene
    path = lineage(head)
    cost: float | None = None
    crossed = 0.0
    governor = next((t for t in lineage(mention.anchor) if is_verb(t)), None)
    for steps, token in enumerate(path):
        if token.i in mention.parts:
            cost = steps + crossed
            break
        aside = token.dep_ == "relcl" and token.i < mention.trigger.i
        if is_verb(token) and (aside or (token.dep_ in ("relcl", "acl", "advcl") and token.i > mention.trigger.i)):
            crossed += (
                2.0 if token.dep_ == "acl" else 3.0
            )  # "the earthquakes which devastated X": another clause's place
        if token.lower_ == "according":
            crossed += _SEAT  # "according to Y, who was reached in X"
        if any(token.i in other.parts for other in scene.mentions if other is not mention):
            cost = steps + 6.0
            break
        if governor is not None and token.i == governor.i and steps and is_verb(path[-1]):
            cost = steps + 2.0 + crossed  # "a curfew was clamped in X": the verb of its clause
            break
    if mention.family == "politics" and head in mention.targets:
        cost = _ADDRESSED
    elif (target := next((s for s in path[:5] if any(t.i == s.i for t in mention.targets)), None)) is not None:
        people = scene.is_a(target, "people", "official") and not any(t.dep_ == "prep" for t in path[1:2])
        cost = min(cost or 9.0, 2.5 if people else 1.0)
    if _is_said_of(mention, path):
        cost = 1.0
    if mention.undergoer is not None and any(step.i == mention.undergoer.i for step in path[:5]):
        cost = 0.0
    if cost is None:
        above = {t.i: n for n, t in enumerate(lineage(mention.anchor))}
        meeting = [(n + above[t.i]) for n, t in enumerate(path) if t.i in above]
        cost = 3.0 + min(meeting, default=8) + (2.0 if not is_verb(path[-1]) else 0.0)
    cost += _preposition_cost(mention, path, scene) + _ATTRIBUTE * _says_whose(mention, path)
    if any(t.dep_ == "poss" and _bears_a_name(scene, t) for t in path[:2]):
        cost += 1.5  # "X's Y district": Y
    if any(t.dep_ == "appos" and scene.is_a(t, "people", "official") for t in path[1:6]):
        cost += 3.0  # "N., a former minister in X"
    noun = path[2] if len(path) > 2 and path[1].lower_ == "of" else None
    if noun is not None and noun.i not in scene.toponyms and scene.is_a(noun, "place_noun"):
        named = any(c.i in scene.toponyms for c in noun.children if c.dep_ in ("compound", "nmod", "amod"))
        cost += 1.0 if named else -1.5  # "the village of X" is X; "the X district of Y" is X
    if toponym.entry is not None and toponym.entry.feature == "country":
        cost += 3.0 + 3.0 * (head.dep_ in ("compound", "amod", "nmod", "npadvmod"))
    elif toponym.area:
        cost += 3.0 if toponym.relation == "border" else 1.0
    return cost


def _is_said_of(mention: Mention, path: Sequence[Token]) -> bool:
    """ "The places that were hit are X and Y", "the villages shelled include X"."""
    trigger = mention.trigger
    noun = trigger.head
    if trigger.dep_ not in ("acl", "relcl") or noun.dep_ != "nsubj" or not mention.scene.is_a(noun, "place_noun"):
        return False
    named = [step for step in path if step.head is noun.head and step.dep_ in ("attr", "dobj")]
    return bool(named) and noun.head.lemma_ in ("be", "include", "comprise")


def _bears_a_name(scene: Scene, owner: Token) -> bool:
    """Whether what is owned has a place name of its own."""
    own = {scene.toponyms.get(owner.i)}
    words = (owner.head, *(c for c in owner.head.children if c.i != owner.i))
    return any(scene.toponyms.get(word.i) not in {None, *own} for word in words)


def _says_whose(mention: Mention, path: Sequence[Token]) -> bool:
    """Whether a name only tells of somebody whose or from where they are: "police chief of X", "the X governor"."""
    scene = mention.scene
    head = path[0]
    if len(path) < 2 or head.i in mention.parts:
        return False
    above = path[1]
    if above.lower_ == "of" and above.dep_ == "prep" and len(path) > 2:
        holder = path[2]
    elif head.dep_ in ("compound", "nmod", "amod", "poss"):
        holder = above
    else:
        return False
    if holder.i in mention.parts or holder.i in scene.toponyms or scene.is_a(holder, "place_noun", "event"):
        return False
    return scene.is_a(holder, "people", "official") or scene.sentence.lemma(holder) in naming().organisations


def completes_another(scene: Scene, number: int, toponyms: Sequence[Toponym]) -> bool:
    """Whether a name only says where the place before it lies: "in X, a village 12 km north of Y"."""
    toponym = toponyms[number]
    before = [n for n in scene.toponyms.values() if toponyms[n].end <= toponym.start and n != number]
    if not before:
        return False
    place = toponyms[max(before, key=lambda n: toponyms[n].end)]
    if place.dateline or place.relation in NO_LISTS:
        return False
    offset = scene.sentence.offset
    words = re.findall(r"[^\W\d_]+", scene.sentence.line[place.end - offset : toponym.start - offset].lower())
    words = words[words.index(place.cue) + 1 :] if place.cue in words[:1] else words
    bearing = place_words().bearing
    telling = place_words().direction_nouns | {"near", "from", "outside", "close"}
    return bool(words) and bearing.issuperset(words) and not telling.isdisjoint(words)


def _at_a_distance(scene: Scene, toponym: Toponym) -> bool:
    """Whether a distance or a bearing leads to a name behind a comma: "in X …, 100 kilometres south of Y"."""
    before = scene.sentence.line[: max(0, toponym.start - scene.sentence.offset)]
    return _DISTANCE.search(before) is not None


def _preposition_cost(mention: Mention, path: list[Token], scene: Scene) -> float:
    extra = 0.0
    for token in path[:5]:
        word = token.lower_
        if token.i in mention.parts:
            break
        if token.dep_ in ("prep", "agent") or token.pos_ == "ADP":
            if word == "from":
                extra += -0.5 if mention.type in _ORIGIN_TYPES else 3.5
            elif word == "to":
                extra += 0.0 if mention.type in _GOAL_TYPES else 2.5
            elif word == "against" and mention.type in _CROWDS:
                extra += 6.0
            elif word not in _LOCATIVE:
                extra += 1.5
            break
    for token in path[1:6]:
        if token.i in mention.parts:
            break
        if scene.is_a(token, "hospital") or (
            is_verb(token)
            and scene.is_a(token, "transport")
            and mention.type not in _GOAL_TYPES | _ORIGIN_TYPES
            and not any(c.dep_ == "dobj" and c.lower_ in _HELD_WITH_TAKE for c in token.children)
        ):
            extra += 7.0
            break
        if is_verb(token) and scene.is_a(token, "report") and token.i not in mention.parts:
            # "police in Goma said that": where the speaker sits
            inside = next((t for t in path if t.head.i == token.i and t.i != token.i), None)
            if inside is not None and (inside.dep_ == "nsubj" or (inside.dep_ == "prep" and inside.i > token.i)):
                extra += _SEAT
        if scene.is_a(token, "people") and token.dep_ in ("nsubj", "nsubjpass", "dobj") and path[1].lower_ == "from":
            extra += 2.0
    return extra
