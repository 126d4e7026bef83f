from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from marsad.incidents.sums import casualty_sum
from marsad.model import Casualty, Event, Harm, Span


def event(*casualties: Casualty) -> Event:
    return Event(type="attack", casualties=list(casualties), evidence=[Span(0, 1)])


def entry(
    low: int,
    best: int | None = None,
    high: int | None = None,
    *,
    part_of: int | None = None,
    harm: Harm = "killed",
) -> Casualty:
    return Casualty(harm=harm, low=low, best=low if best is None else best, high=high, part_of=part_of, evidence=[])


def exact(number: int, *, part_of: int | None = None, harm: Harm = "killed") -> Casualty:
    return entry(number, number, number, part_of=part_of, harm=harm)


def test_nothing_said_of_a_harm_is_none_and_not_zero() -> None:
    assert casualty_sum(event(exact(2)), "injured") is None


def test_denied_casualties_are_zero() -> None:
    assert casualty_sum(event(exact(0)), "killed") == (0, 0, 0)


def test_groups_add_up() -> None:
    assert casualty_sum(event(exact(4), entry(2, 3, 6), exact(9, harm="injured")), "killed") == (6, 7, 10)


def test_one_group_without_upper_bound_leaves_the_sum_without_one() -> None:
    assert casualty_sum(event(exact(4), entry(2, 3)), "killed") == (6, 7, None)


def test_a_total_and_its_parts_count_once() -> None:
    assert casualty_sum(event(exact(9), exact(4, part_of=0), exact(2, part_of=0)), "killed") == (9, 9, 9)


def test_a_total_smaller_than_its_parts_gives_way_to_them() -> None:
    assert casualty_sum(event(exact(5), exact(4, part_of=0), exact(3, part_of=0)), "killed") == (7, 7, 7)


def test_parts_of_parts_count_once() -> None:
    nested = event(exact(9), exact(5, part_of=0), exact(2, part_of=1), exact(4, part_of=0))
    assert casualty_sum(nested, "killed") == (9, 9, 9)


def test_a_vague_part_does_not_open_the_upper_bound_of_its_total() -> None:
    assert casualty_sum(event(exact(9), entry(2, 3, part_of=0)), "killed") == (9, 9, 9)


def test_an_open_total_stays_open() -> None:
    assert casualty_sum(event(entry(9, 9), exact(4, part_of=0)), "killed") == (9, 9, None)


def test_a_part_whose_total_is_of_another_harm_counts_itself() -> None:
    assert casualty_sum(event(exact(5, harm="injured"), exact(2, part_of=0)), "killed") == (2, 2, 2)


def test_a_link_to_no_entry_is_ignored() -> None:
    assert casualty_sum(event(exact(5, part_of=7)), "killed") == (5, 5, 5)


def test_entries_that_name_each_other_as_total_are_counted() -> None:
    assert casualty_sum(event(exact(5, part_of=1), exact(3, part_of=0)), "killed") == (5, 5, 5)
    assert casualty_sum(event(exact(5, part_of=0)), "killed") == (5, 5, 5)


@st.composite
def casualty_lists(draw: st.DrawFn) -> list[Casualty]:
    size = draw(st.integers(1, 7))
    found = []
    for _ in range(size):
        low, more, beyond = (draw(st.integers(0, 50)) for _ in range(3))
        high = draw(st.sampled_from([None, low + more + beyond]))
        harm: Harm = draw(st.sampled_from(["killed", "injured"]))
        part_of = draw(st.none() | st.integers(-2, size + 1))
        found.append(entry(low, low + more, high, part_of=part_of, harm=harm))
    return found


@given(casualty_lists())
def test_a_sum_is_ordered_and_lies_between_the_largest_group_and_all_groups_together(
    casualties: list[Casualty],
) -> None:
    killed = [casualty for casualty in casualties if casualty.harm == "killed"]
    count = casualty_sum(event(*casualties), "killed")
    assert (count is None) == (not killed)
    if count:
        assert count.low <= count.best
        assert count.high is None or count.best <= count.high
        assert max(casualty.low for casualty in killed) <= count.low <= sum(casualty.low for casualty in killed)
        assert max(casualty.best for casualty in killed) <= count.best <= sum(casualty.best for casualty in killed)
