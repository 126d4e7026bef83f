"""What is too much for the page that adds dispatches: refused with a message, and nothing half added."""

from __future__ import annotations

import gzip
import io
import zipfile

import httpx
import pytest

from .conftest import Desk
from .people import token_of

_WARC = (
    "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://a.example/\r\nWARC-Date: 2022-01-01T00:00:00Z\r\n"
    "Content-Type: application/http; msgtype=response\r\nContent-Length: {length}\r\n\r\n"
    "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n"
)
_MILLION = b"\0" * 1_000_000


def _packed_archive() -> bytes:
    """A web archive of 300 MB in less than 400 kB."""
    packed = io.BytesIO()
    with gzip.GzipFile(fileobj=packed, mode="wb") as archive:
        archive.write(_WARC.format(length=300_000_047).encode())
        for _ in range(300):
            archive.write(_MILLION)
    return packed.getvalue()


def _packed_document() -> bytes:
    """A Word document with a part of 100 MB in a hundred kB."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        with archive.open("word/document.xml", "w") as part:
            for _ in range(100):
                part.write(_MILLION)
    return packed.getvalue()


def _many() -> bytes:
    return b"\n".join(
        b'{"text": "Gunmen attacked a checkpoint near Nawa, killing %d soldiers."}' % at for at in range(201)
    )


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("pages.warc.gz", _packed_archive, "unpacks to more than 200 times its size"),
        ("report.docx", _packed_document, "holds a part of 100 MB"),
        ("many.jsonl", _many, "holds more than 200 dispatches; add it in a terminal"),
    ],
)
def test_what_is_too_much_is_refused_and_said(desk: Desk, name: str, content: object, said: str) -> None:
    before = desk.record.count(what="dispatches")
    assert callable(content)
    with httpx.Client(base_url=desk.url, timeout=60) as client:
        form = {"csrf": token_of(client), "date": "2022-05-05"}
        answer = client.post("/dispatches/add", data=form, files={"files": (name, content())})
        assert answer.status_code == 422
        assert said in answer.text and name in answer.text
        assert client.get("/").status_code == 200
    assert desk.record.count(what="dispatches") == before


def test_a_good_file_beside_one_that_is_too_much_is_added(desk: Desk) -> None:
    before = desk.record.count(what="dispatches")
    good = b"Gunmen attacked a checkpoint near Nawa on 4 May 2022; two soldiers were killed."
    with httpx.Client(base_url=desk.url, timeout=60) as client:
        files = [("files", ("many.jsonl", _many())), ("files", ("good.txt", good))]
        answer = client.post("/dispatches/add", data={"csrf": token_of(client)}, files=files)
        assert answer.status_code == 200
        assert "many.jsonl: holds more than 200" in answer.text
    assert desk.record.count(what="dispatches") == before + 1
