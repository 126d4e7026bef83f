"""The situation report as one self-contained page of HTML, without a script, for the screen and for A4."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from importlib import resources
from typing import TextIO

import jinja2
from markupsafe import Markup

from marsad import __version__
from marsad.codebook.types import event_types
from marsad.exports.cards import web_address
from marsad.exports.maps.drawing import draw_map
from marsad.exports.maps.picture import Map, Mark, Numbered
from marsad.exports.situation.changes import Change
from marsad.exports.situation.charts import deaths_chart, step_text, timeline_chart
from marsad.exports.situation.contradictions import best_text
from marsad.exports.situation.figures import source_name
from marsad.exports.situation.page import Situation, most_deadly
from marsad.exports.words import date_text, label, place_text, storable
from marsad.incidents.accounts import Incident
from marsad.incidents.sources import independent
from marsad.incidents.sums import Count, incident_sum
from marsad.model import Event, Harm, Participant

PRINTED_ROWS = 16
"""On paper the table has the deadliest incidents only; the file has all."""
PRINTED_CONTRADICTIONS = 2


@dataclass(frozen=True)
class SourceView:
    """One source of an incident; `url` "" where it has none."""

    name: str
    url: str
    published: str


@dataclass(frozen=True)
class RowView:
    """One incident in the table."""

    number: int
    id: str
    date: str
    place: str
    type: str
    status: str
    sides: str
    killed: str
    injured: str
    sources: list[SourceView]
    contradicted: bool
    printed: bool


@dataclass(frozen=True)
class MarkView:
    """A tag of the map: how many incidents, where, and the first of them in the table."""

    mark: Mark
    count: int
    name: str
    href: str


def write_situation(report: Situation, file: TextIO) -> None:
    """Write a situation report as one HTML page that loads nothing."""
    printed = most_deadly(report.incidents, PRINTED_ROWS)
    rows = [_row(number, item, item.id in printed) for number, item in enumerate(report.incidents, start=1)]
    numbers = {item.id: number for number, item in enumerate(report.incidents, start=1)}
    drawn = draw_map(_by_place(report.incidents, numbers), crowded=True)
    page = _template().render(
        report=report,
        map=drawn,
        marks=[_mark(mark) for mark in drawn.marks] if drawn else [],
        beside_map=_beside_map(drawn) if drawn else [],
        timeline=timeline_chart(report.timeline),
        deaths=deaths_chart(report.deaths),
        rows=rows,
        others=[_row(number, item, False) for number, item in enumerate(report.others, start=len(rows) + 1)],
        numbers=numbers,
        printed_contradictions=PRINTED_CONTRADICTIONS,
        glossary=[
            (label(row.type), event_types()[row.type].definition)
            for row in report.timeline.rows
            if row.type in event_types()
        ],
        version=__version__,
        style=Markup(_asset("report.css") + _asset("situation.css")),
    )
    file.write(storable(page))


@cache
def _template() -> jinja2.Template:
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("marsad.exports", "templates"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=jinja2.StrictUndefined,
    )
    environment.filters.update(best=best_text, change=change_text, label=label, range=range_text)
    environment.globals.update(step_text=step_text)
    return environment.get_template("situation.html.j2")


def _asset(name: str) -> str:
    return resources.files("marsad.exports").joinpath("templates", name).read_text("utf-8")


def range_text(count: Count) -> str:
    """The bounds of a count: "4–6", "4 or more", "" where they are one number."""
    if count.high is None:
        return f"{count.low:,} or more"
    return "" if count.low == count.high else f"{count.low:,}–{count.high:,}"


def change_text(change: Change) -> str:
    """A change for people: "+5 (was 12)", "12 as before", "+5 by best figures, ranges overlap (was 12)"."""
    was = f"{change.before.best:,}"
    if change.difference == 0:
        return "as before" if change.way == "same" else f"as before ({was}), by best figures"
    size = f"{'+' if change.difference > 0 else '−'}{abs(change.difference):,}"
    return f"{size} (was {was})" if change.way != "unclear" else f"{size} (was {was}), ranges overlap"


def _row(number: int, incident: Incident, printed: bool) -> RowView:
    return RowView(
        number=number,
        id=f"i{number}",
        date=date_text(incident.time.value) or "undated",
        place=place_text(incident.place.value)
        + (" (area)" if incident.place.value.precision in ("region", "country") else ""),
        type=label(incident.type.value),
        status=incident.status.value,
        sides=_sides(incident),
        killed=_people(incident, "killed"),
        injured=_people(incident, "injured"),
        sources=_sources(incident),
        contradicted=incident.contradicted,
        printed=printed,
    )


def _people(incident: Incident, harm: Harm) -> str:
    count = incident_sum(incident, harm)
    return best_text(count) if count else ""


def _sides(incident: Incident) -> str:
    def names(members: tuple[Participant, ...]) -> str:
        return ", ".join(dict.fromkeys(member.name for member in members)) or "?"

    first, second, third = incident.side_a.value, incident.side_b.value, incident.third.value
    if not (first or second or third):
        return ""
    mutual = any(account.event.mutual for account in incident.accounts)
    text = names(first) + (f" {'↔' if mutual else '→'} {names(second)}" if second else "")
    return f"{text}; third: {names(third)}" if third else text


def _sources(incident: Incident) -> list[SourceView]:
    """One entry per source, with the address of its first dispatch."""
    found: dict[str, SourceView] = {}
    for account in independent(incident.accounts):
        name, dispatch = source_name(account), account.dispatch
        found.setdefault(name, SourceView(name, web_address(dispatch.url), str(dispatch.date or "undated")))
    return list(found.values())


def _by_place(incidents: tuple[Incident, ...], numbers: dict[str, int]) -> list[Numbered]:
    """One entry of the map for each place, numbered by how many incidents fell there."""
    groups: dict[tuple[object, ...], list[Incident]] = {}
    for item in incidents:
        place = item.place.value
        spot = (place.latitude, place.longitude, place.precision, place.resolved, place.name, place.country)
        groups.setdefault(spot, []).append(item)
    return [
        Numbered(str(len(found)), _event(found[0]), f"#i{numbers[found[0].id]}", 1, label(found[0].type.value))
        for found in groups.values()
    ]


def _event(incident: Incident) -> Event:
    """What the map needs of an incident: its own place."""
    return incident.accounts[0].event.model_copy(update={"place": incident.place.value})


def _mark(mark: Mark) -> MarkView:
    first = max(mark.events, key=lambda item: int(item.number))
    name = first.event.place.name or mark.name
    if len(mark.events) > 1:
        name += f" +{len(mark.events) - 1}"
    return MarkView(replace(mark, events=[first]), sum(int(item.number) for item in mark.events), name, first.href)


def _beside_map(drawn: Map) -> list[str]:
    """The incidents that the map cannot show."""
    found = []
    for items, words in ((drawn.countrywide, "known to the country only"), (drawn.nowhere, "without coordinates")):
        count = sum(int(item.number) for item in items)
        if count:
            found.append(f"{count} incident{'' if count == 1 else 's'} {words}, not drawn.")
    return found
