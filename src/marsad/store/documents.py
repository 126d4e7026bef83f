"""How do dispatches, events and codings stand in the database as text?

As the published JSON. A NUL, which PostgreSQL cannot hold, and lone surrogates, which neither database can, are escaped
by JSON, so that a text comes back as it was received.
"""

from __future__ import annotations

import json
import re
import zlib
from typing import Any

from marsad.model import Coding, Dispatch, Event
from marsad.store.decisions import Decision

_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


def to_json(data: Any) -> str:
    """JSON in readable Unicode; in ASCII with escapes where the data hold lone surrogates."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return json.dumps(data, separators=(",", ":")) if _UNSTORABLE.search(text) else text


def storable(text: str | None) -> str | None:
    """Text for a column: what no database holds becomes U+FFFD."""
    return _UNSTORABLE.sub("\ufffd", text) if text is not None else None


def dispatch_text(dispatch: Dispatch) -> str:
    """A dispatch with its text."""
    return to_json(dispatch.model_dump(mode="json"))


def dispatch_from(document: str) -> Dispatch:
    """The dispatch that `dispatch_text` wrote."""
    return Dispatch.model_validate(json.loads(document))


def event_text(event: Event) -> str:
    """An event."""
    return to_json(event.model_dump(mode="json"))


def event_from(document: str) -> Event:
    """The event that `event_text` wrote."""
    return Event.model_validate(json.loads(document))


def decision_from(document: str) -> Decision:
    """A decision that was kept. Python's own reader of JSON takes lone surrogates, which people may have pasted."""
    return Decision.model_validate(json.loads(document))


def coding_bytes(coding: Coding) -> bytes:
    """A coding without its dispatch, compressed: it is read only when a dispatch is decided on or coded anew."""
    return zlib.compress(to_json(coding.model_dump(mode="json", exclude={"dispatch": True})).encode("utf-8"))


def coding_from(document: bytes, dispatch: Dispatch) -> Coding:
    """The coding that `coding_bytes` wrote, of a dispatch."""
    return Coding.model_validate({**json.loads(zlib.decompress(document)), "dispatch": dispatch})
