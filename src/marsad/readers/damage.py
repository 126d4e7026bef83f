"""What do other packages' parsers raise on damaged files?

Each has errors of its own, and lets through those of Python where it did not expect what a damaged file holds. The
latter are listed here once; a reader adds the parser's own and says in one line what is wrong with the file.
"""

from __future__ import annotations

import struct
import zlib

DAMAGED: tuple[type[Exception], ...] = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    EOFError,
    LookupError,
    MemoryError,
    NotImplementedError,
    RecursionError,
    TypeError,
    ValueError,
    struct.error,
    zlib.error,
)
"""Python's own errors as a parser of a damaged file lets them through. `NotImplementedError` is what `zipfile` raises
for a compression or encryption, and pypdf for a filter, that it does not know."""


def reason(error: BaseException) -> str:
    """A parser's complaint in a few words of one line."""
    words = " ".join(str(error).split())
    shown = words if len(words) <= 120 else words[:119] + "…"
    return f"{type(error).__name__}: {shown}" if shown else type(error).__name__
