"""The page docs/measurements.md: what Marsad reaches on coded data, beside trivial rules and other work.

`python -m marsad.evaluation.measure --out docs/measurements.md [--data DIR] [--quick]`, or `make measure`.
Sets that are not there are named as such. No text of the sets comes into the page.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from marsad.coding.coder import Coder
from marsad.errors import DataError, MarsadError
from marsad.evaluation.actors import re3d_recall, ucdp_side_recall
from marsad.evaluation.agreement import Agreement, Score
from marsad.evaluation.casualties import measure_casualties
from marsad.evaluation.dates import measure_dates
from marsad.evaluation.event_places import event_places
from marsad.evaluation.gold import GoldDispatch, Measured, measure_gold, read_gold, read_pair
from marsad.evaluation.incidents import measure_incidents, read_labelled
from marsad.evaluation.places import event_locations, geoparsing, resolution, ucdp_names

_HEAD = """# Measurements

Made by `make measure`, which runs what stands under each heading; figures are shares between 0 and 1 unless
they count something. A figure has a trivial rule beside it where one can be thought of. Published
figures are shown only where their source was read, and each says how far it compares; for event coding, for
casualties and for actors none was found on the same texts. Intervals are 95 %, bootstrapped over dispatches.
"""
_PUBLISHED = """
## Published figures

1. Andrew Halterman, Mordecai 3: A Neural Geoparser and Event Geocoder, 2023 (arXiv:2303.13675). The figures are
   of the table in the README of the project's repository, not of the paper. As with Marsad's, the spans of the
   place names are given. Unlike Marsad's, they are over a part of each set (967 toponyms of LGL, 274 of TR-News),
   kept out of a training that used the rest; whether a name left unresolved counts as wrong is not said there.
   Marsad is measured on the whole sets; it learns nothing from them, but its rules were made while measuring on
   them. The README gives a later model (3.5) only as a mean over six sets: 0.966.
2. Jannik Strötgen and Michael Gertz, HeidelTime. The figures are of the page Evaluation Results of the project's
   wiki (2016), on the same platinum texts: recall 0.877 (relaxed) and 0.790 (strict), F1 0.903 and 0.813, and F1
   of the value 0.776. They are over times of all types, durations and repeated times among them, which Marsad does
   not read. Marsad's are over dates and times of day, and its values over those of a day, month or year:
   an easier task. The figures stand side by side, but the difference is no measure of which program is better.

For CamCoder, the Edinburgh Geoparser, CLAVIN, TopoCluster and SUTime no figures on these sets were found in a source
that could be read. A comparison of 20 systems (Hu and others 2022, arXiv:2209.08286) gives in its abstract only the
mean of its own vote of several systems over 12 sets: 0.86 accuracy at 161 km.
"""
_QUICK = 200
"""Rows of each set with `--quick`."""
_UCDP_TIER = "ucdp"
"""The shipped gazetteer's tier that was made from UCDP, and must not be asked for what it was made from."""

Rows = list[tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Section:
    """One heading of the page: what is measured, and how. `measure` raises `DataError` without its data."""

    title: str
    about: str
    command: str
    measure: Callable[[], Iterator[str]]


def page(data: Path, seeds: Path, gold: Path, coder: Coder, *, quick: bool = False) -> Iterator[str]:
    """The page, piece by piece. `data` and `seeds` may be absent; `gold` holds `development` and `unseen`."""
    yield _HEAD
    made = coder.version()
    yield (
        f"\nMarsad {made.version}, model {made.model}, codebook {made.codebook}, gazetteer {made.gazetteer}, "
        f"actors {made.actors}." + (f" Only the first {_QUICK} rows of each set were read." if quick else "") + "\n"
    )
    for section in _sections(data, seeds, gold, coder, _QUICK if quick else None):
        yield f"\n## {section.title}\n\n{section.about}\n\n`{section.command}`\n\n"
        print(section.title, file=sys.stderr)
        try:
            yield from section.measure()
        except (DataError, OSError) as error:
            yield f"Not measured: the data is not here ({_reason(error)}).\n"
    yield _PUBLISHED


def _reason(error: Exception) -> str:
    if isinstance(error, OSError) and error.filename:
        return f"no {Path(str(error.filename)).name}"
    return str(error).rsplit("/", maxsplit=1)[-1]


def _sections(data: Path, seeds: Path, gold: Path, coder: Coder, limit: int | None) -> list[Section]:
    evaluate = "marsad code {0}/text --format jsonl -o codings.jsonl && marsad evaluate {0}/gold codings.jsonl"

    def of_folder(name: str) -> Callable[[], Iterator[str]]:
        return lambda: _gold_tables(read_gold(gold / name), coder)

    def toponyms(name: str, published: str) -> Callable[[], Iterator[str]]:
        return lambda: _geoparsing_table(data / "geoparsing" / name, coder, published)

    return [
        Section(
            "The reference dispatch",
            "One real dispatch, with its full coding by hand. It was used to make the rules.",
            "python ../shared/tools/score.py --gold GOLD --pred CODINGS --text TEXTS",
            lambda: _gold_tables(_seeds(seeds), coder),
        ),
        Section(
            "Development dispatches",
            "Dispatches written and coded for this project; the rules were made while looking at them.",
            evaluate.format("tests/gold/development"),
            of_folder("development"),
        ),
        Section(
            "Unseen dispatches",
            "The same, written before the rules and not used to make them, with two exceptions: one text, in which no "
            "event is coded, and a few lines of others were seen by mistake; and of two readings of the day of talks, "
            "and of two of the days after meetings, that were equal on the development half, the one with the better "
            "figure here was kept. Who is named `civilians` on a side was set right in both halves after the codebook, "
            "without regard to what Marsad codes.",
            evaluate.format("tests/gold/unseen"),
            of_folder("unseen"),
        ),
        Section(
            "Incidents: development half",
            "Invented dispatches of which several tell one happening, with look-alikes beside them "
            "(tests/gold/incidents). The weights were set while looking at this half. End to end, Marsad's own codings "
            "are linked; from given codings, type, day, place name, sides and dead are the label's. An account that "
            "was not coded counts in recall as found with nobody.",
            "marsad.evaluation.incidents.measure_incidents",
            lambda: _incident_table(gold / "incidents/development", coder),
        ),
        Section(
            "Incidents: unseen half",
            "The same, of other happenings, never used to set the weights.",
            "marsad.evaluation.incidents.measure_incidents",
            lambda: _incident_table(gold / "incidents/unseen", coder),
        ),
        Section(
            "Places: which place is the event's (event_location)",
            "Of the events that Marsad codes, those that get the place that people marked (Halterman 2019).",
            "marsad.evaluation.event_places.event_places",
            lambda: _event_place_table(data / "event_location/labeled_text.jsonl.zip", coder, limit),
        ),
        Section(
            "Places: LGL",
            "Local news of the USA and the world (Lieberman and others 2010): toponyms with coordinates. "
            "Accuracy is the share placed within 161 km; one left unresolved counts as wrong.",
            "marsad.evaluation.places.resolution, marsad.evaluation.places.geoparsing",
            toponyms("lgl.xml.gz", "published: Mordecai 3, 0.827 [1]"),
        ),
        Section(
            "Places: TR-News",
            "World news (Kamalloo and Rafiei 2018), as above.",
            "marsad.evaluation.places.resolution, marsad.evaluation.places.geoparsing",
            toponyms("TR-News.xml.gz", "published: Mordecai 3, 0.873 [1]"),
        ),
        Section(
            "Casualties: PITF 2013–2015",
            "Short reports of atrocities with the dead and injured counted by people. Numbers that do not stand "
            "in the text cannot be got right: the second half of the table leaves them out.",
            "marsad.evaluation.casualties.measure_casualties",
            lambda: _casualty_table(data / "pitf/pitf.world.20130101-20151231.csv.gz", coder, limit),
        ),
        Section(
            "Dates: TempEval-3 platinum",
            "News texts with their times marked (UzZaman and others 2013); counted are the types DATE and TIME.",
            "marsad.evaluation.dates.measure_dates",
            lambda: _date_table(data / "tempeval3/platinum"),
        ),
        Section(
            "Actors: re3d",
            "Named organisations in documents on Syria and Iraq (Dstl). The registry holds parties to conflicts, "
            "not every ministry and newspaper that these documents name.",
            "marsad.evaluation.actors.re3d_recall",
            lambda: _re3d_table(data / "re3d", coder),
        ),
        Section(
            "Actors and places: UCDP GED, Syria 2016–2017",
            "Whether the registry knows the names of the sides, and the gazetteer the names of the places, "
            "without the tier that was made from UCDP (Sundberg and Melander 2013, CC BY 4.0).",
            "marsad.evaluation.actors.ucdp_side_recall, marsad.evaluation.places.ucdp_names",
            lambda: _ucdp_table(data / "ucdp/ged_syria_2016_2017.csv.gz", coder),
        ),
    ]


def _incident_table(folder: Path, coder: Coder) -> Iterator[str]:
    measured = measure_incidents(read_labelled(folder), coder)
    whole = measured.end_to_end
    yield (
        f"{measured.dispatches} dispatches, {whole.accounts} labelled accounts of {measured.happenings} happenings; "
        f"{whole.coded} of the accounts were coded as an event.\n\n"
    )
    found = (
        ("end to end, all labelled accounts", whole),
        ("end to end, those that were coded", measured.coded),
        ("from given codings", measured.given),
        ("the same type, place name and day (trivial), from given codings", measured.trivial),
        ("each account alone (trivial)", measured.alone),
    )
    head = ("", "pairs: precision", "recall", "F1", "B³: precision", "recall", "F1")
    rows = [
        (
            name,
            *(
                _share(figure)
                for score in (one.pairs, one.cubed)
                for figure in (score.precision, score.recall, score.f1)
            ),
        )
        for name, one in found
    ]
    yield from _table(head, rows)


def _seeds(folder: Path) -> list[GoldDispatch]:
    files = sorted(folder.glob("*.gold.json"))
    if not files:
        raise DataError(f"{folder}: no reference dispatch")
    return [read_pair(file, folder / f"{file.name.removesuffix('.gold.json')}.txt") for file in files]


def _gold_tables(dispatches: Sequence[GoldDispatch], coder: Coder) -> Iterator[str]:
    measured = measure_gold(dispatches, coder)
    agreement = measured.agreement
    events = agreement.events
    yield (
        f"{len(agreement.dispatches)} dispatches, {events.true + events.missed} events in the gold standard, "
        f"{events.true + events.false} coded. Two events agree where type, place (by name or within 25 km) and "
        "day (within one) do; the cells are compared over the events that agree.\n\n"
    )
    yield from _table(("", "precision", "recall", "F1", "95 % interval"), _score_rows(measured))
    yield "\n"
    yield from _table(("cell", "agree", "of", "95 % interval", "trivial rule"), _cell_rows(measured))


def _score_rows(measured: Measured) -> Rows:
    agreement = measured.agreement
    scores: list[tuple[str, Score, str]] = [
        ("events", agreement.events, _interval(agreement, "events")),
        ("events, type alone", measured.types, ""),
        ("one event for each dispatch (trivial)", measured.one_each, ""),
        ("relations", agreement.relations, _interval(agreement, "relations")),
    ]
    return [
        (name, _share(score.precision), _share(score.recall), _share(score.f1), interval)
        for name, score, interval in scores
    ]


_RULES = {
    "place by name": "first place named",
    "place within 25 km": "first place named",
    "day": "dispatch's day",
    "killed": "first number",
    "killed, where told": "first number",
}
_HOMONYM = "most populous homonym within 25 km"


def _cell_rows(measured: Measured) -> Rows:
    rows: Rows = []
    for name, share in measured.agreement.cells.items():
        if not share.of:
            continue
        rule = f"{_RULES[name]}: {_share(measured.trivial[name].value)}" if name in _RULES else ""
        if name == "place within 25 km":
            rule += f"; most populous place of the name: {_share(measured.trivial[_HOMONYM].value)}"
        rows.append((name, _share(share.value), str(share.of), _interval(measured.agreement, name), rule))
    return rows


def _interval(agreement: Agreement, name: str) -> str:
    interval = agreement.intervals.get(name)
    return f"{_share(interval.low)} – {_share(interval.high)}" if interval else ""


def _event_place_table(file: Path, coder: Coder, limit: int | None) -> Iterator[str]:
    placed = event_places(file, coder, limit=limit)
    named = event_locations(file, coder.gazetteer, limit=limit)
    yield from _figures(
        ("sentences with a place for their event", placed["sentences"], ""),
        ("of them with the event coded", placed["events"], ""),
        ("right place", placed["right_place"], ""),
        ("first place named (trivial)", placed["baseline_first_place"], ""),
        ("place nearest to the verb (trivial)", placed["baseline_nearest_place"], ""),
        ("places of events found as place names at all", named["recall"], f"of {named['locations']:,}"),
    )


def _geoparsing_table(file: Path, coder: Coder, published: str) -> Iterator[str]:
    given, found = resolution(file, coder.gazetteer), geoparsing(file, coder.gazetteer)
    yield from _figures(
        ("toponyms with coordinates", given["toponyms"], ""),
        ("accuracy at 161 km, spans given", given["accuracy_161km"], published),
        ("the same, most populous homonym (trivial)", given["baseline_accuracy_161km"], ""),
        ("left unresolved", given["unresolved"], ""),
        ("median distance in km", given["median_km"], ""),
        ("toponyms found: precision", found["precision"], ""),
        ("toponyms found: recall", found["recall"], ""),
        ("found and within 161 km", found["recall_and_within_161km"], "of all toponyms"),
    )


def _casualty_table(file: Path, coder: Coder, limit: int | None) -> Iterator[str]:
    figures = measure_casualties(file, lambda text, date: coder.code(text, date=date), sample=limit)
    rows: Rows = []
    for name, label in (
        ("killed", "killed"),
        ("injured", "injured"),
        ("killed_stated", "killed, the number stands in the text"),
        ("injured_stated", "injured, the number stands in the text"),
    ):
        exact, baseline = figures[f"{name}_exact"], figures[f"{name}_baseline"]
        rows.append((label, str(int(figures[f"{name}_reports"])), _share(exact), _share(baseline)))
    yield from _table(("", "reports", "exact", "first and second number (trivial)"), rows)


def _date_table(folder: Path) -> Iterator[str]:
    figures = measure_dates(folder)
    yield from _figures(
        ("dates and times", figures["times"], ""),
        ("found", figures["span_recall"], "published: HeidelTime, 0.877 of all types [2]"),
        ("found with the same borders", figures["span_recall_strict"], "published: HeidelTime, 0.790 of all types [2]"),
        ("found times that are times", figures["span_precision"], ""),
        ("right value, of the days, months and years found", figures["value_accuracy"], ""),
        (
            "right value, of all days, months and years",
            figures["value_recall"],
            "published: HeidelTime, value F1 0.776 over all types [2]",
        ),
        ("the dispatch's day for all (trivial)", figures["baseline_value_recall"], ""),
    )


def _re3d_table(folder: Path, coder: Coder) -> Iterator[str]:
    figures = re3d_recall(folder, coder.registry)
    if not figures["marked"]:
        raise DataError("no re3d")
    yield from _figures(
        ("named organisations", figures["marked"], ""),
        ("known to the registry", figures["looked_up"], ""),
        ("found in the text", figures["found"], ""),
        ("canonical names only, letter for letter (trivial)", figures["baseline"], ""),
        ("found names that are marked as any entity", figures["precision"], ""),
    )


def _ucdp_table(file: Path, coder: Coder) -> Iterator[str]:
    sides = ucdp_side_recall(file, coder.registry)
    places = ucdp_names(file, coder.gazetteer, without=[_UCDP_TIER])
    yield from _figures(
        ("sides: names known", sides["names_recall"], f"of {sides['names']:,}"),
        ("sides: canonical names, letter for letter (trivial)", sides["names_recall_baseline"], ""),
        ("sides: known, weighed by events", sides["events_recall"], f"of {sides['events']:,}"),
        ("places: names found within 25 km", places["lookup_recall_25km"], f"of {places['names']:,}"),
        ("headlines in which a town is read", places["headlines_with_a_town"], f"of {places['headlines']:,}"),
        ("of these, a town within 25 km of the event", places["a_town_within_25km"], ""),
    )


def _figures(*rows: tuple[str, float, str]) -> Iterator[str]:
    return _table(("", "", ""), [(name, _figure(value), remark) for name, value, remark in rows])


def _figure(value: float) -> str:
    """A count as it is, a share with three places, a distance with one."""
    if isinstance(value, int):
        return f"{value:,}"
    return _share(value) if value <= 1 else f"{value:.1f}"


def _share(value: float) -> str:
    return f"{value:.3f}"


def _table(head: Sequence[str], rows: Rows) -> Iterator[str]:
    yield f"| {' | '.join(head)} |\n|{' --- |' * len(head)}\n"
    for row in rows:
        yield f"| {' | '.join(row)} |\n"


def main() -> int:
    """Measure and write the page."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, required=True, metavar="FILE", help="where the page is written")
    parser.add_argument(
        "--data",
        type=Path,
        default=Path("../shared/data"),
        metavar="DIR",
        help="folder of the sets (%(default)s)",
    )
    parser.add_argument("--quick", action="store_true", help=f"only the first {_QUICK} rows of each set")
    given = parser.parse_args()
    try:
        coder = Coder()
        text = "".join(page(given.data, given.data.parent / "seeds", Path("tests/gold"), coder, quick=given.quick))
    except MarsadError as error:
        print(error, file=sys.stderr)
        return 1
    given.out.write_text(text, "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
