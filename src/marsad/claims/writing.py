"""How is the answer to a claim shown: as a table for people, or as a line of JSON?"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any, TextIO

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table
from rich.text import Text

from marsad.claims.checking import Checked
from marsad.exports.jsonl import json_text
from marsad.exports.words import count_text, date_text, label, one_line, place_text
from marsad.incidents.accounts import Incident
from marsad.incidents.sources import independent
from marsad.incidents.sums import incident_sum
from marsad.model import Dispatch

_STYLES = {"supported": "green", "contradicted": "red", "not enough coverage": "yellow"}


def write_claims_table(found: Iterable[tuple[Dispatch, Sequence[Checked]]], file: TextIO) -> None:
    """Write for each dispatch its claims, each with verdict, reason and the incidents that say so."""
    console = Console(file=file, highlight=False, markup=False, emoji=False)
    for dispatch, answers in found:
        console.print(Text(one_line(dispatch.title or dispatch.external_id or dispatch.id), style="bold"))
        origin = [one_line(part) for part in (str(dispatch.date or "undated"), dispatch.source or "") if part]
        console.print(Text(" · ".join(origin), style="dim"))
        if not answers:
            console.print(Text("no claim of a rank\n", style="dim"))
        for answer in answers:
            _write_answer(answer, console)


def _write_answer(answer: Checked, console: Console) -> None:
    claim, area = answer.question.claim, answer.question.area
    head = Text("\n")
    head.append(f"“{one_line(claim.text)}”", style="italic")
    head.append(f"  {answer.verdict.upper()}", style=f"bold {_STYLES[answer.verdict]}")
    console.print(head)
    first, last = answer.question.first, answer.question.last
    compared = " or ".join(label(key).lower() for key in answer.question.types[:3])
    if len(answer.question.types) > 3:
        compared = "all violence" if len(answer.question.types) > 9 else f"{compared} …"
    asked = [compared, one_line(area.words()) if area else "", f"{first or '…'} to {last or '…'}"]
    console.print(Text("  asked: " + " · ".join(part for part in asked if part), style="dim"))
    console.print(Text(f"  by what this record holds: {one_line(answer.why)}"))
    if answer.rows:
        table = Table(box=SIMPLE_HEAD, padding=(0, 1, 0, 1), pad_edge=False, show_edge=False)
        for title in ("Incident", "Date", "Type", "Place", "Killed", "Sources"):
            table.add_column(title, overflow="fold", justify="right" if title == "Killed" else "left")
        for item in answer.rows:
            table.add_row(*(Text(one_line(cell)) for cell in _cells(item)))
        console.print(table)
    console.print()


def _cells(item: Incident) -> tuple[str, ...]:
    count = incident_sum(item, "killed")
    return (
        item.id,
        date_text(item.time.value),
        label(item.type.value),
        place_text(item.place.value),
        count_text(count) if count else "",
        ", ".join(_sources(item)),
    )


def _sources(item: Incident) -> list[str]:
    names = (account.dispatch.source or account.dispatch.id for account in independent(item.accounts))
    return list(dict.fromkeys(names))


def write_claims_jsonl(found: Iterable[tuple[Dispatch, Sequence[Checked]]], file: TextIO) -> None:
    """Write one line of JSON per claim (docs/claims.md)."""
    for dispatch, answers in found:
        for answer in answers:
            file.write(json_text(claim_json(dispatch, answer)) + "\n")


def claim_json(dispatch: Dispatch, answer: Checked) -> dict[str, Any]:
    """A claim with its words and spans, the verdict, why, and the rows, as plain data."""
    question = answer.question
    claim, area = question.claim, question.area
    known = answer.coverage
    return {
        "dispatch": {"id": dispatch.id, "external_id": dispatch.external_id, "date": _day(dispatch.date)},
        "claim": {
            "text": claim.text,
            "span": list(claim.span),
            "measure": claim.measure,
            "rank": claim.rank,
            "fewest": claim.fewest,
            "unit": claim.unit,
            "narrowed": claim.narrowed,
            "period": claim.period.words,
            "period_span": list(claim.period.span),
        },
        "asked": {
            "event": question.event.id if question.event else None,
            "types": list(question.types),
            "since": _day(question.first),
            "until": _day(question.last),
            "area": None
            if area is None
            else {"level": area.level, "name": area.name, "country": area.country, "told": area.told},
        },
        "verdict": answer.verdict,
        "why": answer.why,
        "coverage": None
        if known is None
        else {
            "country": known.country,
            "whole": known.whole,
            "months": [
                {"since": _day(m.first), "until": _day(m.last), "dispatches": m.dispatches, "needed": m.needed}
                for m in known.months
            ],
        },
        "rows": [
            {
                "incident": item.id,
                "events": [account.event.id for account in item.accounts],
                "type": item.type.value,
                "start": _day(item.time.value.start),
                "place": item.place.value.name,
                "killed": None if (count := incident_sum(item, "killed")) is None else count._asdict(),
                "sources": _sources(item),
            }
            for item in answer.rows
        ],
    }


def _day(day: dt.date | None) -> str | None:
    return None if day is None else str(day)
