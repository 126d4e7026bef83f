"""Codings as JSON, one to a line."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any, TextIO

from marsad.exports.words import storable
from marsad.model import Coding


def write_jsonl(codings: Iterable[Coding], file: TextIO, *, full: bool = False) -> None:
    """Write each coding as one line of the published JSON (`marsad schema`).

    `full` adds the dispatch's text, which the spans point into, and the rule behind each cell.
    """
    for coding in codings:
        file.write(json_text(coding.to_dict(text=full, explanations=full)) + "\n")


def json_text(data: Any) -> str:
    """One line of JSON in readable Unicode; where the data hold lone surrogates, in ASCII with escapes."""
    text = json.dumps(data, ensure_ascii=False)
    return text if text == storable(text) else json.dumps(data)
