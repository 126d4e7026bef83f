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
