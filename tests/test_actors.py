"""What users rely on in the actor registry: names as they are written, tables that say what is wrong."""

from __future__ import annotations

import datetime as dt
import re
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marsad.actors.generic import generic
from marsad.actors.names import fold, keys, words
from marsad.actors.registry import Actor, ActorRegistry
from marsad.actors.tables import KINDS, read_table, shipped_actors, slug, starts_before, write_table
from marsad.actors.user import add, import_file, user_actors, user_file
from marsad.codebook.countries import countries
from marsad.errors import DataError

HEADER = "id,name,aliases,local_aliases,kind,country,parent,backers,leaders,valid_from,valid_to,source\n"


@pytest.fixture(scope="module")
def registry(tmp_path_factory: pytest.TempPathFactory) -> ActorRegistry:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MARSAD_ACTORS_DIR", str(tmp_path_factory.mktemp("none")))
        return ActorRegistry.load()


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("MARSAD_ACTORS_DIR", str(tmp_path))
    return tmp_path


def found(registry: ActorRegistry, text: str, *countries: str, date: str | None = None) -> list[tuple[str, str | None]]:
    day = dt.date.fromisoformat(date) if date else None
    return [(m.text, m.actor_id) for m in registry.find(text, countries=countries, date=day)]


def actor(name: str, **cells: str) -> Actor:
    given_cells = {"id": slug(name), "name": name, "kind": "Rebel group", "source": "test"} | cells
    header = ",".join(given_cells)
    return read_table(f"{header}\n" + ",".join(given_cells.values()), "test.csv")[0]


# The shipped tables


def test_the_world_is_covered_and_syria_most_of_all(registry: ActorRegistry) -> None:
    listed = shipped_actors()
    assert len(listed) >= 250
    assert sum(a.country == "SY" for a in listed) >= 110
    assert len({a.country for a in listed}) >= 60


def test_every_shipped_actor_has_a_source_and_a_kind() -> None:
    for listed in shipped_actors():
        assert listed.source, listed.id
        assert listed.kind in KINDS, listed.id


def test_no_shipped_name_is_read_as_another_actor_alone(registry: ActorRegistry) -> None:
    for listed in shipped_actors():
        assert listed.id in {a.id for a in registry.lookup(listed.name, country=listed.country)}, listed.name


def test_every_state_has_its_army_police_and_government(registry: ActorRegistry) -> None:
    for iso2 in countries():
        for role in ("military", "police", "government"):
            assert registry.get(f"{iso2.lower()}-{role}").country == iso2


def test_a_phrase_never_breaks_on_a_missing_word_list() -> None:
    for role in generic().roles.values():
        assert all(generic().phrases((*role.phrases, *role.alone, *role.whole)))


# Spelling


@pytest.mark.parametrize(
    "spelling",
    [
        "Hay'at Tahrir al-Sham",
        "Hay’at Tahrir al-Sham",
        "Hayyaat Tahrir Al-Sham",
        "“Hay’at Tahrir Al-Sham”",
        "hayat tahrir as-sham",
        "HAYAT TAHRIR AL SHAM",
        "HTS",
    ],
)
def test_spellings_of_one_group_meet(registry: ActorRegistry, spelling: str) -> None:
    assert registry.lookup(spelling)[0].id == "sy-hts"


@pytest.mark.parametrize(
    ("name", "id"),
    [
        ("Fourth Division", "sy-4th-division"),
        ("the 4th Division", "sy-4th-division"),
        ("Jaish al-Islam", "sy-jaysh-al-islam"),
        ("Failaq al-Rahman", "sy-faylaq-al-rahman"),
        ("Houthi", "ye-houthis"),
        ("the Houthis'", "ye-houthis"),
        ("Da’esh", "is"),
        ("ISIL", "is"),
        ("Liwa al-Hamza", "sy-hamza-division"),
        ("members of the Hamza Division", "sy-hamza-division"),
        ("Rapid Support Forces (RSF)", "sd-rsf"),
        ("M23 rebels", "cd-m23"),
        ("20 Turkish soldiers", "tr-military"),
        ("Turkey", "tr-government"),
    ],
)
def test_names_as_reports_write_them_are_looked_up(registry: ActorRegistry, name: str, id: str) -> None:
    assert registry.lookup(name)[0].id == id


@pytest.mark.parametrize("name", ["", "—", "(", "Hama", "Syrian fighters", "4th Brigade of Nowhere", "the"])
def test_what_is_no_known_actor_is_not_guessed(registry: ActorRegistry, name: str) -> None:
    assert registry.lookup(name) == []


def test_acronyms_that_differ_by_a_letter_stay_apart(registry: ActorRegistry) -> None:
    assert [a.id for a in registry.lookup("idf")][-1] == "il-military"
    assert registry.lookup("EDF", country="IL") == []
    assert [a.id for a in registry.lookup("JeM")] != [a.id for a in registry.lookup("JEM")]


def test_hamas_is_not_hama() -> None:
    assert fold("Hamas") != fold("Hama")


@given(st.text(max_size=60))
def test_words_point_into_the_text(text: str) -> None:
    for word in words(text):
        assert 0 <= word.start_with_article <= word.start < word.end <= len(text)
        assert text[word.start : word.end] == word.raw


@given(st.lists(st.sampled_from(["Jaysh", "al-Islam", "4th", "Division", "Hay’at", "Liwa", "Brigades"]), min_size=1))
def test_quotes_and_case_do_not_change_a_key(parts: list[str]) -> None:
    name = " ".join(parts)
    assert keys(name) == keys(name.upper()) == keys(f"“{name}”") == keys(name.replace(" ", "-"))


# Finding names in a text


def test_names_in_quotes_are_found_without_the_quotes(registry: ActorRegistry) -> None:
    text = "clashes between “4th Division” and ex-fighters of “Fajr Al-Islam” and the Russian-backed “5th Corps”"
    assert found(registry, text) == [
        ("4th Division", "sy-4th-division"),
        ("Fajr Al-Islam", "sy-fajr-al-islam"),
        ("5th Corps", "sy-5th-corps"),
    ]


def test_the_longest_name_wins(registry: ActorRegistry) -> None:
    text = "the Free Syrian Army, the Syrian National Army and the Syrian Arab Army"
    assert [id for _, id in found(registry, text)] == ["sy-fsa", "sy-sna", "sy-military"]


def test_an_article_that_is_part_of_the_name_belongs_to_the_span(registry: ActorRegistry) -> None:
    assert found(registry, "fighters of al-Nusra Front") == [("al-Nusra Front", "sy-jabhat-al-nusra")]


def test_masked_words_are_read(registry: ActorRegistry) -> None:
    assert found(registry, "cells of the “Islamic Sta*te”") == [("Islamic Sta*te", "is")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The town is quiet, they told us.", []),
        ("THE TOWN IS TAKEN", []),
        ("IS took the town", [("IS", "is")]),
        ("It will shine. Pierce said so.", []),
        ("Abdel Fattah al-Burhan", []),
        ("units of the AA and a PDF file", []),
    ],
)
def test_short_names_are_held_to_their_capitals(
    registry: ActorRegistry, text: str, expected: list[tuple[str, str]]
) -> None:
    assert found(registry, text) == expected


@pytest.mark.parametrize(
    ("short", "country", "id"),
    [
        ("AA", "MM", "mm-aa"),
        ("PDF", "MM", "mm-pdf"),
        ("SAF", "SD", "sd-military"),
        ("RSF", "SD", "sd-rsf"),
        ("SNA", "SY", "sy-sna"),
        ("SNA", "SO", "so-military"),
        ("NRF", "AF", "af-nrf"),
        ("NRF", "YE", "ye-nrf"),
        ("Asayish", "IQ", "iq-asayish"),
        ("Internal Security Forces", "LB", "lb-isf"),
    ],
)
def test_the_country_decides_between_namesakes(registry: ActorRegistry, short: str, country: str, id: str) -> None:
    assert found(registry, f"Fighters of {short} shelled the post.", country) == [(short, id)]


def test_the_countries_that_a_text_names_decide_where_the_caller_does_not(registry: ActorRegistry) -> None:
    assert ("SNA", "so-military") in found(registry, "In Somalia’s Hiran region SNA troops took a village.")
    assert ("SNA", "sy-sna") in found(registry, "In Syria’s Afrin region SNA fighters took a village.")


def test_an_acronym_that_the_text_defines_is_the_texts(registry: ActorRegistry) -> None:
    text = "The Ambazonia Defence Forces (ADF) claimed it. The ADF hold the road."
    assert [id for _, id in found(registry, text)] == ["cm-ambazonia"] * 3
    unknown = "The Kordofan Shield Army (KSA) met the Rapid Support Forces (QRS). The QRS left."
    assert ("QRS", "sd-rsf") not in found(registry, unknown)


def test_a_name_that_counts_only_at_home_counts_only_in_its_time(registry: ActorRegistry) -> None:
    text = "The National Guard held the city"
    assert found(registry, text, "SY", date="2025-10-01") == [("National Guard", "sy-suwayda-national-guard")]
    assert found(registry, text, "SY", date="2012-10-01") == []


def test_mentions_do_not_overlap_and_stand_in_order(registry: ActorRegistry) -> None:
    text = "SDF and the Deir Ezzor Military Council, the US-led coalition’s warplanes; HTS, Ahrar al-Sham. " * 5
    mentions = registry.find(text, countries=("SY",))
    assert len(mentions) >= 20
    assert all(a.end <= b.start for a, b in pairwise(mentions))
    assert all(text[m.start : m.end] == m.text for m in mentions)


@given(text=st.text(alphabet="aISDF’“” \n-.()4thDivsonArmyRu", max_size=80))
def test_any_text_can_be_read(registry: ActorRegistry, text: str) -> None:
    for mention in registry.find(text, countries=("SY",)):
        assert text[mention.start : mention.end] == mention.text


# Country-relative names


@pytest.mark.parametrize(
    ("text", "id"),
    [
        ("Turkish forces", "tr-military"),
        ("Congolese army", "cd-military"),
        ("Ukraine’s military", "ua-military"),
        ("armed forces of Azerbaijan", "az-military"),
        ("Israeli occupation soldiers", "il-military"),
        ("the Syrian regime", "sy-government"),
        ("Nigerian police", "ng-police"),
        ("Peru's security forces", "pe-security"),
        ("US-led coalition", "us-led-coalition"),
        ("U.S. troops", "us-military"),
        ("Nigerien army", "ne-military"),
    ],
)
def test_a_country_and_a_body_give_the_states_body(registry: ActorRegistry, text: str, id: str) -> None:
    assert [found_id for _, found_id in found(registry, f"On Monday {text} left.")] == [id]


def test_the_army_is_the_callers_countrys_or_nobodys(registry: ActorRegistry) -> None:
    assert found(registry, "The army left.", "CO") == [("army", "co-military")]
    [unresolved] = registry.find("The army left.")
    assert unresolved.actor_id is None
    assert unresolved.kind == "State forces"


def test_syrias_forces_change_with_the_government(registry: ActorRegistry) -> None:
    assert found(registry, "government forces", "SY", date="2020-05-01") == [("government forces", "sy-military")]
    assert found(registry, "government forces", "SY", date="2025-05-01") == [("government forces", "sy-new-army")]


def test_a_common_word_inside_an_unknown_name_is_left_alone(registry: ActorRegistry) -> None:
    assert found(registry, "It was claimed by Tahrir Army and by the Army of Nowhere.") == []


def test_a_bare_country_is_no_mention(registry: ActorRegistry) -> None:
    assert found(registry, "Refugees left Syria for Turkey.") == []


# Relations


def test_ancestors_go_up_to_the_state(registry: ActorRegistry) -> None:
    assert registry.ancestors("sy-4th-division") == ["sy-military", "sy-government"]
    assert registry.contains("sy-military", "sy-4th-division")
    assert registry.contains("sy-military", "sy-military")
    assert not registry.contains("sy-4th-division", "sy-military")


@pytest.mark.parametrize(
    ("person", "id"),
    [
        ("Maher al-Assad", "sy-4th-division"),
        ("Khaldoun Al-Zu’bi", "sy-fajr-al-islam"),
        ("Muhammad Hamdan Daglo", "sd-rsf"),
    ],
)
def test_leaders_are_known_in_other_spellings(registry: ActorRegistry, person: str, id: str) -> None:
    assert id in [a.id for a in registry.leader_of(person)]


def test_nobody_leads_by_an_empty_name(registry: ActorRegistry) -> None:
    assert registry.leader_of("") == []


# Tables


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("x,,,,Rebel group,,,,,,,s", "line 2: name is empty"),
        ("x,X,,,Rebels,,,,,,,s", "'Rebels' is none of State forces"),
        ("x,X,,,2,ZZ,,,,,,s", "country 'ZZ' is no ISO 3166-1 code"),
        ("X Y,X,,,2,,,,,,,s", "id 'X Y' must be lower-case"),
        ("x,X,,,2,,,,,2014-13,,s", "valid_from '2014-13' is no date"),
        ("x,X,,,2,,,,,2015,2014-05,s", "lies after"),
        ("x,X,,,2,,,,,,,", "source is empty"),
        ("x,X,,XX,2,,,,,,,s", "local_aliases count only in a country"),
        ("x,X,,,2,,,,,,,s,extra", "more cells than columns"),
        ("x,X,,,2,,,,,,,s\nx,Y,,,2,,,,,,,s", "line 3: id 'x' stands already in line 2"),
    ],
)
def test_a_broken_row_is_named(row: str, message: str) -> None:
    with pytest.raises(DataError, match=re.escape(message)):
        read_table(HEADER + row, "mine.csv")


def test_an_unknown_column_is_named() -> None:
    with pytest.raises(DataError, match="unknown column 'colour'"):
        read_table("name,kind,colour\n", "mine.csv")


def test_a_missing_column_is_named() -> None:
    with pytest.raises(DataError, match="'kind' is missing"):
        read_table("name\nX\n", "mine.csv")


def test_an_unknown_parent_is_named() -> None:
    with pytest.raises(DataError, match="parent 'nowhere' is no actor's id"):
        ActorRegistry([actor("X", parent="nowhere")])


def test_parents_in_a_circle_are_named() -> None:
    with pytest.raises(DataError, match="circle"):
        ActorRegistry([actor("X", id="x", parent="y"), actor("Y", id="y", parent="x")])


def test_a_table_survives_writing_and_reading() -> None:
    listed = shipped_actors()
    assert read_table(write_table(listed), "again.csv") == listed


@given(first=st.dates(), last=st.dates(), cut=st.sampled_from([4, 7, 10]))
def test_a_month_or_year_stands_for_its_days(first: dt.date, last: dt.date, cut: int) -> None:
    if first <= last:
        assert starts_before(first.isoformat(), last.isoformat()[:cut])
        assert starts_before(first.isoformat()[:cut], last.isoformat())


# The user's own actors


def test_an_added_actor_is_found_from_then_on(own: Path) -> None:
    before = ActorRegistry.load()
    assert add([actor("Qasioun Lions", country="SY", leaders="Abu Test")]) == own / "actors.csv" == user_file()
    after = ActorRegistry.load()
    assert found(before, "the “Qasioun Lions” attacked") == []
    assert found(after, "the “Qasioun Lions” attacked") == [("Qasioun Lions", "qasioun-lions")]
    assert before.version != after.version


def test_an_actor_is_not_overwritten_by_accident(own: Path) -> None:
    add([actor("Qasioun Lions")])
    with pytest.raises(DataError, match="stands there already"):
        add([actor("Qasioun Lions")])
    add([actor("Qasioun Lions", kind="4")], replace=True)
    assert [a.kind for a in user_actors()] == ["Identity militia"]


def test_the_users_actor_replaces_the_shipped_one_of_its_id(own: Path) -> None:
    add([actor("Mine", id="sy-hts")])
    assert ActorRegistry.load().get("sy-hts").name == "Mine"


def test_an_actor_with_an_unknown_backer_is_not_kept(own: Path) -> None:
    with pytest.raises(DataError, match="backers 'nobody'"):
        add([actor("X", backers="nobody")])
    assert not user_file().exists()


def test_a_csv_file_is_imported(own: Path, tmp_path: Path) -> None:
    table = tmp_path / "field.csv"
    table.write_text("\ufeffname,aliases,kind,country\nQasioun Lions,QLX | Lions of Qasioun,2,SY\n", "utf-8")
    [imported] = import_file(table)
    assert imported.id == "sy-qasioun-lions"
    assert imported.source == "field.csv"
    assert found(ActorRegistry.load(), "QLX and the Lions of Qasioun") == [
        ("QLX", "sy-qasioun-lions"),
        ("Lions of Qasioun", "sy-qasioun-lions"),
    ]


def test_a_broken_import_adds_nothing(own: Path, tmp_path: Path) -> None:
    table = tmp_path / "field.csv"
    table.write_text("name,kind\nQasioun Lions,2\nX,nonsense\n", "utf-8")
    with pytest.raises(DataError, match="line 3"):
        import_file(table)
    assert not user_file().exists()


def test_extra_files_are_loaded_without_being_kept(own: Path, tmp_path: Path) -> None:
    table = tmp_path / "project.csv"
    table.write_text("name,kind,source\nQasioun Lions,2,s\n", "utf-8")
    assert ActorRegistry.load([table]).lookup("Qasioun Lions")
    assert not ActorRegistry.load().lookup("Qasioun Lions")


def test_a_file_that_is_no_text_is_named(own: Path, tmp_path: Path) -> None:
    table = tmp_path / "binary.csv"
    table.write_bytes(b"\xff\xfe\x00\x01")
    with pytest.raises(DataError, match="not UTF-8"):
        import_file(table)
    with pytest.raises(DataError, match="cannot be read"):
        import_file(tmp_path / "missing.csv")
