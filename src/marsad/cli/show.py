"""`marsad show`: an event, an incident or a dispatch of the record with its words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TextIO

import click

from marsad.cli import filters
from marsad.cli.loading import open_to_read
from marsad.cli.writing import result_file

if TYPE_CHECKING:
    from marsad.incidents.accounts import Account, Choice, Incident
    from marsad.model import Event, Span
    from marsad.store.record import Record
    from marsad.store.rows import StoredDispatch

_LONGEST = 160


@click.command(short_help="Show an event, an incident or a dispatch with its words.")
@click.argument("id", metavar="ID")
@filters.record
@click.option("--format", "form", type=click.Choice(("text", "json")), default="text", help="text or json.")
def show(id: str, record: str | None, form: str) -> None:
    """Show an event, an incident or a dispatch of the record: each cell with the words that say it, each account
    with its source.

    ID is that of an event, an incident or a dispatch, or as much of its beginning as no other has.

    \b
    Examples:
      marsad show 1f82a660
      marsad show 1f82a660 --format json
    """
    with open_to_read(record) as opened, result_file(None) as stream:
        found = _found(opened, id)
        if form == "json":
            _write_json(found, stream)
        else:
            _write(found, stream)


def _found(record: Record, id: str) -> Account | Incident | StoredDispatch:
    from marsad.errors import NotFound

    for look in (record.event, record.incident, record.dispatch):
        try:
            return look(id)
        except NotFound as error:
            if "several" in str(error):
                raise
    raise NotFound(f"{id}: the record has no event, incident or dispatch with this id")


def _write_json(found: Account | Incident | StoredDispatch, stream: TextIO) -> None:
    from marsad.exports.jsonl import event_json, incident_json, json_text
    from marsad.incidents.accounts import Account, Incident

    if isinstance(found, Account):
        data = event_json(found)
    elif isinstance(found, Incident):
        data = incident_json(found)
    else:
        data = {
            "dispatch": found.dispatch.model_dump(mode="json"),
            "sha256": found.sha256,
            "reader": found.reader,
            "retrieved_at": found.retrieved_at.isoformat() if found.retrieved_at else None,
            "added_at": found.added_at.isoformat(),
            "repost_of": found.repost_of,
            "coder": found.coder.model_dump() if found.coder else None,
            "events": [event_json(account) for account in found.accounts],
            "relations": [relation.model_dump(mode="json") for relation in found.relations],
            "tallies": [tally.model_dump(mode="json") for tally in found.tallies],
        }
    stream.write(json_text(data) + "\n")


def _write(found: Account | Incident | StoredDispatch, stream: TextIO) -> None:
    from marsad.incidents.accounts import Account, Incident

    if isinstance(found, Account):
        _write_event(found, stream)
    elif isinstance(found, Incident):
        _write_incident(found, stream)
    else:
        _write_dispatch(found, stream)


def _write_event(account: Account, stream: TextIO) -> None:
    from marsad.exports.words import date_text, label, place_text

    event, text = account.event, account.dispatch.text
    state = account.review + (", flagged" if account.flagged else "")
    stream.write(f"event {event.id} ({state})\n")
    _line(stream, "type", f"{label(event.type)}, {event.status}", _words(text, event.evidence))
    for participant in event.participants:
        known = f" ({participant.actor_id})" if participant.actor_id else ""
        _line(stream, participant.role, participant.name + known, _words(text, participant.evidence))
    place = event.place
    if place.name or place.latitude is not None:
        where = f"{place_text(place)}{_degrees(place.latitude, place.longitude)}"
        _line(stream, "place", where, _words(text, place.evidence))
    if event.time.start is not None:
        _line(stream, "time", date_text(event.time), _words(text, event.time.evidence))
    _write_cells(event, text, stream)
    stream.write(f"  {'told by':10} {_origin(account)}\n")
    if account.repost_of:
        stream.write(f"  {'':10} a repost of {account.repost_of}\n")
    if account.incident_id:
        stream.write(f"  {'incident':10} {account.incident_id}\n")


def _write_cells(event: Event, text: str, stream: TextIO) -> None:
    from marsad.exports.words import count_text
    from marsad.incidents.sums import Count

    for entry in event.casualties:
        number = count_text(Count(entry.low, entry.best, entry.high))
        _line(stream, entry.harm, f"{number} {entry.who or ''}".strip(), _words(text, entry.evidence))
    for weapon in event.weapons:
        _line(stream, "weapon", weapon.name, _words(text, weapon.evidence))
    for term in event.terms:
        _line(stream, "term", term.text, [])
    for credit in event.attribution:
        _line(stream, "according", credit.source, _words(text, credit.evidence))


def _write_incident(incident: Incident, stream: TextIO) -> None:
    from marsad.exports.words import count_text, date_text, label, place_text
    from marsad.incidents.sums import Count

    stream.write(f"incident {incident.id}, {len(incident.accounts)} accounts\n")
    shown: list[tuple[str, str, Choice[Any]]] = [
        ("type", label(incident.type.value), incident.type),
        ("status", incident.status.value, incident.status),
        ("side_a", ", ".join(actor.name for actor in incident.side_a.value), incident.side_a),
        ("side_b", ", ".join(actor.name for actor in incident.side_b.value), incident.side_b),
        ("third", ", ".join(actor.name for actor in incident.third.value), incident.third),
        ("place", place_text(incident.place.value), incident.place),
        ("time", date_text(incident.time.value), incident.time),
    ]
    for name, value, choice in shown:
        if value:
            _line(stream, name, value, [], f"{choice.rule}{'; contradicted' if choice.contradicted else ''}")
    for figure in incident.figures:
        number = f"{count_text(Count(figure.low, figure.best, figure.high))}, best {figure.best}"
        rule = f"{figure.rule}{'; contradicted' if figure.contradicted else ''}"
        _line(stream, figure.harm, f"{number} {figure.who or ''}".strip(), [], rule)
    stream.write("\n")
    for account in incident.accounts:
        _write_event(account, stream)


def _write_dispatch(stored: StoredDispatch, stream: TextIO) -> None:
    from marsad.exports.words import one_line

    dispatch = stored.dispatch
    stream.write(f"dispatch {dispatch.id}: {one_line(dispatch.title or dispatch.external_id or '')}\n")
    _line(stream, "published", f"{dispatch.date or 'undated'}, {dispatch.source or 'source unknown'}", [])
    _line(stream, "text", f"{len(dispatch.text):,} characters, SHA-256 {stored.sha256}", [])
    retrieved = f"{stored.retrieved_at:%Y-%m-%d %H:%M}" if stored.retrieved_at else "unknown when"
    _line(stream, "retrieved", f"{retrieved}{f', {stored.reader}' if stored.reader else ''}", [])
    if stored.coder is not None:
        _line(stream, "coded by", f"Marsad {stored.coder.version}, {stored.coder.model}", [])
    if stored.repost_of:
        _line(stream, "repost of", stored.repost_of, [])
    stream.write("\n")
    for account in stored.accounts:
        _write_event(account, stream)


def _line(stream: TextIO, name: str, value: str, words: list[str], rule: str = "") -> None:
    from marsad.exports.words import one_line

    stream.write(f"  {name:10} {one_line(value)}{f' [{one_line(rule)}]' if rule else ''}\n")
    for piece in words:
        stream.write(f"  {'':10}   “{piece}”\n")


def _words(text: str, spans: list[Span]) -> list[str]:
    from marsad.exports.words import one_line

    pieces = (one_line(text[span.start : span.end]) for span in spans)
    return list(dict.fromkeys(p if len(p) <= _LONGEST else p[: _LONGEST - 1] + "…" for p in pieces if p))


def _degrees(latitude: float | None, longitude: float | None) -> str:
    return f" ({latitude:.4f}, {longitude:.4f})" if latitude is not None and longitude is not None else ""


def _origin(account: Account) -> str:
    from marsad.exports.words import one_line

    dispatch = account.dispatch
    parts = (dispatch.source, str(dispatch.date or ""), dispatch.title, dispatch.url, f"dispatch {dispatch.id}")
    return one_line(", ".join(part for part in parts if part))
