"""`marsad actors`: the armed and political actors that Marsad knows."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from marsad.cli import options
from marsad.cli.columns import write_columns
from marsad.cli.messages import SOME_FAILED, say
from marsad.cli.writing import result_file
from marsad.errors import DataError

if TYPE_CHECKING:
    import datetime as dt

    from marsad.actors.registry import Actor

_FORMAT = click.option("--format", "form", type=click.Choice(("table", "jsonl")), default="table", show_default=True)
_SHOWN_ALIASES = 4


@click.group()
def actors() -> None:
    """Look up actors, list them, or add your own."""


@actors.command()
@click.argument("name")
@options.country("Where the text plays, an ISO 3166-1 code of two letters.")
@options.date("Day of the text: actors of that time come first.")
@_FORMAT
def lookup(name: str, country: str | None, date: dt.date | None, form: str) -> int:
    """Show the actors that NAME may mean, best first. Exit code 1 where nothing is found.

    \b
    Examples:
      marsad actors lookup "Fourth Division"
      marsad actors lookup "the army" --country SD
    """
    from marsad.actors.registry import ActorRegistry

    found = ActorRegistry.load().lookup(name, country=country, date=date)
    _write(found, form)
    if not found:
        say(f"no actor called {name!r} is known; `marsad actors add` adds one")
        return SOME_FAILED
    return 0


@actors.command(name="list")
@options.country("Only actors of this country, an ISO 3166-1 code of two letters.")
@click.option("--kind", metavar="KIND", help="Only this kind, or the start of its name: state, rebel, identity …")
@_FORMAT
def list_(country: str | None, kind: str | None, form: str) -> int:
    """List the actors. Without --country, the bodies that every state has are left out.

    \b
    Examples:
      marsad actors list --country SY
      marsad actors list --kind rebel --format jsonl
    """
    from marsad.actors.generic import state_actors
    from marsad.actors.registry import ActorRegistry
    from marsad.actors.tables import KINDS

    if kind is not None and not any(known.lower().startswith(kind.lower()) for known in KINDS):
        raise click.UsageError(f"no kind begins with {kind!r}; the kinds are {', '.join(KINDS)}")
    everywhere = {actor.id for actor in state_actors()}
    found = [
        actor
        for actor in ActorRegistry.load()
        if (actor.country == country if country else actor.id not in everywhere)
        and (kind is None or actor.kind.lower().startswith(kind.lower()))
    ]
    _write(found, form)
    return 0 if found else SOME_FAILED


@actors.command()
@click.argument("name", required=False)
@click.option("--file", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="Add all actors of a CSV.")
@click.option("--kind", help="One of ACLED's eight kinds of actors, e.g. 'Rebel group', or its number 1 to 8.")
@options.country("Where it operates, an ISO 3166-1 code of two letters.")
@click.option("--alias", "aliases", multiple=True, metavar="NAME", help="Another name; may be repeated.")
@click.option("--parent", metavar="ID", help="Id of the actor that this one belongs to.")
@click.option("--backer", "backers", multiple=True, metavar="ID", help="Id of an actor that backs it; may be repeated.")
@click.option("--leader", "leaders", multiple=True, metavar="NAME", help="Name of a leader; may be repeated.")
@click.option("--from", "valid_from", metavar="DATE", help="When it began to exist: 2014, 2014-06 or 2014-06-29.")
@click.option("--to", "valid_to", metavar="DATE", help="When it ceased to exist.")
@click.option("--source", metavar="TEXT", help="Where the facts stand; needed unless --file is given.")
@click.option("--replace", is_flag=True, help="Replace your actors of the same id.")
def add(
    name: str | None,
    file: Path | None,
    kind: str | None,
    country: str | None,
    aliases: Sequence[str],
    parent: str | None,
    backers: Sequence[str],
    leaders: Sequence[str],
    valid_from: str | None,
    valid_to: str | None,
    source: str | None,
    replace: bool,
) -> None:
    """Add the actor NAME, or all actors of a CSV file, to your own.

    The CSV has a header row with name and kind and, where known, id, aliases, local_aliases, country, parent,
    backers, leaders, valid_from, valid_to and source; lists are divided by |. An actor of yours goes before a
    shipped one of the same id.

    \b
    Examples:
      marsad actors add "Martyrs of the River" --kind "Rebel group" --country SY --source "field notes"
      marsad actors add --file my-actors.csv
    """
    from marsad.actors.tables import actor_from
    from marsad.actors.user import add as add_actors
    from marsad.actors.user import import_file, user_file

    if file is not None:
        if name is not None:
            raise click.UsageError("give a NAME or --file, not both")
        added = import_file(file, replace=replace)
    else:
        if name is None or kind is None:
            raise click.UsageError("give a NAME with --kind and --source, or --file")
        cells = {
            "name": name,
            "kind": kind,
            "country": country or "",
            "aliases": _joined(aliases),
            "parent": parent or "",
            "backers": _joined(backers),
            "leaders": _joined(leaders),
            "valid_from": valid_from or "",
            "valid_to": valid_to or "",
            "source": source or "",
        }
        added = [actor_from(cells, "actor")]
        add_actors(added, replace=replace)
    shown = ", ".join(actor.id for actor in added[:5]) + (" …" if len(added) > 5 else "")
    say(f"added {len(added)} to {user_file()}: {shown}")


def _joined(values: Sequence[str]) -> str:
    if any("|" in value for value in values):
        raise DataError("a name may not hold the sign |")
    return "|".join(values)


def _write(found: Iterable[Actor], form: str) -> None:
    with result_file(None) as stream:
        if form == "jsonl":
            for actor in found:
                stream.write(json.dumps(asdict(actor), ensure_ascii=False) + "\n")
            return
        rows = [
            (
                actor.name,
                actor.kind,
                actor.country or "",
                "–".join((actor.valid_from or "", actor.valid_to or "")).strip("–") or "",
                actor.parent or "",
                ", ".join(actor.aliases[:_SHOWN_ALIASES]) + (" …" if len(actor.aliases) > _SHOWN_ALIASES else ""),
                actor.id,
            )
            for actor in found
        ]
        if rows:
            write_columns(stream, ("name", "kind", "country", "years", "parent", "also called", "id"), rows)
