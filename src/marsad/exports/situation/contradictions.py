"""Which incidents do their sources tell most differently, and what does each of them say?"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from marsad.exports.situation.figures import source_name
from marsad.exports.words import date_text, label, place_text
from marsad.incidents.accounts import Account, Choice, Figure, Incident
from marsad.incidents.sums import Count


@dataclass(frozen=True, slots=True)
class Saying:
    """What one account says of a cell; `value` "" where it does not fill it. `superseded`: a later one updates it."""

    source: str
    published: str
    value: str
    dispatch_id: str
    superseded: bool = False


@dataclass(frozen=True, slots=True)
class ContradictedCell:
    """A cell in which accounts exclude each other, the record's choice and the rule that made it."""

    cell: str
    chosen: str
    rule: str
    sayings: tuple[Saying, ...]


@dataclass(frozen=True, slots=True)
class Contradiction:
    """An incident with its contradicted cells."""

    incident: Incident
    cells: tuple[ContradictedCell, ...]


def contradictions(incidents: Iterable[Incident], limit: int | None = None) -> list[Contradiction]:
    """The contradicted incidents: most contradicted cells first, then the widest gap in a toll, then most accounts."""
    found = [Contradiction(item, tuple(_cells(item))) for item in incidents if item.contradicted]
    return sorted(found, key=_rank)[:limit]


def _rank(one: Contradiction) -> tuple[int, int, int, str]:
    return (-len(one.cells), -_gap(one.incident), -len(one.incident.accounts), one.incident.id)


def _gap(incident: Incident) -> int:
    """The widest gap between the best figures of accounts that contradict each other, in people."""
    gaps = [0]
    for figure in incident.figures:
        told = [one.best for one in figure.history if not one.superseded]
        if figure.contradicted and told:
            gaps.append(max(told) - min(told))
    return max(gaps)


def _cells(incident: Incident) -> Iterable[ContradictedCell]:
    named: tuple[tuple[str, Choice[Any], Callable[[Any], str]], ...] = (
        ("Type", incident.type, label),
        ("Status", incident.status, str),
        ("Time", incident.time, date_text),
        ("Place", incident.place, place_text),
        ("Side A", incident.side_a, _names),
        ("Side B", incident.side_b, _names),
        ("Third party", incident.third, _names),
    )
    for title, choice, words in named:
        if choice.contradicted:
            told = {event_id: words(value) for event_id, value in choice.told}
            sayings = tuple(_saying(one, told.get(one.event.id, "")) for one in incident.accounts)
            yield ContradictedCell(title, words(choice.value), choice.rule, sayings)
    for figure in incident.figures:
        if figure.contradicted:
            yield _figure_cell(incident, figure)


def _figure_cell(incident: Incident, figure: Figure) -> ContradictedCell:
    told = {one.event_id: one for one in figure.history}
    sayings = []
    for account in incident.accounts:
        one = told.get(account.event.id)
        words = best_text(Count(one.low, one.best, one.high)) if one else ""
        sayings.append(_saying(account, words, superseded=one is not None and one.superseded))
    title = figure.harm.capitalize() + (f", {figure.who}" if figure.who else "")
    chosen = best_text(Count(figure.low, figure.best, figure.high))
    return ContradictedCell(title, chosen, figure.rule, tuple(sayings))


def _saying(account: Account, value: str, *, superseded: bool = False) -> Saying:
    dispatch = account.dispatch
    source = source_name(account)
    if account.repost_of is not None:
        source += " (repost)"
    return Saying(source, str(dispatch.date or "undated"), value, dispatch.id, superseded)


def _names(members: tuple[Any, ...]) -> str:
    return ", ".join(member.name for member in members)


def best_text(count: Count) -> str:
    """A count with its best figure first: "4", "5 (4–6)", "5 (4 or more)"."""
    if count.high is None:
        return f"{count.best:,} ({count.low:,} or more)" if count.best != count.low else f"{count.low:,} or more"
    return f"{count.best:,}" if count.low == count.high else f"{count.best:,} ({count.low:,}–{count.high:,})"
