"""The record: dispatches, events and their cells. The shape of the published JSON.

Spans are half-open character offsets into `Dispatch.text`. Dates are ISO dates without a time zone, as dispatches
are. Coordinates are WGS84 degrees. Counts are people. `None` means that the dispatch does not say.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from pydantic import BaseModel, ConfigDict, Field
from pydantic.json_schema import SkipJsonSchema

if TYPE_CHECKING:
    import pandas

Role = Literal["side_a", "side_b", "third"]
Side = Literal["side_a", "side_b", "civilian", "third"]
Status = Literal["happened", "ongoing", "planned", "threatened", "failed", "denied", "claimed"]
PlacePrecision = Literal["exact", "near", "region", "country"]
TimePrecision = Literal["day", "week", "month", "year", "unknown"]
Harm = Literal["killed", "injured", "captured", "missing", "arrested", "released", "displaced", "surrendered"]
RelationName = Literal[
    "leads", "member_of", "part_of", "backed_by", "allied_with", "rival_of", "kin_of", "former_member_of"
]


def content_id(*parts: str, length: int = 16) -> str:
    """A stable id from content: the same parts give the same id on every machine."""
    return hashlib.sha256("\x1f".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:length]


class Span(NamedTuple):
    """Half-open character offsets `[start, end)` into the dispatch's text."""

    start: int
    end: int


class _Record(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Dispatch(_Record):
    """One dated report: text as received, with what is known of its origin.

    `body_start` is the offset at which reading begins: a header that only repeats the metadata stands before it.
    `id` is the hash of text, date and source. `reader` and `retrieved_at` say how it came here; they are kept with a
    dispatch in the record and are no part of the published JSON.
    """

    id: str = ""
    external_id: str | None = Field(None, description="the id that the source gave, unchanged")
    source: str | None = None
    date: dt.date | None = Field(None, description="publication date; relative dates are resolved against it")
    title: str | None = None
    url: str | None = None
    language: str | None = Field("en", description="ISO 639-1")
    text: str = Field("", description="text as stored; evidence spans point into it")
    body_start: int = Field(0, ge=0)
    warnings: list[str] = Field(default_factory=list)
    reader: SkipJsonSchema[str] = Field("", exclude=True, description="name of the reader, '' where nothing was read")
    retrieved_at: SkipJsonSchema[dt.datetime | None] = Field(
        None, exclude=True, description="when it was fetched or archived, where the source says so"
    )

    def model_post_init(self, _context: Any) -> None:
        if not self.id:
            self.id = content_id(self.text, str(self.date or ""), self.source or "")


class Participant(_Record):
    """An actor in an event (codebook 3). `name` is as written, without article or quotes."""

    role: Role
    name: str
    actor_id: str | None = Field(None, description="id in the actor registry")
    kind: str | None = Field(None, description="one of ACLED's eight actor kinds")
    evidence: list[Span]


class Place(_Record):
    """Where an event took place (codebook 3)."""

    name: str | None = Field(None, description="the most specific named place, as written")
    within: str | None = Field(None, description="the wider area, as written")
    latitude: float | None = Field(None, ge=-90, le=90)
    longitude: float | None = Field(None, ge=-180, le=180)
    precision: PlacePrecision | None = None
    resolved: bool = Field(False, description="false: no gazetteer knows the name; placed at its nearest container")
    gazetteer_id: str | None = None
    country: str | None = Field(None, description="ISO 3166-1 alpha-2")
    admin1: str | None = None
    admin2: str | None = None
    evidence: list[Span] = Field(default_factory=list)


class When(_Record):
    """When an event took place; `start` and `end` are inclusive days (codebook 3)."""

    start: dt.date | None = None
    end: dt.date | None = None
    precision: TimePrecision = "unknown"
    time_of_day: str | None = None
    evidence: list[Span] = Field(default_factory=list)


class Casualty(_Record):
    """One group and harm. `low`/`best`/`high` in people; `high` None: no upper bound is stated."""

    harm: Harm
    who: str | None = None
    side: Side | None = None
    low: int = Field(ge=0)
    best: int = Field(ge=0)
    high: int | None = None
    approximate: bool = False
    text: str = ""
    part_of: int | None = Field(None, description="index of the total in the event's list of casualties")
    evidence: list[Span]


class Weapon(_Record):
    name: str
    evidence: list[Span]


class Term(_Record):
    """One item of a demand or an agreement, as written."""

    text: str
    evidence: list[Span]


class Attribution(_Record):
    """Whom the dispatch credits."""

    source: str
    kind: str | None = Field(
        None, description="monitor, official, military, armed_group, media, witness, ngo, un, local, unnamed"
    )
    evidence: list[Span] = Field(default_factory=list)


class Event(_Record):
    """Something that actors did, are doing, will do or failed to do, at a place, at a time."""

    id: str = ""
    type: str
    status: Status = "happened"
    mutual: bool = False
    group: str | None = Field(None, description="shared by the members of one list of places")
    participants: list[Participant] = Field(default_factory=list)
    place: Place = Field(default_factory=Place)
    time: When = Field(default_factory=When)
    casualties: list[Casualty] = Field(default_factory=list)
    weapons: list[Weapon] = Field(default_factory=list)
    terms: list[Term] = Field(default_factory=list)
    attribution: list[Attribution] = Field(default_factory=list)
    confidence: float | None = Field(None, ge=0, le=1)
    type_confidence: float | None = Field(None, ge=0, le=1)
    place_confidence: float | None = Field(None, ge=0, le=1)
    evidence: list[Span] = Field(min_length=1)

    def side(self, role: Role) -> list[Participant]:
        """The participants in one role, in the order of the text."""
        return [p for p in self.participants if p.role == role]


class Relation(_Record):
    """A relation between two actors that the text states (codebook 4)."""

    a: str
    relation: RelationName
    b: str
    evidence: list[Span]


class Tally(_Record):
    """A running total that is no event (codebook 1)."""

    what: str
    n: int
    since: dt.date | None = None
    until: dt.date | None = None
    evidence: list[Span]


class CoderVersion(_Record):
    """What produced a coding: version strings of the program and of its data."""

    version: str
    model: str
    codebook: str
    gazetteer: str
    actors: str


class Explanation(_Record):
    """Why one cell came out: the rule, the words, and for places and actors the candidates."""

    event: str = Field(description="event id, or '' for what stands beside the events")
    cell: str
    rule: str
    words: list[str]
    candidates: list[str] = Field(default_factory=list)


class Coding(_Record):
    """All that Marsad read in one dispatch."""

    dispatch: Dispatch
    events: list[Event] = Field(default_factory=list)
    relations: list[Relation] = Field(default_factory=list)
    tallies: list[Tally] = Field(default_factory=list)
    warnings: list[str] = Field(default_factory=list)
    coder: CoderVersion
    explanations: list[Explanation] = Field(default_factory=list)

    def to_dict(self, *, text: bool = False, explanations: bool = False) -> dict[str, Any]:
        """The published JSON as plain Python data; `text` adds the dispatch's text, `explanations` the rules used."""
        leave: dict[str, Any] = {} if explanations else {"explanations": True}
        if not text:
            leave["dispatch"] = {"text": True}
        return self.model_dump(mode="json", exclude=leave)

    def to_dataframe(self) -> pandas.DataFrame:
        """One row per event (needs the `pandas` extra). Columns as in `--format csv`."""
        from marsad.exports.tables import dataframe

        return dataframe([self])

    def _repr_html_(self) -> str:
        from marsad.exports.tables import notebook_table

        return notebook_table(self)
