"""The page docs/commands.md, made from the help texts: `python -m marsad.cli.docs > docs/commands.md`."""

from __future__ import annotations

import sys
from collections.abc import Iterator

import click

from marsad.cli import cli

_HEAD = """# Commands

Made from the help texts by `python -m marsad.cli.docs > docs/commands.md`; a test holds both together.
"""
_WIDTH = 100


def page() -> str:
    """The page as Markdown: the help of every command, in the order of the program's own list."""
    parts = [_HEAD]
    for path, command in commands():
        context = _context(path, command)
        parts.append(f"## {' '.join(path)}\n\n```text\n{command.get_help(context).rstrip()}\n```\n")
    return "\n".join(parts)


def commands() -> Iterator[tuple[list[str], click.Command]]:
    """Every command with the words that call it, groups before their members."""
    yield from _members(["marsad"], cli)


def _members(path: list[str], command: click.Command) -> Iterator[tuple[list[str], click.Command]]:
    yield path, command
    if isinstance(command, click.Group):
        for name, member in command.commands.items():
            yield from _members([*path, name], member)


def _context(path: list[str], command: click.Command) -> click.Context:
    context: click.Context | None = None
    for name in path[:-1]:
        context = click.Context(click.Group(name), info_name=name, parent=context)
    settings = {"terminal_width": _WIDTH, "max_content_width": _WIDTH, "help_option_names": ["-h", "--help"]}
    return click.Context(command, info_name=path[-1], parent=context, **settings)  # type: ignore[arg-type]


if __name__ == "__main__":
    sys.stdout.write(page())
