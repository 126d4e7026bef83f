"""What a user sees when something goes wrong: a line that says what and what to do, and an exit code."""

from __future__ import annotations

import io
import os
import sys
from pathlib import Path

import pytest

from .running import DISPATCH, Marsad, in_shell

HEAVY = ("pydantic", "spacy", "rich", "pandas", "numpy", "rapidfuzz", "jinja2", "trafilatura", "sqlite3")


def test_help_loads_nothing_heavy() -> None:
    code = "import sys, marsad.cli; print([m for m in sys.argv[1:] if m in sys.modules])"
    run = in_shell(f'{sys.executable} -c "{code}" {" ".join(HEAVY)}')
    assert (run.code, run.out.strip()) == (0, "[]")


def test_help_and_version_go_to_standard_output(marsad: Marsad) -> None:
    for option in ("--help", "-h", "--version"):
        run = marsad(option)
        assert (run.code, run.err) == (0, "") and "marsad" in run.out.lower()


@pytest.mark.parametrize(
    "arguments",
    [
        ("code",),
        ("nonsense",),
        ("code", "--format", "pdf", "x"),
        ("code", "--date", "03/04/2021", "x"),
        ("code", "--full", "x"),
    ],
)
def test_a_command_written_wrongly_exits_with_2_and_points_to_the_help(marsad: Marsad, arguments: tuple[str]) -> None:
    run = marsad(*arguments)
    assert run.code == 2 and run.out == ""
    assert "--help" in run.err and "Traceback" not in run.err


def test_an_ambiguous_date_is_explained(marsad: Marsad) -> None:
    assert "two ways; write it as 2021-01-24" in marsad("code", "--date", "03/04/2021", "x").err


def test_where_nothing_can_be_read_every_input_is_named_and_the_exit_code_is_2(marsad: Marsad, tmp_path: Path) -> None:
    (tmp_path / "empty.txt").write_text("")
    (tmp_path / "image.txt").write_bytes(b"\x89PNG\r\n\x1a\n\0")
    output = tmp_path / "events.csv"
    run = marsad("code", tmp_path, tmp_path / "missing", "-o", output)
    assert (run.code, run.out) == (2, "")
    for words in (
        "empty.txt: is empty",
        "image.txt: is an image",
        "missing: no such file",
        "3 could not be read",
    ):
        assert words in run.err
    assert "Traceback" not in run.err
    assert not output.exists()


class _Interrupted(io.RawIOBase):
    """An input during which the user presses Ctrl-C."""

    def readable(self) -> bool:
        return True

    def readinto(self, _buffer: object) -> int:
        raise KeyboardInterrupt


def test_ctrl_c_says_interrupted_and_exits_with_130(marsad: Marsad) -> None:
    run = marsad("code", "-", stdin=_Interrupted())
    assert run.code == 130
    assert run.err.strip() == "marsad: interrupted"


def test_ctrl_c_leaves_no_half_written_file(marsad: Marsad, tmp_path: Path) -> None:
    output = tmp_path / "places.jsonl"
    output.write_text("before")
    first = io.BytesIO(b'{"id": "a", "text": "Shells fell on Nawa."}\n' * 400)

    class Late(_Interrupted):
        def readinto(self, buffer: object) -> int:
            return first.readinto(buffer) or super().readinto(buffer)  # type: ignore[arg-type]

    assert marsad("places", "-", "--format", "jsonl", "-o", output, stdin=Late()).code == 130
    assert output.read_text() == "before"
    assert [path.name for path in tmp_path.iterdir()] == ["places.jsonl"]


def test_a_missing_folder_or_a_folder_as_output_is_told_in_a_line(marsad: Marsad, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(DISPATCH)
    run = marsad("places", tmp_path / "a.txt", "-o", tmp_path / "no" / "such" / "file.txt")
    assert run.code == 2 and "there is no folder" in run.err and len(run.err.splitlines()) == 1
    run = marsad("places", tmp_path / "a.txt", "-o", tmp_path)
    assert run.code == 2 and "directory" in run.err


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_a_full_disk_is_told_in_a_line(marsad: Marsad, tmp_path: Path) -> None:
    run = in_shell("$MARSAD schema > /dev/full")
    assert (run.code, run.err.strip()) == (
        2,
        "marsad: standard output: cannot be written (No space left on device)",
    )
    (tmp_path / "a.txt").write_text(DISPATCH)
    run = marsad("places", tmp_path / "a.txt", "-o", "/dev/full")
    assert run.code == 2 and "No space left on device" in run.err and len(run.err.splitlines()) == 1


@pytest.mark.skipif(os.name != "posix", reason="needs a POSIX shell")
def test_a_reader_that_has_seen_enough_ends_marsad_quietly() -> None:
    run = in_shell("$MARSAD actors list | head -1")
    assert (run.code, run.err) == (0, "")


@pytest.mark.skipif(os.name != "posix", reason="needs a POSIX shell")
def test_results_are_utf_8_whatever_the_locale_says() -> None:
    run = in_shell("$MARSAD gazetteer lookup Tafas", LC_ALL="C", PYTHONUTF8="0", PYTHONCOERCECLOCALE="0")
    assert run.code == 0 and "Ţafas" in run.out


def test_an_unexpected_error_is_one_line_with_the_way_to_its_traceback(
    marsad: Marsad, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("marsad.codebook.types.event_types", lambda: 1 / 0)
    run = marsad("codebook")
    assert run.code == 2 and run.out == ""
    assert "unexpected ZeroDivisionError" in run.err and "--debug" in run.err and "Traceback" not in run.err


def test_debug_shows_the_traceback(monkeypatch: pytest.MonkeyPatch) -> None:
    from marsad.cli import main

    monkeypatch.setattr("marsad.codebook.types.event_types", lambda: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        main(["--debug", "codebook"])


def test_doctor_names_every_part_and_fails_with_what_to_do_where_one_is_broken(marsad: Marsad, tmp_path: Path) -> None:
    run = marsad("doctor")
    assert run.code == 0 and "problem" not in run.out
    for part in ("python", "model", "gazetteer", "actors", "codebook", "cache", "html", "pandas"):
        assert part in run.out
    (tmp_path / "file").write_text("")
    broken = in_shell("$MARSAD doctor", MARSAD_GAZETTEER_DIR=str(tmp_path / "file" / "sub"))
    assert broken.code == 1
    assert "MARSAD_GAZETTEER_DIR" in broken.out and "Traceback" not in broken.err
