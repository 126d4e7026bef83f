"""Which requests reach the desk at all, and what every answer forbids the browser.

The Host header must be one of the desk's own names: a page elsewhere whose name is pointed at this computer (DNS
rebinding) is refused. A body larger than the limit is refused before it is read, or, where it does not tell
its length, as soon as it is too long.
"""

from __future__ import annotations

from collections.abc import Iterable

from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from marsad.web.settings import Settings, is_loopback

CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data: blob:",
        "font-src 'self'",
        "connect-src 'self'",
        "worker-src 'self'",
        "manifest-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
    )
)
ANSWER_HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
_LOOPBACK_NAMES = ("localhost", "127.0.0.1", "::1")


class Guard:
    """ASGI middleware around the whole desk."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self._app = app
        self._names = frozenset(_names(settings))
        self._limit = settings.upload_bytes
        self._extra = {"Strict-Transport-Security": "max-age=31536000"} if settings.secure else {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)

        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                given = MutableHeaders(scope=message)
                for name, value in (ANSWER_HEADERS | self._extra).items():
                    given.setdefault(name, value)
                given.setdefault("Cache-Control", "no-store" if scope["method"] != "GET" else "no-cache")
            await send(message)

        if host_name(headers.get("host", "")) not in self._names:
            refusal = PlainTextResponse("This desk is not called by that name.\n", 421)
            await refusal(scope, receive, send_guarded)
            return
        length = headers.get("content-length", "0")
        if not length.isdecimal() or int(length) > self._limit:
            refusal = PlainTextResponse(_too_long(self._limit) + "\n", 413)
            await refusal(scope, receive, send_guarded)
            return
        await self._app(scope, _limited(receive, self._limit), send_guarded)


def _limited(receive: Receive, limit: int) -> Receive:
    """A body that does not tell its length is refused where the limit is passed."""
    got = 0

    async def limited() -> Message:
        nonlocal got
        message = await receive()
        if message["type"] == "http.request":
            got += len(message.get("body", b""))
            if got > limit:
                raise HTTPException(413, _too_long(limit))
        return message

    return limited


def _too_long(limit: int) -> str:
    return f"one request may bring {limit / 1_000_000:g} MB"


def host_name(header: str) -> str:
    """The name in a Host header, without its port, in small letters."""
    text = header.strip().lower()
    if text.startswith("["):
        address, _, port = text[1:].partition("]")
        return address if not port or port.startswith(":") else ""
    return text.partition(":")[0]


def _names(settings: Settings) -> Iterable[str]:
    yield settings.host.strip("[]").lower()
    if is_loopback(settings.host) or settings.host in ("0.0.0.0", "::"):
        yield from _LOOPBACK_NAMES
    for name in settings.hosts:
        yield name.lower()
