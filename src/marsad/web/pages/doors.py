"""The doors of the desk: logging in and out, and the colours one prefers."""

from __future__ import annotations

import secrets
import threading
from typing import Annotated
from urllib.parse import urlsplit

from fastapi import APIRouter, Depends, Form, Request, Response
from fastapi.responses import RedirectResponse
from starlette.exceptions import HTTPException

from marsad.store.documents import storable
from marsad.store.people import FAILURE_MINUTES, close_session, note_login, open_session, password_hash_of
from marsad.store.people import too_many_failures as failing
from marsad.web.rendering import THEME_COOKIE, THEMES, page
from marsad.web.security.passwords import is_password
from marsad.web.security.viewers import COOKIE, Viewer, csrf_token, refuse_forgery, require, set_session

router = APIRouter(include_in_schema=False)
_ONE_AT_A_TIME = threading.Lock()
"""Attempts to log in are looked at in turn, so that many at once are not more than are allowed."""


async def _own_form(request: Request) -> None:
    await refuse_forgery(request, request.cookies.get(COOKIE, ""))


@router.get("/login")
def login_page(request: Request, next: str = "/") -> Response:
    """The form to log in with. Its own cookie keeps it from being sent by another site."""
    if not request.app.state.settings.login:
        return RedirectResponse("/", 303)
    return _login_form(request, next)


@router.post("/login", dependencies=[Depends(_own_form)])
def login(
    request: Request, name: Annotated[str, Form()], password: Annotated[str, Form()], next: Annotated[str, Form()] = "/"
) -> Response:
    """Open a session. Every attempt is logged; who fails often must wait."""
    engine = request.app.state.record.engine
    address = request.client.host if request.client else "unknown"
    name = storable(name) or ""
    with _ONE_AT_A_TIME:
        if failing(engine, name, address):
            raise HTTPException(429, f"too many attempts; try again in {FAILURE_MINUTES} minutes")
        right = is_password(password[:1000], password_hash_of(engine, name))
        note_login(engine, name, address, succeeded=right)
    if not right:
        return _login_form(request, next, status=401, name=name, problem="Name or password is wrong.")
    response = RedirectResponse(local_path(next), 303)
    set_session(request, response, open_session(engine, name))
    return response


@router.post("/logout")
def logout(request: Request, viewer: Annotated[Viewer, Depends(require("reader"))]) -> Response:
    """End the session."""
    close_session(request.app.state.record.engine, viewer.session)
    response = RedirectResponse("/login" if request.app.state.settings.login else "/", 303)
    response.delete_cookie(COOKIE)
    return response


@router.get("/theme")
def theme(to: str = "", next: str = "/") -> Response:
    """Remember light or dark; anything else follows the system again."""
    response = RedirectResponse(local_path(next), 303)
    if to in THEMES:
        response.set_cookie(THEME_COOKIE, to, max_age=365 * 86400, samesite="lax", httponly=True)
    else:
        response.delete_cookie(THEME_COOKIE)
    return response


def local_path(path: str) -> str:
    """A path of the desk itself, whatever was asked for."""
    parts = urlsplit(path)
    if parts.scheme or parts.netloc or not path.startswith("/") or path.startswith(("//", "/\\")):
        return "/"
    return path


def _login_form(request: Request, next: str, *, status: int = 200, name: str = "", problem: str = "") -> Response:
    session = request.cookies.get(COOKIE) or secrets.token_urlsafe(32)
    response = page(
        request,
        "login.html.j2",
        status=status,
        next=local_path(next),
        name=name,
        problem=problem,
        form_csrf=csrf_token(session),
    )
    set_session(request, response, session)
    return response
