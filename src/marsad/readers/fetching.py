"""How is a page or feed fetched politely? One request at a time, slowly, within limits (needs the `feeds` extra)."""

from __future__ import annotations

import datetime as dt
import email.utils
import ipaddress
import socket
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit
from urllib.robotparser import RobotFileParser

from marsad.errors import ExtraMissing, ReadError

if TYPE_CHECKING:
    import httpx

MAX_DOWNLOAD = 20_000_000
"""Bytes of a feed or page, unpacked."""

MAX_REDIRECTS = 5
TIMEOUT = 20.0
"""Seconds without an answer, or without any progress, after which a request is given up."""

DEADLINE = 90.0
"""Seconds after which a request is given up even where the answer still trickles in."""

MAX_WAIT = 86_400.0
"""Longest time in seconds for which a server's Retry-After is followed: a day."""

_MOVED = (301, 302, 303, 307, 308)
_SLOW_DOWN = (429, 503)


class FetchFailed(ReadError):
    """Something could not be fetched. `lasting`: asking again will not help. `wait`: seconds the server asked for."""

    def __init__(self, message: str, *, lasting: bool = False, wait: float | None = None) -> None:
        super().__init__(message)
        self.lasting = lasting
        self.wait = wait


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server sent. `unchanged`: it is as it was when `etag` and `last_modified` were given (no data)."""

    data: bytes
    url: str
    retrieved_at: dt.datetime
    etag: str = ""
    last_modified: str = ""
    unchanged: bool = False


@dataclass(slots=True)
class Fetcher:
    """Fetches from the web, for one process; close it when done.

    `agent` is how the program names itself to servers ("Marsad/0.1.0"), with the `contact` of who runs it.
    `known_hosts` are those that the user named: all others must have a public address, so that no feed can make this
    computer ask inside its own network. `delay` in seconds from one request to a host to the next.
    """

    agent: str
    known_hosts: Iterable[str] = ()
    delay: float = 5.0
    contact: str = ""
    timeout: float = TIMEOUT
    deadline: float = DEADLINE
    sleep: Callable[[float], None] = time.sleep
    _client: httpx.Client | None = None
    _asked: dict[str, float] = field(default_factory=dict)
    _robots: dict[str, RobotFileParser] = field(default_factory=dict)

    @property
    def user_agent(self) -> str:
        """What stands in the header User-Agent."""
        return f"{self.agent} (feed reader{'; ' + self.contact if self.contact else ''})"

    def fetch(self, url: str, *, etag: str = "", last_modified: str = "") -> Answer:
        """What stands at an address, redirects followed. Raises `FetchFailed`, `ExtraMissing` without httpx."""
        conditions = {"If-None-Match": etag, "If-Modified-Since": last_modified}
        for _ in range(MAX_REDIRECTS + 1):
            found = self._ask(url, {name: value for name, value in conditions.items() if value})
            if isinstance(found, Answer):
                return found
            url = found
        raise FetchFailed(f"redirects more than {MAX_REDIRECTS} times", lasting=True)

    def allowed(self, url: str) -> bool:
        """Whether the site's robots.txt lets Marsad read a page. Raises `FetchFailed` where it does not answer."""
        parts = urlsplit(url)
        site = f"{parts.scheme}://{parts.netloc}"
        if site not in self._robots:
            rules = RobotFileParser()
            try:
                lines = self.fetch(f"{site}/robots.txt").data.decode("utf-8", "replace").splitlines()
            except FetchFailed as error:
                if not error.lasting:
                    raise
                lines = []  # a site without rules
            rules.parse(lines)
            self._robots[site] = rules
        return self._robots[site].can_fetch("Marsad", url)

    def close(self) -> None:
        """Close the connections."""
        if self._client is not None:
            self._client.close()

    def _ask(self, url: str, headers: dict[str, str]) -> Answer | str:
        """The answer to one request, or the address to which it points on."""
        try:
            import httpx
        except ImportError as error:
            raise ExtraMissing("watching feeds needs httpx: pip install 'marsad[feeds]'") from error
        if self._client is None:
            self._client = httpx.Client(headers={"User-Agent": self.user_agent}, timeout=self.timeout)
        host = self._checked_host(url)
        self._wait_for(host)
        until = time.monotonic() + self.deadline
        try:
            with self._client.stream("GET", url, headers=headers) as response:
                if response.status_code in _MOVED and "location" in response.headers:
                    return urljoin(url, response.headers["location"])
                self._refuse(response)
                if response.status_code == 304:
                    return Answer(b"", url, dt.datetime.now(dt.UTC), unchanged=True)
                data = bytearray()
                for chunk in response.iter_bytes():
                    data += chunk
                    if len(data) > MAX_DOWNLOAD:
                        raise FetchFailed(f"is larger than {MAX_DOWNLOAD // 1_000_000} MB", lasting=True)
                    if time.monotonic() > until:
                        raise FetchFailed(f"took more than {self.deadline:g} s")
                return Answer(
                    bytes(data),
                    url,
                    dt.datetime.now(dt.UTC),
                    etag=response.headers.get("etag", ""),
                    last_modified=response.headers.get("last-modified", ""),
                )
        except httpx.TimeoutException as error:
            raise FetchFailed(f"gave no answer within {self.timeout:g} s") from error
        except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError, UnicodeError, ValueError) as error:
            words = " ".join(str(error).split())[:120] or type(error).__name__
            raise FetchFailed(f"cannot be fetched ({words})") from error
        finally:
            self._asked[host] = time.monotonic()

    def _wait_for(self, host: str) -> None:
        before = self._asked.get(host)
        rest = before + self.delay - time.monotonic() if before is not None else 0
        if rest > 0:
            self.sleep(rest)

    def _checked_host(self, url: str) -> str:
        try:
            parts = urlsplit(url)
            host, port = parts.hostname or "", parts.port
        except ValueError as error:
            raise FetchFailed(f"has no valid address ({url[:100]!r})", lasting=True) from error
        if parts.scheme not in ("http", "https") or not host:
            raise FetchFailed(f"leads to {url[:100]!r}, which is no address of the web", lasting=True)
        if host in self.known_hosts:
            return host
        try:
            found = socket.getaddrinfo(host, port or 443, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError) as error:
            raise FetchFailed(f"cannot be fetched (no address for {host[:100]})") from error
        if not all(ipaddress.ip_address(str(item[4][0]).partition("%")[0]).is_global for item in found):
            raise FetchFailed(f"leads to {host[:100]}, which is no public address; name it in the list", lasting=True)
        return host

    def _refuse(self, response: httpx.Response) -> None:
        status = response.status_code
        if status in _SLOW_DOWN:
            wait = _wait(response.headers.get("retry-after", ""))
            asked = f" and asks to wait {wait:,.0f} s" if wait else ""
            raise FetchFailed(f"answers {status} (too busy){asked}", wait=wait)
        if status == 410:
            raise FetchFailed("is gone for good (410); take it out of the list", lasting=True)
        if not (200 <= status < 300 or status == 304):
            raise FetchFailed(f"answers {status} {response.reason_phrase}".rstrip(), lasting=400 <= status < 500)


def _wait(value: str) -> float | None:
    """The seconds that a Retry-After asks for: a number of them, or a date."""
    try:
        seconds = float(value) if value.strip().isdigit() else _seconds_until(value)
    except (TypeError, ValueError, OverflowError):
        return None
    return min(max(seconds, 0.0), MAX_WAIT)


def _seconds_until(value: str) -> float:
    when = email.utils.parsedate_to_datetime(value)
    return (when if when.tzinfo else when.replace(tzinfo=dt.UTC)).timestamp() - time.time()
