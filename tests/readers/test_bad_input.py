"""Bombs and files that lie are refused in one line, in bounded memory, and cost no other file."""

from __future__ import annotations

import io
import random
import re
import subprocess
import sys
import zipfile
import zlib
from pathlib import Path

import pytest

from marsad.errors import MarsadError
from marsad.model import Dispatch
from marsad.readers import read_paths
from marsad.readers.docx import MAX_PART, MAX_UNPACKED

from .examples import BODY, PAGE, RSS, bomb, docx, examples, parquet, pdf

BILLION = (
    '<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a "ha">'
    + "".join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefghi", "bcdefghij", strict=True))
    + "]>"
)


def read(*paths: Path) -> tuple[list[Dispatch], list[str]]:
    errors: list[MarsadError] = []
    found = list(read_paths(paths, on_error=errors.append))
    assert all("\n" not in str(error) for error in errors)
    return found, [str(error) for error in errors]


def written(folder: Path, name: str, data: bytes | str) -> Path:
    path = folder / name
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return path


@pytest.mark.parametrize(
    ("name", "data", "told"),
    [
        ("a.txt", pdf([["Shells fell."]]), "a PDF by its content; let its name end in .pdf"),
        ("a.md", docx(), "a Word document by its content; let its name end in .docx"),
        ("a.txt", parquet(), "a Parquet table by its content"),
        ("a.pdf", PAGE, "not a PDF, as its ending says, but an HTML page; let its name end in .html"),
        ("a.pdf", "Shells fell.", "not a PDF, as its ending says, but plain text"),
        ("a.docx", pdf([["Shells fell."]]), "not a Word document, as its ending says, but a PDF"),
        ("a.docx", b"\xd0\xcf\x11\xe0 old", "but an old Office document"),
        ("a.csv", PAGE, "not a CSV table, as its ending says, but an HTML page"),
        ("a.csv", docx(), "a zip archive or an Office document"),
        ("a.jsonl", RSS, "not JSON Lines, as its ending says, but an RSS or Atom feed"),
        ("a.rss", PAGE, "not an RSS or Atom feed, as its ending says, but an HTML page"),
        ("a.parquet", "a,b\n", "not a Parquet table"),
        ("a.mbox", "Shells fell.", "not a mailbox"),
        ("a.html", b"\x89PNG\r\n\x1a\n\0", "an image"),
        ("a.eml", b"\0\1\2", "binary"),
    ],
)
def test_a_file_that_lies_about_its_kind_is_refused_and_the_rest_is_read(
    tmp_path: Path, name: str, data: bytes | str, told: str
) -> None:
    found, (error,) = read(written(tmp_path, name, data), written(tmp_path, "z.txt", BODY))
    assert [dispatch.external_id for dispatch in found] == ["z"]
    assert told in error


def test_a_small_document_that_unpacks_to_gigabytes_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    part = written(tmp_path, "a.docx", bomb(MAX_PART + 2_000_000))
    pictures = written(tmp_path, "b.docx", bomb(MAX_UNPACKED + 2_000_000, "word/media/image1.png"))
    found, errors = read(part, pictures)
    assert found == []
    assert "holds a part of 22 MB" in errors[0] and "unpacks to 202 MB" in errors[1]
    assert part.stat().st_size < 100_000


def test_a_small_pdf_that_draws_without_end_is_given_up(tmp_path: Path) -> None:
    from marsad.readers.pdf import MAX_SHOWN

    content = zlib.compress(b"BT /F1 9 Tf " + b"() Tj " * (MAX_SHOWN + 1) + b"ET")
    stream = b"<< /Filter /FlateDecode /Length %d >>\nstream\n%s\nendstream" % (len(content), content)
    data = re.sub(rb"<< /Length \d+ >>\nstream.*?endstream", lambda match: stream, pdf([["x"]]), flags=re.DOTALL)
    found, (error,) = read(written(tmp_path, "a.pdf", data))
    assert found == [] and "pieces of text" in error and len(data) < 10_000


def test_archives_within_archives_are_not_unpacked(tmp_path: Path) -> None:
    inner = bomb(1_000_000)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for number in range(20):
            archive.writestr(f"{number}.zip", inner)
    found, (error,) = read(written(tmp_path, "a.docx", out.getvalue()))
    assert found == [] and "no Word document" in error


def test_a_document_that_declares_entities_within_entities_is_not_blown_up(tmp_path: Path) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(docx())) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            part = old.read(name)
            if name == "word/document.xml":
                part = part.replace(b"Four more", b"&j;")
                start = part.index(b"?>") + 2
                part = part[:start] + BILLION.split("?>")[1].replace("rss", "w:document").encode() + part[start:]
            new.writestr(name, part)
    found, errors = read(written(tmp_path, "a.docx", out.getvalue()))
    assert all(len(dispatch.text) < 1000 for dispatch in found) and len(found) + len(errors) == 1


@pytest.mark.parametrize(
    "prologue",
    [
        BILLION,
        '<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
        '<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY % x SYSTEM "http://127.0.0.1:9/x.dtd"> %x;]>',
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_feed_with_entities_of_its_own_is_refused(tmp_path: Path, prologue: str, encoding: str) -> None:
    feed = prologue + RSS.split("?>", 1)[1].replace("Two killed.", "&j;&x;")
    found, (error,) = read(written(tmp_path, "a.rss", feed.encode(encoding)))
    assert found == [] and "declares entities of its own" in error


def test_broken_utf_8_is_read_with_a_warning_in_every_format_of_text(tmp_path: Path) -> None:
    for name in ("a.txt", "a.jsonl", "a.json", "a.rss", "result.json", "a.html"):
        data = examples()[name].replace(b"Nawa", b"Naw\xc3\x28 \xf0\x9f town", 1)
        found, _ = read(written(tmp_path, name, data))
        assert found, name
        assert all(dispatch.text.encode("utf-8") for dispatch in found)


_ENDLESS = """
import io, resource, sys
from marsad.readers.interface import About
from marsad.readers.registry import readers

class Endless(io.RawIOBase):
    def __init__(self, head, size):
        self.rest, self.left = head, size
    def readable(self):
        return True
    def readinto(self, buffer):
        count = min(len(buffer), self.left)
        piece = (self.rest + b"a" * count)[:count]
        self.rest = self.rest[len(piece):]
        buffer[:count] = piece
        self.left -= count
        return count

name, head = sys.argv[1], sys.argv[2].encode().decode("unicode_escape").encode()
reader = next(reader for reader in readers() if reader.name == name)
before = int(open("/proc/self/statm").read().split()[0]) * resource.getpagesize()
resource.setrlimit(resource.RLIMIT_AS, (before + 700_000_000,) * 2)
told = []
try:
    for dispatch in reader.read(io.BufferedReader(Endless(head, 1_000_000_000)), About(told.append)):
        print("read", len(dispatch.text))
except Exception as error:
    told.append(error)
print([f"{type(error).__name__}: {str(error)[:100]}" for error in told])
"""


@pytest.mark.skipif(sys.platform != "linux", reason="bounds the memory of a process as Linux does")
@pytest.mark.parametrize(
    ("name", "head"),
    [
        ("plain", ""),
        ("html", "<html><body><p>"),
        ("jsonl", '{"text": "'),
        ("json", '[{"text": "'),
        ("csv", 'id,text\\n1,"'),
        ("csv", "id,text,"),
        ("eml", "Subject: x\\n\\n"),
        ("mbox", "From a@b.c Sun Jan 24 2021\\nSubject: x\\n\\n"),
        ("telegram", '{"name": "x", "type": "public_channel", "id": 1, "messages": [{"text": "'),
        ("feed", "<rss><channel><title>"),
        ("warc", "WARC/1.0\\r\\nX: "),
        ("pdf", "%PDF-1.4\\n"),
        ("docx", "PK\\x03\\x04"),
        ("parquet", "PAR1"),
    ],
)
def test_a_line_of_a_gigabyte_is_refused_in_bounded_memory(name: str, head: str) -> None:
    done = subprocess.run([sys.executable, "-c", _ENDLESS, name, head], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "ReadError" in done.stdout and "MemoryError" not in done.stdout


@pytest.mark.parametrize("name", sorted(examples()))
def test_damaged_sources_give_dispatches_or_one_line_errors(tmp_path: Path, name: str) -> None:
    choice = random.Random(name)
    whole = examples()[name]
    for number in range(25):
        data = bytearray(whole)
        for _ in range(1 + number % 5):
            data[choice.randrange(len(data))] = choice.randrange(256)
        if number % 3 == 0:
            del data[choice.randrange(len(data)) :]
        read(written(tmp_path, name, bytes(data)))


@pytest.mark.parametrize("piece", ["<a ", "<!-- ", "<?x ", "</a ", "<a b='", "<a '\" ", "<script>", "&#"])
def test_broken_markup_of_a_letter_is_read_in_one_pass(tmp_path: Path, piece: str) -> None:
    letter = f"MIME-Version: 1.0\nContent-Type: text/html\n\n<p>Shells fell on Nawa.</p>{piece * 100_000}"
    (dispatch,), errors = read(written(tmp_path, "a.eml", letter))
    assert dispatch.text.startswith("Shells fell on Nawa.") and errors == []
