"""What is a reader? The small interface that the built-in readers and those of other packages share."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from io import BufferedReader

from marsad.errors import MarsadError
from marsad.model import Dispatch
from marsad.readers.columns import ColumnMap

OnError = Callable[[MarsadError], None]


@dataclass(frozen=True, slots=True)
class About:
    """What is known of a source besides its bytes.

    `stem` is the file's name without its ending, None for standard input. `date` and `source` overrule what the
    source says. `columns` says which columns of a table hold what. A part that cannot be read (a line, a message)
    goes to `on_error` and the others are read.
    """

    on_error: OnError
    stem: str | None = None
    date: dt.date | None = None
    source: str | None = None
    columns: ColumnMap = field(default_factory=ColumnMap)


@dataclass(frozen=True, slots=True)
class Reader:
    """How one format becomes dispatches. Registered by an entry point of the group `marsad.readers`.

    `what` is the format for people, with its article ("a PDF"). `endings` are those of file names, in lower case.
    `sniff` tells from the first 8,192 bytes whether a source has this format. `read` gives the dispatches of an
    open binary stream; it raises `ReadError` where nothing can be read, and `ExtraMissing` where a package is
    missing. `strict`: a file with such an ending whose content `sniff` does not know is refused. `binary`: the bytes
    are no text. `holds_many`: only reading tells how many dispatches there are. `only_named`: passed over in
    folders, read where it is named itself.
    """

    name: str
    what: str
    endings: tuple[str, ...]
    sniff: Callable[[bytes], bool]
    read: Callable[[BufferedReader, About], Iterator[Dispatch]]
    strict: bool = False
    binary: bool = False
    holds_many: bool = False
    only_named: bool = False
