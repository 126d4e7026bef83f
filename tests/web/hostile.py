"""Dispatches that want to be more than text: a corpus of markup and scripts, and what a page must not make of it."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urlsplit

from marsad.model import (
    Attribution,
    Casualty,
    Coding,
    Dispatch,
    Event,
    Participant,
    Place,
    Relation,
    Span,
    Tally,
    Term,
    Weapon,
    When,
    content_id,
)
from store.examples import DAY, version

_LINKS = {
    "href",
    "src",
    "action",
    "formaction",
    "xlink:href",
    "data",
    "poster",
    "srcset",
    "ping",
    "background",
    "srcdoc",
}
_NEVER = {
    "iframe",
    "object",
    "embed",
    "applet",
    "base",
    "style",
    "math",
    "template",
    "animate",
    "foreignobject",
    "frame",
}


def corpus() -> list[str]:
    """The payloads, one a line of the file; `\\uXXXX` is a character."""
    lines = Path(__file__).with_name("hostile.txt").read_text("utf-8").splitlines()
    return [re.sub(r"\\u([0-9a-f]{4})", lambda found: chr(int(found[1], 16)), line) for line in lines]


def hostile_coding(payload: str, number: int) -> Coding:
    """A dispatch and an event that have a payload wherever there is text."""
    text = f"{payload}\n{payload} killed {payload} at {payload}.\n{number}"
    of = Dispatch(
        external_id=payload, source=payload, date=DAY, title=payload, url=payload, language=payload, text=text,
        warnings=[payload], id=content_id("hostile", str(number)),
    )  # fmt: skip
    here = [Span(0, max(1, len(payload)))]
    told = Event(
        id=content_id("hostile event", str(number)),
        type="armed_clash",
        group=payload,
        participants=[
            Participant(role="side_a", name=payload, kind=payload, evidence=here),
            Participant(role="side_b", name=f"{payload} too", actor_id=payload, evidence=here),
        ],
        place=Place(
            name=payload, within=payload, latitude=33 + number / 100, longitude=36, precision="exact", resolved=True,
            gazetteer_id=payload, country="SY", admin1=payload, admin2=payload, evidence=here,
        ),
        time=When(start=DAY, end=DAY, precision="day", time_of_day=payload, evidence=here),
        casualties=[Casualty(harm="killed", who=payload, low=1, best=2, high=3, text=payload, evidence=here)],
        weapons=[Weapon(name=payload, evidence=here)],
        terms=[Term(text=payload, evidence=here)],
        attribution=[Attribution(source=payload, kind=payload, evidence=here)],
        evidence=here,
    )  # fmt: skip
    return Coding(
        dispatch=of,
        events=[told],
        relations=[Relation(a=payload, relation="rival_of", b=f"{payload} too", evidence=here)],
        tallies=[Tally(what=payload, n=3, evidence=here)],
        warnings=[payload],
        coder=version(payload),
    )


class _Markup(HTMLParser):
    """Reads a page and keeps what it must not have."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.wrong: list[str] = []

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        names = {name for name, _ in attributes}
        said = self.get_starttag_text() or tag
        if tag in _NEVER or "data-hostile" in names or any(name.startswith("on") or name == "style" for name in names):
            self.wrong.append(said)
        for name, value in attributes:
            if name in _LINKS and not _goes_nowhere_else(value or ""):
                self.wrong.append(said)
        kind = dict(attributes).get("type")
        if (
            tag == "script"
            and kind != "application/json"
            and not (dict(attributes).get("src") or "").startswith("/static/")
        ):
            self.wrong.append(said)
        if tag == "meta" and "http-equiv" in names:
            self.wrong.append(said)

    def handle_comment(self, data: str) -> None:
        self.wrong.append(f"<!--{data}-->")


def wrong_markup(html: str) -> list[str]:
    """What a page has that only a payload can have brought: elements, attributes, links elsewhere."""
    reader = _Markup()
    reader.feed(html)
    reader.close()
    return reader.wrong


def _goes_nowhere_else(link: str) -> bool:
    """Whether a link is one of the desk's own: a path, a query or a fragment."""
    bare = re.sub("[\x00-\x20]", "", link)
    parts = urlsplit(bare)
    return not parts.scheme and not parts.netloc and not bare.startswith(("//", "/\\", "\\"))
