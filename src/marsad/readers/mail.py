"""E-mail: single messages (.eml) and mailboxes (mbox)."""

from __future__ import annotations

import email
import email.header
import email.utils
import re
from collections.abc import Iterator
from email.message import Message
from io import BufferedReader

from marsad.errors import ReadError
from marsad.model import Dispatch
from marsad.readers.damage import DAMAGED, reason
from marsad.readers.dates import parse_date
from marsad.readers.decoding import MAX_BYTES, decode, head_text, plain_newlines, read_all
from marsad.readers.interface import About, Reader
from marsad.readers.lines import unwrapped
from marsad.readers.markup import text_of_markup
from marsad.readers.plain import dispatch_from_text

_ENVELOPE = re.compile(rb"From \S+.*\d{4}")
_HEADER = re.compile(r"(?:[\x21-\x39\x3b-\x7e]+:[^\n]*(?:\n[ \t][^\n]*)*\n)+", re.ASCII)
_OF_MAIL = re.compile(
    r"^(?:received|return-path|message-id|mime-version|delivered-to|x-mailer|content-transfer-encoding):",
    re.IGNORECASE | re.MULTILINE,
)
_SIGNATURE = re.compile(r"^-- \n.*", re.MULTILINE | re.DOTALL)
_FLOWED = re.compile(r" \n(?=[^\s>])")
_LINE = 1_000_000
_MAX_PARTS = 500
_WRAPPED = 100


def read_message(data: bytes, about: About, stem: str | None = None) -> Dispatch:
    """The dispatch in the bytes of one message: its text, or the words of its HTML where it has no other.

    Offsets count in that text. Subject, date, sender and message id become title, date, source and external id.
    Attachments are not read. Raises `ReadError` where there is no text.
    """
    try:
        message = email.message_from_bytes(data)
        text, notes = _body(message)
        day = _header(message, "Date")
        name, address = email.utils.parseaddr(_header(message, "From"))
        known = {
            "id": _header(message, "Message-ID").strip("<> ") or stem or about.stem or "",
            "title": _header(message, "Subject"),
            "date": _day(day),
            "source": name or address,
        }
    except DAMAGED as error:
        raise ReadError(f"is a damaged message ({reason(error)})") from error
    dispatch = dispatch_from_text(text, known, date=about.date, source=about.source)
    dispatch.warnings[:0] = notes
    return dispatch


def _body(message: Message) -> tuple[str, list[str]]:
    plain: list[str] = []
    marked: list[str] = []
    attached = 0
    notes: list[str] = []
    for number, part in enumerate(message.walk()):
        if number == _MAX_PARTS:
            raise ReadError(f"has more than {_MAX_PARTS} parts, which no message has")
        if part.is_multipart():
            continue
        kind = part.get_content_type()
        if part.get_filename() or kind not in ("text/plain", "text/html"):
            attached += 1
            continue
        text, said = _decoded(part)
        notes += said
        if kind == "text/html":
            marked.append(text_of_markup(text))
        else:
            plain.append(_paragraphs(text, flowed=part.get_param("format") == "flowed"))
    text = "\n\n".join(piece for piece in plain if piece.strip()) or "\n\n".join(marked)
    if not text.strip():
        raise ReadError("holds only attachments; save them and read them" if attached else "holds no text")
    if attached:
        notes.append(f"{attached} attachment{'s' * (attached > 1)} not read; save them and read them apart")
    return text, notes


def _decoded(part: Message) -> tuple[str, list[str]]:
    payload = part.get_payload(decode=True)
    data = payload if isinstance(payload, bytes) else b""
    charset = part.get_content_charset()
    if charset and charset not in ("us-ascii", "utf-8"):
        try:
            return plain_newlines(data.decode(charset)), []
        except (LookupError, UnicodeError):
            pass  # it says one thing and is another: go by its bytes, which warns
    text, notes = decode(data)
    return plain_newlines(text), notes


def _paragraphs(text: str, *, flowed: bool) -> str:
    text = _SIGNATURE.sub("", text)
    if flowed:
        return _FLOWED.sub(" ", text).strip()
    wrapped = max(map(len, text.split("\n"))) <= _WRAPPED
    return unwrapped(text) if wrapped else text.strip()


def _header(message: Message, name: str) -> str:
    value = message.get(name)
    if value is None:
        return ""
    pieces = email.header.decode_header(value)
    shown = []
    for piece, charset in pieces:
        if isinstance(piece, str):
            shown.append(piece)
            continue
        try:
            shown.append(piece.decode(charset or "utf-8", "replace"))
        except LookupError:
            shown.append(piece.decode("utf-8", "replace"))
    return " ".join("".join(shown).split())


def _day(value: str) -> str:
    try:
        return parse_date(re.sub(r"\([^)]*\)", "", value)).isoformat() if value else ""
    except ValueError:
        return value


def _messages(stream: BufferedReader, about: About) -> Iterator[bytes | None]:
    """The messages of a mailbox, None for one that is too large (told to `on_error`)."""
    number = 0
    kept: list[bytes] = []
    size = 0
    blank = True
    while line := stream.readline(_LINE):
        if blank and line.startswith(b"From ") and _ENVELOPE.match(line):
            if number:
                yield b"".join(kept) if size <= MAX_BYTES else None
            number, kept, size = number + 1, [], 0
        elif number:
            size += len(line)
            if size <= MAX_BYTES:
                kept.append(line[1:] if line.startswith(b">From ") else line)
            else:
                kept = []
        blank = line in (b"\n", b"\r\n")
    if number:
        yield b"".join(kept) if size <= MAX_BYTES else None


def _read_mbox(stream: BufferedReader, about: About) -> Iterator[Dispatch]:
    for number, data in enumerate(_messages(stream, about), 1):
        try:
            if data is None:
                raise ReadError(f"is larger than {MAX_BYTES // 1_000_000} MB")
            yield read_message(data, about, f"{about.stem or 'message'}:{number}")
        except ReadError as error:
            about.on_error(ReadError(f"message {number} {error}"))


def _read_eml(stream: BufferedReader, about: About) -> Iterator[Dispatch]:
    yield read_message(read_all(stream), about)


def _is_mbox(head: bytes) -> bool:
    first, newline, rest = head.partition(b"\n")
    return bool(newline and _ENVELOPE.match(first) and re.match(rb">?[\w-]+[: ]", rest))


def _is_eml(head: bytes) -> bool:
    header = _HEADER.match(plain_newlines(head_text(head)))
    return header is not None and _OF_MAIL.search(header[0]) is not None


MBOX = Reader("mbox", "a mailbox", (".mbox", ".mbx"), _is_mbox, _read_mbox, strict=True, holds_many=True)
EML = Reader("eml", "an e-mail", (".eml",), _is_eml, _read_eml)
