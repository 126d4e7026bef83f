"""A dispatch's text cut into segments, each with the events and cells that it is evidence for.

Evidence spans overlap: a clash's sentence holds its place, and two events share a clause. HTML elements must
not cross, so the text is cut wherever any span begins or ends.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from marsad.model import Span

_BREAK = re.compile(r"\r\n|[\n\r\v\f\x85\u2028\u2029]")


@dataclass(frozen=True)
class Evidence:
    """A span with the key of what it shows; `event` is the event's number, 0 for what stands beside events.

    `whole` tells the words of the event itself from those of one of its cells.
    """

    span: Span
    key: str
    event: int
    whole: bool


@dataclass(frozen=True)
class Segment:
    """A stretch of text that no span cuts.

    `keys` are of all that it shows, `events` the numbers of the events whose own words it is, `begins` those
    of them whose words begin here, `cells` the numbers of the events that take a cell from it. `start` is
    its offset in the dispatch's text.
    """

    text: str
    start: int
    keys: tuple[str, ...] = ()
    events: tuple[int, ...] = ()
    begins: tuple[int, ...] = ()
    cells: tuple[int, ...] = ()


def paragraphs(text: str, evidence: Sequence[Evidence]) -> list[list[Segment]]:
    """The text's non-empty lines, each as segments that join to it; spans beyond the text are ignored."""
    usable = [item for item in evidence if 0 <= item.span.start < item.span.end <= len(text)]
    cuts = sorted({offset for item in usable for offset in item.span})
    found = []
    for start, end in _lines(text):
        inner = [cut for cut in cuts if start < cut < end]
        edges = [start, *inner, end]
        here = [item for item in usable if item.span.start < end and item.span.end > start]
        found.append([_segment(text, left, right, here) for left, right in pairwise(edges)])
    return found


def _lines(text: str) -> Iterable[tuple[int, int]]:
    start = 0
    for match in [*_BREAK.finditer(text), None]:
        end = match.start() if match else len(text)
        if text[start:end].strip():
            yield start, end
        start = match.end() if match else end


def _segment(text: str, left: int, right: int, evidence: Sequence[Evidence]) -> Segment:
    over = [item for item in evidence if item.span.start <= left and right <= item.span.end]
    whole = [item for item in over if item.whole]
    return Segment(
        text=text[left:right],
        start=left,
        keys=tuple(dict.fromkeys(item.key for item in over)),
        events=tuple(dict.fromkeys(item.event for item in whole)),
        begins=tuple(dict.fromkeys(item.event for item in whole if item.span.start == left)),
        cells=tuple(dict.fromkeys(item.event for item in over if not item.whole)),
    )
