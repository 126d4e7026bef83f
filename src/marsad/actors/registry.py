"""The actor registry: who the armed and political actors of the world's conflicts are, and by what names."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from marsad.actors.finding import ActorMention, find_mentions
from marsad.actors.generic import generic, generic_text, state_actors
from marsad.actors.index import NameIndex
from marsad.actors.names import Word, keys, skeleton, words
from marsad.actors.tables import (
    Actor,
    check_references,
    read_file,
    read_table,
    shipped_actors,
    shipped_tables,
    version_of,
)
from marsad.actors.tree import matches_at
from marsad.actors.user import user_file
from marsad.errors import DataError

__all__ = ["Actor", "ActorMention", "ActorRegistry"]

_PARENTHESES = re.compile(r"[()]")


class ActorRegistry:
    """Actors by id and by name."""

    def __init__(self, actors: Iterable[Actor], *, version: str = "") -> None:
        """A registry of the bodies of every state and of `actors`; a later actor replaces an earlier one by
        its id.

        Raises `DataError` where an actor names a parent or backer that is not in the registry.
        """
        self._actors = {actor.id: actor for actor in state_actors()}
        self._actors.update((actor.id, actor) for actor in actors)
        check_references(self._actors)
        rules = generic()
        for holder in rules.holder:
            if holder.actor not in self._actors:
                raise DataError(f"generic.toml: holder {holder.actor!r} is no actor's id")
        self.version = version
        self._index = NameIndex(self._actors)
        self._leaders = [
            (actor, skeleton(person), keys(person)[-1:]) for actor in self._actors.values() for person in actor.leaders
        ]
        self._partitive = [keys(phrase) for phrase in rules.trim.partitive]
        self._trim_before = [keys(phrase) for phrase in rules.trim.before]
        self._trim_after = [keys(phrase) for phrase in rules.trim.after]

    @classmethod
    def load(cls, extra: Sequence[Path] = ()) -> ActorRegistry:
        """The shipped actors, the user's own and those of `extra` CSV files; a later one wins by its id.

        Raises `DataError` that names file, line and entry where a table breaks its schema.
        """
        actors = shipped_actors()
        texts = [*shipped_tables().values(), generic_text()]
        own = user_file()
        for path in (*([own] if own.exists() else []), *extra):
            texts.append(read_file(path))
            actors += read_table(texts[-1], str(path), default_source=path.name)
        return cls(actors, version=version_of(texts))

    def __iter__(self) -> Iterator[Actor]:
        return iter(self._actors.values())

    def __len__(self) -> int:
        return len(self._actors)

    def get(self, id: str) -> Actor:
        """The actor with this id. Raises `KeyError`."""
        return self._actors[id]

    def lookup(self, name: str, *, country: str | None = None, date: dt.date | None = None) -> list[Actor]:
        """All actors that a name may mean, best first; empty where none is known.

        `country` (ISO 3166-1 alpha-2) is where the text plays, `date` its day: actors of that country and
        time come first. Country-relative names ("the army", "Turkish forces"), names of states ("Ankara" is
        none, "Turkey" is) and words around a name ("members of the Hamza Division", "Amshat faction", "Army
        (SAF)") are understood.
        """
        whole = [replace(word, joined=True) for word in words(name) if word.key]
        ranked = self._named(whole, country, date, trimmed=False)
        for part in _PARENTHESES.split(name):
            if ranked:
                break
            ranked = self._named_or_trimmed([word for word in words(part) if word.key], country, date)
        return [self._actors[id] for id in ranked]

    def find(self, text: str, *, countries: Sequence[str] = (), date: dt.date | None = None) -> list[ActorMention]:
        """All actor names in a text, longest match, in the order of the text, without overlaps.

        `countries` are where the text plays, best first (ISO 3166-1 alpha-2), `date` its day. They decide
        between namesakes and whom "the army" means; between namesakes the countries that the text names
        decide as well. A bare country name is not returned: `lookup` knows it as the state's government.
        """
        return find_mentions(self._index, text, countries, date)

    def ancestors(self, id: str) -> list[str]:
        """The ids of an actor's parents, nearest first. Raises `KeyError`."""
        found: list[str] = []
        parent = self._actors[id].parent
        while parent is not None:
            found.append(parent)
            parent = self._actors[parent].parent
        return found

    def contains(self, a: str, b: str) -> bool:
        """Whether actor `a` is `b` or one of its ancestors. Raises `KeyError`."""
        return a == b or a in self.ancestors(b)

    def leader_of(self, person: str) -> list[Actor]:
        """The actors that a person leads or led; a surname alone will do, as it is spelt in a table."""
        asked, surname = skeleton(person), keys(person)[-1:]
        found = (
            actor
            for actor, names, family_name in self._leaders
            if (surname == family_name if len(asked) == 1 else _same_person(asked, names))
        )
        return list(dict.fromkeys(found)) if asked else []

    def _named(self, parts: Sequence[Word], country: str | None, date: dt.date | None, *, trimmed: bool) -> list[str]:
        """The ids that all of the words mean together, best first. What is trimmed to a country is no
        government.
        """
        context = (country,) if country else ()
        named: list[str] = []
        holders: list[str] = []
        for tree in (self._index.text_tree, self._index.whole_tree) if parts else ():
            for match in matches_at(tree, parts, 0):
                bare_country = tree is self._index.whole_tree and match.countries
                if match.stop == len(parts) and not (trimmed and bare_country):
                    names = (n for n in match.node.names if not n.local or self._at_home(n.actor_id, country))
                    named += self._index.ranked(names, parts, context, date)
                    holders += self._index.holders(match, context, date)
        return list(dict.fromkeys([*named, *holders]))

    def _at_home(self, id: str, country: str | None) -> bool:
        return country is None or self._actors[id].country == country

    def _named_or_trimmed(self, parts: list[Word], country: str | None, date: dt.date | None) -> list[str]:
        ranked = self._named(parts, country, date, trimmed=False)
        shorter = self._trimmed(parts)
        while not ranked and shorter is not None:
            ranked = self._named(shorter, country, date, trimmed=True)
            shorter = self._trimmed(shorter)
        return ranked

    def _trimmed(self, parts: list[Word]) -> list[Word] | None:
        """The words without one describing phrase around them; None where there is none."""
        path = tuple(word.key for word in parts)
        for phrase in self._partitive:
            for at in range(len(path) - len(phrase)):
                if path[at : at + len(phrase)] == phrase:
                    return parts[at + len(phrase) :]
        if len(parts) > 1 and parts[0].raw.isdigit():
            return parts[1:]
        for phrase in self._trim_before:
            if len(phrase) < len(path) and path[: len(phrase)] == phrase:
                return parts[len(phrase) :]
        for phrase in self._trim_after:
            if len(phrase) < len(path) and path[-len(phrase) :] == phrase:
                return parts[: -len(phrase)]
        return None


def _same_person(asked: tuple[str, ...], known: tuple[str, ...]) -> bool:
    """Same family name, and every name of the shorter in the longer."""
    shorter, longer = sorted((asked, known), key=len)
    return bool(shorter) and shorter[-1] == longer[-1] and set(shorter) <= set(longer)
