"""Whether two codings mean the same name: tolerant of spelling, articles and kinds of place or body."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterable
from functools import cache
from importlib import resources
from typing import Any

from marsad.actors.registry import ActorRegistry
from marsad.codebook.countries import country_code, demonym_country
from marsad.gazetteer.keys import skeleton

_APOSTROPHES = re.compile("[’‘'`´ʿʾʼ*]")
_WORD = re.compile(r"[^\W_]+")
_SHORTEST_SKELETON = 4


@cache
def _rules() -> dict[str, Any]:
    return tomllib.loads(resources.files("marsad.evaluation").joinpath("data", "naming.toml").read_text("utf-8"))


@cache
def _registry() -> ActorRegistry:
    return ActorRegistry.load()


@cache
def words(name: str) -> tuple[str, ...]:
    """The words of a name in lower case without diacritics, apostrophes and punctuation."""
    plain = unicodedata.normalize("NFKD", name)
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return tuple(_WORD.findall(_APOSTROPHES.sub("", plain).casefold()))


@cache
def same_name(one: str, other: str) -> bool:
    """Whether two names, of places or of actors, mean the same.

    So they do where both name civilians, where the words of one are all in the other ("Tafas", "the city of
    Tafas"; words are compared by consonants, demonyms as their country), where all consonants are the same
    ("Deir Ezzor", "Deir ez-Zor"), or where one is the initials of the other.
    """
    if names_civilians(one) and names_civilians(other):
        return True
    if _initials_of(one, other) or _initials_of(other, one):
        return True
    if len(whole := skeleton(one)) >= _SHORTEST_SKELETON and whole == skeleton(other):
        return True
    first, second = _marks(one), _marks(other)
    return bool(first and second) and (first <= second or second <= first)


def same_actor(one: str, other: str) -> bool:
    """Whether two names mean the same actor: as names, or as aliases of one actor of the registry."""
    return same_name(one, other) or bool(_actors(one) & _actors(other))


@cache
def names_civilians(name: str) -> bool:
    """Whether a name means civilians, such as "three villagers"."""
    parts = words(name)
    return bool(parts) and (parts[-1] in _rules()["civilians"] or not {"civilian", "civilians"}.isdisjoint(parts))


@cache
def names_nobody(name: str) -> bool:
    """Whether a name only says that the doer is not known, such as "unidentified gunmen"."""
    return all(word in _rules()["unknown"] for word in words(name))


def known_actors(names: Iterable[str]) -> list[str]:
    """The names that say who it was."""
    return [name for name in names if not names_nobody(name)]


@cache
def _actors(name: str) -> frozenset[str]:
    return frozenset(actor.id for actor in _registry().lookup(name)[:1])


@cache
def _marks(name: str) -> frozenset[str]:
    """What is left of a name to compare: its telling words by their consonants."""
    rules = _rules()
    found = [_common(word) for word in words(name)]
    telling = [word for word in found if word not in rules["generic"]] or found
    return frozenset(_key(word) for word in telling)


def _common(word: str) -> str:
    code = demonym_country(word.capitalize()) or (country_code(word) if len(word) > 2 else None)
    direction: str = _rules()["directions"].get(word, word)
    return f"country {code}" if code else direction


def _key(word: str) -> str:
    if len(word) < _SHORTEST_SKELETON or " " in word or any(letter.isdigit() for letter in word):
        return word
    return skeleton(word) or word


def _initials_of(short: str, name: str) -> bool:
    parts = [word for word in words(name) if word not in ("of", "the", "and", "for", "al")]
    return len(parts) > 1 and "".join(words(short)) == "".join(word[0] for word in parts)
