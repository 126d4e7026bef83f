"""The command line. `main` is the program `marsad`; each command stands in a module named after it.

Modules of commands import only click and the standard library when they load: `marsad --help` is quick.
"""

from __future__ import annotations

import os
import sys

import click

from marsad import __version__
from marsad.cli.actors import actors
from marsad.cli.add import add
from marsad.cli.claims import claims
from marsad.cli.code import code
from marsad.cli.codebook import codebook, schema
from marsad.cli.demo import demo
from marsad.cli.diff import diff
from marsad.cli.dispatches import dispatches
from marsad.cli.doctor import doctor
from marsad.cli.evaluate import evaluate
from marsad.cli.events import events
from marsad.cli.explain import explain
from marsad.cli.export import export
from marsad.cli.gazetteer import gazetteer
from marsad.cli.incidents import incidents
from marsad.cli.messages import say
from marsad.cli.places import places
from marsad.cli.recode import recode
from marsad.cli.redact import redact
from marsad.cli.report import report
from marsad.cli.serve import serve
from marsad.cli.show import show
from marsad.cli.users import tokens, users
from marsad.cli.watch import watch
from marsad.errors import MarsadError

FAILED = 2
INTERRUPTED = 130


class _InOrder(click.Group):
    """Lists its commands in the order of their first use, not of the alphabet."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.commands)


@click.group(cls=_InOrder, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="marsad")
@click.option("--debug", is_flag=True, help="Show the whole traceback of an unexpected error.")
def cli(debug: bool) -> None:
    """Turn dated conflict dispatches into a sourced conflict-event record: who did what to whom, where, when,
    with how many casualties, according to whom.

    \b
    Begin with:
      marsad demo                            see it at work on sample dispatches
      marsad code report.txt                 a table of the events in a dispatch
      marsad code reports/ -o events.csv     a folder of dispatches as a table for R, pandas or Excel
      marsad add reports/                    keep them in a record: who told what, joined into incidents

    Results go to standard output (or to -o FILE), messages to standard error. Exit codes: 0 all went well,
    1 some inputs could not be read, 2 nothing could be done, 130 interrupted. Everything runs on this
    computer; nothing is sent anywhere.
    """


_COMMANDS = (
    demo, code,
    add, watch, events, incidents, dispatches, show, recode, diff,
    export, report, claims,
    explain, places, gazetteer, actors, codebook, schema, evaluate,
    redact, serve, users, tokens,
    doctor,
)  # fmt: skip
for command in _COMMANDS:
    cli.add_command(command)


def main(arguments: list[str] | None = None) -> None:
    """Run `marsad` and leave with its exit code. No traceback reaches the user without `--debug`.

    This is the one place that catches every error: an unexpected one is told in a line, with the way to its
    traceback.
    """
    given = sys.argv[1:] if arguments is None else arguments
    # the parser's matrices are small: a second thread would mostly wait; --processes uses the other cores
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    try:
        result = cli.main(given, prog_name="marsad", standalone_mode=False)
    except click.exceptions.Abort:
        say("interrupted")
        sys.exit(INTERRUPTED)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except MarsadError as error:
        say(str(error))
        sys.exit(FAILED)
    except OSError as error:
        say(f"{error.strerror or error}{f': {error.filename}' if error.filename else ''}")
        sys.exit(FAILED)
    except Exception as error:
        if "--debug" in given:
            raise
        say(f"unexpected {type(error).__name__}: {' '.join(str(error).split())[:200]}")
        say("this is a fault in Marsad: run the command again as `marsad --debug …` and report what it prints")
        sys.exit(FAILED)
    sys.exit(result if isinstance(result, int) else 0)
