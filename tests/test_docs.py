"""The documentation does what it says: commands and Python run, links lead somewhere, tables fit the data."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest

import marsad
from marsad import model
from marsad.codebook.lexicon import Refinement, Trigger
from marsad.codebook.types import event_types

ROOT = Path(__file__).parent.parent
PACKAGE = Path(marsad.__file__).parent
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md"), *(ROOT / "requirements").glob("*.md")])
_BLOCK = re.compile(r"(?:<!-- (?P<note>[^\n]*?) -->\n)?```(?P<kind>\w*)\n(?P<text>.*?)```", re.DOTALL)


def blocks(page: Path, kind: str) -> list[str]:
    return [match["text"] for match in _BLOCK.finditer(page.read_text("utf-8")) if match["kind"] == kind]


def noted(page: Path, note: str) -> list[str]:
    """The blocks that stand under a comment."""
    return [match["text"] for match in _BLOCK.finditer(page.read_text("utf-8")) if match["note"] == note]


def name(page: Path) -> str:
    return str(page.relative_to(ROOT))


@pytest.fixture(scope="session")
def environment(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """An environment in which `marsad` and `python` are those under test, and own data stay apart."""
    programs = tmp_path_factory.mktemp("bin")
    for program, arguments in (("marsad", "-m marsad.cli"), ("python", "")):
        script = programs / program
        script.write_text(f'#!/bin/sh\nexec "{sys.executable}" {arguments} "$@"\n', "utf-8")
        script.chmod(0o755)
    return {
        **{key: value for key, value in os.environ.items() if not key.startswith("MARSAD_")},
        "PATH": f"{programs}{os.pathsep}{os.environ['PATH']}",
        "PYTHONPATH": os.pathsep.join([str(PACKAGE.parent), os.environ.get("PYTHONPATH", "")]),
        "COLUMNS": "100",
    }


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """A folder with a dispatch and a folder of dispatches, as the documents speak of them."""
    samples = PACKAGE / "samples"
    shutil.copytree(samples, tmp_path / "reports")
    shutil.copy(samples / "syria-daraa-monitor.txt", tmp_path / "report.txt")
    return tmp_path


def run(command: str, folder: Path, environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["sh", "-e", "-c", command],
        cwd=folder,
        env={**environment, "XDG_DATA_HOME": str(folder / "own-data")},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )


def write_files(page: Path, folder: Path) -> None:
    """Write the files that a page shows under a comment `file NAME`."""
    for match in _BLOCK.finditer(page.read_text("utf-8")):
        if match["note"] and match["note"].startswith("file "):
            (folder / match["note"].removeprefix("file ")).write_text(match["text"], "utf-8")


def shell_pages() -> list[Path]:
    return [page for page in PAGES if blocks(page, "sh")]


# ------------------------------------------------------------------ commands and Python


@pytest.mark.parametrize("page", shell_pages(), ids=name)
def test_commands_shown_run_on_the_samples(page: Path, desk: Path, environment: dict[str, str]) -> None:
    write_files(page, desk)
    for command in blocks(page, "sh"):
        done = run(command, desk, environment)
        assert done.returncode == 0, f"{command}\n{done.stderr}"
        written = re.search(r"(?:-o|>) (\S+)", command)
        if written:
            assert (desk / written[1]).stat().st_size > 0, command
        else:
            assert done.stdout.strip(), command


@pytest.mark.parametrize("page", [page for page in PAGES if blocks(page, "python")], ids=name)
def test_python_shown_runs(page: Path, desk: Path, environment: dict[str, str]) -> None:
    write_files(page, desk)
    script = desk / "shown.py"
    script.write_text("\n".join(blocks(page, "python")), "utf-8")
    done = run(f"python {script.name}", desk, environment)
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip()


# ------------------------------------------------------------------ links, names, addresses


def anchors(page: Path) -> set[str]:
    found = set()
    for heading in re.findall(r"^#+ (.+)$", page.read_text("utf-8"), re.MULTILINE):
        words = re.sub(r"[^\w\s-]", "", heading.lower())
        found.add(re.sub(r"\s", "-", words.strip()))
    return found


def links(page: Path) -> Iterator[str]:
    prose = _BLOCK.sub("", page.read_text("utf-8"))
    yield from re.findall(r"\]\(([^)\s]+)\)", prose)


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_links_between_pages_lead_somewhere(page: Path) -> None:
    for link in links(page):
        if "://" in link:
            continue
        file, _, anchor = link.partition("#")
        target = page.parent / file if file else page
        assert target.exists(), link
        if anchor:
            assert anchor in anchors(target), link


def test_every_page_is_reached_from_the_readme() -> None:
    reached, waiting = set(), [ROOT / "README.md"]
    while waiting:
        page = waiting.pop().resolve()
        if page in reached or page.suffix != ".md" or not page.exists():
            continue
        reached.add(page)
        waiting += [page.parent / link.partition("#")[0] for link in links(page) if "://" not in link]
    assert {page.resolve() for page in PAGES} - reached == set()


def tracked() -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode == 0:
        return [ROOT / file for file in listed.stdout.split("\0") if file and (ROOT / file).is_file()]
    folders = ("src", "tests", "docs", "benchmarks", "requirements")
    return [
        *PAGES,
        *(p for folder in folders for p in (ROOT / folder).rglob("*") if p.is_file() and "__pycache__" not in p.parts),
    ]


def test_no_file_names_a_package_index_or_a_folder_of_one_machine() -> None:
    # written in pieces, so that this file does not name them
    hosts = [
        "pypi" + ".org",
        "python" + "hosted",
        "registry." + "npmjs",
        "--index" + "-url http",
        "extra-index" + "-url",
    ]
    folders = ["/" + "root/", "/" + "tmp/", "/" + "work/", "/" + "home/", "/" + "Users/"]
    text_files = {
        ".py",
        ".toml",
        ".md",
        ".txt",
        ".sh",
        ".cff",
        ".csv",
        ".json",
        ".yml",
        ".yaml",
        ".cfg",
        ".html",
        ".css",
        ".js",
        "",
    }
    found = []
    for file in tracked():
        if file.suffix not in text_files:
            continue
        text = file.read_text("utf-8", errors="replace")
        found += [f"{name(file)}: {word}" for word in (*hosts, *folders) if word in text]
    assert found == []


# ------------------------------------------------------------------ tables and examples


def type_table() -> str:
    rows = ["| key | what it is | family | ACLED | PLOVER |", "|---|---|---|---|---|"]
    for kind in event_types().values():
        acled = " / ".join(kind.acled) or "none"
        rows.append(f"| `{kind.key}` | {kind.definition} | {kind.family} | {acled} | {kind.plover or 'none'} |")
    return "\n".join(rows)


def test_the_codebook_page_lists_the_types_of_the_data() -> None:
    text = (ROOT / "docs" / "codebook.md").read_text("utf-8")
    shown = text.split("types.toml -->\n")[1].split("\n<!-- end of types -->")[0]
    assert shown == type_table(), f"docs/codebook.md: put this table:\n{type_table()}"


def test_each_dependency_is_justified() -> None:
    text = (ROOT / "docs" / "dependencies.md").read_text("utf-8")
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    wanted = [
        *project["dependencies"],
        *(item for extra in project["optional-dependencies"].values() for item in extra),
    ]
    packages = {re.match(r"[\w-]+", item)[0] for item in wanted}  # type: ignore[index]
    packages |= set(json.loads((ROOT / "frontend" / "package.json").read_text("utf-8"))["dependencies"])
    shown = set(re.findall(r"^\|.*?`([\w.-]+)` \| [\w. -]+ \|", text, re.MULTILINE))
    assert shown == packages


RECORDS = (
    model.Coding, model.Dispatch, model.Event, model.Participant, model.Place, model.When, model.Casualty,
    model.Weapon, model.Term, model.Attribution, model.Relation, model.Tally, model.CoderVersion,
    model.Explanation,
)  # fmt: skip


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: record.__name__)
def test_each_field_of_the_record_is_described(record: type[Any]) -> None:
    text = (ROOT / "docs" / "record-format.md").read_text("utf-8")
    section = text.split(f"\n## {record.__name__}\n")[1].split("\n## ")[0]
    shown = {
        field for row in re.findall(r"^\| (`.*?) \|", section, re.MULTILINE) for field in re.findall(r"`(\w+)`", row)
    }
    assert shown == set(record.model_fields)


def plain(coding: dict[str, Any]) -> dict[str, Any]:
    """A coding without what depends on the versions of the data."""
    events = [{key: value for key, value in event.items() if "confidence" not in key} for event in coding["events"]]
    return {**{key: value for key, value in coding.items() if key != "coder"}, "events": events}


def test_the_example_record_is_what_the_coder_writes(desk: Path, environment: dict[str, str]) -> None:
    page = ROOT / "docs" / "record-format.md"
    (text,), (shown,) = noted(page, "example dispatch"), noted(page, "example coding")
    (desk / "example.txt").write_text(text, "utf-8")
    done = run('marsad code example.txt --date 2022-06-15 --source "Radio Example" --format jsonl', desk, environment)
    coded = json.loads(done.stdout)
    schema = json.loads(run("marsad schema", desk, environment).stdout)
    jsonschema.validate(json.loads(shown), schema)
    assert plain(json.loads(shown)) == plain(coded), f"docs/record-format.md: put this:\n{done.stdout}"


# ------------------------------------------------------------------ words of one's own


def test_words_added_as_the_guide_says_are_coded(desk: Path, environment: dict[str, str]) -> None:
    page = ROOT / "docs" / "how-to-add-a-type.md"
    kinds = ["armed_clash", "cyber_attack"]
    for kind in kinds:
        (text,) = noted(page, f"is coded as {kind}")
        (desk / f"own-{kind}.txt").write_text(text, "utf-8")
    shutil.copytree(PACKAGE, desk / "edited" / "marsad", ignore=shutil.ignore_patterns("__pycache__"))
    for file in ("types.toml", "triggers.toml"):
        path = desk / "edited" / "marsad" / "codebook" / "data" / file
        entries = noted(page, f"adds to {file}")
        assert entries
        path.write_text("\n".join([path.read_text("utf-8"), *entries]), "utf-8")
    command = "marsad code own-*.txt --date 2022-06-15 --format jsonl"

    def coded(package: Path) -> list[list[str]]:
        done = run(command, desk, {**environment, "PYTHONPATH": str(package.parent)})
        return [[event["type"] for event in json.loads(line)["events"]] for line in done.stdout.splitlines()]

    assert coded(desk / "edited" / "marsad") == [[kind] for kind in kinds]
    assert all(kind not in found for kind, found in zip(kinds, coded(PACKAGE), strict=True))


def test_the_architecture_names_each_file_of_the_coder() -> None:
    text = (ROOT / "docs" / "architecture.md").read_text("utf-8")
    files = {file.name for file in (PACKAGE / "coding").glob("*.py")} - {"__init__.py"}
    unnamed = {file for file in files if not re.search(rf"[` ]{file}\b", text)}
    assert unnamed == set(), "say in docs/architecture.md which question they answer"


def test_the_guide_to_words_names_each_file_and_key() -> None:
    text = (ROOT / "docs" / "how-to-add-a-type.md").read_text("utf-8")
    files = {file.name for file in (PACKAGE / "codebook" / "data").iterdir() if file.is_file()}
    keys = {*Trigger.model_fields, *Refinement.model_fields} - {"rank", "type"}
    assert {word for word in files | keys if not re.search(rf"`{word}\b", text)} == set()
