"""Hiding names of private persons in whatever leaves Marsad.

A person lists the names; every occurrence is covered letter by letter, so that texts keep their length and evidence
spans go on pointing at the right words. Marsad does not guess who is a private person.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable
from typing import Any, TypeVar, cast

from pydantic import BaseModel

COVER = "█"
T = TypeVar("T")
_SPACES = re.compile(r"[\s\u00a0]+")
_LETTER = re.compile(r"\S")


class Redaction:
    """Covers names. A name is found in any case and over line breaks, as whole words only; hidden ones stay hidden."""

    def __init__(self, names: Iterable[str]) -> None:
        """Raises `ValueError` for a name without a letter."""
        self.names = tuple(dict.fromkeys(" ".join(name.split()) for name in names))
        for name in self.names:
            if not any(letter.isalnum() for letter in name):
                raise ValueError(f"{name!r} is no name that could be hidden")
        longest_first = sorted(self.names, key=len, reverse=True)
        words = "|".join(r"[\s\u00a0]+".join(map(re.escape, _SPACES.split(name))) for name in longest_first)
        self._pattern = re.compile(rf"(?<!\w)(?:{words})(?!\w)", re.IGNORECASE) if words else None

    def text(self, text: str) -> str:
        """The text with each letter of a hidden name covered; its length stays."""
        if self._pattern is None:
            return text
        return self._pattern.sub(lambda found: _LETTER.sub(COVER, found[0]), text)

    def covered(self, value: T) -> T:
        """The same value with the names covered in all its texts, however deep they stand.

        Takes records (`Event`, `Dispatch`, …), data classes (`Account`, `Incident`, …), lists, tuples and dicts.
        """
        return cast(T, self._covered(value)) if self._pattern is not None else value

    def _covered(self, value: Any) -> Any:
        if isinstance(value, str):
            return self.text(value)
        if isinstance(value, BaseModel):
            return value.model_copy(update={name: self._covered(held) for name, held in value})
        if dataclasses.is_dataclass(value) and not isinstance(value, type):
            fields = (field for field in dataclasses.fields(value) if field.init)
            return dataclasses.replace(value, **{one.name: self._covered(getattr(value, one.name)) for one in fields})
        if isinstance(value, dict):
            return {self._covered(key): self._covered(held) for key, held in value.items()}
        if isinstance(value, tuple):
            # spans are named tuples of numbers
            return value if hasattr(value, "_fields") else tuple(self._covered(held) for held in value)
        return [self._covered(held) for held in value] if isinstance(value, list) else value
