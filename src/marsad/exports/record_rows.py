"""What does Marsad's own table of events, or of incidents, hold?"""

from __future__ import annotations

from typing import Any, Literal

from marsad.exports import tables
from marsad.exports.happenings import SEPARATOR, Happening, evidence_text, link
from marsad.exports.options import Options
from marsad.model import Role

Kind = Literal["text", "integer", "number", "flag", "date", "moment"]

EVENT_COLUMNS: tuple[str, ...] = (
    *tables.COLUMNS,
    "incident_id",
    "repost_of",
    "review",
    "flagged",
    "updated_at",
)
_FIRST_CELL, _AFTER_CELLS = tables.COLUMNS.index("type"), tables.COLUMNS.index("confidence")
INCIDENT_COLUMNS: tuple[str, ...] = (
    "incident_id",
    *(name for name in tables.COLUMNS[_FIRST_CELL:_AFTER_CELLS] if name != "group"),
    "contradicted",
    "contradicted_cells",
    "rules",
    "accounts",
    "sources",
    "event_ids",
    "dispatch_ids",
    "urls",
    "first_reported",
    "last_reported",
    "updated_at",
    "evidence",
)
_KINDS: dict[str, Kind] = {
    **dict.fromkeys(tables.COUNT_COLUMNS, "integer"),
    "accounts": "integer",
    "latitude": "number",
    "longitude": "number",
    "confidence": "number",
    "mutual": "flag",
    "place_resolved": "flag",
    "flagged": "flag",
    "contradicted": "flag",
    "dispatch_date": "date",
    "date_start": "date",
    "date_end": "date",
    "first_reported": "date",
    "last_reported": "date",
    "updated_at": "moment",
}


def columns(options: Options) -> tuple[str, ...]:
    """The columns of a table of events or incidents; `link` comes last, where links were asked for."""
    own = EVENT_COLUMNS if options.what == "events" else INCIDENT_COLUMNS
    return (*own, "link") if options.link_base else own


def kind_of(column: str) -> Kind:
    """What a column holds: dates and moments are ISO text in the rows."""
    return _KINDS.get(column, "text")


def record_row(item: Happening, options: Options) -> dict[str, Any]:
    """One event or incident as a row with `columns(options)`.

    The columns of the sides, the place, the time and the counts are those of `tables.rows`; `evidence` holds the
    sentences of `happenings.evidence_text`.
    """
    row = _incident_row(item) if item.of_many else _event_row(item)
    if options.link_base:
        row["link"] = link(item, options.link_base)
    return row


def _event_row(item: Happening) -> dict[str, Any]:
    (account,) = item.accounts
    return {
        **tables.event_row(account.dispatch, account.event),
        "incident_id": account.incident_id,
        "repost_of": account.repost_of,
        "review": account.review,
        "flagged": account.flagged,
        "updated_at": account.updated_at.isoformat() if account.updated_at else None,
        "evidence": evidence_text(item),
    }


def _incident_row(item: Happening) -> dict[str, Any]:
    sides: dict[Role, Any] = {"side_a": item.side_a, "side_b": item.side_b, "third": item.third}
    events = [account.event for account in item.own_accounts]
    dates = [account.dispatch.date for account in item.accounts if account.dispatch.date]
    return {
        "incident_id": item.id,
        "type": item.type,
        "status": item.status,
        "mutual": item.mutual,
        **tables.side_cells(sides),
        **tables.place_cells(item.place),
        **tables.time_cells(item.time),
        **tables.count_cells(item.figures),
        "casualties_text": _joined(told.text for figure in item.figures for told in figure.history),
        "weapons": _joined(weapon.name for event in events for weapon in event.weapons),
        "terms": _joined(term.text for event in events for term in event.terms),
        "attribution": _joined(item.credited),
        "contradicted": item.contradicted,
        "contradicted_cells": _joined(cell for cell, contradicted in item.contradictions.items() if contradicted),
        "rules": _joined(f"{cell}: {rule}" for cell, rule in item.rules.items()),
        "accounts": len(item.accounts),
        "sources": _joined(item.sources),
        "event_ids": _joined(account.event.id for account in item.accounts),
        "dispatch_ids": _joined(account.dispatch.id for account in item.accounts),
        "urls": _joined(dispatch.url for dispatch in item.dispatches),
        "first_reported": min(dates).isoformat() if dates else None,
        "last_reported": max(dates).isoformat() if dates else None,
        "updated_at": item.updated_at.isoformat() if item.updated_at else None,
        "evidence": evidence_text(item),
    }


def _joined(values: Any) -> str:
    return SEPARATOR.join(dict.fromkeys(value for value in values if value))
