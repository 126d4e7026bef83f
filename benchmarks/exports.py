"""How fast a record leaves in each format, and in how much memory: prints a table in Markdown.

Events are those of the bundled samples, coded once and told again with other days and ids up to the number asked for.
Each format runs in a process of its own, once with few events and once with all: memory that does not grow is constant.
"""

from __future__ import annotations

import argparse
import datetime as dt
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from importlib import resources
from pathlib import Path

import marsad
from marsad.exports.formats import FORMATS
from marsad.exports.options import Options
from marsad.incidents.accounts import Account
from marsad.model import Coding
from marsad.readers import read_paths

FEW = 1000
FIRST = dt.date(2012, 1, 1)
A_DAY = 20
"""Events of one day."""


def coded_samples() -> list[Coding]:
    """The bundled samples, coded."""

    def refuse(error: Exception) -> None:
        raise error

    with resources.as_file(resources.files("marsad").joinpath("samples")) as folder:
        return list(marsad.Coder().code_many(read_paths([folder], on_error=refuse)))


def accounts(codings: list[Coding], number: int) -> Iterator[Account]:
    """So many events, in the order of their days."""
    told = [(event, coding.dispatch) for coding in codings for event in coding.events]
    for index in range(number):
        event, dispatch = told[index % len(told)]
        day = FIRST + dt.timedelta(days=index // A_DAY)
        time_ = event.time.model_copy(update={"start": day, "end": day})
        fresh = dispatch.model_copy(update={"id": f"{dispatch.id}{index // len(told):08}"})
        yield Account(event.model_copy(update={"id": f"{event.id}{index:08}", "time": time_}), fresh)


def run_one(form: str, number: int, codings: Path) -> None:
    """Write one format and print seconds and megabytes."""
    told = [Coding.model_validate_json(line) for line in codings.read_text("utf-8").splitlines()]
    chosen = FORMATS[form]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "out"
        started = time.process_time()
        with path.open("wb") if chosen.binary else path.open("w", encoding="utf-8", newline="") as file:
            chosen.write(accounts(told, number), file, Options("events", link_base="https://desk.example.org"))
        taken = time.process_time() - started
        print(taken, peak_memory(), path.stat().st_size / 1e6)


def peak_memory() -> float:
    """The most memory that this process has held, in MB (Linux: what the parent held is not counted)."""
    status = Path("/proc/self/status").read_text("utf-8")
    return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM")) / 1024


def measured(form: str, number: int, codings: Path) -> tuple[float, float, float]:
    """Seconds, megabytes of memory and megabytes written of one run in a process of its own."""
    command = [sys.executable, __file__, "--one", form, "--events", str(number), "--codings", str(codings)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    seconds, memory, size = (float(part) for part in done.stdout.split())
    return seconds, memory, size


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--events", type=int, default=100_000)
    parser.add_argument("--one", choices=FORMATS, help=argparse.SUPPRESS)
    parser.add_argument("--codings", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.one:
        run_one(given.one, given.events, given.codings)
        return
    with tempfile.TemporaryDirectory() as folder:
        codings = Path(folder) / "codings.jsonl"
        codings.write_text("".join(coding.model_dump_json() + "\n" for coding in coded_samples()), "utf-8")
        print(f"| format | {given.events:,} events | events/s | file | peak memory, {FEW:,} events | all events |")
        print("|---|---|---|---|---|---|")
        for form in FORMATS:
            _, few, _ = measured(form, FEW, codings)
            seconds, memory, size = measured(form, given.events, codings)
            rate = given.events / seconds
            print(f"| {form} | {seconds:.0f} s | {rate:,.0f} | {size:.0f} MB | {few:.0f} MB | {memory:.0f} MB |")


if __name__ == "__main__":
    main()
