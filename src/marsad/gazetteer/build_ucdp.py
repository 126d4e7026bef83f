"""Place names and coordinates from UCDP GED, as the CSV that the gazetteer is built from.

    python -m marsad.gazetteer.build_ucdp GED.csv[.gz] ...

UCDP Georeferenced Event Dataset, CC BY 4.0; cite Sundberg and Melander (2013), "Introducing the UCDP
Georeferenced Event Dataset", Journal of Peace Research 50(4). Taken are names that were coded as a point
(`where_prec` 1 and 2), with the most frequent coordinates of each name in each second-level area.
"""

from __future__ import annotations

import csv
import gzip
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

from marsad.codebook.countries import country_code

OUTPUT = Path(__file__).parent / "data" / "ucdp_places.csv"
COLUMNS = ("name", "aliases", "latitude", "longitude", "country", "kind", "admin1", "admin2", "reports")
_KINDS = {
    "town": "city", "village": "city", "villge": "city", "villae": "city", "city": "city", "suburb": "city",
    "locality": "city", "area": "region", "plain": "region", "plains": "region", "mountain": "region",
    "hill": "region", "hills": "region", "valley": "region", "island": "region", "desert": "region",
}  # fmt: skip
_KEPT_IN_NAME = {"plain", "plains", "mountain", "hill", "hills", "valley", "island", "desert"}
_SITES = re.compile(
    r"\b(?:air ?base|airport|heliport|base|camp|prison|dam|field|fields|checkpoint|farm|farms|castle|"
    r"crossing|complex|plant|station|junction|reservoir|factory|mills|silos|hospital)\b",
    re.IGNORECASE,
)
_REGIONS = re.compile(
    r"^(?:jabal|tall|tal|tulul|wadi|sahl|mount|ard|jaroud)\b|\b(?:ghouta|qalamoun|pocket|sector)\b",
    re.IGNORECASE,
)
_NO_NAME = re.compile(
    r"\b(?:road|highway|governorate|province|district|between|border|brigade|division|regiment|company|triangle|"
    r"river|east of|near)\b",
    re.IGNORECASE,
)


def places(rows: Iterable[dict[str, str]]) -> Iterator[dict[str, str]]:
    """One row per named point of GED events."""
    seen: dict[tuple[str, str, str], Counter[tuple[str, str]]] = defaultdict(Counter)
    for row in rows:
        code = country_code(row["country"].split(" (")[0])
        if row["where_prec"] in {"1", "2"} and code and row["where_coordinates"].strip() != row["country"]:
            area = re.sub(r"\s+(?:governorate|province|state|region)$", "", row["adm_1"], flags=re.IGNORECASE)
            where = (row["where_coordinates"].strip(), code, f"{area}|{row['adm_2']}")
            seen[where][row["latitude"], row["longitude"]] += 1
    for (written, code, areas), points in sorted(seen.items()):
        names, kind = read_name(written)
        names = [name for name in names if name != areas.split("|")[0]]
        if not names:
            continue
        (latitude, longitude), _count = min(points.items(), key=lambda item: (-item[1], item[0]))
        admin1, admin2 = areas.split("|")
        yield {
            "name": names[0],
            "aliases": "|".join(names[1:]),
            "latitude": f"{float(latitude):.4f}",
            "longitude": f"{float(longitude):.4f}",
            "country": code,
            "kind": kind,
            "admin1": admin1,
            "admin2": admin2,
            "reports": str(points.total()),
        }


def read_name(written: str) -> tuple[list[str], str]:
    """The names in one UCDP place field and its kind: city, site or region; no names where it describes a
    place.
    """
    if _NO_NAME.search(written) or re.fullmatch(r".*\d{2,}.*", written):
        return [], ""
    bare = re.sub(r"\s+", " ", written.replace("(", "/").replace(")", "")).strip()
    last = bare.split()[-1].lower()
    kind = _KINDS.get(last, "")
    if kind and last not in _KEPT_IN_NAME:
        bare = bare.rsplit(" ", 1)[0]
    if not kind:
        kind = "site" if _SITES.search(bare) else "region" if _REGIONS.search(bare) else "city"
    names = [name.strip(" ,-") for name in bare.split("/")]
    return [name for name in dict.fromkeys(names) if len(name) > 2 and name[0].isupper()], kind


def main(files: list[str]) -> None:
    """Write data/ucdp_places.csv from GED files."""
    rows: list[dict[str, str]] = []
    for file in files:
        opener = gzip.open if file.endswith(".gz") else open
        with opener(file, "rt", encoding="utf-8", newline="") as lines:
            rows.extend(csv.DictReader(lines))
    with OUTPUT.open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(places(rows))


if __name__ == "__main__":
    main(sys.argv[1:])
