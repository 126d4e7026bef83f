"""Folders of coded dispatches, `text/ID.txt` and `gold/ID.json`, and what trivial coders would reach on them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import reduce
from pathlib import Path

from marsad.coding.coder import Coder
from marsad.coding.quantities import find_quantities
from marsad.coding.toponyms import Toponym
from marsad.errors import DataError
from marsad.evaluation.agreement import Agreement, Score, compare_documents, summarise
from marsad.evaluation.assignment import assign
from marsad.evaluation.cells import Share, compare_cells
from marsad.evaluation.matching import pair_events
from marsad.evaluation.places import most_populous
from marsad.evaluation.records import Coded, Document, from_coding, read_document
from marsad.gazetteer.lookup import Gazetteer
from marsad.model import Coding, Dispatch
from marsad.readers.plain import dispatch_from_text


@dataclass(frozen=True, slots=True)
class GoldDispatch:
    """A dispatch with its coding by hand."""

    id: str
    dispatch: Dispatch
    gold: Document


def read_gold(folder: Path) -> list[GoldDispatch]:
    """The coded dispatches of a folder, by id. Raises `DataError` where it holds none."""
    files = sorted((folder / "gold").glob("*.json"))
    if not files:
        raise DataError(f"{folder}: holds no coded dispatches (gold/<id>.json and text/<id>.txt)")
    return [read_pair(file, folder / "text" / f"{file.stem}.txt") for file in files]


def read_pair(gold: Path, text: Path) -> GoldDispatch:
    """One coded dispatch from its two files. Raises `DataError` where one cannot be read."""
    try:
        words = text.read_text("utf-8")
    except OSError as error:
        raise DataError(f"{text}: cannot be read: {error.strerror}") from None
    return GoldDispatch(gold.stem, dispatch_from_text(words, {}), read_document(gold))


@dataclass(frozen=True, slots=True)
class Measured:
    """What a coder reaches on coded dispatches.

    `types`: events by type alone. `one_each`: the events that a coder reaches that codes one event for every
    dispatch. `trivial`: cells of the events that both coded, by trivial rules.
    """

    agreement: Agreement
    types: Score
    one_each: Score
    trivial: Mapping[str, Share]


def measure_gold(dispatches: Sequence[GoldDispatch], coder: Coder) -> Measured:
    """Code dispatches and compare: strictly, by type alone, and with trivial rules."""
    codings = list(coder.code_many(item.dispatch for item in dispatches))
    coded = [from_coding(coding, coding.dispatch.text) for coding in codings]
    trivial = [_trivial(coding, coder) for coding in codings]
    commonest = _commonest_type([item.gold for item in dispatches])
    return Measured(
        agreement=summarise(
            [compare_documents(item.id, item.gold, pred) for item, pred in zip(dispatches, coded, strict=True)]
        ),
        types=_sum(_by_type(item.gold, pred) for item, pred in zip(dispatches, coded, strict=True)),
        one_each=_sum(
            compare_documents(item.id, item.gold, Document([rule.only(commonest)])).events
            for item, rule in zip(dispatches, trivial, strict=True)
        ),
        trivial=_trivial_cells(dispatches, coded, trivial, coder.gazetteer),
    )


def _sum(scores: Iterable[Score]) -> Score:
    return reduce(Score.plus, scores, Score(0, 0, 0))


def _by_type(gold: Document, pred: Document) -> Score:
    """Events paired by type alone: the figure that neither places nor dates can spoil."""
    worth = [
        [(1.0 if one.optional else 100.0) if other.type in one.types else 0.0 for other in pred.events]
        for one in gold.events
    ]
    pairs = assign(worth)
    asked = sum(not gold.events[one].optional for one, _other in pairs)
    wanted = sum(not event.optional for event in gold.events)
    return Score(asked, len(pred.events) - len(pairs), wanted - asked)


def _commonest_type(documents: Sequence[Document]) -> str:
    types = [event.type for document in documents for event in document.events if not event.optional]
    return max(sorted(set(types)), key=types.count)


@dataclass(frozen=True, slots=True)
class _Trivial:
    """What a trivial coder takes for every event: the first place, the dispatch's day, the first number."""

    dispatch: Dispatch
    place: Toponym | None
    killed: int

    def applied(self, event: Coded) -> Coded:
        """The event with its cells replaced."""
        entry = self.place.entry if self.place else None
        return replace(
            event,
            places=(self.place.text,) if self.place else (),
            point=(entry.latitude, entry.longitude) if entry else None,
            days=(self.dispatch.date, self.dispatch.date) if self.dispatch.date else None,
            harmed={"killed": self.killed},
        )

    def only(self, type: str) -> Coded:
        """The one event that it codes for a dispatch."""
        bare = Coded(
            (type,),
            "happened",
            False,
            {"side_a": (), "side_b": (), "third": ()},
            (),
            None,
            None,
            None,
            True,
            {},
            (),
            (),
            "",
        )
        return self.applied(bare)


def _trivial(coding: Coding, coder: Coder) -> _Trivial:
    dispatch = coding.dispatch
    body = dispatch.text[dispatch.body_start :]
    numbers = [quantity for quantity in find_quantities(body) if quantity.kind != "indefinite"]
    places = coder.places(body)
    return _Trivial(dispatch, places[0] if places else None, numbers[0].low if numbers else 0)


def _trivial_cells(
    dispatches: Sequence[GoldDispatch],
    coded: Sequence[Document],
    trivial: Sequence[_Trivial],
    gazetteer: Gazetteer,
) -> dict[str, Share]:
    """The cells of the events that were coded rightly, as trivial rules would fill them."""
    cells = ("place by name", "place within 25 km", "day", "killed", "killed, where told")
    found = {name: Share(0, 0) for name in (*cells, "most populous homonym within 25 km")}
    for item, pred, rule in zip(dispatches, coded, trivial, strict=True):
        for one, other in pair_events(item.gold.events, pred.events):
            gold, event = item.gold.events[one], pred.events[other]
            if gold.optional:
                continue
            compared = compare_cells(gold, rule.applied(event))
            largest = most_populous(gazetteer, event.places[0]) if event.places else None
            homonym = replace(event, point=(largest.latitude, largest.longitude) if largest else None)
            for name in cells:
                found[name] = found[name].plus(compared[name])
            name = "most populous homonym within 25 km"
            found[name] = found[name].plus(compare_cells(gold, homonym)["place within 25 km"])
    return found
