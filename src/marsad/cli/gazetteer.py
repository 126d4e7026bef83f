"""`marsad gazetteer`: the places that Marsad knows."""

from __future__ import annotations

import json
from pathlib import Path

import click

from marsad.cli import options
from marsad.cli.columns import write_columns
from marsad.cli.loading import open_gazetteer
from marsad.cli.messages import SOME_FAILED, say, waiting
from marsad.cli.writing import result_file


@click.group()
def gazetteer() -> None:
    """Look up places, or add a source of places."""


@gazetteer.command()
@click.argument("name")
@options.country("Only places of this country, an ISO 3166-1 code of two letters.")
@click.option("--limit", type=click.IntRange(1, 1000), default=10, show_default=True, help="Most places to show.")
@click.option("--format", "form", type=click.Choice(("table", "jsonl")), default="table", show_default=True)
def lookup(name: str, country: str | None, limit: int, form: str) -> int:
    """Show the places that NAME may mean, likeliest first.

    The column match says how the names agree: exact; folded (another romanisation); skeleton (the same
    consonants, within the given country); fuzzy (spelt alike). Exit code 1 where nothing is found.

    \b
    Examples:
      marsad gazetteer lookup Tafas
      marsad gazetteer lookup "Deir Ezzor" --country SY
    """
    found = open_gazetteer().lookup(name, country=country, limit=limit)
    with result_file(None) as stream:
        if form == "jsonl":
            for place in found:
                entry = place.entry
                line = {
                    "gazetteer_id": entry.id,
                    "name": entry.name,
                    "feature": entry.feature,
                    "admin2": entry.admin2,
                    "admin1": entry.admin1,
                    "country": entry.country,
                    "latitude": entry.latitude,
                    "longitude": entry.longitude,
                    "population": entry.population,
                    "match": place.match,
                    "score": round(place.score, 4),
                }
                stream.write(json.dumps(line, ensure_ascii=False) + "\n")
        elif found:
            titles = ("name", "what", "within", "country", "lat", "lon", "population", "match", "id")
            rows = [
                (
                    place.entry.name,
                    place.entry.feature,
                    ", ".join(dict.fromkeys(part for part in (place.entry.admin2, place.entry.admin1) if part)),
                    place.entry.country,
                    f"{place.entry.latitude:.4f}",
                    f"{place.entry.longitude:.4f}",
                    f"{place.entry.population:,}" if place.entry.population else "",
                    place.match,
                    place.entry.id,
                )
                for place in found
            ]
            write_columns(stream, titles, rows)
    if not found:
        where = f" in {country}" if country else ""
        say(f"no place called {name!r}{where} is known; `marsad gazetteer add` adds a source of places")
        return SOME_FAILED
    return 0


@gazetteer.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--name", metavar="NAME", help="Name of the source; else the file's. The same name replaces a source.")
@options.country("Country of rows that name none, an ISO 3166-1 code of two letters.")
@click.option("--citation", default="", metavar="TEXT", help="How to cite the source.")
def add(file: Path, name: str | None, country: str | None, citation: str) -> None:
    """Add a source of places for this user.

    FILE is a GeoNames dump, an OCHA table of p-codes, a Who's On First table, or a CSV with the columns name,
    lat and lon. Places of the shipped gazetteer stay the likelier meaning of a bare name.

    \b
    Example:
      marsad gazetteer add villages.csv --country SY --citation "OCHA Syria, 2024"
    """
    gazetteer = open_gazetteer()
    with waiting(f"adding {file.name}"):
        source = gazetteer.add(file, name=name, country=country, citation=citation)
    say(f"added {source.places:,} places from {source.name}")


@gazetteer.command(name="list")
def list_() -> None:
    """List the sources of places, the likeliest first, with how to cite them."""
    sources = open_gazetteer().sources()
    with result_file(None) as stream:
        rows = [(s.name, str(s.tier), f"{s.places:,}", s.version, s.citation) for s in sources]
        write_columns(stream, ("source", "tier", "places", "version", "citation"), rows)
