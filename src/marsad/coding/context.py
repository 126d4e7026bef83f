"""What its surroundings give to a mention that does not say it: place, day, sides.

The nearest words win: the same paragraph, then the heading or the item that opens the section, then the headline,
then the dateline.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field

from marsad.coding.dates import DateMention, resolve_in_context
from marsad.coding.language import Block
from marsad.coding.merging import Telling
from marsad.coding.toponyms import Toponym
from marsad.coding.when import Time
from marsad.coding.where import Where
from marsad.coding.who import Party, Sides


@dataclass(slots=True)
class Surroundings:
    """The state of the narration while a dispatch is read from top to bottom."""

    toponyms: Sequence[Toponym]
    anchor: dt.date | None
    headline_place: int | None = None
    section_place: int | None = None
    block: int = -1
    place: int | None = None
    within: int | None = None
    narrated: DateMention | None = None
    block_time: Time = field(default_factory=lambda: Time([]))
    story: Time | None = None
    last_place: int | None = None
    last_within: int | None = None
    last_sides: Sides | None = None
    last_block_with_place: int = -9


def opening_places(blocks: Sequence[Block], toponyms: Sequence[Toponym]) -> dict[int, int]:
    """For each heading, and each paragraph that opens with "Place:" or "In Place,": the place that it sets."""
    found: dict[int, int] = {}
    for block in blocks:
        inside = [n for n, t in enumerate(toponyms) if block.start <= t.start < block.end and not t.dateline]
        if not inside:
            continue
        first = toponyms[inside[0]]
        if block.kind == "heading" and len(inside) <= 3:
            found[block.index] = inside[0]
        elif first.start - block.start <= 24 and block.kind != "headline" and first.end < block.end:
            found[block.index] = inside[0]
    return found


def settle_place(telling_where: Where, state: Surroundings, block: Block, *, follows: bool) -> tuple[int | None, int | None, str]:
    """The place of a mention whose sentence names none: index, container, and where it was taken from."""
    if state.block == block.index and state.place is not None:
        return state.place, state.within, "told before in the paragraph"
    if follows and state.last_place is not None and block.index - state.last_block_with_place <= 2:
        return state.last_place, state.last_within, "told in the paragraph before"
    if state.section_place is not None:
        return state.section_place, None, "set by the heading"
    if state.last_place is not None and block.index - state.last_block_with_place <= 3:
        return state.last_place, state.last_within, "told before"
    if state.headline_place is not None:
        return state.headline_place, None, "set by the headline"
    if state.last_place is not None:
        return state.last_place, state.last_within, "told before"
    dateline = next((n for n, t in enumerate(state.toponyms) if t.dateline), None)
    if dateline is not None:
        return dateline, None, "dateline"
    return None, None, ""


def settle_time(time: Time, state: Surroundings, block: Block, *, present: bool) -> tuple[dt.date | None, dt.date | None, Time, str]:
    """First and last day of a mention, and the words for them.

    In this order: its own words, the paragraph's, the lead's, the day of the statement, the dispatch's own day.
    `present`: the mention is told as going on or to come, so that a day told before does not hold for it.
    """
    dates = [
        resolve_in_context(d, state.narrated.first) if d.kind == "relative_to_context" and state.narrated and state.narrated.first else d
        for d in time.dates
    ]
    time = Time(dates, own=time.own, rule=time.rule, said=time.said)
    known = next((d for d in dates if d.first is not None), None)
    if time.own and known is not None and known.kind == "since":
        return known.first, state.anchor or known.last, time, "since … until the dispatch's day"
    if time.own and known is not None and known.kind != "time_of_day":
        return known.first, known.last, time, time.rule
    if state.block == block.index and state.block_time.dates:
        earlier = next((d for d in state.block_time.dates if d.first is not None), None)
        if earlier is not None:
            return earlier.first, earlier.last, Time([*state.block_time.dates], rule="told before in the paragraph"), ""
    if present:
        return state.anchor, state.anchor, Time([d for d in dates if d.kind == "time_of_day"]), "the dispatch's own day"
    if state.story is not None and state.story.dates and not (known is not None and known.kind == "time_of_day"):
        lead = next(d for d in state.story.dates if d.first is not None)
        return lead.first, lead.last, Time([*state.story.dates], rule="the day of the lead"), ""
    if known is not None:
        return known.first, known.last, time, time.rule
    if dates and any(d.first is None for d in dates):
        return None, None, time, "relative date without an anchor"
    return state.anchor, state.anchor, time, "the dispatch's own day"


def note(state: Surroundings, telling: Telling, block: Block) -> None:
    """Remember what a telling says for the mentions that follow."""
    if state.block != block.index:
        state.block = block.index
        state.place = state.within = None
        state.block_time = Time([])
    if telling.where.own and telling.place is not None:
        state.place, state.within = telling.place, telling.within
        state.last_place, state.last_within = telling.place, telling.within
        state.last_block_with_place = block.index
    if state.story is None and not telling.headline:
        dated = (telling.time.own or telling.time.said) and any(d.first is not None and d.kind != "time_of_day" for d in telling.time.dates)
        recent = dated and telling.start is not None and state.anchor is not None and 0 <= (state.anchor - telling.start).days <= 4
        state.story = Time(telling.time.dates) if recent else Time([])
    if telling.time.own:
        known = next((d for d in telling.time.dates if d.first is not None), None)
        if known is not None and known.kind != "time_of_day":
            state.narrated = known
            state.block_time = telling.time
    if telling.sides.side_a or telling.sides.side_b:
        state.last_sides = telling.sides


def new_block(state: Surroundings, block: Block, opened: dict[int, int]) -> None:
    """Enter a block: a heading or an opening "In Place" sets the place of what follows."""
    if block.kind == "heading":
        state.section_place = opened.get(block.index)
    if state.block != block.index:
        state.block = block.index
        state.place = opened.get(block.index)
        state.within = None
        state.block_time = Time([])
        if state.place is not None:
            state.within = state.toponyms[state.place].within


def pronoun_party(state: Surroundings, *, plural: bool) -> list[Party]:
    """Who "they" are: the doers last told."""
    if state.last_sides is None:
        return []
    return [p for p in state.last_sides.side_a if not p.civilian] if plural else []
