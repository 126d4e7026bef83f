"""Who took part, and on which side: what a user relies on."""

from __future__ import annotations

from functools import cache

import pytest

from marsad.coding.coder import Coder
from marsad.model import Event

HEAD = " date 2022-03-09 Attacks and clashes in the war\n\n"


@cache
def coder() -> Coder:
    return Coder()


def events(text: str, type: str | None = None) -> list[Event]:
    found = coder().code(HEAD + text).events
    return [e for e in found if type is None or e.type == type]


def sides(text: str, type: str) -> tuple[list[str], list[str], list[str]]:
    event = events(text, type)[0]
    return tuple([p.name for p in event.side(role)] for role in ("side_a", "side_b", "third"))  # type: ignore[return-value]


@pytest.mark.parametrize(
    ("text", "type", "side_a", "side_b"),
    [
        (
            "Three soldiers were killed by gunmen of Ansar al-Islam near Djibo.",
            "armed_clash",
            ["Ansar al-Islam"],
            ["soldiers"],
        ),
        (
            "Clashes broke out between the Sudanese army and the Rapid Support Forces in Khartoum.",
            "armed_clash",
            ["Sudanese army"],
            ["Rapid Support Forces"],
        ),
        (
            "Mai-Mai militiamen fought with FDLR rebels in Lubero, leaving nine dead.",
            "armed_clash",
            ["Mai-Mai"],
            ["FDLR"],
        ),
        (
            "Settlers set fire to a mosque, and Israeli airstrikes killed four people in Masyaf on Sunday.",
            "air_strike",
            ["Israel"],
            ["civilians"],
        ),
        (
            "Regime artillery shelled the village of Kansafra in Idlib countryside.",
            "shelling",
            ["Regime artillery"],
            ["civilians"],
        ),
        (
            "Two members of the YPG were killed by Turkish artillery in Kobani.",
            "shelling",
            ["Turkish artillery"],
            ["YPG"],
        ),
        (
            "Thirty fighters of the Lord's Resistance Army surrendered to the Ugandan army in Obo.",
            "surrender",
            ["Lord's Resistance Army"],
            ["Ugandan army"],
        ),
        (
            "Police fired tear gas at protesters in Nairobi, injuring six.",
            "protest_intervention",
            ["protesters"],
            ["Police"],
        ),
        ("Residents fled the town of Tabqa after the SDF advanced.", "displacement", [], ["civilians"]),
        ("An army vehicle hit a landmine near Gao, killing four soldiers.", "explosive_device", [], ["army"]),
        (
            "A roadside bomb planted by ELN guerrillas killed two policemen in Arauca.",
            "explosive_device",
            ["ELN"],
            ["policemen"],
        ),
        (
            "Al-Shabaab released three Kenyan drivers in Mandera on Tuesday.",
            "release",
            ["Al-Shabaab"],
            ["civilians"],
        ),
        (
            "Security forces detained 12 members of Hizb ut-Tahrir in Dhaka.",
            "arrest",
            ["Security forces"],
            ["Hizb ut-Tahrir"],
        ),
        (
            "JNIM jihadists imposed a siege on the town of Farabougou.",
            "movement_restriction",
            ["JNIM"],
            ["civilians"],
        ),
    ],
)
def test_each_party_stands_on_the_side_that_its_type_gives_it(
    text: str, type: str, side_a: list[str], side_b: list[str]
) -> None:
    assert sides(text, type)[:2] == (side_a, side_b)


def test_joint_sides_are_several_participants() -> None:
    text = "Fighting between the army and allied militias on one hand and the RSF on the other hit Khartoum."
    assert sides(text, "armed_clash")[:2] == (["army", "militias"], ["RSF"])


def test_pitted_against_divides_the_sides() -> None:
    text = "Fierce fighting pitted the Congolese army and the Wazalendo militia against M23 rebels near Sake."
    side_a, side_b, _ = sides(text, "armed_clash")
    assert side_a[0] == "Congolese army"
    assert side_b == ["M23"]


def test_subjects_that_fight_each_other_are_two_sides() -> None:
    assert sides("Hezbollah and the Al-Nusra Front clashed in Flita on Monday.", "armed_clash")[:2] == (
        ["Hezbollah"],
        ["Al-Nusra Front"],
    )


def test_mediators_are_third_parties() -> None:
    text = (
        "After the clashes, talks between the Houthis and the Yemeni government "
        "were held in Muscat under Omani mediation."
    )
    assert sides(text, "negotiation") == (["Houthis"], ["Yemeni government"], ["Oman"])


def test_whom_an_attack_is_blamed_on_is_its_doer() -> None:
    attack = events("Five policemen died in an attack blamed on the Shining Path in Ayacucho.")[0]
    assert [p.name for p in attack.side("side_a")] == ["Shining Path"]


def test_an_unknown_doer_stays_unnamed() -> None:
    text = "A bomb exploded on Sunday in the market of Baidoa and killed two traders. No group claimed responsibility."
    assert sides(text, "explosive_device")[0] == []


def test_pronouns_take_the_last_fitting_party_of_the_paragraph() -> None:
    text = "Boko Haram fighters entered Gamboru on Sunday. They abducted seven girls from a school in Gamboru."
    assert sides(text, "abduction")[0] == ["Boko Haram"]


def test_a_pronoun_without_a_fitting_party_names_nobody() -> None:
    assert sides("They abducted seven girls from a school in Gamboru.", "abduction")[0] == []


def test_the_group_is_the_one_named_before_in_the_paragraph() -> None:
    text = "JNIM jihadists attacked an army camp in Farabougou. The group kidnapped two teachers in Farabougou."
    assert sides(text, "abduction")[0] == ["JNIM"]


def test_former_fighters_are_not_their_former_body() -> None:
    event = events("Unidentified gunmen shot dead a former fighter of Jaish al-Islam in Busra al-Sham.")[0]
    victim = event.side("side_b")[0]
    assert victim.name == "former fighter of Jaish al-Islam"
    assert victim.actor_id is None


def test_a_country_acts_but_a_country_where_it_happens_does_not() -> None:
    assert sides("Israel bombed a Hezbollah depot near Baalbek in Lebanon with warplanes.", "air_strike")[:2] == (
        ["Israel"],
        ["Hezbollah"],
    )


def test_an_organisation_that_nobody_has_registered_keeps_its_name() -> None:
    text = "The Brigade of the Martyrs of Hope attacked a police station in Basra."
    assert sides(text, "armed_clash")[0] == ["Brigade of the Martyrs of Hope"]


def test_what_qualifies_a_group_is_no_participant() -> None:
    assert sides("Iran-backed militias fired rockets at a US base in Deir ez-Zor.", "shelling")[:2] == (
        ["Iran-backed militias"],
        ["US"],
    )


def test_evidence_of_a_participant_is_its_words() -> None:
    text = HEAD + "Members of the SDF arrested a teacher in Raqqa."
    event = next(e for e in coder().code(text).events if e.type == "arrest")
    doer = event.side("side_a")[0]
    start, end = doer.evidence[0]
    assert text[start:end] == "SDF"
    assert doer.actor_id is not None


def test_whose_name_is_told_in_full_once_keeps_it_through_the_paragraph() -> None:
    text = (
        "Fighters of the Syrian Democratic Forces (SDF) raided a house in Raqqa on Sunday. "
        "The SDF arrested two men in Raqqa."
    )
    assert sides(text, "arrest")[0] == ["Syrian Democratic Forces"]


def test_the_one_hit_by_a_survived_attempt_is_side_b() -> None:
    attack = events("A judge survived an assassination attempt in Daraa on Monday.")[0]
    assert [p.name for p in attack.side("side_b")] == ["judge"]
    assert attack.side("side_a") == []


def test_several_states_with_one_weapon_are_all_doers() -> None:
    assert sides("Syrian and Russian warplanes bombed the city of Saraqib.", "air_strike")[0] == [
        "Syria",
        "Russian warplanes",
    ]


def test_the_paragraph_goes_on_with_its_doer() -> None:
    text = (
        "Regime forces set up a checkpoint in Tafas on Sunday. Several roads were closed to civilian movement in Tafas."
    )
    assert sides(text, "movement_restriction")[:2] == (["Regime forces"], ["civilians"])


@pytest.mark.parametrize(
    ("text", "type", "doer"),
    [
        (
            "A car bomb killed six people at a hotel in Kismayo on Monday. Al-Shabaab claimed responsibility.",
            "explosive_device",
            "Al-Shabaab",
        ),
        (
            "Rockets hit a market in Marib on Monday. The government blamed the Houthis for the attack.",
            "shelling",
            "Houthis",
        ),
        (
            "Gunmen killed two imams in Kaya on Monday.\n\nJNIM is suspected of carrying out the attack.",
            "attack",
            "JNIM",
        ),
        (
            "Gunmen killed two imams in Kaya on Monday. The attackers are believed to be members of JNIM.",
            "attack",
            "JNIM",
        ),
        ("Gunmen suspected to be members of JNIM abducted two imams in Kaya on Monday.", "abduction", "JNIM"),
    ],
)
def test_the_author_of_an_attack_may_be_named_beside_it_or_in_a_later_sentence(text: str, type: str, doer: str) -> None:
    assert sides(text, type)[0] == [doer]


@pytest.mark.parametrize(
    "text",
    [
        "A bomb went off in Baidoa on Sunday and killed a trader. No group has claimed responsibility.",
        "A bomb went off in Baidoa on Sunday and killed a trader. Al-Shabaab claimed an attack in May.",
        "A bomb went off in Baidoa on Sunday and killed a trader. Al-Shabaab denied it was behind the attack.",
    ],
)
def test_nobody_is_the_author_of_what_he_did_not_claim(text: str) -> None:
    assert sides(text, "explosive_device")[0] == []


def test_a_doer_whom_nobody_knows_is_no_participant() -> None:
    assert sides("Unidentified men shot dead a policeman in Quetta on Thursday.", "attack")[0] == []


def test_the_violence_that_drove_people_out_has_caused_their_flight() -> None:
    text = "Clashes between the army and the M23 displaced 300 families in Bunagana on Monday."
    assert sides(text, "displacement")[:2] == (["army", "M23"], ["civilians"])


def test_what_is_taken_up_again_was_done_by_whom_it_was_told_of() -> None:
    text = (
        "Syrian troops shelled rebel positions in Douma on Monday.\n\n"
        "The bombardment also hit the town of Arbin, wounding a child."
    )
    assert {tuple(p.name for p in e.side("side_a")) for e in events(text, "shelling")} == {("Syrian troops",)}


def test_a_drone_is_theirs_whose_drones_the_text_told_of() -> None:
    text = "Israeli drones struck a car in Kafra on Monday.\n\nA drone also fired two missiles at a house in Yaroun."
    assert [p.name for e in events(text, "drone_strike") for p in e.side("side_a")] == ["Israeli drones"] * 2


def test_the_aircraft_of_a_state_fire_no_rockets_at_it() -> None:
    text = "Israeli warplanes bombed a house in Beit Lahia on Monday.\n\nFive rockets were launched at Sderot."
    assert all(e.side("side_a") == [] for e in events(text, "shelling"))


def test_those_who_fell_on_both_sides_of_a_clash_were_its_sides() -> None:
    text = "Nine soldiers and four militants were killed in clashes in Kupwara on Saturday."
    assert sides(text, "armed_clash")[:2] == (["soldiers"], ["militants"])


def test_the_assailants_are_the_group_that_the_paragraph_before_names() -> None:
    text = (
        "ADF fighters attacked Kisima on Monday, killing nine civilians.\n\nThe assailants abducted two girls in Oicha."
    )
    assert sides(text, "abduction")[0] == ["ADF"]


def test_members_of_a_family_are_civilians() -> None:
    assert sides("Three members of a family were killed by shelling on Douma on Sunday.", "shelling")[1] == [
        "civilians"
    ]


def test_a_victim_whose_office_is_told_keeps_his_name() -> None:
    text = "Shamil Magomedov, 40, a senior district policeman, was shot dead in Makhachkala on Monday."
    assert sides(text, "attack")[1] == ["Shamil Magomedov"]


def test_he_accused_means_who_spoke() -> None:
    text = "Governor Samuel Okoro said two men had died in Jos. He accused the Eastern Front of the killings."
    assert sides(text, "accusation")[0] == ["Samuel Okoro"]


def test_what_the_paragraph_goes_on_to_tell_was_done_by_the_same() -> None:
    text = "JNIM fighters stormed Bourzanga on Monday. Twelve farmers were executed in Djibo."
    assert sides(text, "attack")[0] == ["JNIM"]


def test_who_bombed_from_afar_is_not_taken_for_who_killed() -> None:
    text = "Russian warplanes bombed a market in Saraqib on Monday. A farmer was shot dead in Ariha."
    assert sides(text, "attack")[0] == []


@pytest.mark.parametrize(
    "text",
    [
        "Gunmen attacked Jos. Its police said its officers killed two of its attackers.",
        "Two of its soldiers were killed when its patrol was attacked, its army said.",
    ],
)
def test_pronouns_that_lead_to_each_other_end(text: str) -> None:
    assert events(text)
