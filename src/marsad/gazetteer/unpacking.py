"""The embedded gazetteer on disk: shipped compressed, unpacked once into the user's cache."""

from __future__ import annotations

import hashlib
import json
import lzma
import os
import sqlite3
import tempfile
from importlib import resources
from pathlib import Path
from typing import Any

from platformdirs import user_cache_path, user_data_path

from marsad.errors import DataError, GazetteerMissing

FOLDER_VARIABLE = "MARSAD_GAZETTEER_DIR"
_PACKED = "gazetteer.sqlite.xz"


def manifest() -> dict[str, Any]:
    """Version, counts and checksums of the embedded gazetteer."""
    try:
        content: dict[str, Any] = json.loads(_data("gazetteer.json").read_text("utf-8"))
    except FileNotFoundError:
        raise GazetteerMissing("this installation holds no gazetteer: reinstall marsad") from None
    return content


def cache_folder() -> Path:
    """Where the embedded gazetteer is unpacked: $MARSAD_GAZETTEER_DIR, else the user's cache folder."""
    folder = os.environ.get(FOLDER_VARIABLE)
    return Path(folder) if folder else user_cache_path("marsad", appauthor=False)


def sources_file() -> Path:
    """The database of the user's own sources: in $MARSAD_GAZETTEER_DIR, else in the user's data folder."""
    folder = os.environ.get(FOLDER_VARIABLE)
    return (Path(folder) if folder else user_data_path("marsad", appauthor=False)) / "gazetteer-sources.sqlite"


def unpacked(folder: Path | None = None) -> Path:
    """The path of the unpacked gazetteer, which is unpacked first where it is not there yet (about a
    second).

    The file's name carries the version, and it appears only when complete, so several processes may start
    at once. Raises `GazetteerMissing` where the installation lacks the data or the folder cannot be
    written.
    """
    version, digest = manifest()["version"], manifest()["sha256"]
    path = (folder or cache_folder()) / f"gazetteer-{version}.sqlite"
    if path.exists():
        return path
    try:
        content = lzma.decompress(_data(_PACKED).read_bytes())
    except FileNotFoundError:
        raise GazetteerMissing(f"this installation holds no {_PACKED}: reinstall marsad") from None
    except lzma.LZMAError:
        raise DataError(f"{_PACKED} is damaged: reinstall marsad") from None
    if hashlib.sha256(content).hexdigest() != digest:
        raise DataError(f"{_PACKED} does not match gazetteer.json: reinstall marsad")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=path.parent, prefix=".gazetteer-", delete=False) as temporary:
            temporary.write(content)
        Path(temporary.name).chmod(0o644)
        Path(temporary.name).replace(path)
    except OSError as error:
        raise GazetteerMissing(
            f"cannot unpack the gazetteer into {path.parent} ({error.strerror}): set {FOLDER_VARIABLE} to a "
            "folder that can be written"
        ) from None
    return path


def connect(path: Path) -> sqlite3.Connection:
    """Open a gazetteer file for reading. Raises `DataError` where it is none."""
    if not path.exists():
        raise GazetteerMissing(f"no gazetteer at {path}")
    connection = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True, check_same_thread=False)
    try:
        connection.execute("SELECT id, tier FROM sources").fetchall()
    except sqlite3.DatabaseError as error:
        connection.close()
        raise DataError(f"{path} is no gazetteer ({error}): remove it, or build it again") from None
    return connection


def _data(name: str) -> Any:
    return resources.files("marsad.gazetteer").joinpath("data", name)
