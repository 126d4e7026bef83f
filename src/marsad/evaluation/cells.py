"""How the cells of two paired events compare: each cell as hits out of comparisons."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from marsad.codebook.types import event_types
from marsad.evaluation.matching import place_names_agree, points_agree
from marsad.evaluation.naming import known_actors, names_civilians, same_actor, same_name
from marsad.evaluation.records import HARMS, ROLES, Coded
from marsad.model import Harm


class Share(NamedTuple):
    """How many of `of` comparisons of a cell agreed."""

    hits: int
    of: int

    @property
    def value(self) -> float:
        """Between 0 and 1; 0 where nothing was compared."""
        return self.hits / self.of if self.of else 0.0

    def plus(self, other: Share) -> Share:
        """Both together."""
        return Share(self.hits + other.hits, self.of + other.of)


def _once(agrees: bool) -> Share:
    return Share(int(agrees), 1)


_NOT_ASKED = Share(0, 0)


def _sides(gold: Coded, pred: Coded) -> tuple[bool, bool]:
    """Whether side A and side B agree; where an event is mutual, in the order that agrees more."""
    a, b = gold.sides["side_a"], gold.sides["side_b"]
    straight = _side(a, pred.sides["side_a"]), _side(b, pred.sides["side_b"])
    known = event_types().get(gold.type)
    if gold.mutual or (known is not None and known.mutual):
        turned = _side(a, pred.sides["side_b"]), _side(b, pred.sides["side_a"])
        return turned if sum(turned) > sum(straight) else straight
    return straight


def _side(gold: Sequence[str], pred: Sequence[str]) -> bool:
    """One name in common; where the gold names nobody, nobody but civilians may be named."""
    wanted, found = known_actors(gold), known_actors(pred)
    if not wanted:
        return all(names_civilians(name) for name in found)
    return any(same_actor(one, other) for one in wanted for other in found)


def _everybody(event: Coded) -> list[str]:
    return known_actors([name for role in ROLES for name in event.sides[role]])


def _named(these: Sequence[str], among: Sequence[str]) -> Share:
    return Share(sum(any(same_actor(one, other) for other in among) for one in these), len(these))


def _harm(harm: Harm) -> Callable[[Coded, Coded], Share]:
    def compared(gold: Coded, pred: Coded) -> Share:
        return _once(gold.harmed.get(harm, 0) == pred.harmed.get(harm, 0))

    return compared


def _harm_told(*harms: Harm) -> Callable[[Coded, Coded], Share]:
    def compared(gold: Coded, pred: Coded) -> Share:
        told = [harm for harm in harms if gold.harmed.get(harm, 0) or pred.harmed.get(harm, 0)]
        return Share(sum(gold.harmed.get(harm, 0) == pred.harmed.get(harm, 0) for harm in told), len(told))

    return compared


def _listed(gold: Sequence[str], pred: Sequence[str]) -> Share:
    return Share(sum(any(same_name(one, other) for other in pred) for one in gold), len(gold))


CELLS: dict[str, Callable[[Coded, Coded], Share]] = {
    "type": lambda gold, pred: _once(gold.type == pred.type),
    "status": lambda gold, pred: _once(gold.status == pred.status),
    "side A": lambda gold, pred: _once(_sides(gold, pred)[0]),
    "side B": lambda gold, pred: _once(_sides(gold, pred)[1]),
    "both sides": lambda gold, pred: _once(all(_sides(gold, pred))),
    "participants found": lambda gold, pred: _named(_everybody(gold), _everybody(pred)),
    "participants right": lambda gold, pred: _named(_everybody(pred), _everybody(gold)),
    "place by name": lambda gold, pred: _once(place_names_agree(gold, pred)) if gold.places else _NOT_ASKED,
    "place within 25 km": lambda gold, pred: _once(points_agree(gold, pred)) if gold.point else _NOT_ASKED,
    "day": lambda gold, pred: _once(gold.days == pred.days) if gold.days and gold.day_known else _NOT_ASKED,
    "killed": _harm("killed"),
    "killed, where told": _harm_told("killed"),
    "injured": _harm("injured"),
    "injured, where told": _harm_told("injured"),
    "other harms, where told": _harm_told(*(harm for harm in HARMS if harm not in ("killed", "injured"))),
    "according to": lambda gold, pred: (
        _once(bool(_listed(gold.credits, pred.credits).hits)) if gold.credits else _NOT_ASKED
    ),
    "weapons found": lambda gold, pred: _listed(gold.weapons, pred.weapons),
}
"""The cells that are compared, in the order of a report. Counts are the fewest that a coding allows."""


def compare_cells(gold: Coded, pred: Coded) -> dict[str, Share]:
    """Each cell of a pair; a cell that the gold leaves open has nothing compared."""
    return {name: compared(gold, pred) for name, compared in CELLS.items()}
