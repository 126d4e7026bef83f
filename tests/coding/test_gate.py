"""What is read for events at all."""

from __future__ import annotations

import pytest

from marsad.coding.gate import may_hold_event, tells_of_conflict

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
        f"{FILLER}Nurses end their strike. {FILLER} A rocket put a satellite into orbit. {FILLER}",
        f"{FILLER}The army attacked; the army's attack was shown in a film of 1950.".replace("army", "choir"),
    ],
)
def test_one_ambiguous_word_in_a_long_text_does_not(text: str) -> None:
    assert not tells_of_conflict(text)


def test_a_block_without_a_form_of_a_trigger_need_not_be_parsed() -> None:
    assert may_hold_event("They were shelling the hill")
    assert not may_hold_event("Apples, pears and olives.")
