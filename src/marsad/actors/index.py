"""The names of all actors in trees, and the order in which actors come that share a name."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache

from marsad.actors.generic import generic
from marsad.actors.names import Word, fold, is_acronym
from marsad.actors.tables import Actor, starts_before
from marsad.actors.tree import Match, Name, Node, means, name_in_tree
from marsad.errors import DataError


class NameIndex:
    """The trees of names that texts and look-ups are walked along.

    `text_tree` holds what counts as a name anywhere in a text, `whole_tree` the phrases that count only where
    they are all of a name that is looked up.
    """

    def __init__(self, actors: Mapping[str, Actor]) -> None:
        self.actors = actors
        self.text_tree = Node()
        self.whole_tree = Node()
        self._order = {id: rank for rank, id in enumerate(actors)}
        self._plant_names()
        self._plant_phrases()

    def ranked(
        self, names: Iterable[Name], matched: Sequence[Word], context: Sequence[str], date: dt.date | None
    ) -> list[str]:
        """The ids of some names, best first: by country, time, then the order of the tables.

        Names that the words do not mean as they are written ("idf") are taken only where there is no other;
        an acronym in capitals is never another one ("EDF", "IDF").
        """
        known = list(names)
        as_written = [name for name in known if means(name, matched)]
        if not any(is_acronym(word.raw) for word in matched):
            as_written = as_written or known

        def rank(name: Name) -> tuple[bool, int, bool, bool, int]:
            actor = self.actors[name.actor_id]
            at_home = actor.country is not None and actor.country in context
            return (
                name.local and bool(context) and not at_home,
                context.index(actor.country) if at_home else len(context) + (actor.country is not None),
                not valid_on(actor, date),
                name.derived,
                self._order[name.actor_id],
            )

        return list(dict.fromkeys(name.actor_id for name in sorted(as_written, key=rank)))

    def holders(self, match: Match, context: Sequence[str], date: dt.date | None) -> list[str]:
        """The actors that hold the roles of a phrase, in the countries that it names, else in those of the
        context.
        """
        named = sorted(match.countries, key=lambda iso: context.index(iso) if iso in context else len(context))
        found = (generic().holder_id(role, iso, date) for role in match.node.roles for iso in (named or context))
        return [holder for holder in dict.fromkeys(found) if holder is not None]

    def _plant_names(self) -> None:
        planted: list[tuple[tuple[str, ...], Name]] = []
        for actor in self.actors.values():
            for name in dict.fromkeys((actor.name, *actor.aliases)):
                found = name_in_tree(name, actor.id, local=name in actor.local_aliases)
                if found is None:
                    raise DataError(f"actor {actor.id!r}: name {name!r} has no letter or digit")
                planted.append(found)
        for path, entry in planted:
            names = self.text_tree.at(path).names
            if not any(other.actor_id == entry.actor_id and other.written == entry.written for other in names):
                names.append(entry)
        # What a table lists is never joined by what is only derived.
        for path, entry in planted:
            for variant in _unit_variants(path):
                node = self.text_tree.at(variant)
                if not node.names:
                    node.names.append(entry._replace(written=(), derived=True))

    def _plant_phrases(self) -> None:
        rules = generic()
        for key, role in rules.roles.items():
            for tree, templates in (
                (self.text_tree, (*role.phrases, *role.alone)),
                (self.whole_tree, role.whole),
            ):
                for path in rules.phrases(templates):
                    node = tree.at(path)
                    if key not in node.roles:
                        node.roles.append(key)


def valid_on(actor: Actor, date: dt.date | None) -> bool:
    """Whether an actor exists on a date; without a date every one does."""
    if date is None:
        return True
    day = date.isoformat()
    begun = actor.valid_from is None or starts_before(actor.valid_from, day)
    return begun and (actor.valid_to is None or starts_before(day, actor.valid_to))


def _unit_variants(path: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """Other words for the unit that a name tells: "Hamza Division" gives "Hamza Brigade" and "Liwa Hamza"."""
    before, after = _unit_words()
    if len(path) < 2:
        return
    if path[-1] in after:
        core = path[:-1]
    elif path[0] in before:
        core = path[1:]
    else:
        return
    # A number tells a unit only together with its kind: the 4th Division is no 4th Brigade.
    if any(map(str.isdigit, core)) or len("".join(core)) < 4:
        return
    for word in before:
        yield (word, *core)
    for word in after:
        yield (*core, word)


@cache
def _unit_words() -> tuple[tuple[str, ...], tuple[str, ...]]:
    unit = generic().unit
    return tuple(map(fold, unit.before)), tuple(map(fold, unit.after))
