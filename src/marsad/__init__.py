"""Marsad turns dated conflict dispatches into a sourced conflict-event record.

import marsad
coder = marsad.Coder()
coding = coder.code(text, date="2021-01-24", source="SOHR")
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from marsad.coding.coder import Coder
    from marsad.model import Coding, Dispatch, Event

__version__ = "0.1.0"

__all__ = ["Coder", "Coding", "Dispatch", "Event", "__version__"]

_HOMES = {
    "Coder": "marsad.coding.coder",
    "Coding": "marsad.model",
    "Dispatch": "marsad.model",
    "Event": "marsad.model",
}


def __getattr__(name: str) -> Any:
    # loaded on first use, so that `import marsad` stays quick
    if name in _HOMES:
        from importlib import import_module

        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
