"""`marsad watch`: what is new in feeds, into the record."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

import click

from marsad import __version__
from marsad.cli import filters
from marsad.cli.loading import load_coder, open_record
from marsad.cli.messages import Problems, say

if TYPE_CHECKING:
    from marsad.coding.coder import Coder
    from marsad.errors import MarsadError
    from marsad.model import Dispatch


@click.command(short_help="Read feeds again and again and store what is new.")
@click.argument("feeds", type=click.Path(path_type=Path), metavar="FEEDS.TOML")
@filters.record
@click.option("--once", is_flag=True, help="Look at each feed once and end, as for a timer.")
def watch(feeds: Path, record: str | None, once: bool) -> int:
    """Read the feeds of a list again and again, and code and store the entries that are new.

    FEEDS.TOML lists RSS and Atom feeds, each under [[feed]] with its url and, where wanted, source, minutes and
    articles = true (fetch the page where the feed has only a summary); before them, for all, minutes, delay (seconds
    between two requests to one host) and contact (an address for the User-Agent).

    Only these feeds are asked, and the pages that they link to where that is wanted: one at a time, with a pause for
    each host, only for what has changed, and later where a server asks for it. What was stored stays so when Marsad
    is broken off; the next run goes on. A feed that fails is told and does not hold up the others. Needs the feeds
    extra, and html for articles.

    \b
    Examples:
      marsad watch feeds.toml
      marsad watch feeds.toml --once --record conflict.db
    """
    from marsad.readers.feedlist import read_feed_list
    from marsad.readers.fetching import Fetcher
    from marsad.readers.watching import hosts_of
    from marsad.readers.watching import watch as watched

    listed = read_feed_list(feeds)
    fetcher = Fetcher(f"Marsad/{__version__}", hosts_of(listed), listed.delay, listed.contact)
    problems = Problems()

    def tell(error: MarsadError) -> None:
        # a run without end tells at once, one look tells all at its end
        if once:
            problems.refuse(error)
        else:
            say(f"{dt.datetime.now():%H:%M} {error}")

    def warn(dispatch: Dispatch, warnings: list[str]) -> None:
        if once:
            problems.warn(dispatch, warnings)
        else:
            for warning in warnings:
                say(f"warning: {warning} ({dispatch.title or dispatch.url})")

    coder: Coder | None = None
    stored = 0
    with open_record(record, create=True) as opened:
        for dispatch in watched(listed, opened, fetcher, once=once, on_error=tell):
            if opened.knows(dispatch):
                continue
            coder = coder or load_coder()
            stored += 1
            (coding,) = coder.code_many([dispatch])
            warn(dispatch, coding.warnings)
            added = opened.add(dispatch, coding, retrieved_at=dispatch.retrieved_at, reader=dispatch.reader)
            name = dispatch.title or dispatch.url or added.dispatch_id
            click.echo(f"{dispatch.date or '          '}  {added.events:>3} events  {name}")
    click.echo(f"{stored} new dispatches from {len(listed.feed)} feeds")
    return problems.tell()
