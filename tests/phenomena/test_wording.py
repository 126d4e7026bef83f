"""Slips, masks, other languages, and what is no event. See docs/phenomena.md; the wording is our own."""

from __future__ import annotations

import pytest

from .asking import Code, the, total, types

# ------------------------------------------------------------------ corrections, slips, masks


@pytest.mark.parametrize("masked", ["she*lled", "she_lled", "shel*led"])
def test_masked_words_are_read(code: Code, masked: str) -> None:
    event = the(code(f"Regime forces {masked} the town of Ariha this morning."), "shelling")
    assert event.place.name == "Ariha"


def test_an_asterisk_may_hide_a_killing(code: Code) -> None:
    assert total(the(code("Unknown gunmen ki*lled a shopkeeper in Nawa today."), "attack"), "killed") == 1


def test_small_words_may_be_missing(code: Code) -> None:
    event = the(code("Gunmen kill police officer in eastern Afghan city of Jalalabad"), "attack")
    assert event.place.name == "Jalalabad"


# ------------------------------------------------------------------ habits of other languages


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Warplanes executed four raids on the town of Sarmin today.", "air_strike"),
        ("The town of Sarmin was subjected to artillery shelling today.", "shelling"),
        ("The town of Sarmin witnessed violent clashes between rebels and the army today.", "armed_clash"),
        ("The army carried out shelling on the town of Sarmin today.", "shelling"),
        ("Regime forces conducted a campaign of arrests in the town of Sarmin today.", "arrest"),
        ("The village of Sarmin came under mortar fire today.", "shelling"),
    ],
)
def test_light_verbs_carry_the_event_in_their_noun(code: Code, text: str, kind: str) -> None:
    coding = code(text)
    assert the(coding, kind).place.name == "Sarmin"


def test_arabic_chains_of_clauses_are_taken_apart(code: Code) -> None:
    coding = code(
        "Regime forces shelled the town of Sarmin, while warplanes bombed Binnish, and an explosive "
        "device went off in the city of "
        "Idlib, which led to the death of two civilians, amid the continuation of clashes in Saraqib."
    )
    assert set(types(coding)) == {"shelling", "air_strike", "explosive_device", "armed_clash"}
    assert total(the(coding, "explosive_device"), "killed") == 2


def test_french_habits(code: Code) -> None:
    coding = code(
        "The attack by jihadists on the village of Barsalogho on Monday made eleven dead, according "
        "to a provisional balance."
    )
    assert [total(event, "killed") for event in coding.events] == [11]


def test_spanish_habits(code: Code) -> None:
    coding = code("Two uniformed men were killed in combats between the Army and ELN guerrillas in Tame on Monday.")
    assert total(the(coding, "armed_clash"), "killed") == 2


def test_an_armed_strike_is_no_labour_strike(code: Code) -> None:
    coding = code(
        "The ELN guerrillas imposed an armed strike in the department of Chocó on Monday and confined the population."
    )
    assert "movement_restriction" in types(coding)
    assert "protest" not in types(coding)


def test_russian_habits(code: Code) -> None:
    coding = code(
        "In the area of Maryinka on Tuesday, the adversary fired on Ukrainian positions from grenade "
        "launchers. Two servicemen were wounded."
    )
    assert len(coding.events) == 1
    assert total(coding.events[0], "injured") == 2


@pytest.mark.parametrize(
    "text",
    [
        "Two militants were killed in an encounter with security forces in Shopian on Monday.",
        "Security forces exchanged fire with militants in Shopian on Monday, killing two militants.",
        "Two militants were killed in a gunfight with security forces in Shopian on Monday.",
    ],
)
def test_south_asian_habits(code: Code, text: str) -> None:
    assert total(the(code(text), "armed_clash"), "killed") == 2


def test_drones_shot_down_are_weapons_disrupted(code: Code) -> None:
    coding = code("Air defence units shot down four Shahed drones over Odesa last night.")
    assert types(coding) == ["weapons_disrupted"]


# ------------------------------------------------------------------ what is no event


@pytest.mark.parametrize(
    "text",
    [
        "Two soldiers died when an army truck overturned near Jos on Monday.",
        "Thousands attended the funeral of the president in the capital on Monday.",
        "Snow closed the mountain road near Zahle on Monday, the army said.",
        "Wheat prices rose by a third in the war-torn country last month.",
    ],
)
def test_accidents_funerals_weather_and_prices_are_no_events(code: Code, text: str) -> None:
    assert types(code(text)) == []


@pytest.mark.parametrize(
    "routine",
    [
        "The bodies were taken to a hospital for post-mortem.",
        "An investigation into the attack has been opened.",
        "The wounded were taken to a nearby hospital.",
        "The president expressed his condolences to the families.",
    ],
)
def test_routine_after_an_event_is_no_event(code: Code, routine: str) -> None:
    assert types(code(f"Gunmen killed two policemen in Quetta on Tuesday. {routine}")) in (
        ["attack"],
        ["armed_clash"],
    )


# ------------------------------------------------------------------ beside the events


@pytest.mark.parametrize(
    ("text", "relation"),
    [
        (
            "The Russian-backed 5th Corps clashed with ISIS in Daraa today.",
            ("5th Corps", "backed_by", "Russia"),
        ),
        (
            "The 4th Division, led by Maher al-Assad, shelled Tafas today.",
            ("Maher al-Assad", "leads", "4th Division"),
        ),
        (
            "Clashes broke out in Tafas today between the army and a faction affiliated with Ahrar al-Sham.",
            None,
        ),
    ],
)
def test_relations_stand_in_passing(code: Code, text: str, relation: tuple[str, str, str] | None) -> None:
    found = [(r.a, r.relation, r.b) for r in code(text).relations]
    if relation is not None:
        assert relation in found
    assert all(a != b for a, _, b in found)


def test_running_totals_are_tallies(code: Code) -> None:
    coding = code(
        "Gunmen shot dead a shopkeeper in Nawa today.\n\nSince early 2022, the Observatory has "
        "documented 271 attacks in Daraa province."
    )
    assert [tally.n for tally in coding.tallies] == [271]
    assert types(coding) == ["attack"]


def test_without_a_date_relative_days_stay_unknown(code: Code) -> None:
    coding = code("Gunmen shot dead a shopkeeper in Nawa yesterday.", date=None)
    assert the(coding, "attack").time.precision == "unknown"
    assert coding.warnings
