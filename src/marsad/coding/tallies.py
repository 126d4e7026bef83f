"""Running totals that are no event: "since early 2023 ... 271 attacks" (codebook 1 and 4)."""

from __future__ import annotations

import re

from marsad.coding.scene import Scene
from marsad.coding.syntax import base_phrase
from marsad.model import Span, Tally

_SINCE = (
    "beginning", "start", "early", "mid", "late", r"\d{4}", "january", "february", "march", "april", "may",
    "june", "july", "august", "september", "october", "november", "december",
)  # fmt: skip
_NTH = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
_TALLY = re.compile(
    r"\b(?:bring(?:s|ing)? (?:the )?(?:total )?(?:number|toll|count)"
    r"|(?:has|have) (?:been )?(?:documented|recorded|registered|risen)|rises? to|(?:total|number|toll) of"
    rf"|since (?:the )?(?:{'|'.join(_SINCE)})|(?:so far )?this (?:year|month)"
    rf"|the \d+(?:st|nd|rd|th)|the (?:{'|'.join(_NTH)}) (?:such |attack|incident|strike))",
    re.IGNORECASE,
)


def find_tallies(scene: Scene) -> list[Tally]:
    """Running totals of a sentence: a number beside "since …" or "brings the number … to"."""
    text = scene.sentence.span.text
    since = next((d for d in scene.dates if d.kind == "since" and d.first is not None), None)
    if since is None or not scene.quantities:
        return []
    numbers = [q for q in scene.quantities if q.kind in ("exact", "bound") and q.best > 0]
    if not numbers:
        return []
    number = max(numbers, key=lambda q: q.best)
    local = number.start - scene.sentence.offset
    token = next((t for t in scene.tokens if t.idx <= local < t.idx + max(1, len(t.text))), None)
    if token is None or not _TALLY.search(text):
        return []
    head = token.head if token.dep_ in ("nummod", "quantmod") else token
    first, last = base_phrase(head)
    what = scene.text(first, last)
    return [
        Tally(
            what=what.strip(),
            n=number.best,
            since=since.first,
            evidence=[Span(number.start, number.end), Span(since.start, since.end)],
        )
    ]
