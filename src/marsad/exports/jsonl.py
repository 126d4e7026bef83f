"""Codings, events and incidents as JSON, one to a line."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict
from typing import Any, TextIO

from pydantic import BaseModel

from marsad.exports.happenings import Item, cells_of, happening, link
from marsad.exports.options import LeftOut, Options
from marsad.exports.sentences import sentences_at
from marsad.exports.words import storable
from marsad.incidents.accounts import Account, Choice, Incident
from marsad.model import Coding


def write_jsonl(codings: Iterable[Coding], file: TextIO, *, full: bool = False) -> None:
    """Write each coding as one line of the published JSON (`marsad schema`).

    `full` adds the dispatch's text, which the spans point into, and the rule behind each cell.
    """
    for coding in codings:
        file.write(json_text(coding.to_dict(text=full, explanations=full)) + "\n")


def write(items: Iterable[Item], file: TextIO, options: Options) -> LeftOut:
    """Write each event or incident of the record as one line (`event_json`, `incident_json`); nothing is left out."""
    for item in items:
        record = incident_json(item) if isinstance(item, Incident) else event_json(item)
        if options.link_base:
            record["link"] = link(happening(item), options.link_base)
        file.write(json_text(record) + "\n")
    return LeftOut()


def event_json(account: Account) -> dict[str, Any]:
    """An event of the record: the published JSON of the event, its dispatch without the text, what people have done
    with it, and the sentences that tell it.
    """
    event, dispatch = account.event, account.dispatch
    return {
        **event.model_dump(mode="json"),
        "dispatch": dispatch.model_dump(mode="json", exclude={"text"}),
        "review": account.review,
        "flagged": account.flagged,
        "incident_id": account.incident_id,
        "repost_of": account.repost_of,
        "updated_at": account.updated_at.isoformat() if account.updated_at else None,
        "sentences": sentences_at(dispatch.text, event.evidence),
    }


def incident_json(incident: Incident) -> dict[str, Any]:
    """An incident of the record: for each cell its value, the rule that chose it, whether accounts exclude each other
    and what each tells; the figures with their history; the accounts with their sources and sentences. `events` are
    the ids of the accounts' events.
    """
    return {
        "id": incident.id,
        **{cell: _choice(choice) for cell, choice in cells_of(incident).items()},
        "figures": [asdict(figure) for figure in incident.figures],
        "contradicted": incident.contradicted,
        "events": [account.event.id for account in incident.accounts],
        "accounts": [_account(account) for account in incident.accounts],
    }


def _choice(choice: Choice[Any]) -> dict[str, Any]:
    return {
        "value": _plain(choice.value),
        "rule": choice.rule,
        "contradicted": choice.contradicted,
        "told": [{"event": event, "value": _plain(value)} for event, value in choice.told],
    }


def _plain(value: Any) -> Any:
    if isinstance(value, BaseModel):
        return value.model_dump(mode="json")
    return [_plain(part) for part in value] if isinstance(value, tuple) else value


def _account(account: Account) -> dict[str, Any]:
    dispatch = account.dispatch
    return {
        "event": account.event.id,
        "dispatch": dispatch.id,
        "source": dispatch.source,
        "date": dispatch.date.isoformat() if dispatch.date else None,
        "title": dispatch.title,
        "url": dispatch.url,
        "attribution": [credit.source for credit in account.event.attribution],
        "review": account.review,
        "repost_of": account.repost_of,
        "sentences": sentences_at(dispatch.text, account.event.evidence),
    }


def json_text(data: Any) -> str:
    """One line of JSON in readable Unicode; where the data hold lone surrogates, in ASCII with escapes."""
    text = json.dumps(data, ensure_ascii=False)
    return text if text == storable(text) else json.dumps(data)
