"""How fast Marsad codes, and how much memory it takes: prints a table in Markdown.

Texts are the coded dispatches of tests/gold and the news of tests/gold/irrelevant.jsonl, put together to the length
asked for. Times are of the process (CPU seconds), the best of some rounds, so that other work on the machine counts
little; of two processes, which share the machine, the time on the clock.
"""

from __future__ import annotations

import argparse
import importlib.metadata
import json
import os
import platform
import random
import re
import resource
import subprocess
import sys
import tempfile
import time
import tomllib
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import spacy
from packaging.requirements import Requirement

import marsad
from marsad.coding.coder import Coder
from marsad.coding.gate import tells_of_conflict
from marsad.coding.language import MODELS
from marsad.gazetteer.lookup import Gazetteer
from marsad.model import Dispatch
from marsad.readers import read_paths

ROOT = Path(__file__).resolve().parents[1]
GOLD = ROOT / "tests" / "gold"
NEWS = GOLD / "irrelevant.jsonl"
LENGTH = 400
"""Words of a dispatch, about."""

TARGETS = {
    "added": "at most 35 %",
    "conflict": "12",
    "mixed": "100",
    "memory": "under 700 MB",
    "help": "under 0.3 s",
    "size": "at most 420 MB",
}

Row = tuple[str, str, str]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--conflict", type=int, default=100, help="dispatches of conflict (default %(default)s)")
    parser.add_argument("--mixed", type=int, default=1000, help="dispatches of a mixed stream (default %(default)s)")
    parser.add_argument("--share", type=float, default=0.05, help="share of conflict in it (default %(default)s)")
    parser.add_argument("--news", type=Path, default=NEWS, help="the other news of it, JSONL (default: of tests/gold)")
    parser.add_argument("--rounds", type=int, default=3, help="rounds, of which the best counts (default %(default)s)")
    parser.add_argument("--lookups", type=int, default=2000, help="gazetteer look-ups (default %(default)s)")
    given = parser.parse_args()
    conflict = list(conflict_dispatches(given.conflict))
    mixed = list(mixed_stream(given.mixed, given.share, given.news))
    rows = [
        *machine_rows(),
        ("peak memory of `marsad code`", f"{peak_memory(conflict + mixed):.0f} MB", TARGETS["memory"]),
        *coding_rows(conflict, mixed, given.rounds),
        *process_rows(conflict, mixed),
        *start_rows(),
        *lookup_rows(given.lookups),
        ("installed size of the core", f"{installed_size():.0f} MB", TARGETS["size"]),
    ]
    print("| what | measured | target |\n| --- | --- | --- |")
    for row in rows:
        print(f"| {' | '.join(row)} |")


def conflict_dispatches(count: int) -> Iterator[Dispatch]:
    """Dispatches of about `LENGTH` words: coded ones, lengthened by paragraphs of others."""
    texts = [file.read_text("utf-8") for file in sorted(GOLD.glob("*/text/*.txt"))]
    dates = [text.split()[1] for text in texts]
    bodies = [text.split("\n\n", 1)[1] for text in texts]
    chance = random.Random(1)
    for number in range(count):
        chosen = bodies[number % len(bodies)]
        others = [part for part in chance.choice(bodies).split("\n") if part.strip()]
        text = lengthened(chosen, others)
        yield Dispatch(text=text, date=dates[number % len(dates)], external_id=str(number))


def mixed_stream(count: int, share: float, file: Path) -> Iterator[Dispatch]:
    """News of all kinds, of which a share tells of conflict; the others are put together from those in the file."""
    news = list(read_paths([file], on_error=lambda error: sys.exit(str(error))))
    relevant = conflict_dispatches(round(count * share))
    chance = random.Random(2)
    places = set(chance.sample(range(count), round(count * share)))
    for number in range(count):
        if number in places:
            yield next(relevant)
            continue
        first, *others = chance.sample(news, 4)
        text = lengthened(first.text, [part for other in others for part in other.text.split("\n") if part.strip()])
        yield Dispatch(text=text, title=first.title, date=first.date, external_id=str(number))


def lengthened(text: str, parts: Sequence[str]) -> str:
    """The text with paragraphs added until it has about `LENGTH` words, or cut to them at a paragraph."""
    paragraphs = [part for part in text.split("\n") if part.strip()] + list(parts)
    kept: list[str] = []
    while paragraphs and sum(len(part.split()) for part in kept) < LENGTH - 20:
        kept.append(paragraphs.pop(0))
    return "\n\n".join(kept)


def words(dispatches: Sequence[Dispatch]) -> int:
    return sum(len(dispatch.text.split()) for dispatch in dispatches)


def machine_rows() -> Iterator[Row]:
    model = next(
        (line.split(":", 1)[1].strip() for line in _lines(Path("/proc/cpuinfo")) if line.startswith("model name")),
        platform.processor(),
    )
    yield "machine", f"{model}, {os.cpu_count()} cores; {platform.system()}, Python {platform.python_version()}", ""
    versions = ", ".join(f"{name} {importlib.metadata.version(name)}" for name in ("spacy", "thinc", "numpy"))
    yield "versions", f"marsad {marsad.__version__}, {versions}", ""


def _lines(file: Path) -> list[str]:
    return file.read_text("utf-8").splitlines() if file.exists() else []


def coding_rows(conflict: list[Dispatch], mixed: list[Dispatch], rounds: int) -> Iterator[Row]:
    nlp = spacy.load(next(name for name in MODELS if spacy.util.is_package(name)), exclude=["ner"])
    coder = Coder()
    texts = [dispatch.text for dispatch in conflict]
    # in turn, so that both meet the same machine; spaCy with the size of batch that it likes best
    floor, coding, stream = float("inf"), float("inf"), float("inf")
    for _round in range(rounds + 1):
        for size in (4, 16, 64):
            floor = min(floor, cpu_seconds(lambda n=size: list(nlp.pipe(texts, batch_size=n))))  # type: ignore[misc]
        coding = min(coding, cpu_seconds(lambda: list(coder.code_many(conflict))))
    for _round in range(rounds):
        stream = min(stream, cpu_seconds(lambda: list(coder.code_many(mixed))))
    length = words(conflict) / len(conflict)
    yield "words a dispatch: conflict, mixed", f"{length:.0f}, {words(mixed) / len(mixed):.0f}", ""
    yield rate("spaCy's own parse alone (the floor)", conflict, floor, "")
    yield rate("coding, conflict only, one core", conflict, coding, TARGETS["conflict"])
    yield "coding on top of spaCy's own parse", f"{100 * (coding / floor - 1):.0f} %", TARGETS["added"]
    yield rate("coding, mixed stream, one core", mixed, stream, TARGETS["mixed"])
    parsed = sum(tells_of_conflict(f"{each.title or ''} {each.text}") for each in mixed)
    yield "mixed stream: dispatches that tell of conflict", f"{100 * parsed / len(mixed):.0f} %", ""


def process_rows(conflict: list[Dispatch], mixed: list[Dispatch]) -> Iterator[Row]:
    """Two processes, by the clock; what they take to start and to warm up is left out: the first third of a stream."""
    coder = Coder()
    for name, dispatches in (("conflict only", conflict), ("mixed stream", mixed)):
        codings = coder.code_many([*dispatches, *dispatches, *dispatches], processes=2)
        for _dispatch in dispatches:
            next(codings)
        begin = time.perf_counter()
        for _coding in codings:
            pass
        yield rate(f"coding, {name}, two processes", [*dispatches, *dispatches], time.perf_counter() - begin, "")


def rate(name: str, dispatches: Sequence[Dispatch], seconds: float, target: str) -> Row:
    per_second = len(dispatches) / seconds
    return name, f"{per_second:.1f} dispatches/s, {words(dispatches) / seconds:,.0f} words/s", target


def cpu_seconds(work: Callable[[], object]) -> float:
    begin = time.process_time()
    work()
    return time.process_time() - begin


def start_rows() -> Iterator[Row]:
    show_help = [sys.executable, "-m", "marsad.cli", "--help"]
    yield "`marsad --help`", f"{min(clock(show_help) for _ in range(5)):.2f} s", TARGETS["help"]
    load = [sys.executable, "-c", "from marsad.coding.coder import Coder; Coder().code('Clashes in Tafas.')"]
    yield "loading the coder and coding a line", f"{min(clock(load) for _ in range(3)):.2f} s", ""


def clock(command: list[str]) -> float:
    begin = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - begin


def lookup_rows(count: int) -> Iterator[Row]:
    """Names of the gazetteer itself, as they are and misspelt."""
    coder = Coder()
    names = list({place.text for dispatch in conflict_dispatches(60) for place in coder.places(dispatch.text)})
    names = (names * (count // len(names) + 1))[:count]
    for label, made in (
        ("as written", names),
        ("one letter left out", [name[: len(name) // 2] + name[len(name) // 2 + 1 :] for name in names]),
    ):
        gazetteer = Gazetteer.open()
        distinct = list(dict.fromkeys(made))
        first = cpu_seconds(lambda g=gazetteer, d=distinct: [g.lookup(name) for name in d])  # type: ignore[misc]
        again = cpu_seconds(lambda g=gazetteer, m=made: [g.lookup(name) for name in m])  # type: ignore[misc]
        yield (
            f"gazetteer look-up, {label}",
            f"{1e6 * first / len(distinct):.0f} µs at first, {1e6 * again / len(made):.0f} µs again",
            "",
        )


def peak_memory(dispatches: Sequence[Dispatch]) -> float:
    """Megabytes that `marsad code` holds at most over a stream, in one process."""
    lines = [json.dumps({"text": each.text, "date": str(each.date or "")}) for each in dispatches]
    with tempfile.TemporaryDirectory() as folder:
        stream = Path(folder, "stream.jsonl")
        stream.write_text("\n".join(lines), "utf-8")
        clock([sys.executable, "-m", "marsad.cli", "code", str(stream), "--format", "jsonl"])
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024


def installed_size() -> float:
    """Megabytes of Marsad, as its wheel holds it, and of what its core needs."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    needed: set[str] = set()
    for requirement in project["dependencies"]:
        _add_needed(Requirement(requirement).name, needed)
    own = sum(file.stat().st_size for file in (ROOT / "src").rglob("*") if file.suffix != ".pyc" and file.is_file())
    return (own + sum(_size(name) for name in needed)) / 1e6


def _add_needed(name: str, found: set[str]) -> None:
    name = re.sub(r"[-_.]+", "-", name).lower()
    if name in found:
        return
    found.add(name)
    for line in importlib.metadata.requires(name) or []:
        requirement = Requirement(line)
        if requirement.marker is None or requirement.marker.evaluate({"extra": ""}):
            _add_needed(requirement.name, found)


def _size(name: str) -> int:
    paths = (Path(str(file.locate())) for file in importlib.metadata.files(name) or [])
    return sum(path.stat().st_size for path in paths if path.is_file())


if __name__ == "__main__":
    main()
