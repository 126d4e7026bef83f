"""Fetching a public page that a reviewer names, and nothing else: no address inside the network of this computer.

The name is resolved once, every address must be public, and the connection goes to the address that was checked, so a
name that changes its address between check and connection gains nothing. Each redirect is checked anew.
"""

from __future__ import annotations

import ipaddress
import socket
import time
from collections.abc import Callable
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from marsad.errors import ExtraMissing, ReadError

if TYPE_CHECKING:
    import httpx

REDIRECTS = 5
SECONDS = 20
"""For each step; all steps together may take three times as long."""
_UNICAST = ipaddress.IPv6Network("2000::/3")
_SIX_TO_FOUR = ipaddress.IPv6Network("2002::/16")
_PORTS = {"http": 80, "https": 443}
_AGENT = "Marsad (conflict dispatches; reads one page on a person's request)"


def is_public(address: str) -> bool:
    """Whether an address lies in the public network.

    Of IPv6 only global unicast (RFC 4291, 2.4) counts: addresses that carry one of IPv4 inside (mapped, NAT64, 6to4)
    could lead back into this network.
    """
    read = ipaddress.ip_address(address)
    if isinstance(read, ipaddress.IPv6Address) and (read not in _UNICAST or read in _SIX_TO_FOUR):
        return False
    return read.is_global and not read.is_multicast


def fetch(url: str, *, limit: int, allowed: Callable[[str], bool] = is_public) -> tuple[bytes, str]:
    """The page at a public address, and the address in the end.

    `limit` in bytes; `allowed` says of an IP address whether it may be asked. Raises `ReadError` for an address that
    is not public, other schemes and ports, too many redirects, a page that is too large, or an error of the server.
    """
    try:
        import httpx
    except ImportError:
        raise ExtraMissing("fetching pages needs a package: pip install 'marsad[feeds]'") from None
    until = time.monotonic() + 3 * SECONDS
    with httpx.Client(follow_redirects=False, timeout=SECONDS, trust_env=False) as client:
        for _ in range(REDIRECTS + 1):
            content, following = _step(client, url, limit, allowed, until)
            if following is None:
                return content, url
            url = _joined(url, following)
    raise ReadError(f"{url}: redirects more than {REDIRECTS} times")


def _joined(url: str, following: str) -> str:
    try:
        return urljoin(url, following)
    except ValueError as error:
        raise ReadError(f"{url[:200]}: redirects to what is no web address") from error


def _step(
    client: httpx.Client, url: str, limit: int, allowed: Callable[[str], bool], until: float
) -> tuple[bytes, str | None]:
    import httpx

    try:
        parts = urlsplit(url)
        scheme, host, port = parts.scheme, _in_ascii(parts.hostname), parts.port or _PORTS.get(parts.scheme, 0)
        target = httpx.URL(url)
    except (ValueError, httpx.InvalidURL) as error:
        raise ReadError(f"{url[:200]}: is no web address") from error
    if scheme not in _PORTS or not host or parts.username is not None:
        raise ReadError(f"{url[:200]}: give a web address that begins with http:// or https://")
    if allowed is is_public and port != _PORTS[scheme]:
        raise ReadError(f"{url[:200]}: only the usual ports of the web are asked")
    address = _resolved(host, port, allowed)
    shown = f"[{address}]" if ":" in address else address
    target = target.copy_with(host=shown)
    named = f"[{host}]" if ":" in host else host
    headers = {
        "Host": named if port == _PORTS[scheme] else f"{named}:{port}",
        "User-Agent": _AGENT,
        "Accept": "text/html, text/plain",
    }
    try:
        with client.stream("GET", target, headers=headers, extensions={"sni_hostname": host}) as answer:
            if answer.has_redirect_location:
                return b"", answer.headers["location"]
            if answer.status_code != 200:
                raise ReadError(f"{url[:200]}: the server answered {answer.status_code}")
            content = bytearray()
            for chunk in answer.iter_bytes():
                content += chunk
                if len(content) > limit:
                    raise ReadError(f"{url[:200]}: is larger than {limit / 1_000_000:g} MB")
                if time.monotonic() > until:
                    raise ReadError(f"{url[:200]}: takes too long to come")
            return bytes(content), None
    except httpx.HTTPError as error:
        raise ReadError(f"{url[:200]}: cannot be fetched ({type(error).__name__})") from error


def _in_ascii(host: str | None) -> str | None:
    """A name as the network asks for it (IDNA); addresses as they are."""
    return host if host is None or host.isascii() else host.encode("idna").decode("ascii")


def _resolved(host: str, port: int, allowed: Callable[[str], bool]) -> str:
    try:
        found = {str(one[4][0]) for one in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)}
    except (OSError, UnicodeError) as error:
        raise ReadError(f"{host[:200]}: there is no such host") from error
    for address in found:
        if not allowed(address.partition("%")[0]):
            raise ReadError(f"{host[:200]}: lies in a private network; only public pages are fetched")
    return sorted(found)[0]
