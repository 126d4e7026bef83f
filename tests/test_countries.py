from marsad.codebook.countries import countries, country_code, demonym_country, demonyms


def test_every_country_has_codes_a_name_and_coordinates() -> None:
    for code, country in countries().items():
        assert len(code) == 2 and code.isupper()
        assert len(country.iso3) == 3
        assert country.name and country.region
        assert -90 <= country.latitude <= 90
        assert -180 <= country.longitude <= 180
    assert len(countries()) >= 240


def test_no_two_countries_share_a_name() -> None:
    names = [name.casefold() for country in countries().values() for name in country.names]
    assert len(names) == len(set(names))


def test_demonyms_lead_to_their_country() -> None:
    assert demonym_country("Syrian") == "SY"
    assert demonym_country("Syrians") == "SY"
    assert demonym_country("Nigerien") == "NE"
    assert demonym_country("Nigerian") == "NG"
    assert demonym_country("Congolese") == "CD"
    assert demonym_country("Russia's") is None
    assert demonym_country("Russians’") == "RU"
    assert len(demonyms()) > 300


def test_a_lower_case_word_is_no_demonym() -> None:
    assert demonym_country("pole") is None
    assert demonym_country("turkey") is None


def test_country_code_takes_names_aliases_and_codes() -> None:
    assert country_code("Syria") == country_code("SYR") == country_code("syrian arab republic") == "SY"
    assert country_code("the Gambia") == country_code("Gambia") == "GM"
    assert country_code("Atlantis") is None
