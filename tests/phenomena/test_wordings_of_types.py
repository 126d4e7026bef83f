"""By which words dispatches tell each type of event. See docs/phenomena.md; the wording is our own."""

from __future__ import annotations

import pytest

from marsad.model import Event

from .asking import Code

_BEFORE = "Rebels and soldiers exchanged artillery fire near Bor on Sunday.\n\n"


def _told(code: Code, kind: str, sentence: str) -> Event:
    """The only event of a type in a paragraph that follows the news of a fight."""
    found = [event for event in code(_BEFORE + sentence).events if event.type == kind]
    assert len(found) == 1, sentence
    return found[0]


@pytest.mark.parametrize(
    ("kind", "sentence", "place"),
    [
        ("demand", "Bishops in Juba on Tuesday requested a ceasefire and an investigation into the killings.", "Juba"),
        ("demand", "The clergy pleaded on Tuesday in Malakal for safe passage for the wounded.", "Malakal"),
        ("demand", "The abductors asked for 3 million shillings for the farmers on Monday in Yambio.", "Yambio"),
        ("negotiation", "Delegates of the two armies met in Nairobi on Tuesday to discuss the truce.", "Nairobi"),
        ("negotiation", "The president discussed the crisis with the rebel leader in Kampala on Monday.", "Kampala"),
        ("agreement", "The two clans agreed in Rumbek on Monday to end the feud.", "Rumbek"),
        ("agreement", "The parties initialled a declaration of principles in Addis Ababa on Tuesday.", "Addis Ababa"),
        ("rejection", "Rebel leaders declined on Tuesday to attend the meeting in Wau.", "Wau"),
        ("sanction", "A court in Juba handed a sentence of nine years to the officer on Monday.", "Juba"),
        ("aid", "The charity airlifted medicines to Malakal on Tuesday.", "Malakal"),
        ("aid", "Eighteen lorries with flour and blankets reached Bentiu on Monday.", "Bentiu"),
        ("release", "The herders let go of the six schoolgirls in Pibor on Monday.", "Pibor"),
        ("release", "The abducted nurse regained her freedom in Yei on Tuesday.", "Yei"),
    ],
)
def test_talk_aid_and_release_have_many_wordings(code: Code, kind: str, sentence: str, place: str) -> None:
    assert _told(code, kind, sentence).place.name == place


def test_bodies_and_persons_that_no_list_knows_may_speak(code: Code) -> None:
    event = _told(code, "demand", "The Widows' Forum urged the garrison in Torit on Tuesday to lift the curfew.")
    assert "garrison" in {p.name for p in event.side("side_b")}


def test_a_main_clause_read_as_a_participle_keeps_its_verb(code: Code) -> None:
    event = _told(code, "demand", "The civil coalition called on Kampala on Tuesday to reopen the crossing at Nimule.")
    assert [p.name for p in event.side("side_a")] == ["civil coalition"]
