"""What happened, in the wordings of many registers. See docs/phenomena.md; the wording is our own."""

from __future__ import annotations

import pytest

from .asking import Code, harmed, the, types

_BEFORE = "Rebels and soldiers exchanged artillery fire near Bor on Sunday.\n\n"


def _beside(code: Code, sentence: str) -> list[str]:
    """The types of what a paragraph tells that follows the news of an artillery duel."""
    return [event.type for event in code(_BEFORE + sentence).events[1:]]


@pytest.mark.parametrize(
    ("kind", "sentence"),
    [
        ("raid", "Soldiers raided a monastery in Torit on Monday."),
        ("raid", "Policemen forced their way into a home in Yei on Monday."),
        ("raid", "Police raided a hideout of car thieves in Juba on Monday."),
        ("raid", "The army launched a military operation in Kajo Keji on Monday."),
        ("attack", "Gunmen on motorbikes raided three villages near Yei on Monday."),
        ("armed_clash", "Soldiers killed four rebels during a raid on a camp in Torit on Monday."),
        ("armed_clash", "A sniper killed two soldiers near Malakal on Tuesday."),
        ("armed_clash", "Three men opened fire at the police in Wau on Monday."),
        ("armed_clash", "The two clans fought with rifles in Rumbek on Monday."),
        ("riot", "Villagers fought with sticks and stones in Rumbek on Monday."),
        ("riot", "A mob beat two thieves in Wau on Monday."),
        ("riot", "Demonstrators hurled petrol bombs at policemen in Juba on Monday."),
        ("riot", "Angry residents torched the office of the county in Yei on Monday."),
        ("protest_intervention", "Policemen suppressed a march in Juba on Friday."),
        ("sexual_violence", "Soldiers sexually assaulted two girls in Leer on Monday."),
        ("torture", "A young man died in police custody in Aweil on Monday."),
        ("sanction", "Six teachers were jailed for ten years in Juba on Monday."),
    ],
)
def test_the_border_of_a_type_is_kept(code: Code, kind: str, sentence: str) -> None:
    assert _beside(code, sentence) == [kind]


@pytest.mark.parametrize(
    ("kind", "sentence"),
    [
        ("abduction", "Herders made off with five girls near Pibor on Monday."),
        ("abduction", "Rebels captured eight gold miners near Kapoeta on Monday."),
        ("abduction", "Militiamen forcibly recruited 20 boys in Yambio on Monday."),
        ("abduction", "Two nurses have been missing since Monday near Maban."),
        ("arrest", "The soldiers took one trader in Yei on Monday."),
        ("arrest", "A drug lord was captured by soldiers in Juba on Tuesday."),
        ("deployment", "Kenyan troops crossed the border near Kapoeta on Monday."),
        ("deployment", "The military police conducted a patrol in Wau on Monday."),
        ("movement_restriction", "Mobile internet was suspended in Juba on Monday."),
        ("movement_restriction", "Youths stopped a patrol near Nimule on Monday."),
        ("displacement", "Thousands fled Malakal on Monday."),
        ("displacement", "Most of the families had to flee again near Leer on Monday."),
        ("release", "The rebels handed three hostages to the Red Cross in Yei on Saturday."),
        ("protest", "Thousands marched in Juba on Monday against the tax."),
        ("protest", "Shopkeepers observed a shutter-down strike in Wau on Monday."),
        ("weapons_disrupted", "Police seized 300 kg of explosives in Juba on Monday."),
        ("chemical_weapon", "Soldiers fired chloropicrin near Malakal on Monday."),
        ("surrender", "Thirty policemen surrendered to the rebels at an outpost near Yei on Monday."),
    ],
)
def test_less_usual_words_tell_an_event_too(code: Code, kind: str, sentence: str) -> None:
    assert _beside(code, sentence) == [kind]


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("air_strike", "Russian jets carried out six raids on Idlib on Monday."),
        ("air_strike", "At least 20 people were killed in an Israeli strike on a house in Rafah on Tuesday."),
        ("explosive_device", "A bomb blast rips through a market in Maiduguri on Monday."),
        ("suicide_bomb", "A truck packed with explosives was rammed into the gate of a hotel in Kabul on Monday."),
        ("armed_clash", "The patrol came under fire from gunmen near Djibo on Monday."),
        ("air_strike", "Warplanes flew raids near Idlib on Monday, hitting Saraqib."),
        ("shelling", "The army answered with artillery shells near Bor on Monday."),
        ("property_destruction", "Soldiers came on Monday, and the village of Saraqib went up in flames."),
        ("attack", "Two villages near Djibo came under attack by gunmen on Monday, and 12 farmers died."),
    ],
)
def test_what_governs_the_word_tells_the_type(code: Code, kind: str, text: str) -> None:
    assert set(types(code(text))) == {kind}


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("armed_clash", "Policemen repelled an attack on their station in Goma on Tuesday."),
        ("armed_clash", "A military column was ambushed by rebels near Goma on Monday."),
        ("weapons_disrupted", "The army intercepted a missile fired by the Houthis near Marib on Monday."),
        ("attack", "Rebels executed two surrendering soldiers near Goma on Monday."),
        ("weapons_disrupted", "Air defence units near Odesa brought down two drones while repelling a drone attack."),
        ("raid", "In occupied Jerusalem, policemen raided a shop on Monday and found no weapons."),
    ],
)
def test_what_the_words_only_refer_to_is_no_event_of_its_own(code: Code, kind: str, text: str) -> None:
    assert types(code(text)) == [kind]


def test_a_killing_told_behind_after_is_another_happening(code: Code) -> None:
    text = "Gunmen shelled the town hall of Malakal on Monday, hours after soldiers had killed a protester in Juba."
    assert set(types(code(text))) == {"shelling", "protest_intervention"}


def test_another_nine_wounded_add_to_the_toll(code: Code) -> None:
    coding = code("Rebels ambushed a convoy near Malakal on Monday and killed 13 officers. Another nine were wounded.")
    assert [c.best for c in harmed(the(coding, "armed_clash"), "injured")] == [9]


def test_a_kidnapping_told_as_a_reason_killed_nobody(code: Code) -> None:
    coding = code("Two soldiers were killed near Bor on Monday as they looked for men whom rebels had kidnapped.")
    assert not harmed(the(coding, "abduction"), "killed")


def test_accidents_in_the_words_of_blasts_are_no_event(code: Code) -> None:
    assert types(code("A bus went off the road near Wau on Monday, and the police came.")) == []


@pytest.mark.parametrize(
    "text",
    [
        "Villages such as Saraqib are raided time and again, he complained. Police were told.",
        "The rebels named their conditions for an end to kidnapping. The army is silent.",
        "The police may take its men into the army. Soldiers marched.",
    ],
)
def test_habits_terms_and_plans_are_no_deeds(code: Code, text: str) -> None:
    assert types(code(text)) == []


def test_people_hurt_by_nothing_that_is_told_are_no_event(code: Code) -> None:
    assert types(code("In Juba, six traders were wounded during the week. Soldiers were present.")) == []


@pytest.mark.parametrize(
    "sentence",
    [
        "The guards foiled the plan of three women to leave the camp of Yida on Monday.",
        "The prisoners were handed over in Yei on Monday, the ministry said, and no rifles.",
    ],
)
def test_words_that_only_stand_near_each_other_make_no_phrase(code: Code, sentence: str) -> None:
    assert not {"armed_clash", "surrender"} & set(_beside(code, sentence))
