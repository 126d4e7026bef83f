"""What does ACLED call an actor, and of which of its eight kinds is it?"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from marsad.actors.generic import generic
from marsad.actors.registry import Actor, ActorRegistry
from marsad.exports.crosswalks import acled, field_countries
from marsad.model import Participant

STATE, CIVILIANS, EXTERNAL = "State forces", "Civilians", "External/Other forces"
UNARMED = ("Rioters", "Protesters", CIVILIANS)
_BODIES = ("military", "police", "security", "government")
_IN_PARENTHESES = re.compile(r"\s*\([^()]*\)$")


class AcledActor(NamedTuple):
    """An actor by ACLED's name; `kind` is one of `acled().kinds`, None where nobody knows it."""

    name: str
    kind: str | None


class AcledActors:
    """Names participants as ACLED does, with the actor registry for those that it knows."""

    def __init__(self, registry: ActorRegistry) -> None:
        self._registry = registry
        self._actors = {actor.id: actor for actor in registry}
        held = [(h.actor, (h.role, h.country)) for h in generic().holder if h.role in _BODIES]
        # who holds several bodies at once goes by its own name
        self._held = {actor: body for actor, body in held if [a for a, _ in held].count(actor) == 1}
        names = acled().names
        ends, before = (_either(words) for words in (names.unidentified_words, names.unidentified_before))
        self._unidentified = re.compile(rf"(?:(?:[a-z][\w-]*|(?i:{before})) )*(?i:{ends})")

    def side(self, participants: Iterable[Participant], country: str) -> list[AcledActor]:
        """The actors of one side of an event in a country (ISO 3166-1 alpha-2), each once, in the order of the text."""
        return list(dict.fromkeys(self.actor(participant, country) for participant in participants))

    def actor(self, participant: Participant, country: str) -> AcledActor:
        """One participant of an event in a country.

        A state's forces outside of it are External/Other forces. Civilians, protesters and rioters are named by the
        country alone, whoever they are.
        """
        known = self._actors.get(participant.actor_id or "")
        kind = known.kind if known else _kind(participant.kind)
        if known is not None and kind not in UNARMED:
            abroad = kind == STATE and known.country not in (None, country)
            return AcledActor(self._known_name(known), EXTERNAL if abroad else kind)
        if kind in UNARMED:
            return self.crowd(kind, country)
        if self._unidentified.fullmatch(participant.name):
            return self.unidentified(country)
        return AcledActor(participant.name, kind)

    def unidentified(self, country: str) -> AcledActor:
        """The armed group that nobody names, in a country."""
        names = acled().names
        where = field_countries()[country].acled_name
        return AcledActor(names.unidentified.format(country=where), names.unidentified_kind)

    def crowd(self, kind: str, country: str) -> AcledActor:
        """The civilians, protesters or rioters of a country."""
        names = acled().names
        pattern = {CIVILIANS: names.civilians, "Protesters": names.protesters, "Rioters": names.rioters}[kind]
        return AcledActor(pattern.format(country=field_countries()[country].acled_name), kind)

    def civilians(self, country: str) -> AcledActor:
        """The civilians of a country."""
        return self.crowd(CIVILIANS, country)

    def _known_name(self, actor: Actor) -> str:
        """A state's body as "Military Forces of X (Year-Year)", with its own name behind it where it is a part of that
        body; any other actor by the registry's name. The years are those of the government in the registry.
        """
        if actor.kind != STATE:
            return actor.name
        chain = [actor.id, *self._registry.ancestors(actor.id)]
        body = next((id for id in chain if self._body(id)), None)
        if body is None:
            return actor.name
        role, country = self._body(body) or ("", "")
        regime = next((id for id in chain if (self._body(id) or ("", ""))[0] == "government"), body)
        pattern: str = getattr(acled().names, role)
        name = pattern.format(country=field_countries()[country].acled_name) + _years(self._actors[regime])
        return name if body == actor.id else f"{name} {_IN_PARENTHESES.sub('', actor.name)}"

    def _body(self, id: str) -> tuple[str, str] | None:
        """The role and country of a body that every state has; None for any other actor."""
        if id in self._held:
            return self._held[id]
        country, _, role = id.partition("-")
        return (role, country.upper()) if role in _BODIES and country.upper() in field_countries() else None


def _either(words: tuple[str, ...]) -> str:
    return "|".join(re.escape(word) for word in words)


def _kind(name: str | None) -> str | None:
    return next((kind for kind in acled().kinds if name and kind.casefold() == name.casefold()), None)


def _years(actor: Actor) -> str:
    if actor.valid_from is None:
        return ""
    return f" ({actor.valid_from[:4]}-{(actor.valid_to or '')[:4]})"


def code_of(kind: str | None) -> int | None:
    """ACLED's code of a kind of actor, 1 to 8."""
    return acled().kinds.index(kind) + 1 if kind else None


def interaction(first: str | None, second: str | None) -> str:
    """The interaction of two kinds of actors, the lower code first; "X only" for one; "" where a kind is not known."""
    if first is None:
        return ""
    if second is None:
        return f"{first} only"
    (low, low_name), (high, high_name) = sorted((code_of(kind) or 0, kind) for kind in (first, second))
    return acled().interaction_exceptions.get(low * 10 + high, f"{low_name}-{high_name}")
