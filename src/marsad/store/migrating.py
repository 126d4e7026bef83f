"""Is the record's schema that of this program, and if it is older, how does it come up to it?"""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, Engine, inspect, text

from marsad.errors import RecordError
from marsad.store.engine import name_of, told, writing
from marsad.store.linking import restore_judgements
from marsad.store.schema import REVISIONS

FOLDER = Path(__file__).parent / "migrations"


def ensure_schema(engine: Engine, *, create: bool) -> None:
    """Make the tables where there are none (`create`), and bring older ones up to this program's, all or nothing.

    Raises `RecordError` where there is no record and none shall be made, where the database holds something else, and
    where a newer program made it.
    """
    with told(engine), engine.connect() as connection:
        found = _revision(connection, engine)
    if found == REVISIONS[-1]:
        return
    if found is None and not create:
        raise RecordError(f"{name_of(engine)}: there is no record yet; make one with `marsad add`")
    if engine.dialect.name == "sqlite" and found is None:
        # readers go on while somebody writes; the file keeps this for good
        with told(engine), engine.connect() as connection:
            raw = connection.connection.driver_connection
            assert raw is not None
            connection.rollback()
            raw.execute("PRAGMA journal_mode = WAL")
    with writing(engine) as connection:
        # somebody else may have done it meanwhile
        if _revision(connection, engine) != REVISIONS[-1]:
            upgrade(connection)
            if found is not None:
                restore_judgements(connection)


def upgrade(connection: Connection, revision: str = REVISIONS[-1]) -> None:
    """Run the migrations up to a revision in the connection's transaction."""
    from alembic import command
    from alembic.config import Config

    settings = Config()
    settings.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    settings.attributes["connection"] = connection
    command.upgrade(settings, revision)


def _revision(connection: Connection, engine: Engine) -> str | None:
    """The revision of the record; None where the database is empty."""
    tables = set(inspect(connection).get_table_names())
    if not tables:
        return None
    if not {"alembic_version", "dispatches", "codings", "decisions"} <= tables:
        raise RecordError(f"{name_of(engine)}: this database holds something else; name another with --record")
    found = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    if found not in REVISIONS:
        raise RecordError(f"{name_of(engine)}: a newer Marsad made this record; update Marsad to read it")
    return str(found)
