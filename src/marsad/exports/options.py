"""What may be asked of an export of the record, and what it answers: how much it could not carry, and why."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Literal

What = Literal["events", "incidents"]
LeftOut = Counter[str]
"""How many events or incidents an export left out, by the reason in words."""


@dataclass(frozen=True, slots=True)
class Options:
    """`what` the items are. `evidence`: add the sentences and the address of each row's source to formats that have
    no column of their own for them. `link_base`: the address of the review desk, for a link in each row. `hxl`: a
    row of HXL tags under the header, in tables.
    """

    what: What = "events"
    evidence: bool = False
    link_base: str | None = None
    hxl: bool = False
