"""Every route of the desk, and what each is open to."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from fastapi import FastAPI
from starlette.routing import Mount

PUBLIC = {("GET", "/login"), ("POST", "/login"), ("GET", "/theme"), ("GET", "/openapi.json"), ("GET", "/static")}
"""What needs no session: the door, the colours, the static files, and the description of the API."""
ADMINS = {
    ("GET", "/people"),
    ("GET", "/people.json"),
    ("POST", "/people/users"),
    ("POST", "/people/users/change"),
    ("POST", "/people/tokens"),
    ("POST", "/people/tokens/revoke"),
}
REVIEWERS = {
    ("GET", "/dispatches/add"),
    ("GET", "/api/v1/drafts/{dispatch_id}"),
    ("PUT", "/api/v1/drafts/{dispatch_id}"),
    ("DELETE", "/api/v1/drafts/{dispatch_id}"),
    ("POST", "/actors/link"),
    ("POST", "/api/v1/decisions"),
    ("POST", "/api/v1/decisions/{id}/undo"),
    ("POST", "/dispatches/add"),
    ("POST", "/dispatches/{id}/decide"),
    ("POST", "/dispatches/{id}/undo"),
    ("POST", "/history/undo"),
    ("POST", "/incidents/judge"),
    ("POST", "/incidents/{id}/merge"),
    ("POST", "/incidents/{id}/split"),
}
OF_READERS_TO_CHANGE = {("POST", "/logout")}
"""The only change that a reader may ask for."""
SAFE = {"GET", "HEAD", "OPTIONS"}


@dataclass(frozen=True, slots=True)
class Way:
    """One method of one route."""

    method: str
    template: str

    @property
    def key(self) -> tuple[str, str]:
        return self.method, self.template

    @property
    def path(self) -> str:
        """The route with something in place of its parameters."""
        return re.sub(r"\{(\w+)(:path)?\}", lambda name: "1" if name[1] in "xyz" else "nothing", self.template)

    @property
    def level(self) -> str:
        """Who may go it."""
        if self.key in PUBLIC:
            return "public"
        return "admin" if self.key in ADMINS else "reviewer" if self.key in REVIEWERS else "reader"


def ways(app: FastAPI) -> list[Way]:
    """All routes of an app, each method on its own; those of included routers as well."""
    return [
        Way(method, "/static" if isinstance(route, Mount) else route.path)
        for route in _routes(app.routes)
        for method in sorted((getattr(route, "methods", None) or {"GET"}) - {"HEAD", "OPTIONS"})
    ]


def _routes(routes: list[Any]) -> Iterator[Any]:
    for route in routes:
        included = getattr(route, "original_router", None)
        if included is None:
            yield route
        else:
            yield from _routes(included.routes)
