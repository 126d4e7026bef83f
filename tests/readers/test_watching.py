"""Feeds are polled politely and within limits, and a run that was broken off goes on where it was.

Against a real server on loopback, whose answers the test writes and whose requests it looks at.
"""

from __future__ import annotations

import datetime as dt
import email.utils
import gzip
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from marsad.errors import DataError, MarsadError
from marsad.model import Dispatch
from marsad.readers.feedlist import FeedList, WatchedFeed, read_feed_list
from marsad.readers.fetching import MAX_DOWNLOAD, Fetcher, FetchFailed
from marsad.readers.watching import hosts_of, watch
from marsad.store.record import Record

from .examples import PAGE, RSS, TITLE
from .serving import Answer, Site, serving
from .test_bad_input import BILLION

DAY = dt.date(2021, 1, 24)
SUMMARY = RSS.replace("content:encoded", "ignored")


@pytest.fixture
def site() -> Iterator[Site]:
    with serving() as found:
        yield found


@pytest.fixture
def record(tmp_path: Path) -> Iterator[Record]:
    with Record.open(tmp_path / "marsad.db") as opened:
        yield opened


def feeds(*urls: str, delay: float = 0, **known: object) -> FeedList:
    return FeedList(feed=[WatchedFeed(url=url, **known) for url in urls], delay=delay)  # type: ignore[arg-type]


def fetcher(listed: FeedList, **limits: float) -> Fetcher:
    return Fetcher("Marsad/0", hosts_of(listed), listed.delay, "desk@example.org", **limits)  # type: ignore[arg-type]


def look(listed: FeedList, record: Record, **limits: float) -> tuple[list[Dispatch], list[str]]:
    errors: list[MarsadError] = []
    found = list(watch(listed, record, fetcher(listed, **limits), once=True, on_error=errors.append))
    assert all("\n" not in str(error) for error in errors)
    return found, [str(error) for error in errors]


def feed(data: str = RSS, **headers: str) -> Answer:
    return 200, {name.replace("_", "-"): value for name, value in headers.items()}, data.encode()


# ------------------------------------------------------------------ politeness


def test_an_unchanged_feed_is_asked_for_by_its_version_and_answered_by_304(site: Site, record: Record) -> None:
    def answer(headers: dict[str, str]) -> Answer:
        if headers.get("if-none-match") == '"v1"' and headers.get("if-modified-since"):
            return 304, {}, b""
        return feed(ETag='"v1"', Last_Modified="Sun, 24 Jan 2021 10:00:00 GMT")

    site.pages["/feed"] = answer
    listed = feeds(f"{site.address}/feed")
    first, _ = look(listed, record)
    again, errors = look(listed, record)
    assert [dispatch.external_id for dispatch in first] == ["ndeke-2", "ndeke-1"]
    assert again == [] and errors == []
    assert site.asked[1][1]["if-none-match"] == '"v1"'


def test_marsad_names_itself_and_its_contact(site: Site, record: Record) -> None:
    site.pages["/feed"] = feed()
    look(feeds(f"{site.address}/feed"), record)
    assert site.asked[0][1]["user-agent"] == "Marsad/0 (feed reader; desk@example.org)"


def test_two_requests_to_one_host_keep_their_distance(site: Site, record: Record) -> None:
    site.pages |= {"/a": feed(), "/b": feed()}
    look(feeds(f"{site.address}/a", f"{site.address}/b", delay=0.3), record)
    (_, _, first), (_, _, second) = site.asked
    assert second - first >= 0.3


@pytest.mark.parametrize("status", [429, 503])
@pytest.mark.parametrize("form", ["seconds", "date"])
def test_a_server_that_asks_to_wait_is_left_alone_until_then(
    site: Site, record: Record, status: int, form: str
) -> None:
    later = dt.datetime.now(dt.UTC) + dt.timedelta(hours=1)
    wait = "3600" if form == "seconds" else email.utils.format_datetime(later, usegmt=True)
    site.pages |= {"/busy": (status, {"Retry-After": wait}, b""), "/feed": feed()}
    listed = feeds(f"{site.address}/busy", f"{site.address}/feed")
    found, (error,) = look(listed, record)
    assert len(found) == 2 and "asks to wait" in error
    _, (error,) = look(listed, record)
    assert "asked not to be read before" in error and site.paths().count("/busy") == 1


def test_a_feed_that_fails_is_looked_at_less_often_and_others_as_before(site: Site, record: Record) -> None:
    site.pages["/good"] = feed()
    listed = feeds(f"{site.address}/good", f"{site.address}/bad")
    clock = [0.0]

    class Enough(Exception):
        pass

    def sleep(seconds: float) -> None:
        clock[0] += seconds
        if clock[0] >= 4 * 60 * 60:
            raise Enough

    running = watch(
        listed,
        record,
        fetcher(listed),
        once=False,
        on_error=lambda error: None,
        sleep=sleep,
        now=lambda: clock[0],
    )
    with pytest.raises(Enough):
        list(running)
    assert site.paths().count("/good") == 8
    assert site.paths().count("/bad") == 3  # at once, after 60 minutes, after 120 more


# ------------------------------------------------------------------ limits


def test_redirects_are_followed_but_not_without_end(site: Site, record: Record) -> None:
    site.pages |= {
        "/old": (301, {"Location": "/feed"}, b""),
        "/feed": feed(),
        "/loop": (302, {"Location": "/loop"}, b""),
        "/file": (302, {"Location": "file:///etc/passwd"}, b""),
    }
    found, errors = look(feeds(*(f"{site.address}/{name}" for name in ("old", "loop", "file"))), record)
    assert len(found) == 2
    assert "redirects more than 5 times" in errors[0] and "no address of the web" in errors[1]


@pytest.mark.parametrize("packed", [False, True])
def test_a_huge_feed_is_given_up_and_not_unpacked(site: Site, record: Record, packed: bool) -> None:
    data = b"<rss>" + b" " * (MAX_DOWNLOAD + 5_000_000)
    site.pages["/feed"] = (200, {"Content-Encoding": "gzip"}, gzip.compress(data)) if packed else (200, {}, data)
    found, (error,) = look(feeds(f"{site.address}/feed"), record)
    assert found == [] and "larger than 20 MB" in error


def test_a_slow_server_and_one_that_trickles_are_given_up(site: Site, record: Record) -> None:
    quiet = threading.Event()

    def slow(headers: dict[str, str]) -> Answer:
        quiet.wait(5)
        return feed()

    site.pages |= {"/slow": slow, "/feed": feed()}
    found, (error,) = look(feeds(f"{site.address}/slow", f"{site.address}/feed"), record, timeout=0.3)
    quiet.set()
    assert len(found) == 2 and "no answer within 0.3 s" in error
    site.pages["/large"] = (200, {}, b" " * 5_000_000)
    _, (error,) = look(feeds(f"{site.address}/large"), record, deadline=0.0)
    assert "took more than 0 s" in error


def test_a_feed_cannot_make_marsad_ask_inside_its_own_network(site: Site) -> None:
    site.pages["/feed"] = (302, {"Location": f"http://localhost:{site.address.rpartition(':')[2]}/secret"}, b"")
    asking = Fetcher("Marsad/0", {"127.0.0.1"}, 0)
    with pytest.raises(FetchFailed, match="no public address"):
        asking.fetch(f"{site.address}/feed")
    asking.close()
    assert site.paths() == ["/feed"]


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        ((404, {}, b""), "answers 404"),
        ((410, {}, b""), "gone for good"),
        ((500, {}, b""), "answers 500"),
        ((200, {}, PAGE.encode()), "no RSS or Atom feed"),
        ((200, {}, (BILLION + RSS.split("?>", 1)[1]).encode()), "entities of its own"),
        ((200, {}, b""), "no RSS or Atom feed"),
        ((200, {"Content-Encoding": "gzip"}, b"no gzip"), "cannot be fetched"),
        ((200, {"Content-Length": "100000"}, RSS.encode()), "cannot be fetched"),
    ],
)
def test_a_feed_that_fails_is_named_and_the_others_are_read(
    site: Site, record: Record, answer: Answer, told: str
) -> None:
    site.pages |= {"/bad": answer, "/good": feed()}
    found, (error,) = look(feeds(f"{site.address}/bad", f"{site.address}/good"), record, timeout=2)
    assert len(found) == 2
    assert f"{site.address}/bad" in error and told in error


def test_a_host_that_does_not_exist_or_does_not_answer_is_named(record: Record) -> None:
    _, errors = look(feeds("http://127.0.0.1:9/feed", "http://no-such-host.invalid/feed"), record)
    assert len(errors) == 2 and all("cannot be fetched" in error for error in errors)


# ------------------------------------------------------------------ going on


def test_a_run_that_is_broken_off_goes_on_with_the_entry_that_was_not_done(site: Site, record: Record) -> None:
    site.pages["/feed"] = feed(ETag='"v1"')
    listed = feeds(f"{site.address}/feed")
    running = watch(listed, record, fetcher(listed), once=True, on_error=lambda error: None)
    assert next(running).external_id == "ndeke-2"
    assert next(running).external_id == "ndeke-1"  # asking for it says that the first is stored
    running.close()
    found, _ = look(listed, record)
    assert [dispatch.external_id for dispatch in found] == ["ndeke-1"]
    assert "if-none-match" not in site.asked[1][1]
    look(listed, record)
    assert site.asked[2][1]["if-none-match"] == '"v1"'


def test_an_entry_whose_words_changed_is_read_anew_and_the_others_are_not(site: Site, record: Record) -> None:
    listed = feeds(f"{site.address}/feed")
    site.pages["/feed"] = feed()
    look(listed, record)
    site.pages["/feed"] = feed(RSS.replace("two civilians", "nine civilians"))
    (dispatch,), _ = look(listed, record)
    assert "nine civilians" in dispatch.text


# ------------------------------------------------------------------ articles


def test_the_article_is_fetched_where_the_feed_has_only_a_summary(site: Site, record: Record) -> None:
    site.pages |= {
        "/feed": feed(RSS.replace("https://example.org", site.address)),
        "/2": (200, {"Content-Type": "text/html"}, PAGE.encode()),
    }
    (calm, shelling), errors = look(feeds(f"{site.address}/feed", articles=True, source="My source"), record)
    assert errors == []
    assert "Four more people were injured" in calm.text and calm.reader == "html"
    assert (calm.date, calm.source, calm.external_id) == (dt.date(2021, 1, 25), "My source", "ndeke-2")
    assert shelling.title == TITLE and shelling.reader == "feed"
    assert calm.retrieved_at is not None and shelling.retrieved_at is not None
    assert site.paths() == ["/feed", "/robots.txt", "/2"]


def test_without_the_option_no_page_is_fetched(site: Site, record: Record) -> None:
    site.pages["/feed"] = feed(SUMMARY.replace("https://example.org", site.address))
    found, _ = look(feeds(f"{site.address}/feed"), record)
    assert len(found) == 2 and site.paths() == ["/feed"]


def test_a_page_closed_to_programs_or_not_there_leaves_the_summary_with_a_warning(site: Site, record: Record) -> None:
    site.pages |= {
        "/feed": feed(SUMMARY.replace("https://example.org", site.address)),
        "/robots.txt": (200, {}, b"User-agent: *\nDisallow: /1\n"),
    }
    found, errors = look(feeds(f"{site.address}/feed", articles=True), record)
    assert errors == [] and [dispatch.reader for dispatch in found] == ["feed", "feed"]
    assert "answers 404" in found[0].warnings[-1] and "robots.txt" in found[1].warnings[-1]
    assert "/1" not in site.paths()


def test_a_page_that_fails_for_a_while_is_tried_again_and_the_rest_is_read(site: Site, record: Record) -> None:
    site.pages |= {
        "/feed": feed(SUMMARY.replace("https://example.org", site.address), ETag='"v1"'),
        "/1": (200, {}, PAGE.encode()),
        "/2": (500, {}, b""),
    }
    listed = feeds(f"{site.address}/feed", articles=True)
    (dispatch,), (error,) = look(listed, record)
    assert dispatch.external_id == "ndeke-1" and "tried again" in error
    site.pages["/2"] = (200, {}, PAGE.encode())
    (dispatch,), errors = look(listed, record)
    assert dispatch.external_id == "ndeke-2" and errors == []


# ------------------------------------------------------------------ the list


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "feed: Field required"),
        ("[[feed]]\nurl = 'file:///etc/passwd'", "feed.1.url: .*http"),
        ("[[feed]]\nurl = 'https://example.org/'\nevery = 5", "feed.1.every: Extra"),
        ("minutes = 0\n[[feed]]\nurl = 'https://example.org/'", "minutes: Input should be greater than 0"),
        ("[[feed]]\nurl = 'https://example.org/'\n" * 2, "stands in the list twice"),
        ("[[feed", "not valid TOML"),
    ],
)
def test_a_list_of_feeds_that_is_wrong_is_told_by_its_entry(tmp_path: Path, text: str, told: str) -> None:
    path = tmp_path / "feeds.toml"
    path.write_text(text)
    with pytest.raises(DataError, match=told) as caught:
        read_feed_list(path)
    assert "\n" not in str(caught.value)
