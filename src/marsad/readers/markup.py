"""The text of a piece of HTML without its markup: the bodies of feed entries and of letters.

For whole pages with menus and advertisements see `html.py`.
"""

from __future__ import annotations

import re
from html import unescape

_BLOCKS = frozenset(
    {
        "address", "article", "blockquote", "br", "center", "dd", "div", "dl", "dt", "figure", "footer", "form", "h1",
        "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "ol", "p", "pre", "section", "table", "td", "th",
        "tr", "ul",
    }
)  # fmt: skip
_HIDDEN = frozenset({"head", "noscript", "script", "style", "svg", "template", "title"})


_TAG = re.compile(
    r"""<!--.*?(?:-->|\Z)                                       # a comment, or one that never ends
      | <(?P<end>/?)(?P<name>[a-zA-Z][\w:-]*+)(?:[^<>"']|"[^"<]*+"|'[^'<]*+')*+>
      | <[!?/][^<>]*+>""",
    re.DOTALL | re.VERBOSE,
)


def text_of_markup(markup: str) -> str:
    """The words of some HTML, its blocks as paragraphs with a blank line between them.

    The time it takes grows with the length alone, however broken the markup is, which that of `html.parser` does not.
    """
    pieces: list[str] = []
    hidden = 0
    position = 0
    for tag in _TAG.finditer(markup):
        if not hidden:
            pieces.append(_words(markup[position : tag.start()]))
        position = tag.end()
        name = (tag["name"] or "").lower()
        if name in _HIDDEN and not tag[0].endswith("/>"):
            hidden = max(0, hidden - 1) if tag["end"] else hidden + 1
        elif name in _BLOCKS:
            pieces.append("\n")
    if not hidden:
        pieces.append(_words(markup[position:]))
    lines = (" ".join(line.split()) for line in "".join(pieces).split("\n"))
    return "\n\n".join(line for line in lines if line)


def _words(text: str) -> str:
    return re.sub(r"\s+", " ", unescape(text))
