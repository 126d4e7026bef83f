"""The user's own actors: one table in the user's data directory, beside the shipped ones."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from marsad.actors.generic import state_actors
from marsad.actors.tables import Actor, check_references, read_file, read_table, shipped_actors, write_table
from marsad.errors import DataError, WriteError

_NAME = "actors.csv"


def user_file() -> Path:
    """The user's table: `$MARSAD_ACTORS_DIR/actors.csv`, else in the platform's data directory."""
    folder = os.environ.get("MARSAD_ACTORS_DIR")
    if folder:
        return Path(folder).expanduser() / _NAME
    from platformdirs import user_data_path

    return user_data_path("marsad", appauthor=False) / "actors" / _NAME


def user_actors() -> list[Actor]:
    """The user's own actors, in the order of the table."""
    path = user_file()
    return read_table(read_file(path), str(path), default_source=_NAME) if path.exists() else []


def add(actors: Sequence[Actor], *, replace: bool = False) -> Path:
    """Write actors into the user's table and tell where it stands.

    Raises `DataError` where an id stands there already and `replace` is false, or a parent or backer is
    unknown; `WriteError` where it cannot be written. A shipped actor of the same id is replaced by the
    user's.
    """
    known = {actor.id: actor for actor in user_actors()}
    for actor in actors:
        if actor.id in known and not replace:
            raise DataError(f"{user_file()}: id {actor.id!r} stands there already; replace it or choose another id")
        known[actor.id] = actor
    check_references({actor.id: actor for actor in (*state_actors(), *shipped_actors(), *known.values())})
    path = user_file()
    fresh = path.with_suffix(".new")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        fresh.write_text(write_table(known.values()), "utf-8")
        fresh.replace(path)
    except OSError as error:
        raise WriteError(f"{path}: cannot be written: {error.strerror}") from None
    return path


def import_file(path: Path, *, replace: bool = False) -> list[Actor]:
    """Add all actors of a CSV table (columns as in `marsad.actors.tables`) to the user's; returns them.

    Raises `DataError` naming file, line and entry at the first breach of the schema; nothing is then added.
    """
    actors = read_table(read_file(path), str(path), default_source=path.name)
    add(actors, replace=replace)
    return actors
