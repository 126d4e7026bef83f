"""Who may work on the desk, and who has logged in? For admins."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import RedirectResponse

from marsad.errors import RecordError
from marsad.exports.jsonl import json_text
from marsad.store.people import (
    LEVELS,
    Level,
    add_token,
    add_user,
    change_user,
    list_logins,
    list_tokens,
    list_users,
    revoke_token,
)
from marsad.store.record import Record
from marsad.web.access import Admin, OpenRecord
from marsad.web.etags import unchanged
from marsad.web.rendering import page
from marsad.web.security.passwords import SHORTEST, hash_password

router = APIRouter(include_in_schema=False)


@router.get("/people")
def people_page(request: Request, record: OpenRecord, viewer: Admin) -> Response:
    """Users, keys of programs (not the keys themselves), and the latest log-ins."""
    return _page(request, record)


@router.get("/people.json")
def people_json(request: Request, record: OpenRecord, viewer: Admin) -> Response:
    """The same as data."""
    told = {
        "users": [_plain(asdict(one)) for one in list_users(record.engine)],
        "tokens": [_plain(asdict(one)) for one in list_tokens(record.engine)],
        "logins": [_plain(asdict(one)) for one in list_logins(record.engine)],
    }
    return unchanged(request, json_text(told))


@router.post("/people/users")
def add(
    record: OpenRecord,
    viewer: Admin,
    name: Annotated[str, Form()],
    level: Annotated[Level, Form()],
    password: Annotated[str, Form(max_length=1000)],
) -> Response:
    """Add a user."""
    try:
        hashed = hash_password(password)
    except ValueError as error:
        raise RecordError(str(error)) from error
    add_user(record.engine, name.strip(), level, hashed)
    return RedirectResponse("/people", 303)


@router.post("/people/users/change")
def change(
    record: OpenRecord, viewer: Admin, name: Annotated[str, Form()], disabled: Annotated[bool, Form()]
) -> Response:
    """Disable a user, whose sessions end, or let them in again."""
    if viewer.by == "session" and name == viewer.name:
        raise RecordError("nobody can lock themselves out; ask another admin")
    change_user(record.engine, name, disabled=disabled)
    return RedirectResponse("/people", 303)


@router.post("/people/tokens")
def add_key(
    request: Request,
    record: OpenRecord,
    viewer: Admin,
    name: Annotated[str, Form(min_length=1, max_length=80)],
    level: Annotated[Level, Form()],
) -> Response:
    """Make a program's key, and show it this once."""
    return _page(request, record, key=add_token(record.engine, name, level))


@router.post("/people/tokens/revoke")
def revoke(record: OpenRecord, viewer: Admin, id: Annotated[str, Form()]) -> Response:
    """Take a program's key back."""
    revoke_token(record.engine, id)
    return RedirectResponse("/people", 303)


def _page(request: Request, record: Record, key: str = "") -> Response:
    return page(
        request,
        "people.html.j2",
        users=list_users(record.engine),
        tokens=list_tokens(record.engine),
        logins=list_logins(record.engine),
        levels=LEVELS,
        shortest=SHORTEST,
        key=key,
    )


def _plain(row: dict[str, object]) -> dict[str, object]:
    return {name: str(value) if name.endswith("at") and value is not None else value for name, value in row.items()}
