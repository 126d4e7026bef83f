"""Fetching a public page that a reviewer names, and nothing else: no address inside the network of this computer.

The name is resolved once, every address must be public, and the connection goes to the address that was checked, so a
name that changes its address between check and connection gains nothing. Each redirect is checked anew.
"""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Callable
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from marsad.errors import ExtraMissing, ReadError

if TYPE_CHECKING:
    import httpx

REDIRECTS = 5
SECONDS = 20
_PORTS = {"http": 80, "https": 443}
_AGENT = "Marsad (conflict dispatches; reads one page on a person's request)"


def is_public(address: str) -> bool:
    """Whether an address lies in the public network."""
    read = ipaddress.ip_address(address)
    if isinstance(read, ipaddress.IPv6Address) and read.ipv4_mapped is not None:
        read = read.ipv4_mapped
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
    with httpx.Client(follow_redirects=False, timeout=SECONDS, trust_env=False) as client:
        for _ in range(REDIRECTS + 1):
            content, following = _step(client, url, limit, allowed)
            if following is None:
                return content, url
            url = urljoin(url, following)
    raise ReadError(f"{url}: redirects more than {REDIRECTS} times")


def _step(client: httpx.Client, url: str, limit: int, allowed: Callable[[str], bool]) -> tuple[bytes, str | None]:
    import httpx

    try:
        parts = urlsplit(url)
        scheme, host, port = parts.scheme, parts.hostname, parts.port or _PORTS.get(parts.scheme, 0)
    except ValueError as error:
        raise ReadError(f"{url[:200]}: is no web address") from error
    if scheme not in _PORTS or not host or parts.username is not None:
        raise ReadError(f"{url[:200]}: give a web address that begins with http:// or https://")
    if allowed is is_public and port != _PORTS[scheme]:
        raise ReadError(f"{url[:200]}: only the usual ports of the web are asked")
    address = _resolved(host, port, allowed)
    shown = f"[{address}]" if ":" in address else address
    target = httpx.URL(url).copy_with(host=shown)
    headers = {"Host": parts.netloc.rpartition("@")[2], "User-Agent": _AGENT, "Accept": "text/html, text/plain"}
    try:
        with client.stream("GET", target, headers=headers, extensions={"sni_hostname": host}) as answer:
            if answer.is_redirect:
                return b"", answer.headers["location"]
            if answer.status_code != 200:
                raise ReadError(f"{url[:200]}: the server answered {answer.status_code}")
            content = bytearray()
            for chunk in answer.iter_bytes():
                content += chunk
                if len(content) > limit:
                    raise ReadError(f"{url[:200]}: is larger than {limit // 1_000_000} MB")
            return bytes(content), None
    except httpx.HTTPError as error:
        raise ReadError(f"{url[:200]}: cannot be fetched ({type(error).__name__})") from error


def _resolved(host: str, port: int, allowed: Callable[[str], bool]) -> str:
    try:
        found = {str(one[4][0]) for one in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)}
    except (OSError, UnicodeError) as error:
        raise ReadError(f"{host[:200]}: there is no such host") from error
    for address in found:
        if not allowed(address.partition("%")[0]):
            raise ReadError(f"{host[:200]}: lies in a private network; only public pages are fetched")
    return sorted(found)[0]
