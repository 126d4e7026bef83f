"""What has changed against the period before, and how much of it may be one of coverage?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from marsad.exports.situation.figures import dispatches_of, key_figures
from marsad.exports.situation.period import Period
from marsad.incidents.accounts import Incident
from marsad.incidents.sums import Count

Way = Literal["more", "fewer", "same", "unclear"]

UNEVEN = 1.5
"""From this ratio on between the dispatches of two periods, a change is said to be possibly one of coverage."""


@dataclass(frozen=True, slots=True)
class Change:
    """A number against that of the period before; exact numbers have equal bounds.

    `way` is `unclear` where the ranges of the two overlap, so that the record cannot say which is more.
    """

    before: Count
    now: Count
    way: Way

    @property
    def difference(self) -> int:
        """By how much the best figure has grown, in incidents or people."""
        return self.now.best - self.before.best


@dataclass(frozen=True, slots=True)
class Changes:
    """This period against the one before. `uneven`: the two rest on very different numbers of dispatches."""

    before: Period
    incidents: Change
    violent: Change
    killed: Change
    injured: Change
    civilians_killed: Change
    dispatches: Change
    uneven: bool


def changes(now: Sequence[Incident], before: Sequence[Incident], period: Period) -> Changes:
    """The change of the key figures from the incidents of `period`, which is the one before, to those of now."""
    old, new = key_figures(before), key_figures(now)
    fewer, more = sorted((len(dispatches_of(before)), len(dispatches_of(now))))
    return Changes(
        before=period,
        incidents=change(old.incidents, new.incidents),
        violent=change(old.violent, new.violent),
        killed=change(old.killed, new.killed),
        injured=change(old.injured, new.injured),
        civilians_killed=change(old.civilians_killed, new.civilians_killed),
        dispatches=change(old.dispatches, new.dispatches),
        uneven=more > 0 and more >= UNEVEN * fewer,
    )


def change(before: Count | int, now: Count | int) -> Change:
    """Compare two numbers: more or fewer only where their ranges do not overlap."""
    old = Count(before, before, before) if isinstance(before, int) else before
    new = Count(now, now, now) if isinstance(now, int) else now
    if old == new and old.high is not None and old.low == old.high:
        return Change(old, new, "same")
    if old.high is not None and new.low > old.high:
        return Change(old, new, "more")
    if new.high is not None and old.low > new.high:
        return Change(old, new, "fewer")
    return Change(old, new, "unclear")
