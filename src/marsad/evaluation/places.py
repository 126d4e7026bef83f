"""How well place names are found and resolved, measured on the sets that geoparsers are measured on.

Each function takes the folder of the data and a gazetteer, and returns figures between 0 and 1 (distances
in kilometres). "Accuracy at 161 km" is the share of toponyms placed within 100 miles of the truth, the
field's convention; a toponym left unresolved counts as wrong. The baseline takes the most populous place
of the name.
"""

from __future__ import annotations

import csv
import gzip
import io
import json
import statistics
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from marsad.coding.toponyms import Toponym, find_toponyms, resolve_toponyms
from marsad.errors import DataError
from marsad.gazetteer.distance import kilometres
from marsad.gazetteer.keys import transliterated
from marsad.gazetteer.lookup import Gazetteer
from marsad.gazetteer.places import Entry

MILES_100 = 161.0
NEAR_KM = 25.0
Figures = dict[str, float]


@dataclass(frozen=True, slots=True)
class GoldToponym:
    """A hand-marked toponym: character offsets, and its point where the annotators gave one."""

    start: int
    end: int
    text: str
    point: tuple[float, float] | None


def read_geoparsing(file: Path) -> Iterator[tuple[str, list[GoldToponym]]]:
    """Articles with their toponyms from LGL or TR-News XML."""
    try:
        root = ElementTree.fromstring(gzip.decompress(file.read_bytes()))
    except FileNotFoundError:
        raise DataError(f"{file}: no such file") from None
    for article in root.iter("article"):
        text = article.findtext("text") or ""
        gold = []
        for item in article.iter("toponym"):
            start, end = _aligned(text, int(item.findtext("start") or 0), item.findtext("phrase") or "")
            latitude, longitude = item.findtext(".//lat"), item.findtext(".//lon")
            point = (float(latitude), float(longitude)) if latitude and longitude else None
            gold.append(GoldToponym(start, end, text[start:end], point))
        yield text, gold


def _aligned(text: str, start: int, phrase: str) -> tuple[int, int]:
    """The span of a marked phrase: offsets count line ends that XML folds, so they run ahead of the text."""
    if text.startswith(phrase, start):
        return start, start + len(phrase)
    spots = [at for at in range(max(0, start - 200), start + 50) if text.startswith(phrase, at)]
    begin = min(spots, key=lambda at: abs(at - start), default=start)
    return begin, begin + len(phrase)


def resolution(file: Path, gazetteer: Gazetteer) -> Figures:
    """Accuracy at 161 km on toponyms whose spans are given, with the baseline beside it."""
    errors: list[float] = []
    baseline: list[float] = []
    total = 0
    for text, gold in read_geoparsing(file):
        marked = [g for g in gold if g.point]
        found = resolve_toponyms(text, [(g.start, g.end) for g in marked], gazetteer)
        for toponym, item in zip(found, marked, strict=True):
            total += 1
            errors.extend(_error(toponym.entry, item.point))
            baseline.extend(_error(most_populous(gazetteer, item.text), item.point))
    return {
        "toponyms": total,
        "accuracy_161km": sum(e <= MILES_100 for e in errors) / total,
        "unresolved": 1 - len(errors) / total,
        "median_km": statistics.median(errors),
        "baseline_accuracy_161km": sum(e <= MILES_100 for e in baseline) / total,
    }


def geoparsing(file: Path, gazetteer: Gazetteer) -> Figures:
    """Precision and recall of found toponyms (any overlap counts), and how many are also right within 161
    km.
    """
    found_gold = found_all = gold_all = right = 0
    for text, gold in read_geoparsing(file):
        toponyms = find_toponyms(text, gazetteer)
        gold_all += len(gold)
        found_all += len(toponyms)
        for item in gold:
            match = next((t for t in toponyms if t.start < item.end and item.start < t.end), None)
            if match is not None:
                found_gold += 1
                right += any(e <= MILES_100 for e in _error(match.entry, item.point))
    precision, recall = found_gold / found_all, found_gold / gold_all
    return {
        "precision": precision,
        "recall": recall,
        "f1": 2 * precision * recall / (precision + recall),
        "recall_and_within_161km": right / gold_all,
    }


def event_locations(file: Path, gazetteer: Gazetteer, *, limit: int | None = None) -> Figures:
    """Share of hand-marked event locations that are among the toponyms found in their sentence.

    `file`: labeled_text.jsonl, or the archive with it. `limit`: the first so many sentences only.
    """
    total = hit = sentences = clear = 0
    for row in read_event_locations(file, limit):
        text = row["text"]
        gold = [
            (s["start"], s["end"])
            for s in row.get("spans", [])
            if s["label"] == "LOCATION" and text[s["start"] : s["end"]].strip()
        ]
        toponyms = find_toponyms(text, gazetteer)
        for start, end in gold:
            total += 1
            hit += any(t.start < end and start < t.end for t in toponyms)
        if gold:
            sentences += 1
            clear += all(any(t.start < end and start < t.end for t in toponyms) for start, end in gold)
    return {"locations": total, "recall": hit / total, "sentences_complete": clear / sentences}


def ucdp_names(file: Path, gazetteer: Gazetteer, *, without: Sequence[str] = ()) -> Figures:
    """Recall of UCDP's place names within 25 km: by looking them up, and by reading the headlines that they
    come from.

    `without`: names of sources not to be used (the embedded tier that was built from the same data).
    """
    names: dict[tuple[str, str], list[tuple[float, float]]] = {}
    headlines: dict[str, list[tuple[float, float]]] = {}
    for row in _ucdp(file):
        point = float(row["latitude"]), float(row["longitude"])
        name = row["where_coordinates"].removesuffix(" town").removesuffix(" village").removesuffix(" city").strip()
        names.setdefault((name, row["adm_1"]), []).append(point)
        for headline in row["source_headline"].split(";"):
            headlines.setdefault(headline.strip(), []).append(point)
    looked = sum(
        any(
            e <= NEAR_KM
            for c in gazetteer.lookup(name, country="SY")
            if c.entry.source not in without
            for e in _error(c.entry, points[0])
        )
        for (name, _area), points in names.items()
    )
    read = within = 0
    for headline, points in headlines.items():
        entries = [
            t.entry
            for t in find_toponyms(headline, gazetteer, countries=["SY"])
            if t.entry and t.entry.source not in without
        ]
        towns = [e for e in entries if e.feature in ("city", "site")]
        if towns:
            read += 1
            within += any(e <= NEAR_KM for town in towns for point in points for e in _error(town, point))
    return {
        "names": len(names),
        "lookup_recall_25km": looked / len(names),
        "headlines": len(headlines),
        "headlines_with_a_town": read / len(headlines),
        "a_town_within_25km": within / read,
    }


def gold_places(folder: Path, gazetteer: Gazetteer, same_name: Callable[[str, str], bool]) -> Figures:
    """Share of the places of coded events that are found by name, and that are found within 25 km.

    `folder` holds `text/ID.txt` and `gold/ID.json`; `same_name` decides whether two spellings are one name.
    """
    total = named = placed = near = 0
    for file in sorted((folder / "gold").glob("*.json")):
        text = (folder / "text" / f"{file.stem}.txt").read_text("utf-8")
        toponyms = find_toponyms(text, gazetteer)
        places = {
            p["name"]: p
            for e in json.loads(file.read_text("utf-8"))["events"]
            if (p := e.get("place") or {}).get("name")
        }
        for name, place in places.items():
            matches = [t for t in toponyms if same_name(name, t.text)]
            total += 1
            named += bool(matches)
            if place.get("lat") is not None:
                placed += 1
                point = float(place["lat"]), float(place["lon"])
                near += any(e <= NEAR_KM for t in matches for e in _error(_holder(t, toponyms), point))
    return {"places": total, "recall_by_name": named / total, "recall_25km": near / placed}


def _holder(toponym: Toponym, toponyms: Sequence[Toponym]) -> Entry | None:
    for _depth in range(4):
        if toponym.entry is not None or toponym.within is None:
            break
        toponym = toponyms[toponym.within]
    return toponym.entry


def _error(entry: Entry | None, point: tuple[float, float] | None) -> list[float]:
    """The distance of a resolved place from the truth, as a list of none or one."""
    if entry is None or point is None:
        return []
    return [kilometres(entry.latitude, entry.longitude, *point)]


def most_populous(gazetteer: Gazetteer, name: str) -> Entry | None:
    """The baseline of the field: the place with most people that is written just so."""
    found = [c.entry for c in gazetteer.lookup(name, fuzzy=False, limit=500) if c.match == "exact"]
    key = transliterated(name)
    return max(
        found,
        key=lambda e: (e.feature == "country", e.population, transliterated(e.name) == key),
        default=None,
    )


def read_event_locations(file: Path, limit: int | None) -> Iterator[dict[str, Any]]:
    """The first `limit` sentences of labeled_text.jsonl, or of the archive with it, with their marked spans."""
    if file.suffix == ".zip":
        with zipfile.ZipFile(file) as archive:
            content = archive.read("labeled_text.jsonl").decode("utf-8")
    else:
        content = file.read_text("utf-8")
    rows: Iterable[dict[str, Any]]
    rows = (
        json.loads(content)
        if content.lstrip().startswith("[")
        else (json.loads(line) for line in content.splitlines() if line)
    )
    for number, row in enumerate(rows):
        if limit is not None and number >= limit:
            return
        yield row


def _ucdp(file: Path) -> Iterator[dict[str, str]]:
    with gzip.open(file, "rt", encoding="utf-8", newline="") as lines:
        yield from (row for row in csv.DictReader(io.StringIO(lines.read())) if row["where_prec"] in {"1", "2"})
