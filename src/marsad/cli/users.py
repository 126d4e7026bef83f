"""`marsad users` and `marsad tokens`: who may work on the desk, and which programs may ask its API."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import click

from marsad.errors import RecordError

if TYPE_CHECKING:
    import datetime as dt

    from marsad.store.people import Level
    from marsad.store.record import Record

_LEVELS = click.Choice(["reader", "reviewer", "admin"])


def _opened(context: click.Context, parameter: click.Parameter, url: str | None) -> Record:
    from marsad.store.record import Record

    return context.with_resource(Record.open(url))


_record = click.option(
    "--record",
    metavar="URL",
    envvar="MARSAD_RECORD",
    callback=_opened,
    help="The record [default: marsad.db here].",
)


@click.group(short_help="Who may log in to the desk.")
def users() -> None:
    """Who may log in to the desk: readers read, reviewers decide and add dispatches, admins see who logged in."""


@users.command("add")
@click.argument("name")
@click.option("--level", type=_LEVELS, default="reviewer", show_default=True, help="What they may do.")
@click.password_option(help="Asked for where it is not given.")
@_record
def add_user_command(name: str, level: str, password: str, record: Record) -> None:
    """Add a user.

    \b
    Example:
      marsad users add amina --level reviewer
    """
    from marsad.store.people import add_user

    add_user(record.engine, name, cast("Level", level), _hashed(password))
    click.echo(f"{name} may log in as {level}.")


@users.command("list")
@_record
def list_users_command(record: Record) -> None:
    """List the users.

    \b
    Example:
      marsad users list
    """
    from marsad.store.people import list_users

    for user in list_users(record.engine):
        _tell(user.name, _state(user.level, "disabled", user.disabled_at), f"since {user.created_at:%Y-%m-%d}")


@users.command("change")
@click.argument("name")
@click.option("--level", type=_LEVELS, help="What they may do from now on.")
@click.option("--password", is_flag=True, help="Ask for a new password.")
@click.option("--disable/--enable", default=None, help="Whether they may log in.")
@_record
def change_user_command(name: str, level: str | None, password: bool, disable: bool | None, record: Record) -> None:
    """Change a user's level or password, or disable them. Their sessions end.

    \b
    Example:
      marsad users change amina --level admin
    """
    from marsad.store.people import change_user

    chosen = click.prompt("New password", hide_input=True, confirmation_prompt=True) if password else None
    change_user(
        record.engine,
        name,
        level=cast("Level | None", level),
        password_hash=_hashed(chosen) if chosen else None,
        disabled=disable,
    )
    click.echo(f"{name} is changed.")


@users.command("logins")
@_record
def list_logins_command(record: Record) -> None:
    """List the latest attempts to log in.

    \b
    Example:
      marsad users logins
    """
    from marsad.store.people import list_logins

    for login in list_logins(record.engine):
        result = "logged in" if login.succeeded else "refused"
        _tell(f"{login.at:%Y-%m-%d %H:%M:%S}Z", login.user, login.address, result)


@click.group(short_help="Which programs may ask the desk's API.")
def tokens() -> None:
    """Keys for programs that ask the desk's API: `Authorization: Bearer KEY`."""


@tokens.command("add")
@click.argument("name")
@click.option("--level", type=_LEVELS, default="reader", show_default=True, help="What it may do.")
@_record
def add_token_command(name: str, level: str, record: Record) -> None:
    """Make a key; it is shown this once.

    \b
    Example:
      marsad tokens add map-of-the-office --level reader
    """
    from marsad.store.people import add_token

    click.echo(add_token(record.engine, name, cast("Level", level)))


@tokens.command("list")
@_record
def list_tokens_command(record: Record) -> None:
    """List the keys by name, not the keys themselves.

    \b
    Example:
      marsad tokens list
    """
    from marsad.store.people import list_tokens

    for token in list_tokens(record.engine):
        state = _state(token.level, "revoked", token.revoked_at)
        _tell(token.id, token.name, state, f"since {token.created_at:%Y-%m-%d}")


@tokens.command("revoke")
@click.argument("id")
@_record
def revoke_token_command(id: str, record: Record) -> None:
    """Take a key back.

    \b
    Example:
      marsad tokens revoke 1f2e3d4c
    """
    from marsad.store.people import revoke_token

    revoke_token(record.engine, id)
    click.echo(f"Token {id} is revoked.")


def _tell(*cells: str) -> None:
    click.echo("\t".join(cells))


def _state(level: str, ended: str, at: dt.datetime | None) -> str:
    return f"{level}, {ended}" if at else level


def _hashed(password: str) -> str:
    from marsad.web.security.passwords import hash_password

    try:
        return hash_password(password)
    except ValueError as error:
        raise RecordError(str(error)) from error
