"""Relations between actors: only those that the text states."""

from __future__ import annotations

from functools import cache

import pytest

from marsad.coding.coder import Coder

HEAD = " date 2022-03-09 Attacks and clashes in the war\n\n"


@cache
def coder() -> Coder:
    return Coder()


def relations(text: str) -> set[tuple[str, str, str]]:
    return {(r.a, r.relation, r.b) for r in coder().code(HEAD + text).relations}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The Russian-backed 5th Corps deployed in Tafas in Syria.", ("5th Corps", "backed_by", "Russia")),
        ("The Levant Front, backed by Turkey, attacked Azaz.", ("Levant Front", "backed_by", "Turkey")),
        ("Pro-Iranian gunmen attacked a patrol in Baghdad.", ("Pro-Iranian gunmen", "allied_with", "Iran")),
        (
            "Troops of the 4th Division, led by Maher al-Assad, shelled Tafas in Syria.",
            ("Maher al-Assad", "leads", "4th Division"),
        ),
        (
            "The RSF, commanded by Mohamed Hamdan Dagalo, shelled El Obeid.",
            ("Mohamed Hamdan Dagalo", "leads", "RSF"),
        ),
        (
            "Ahrar al-Sharqiya, a faction of the SNA, attacked Afrin in Syria.",
            ("Ahrar al-Sharqiya", "part_of", "SNA"),
        ),
        (
            "Al-Shabaab, the East African arm of al-Qaeda, attacked Baidoa.",
            ("Al-Shabaab", "part_of", "al-Qaeda"),
        ),
        ("The Saudi-led coalition bombed Sanaa.", ("Saudi Arabia", "leads", "Saudi-led coalition")),
        (
            "Regime forces, including the 4th Division, attacked Tafas in Syria.",
            ("4th Division", "part_of", "Regime forces"),
        ),
        (
            "Ex-fighters of Jaish al-Islam attacked a post in Douma.",
            ("Ex-fighters", "former_member_of", "Jaish al-Islam"),
        ),
        (
            "Maher al-Assad, brother of Bashar al-Assad, leads troops that attacked Daraa.",
            ("Maher al-Assad", "kin_of", "Bashar al-Assad"),
        ),
    ],
)
def test_relations_that_the_text_states_are_found(text: str, expected: tuple[str, str, str]) -> None:
    assert expected in relations(text)


def test_offices_and_pledges_tie_actors() -> None:
    assert ("ADF", "allied_with", "Islamic State") in relations(
        "The ADF, which has pledged allegiance to Islamic State, killed ten people in Beni."
    )
    assert ("M23", "backed_by", "Rwanda") in relations("The M23, a rebel group backed by Rwanda, attacked Sake.")
    assert ("8th Brigade", "part_of", "5th Corps") in relations(
        "The 8th Brigade, affiliated to the 5th Corps, attacked a checkpoint in Busra in Syria."
    )


def test_a_deputy_leader_is_a_member() -> None:
    found = relations("Saleh al-Arouri, deputy leader of Hamas, was killed in a drone strike in Beirut.")
    assert found == {("Saleh al-Arouri", "member_of", "Hamas")}


def test_a_spokesman_is_a_member_and_no_leader() -> None:
    found = relations("Zabihullah Mujahid, spokesman of the Taliban, said that fighters attacked Ghazni.")
    assert ("Zabihullah Mujahid", "member_of", "Taliban") in found
    assert not any(relation == "leads" for _, relation, _ in found)


@pytest.mark.parametrize(
    "text",
    [
        "Members of the Taliban attacked the town of Ghazni.",
        "The well-armed group attacked an army post near Diffa.",
        "Gunmen attacked the village of Sake in North Kivu province.",
        "The army clashed with M23 rebels near Goma.",
    ],
)
def test_no_relation_is_supplied_that_the_text_does_not_state(text: str) -> None:
    assert relations(text) == set()


def test_evidence_holds_both_names() -> None:
    text = HEAD + "The Levant Front, backed by Turkey, attacked Azaz."
    relation = next(r for r in coder().code(text).relations if r.relation == "backed_by")
    start, end = relation.evidence[0]
    assert "Front" in text[start:end]
    assert "Turkey" in text[start:end]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "The head of the Democratic Front for Justice, Omar Adan Farah, condemned the massacre in Malam.",
            ("Omar Adan Farah", "leads", "Democratic Front for Justice"),
        ),
        (
            "A Brigadier General of the SPLA-IO, named as Peter Deng Majok, was accused by police of an attack in Wau.",
            ("Peter Deng Majok", "member_of", "SPLA-IO"),
        ),
        (
            "The shells hit Regiment 44 of the regime army near Qanawat in Syria.",
            ("Regiment 44", "part_of", "regime army"),
        ),
        (
            'A mine killed two fighters of the "Al-Abbas Brigade", which belongs to the Iranian Revolutionary Guard.',
            ("Al-Abbas Brigade", "part_of", "Iranian Revolutionary Guard"),
        ),
        (
            "Militiamen allied with the Sudanese government attacked Malam.",
            ("Militiamen", "allied_with", "Sudanese government"),
        ),
        ("Eritrean-backed fighters attacked a post near Humera.", ("fighters", "backed_by", "Eritrea")),
    ],
)
def test_whom_a_relation_holds_for_is_named_without_it(text: str, expected: tuple[str, str, str]) -> None:
    assert expected in relations(text)


@pytest.mark.parametrize(
    "text",
    [
        "The Ministry of Peshmerga said ISIS attacked a village in Makhmour.",
        "The governor's office, a branch of the Planning Ministry, the police headquarters and a mosque were shelled.",
    ],
)
def test_ministries_and_lists_state_no_relation(text: str) -> None:
    assert relations(text) == set()
