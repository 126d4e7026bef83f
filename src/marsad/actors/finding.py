"""Finding actor names in a text: one walk over its words, then a look at where the text plays."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from marsad.actors.generic import generic
from marsad.actors.index import NameIndex, valid_on
from marsad.actors.names import QUOTES, Word, is_acronym, words
from marsad.actors.tree import Match, Name, countries_at, matches_at, means


@dataclass(frozen=True, slots=True)
class ActorMention:
    """A registry name in a text: half-open character offsets, the words as written, the actor.

    `actor_id` is None where only the caller's country could tell whom the words mean ("the army"); `kind`,
    one of ACLED's eight, is known even then. `candidates` are all actors that the words may mean, best first.
    """

    start: int
    end: int
    text: str
    actor_id: str | None
    kind: str
    candidates: tuple[str, ...] = ()


def find_mentions(index: NameIndex, text: str, countries: Sequence[str], date: dt.date | None) -> list[ActorMention]:
    """All actor names in a text, in its order, without overlaps. Arguments as for `ActorRegistry.find`."""
    return _Reading(index, text, countries, date).mentions()


@lru_cache(maxsize=4)
def _walk(index: NameIndex, text: str) -> _Walk:
    """The walk over a text; a dispatch is read again once it is known where it plays."""
    return _Walk(index, text)


class _Walk:
    """One walk over the words of a text: where names and phrases may stand, wherever it plays."""

    def __init__(self, index: NameIndex, text: str) -> None:
        self.index, self.text = index, text
        self.words = words(text)
        self.matches = self._matches()

    def _matches(self) -> list[Match]:
        kept: list[Match] = []
        following = self.index.text_tree.following
        stop = 0
        for first, word in enumerate(self.words):
            if first < stop or not (word.key in following or countries_at(self.words, first)):
                continue
            best = self._longest(first)
            if best is not None:
                kept.append(best)
                stop = best.stop
        return kept

    def _longest(self, first: int) -> Match | None:
        """The longest path from a word on whose words may mean it as written; a name before a phrase."""
        best: Match | None = None
        best_named = False
        for match in matches_at(self.index.text_tree, self.words, first):
            named = bool(self.names(match))
            if not named and not self.phrase_stands(match):
                continue
            if best is None or (match.stop, named) > (best.stop, best_named):
                best, best_named = match, named
        return best

    def names(self, match: Match) -> list[Name]:
        """The names that the words may be as they are written and where they stand."""
        matched = self.words[match.first : match.stop]
        names = [name for name in match.node.names if means(name, matched)]
        if not names or len(matched) > 1:
            return names
        word = matched[0]
        if word.joined and self.words[match.first - 1].raw in generic().person.before:
            return []
        # Between words in capitals one of two letters is no acronym ("THE TOWN IS TAKEN").
        if len(word.raw) == 2 and any(map(_in_capitals, self._neighbours(match.first))):
            return []
        return names

    def _neighbours(self, place: int) -> list[Word]:
        """The words right before and after one, where nothing but a space stands between."""
        before = self.words[place - 1 : place] if self.words[place].joined and place else []
        return [*before, *(word for word in self.words[place + 1 : place + 2] if word.joined)]

    def phrase_stands(self, match: Match) -> bool:
        """Whether a generic phrase is one, and no part of a name that no table lists ("New Syrian Army")."""
        if not match.node.roles:
            return False
        first, last = self.words[match.first], self.words[match.stop - 1]
        if last.raw[0].islower():
            return True
        # A capital at the head of a sentence tells nothing, nor does one before an article ("On Monday the
        # Army").
        if match.first > 1 and first.joined and self.words[match.first - 1].joined:
            before = self.words[match.first - 1]
            between = self.text[before.end : first.start_with_article]
            if before.raw[0].isupper() and not any(map(str.isalpha, between)):
                return False
        after = self.words[match.stop : match.stop + 2]
        follows = len(after) == 2 and after[0].joined and after[1].joined and after[0].raw == "of"
        return not (follows and after[1].raw[0].isupper())


class _Reading:
    """One text while it is read."""

    def __init__(self, index: NameIndex, text: str, countries: Sequence[str], date: dt.date | None) -> None:
        self.index, self.text, self.countries, self.date = index, text, countries, date
        self.walk = _walk(index, text)
        self.words, self.matches = self.walk.words, self.walk.matches

    def mentions(self) -> list[ActorMention]:
        found = [(match, mention) for match in self.matches if (mention := self._mention(match)) is not None]
        defined = {
            acronym.raw: mention
            for match, mention in found
            if (acronym := self._defined_after(match, mention)) is not None
        }
        if not defined:
            return [mention for _, mention in found]
        by_first = {match.first: (match.stop, mention) for match, mention in found}
        covered = {place for match, _ in found for place in range(match.first, match.stop)}
        for place, word in enumerate(self.words):
            meant = defined.get(word.raw)
            known = by_first.get(place)
            if meant is not None and (place not in covered or (known is not None and known[0] == place + 1)):
                by_first[place] = (place + 1, self._as(word, meant))
        return [by_first[place][1] for place in sorted(by_first)]

    def _defined_after(self, match: Match, mention: ActorMention) -> Word | None:
        """The acronym that a name gives itself: after "Ambazonia Defence Forces (ADF)" ADF means those.

        Not where the registry knows the acronym, but not for this actor: "Military Police of the SNA (SNA)".
        """
        if match.stop >= len(self.words) or match.stop - match.first < 2:
            return None
        word = self.words[match.stop]
        opening = self.text[self.words[match.stop - 1].end : word.start].strip(QUOTES + " ")
        closing = self.text[word.end : word.end + 2].lstrip(QUOTES)[:1]
        if opening != "(" or closing != ")" or not is_acronym(word.raw):
            return None
        node = self.index.text_tree.following.get(word.key)
        known = {name.actor_id for name in node.names if means(name, [word])} if node else set()
        if known:
            return word if mention.actor_id in known else None
        return word if word.raw[0].lower() == mention.text[0].lower() else None

    def _as(self, word: Word, meant: ActorMention) -> ActorMention:
        return ActorMention(word.start, word.end, word.raw, meant.actor_id, meant.kind, meant.candidates)

    def _mention(self, match: Match) -> ActorMention | None:
        names = self.walk.names(match)
        if any(name.local for name in names):
            names = [name for name in names if not name.local or self._at_home(name)]
        context = self.countries if len(names) < 2 else self._context
        ids = self.index.ranked(names, self.words[match.first : match.stop], context, self.date)
        kind: str | None = None
        if self.walk.phrase_stands(match):
            ids = list(dict.fromkeys([*ids, *self.index.holders(match, self.countries, self.date)]))
            kind = generic().roles[match.node.roles[0]].kind
        if ids:
            kind = self.index.actors[ids[0]].kind
        if kind is None:
            return None
        start, end = self.words[match.first].start_with_article, self.words[match.stop - 1].end
        return ActorMention(start, end, self.text[start:end], ids[0] if ids else None, kind, tuple(ids))

    # Where the text plays

    def _at_home(self, name: Name) -> bool:
        """Whether a name that counts only at home does so here: the text plays in its country and time."""
        actor = self.index.actors[name.actor_id]
        return actor.country in self._context and valid_on(actor, self.date)

    @cached_property
    def _context(self) -> list[str]:
        """The caller's countries, then those that the text names, the most named first."""
        counted: dict[str, int] = {}
        for match in self.matches:
            iso = self._sure_country(match)
            if iso is not None:
                counted[iso] = counted.get(iso, 0) + 1
        place = 0
        while place < len(self.words):
            named = countries_at(self.words, place)
            place += named[-1][0] if named else 1
            if named:
                iso = named[-1][1][0]
                counted[iso] = counted.get(iso, 0) + 1
        by_count = sorted(counted, key=lambda iso: -counted[iso])
        return list(dict.fromkeys([*self.countries, *by_count]))

    def _sure_country(self, match: Match) -> str | None:
        """The country of a name that is nobody else's and needs no country to be known."""
        names = self.walk.names(match)
        if len(names) != 1 or names[0].local:
            return None
        return self.index.actors[names[0].actor_id].country


def _in_capitals(word: Word) -> bool:
    return len(word.raw) > 3 and word.raw.isalpha() and word.raw.isupper()
