"""`marsad redact`: names of private persons that nobody else needs to read."""

from __future__ import annotations

import getpass

import click

_record = click.option(
    "--record", "url", metavar="URL", envvar="MARSAD_RECORD", help="The record [default: marsad.db here]."
)


@click.group(short_help="Hide names of private persons.")
def redact() -> None:
    """Hide names of private persons in all that leaves the record: lists, exports, reports, and the desk for readers.

    The record keeps what was received, and reviewers see it. List each spelling that the dispatches use: Marsad does
    not guess who is a private person, and covers only the names that are listed.
    """


@redact.command("add")
@click.argument("names", nargs=-1, required=True, metavar="NAME...")
@_record
def add_name(names: tuple[str, ...], url: str | None) -> None:
    """Hide names from now on.

    \b
    Example:
      marsad redact add "Full Name" "Surname"
    """
    from marsad.cli.loading import open_record
    from marsad.store.redacting import hide

    with open_record(url, create=True) as record:
        for name in names:
            hide(record.engine, name, getpass.getuser())
    click.echo(f"{len(names)} {'name is' if len(names) == 1 else 'names are'} hidden.")


@redact.command("list")
@_record
def list_names(url: str | None) -> None:
    """List the hidden names.

    \b
    Example:
      marsad redact list
    """
    from marsad.cli.loading import open_record
    from marsad.store.redacting import hidden_names

    with open_record(url) as record:
        for hidden in hidden_names(record.engine):
            click.echo(f"{hidden.name}\t{hidden.who}\t{hidden.at:%Y-%m-%d}")


@redact.command("lift")
@click.argument("name")
@_record
def lift_name(name: str, url: str | None) -> None:
    """Show a name again.

    \b
    Example:
      marsad redact lift "Surname"
    """
    from marsad.cli.loading import open_record
    from marsad.store.redacting import lift

    with open_record(url) as record:
        lift(record.engine, name)
    click.echo(f"{name} is shown again.")
