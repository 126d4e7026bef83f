"""How many of the actors that others have marked does the registry know? Two development sets, one baseline.

The baseline knows only the canonical names of the hand-listed actors, letter for letter.
"""

from __future__ import annotations

import csv
import gzip
import json
from collections.abc import Iterable
from pathlib import Path

from marsad.actors.registry import ActorRegistry
from marsad.actors.tables import shipped_actors
from marsad.errors import DataError

_RE3D_COUNTRIES = ("SY", "IQ")


def ucdp_side_recall(table: Path, registry: ActorRegistry) -> dict[str, float]:
    """Recall of the side names of a UCDP GED table (`side_a`, `side_b`; CSV, may be gzipped).

    A side that lists several groups ("HTS, Southern Front") counts once for each. `names` weighs every name
    once, `events` by the events that it stands in. Raises `DataError` where the columns are missing.
    """
    counted: dict[str, int] = {}
    with gzip.open(table, "rt", encoding="utf-8") if table.suffix == ".gz" else table.open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            if "side_a" not in row or "side_b" not in row:
                raise DataError(f"{table}: no columns side_a and side_b")
            for side in (row["side_a"], row["side_b"]):
                for name in side.split(", "):
                    counted[name] = counted.get(name, 0) + 1
    canonical = _canonical_names()
    known = {name for name in counted if registry.lookup(name)}
    exact = {name for name in counted if name in canonical}
    events = sum(counted.values())
    return {
        "names": len(counted),
        "names_recall": _share(len(known), len(counted)),
        "names_recall_baseline": _share(len(exact), len(counted)),
        "events": events,
        "events_recall": _share(sum(counted[name] for name in known), events),
        "events_recall_baseline": _share(sum(counted[name] for name in exact), events),
    }


def re3d_recall(folder: Path, registry: ActorRegistry) -> dict[str, float]:
    """Recall of the named organisations of re3d (its folders with `documents.json` and `entities.json`).

    Counted are organisations with a capital inside ("the Syrian army", not "They" or "the regime").
    `looked_up`: the registry knows the whole mention; `found`: a mention that it finds in the running text
    overlaps; `precision`: the share of the mentions that it finds that overlap any marked entity.
    """
    canonical = _canonical_names()
    marked = looked_up = found = exact = mentions = confirmed = 0
    for documents in sorted(folder.glob("*/documents.json")):
        entities = _json_lines(documents.with_name("entities.json"))
        for document in _json_lines(documents):
            text = str(document["text"])
            spans = [(m.start, m.end) for m in registry.find(text, countries=_RE3D_COUNTRIES)]
            here = [entity for entity in entities if entity["documentId"] == document["_id"]]
            any_entity = [(int(str(e["begin"])), int(str(e["end"]))) for e in here]
            mentions += len(spans)
            confirmed += sum(_overlaps(span, any_entity) for span in spans)
            for entity in here:
                value = str(entity["value"]).strip().removeprefix("the ").removeprefix("The ")
                if entity["type"] != "Organisation" or not _is_named(value):
                    continue
                marked += 1
                looked_up += any(registry.lookup(value, country=country) for country in _RE3D_COUNTRIES)
                found += _overlaps((int(str(entity["begin"])), int(str(entity["end"]))), spans)
                exact += value in canonical
    return {
        "marked": marked,
        "looked_up": _share(looked_up, marked),
        "found": _share(found, marked),
        "baseline": _share(exact, marked),
        "precision": _share(confirmed, mentions),
    }


def _canonical_names() -> set[str]:
    return {actor.name for actor in shipped_actors()}


def _is_named(value: str) -> bool:
    """Whether a mention is a name: a capital, and no pronoun at the head of a sentence."""
    return any(map(str.isupper, value)) and value not in {"We", "They", "It", "You", "Our", "Their", "I"}


def _overlaps(span: tuple[int, int], others: Iterable[tuple[int, int]]) -> bool:
    return any(span[0] < end and start < span[1] for start, end in others)


def _json_lines(path: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]


def _share(part: int, whole: int) -> float:
    return round(part / whole, 4) if whole else 0.0
