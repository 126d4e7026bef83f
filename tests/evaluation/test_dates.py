"""Measuring dates on TimeML documents."""

from __future__ import annotations

from pathlib import Path

import pytest

from marsad.errors import ReadError
from marsad.evaluation.dates import measure_dates, read_timeml

DOCUMENT = """<?xml version="1.0" ?>
<TimeML><DOCID>a</DOCID>
<DCT><TIMEX3 tid="t0" type="DATE" value="2013-03-22">March 22, 2013</TIMEX3></DCT>
<TEXT>Shelling was <EVENT eid="e1">reported</EVENT> on
<TIMEX3 tid="t1" type="DATE" value="2013-03-21">Thursday</TIMEX3>,
after a truce in <TIMEX3 tid="t2" type="DATE" value="2012">2012</TIMEX3> had lasted
<TIMEX3 tid="t3" type="DURATION" value="P3M">three months</TIMEX3>. Talks are held
<TIMEX3 tid="t4" type="DATE" value="2013-03-22">on this very day</TIMEX3>.</TEXT>
</TimeML>
"""


def test_recall_and_accuracy_are_counted_over_dates_and_times(tmp_path: Path) -> None:
    (tmp_path / "a.tml").write_text(DOCUMENT, "utf-8")
    figures = measure_dates(tmp_path)
    assert figures["times"] == figures["values"] == 3
    assert figures["span_recall"] == pytest.approx(1)
    assert figures["value_recall"] == pytest.approx(1)
    assert figures["baseline_value_recall"] == pytest.approx(1 / 3)
    assert figures["span_precision"] == pytest.approx(1)


def test_spans_of_times_point_at_their_words(tmp_path: Path) -> None:
    path = tmp_path / "a.tml"
    path.write_text(DOCUMENT, "utf-8")
    gold = read_timeml(path)
    assert [gold.text[time.start : time.end] for time in gold.times][:3] == [
        "Thursday",
        "2012",
        "three months",
    ]


def test_what_is_no_timeml_is_said_in_one_line(tmp_path: Path) -> None:
    path = tmp_path / "a.tml"
    path.write_text("no xml", "utf-8")
    with pytest.raises(ReadError, match=r"no TimeML"):
        read_timeml(path)
    path.write_text("<TimeML/>", "utf-8")
    with pytest.raises(ReadError, match=r"TEXT or DCT is missing"):
        read_timeml(path)
    path.unlink()
    with pytest.raises(ReadError, match=r"no \.tml file"):
        measure_dates(tmp_path)
