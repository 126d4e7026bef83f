"""The report: one self-contained HTML file that reads without a network and without scripts."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable
from functools import cache
from importlib import resources
from typing import TextIO

import jinja2
from markupsafe import Markup

from marsad.exports.cards import COLOURS, DispatchView, view
from marsad.exports.maps.drawing import draw_map
from marsad.exports.maps.picture import Numbered
from marsad.exports.timeline import periods
from marsad.exports.words import storable
from marsad.model import CoderVersion, Coding


def write_html(codings: Iterable[Coding], file: TextIO) -> None:
    """Write one HTML page with everything read in the dispatches.

    It shows each dispatch's text with the evidence marked by event, the event cards, a timeline and a map,
    and loads nothing: style, script and outlines stand in the page, and its content security policy forbids
    all else. The evidence needs the codings' texts; without them the cards stand alone.
    """
    found = list(codings)
    views = [view(coding, number) for number, coding in enumerate(found, start=1)]
    together = _numbered_by_dispatch(views) if len(views) > 1 else []
    style, script = _asset("report.css"), _asset("report.js")
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    page = _template().render(
        dispatches=views,
        overview=draw_map([item for one in together for item in one], crowded=True) if together else None,
        moments=periods(together),
        style=Markup(style),
        script=Markup(script),
        script_hash=digest,
        versions=_versions(found),
        glossary=_glossary(views),
    )
    file.write(page)


@cache
def _template() -> jinja2.Template:
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("marsad.exports", "templates"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=jinja2.StrictUndefined,
    )
    return environment.get_template("report.html.j2")


def _asset(name: str) -> str:
    return resources.files("marsad.exports").joinpath("templates", name).read_text("utf-8")


def _numbered_by_dispatch(views: list[DispatchView]) -> list[list[Numbered]]:
    return [
        [
            Numbered(str(one.number), item.event, f"#{one.id}", (one.number - 1) % COLOURS + 1, one.title)
            for item in one.numbered
        ]
        for one in views
    ]


def _glossary(views: list[DispatchView]) -> list[tuple[str, str]]:
    return sorted({(card.type.text, card.definition) for one in views for card in one.cards if card.definition})


def _versions(codings: list[Coding]) -> list[CoderVersion]:
    unique = {tuple(coding.coder.model_dump().values()): coding.coder for coding in codings}
    return [
        version.model_copy(update={name: storable(value) for name, value in version.model_dump().items()})
        for version in unique.values()
    ]
