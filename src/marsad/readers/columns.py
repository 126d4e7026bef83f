"""Which column of a table holds what? The user's column map (`--columns`)."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from marsad.errors import ReadError

FIELDS = {
    "text": "text", "body": "body", "content": "content",
    "id": "id", "external_id": "id",
    "date": "date", "published": "date", "publication_date": "date", "pub_date": "date",
    "date_published": "date", "published_at": "date", "published_on": "date", "release_date": "date",
    "title": "title", "headline": "title",
    "source": "source", "publisher": "source", "outlet": "source", "sitename": "source",
    "url": "url", "link": "url",
    "language": "language", "lang": "language",
}  # fmt: skip
"""What a header line or table column of this name holds; names are compared in lower case, `_` for spaces."""

MAPPED = ("text", "id", "date", "title", "source", "url", "language")
"""What a column can hold."""

_EXAMPLE = "write it like text=body,date=published or name a TOML file with such lines"
_SHOWN = 300


@dataclass(frozen=True, slots=True)
class ColumnMap:
    """Names of columns by what they hold (`{"text": "body"}`); what is not in it is found by its usual name.

    Names of columns are compared without regard to case and outer blanks.
    """

    columns: Mapping[str, str] = field(default_factory=dict)

    def fields_of(self, column: str) -> list[str]:
        """What the column holds, by the map or by its usual name; nothing where it is of no use."""
        plain = _plain(column)
        mapped = [name for name, wanted in self.columns.items() if _plain(wanted) == plain]
        usual = FIELDS.get(plain.replace(" ", "_"))
        if mapped or usual is None:
            return mapped
        holds = "text" if usual in ("body", "content") else usual
        return [] if holds in self.columns else [usual]

    def check(self, present: Iterable[str]) -> None:
        """Raise `ReadError` where a column of the map is not among those of the table, naming those that are."""
        columns = list(present)
        plain = {_plain(column) for column in columns}
        for name, wanted in self.columns.items():
            if _plain(wanted) not in plain:
                shown = ", ".join(columns)
                shown = shown if len(shown) <= _SHOWN else shown[:_SHOWN] + " …"
                raise ReadError(f"has no column '{_short(wanted)}' (for {name}); its columns are: {shown}")


def parse_columns(value: str) -> ColumnMap:
    """The column map in `text=body,date=published`, or in the TOML file of that name.

    Raises `ReadError` where it is none, naming what is wrong.
    """
    if "=" in value and not value.endswith(".toml"):
        pairs = [part.partition("=") for part in value.split(",")]
        return _checked({name.strip(): column.strip() for name, _, column in pairs}, "the column map")
    try:
        entries = tomllib.loads(Path(value).read_text("utf-8"))
    except FileNotFoundError:
        raise ReadError(f"'{_short(value)}' is no column map and no file; {_EXAMPLE}") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ReadError(f"{value}: no valid TOML ({error}); {_EXAMPLE}") from error
    except OSError as error:
        raise ReadError(f"{value}: cannot be read ({error.strerror})") from error
    return _checked(entries, value)


def _checked(entries: Mapping[str, object], where: str) -> ColumnMap:
    columns: dict[str, str] = {}
    for name, column in entries.items():
        if name not in MAPPED:
            can = ", ".join(MAPPED)
            raise ReadError(f"{where}: '{_short(name)}' is nothing that a column can hold; it can be {can}")
        if not isinstance(column, str) or not column.strip():
            raise ReadError(f"{where}: {name} needs the name of a column; {_EXAMPLE}")
        columns[name] = column
    if not columns:
        raise ReadError(f"{where}: is empty; {_EXAMPLE}")
    return ColumnMap(columns)


def _plain(column: str) -> str:
    return column.strip().lower()


def _short(value: str) -> str:
    return " ".join(value.split())[:80]
