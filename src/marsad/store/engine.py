"""How is the database opened, and what does its every failure mean to a person?"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError
from sqlalchemy.pool import ConnectionPoolEntry

from marsad.errors import ExtraMissing, MarsadError, RecordError

VARIABLE = "MARSAD_RECORD"
DEFAULT = "marsad.db"
WAIT_SECONDS = 30
"""How long one process waits for another that writes."""
_WRITES = "marsad_writes"
_WRITERS_LOCK = 0x6D617273
"""The advisory lock that PostgreSQL's writers take in turn: linking must see what the writer before it wrote."""


def record_url(given: str | Path | None) -> str:
    """The address of a record: what is given, else `$MARSAD_RECORD`, else `marsad.db` in the current folder.

    A plain path is a SQLite file. Raises `RecordError` where the address is no such thing.
    """
    address = str(given or os.environ.get(VARIABLE) or DEFAULT)
    if "://" not in address:
        return f"sqlite:///{address}"
    scheme, rest = address.split("://", 1)
    if scheme in ("postgresql", "postgres"):
        return f"postgresql+psycopg://{rest}"
    if scheme in ("sqlite", "postgresql+psycopg"):
        return address
    raise RecordError(f"{scheme}://…: a record is a SQLite file or a postgresql:// address")


def open_engine(url: str) -> Engine:
    """An engine for `record_url`'s result; it connects when it is used. Raises `RecordError`, `ExtraMissing`."""
    try:
        made = make_url(url)
        if made.get_backend_name() == "sqlite":
            engine = create_engine(made, connect_args={"timeout": WAIT_SECONDS, "check_same_thread": False})
            event.listen(engine, "connect", _prepare_sqlite)
        else:
            engine = create_engine(made, pool_pre_ping=True)
    except ModuleNotFoundError:
        raise ExtraMissing("a record in PostgreSQL needs psycopg: pip install 'marsad[postgres]'") from None
    except (ArgumentError, NoSuchModuleError, ValueError) as error:
        raise RecordError(f"the record's address cannot be read: {one_line(error)}") from error
    event.listen(engine, "begin", _begin)
    return engine


def _prepare_sqlite(connection: sqlite3.Connection, _entry: ConnectionPoolEntry) -> None:
    # SQLAlchemy begins and ends the transactions, not Python's driver.
    connection.isolation_level = None
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA synchronous = FULL")


def _begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get(_WRITES, False)
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
    elif writes:
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _WRITERS_LOCK})


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """A transaction that sees one state of the record. Raises `RecordError` for what the database cannot do."""
    with told(engine), engine.connect() as connection, connection.begin():
        yield connection


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """A transaction that writes all or nothing; writers come one after the other. Raises `RecordError`."""
    with told(engine), engine.connect().execution_options(**{_WRITES: True}) as connection, connection.begin():
        yield connection


@contextmanager
def told(engine: Engine) -> Iterator[None]:
    """Say in a line what the database means."""
    try:
        yield
    except DBAPIError as error:
        raise _meaning(engine, error) from error
    except sqlite3.Error as error:
        raise _meaning(engine, error) from error


def name_of(engine: Engine) -> str:
    """The record's name in messages: the file, or the address without the password."""
    if engine.dialect.name == "sqlite":
        return engine.url.database or "the record in memory"
    return engine.url.set(drivername="postgresql").render_as_string(hide_password=True)


def one_line(error: BaseException) -> str:
    """An error's own words on one line."""
    words = str(error.orig if isinstance(error, DBAPIError) else error).split()
    return " ".join(words)[:200]


_SQLITE: tuple[tuple[str, str], ...] = (
    ("database is locked", f"another process has been writing for {WAIT_SECONDS} seconds; try again when it is done"),
    ("not a database", "this is no record but some other file; name another with --record"),
    ("malformed", "the file is damaged; restore it from a copy, or save what can be read with sqlite3's .recover"),
    ("disk is full", "there is no space left on the disk; nothing was changed, make space and run it again"),
    ("disk I/O error", "the disk cannot be read or written; nothing was changed"),
    ("unable to open", "cannot be opened: is there such a folder, and may you write to it?"),
    ("readonly", "no permission to write there"),
)
_POSTGRES: tuple[tuple[str, str], ...] = (
    ("53100", "the server has no space left on its disk; nothing was changed, make space and run it again"),
    ("42501", "this user may not write there; ask for the permission"),
    ("3D000", "the server has no such database; make it with createdb"),
    ("28", "the server does not let this user in; see the address and the password"),
    ("55P03", "another process is writing; try again when it is done"),
    ("57014", "the server broke off; try again"),
    ("XX001", "the database is damaged; restore it from a backup"),
)


def _meaning(engine: Engine, error: DBAPIError | sqlite3.Error) -> MarsadError:
    cause: Any = error.orig if isinstance(error, DBAPIError) else error
    words = one_line(error)
    if engine.dialect.name == "sqlite":
        said = next((meaning for sign, meaning in _SQLITE if sign in words), None)
    else:
        state = getattr(cause, "sqlstate", None) or ""
        said = next((meaning for sign, meaning in _POSTGRES if state.startswith(sign)), None)
        if said is None and not state:
            said = f"the server cannot be reached ({words})"
    return RecordError(f"{name_of(engine)}: {said or words}")
