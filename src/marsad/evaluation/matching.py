"""Which events and relations of two codings of one dispatch tell of the same.

Events are paired where their types, places and days agree: the type or one of the gold's other types; the
place by name or within 25 km; the days within one of each other. What the gold leaves open agrees with
anything.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from marsad.evaluation.assignment import assign
from marsad.evaluation.naming import known_actors, same_actor, same_name, words
from marsad.evaluation.records import Coded, CodedRelation
from marsad.gazetteer.distance import kilometres

NEAR_KM = 25.0
"""Two places agree where they lie no further apart."""
NEAR_DAYS = dt.timedelta(days=1)
"""Two times agree where they lie no further apart."""
_SYMMETRIC = ("allied_with", "rival_of", "kin_of")
# One more pair asked for outweighs any number of optional ones, and one of these any likeness.
_ASKED, _OPTIONAL = 10_000.0, 100.0


def pair_events(gold: Sequence[Coded], pred: Sequence[Coded]) -> list[tuple[int, int]]:
    """Pairs of indexes: as many events of the gold as can have a partner, then the likest partners."""
    worth = [
        [
            (_OPTIONAL if one.optional else _ASKED) + _likeness(one, other) if agree(one, other) else 0.0
            for other in pred
        ]
        for one in gold
    ]
    return assign(worth)


def agree(gold: Coded, pred: Coded) -> bool:
    """Whether type, place and days agree."""
    return pred.type in gold.types and days_agree(gold, pred) and places_agree(gold, pred)


def days_agree(gold: Coded, pred: Coded) -> bool:
    """Whether the days lie within one of each other; any agree with a gold that does not know them."""
    if gold.days is None:
        return True
    if pred.days is None:
        return False
    return gold.days[0] - NEAR_DAYS <= pred.days[1] and pred.days[0] <= gold.days[1] + NEAR_DAYS


def places_agree(gold: Coded, pred: Coded) -> bool:
    """Whether the places bear one name or lie within 25 km; any agree with a gold that knows none."""
    if not gold.places and gold.point is None:
        return True
    return place_names_agree(gold, pred) or points_agree(gold, pred)


def place_names_agree(gold: Coded, pred: Coded) -> bool:
    """Whether the place bears one of the names that the gold allows."""
    return any(same_name(one, other) for one in gold.places for other in pred.places)


def points_agree(gold: Coded, pred: Coded) -> bool:
    """Whether both have coordinates, and within 25 km of each other."""
    return gold.point is not None and pred.point is not None and kilometres(*gold.point, *pred.point) <= NEAR_KM


def _likeness(gold: Coded, pred: Coded) -> float:
    """How much else agrees, between 0 and 10: it decides between partners that would do as well."""
    wanted = known_actors(gold.sides["side_a"] + gold.sides["side_b"])
    found = known_actors(pred.sides["side_a"] + pred.sides["side_b"])
    named = [any(same_actor(one, other) for other in found) for one in wanted]
    said, heard = set(words(gold.words)), set(words(pred.words))
    return sum(
        (
            2.0 * (gold.type == pred.type),
            3.0 * (sum(named) / len(named) if named else 0.5),
            1.0 * (gold.days == pred.days),
            1.0 * place_names_agree(gold, pred),
            1.0 * (gold.harmed.get("killed", 0) == pred.harmed.get("killed", 0)),
            0.5 * (gold.harmed.get("injured", 0) == pred.harmed.get("injured", 0)),
            0.5 * (gold.status == pred.status),
            1.0 * (len(said & heard) / len(said) if said else 0.0),
        )
    )


def pair_relations(gold: Sequence[CodedRelation], pred: Sequence[CodedRelation]) -> list[tuple[int, int]]:
    """Pairs of indexes of relations of one kind between the same actors."""
    return assign([[1.0 * _same_relation(one, other) for other in pred] for one in gold])


def _same_relation(one: CodedRelation, other: CodedRelation) -> bool:
    if one.name != other.name:
        return False
    straight = same_name(one.a, other.a) and same_name(one.b, other.b)
    return straight or (one.name in _SYMMETRIC and same_name(one.a, other.b) and same_name(one.b, other.a))
