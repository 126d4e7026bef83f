"""What Marsad says to the user while it works, all of it on standard error."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, TextIO, TypeVar

import click

if TYPE_CHECKING:
    from marsad.errors import MarsadError
    from marsad.model import Coding, Dispatch

_Item = TypeVar("_Item")
_SHOWN_ERRORS = 50
_SHOWN_NAMES = 3
SOME_FAILED = 1


def say(message: str) -> None:
    """One message for the user."""
    click.echo(f"marsad: {message}", err=True)


def on_terminal() -> bool:
    """Whether a person watches the messages."""
    return sys.stderr.isatty()


class Problems:
    """The inputs that could not be read and the warnings about those that could, told together at the end."""

    def __init__(self) -> None:
        self.errors: list[str] = []
        self._warnings: dict[str, list[str]] = {}

    def refuse(self, error: MarsadError) -> None:
        """Note an input that could not be read."""
        self.errors.append(str(error))

    def warn(self, dispatch: Dispatch, warnings: Iterable[str]) -> None:
        """Note what the reader or the coder said about a dispatch."""
        name = dispatch.external_id or dispatch.title or "standard input"
        for warning in dict.fromkeys(warnings):
            self._warnings.setdefault(warning, []).append(name)

    def watch(self, codings: Iterable[Coding]) -> Iterator[Coding]:
        """Pass codings through and note their warnings."""
        for coding in codings:
            self.warn(coding.dispatch, coding.warnings)
            yield coding

    def tell(self) -> int:
        """Say everything; the exit code is 0, or 1 where inputs could not be read."""
        for warning, names in self._warnings.items():
            rest = f" and {len(names) - _SHOWN_NAMES} more" if len(names) > _SHOWN_NAMES else ""
            say(f"warning: {warning} ({', '.join(names[:_SHOWN_NAMES])}{rest})")
        if self.errors:
            say(f"{len(self.errors)} could not be read:")
            for error in self.errors[:_SHOWN_ERRORS]:
                click.echo(f"  {error}", err=True)
            if len(self.errors) > _SHOWN_ERRORS:
                click.echo(f"  … and {len(self.errors) - _SHOWN_ERRORS} more", err=True)
        return SOME_FAILED if self.errors else 0


def with_progress(items: Iterable[_Item], doing: str, total: int | None) -> Iterator[_Item]:
    """Pass items through under a progress bar; without a terminal there is none. `total` None: not known."""
    if not on_terminal():
        yield from items
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    console = Console(stderr=True)
    with Progress(*columns, console=console, transient=True, redirect_stdout=False) as progress:
        task = progress.add_task(doing, total=total)
        for item in items:
            yield item
            progress.advance(task)


def unless_both_terminals(items: Iterable[_Item], stream: TextIO) -> Iterable[_Item]:
    """The items, all taken in at once where results and progress bar would be written over each other."""
    return list(items) if on_terminal() and stream.isatty() else items


@contextmanager
def waiting(doing: str) -> Iterator[None]:
    """Show that something of unknown length is going on, where a person watches."""
    if not on_terminal():
        yield
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    console = Console(stderr=True)
    with Progress(*columns, console=console, transient=True, redirect_stdout=False) as progress:
        progress.add_task(doing, total=None)
        yield
