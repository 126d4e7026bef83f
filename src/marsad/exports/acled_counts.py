"""How many fatalities does ACLED count, and how are they divided among days?"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from marsad.exports.crosswalks import acled
from marsad.incidents.accounts import Figure, ToldFigure
from marsad.incidents.sums import group_sum
from marsad.model import When


def fatalities(figures: Sequence[Figure], words: str) -> int:
    """The number of killed by ACLED's conventions from the recorded text; 0 where nothing is told.

    Of conflicting counts the lowest stands, of a range its low end; "several", "dozens" and "hundreds" have numbers of
    their own (`acled.toml`), larger ones where `words`, the sentences that tell the event, speak of a large scale. A
    figure that a later account updates does not count.
    """
    large = bool(_any_of(acled().large_scale.words).search(words.casefold()))
    read = [_read(figure, large) for figure in figures]
    # what a total leaves after its named parts is recorded as a part in the total's words: it tells nothing of its own
    kept = [replace(figure, harm="missing", part_of=None) if _is_rest(figure, figures) else figure for figure in read]
    count = group_sum(kept, "killed")
    return count.best if count else 0


def _is_rest(figure: Figure, figures: Sequence[Figure]) -> bool:
    if figure.part_of is None or not 0 <= figure.part_of < len(figures):
        return False
    texts = {told.text for told in figure.history if told.text}
    return bool(texts) and texts == {told.text for told in figures[figure.part_of].history if told.text}


def _read(figure: Figure, large: bool) -> Figure:
    told = [entry for entry in figure.history if not entry.superseded]
    number = min((_number(entry, large) for entry in told), default=figure.low)
    return replace(figure, low=number, best=number, high=number)


def _number(told: ToldFigure, large: bool) -> int:
    """ACLED's number for what one account says."""
    if told.high is None:
        text = told.text.casefold()
        for entry in acled().counts:
            if _any_of(entry.words).search(text) and not _DIGIT.search(text):
                return entry.large if large and entry.large else entry.number
        if (told.low, told.best) == _UNSPECIFIED:
            few = acled().counts[-1]
            return few.large if large and few.large else few.number
    up_to = told.low < told.best == told.high
    return told.best if up_to else told.low


_DIGIT = re.compile(r"\d")
# the codebook's low and best of an unspecified plural ("others")
_UNSPECIFIED = (2, 3)


@cache
def _any_of(words: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(re.escape(word) for word in words)})\b")


def divided(number: int, parts: int) -> list[int]:
    """A number of people divided among days as evenly as whole people allow; the sum is kept."""
    share, rest = divmod(number, parts)
    return [share + (index < rest) for index in range(parts)]


def event_days(time: When) -> list[tuple[dt.date, int]] | str:
    """The days of an event with ACLED's time precision (1 day, 2 week, 3 month), or why it has none, in words.

    A span of known days is one day after another; a week or month is its middle day, the beginning or end of a
    month its first or last day.
    """
    if time.start is None:
        return "no date"
    days = acled().days
    start, end = time.start, time.end or time.start
    span = (end - start).days + 1
    if time.precision == "year":
        return "known only to the year"
    if time.precision == "day" and span <= days.longest_split:
        return [(start + dt.timedelta(days=offset), 1) for offset in range(span)]
    if time.precision == "week" or (time.precision == "unknown" and span <= days.week):
        return [(_middle(start, end), 2 if span > 1 or time.precision == "week" else 1)]
    if span > days.month and time.precision == "unknown":
        return "known only to more than a month"
    if time.precision == "month" and span < days.month and start.month == end.month:
        if start.day == 1 and not _ends_month(end):
            return [(start, 3)]
        if start.day != 1 and _ends_month(end):
            return [(end, 3)]
    return [(_middle(start, end), 3)]


def _middle(start: dt.date, end: dt.date) -> dt.date:
    return start + (end - start) / 2


def _ends_month(day: dt.date) -> bool:
    return (day + dt.timedelta(days=1)).month != day.month
