"""Who is looking, and may they? Sessions by cookie, programs by token, and the one person of a desk without log-in.

A change asked for by a cookie must carry the session's CSRF token, in the form field `csrf` or the header
`X-CSRF-Token`; a browser's Origin must be the desk itself. A program's token is no cookie, so it needs neither.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Literal
from urllib.parse import urlsplit

from fastapi import Request, Response
from fastapi.concurrency import run_in_threadpool

from marsad.errors import MarsadError
from marsad.store.people import Level, reaches, token_of_key, user_of_session
from marsad.web.settings import Settings

COOKIE = "marsad_session"
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


class LoginNeeded(MarsadError):
    """Nobody has logged in."""


class Forbidden(MarsadError):
    """Somebody may not do this."""


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who asks. `session` is the cookie's value, from which the CSRF token follows; empty for programs."""

    name: str
    level: Level
    by: Literal["local", "session", "token"]
    session: str = ""

    @property
    def csrf(self) -> str:
        """The token that this session's forms carry."""
        return csrf_token(self.session)

    def may(self, level: Level) -> bool:
        """Whether this level's deeds are open to them."""
        return reaches(self.level, level)


def csrf_token(session: str) -> str:
    """The CSRF token of a session: whoever cannot read the cookie cannot make it."""
    return hashlib.sha256(f"csrf\x1f{session}".encode()).hexdigest()


def require(level: Level) -> Callable[[Request], Awaitable[Viewer]]:
    """A dependency: the viewer, who must reach `level`; changes are checked against forgery."""

    async def required(request: Request) -> Viewer:
        viewer = await run_in_threadpool(viewer_of, request)
        if viewer is None:
            raise LoginNeeded("log in first")
        if not viewer.may(level):
            raise Forbidden(f"this needs the role {level}; {viewer.name} is {viewer.level}")
        if request.method not in _SAFE and viewer.by != "token":
            await refuse_forgery(request, viewer.session)
        request.state.viewer = viewer
        return viewer

    return required


def viewer_of(request: Request) -> Viewer | None:
    """Who asks; None where the desk needs a log-in and there is none."""
    settings: Settings = request.app.state.settings
    engine = request.app.state.record.engine
    scheme, _, key = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() == "bearer":
        token = token_of_key(engine, key.strip())
        return Viewer(f"token {token.name}", token.level, "token") if token else None
    session = request.cookies.get(COOKIE, "")
    if not settings.login:
        return Viewer(settings.reviewer, "admin", "local", session)
    user = user_of_session(engine, session) if session else None
    return Viewer(user.name, user.level, "session", session) if user else None


async def refuse_forgery(request: Request, session: str) -> None:
    """Raise `Forbidden` for a change that another site asks for, or without the session's CSRF token."""
    origin = request.headers.get("origin")
    if origin is not None and urlsplit(origin).netloc != request.headers.get("host"):
        raise Forbidden("another site asks for this change")
    given = request.headers.get("x-csrf-token")
    if given is None and request.headers.get("content-type", "").startswith(
        ("application/x-www-form-urlencoded", "multipart/form-data")
    ):
        field = (await request.form()).get("csrf")
        given = field if isinstance(field, str) else None
    if not session or given is None or not hmac.compare_digest(given.encode(), csrf_token(session).encode()):
        raise Forbidden("this form is out of date; reload the page and send it again")


def ensure_session(request: Request, response: Response) -> str:
    """The session of a desk without log-in, which only carries the CSRF token; set where there is none yet."""
    session = request.cookies.get(COOKIE, "")
    if not session:
        session = secrets.token_urlsafe(32)
        set_session(request, response, session)
    return session


def set_session(request: Request, response: Response, session: str) -> None:
    """Set the session's cookie."""
    settings: Settings = request.app.state.settings
    response.set_cookie(
        COOKIE, session, max_age=14 * 86400, httponly=True, samesite="strict", secure=settings.secure, path="/"
    )
