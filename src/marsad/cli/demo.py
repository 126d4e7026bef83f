"""`marsad demo`: Marsad at work on the sample dispatches that come with it."""

from __future__ import annotations

from importlib import resources
from pathlib import Path

import click

from marsad.cli.code import code_all, write_codings, writer
from marsad.cli.inputs import open_inputs
from marsad.cli.messages import Problems
from marsad.cli.writing import result_file
from marsad.errors import WriteError

FOLDER = Path("marsad-demo")


@click.command(short_help="Code the sample dispatches and write a report.")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, file_okay=False),
    default=FOLDER,
    show_default=True,
    metavar="DIR",
    help="Folder for the report and the events; made where there is none.",
)
def demo(output: Path) -> int:
    """Code the sample dispatches that come with Marsad: print their events and write a report.

    The samples were written for demonstration, in the manner of real reports.

    \b
    Example:
      marsad demo
    """
    try:
        output.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise WriteError(f"{output}: cannot be made ({error.strerror}); choose another folder with -o") from error
    problems = Problems()
    with resources.as_file(resources.files("marsad").joinpath("samples")) as folder:
        dispatches, total = open_inputs([str(folder)], problems)
        codings = list(code_all(dispatches, problems, total=total))
    write_codings(codings, writer("table"), None)
    report = output / "report.html"
    write_codings(codings, writer("html"), report)
    write_codings(codings, writer("csv"), output / "events.csv")
    write_codings(codings, writer("jsonl", full=True), output / "codings.jsonl")
    events = sum(len(coding.events) for coding in codings)
    with result_file(None) as stream:
        stream.write(
            f"{len(codings)} sample dispatches, {events} events.\n\n"
            f"Open in a browser:  {report.resolve()}\n"
            f"The same as data:   {output / 'events.csv'}, {output / 'codings.jsonl'}\n\n"
            "Try next, on a dispatch of your own:\n"
            "  marsad code report.txt --date 2021-01-24\n"
            "  marsad explain report.txt\n"
            "  marsad code reports/ -o events.csv\n"
        )
    return problems.tell()
