"""Agreement beyond chance, against figures that are reckoned here by hand."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marsad.evaluation.krippendorff import AS_CODED, agreement_of_reviewers, alpha
from marsad.store.decisions import Decision

VALUES = st.sampled_from(["a", "b", "c"])
PAIRS = st.lists(st.tuples(VALUES, VALUES), min_size=1, max_size=12)


def test_alpha_of_two_observers_and_two_values_is_that_of_krippendorffs_first_example() -> None:
    """Krippendorff 2011, section A: ten units, binary values, no value missing.

    Six units agree (five 0-0, one 1-1), four do not. Coincidences: o00 = 10, o11 = 2, o01 = o10 = 4; n0 = 14, n1 = 6,
    n = 20. Alpha = 1 - (n - 1) * o01 / (n0 * n1) = 1 - 19 * 4 / 84.
    """
    meg = [0, 1, 0, 0, 0, 0, 0, 0, 1, 0]
    owen = [1, 1, 1, 0, 0, 1, 0, 0, 0, 0]

    assert alpha(list(zip(meg, owen, strict=True))) == pytest.approx(float(1 - Fraction(19 * 4, 84)))
    assert alpha(list(zip(meg, owen, strict=True))) == pytest.approx(0.095, abs=0.0005)


def test_alpha_of_many_values_and_missing_ones_weighs_each_unit_by_its_observers() -> None:
    """Three units of 2, 3 and 1 values; the single one does not count.

    a,a gives o_aa = 2. a,b,b gives 2 / (3 - 1) = 1 for ab, 1 for ba, 1 for bb. n_a = 3, n_b = 2, n = 5; observed
    disagreement 2, expected 25 - 9 - 4 = 12. Alpha = 1 - 4 * 2 / 12.
    """
    assert alpha([["a", "a"], ["a", "b", "b"], ["c"]]) == pytest.approx(1 - 8 / 12)


def test_full_agreement_over_values_that_vary_is_one() -> None:
    assert alpha([["a", "a"], ["b", "b"]]) == 1


def test_disagreement_in_every_unit_is_worse_than_chance() -> None:
    """o_ab = o_ba = 2, n = 4: 1 - 3 * 4 / (16 - 4 - 4)."""
    assert alpha([["a", "b"], ["b", "a"]]) == pytest.approx(-0.5)


@pytest.mark.parametrize("units", [[], [["a"]], [["a", "a"]], [["a", "a"], ["a", "a", "a"]]])
def test_alpha_is_not_known_where_nobody_met_or_nothing_varies(units: list[list[str]]) -> None:
    assert alpha(units) is None


@given(PAIRS)
def test_swapping_two_raters_changes_nothing(units: list[tuple[str, str]]) -> None:
    assert alpha(units) == pytest.approx(alpha([(b, a) for a, b in units]))


@given(st.lists(VALUES, min_size=1, max_size=12))
def test_raters_who_say_the_same_agree_fully_or_leave_chance_unknown(values: list[str]) -> None:
    assert alpha([(value, value) for value in values]) == (1 if len(set(values)) > 1 else None)


@given(PAIRS)
def test_alpha_is_never_above_one(units: list[tuple[str, str]]) -> None:
    found = alpha(units)
    assert found is None or found <= 1


def _by(who: str, kind: str, event: str, minute: int, **more: object) -> Decision:
    at = dt.datetime(2026, 1, 1, 12, minute, tzinfo=dt.UTC)
    return Decision.model_validate({"who": who, "kind": kind, "event_id": event, "at": at, **more})


def test_reviewers_agree_on_cells_over_the_events_that_both_decided() -> None:
    decisions = [
        _by("ana", "edit", "e1", 1, cell="type", after="armed_clash"),
        _by("bob", "edit", "e1", 2, cell="type", after="armed_clash"),
        _by("ana", "edit", "e2", 3, cell="type", after="attack"),
        _by("bob", "confirm", "e2", 4),
        _by("ana", "confirm", "e3", 5),
        _by("bob", "reject", "e3", 6),
        _by("ana", "confirm", "alone", 7),
    ]

    found = {one.cell: one for one in agreement_of_reviewers(decisions)}

    assert set(found) == {"review", "type"}
    assert (found["review"].units, found["review"].people) == (3, 2)
    assert found["review"].alpha == pytest.approx(alpha([["kept", "kept"], ["kept", "kept"], ["kept", "rejected"]]))
    assert found["type"].units == 2
    assert found["type"].alpha == pytest.approx(alpha([["clash", "clash"], ["attack", AS_CODED]]))


def test_a_reviewers_last_word_on_a_cell_counts() -> None:
    decisions = [
        _by("ana", "edit", "e1", 1, cell="type", after="attack"),
        _by("ana", "edit", "e1", 2, cell="type", after="armed_clash"),
        _by("bob", "edit", "e1", 3, cell="type", after="armed_clash"),
        _by("ana", "confirm", "e2", 4),
        _by("bob", "edit", "e2", 5, cell="type", after="attack"),
    ]

    found = {one.cell: one for one in agreement_of_reviewers(decisions)}

    assert found["type"].alpha == pytest.approx(alpha([["clash", "clash"], [AS_CODED, "attack"]]))


def test_one_reviewer_alone_has_nobody_to_agree_with() -> None:
    assert agreement_of_reviewers([_by("ana", "confirm", "e1", 1), _by("ana", "reject", "e1", 2)]) == []
