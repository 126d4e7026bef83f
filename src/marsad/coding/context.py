"""What its surroundings give to a mention that does not say it: place, day, sides.

The nearest words win: the same paragraph, then the heading or the item that opens the section, then the
headline, then the dateline.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from marsad.coding.dates import DateMention, resolve_in_context
from marsad.coding.language import Block
from marsad.coding.merging import Telling
from marsad.coding.scene import Mention, Scene
from marsad.coding.toponyms import Toponym
from marsad.coding.when import LASTING, Time, bounds_another, in_present, is_dateline, takes_up
from marsad.coding.where import Where, is_within
from marsad.model import Dispatch, Status


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
    block_speaks: bool = False
    story: Time | None = None
    last_time: Time | None = None
    last_time_block: int = -9
    last_place: int | None = None
    last_within: int | None = None
    last_block_with_place: int = -9


def opening_places(blocks: Sequence[Block], toponyms: Sequence[Toponym]) -> dict[int, int]:
    """The place set by each heading, and by each paragraph that opens with "Place:" or "In Place,"."""
    found: dict[int, int] = {}
    for block in blocks:
        inside = [n for n, t in enumerate(toponyms) if block.start <= t.start < block.end and not t.dateline]
        if not inside:
            continue
        first = toponyms[inside[0]]
        opens = first.start - block.start <= 24 and block.kind != "headline" and first.end < block.end
        if opens or (block.kind == "heading" and len(inside) <= 3):
            found[block.index] = inside[0]
    return found


def headline_place(dispatch: Dispatch, blocks: Sequence[Block], toponyms: Sequence[Toponym]) -> int | None:
    """The place that the headline names; a title beside the text names it in the words of the text."""
    told = Counter(t.text for t in toponyms)
    inside = [
        n
        for block in blocks
        if block.kind == "headline"
        for n, t in enumerate(toponyms)
        if block.start <= t.start < block.end and (t.entry is not None or told[t.text] > 1)
    ]
    if not inside and dispatch.title is not None and not any(block.kind == "headline" for block in blocks):
        named = [n for n, t in enumerate(toponyms) if t.entry is not None and not t.dateline]
        inside = [n for n in named if toponyms[n].text in dispatch.title]
    head = [n for n in inside if dispatch.text[toponyms[n].end :][:1] == ":"]  # "Beni: four killed in X"
    towns = [n for n in inside if not toponyms[n].area]
    return next(iter([*(n for n in towns if n not in head), *towns, *inside]), None)


def settle_place(
    telling_where: Where, state: Surroundings, block: Block, *, follows: bool, speaks: bool = False
) -> tuple[int | None, int | None, str]:
    """The place of a mention whose sentence names none: index, container, and where it was taken from.

    `speaks`: it is talk, which belongs to the story and not to the town that was named last.
    """
    if state.block == block.index and state.place is not None:
        return state.place, state.within, "told before in the paragraph"
    if speaks and state.section_place is None and state.headline_place is not None:
        return state.headline_place, None, "set by the headline"
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


def settle_time(time: Time, state: Surroundings, block: Block, mention: Mention, status: Status) -> Time:
    """The time of a mention, with its first and last day where they are known.

    In this order: its own words, the paragraph's, the paragraph's before where the mention takes that up,
    the lead's, the day of the statement, the dispatch's own day. Nothing happens after it was told: an
    older statement dates what it tells. No day told before holds for what goes on or is to come.
    """
    anchor = state.anchor
    ahead, follows = status == "planned", takes_up(mention)
    now = block.kind == "paragraph" and in_present(mention)
    present = now or status in ("ongoing", "planned", "threatened")
    lasting = status == "ongoing" or (mention.type in LASTING and any(d.kind == "since" for d in time.dates))
    time = replace(time, dates=[_in_context(d, state) for d in time.dates])
    own, hour = time.day, next((d for d in time.dates if d.kind == "time_of_day"), None)
    if time.own and own is not None and own.kind != "time_of_day":
        return _own_days(time, own, anchor, lasting=lasting, ahead=ahead)
    if hour is not None and hour.time_of_day == "overnight" and state.block_time.day is None:
        return _settled(time, hour.first, hour.last, "the night before the dispatch")
    spoken = mention.family == "politics" and not follows and not (state.block == block.index and state.block_speaks)
    # what is said of the deeds told before is said on the dispatch's day
    told, rule = (None, "") if present or spoken else _told_before(state, block, follows=follows)
    if time.said and own is not None and own.first is not None and anchor is not None:
        before = told.day.first if told is not None and told.day is not None else None
        if before is None or own.first < before or (time.beside and own.first > before):
            return _settled(time, own.first, anchor if lasting and time.beside else own.last, time.rule)
    opens = told is state.story and not follows
    goes_on = hour is not None and _by_then(mention.scene, hour)
    if hour is not None and not goes_on and (opens or (told is state.last_time and told is not state.block_time)):
        told = None  # "at dawn" opens an item of the dispatch's day
    if told is not None and told.day is not None:
        dates = [*told.dates] if hour is None else [*(d for d in told.dates if d.kind != "time_of_day"), hour]
        return _settled(Time(dates), told.first or told.day.first, told.last or told.day.last, rule)
    if hour is not None:
        night = hour.time_of_day == "night" and not ahead and anchor is not None
        day = anchor - dt.timedelta(days=1) if night and anchor is not None else hour.first
        return _settled(time, day, day, "the part of the day told, on the dispatch's day")
    if time.dates and own is None and anchor is None:
        return replace(time, rule="relative date without an anchor")
    return _settled(replace(time, dates=[], own=False), anchor, anchor, "the dispatch's own day")


def _by_then(scene: Scene, hour: DateMention) -> bool:
    """ "By evening": the hour goes on with the day that is told."""
    before = scene.sentence.line[: hour.start - scene.sentence.offset].split()
    return hour.text.lower().startswith("by ") or (bool(before) and before[-1].lower() == "by")


def _settled(time: Time, first: dt.date | None, last: dt.date | None, rule: str) -> Time:
    return replace(time, first=first, last=last, rule=rule)


def _own_days(time: Time, day: DateMention, anchor: dt.date | None, *, lasting: bool, ahead: bool) -> Time:
    if day.kind == "since":
        last = anchor if lasting and anchor is not None else day.first
        rule = "since … until the dispatch's day" if lasting else "the day since when"
        return _settled(time, day.first, last, rule)
    if lasting and anchor is not None and day.first is not None and day.first < anchor:
        return _settled(time, day.first, anchor, "from its day until the dispatch's")
    if day.first == anchor and anchor is not None and day.text.lower().startswith("this night") and not ahead:
        before = anchor - dt.timedelta(days=1)
        return _settled(time, before, before, "the night just gone")
    return _settled(time, day.first, day.last, time.rule)


def _in_context(date: DateMention, state: Surroundings) -> DateMention:
    """ "the same day", "a day earlier", against the day last told, else that of the story."""
    if date.kind != "relative_to_context":
        return date
    previous = state.narrated or (state.story.day if state.story is not None else None)
    if previous is None or previous.first is None:
        return date
    return resolve_in_context(date, previous.first)


def _told_before(state: Surroundings, block: Block, *, follows: bool) -> tuple[Time | None, str]:
    if state.block == block.index and state.block_time.day is not None:
        return state.block_time, "told before in the paragraph"
    if follows and state.last_time is not None and block.index - state.last_time_block == 1:
        return state.last_time, "told in the paragraph before"
    if state.story is not None and state.story.day is not None:
        return state.story, "the day of the lead"
    return None, ""


def note_day(state: Surroundings, scene: Scene, block: Block) -> None:
    """Remember the day of a sentence that tells no event: what follows in the paragraph happened then."""
    if state.block != block.index or scene.mentions:
        return
    days = [d for d in scene.dates if d.kind in ("absolute", "relative", "weekday") and not d.background]
    if len(days) != 1 or days[0].precision != "day" or is_dateline(scene, days[0]):
        return
    if days[0].first is not None and (state.anchor is None or days[0].first <= state.anchor):
        state.narrated, state.block_time = days[0], Time(days)


_HAPPENING = {"it", "this", "that", "incident", "event", "tragedy"}


def _tells_where_it_happened(scene: Scene) -> bool:
    """ "It happened on Saturday in X": where and when the happening was that the sentence before tells."""
    for token in scene.tokens:
        took_place = token.lemma_ == "take" and any(c.dep_ == "dobj" and c.lower_ == "place" for c in token.children)
        if took_place or token.lemma_ in ("happen", "occur"):
            return any(c.dep_ == "nsubj" and c.lower_ in _HAPPENING for c in token.children)
    return False


def take_back(state: Surroundings, scene: Scene, where: Where, before: Sequence[Telling], block: Block) -> None:
    """Give the place and day of "It happened on Saturday in X" to what was told last."""
    last = [t for t in before[-4:] if t.mention.scene is before[-1].mention.scene]
    if not last or scene.mentions or not _tells_where_it_happened(scene) or block.index - last[0].block > 1:
        return
    days = [d for d in scene.dates if d.kind in ("absolute", "relative", "weekday") and not d.background]
    for telling in last:
        known = telling.place is not None and telling.where.own and not state.toponyms[telling.place].area
        if where.first is not None and not known:
            telling.where, telling.place, telling.within = where, where.first, where.within
        if days and not telling.time.own and days[0].first is not None:
            day = days[0]
            telling.time = Time([day], own=True, rule="told in the next sentence", first=day.first, last=day.last)
            telling.start, telling.end = day.first, day.last


def note_place(state: Surroundings, where: Where, block: Block) -> None:
    """Remember the place of a sentence that tells no event: what follows in the paragraph happened there."""
    if where.first is None or state.block != block.index:
        return
    state.place, state.within = where.first, where.within
    if state.last_place is None:
        state.last_place, state.last_within, state.last_block_with_place = where.first, where.within, block.index


def note(state: Surroundings, telling: Telling, block: Block) -> None:
    """Remember what a telling says for the mentions that follow."""
    if state.block != block.index:
        state.block = block.index
        state.place = state.within = None
        state.block_time = Time([])
    wider = (
        state.place is not None and telling.place is not None and is_within(state.place, telling.place, state.toponyms)
    )
    if telling.place is not None and not wider and (telling.where.own or (telling.where.names and state.place is None)):
        state.place, state.within = telling.place, telling.within
        state.last_place, state.last_within = telling.place, telling.within
        state.last_block_with_place = block.index
    day = telling.time.day
    told = telling.time.own and day is not None and day.kind != "time_of_day"
    if told and telling.verdict.status != "planned" and not bounds_another(telling.mention):
        state.narrated = day
        state.block_time = telling.time
        state.block_speaks = telling.mention.family == "politics"
        if not telling.headline:
            state.last_time, state.last_time_block = telling.time, block.index


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
