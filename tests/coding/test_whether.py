"""Whether it happened: status and background. The dispatches are of Wednesday 15 June 2022."""

from __future__ import annotations

import pytest

from marsad.coding.coder import Coder
from marsad.model import Event


@pytest.fixture(scope="module")
def coder() -> Coder:
    return Coder()


def read(coder: Coder, text: str) -> list[Event]:
    return coder.code(text, date="2022-06-15").events


def statuses(coder: Coder, text: str) -> list[tuple[str, str]]:
    return [(event.type, event.status) for event in read(coder, text)]


@pytest.mark.parametrize(
    "text",
    [
        "Militants often attack convoys on the road to Djibo.",
        "Protests are held every Friday in As-Suwayda.",
        "Kidnappings for ransom are common in northwest Nigeria.",
        "Attacks on aid convoys have increased in Tigray.",
        "Russian troops keep shelling the region of Kherson.",
        "The group has carried out attacks in the region since 2017.",
        "Some residents of Baringo have handed over their guns.",
        "The war has displaced more than five million people.",
    ],
)
def test_habits_trends_and_what_people_do_at_large_are_no_events(coder: Coder, text: str) -> None:
    assert statuses(coder, text) == []


@pytest.mark.parametrize(
    "text",
    [
        "In 2020, jihadists killed 50 people in the village of Ogossagou.",
        "Since January, the militants have killed at least 300 civilians in Cabo Delgado.",
        "Since the ceasefire of 5 March, monitors have documented the death of 311 people in Idlib.",
        "The number of protesters killed since the coup of 25 October now stands at 93.",
        "In the past three months, at least 50 officials have been assassinated in Daraa.",
        "Violence in the region has killed thousands since 2009 and displaced two million.",
        "It was the deadliest attack in the area since 2019.",
    ],
)
def test_years_running_totals_and_comparisons_are_no_events(coder: Coder, text: str) -> None:
    assert statuses(coder, text) == []


@pytest.mark.parametrize(
    "text",
    [
        "Officials fear fresh clashes in Tripoli.",
        "Soldiers could attack Idlib soon, analysts say.",
        "If the siege of Mariupol continues, thousands will flee.",
        "An investigation into the killing of a journalist in Jenin has begun.",
        "Al-Shabaab wants to bring down the government and drive out the African Union force.",
        "The task is to find the militants in Khasavyurt and neutralise them.",
        "The army stopped the rebels from taking the town of Sake.",
        "Nobody was hurt in Shahba.",
        "No soldiers were killed in Shahba.",
        "The militants have at no time attacked the town of Bangassou.",
        "Residents called for help before the camps in Hasakah explode.",
    ],
)
def test_what_is_feared_wished_for_or_denied_is_no_deed(coder: Coder, text: str) -> None:
    assert statuses(coder, text) == []


@pytest.mark.parametrize(
    "text",
    [
        "Regime forces shelled the town of Ariha on Monday, opposite to the area where rebels deploy.",
        "Regime forces shelled the town of Ariha on Monday, after the rebels who reject the truce had left.",
        "The Lions Brigade, which has attacked villages in Hama, shelled the town of Ariha on Monday.",
    ],
)
def test_what_a_relative_clause_says_of_a_group_is_no_event(coder: Coder, text: str) -> None:
    assert ("shelling", "happened") in statuses(coder, text)
    assert not {"deployment", "rejection", "attack"} & {kind for kind, _ in statuses(coder, text)}


def test_an_old_date_in_a_relative_clause_does_not_make_history_of_the_sentence(coder: Coder) -> None:
    text = "The army shelled the village of Goranboy today, and a woman who was born in 1957 was killed."
    assert ("shelling", "happened") in statuses(coder, text)


def test_fewer_than_is_no_negation(coder: Coder) -> None:
    assert statuses(coder, "No fewer than six farmers were killed by gunmen in Oicha on Tuesday.")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Turkey will deploy 500 troops to the town of Azaz tomorrow.", ("deployment", "planned")),
        ("Russia is to withdraw its forces from Kherson by Friday.", ("withdrawal", "planned")),
        (
            "Talks between the army and the rebels are likely to be held in Juba on Friday.",
            ("negotiation", "planned"),
        ),
        (
            "The rebels said they would release 30 prisoners in Tigray in the coming days.",
            ("release", "planned"),
        ),
        ("A ceasefire is due to take effect in Tripoli on Friday.", ("agreement", "planned")),
        ("The peace talks in Juba collapsed on Friday.", ("negotiation", "failed")),
        ("Talks between the rebels and the army in Doha ended without agreement.", ("negotiation", "failed")),
        ("A planned exchange of prisoners in Marib was postponed on Monday.", ("release", "failed")),
        ("Security forces deny shelling the village of Sarmin on Monday.", ("shelling", "denied")),
        ("The army allegedly executed nine prisoners in Sweida.", ("attack", "claimed")),
        ("Seven militants were arrested in Shopian district, as police claimed.", ("arrest", "claimed")),
        ("Shelling continues in the town of Bakhmut.", ("shelling", "ongoing")),
        ("Heavy clashes are taking place in Tafas between the army and rebels.", ("armed_clash", "ongoing")),
        ("Prisoners are being exchanged in Horlivka by the army and the rebels.", ("release", "ongoing")),
        ("The town of Djibo has been besieged by rebels since Friday.", ("movement_restriction", "ongoing")),
    ],
)
def test_status_is_read_from_the_clause(coder: Coder, text: str, expected: tuple[str, str]) -> None:
    assert expected in statuses(coder, text)


@pytest.mark.parametrize(
    "text",
    [
        "Police claimed to have arrested two militants in Sopore on Monday.",
        "Suspected rebels killed eight people in Mambasa on Monday.",
        "Police reportedly arrested three activists in Bishkek on Tuesday.",
        "Troops tried to storm an army post in Kasindi on Tuesday.",
    ],
)
def test_own_claims_suspects_and_attempts_have_happened(coder: Coder, text: str) -> None:
    assert {status for _, status in statuses(coder, text)} == {"happened"}


def test_the_denial_of_what_the_text_tells_is_no_second_event(coder: Coder) -> None:
    text = "Artillery shelled the village of Yeraskh on Tuesday. Azerbaijan has denied firing on the village."
    assert ("shelling", "denied") not in statuses(coder, text)


def test_violence_that_is_only_foreseen_on_no_day_is_no_event(coder: Coder) -> None:
    assert statuses(coder, "The campaign of the rebels will only bring more violence to Kabul.") == []
    planned = statuses(coder, "The army plans to launch an offensive on the town of Manbij next week.")
    assert planned == [("armed_clash", "planned")]
