"""The actor registry: who the armed and political actors of the world's conflicts are, and by what names."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from marsad.actors.generic import COUNTRY, generic, generic_text, state_actors
from marsad.actors.index import Match, Name, Node, countries_at, matches_at, means, name_in_tree
from marsad.actors.names import Word, keys, skeleton, words
from marsad.actors.tables import (
    Actor,
    check_references,
    read_file,
    read_table,
    shipped_actors,
    shipped_tables,
    starts_before,
    version_of,
)
from marsad.actors.user import user_file
from marsad.codebook.countries import countries as all_countries
from marsad.errors import DataError

__all__ = ["Actor", "ActorMention", "ActorRegistry"]


@dataclass(frozen=True, slots=True)
class ActorMention:
    """A registry name in a text: half-open character offsets, the words as written, the actor.

    `actor_id` is None where only the caller's country could tell whom the words mean ("the army"); `kind`, one of
    ACLED's eight, is known even then. `candidates` are all actors that the words may mean, best first.
    """

    start: int
    end: int
    text: str
    actor_id: str | None
    kind: str
    candidates: tuple[str, ...] = ()


class ActorRegistry:
    """Actors by id and by name."""

    def __init__(self, actors: Iterable[Actor], *, version: str = "") -> None:
        """A registry of the bodies of every state and of `actors`; a later actor replaces an earlier one by its id.

        Raises `DataError` where an actor names a parent or backer that is not in the registry.
        """
        self._actors = {actor.id: actor for actor in state_actors()}
        self._actors.update((actor.id, actor) for actor in actors)
        check_references(self._actors)
        for holder in generic().holder:
            if holder.actor not in self._actors:
                raise DataError(f"generic.toml: holder {holder.actor!r} is no actor's id")
        self.version = version
        self._order = {id: rank for rank, id in enumerate(self._actors)}
        self._leaders = [(skeleton(person), actor) for actor in self._actors.values() for person in actor.leaders]
        self._text_tree = Node()
        self._whole_tree = Node()
        self._plant_names()
        self._plant_phrases()
        rules = generic()
        self._person_before = frozenset(rules.person.before)
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

        `country` (ISO 3166-1 alpha-2) is where the text plays, `date` its day: actors of that country and time come
        first. Country-relative names ("the army", "Turkish forces") and names of states are understood.
        """
        parts = [word for word in words(name) if word.key]
        ranked = self._named(parts, country, date, trimmed=False)
        while not ranked:
            shorter = self._trimmed(parts)
            if shorter is None:
                return []
            parts = shorter
            ranked = self._named(parts, country, date, trimmed=True)
        return [self._actors[id] for id in ranked]

    def find(
        self, text: str, *, countries: Sequence[str] = (), date: dt.date | None = None
    ) -> list[ActorMention]:
        """All actor names in a text, longest match, in the order of the text, without overlaps.

        `countries` are where the text plays, best first (ISO 3166-1 alpha-2). They decide between namesakes and whom
        "the army" means. A bare country name is not returned: `lookup` knows it as the state's government.
        """
        parts = words(text)
        kept: list[Match] = []
        stop = 0
        for first, word in enumerate(parts):
            if first < stop:
                continue
            if word.key not in self._text_tree.following and not self._opens_with_country(parts, first):
                continue
            best = self._longest(text, parts, first)
            if best is not None:
                kept.append(best)
                stop = best.stop
        places = _Context(countries, parts, [self._sure_countries(match, parts) for match in kept])
        mentions = (self._mention(text, parts, match, places, countries, date) for match in kept)
        return [mention for mention in mentions if mention is not None]

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
        """The actors that a person leads or led; a surname alone will do where it has three consonants."""
        asked = skeleton(person)
        if not asked or (len(asked) == 1 and len(asked[0]) < 3):
            return []
        found = [actor for known, actor in self._leaders if known and _same_person(asked, known)]
        return list(dict.fromkeys(found))

    # Building

    def _plant_names(self) -> None:
        for actor in self._actors.values():
            for name in dict.fromkeys((actor.name, *actor.aliases)):
                self._plant(name, actor.id, local=name in actor.local_aliases, derived=False)
        for actor in list(self._actors.values()):
            for name in (actor.name, *actor.aliases):
                for variant in _unit_variants(name):
                    self._plant(variant, actor.id, local=name in actor.local_aliases, derived=True)

    def _plant(self, name: str, actor_id: str, *, local: bool, derived: bool) -> None:
        planted = name_in_tree(name, actor_id, local=local, derived=derived)
        if planted is None:
            raise DataError(f"actor {actor_id!r}: name {name!r} has no letter or digit")
        path, entry = planted
        names = self._text_tree.at(path).names
        known = any(other.actor_id == actor_id and other.written == entry.written for other in names)
        if not known and not (derived and names):
            names.append(entry)

    def _plant_phrases(self) -> None:
        rules = generic()
        for key, role in rules.roles.items():
            for path in rules.phrases((*role.phrases, *role.alone)):
                node = self._text_tree.at(path)
                if key not in node.roles:
                    node.roles.append(key)
            for path in rules.phrases(role.whole):
                node = self._whole_tree.at(path)
                if key not in node.roles:
                    node.roles.append(key)

    # Looking up a name

    def _named(
        self, parts: Sequence[Word], country: str | None, date: dt.date | None, *, trimmed: bool
    ) -> list[str]:
        """The ids that all of the words mean together, best first. What is trimmed to a country is no government."""
        ids: list[str] = []
        for tree in (self._text_tree, self._whole_tree) if parts else ():
            for match in matches_at(tree, parts, 0):
                if match.stop == len(parts) and not (trimmed and tree is self._whole_tree and match.countries):
                    context = (country,) if country else ()
                    ids += self._ranked(match.node.names, parts, context, date)
                    ids += self._holders(match, context, date)
        return list(dict.fromkeys(ids))

    def _trimmed(self, parts: Sequence[Word]) -> list[Word] | None:
        """The words without one describing phrase around them; None where there is none."""
        path = tuple(word.key for word in parts)
        for phrase in self._partitive:
            for at in range(len(path) - len(phrase)):
                if path[at : at + len(phrase)] == phrase:
                    return list(parts[at + len(phrase) :])
        for phrase in self._trim_before:
            if len(phrase) < len(path) and path[: len(phrase)] == phrase:
                return list(parts[len(phrase) :])
        for phrase in self._trim_after:
            if len(phrase) < len(path) and path[-len(phrase) :] == phrase:
                return list(parts[: -len(phrase)])
        return None

    def _ranked(
        self, names: Sequence[Name], matched: Sequence[Word], context: Sequence[str], date: dt.date | None
    ) -> list[str]:
        """The ids of some names, best first: by country, time, writing, then the order of the tables."""

        def rank(name: Name) -> tuple[bool, int, bool, bool, bool, int]:
            actor = self._actors[name.actor_id]
            if actor.country in context:
                distance = context.index(actor.country or "")
            else:
                distance = len(context) + (actor.country is not None)
            return (
                name.local and bool(context) and actor.country not in context,
                distance,
                not _valid_on(actor, date),
                not means(name, matched),
                name.derived,
                self._order[name.actor_id],
            )

        return [name.actor_id for name in sorted(names, key=rank)]

    def _holders(self, match: Match, context: Sequence[str], date: dt.date | None) -> list[str]:
        """The actors that hold the roles of a phrase, in the countries that it names, else in those of the context."""
        named = sorted(match.countries, key=lambda iso: context.index(iso) if iso in context else len(context))
        rules = generic()
        found = [
            holder
            for role in match.node.roles
            for iso in (named or context)
            if (holder := rules.holder_id(role, iso, date)) is not None
        ]
        return list(dict.fromkeys(found))

    # Finding names in a text

    def _opens_with_country(self, parts: Sequence[Word], first: int) -> bool:
        return COUNTRY in self._text_tree.following and bool(countries_at(parts, first))

    def _longest(self, text: str, parts: Sequence[Word], first: int) -> Match | None:
        """The longest path from a word on whose words may mean it as written."""
        best: Match | None = None
        for match in matches_at(self._text_tree, parts, first):
            if best is not None and match.stop <= best.stop:
                continue
            if self._names_as_written(text, parts, match) or self._phrase_stands(text, parts, match):
                best = match
        return best

    def _names_as_written(self, text: str, parts: Sequence[Word], match: Match) -> list[Name]:
        matched = parts[match.first : match.stop]
        names = [name for name in match.node.names if means(name, matched)]
        if not names or len(matched) > 1:
            return names
        word = matched[0]
        if word.joined and parts[match.first - 1].raw in self._person_before:
            return []
        # In a line of capitals a word of two letters is no acronym ("THE TOWN IS TAKEN").
        if len(word.raw) == 2 and _line_of(text, word.start).isupper():
            return []
        return names

    def _phrase_stands(self, text: str, parts: Sequence[Word], match: Match) -> bool:
        """Whether a generic phrase is one, and no part of a name that no table lists ("New Syrian Army")."""
        if not match.node.roles:
            return False
        last = parts[match.stop - 1]
        if last.raw[0].islower():
            return True
        first = parts[match.first]
        # A capital at the head of a sentence tells nothing, nor does one before an article ("On Monday the Army").
        if match.first > 1 and first.joined and parts[match.first - 1].joined:
            before = parts[match.first - 1]
            between = text[before.end : first.start_with_article]
            if before.raw[0].isupper() and not any(map(str.isalpha, between)):
                return False
        after = parts[match.stop : match.stop + 2]
        follows = len(after) == 2 and after[0].joined and after[1].joined and after[0].raw == "of"
        return not (follows and after[1].raw[0].isupper())

    def _sure_countries(self, match: Match, parts: Sequence[Word]) -> tuple[str, ...]:
        """The countries that a match tells by itself: those of names that are nobody else's."""
        matched = parts[match.first : match.stop]
        names = [name for name in match.node.names if means(name, matched)]
        actors = {name.actor_id for name in names if not name.local}
        if len(actors) == 1 and not any(name.local for name in names):
            country = self._actors[actors.pop()].country
            return (country,) if country else ()
        return ()

    def _mention(
        self,
        text: str,
        parts: Sequence[Word],
        match: Match,
        places: _Context,
        countries: Sequence[str],
        date: dt.date | None,
    ) -> ActorMention | None:
        names = self._names_as_written(text, parts, match)
        if any(name.local for name in names):
            context: Sequence[str] = places.codes()
            names = [n for n in names if not n.local or self._actors[n.actor_id].country in context]
        else:
            context = countries if len(names) < 2 else places.codes()
        ids = self._ranked(names, parts[match.first : match.stop], context, date)
        kind = self._actors[ids[0]].kind if ids else ""
        if self._phrase_stands(text, parts, match):
            ids = list(dict.fromkeys([*ids, *self._holders(match, countries, date)]))
            kind = self._actors[ids[0]].kind if ids else generic().roles[match.node.roles[0]].kind
        if not kind:
            return None
        start, end = parts[match.first].start_with_article, parts[match.stop - 1].end
        return ActorMention(start, end, text[start:end], ids[0] if ids else None, kind, tuple(ids))


class _Context:
    """Where a text plays: the caller's countries, then those that the text names. Worked out when first asked."""

    def __init__(self, given: Sequence[str], parts: Sequence[Word], sure: Iterable[tuple[str, ...]]) -> None:
        self._given, self._parts, self._sure = given, parts, sure
        self._codes: list[str] | None = None

    def codes(self) -> list[str]:
        """ISO 3166-1 alpha-2 codes, best first."""
        if self._codes is None:
            counted: dict[str, int] = {}
            for sure in self._sure:
                for iso in sure:
                    counted[iso] = counted.get(iso, 0) + 1
            position = 0
            while position < len(self._parts):
                named = countries_at(self._parts, position)
                position += named[-1][0] if named else 1
                if named:
                    iso = named[-1][1][0]
                    counted[iso] = counted.get(iso, 0) + 1
            by_count = sorted(counted, key=lambda iso: -counted[iso])
            self._codes = list(dict.fromkeys([*self._given, *by_count]))
        return self._codes


def _valid_on(actor: Actor, date: dt.date | None) -> bool:
    if date is None:
        return True
    day = date.isoformat()
    begun = actor.valid_from is None or starts_before(actor.valid_from, day)
    return begun and (actor.valid_to is None or starts_before(day, actor.valid_to))


def _same_person(asked: tuple[str, ...], known: tuple[str, ...]) -> bool:
    """Same family name, and every name of the shorter in the longer."""
    shorter, longer = sorted((asked, known), key=len)
    return shorter[-1] == longer[-1] and set(shorter) <= set(longer)


def _unit_variants(name: str) -> Iterator[str]:
    """Other words for the unit that a name tells: "Hamza Division" gives "Hamza Brigade" and "Liwa Hamza"."""
    before, after = generic().unit.before, generic().unit.after
    parts = [word.raw for word in words(name)]
    if len(parts) < 2:
        return
    last = parts[-1].removesuffix("s")
    if last in after:
        core = parts[:-1]
    elif parts[0] in before:
        core = parts[1:]
    else:
        return
    # A core that is a number, or that only a place or service could fill ("Air Force"), names a unit by its kind.
    if any(part[0].isdigit() for part in core) or len("".join(core)) < 4:
        return
    whole = " ".join(core)
    for word in before:
        yield f"{word} {whole}"
    for word in after:
        yield f"{whole} {word}"


def _line_of(text: str, position: int) -> str:
    end = text.find("\n", position)
    return text[text.rfind("\n", 0, position) + 1 : end if end >= 0 else len(text)]


def country_of_state_name(name: str) -> str | None:
    """The country that all of a name means, as name or demonym ("Syria", "the Syrians"); None for other names."""
    parts = words(name)
    found = [isos[0] for length, isos in countries_at(parts, 0) if length == len(parts)] if parts else []
    return found[0] if found and found[0] in all_countries() else None
