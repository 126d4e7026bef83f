"""Do the readers withstand damaged and hostile input? `python fuzz/readers.py --inputs 100000`

Begins from one small source of each format (tests/readers/examples.py), damages it in random ways and reads it.
A reader may give dispatches or raise an error of Marsad's own in one line; anything else is a crash. Prints a table of
inputs, dispatches, errors by class and crashes, with the number of each crashing input; `--format pdf --only NUMBER`
reads that input again and shows the traceback. Inputs are made from their number, so that every run makes the same.
"""

from __future__ import annotations

import argparse
import gzip
import io
import multiprocessing
import random
import resource
import sys
import time
import traceback
import zipfile
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from marsad.errors import MarsadError
from marsad.readers.columns import ColumnMap
from marsad.readers.interface import About, Reader
from marsad.readers.registry import readers_of, recognised
from readers.examples import examples

MEMORY = 4 << 30
BATCH = 250
PATIENCE = 60
TOKENS = (
    b"\0", b"\xff\xfe", b"\xef\xbb\xbf", b"\n", b"\r\n\r\n", b'"', b"'", b"<", b">", b"&", b"&#0;",
    b"&#xFFFFFFFF;", b"<![CDATA[", b"]]>", b"<!ENTITY a 'b'>", b"<!DOCTYPE x [", b"{", b"}", b"[", b"]",
    b"," * 20, b"[" * 300, b"<p>" * 300, b"<div>" * 400, b"9" * 30, b"-1", b"1e999", b"NaN", b"null",
    b"\\ud800", b"\xed\xa0\x80", b"0000-00-00", b"99999999999999",
    b"Content-Type: multipart/mixed; boundary=x\n\n--x\n", b"Content-Transfer-Encoding: base64\n",
    b"charset=utf-7", b"charset=idna", b"=?x?q?=ff?=", b"=?utf-8?b?/w==?=", b"From a 2021\n", b"messages",
    b'"messages": [', b"<< >>", b"/Length 99999999", b"/Filter /FlateDecode", b"/Kids [3 0 R]",
    b"/Parent 2 0 R", b"obj", b"endobj", b"stream\n", b"xref", b"trailer", b"%PDF-1.7", b"/Encrypt 3 0 R",
    b"WARC/1.0\r\n", b"Content-Length: 99999999999\r\n", b"Content-Length: -5\r\n",
    b"Transfer-Encoding: chunked\r\n", b"HTTP/1.1 200 OK\r\n", b"PK\x03\x04", b"PAR1", b"%00",
    b"\xf0\x9f\x92\xa3", b"\xe2\x80\xa8", b"a" * 5000,
)  # fmt: skip


@dataclass
class Tally:
    """What came of the inputs of one format."""

    inputs: int = 0
    dispatches: int = 0
    errors: Counter[str] = field(default_factory=Counter)
    crashes: dict[str, list[int]] = field(default_factory=dict)
    slowest: tuple[float, int] = (0.0, 0)


def damaged(name: str, number: int, sources: dict[str, bytes]) -> bytes:
    """The input of this number for a format."""
    choice = random.Random(f"{name} {number}")
    data = sources[name]
    if name.endswith(".docx") and choice.random() < 0.7:
        return _rezipped(data, choice, sources)
    if name.endswith(".gz") and choice.random() < 0.7:
        members = _changed(gzip.decompress(data), choice, sources)
        return gzip.compress(members, 1)
    return _changed(data, choice, sources)


def _rezipped(data: bytes, choice: random.Random, sources: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as new:
        names = old.namelist()
        wanted = [name for name in names if "document" in name or "rels" in name or "core" in name or "Types" in name]
        victim = choice.choice(wanted if choice.random() < 0.8 else names)
        for name in names:
            part = old.read(name)
            if name != victim:
                new.writestr(name, part)
            elif choice.random() < 0.9:
                new.writestr(name, _changed(part, choice, sources))
    return out.getvalue()


def _changed(data: bytes, choice: random.Random, sources: dict[str, bytes]) -> bytes:
    work = bytearray(data)
    for _ in range(choice.choice((1, 1, 2, 3, 5, 10, 30))):
        at = choice.randrange(len(work) + 1)
        far = min(len(work), at + choice.choice((1, 2, 8, 40, 200)))
        kind = choice.randrange(9)
        if kind == 0 and at < len(work):
            work[at] ^= 1 << choice.randrange(8)
        elif kind == 1 and at < len(work):
            work[at] = choice.randrange(256)
        elif kind == 2:
            del work[at:far]
        elif kind == 3:
            work[at:at] = work[at:far] * choice.choice((1, 2, 50))
        elif kind in (4, 5):
            work[at:at] = choice.choice(TOKENS)
        elif kind == 6:
            work[at:far] = choice.choice(TOKENS)
        elif kind == 7 and choice.random() < 0.3:
            del work[at:]
        elif kind == 8 and choice.random() < 0.2:
            other = sources[choice.choice(sorted(sources))]
            start = choice.randrange(len(other))
            work[at:far] = other[start : start + 500]
    return bytes(work)


def read_one(name: str, data: bytes) -> tuple[int, list[MarsadError]]:
    """How many dispatches an input gives, and the errors told; whatever else is raised is a crash."""
    told: list[MarsadError] = []
    columns = ColumnMap({"text": "story", "date": "day"}) if name.endswith(".parquet") else ColumnMap()
    about = About(told.append, "input", columns=columns)
    count = 0
    try:
        for reader in _readers(name, data):
            for dispatch in reader.read(io.BufferedReader(io.BytesIO(data)), about):
                dispatch.text.encode("utf-8")
                dispatch.model_dump_json()
                count += 1
    except MarsadError as error:
        told.append(error)
    for error in told:
        if "\n" in str(error):
            raise AssertionError(f"an error of more than one line: {error!r}")
    return count, told


def _readers(name: str, data: bytes) -> list[Reader]:
    head = data[:8192]
    named = [reader for reader in readers_of(name) if reader.sniff(head)] or list(readers_of(name))[:1]
    return list(dict.fromkeys([named[0], recognised(head)]))


def _run_batch(name: str, numbers: range, sources: dict[str, bytes], current, results) -> None:  # type: ignore[no-untyped-def]
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    tally = Tally()
    for number in numbers:
        current.value = number
        data = damaged(name, number, sources)
        start = time.perf_counter()
        try:
            count, told = read_one(name, data)
            tally.dispatches += count
            tally.errors.update(type(error).__name__ for error in told)
        except Exception as error:  # noqa: BLE001 - whatever comes is what this script looks for
            where = traceback.extract_tb(error.__traceback__)[-1]
            key = f"{type(error).__name__} in {Path(where.filename).name}:{where.lineno}"
            tally.crashes.setdefault(key, []).append(number)
        tally.inputs += 1
        tally.slowest = max(tally.slowest, (time.perf_counter() - start, number))
    results.put(tally)


def run(name: str, inputs: int, sources: dict[str, bytes]) -> Tally:
    """Read so many damaged inputs of a format, in batches of which each has its own process."""
    total = Tally()
    context = multiprocessing.get_context("fork")
    start = 0
    while start < inputs:
        numbers = range(start, min(start + BATCH, inputs))
        current, results = context.Value("q", start), context.SimpleQueue()
        child = context.Process(target=_run_batch, args=(name, numbers, sources, current, results))
        child.start()
        last, since = -1, time.monotonic()
        while child.is_alive() and results.empty():
            child.join(0.05)
            if current.value != last:
                last, since = current.value, time.monotonic()
            if time.monotonic() - since > PATIENCE:
                child.kill()
                child.join()
                total.crashes.setdefault(f"more than {PATIENCE} s", []).append(last)
        if results.empty():  # killed: go on behind the input that did it
            if child.exitcode not in (0, -9):
                total.crashes.setdefault(f"exit code {child.exitcode}", []).append(int(current.value))
            total.inputs += int(current.value) + 1 - start
            start = int(current.value) + 1
            continue
        part = results.get()
        child.join()
        total.inputs += part.inputs
        total.dispatches += part.dispatches
        total.errors.update(part.errors)
        for key, found in part.crashes.items():
            total.crashes.setdefault(key, []).extend(found)
        total.slowest = max(total.slowest, part.slowest)
        start = numbers.stop
    return total


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--inputs", type=int, default=100_000, help="damaged inputs over all formats")
    parser.add_argument("--format", help="only this format, by its ending")
    parser.add_argument("--only", type=int, help="read this one input and show what comes of it")
    given = parser.parse_args()
    sources = examples()
    names = [name for name in sources if given.format is None or name.endswith(given.format)]
    if given.only is not None:
        data = damaged(names[0], given.only, sources)
        print(data[:2000])
        print(read_one(names[0], data))
        return 0
    for name in names:  # the packages are loaded once, before the batches fork
        read_one(name, sources[name])
    print(f"{'format':<12}{'inputs':>8}{'dispatches':>12}{'slowest':>10}  errors told, crashes")
    total, crashes = 0, 0
    for name in names:
        tally = run(name, -(-given.inputs // len(names)), sources)
        told = ", ".join(f"{count} {kind}" for kind, count in tally.errors.most_common())
        slow = f"{tally.slowest[0]:.2f} s"
        print(f"{name:<12}{tally.inputs:>8}{tally.dispatches:>12}{slow:>10}  {told or 'none'}", flush=True)
        for key, numbers in tally.crashes.items():
            print(f"    CRASH {key}: {len(numbers)} inputs, such as {numbers[:3]}", flush=True)
        total, crashes = total + tally.inputs, crashes + sum(map(len, tally.crashes.values()))
    print(f"{total:,} inputs, {crashes:,} crashes")
    return 1 if crashes else 0


if __name__ == "__main__":
    sys.exit(main())
