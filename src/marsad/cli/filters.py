"""The options that choose a record and what of it: the same for every command that lists, exports or reports."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

import click

from marsad.cli import options

_Command = TypeVar("_Command", bound=Callable[..., Any])

STATUSES = ("happened", "ongoing", "planned", "threatened", "failed", "denied", "claimed")
REVIEWS = ("open", "done", "confirmed", "edited", "added", "rejected", "flagged")

record = click.option(
    "--record",
    metavar="URL",
    help="The record: a file, sqlite:///FILE or postgresql://USER@HOST/NAME. Without it $MARSAD_RECORD, else marsad.db "
    "in this folder.",
)


def _types(_context: click.Context, _option: click.Parameter, values: tuple[str, ...]) -> tuple[str, ...]:
    if not values:
        return values
    from marsad.codebook.types import event_types

    for value in values:
        if value not in event_types():
            raise click.BadParameter(f"{value!r} is no event type; `marsad codebook` lists them")
    return values


def _box(
    _context: click.Context, _option: click.Parameter, value: str | None
) -> tuple[float, float, float, float] | None:
    if value is None:
        return None
    try:
        west, south, east, north = (float(part) for part in value.split(","))
    except ValueError as error:
        raise click.BadParameter("four numbers west,south,east,north, e.g. 35.7,32.3,36.9,33.2") from error
    if not (-180 <= west <= 180 and -180 <= east <= 180 and -90 <= south <= north <= 90):
        raise click.BadParameter("degrees west,south,east,north: longitudes to 180, latitudes to 90, south first")
    return west, south, east, north


def _moment(_context: click.Context, _option: click.Parameter, value: str | None) -> dt.datetime | None:
    if value is None:
        return None
    try:
        moment = dt.datetime.fromisoformat(value)
    except ValueError as error:
        raise click.BadParameter(f"{value!r} is no ISO date or moment; e.g. 2021-01-24 or 2021-01-24T18:00Z") from error
    return moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)


_OPTIONS = (
    click.option("--type", "types", multiple=True, metavar="TYPE", callback=_types, help="Type; may be repeated."),
    click.option("--status", "statuses", multiple=True, type=click.Choice(STATUSES), help="Status; may be repeated."),
    click.option(
        "--actor",
        "actors",
        multiple=True,
        metavar="ACTOR",
        help="Id of an actor (with all that stands below it) or a name as written; may be repeated.",
    ),
    click.option("--place", metavar="PLACE", help="Name of the place, or its id in the gazetteer."),
    options.country("Country of the place, an ISO 3166-1 code of two letters."),
    click.option("--admin1", metavar="NAME", help="First-level area of the place, e.g. a province."),
    click.option("--box", metavar="W,S,E,N", callback=_box, help="Bounding box in degrees: west,south,east,north."),
    click.option("--since", metavar="DATE", callback=options.parsed_date, help="Not over before this day."),
    click.option("--until", metavar="DATE", callback=options.parsed_date, help="Begun by this day."),
    click.option("--source", "sources", multiple=True, metavar="NAME", help="Name of a publisher; may be repeated."),
    click.option("--dispatch", "dispatch_id", metavar="ID", help="Told by this dispatch."),
    click.option("--incident", "incident_id", metavar="ID", help="Of this incident."),
    click.option(
        "--review",
        type=click.Choice(REVIEWS),
        help="What people have done with it; without this, all but the rejected.",
    ),
    click.option(
        "--contradicted/--uncontradicted",
        "contradicted",
        default=None,
        help="Whether the accounts of its incident exclude each other.",
    ),
    click.option("--min-killed", type=click.IntRange(0), metavar="N", help="At least so many killed, best figure."),
    click.option("--min-casualties", type=click.IntRange(0), metavar="N", help="At least so many killed and injured."),
    click.option("--text", metavar="WORDS", help='With all these words; "in quotes" as a phrase, -word for without.'),
    click.option(
        "--updated-since", metavar="MOMENT", callback=_moment, help="Changed since then, ISO; without a zone, UTC."
    ),
)
_NAMES = (
    "types", "statuses", "actors", "place", "country", "admin1", "box", "since", "until", "sources", "dispatch_id",
    "incident_id", "review", "contradicted", "min_killed", "min_casualties", "text", "updated_since",
)  # fmt: skip


def filtering(command: _Command) -> _Command:
    """Give a command the options of the filter; it receives them as one `filter: Filter`."""

    @wraps(command)
    def filtered(*arguments: Any, **given: Any) -> Any:
        from marsad.store.filters import Filter

        chosen = {name: given.pop(name) for name in _NAMES}
        return command(*arguments, filter=Filter(**chosen), **given)

    wrapped: Any = filtered
    for option in reversed(_OPTIONS):
        wrapped = option(wrapped)
    return wrapped  # type: ignore[no-any-return]
