"""When it happened: which day of the text an event takes. The dispatches are of Wednesday 15 June 2022."""

from __future__ import annotations

import pytest

from marsad.coding.coder import Coder
from marsad.model import Event


@pytest.fixture(scope="module")
def coder() -> Coder:
    return Coder()


def the(coder: Coder, text: str, kind: str) -> Event:
    found = [e for e in coder.code(text, date="2022-06-15").events if e.type == kind]
    assert found, f"no {kind}"
    return found[-1]


def days(coder: Coder, text: str, kind: str) -> tuple[str, str]:
    time = the(coder, text, kind).time
    return str(time.start)[5:], str(time.end)[5:]


@pytest.mark.parametrize(
    ("text", "kind", "expected"),
    [
        ("Gunmen shot dead a teacher in Quetta late Tuesday, police said on Wednesday.", "attack", "06-14"),
        ("Gunmen shot dead a teacher in Quetta, police said on Tuesday.", "attack", "06-14"),
        ("On Monday, the post said, troops arrested two men in Bama.", "arrest", "06-13"),
        (
            "Rebels ambushed a convoy near Gao on Sunday. The army said on Wednesday that it had killed nine of them "
            "in an air strike the following day.",
            "air_strike",
            "06-13",
        ),
        ("KABUL, June 14 (Agency) - Gunmen killed a judge in Kunduz on Monday.", "attack", "06-13"),
        ("Residents described clashes on Friday in Debre Birhan, an official said.", "armed_clash", "06-10"),
        (
            "The prime minister, who arrived on Friday, met the rebels in Juba on Monday.",
            "negotiation",
            "06-13",
        ),
        ("Before the truce of Sunday, rebels shelled the town of Ariha on Friday.", "shelling", "06-10"),
        (
            "Flights have been halted since 3 June, when rebels seized the town of Lalibela.",
            "territory_taken",
            "06-03",
        ),
        (
            "Calm returned to Tripoli on Sunday, a day after clashes between militias in the city.",
            "armed_clash",
            "06-11",
        ),
        (
            "Rebels killed six farmers on Friday in Oicha and burned ten houses.",
            "property_destruction",
            "06-10",
        ),
    ],
)
def test_a_day_belongs_to_the_clause_in_which_it_stands(coder: Coder, text: str, kind: str, expected: str) -> None:
    assert days(coder, text, kind)[0] == expected


@pytest.mark.parametrize(
    ("text", "kind", "expected"),
    [
        ("Warplanes bombed the town of Ariha between Saturday and Monday.", "air_strike", ("06-11", "06-13")),
        (
            "Fighting between militias erupted in El Fasher on Friday and continued until Sunday.",
            "armed_clash",
            ("06-10", "06-12"),
        ),
        ("Rebels have besieged the town of Djibo since 3 June.", "movement_restriction", ("06-03", "06-15")),
        ("Overnight, missiles hit a power station in Odesa.", "shelling", ("06-14", "06-14")),
        ("Artillery shelled the town of Nikopol during the night.", "shelling", ("06-14", "06-14")),
        ("Gunmen killed a policeman in Quetta at dawn.", "attack", ("06-15", "06-15")),
    ],
)
def test_spans_nights_and_lasting_measures(coder: Coder, text: str, kind: str, expected: tuple[str, str]) -> None:
    assert days(coder, text, kind) == expected


def test_the_day_of_the_lead_holds_for_the_undated_sentences_below(coder: Coder) -> None:
    text = (
        "Gunmen killed 12 people in the town of Bokkos on Monday, residents said.\n\n"
        "A car bomb exploded near the market of Mangu, wounding two."
    )
    assert days(coder, text, "explosive_device")[0] == "06-13"


def test_an_item_with_its_own_day_does_not_date_the_next(coder: Coder) -> None:
    text = (
        "Gunmen killed a man in the city of Nawa yesterday.\n\n"
        "On June 2, a mine exploded in the town of Tafas, killing a child.\n\n"
        "Warplanes bombed the town of Ariha."
    )
    assert days(coder, text, "explosive_device")[0] == "06-02"
    assert days(coder, text, "air_strike")[0] == "06-14"


def test_nothing_happened_after_it_was_told(coder: Coder) -> None:
    text = (
        "In the early hours of Wednesday, gunmen killed a man in the city of Nawa.\n\n"
        "On June 2, monitors reported that troops had arrested a student in the town of Tafas."
    )
    assert days(coder, text, "arrest")[0] == "06-02"


def test_days_are_counted_from_the_day_told_before(coder: Coder) -> None:
    text = "On 3 May, gunmen kidnapped 12 students in Zaria. Two days later, police freed five of them."
    assert days(coder, text, "release")[0] == "05-05"


def test_a_weekday_is_the_next_one_only_in_the_clause_about_the_future(coder: Coder) -> None:
    text = "Rebels attacked a post in Tafas on Friday, and the army will meet the elders of Tafas on Friday."
    assert days(coder, text, "armed_clash")[0] == "06-10"
    assert days(coder, text, "negotiation")[0] == "06-17"


def test_what_goes_on_now_is_of_the_dispatchs_day_whatever_was_told_before(coder: Coder) -> None:
    text = "Gunmen kidnapped two men in Kafr Safra on Saturday. Clashes are taking place in the town of Azaz."
    assert days(coder, text, "armed_clash")[0] == "06-15"


def test_the_hour_is_kept_beside_the_day(coder: Coder) -> None:
    event = the(coder, "Gunmen killed a policeman in Quetta at dawn on Monday.", "attack")
    assert (str(event.time.start), event.time.time_of_day) == ("2022-06-13", "dawn")
    assert len(event.time.evidence) >= 1


def test_without_a_date_of_the_dispatch_relative_days_stay_unknown(coder: Coder) -> None:
    event = coder.code("Gunmen killed a policeman in the city of Quetta yesterday.").events[0]
    assert (event.time.start, event.time.precision) == (None, "unknown")
