"""Which ties between actors follow from events and from what dispatches state."""

from __future__ import annotations

import datetime as dt
import itertools

from marsad.model import Relation
from marsad.store.casts import Cast, Part
from marsad.store.rows import StatedRelation
from marsad.web.networks import HEIGHT, NODES, WIDTH, network

_DAY = dt.date(2021, 3, 9)


def _cast(
    *sides: tuple[str, str], type: str = "armed_clash", status: str = "happened", killed: int | None = None
) -> Cast:
    parts = tuple(Part(role, name, name, None, "Civilians" if name == "residents" else None) for role, name in sides)
    return Cast("e", type, status, _DAY, killed, parts)


def _stated(a: str, relation: str, b: str) -> StatedRelation:
    told = Relation.model_validate({"a": a, "b": b, "relation": relation, "evidence": [(0, 5)]})
    return StatedRelation(told, "d", _DAY, "Sample wire", f"{a} {relation} {b}.")


def _ties(casts: list[Cast], stated: list[StatedRelation] | None = None) -> dict[tuple[str, str], tuple[str, int]]:
    return {(one.a, one.b): (one.tie, one.weight) for one in network(casts, stated or []).edges}


def test_opposite_sides_of_violence_fight_whatever_their_order() -> None:
    casts = [
        _cast(("side_a", "Reds"), ("side_b", "Blues"), killed=2),
        _cast(("side_a", "Blues"), ("side_b", "Reds"), killed=3),
    ]

    (edge,) = network(casts, []).edges

    assert (edge.a, edge.b, edge.tie, edge.events, edge.killed) == ("Blues", "Reds", "fighting", 2, 5)


def test_what_was_only_planned_or_is_no_violence_is_no_fight() -> None:
    sides = ("side_a", "Reds"), ("side_b", "Blues")

    assert _ties([_cast(*sides, status="planned"), _cast(*sides, type="agreement")]) == {}


def test_actors_of_one_side_are_allied() -> None:
    assert _ties([_cast(("side_a", "Reds"), ("side_a", "Greens"))]) == {("Greens", "Reds"): ("alliance", 1)}


def test_civilians_and_third_parties_are_in_no_tie() -> None:
    assert _ties([_cast(("side_a", "Reds"), ("side_b", "residents"), ("third", "Blues"))]) == {}


def test_backing_and_belonging_keep_their_direction_and_their_sentence() -> None:
    drawn = network([], [_stated("Reds", "backed_by", "Blues"), _stated("Zeds", "part_of", "Reds")])

    ties = {(one.a, one.tie, one.b): one.stated[0].sentence for one in drawn.edges}
    assert ties == {
        ("Reds", "backing", "Blues"): "Reds backed_by Blues.",
        ("Zeds", "belonging", "Reds"): "Zeds part_of Reds.",
    }


def test_only_the_ties_asked_for_are_drawn() -> None:
    casts = [_cast(("side_a", "Reds"), ("side_a", "Greens"), ("side_b", "Blues"))]

    assert {one.tie for one in network(casts, [], ("alliance",)).edges} == {"alliance"}


def test_actors_beyond_the_limit_are_counted_and_stay_in_the_data() -> None:
    casts = [_cast(("side_a", f"Group {at}"), ("side_b", f"Group {at + 1}")) for at in range(NODES + 4)]

    drawn = network(casts, [])

    assert (len(drawn.nodes), drawn.left_out, len(drawn.edges)) == (NODES, 5, NODES + 4)


def test_no_two_nodes_stand_on_one_spot_and_all_are_in_the_picture() -> None:
    names = [f"Group {at}" for at in range(NODES)]
    drawn = network([_cast(("side_a", a), ("side_b", b)) for a, b in itertools.pairwise(names)], [])

    for a, b in itertools.combinations(drawn.nodes, 2):
        assert abs(a.x - b.x) > 1 or abs(a.y - b.y) > 10
    assert all(0 < node.x < WIDTH and 0 < node.y < HEIGHT for node in drawn.nodes)


def test_an_empty_record_has_an_empty_network() -> None:
    drawn = network([], [])

    assert (drawn.nodes, drawn.lines, drawn.edges, drawn.left_out) == ([], [], [], 0)
