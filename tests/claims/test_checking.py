from __future__ import annotations

import datetime as dt
import io
import json

import pytest

import marsad
from exports.situation.examples import account, day, incident, killed, one, place
from marsad.claims.asking import questions
from marsad.claims.checking import Checked, check
from marsad.claims.coverage import coverage
from marsad.claims.writing import write_claims_jsonl, write_claims_table
from marsad.coding.claims import find_claims
from marsad.incidents.accounts import Incident
from marsad.model import CoderVersion, Coding, Dispatch, Event, Place, Span, When

DATE = dt.date(2021, 3, 24)
VERSION = CoderVersion(version="0", model="none", codebook="0", gazetteer="0", actors="0")


def claiming(words: str, dead: int | None = 9, where: Place | None = None, date: dt.date | None = DATE) -> Coding:
    """A dispatch that tells of shelling and claims a rank for it."""
    text = f"Shelling hit Tafas. {words}"
    event = Event(
        id="own",
        type="shelling",
        place=where or place(),
        time=day(DATE) if date else When(),
        casualties=[] if dead is None else [killed(dead)],
        evidence=[Span(0, 18)],
    )
    return Coding(dispatch=Dispatch(text=text, date=date, source="Claimer"), events=[event], coder=VERSION)


def answer(coding: Coding, incidents: list[Incident], least: int = 4) -> Checked:
    dispatch = coding.dispatch
    (question,) = questions(coding, find_claims(dispatch.text, dispatch.date))
    return check(question, dispatch, incidents, least)


def quiet_year(first: dt.date = dt.date(2020, 3, 1), country: str = "SY") -> list[Incident]:
    """Two talks a week somewhere in the country: the record covers it, and no toll."""
    days = (DATE - first).days
    far = place("Idlib", admin1="Idlib", latitude=35.9, longitude=36.6, country=country)
    return [one(first + dt.timedelta(days=n), type="negotiation", where=far) for n in range(0, days + 1, 3)]


def test_one_deadlier_incident_contradicts_whatever_the_coverage() -> None:
    worse = one(dt.date(2020, 12, 1), killed(20))
    found = answer(claiming("It was the deadliest shelling in a year."), [worse])
    assert found.verdict == "contradicted"
    assert found.rows == (worse,)
    assert found.coverage is not None
    assert not found.coverage.whole


def test_a_rank_is_supported_only_where_each_month_is_covered() -> None:
    claim = claiming("It was the deadliest shelling in a year.")
    lesser = one(dt.date(2020, 12, 1), killed(3))
    assert answer(claim, [lesser, *quiet_year()]).verdict == "supported"
    assert answer(claim, [lesser]).verdict == "not enough coverage"
    gap = [item for item in quiet_year() if (item.time.value.start or DATE).month != 8]
    found = answer(claim, [lesser, *gap])
    assert found.verdict == "not enough coverage"
    assert "Aug 2020 (0 of 4)" in found.why


def test_dispatches_on_another_country_cover_nothing() -> None:
    claim = claiming("It was the deadliest shelling in a year.")
    assert answer(claim, quiet_year(country="LB")).verdict == "not enough coverage"


def test_copies_of_a_dispatch_cover_nothing_more() -> None:
    first = account(dt.date(2021, 3, 2))
    copies = [account(dt.date(2021, 3, 2), repost_of=first.dispatch.id) for _ in range(5)]
    known = coverage([incident(first, *copies)], "SY", dt.date(2021, 3, 1), dt.date(2021, 3, 31))
    assert [month.dispatches for month in known.months] == [1]


def test_a_part_of_a_month_needs_dispatches_in_proportion() -> None:
    known = coverage([], "SY", dt.date(2021, 2, 22), dt.date(2021, 3, 31))
    assert [month.needed for month in known.months] == [1, 4]


def test_as_many_killed_elsewhere_contradict_the_deadliest() -> None:
    found = answer(claiming("It was the deadliest shelling in a year."), [one(dt.date(2021, 1, 5), killed(9))])
    assert found.verdict == "contradicted"


def test_overlapping_ranges_are_said() -> None:
    vague = one(dt.date(2021, 1, 5), killed(12, low=5, high=None))
    assert "ranges overlap" in answer(claiming("It was the deadliest shelling in a year."), [vague]).why


def test_other_types_other_provinces_and_what_did_not_happen_do_not_contradict() -> None:
    others = [
        one(dt.date(2021, 1, 5), killed(50), type="air_strike"),
        one(dt.date(2021, 1, 5), killed(50), where=place("Idlib", admin1="Idlib", latitude=35.9, longitude=36.6)),
        one(dt.date(2021, 1, 5), killed(50), status="denied"),
        one(dt.date(2020, 1, 5), killed(50)),
    ]
    assert answer(claiming("It was the deadliest shelling in a year."), [*others, *quiet_year()]).verdict == "supported"


def test_a_dispatch_is_not_contradicted_by_another_report_of_its_own_happening() -> None:
    same = one(DATE, killed(11), source="Other")
    assert answer(claiming("It was the deadliest shelling in a year."), [same, *quiet_year()]).verdict == "supported"


def test_the_third_this_week_is_contradicted_by_three_before_it() -> None:
    week = [one(dt.date(2021, 3, n), where=place("Nawa", latitude=32.9, longitude=36.0)) for n in (22, 22, 23)]
    found = answer(claiming("It was the third shelling in the province this week."), week)
    assert found.verdict == "contradicted"
    assert len(found.rows) == 3


def test_the_third_this_week_is_supported_by_two_before_it() -> None:
    week = [one(dt.date(2021, 3, n), where=place("Nawa", latitude=32.9, longitude=36.0)) for n in (22, 23)]
    assert answer(claiming("It was the third shelling this week."), week).verdict == "supported"


def test_a_claim_without_an_area_is_contradicted_by_its_own_town_only() -> None:
    elsewhere = one(dt.date(2020, 12, 1), killed(20), where=place("Nawa", latitude=32.9, longitude=36.0))
    found = answer(claiming("It was the deadliest shelling in a year."), [elsewhere])
    assert found.verdict == "not enough coverage"
    assert "not so in Tafas itself" in found.why
    assert found.rows == (elsewhere,)
    assert (
        answer(claiming("It was the deadliest shelling in the province in a year."), [elsewhere]).verdict
        == "contradicted"
    )
    assert answer(claiming("It was the deadliest shelling in the town in a year."), [elsewhere]).rows == ()


def test_a_narrower_claim_is_not_contradicted_by_rows_that_need_not_be_of_its_kind() -> None:
    worse = one(dt.date(2020, 12, 1), killed(20))
    found = answer(claiming("It was the deadliest shelling against foreign aid workers in a year."), [worse])
    assert found.verdict == "not enough coverage"
    assert "narrower" in found.why
    assert found.rows == (worse,)


def test_fewer_in_the_record_than_claimed_prove_nothing() -> None:
    found = answer(claiming("It was the third shelling this week."), quiet_year())
    assert found.verdict == "not enough coverage"
    assert "only 0 before it" in found.why


def test_the_first_in_two_years_is_contradicted_by_one_before_it() -> None:
    found = answer(claiming("It was the first shelling in two years."), [one(dt.date(2020, 5, 1))])
    assert found.verdict == "contradicted"


def test_a_whole_day_is_compared_with_whole_days() -> None:
    two = [
        one(dt.date(2021, 2, 3), killed(6), where=place(name, latitude=north))
        for name, north in (("A", 32.6), ("B", 32.9))
    ]
    found = answer(claiming("It was the deadliest day in the province since January."), two)
    assert found.verdict == "contradicted"
    assert "12" in found.why


def test_a_period_without_a_beginning_can_be_contradicted_and_never_supported() -> None:
    claim = claiming("It was the deadliest shelling ever.")
    assert answer(claim, quiet_year()).verdict == "not enough coverage"
    assert answer(claim, [one(dt.date(2012, 1, 1), killed(80))]).verdict == "contradicted"


def test_without_a_number_of_killed_nothing_is_compared() -> None:
    found = answer(claiming("It was the deadliest shelling in a year.", dead=None), quiet_year())
    assert found.verdict == "not enough coverage"
    assert "no number of killed" in found.why


def test_a_place_that_no_gazetteer_knows_is_not_compared() -> None:
    nowhere = Place(name="Xyz")
    assert "names a place" in answer(claiming("It was the deadliest shelling in a year.", where=nowhere), []).why


def test_strength_is_compared_by_the_killed_and_said_so() -> None:
    found = answer(claiming("It was the heaviest shelling in a year."), quiet_year())
    assert found.verdict == "supported"
    assert "leave open what is compared" in found.why


def test_table_and_json_carry_words_spans_verdict_reason_and_rows() -> None:
    coding = claiming("It was the deadliest shelling in a year.")
    found = answer(coding, [one(dt.date(2020, 12, 1), killed(20))])
    lines, table = io.StringIO(), io.StringIO()
    write_claims_jsonl([(coding.dispatch, [found])], lines)
    write_claims_table([(coding.dispatch, [found])], table)
    data = json.loads(lines.getvalue())
    start, end = data["claim"]["span"]
    assert coding.dispatch.text[start:end] == data["claim"]["text"] == "deadliest shelling in a year"
    assert (data["verdict"], data["rows"][0]["killed"]["best"]) == ("contradicted", 20)
    for words in ("deadliest shelling in a year", "CONTRADICTED", "by what this record holds", "1 Dec 2020"):
        assert words in table.getvalue()


@pytest.fixture(scope="module")
def coder() -> marsad.Coder:
    return marsad.Coder()


def test_an_area_named_in_the_claim_is_the_one_compared(coder: marsad.Coder) -> None:
    text = "Rebels attacked a market in Goma on Tuesday, killing nine. It was the deadliest attack in Goma since March."
    coding = coder.code(text, date="2023-06-07")
    (question,) = questions(coding, find_claims(text, dt.date(2023, 6, 7), coder.places(text)))
    assert question.area is not None
    assert (question.area.level, question.area.country, question.area.told) == ("town", "CD", True)
    assert question.first == dt.date(2023, 4, 1)


def test_it_was_the_deadliest_speaks_of_what_was_told_before_it(coder: marsad.Coder) -> None:
    text = (
        "Rebels attacked a market in Goma on Sunday, killing nine civilians. It was the deadliest attack in North Kivu "
        "since 2021. On Monday, gunmen shot dead a teacher in Oicha."
    )
    coding = coder.code(text, date="2023-06-12")
    (question,) = questions(coding, find_claims(text, dt.date(2023, 6, 12), coder.places(text)))
    assert question.event is not None
    assert question.event.place.name == "Goma"
    assert question.area is not None
    assert question.area.level == "admin1"
