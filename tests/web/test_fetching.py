"""Is a page by its address fetched from the public network only? Against real servers on loopback."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from marsad.errors import ReadError
from marsad.web.security.fetching import REDIRECTS, fetch, is_public
from web.conftest import OpenDesk
from web.people import somebody, token_of

PAGE = b"<html><title>News</title><p>Gunmen attacked a checkpoint near Nawa.</p></html>"


class _Answers(BaseHTTPRequestHandler):
    """A site: /page, /large, /error, /loop, /to?ADDRESS redirects there, /nowhere redirects without an address."""

    asked: list[tuple[str, str]]

    def do_GET(self) -> None:
        self.server.asked.append((self.path, self.headers["Host"]))  # type: ignore[attr-defined]
        path, _, query = self.path.partition("?")
        if path in ("/to", "/loop"):
            self._answer(302, b"", Location=query or "/loop")
        elif path == "/nowhere":
            self._answer(302, b"")
        elif path == "/error":
            self._answer(500, b"")
        else:
            self._answer(200, PAGE if path == "/page" else b"x" * 300_000)

    def _answer(self, status: int, content: bytes, **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *arguments: object) -> None:
        pass


@pytest.fixture(scope="module")
def site() -> Iterator[ThreadingHTTPServer]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Answers)
    server.asked = []  # type: ignore[attr-defined]
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()


def anywhere(address: str) -> bool:
    return True


def address(site: ThreadingHTTPServer, path: str, host: str = "127.0.0.1") -> str:
    return f"http://{host}:{site.server_port}{path}"


def test_a_page_is_fetched_with_the_name_it_was_asked_by(site: ThreadingHTTPServer) -> None:
    site.asked.clear()  # type: ignore[attr-defined]
    content, final = fetch(address(site, "/page", "localhost"), limit=10_000, allowed=anywhere)
    assert content == PAGE
    assert final == address(site, "/page", "localhost")
    assert site.asked == [("/page", f"localhost:{site.server_port}")]  # type: ignore[attr-defined]


def test_a_redirect_is_followed_to_where_it_leads(site: ThreadingHTTPServer) -> None:
    content, final = fetch(address(site, "/to?/page"), limit=10_000, allowed=anywhere)
    assert content == PAGE
    assert final == address(site, "/page")


def test_a_name_that_means_this_computer_is_refused_before_anything_is_sent(site: ThreadingHTTPServer) -> None:
    site.asked.clear()  # type: ignore[attr-defined]
    for host in ("localhost", "127.0.0.1", "[::1]", "127.1", "2130706433", "0x7f.1", "0", "[::ffff:127.0.0.1]"):
        with pytest.raises(ReadError, match=r"private network|no such host|no web address"):
            fetch(f"http://{host}/page", limit=10_000)
    assert site.asked == []  # type: ignore[attr-defined]


def test_a_redirect_into_the_own_network_is_refused(site: ThreadingHTTPServer) -> None:
    def only_loopback(found: str) -> bool:
        return found == "127.0.0.1"

    private = (
        "http://10.0.0.1/",
        "http://169.254.169.254/latest/meta-data/",
        "http://[fd00::1]/",
        "http://192.168.1.1/",
    )
    for there in private:
        with pytest.raises(ReadError, match="private network"):
            fetch(address(site, f"/to?{there}"), limit=10_000, allowed=only_loopback)


NO_ADDRESSES = (
    "file:///etc/passwd", "ftp://127.0.0.1/", "gopher://127.0.0.1/", "javascript:alert(1)", "http://", "http://[::1",
    "http://user@127.0.0.1/", "http://127.0.0.1:99999/", "http://127.0.0.1:x/", "", "//", "http://\x00/", "http://a..b/",
    "http://ü…/",
)  # fmt: skip


@pytest.mark.parametrize("there", NO_ADDRESSES)
def test_what_is_no_web_address_is_refused(there: str) -> None:
    with pytest.raises(ReadError):
        fetch(there, limit=10_000, allowed=anywhere)


def test_a_redirect_to_another_scheme_is_refused(site: ThreadingHTTPServer) -> None:
    for there in ("file:///etc/passwd", "ftp://127.0.0.1/", "http://[::1", "http://me:pw@127.0.0.1/"):
        with pytest.raises(ReadError):
            fetch(address(site, f"/to?{there}"), limit=10_000, allowed=anywhere)


def test_other_ports_than_those_of_the_web_are_refused() -> None:
    for url in ("http://93.184.215.14:22/", "https://93.184.215.14:80/", "http://example.org:6379/"):
        with pytest.raises(ReadError, match="usual ports"):
            fetch(url, limit=10_000)


def test_a_page_that_is_too_large_is_left_off(site: ThreadingHTTPServer) -> None:
    with pytest.raises(ReadError, match="larger than"):
        fetch(address(site, "/large"), limit=100_000, allowed=anywhere)


def test_errors_and_endless_redirects_are_told(site: ThreadingHTTPServer) -> None:
    with pytest.raises(ReadError, match="answered 500"):
        fetch(address(site, "/error"), limit=10_000, allowed=anywhere)
    with pytest.raises(ReadError, match="answered 302"):
        fetch(address(site, "/nowhere"), limit=10_000, allowed=anywhere)
    with pytest.raises(ReadError, match=f"more than {REDIRECTS}"):
        fetch(address(site, "/loop"), limit=10_000, allowed=anywhere)
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        with pytest.raises(ReadError, match="cannot be fetched"):
            fetch(f"http://127.0.0.1:{closed.getsockname()[1]}/", limit=10_000, allowed=anywhere)


@pytest.mark.parametrize(
    "found",
    ["127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.0.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1",
     "255.255.255.255", "192.0.2.1", "198.18.0.1", "::1", "::", "fe80::1", "fc00::1", "ff02::1", "::ffff:10.0.0.1",
     "::127.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::", "2001:db8::1", "2001::1"],
)  # fmt: skip
def test_addresses_within_a_network_are_not_public(found: str) -> None:
    assert not is_public(found)


@pytest.mark.parametrize("found", ["93.184.215.14", "8.8.8.8", "2606:2800:220:1::1"])
def test_addresses_of_the_public_network_are(found: str) -> None:
    assert is_public(found)


def test_a_desk_fetches_nothing_unless_it_was_started_to(open_desk: OpenDesk, site: ThreadingHTTPServer) -> None:
    site.asked.clear()  # type: ignore[attr-defined]
    for fetching, status in ((False, 403), (True, 422)):
        with somebody(open_desk(fetching=fetching).url) as client:
            form = {"csrf": token_of(client), "address": address(site, "/page")}
            answer = client.post("/dispatches/add", data=form)
            assert answer.status_code == status
    assert "usual ports" in answer.text
    assert site.asked == []  # type: ignore[attr-defined]
