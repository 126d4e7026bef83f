"""What does a reviewer see of a dispatch? Its text cut by evidence, and a card for each event with its cells."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from marsad.codebook.types import event_types
from marsad.exports.highlight import Evidence, Segment, paragraphs
from marsad.exports.tables import words_at
from marsad.exports.words import count_text, date_text, label, place_text, storable
from marsad.incidents.accounts import Account
from marsad.incidents.sums import Count
from marsad.model import Casualty, Event, Participant, Place, Span

SIDES = {"side_a": "Side A", "side_b": "Side B", "third": "Third party"}
CELLS: dict[str, str] = {
    "type": "Type",
    "participants": "Sides",
    "place": "Place",
    "time": "Date",
    "casualties": "People harmed",
    "status": "Status",
    "attribution": "According to",
    "weapons": "Weapons",
    "terms": "Terms",
    "evidence": "Words",
}
"""The cells of a card in their order; the first nine have the keys 1 to 9. The names are those of `model.Event`."""
_PRECISIONS = {
    "exact": "town or site",
    "near": "near this place",
    "region": "known to the area only",
    "country": "known to the country only",
}


@dataclass(frozen=True, slots=True)
class Line:
    """One value of a cell: its text, a note beside it, the words that say it, and which colour they have.

    `position` is that of the value in its list, `start` where its first words begin.
    """

    text: str
    note: str
    words: str
    colour: str
    position: int
    start: int | None


@dataclass(frozen=True, slots=True)
class CellView:
    """A cell of a card. `number` is its key, 0 where it has none."""

    name: str
    title: str
    number: int
    lines: list[Line]


@dataclass(frozen=True, slots=True)
class CardView:
    """One event as a card."""

    number: int
    account: Account
    title: str
    definition: str
    cells: list[CellView]


@dataclass(frozen=True, slots=True)
class TextPart:
    """A stretch of the text. `colour` is the cell that it is evidence for, "" where none; `keys` are all that it
    shows, as event, colour and position joined by dots; `begins` the numbers of the events whose words begin here,
    with their ids.
    """

    text: str
    start: int
    colour: str
    keys: str
    begins: list[tuple[int, str]]


def cards(accounts: Sequence[Account], text: str) -> list[CardView]:
    """The events' cards, in the order of the text."""
    return [_card(account, number, text) for number, account in enumerate(accounts, start=1)]


def text_parts(accounts: Sequence[Account], text: str) -> list[list[TextPart]]:
    """The text's lines, cut where evidence begins or ends. Rejected events have no evidence here."""
    evidence = [
        Evidence(span, f"{account.event.id}.{colour}.{position}", number, colour == "evidence")
        for number, account in enumerate(accounts, start=1)
        if account.review != "rejected"
        for colour, position, spans in _evidence(account.event)
        for span in spans
    ]
    ids = {number: account.event.id for number, account in enumerate(accounts, start=1)}
    return [[_part(segment, ids) for segment in line] for line in paragraphs(storable(text), evidence)]


def event_data(account: Account) -> dict[str, Any]:
    """An event as the page's editor takes it."""
    return {
        "event": account.event.model_dump(mode="json"),
        "review": account.review,
        "flagged": account.flagged,
        "seen": account.updated_at.isoformat() if account.updated_at else None,
    }


def _evidence(event: Event) -> Iterator[tuple[str, int, Sequence[Span]]]:
    """The event's spans by the colour that they have in the text, and the position of their value in its list."""
    yield "evidence", 0, event.evidence
    for position, one in enumerate(event.participants):
        yield one.role, position, one.evidence
    yield "place", 0, event.place.evidence
    yield "time", 0, event.time.evidence
    lists = (
        ("casualties", [one.evidence for one in event.casualties]),
        ("weapons", [one.evidence for one in event.weapons]),
        ("attribution", [one.evidence for one in event.attribution]),
        ("terms", [one.evidence for one in event.terms]),
    )
    for colour, told in lists:
        for position, spans in enumerate(told):
            yield colour, position, spans


def _part(segment: Segment, ids: dict[int, str]) -> TextPart:
    """A cell's colour goes before that of the event's own words; the shorter list of keys of one colour wins."""
    named = [key.split(".")[1] for key in segment.keys]
    cells = [name for name in named if name != "evidence"]
    colour = cells[-1] if cells else "evidence" if named else ""
    begins = [(number, ids[number]) for number in segment.begins]
    return TextPart(segment.text, segment.start, colour, " ".join(segment.keys), begins)


def _card(account: Account, number: int, text: str) -> CardView:
    event = account.event
    known = event_types().get(event.type)
    lines: dict[str, list[Line]] = {
        "type": [_line(text, label(event.type), [], "evidence", known.definition if known else "")],
        "participants": [_participant(text, at, one) for at, one in enumerate(event.participants)],
        "place": [_place(text, event.place)] if event.place.name or event.place.latitude is not None else [],
        "time": [_line(text, date_text(event.time), event.time.evidence, "time")] if date_text(event.time) else [],
        "casualties": [_casualty(text, at, one) for at, one in enumerate(event.casualties)],
        "status": [_line(text, event.status, [], "evidence")],
        "attribution": [
            _line(text, one.source, one.evidence, "attribution", one.kind or "", at)
            for at, one in enumerate(event.attribution)
        ],
        "weapons": [_line(text, one.name, one.evidence, "weapons", "", at) for at, one in enumerate(event.weapons)],
        "terms": [_line(text, one.text, one.evidence, "terms", "", at) for at, one in enumerate(event.terms)],
        "evidence": [_line(text, words_at(text, event.evidence), event.evidence, "evidence")],
    }
    if event.mutual:
        lines["participants"].append(_line(text, "both sides act", [], "evidence"))
    cells = [
        CellView(name, title, position if position < 10 else 0, lines[name])
        for position, (name, title) in enumerate(CELLS.items(), start=1)
    ]
    place = place_text(event.place)
    title = f"{label(event.type)}, {place}" if place else label(event.type)
    return CardView(number, account, storable(title), known.definition if known else "", cells)


def _line(text: str, told: str, spans: Sequence[Span], colour: str, note: str = "", position: int = 0) -> Line:
    usable = [span for span in spans if 0 <= span.start < span.end <= len(text)]
    first = min((span.start for span in usable), default=None)
    return Line(storable(told), storable(note), storable(words_at(text, usable)), colour, position, first)


def _participant(text: str, position: int, one: Participant) -> Line:
    notes = [SIDES[one.role], one.kind, f"registry: {one.actor_id}" if one.actor_id else "not in the registry"]
    return _line(text, one.name, one.evidence, one.role, " · ".join(note for note in notes if note), position)


def _place(text: str, place: Place) -> Line:
    notes = [_PRECISIONS.get(place.precision or "", "")]
    notes.append(", ".join(dict.fromkeys(part for part in (place.admin2, place.admin1, place.country) if part)))
    if place.latitude is not None and place.longitude is not None:
        notes.append(f"{place.latitude:.4f}, {place.longitude:.4f}")
    told = place_text(place) or "a point on the map"
    return _line(text, told, place.evidence, "place", " · ".join(note for note in notes if note))


def _casualty(text: str, position: int, one: Casualty) -> Line:
    high = "open" if one.high is None else str(one.high)
    part = f"counted in entry {one.part_of + 1}" if one.part_of is not None else ""
    side = "civilians" if one.side == "civilian" else _lowered(SIDES.get(one.side or "", ""))
    notes = [one.who or "", side, f"low {one.low}, best {one.best}, high {high}", part]
    count = count_text(Count(one.low, one.best, one.high))
    told = f"{'about ' if one.approximate else ''}{count} {one.harm}"
    return _line(text, told, one.evidence, "casualties", " · ".join(note for note in notes if note), position)


def _lowered(words: str) -> str:
    """Words as they stand within a line: `Side A` is "side A" there."""
    return words[:1].lower() + words[1:]
