"""Files, folders and standard input are found, told apart and, where they fail, named with what to do."""

import datetime as dt
import io
import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from marsad.errors import MarsadError
from marsad.model import Dispatch
from marsad.readers import read_paths
from marsad.readers.sources import sniff

BODY = "Title: Shells fall\nDate: 2021-01-24\n\nShells fell on a market.\n"


def read(*paths: str | Path, **known: object) -> tuple[list[Dispatch], list[str]]:
    errors: list[MarsadError] = []
    found = list(read_paths(paths, on_error=errors.append, **known))  # type: ignore[arg-type]
    return found, [str(error) for error in errors]


def test_a_folder_is_read_with_its_subfolders_in_sorted_order(tmp_path: Path) -> None:
    for name in ("b.txt", "a.md", "z/c.TXT", ".hidden.txt", ".git/d.txt", "picture.png", "gold.json"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(BODY)
    found, errors = read(tmp_path)
    assert [dispatch.external_id for dispatch in found] == ["a", "b", "c"]
    assert errors == []


def test_files_folders_and_tables_may_be_mixed(tmp_path: Path) -> None:
    (tmp_path / "one.txt").write_text(BODY)
    (tmp_path / "two.jsonl").write_text('{"text": "It fell."}\n')
    (tmp_path / "three.csv").write_text("text\nIt rose.\n")
    (tmp_path / "four.json").write_text('[{"id": "x", "text": "It stood."}]')
    found, errors = read(tmp_path / "one.txt", tmp_path, tmp_path / "four.json", date=dt.date(2020, 1, 1))
    assert [dispatch.external_id for dispatch in found] == ["one", "one", "three:2", "two:1", "x"]
    assert {dispatch.date for dispatch in found} == {dt.date(2020, 1, 1)}
    assert errors == []


def test_the_good_files_are_read_and_every_bad_one_is_named(tmp_path: Path) -> None:
    (tmp_path / "empty.txt").write_bytes(b"")
    (tmp_path / "good.txt").write_text(BODY)
    (tmp_path / "image.txt").write_bytes(b"\x89PNG\r\n\x1a\n\0\0")
    (tmp_path / "late.txt").write_bytes(b"Shells fell. " * 2000 + b"\0")
    (tmp_path / "table.csv").write_text("a,b\n1,2\n")
    found, errors = read(tmp_path, tmp_path / "missing.txt")
    assert [dispatch.external_id for dispatch in found] == ["good"]
    told = {Path(error.split(": ")[0]).name: error for error in errors}
    assert set(told) == {"empty.txt", "image.txt", "late.txt", "table.csv", "missing.txt"}
    assert "no such file" in told["missing.txt"]
    assert all("\n" not in error for error in errors)


def test_a_folder_with_nothing_to_read_says_what_it_may_hold(tmp_path: Path) -> None:
    found, (error,) = read(tmp_path)
    assert found == [] and ".txt" in error and str(tmp_path) in error


def test_a_text_of_more_than_fifty_megabytes_is_refused_and_a_table_is_not(tmp_path: Path) -> None:
    large = tmp_path / "large.txt"
    large.write_bytes(b"Shells fell.\n" * 4_000_000)
    found, (error,) = read(large)
    assert found == [] and "larger than 50 MB" in error
    table = tmp_path / "large.jsonl"
    with table.open("wb") as stream:
        stream.write(b'{"text": "It fell."}\n' + (b" " * 999_999 + b"\n") * 51 + b'{"text": "It rose."}\n')
    found, errors = read(table)
    assert [dispatch.text for dispatch in found] == ["It fell.", "It rose."] and errors == []


@pytest.fixture
def without_root_rights() -> Iterator[Path]:
    """A folder to work in, as a user who may not read everything."""
    with tempfile.TemporaryDirectory() as name:
        Path(name).chmod(0o777)
        uid = os.geteuid()
        if uid == 0:
            os.seteuid(65534)
        yield Path(name)
        os.seteuid(uid)


def test_files_and_folders_without_rights_are_named(without_root_rights: Path) -> None:
    folder = without_root_rights
    (folder / "file.txt").write_text(BODY)
    (folder / "file.txt").chmod(0)
    (folder / "folder").mkdir(mode=0)
    found, errors = read(folder / "file.txt", folder / "folder")
    assert found == [] and len(errors) == 2
    assert all("no permission" in error for error in errors)


@pytest.mark.skipif(sys.platform != "linux", reason="needs file names that are no text")
def test_a_file_whose_name_is_no_text_is_read_and_can_be_written_out(tmp_path: Path) -> None:
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.txt"))
    path.write_text(BODY)
    (dispatch,), errors = read(path)
    assert dispatch.external_id == "caf\ufffd" and errors == []


def test_a_path_that_cannot_exist_is_an_error_by_name() -> None:
    found, errors = read("a\0b", "x" * 5000)
    assert found == [] and len(errors) == 2


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
def test_standard_input_is_read_by_its_content(monkeypatch: pytest.MonkeyPatch) -> None:
    for data, texts in (
        (BODY, [BODY]),
        ('{"id": "a", "text": "It fell."}\n{"id": "b", "text": "It rose."}\n', ["It fell.", "It rose."]),
        ('[{"text": "It fell."}]', ["It fell."]),
        ('id,text\n1,"It fell."\n', ["It fell."]),
    ):
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BufferedReader(io.BytesIO(data.encode()))))
        found, errors = read("-")
        assert ([dispatch.text for dispatch in found], errors) == (texts, [])


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        ("<!DOCTYPE html><html>", "html"),
        ('\n<?xml version="1.0"?><html lang="en">', "html"),
        ("Fighters attacked a post, killing two.", "plain"),
        ("[Wire] Fighters attacked", "plain"),
        ("{note} Fighters attacked\n", "plain"),
        ('{"text": "x"}\n{"text": "y"}', "jsonl"),
        ('{"text": "x"}', "jsonl"),
        ('{\n  "text": "x"\n}', "json"),
        ('[\n {"text": "x"}]', "json"),
        ("id;date;text\n1;2;x", "csv"),
        ("In a text, two fell\nmore", "plain"),
    ],
)
def test_content_tells_the_format_where_the_name_does_not(head: str, kind: str) -> None:
    assert sniff(head.encode()) == kind


def test_xml_that_is_neither_feed_nor_page_is_refused_by_name(tmp_path: Path) -> None:
    (tmp_path / "data.xml").write_text('<?xml version="1.0"?><rows><row>1</row></rows>')
    found, (error,) = read(tmp_path / "data.xml")
    assert found == [] and "is XML" in error
