"""How events, incidents and dispatches of the record are listed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TextIO, TypeVar

import click

from marsad.cli import filters, options
from marsad.cli.columns import write_columns
from marsad.cli.messages import say
from marsad.cli.writing import result_file

if TYPE_CHECKING:
    from marsad.incidents.accounts import Account, Incident
    from marsad.incidents.sums import Count
    from marsad.store.filters import Filter
    from marsad.store.record import Record
    from marsad.store.rows import StoredDispatch

_Command = TypeVar("_Command", bound=Callable[..., Any])
_Item = TypeVar("_Item")
FORMATS = ("table", "jsonl", "csv")
SHOWN = 50
"""Rows of a table for people, unless more are asked for."""
_SHORT = 10
_EVENT_TITLES = ("ID", "Type", "Sides", "Place", "Date", "Killed", "Injured", "Source", "Review")
_INCIDENT_TITLES = ("ID", "Type", "Sides", "Place", "Date", "Killed", "Injured", "Accounts", "")
_DISPATCH_TITLES = ("ID", "Date", "Source", "Title", "Events", "")
_DISPATCH_COLUMNS = (
    "dispatch_id", "external_id", "source", "date", "title", "url", "language", "reader", "retrieved_at", "added_at",
    "sha256", "repost_of", "events",
)  # fmt: skip


def lists(sorts: tuple[str, ...]) -> Callable[[_Command], _Command]:
    """The options of a command that lists."""

    def decorate(command: _Command) -> _Command:
        decorated: Any = filters.filtering(command)
        for option in (
            click.option("--limit", type=click.IntRange(1), metavar="N", help=f"At most N; a table shows {SHOWN}."),
            click.option(
                "--sort",
                type=click.Choice(sorts),
                default="-date",
                show_default=True,
                metavar="ORDER",
                help=f"By {', '.join(sorts)}; with a minus the other way round.",
            ),
            options.output,
            click.option(
                "--format",
                "form",
                type=click.Choice(FORMATS),
                default="table",
                help="table (for people), jsonl (one JSON object a line) or csv.",
            ),
            filters.record,
        ):
            decorated = option(decorated)
        return decorated  # type: ignore[no-any-return]

    return decorate


SORTS = (
    "date", "-date", "added", "-added", "updated", "-updated", "killed", "-killed", "type", "place", "-confidence",
)  # fmt: skip
DISPATCH_SORTS = ("date", "-date", "added", "-added", "updated", "-updated", "killed", "-killed")


def write_events(accounts: Iterable[Account], form: str, stream: TextIO) -> None:
    """Events as a table, JSON lines or CSV."""
    if form == "table":
        write_columns(stream, _EVENT_TITLES, (_event_row(account) for account in accounts))
    else:
        _write_items(accounts, "events", form, stream)


def write_incidents(incidents: Iterable[Incident], form: str, stream: TextIO) -> None:
    """Incidents as a table, JSON lines or CSV."""
    if form == "table":
        write_columns(stream, _INCIDENT_TITLES, (_incident_row(incident) for incident in incidents))
    else:
        _write_items(incidents, "incidents", form, stream)


def write_dispatches(dispatches: Iterable[StoredDispatch], form: str, stream: TextIO) -> None:
    """Dispatches as a table, JSON lines or CSV, without their texts."""
    if form == "table":
        write_columns(stream, _DISPATCH_TITLES, (_dispatch_cells(stored) for stored in dispatches))
        return
    from marsad.exports.csv import write_rows
    from marsad.exports.jsonl import json_text

    rows = (_dispatch_row(stored) for stored in dispatches)
    if form == "csv":
        write_rows(_DISPATCH_COLUMNS, rows, stream)
    else:
        for row in rows:
            stream.write(json_text(row) + "\n")


def list_rows(
    record: Record,
    filter: Filter,
    what: Literal["events", "incidents", "dispatches"],
    items: Callable[[int | None], Iterator[_Item]],
    write: Callable[[Iterable[_Item], str, TextIO], None],
    form: str,
    limit: int | None,
    output: Path | None,
) -> None:
    """Write a list; where a table leaves rows out, say how many there are. `items` are those up to a number."""
    shown = limit or (SHOWN if form == "table" else None)
    with result_file(output) as stream:
        write(items(shown), form, stream)
    if limit is None and shown is not None:
        every = record.count(filter, what)
        if every > shown:
            say(f"{shown} of {every:,} {what}; see more with --limit N, all with --format csv or jsonl")


def _write_items(items: Iterable[Any], what: Literal["events", "incidents"], form: str, stream: TextIO) -> None:
    from marsad.exports import csv, jsonl
    from marsad.exports.options import Options

    (csv if form == "csv" else jsonl).write(items, stream, Options(what=what))


def _event_row(account: Account) -> list[str]:
    from marsad.exports.words import date_text, label, place_text, sides_text
    from marsad.incidents.sums import casualty_sum

    event = account.event
    return [
        event.id[:_SHORT],
        label(event.type) + ("" if event.status == "happened" else f" ({event.status})"),
        sides_text(event),
        place_text(event.place),
        date_text(event.time),
        _number(casualty_sum(event, "killed")),
        _number(casualty_sum(event, "injured")),
        account.dispatch.source or "",
        account.review + (", flagged" if account.flagged else ""),
    ]


def _incident_row(incident: Incident) -> list[str]:
    from marsad.exports.words import date_text, label, place_text
    from marsad.incidents.sums import incident_sum

    sides = (incident.side_a.value, incident.side_b.value)
    status = incident.status.value
    return [
        incident.id[:_SHORT],
        label(incident.type.value) + ("" if status == "happened" else f" ({status})"),
        " → ".join(", ".join(actor.name for actor in side) for side in sides if side),
        place_text(incident.place.value),
        date_text(incident.time.value),
        _number(incident_sum(incident, "killed")),
        _number(incident_sum(incident, "injured")),
        str(len(incident.accounts)),
        "contradicted" if incident.contradicted else "",
    ]


def _dispatch_cells(stored: StoredDispatch) -> list[str]:
    dispatch = stored.dispatch
    return [
        dispatch.id[:_SHORT],
        str(dispatch.date or ""),
        dispatch.source or "",
        dispatch.title or dispatch.external_id or "",
        str(stored.events),
        f"repost of {stored.repost_of[:_SHORT]}" if stored.repost_of else "",
    ]


def _dispatch_row(stored: StoredDispatch) -> dict[str, Any]:
    dispatch = stored.dispatch
    return {
        "dispatch_id": dispatch.id,
        "external_id": dispatch.external_id,
        "source": dispatch.source,
        "date": dispatch.date.isoformat() if dispatch.date else None,
        "title": dispatch.title,
        "url": dispatch.url,
        "language": dispatch.language,
        "reader": stored.reader,
        "retrieved_at": stored.retrieved_at.isoformat() if stored.retrieved_at else None,
        "added_at": stored.added_at.isoformat(),
        "sha256": stored.sha256,
        "repost_of": stored.repost_of,
        "events": stored.events,
    }


def _number(count: Count | None) -> str:
    from marsad.exports.words import count_text

    return count_text(count) if count else ""
