"""Events as flat rows: CSV, data frames, notebooks."""

from __future__ import annotations

import csv
import html
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, TextIO, get_args

from marsad.errors import ExtraMissing
from marsad.exports.words import count_text, date_text, label, place_text, sides_text, storable
from marsad.incidents.sums import Count, Group, casualty_sum, group_sum
from marsad.model import Coding, Dispatch, Event, Harm, Participant, Place, Role, Span, When

if TYPE_CHECKING:
    import pandas

_ROLES: tuple[Role, ...] = get_args(Role)
_BOUNDED: tuple[Harm, ...] = ("killed", "injured")
_UNBOUNDED: tuple[Harm, ...] = tuple(harm for harm in get_args(Harm) if harm not in _BOUNDED)
COUNT_COLUMNS = (
    *(f"{harm}_{bound}" for harm in _BOUNDED for bound in ("low", "best", "high")),
    *(f"{harm}_best" for harm in _UNBOUNDED),
)
_DATES = ("dispatch_date", "date_start", "date_end")
_FLAGS = ("mutual", "place_resolved")
_NUMBERS = ("latitude", "longitude", "confidence")
COLUMNS: tuple[str, ...] = (
    "dispatch_id",
    "external_id",
    "source",
    "dispatch_date",
    "title",
    "url",
    "event_id",
    "type",
    "status",
    "mutual",
    "group",
    *_ROLES,
    *(f"{role}_ids" for role in _ROLES),
    "place",
    "within",
    "latitude",
    "longitude",
    "place_precision",
    "place_resolved",
    "gazetteer_id",
    "country",
    "admin1",
    "admin2",
    "date_start",
    "date_end",
    "date_precision",
    "time_of_day",
    *COUNT_COLUMNS,
    "casualties_text",
    "weapons",
    "terms",
    "attribution",
    "confidence",
    "evidence",
)
# A spreadsheet runs a cell that begins with one of these as a formula (OWASP, "CSV Injection").
_FORMULA_STARTS = ("=", "+", "-", "@", "＝", "＋", "－", "＠")


def rows(codings: Iterable[Coding]) -> Iterator[dict[str, Any]]:
    """One flat row per event, in the order of the dispatches and of their texts; the keys are `COLUMNS`.

    Dates are ISO strings, coordinates WGS84 degrees, counts people over all groups (`group_sum`). None
    means that the dispatch does not say; 0 that it denies any. Several names of one side are joined by "; ",
    and `side_a_ids` … keep their order, empty where the registry does not know the actor. `evidence` is the
    event's words, joined by " … ", empty where the coding was stored without its text.
    """
    for coding in codings:
        for event in coding.events:
            yield event_row(coding.dispatch, event)


def event_row(dispatch: Dispatch, event: Event) -> dict[str, Any]:
    """The row of one event of a dispatch; the keys are `COLUMNS`."""
    return {
        "dispatch_id": dispatch.id,
        "external_id": dispatch.external_id,
        "source": dispatch.source,
        "dispatch_date": dispatch.date.isoformat() if dispatch.date else None,
        "title": dispatch.title,
        "url": dispatch.url,
        "event_id": event.id,
        "type": event.type,
        "status": event.status,
        "mutual": event.mutual,
        "group": event.group,
        **side_cells({role: event.side(role) for role in _ROLES}),
        **place_cells(event.place),
        **time_cells(event.time),
        **count_cells(event.casualties),
        "casualties_text": "; ".join(entry.text for entry in event.casualties if entry.text),
        "weapons": "; ".join(weapon.name for weapon in event.weapons),
        "terms": "; ".join(term.text for term in event.terms),
        "attribution": "; ".join(credit.source for credit in event.attribution),
        "confidence": event.confidence,
        "evidence": words_at(dispatch.text, event.evidence),
    }


def side_cells(sides: Mapping[Role, Sequence[Participant]]) -> dict[str, str]:
    """The columns of the sides: names, and ids in the same order, joined by "; "."""
    cells = {str(role): "; ".join(actor.name for actor in actors) for role, actors in sides.items()}
    for role, actors in sides.items():
        ids = [actor.actor_id or "" for actor in actors]
        cells[f"{role}_ids"] = "; ".join(ids) if any(ids) else ""
    return cells


def place_cells(place: Place) -> dict[str, Any]:
    """The columns of a place."""
    return {
        "place": place.name,
        "within": place.within,
        "latitude": place.latitude,
        "longitude": place.longitude,
        "place_precision": place.precision,
        "place_resolved": place.resolved,
        "gazetteer_id": place.gazetteer_id,
        "country": place.country,
        "admin1": place.admin1,
        "admin2": place.admin2,
    }


def time_cells(time: When) -> dict[str, str | None]:
    """The columns of a time."""
    return {
        "date_start": time.start.isoformat() if time.start else None,
        "date_end": time.end.isoformat() if time.end else None,
        "date_precision": time.precision,
        "time_of_day": time.time_of_day,
    }


def count_cells(groups: Sequence[Group]) -> dict[str, int | None]:
    """The columns of the counts: people over all groups of an event or incident."""
    cells: dict[str, int | None] = {}
    for harm in _BOUNDED:
        count = group_sum(groups, harm)
        low, best, high = count if count else (None, None, None)
        cells |= {f"{harm}_low": low, f"{harm}_best": best, f"{harm}_high": high}
    for harm in _UNBOUNDED:
        count = group_sum(groups, harm)
        cells[f"{harm}_best"] = count.best if count else None
    return cells


def words_at(text: str, spans: Iterable[Span]) -> str:
    """The words that spans point at, in the order of the spans, joined by " … "."""
    pieces = (" ".join(text[span.start : span.end].split()) for span in spans)
    return " … ".join(piece for piece in pieces if piece)


def write_csv(codings: Iterable[Coding], file: TextIO) -> None:
    """Write one row per event as CSV (RFC 4180, comma, a header, empty cells for None).

    `file` is open for text with `newline=""`. Dispatches are written by strangers, and a spreadsheet runs a
    cell that begins with `=`, `+`, `-` or `@` as a formula: such text gets a leading apostrophe.
    """
    writer = csv.writer(file, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for row in rows(codings):
        writer.writerow([csv_cell(row[column]) for column in COLUMNS])


def csv_cell(value: Any) -> Any:
    """A cell as it stands in a CSV: flags as words, text without lone surrogates and disarmed."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if not isinstance(value, str):
        return value
    return disarmed(storable(value))


def disarmed(value: str) -> str:
    """Text that a spreadsheet does not take for a formula: a leading apostrophe where it looks like one."""
    return f"'{value}" if value.lstrip().startswith(_FORMULA_STARTS) or value[:1] in ("\t", "\r") else value


def dataframe(codings: Iterable[Coding]) -> pandas.DataFrame:
    """One row per event with the columns of `rows`, typed.

    Counts are `Int64`, coordinates and confidence float, flags bool, dates `datetime64`. Raises
    `ExtraMissing` where pandas is not installed.
    """
    try:
        import pandas
    except ImportError:
        raise ExtraMissing("data frames need pandas: pip install 'marsad[pandas]'") from None
    frame = pandas.DataFrame(list(rows(codings)), columns=list(COLUMNS))
    kinds = {
        **dict.fromkeys(COUNT_COLUMNS, "Int64"),
        **dict.fromkeys(_NUMBERS, "float64"),
        **dict.fromkeys(_FLAGS, "bool"),
        **dict.fromkeys(_DATES, "datetime64[s]"),
    }
    return frame.astype(kinds)


_NOTEBOOK_COLUMNS = ("Type", "Sides", "Place", "Date", "Killed", "Injured", "According to", "Status")


def notebook_table(coding: Coding) -> str:
    """An HTML table of a coding's events, as Jupyter shows it; all text is escaped."""
    heading = coding.dispatch.title or coding.dispatch.external_id or coding.dispatch.id
    date = f" ({coding.dispatch.date.isoformat()})" if coding.dispatch.date else ""
    lines = ["<table>", f"<caption>{_escape(heading + date)}</caption>", "<thead><tr>"]
    lines += [f'<th scope="col">{name}</th>' for name in _NOTEBOOK_COLUMNS]
    lines.append("</tr></thead><tbody>")
    lines += [_notebook_row(event) for event in coding.events]
    if not coding.events:
        lines.append(f'<tr><td colspan="{len(_NOTEBOOK_COLUMNS)}">no event</td></tr>')
    lines.append("</tbody></table>")
    return "\n".join(lines)


def _notebook_row(event: Event) -> str:
    cells = (
        label(event.type),
        sides_text(event),
        place_text(event.place),
        date_text(event.time),
        _count(casualty_sum(event, "killed")),
        _count(casualty_sum(event, "injured")),
        "; ".join(credit.source for credit in event.attribution),
        event.status,
    )
    return "<tr>" + "".join(f"<td>{_escape(cell)}</td>" for cell in cells) + "</tr>"


def _count(count: Count | None) -> str:
    return count_text(count) if count else ""


def _escape(text: str) -> str:
    return html.escape(storable(text))
