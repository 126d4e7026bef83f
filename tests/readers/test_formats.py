"""Each format gives the words of its dispatches and what it says of their origin."""

from __future__ import annotations

import datetime as dt
import io
import json
import sys
from pathlib import Path

import pytest

from marsad.errors import ExtraMissing, MarsadError
from marsad.model import Dispatch
from marsad.readers import parse_columns, read_paths
from marsad.readers.lines import unwrapped
from marsad.readers.pdf import without_running_heads

from .examples import ATOM, BODY, RSS, TELEGRAM, TITLE, bomb, docx, eml, examples, mbox, parquet, pdf, warc

DAY = dt.date(2021, 1, 24)


def read(path: Path, data: bytes | str | None = None, **known: object) -> tuple[list[Dispatch], list[str]]:
    if data is not None:
        path.write_bytes(data.encode() if isinstance(data, str) else data)
    errors: list[MarsadError] = []
    found = list(read_paths([path], on_error=errors.append, **known))  # type: ignore[arg-type]
    assert all("\n" not in str(error) for error in errors)
    return found, [str(error) for error in errors]


def test_every_format_is_read_from_a_folder_and_says_which_reader_read_it(tmp_path: Path) -> None:
    for name, data in examples().items():
        (tmp_path / name).write_bytes(data)
    found, errors = read(tmp_path, columns=parse_columns("text=story"))
    assert {dispatch.reader for dispatch in found} == {
        "plain", "html", "feed", "eml", "mbox", "pdf", "docx", "parquet", "warc",
    }  # fmt: skip
    # the other tables have no column of that name, and say so
    assert len(errors) == 3 and all("no column 'story'" in error for error in errors)


def test_every_format_is_recognised_on_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, data in examples().items():
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BufferedReader(io.BytesIO(data))))
        errors: list[MarsadError] = []
        found = list(read_paths(["-"], on_error=errors.append))
        assert found or name == "a.parquet", (name, errors)
        if name == "a.parquet":
            assert "no column 'text' among: nr, day, story, paper" in str(errors[0])


def test_reader_and_time_of_retrieval_are_no_part_of_the_published_json(tmp_path: Path) -> None:
    (dispatch,), _ = read(tmp_path / "a.warc", warc())
    assert dispatch.reader == "warc" and dispatch.retrieved_at is not None
    assert not {"reader", "retrieved_at"} & set(dispatch.model_dump(mode="json"))


# ------------------------------------------------------------------ PDF


def test_a_pdf_gives_its_lines_as_paragraphs_and_its_title_and_no_date_of_its_making(tmp_path: Path) -> None:
    lines = [
        TITLE,
        "",
        "Regime forces shelled a market in Nawa on Sunday, and",
        "killed two civi-",
        "lians (men).",
    ]
    (dispatch,), errors = read(tmp_path / "a.pdf", pdf([lines, ["Four more were injured."]]))
    assert errors == []
    assert dispatch.text.split("\n\n") == [
        TITLE,
        "Regime forces shelled a market in Nawa on Sunday, and killed two civilians (men).",
        "Four more were injured.",
    ]
    assert (dispatch.title, dispatch.date, dispatch.external_id) == (TITLE, None, "a")


def test_the_name_of_the_file_it_was_made_from_is_no_title(tmp_path: Path) -> None:
    (dispatch,), _ = read(tmp_path / "a.pdf", pdf([["Shells fell on Nawa."]], title="Microsoft Word - report.docx"))
    assert dispatch.title is None


def test_running_heads_and_page_numbers_are_left_out() -> None:
    towns = ("Nawa", "Tafas", "Busra", "Inkhil")
    pages = [
        ["Weekly report", "", f"Shells fell on {town}.", f"{town} burnt.", f"Page {number} of 4"]
        for number, town in enumerate(towns, 1)
    ]
    assert without_running_heads(pages)[1] == ["", "Shells fell on Tafas.", "Tafas burnt."]


def test_a_pdf_without_text_layer_is_told_to_be_a_scan(tmp_path: Path) -> None:
    found, (error,) = read(tmp_path / "a.pdf", pdf([[], []]))
    assert found == [] and "it is a scan" in error and "OCR" in error


def locked(password: str) -> bytes:
    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter(PdfReader(io.BytesIO(pdf([["Shells fell on Nawa."]]))))
    writer.encrypt(password, "owner", algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def test_a_pdf_locked_by_a_password_is_refused_and_one_that_only_forbids_printing_is_read(tmp_path: Path) -> None:
    found, (error,) = read(tmp_path / "a.pdf", locked("secret"))
    assert found == [] and "locked by a password" in error
    (dispatch,), errors = read(tmp_path / "b.pdf", locked(""))
    assert dispatch.text == "Shells fell on Nawa." and errors == []


def test_lines_broken_to_a_width_are_joined_and_list_items_and_short_lines_are_not() -> None:
    text = (
        "Shells hit market\n\nRegime forces shelled a market in the town of Nawa\non Sunday morning, killing two and\n"
        "wounding more.\nFour people were taken to Al-\nQamishli by residents of the town.\n"
        "- One was a child.\n- One fled."
    )
    assert unwrapped(text).split("\n\n") == [
        "Shells hit market",
        "Regime forces shelled a market in the town of Nawa on Sunday morning, killing two and wounding more.",
        "Four people were taken to Al-Qamishli by residents of the town.",
        "- One was a child.",
        "- One fled.",
    ]


# ------------------------------------------------------------------ Word


def test_a_word_document_gives_paragraphs_and_tables_in_their_order(tmp_path: Path) -> None:
    (dispatch,), errors = read(tmp_path / "a.docx", docx())
    assert errors == []
    assert dispatch.text == f"{TITLE}\n\n{BODY}\n\nKilled\t2"
    assert (dispatch.title, dispatch.date) == (TITLE, None)


def test_other_office_documents_and_archives_named_docx_are_refused_by_kind(tmp_path: Path) -> None:
    found, (error,) = read(tmp_path / "a.docx", bomb(1_000_000, "xl/workbook.xml"))
    assert found == [] and "no Word document" in error and ".csv" in error


# ------------------------------------------------------------------ feeds


def test_a_feed_gives_its_entries_with_the_day_of_their_own_time_zone(tmp_path: Path) -> None:
    (first, second), errors = read(tmp_path / "a.rss", RSS)
    assert errors == []
    assert (first.external_id, first.date, first.source) == ("ndeke-1", DAY, "Radio Ndeke")
    assert first.text == f"{TITLE}\n\n{BODY}" and first.url == "https://example.org/1"
    assert second.text == "Calm returns\n\nThe road & market are open."


def test_atom_is_read_and_an_xml_ending_does_not_hide_a_feed(tmp_path: Path) -> None:
    (dispatch,), errors = read(tmp_path / "a.xml", ATOM)
    assert (dispatch.source, dispatch.date, errors) == ("Monitor", DAY, [])


def test_an_entry_without_words_costs_no_other(tmp_path: Path) -> None:
    empty = "<item><guid>x</guid><description>…</description></item>"
    found, (error,) = read(tmp_path / "a.rss", RSS.replace("<item>", empty + "<item>", 1))
    assert len(found) == 2 and "entry 1 holds no words" in error


# ------------------------------------------------------------------ e-mail


def test_a_letter_gives_its_text_without_signature_and_names_its_attachments(tmp_path: Path) -> None:
    (dispatch,), errors = read(tmp_path / "a.eml", eml())
    assert errors == []
    assert dispatch.text == "Regime forces shelled a market in Nawa on Sunday, killing two civilians."
    assert (dispatch.title, dispatch.date, dispatch.source) == (TITLE, DAY, "Radio Ndeke")
    assert dispatch.external_id == "1@example.org" and "1 attachment not read" in dispatch.warnings[0]


def test_a_mailbox_gives_each_letter_and_a_broken_one_costs_no_other(tmp_path: Path) -> None:
    broken = b"From x@example.org Sun Jan 24 23:30:00 2021\nSubject: nothing\n\n\n"
    found, (error,) = read(tmp_path / "a.mbox", broken + mbox())
    assert [dispatch.external_id for dispatch in found] == ["1@example.org", "2@example.org"]
    assert "message 1" in error


def test_a_letter_of_html_only_and_encoded_headers_are_read(tmp_path: Path) -> None:
    data = (
        "From: =?utf-8?q?Radio_Nd=C3=A9k=C3=A9?= <n@example.org>\r\nSubject: =?iso-8859-1?q?Caf=E9?= shelled\r\n"
        "MIME-Version: 1.0\r\nContent-Type: text/html; charset=windows-1252\r\n\r\n"
        "<style>p {}</style><p>The \x93northern\x94 caf\xe9.</p>"
    ).encode("latin-1")
    (dispatch,), errors = read(tmp_path / "a.eml", data)
    assert (dispatch.text, dispatch.title, dispatch.source) == ("The “northern” café.", "Café shelled", "Radio Ndéké")
    assert errors == []


# ------------------------------------------------------------------ Telegram


def test_a_telegram_export_gives_the_messages_that_have_words(tmp_path: Path) -> None:
    (first, second), errors = read(tmp_path / "result.json", json.dumps(TELEGRAM))
    assert errors == []
    assert first.text == 'Shells hit the market in Nawa: "messages": [ none.'
    assert (first.external_id, first.date, first.source) == ("1234567:2", DAY, "Nawa Monitor")
    assert second.external_id == "1234567:4"


def test_an_export_of_a_whole_account_names_each_chat(tmp_path: Path) -> None:
    other = {**TELEGRAM, "name": "Other", "id": 7}
    account = {"about": "…", "chats": {"about": "…", "list": [TELEGRAM, other]}}
    found, errors = read(tmp_path / "result.json", json.dumps(account, indent=1))
    assert errors == []
    assert [dispatch.source for dispatch in found] == ["Nawa Monitor"] * 2 + ["Other"] * 2
    assert found[-1].external_id == "7:4"


def test_an_export_that_breaks_off_gives_what_was_whole_and_says_so(tmp_path: Path) -> None:
    found, (error,) = read(tmp_path / "result.json", json.dumps(TELEGRAM)[:-60])
    assert [dispatch.external_id for dispatch in found] == ["1234567:2"] and "breaks off" in error


def test_messages_larger_than_what_is_read_at_once_are_put_together(tmp_path: Path) -> None:
    long = {"id": 9, "type": "message", "date": "2021-01-24T10:00:00", "text": "Shells fell. " * 20_000}
    found, errors = read(tmp_path / "a.json", json.dumps({**TELEGRAM, "messages": [long] * 3}))
    assert [len(dispatch.text) for dispatch in found] == [260_000] * 3 and errors == []


# ------------------------------------------------------------------ Parquet and column maps


def test_a_parquet_table_is_read_with_a_column_map(tmp_path: Path) -> None:
    columns = parse_columns("text=story, date=day, id=nr, source=paper")
    (first, second), errors = read(tmp_path / "a.parquet", parquet(), columns=columns)
    assert errors == []
    assert (first.text, first.date, first.external_id, first.source) == (BODY, DAY, "a", "Radio Ndeke")
    assert second.external_id == "b"


def test_days_and_times_of_a_parquet_table_are_read_as_days(tmp_path: Path) -> None:
    import pyarrow
    import pyarrow.parquet

    rows = [{"text": "Shells fell.", "date": dt.datetime(2021, 1, 24, 23, 30)}]
    pyarrow.parquet.write_table(pyarrow.Table.from_pylist(rows), tmp_path / "a.parquet")
    (dispatch,), errors = read(tmp_path / "a.parquet")
    assert (dispatch.date, errors) == (DAY, [])


# ------------------------------------------------------------------ WARC


@pytest.mark.parametrize("packed", [True, False])
def test_a_web_archive_gives_its_pages_with_address_and_time_of_retrieval(tmp_path: Path, packed: bool) -> None:
    (dispatch,), errors = read(tmp_path / ("a.warc.gz" if packed else "a.warc"), warc(packed=packed))
    assert errors == []
    assert (dispatch.url, dispatch.date, dispatch.source) == ("https://example.org/1", DAY, "Radio Ndeke")
    assert dispatch.retrieved_at == dt.datetime(2021, 1, 26, 12, tzinfo=dt.UTC)


def test_pictures_and_pages_not_found_are_passed_over(tmp_path: Path) -> None:
    for data in (warc(status="404 Not Found"), warc(kind="image/png")):
        found, (error,) = read(tmp_path / "a.warc.gz", data)
        assert found == [] and "no HTML page" in error


def test_a_page_without_article_costs_no_other(tmp_path: Path) -> None:
    (dispatch,), (error,) = read(tmp_path / "a.warc", warc("<html></html>", packed=False) + warc(packed=False))
    assert dispatch.title == TITLE and "record 2 (https://example.org/1)" in error


# ------------------------------------------------------------------ extras


@pytest.mark.parametrize(
    ("name", "module", "extra"),
    [
        ("a.pdf", "pypdf", "pdf"),
        ("a.docx", "docx", "docx"),
        ("a.rss", "feedparser", "feeds"),
        ("a.parquet", "pyarrow", "parquet"),
        ("a.warc", "warcio.archiveiterator", "warc"),
    ],
)
def test_a_missing_package_is_told_with_the_extra_that_brings_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, module: str, extra: str
) -> None:
    path = tmp_path / name
    path.write_bytes(examples()[name])
    monkeypatch.setitem(sys.modules, module, None)
    errors: list[MarsadError] = []
    assert list(read_paths([path], on_error=errors.append)) == []
    assert isinstance(errors[0], ExtraMissing) and f"marsad[{extra}]" in str(errors[0])
