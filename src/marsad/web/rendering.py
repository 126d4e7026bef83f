"""How a page becomes HTML: the templates, and what all of them may use."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any
from urllib.parse import quote, urlencode

import jinja2
from fastapi import Request, Response
from fastapi.responses import HTMLResponse
from markupsafe import Markup, escape

from marsad import __version__
from marsad.exports.words import count_text, date_text, label, place_text, sides_text, storable
from marsad.web.security.viewers import Viewer, csrf_token, ensure_session

PACKAGE = "marsad.web"
_BUILT = "/static/dist/"
THEMES = ("light", "dark")
THEME_COOKIE = "marsad_theme"


def page(request: Request, template: str, *, status: int = 200, **context: Any) -> Response:
    """Render a template for whoever asks. `viewer` and `csrf` are given to each."""
    response = HTMLResponse(status_code=status)
    viewer: Viewer | None = getattr(request.state, "viewer", None)
    session = viewer.session if viewer else ""
    if not request.app.state.settings.login:
        session = ensure_session(request, response)
    theme = request.cookies.get(THEME_COOKIE)
    html = (
        environment()
        .get_template(template)
        .render(
            request=request,
            path=request.url.path,
            viewer=viewer,
            csrf=csrf_token(session),
            settings=request.app.state.settings,
            theme=theme if theme in THEMES else None,
            assets=assets(),
            **context,
        )
    )
    response.body = storable(html).encode()
    response.headers["content-length"] = str(len(response.body))
    return response


def part(template: str, **context: Any) -> Markup:
    """A part of a page that is the same for everybody who may see it, to be kept and put into pages."""
    return Markup(environment().get_template(template).render(**context))


@cache
def environment() -> jinja2.Environment:
    """The templates, with escaping on and undefined names refused."""
    made = jinja2.Environment(
        loader=jinja2.PackageLoader(PACKAGE, "templates"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=jinja2.StrictUndefined,
    )
    made.filters.update(
        label=label, place=place_text, when=date_text, sides=sides_text, count=count_text, island=island_data
    )
    made.filters["urlencode"] = address_part
    made.filters["code"] = with_code
    made.globals.update(version=__version__, query=query)
    return made


def address_part(text: str) -> str:
    """Text as one part of an address, whatever stands in it."""
    return quote(storable(text), safe="")


def with_code(text: str) -> Markup:
    """Text in which what stands between backquotes is code."""
    pieces = text.split("`")
    return Markup("").join(
        Markup("<code>{}</code>").format(piece) if at % 2 else escape(piece) for at, piece in enumerate(pieces)
    )


def query(given: Mapping[str, Any], **changes: Any) -> str:
    """A query string: `given` with changes; None takes a key away, and no key is told without a value."""
    merged: dict[str, Any] = {**given, **changes}
    told = [(key, value) for key, value in _pairs(merged) if value not in (None, "")]
    return urlencode([(storable(key), storable(str(value))) for key, value in told])


def _pairs(values: Mapping[str, Any]) -> list[tuple[str, Any]]:
    return [
        (key, one) for key, value in values.items() for one in (value if isinstance(value, list | tuple) else [value])
    ]


def island_data(data: Any) -> Markup:
    """Data for an island, inside `<script type="application/json">`: no character of it can end the element."""
    text = json.dumps(data, ensure_ascii=False, default=str)
    return Markup(text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e"))


@dataclass(frozen=True, slots=True)
class Island:
    """A built script with the style sheets that it and what it imports need, as web paths."""

    script: str
    styles: tuple[str, ...]


@cache
def assets() -> dict[str, Island]:
    """The built islands by name; empty where the front end was not built (pages work without)."""
    manifest = resources.files(PACKAGE).joinpath("static", "dist", "manifest.json")
    if not manifest.is_file():
        return {}
    chunks: dict[str, dict[str, Any]] = json.loads(manifest.read_text("utf-8"))

    def styles(key: str) -> list[str]:
        imported = [style for other in chunks[key].get("imports", []) for style in styles(other)]
        return [*imported, *(_BUILT + style for style in chunks[key].get("css", []))]

    return {
        chunk["name"]: Island(_BUILT + chunk["file"], tuple(dict.fromkeys(styles(key))))
        for key, chunk in chunks.items()
        if chunk.get("isEntry")
    }
