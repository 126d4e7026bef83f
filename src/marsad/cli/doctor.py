"""`marsad doctor`: whether this installation can do its work."""

from __future__ import annotations

import importlib
import platform
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import click

from marsad import __version__
from marsad.cli.messages import SOME_FAILED
from marsad.errors import MarsadError

_EXTRAS = (
    ("html", "trafilatura", "HTML pages can be read", "HTML pages cannot be read"),
    ("pdf", "pypdf", "PDF can be read", "PDF cannot be read"),
    ("docx", "docx", "Word documents can be read", "Word documents cannot be read"),
    ("feeds", "feedparser", "feeds can be read and watched", "feeds cannot be read"),
    ("warc", "warcio", "web archives can be read", "web archives cannot be read"),
    ("parquet", "pyarrow", "Parquet can be read and written", "Parquet can neither be read nor written"),
    ("pandas", "pandas", "codings can become data frames", "codings cannot become data frames"),
)


@click.command(short_help="Check the installation.")
def doctor() -> int:
    """Check the installation: Python, language model, gazetteer, actors, codebook, extras, folders.

    Each line says ok, or note for what is optional, or problem with what to do. Exit code 1 where there is a
    problem.
    """
    failed = False
    for name, check in _CHECKS.items():
        try:
            found = check()
        except (MarsadError, OSError, ImportError, ValueError) as error:
            failed = True
            click.echo(f"problem  {name:<10} {error}")
        else:
            click.echo(f"ok       {name:<10} {found}")
    for line in _extras():
        click.echo(line)
    return SOME_FAILED if failed else 0


def _python() -> str:
    home = Path(__file__).parents[1]
    return f"Python {platform.python_version()} on {platform.system()}, Marsad {__version__} in {home}"


def _model() -> str:
    from marsad.coding.language import model_name

    return model_name()


def _gazetteer() -> str:
    from marsad.gazetteer.lookup import Gazetteer

    gazetteer = Gazetteer.open()
    places = sum(source.places for source in gazetteer.sources())
    return f"{gazetteer.version}, {places:,} places"


def _actors() -> str:
    from marsad.actors.registry import ActorRegistry

    registry = ActorRegistry.load()
    return f"{registry.version}, {len(registry):,} actors"


def _codebook() -> str:
    from marsad.codebook.files import codebook_version
    from marsad.codebook.types import event_types

    return f"{codebook_version()}, {len(event_types())} event types"


def _cache() -> str:
    from marsad.gazetteer.unpacking import cache_folder

    return _writable(cache_folder(), "set MARSAD_GAZETTEER_DIR to a folder that can be written")


def _own_data() -> str:
    from marsad.actors.user import user_file

    return _writable(user_file().parent, "set MARSAD_ACTORS_DIR to a folder that can be written")


def _here() -> str:
    return _writable(Path.cwd(), "run Marsad in another folder, or give -o a path elsewhere")


def _writable(folder: Path, otherwise: str) -> str:
    existing = folder
    while not existing.exists() and existing != existing.parent:
        existing = existing.parent
    try:
        with tempfile.TemporaryFile(dir=existing):
            pass
    except OSError as error:
        raise OSError(f"{folder} cannot be written ({error.strerror}): {otherwise}") from error
    return f"{folder} can be written"


def _output() -> str:
    encoding = (sys.stdout.encoding or "").lower()
    if "utf" not in encoding:
        raise OSError(f"the terminal's encoding is {encoding or 'unknown'}: set LANG=C.UTF-8 to see all letters")
    return f"letters are shown in {encoding}"


def _extras() -> Iterator[str]:
    for extra, module, good, bad in _EXTRAS:
        try:
            importlib.import_module(module)
        except ImportError:
            yield f"note     {extra:<10} not installed: {bad}; pip install 'marsad[{extra}]'"
        else:
            yield f"ok       {extra:<10} {good}"


_CHECKS: dict[str, Callable[[], str]] = {
    "python": _python,
    "model": _model,
    "gazetteer": _gazetteer,
    "actors": _actors,
    "codebook": _codebook,
    "cache": _cache,
    "own data": _own_data,
    "folder": _here,
    "terminal": _output,
}
