"""According to whom an event is told."""

from __future__ import annotations

from functools import cache

import pytest

from marsad.codebook.sources import kind_of_source
from marsad.coding.coder import Coder

HEAD = " date 2022-03-09 Attacks and clashes in the war\n\n"


@cache
def coder() -> Coder:
    return Coder()


def sources(text: str, source: str | None = None) -> list[str | None]:
    coding = coder().code(HEAD + text, source=source)
    return [e.attribution[0].source if e.attribution else None for e in coding.events]


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("Gunmen killed two farmers near Beni on Sunday, residents said.", "residents"),
        (
            "According to the Syrian Observatory for Human Rights, shelling killed a child in Ariha.",
            "Syrian Observatory for Human Rights",
        ),
        ("The army said in a statement that militants attacked a post in Diffa.", "army"),
        ("A police spokesman in Mandera said gunmen attacked a bus.", "police spokesman in Mandera"),
    ],
)
def test_the_source_that_the_sentence_names_is_credited(text: str, source: str) -> None:
    assert sources(text) == [source]


def test_he_added_goes_on_with_the_source_told_before() -> None:
    text = (
        "Governor Babagana Zulum said gunmen attacked Ngala on Monday.\n\nThey abducted ten girls in Dikwa, he added."
    )
    assert set(sources(text)) == {"Governor Babagana Zulum"}


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("Gunmen killed two farmers near Beni on Sunday, the civil society said.", "civil society"),
        ("Residents in Beni described house-to-house searches by soldiers on Friday.", "Residents in Beni"),
        ("More than 300 families fled Pinga on Sunday, indicates the chief of the village.", "chief of the village"),
    ],
)
def test_whoever_is_the_subject_of_plain_speech_is_a_source(text: str, source: str) -> None:
    assert sources(text) == [source]


def test_a_source_behind_the_telling_speaks_for_it_too() -> None:
    text = (
        "Regime forces shelled the villages of Kansafra and Sufuhon on Sunday. Two children were killed in the "
        "shelling, activists reported."
    )
    assert set(sources(text)) == {"activists"}


def test_a_statement_announced_at_the_top_speaks_in_all_that_follows() -> None:
    text = (
        "A military source stated the following:\n\nGunmen killed two farmers near Beni on Sunday.\n\n"
        "Troops arrested three men in Goma."
    )
    assert sources(text) == ["military source", "military source"]


def test_the_source_of_a_summing_opening_speaks_in_the_items_that_follow() -> None:
    text = (
        "Soldiers detained two men in Qusra on Monday, local sources said.\n\n"
        "In Jericho, soldiers detained a teacher.\n\nA mosque was burned in Huwara."
    )
    assert sources(text) == ["local sources", "local sources", None]


def test_what_somebody_is_believed_to_be_credits_nobody() -> None:
    assert sources("Assailants on motorbikes, believed to be jihadists, killed 12 villagers in Seytenga.") == [None]


def test_the_dispatch_itself_is_the_source_where_the_text_credits_nobody() -> None:
    assert sources("Gunmen killed two farmers near Beni on Sunday.", source="Radio Okapi") == ["Radio Okapi"]


def test_a_speaker_is_credited_only_with_what_it_says() -> None:
    text = (
        "Gunmen killed two farmers near Beni on Sunday.\n\nThe mayor of Goma said that prices had risen since January."
    )
    assert sources(text) == [None]


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Syrian Observatory for Human Rights", "monitor"),
        ("army spokesman", "military"),
        ("interior ministry", "official"),
        ("local residents", "witness"),
        ("Radio Okapi", "media"),
        ("Wolof", None),
    ],
)
def test_sources_have_kinds(name: str, kind: str | None) -> None:
    assert kind_of_source(name) == kind
