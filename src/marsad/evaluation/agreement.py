"""How well codings agree with a gold standard, by event and by cell, with confidence intervals.

`matching` pairs the events of a dispatch, `cells` compares the pairs. The intervals are bootstrapped over
dispatches (Efron and Tibshirani 1993, percentile method): events of one dispatch are not independent.
"""

from __future__ import annotations

import io
import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple, TextIO, TypeVar

from marsad.errors import DataError
from marsad.evaluation.cells import CELLS, Share, compare_cells
from marsad.evaluation.matching import pair_events, pair_relations
from marsad.evaluation.records import Coded, Document, read_document, read_lines

DRAWS = 2000
"""Bootstrap samples behind an interval."""
_SEED = 20210124
_TAIL = 0.025


class Score(NamedTuple):
    """Events or relations found rightly (`true`), found wrongly (`false`) and missed."""

    true: int
    false: int
    missed: int

    @property
    def precision(self) -> float:
        """The share of what was found that is right; 0 where nothing was found."""
        return self.true / (self.true + self.false) if self.true + self.false else 0.0

    @property
    def recall(self) -> float:
        """The share of what was to be found that was found; 0 where nothing was to be found."""
        return self.true / (self.true + self.missed) if self.true + self.missed else 0.0

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        both = 2 * self.true + self.false + self.missed
        return 2 * self.true / both if both else 0.0

    def plus(self, other: Score) -> Score:
        """Both together."""
        return Score(self.true + other.true, self.false + other.false, self.missed + other.missed)


class Interval(NamedTuple):
    """A 95 % confidence interval."""

    low: float
    high: float


@dataclass(frozen=True)
class DispatchAgreement:
    """The comparison of one dispatch.

    `missed` and `wrong` are the events without a partner; `optional` counts those that met an optional event.
    """

    id: str
    events: Score
    relations: Score
    cells: dict[str, Share]
    missed: list[Coded]
    wrong: list[Coded]
    optional: int


@dataclass(frozen=True)
class Agreement:
    """The comparison of many dispatches; `intervals` by the name of a cell, "events" or "relations"."""

    dispatches: list[DispatchAgreement]
    events: Score
    relations: Score
    cells: dict[str, Share]
    intervals: dict[str, Interval]

    def __str__(self) -> str:
        file = io.StringIO()
        render(self, file)
        return file.getvalue().rstrip("\n")


def compare(gold_dir: Path, pred_path: Path, text_dir: Path | None = None) -> Agreement:
    """Compare codings with a gold standard, dispatch by dispatch.

    `gold_dir` holds files `<id>.json`; `pred_path` too, or it is a JSONL file whose dispatches have these ids
    as `external_id`. A coding is what `marsad code --format jsonl` writes, or has the gold's shape; where one
    is missing, nothing was found. `text_dir` (else `text` beside the gold) holds `<id>.txt`, from which a
    coding's words are read; they only decide between partners that would do as well. Raises `DataError` where
    there is no gold or a file cannot be read.
    """
    files = sorted(gold_dir.glob("*.json"))
    if not files:
        raise DataError(f"{gold_dir}: holds no gold standard (files <id>.json)")
    folder = text_dir or gold_dir.parent / "text"
    texts = {
        file.stem: source.read_text("utf-8") for file in files if (source := folder / f"{file.stem}.txt").is_file()
    }
    coded = _read_coded(pred_path, [file.stem for file in files], texts)
    return summarise(
        [compare_documents(file.stem, read_document(file), coded.get(file.stem, Document())) for file in files]
    )


def _read_coded(path: Path, names: Sequence[str], texts: Mapping[str, str]) -> dict[str, Document]:
    if not path.is_dir():
        return read_lines(path, texts)
    files = {name: path / f"{name}.json" for name in names}
    return {name: read_document(file, texts.get(name, "")) for name, file in files.items() if file.is_file()}


def compare_documents(id: str, gold: Document, pred: Document) -> DispatchAgreement:
    """Compare two codings of one dispatch. An optional event of the gold is neither asked for nor wrong."""
    pairs = pair_events(gold.events, pred.events)
    with_partner, partners = {one for one, _other in pairs}, {other for _one, other in pairs}
    asked = [(gold.events[one], pred.events[other]) for one, other in pairs if not gold.events[one].optional]
    missed = [event for one, event in enumerate(gold.events) if one not in with_partner and not event.optional]
    wrong = [event for other, event in enumerate(pred.events) if other not in partners]
    compared = [compare_cells(one, other) for one, other in asked]
    same = len(pair_relations(gold.relations, pred.relations))
    return DispatchAgreement(
        id=id,
        events=Score(len(asked), len(wrong), len(missed)),
        relations=Score(same, len(pred.relations) - same, len(gold.relations) - same),
        cells={name: _sum_shares([cells[name] for cells in compared]) for name in CELLS},
        missed=missed,
        wrong=wrong,
        optional=len(pairs) - len(asked),
    )


def summarise(dispatches: Sequence[DispatchAgreement]) -> Agreement:
    """All dispatches together: counts, and intervals where there are two dispatches or more."""
    events = [one.events for one in dispatches]
    relations = [one.relations for one in dispatches]
    shares = {name: [one.cells[name] for one in dispatches] for name in CELLS}
    intervals: dict[str, Interval] = {}
    if len(dispatches) > 1:
        draws = _draws(len(dispatches))
        intervals = {
            "events": _interval(draws, events, lambda drawn: _sum_scores(drawn).f1),
            "relations": _interval(draws, relations, lambda drawn: _sum_scores(drawn).f1),
        }
        for name, each in shares.items():
            intervals[name] = _interval(draws, each, lambda drawn: _sum_shares(drawn).value)
    return Agreement(
        list(dispatches),
        _sum_scores(events),
        _sum_scores(relations),
        {name: _sum_shares(each) for name, each in shares.items()},
        intervals,
    )


def _sum_scores(scores: Sequence[Score]) -> Score:
    return Score(*(sum(column) for column in zip(*scores, strict=True))) if scores else Score(0, 0, 0)


def _sum_shares(shares: Sequence[Share]) -> Share:
    return Share(*(sum(column) for column in zip(*shares, strict=True))) if shares else Share(0, 0)


_Count = TypeVar("_Count")


def _draws(size: int) -> list[list[int]]:
    chance = random.Random(_SEED)
    return [chance.choices(range(size), k=size) for _draw in range(DRAWS)]


def _interval(draws: list[list[int]], counts: Sequence[_Count], figure: Callable[[list[_Count]], float]) -> Interval:
    """The middle 95 % of a figure over samples of the dispatches with replacement."""
    figures = sorted(figure([counts[index] for index in draw]) for draw in draws)
    return Interval(figures[int(_TAIL * DRAWS)], figures[int((1 - _TAIL) * DRAWS) - 1])


def render(agreement: Agreement, file: TextIO) -> None:
    """Write the figures as a table in plain text; intervals are 95 %."""
    events, relations = agreement.events, agreement.relations
    asked, found = events.true + events.missed, events.true + events.false
    file.write(f"{len(agreement.dispatches)} dispatches, {asked} events in the gold standard, {found} coded\n\n")
    file.write(f"{'':<26}{'precision':>10}{'recall':>8}{'F1':>8}  95 % interval\n")
    for name, score in (("events", events), ("relations", relations)):
        numbers = f"{score.precision:>10.3f}{score.recall:>8.3f}{score.f1:>8.3f}"
        file.write(f"{name:<26}{numbers}  {_interval_text(agreement, name)}".rstrip() + "\n")
    file.write(f"\n{'over events in both':<26}{'agree':>10}{'of':>8}{'':>8}  95 % interval\n")
    for name, share in agreement.cells.items():
        value = f"{share.value:>10.3f}" if share.of else f"{'–':>10}"
        interval = _interval_text(agreement, name) if share.of else ""
        file.write(f"{name:<26}{value}{share.of:>8}{'':>8}  {interval}".rstrip() + "\n")


def _interval_text(agreement: Agreement, name: str) -> str:
    interval = agreement.intervals.get(name)
    return f"{interval.low:.3f} – {interval.high:.3f}" if interval else ""
