"""Which of a text's place names is the place of an event."""

from __future__ import annotations

import datetime as dt

import pytest

from marsad.coding.coder import Coder

DAY = dt.date(2023, 5, 10)


@pytest.fixture(scope="module")
def coder() -> Coder:
    return Coder()


def _places(coder: Coder, text: str, kind: str) -> list[str | None]:
    return [e.place.name for e in coder.code(text, date=DAY).events if e.type == kind]


@pytest.mark.parametrize(
    ("text", "kind", "place"),
    [
        # a bearing, a distance
        ("An air strike hit a school in Bani Qais district, northwest of Sanaa, on Sunday.", "air_strike", "Bani Qais"),
        ("Gunmen killed two farmers in Barsalogho, 40 km north of Kaya.", "attack", "Barsalogho"),
        # an office, a home, a body that bears the name of a place
        ("A roadside bomb killed the police chief of Anbar as he drove through Ramadi.", "explosive_device", "Ramadi"),
        ("The rebel leader received notables of Daraa in his house in Qanawat on Thursday.", "negotiation", "Qanawat"),
        (
            "According to Major Deng, who was reached in Wau, gunmen killed two women in Tonj on Monday.",
            "attack",
            "Tonj",
        ),
        (
            "Fighters exchanged fire with peacekeepers in Bule on Monday, the mission said in Kinshasa.",
            "armed_clash",
            "Bule",
        ),
        ("In Maiduguri, police on Monday arrested nine militants in the Bulumkutu ward.", "arrest", "Bulumkutu"),
        # another happening of the sentence
        (
            "Troops clashed with rebels in Imphal on Monday and a curfew was clamped in eight districts of Manipur.",
            "movement_restriction",
            "Manipur",
        ),
        # on a road, at a town
        (
            "A mine went off on the Quetta-Chaman highway near Kuchlak, wounding three soldiers.",
            "explosive_device",
            "Kuchlak",
        ),
        # the named part before the whole
        ("Pakistani jets bombed houses in the Barmal district of Paktika on Monday.", "air_strike", "Barmal"),
        ("Gunmen killed four traders in Ouahigouya's Zimtanga commune.", "attack", "Zimtanga"),
        # a country that acts
        ("Turkey launched an attack on rebels near Afrin on Monday.", "armed_clash", "Afrin"),
    ],
)
def test_the_place_of_an_event_is_where_it_happened(coder: Coder, text: str, kind: str, place: str) -> None:
    assert place in _places(coder, text, kind)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Clashes between the Tebu and the Awlad Suleiman in Sabha left four dead on Monday.", "Tebu"),
        ("Clashes between the Banunu and Batende communities in Yumbi left five dead.", "Banunu"),
        ("Farmers armed with machetes attacked Gamela Indians in Viana on Sunday.", "Gamela"),
        ("Health: four of those wounded in the shelling of El Obeid on Monday died.", "Health"),
        ("Castro was shot dead by masked gunmen on a motorcycle in Vitoria on Sunday.", "Castro"),
        ("Gunmen burned the house of Aden Hashi in Dhusamareb on Monday.", "Aden Hashi"),
    ],
)
def test_names_of_peoples_persons_and_heads_are_no_places(coder: Coder, text: str, name: str) -> None:
    events = coder.code(text, date=DAY).events
    assert events
    assert all(name not in (event.place.name or "") for event in events)


def test_a_sentence_without_an_event_says_where_the_next_happened(coder: Coder) -> None:
    text = (
        "Militants shelled a base in Kupwara on Sunday.\n\nSoldiers surrounded some houses in Awantipora. "
        "Locals pelted stones at the troops."
    )
    assert _places(coder, text, "riot") == ["Awantipora"]


def test_a_sentence_may_say_where_the_one_before_happened(coder: Coder) -> None:
    text = (
        "In southern Venezuela, 18 people were killed in a raid by soldiers, rights groups said Tuesday.\n\n"
        "It happened on Monday at a mine in Guasipati."
    )
    event = coder.code(text, date=DAY).events[0]
    assert event.place.name == "Guasipati"
    assert event.time.start == dt.date(2023, 5, 8)


def test_who_enters_a_place_is_there_in_the_next_sentence(coder: Coder) -> None:
    text = "Gunmen burst into Garissa University College before dawn. They shot three guards and took hostages."
    assert all("Garissa" in (event.place.name or "") for event in coder.code(text, date=DAY).events)


def test_a_wider_area_told_in_passing_leaves_the_place_of_the_paragraph(coder: Coder) -> None:
    text = (
        "Gunmen attacked Tchoma Bangou on Saturday. It was one of the deadliest attacks on villages in Niger. "
        "Granaries were set on fire."
    )
    assert _places(coder, text, "property_destruction") == ["Tchoma Bangou"]


def test_names_in_a_list_hold_no_other_member_of_it(coder: Coder) -> None:
    text = "Detonations were heard in Ihula and Malemo on Tuesday, where the two camps clashed again."
    for event in coder.code(text, date=DAY).events:
        assert event.place.within not in ("Ihula", "Malemo")


def test_a_headline_names_the_place_behind_its_colon() -> None:
    coder = Coder()
    text = "Beni: four traders killed in Oicha\n\nArmed men opened fire at dusk, killing four traders."
    assert _places(coder, text, "attack") == ["Oicha"]
