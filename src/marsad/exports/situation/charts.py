"""Where do the marks of a report's charts stand? Numbers to pixels, without a word of SVG."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from marsad.exports.situation.period import Step, StepKind
from marsad.exports.situation.weekly import Deaths, Timeline, TypeRow
from marsad.exports.words import day_text, label

WIDTH = 520
_LEFT, _RIGHT = 128.0, 34.0
_ROW, _AXIS = 19.0, 20.0
_MOST_TYPES = 9
_DEATHS_HEIGHT = 168.0
_DEATHS_LEFT, _DEATHS_TOP = 34.0, 12.0
_MOST_LABELS = 7


@dataclass(frozen=True, slots=True)
class Mark:
    """A rectangle; `title` says what it stands for."""

    x: float
    y: float
    width: float
    height: float
    title: str = ""


@dataclass(frozen=True, slots=True)
class Tick:
    """A word of an axis at `at` pixels."""

    at: float
    text: str


@dataclass(frozen=True, slots=True)
class TypeLine:
    """A row of the timeline with its bars; `base` is where they stand."""

    label: str
    total: int
    base: float
    bars: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class TimelineChart:
    """Incidents by type and step; `left` and `right` bound the bars."""

    width: int
    height: float
    left: float
    right: float
    rows: tuple[TypeLine, ...]
    ticks: tuple[Tick, ...]


@dataclass(frozen=True, slots=True)
class DeathsStep:
    """One step: the band from the lowest to the highest count and the best one.

    `open`: the band has no upper bound; `dead`: there is anyone to show.
    """

    band: Mark
    best: float
    open: bool
    dead: bool


@dataclass(frozen=True, slots=True)
class DeathsChart:
    """The dead by step; `levels` are lines of round numbers of people."""

    width: int
    height: float
    left: float
    right: float
    bottom: float
    steps: tuple[DeathsStep, ...]
    levels: tuple[Tick, ...]
    ticks: tuple[Tick, ...]


def step_text(step: Step, kind: StepKind) -> str:
    """A step for people: "3 Mar 2021", "1–7 Mar 2021" for a week, "Mar 2021" for a month."""
    if kind == "month":
        return f"{step.start:%b} {step.start.year}"
    if step.start == step.end:
        return day_text(step.start)
    if (step.start.year, step.start.month) == (step.end.year, step.end.month):
        return f"{step.start.day}–{day_text(step.end)}"
    return f"{step.start.day} {step.start:%b} – {day_text(step.end)}"


def timeline_chart(timeline: Timeline) -> TimelineChart:
    """The most frequent types in rows of their own, all others in one."""
    rows = list(timeline.rows)
    named = [(label(row.type), row) for row in rows[:_MOST_TYPES]]
    if len(rows) > _MOST_TYPES + 1:
        named.append((f"{len(rows) - _MOST_TYPES} other types", _together(rows[_MOST_TYPES:])))
    elif len(rows) > _MOST_TYPES:
        named.append((label(rows[-1].type), rows[-1]))
    most = max((count for _name, row in named for count in row.counts), default=0)
    room = WIDTH - _LEFT - _RIGHT
    pitch = room / max(1, len(timeline.steps))
    drawn = []
    for number, (name, row) in enumerate(named):
        base = (number + 1) * _ROW
        bars = []
        for index, count in enumerate(row.counts):
            if count:
                height = 3 + (count / most) * (_ROW - 7)
                words = f"{name}, {step_text(timeline.steps[index], timeline.kind)}: {count}"
                x = _LEFT + index * pitch
                bars.append(_mark(x + pitch * 0.08, base - height, max(pitch * 0.84, 1.0), height, words))
        drawn.append(TypeLine(name, row.total, base, tuple(bars)))
    height = len(named) * _ROW + _AXIS
    ticks = _ticks(timeline.steps, timeline.kind, _LEFT, pitch)
    return TimelineChart(WIDTH, height, _LEFT, WIDTH - _RIGHT, tuple(drawn), ticks)


def deaths_chart(deaths: Deaths) -> DeathsChart:
    """A step's band runs from its low to its high; without an upper bound it ends at the best figure, open."""
    tops = [max(row.killed.best, row.killed.high or 0) for row in deaths.steps]
    levels = _round_levels(max(tops, default=0))
    bottom = _DEATHS_HEIGHT - _AXIS
    scale = (bottom - _DEATHS_TOP) / max(1, levels[-1])
    pitch = (WIDTH - _DEATHS_LEFT - 6) / max(1, len(deaths.steps))
    drawn = []
    for index, (row, top) in enumerate(zip(deaths.steps, tops, strict=True)):
        killed = row.killed
        high = f"at most {killed.high:,}" if killed.high is not None else "no upper bound"
        words = (
            f"{step_text(row.step, deaths.kind)}: {killed.best:,} killed, at least {killed.low:,}, {high}; "
            f"{row.incidents} incident{'' if row.incidents == 1 else 's'}"
        )
        x = _DEATHS_LEFT + index * pitch
        band = _mark(x, bottom - top * scale, pitch, (top - killed.low) * scale, words)
        drawn.append(DeathsStep(band, round(bottom - killed.best * scale, 1), killed.high is None, top > 0))
    return DeathsChart(
        width=WIDTH,
        height=_DEATHS_HEIGHT,
        left=_DEATHS_LEFT,
        right=WIDTH - 6,
        bottom=bottom,
        steps=tuple(drawn),
        levels=tuple(Tick(round(bottom - level * scale, 1), f"{level:,}") for level in levels),
        ticks=_ticks([row.step for row in deaths.steps], deaths.kind, _DEATHS_LEFT, pitch),
    )


def _together(rows: Sequence[TypeRow]) -> TypeRow:
    counts = tuple(sum(column) for column in zip(*(row.counts for row in rows), strict=True))
    return TypeRow("other", counts, sum(row.vague for row in rows))


def _mark(x: float, y: float, width: float, height: float, title: str) -> Mark:
    return Mark(round(x, 1), round(y, 1), round(width, 1), round(height, 1), title)


def _ticks(steps: Sequence[Step], kind: StepKind, left: float, pitch: float) -> tuple[Tick, ...]:
    every = -(-len(steps) // _MOST_LABELS) or 1
    years = len({step.start.year for step in steps}) > 1
    found = []
    for index in range(0, len(steps), every):
        day = steps[index].start
        text = f"{day:%b}" if kind == "month" else f"{day.day} {day:%b}"
        found.append(Tick(round(left + index * pitch, 1), f"{text} {day.year % 100:02d}" if years else text))
    return tuple(found)


def _round_levels(most: int) -> list[int]:
    """Three or four round numbers from 0 to at least `most`."""
    base = 1
    while True:
        for factor in (1, 2, 5):
            step = factor * base
            if step * 3 >= most:
                return list(range(0, step * max(1, -(-most // step)) + 1, step))
        base *= 10
