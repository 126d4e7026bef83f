"""Plain text keeps every character, and its header is understood but not read as news."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marsad.errors import ReadError
from marsad.readers.decoding import MAX_BYTES, decode
from marsad.readers.plain import dispatch_from_text, read_header, read_plain

REFERENCE = """ date 2021-01-24 Clashes “resume” in Tafas | Talks fail

Clashes “resume” in Tafas | Talks fail New round expected

Fighting broke out in Tafas city.
"""
FENCED = """---
title: "Market shelled in Al-Fashir"
date: 2024-05-12
source: Sudan desk
url: https://example.org/a:b
id: fashir-7
Note: sample
---

Shells fell on a market.
"""
LINES = """Title: Market shelled in Al-Fashir
Date: 12 May 2024
Source: Sudan desk
Location: Al-Fashir
URL: https://example.org/7

Shells fell on a market.
"""


def test_the_reference_form_gives_date_and_title_and_reading_begins_at_the_title() -> None:
    dispatch = dispatch_from_text(REFERENCE)
    assert dispatch.date == dt.date(2021, 1, 24)
    assert dispatch.title == "Clashes “resume” in Tafas | Talks fail"
    assert dispatch.text == REFERENCE
    assert dispatch.text[dispatch.body_start :].startswith("Clashes “resume”")
    assert dispatch.warnings == []


def test_a_reference_line_without_title_takes_the_headline_below() -> None:
    dispatch = dispatch_from_text(" date 2021-01-24\n\nTalks fail in Tafas\n\nFighting broke out in Tafas city.")
    assert (dispatch.date, dispatch.title) == (dt.date(2021, 1, 24), "Talks fail in Tafas")


@pytest.mark.parametrize("text", [FENCED, LINES])
def test_a_header_block_gives_its_fields_and_reading_begins_behind_it(text: str) -> None:
    dispatch = dispatch_from_text(text)
    assert dispatch.title == "Market shelled in Al-Fashir"
    assert dispatch.date == dt.date(2024, 5, 12)
    assert dispatch.source == "Sudan desk"
    assert dispatch.url is not None and dispatch.url.startswith("https://example.org/")
    assert dispatch.text == text
    assert dispatch.text[dispatch.body_start :] == "Shells fell on a market.\n"


def test_the_id_of_a_header_goes_before_the_name_of_the_file() -> None:
    assert read_plain(FENCED.encode(), stem="file").external_id == "fashir-7"
    assert read_plain(LINES.encode(), stem="file").external_id == "file"


def test_a_rule_of_dashes_or_a_colon_in_the_first_sentence_is_no_header() -> None:
    for text in ("---\nShells fell.\n---\nMore.", "Update: shells fell.\n", "Killed: 4\nShells fell.\n"):
        assert read_header(text).body_start == 0


def test_bare_text_takes_a_short_first_line_as_title_and_starts_at_the_beginning() -> None:
    dispatch = dispatch_from_text("Shells hit a market\n\nShells fell on a market in Al-Fashir.\n")
    assert (dispatch.title, dispatch.body_start) == ("Shells hit a market", 0)


@pytest.mark.parametrize("text", ["Shells fell on a market.\n\nTwo died.", "One line without a full stop"])
def test_a_sentence_or_a_single_line_is_no_title(text: str) -> None:
    assert dispatch_from_text(text).title is None


def test_a_stamp_above_the_headline_is_the_date_and_not_the_title() -> None:
    dispatch = dispatch_from_text("14:20 18.04.2017\nShells hit a market\n\nShells fell on a market.\n")
    assert (dispatch.date, dispatch.title) == (dt.date(2017, 4, 18), "Shells hit a market")


def test_without_a_date_the_date_stays_empty_and_the_user_is_told_what_to_do() -> None:
    dispatch = dispatch_from_text("Shells fell on a market.")
    assert dispatch.date is None
    assert len(dispatch.warnings) == 1 and "--date" in dispatch.warnings[0]


def test_a_wrong_date_stays_empty_with_a_warning_that_quotes_it() -> None:
    for text in (" date 2021-13-45 Shells fall\n\nShells fell.", "Date: 2021-13-45\n\nShells fell."):
        dispatch = dispatch_from_text(text)
        assert dispatch.date is None
        assert "'2021-13-45' is not in the calendar" in dispatch.warnings[0]


def test_a_given_date_and_source_overrule_the_header_and_silence_its_warnings() -> None:
    day = dt.date(2020, 2, 2)
    dispatch = dispatch_from_text("Date: 2021-13-45\nSource: A\n\nShells fell.", date=day, source="B")
    assert (dispatch.date, dispatch.source, dispatch.warnings) == (day, "B", [])


def test_the_same_text_date_and_source_give_the_same_id() -> None:
    assert dispatch_from_text(FENCED).id == dispatch_from_text(FENCED).id
    assert dispatch_from_text(FENCED).id != dispatch_from_text(FENCED, source="Other").id


def test_text_in_another_script_or_a_stated_other_language_is_flagged() -> None:
    arabic = dispatch_from_text("اندلعت اشتباكات في المدينة صباح اليوم")
    assert arabic.language is None and any("English" in warning for warning in arabic.warnings)
    french = dispatch_from_text("Language: fr\nDate: 2021-01-24\n\nDes combats ont éclaté.")
    assert french.language == "fr" and any("English" in warning for warning in french.warnings)


def test_a_byte_order_mark_is_taken_off_and_windows_line_ends_become_plain() -> None:
    dispatch = read_plain(b"\xef\xbb\xbfTitle: A\r\nDate: 2021-01-24\r\n\r\nShells fell.\r\n")
    assert dispatch.text == "Title: A\nDate: 2021-01-24\n\nShells fell.\n"


def test_utf_16_with_its_mark_is_read() -> None:
    assert read_plain("Shells fell near Šid.".encode("utf-16")).text == "Shells fell near Šid."


def test_quotes_of_an_old_word_processor_are_read_as_windows_1252_with_a_warning() -> None:
    dispatch = read_plain(b"The \x934th Division\x94 withdrew.")
    assert dispatch.text == "The “4th Division” withdrew."
    assert "Windows-1252" in dispatch.warnings[0]


def test_a_broken_byte_in_utf_8_becomes_one_replacement_character_with_a_warning() -> None:
    dispatch = read_plain("Ḥalab was “hit”.".encode() + b" \xff Two died.")
    assert dispatch.text == "Ḥalab was “hit”. \ufffd Two died."
    assert "broken UTF-8" in dispatch.warnings[0]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty"),
        (b" \n\t\r\n", "empty"),
        (b"12 - 34\n", "no words"),
        (b"Title: A\nDate: 2021-01-24\n", "behind its header"),
        (b"%PDF-1.7 ...", "PDF"),
        (b"PK\x03\x04...", "zip"),
        (b"\x89PNG\r\n\x1a\n", "image"),
        (b"abc\0def", "binary"),
    ],
)
def test_what_is_no_text_is_refused_in_one_line_that_says_what_it_is(data: bytes, reason: str) -> None:
    with pytest.raises(ReadError, match=reason) as refused:
        read_plain(data)
    assert "\n" not in str(refused.value)


@given(st.text())
def test_any_text_is_kept_to_the_letter_or_refused(text: str) -> None:
    try:
        dispatch = dispatch_from_text(text)
    except ReadError:
        return
    assert dispatch.text == text
    assert 0 <= dispatch.body_start < len(text)


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"], exclude_characters="\0")))
def test_a_text_file_is_kept_to_the_letter_but_for_its_line_ends(text: str) -> None:
    try:
        dispatch = read_plain(text.encode())
    except ReadError:
        return
    assert dispatch.text == text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")


HEADERS = st.lists(
    st.tuples(
        st.sampled_from(["title", "Date", "SOURCE", "url", "id", "note", "killed", "---", " date"]),
        st.sampled_from([":", " ", ": ", ""]),
        st.text(alphabet="ab:-\"' 2021.é", max_size=12),
    ).map("".join),
    max_size=8,
).map("\n".join)


@given(HEADERS, st.text(max_size=30))
def test_whatever_a_header_looks_like_reading_begins_inside_the_text(header: str, body: str) -> None:
    text = f"{header}\n{body}"
    assert 0 <= read_header(text).body_start <= len(text)


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    try:
        dispatch = read_plain(data)
    except ReadError as error:
        assert "\n" not in str(error)
        return
    dispatch.text.encode("utf-8")


@given(st.binary(max_size=300))
def test_decoding_never_fails(data: bytes) -> None:
    text, warnings = decode(data)
    assert (
        warnings
        or text.encode() in (data, data.removeprefix(b"\xef\xbb\xbf"))
        or data[:2] in (b"\xff\xfe", b"\xfe\xff")
    )


def test_a_book_is_no_dispatch_and_the_limit_is_told() -> None:
    assert MAX_BYTES == 50_000_000
    with pytest.raises(ReadError, match="1,000,010 characters; a dispatch may have 1,000,000: split it up"):
        dispatch_from_text("fell. now " * 100_001)
