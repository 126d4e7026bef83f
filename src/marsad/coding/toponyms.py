"""The place names of a dispatch."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from marsad.gazetteer.lookup import Gazetteer
from marsad.gazetteer.places import Candidate, Entry


@dataclass(slots=True)
class Toponym:
    """A place name as the text writes it.

    `start` and `end` are character offsets of `text`. `entry` is the place chosen from `candidates`, None where no
    candidate is good enough. `cue` is the feature word beside the name ('city', 'village', 'countryside', 'camp',
    'road', …), `direction` a compass word ('western'), `relation` how the text relates the event to the name
    ('near', 'outskirts', 'countryside', 'between', 'road'). `within` is the index, in the list that
    `find_toponyms` returns, of the place that contains this one. `area`: the name means a region rather than a
    point. `known`: a gazetteer has the name.
    """

    start: int
    end: int
    text: str
    candidates: list[Candidate] = field(default_factory=list)
    entry: Entry | None = None
    cue: str | None = None
    direction: str | None = None
    relation: str | None = None
    within: int | None = None
    area: bool = False
    known: bool = False
    dateline: bool = False


def find_toponyms(
    text: str,
    gazetteer: Gazetteer,
    *,
    taken: Sequence[tuple[int, int]] = (),
    countries: Sequence[str] = (),
) -> list[Toponym]:
    """The place names of `text`, in order, each with the place that it most likely means.

    `taken` are spans already read as names of actors or persons. `countries` are ISO 3166-1 alpha-2 codes that the
    dispatch's source or demonyms speak for, likeliest first.
    """
    raise NotImplementedError
