"""What stands in a situation report? Its sections, made from incidents, a period and the filter's words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from marsad.exports.situation.changes import Changes, changes
from marsad.exports.situation.contradictions import Contradiction, contradictions
from marsad.exports.situation.figures import (
    KeyFigures,
    SideDeaths,
    deaths_by_side,
    key_figures,
    sources_of,
    took_place,
)
from marsad.exports.situation.period import Period, beginning_in
from marsad.exports.situation.rankings import ActorRow, PlaceRow, top_actors, top_areas, top_places
from marsad.exports.situation.weekly import Deaths, Timeline, deaths_by_step, types_by_step
from marsad.incidents.accounts import Incident
from marsad.incidents.sums import incident_sum

ROWS = 8
"""How many actors and places are ranked."""
CONTRADICTIONS = 5
"""How many contradicted incidents are shown side by side."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What the record cannot tell of these incidents, as counts.

    `leading_source` tells of `leading_share` of the incidents (0..1). `silent_steps` of `steps` have no incident.
    `area_only` are known to a region or country only, `unresolved` by a name that no gazetteer knows, `vague_time`
    too vaguely for a step. `reviewed` of `accounts` have been decided on by a person. `open_tolls` have no
    upper bound.
    """

    leading_source: str
    leading_share: float
    silent_steps: int
    steps: int
    area_only: int
    unresolved: int
    vague_time: int
    open_tolls: int
    accounts: int
    reviewed: int
    reposts: int


@dataclass(frozen=True, slots=True)
class Situation:
    """A situation report. `filter_words` say what was asked for; `changes` is None without a period before.

    `incidents` are those that took place, by date; `others` are planned, threatened, failed or denied and in no sum.
    """

    title: str
    filter_words: tuple[str, ...]
    period: Period
    figures: KeyFigures
    changes: Changes | None
    timeline: Timeline
    deaths: Deaths
    sides: tuple[SideDeaths, ...]
    actors: tuple[ActorRow, ...]
    places: tuple[PlaceRow, ...]
    areas: tuple[PlaceRow, ...]
    contradicted: tuple[Contradiction, ...]
    incidents: tuple[Incident, ...]
    others: tuple[Incident, ...]
    limits: Limits


def situation(
    incidents: Sequence[Incident],
    period: Period,
    *,
    title: str,
    filter_words: Sequence[str] = (),
    compare: bool = True,
) -> Situation:
    """The report over the incidents that began in `period`.

    `incidents` are those of the period and, with `compare`, of the one before (`Period.before`); others are left
    out, so that nothing is counted in two periods. `title` names the area ("Syria").
    """
    inside = sorted(beginning_in(incidents, period), key=_by_date)
    before = period.before() if compare else None
    earlier = beginning_in(incidents, before) if before else []
    real = took_place(inside)
    real_ids = {item.id for item in real}
    deaths = deaths_by_step(real, period)
    timeline = types_by_step(real, period)
    return Situation(
        title=title,
        filter_words=tuple(filter_words),
        period=period,
        figures=key_figures(inside),
        changes=changes(inside, earlier, before) if before else None,
        timeline=timeline,
        deaths=deaths,
        sides=tuple(deaths_by_side(real)),
        actors=tuple(top_actors(real, ROWS)),
        places=tuple(top_places(real, ROWS)),
        areas=tuple(top_areas(real, ROWS)),
        contradicted=tuple(contradictions(real, CONTRADICTIONS)),
        incidents=tuple(real),
        others=tuple(item for item in inside if item.id not in real_ids),
        limits=_limits(real, timeline),
    )


def most_deadly(incidents: Sequence[Incident], limit: int) -> set[str]:
    """The ids of the incidents with most dead, then most sources: what a short list must hold."""

    def rank(item: Incident) -> tuple[int, int, str]:
        count = incident_sum(item, "killed")
        return (-(count.best if count else 0), -len(sources_of(item)), item.id)

    return {item.id for item in sorted(incidents, key=rank)[:limit]}


def _by_date(item: Incident) -> tuple[str, str, str]:
    time = item.time.value
    return (str(time.start), str(time.end), item.id)


def _limits(incidents: Sequence[Incident], timeline: Timeline) -> Limits:
    tellers = Counter(source for item in incidents for source in sources_of(item))
    leading = tellers.most_common(1)
    accounts = [account for item in incidents for account in item.accounts]
    places = [item.place.value for item in incidents]
    tolls = [incident_sum(item, "killed") for item in incidents]
    busy = [sum(row.counts[index] for row in timeline.rows) for index in range(len(timeline.steps))]
    return Limits(
        leading_source=leading[0][0] if leading else "",
        leading_share=leading[0][1] / len(incidents) if leading else 0.0,
        silent_steps=busy.count(0),
        steps=len(busy),
        area_only=sum(place.precision in ("region", "country", None) for place in places),
        unresolved=sum(bool(place.name) and not place.resolved for place in places),
        vague_time=sum(row.vague for row in timeline.rows),
        open_tolls=sum(toll is not None and toll.high is None for toll in tolls),
        accounts=len(accounts),
        reviewed=sum(account.review != "open" for account in accounts),
        reposts=sum(account.repost_of is not None for account in accounts),
    )
