"""Which sentences hold the words that an event's spans point at?"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from functools import lru_cache

from marsad.model import Span

# A full stop after one capital and up to three small letters is taken for an abbreviation ("Sept.", "Gen.", "J.").
_END = re.compile(
    r"""(?<!\b[A-Z]\.)(?<!\b[A-Z][a-z]\.)(?<!\b[A-Z][a-z]{2}\.)(?<!\b[A-Z][a-z]{3}\.)(?<=[.!?…])["'”’»)\]]*\s+(?=["'“‘«(\[]?[A-Z0-9])"""
    r"""|[ \t]*[\r\n\v\f\x85\u2028\u2029]\s*"""
)


@lru_cache(maxsize=64)
def _starts(text: str) -> list[int]:
    """Where sentences begin. Remembered, since the events of one dispatch are asked for one after another."""
    return [0, *(match.end() for match in _END.finditer(text))]


def sentences_at(text: str, spans: Iterable[Span]) -> list[str]:
    """The sentences of `text` in which the spans lie, in the order of the text, each once, on one line each.

    A line break ends a sentence: headings and headers are not joined with what follows. Where an abbreviation
    cannot be told from an end, two sentences stay together. Empty where the text is not known.
    """
    starts = _starts(text)
    ends = [*starts[1:], len(text)]
    held = {
        index
        for span in spans
        if span.start < len(text)
        for index in range(bisect_right(starts, span.start) - 1, bisect_right(starts, max(span.start, span.end - 1)))
    }
    found = (" ".join(text[starts[index] : ends[index]].split()) for index in sorted(held))
    return [sentence for sentence in dict.fromkeys(found) if sentence]
