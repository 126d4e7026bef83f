"""How many people, when the accounts of one happening give different numbers? (codebook 5)

For each harm there is one total, and a figure for each side and group that some account tells apart. `low` is the
lowest account, `high` the highest. `best` is the latest account of the most credible kind, else the median, rounded
down. An update replaces the earlier figure of its source in `best`; the figure stays in the history.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import get_args

from marsad.actors.names import keys as name_keys
from marsad.incidents.accounts import Account, Figure, ToldFigure
from marsad.incidents.features import sentence
from marsad.incidents.files import wording
from marsad.incidents.sources import credits, independent, kind_name, rank
from marsad.model import Casualty, Harm, Side

_WORD = re.compile(r"[a-z]+")
_TURNED: dict[Side | None, Side | None] = {"side_a": "side_b", "side_b": "side_a"}

Group = tuple[Side | None, str]
"""Whom a harm befell: a side, and the folded word of a group within it; (None, '') is everybody."""

_ALL: Group = (None, "")


@dataclass(frozen=True, slots=True)
class _Told:
    """What one account says of one group."""

    account: Account
    low: int
    best: int
    high: int | None
    text: str
    who: str | None
    side: Side | None
    update: bool

    @property
    def vague(self) -> bool:
        """Whether it is a word such as "several", not a number."""
        return self.high is None and self.low < self.best

    @property
    def top(self) -> float:
        """The highest number of people that the account allows."""
        return math.inf if self.high is None else self.high


def reconciled(accounts: Sequence[Account], turned: Collection[str] = ()) -> list[Figure]:
    """The figures of an incident, totals before their parts.

    `accounts` in the order of publication. `turned` are the ids of events that tell the sides the other way round.
    """
    figures: list[Figure] = []
    for harm in get_args(Harm):
        groups = _groups(accounts, harm, turned)
        if not groups:
            continue
        total = len(figures)
        for group in sorted(groups, key=lambda one: (one != _ALL, one[0] or "", one[1])):
            figure = _figure(harm, groups[group])
            is_part = group != _ALL and _ALL in groups
            figures.append(replace(figure, part_of=total) if is_part else figure)
    return figures


# ------------------------------------------------------------------ whom the accounts count


def _groups(accounts: Sequence[Account], harm: Harm, turned: Collection[str]) -> dict[Group, list[_Told]]:
    """What the accounts say of everybody whom a harm befell, and of the groups that they tell apart."""
    totals: list[_Told] = []
    parts: list[tuple[Group, _Told]] = []
    for account in accounts:
        turn = account.event.id in turned
        here = [(i, one) for i, one in enumerate(account.event.casualties) if one.harm == harm]
        wholes = [_told(account, one, turn) for _i, one in here if one.part_of is None or one.part_of == _i]
        if not wholes:
            continue
        totals.append(_sum(account, wholes))
        if len(wholes) > 1:
            parts += [((one.side, "" if one.side else _key(one.who)), one) for one in wholes]
        for i, part in here:
            if part.part_of is None or part.part_of == i or _is_rest(part.who):
                continue
            whole = account.event.casualties[part.part_of] if part.part_of < len(account.event.casualties) else None
            told = _told(account, part, turn)
            same_side = whole is None or whole.side == part.side or part.side is None
            parts.append(((told.side, _key(part.who) if same_side else ""), told))
    sides = {group[0] for group, _part in parts if group[0] and not group[1]}
    several = len(sides) > 1 or any(one.side is None and sides for one in totals)
    groups: dict[Group, list[_Told]] = {}
    for one in totals:
        if several and one.side in sides and one.side is not None:
            groups.setdefault((one.side, ""), []).append(one)
        else:
            groups.setdefault(_ALL, []).append(one)
    for group, one in parts:
        if group != _ALL:
            groups.setdefault(group, []).append(one)
    return {group: _one_each(told) for group, told in groups.items()}


def _one_each(told: list[_Told]) -> list[_Told]:
    """One figure for each event: several of one group are added up."""
    by_event: dict[str, list[_Told]] = {}
    for one in told:
        by_event.setdefault(one.account.event.id, []).append(one)
    return [_sum(ones[0].account, ones) for ones in by_event.values()]


def _sum(account: Account, told: Sequence[_Told]) -> _Told:
    if len(told) == 1:
        return told[0]
    sides, whos = {one.side for one in told}, {one.who for one in told}
    return _Told(
        account=account,
        low=sum(one.low for one in told),
        best=sum(one.best for one in told),
        high=None if any(one.high is None for one in told) else sum(one.high or 0 for one in told),
        text="; ".join(dict.fromkeys(one.text for one in told)),
        who=whos.pop() if len(whos) == 1 else None,
        side=sides.pop() if len(sides) == 1 else None,
        update=any(one.update for one in told),
    )


def _told(account: Account, casualty: Casualty, turn: bool) -> _Told:
    best = max(casualty.best, casualty.low)
    return _Told(
        account=account,
        low=casualty.low,
        best=best,
        high=None if casualty.high is None else max(casualty.high, best),
        text=casualty.text,
        who=casualty.who,
        side=_TURNED.get(casualty.side, casualty.side) if turn else casualty.side,
        update=_is_update(account, casualty),
    )


def _key(who: str | None) -> str:
    """The folded last word of a group's name: "two children" and "children" are one group."""
    return name_keys(who)[-1] if who and name_keys(who) else ""


def _is_rest(who: str | None) -> bool:
    return who is not None and who.lower() in wording().rest


def _is_update(account: Account, casualty: Casualty) -> bool:
    """Whether the sentence says that a toll has changed ("the death toll rose to 9")."""
    text = account.dispatch.text
    for span in casualty.evidence:
        start, end = sentence(text, span.start, span.end)
        if not wording().updates.isdisjoint(_WORD.findall(text[start:end].lower())):
            return True
    return False


# ------------------------------------------------------------------ one figure


def _figure(harm: Harm, told: Sequence[_Told]) -> Figure:
    own = {account.event.id for account in independent([one.account for one in told])}
    counted = [one for one in told if one.account.event.id in own]
    current = [one for one in counted if not any(_updates(later, one) for later in counted)]
    best, rule = _best(current)
    highest = max(counted, key=lambda one: (one.best if one.high is None else one.high, one.high is None))
    sides = {one.side for one in counted}
    standing = {one.account.event.id for one in current}
    return Figure(
        harm=harm,
        who=_commonest([one.who for one in counted if one.who]),
        side=sides.pop() if len(sides) == 1 else None,
        low=min(one.low for one in counted),
        best=best,
        high=highest.high,
        rule=rule,
        contradicted=_contradicted(current),
        history=tuple(
            ToldFigure(
                one.account.event.id,
                one.low,
                one.best,
                one.high,
                one.text,
                superseded=one.account.event.id in own and one.account.event.id not in standing,
            )
            for one in told
        ),
    )


def _best(current: Sequence[_Told]) -> tuple[int, str]:
    """The best number and the rule that gave it."""
    numbers = [one for one in current if not one.vague] or list(current)
    among = ", of those that tell a number" if len(numbers) < len(current) else ""
    if len(numbers) == 1:
        return numbers[0].best, "the only account" if len(current) == 1 else f"the only account{among}"
    if len({one.best for one in numbers}) == 1:
        return numbers[0].best, f"all accounts agree{among}"
    ranked = [(place, one) for one in numbers if (place := rank(one.account)) is not None]
    if ranked:
        first = min(place for place, _one in ranked)
        latest = [one for place, one in ranked if place == first][-1]
        return latest.best, f"the latest account of the most credible kind ({kind_name(first)}){among}"
    in_order = sorted(one.best for one in numbers)
    middle = len(in_order) // 2
    median = in_order[middle] if len(in_order) % 2 else (in_order[middle - 1] + in_order[middle]) // 2
    return median, f"the median of the accounts, rounded down{among}"


def _updates(later: _Told, earlier: _Told) -> bool:
    """Whether an account brings another one's figure up to date: a later day, and the same source or publisher, or
    words that say that the toll has risen.
    """
    first, second = earlier.account.dispatch, later.account.dispatch
    if first.date is None or second.date is None or second.date < first.date or later.vague or later is earlier:
        return False
    if later.update and not earlier.update and later.best >= earlier.best:
        return True
    if second.date == first.date:
        return False
    same = bool(first.source) and first.source == second.source
    return same or bool(credits(later.account) & credits(earlier.account))


def _contradicted(current: Sequence[_Told]) -> bool:
    """Whether two numbers exclude each other; a word such as "several" excludes none."""
    numbers = [one for one in current if not one.vague]
    return any(one.low > other.top for one in numbers for other in numbers)


def _commonest(names: Sequence[str]) -> str | None:
    """The name that is told most often, of these the first."""
    counted = Counter(names)
    return max(counted, key=lambda name: (counted[name], -names.index(name))) if counted else None
