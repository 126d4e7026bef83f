"""How far do reviewers agree, beyond chance? Krippendorff's alpha for nominal values (Krippendorff 2011)."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from marsad.store.decisions import Decision

AS_CODED = "as coded"


@dataclass(frozen=True, slots=True)
class CellAgreement:
    """Agreement on one cell. `alpha` is 1 for full agreement, 0 for chance; None where nothing varies or nobody met.

    `units` are events on which at least two people decided.
    """

    cell: str
    units: int
    people: int
    alpha: float | None


def alpha(units: Iterable[Sequence[Hashable]]) -> float | None:
    """Krippendorff's alpha over units, each with the values of those who judged it; single values do not count.

    None where there is no unit with two values, or where all values are the same: chance agreement is then not known.
    """
    coincidences: Counter[tuple[Hashable, Hashable]] = Counter()
    weights: dict[tuple[Hashable, Hashable], float] = defaultdict(float)
    for values in units:
        if len(values) < 2:
            continue
        coincidences.clear()
        for at, one in enumerate(values):
            for to, other in enumerate(values):
                if at != to:
                    coincidences[one, other] += 1
        for both, count in coincidences.items():
            weights[both] += count / (len(values) - 1)
    total = sum(weights.values())
    margins: dict[Hashable, float] = defaultdict(float)
    for (one, _), weight in weights.items():
        margins[one] += weight
    expected = total * total - sum(weight * weight for weight in margins.values())
    if total == 0 or expected == 0:
        return None
    observed = sum(weight for (one, other), weight in weights.items() if one != other)
    return 1 - (total - 1) * observed / expected


def agreement_of_reviewers(decisions: Iterable[Decision]) -> list[CellAgreement]:
    """Agreement per cell over standing decisions (without what was undone), of events on which two people decided.

    Who confirmed an event, or changed other cells of it, holds a cell as it was coded; the cell `review` says whether
    the event was kept or rejected.
    """
    views: dict[str, dict[str, dict[str, str]]] = defaultdict(lambda: defaultdict(dict))
    for decision in sorted(decisions, key=lambda one: (one.at, one.id)):
        if decision.event_id is None:
            continue
        view = views[decision.event_id][decision.who]
        if decision.kind in ("confirm", "edit", "link_actor", "place_on_map"):
            view["review"] = "kept"
        elif decision.kind == "reject":
            view["review"] = "rejected"
        cell = _cell(decision)
        if cell is not None:
            view[cell] = json.dumps(decision.after, sort_keys=True, ensure_ascii=False)
    shared = [people for people in views.values() if sum("review" in view for view in people.values()) >= 2]
    names = sorted({cell for people in shared for view in people.values() for cell in view})
    return [_agreement(name, shared) for name in names]


def _cell(decision: Decision) -> str | None:
    if decision.kind == "edit":
        return decision.cell
    return {"link_actor": "participants", "place_on_map": "place"}.get(decision.kind)


def _agreement(cell: str, shared: Sequence[Mapping[str, Mapping[str, str]]]) -> CellAgreement:
    units = [
        [view.get(cell, AS_CODED) for view in people.values() if cell == "review" or view.get("review") == "kept"]
        for people in shared
        if any(cell in view for view in people.values()) or cell == "review"
    ]
    units = [values for values in units if len(values) >= 2]
    judges = {who for people in shared for who in people}
    return CellAgreement(cell, len(units), len(judges), alpha(units))
