"""The items of demands and agreements."""

from __future__ import annotations

from functools import cache

from marsad.coding.coder import Coder

HEAD = " date 2022-03-09 Attacks and clashes in the war\n\n"


@cache
def coder() -> Coder:
    return Coder()


def terms(text: str, type: str) -> list[str]:
    coding = coder().code(HEAD + text)
    event = next(e for e in coding.events if e.type == type)
    for term in event.terms:
        start, end = term.evidence[0]
        assert coding.dispatch.text[start:end] == term.text
    return [term.text for term in event.terms]


def test_paragraphs_after_a_colon_are_the_terms_of_a_demand() -> None:
    text = (
        "After the clashes, the 4th Division imposed three conditions on the committee of Tafas, "
        "and they were as follows:\n\n"
        "Handing over of all heavy weapons in the town.\n\nDeportation of wanted persons.\n\n"
        "The army shelled the town of Nawa on Monday."
    )
    assert terms(text, "demand") == [
        "Handing over of all heavy weapons in the town",
        "Deportation of wanted persons",
    ]


def test_list_items_after_a_colon_are_the_terms_of_an_agreement() -> None:
    text = (
        "The army and the rebels signed a ceasefire agreement in Juba on Monday with these terms:\n"
        "- Withdrawal of troops from the town\n- Release of all prisoners\n- Reopening of the road"
    )
    assert terms(text, "agreement") == [
        "Withdrawal of troops from the town",
        "Release of all prisoners",
        "Reopening of the road",
    ]


def test_what_a_deal_provides_for_is_itemised() -> None:
    text = (
        "The army and the rebels signed a ceasefire agreement in Juba on Monday. "
        "It provides for the withdrawal of troops, the release of prisoners and the reopening of the road."
    )
    assert terms(text, "agreement") == [
        "the withdrawal of troops",
        "the release of prisoners",
        "the reopening of the road",
    ]


def test_what_is_demanded_is_itemised() -> None:
    text = "The rebels demanded the withdrawal of the army from Goma and the release of all detainees."
    assert terms(text, "demand")[0].startswith("the withdrawal of the army")
    assert len(terms(text, "demand")) == 2


def test_those_asked_are_no_term() -> None:
    text = "The militia called on the army to leave the town after the clashes in Goma."
    assert terms(text, "demand")[0].startswith("leave the town")


def test_other_events_have_no_terms() -> None:
    coding = coder().code(HEAD + "Gunmen attacked a village near Beni and killed two farmers.")
    assert all(not e.terms for e in coding.events)
