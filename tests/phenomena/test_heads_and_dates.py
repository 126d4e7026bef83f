"""How dispatches head and date. See docs/phenomena.md; the wording is our own."""

from __future__ import annotations

import datetime as dt

import pytest

from .asking import Code, day, the, total, types

# ------------------------------------------------------------------ how they head


def test_headline_told_again_in_the_lede_is_one_event(code: Code) -> None:
    coding = code(
        "Roadside bomb kills three soldiers in Kirkuk\n\n"
        "Three soldiers were killed on Tuesday when a roadside bomb exploded in Kirkuk, the police said.\n\n"
        "The explosion hit a military vehicle that carried the three soldiers."
    )
    assert types(coding) == ["explosive_device"]


def test_header_of_the_reference_form_is_no_part_of_the_text(code: Code) -> None:
    text = " date 2021-01-24 Two soldiers killed in Tafas\n\nTwo soldiers were killed by gunfire in "
    "Tafas yesterday."
    coding = code(text, date=None)
    assert coding.dispatch.date == dt.date(2021, 1, 24)
    assert all(start >= coding.dispatch.body_start for event in coding.events for start, _ in event.evidence)


def test_dateline_city_is_not_where_it_happened(code: Code) -> None:
    coding = code(
        "ANKARA, June 15 (Wire) - Gunmen killed two farmers in the Iraqi town of Sinjar on Tuesday, "
        "local officials said."
    )
    assert the(coding, "attack").place.name == "Sinjar"


def test_section_head_sets_the_area_of_what_follows(code: Code) -> None:
    coding = code(
        "Hama\n\nWarplanes bombed the village of Kafr Nabudah this morning.\n\n"
        "Deir ez-Zor\n\nA landmine exploded in the village of Al-Tabni, killing a shepherd."
    )
    assert set(types(coding)) == {"air_strike", "explosive_device"}
    assert the(coding, "explosive_device").place.name == "Al-Tabni"
    assert the(coding, "explosive_device").place.admin1 != the(coding, "air_strike").place.admin1


def test_a_mood_tag_before_the_headline_is_no_event(code: Code) -> None:
    coding = code(
        "Continued chaos | Unknown gunmen kill a shopkeeper in Al-Busayrah town\n\nUnknown gunmen "
        "shot dead a shopkeeper in Al-Busayrah today."
    )
    assert types(coding) == ["attack"]


def test_captions_and_links_to_other_stories_are_no_events(code: Code) -> None:
    coding = code(
        "Two soldiers were killed in an ambush near Goma on Tuesday, the army said.\n\n"
        "READ ALSO: Bandits abduct forty pupils in Kaduna\n\n"
        "Related articles: Police disperse protest in Bukavu"
    )
    assert types(coding) == ["armed_clash"]


def test_a_lede_that_sums_up_the_items_below_is_no_event(code: Code) -> None:
    coding = code(
        "Seven people were killed in separate attacks in Iraq on Tuesday, police said.\n\n"
        "In Baquba, a car bomb killed four civilians.\n\n"
        "In Mosul, gunmen shot dead three policemen."
    )
    assert len(coding.events) == 2
    assert sum(total(event, "killed") for event in coding.events) == 7


# ------------------------------------------------------------------ how they date


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("yesterday", "2022-06-14"),
        ("last night", "2022-06-14"),
        ("yesterday night", "2022-06-14"),
        ("this morning", "2022-06-15"),
        ("at dawn today", "2022-06-15"),
        ("two days ago", "2022-06-13"),
        ("on Monday", "2022-06-13"),
        ("late on Sunday", "2022-06-12"),
    ],
)
def test_relative_days_count_from_the_dispatch(code: Code, words: str, expected: str) -> None:
    assert (
        day(the(code(f"Rebels attacked an army checkpoint in Tafas {words}, residents said."), "armed_clash"))
        == expected
    )


@pytest.mark.parametrize(
    "words",
    [
        "on 03/06/2022",
        "on 3 June 2022",
        "on the 3rd of June 2022",
        "on June 3",
        "on 3 June, 2022",
        "on 03.06.2022",
        "on Friday, June 3rd",
    ],
)
def test_dates_are_written_in_many_ways(code: Code, words: str) -> None:
    assert day(the(code(f"Rebels attacked an army checkpoint in Tafas {words}."), "armed_clash")) == "2022-06-03"


def test_a_weekday_beside_the_reporting_verb_dates_the_saying_not_the_deed(code: Code) -> None:
    coding = code("Gunmen shot dead a teacher in Quetta on Monday evening, police said on Tuesday.")
    assert day(the(coding, "attack")) == "2022-06-13"


def test_the_day_of_the_saying_is_taken_where_there_is_no_other(code: Code) -> None:
    coding = code("Gunmen shot dead a teacher in Quetta, police said on Tuesday.")
    assert day(the(coding, "attack")) == "2022-06-14"


def test_a_weekday_in_the_future_tense_is_the_next_one(code: Code) -> None:
    coding = code("The two sides clashed in Tafas on Monday. Army officers will meet the town's elders on Friday.")
    meeting = the(coding, "negotiation")
    assert (meeting.status, day(meeting)) == ("planned", "2022-06-17")


@pytest.mark.parametrize(
    "words", ["on the night of June 10-11", "overnight on 10 June", "in the night from Friday to Saturday"]
)
def test_a_night_belongs_to_the_day_on_which_it_began(code: Code, words: str) -> None:
    event = the(code(f"Artillery shelled the town of Avdiivka {words}."), "shelling")
    assert event.time.start == dt.date(2022, 6, 10)


@pytest.mark.parametrize("words", ["Over the past day", "In the last 24 hours"])
def test_the_last_day_ends_with_the_day_of_the_dispatch(code: Code, words: str) -> None:
    event = the(code(f"{words}, artillery shelled the town of Avdiivka."), "shelling")
    assert (event.time.start, event.time.end) == (dt.date(2022, 6, 14), dt.date(2022, 6, 15))


def test_an_older_happening_with_its_own_date_is_an_event_of_that_day(code: Code) -> None:
    coding = code(
        "Gunmen killed a mayor in Daraa today.\n\nOn May 28, a landmine killed two children in the "
        "town of Nawa in Daraa province."
    )
    assert day(the(coding, "attack")) == "2022-06-15"
    assert day(the(coding, "explosive_device")) == "2022-05-28"


@pytest.mark.parametrize(
    "background",
    [
        "The group has controlled the town since 2018.",
        "Gunmen frequently attack villages in the area.",
        "In 2015, rebels killed twelve people in the same town.",
        "Clashes have been reported almost daily in recent months.",
    ],
)
def test_history_and_habits_are_no_events(code: Code, background: str) -> None:
    coding = code(f"A car bomb killed two civilians in Baquba on Tuesday.\n\n{background}")
    assert types(coding) == ["explosive_device"]


@pytest.mark.parametrize("words", ["at 0200hrs", "at around 8 pm", "at dawn", "at 18h25", "in the early hours"])
def test_the_time_of_day_is_kept(code: Code, words: str) -> None:
    event = the(code(f"Mortar shells hit the town of Al Hudaydah {words} on Tuesday."), "shelling")
    assert day(event) == "2022-06-14"
    assert event.time.time_of_day


def test_the_past_day_of_a_morning_report_is_the_day_before(code: Code) -> None:
    coding = code("Situation as of the morning of June 15.\n\nOver the past day shelling killed two men in Lyman.")
    assert day(the(coding, "shelling")) == "2022-06-14"
