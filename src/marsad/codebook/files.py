"""Reading the codebook's data files, with errors that name file and entry."""

from __future__ import annotations

import hashlib
import tomllib
from functools import cache
from importlib import resources
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from marsad.errors import DataError

_Model = TypeVar("_Model", bound=BaseModel)


def read_text(name: str, package: str = "marsad.codebook") -> str:
    """The text of one of a package's data files. Raises `DataError` where it is missing."""
    try:
        return resources.files(package).joinpath("data", name).read_text("utf-8")
    except FileNotFoundError:
        raise DataError(f"the file {name} of {package} is missing: reinstall marsad") from None


def read_toml(name: str, package: str = "marsad.codebook") -> dict[str, Any]:
    """A data file as a dict. Raises `DataError` where it is missing or no TOML."""
    try:
        return tomllib.loads(read_text(name, package))
    except tomllib.TOMLDecodeError as error:
        raise DataError(f"{name}: not valid TOML: {error}") from None


def validated(model: type[_Model], entry: dict[str, Any], file: str, where: str) -> _Model:
    """The entry as a model; a breach of the schema becomes a `DataError` that names file, entry and field."""
    try:
        return model.model_validate(entry)
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(str(part) for part in first["loc"])
        raise DataError(f"{file}: entry {where!r}: {field}: {first['msg']}") from None


@cache
def codebook_version() -> str:
    """A short hash over all data files of the codebook: the same words give the same version everywhere."""
    digest = hashlib.sha256()
    folder = resources.files("marsad.codebook").joinpath("data")
    for item in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if item.name.endswith((".toml", ".csv")):
            digest.update(item.name.encode())
            digest.update(item.read_bytes())
    return digest.hexdigest()[:12]
