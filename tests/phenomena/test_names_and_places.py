"""How dispatches name actors and places, and list them. See docs/phenomena.md; the wording is our own."""

from __future__ import annotations

import pytest

from .asking import Code, names, places, the, total, types

# ------------------------------------------------------------------ how they name


@pytest.mark.parametrize(
    "doer", ["Unidentified gunmen", "Unknown assailants", "Armed men on a motorcycle", "Masked gunmen"]
)
def test_unknown_doers_are_linked_to_no_actor(code: Code, doer: str) -> None:
    event = the(code(f"{doer} shot dead a shopkeeper in Daraa city on Tuesday."), "attack")
    assert all(p.actor_id is None for p in event.participants if p.role == "side_a")


def test_numbers_in_the_names_of_units_are_no_counts(code: Code) -> None:
    event = the(
        code(
            "Two rebels were killed in a clash between the 62nd Infantry Battalion and the New "
            "People's Army in Guihulngan on Monday."
        ),
        "armed_clash",
    )
    assert [(c.harm, c.best) for c in event.casualties] == [("killed", 2)]


def test_ages_are_no_counts(code: Code) -> None:
    coding = code("Gunmen shot dead a 45-year-old farmer and wounded his son, 17, in the village of Dinsor on Tuesday.")
    event = the(coding, "attack")
    assert (total(event, "killed"), total(event, "injured")) == (1, 1)


def test_members_of_a_group_stand_for_the_group(code: Code) -> None:
    coding = code("Members of the Syrian Democratic Forces arrested four people in Raqqa yesterday.")
    assert names(the(coding, "arrest"), "side_a") == ["Syrian Democratic Forces"]


def test_full_name_and_acronym_are_one_actor(code: Code) -> None:
    coding = code(
        "Fighters of the Allied Democratic Forces (ADF) killed six villagers in Oicha on Monday.\n\n"
        "The ADF burned twelve houses in Oicha on Monday."
    )
    ids = {p.actor_id for event in coding.events for p in event.side("side_a")}
    assert len(ids) == 1
    assert None not in ids


def test_a_capital_that_speaks_is_no_place(code: Code) -> None:
    coding = code(
        "Three soldiers were killed by shelling in Agdam on Tuesday. Baku accused Yerevan of breaking the ceasefire."
    )
    assert the(coding, "shelling").place.name == "Agdam"
    assert all(event.place.name != "Baku" for event in coding.events)


def test_armed_bodies_with_civilian_in_their_name_are_armed(code: Code) -> None:
    event = the(
        code(
            "The Civilian Joint Task Force repelled an attack by Boko Haram on Konduga on Monday, "
            "killing nine insurgents."
        ),
        "armed_clash",
    )
    assert all(casualty.side != "civilian" for casualty in event.casualties)


def test_a_quoted_name_is_taken_without_its_quotes(code: Code) -> None:
    event = the(code("Fighters of the “Sultan Murad” faction arrested three farmers in Afrin today."), "arrest")
    assert any("Sultan Murad" in name and "“" not in name for name in names(event, "side_a"))


def test_a_pronoun_is_who_was_named_before(code: Code) -> None:
    coding = code("Gunmen kidnapped a doctor in Tripoli on Monday, the Libyan ministry said. He was freed yesterday.")
    assert types(coding) == ["abduction", "release"]
    assert [c.best for c in the(coding, "release").casualties] == [1]
    assert the(coding, "release").place.name == "Tripoli"


def test_the_doers_country_is_not_the_victims(code: Code) -> None:
    event = the(
        code("Two soldiers were wounded by an Israeli drone strike on a car in Khiam in Lebanon on Tuesday."),
        "drone_strike",
    )
    assert all(p.actor_id is None or not p.actor_id.startswith("il-") for p in event.side("side_b"))


def test_civilians_as_victims_are_the_side_that_suffers(code: Code) -> None:
    event = the(code("Army helicopters bombed the village of Lwegu on Monday, killing four villagers."), "air_strike")
    assert names(event, "side_b") == ["civilians"]


# ------------------------------------------------------------------ where


def test_places_run_from_small_to_large_without_a_preposition(code: Code) -> None:
    event = the(
        code("A landmine killed a farmer in Tal Shihab, Daraa province, Syria, on Monday."),
        "explosive_device",
    )
    assert event.place.name == "Tal Shihab"
    assert event.place.country == "SY"


def test_countryside_of_a_town_holds_the_place(code: Code) -> None:
    event = the(
        code("Regime forces shelled the village of Al-Ziyarah in the northern countryside of Hama this morning."),
        "shelling",
    )
    assert event.place.name == "Al-Ziyarah"
    assert event.place.within is not None
    assert "Hama" in event.place.within


def test_a_bearing_names_no_place_of_the_event(code: Code) -> None:
    event = the(
        code("Two soldiers were killed by shelling in Avdiivka, 18 km north of Donetsk, on Tuesday."),
        "shelling",
    )
    assert event.place.name == "Avdiivka"


def test_the_wider_area_may_come_first(code: Code) -> None:
    event = the(
        code("In Diyala province's Muqdadiyah district, a roadside bomb killed two policemen on Tuesday."),
        "explosive_device",
    )
    assert event.place.name is not None
    assert "Muqdadiyah" in event.place.name


def test_between_two_towns_is_near_both(code: Code) -> None:
    event = the(code("Gunmen abducted six passengers on the road between Butembo and Beni on Monday."), "abduction")
    assert event.place.precision == "near"


def test_a_village_that_no_gazetteer_knows_is_kept_unresolved(code: Code) -> None:
    event = the(
        code("Militants attacked an army post in the village of Qarnatouma in Kirkuk province on Tuesday."),
        "armed_clash",
    )
    assert event.place.name == "Qarnatouma"
    assert not event.place.resolved
    assert event.place.country == "IQ"


def test_two_spellings_of_a_town_are_one_place(code: Code) -> None:
    coding = code(
        "Two rebels were killed in clashes in Avdiivka on Tuesday.\n\nThe clashes in Avdiyivka "
        "lasted for three hours on Tuesday."
    )
    assert types(coding) == ["armed_clash"]


def test_a_homonym_is_read_in_the_country_of_the_dispatch(code: Code) -> None:
    event = the(code("Libyan government forces shelled Tripoli on Tuesday, the Libyan army said."), "shelling")
    assert event.place.country == "LY"
    event = the(
        code("Lebanese soldiers clashed with gunmen in Tripoli on Tuesday, the Lebanese army said."),
        "armed_clash",
    )
    assert event.place.country == "LB"


def test_the_same_town_is_meant_by_a_word_that_points_back(code: Code) -> None:
    coding = code(
        "Rebels attacked a police station in Bria on Monday. Two policemen were killed. The rebels "
        "then looted shops in the town."
    )
    assert places(coding, "property_destruction") == ["Bria"]


# ------------------------------------------------------------------ lists


def test_a_list_of_towns_is_an_event_for_each(code: Code) -> None:
    coding = code(
        "Regime forces shelled Kafr Zita, Murak and Latamna in Hama countryside today, killing three civilians in all."
    )
    assert places(coding, "shelling") == ["Kafr Zita", "Murak", "Latamna"]
    assert len({event.group for event in coding.events}) == 1
    assert coding.events[0].group is not None
    assert [total(event, "killed") for event in coding.events] == [3, 0, 0]


def test_another_incident_is_another_event(code: Code) -> None:
    coding = code(
        "Gunmen shot dead a policeman in Kirkuk on Tuesday. In a separate incident, gunmen shot dead "
        "a shopkeeper in Kirkuk on Tuesday."
    )
    assert types(coding) == ["attack", "attack"]


def test_itemised_terms_stay_with_the_demand(code: Code) -> None:
    coding = code(
        "After clashes in Tafas, the army set three conditions on the town's committee last night:\n"
        "- handing over the heavy weapons\n- handing over six wanted men\n- letting troops search the farms"
    )
    assert len(the(coding, "demand").terms) == 3
    assert "surrender" not in types(coding)
    assert "raid" not in types(coding)
