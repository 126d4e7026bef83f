"""What is read for events at all."""

from __future__ import annotations

import pytest

from marsad.actors.registry import ActorRegistry
from marsad.coding.coder import Coder
from marsad.coding.gate import RULE, armed_groups, tells_of_conflict


@pytest.fixture(scope="module")
def registry() -> ActorRegistry:
    return ActorRegistry.load()


FILLER = "The council met on Monday to speak about the price of bread and the new park by the river. " * 8


@pytest.mark.parametrize(
    "text",
    [
        "Shelling on the town's outskirts.",
        "Two killed in Tafas",
        "A she*lling of the village",
        "TWO KI*LLED",
        f"{FILLER}Gunmen entered the market.",
        f"{FILLER}Police shot a man. He died. {FILLER}",
        f"{FILLER}The soldiers left. Nobody was killed. {FILLER}",
        f"{FILLER}An air strike was heard. {FILLER}",
    ],
)
def test_a_clear_word_or_two_ambiguous_ones_side_by_side_tell_of_conflict(text: str) -> None:
    assert tells_of_conflict(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        FILLER,
        f"{FILLER}The striker shot wide. {FILLER}",
        f"{FILLER}A bus left the road; 25 were killed and nine injured. {FILLER}",
        f"{FILLER}The keeper was injured, and a bombardment of high balls followed. {FILLER}",
        f"{FILLER}The striker shot wide. The attack came to life. {FILLER}",
        f"{FILLER}Nurses end their strike. {FILLER} A rocket put a satellite into orbit. {FILLER}",
        f"{FILLER}The army attacked; the army's attack was shown in a film of 1950.".replace("army", "choir"),
    ],
)
def test_one_ambiguous_word_in_a_long_text_does_not(text: str) -> None:
    assert not tells_of_conflict(text)


@pytest.mark.parametrize("text", ["Explosive charges went off", "IS executes a man in the countryside of Raqqa"])
def test_a_short_text_may_tell_of_conflict_by_a_word_that_a_long_one_may_not(text: str) -> None:
    assert tells_of_conflict(text)
    assert not tells_of_conflict(f"{text}. {FILLER}")


def test_a_short_text_tells_of_conflict_by_the_name_of_an_armed_group() -> None:
    text = "The Somali movement took over two villages."
    assert not tells_of_conflict(text)
    assert tells_of_conflict(text, frozenset({"so-shabaab"}))


def test_only_armed_groups_count_as_such_not_the_forces_of_a_state(registry: ActorRegistry) -> None:
    assert armed_groups(registry.find("Jabhat al-Nusra entered the town."))
    assert not armed_groups(registry.find("The Russian Ministry of Defence held a conference."))


@pytest.mark.parametrize("gate", [True, False])
def test_an_event_of_a_named_armed_group_is_kept_without_any_word_of_conflict(gate: bool) -> None:
    text = f"{FILLER}Jabhat al-Nusra took control of the village. {FILLER}"
    coding = Coder(gate=gate).code(text, date="2016-05-01")
    assert [event.type for event in coding.events] == ["territory_taken"]


def test_what_is_left_out_is_named_in_the_explanations() -> None:
    text = f"{FILLER}The ministers signed an agreement on fish in Oslo. {FILLER}"
    coding = Coder(gate=False).code(text, date="2016-05-01")
    assert not coding.events
    left_out = {reason.cell for reason in coding.explanations if reason.rule == RULE}
    assert "agreement" in left_out


@pytest.mark.parametrize(
    "text",
    [
        "At least 14 people were killed and 30 injured when a bus plunged into a ravine, police said.",
        "Nine soldiers died and two are missing after a landslide; troops evacuated villagers through the floods.",
        "The visitors won the battle: a late strike beat the keeper after a bombardment of crosses, and the "
        "league leaders lost a defender, injured in the first half of the match.",
    ],
)
def test_accidents_and_games_that_share_words_with_conflict_do_not_tell_of_it(text: str) -> None:
    assert not tells_of_conflict(text)


@pytest.mark.parametrize(
    "text",
    [
        "A bus plunged into a ravine after a bomb went off on board; 14 passengers were killed.",
        "Gunmen stopped a bus near the ravine and killed the driver and two passengers.",
        "Police fired tear gas at fans after the match; protesters blocked the road to the stadium of the leaders.",
        "Rebels attacked a boat on the lake during the floods, killing three.",
    ],
)
def test_conflict_on_a_bus_a_boat_or_at_a_match_is_still_told(text: str) -> None:
    assert tells_of_conflict(text)
