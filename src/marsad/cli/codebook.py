"""`marsad codebook` and `marsad schema`: what a record may hold."""

from __future__ import annotations

import json
from typing import Any

import click

from marsad.cli.columns import write_columns
from marsad.cli.writing import result_file


@click.command(short_help="Show the event types with their definitions.")
@click.argument("type_", required=False, metavar="[TYPE]")
def codebook(type_: str | None) -> None:
    """Show the event types with their definitions, or one TYPE with its names in ACLED and PLOVER.

    \b
    Examples:
      marsad codebook
      marsad codebook air_strike
    """
    from marsad.codebook.types import event_types

    types = event_types()
    with result_file(None) as stream:
        if type_ is None:
            write_columns(stream, ("type", "definition"), [(kind.key, kind.definition) for kind in types.values()])
            return
        kind = types.get(type_.lower().replace(" ", "_").replace("-", "_"))
        if kind is None:
            raise click.UsageError(f"the codebook has no type {type_!r}; `marsad codebook` lists them")
        rows = [
            ("type", kind.key),
            ("what it is", kind.definition),
            ("family", kind.family),
            ("sides", "in either order" if kind.mutual else "side_a acts, side_b is acted on"),
            ("ACLED", " / ".join(kind.acled)),
            ("PLOVER", kind.plover or "none"),
        ]
        for name, value in rows:
            stream.write(f"{name:<12}{value}\n")


@click.command(short_help="Print the JSON Schema of a coding.")
def schema() -> None:
    """Print the JSON Schema of a coding: one line of `marsad code --format jsonl`.

    \b
    Example:
      marsad schema > coding.schema.json
    """
    with result_file(None) as stream:
        stream.write(json.dumps(coding_schema(), indent=2, ensure_ascii=False) + "\n")


def coding_schema() -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of a coding as it is written, with `--full` or without."""
    from marsad.model import Coding

    found = Coding.model_json_schema(mode="serialization")
    for record in (found, *found["$defs"].values()):
        if "properties" in record:
            record["required"] = [key for key in record["properties"] if key not in ("text", "explanations")]
    for cell in ("Term", "Casualty"):
        found["$defs"][cell]["required"].append("text")
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **found}
