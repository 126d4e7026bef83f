"""How the difference between two codings of a dispatch is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TextIO

if TYPE_CHECKING:
    from marsad.model import Event
    from marsad.store.aligning import CodingDifference

_SHORT = 10
_LONGEST = 60
_MEANING = {
    "same": "as before",
    "changed": "changed",
    "new": "told by the new coding only",
    "gone": "no longer told",
    "carried": "no longer told, kept since people decided on it",
}


def write_difference(found: CodingDifference, stream: TextIO, *, all_events: bool = False) -> None:
    """Write what became of each event that is not as before; with `all_events` of each."""
    from marsad.exports.words import one_line

    stream.write(
        f"dispatch {found.dispatch_id}: coding {found.earlier.number} ({found.earlier.coder.version}, "
        f"{found.earlier.coded_at:%Y-%m-%d %H:%M}) → {found.later.number} ({found.later.coder.version}, "
        f"{found.later.coded_at:%Y-%m-%d %H:%M})\n"
    )
    for difference in found.events:
        if difference.change == "same" and not all_events:
            continue
        stream.write(f"  {difference.id[:_SHORT]}  {_name(difference.event)}: {_MEANING[difference.change]}\n")
        for cell in difference.cells:
            before, after = (one_line(_short(value)) for value in (cell.before, cell.after))
            stream.write(f"      {cell.cell}: {before} → {after}\n")
    same = sum(difference.change == "same" for difference in found.events)
    if same and not all_events:
        stream.write(f"  {same} of {len(found.events)} events as before\n")


def difference_json(found: CodingDifference) -> dict[str, Any]:
    """The difference as plain data."""
    return {
        "dispatch_id": found.dispatch_id,
        "earlier": {"number": found.earlier.number, "coder": found.earlier.coder.model_dump()},
        "later": {"number": found.later.number, "coder": found.later.coder.model_dump()},
        "events": [
            {
                "id": difference.id,
                "change": difference.change,
                "cells": [{"cell": c.cell, "before": c.before, "after": c.after} for c in difference.cells],
            }
            for difference in found.events
        ],
    }


def _name(event: Event) -> str:
    from marsad.exports.words import date_text, label, one_line, place_text

    parts = (label(event.type), place_text(event.place), date_text(event.time))
    return one_line(", ".join(part for part in parts if part))


def _short(value: Any) -> str:
    """A cell's value in few words: names and figures, without the offsets of its words."""
    if isinstance(value, list):
        text = "; ".join(_short(item) for item in value) or "nothing"
    elif isinstance(value, dict):
        filled = (str(inner) for key, inner in value.items() if key != "evidence" and inner not in (None, "", []))
        text = ", ".join(filled) or "nothing"
    else:
        text = "nothing" if value is None else str(value)
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
