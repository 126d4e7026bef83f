"""Items of a list that a sentence announces: "the conditions were as follows:" and the lines below it.

What stands in such lines are terms of a demand or a deal, not events (codebook 1).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from marsad.coding.language import Block

_ANNOUNCES = re.compile(
    r"\b(?:condition|demand|term|point|item|clause|provision|stipulat|agree|deal|request|provide|settlement|roadmap)\w*\b",
    re.IGNORECASE,
)
_LONGEST_ITEM = 28
"""Words; a longer paragraph goes on with the story."""


def announced_items(blocks: Sequence[Block], text: str) -> dict[int, int]:
    """For each block that is an announced item, the index of the block that announces it."""
    found: dict[int, int] = {}
    opener: int | None = None
    for block in blocks:
        line = text[block.start : block.end].rstrip()
        if line.endswith(":"):
            opener = block.index if _ANNOUNCES.search(line[-260:]) else None
            continue
        if opener is None:
            continue
        if block.kind == "item" or (len(line.split()) <= _LONGEST_ITEM and not _goes_on(line)):
            found[block.index] = opener
        else:
            opener = None
    return found


def _goes_on(line: str) -> bool:
    """Whether a short paragraph reports again ("According to …, …", "… said …")."""
    return (
        re.search(r"\b(?:according to|said|says|reported|sources|told|added|announced)\b", line, re.IGNORECASE)
        is not None
    )
