"""How many people a sentence says were harmed."""

from __future__ import annotations

import datetime as dt
from functools import cache

import pytest

from marsad.actors.registry import ActorRegistry
from marsad.coding.dates import find_dates
from marsad.coding.how_many import Count, find_counts
from marsad.coding.language import parse_blocks, reading_copy, split_blocks
from marsad.coding.quantities import find_quantities
from marsad.coding.scene import make_scene
from marsad.model import Dispatch


@cache
def _registry() -> ActorRegistry:
    return ActorRegistry.load()


def counts(text: str) -> list[Count]:
    """The counts of a text's sentences, read without place names."""
    dispatch = Dispatch(text=text, date=None)
    copy = reading_copy(text)
    (sentences,) = parse_blocks([(copy, split_blocks(dispatch))])
    actors, quantities = _registry().find(text), find_quantities(copy)
    dates = find_dates(copy, dt.date(2022, 6, 15))
    return [c for s in sentences for c in find_counts(make_scene(s, actors, [], dates, quantities))]


def told(text: str) -> list[tuple[str, int, int | None]]:
    """Harm, low and high of each count."""
    return [(c.harm, c.low, c.high) for c in counts(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The blast killed three soldiers and wounded five.", [("killed", 3, 3), ("injured", 5, 5)]),
        ("Three farmers were killed and five wounded.", [("killed", 3, 3), ("injured", 5, 5)]),
        ("Mortar rounds hit the market, killing two women.", [("killed", 2, 2)]),
        ("The raid left four guards dead and six others injured.", [("killed", 4, 4), ("injured", 6, 6)]),
        ("Four killed, 12 injured in market blast", [("killed", 4, 4), ("injured", 12, 12)]),
        ("Bomb kills 13 people, wounds 31.", [("killed", 13, 13), ("injured", 31, 31)]),
        ("At least eight villagers were feared dead.", [("killed", 8, None)]),
        ("Five drivers were found dead Monday in the valley.", [("killed", 5, 5)]),
        ("A policeman was shot dead by gunmen.", [("killed", 1, 1)]),
        ("Seven traders were on Monday killed by bandits.", [("killed", 7, 7)]),
        ("A teacher was fatally shot on the road.", [("killed", 1, 1)]),
        ("Men with knives stabbed two shopkeepers to death.", [("killed", 2, 2)]),
        ("Two herders lost their lives.", [("killed", 2, 2)]),
        ("Three of its fighters embraced martyrdom.", [("killed", 3, 3)]),
        ("A sniper mortally wounded a conscript.", [("killed", 1, 1)]),
        ("Two soldiers sustained bullet injuries.", [("injured", 2, 2)]),
        ("Three guards are dead and four are in hospital.", [("killed", 3, 3), ("injured", 4, 4)]),
        ("Two were stabbed to death and a third was hurt.", [("killed", 2, 2), ("injured", 1, 1)]),
        ("It killed a child and left three pupils nursing injuries.", [("killed", 1, 1), ("injured", 3, 3)]),
        ("It led to the death of a woman and injuries to five boys.", [("killed", 1, 1), ("injured", 5, 5)]),
        ("A balance of five dead and ten injured was left.", [("killed", 5, 5), ("injured", 10, 10)]),
        ("The clash cost three fighters their lives.", [("killed", 3, 3)]),
        ("Four sappers paid with their lives.", [("killed", 4, 4)]),
        ("It wounded 20, eight of them seriously, and killed four.", [("injured", 20, 20), ("killed", 4, 4)]),
        ("The raid left four people, all of them clerics, dead.", [("killed", 4, 4)]),
        ("A major and three others got injured.", [("injured", 4, 4)]),
        ("Fighting has killed at least 30 people and 60 wounded.", [("killed", 30, None), ("injured", 60, 60)]),
        ("The clinic admitted 22 men with gunshot wounds.", [("injured", 22, 22)]),
        ("A hundred and twenty were wounded.", [("injured", 120, 120)]),
        ("Two men died and one turned out wounded.", [("killed", 2, 2), ("injured", 1, 1)]),
        ("Four of those wounded on the bridge died.", [("killed", 4, 4)]),
        ("Ten were killed and over 70 wounded in Ibb.", [("killed", 10, 10), ("injured", 71, None)]),
        ("Ten were killed and another nine hurt Monday in a blast.", [("killed", 10, 10), ("injured", 9, 9)]),
        ("They lined up 30 men in a field and shot them dead.", [("killed", 30, 30)]),
        ("Some 1.5 lakh people fled the valley.", [("displaced", 150000, 150000)]),
    ],
)
def test_the_ways_of_telling_dead_and_wounded(text: str, expected: list[tuple[str, int, int | None]]) -> None:
    assert told(text) == expected


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("A man, his wife and three children were killed.", 5),
        ("A family of five was killed in the house.", 5),
        ("A teacher and her two sons were killed.", 3),
        ("The mine went off, killing him, two of his brothers and a guard.", 4),
        ("The elder, along with his wife and two daughters, was killed.", 4),
        ("A tribal elder and member of the council was killed.", 1),
        ("The bus was hit, killing 30 women and children.", 30),
        ("Gunmen killed the mayor, a father of two.", 1),
        ("Gunmen killed a cleric, Omar Khan, the deputy head of the union, and two of his aides.", 3),
        ("The head of the council, Karim Nasser, his deputy and a guard were killed.", 3),
        ("Four members of a family, the father, the mother and two boys, were killed.", 4),
        ("Gunmen killed lawyer Omar Khan outside his house.", 1),
        ("They killed a prominent academic and expert in law.", 1),
        ("Ten people including two judges and a woman lawyer were killed.", 10),
        ("It killed eight civilians, most of them women and children.", 8),
        ("Seven civilians, three soldiers and four militants were killed.", 14),
        ("At least 40 people were in the early hours of Friday killed by bandits.", 40),
        ("A Border Guard Force (BGF) officer was killed.", 1),
        ("Both the bomber and his driver were killed.", 2),
    ],
)
def test_everybody_in_a_list_is_counted_once(text: str, number: int) -> None:
    assert sum(c.low for c in counts(text) if c.harm == "killed") == number


@pytest.mark.parametrize(
    ("text", "total", "parts"),
    [
        ("Nine people were killed, including four children and two women.", 9, [4, 2]),
        ("Nine people died, five of them children.", 9, [5]),
        ("Five people were killed: a man, a woman and three children.", 5, []),
        ("Troops killed 29 militants, two foreigners among them.", 29, [2]),
    ],
)
def test_parts_stand_under_their_total(text: str, total: int, parts: list[int]) -> None:
    killed = [c for c in counts(text) if c.harm == "killed"]
    assert killed[0].low == total
    assert [p.low for p in killed[0].parts][: len(parts)] == parts


@pytest.mark.parametrize(
    "text",
    [
        "There is no information about casualties.",
        "The army suffered heavy losses.",
        "The raiders killed 40 cows and seized 12 vehicles.",
        "The general could kill thousands.",
        "They vowed to kill ten officers.",
        "The blast destroyed three houses.",
        "The group did not kill anybody.",
        "Since March 2019 the conflict has killed 4,000 people.",
        "The war, a conflict that has left 66 dead, goes on.",
        "So far this year 120 people have been killed in the district.",
        "They demanded the release of 12 detainees.",
        "He could not say how many had died.",
        "About 15 people were killed and injured.",
        "The blast killed and wounded eight children.",
        "Three doctors were in the hospital at that time.",
    ],
)
def test_what_counts_nobody(text: str) -> None:
    assert told(text) == []


@pytest.mark.parametrize("text", ["No casualties were reported.", "The roof was hit, without casualties."])
def test_no_casualties_is_nobody_killed_and_nobody_injured(text: str) -> None:
    assert told(text) == [("killed", 0, 0), ("injured", 0, 0)]


def test_several_killed_and_injured_are_two_harms() -> None:
    assert told("Several rebels were killed and injured.") == [("killed", 2, None), ("injured", 2, None)]


def test_a_bomber_who_kills_himself_is_counted_apart() -> None:
    found = counts("A suicide bomber detonated his vest, killing himself and two guards.")
    assert [(c.who, c.low) for c in found] == [("suicide bomber", 1), ("guards", 2)]


def test_soldiers_and_civilians_in_one_list_are_two_groups() -> None:
    found = counts("The shelling killed four soldiers and six civilians.")
    assert [(c.who, c.low) for c in found] == [("soldiers", 4), ("civilians", 6)]


def test_soldiers_and_rebels_in_one_list_are_two_groups() -> None:
    found = counts("Two soldiers, a policeman and five militants were killed.")
    assert [(c.who, c.low) for c in found] == [("soldiers", 3), ("militants", 5)]


def test_those_who_say_it_are_not_among_the_wounded() -> None:
    assert told("The bomb wounded 21 others, police and a doctor said.") == [("injured", 21, 21)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Security forces arrested 14 suspects.", ("arrested", 14, 14)),
        ("Gunmen abducted a nurse and two drivers.", ("captured", 3, 3)),
        ("Some 3,000 residents fled the camp.", ("displaced", 3000, 3000)),
        ("The fighting displaced 1,120 households (about 5,600 people).", ("displaced", 5600, 5600)),
        ("Eleven fighters turned themselves in to the army.", ("surrendered", 11, 11)),
        ("The group released six hostages.", ("released", 6, 6)),
        ("Four sailors are missing.", ("missing", 4, 4)),
    ],
)
def test_other_harms(text: str, expected: tuple[str, int, int]) -> None:
    assert told(text) == [expected]


def test_fleeing_attackers_are_not_displaced() -> None:
    assert told("The gunmen fled.") == []


def test_who_is_named_without_number_and_article() -> None:
    assert [c.who for c in counts("At least four Kurdish shepherds were killed.")] == ["Kurdish shepherds"]


def test_a_death_toll_stands_for_all() -> None:
    (found,) = counts("The death toll has risen to nine.")
    assert (found.harm, found.low, found.total) == ("killed", 9, True)


def test_bodies_that_are_found_are_dead() -> None:
    assert told("Residents found the bodies of three men in a well.") == [("killed", 3, 3)]
