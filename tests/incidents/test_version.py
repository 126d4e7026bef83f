"""A record notices that it was linked in another way."""

from __future__ import annotations

from incidents.made import TAFAS, actor, killed, told
from marsad.incidents.blocking import keys, sought
from marsad.incidents.comparing import compare
from marsad.incidents.features import features
from marsad.incidents.version import CODE
from marsad.model import content_id

TEXT = "Gunmen of the Column shelled the market in Tafas, near Al-Muzayrib; Ahmad's shop burned down."


def test_the_code_of_the_comparison_is_raised_when_it_finds_something_else() -> None:
    people = [actor("side_a", "Gunmen"), actor("side_b", "Column of the Plain")]
    one = features(told("one", text=TEXT, casualties=[killed(4)], actors=people))
    other = features(told("two", text=TEXT, place=TAFAS.model_copy(update={"resolved": False}), published=1))
    levels = [(reason.cell, reason.words) for reason in compare(one, other).reasons]
    found = content_id(one.to_json(), *keys(one), *sought(other), repr(levels))
    assert (CODE, found) == (1, "c96a402c50084dfd"), "raise CODE in incidents/version.py and write the new pair here"
