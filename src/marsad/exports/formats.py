"""Which formats can a record leave in?"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from importlib import import_module
from typing import Any, BinaryIO, TextIO, cast

from marsad.exports.happenings import Item
from marsad.exports.options import LeftOut, Options, What


@dataclass(frozen=True, slots=True)
class Format:
    """A format: the module that writes it, the ending of its files, and what it holds where nothing else is asked.

    `binary` ones take a file open for bytes, the others one open for text with `newline=""`. `tags`: it can have a
    row of HXL tags. `by_date`: the items must come in the order of their first day.
    """

    module: str
    ending: str
    what: What
    binary: bool = False
    tags: bool = False
    by_date: bool = False

    def write(self, items: Iterable[Item], file: TextIO | BinaryIO, options: Options) -> LeftOut:
        """Write the items; returns how many the format cannot hold, by reason."""
        write = cast(Callable[[Iterable[Item], Any, Options], LeftOut], import_module(self.module).write)
        return write(items, file, options)


FORMATS: dict[str, Format] = {
    "csv": Format("marsad.exports.csv", ".csv", "events", tags=True),
    "jsonl": Format("marsad.exports.jsonl", ".jsonl", "events"),
    "geojson": Format("marsad.exports.geojson", ".geojson", "events"),
    "parquet": Format("marsad.exports.parquet", ".parquet", "events", binary=True),
    "xlsx": Format("marsad.exports.xlsx", ".xlsx", "events", binary=True, tags=True),
    "acled": Format("marsad.exports.acled", ".csv", "incidents", tags=True, by_date=True),
    "ucdp-ged": Format("marsad.exports.ucdp_ged", ".csv", "incidents", tags=True),
    "plover": Format("marsad.exports.plover", ".json", "incidents"),
    "ftm": Format("marsad.exports.ftm", ".jsonl", "incidents"),
}
