"""Which line ends are ends of paragraphs? For pages and letters whose lines are broken to a width."""

from __future__ import annotations

import re

_ITEM = re.compile(r"\s*(?:[•●▪◾■*–—-]|\(?\d{1,3}[.)]|\(?[a-z]\))\s")
_SENTENCE_END = re.compile(r"[.!?][\"'”’)\]]*$")
_FULL = 0.8
"""A line that ends before this share of the width, with room for the next word, ends its paragraph."""


def unwrapped(text: str) -> str:
    """The text with the lines of each paragraph joined, and a blank line between paragraphs.

    A line goes on where its next word had no room in it, or where the next line begins with a small letter. A word
    that is divided by a hyphen at the line's end is put together before a small letter.
    """
    lines = [" ".join(line.split()) for line in text.split("\n")]
    lengths = sorted(len(line) for line in lines if line)
    if not lengths:
        return ""
    width = lengths[int(len(lengths) * 0.9)] if len(lengths) > 3 else lengths[-1]
    paragraphs: list[str] = []
    before = ""
    for line in lines:
        if line and before and _goes_on(before, line, width):
            paragraphs[-1] = _joined(paragraphs[-1], line)
        elif line:
            paragraphs.append(line)
        before = line
    return "\n\n".join(paragraphs)


def _goes_on(line: str, following: str, width: int) -> bool:
    if _ITEM.match(following):
        return False
    if following[0].islower():
        return True
    if line[-1] in ",;-" or len(line) + 1 + len(following.split(" ", 1)[0]) > width:
        return True
    return not _SENTENCE_END.search(line) and len(line) > _FULL * width


def _joined(paragraph: str, line: str) -> str:
    if re.search(r"[^\W\d_]-$", paragraph):
        return (paragraph[:-1] if line[0].islower() else paragraph) + line
    return f"{paragraph} {line}"
