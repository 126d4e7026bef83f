"""The record as PLOVER events (February 2024): one JSON array, a record to a line.

PLOVER has no third parties, ranges of counts or spans of evidence; the records carry the counts and the sentences
beside its own fields. Actors have no sector codes, since PLOVER's dictionaries are not Marsad's: they carry the
registry's id and kind.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any, TextIO

from marsad.codebook.countries import countries
from marsad.codebook.types import event_types
from marsad.exports.crosswalks import plover
from marsad.exports.happenings import Happening, Item, evidence_text, happenings, link
from marsad.exports.jsonl import json_text
from marsad.exports.options import LeftOut, Options
from marsad.incidents.sums import group_sum
from marsad.model import Participant


def write(items: Iterable[Item], file: TextIO, options: Options) -> LeftOut:
    """Write the events or incidents that have a PLOVER type; returns how many have none, by reason."""
    left_out: LeftOut = Counter()
    separator = "[\n"
    for item in happenings(items):
        if not event_types()[item.type].plover:
            left_out[f"no PLOVER type ({item.type})"] += 1
        elif not item.of_many and item.accounts[0].repost_of is not None:
            left_out["repost"] += 1
        else:
            file.write(separator + json_text(plover_record(item, options)))
            separator = ",\n"
    file.write("[]\n" if separator == "[\n" else "\n]\n")
    return left_out


def plover_record(item: Happening, options: Options) -> dict[str, Any]:
    """One record. `auxiliary` says what is historical, future, hypothetical or negated."""
    kind, mode = type_and_mode(item)
    place, start, end = item.place, item.time.start, item.time.end
    country = countries().get(place.country or "")
    record: dict[str, Any] = {
        "id": item.id,
        "date": start.isoformat() if start else None,
        "end_date": end.isoformat() if end else None,
        "date_precision": item.time.precision,
        "type": kind,
        "mode": mode,
        "auxiliary": [*plover().auxiliary[item.status], *(["historical"] if _is_historical(item) else [])],
        "actor": _actors(item.side_a),
        "recipient": _actors(item.side_b),
        "location": {
            "name": place.name,
            "admin1": place.admin1,
            "admin2": place.admin2,
            "country": country.iso3 if country else None,
            "latitude": place.latitude,
            "longitude": place.longitude,
            "precision": place.precision,
            "gazetteer_id": place.gazetteer_id,
        },
        "killed": _count(item, "killed"),
        "injured": _count(item, "injured"),
        "text": evidence_text(item),
        "sources": [
            {
                "source": dispatch.source,
                "date": dispatch.date.isoformat() if dispatch.date else None,
                "title": dispatch.title,
                "url": dispatch.url,
            }
            for dispatch in item.dispatches
        ],
    }
    if options.link_base:
        record["link"] = link(item, options.link_base)
    return record


def type_and_mode(item: Happening) -> tuple[str, str | None]:
    """PLOVER's type and mode. Of a type with two (`territory_taken`), the first where people were killed or injured."""
    names = event_types()[item.type].plover.split(" / ")
    harmed = any(count is not None and count["best"] for count in (_count(item, "killed"), _count(item, "injured")))
    kind, _, mode = (names[0] if harmed else names[-1]).partition("-")
    return kind, mode or None


def _count(item: Happening, harm: Any) -> dict[str, int | None] | None:
    count = group_sum(item.figures, harm)
    return count._asdict() if count else None


def _actors(side: Sequence[Participant]) -> list[dict[str, str | None]]:
    return [{"name": actor.name, "id": actor.actor_id, "kind": actor.kind} for actor in side]


def _is_historical(item: Happening) -> bool:
    dates = [dispatch.date for dispatch in item.dispatches if dispatch.date]
    end = item.time.end or item.time.start
    return bool(dates and end) and min(dates) - (end or dt.date.min) > dt.timedelta(days=plover().historical.days)
