"""What the report shows of one dispatch: text with its evidence, event cards, relations, map, timeline."""

from __future__ import annotations

import urllib.parse
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import get_args

from marsad.codebook.countries import countries
from marsad.codebook.types import event_types
from marsad.exports.highlight import Evidence, Segment, paragraphs
from marsad.exports.maps.drawing import draw_map
from marsad.exports.maps.picture import Map, Numbered
from marsad.exports.tables import words_at
from marsad.exports.timeline import Moment, timeline
from marsad.exports.words import count_text, date_text, day_text, label, place_text, storable
from marsad.incidents.sums import TOOK_PLACE, Count, added, casualty_sum
from marsad.model import Casualty, Coding, Event, Harm, Role, Span, Tally

COLOURS = 12
_SIDES: dict[str, str] = {
    "side_a": "side A",
    "side_b": "side B",
    "civilian": "civilians",
    "third": "third party",
}
_PRECISIONS = {
    "exact": "town or site",
    "near": "near this place",
    "region": "known to the region only",
    "country": "known to the country only",
}
_RELATIONS = {
    "leads": "leads",
    "member_of": "is a member of",
    "part_of": "is part of",
    "backed_by": "is backed by",
    "allied_with": "is allied with",
    "rival_of": "is a rival of",
    "kin_of": "is kin of",
    "former_member_of": "is a former member of",
}


@dataclass(frozen=True)
class Cell:
    """One value with the words that say it. `href` leads to the words; "" where the record has none."""

    text: str
    key: str = ""
    href: str = ""
    words: str = ""
    note: str = ""


@dataclass(frozen=True)
class SideView:
    """One side of an event."""

    role: str
    actors: list[Cell]


@dataclass(frozen=True)
class CasualtyView:
    """One group and harm; `part` where its people are counted in another entry."""

    cell: Cell
    harm: str
    detail: str
    part: bool


@dataclass(frozen=True)
class WhyView:
    """The rule behind one cell."""

    cell: str
    rule: str
    words: str
    candidates: str


@dataclass
class Card:
    """One event."""

    number: int
    id: str
    colour: int
    type: Cell
    definition: str
    status: str
    mutual: bool
    group: str
    quote: Cell
    sides: list[SideView]
    place: Cell | None
    where: list[str]
    time: Cell | None
    casualties: list[CasualtyView]
    sums: list[str]
    weapons: list[Cell]
    terms: list[Cell]
    credits: list[Cell]
    confidence: int | None
    confidence_detail: str
    why: list[WhyView]


@dataclass
class DispatchView:
    """One dispatch with everything read in it."""

    number: int
    id: str
    title: str
    date: str
    source: str
    url: str
    external_id: str
    language: str
    body_start: int
    paragraphs: list[list[Segment]]
    cards: list[Card]
    relations: list[Cell]
    tallies: list[Cell]
    warnings: list[str]
    map: Map | None
    moments: list[Moment]
    killed: str
    injured: str
    numbered: list[Numbered] = field(default_factory=list)


class _Keys:
    """Collects evidence under keys while cells are made; knows where the words of a key begin."""

    def __init__(self, dispatch_id: str, text: str) -> None:
        self.dispatch_id, self.text = dispatch_id, text
        self.evidence: list[Evidence] = []

    def cell(self, text: str, key: str, event: int, spans: Sequence[Span], note: str = "", whole: bool = False) -> Cell:
        usable = [span for span in spans if 0 <= span.start < span.end <= len(self.text)]
        self.evidence += [Evidence(span, key, event, whole) for span in usable]
        # An anchor stands at every span's beginning, since the text is cut there.
        first = _first_visible(self.text, usable)
        href = f"#{self.dispatch_id}s{first}" if first is not None else ""
        return Cell(storable(text), key, href, storable(words_at(self.text, usable)), storable(note))


def _first_visible(text: str, spans: Sequence[Span]) -> int | None:
    for span in spans:
        if text[span.start : span.end].strip() and not text[span.start].isspace():
            return span.start
    return None


def view(coding: Coding, number: int) -> DispatchView:
    """Everything that the report shows of one coding; `number` counts the report's dispatches from 1."""
    dispatch = coding.dispatch
    text = storable(dispatch.text)
    keys = _Keys(f"d{number}", text)
    cards = [_card(coding, event, position, keys) for position, event in enumerate(coding.events, start=1)]
    relations = [
        keys.cell(f"{item.a} {_RELATIONS[item.relation]} {item.b}", f"{keys.dispatch_id}r{n}", 0, item.evidence)
        for n, item in enumerate(coding.relations, start=1)
    ]
    tallies = [
        keys.cell(
            f"{item.what}: {item.n:,}",
            f"{keys.dispatch_id}t{n}",
            0,
            item.evidence,
            note=_period(item),
        )
        for n, item in enumerate(coding.tallies, start=1)
    ]
    numbered = [
        Numbered(str(card.number), event, f"#{card.id}", card.colour, card.type.text)
        for card, event in zip(cards, coding.events, strict=True)
    ]
    return DispatchView(
        number=number,
        id=keys.dispatch_id,
        title=storable(dispatch.title or dispatch.external_id or f"Dispatch {number}"),
        date=day_text(dispatch.date) if dispatch.date else "",
        source=storable(dispatch.source or ""),
        url=web_address(dispatch.url),
        external_id=storable(dispatch.external_id or ""),
        language=dispatch.language if (dispatch.language or "").isalpha() and dispatch.language else "en",
        body_start=dispatch.body_start,
        paragraphs=paragraphs(text, keys.evidence),
        cards=cards,
        relations=relations,
        tallies=tallies,
        warnings=[storable(text) for text in dict.fromkeys([*dispatch.warnings, *coding.warnings])],
        map=draw_map(numbered),
        moments=timeline(numbered, dispatch.date),
        killed=_total(coding.events, "killed"),
        injured=_total(coding.events, "injured"),
        numbered=numbered,
    )


def web_address(url: str | None) -> str:
    """The address where it is one of the web's; "" for any other, such as `javascript:`."""
    if not url:
        return ""
    try:
        parts = urllib.parse.urlsplit(storable(url))
    except ValueError:
        return ""
    return storable(url) if parts.scheme in ("http", "https") and parts.netloc else ""


def _period(tally: Tally) -> str:
    since = f"since {day_text(tally.since)}" if tally.since else ""
    until = f"until {day_text(tally.until)}" if tally.until else ""
    return f"{since} {until}".strip()


def _total(events: Sequence[Event], harm: Harm) -> str:
    """Over the events that took place; "" where none tells of this harm."""
    counts = [casualty_sum(event, harm) for event in events if event.status in TOOK_PLACE]
    told = [count for count in counts if count]
    return count_text(added(told)) if told else ""


def _card(coding: Coding, event: Event, number: int, keys: _Keys) -> Card:
    id = f"{keys.dispatch_id}e{number}"
    known = event_types().get(event.type)
    quote = keys.cell("", id, number, event.evidence, whole=True)
    place = event.place
    return Card(
        number=number,
        id=id,
        colour=(number - 1) % COLOURS + 1,
        type=Cell(storable(label(event.type)), note=storable(event.type)),
        definition=known.definition if known else "",
        status=event.status,
        mutual=event.mutual,
        group=storable(event.group or ""),
        quote=quote,
        sides=_sides(event, id, number, keys),
        place=keys.cell(
            place_text(place).removesuffix(" (unresolved)"),
            f"{id}.place",
            number,
            place.evidence,
            note=_PRECISIONS.get(place.precision or "", ""),
        )
        if place_text(place)
        else None,
        where=_where(event),
        time=keys.cell(date_text(event.time), f"{id}.time", number, event.time.evidence, note=_time_note(event))
        if date_text(event.time)
        else None,
        casualties=_casualties(event, id, number, keys),
        sums=_sums(event),
        weapons=[
            keys.cell(weapon.name, f"{id}.w{n}", number, weapon.evidence) for n, weapon in enumerate(event.weapons)
        ],
        terms=[keys.cell(term.text, f"{id}.t{n}", number, term.evidence) for n, term in enumerate(event.terms)],
        credits=[
            keys.cell(credit.source, f"{id}.a{n}", number, credit.evidence, note=credit.kind or "")
            for n, credit in enumerate(event.attribution)
        ],
        confidence=None if event.confidence is None else round(event.confidence * 100),
        confidence_detail=_confidence_detail(event),
        why=[
            WhyView(
                storable(item.cell),
                storable(item.rule),
                storable(" … ".join(item.words)),
                storable("; ".join(item.candidates)),
            )
            for item in coding.explanations
            if item.event == event.id and event.id
        ],
    )


def _sides(event: Event, id: str, number: int, keys: _Keys) -> list[SideView]:
    names = {"side_a": "Side A", "side_b": "Side B", "third": "Third party"}
    found = []
    position = 0
    roles: tuple[Role, ...] = get_args(Role)
    for role in roles:
        actors = []
        for actor in event.side(role):
            note = actor.kind or ""
            actors.append(keys.cell(actor.name, f"{id}.p{position}", number, actor.evidence, note=note))
            position += 1
        if actors:
            found.append(SideView(names[role], actors))
    return found


def _where(event: Event) -> list[str]:
    place = event.place
    country = countries().get(place.country or "")
    areas = (place.admin2, place.admin1, country.name if country else place.country)
    located = [", ".join(dict.fromkeys(part for part in areas if part))]
    if place.latitude is not None and place.longitude is not None:
        located.append(f"{place.latitude:.4f}, {place.longitude:.4f}")
    if place.gazetteer_id:
        located.append(place.gazetteer_id)
    found = [" · ".join(part for part in located if part)] if any(located) else []
    if place.name and not place.resolved:
        found.append(
            "unresolved: no gazetteer knows this name"
            + ("; placed at its container" if place.latitude is not None else "")
        )
    return [storable(part) for part in found]


def _time_note(event: Event) -> str:
    precision = event.time.precision
    return "" if precision == "day" else "date unknown" if precision == "unknown" else f"known to the {precision}"


def _casualties(event: Event, id: str, number: int, keys: _Keys) -> list[CasualtyView]:
    """Totals with their parts below them."""
    entries = list(enumerate(event.casualties))
    indexes = {index for index, _entry in entries}
    totals = [(index, entry) for index, entry in entries if entry.part_of not in indexes - {index}]
    ordered: list[tuple[int, Casualty, bool]] = []
    for index, entry in totals:
        ordered.append((index, entry, False))
        ordered += [(part, inner, True) for part, inner in entries if inner.part_of == index and part != index]
    shown = {index for index, _entry, _part in ordered}
    ordered += [(index, entry, True) for index, entry in entries if index not in shown]
    return [_casualty(entry, part, f"{id}.c{index}", number, keys) for index, entry, part in ordered]


def _casualty(entry: Casualty, part: bool, key: str, number: int, keys: _Keys) -> CasualtyView:
    about = "about " if entry.approximate else ""
    who = ", ".join(part for part in (entry.who or "", _SIDES.get(entry.side or "", "")) if part)
    high = "open" if entry.high is None else str(entry.high)
    bounds = f"low {entry.low} · best {entry.best} · high {high}"
    count = count_text(Count(entry.low, entry.best, entry.high))
    return CasualtyView(keys.cell(f"{about}{count}", key, number, entry.evidence, note=who), entry.harm, bounds, part)


def _sums(event: Event) -> list[str]:
    found = []
    harms: tuple[Harm, ...] = get_args(Harm)
    for harm in harms:
        count = casualty_sum(event, harm)
        if count and sum(entry.harm == harm for entry in event.casualties) > 1:
            found.append(f"{count_text(count)} {harm} in all")
    return found


def _confidence_detail(event: Event) -> str:
    parts = (("type", event.type_confidence), ("place", event.place_confidence))
    return ", ".join(f"{name} {round(value * 100)} %" for name, value in parts if value is not None)
