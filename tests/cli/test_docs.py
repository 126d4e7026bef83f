"""docs/commands.md tells of every command what its help tells."""

from __future__ import annotations

from pathlib import Path

import click

from marsad.cli.docs import commands, page

PAGE = Path(__file__).parents[2] / "docs" / "commands.md"


def test_the_page_of_commands_is_the_help_of_the_program() -> None:
    assert PAGE.read_text("utf-8") == page(), "run: python -m marsad.cli.docs > docs/commands.md"


def test_every_command_is_documented_and_one_that_takes_something_has_an_example() -> None:
    for path, command in commands():
        name = " ".join(path)
        assert f"## {name}\n" in page()
        assert command.help, name
        if command.params and not isinstance(command, click.Group):
            assert f"    {name}" in command.help.replace("\n  ", "\n    "), f"{name} has no example"


def test_every_option_is_explained() -> None:
    for path, command in commands():
        for parameter in command.params:
            if parameter.param_type_name == "option" and parameter.name != "form":
                assert getattr(parameter, "help", None), f"{' '.join(path)} {parameter.name}"
