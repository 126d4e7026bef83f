"""`marsad report`: a situation report over a record."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from marsad.cli import filters
from marsad.cli.loading import open_to_read
from marsad.cli.messages import say, waiting
from marsad.cli.writing import result_file
from marsad.errors import NotFound

if TYPE_CHECKING:
    from marsad.exports.situation.period import Period
    from marsad.incidents.accounts import Incident
    from marsad.store.filters import Filter
    from marsad.store.record import Record


@click.command(short_help="Write a situation report over a period.")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    required=True,
    metavar="FILE.html",
    help="The report; it appears only when it is complete.",
)
@filters.record
@click.option("--title", metavar="TEXT", help="Heading, instead of the area that the filter names.")
@filters.filtering
def report(output: Path, record: str | None, title: str | None, filter: Filter) -> None:
    """Write a situation report: one HTML file that needs no network and no script, and prints to two pages of A4.

    It shows key figures with their change against the period before, a map, incidents by type, deaths by week and by
    side, actors and places, the most contradicted incidents with their accounts side by side, all incidents with their
    sources, and what the report cannot know. Each incident counts in the period in which it began. Without --since the
    report covers all dated incidents and compares with nothing.

    \b
    Examples:
      marsad report -o march.html --country SY --since 2021-03-01 --until 2021-03-31
      marsad report -o ituri.html --country CD --admin1 Ituri --since 2023-01-01 --record reports.db
    """
    from marsad.exports.situation.filter_words import filter_words, title_of
    from marsad.exports.situation.html import write_situation
    from marsad.exports.situation.page import situation

    if filter.since and filter.until and filter.since > filter.until:
        raise click.UsageError(f"--since {filter.since} is after --until {filter.until}")
    with open_to_read(record) as opened, waiting("reading the incidents"):
        incidents, period = _incidents(opened, filter)
    page = situation(
        incidents,
        period,
        title=title or title_of(filter),
        filter_words=filter_words(filter),
        compare=filter.since is not None,
    )
    with result_file(output) as stream:
        write_situation(page, stream)
    number = len(page.incidents)
    say(f"{output}: {number} incident{'' if number == 1 else 's'}, {period.words()}")


def _incidents(opened: Record, filter: Filter) -> tuple[list[Incident], Period]:
    """The incidents of the period asked for and of the one before, and the period."""
    from dataclasses import replace

    from marsad.exports.situation.period import Period, whole_span

    if filter.since is not None and filter.until is not None:
        period = Period(filter.since, filter.until)
        found: list[Incident] = []
    else:
        found = list(opened.incidents(filter, sort="date"))
        span = whole_span(found)
        if span is None:
            raise NotFound("the record has no dated incident that meets these conditions: there is nothing to report")
        if filter.since is None:
            return found, Period(span.since, filter.until or span.until)
        period = Period(filter.since, max(filter.since, span.until))
    before = period.before()
    first = before.since if before else period.since
    return list(opened.incidents(replace(filter, since=first, until=period.until), sort="date")), period
