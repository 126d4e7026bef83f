"""`marsad evaluate`: how well codings agree with a gold standard."""

from __future__ import annotations

from pathlib import Path

import click

from marsad.cli.writing import result_file

_FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)


@click.command(short_help="Compare codings with a gold standard.")
@click.argument("gold", type=_FOLDER)
@click.argument("pred", type=_FOLDER)
@click.option(
    "--text", type=_FOLDER, metavar="DIR", help="Folder of the texts, <id>.txt; else `text` beside GOLD."
)
def evaluate(gold: Path, pred: Path, text: Path | None) -> None:
    """Compare the codings in folder PRED with the hand-coded ones in folder GOLD, by event and by cell.

    Both folders hold a file <id>.json for each dispatch. A file of PRED may be a coding as `marsad code
    --format jsonl` writes it, or have the gold's own shape.

    \b
    Example:
      marsad evaluate gold/ codings/ --text texts/
    """
    from marsad.evaluation.agreement import compare

    agreement = compare(gold, pred, text)
    with result_file(None) as stream:
        stream.write(f"{agreement}\n")
