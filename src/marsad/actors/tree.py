"""The tree of name keys that is walked along a text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import NamedTuple

from marsad.actors.names import Word, is_acronym, spelling, words
from marsad.codebook.countries import countries

COUNTRY = "<country>"
"""The key that stands in a phrase for any country's name or demonym."""


class Name(NamedTuple):
    """A name of an actor, as it stands at the end of its path in the tree.

    `written` has for each word the capitals that it must have, if it is an acronym; for a name of one word
    its spelling, since of two words that differ by a vowel one is often no name ("Shene", "shine").
    `capital`: a word of the name has a capital. `local`: it means the actor only in a text about its country.
    `derived`: a spelling that no table lists.
    """

    actor_id: str
    written: tuple[str | None, ...]
    capital: bool
    local: bool
    derived: bool


@dataclass(slots=True)
class Node:
    """A place in the tree: what follows, the names and the generic roles that end here."""

    following: dict[str, Node] = field(default_factory=dict)
    names: list[Name] = field(default_factory=list)
    roles: list[str] = field(default_factory=list)

    def at(self, path: Sequence[str]) -> Node:
        """The node at the end of a path, made where it is missing."""
        node = self
        for key in path:
            node = node.following.setdefault(key, Node())
        return node


class Match(NamedTuple):
    """A path found in a text: the words from `first` up to, not including, `stop`; the countries that it
    names.
    """

    first: int
    stop: int
    node: Node
    countries: tuple[str, ...]


def name_in_tree(name: str, actor_id: str, *, local: bool) -> tuple[tuple[str, ...], Name] | None:
    """The path and the entry of a name; None for a name without a letter or digit."""
    parts = [word for word in words(name) if word.key]
    if not parts:
        return None
    written = tuple(_acronym(word.raw) for word in parts)
    if written == (None,):
        written = (spelling(parts[0].raw),)
    capital = any(word.raw[0].isupper() for word in parts)
    return tuple(word.key for word in parts), Name(actor_id, written, capital, local, False)


def means(name: Name, matched: Sequence[Word]) -> bool:
    """Whether the words, as written, may be this name: acronyms in capitals, a proper name with a capital."""
    for needed, word in zip(name.written, matched, strict=False):
        if needed is not None and needed not in (_acronym(word.raw), spelling(word.raw)):
            return False
    return not name.capital or any(not word.raw[0].islower() for word in matched)


def _acronym(raw: str) -> str | None:
    plain = raw.replace(".", "")
    if not is_acronym(plain):
        return None
    return plain[:-1] if plain[-1] == "s" and plain[:-1].isupper() else plain


def matches_at(root: Node, text_words: Sequence[Word], first: int) -> Iterator[Match]:
    """All paths of the tree that the text follows from one word on."""
    stack: list[tuple[Node, int, tuple[str, ...]]] = [(root, first, ())]
    while stack:
        node, position, named = stack.pop()
        if position > first and (node.names or node.roles):
            yield Match(first, position, node, named)
        if position >= len(text_words) or (position > first and not text_words[position].joined):
            continue
        after = node.following.get(text_words[position].key)
        if after is not None:
            stack.append((after, position + 1, named))
        state = node.following.get(COUNTRY)
        if state is not None:
            for length, isos in countries_at(text_words, position):
                stack.append((state, position + length, isos))


@dataclass(slots=True)
class _CountryNode:
    following: dict[str, _CountryNode] = field(default_factory=dict)
    named: dict[str, str | None] = field(default_factory=dict)
    """ISO code to the capitals that alone mean the country ("US"), if any."""


@cache
def _country_tree() -> _CountryNode:
    root = _CountryNode()
    for iso2, country in countries().items():
        for name in (*country.names, *country.demonyms):
            parts = words(name)
            node = root
            for part in parts:
                node = node.following.setdefault(part.key, _CountryNode())
            raw = parts[0].raw.replace(".", "") if parts else ""
            acronym = raw if len(parts) == 1 and is_acronym(raw) and raw.isupper() else None
            if node is not root and node.named.get(iso2, "") is not None:
                node.named[iso2] = acronym
    return root


def countries_at(text_words: Sequence[Word], first: int) -> list[tuple[int, tuple[str, ...]]]:
    """The country names and demonyms that begin at a word: how many words, which countries; longest last."""
    found: list[tuple[int, tuple[str, ...]]] = []
    node: _CountryNode | None = _country_tree().following.get(text_words[first].key)
    position = first + 1
    while node is not None:
        if node.named:
            raw = text_words[first].raw
            plain = raw.replace(".", "")
            isos = tuple(
                iso2
                for iso2, acronym in node.named.items()
                if (plain == acronym if acronym is not None else not raw[0].islower())
            )
            if isos:
                found.append((position - first, isos))
        if position >= len(text_words) or not text_words[position].joined:
            break
        node = node.following.get(text_words[position].key)
        position += 1
    return found
