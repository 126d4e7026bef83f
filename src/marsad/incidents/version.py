"""By which way of comparing were an event's features and links made? A record makes them anew where it is another."""

from __future__ import annotations

from functools import cache
from importlib import resources

from marsad.model import content_id

CODE = 1
"""To be raised whenever features, blocks or levels are found in another way. A test notes when features change."""

_FILES = ("types.toml", "weights.toml", "wording.toml")


@cache
def comparison_version() -> str:
    """A hash of `CODE` and of the data files, so that a changed weight counts as another version."""
    folder = resources.files("marsad.incidents") / "data"
    return content_id("comparison", str(CODE), *((folder / name).read_text("utf-8") for name in _FILES))
