"""Arguments and options that several commands share."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from marsad.readers import ColumnMap

_Command = TypeVar("_Command", bound=Callable[..., Any])

paths = click.argument("paths", nargs=-1, required=True, metavar="PATH...")
output = click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Write to FILE instead of standard output; the file appears only when it is complete.",
)


def parsed_date(_context: click.Context, _option: click.Parameter, value: str | None) -> dt.date | None:
    """The value of an option as a day; a usage error where it is none."""
    if value is None:
        return None
    from marsad.readers.dates import parse_date

    try:
        return parse_date(value)
    except ValueError as error:
        raise click.BadParameter(str(error)) from error


def _country(_context: click.Context, _option: click.Parameter, value: str | None) -> str | None:
    if value is None:
        return None
    from marsad.codebook.countries import countries

    if value.upper() not in countries():
        raise click.BadParameter(f"{value!r} is no ISO 3166-1 code of two letters; Syria is SY")
    return value.upper()


def country(help: str) -> Callable[[_Command], _Command]:
    """The option `--country`, checked and in capitals."""
    return click.option("--country", callback=_country, metavar="XX", help=help)


def date(help: str) -> Callable[[_Command], _Command]:
    """The option `--date`, checked."""
    return click.option("--date", callback=parsed_date, metavar="DATE", help=help)


def _columns(_context: click.Context, _option: click.Parameter, value: str | None) -> ColumnMap | None:
    if value is None:
        return None
    from marsad.errors import ReadError
    from marsad.readers import parse_columns

    try:
        return parse_columns(value)
    except ReadError as error:
        raise click.BadParameter(str(error)) from error


columns = click.option(
    "--columns",
    callback=_columns,
    metavar="MAP",
    help="Which columns of tables hold what, like text=body,date=published, or a TOML file with such lines.",
)
