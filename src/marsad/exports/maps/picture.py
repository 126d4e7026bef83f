"""What a map shows, before it becomes SVG: lengths in pixels of the picture, spots in percent of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from marsad.exports.maps.geometry import Point
from marsad.model import Event

WIDTH, HEIGHT = 800, 500
INSET = 120

DotKind = Literal["exact", "near", "region", "unresolved"]
Side = Literal["right", "left", "above", "below", "over"]


@dataclass(frozen=True)
class Numbered:
    """An event with the number, colour and link under which the report shows it."""

    number: str
    event: Event
    href: str
    colour: int
    title: str


@dataclass(frozen=True)
class Dot:
    """One place."""

    kind: DotKind
    x: float
    y: float


@dataclass
class Mark:
    """A tag with the numbers of the events at its dots, and the name of the place.

    `side` says where the tag stands from `x`, `y`; `elsewhere` are other spots for the tag of an area.
    """

    name: str
    x: float
    y: float
    dots: list[Dot]
    events: list[Numbered] = field(default_factory=list)
    side: Side = "right"
    elsewhere: list[Point] = field(default_factory=list)

    @property
    def kinds(self) -> list[DotKind]:
        """How well the places are known, each kind once."""
        return list(dict.fromkeys(dot.kind for dot in self.dots))


@dataclass
class Label:
    """A country's or division's name, centred on `x`, `y`; `elsewhere` are other spots inside it."""

    text: str
    x: float
    y: float
    kind: Literal["country", "division"]
    elsewhere: list[Point] = field(default_factory=list)


@dataclass(frozen=True)
class Circle:
    """A halo, or an area without known outline; `inland`: it ends where the events' countries end."""

    x: float
    y: float
    radius: float
    kind: Literal["near", "region"]
    inland: bool


@dataclass(frozen=True)
class Inset:
    """A small overview with the map's own extent as a rectangle; `size` pixels square."""

    land: str
    borders: str
    x: float
    y: float
    width: float
    height: float
    size: int = INSET


@dataclass
class Map:
    """A map ready to be drawn: outlines as SVG path data."""

    land: str
    focus: str
    coast: str
    borders: str
    disputed: str
    division_lines: str
    scale_km: int
    scale_percent: float
    inset: Inset | None
    areas: list[str] = field(default_factory=list)
    circles: list[Circle] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    labels: list[Label] = field(default_factory=list)
    countrywide: list[Numbered] = field(default_factory=list)
    nowhere: list[Numbered] = field(default_factory=list)
    width: int = WIDTH
    height: int = HEIGHT
