"""Reading place names: which words are one, what they mean, what contains them."""

from __future__ import annotations

import sqlite3
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marsad.codebook.placewords import place_words
from marsad.coding.toponyms import Toponym, find_toponyms, resolve_toponyms
from marsad.gazetteer.distance import kilometres
from marsad.gazetteer.lookup import Gazetteer
from marsad.gazetteer.unpacking import manifest, unpacked

GAZETTEER = Gazetteer([sqlite3.connect(f"file:{unpacked()}?mode=ro", uri=True)], manifest()["version"])


def read(text: str, *, countries: tuple[str, ...] = (), taken: tuple[tuple[int, int], ...] = ()) -> list[Toponym]:
    return find_toponyms(text, GAZETTEER, countries=countries, taken=taken)


def texts(text: str, *countries: str) -> list[str]:
    return [toponym.text for toponym in read(text, countries=countries)]


def one(text: str, name: str, *countries: str) -> Toponym:
    found = [toponym for toponym in read(text, countries=countries) if toponym.text == name]
    assert found, f"{name} is not among {texts(text, *countries)}"
    return found[0]


def near(toponym: Toponym, latitude: float, longitude: float, within: float = 25) -> bool:
    assert toponym.entry is not None, f"{toponym.text} has no place"
    return kilometres(toponym.entry.latitude, toponym.entry.longitude, latitude, longitude) <= within


class TestNames:
    @pytest.mark.parametrize(
        ("text", "names"),
        [
            ("Shells fell on Deir ez-Zor and Kafr Zita this morning.", ["Deir ez-Zor", "Kafr Zita"]),
            ("Gunmen blocked roads in Port-au-Prince, Haiti.", ["Port-au-Prince", "Haiti"]),
            ("A checkpoint was set up in the town of Al-Muzayreb.", ["Al-Muzayreb"]),
            ("Fighters entered al-Bab from Jarabulus.", ["al-Bab", "Jarabulus"]),
            ("Troops left Fada N'Gourma and reached Diapaga.", ["Fada N'Gourma", "Diapaga"]),
            ("Drones struck Kyiv's suburbs and Odesa.", ["Kyiv", "Odesa"]),
            ("Floods hit Bosnia and Herzegovina.", ["Bosnia and Herzegovina"]),
            ("Pirates are back off the Horn of Africa.", ["Horn of Africa"]),
        ],
    )
    def test_names_of_many_shapes_are_found(self, text: str, names: list[str]) -> None:
        assert texts(text) == names

    def test_spans_point_at_the_text(self) -> None:
        text = "In Goma’s north, and in the western countryside of Daraa, shots were heard."
        for toponym in read(text):
            assert text[toponym.start : toponym.end] == toponym.text
            assert toponym.phrase[0] <= toponym.start < toponym.end <= toponym.phrase[1]

    @pytest.mark.parametrize(
        ("text", "name"),
        [
            ("Villagers fled the village of Tarqumiyeh al-Jadida at dawn.", "Tarqumiyeh al-Jadida"),
            ("A mortar shell landed in Qasr Umm Dahab village.", "Qasr Umm Dahab"),
            ("An officer was shot dead near al-Zunbaq, two kilometres from Nawa.", "al-Zunbaq"),
            ("A raid in the Hayy al-Ward neighbourhood of Homs killed two.", "Hayy al-Ward neighbourhood"),
            ("Militants attacked Ngoboland in the Ituri province.", "Ngoboland"),
            ("Umm Zufayra: two civilians were wounded by a mine.", "Umm Zufayra"),
        ],
    )
    def test_unknown_names_are_kept_where_the_text_says_place(self, text: str, name: str) -> None:
        assert not one(text, name).known

    def test_an_unknown_name_is_placed_by_its_container(self) -> None:
        text = "A new checkpoint was set up next to al-Kansura in the town of Al-Muzayreb in Daraa province."
        found = read(text)
        kansura = next(t for t in found if t.text == "al-Kansura")
        assert kansura.entry is None and kansura.relation == "near"
        assert kansura.within is not None and found[kansura.within].text == "Al-Muzayreb"
        assert near(found[kansura.within], 32.71, 36.03)

    def test_all_names_of_an_enumeration_share_the_feature_word(self) -> None:
        found = read("Artillery hit the villages of Zarqoun, Mashta Dib and Kafr Hoda in Idlib province.")
        assert [t.text for t in found][:3] == ["Zarqoun", "Mashta Dib", "Kafr Hoda"]
        assert {t.cue for t in found[:3]} == {"villages"}
        assert {found[t.within].text for t in found[:3] if t.within is not None} == {"Idlib"}

    def test_headlines_that_capitalise_all_words_are_read(self) -> None:
        assert "Mogadishu" in texts("Car Bomb Kills Nine Outside Hotel In Mogadishu")


class TestNoPlaces:
    @pytest.mark.parametrize(
        "text",
        [
            "Police said on March 3 that Most of the suspects had fled.",
            "President Washington met General Idlib and Mr Hama.",
            "Michael Aleppo and Ahmed Daraa were released.",
            "The Aleppo Media Center and the Homs Brigade denied it.",
            "Syrian and Turkish officers met Iraqi counterparts.",
            "The Army of Islam and the Bank of Scotland signed it.",
            "Iran-backed and Turkey-led groups and pro-Russia bloggers said so.",
            "Independence Day fell on a Monday. Central issues remain.",
            "Hezbollah, Hamas and the Taliban issued statements on Telegram.",
        ],
    )
    def test_what_only_looks_like_a_place_is_left_out(self, text: str) -> None:
        assert texts(text) == []

    def test_a_surname_stays_a_person_later_on(self) -> None:
        assert texts("Colonel James Lincoln spoke first. Lincoln denied the charge. Shelling went on in Homs.") == [
            "Homs"
        ]

    def test_taken_spans_are_left_out(self) -> None:
        text = "Homs Hawks shelled Hama."
        assert [t.text for t in read(text, taken=((0, 10),))] == ["Hama"]
        assert [t.text for t in read(text, taken=((0, 10), (19, 23)))] == []

    def test_an_english_word_is_a_place_only_where_the_text_says_so(self) -> None:
        assert texts("Salt prices rose. Hit men were hired.") == []
        assert texts("Security forces raided the city of Hit in Anbar province.") == ["Hit", "Anbar"]


class TestMeaning:
    @pytest.mark.parametrize(
        ("text", "name", "latitude", "longitude"),
        [
            ("A blast hit Tripoli; Beirut and Sidon were calm.", "Tripoli", 34.43, 35.85),
            ("A blast hit Tripoli; Misrata and Zawiya were calm.", "Tripoli", 32.89, 13.19),
            ("Clashes shook Hasaka. Qamishli was calm.", "Hasaka", 36.5, 40.75),
            ("Police in Moscow, Idaho, arrested a man.", "Moscow", 46.73, -117.0),
            ("Rebels took Bor from the South Sudanese army on the road to Juba.", "Bor", 6.21, 31.56),
            ("The Lebanese army searched Tyre and Nabatieh.", "Tyre", 33.27, 35.2),
        ],
    )
    def test_the_rest_of_the_dispatch_decides(self, text: str, name: str, latitude: float, longitude: float) -> None:
        assert near(one(text, name), latitude, longitude)

    def test_the_country_of_the_source_decides(self) -> None:
        assert near(one("Two people were killed in Tripoli.", "Tripoli", "LB"), 34.43, 35.85)

    def test_spellings_of_monitors_are_understood(self) -> None:
        text = "Daraa province: gunmen attacked a post in Muzayreb, west of Daraa, and another in Tafass."
        assert near(one(text, "Muzayreb"), 32.71, 36.03)
        assert near(one(text, "Tafass"), 32.74, 36.07)

    def test_a_place_outside_the_container_that_the_text_names_is_not_taken(self) -> None:
        found = one("The junta shelled Pauktaw in Rakhine State, Myanmar.", "Pauktaw")
        assert found.entry is None or near(found, 20.2, 92.9, 80)

    def test_the_same_name_means_the_same_place(self) -> None:
        found = read("Homs was shelled. In Homs province, Rastan was raided. Homs is calm now.", countries=("SY",))
        towns = [t.entry.id for t in found if t.text == "Homs" and t.cue is None and t.entry]
        assert len(towns) == 2 and len(set(towns)) == 1

    def test_known_spans_are_resolved_in_their_order(self) -> None:
        text = "Paris, Texas, is far from Paris, France."
        spans = [(26, 31), (0, 5), (33, 39)]
        found = resolve_toponyms(text, spans, GAZETTEER)
        assert [(t.start, t.end) for t in found] == spans
        assert near(found[2], 46.6, 2.5, 200)


class TestAreas:
    @pytest.mark.parametrize(
        ("text", "name", "direction"),
        [
            ("Shelling of the western countryside of Daraa went on.", "western countryside of Daraa", "western"),
            ("Air strikes hit northern Idlib.", "northern Idlib", "northern"),
            ("Rebels hold rural Hama.", "rural Hama", "rural"),
            ("Mines killed two in Aleppo's eastern countryside.", "Aleppo's eastern countryside", "eastern"),
            ("Clashes broke out in south-western Syria.", "south-western Syria", "south-western"),
        ],
    )
    def test_parts_of_areas_are_named_in_full(self, text: str, name: str, direction: str) -> None:
        found = one(text, name)
        assert found.area and found.direction == direction and found.known

    def test_curated_areas_have_their_own_place(self) -> None:
        assert near(one("Barrel bombs fell on eastern Ghouta.", "eastern Ghouta"), 33.53, 36.45)
        assert one("Israel struck southern Lebanon.", "southern Lebanon").area

    def test_outskirts_keep_the_name_of_the_town(self) -> None:
        found = one("Bodies were found on the outskirts of Bunia.", "Bunia")
        assert found.relation == "outskirts" and not found.area

    def test_provinces_are_areas_and_towns_are_not(self) -> None:
        assert one("Troops moved into Idlib province.", "Idlib").area
        assert not one("Troops moved into Idlib city.", "Idlib").area
        assert one("Herders were killed in the state of Benue.", "Benue").area

    @pytest.mark.parametrize(
        ("text", "name", "latitude", "longitude"),
        [
            ("A fire broke out in Al-Hol camp.", "Al-Hol camp", 36.37, 41.14),
            ("Drones hit Khmeimim airbase.", "Khmeimim airbase", 35.4, 35.95),
            ("Inmates rioted in Sednaya prison.", "Sednaya prison", 33.67, 36.33),
            ("The Kakhovka dam was blown up.", "Kakhovka dam", 46.78, 33.37),
            ("A convoy was stopped at Bab al-Hawa crossing.", "Bab al-Hawa crossing", 36.24, 36.68),
            ("Fighters hid in the Hamrin mountains of Iraq.", "Hamrin mountains", 34.8, 44.6),
        ],
    )
    def test_sites_are_named_in_full(self, text: str, name: str, latitude: float, longitude: float) -> None:
        assert near(one(text, name), latitude, longitude, 30)

    def test_a_street_of_the_name_of_a_far_town_is_not_that_town(self) -> None:
        found = read("Fighting raged in Zawiya Street in the Libyan capital, and shops in Tripoli were shut.")
        street = found[0]
        assert street.text == "Zawiya Street" and street.entry is None
        assert street.within is not None and near(found[street.within], 32.89, 13.19)

    def test_the_capital_of_a_country_is_its_capital(self) -> None:
        assert near(one("Protesters marched through the Iraqi capital.", "Iraqi capital"), 33.3, 44.4)

    def test_roads_name_both_ends(self) -> None:
        found = read(
            "A bomb went off on the Kabul-Kandahar highway, and another on the road between Ariha and Saraqeb."
        )
        assert [(t.text, t.relation) for t in found] == [
            ("Kabul", "road"), ("Kandahar", "road"), ("Ariha", "between"), ("Saraqeb", "between"),
        ]  # fmt: skip

    def test_borders_of_two_peoples_are_areas(self) -> None:
        assert one("Shots were fired on the Syrian-Turkish border.", "Syrian-Turkish border").area


class TestContainers:
    @pytest.mark.parametrize(
        ("text", "inner", "outer"),
        [
            ("Rebels attacked Sake, North Kivu province.", "Sake", "North Kivu"),
            ("Shells fell on Tafas in the western countryside of Daraa.", "Tafas", "western countryside of Daraa"),
            ("Ukraine's Kherson was shelled.", "Kherson", "Ukraine"),
            ("Gunmen stormed the town of Gwoza in Nigeria's Borno state.", "Gwoza", "Borno"),
            ("The army entered the Mazzeh district of Damascus.", "Mazzeh", "Damascus"),
        ],
    )  # fmt: skip
    def test_what_lies_in_what_is_noted(self, text: str, inner: str, outer: str) -> None:
        found = read(text)
        held = next(t for t in found if t.text.startswith(inner))
        assert held.within is not None
        chain = []
        while held.within is not None:
            held = found[held.within]
            chain.append(held.text)
        assert outer in chain

    def test_an_enumeration_is_no_chain_of_containers(self) -> None:
        found = read("Shells fell on Kafr Zita, Morek and Latamna.", countries=("SY",))
        assert [t.within for t in found] == [None, None, None]

    def test_the_holder_of_towns_is_the_area_of_that_name(self) -> None:
        gaza = one("Israel struck Khan Younis, Rafah and Deir al-Balah in Gaza.", "Gaza")
        assert gaza.entry is not None and gaza.entry.feature in ("admin1", "region")


class TestDatelines:
    @pytest.mark.parametrize(
        ("text", "name", "country"),
        [
            ("GOMA, March 3 (Wire) - Rebels took a town on Sunday.", "GOMA", "CD"),
            ("DARAA, Jan 24 — A man was shot dead.", "DARAA", "SY"),
            ("Mogadishu, 4 July 2023 - A bomb went off.", "Mogadishu", "SO"),
            ("BEIRUT (Wire) -- Soldiers were killed.", "BEIRUT", "LB"),
        ],
    )
    def test_where_the_dispatch_was_written_is_marked(self, text: str, name: str, country: str) -> None:
        found = one(text, name)
        assert found.dateline and found.entry is not None and found.entry.country == country

    def test_other_names_are_no_datelines(self) -> None:
        assert not any(t.dateline for t in read("Goma was quiet on March 3, as was Sake, in North Kivu."))


@given(st.text(max_size=200))
def test_any_text_can_be_read(text: str) -> None:
    for n, toponym in enumerate(read(text)):
        assert text[toponym.start : toponym.end] == toponym.text
        assert toponym.within != n


_PARTS = [
    "Aleppo",
    "the",
    "of",
    "in",
    "village",
    "al-",
    "Kafr Zita",
    ",",
    ".",
    "\n",
    "Syria",
    "-",
    "’s",
    "and",
    "north",
    "countryside",
    "(",
    "March",
    "“",
    "Homs Brigade",
    "US-led",
    "road",
    "City",
    "Lake",
    "district of",
    "province",
    "refugee camp",
    "Mount",
    "between",
    "area of",
    "western",
    "Damascus",
    "Media Center",
    "Zzyzxville",
    "Syrian-Turkish border",
    "General",
]


@given(st.lists(st.sampled_from(_PARTS), max_size=30))
def test_any_mixture_of_place_words_can_be_read(parts: list[str]) -> None:
    text = " ".join(parts)
    found = read(text)
    assert [t.start for t in found] == sorted(t.start for t in found)
    for left, right in pairwise(found):
        assert left.end <= right.start or left.phrase[1] > right.start
    assert all(t.within is None or 0 <= t.within < len(found) for t in found)


def test_reading_is_the_same_every_time() -> None:
    text = "Clashes in Tafas, Nawa and Jasim; Daraa province is tense, as is Quneitra."
    assert read(text) == read(text)


def test_an_empty_text_holds_no_places() -> None:
    assert read("") == [] and read(" \n ") == []


def test_the_word_lists_are_in_lower_case_and_apart() -> None:
    lists = place_words()
    assert not lists.strong & lists.weak
    assert "village" not in lists.titles
    assert all(word == word.lower() for word in lists.organisations)
