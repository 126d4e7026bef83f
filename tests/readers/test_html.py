"""HTML pages give their main text with its headline, and the date that their markup states."""

import datetime as dt
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from marsad.errors import ExtraMissing, ReadError
from marsad.readers.html import read_html

PARAGRAPHS = [
    "Government forces shelled the “northern” district of the town on Monday evening, residents told us.",
    "Two people died and at least four others were taken to the hospital, a medical source there said.",
    "Local mediators plan to meet commanders of both sides on Wednesday to agree on a pause in fighting.",
]
PAGE = """<!DOCTYPE html><html lang="en"><head><meta charset="{charset}"><title>Town shelled | Radio</title>
<meta property="og:title" content="Town shelled by government forces">
<meta property="og:site_name" content="Radio Ndeke">
{date}
<link rel="canonical" href="https://example.org/news/town-shelled"></head><body>
<nav><a href="/">Home</a> <a href="/news">News</a></nav>
<article><h1>Town shelled by government forces</h1>{paragraphs}</article>
<footer>Copyright 2009 Radio</footer></body></html>"""
DATE = '<meta property="article:published_time" content="2021-01-24T10:00:00+00:00">'


def page(charset: str = "utf-8", date: str = DATE) -> bytes:
    paragraphs = "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)
    return PAGE.format(charset=charset, date=date, paragraphs=paragraphs).encode(charset)


def test_a_page_gives_headline_paragraphs_date_site_and_address() -> None:
    dispatch = read_html(page(), stem="town")
    lines = [line for line in dispatch.text.split("\n") if line]
    assert lines == ["Town shelled by government forces", *PARAGRAPHS]
    assert dispatch.title == lines[0]
    assert (dispatch.date, dispatch.source) == (dt.date(2021, 1, 24), "Radio Ndeke")
    assert (dispatch.url, dispatch.external_id) == ("https://example.org/news/town-shelled", "town")
    assert dispatch.warnings == []


def test_a_page_without_a_stated_date_is_not_dated_by_its_copyright_or_today() -> None:
    dispatch = read_html(page(date=""))
    assert dispatch.date is None and "--date" in dispatch.warnings[0]


def test_a_page_is_read_in_the_encoding_that_it_declares() -> None:
    assert "“northern”" in read_html(page("windows-1252")).text
    assert read_html(page("windows-1252")).warnings == []


def test_a_page_that_declares_a_false_encoding_is_read_by_its_bytes() -> None:
    data = page().replace(b'charset="utf-8"', b'charset="no-such-thing"')
    assert "“northern”" in read_html(data).text


@pytest.mark.parametrize("data", [b"<html><body></body></html>", b"<html>", b"<html><script>let a = 1</script></html>"])
def test_a_page_without_text_is_refused_with_what_to_do(data: bytes) -> None:
    with pytest.raises(ReadError, match="no article text"):
        read_html(data)


@settings(max_examples=60)
@given(st.binary(max_size=200), st.binary(max_size=200))
def test_any_bytes_in_a_page_are_read_or_refused(head: bytes, body: bytes) -> None:
    try:
        dispatch = read_html(b"<html><head>" + head + b"</head><body><p>" + body + b"</p></body></html>")
    except ReadError as error:
        assert "\n" not in str(error)
        return
    dispatch.text.encode("utf-8")


def test_without_trafilatura_the_message_names_the_extra(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setitem(sys.modules, "trafilatura", None)
    with pytest.raises(ExtraMissing, match=r"pip install 'marsad\[html\]'"):
        read_html(page())
