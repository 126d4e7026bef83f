"""How dispatches count people. See docs/phenomena.md; the wording is our own."""

from __future__ import annotations

import pytest

from .asking import Code, harmed, the, total

# ------------------------------------------------------------------ how they count


@pytest.mark.parametrize(
    ("words", "low", "best", "high"),
    [
        ("Four soldiers were", 4, 4, 4),
        ("At least four soldiers were", 4, 4, None),
        ("No fewer than four soldiers were", 4, 4, None),
        ("Not less than 4 soldiers were", 4, 4, None),
        ("More than four soldiers were", 5, 5, None),
        ("Up to four soldiers were", 1, 4, 4),
        ("Between four and six soldiers were", 4, 5, 6),
        ("Around four soldiers were", 4, 4, 4),
        ("Several soldiers were", 2, 3, None),
        ("A number of soldiers were", 2, 3, None),
        ("Dozens of soldiers were", 24, 24, None),
        ("Tens of soldiers were", 20, 20, None),
        ("Hundreds of soldiers were", 200, 200, None),
        ("A soldier was", 1, 1, 1),
        ("Fifteen (15) soldiers were", 15, 15, 15),
    ],
)
def test_vague_numbers_have_bounds(code: Code, words: str, low: int, best: int, high: int | None) -> None:
    event = the(code(f"{words} killed in clashes with rebels in Tafas yesterday."), "armed_clash")
    assert [(c.harm, c.low, c.best, c.high) for c in event.casualties] == [("killed", low, best, high)]


def test_dead_and_others_injured_are_two_harms(code: Code) -> None:
    event = the(
        code("The clashes in Tafas yesterday left four members of the army dead and others injured."),
        "armed_clash",
    )
    assert [(c.harm, c.best) for c in event.casualties] == [("killed", 4), ("injured", 3)]


def test_parts_of_a_toll_are_linked_to_it(code: Code) -> None:
    event = the(
        code("An air strike on Ariha killed nine civilians, including four children and two women, on Tuesday."),
        "air_strike",
    )
    assert total(event, "killed") == 9
    assert {2, 4} <= {c.best for c in harmed(event, "killed") if c.part_of is not None}


def test_wounded_who_died_are_killed(code: Code) -> None:
    event = the(
        code("A car bomb killed three people in Baquba on Tuesday. A fourth man succumbed to his wounds in hospital."),
        "explosive_device",
    )
    assert total(event, "killed") == 4


def test_no_casualties_is_zero(code: Code) -> None:
    event = the(
        code("Rockets fell on the town of Jindires on Tuesday, without any casualties being reported."),
        "shelling",
    )
    assert [(c.best, c.high) for c in harmed(event, "killed")] in ([(0, 0)], [])
    event = the(code("Rockets fell on the town of Jindires on Tuesday. No casualties were reported."), "shelling")
    assert all((c.low, c.best, c.high) == (0, 0, 0) for c in event.casualties)
    assert event.casualties


def test_no_word_about_casualties_is_nothing(code: Code) -> None:
    event = the(
        code("Rockets fell on the town of Jindires on Tuesday. There is no information about casualties."),
        "shelling",
    )
    assert event.casualties == []


@pytest.mark.parametrize(
    "words",
    [
        "120 mm mortar shells",
        "thirty mortar shells",
        "mortars from 12 km away",
        "mortar shells at 0200hrs",
        "mortar shells worth $3,000",
    ],
)
def test_calibres_rounds_distances_and_prices_are_no_casualties(code: Code, words: str) -> None:
    assert the(code(f"Rebels fired {words} at the town of Kadugli on Tuesday."), "shelling").casualties == []


def test_livestock_is_no_casualty(code: Code) -> None:
    coding = code("Cattle raiders attacked the village of Duk Padiet on Monday, killed two herders and took 341 goats.")
    assert sum(total(event, "killed") for event in coding.events) == 2
    assert all(casualty.best < 341 for event in coding.events for casualty in event.casualties)


def test_killed_and_injured_with_one_number(code: Code) -> None:
    event = the(
        code("Several fighters of Jaysh al-Islam were killed and injured in clashes with the army in Douma yesterday."),
        "armed_clash",
    )
    assert {c.harm for c in event.casualties} == {"killed", "injured"}


@pytest.mark.parametrize("word", ["neutralised", "eliminated", "gunned down"])
def test_covers_for_killed(code: Code, word: str) -> None:
    coding = code(f"Six militants were {word} by troops in a clash in Mir Ali on Tuesday, the army said.")
    assert [total(event, "killed") for event in coding.events] == [6]


@pytest.mark.parametrize("words", ["embraced martyrdom", "were martyred", "lost their lives", "fell as martyrs"])
def test_own_dead_are_martyrs(code: Code, words: str) -> None:
    coding = code(f"Three soldiers {words} in a clash with militants in Mir Ali on Tuesday, the army said.")
    assert [total(event, "killed") for event in coding.events] == [3]


@pytest.mark.parametrize(
    "words",
    [
        "left nine people dead",
        "claimed the lives of nine people",
        "killed nine people",
        "caused the death of nine people",
    ],
)
def test_the_toll_may_be_told_as_a_result(code: Code, words: str) -> None:
    event = the(code(f"A car bomb in Baquba {words} on Tuesday."), "explosive_device")
    assert total(event, "killed") == 9


def test_two_sources_with_two_tolls_give_a_range(code: Code) -> None:
    event = the(
        code(
            "A car bomb exploded in Baquba on Tuesday. Police said four people were killed, while "
            "medics said six people were killed."
        ),
        "explosive_device",
    )
    killed = harmed(event, "killed")
    assert (min(c.low for c in killed), max(c.high or 0 for c in killed)) == (4, 6)
    assert total(event, "killed") <= 6


def test_a_risen_toll_replaces_the_first(code: Code) -> None:
    event = the(
        code("A car bomb killed five people in Baquba on Tuesday. The death toll has risen to seven."),
        "explosive_device",
    )
    assert total(event, "killed") == 7


def test_one_number_for_both_harms_counts_nobody_twice(code: Code) -> None:
    event = the(code("Clashes killed and injured at least 48 people in Wau town on Monday."), "armed_clash")
    assert total(event, "killed") + total(event, "injured") <= 48


def test_a_death_sentence_kills_nobody(code: Code) -> None:
    coding = code("After the clashes, a court in Juba sentenced five soldiers to death for rape on Monday.")
    assert the(coding, "sanction").place.name == "Juba"
    assert all(total(event, "killed") == 0 for event in coding.events)


def test_each_place_of_a_sentence_has_its_toll(code: Code) -> None:
    coding = code("Missiles killed three people in Kharkiv and two in Izium on Friday.")
    assert [(e.place.name, total(e, "killed")) for e in coding.events] == [("Kharkiv", 3), ("Izium", 2)]


@pytest.mark.parametrize("words", ["and over 70 wounded", "and 71 others badly injured", "while 71 others injured"])
def test_a_bare_participle_counts_the_number_before_it(code: Code, words: str) -> None:
    event = the(code(f"Ten people were killed {words} in the shelling of Malakal on Monday."), "shelling")
    assert (total(event, "killed"), total(event, "injured")) == (10, 71)


def test_a_later_death_of_the_wounds_belongs_to_its_event(code: Code) -> None:
    text = "A mine went off near Ariha on Friday. Two fighters were killed and a third died of his wounds on Sunday."
    event = the(code(text), "explosive_device")
    assert total(event, "killed") == 3
