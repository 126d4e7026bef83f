"""The gazetteer: keys, look-ups, ranking, a user's sources."""

from __future__ import annotations

import gzip
import hashlib
import lzma
import sqlite3
import zipfile
from collections.abc import Iterator
from importlib import resources
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marsad.errors import DataError, GazetteerMissing
from marsad.gazetteer.build import short_name, useful
from marsad.gazetteer.build_ucdp import places as ucdp_places
from marsad.gazetteer.build_ucdp import read_name
from marsad.gazetteer.distance import kilometres
from marsad.gazetteer.keys import plain, skeleton, transliterated
from marsad.gazetteer.lookup import Gazetteer
from marsad.gazetteer.places import Candidate, Entry, Feature
from marsad.gazetteer.ranking import Mention, choose, contains, rank
from marsad.gazetteer.unpacking import FOLDER_VARIABLE, manifest, unpacked


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer([sqlite3.connect(f"file:{unpacked()}?mode=ro", uri=True)], manifest()["version"])


@pytest.fixture
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder for a user's sources, with the embedded gazetteer in it as if unpacked there."""
    path = unpacked()
    (tmp_path / path.name).symlink_to(path)
    monkeypatch.setenv(FOLDER_VARIABLE, str(tmp_path))
    yield tmp_path


def entry(
    name: str,
    country: str = "SY",
    feature: Feature = "city",
    *,
    at: tuple[float, float] = (35.0, 37.0),
    admin1: str | None = None,
    population: int = 1000,
    tier: int = 1,
) -> Entry:
    return Entry(f"t:{name}/{country}/{feature}/{at}", name, *at, feature, country, admin1, None, population, tier, "t")


def exact(*entries: Entry) -> list[Candidate]:
    return [Candidate(e, "exact", 1.0) for e in entries]


class TestKeys:
    @pytest.mark.parametrize(
        ("one", "other"),
        [
            ("Al-Qāmishlī", "Qamishli"),
            ("Deir ez-Zor", "Dayr az Zor"),
            ("Deir Ezzor", "Deir ez-Zor"),
            ("Ar Raqqah", "Raqqa"),
            ("Khān Shaykhūn", "Khan Sheikhoun"),
            ("Ma'arrat al-Nu'man", "Maarrat al Numan"),
            ("Kafr Zaytā", "Kafr Zeita"),
            ("St. Petersburg", "Saint Petersburg"),
            ("Douma", "Dūmā"),
        ],
    )
    def test_romanisations_of_one_name_share_a_key(self, one: str, other: str) -> None:
        assert transliterated(one) == transliterated(other)

    @pytest.mark.parametrize(
        ("one", "other"), [("Al-Muzayreb", "Al Muzayrīb"), ("Latamna", "Al Lataminah"), ("Edlib", "Idlib")]
    )
    def test_the_skeleton_forgives_vowels(self, one: str, other: str) -> None:
        assert skeleton(one) == skeleton(other)

    @pytest.mark.parametrize(("one", "other"), [("Homs", "Hama"), ("Goma", "Boma"), ("Idlib", "Irbid")])
    def test_other_names_have_other_keys(self, one: str, other: str) -> None:
        assert transliterated(one) != transliterated(other)
        assert skeleton(one) != skeleton(other)

    def test_other_scripts_keep_their_letters(self) -> None:
        assert plain("دِمَشق") == plain("دمشق")
        assert transliterated("Донецк") == "донецк"

    @given(st.text(max_size=40))
    def test_keys_are_stable(self, name: str) -> None:
        form = plain(name)
        assert plain(form) == form
        assert transliterated(form) == transliterated(name)

    @given(st.text(alphabet="abcdefghijklmnopqrstuvwxyz -'", max_size=30))
    def test_case_and_apostrophes_do_not_count(self, name: str) -> None:
        assert transliterated(name.upper()) == transliterated(name.replace("'", ""))


class TestLookup:
    @pytest.mark.parametrize(
        ("name", "country", "latitude", "longitude"),
        [
            ("Aleppo", None, 36.2, 37.16),
            ("Tafas", None, 32.74, 36.07),
            ("Goma", None, -1.68, 29.23),
            ("Port-au-Prince", None, 18.54, -72.34),
            ("Kobani", None, 36.89, 38.35),
            ("Kharkov", None, 49.99, 36.23),
            ("Muzayreb", "SY", 32.71, 36.03),
            ("Latamna", "SY", 35.32, 36.62),
            ("Donbas", None, 48.2, 38.2),
            ("al-Hol", None, 36.37, 41.14),
            ("Zamzam camp", None, 13.49, 25.32),
        ],
    )
    def test_well_known_places_come_first(
        self, gazetteer: Gazetteer, name: str, country: str | None, latitude: float, longitude: float
    ) -> None:
        first = gazetteer.lookup(name, country=country)[0].entry
        assert kilometres(first.latitude, first.longitude, latitude, longitude) < 25

    def test_a_country_holds(self, gazetteer: Gazetteer) -> None:
        assert {c.entry.country for c in gazetteer.lookup("Tripoli", country="LB")} == {"LB"}
        assert gazetteer.lookup("Tripoli")[0].entry.country == "LY"

    def test_the_match_says_how_the_names_agree(self, gazetteer: Gazetteer) -> None:
        assert gazetteer.lookup("Aleppo")[0].match == "exact"
        assert gazetteer.lookup("Al-Teebni", country="SY")[0].match == "folded"
        assert gazetteer.lookup("Muzayreb", country="SY")[0].match == "skeleton"
        assert gazetteer.lookup("Kramatorks", country="UA")[0].match == "fuzzy"

    def test_fuzzy_matches_can_be_left_out(self, gazetteer: Gazetteer) -> None:
        assert gazetteer.lookup("Bratislavia", fuzzy=False) == []
        assert gazetteer.lookup("Bratislavia", fuzzy=True)[0].entry.country == "SK"

    def test_the_limit_holds(self, gazetteer: Gazetteer) -> None:
        assert len(gazetteer.lookup("San José", limit=3)) == 3

    def test_nothing_is_found_under_an_empty_name(self, gazetteer: Gazetteer) -> None:
        assert gazetteer.lookup("") == []
        assert gazetteer.lookup(" - ") == []
        assert not gazetteer.has("Qwxyzzy")
        assert gazetteer.has("Deir Ezzor")

    def test_areas_have_coordinates_within_their_country(self, gazetteer: Gazetteer) -> None:
        north_kivu = next(c.entry for c in gazetteer.lookup("North Kivu") if c.entry.feature == "admin1")
        assert kilometres(north_kivu.latitude, north_kivu.longitude, -0.8, 28.9) < 150

    @given(st.text(max_size=30), st.sampled_from([None, "SY", "US", "XX"]))
    def test_any_text_can_be_looked_up(self, name: str, country: str | None) -> None:
        gazetteer = Gazetteer([sqlite3.connect(f"file:{unpacked()}?mode=ro", uri=True)], "1")
        for candidate in gazetteer.lookup(name, country=country, fuzzy=False):
            assert 0 <= candidate.score <= 1
            assert country in (None, candidate.entry.country)


class TestEmbeddedData:
    def test_the_manifest_fits_the_data(self) -> None:
        packed = resources.files("marsad.gazetteer").joinpath("data", "gazetteer.sqlite.xz").read_bytes()
        assert hashlib.sha256(packed).hexdigest() == manifest()["sha256_packed"]
        assert hashlib.sha256(lzma.decompress(packed)).hexdigest() == manifest()["sha256"]
        assert len(packed) <= 16 * 2**20

    def test_all_sources_say_where_they_come_from(self, gazetteer: Gazetteer) -> None:
        sources = {s.name: s for s in gazetteer.sources()}
        assert set(sources) == {"curated", "geonames", "towns", "ucdp"}
        assert all(s.citation and s.places for s in sources.values())
        assert "Sundberg" in sources["ucdp"].citation

    def test_it_is_unpacked_once_and_whole(self, tmp_path: Path) -> None:
        path = unpacked(tmp_path)
        before = path.stat().st_mtime_ns
        assert unpacked(tmp_path) == path
        assert path.stat().st_mtime_ns == before
        assert [p.name for p in tmp_path.iterdir()] == [path.name]

    def test_a_folder_that_cannot_be_written_is_told(self, tmp_path: Path) -> None:
        (tmp_path / "file").write_text("x")
        with pytest.raises(GazetteerMissing, match=FOLDER_VARIABLE):
            unpacked(tmp_path / "file" / "folder")

    def test_a_file_that_is_no_gazetteer_is_told(self, tmp_path: Path) -> None:
        (tmp_path / "x.sqlite").write_bytes(b"no database at all" * 100)
        with pytest.raises(DataError, match=r"x\.sqlite"):
            Gazetteer.open(tmp_path / "x.sqlite")
        with pytest.raises(GazetteerMissing):
            Gazetteer.open(tmp_path / "missing.sqlite")


class TestRanking:
    def test_the_more_populous_homonym_wins_without_context(self) -> None:
        big = entry("Tripoli", "LY", population=1_000_000, at=(32.9, 13.2))
        mention = Mention(exact(entry("Tripoli", "LB", population=200_000, at=(34.4, 35.8)), big))
        rank([mention])
        assert choose(mention) == big

    def test_places_near_by_decide(self) -> None:
        lebanese = entry("Tripoli", "LB", population=200_000, at=(34.4, 35.8))
        mentions = [
            Mention(exact(entry("Tripoli", "LY", population=1_000_000, at=(32.9, 13.2)), lebanese), name="tripoli"),
            Mention(exact(entry("Beirut", "LB", population=1_900_000, at=(33.9, 35.5))), name="beirut"),
            Mention(exact(entry("Zgharta", "LB", population=45_000, at=(34.4, 35.9))), name="zgharta"),
        ]
        rank(mentions)
        assert choose(mentions[0]) == lebanese

    def test_a_country_that_the_dispatch_speaks_of_decides(self) -> None:
        lebanese = entry("Tripoli", "LB", population=200_000, at=(34.4, 35.8))
        mention = Mention(exact(entry("Tripoli", "LY", population=300_000, at=(32.9, 13.2)), lebanese))
        rank([mention], spoken={"LB": 0.8})
        assert choose(mention) == lebanese

    def test_the_named_container_decides(self) -> None:
        texan = entry("Paris", "US", population=25_000, at=(33.7, -95.6), admin1="Texas")
        mentions = [
            Mention(exact(entry("Paris", "FR", population=2_000_000, at=(48.9, 2.4)), texan), name="paris", within=1),
            Mention(exact(entry("Texas", "US", "admin1", at=(31.2, -100.0), population=29_000_000)), name="texas"),
        ]
        rank(mentions)
        assert choose(mentions[0]) == texan

    def test_outside_the_named_container_nothing_is_chosen(self) -> None:
        mentions = [
            Mention(exact(entry("Pauktaw", "MM", at=(16.9, 96.1), admin1="Yangon")), name="pauktaw", within=1),
            Mention(exact(entry("Rakhine", "MM", "admin1", at=(20.0, 93.8), population=3_000_000)), name="rakhine"),
        ]
        rank(mentions)
        assert choose(mentions[0]) is None

    def test_a_feature_word_chooses_between_town_and_province(self) -> None:
        town = entry("Idlib", at=(35.93, 36.63), admin1="Idlib", population=165_000)
        province = entry("Idlib", "SY", "admin1", at=(35.8, 36.6), population=1_500_000)
        for cue, meant in ((None, town), ("settlement", town), ("first", province), ("area", province)):
            mention = Mention(exact(town, province), cue=cue)
            rank([mention])
            assert choose(mention) == meant

    def test_a_village_of_a_user_does_not_take_the_name_of_a_town(self) -> None:
        town = entry("Hama", at=(35.1, 36.8), population=460_000)
        mention = Mention(exact(entry("Hama", at=(33.1, 36.0), population=0, tier=3), town))
        rank([mention])
        assert choose(mention) == town

    def test_a_mere_likeness_far_from_all_else_is_no_guess(self) -> None:
        far = Candidate(entry("Kalemie", "CD", at=(-5.9, 29.2), population=147_000), "fuzzy", 0.68)
        mentions = [
            Mention([far], name="kalembe"),
            Mention(exact(entry("Goma", "CD", at=(-1.7, 29.2), population=430_000, admin1="North Kivu")), name="goma"),
            Mention(exact(entry("Beni", "CD", at=(0.5, 29.5), population=230_000, admin1="North Kivu")), name="beni"),
        ]
        rank(mentions)
        assert choose(mentions[0]) is None

    def test_shares_sum_to_one(self) -> None:
        mention = Mention(exact(*(entry("San José", "CR", at=(float(i), 0.0)) for i in range(20))))
        ranked = rank([mention])[0]
        assert sum(c.score for c in ranked) == pytest.approx(1, abs=0.01)

    def test_containment_follows_areas(self) -> None:
        syria = entry("Syria", "SY", "country")
        province = entry("Daraa", "SY", "admin1", at=(32.8, 36.2))
        town = entry("Tafas", at=(32.74, 36.07), admin1="Daraa")
        assert contains(syria, town) and contains(province, town) and contains(syria, province)
        assert not contains(town, province)
        assert not contains(entry("Iraq", "IQ", "country"), town)


class TestOwnSources:
    def write(self, path: Path, text: str) -> Path:
        path.write_text(text, "utf-8")
        return path

    def test_a_csv_is_added_for_good(self, own_folder: Path, tmp_path: Path) -> None:
        file = self.write(
            tmp_path / "villages.csv",
            "name,lat,lon,country,admin1,names\nKafr Lusin,36.27,36.70,SY,Idlib,Kafr Losin|Kafr Lousin\n"
            "Umm Samima,12.9,29.6,Sudan,,\n",
        )
        gazetteer = Gazetteer.open()
        before = gazetteer.version
        source = gazetteer.add(file, citation="own survey")
        assert (source.name, source.places, source.tier) == ("villages", 2, 3)
        assert gazetteer.version != before
        for opened in (gazetteer, Gazetteer.open()):
            found = opened.lookup("Kafr Losin")[0].entry
            assert (found.source, found.admin1, found.latitude) == ("villages", "Idlib", 36.27)
            assert opened.lookup("Umm Samima", country="SD")[0].entry.name == "Umm Samima"

    def test_the_same_name_replaces_a_source(self, own_folder: Path, tmp_path: Path) -> None:
        gazetteer = Gazetteer.open()
        first = self.write(tmp_path / "one.csv", "name,lat,lon\nFirstvillage,1,2\n")
        second = self.write(tmp_path / "two.csv", "name,lat,lon\nSecondvillage,1,2\n")
        gazetteer.add(first, name="mine")
        gazetteer.add(second, name="mine")
        assert [s.places for s in gazetteer.sources() if s.name == "mine"] == [1]
        assert not gazetteer.has("Firstvillage")
        assert gazetteer.has("Secondvillage")

    def test_each_source_is_a_tier_of_its_own(self, own_folder: Path, tmp_path: Path) -> None:
        gazetteer = Gazetteer.open()
        for name in ("a", "b"):
            gazetteer.add(self.write(tmp_path / f"{name}.csv", "name,lat,lon\nX Town,1,2\n"))
        assert [s.tier for s in gazetteer.sources() if s.tier > 2] == [3, 4]

    def test_a_geonames_dump_is_read(self, own_folder: Path, tmp_path: Path) -> None:
        cells = ["7", "Umm Qarn", "Umm Qarn", "Oum Karn,أم قرن", "35.1", "36.2", "P", "PPL", "SY"] + [""] * 10
        river = ["8", "Nahr Qarn", "Nahr Qarn", "", "35.1", "36.2", "H", "STM", "SY"] + [""] * 10
        text = "\n".join("\t".join(row) for row in (cells, river)) + "\n"
        with zipfile.ZipFile(tmp_path / "SY.zip", "w") as archive:
            archive.writestr("SY.txt", text)
            archive.writestr("readme.txt", "about")
        gazetteer = Gazetteer.open()
        assert gazetteer.add(tmp_path / "SY.zip").places == 1
        assert gazetteer.lookup("Oum Karn")[0].entry.id == "SY:7"

    def test_a_whos_on_first_table_is_read(self, own_folder: Path, tmp_path: Path) -> None:
        text = (
            "cc,id,name,placetype,lat,lon,pop,gn_id,parent,county,region,names\n"
            "SY,11,Testgov,region,35.0,37.0,,,,,,\n"
            "SY,12,Testqarya,locality,35.1,37.1,900,,11,,11,Test Qarya|Testkarja\n"
        )
        (tmp_path / "wof.csv.gz").write_bytes(gzip.compress(text.encode()))
        gazetteer = Gazetteer.open()
        gazetteer.add(tmp_path / "wof.csv.gz")
        village = gazetteer.lookup("Testqarya")[0].entry
        assert (village.feature, village.admin1, village.population) == ("city", "Testgov", 900)
        assert gazetteer.lookup("Testgov")[0].entry.feature == "admin1"

    def test_pcodes_without_coordinates_stand_where_the_known_areas_do(self, own_folder: Path, tmp_path: Path) -> None:
        file = self.write(
            tmp_path / "pcodes.csv",
            "Location,Admin Level,P-Code,Name,Parent P-Code,Valid from date\n"
            "SYR,1,SY12,Daraa,SYR,2020-01-01\nSYR,2,SY1200,Unheard District,SY12,2020-01-01\n",
        )
        gazetteer = Gazetteer.open()
        gazetteer.add(file)
        unheard = gazetteer.lookup("Unheard District")[0].entry
        assert (unheard.id, unheard.feature, unheard.admin1) == ("pcodes:SY1200", "admin2", "Daraa")
        assert kilometres(unheard.latitude, unheard.longitude, 32.8, 36.2) < 60

    def test_a_source_may_be_used_by_one_object_only(self, own_folder: Path, tmp_path: Path) -> None:
        file = self.write(tmp_path / "mine.csv", "name;latitude;longitude\nOnlyhere;1.5;2.5\n")
        assert Gazetteer.open(extra=[file]).has("Onlyhere")
        assert not Gazetteer.open().has("Onlyhere")

    @pytest.mark.parametrize(
        ("text", "message"),
        [
            ("place,x\nA,1\n", "no column for latitude"),
            ("name,lat,lon\nA,north,2\n", "line 2"),
            ("name,lat,lon\nA,1,2\nB,120,2\n", "line 3"),
            ("name,lat,lon,country\nA,1,2,Atlantis\n", "Atlantis"),
            ("name,lat,lon\n", "no place"),
        ],
    )
    def test_mistakes_are_told_and_nothing_is_added(
        self, own_folder: Path, tmp_path: Path, text: str, message: str
    ) -> None:
        gazetteer = Gazetteer.open()
        with pytest.raises(DataError, match=message):
            gazetteer.add(self.write(tmp_path / "wrong.csv", text))
        assert {s.name for s in Gazetteer.open().sources()} == {"curated", "geonames", "towns", "ucdp"}

    def test_the_name_of_an_embedded_source_is_not_taken(self, own_folder: Path, tmp_path: Path) -> None:
        file = self.write(tmp_path / "geonames.csv", "name,lat,lon\nA Town,1,2\n")
        with pytest.raises(DataError, match="embedded"):
            Gazetteer.open().add(file)


class TestBuilding:
    def test_codes_and_machine_romanisations_are_left_out(self) -> None:
        assert useful("Dar'ā") and useful("'s-Hertogenbosch") and useful("حلب")
        assert not any(map(useful, ("ALP", "halaba", "Route 66", "X", "阿勒颇", "A" * 50)))

    def test_areas_lose_the_word_for_their_kind(self) -> None:
        assert short_name("Borno State") == "Borno"
        assert short_name("Damascus Governorate") == "Damascus"
        assert short_name("State") == "State"

    @pytest.mark.parametrize(
        ("written", "names", "kind"),
        [
            ("Tadaf town", ["Tadaf"], "city"),
            ("Zayzafun/ Ikdah village", ["Zayzafun", "Ikdah"], "city"),
            ("Jirah Airbase", ["Jirah Airbase"], "site"),
            ("Wadi Barada area", ["Wadi Barada"], "region"),
            ("Road between Ariha and Jisr ash Shughur", [], ""),
            ("Northern Homs Governorate", [], ""),
        ],
    )
    def test_ucdp_names_are_taken_apart(self, written: str, names: list[str], kind: str) -> None:
        assert read_name(written) == (names, kind)

    def test_ucdp_points_become_places(self) -> None:
        row = {
            "country": "Syria", "where_prec": "1", "where_coordinates": "Tadaf town", "adm_1": "Aleppo Governorate",
            "adm_2": "Al Bab district", "latitude": "36.35", "longitude": "37.53",
        }  # fmt: skip
        found = list(ucdp_places([row, row, {**row, "where_prec": "5"}]))
        assert [(p["name"], p["admin1"], p["reports"]) for p in found] == [("Tadaf", "Aleppo", "2")]


@given(st.floats(-90, 90), st.floats(-180, 180), st.floats(-90, 90), st.floats(-180, 180))
def test_distance_is_symmetric_and_bounded(a: float, b: float, c: float, d: float) -> None:
    there, back = kilometres(a, b, c, d), kilometres(c, d, a, b)
    assert there == pytest.approx(back, abs=1e-6)
    assert 0 <= there <= 20_016
