"""When it happened: the time of a mention (codebook 3), resolved against the dispatch's date."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from marsad.coding.dates import DateMention
from marsad.coding.scene import Mention, Scene
from marsad.coding.syntax import is_verb, lineage
from marsad.model import Span, TimePrecision, When

if TYPE_CHECKING:
    from spacy.tokens import Token

_LASTING = {"movement_restriction", "displacement"}
"""Types that go on: "since 5 June" is their beginning."""

_STATEMENT = 9.0
_USABLE = {"absolute", "relative", "weekday", "time_of_day", "relative_to_context"}


@dataclass(slots=True)
class Time:
    """The time of a mention while it is being decided.

    `own`: told in the mention's own sentence. `said`: the date is that of a statement, not of what it tells.
    """

    dates: list[DateMention]
    own: bool = False
    rule: str = ""
    said: bool = False


def find_time(mention: Mention) -> Time:
    """The dates that the mention's own sentence gives it; none where it names none."""
    scene = mention.scene
    weighed: list[tuple[float, DateMention]] = []
    for date in scene.dates:
        lasting = date.kind == "since" and mention.type in _LASTING
        if (date.background and not lasting) or (date.kind not in _USABLE and not lasting):
            continue
        token = _token_at(scene, date.start)
        if token is not None:
            weighed.append((_cost(mention, token), date))
    if not weighed:
        return Time([])
    weighed.sort(key=lambda item: item[0])
    cost, best = weighed[0]
    if cost > 20:
        return Time([])
    if cost >= _STATEMENT and best.kind in ("weekday", "absolute", "relative") and _stated(mention, best):
        return Time([best], said=True, rule="the day of the statement")
    chosen = [best]
    for other_cost, other in weighed[1:]:
        # "at dawn on Sunday": the day and its hour are told by two phrases
        if other_cost < cost + 3 and (other.kind == "time_of_day") != (best.kind == "time_of_day"):
            chosen.append(other)
            break
    day = [d for d in chosen if d.kind != "time_of_day"]
    return Time((day or chosen[:1]) + [d for d in chosen if d.kind == "time_of_day" and day], own=True, rule=f"nearest date by syntax (weight {cost:.0f})")


def _token_at(scene: Scene, offset: int) -> Token | None:
    local = offset - scene.sentence.offset
    for token in scene.tokens:
        if token.idx <= local < token.idx + max(1, len(token.text)):
            return token
    return None


def _cost(mention: Mention, token: Token) -> float:
    scene = mention.scene
    path = lineage(token)
    for steps, ancestor in enumerate(path):
        if ancestor.i in mention.parts:
            return float(steps)
        if any(ancestor.i in other.parts for other in scene.mentions if other is not mention):
            return steps + 8.0
        if is_verb(ancestor) and scene.is_a(ancestor, "report") and ancestor.i not in mention.parts:
            return steps + _STATEMENT
    above = {t.i: n for n, t in enumerate(lineage(mention.anchor))}
    meeting = [n + above[t.i] for n, t in enumerate(path) if t.i in above]
    return 3.0 + min(meeting, default=9)


def _stated(mention: Mention, date: DateMention) -> bool:
    """Whether a date belongs to a verb of reporting: "police said on Monday"."""
    token = _token_at(mention.scene, date.start)
    return token is not None and any(is_verb(t) and mention.scene.is_a(t, "report") for t in lineage(token)[1:4])


def make_when(time: Time, anchor: dt.date | None) -> When:
    """The time cell: the told dates, or the dispatch's own day where nothing is told."""
    known = [d for d in time.dates if d.first is not None]
    if not known:
        label = next((d.time_of_day for d in time.dates if d.time_of_day), None)
        evidence = [Span(d.start, d.end) for d in time.dates]
        if anchor is None or (time.dates and not all(d.kind == "time_of_day" for d in time.dates)):
            return When(precision="unknown", time_of_day=label, evidence=evidence)
        return When(start=anchor, end=anchor, precision="day", time_of_day=label, evidence=evidence)
    first = known[0]
    precision: TimePrecision = first.precision
    return When(
        start=first.first,
        end=anchor if first.kind == "since" and anchor is not None else first.last,
        precision=precision,
        time_of_day=next((d.time_of_day for d in time.dates if d.time_of_day), None),
        evidence=[Span(d.start, d.end) for d in time.dates],
    )


def narrated(times: Sequence[DateMention]) -> DateMention | None:
    """The last date told before, against which "the following day" is resolved."""
    return next((d for d in reversed(times) if d.first is not None and d.kind in ("absolute", "relative", "weekday")), None)
