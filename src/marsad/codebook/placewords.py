"""The words by which a text tells that a name is a place (`data/placewords.toml`)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from marsad.codebook.files import read_toml
from marsad.errors import DataError

_FILE = "placewords.toml"
_LISTS = {
    "cues": {"settlement", "quarter", "area", "first", "second", "site", "nature", "line", "border"},
    "relations": {"near", "outskirts", "countryside", "centre", "bearing"},
    "directions": {"adjectives", "nouns", "fillers"},
    "frames": {"strong", "weak", "verbs", "of_nouns", "of_person", "done_to_people"},
    "prefixes": {"words"},
    "not_places": {
        "calendar", "function", "peoples", "titles", "organisations", "of_organisations", "joined",
        "acronyms", "things",
    },
}  # fmt: skip


class Phrases:
    """Phrases of one or more lower-case words, each of a class, found at a position of a list of words."""

    def __init__(self, classes: Mapping[str, Iterable[str]]) -> None:
        self._entries: dict[tuple[str, ...], tuple[str, ...]] = {}
        for name, phrases in classes.items():
            for phrase in phrases:
                words = tuple(phrase.replace("-", " - ").split())
                for form in {words, (*words[:-1], plural(words[-1]))}:
                    self._entries[form] = (*self._entries.get(form, ()), name)
        self.longest = max(map(len, self._entries))
        self._last = {words[-1] for words in self._entries}
        self._first = {words[0] for words in self._entries}

    def at(self, words: Sequence[str], start: int) -> tuple[int, tuple[str, ...]] | None:
        """The longest phrase that begins at `start`: the position after it and its classes."""
        if start < len(words) and words[start] in self._first:
            for end in range(min(start + self.longest, len(words)), start, -1):
                found = self._entries.get(tuple(words[start:end]))
                if found:
                    return end, found
        return None

    def before(self, words: Sequence[str], end: int) -> tuple[int, tuple[str, ...]] | None:
        """The longest phrase that ends before `end`: its position and its classes."""
        if end > 0 and words[end - 1] in self._last:
            for start in range(max(0, end - self.longest), end):
                found = self._entries.get(tuple(words[start:end]))
                if found:
                    return start, found
        return None


@dataclass(frozen=True, slots=True)
class PlaceWords:
    """The lists of the file; see its comments for what each is for."""

    cues: Phrases
    near: Phrases
    relations: Phrases
    bearing: frozenset[str]
    directions: frozenset[str]
    direction_nouns: frozenset[str]
    fillers: frozenset[str]
    strong: frozenset[str]
    weak: frozenset[str]
    verbs: frozenset[str]
    of_nouns: frozenset[str]
    of_person: frozenset[str]
    done_to_people: frozenset[str]
    prefixes: frozenset[str]
    calendar: frozenset[str]
    function: frozenset[str]
    peoples: frozenset[str]
    titles: frozenset[str]
    organisations: frozenset[str]
    of_organisations: frozenset[str]
    joined: frozenset[str]
    acronyms: frozenset[str]
    things: frozenset[str]


def plural(word: str) -> str:
    """The English plural of a noun, near enough for feature words."""
    if word.endswith("y") and word[-2:-1] not in "aeiou":
        return word[:-1] + "ies"
    return word + ("es" if word.endswith(("s", "ch", "sh", "x")) else "s")


@cache
def place_words() -> PlaceWords:
    """The lists, read once. Raises `DataError` where the file breaks its schema."""
    content = _checked(read_toml(_FILE))
    relations, frames, not_places = content["relations"], content["frames"], content["not_places"]
    adjectives, nouns = (frozenset(content["directions"][name]) for name in ("adjectives", "nouns"))
    return PlaceWords(
        cues=Phrases(content["cues"]),
        near=Phrases({"near": relations["near"]}),
        relations=Phrases({name: relations[name] for name in ("outskirts", "countryside", "centre")}),
        bearing=frozenset(relations["bearing"]) | adjectives | nouns,
        directions=adjectives | nouns,
        direction_nouns=nouns,
        fillers=frozenset(content["directions"]["fillers"]),
        strong=frozenset(frames["strong"]),
        weak=frozenset(frames["weak"]),
        verbs=frozenset(frames["verbs"]),
        of_nouns=frozenset(frames["of_nouns"]),
        of_person=frozenset(frames["of_person"]),
        done_to_people=frozenset(frames["done_to_people"]),
        prefixes=frozenset(content["prefixes"]["words"]),
        **{name: frozenset(not_places[name]) for name in sorted(_LISTS["not_places"])},
    )


def _checked(content: dict[str, Any]) -> dict[str, dict[str, list[str]]]:
    for section, names in _LISTS.items():
        lists = content.get(section)
        if not isinstance(lists, dict) or set(lists) != names:
            raise DataError(f"{_FILE}: section [{section}] must hold the lists {', '.join(sorted(names))}")
        for name, words in lists.items():
            if not (isinstance(words, list) and words and all(isinstance(w, str) and w == w.lower() for w in words)):
                raise DataError(f"{_FILE}: [{section}] {name} must be a list of words in lower case")
    if set(content) != set(_LISTS):
        raise DataError(f"{_FILE}: unknown section {min(set(content) - set(_LISTS))}")
    return content
