"""The actor registry: who the armed and political actors of the world's conflicts are, and by what names."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Actor:
    """One actor. `kind` is one of ACLED's eight; `country` ISO 3166-1 alpha-2; dates are ISO prefixes."""

    id: str
    name: str
    aliases: tuple[str, ...]
    kind: str
    country: str | None
    parent: str | None
    backers: tuple[str, ...]
    leaders: tuple[str, ...]
    valid_from: str | None
    valid_to: str | None
    source: str


@dataclass(frozen=True, slots=True)
class ActorMention:
    """A registry name in a text: half-open character offsets, the words, and the actor.

    `actor_id` is None where the words name a kind of actor that only the caller's country could settle
    ("the army"); `kind` is then still known. `candidates` are all actors that the words may mean, best first.
    """

    start: int
    end: int
    text: str
    actor_id: str | None
    kind: str
    candidates: tuple[str, ...] = ()


class ActorRegistry:
    """Actors by id and by name."""

    @classmethod
    def load(cls, extra: Sequence[Path] = ()) -> ActorRegistry:
        """The shipped actors, the user's own and those of `extra` files; later ones win by id."""
        raise NotImplementedError

    @property
    def version(self) -> str:
        raise NotImplementedError

    def get(self, id: str) -> Actor:
        """The actor with this id. Raises KeyError."""
        raise NotImplementedError

    def lookup(self, name: str, *, country: str | None = None, date: dt.date | None = None) -> list[Actor]:
        """All actors that a name may mean, best first."""
        raise NotImplementedError

    def find(
        self, text: str, *, countries: Sequence[str] = (), date: dt.date | None = None
    ) -> list[ActorMention]:
        """All actor names in a text, longest match, in the order of the text, without overlaps."""
        raise NotImplementedError

    def ancestors(self, id: str) -> list[str]:
        """The ids of an actor's parents, nearest first."""
        raise NotImplementedError

    def contains(self, a: str, b: str) -> bool:
        """Whether `a` is `b` or one of its ancestors."""
        raise NotImplementedError

    def leader_of(self, person: str) -> list[Actor]:
        """The actors that a person leads or led."""
        raise NotImplementedError
