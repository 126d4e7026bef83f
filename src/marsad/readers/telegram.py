"""Telegram's JSON export: the messages of a channel or chat, or of all chats of an account."""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Iterator
from io import BufferedReader
from typing import Any

from marsad.errors import ReadError
from marsad.model import Dispatch
from marsad.readers.decoding import MAX_BYTES, head_text
from marsad.readers.interface import About, Reader
from marsad.readers.plain import dispatch_from_text

_MESSAGES = re.compile(r'(?<!\\)"messages"\s*:\s*\[')
_NAME = re.compile(r'(?<!\\)"name"\s*:\s*("(?:[^"\\]|\\.)*")')
_ID = re.compile(r'(?<!\\)"id"\s*:\s*(-?\d+)')
_KIND = re.compile(r'"type"\s*:\s*"\w*(?:channel|chat|group|supergroup|saved_messages)"')
_CHUNK = 65_536
_KEEP = 20_000
"""Characters before a list of messages in which the chat's name and id are looked for."""


class _Text:
    """The text of a stream, read on as it is needed; only what is not used yet is held."""

    def __init__(self, stream: BufferedReader) -> None:
        self.stream = stream
        self.decoder = codecs.getincrementaldecoder("utf-8-sig")("replace")
        self.text = ""
        self.ended = False

    def more(self, at_least: int = _CHUNK) -> bool:
        """Read on; false at the end."""
        data = self.stream.read(at_least)
        self.ended = not data
        self.text += self.decoder.decode(data, final=not data)
        return not self.ended


def chats(stream: BufferedReader) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Each message of an export with the name and the id of its chat, read one at a time.

    Raises `ReadError` where the export breaks off or a message is larger than 50 MB.
    """
    source = _Text(stream)
    found = False
    while True:
        start = _MESSAGES.search(source.text)
        if start is None:
            source.text = source.text[-_KEEP:]
            if not source.more():
                break
            continue
        found = True
        before = source.text[: start.start()]
        names, ids = _NAME.findall(before), _ID.findall(before)
        source.text = source.text[start.end() :]
        for message in _items(source):
            if isinstance(message, dict):
                yield _string(names[-1]) if names else "", ids[-1] if ids else "", message
    if not found:
        raise ReadError("is JSON, but holds no messages of a Telegram export")


def _items(source: _Text) -> Iterator[object]:
    decoder = json.JSONDecoder()
    while True:
        source.text = source.text.lstrip(" \t\r\n,")
        if source.text.startswith("]"):
            source.text = source.text[1:]
            return
        try:
            # a number or word at the end of what is read may go on
            item, end = decoder.raw_decode(source.text) if source.text else (None, 0)
        except RecursionError as error:
            raise ReadError("is a damaged export: nested too deep") from error
        except ValueError as error:
            if len(source.text) > MAX_BYTES:
                raise ReadError(f"is a damaged export, or holds a message of {MAX_BYTES // 1_000_000} MB") from error
            end = 0
        if not end:
            if source.ended or not source.more(max(_CHUNK, len(source.text))):
                raise ReadError("breaks off within a message; export it anew")
            continue
        source.text = source.text[end:]
        yield item


def _string(quoted: str) -> str:
    try:
        return str(json.loads(quoted, strict=False))
    except ValueError:
        return ""


def _words(text: object) -> str:
    if isinstance(text, str):
        return text
    if not isinstance(text, list):
        return ""
    pieces = [piece.get("text") if isinstance(piece, dict) else piece for piece in text]
    return "".join(piece for piece in pieces if isinstance(piece, str))


def _read(stream: BufferedReader, about: About) -> Iterator[Dispatch]:
    for name, chat, message in chats(stream):
        text = _words(message.get("text"))
        if message.get("type") != "message" or not any(char.isalpha() for char in text):
            continue  # a notice of the service, or only a picture
        number = message.get("id")
        date = message.get("date")
        known = {
            "id": f"{chat or about.stem or 'telegram'}:{number}",
            "source": name,
            "date": date if isinstance(date, str) else "",
        }
        try:
            yield dispatch_from_text(text, known, date=about.date, source=about.source)
        except ReadError as error:
            about.on_error(ReadError(f"message {number} {error}"))


def _is_export(head: bytes) -> bool:
    text = head_text(head)
    if not text.startswith("{"):
        return False
    return (_MESSAGES.search(text) is not None and _KIND.search(text) is not None) or (
        re.search(r'"chats"\s*:\s*\{[^{}\[\]]*"list"\s*:\s*\[', text) is not None
    )


TELEGRAM = Reader(
    "telegram", "a Telegram export", (".json",), _is_export, _read, strict=True, holds_many=True, only_named=True
)
