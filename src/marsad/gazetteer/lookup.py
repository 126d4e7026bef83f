"""Looking up places by name."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from marsad.gazetteer.places import Candidate


class Gazetteer:
    """The embedded gazetteer and the user's own sources."""

    @classmethod
    def open(cls, path: Path | None = None, extra: Sequence[Path] = ()) -> Gazetteer:
        """Open the gazetteer; it is unpacked into the user's cache on first use."""
        raise NotImplementedError

    @property
    def version(self) -> str:
        """Version of the embedded data, and a hash of the user's sources where there are any."""
        raise NotImplementedError

    def lookup(
        self, name: str, *, country: str | None = None, limit: int = 10, fuzzy: bool = True
    ) -> list[Candidate]:
        """Places that `name` may mean, likeliest first."""
        raise NotImplementedError

    def has(self, name: str) -> bool:
        """Whether any place bears `name` (exact or folded)."""
        raise NotImplementedError
