"""Decisions: what people have said about events. Append-only; the present state follows from codings and decisions."""

from __future__ import annotations

import datetime as dt
import secrets
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

Kind = Literal[
    "confirm",
    "reject",
    "flag",
    "edit",
    "add",
    "merge",
    "split",
    "link_actor",
    "place_on_map",
    "same",
    "different",
    "unsure",
    "undo",
]
KINDS_OF_JUDGEMENT: tuple[Kind, ...] = ("same", "different", "unsure")


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


class Decision(BaseModel):
    """One decision of one person. Decisions are ordered by `at`, then `id`; none is ever changed or deleted.

    `confirm`, `reject`, `flag`: of `event_id`. `edit`: `cell` of `event_id` (a field of `Event`) from `before` to
    `after`, as in the published JSON. `add`: `after` is a whole event of `dispatch_id`. `merge`: `other_id` is told as
    part of `event_id` (same dispatch). `split`: `after` is a list of events that `event_id` is divided into.
    `link_actor`: `cell` is the participant's name, `after` the id in the actor registry. `place_on_map`: `after` has
    `latitude`, `longitude`, `precision` and what else of the place is known. `same`, `different`, `unsure`: a judgement
    on the events `event_id` and `other_id` of different dispatches. `undo`: takes back the decision `undoes`; undoing
    an undo brings it back.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str = Field(default_factory=lambda: secrets.token_hex(16))
    at: dt.datetime = Field(default_factory=_now)
    who: str
    kind: Kind
    dispatch_id: str | None = None
    event_id: str | None = None
    other_id: str | None = None
    cell: str | None = None
    before: Any = None
    after: Any = None
    why: str = ""
    undoes: str | None = None
