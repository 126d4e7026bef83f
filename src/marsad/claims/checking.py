"""Is a claimed rank supported or contradicted by the record, or is there not enough of it to tell?

One row is enough to contradict a claim, whatever the coverage. To support one, the record must cover the whole of the
claimed period (`coverage.py`), and even then it only says that it holds nothing against it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from marsad.claims.asking import Question
from marsad.claims.coverage import LEAST, Coverage, coverage
from marsad.coding.calendar_days import unit_around
from marsad.incidents.accounts import Account, Incident
from marsad.incidents.comparing import compare
from marsad.incidents.features import features
from marsad.incidents.sums import TOOK_PLACE, Count, added, casualty_sum, incident_sum
from marsad.model import Dispatch, Event

Verdict = Literal["supported", "contradicted", "not enough coverage"]

NOTHING = Count(0, 0, 0)
MOST_ROWS = 10
_APART_DAYS = 7
"""Incidents that began farther apart are not compared: they are two."""


@dataclass(frozen=True, slots=True)
class Checked:
    """A question with its answer. `rows`: the incidents that say so, the weightiest first, at most `MOST_ROWS`."""

    question: Question
    verdict: Verdict
    why: str
    rows: tuple[Incident, ...]
    coverage: Coverage | None


def check(question: Question, dispatch: Dispatch, incidents: Sequence[Incident], least: int = LEAST) -> Checked:
    """Answer a question from the incidents of its country and period.

    `incidents` are all of the record's incidents of the area's country that began from `question.first` (None: from
    ever) to `question.last`, of any type: what covers the period are dispatches on anything. `dispatch` is the one that
    claims, so that its own happening is not held against it. `least`: see `coverage`.
    """
    if question.event is None:
        return _unknown(question, "Marsad read no event that the claim could be about")
    if question.area is None:
        return _unknown(question, "neither the claim nor its event names a place that a gazetteer knows")
    if question.last is None:
        return _unknown(question, "the dispatch has no date")
    answer = _answer(question, question.event, dispatch, incidents, least)
    if answer.verdict == "contradicted" and question.narrow is not None:
        town = _answer(replace(question, area=question.narrow, narrow=None), question.event, dispatch, incidents, least)
        if town.verdict != "contradicted":
            why = (
                f"the words name no area: in {question.area.name} {answer.why}; not so in {question.narrow.name} itself"
            )
            return replace(answer, verdict="not enough coverage", why=why)
        answer = replace(town, question=question, why=f"in {question.narrow.name}: {town.why}")
    if answer.verdict == "contradicted" and question.claim.narrowed:
        why = (
            f"{answer.why}; but the claim is narrower than can be compared (“{question.claim.narrowed}”): see the rows"
        )
        return replace(answer, verdict="not enough coverage", why=why)
    if answer.verdict == "supported" and question.claim.narrowed and question.claim.rank > 1:
        why = f"{answer.why}; but not all need be of the claimed kind (“{question.claim.narrowed}”): see the rows"
        return replace(answer, verdict="not enough coverage", why=why)
    return answer


def _answer(question: Question, event: Event, dispatch: Dispatch, incidents: Sequence[Incident], least: int) -> Checked:
    known = _coverage(question, incidents, least)
    inside = [item for item in incidents if _counts(question, item)]
    own_ids = {item.id for item in inside if _same_happening(item, event, dispatch)}
    own = [item for item in inside if item.id in own_ids]
    others = [item for item in inside if item.id not in own_ids]
    if question.claim.measure == "events":
        return _check_ordinal(question, others, known)
    if question.claim.unit is not None:
        return _check_unit(question, own, others, known)
    return _check_superlative(question, own, others, known)


def _unknown(question: Question, why: str) -> Checked:
    return Checked(question, "not enough coverage", why, (), None)


def _coverage(question: Question, incidents: Sequence[Incident], least: int) -> Coverage | None:
    if question.first is None or question.last is None or question.area is None or question.first > question.last:
        return None
    return coverage(incidents, question.area.country, question.first, question.last, least)


def _counts(question: Question, item: Incident) -> bool:
    start = item.time.value.start
    return (
        start is not None
        and (question.first is None or question.first <= start)
        and (question.last is None or start <= question.last)
        and item.type.value in question.types
        and item.status.value in TOOK_PLACE
        and question.area is not None
        and question.area.holds(item.place.value)
    )


def _same_happening(item: Incident, event: Event, dispatch: Dispatch) -> bool:
    """Whether an incident may be what the dispatch itself tells; when unsure it is, so that it contradicts nothing."""
    if any(account.event.id == event.id for account in item.accounts):
        return True
    day = event.time.start or dispatch.date
    if day is not None and abs((_start(item) - day).days) > _APART_DAYS:
        return False
    ours = features(Account(event, dispatch))
    return any(compare(ours, features(account)).zone != "different" for account in item.accounts)


def _covered(question: Question, known: Coverage | None, rows: Sequence[Incident], why: str) -> Checked:
    """Support where the record covers the whole period."""
    if known is None:
        reason = f"{why}, but “{question.claim.period.words}” names no beginning that a record could cover"
        return Checked(question, "not enough coverage", reason, tuple(rows[:MOST_ROWS]), known)
    verdict: Verdict = "supported" if known.whole else "not enough coverage"
    joint = "; " if known.whole else ", but "
    return Checked(question, verdict, f"{why}{joint}{known.words()}", tuple(rows[:MOST_ROWS]), known)


def _check_ordinal(question: Question, others: Sequence[Incident], known: Coverage | None) -> Checked:
    """The event's number in the order of time: those that began before it, or on its day told elsewhere."""
    event, rank = question.event, question.claim.rank
    day = event.time.start if event and event.time.start else question.last
    earlier = sorted((item for item in others if _start(item) < (day or dt.date.max)), key=_start)
    same_day = [item for item in others if _start(item) == day]
    before = len(earlier)
    if before >= rank:
        kind = "one" if before == 1 else f"{before}"
        return Checked(question, "contradicted", f"the record has {kind} before it", tuple(earlier[:MOST_ROWS]), known)
    if before + len(same_day) < rank - 1:
        why = f"the record has only {before + len(same_day)} before it"
        return Checked(question, "not enough coverage", why, tuple(earlier[:MOST_ROWS]), known)
    why = f"the record has {before} before it" if before else "the record has none before it"
    if same_day:
        why += f" and {len(same_day)} more on its day"
    return _covered(question, known, [*earlier, *same_day], why)


def _check_superlative(
    question: Question, own: Sequence[Incident], others: Sequence[Incident], known: Coverage | None
) -> Checked:
    event = question.event
    counts = [incident_sum(item, "killed") for item in own]
    if event is not None:
        counts.append(casualty_sum(event, "killed"))
    told = [count for count in counts if count is not None]
    if not told:
        return Checked(question, "not enough coverage", "no number of killed is told of it to compare", (), known)
    # the figure most favourable to the claim: only what exceeds that one contradicts it
    mine = min(told, key=_size) if question.claim.fewest else max(told, key=_size)
    rivals = [(item, count) for item in others if (count := incident_sum(item, "killed")) is not None]
    if question.claim.fewest:
        rivals += [(item, NOTHING) for item in others if incident_sum(item, "killed") is None]
    return _ranked(question, mine, [(count, (item,)) for item, count in rivals], known)


def _check_unit(
    question: Question, own: Sequence[Incident], others: Sequence[Incident], known: Coverage | None
) -> Checked:
    """Whole days, weeks … against each other: the killed of all incidents that began in them."""
    event, unit = question.event, question.claim.unit or "day"
    day = event.time.start if event and event.time.start else question.last
    if day is None:
        return _unknown(question, "the event's day is not known")
    groups: dict[dt.date, list[Incident]] = {}
    for item in (*own, *others):
        days = unit_around(_start(item), unit)
        if days is not None and (unit != "day" or item.time.value.precision == "day"):
            groups.setdefault(days[0], []).append(item)
    own_days = unit_around(day, unit)
    here = groups.pop(own_days[0], []) if own_days else []
    mine = _killed(here)
    if event is not None and not own and (count := casualty_sum(event, "killed")) is not None:
        mine = added([mine, count])
    if mine == NOTHING:
        return Checked(question, "not enough coverage", "no number of killed is told of it to compare", (), known)
    return _ranked(question, mine, [(_killed(items), tuple(items)) for items in groups.values()], known)


def _ranked(
    question: Question,
    mine: Count,
    rivals: Sequence[tuple[Count, tuple[Incident, ...]]],
    known: Coverage | None,
) -> Checked:
    """The rank of a count among others by their best figures; as many contradict as well: it is not the most."""
    claim = question.claim
    sign = -1 if claim.fewest else 1
    ordered = sorted(rivals, key=lambda rival: -sign * rival[0].best)
    ahead = [rival for rival in ordered if sign * rival[0].best >= sign * mine.best]
    rows = tuple(item for _count, items in ordered for item in items)[:MOST_ROWS]
    note = "; the words leave open what is compared, these are the killed" if claim.measure == "strength" else ""
    what = f"{claim.unit}s" if claim.unit else "incidents"
    if len(ahead) >= claim.rank:
        deciding, extreme = ahead[claim.rank - 1][0], ahead[0][0].best
        overlap = sign > 0 and (mine.high is None or deciding.low <= mine.high)
        doubt = "; by best figures, the ranges overlap" if overlap else ""
        number = f"one other {what[:-1]} has" if len(ahead) == 1 else f"{len(ahead)} other {what} have"
        side, far = ("or fewer", "fewest") if claim.fewest else ("or more", "most")
        why = f"{number} {mine.best:,} {side} killed (the {far}: {extreme:,}), it has {mine.best:,}{doubt}{note}"
        kept = tuple(item for _count, items in ahead for item in items)[:MOST_ROWS]
        return Checked(question, "contradicted", why, kept, known)
    if len(ahead) < claim.rank - 1:
        why = f"only {len(ahead)} {what} of the record come before its {mine.best:,} killed{note}"
        return Checked(question, "not enough coverage", why, rows, known)
    best = (
        f"the next has {ordered[len(ahead)][0].best:,}" if len(ahead) < len(ordered) else f"no other {what} to compare"
    )
    return _covered(question, known, rows, f"{mine.best:,} killed, {best}{note}")


def _killed(items: Sequence[Incident]) -> Count:
    counts = [count for item in items if (count := incident_sum(item, "killed")) is not None]
    return added(counts) if counts else NOTHING


def _size(count: Count) -> int:
    return count.best


def _start(item: Incident) -> dt.date:
    return item.time.value.start or dt.date.min
