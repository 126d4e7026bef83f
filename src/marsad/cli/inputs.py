"""The dispatches that a command is given."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from functools import partial
from itertools import chain
from typing import TYPE_CHECKING

from marsad.cli.messages import Problems
from marsad.errors import ReadError

if TYPE_CHECKING:
    from marsad.model import Dispatch
    from marsad.readers import ColumnMap


def open_inputs(
    paths: Sequence[str],
    problems: Problems,
    *,
    date: dt.date | None = None,
    source: str | None = None,
    columns: ColumnMap | None = None,
) -> tuple[Iterator[Dispatch], int | None]:
    """The dispatches in files, folders and standard input, and how many; None where only reading tells.

    Inputs that cannot be read go to `problems`. Raises `ReadError`, after telling them, where nothing was
    readable.
    """
    from marsad.readers import find_sources, read_source

    sources = find_sources(paths, problems.refuse)
    read = partial(read_source, date=date, source_name=source, columns=columns, on_error=problems.refuse)
    dispatches = chain.from_iterable(map(read, sources))
    first = next(dispatches, None)
    if first is None:
        problems.tell()
        raise ReadError("no dispatch could be read")
    total = None if any(found.holds_many for found in sources) else len(sources)
    return chain([first], dispatches), total
