"""The desk as a web application: which parts it has, and what becomes of errors."""

from __future__ import annotations

from importlib import resources

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import PlainTextResponse, RedirectResponse
from fastapi.staticfiles import StaticFiles
from starlette.exceptions import HTTPException

from marsad import __version__
from marsad.errors import Conflict, MarsadError, NotFound, ReadError, RecordError
from marsad.store.record import Record
from marsad.web.api import deciding, maps, reading, registries
from marsad.web.etags import UnicodeJSON
from marsad.web.pages import (
    actors,
    adding,
    basemap,
    dispatches,
    doors,
    history,
    incidents,
    listings,
    network,
    overview,
    people,
    programs,
    review,
)
from marsad.web.rendering import PACKAGE, page, query
from marsad.web.security.guard import ANSWER_HEADERS, Guard
from marsad.web.security.viewers import Forbidden, LoginNeeded
from marsad.web.settings import Settings

_ROUTERS = (
    doors.router,
    basemap.router,
    overview.router,
    adding.router,
    listings.router,
    incidents.router,
    actors.router,
    network.router,
    history.router,
    people.router,
    programs.router,
    reading.router,
    deciding.router,
    registries.router,
    maps.router,
    dispatches.router,
    review.router,
)
_STATUS: tuple[tuple[type[MarsadError], int], ...] = (
    (LoginNeeded, 401),
    (Forbidden, 403),
    (NotFound, 404),
    (Conflict, 409),
    (ReadError, 422),
    (RecordError, 422),
)
_DESCRIPTION = """The record of a Marsad desk: events, incidents, dispatches and decisions. Lists are paged by `after`;
what has changed is asked for by `updated_since`, what is gone by `/api/v1/tombstones`. A program sends its key as
`Authorization: Bearer …` (`marsad tokens add`)."""


def create_app(record: Record, settings: Settings) -> FastAPI:
    """The desk over an open record. Serve it with uvicorn, as `marsad serve` does."""
    app = FastAPI(
        title="Marsad",
        version=__version__,
        description=_DESCRIPTION,
        docs_url=None,
        redoc_url=None,
        openapi_url="/openapi.json",
        default_response_class=UnicodeJSON,
    )
    app.state.record = record
    app.state.settings = settings
    app.add_middleware(Guard, settings=settings)
    static = resources.files(PACKAGE).joinpath("static")
    app.mount("/static", StaticFiles(directory=str(static)), name="static")
    for router in _ROUTERS:
        app.include_router(router)
    app.add_exception_handler(MarsadError, _told)
    app.add_exception_handler(HTTPException, _told_by_status)
    app.add_exception_handler(RequestValidationError, _told_invalid)
    app.add_exception_handler(Exception, _told_broken)
    return app


def wants_json(request: Request) -> bool:
    """Whether a program asks: the API, data beside a page, or a request that does not take HTML."""
    path = request.url.path
    accepts = request.headers.get("accept", "")
    return path.startswith("/api/") or path.endswith((".json", ".csv")) or "text/html" not in accepts


def _told(request: Request, error: Exception) -> Response:
    status = next((status for kind, status in _STATUS if isinstance(error, kind)), 422)
    if status == 401 and not wants_json(request) and request.method == "GET":
        back = request.url.path + (f"?{request.url.query}" if request.url.query else "")
        return RedirectResponse(f"/login?{query({'next': back})}", 303)
    return problem(request, status, str(error))


def _told_by_status(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    return problem(request, error.status_code, str(error.detail), error.headers)


def _told_invalid(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    said = "; ".join(f"{'.'.join(str(at) for at in one['loc'][1:])}: {one['msg']}" for one in error.errors())
    return problem(request, 422, said)


def _told_broken(request: Request, error: Exception) -> Response:
    """An error of our own; the server writes it into its log. This answer is made outside of the guard."""
    message = "this desk made an error, which is in its log; nothing was changed"
    response = UnicodeJSON({"error": message}, 500) if wants_json(request) else PlainTextResponse(message, 500)
    response.headers.update(ANSWER_HEADERS)
    return response


def problem(request: Request, status: int, message: str, headers: object = None) -> Response:
    """An error as a page for people, as JSON for programs."""
    response: Response
    if wants_json(request):
        response = UnicodeJSON({"error": message}, status)
    else:
        response = page(
            request, "problem.html.j2", status=status, title=_TITLES.get(status, "Not done"), message=message
        )
    if isinstance(headers, dict):
        response.headers.update(headers)
    return response


_TITLES = {
    401: "Log in first",
    403: "Not allowed",
    404: "Not found",
    405: "Not possible",
    409: "Somebody else was here",
    413: "Too much at once",
    422: "That cannot be read",
    429: "Too many attempts",
}
