"""What is new in the feeds that are watched?

Each feed has a small state (what the server said of its version, which entries were read), kept in the record. An
entry counts as read only when the caller is done with its dispatch, so that a run that is killed goes on where it was.
"""

from __future__ import annotations

import datetime as dt
import json
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field
from typing import Protocol
from urllib.parse import urlsplit

from marsad.errors import ReadError
from marsad.model import Dispatch, content_id
from marsad.readers.dates import parse_date
from marsad.readers.feedlist import FeedList, WatchedFeed
from marsad.readers.feeds import FEED, Entry, Feed, dispatch_of, read_feed
from marsad.readers.fetching import Fetcher, FetchFailed
from marsad.readers.html import HTML, read_html
from marsad.readers.interface import About, OnError

_REMEMBERED = 2000
"""Entries of a feed that are known as read; feeds carry some tens."""

_LONGEST_PAUSE = 86_400.0


class FeedStates(Protocol):
    """Where the states of feeds are kept; the record is one."""

    def feed_state(self, url: str) -> str | None:
        """The state that was kept last, None where there is none."""

    def keep_feed_state(self, url: str, state: str) -> None:
        """Keep a state, JSON text of some kilobytes."""


@dataclass(slots=True)
class FeedState:
    """What is known of a feed from before.

    `etag` and `last_modified` are the server's words for the version that was read to its end; `not_before` is the
    time (seconds since 1970) before which the server asked not to come again; `read` are hashes of the entries that
    were read, the latest last.
    """

    etag: str = ""
    last_modified: str = ""
    not_before: float = 0.0
    read: list[str] = field(default_factory=list)


def watch(
    feeds: FeedList,
    states: FeedStates,
    fetcher: Fetcher,
    *,
    once: bool,
    on_error: OnError,
    sleep: Callable[[float], None] = time.sleep,
    now: Callable[[], float] = time.time,
) -> Iterator[Dispatch]:
    """The new dispatches of the feeds, for ever or, with `once`, from one look at each; closes the fetcher.

    The caller stores each dispatch before it asks for the next. A feed or page that cannot be fetched or read goes
    to `on_error`; the others are read. A feed that failed is looked at less and less often, down to once a day.
    """
    pauses = {feed.url: 60 * (feed.minutes or feeds.minutes) for feed in feeds.feed}
    due = dict.fromkeys(pauses, 0.0)
    failures = dict.fromkeys(pauses, 0)
    try:
        while True:
            for feed in feeds.feed:
                if due[feed.url] > now():
                    continue
                try:
                    yield from look(feed, states, fetcher, on_error)
                    failures[feed.url] = 0
                except ReadError as error:
                    failures[feed.url] += 1
                    on_error(ReadError(f"{feed.url}: {error}"))
                pause = min(pauses[feed.url] * 2 ** min(failures[feed.url], 10), _LONGEST_PAUSE)
                due[feed.url] = now() + max(pause, pauses[feed.url])
            if once:
                return
            sleep(max(0.0, min(due.values()) - now()))
    finally:
        fetcher.close()


def look(feed: WatchedFeed, states: FeedStates, fetcher: Fetcher, on_error: OnError) -> Iterator[Dispatch]:
    """The new dispatches of one feed. Raises `ReadError` where it cannot be fetched or is no feed."""
    state = _load(states.feed_state(feed.url))
    if state.not_before > time.time():
        until = dt.datetime.fromtimestamp(state.not_before, dt.UTC)
        raise FetchFailed(f"asked not to be read before {until:%Y-%m-%d %H:%M} UTC")
    try:
        answer = fetcher.fetch(feed.url, etag=state.etag, last_modified=state.last_modified)
    except FetchFailed as error:
        if error.wait:
            state.not_before = time.time() + error.wait
            states.keep_feed_state(feed.url, _dump(state))
        raise
    if answer.unchanged:
        return
    found = read_feed(answer.data)
    complete = True
    for entry in reversed(found.entries):  # feeds begin with the latest; the record should get the earliest first
        key = content_id(entry.id or entry.url, entry.title, entry.text)
        if key in state.read:
            continue
        try:
            dispatch = _dispatch(entry, found, feed, fetcher, on_error)
        except FetchFailed as error:
            complete = False
            on_error(ReadError(f"{entry.url}: {error}; it is tried again"))
            continue
        except ReadError as error:
            on_error(ReadError(f"{feed.url}: entry '{(entry.title or entry.id)[:60]}' {error}"))
            dispatch = None
        if dispatch is not None:
            dispatch.retrieved_at = dispatch.retrieved_at or answer.retrieved_at
            yield dispatch
        state.read = [*state.read, key][-_REMEMBERED:]
        states.keep_feed_state(feed.url, _dump(state))
    if complete:
        state.etag, state.last_modified = answer.etag, answer.last_modified
    states.keep_feed_state(feed.url, _dump(state))


def hosts_of(feeds: FeedList) -> frozenset[str]:
    """The hosts that the user named."""
    return frozenset(urlsplit(feed.url).hostname or "" for feed in feeds.feed)


def _dispatch(entry: Entry, found: Feed, feed: WatchedFeed, fetcher: Fetcher, on_error: OnError) -> Dispatch:
    note = ""
    if feed.articles and not entry.is_whole and entry.url:
        try:
            return _article(entry, found, feed, fetcher)
        except FetchFailed as error:
            if not error.lasting:
                raise
            note = f"only the feed's summary was read: the page {error}"
        except ReadError as error:
            note = f"only the feed's summary was read: the page {error}"
    dispatch = dispatch_of(entry, found, About(on_error, source=feed.source))
    dispatch.reader = FEED.name
    dispatch.warnings += [note] if note else []
    return dispatch


def _article(entry: Entry, found: Feed, feed: WatchedFeed, fetcher: Fetcher) -> Dispatch:
    if not fetcher.allowed(entry.url):
        raise FetchFailed("is closed to programs by the site's robots.txt", lasting=True)
    answer = fetcher.fetch(entry.url)
    dispatch = read_html(
        answer.data,
        stem=entry.id or entry.url,
        date=_day(entry.date),
        source=feed.source or found.title or None,
        url=entry.url,
    )
    dispatch.reader, dispatch.retrieved_at = HTML.name, answer.retrieved_at
    return dispatch


def _day(value: str) -> dt.date | None:
    try:
        return parse_date(value)
    except ValueError:
        return None


def _load(kept: str | None) -> FeedState:
    return FeedState(**json.loads(kept)) if kept else FeedState()


def _dump(state: FeedState) -> str:
    return json.dumps(asdict(state))
