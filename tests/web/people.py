"""People who come to a desk with log-in: their names, passwords, and browsers without a screen."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

import httpx

from marsad.store.people import LEVELS, add_user
from marsad.store.record import Record
from marsad.web.security.passwords import hash_password

PASSWORD = "a long pass phrase"
COOKIE = "marsad_session"
_FIELD = re.compile(r'name="csrf" (?:value|content)="([0-9a-f]{64})"')


def add_people(record: Record) -> None:
    """A user for each level, whose name is that of the level."""
    hashed = hash_password(PASSWORD)
    for level in LEVELS:
        add_user(record.engine, level, level, hashed)


@contextmanager
def somebody(url: str, **options: object) -> Iterator[httpx.Client]:
    """Somebody at a desk, not logged in."""
    with httpx.Client(base_url=url, timeout=60, headers={"Accept": "text/html"}, **options) as client:  # type: ignore[arg-type]
        yield client


@contextmanager
def logged_in(url: str, name: str) -> Iterator[httpx.Client]:
    """Somebody who has logged in."""
    with somebody(url) as client:
        answer = log_in(client, name)
        assert answer.status_code == 303, answer.text
        yield client


def log_in(client: httpx.Client, name: str, password: str = PASSWORD, **fields: str) -> httpx.Response:
    """Send the form of the log-in page."""
    form = client.get("/login").text
    return client.post("/login", data={"csrf": token_in(form), "name": name, "password": password, **fields})


def token_of(client: httpx.Client) -> str:
    """The CSRF token of a client's session, as its pages carry it."""
    return token_in(client.get("/").text)


def token_in(html: str) -> str:
    """The CSRF token in a page: that of its form, else that of its head."""
    return _FIELD.findall(html)[-1]
