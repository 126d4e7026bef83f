"""What leaves Marsad: codings as tables, JSON, GeoJSON and reports.

Each `write_…` takes codings and a file open for text. The functions load on first use, since some need much. The
formats in which a record leaves stand in `formats.py`.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from marsad.exports.geojson import write_geojson
    from marsad.exports.jsonl import write_jsonl
    from marsad.exports.report import write_html
    from marsad.exports.table import write_table
    from marsad.exports.tables import write_csv

__all__ = ["write_csv", "write_geojson", "write_html", "write_jsonl", "write_table"]

_HOME = {
    "write_csv": "tables",
    "write_geojson": "geojson",
    "write_html": "report",
    "write_jsonl": "jsonl",
    "write_table": "table",
}


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOME[name]}"), name)
