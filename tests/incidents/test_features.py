"""What of an account the comparison needs."""

from __future__ import annotations

from hypothesis import given

from incidents.made import accounts, actor, killed, told
from marsad.incidents.accounts import Account
from marsad.incidents.features import Features, features, folded_place, lineage, vague_kinds


@given(accounts())
def test_features_kept_as_text_come_back_the_same(account: Account) -> None:
    found = features(account)
    assert Features.from_json(found.to_json()) == found


def test_a_division_has_the_army_and_the_government_above_it() -> None:
    assert lineage("sy-4th-division")[0] == "sy-4th-division"
    assert {"sy-military", "sy-government"} <= set(lineage("sy-4th-division"))
    assert lineage("an-actor-of-another-registry") == ("an-actor-of-another-registry",)


def test_words_for_anybody_are_vague_and_names_are_not() -> None:
    assert "Rebel group" in vague_kinds("unidentified gunmen")
    assert "State forces" not in vague_kinds("terrorists")
    assert "State forces" in vague_kinds("valiant armed forces")
    assert vague_kinds("Fajr al-Islam") == ()
    assert vague_kinds("Hamza Division") == ()


def test_a_part_of_a_town_has_the_town_s_key() -> None:
    assert folded_place("southern neighbourhood of Tafas") == folded_place("Tafass") == folded_place("Tafas")
    assert folded_place("Taji military base") == folded_place("Al-Taji camp")
    assert folded_place("the market") != ""
    assert folded_place(None) == ""


def test_a_part_of_a_total_is_not_counted_beside_it() -> None:
    part = killed(2, who="children", side="civilian").model_copy(update={"part_of": 0})
    account = told("one", casualties=[killed(6), part])
    assert [(harm.harm, harm.best) for harm in features(account).harms] == [("killed", 6)]


def test_an_event_without_a_place_has_the_country_of_its_actors() -> None:
    from marsad.model import Place

    account = told("one", place=Place(), actors=[actor("side_a", "4th Division", "sy-4th-division")])
    assert features(account).country == "SY"


def test_names_of_victims_and_sites_are_kept_and_places_are_not_names() -> None:
    found = features(told("one", text="Shells killed Mahmoud Darwish at the market of Tafas."))
    assert found.sites == {"market"}
    assert len(found.names) == 2
