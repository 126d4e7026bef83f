"""`marsad evaluate`: how well codings agree with a gold standard."""

from __future__ import annotations

from pathlib import Path

import click

from marsad.cli.writing import result_file

_FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)


@click.command(short_help="Compare codings with a gold standard.")
@click.argument("gold", type=_FOLDER)
@click.argument("pred", type=click.Path(exists=True, path_type=Path))
@click.option("--text", type=_FOLDER, metavar="DIR", help="Folder of the texts, <id>.txt; else `text` beside GOLD.")
def evaluate(gold: Path, pred: Path, text: Path | None) -> None:
    """Compare the codings in PRED with the hand-coded ones in folder GOLD, by event and by cell.

    GOLD holds a file <id>.json for each dispatch. PRED is the JSONL file that `marsad code` writes from texts
    of these names, or a folder of files <id>.json, each a coding or in the gold's own shape. A dispatch that
    PRED lacks counts as coded without events.

    \b
    Example:
      marsad code texts/ -o codings.jsonl
      marsad evaluate gold/ codings.jsonl --text texts/
    """
    from marsad.evaluation.agreement import compare

    agreement = compare(gold, pred, text)
    with result_file(None) as stream:
        stream.write(f"{agreement}\n")
