"""Whom dispatches credit, and how they hedge. See docs/phenomena.md; the wording is our own."""

from __future__ import annotations

import pytest

from .asking import Code, both_sides, names, the, total, types

# ------------------------------------------------------------------ according to whom


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("According to the Observatory, gunmen killed a teacher in Nawa today.", "Observatory"),
        ("Gunmen, local sources said, killed a teacher in Nawa today.", "local sources"),
        ("Gunmen killed a teacher in Nawa today, a police officer told reporters.", "police officer"),
        ("A resident who asked not to be named said gunmen killed a teacher in Nawa today.", "resident"),
    ],
)
def test_credit_stands_first_in_the_middle_or_last(code: Code, text: str, source: str) -> None:
    event = the(code(text), "attack")
    assert event.attribution
    assert source in event.attribution[0].source


def test_without_a_credit_the_dispatch_speaks(code: Code) -> None:
    event = the(code("Gunmen killed a teacher in Nawa today.", source="Radio Example"), "attack")
    assert [a.source for a in event.attribution] == ["Radio Example"]


def test_the_inner_source_of_a_chain_is_credited(code: Code) -> None:
    event = the(code("Shells hit Avdiivka today, the agency reported, citing the regional governor."), "shelling")
    assert any("governor" in a.source for a in event.attribution)


# ------------------------------------------------------------------ hedges, plans, failures


def test_a_suspected_doer_leaves_the_deed_certain(code: Code) -> None:
    event = the(code("Suspected ADF rebels killed six villagers in Oicha on Monday."), "attack")
    assert event.status == "happened"


def test_a_distanced_deed_is_claimed(code: Code) -> None:
    event = the(code("Government forces allegedly executed nine prisoners in Sweida on Tuesday."), "attack")
    assert event.status == "claimed"


def test_a_claim_of_responsibility_is_no_hedge(code: Code) -> None:
    coding = code(
        "A suicide bomber killed four people in Quetta on Tuesday. The Islamic State claimed "
        "responsibility for the attack."
    )
    assert the(coding, "suicide_bomb").status == "happened"


def test_talks_that_failed_are_failed(code: Code) -> None:
    coding = code("After clashes in Tafas, talks between the army and the town's elders failed yesterday.")
    assert the(coding, "negotiation").status == "failed"


def test_a_foiled_attack_keeps_its_doer(code: Code) -> None:
    coding = code("Troops foiled an attack by al-Shabaab on an army base in Dhobley on Monday, killing five militants.")
    event = the(coding, "armed_clash")
    assert "al-Shabaab" in both_sides(event)
    assert total(event, "killed") == 5


def test_what_is_only_feared_or_called_for_is_no_deed(code: Code) -> None:
    coding = code(
        "Clashes broke out between rival gangs in Port-au-Prince on Monday. Residents fear a "
        "massacre. The UN warned that shelling could force thousands to flee."
    )
    assert set(types(coding)) <= {"armed_clash", "threat", "demand"}


def test_a_vow_threatens_and_is_not_the_deed(code: Code) -> None:
    coding = code("The rebels threatened on Monday to attack the airport of Malakal, the army said.")
    assert coding.events
    assert all(event.type == "threat" or event.status == "threatened" for event in coding.events)


def test_police_who_claim_their_own_deed_say_it(code: Code) -> None:
    event = the(code("Police claimed to have arrested two militants in Sopore on Monday."), "arrest")
    assert event.status == "happened"


@pytest.mark.parametrize(
    "later",
    [
        "Al-Shabaab claimed responsibility.",
        "The government blamed Al-Shabaab for the attack.",
        "Al-Shabaab is suspected of the attack.",
    ],
)
def test_who_did_it_may_be_told_in_a_later_sentence(code: Code, later: str) -> None:
    event = the(code(f"A roadside bomb killed two traders in Baidoa on Monday. {later}"), "explosive_device")
    assert names(event, "side_a") == ["Al-Shabaab"]


def test_the_doer_told_once_did_what_follows(code: Code) -> None:
    coding = code(
        "Syrian troops shelled Douma on Monday, killing a child.\n\nThe bombardment also hit Arbin, wounding two women."
    )
    assert [names(event, "side_a") for event in coding.events] == [["Syrian troops"], ["Syrian troops"]]


def test_a_speaker_announced_at_the_top_speaks_in_all_that_follows(code: Code) -> None:
    coding = code(
        "A military source stated the following:\n\nGunmen killed a teacher in Nawa today.\n\n"
        "Troops arrested two men in Jasim."
    )
    assert {a.source for event in coding.events for a in event.attribution} == {"military source"}
