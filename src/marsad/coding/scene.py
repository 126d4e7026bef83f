"""A sentence with all that is known of its words: classes, actors, places, dates, numbers; and the mentions in it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from marsad.actors.registry import ActorMention
from marsad.codebook.countries import country_code, demonym_country
from marsad.codebook.lexicon import Trigger, lexicon
from marsad.codebook.naming import naming
from marsad.coding.dates import DateMention
from marsad.coding.language import Sentence
from marsad.coding.quantities import Quantity
from marsad.coding.syntax import lineage
from marsad.coding.toponyms import Toponym

if TYPE_CHECKING:
    from marsad.coding.tokens import Token

_NO_CLASSES: frozenset[str] = frozenset()
_PERSONAL = {
    "he",
    "she",
    "they",
    "him",
    "her",
    "them",
    "who",
    "whom",
    "i",
    "we",
    "us",
    "me",
    "one",
    "others",
    "some",
    "several",
    "himself",
    "herself",
    "themselves",
    "themself",
}


@dataclass(slots=True)
class Scene:
    """One sentence with its notes. The dicts are keyed by token index in the parsed block."""

    sentence: Sentence
    tokens: list[Token]
    classes: dict[int, frozenset[str]]
    actors: dict[int, ActorMention]
    toponyms: dict[int, int]
    dates: list[DateMention]
    quantities: list[Quantity]
    mentions: list[Mention] = field(default_factory=list)

    def is_a(self, token: Token, *names: str) -> bool:
        """Whether a word belongs to one of the classes; "people" is any class of people."""
        found = self.classes.get(token.i, _NO_CLASSES)
        for name in names:
            if name in found:
                return True
            if name == "people" and found & lexicon().groups["people"]:
                return True
            if name == "place" and (token.i in self.toponyms or "place_noun" in found):
                return True
            if name == "actor" and token.i in self.actors:
                return True
            if name == "person" and (
                token.lower_ in _PERSONAL or token.i in self.actors or found & lexicon().groups["people"]
            ):
                return True
            if name == "weapon" and found & lexicon().groups["instruments"]:
                return True
            if name == "state" and self._is_state(token):
                return True
            if name == "toponym" and token.i in self.toponyms:
                return True
            if name == "speaker" and self._can_speak(token, found):
                return True
            if name == "armed" and self.armed(token):
                return True
            if name == "event" and lexicon().is_event(self.sentence.lemma(token)):
                return True
        return False

    def _can_speak(self, token: Token, classes: frozenset[str]) -> bool:
        """Whether a word means somebody who can speak for a side: people, bodies, and capitals for their states."""
        return (
            token.i in self.actors
            or token.i in self.toponyms
            or token.lower_ in _PERSONAL
            or bool(classes & lexicon().groups["people"])
            or self.sentence.lemma(token) in naming().organisations
            or (token.pos_ == "PROPN" and not any(d.start <= self.sentence.at(token)[0] < d.end for d in self.dates))
        )

    def _is_state(self, token: Token) -> bool:
        """Whether a word means a state or its forces: a name of the registry, a country, "Israeli" before a noun."""
        if token.i in self.actors:
            return self.actors[token.i].kind in ("State forces", "External/Other forces")
        if token.lemma_ in ("force", "unit") and any(demonym_country(c.text) is not None for c in token.children):
            return True  # "an Israeli force"
        if token.tag_ not in ("NNP", "JJ"):
            return False
        return demonym_country(token.text) is not None or country_code(token.text) is not None

    def instrument(self, token: Token) -> frozenset[str]:
        """The instrument classes of a word."""
        return self.classes.get(token.i, _NO_CLASSES) & lexicon().groups["instruments"]

    def content(self, token: Token) -> Token:
        """The word that says what a phrase is about: "terrorists" in "scores of terrorists"."""
        if self.is_a(token, "part_words") or token.pos_ == "NUM":
            for child in token.children:
                if child.dep_ == "prep" and child.lower_ == "of":
                    inner = next((c for c in child.children if c.dep_ == "pobj"), None)
                    if inner is not None and inner.i not in self.toponyms:
                        return self.content(inner)
        return token

    def armed(self, token: Token) -> bool:
        """Whether a word means armed people or a body of them."""
        inner = self.content(token)
        if inner is not token and self.armed(inner):
            return True
        if any(c.lower_ in ("armed", "masked") for c in token.children):
            return True
        if inner is not token and self.is_a(inner, "plain_civilian"):
            return False  # "a group of traders"
        if self.is_a(token, "state_forces", "rebel", "criminal", "bomber"):
            return not (self.is_a(token, "civilian") and token.i not in self.actors)
        mention = self.actors.get(token.i)
        return mention is not None and mention.kind not in ("Civilians", "Protesters")

    def owner(self, token: Token) -> Mention | None:
        """The mention to which a word belongs: the nearest governor that takes part in one."""
        for ancestor in lineage(token):
            for mention in self.mentions:
                if ancestor.i in mention.parts:
                    return mention
        return None

    def text(self, first: int, last: int) -> str:
        """The words of tokens `first` to `last` as the reading copy has them."""
        return str(self.sentence.span.doc[first : last + 1].text)

    def span(self, first: int, last: int) -> tuple[int, int]:
        """The character span in the dispatch's text of tokens `first` to `last`."""
        doc = self.sentence.span.doc
        return self.sentence.offset + doc[first].idx, self.sentence.offset + self.sentence.end_of(doc[last])


@dataclass(slots=True, eq=False)
class Mention:
    """One telling of a happening: the words that tell it and the arguments they take.

    `parts` are the token indexes of the trigger, its support verb and of the words that tell its results.
    `generic`: the type is only a guess that a more specific telling near by may replace. `strong`: the sentence
    tells the happening; a weak mention only refers to one. `state`: the words describe somebody or something by
    what happened ("armed groups positioned in"), and tell no happening.
    """

    scene: Scene
    trigger: Token
    rule: Trigger
    type: str
    family: str
    parts: set[int]
    anchor: Token
    generic: bool = False
    strong: bool = True
    doers: list[Token] = field(default_factory=list)
    targets: list[Token] = field(default_factory=list)
    both: list[Token] = field(default_factory=list)
    instruments: dict[int, frozenset[str]] = field(default_factory=dict)
    undergoer: Token | None = None
    definite: bool = False
    plural: bool = False
    state: bool = False
    reasons: list[str] = field(default_factory=list)

    @property
    def offset(self) -> int:
        """Where the trigger stands in the dispatch's text."""
        return self.scene.sentence.at(self.trigger)[0]

    @property
    def evidence(self) -> tuple[int, int]:
        """The span from the first to the last word of the trigger and its support."""
        core = [i for i in self.parts if abs(i - self.trigger.i) <= 6]
        return self.scene.span(min(core), max(core))


def make_scene(
    sentence: Sentence,
    actors: Sequence[ActorMention],
    toponyms: Sequence[Toponym],
    dates: Sequence[DateMention],
    quantities: Sequence[Quantity],
) -> Scene:
    """Put the names, dates and numbers that were found in the text on the sentence's words."""
    tokens = list(sentence.span)
    scene = Scene(
        sentence=sentence,
        tokens=tokens,
        classes=_classes(sentence, tokens),
        actors={},
        toponyms={},
        dates=[d for d in dates if sentence.start <= d.start < sentence.end],
        quantities=[q for q in quantities if sentence.start <= q.start < sentence.end],
    )
    for mention in actors:
        for i in _covered(sentence, tokens, mention.start, mention.end):
            scene.actors[i] = mention
    for number, toponym in enumerate(toponyms):
        for i in _covered(sentence, tokens, toponym.start, toponym.end):
            scene.toponyms[i] = number
    return scene


def _covered(sentence: Sentence, tokens: Iterable[Token], start: int, end: int) -> list[int]:
    if end <= sentence.start or start >= sentence.end:
        return []
    first, last = start - sentence.offset, end - sentence.offset
    return [token.i for token in tokens if token.idx < last and first < token.idx + len(token.text)]


def _classes(sentence: Sentence, tokens: list[Token]) -> dict[int, frozenset[str]]:
    table = lexicon().classes
    lemmas = [sentence.lemma(token) for token in tokens]
    found: dict[int, frozenset[str]] = {}
    instruments = lexicon().groups["instruments"]
    named: set[int] = set()  # words of a longer name of an instrument: a "grenade launcher" is no grenade
    for position, lemma in enumerate(lemmas):
        entries = table.get(lemma)
        if entries is None and tokens[position].lower_ != lemma:
            entries = table.get(tokens[position].lower_)
        if entries is None:
            continue
        for words, names in entries.items():
            length = len(words)
            if length == 1 or _matches(lemmas, tokens, position, words):
                last = tokens[position + length - 1].i
                if length > 1 and names & instruments and tokens[position + length - 1].pos_ == "VERB":
                    continue  # "artillery shelled" is no artillery shell
                if length > 1 and names & instruments:
                    named |= {t.i for t in tokens[position : position + length]}
                    earlier = (found.get(t.i, _NO_CLASSES) for t in tokens[position : position + length - 1])
                    for token, classes in zip(tokens[position:], list(earlier), strict=False):
                        if classes:
                            found[token.i] = classes - instruments
                    found[last] = (
                        found.get(last, _NO_CLASSES) - instruments if length > 2 else found.get(last, _NO_CLASSES)
                    ) | names
                elif tokens[position].i in named:
                    found[last] = found.get(last, _NO_CLASSES) | (names - instruments)
                else:
                    found[last] = found.get(last, _NO_CLASSES) | names
    return found


def _matches(lemmas: list[str], tokens: list[Token], position: int, words: tuple[str, ...]) -> bool:
    if position + len(words) > len(lemmas):
        return False
    return all(lemmas[position + k] == word or tokens[position + k].lower_ == word for k, word in enumerate(words))
