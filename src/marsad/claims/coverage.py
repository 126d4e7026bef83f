"""Does the record cover a country over a period well enough that an absence in it means something?"""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from marsad.incidents.accounts import Incident
from marsad.incidents.sources import independent

LEAST = 4
"""Dispatches a month: about one a week."""


@dataclass(frozen=True, slots=True)
class MonthCoverage:
    """How many dispatches tell of incidents of one month, and how many are `needed` for it to be covered."""

    first: dt.date
    last: dt.date
    dispatches: int
    needed: int

    @property
    def covered(self) -> bool:
        """Whether there are enough of them."""
        return self.dispatches >= self.needed


@dataclass(frozen=True, slots=True)
class Coverage:
    """The months of a period in one country; whole only if each is covered."""

    country: str
    months: tuple[MonthCoverage, ...]

    @property
    def whole(self) -> bool:
        """Whether each month is covered."""
        return bool(self.months) and all(month.covered for month in self.months)

    def words(self) -> str:
        """The coverage in a sentence for people."""
        thin = [month for month in self.months if not month.covered]
        if not thin:
            return f"each of {len(self.months)} months covered" if len(self.months) > 1 else "the period is covered"
        named = ", ".join(f"{month.first:%b %Y} ({month.dispatches} of {month.needed})" for month in thin[:3])
        more = f" and {len(thin) - 3} more" if len(thin) > 3 else ""
        return f"too few dispatches in {named}{more}"


def coverage(
    incidents: Iterable[Incident], country: str, first: dt.date, last: dt.date, least: int = LEAST
) -> Coverage:
    """How the record covers a country from `first` to `last`, inclusive days.

    A calendar month is covered by at least `least` dispatches, copies left out, that tell of incidents which began in
    it in that country; a month of which only a part is asked for by as many in proportion, at least one.
    """
    tellers: dict[tuple[int, int], set[str]] = {}
    for incident in incidents:
        start = incident.time.value.start
        if start is not None and first <= start <= last and incident.place.value.country == country:
            ids = (account.dispatch.id for account in independent(incident.accounts))
            tellers.setdefault((start.year, start.month), set()).update(ids)
    months = []
    for number in range(first.year * 12 + first.month - 1, last.year * 12 + last.month):
        year, month = number // 12, number % 12 + 1
        days = calendar.monthrange(year, month)[1]
        begin, end = max(first, dt.date(year, month, 1)), min(last, dt.date(year, month, days))
        needed = max(1, -(-least * ((end - begin).days + 1) // days))
        months.append(MonthCoverage(begin, end, len(tellers.get((year, month), ())), needed))
    return Coverage(country, tuple(months))
