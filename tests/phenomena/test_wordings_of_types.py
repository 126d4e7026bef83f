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


@pytest.mark.parametrize(
    ("kind", "sentence"),
    [
        ("movement_restriction", "The crossing at Nimule remained closed on Monday."),
        ("property_destruction", "Over 50 huts were reduced to ashes in Pibor on Monday."),
        ("property_destruction", "About 80 head of cattle were raided in Uror on Monday."),
        ("raid", "Policemen stormed a house in Torit on Monday and searched it."),
        ("withdrawal", "The soldiers deserted their posts in Kapoeta on Monday."),
        ("arrest", "Two students were picked up at their school in Aweil on Monday."),
        ("protest", "Thousands of people poured into the streets of Juba on Monday to demand jobs."),
    ],
)
def test_force_has_many_wordings(code: Code, kind: str, sentence: str) -> None:
    _told(code, kind, sentence)


def test_a_compound_with_a_participle_tells_no_event(code: Code) -> None:
    text = "Shells killed two traders in the rebel-controlled part of Malakal on Monday."
    assert [event.type for event in code(text).events] == ["shelling"]


@pytest.mark.parametrize(
    ("words", "injured"),
    [
        ("Shelling of Malakal on Monday left three people with shrapnel wounds.", 3),
        ("Shelling of Malakal on Monday caused injuries to six traders.", 6),
        ("Shelling hit Malakal on Monday. Injuries were sustained by six residents.", 6),
        ("Shelling of Malakal on Monday killed a man; seven others are being treated in hospital.", 7),
        ("Shelling hit Malakal on Monday, and nine people were taken to hospital with burns.", 9),
        ("Shelling in Malakal on Monday killed at least four people and 16 others were wounded, the clinic said.", 16),
    ],
)
def test_the_injured_are_told_by_their_wounds_or_the_hospital(code: Code, words: str, injured: int) -> None:
    event = next(event for event in code(words).events if event.type == "shelling")
    assert [c.best for c in event.casualties if c.harm == "injured"] == [injured]


@pytest.mark.parametrize(
    ("sentence", "weapons"),
    [
        ("Jets dropped two bombs on Malakal on Monday.", ["bombs"]),
        ("Artillery fire hit Malakal on Monday.", ["artillery"]),
        ("An explosion killed a guard in Malakal on Monday.", []),
        ("Troops found four rifles and a mortar in Malakal on Monday.", ["rifles", "mortar"]),
    ],
)
def test_weapons_are_what_is_used_or_found(code: Code, sentence: str, weapons: list[str]) -> None:
    assert [w.name for w in code(sentence).events[0].weapons] == weapons


def test_victims_of_an_everyday_trade_are_civilians(code: Code) -> None:
    event = next(iter(code("Gunmen shot dead two farmers near Malakal on Monday.").events))
    assert [(p.name, p.kind) for p in event.side("side_b")] == [("civilians", "Civilians")]
