"""What stands beside a name: prepositions, feature words, compass words, what contains it.

"the towns of X", "in the northern countryside of X", "X province", "X's western outskirts", "the X-Y road".
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from marsad.codebook.placewords import PlaceWords, place_words
from marsad.coding.placetokens import HYPHENS, Word

_SIDES = {"north", "south", "east", "west", "northeast", "northwest", "southeast", "southwest"}
_AREA_RELATIONS = {"countryside"}
_REACH = 12


@dataclass(slots=True)
class Frame:
    """The words around one name.

    `begin` and `end`: the range of words with compass words and "countryside", which an area is named by;
    a feature word after the name counts in, one before only where it is part of the name ("Mount X").
    `outer`: where all begins. `cue`: the feature word and `classes` what it may stand for. `preposition`,
    `verb`, `of_noun`: what the name is tied to on its left. `plural`: the feature word is a plural, so
    that it holds for a list. `contained`: the text puts it in a known place. `heading`: it opens a line
    and a colon follows.
    """

    begin: int
    end: int
    outer: int
    cue: str | None = None
    classes: tuple[str, ...] = ()
    cue_after: bool = False
    direction: str | None = None
    relation: str | None = None
    preposition: str | None = None
    verb: str | None = None
    of_noun: str | None = None
    plural: bool = False
    area: bool = False
    contained: bool = False
    heading: bool = False


def frame(words: Sequence[Word], lows: Sequence[str], start: int, end: int) -> Frame:
    """What stands beside the name in `words[start:end]`. `lows` are the lower-case forms of all words."""
    found = Frame(start, end, start)
    lists = place_words()
    _look_right(found, words, lows, lists)
    _look_left(found, words, lows, lists)
    found.outer = min(found.outer, found.begin)
    found.heading = words[found.outer].first and found.end < len(words) and lows[found.end] == ":"
    return found


def _look_right(found: Frame, words: Sequence[Word], lows: Sequence[str], lists: PlaceWords) -> None:
    k = found.end
    direction = None
    while k < len(words) and lows[k] in lists.directions and not words[k].line and not words[k].blocked:
        direction = lows[k]
        k += 1
        while (
            k + 1 < len(words)
            and (words[k].text in HYPHENS or lows[k] in ("and", ","))
            and lows[k + 1] in lists.directions
        ):
            direction = _joined(words, lows, k) or direction
            k += 2
    if k >= len(words) or words[k].line or words[k].blocked:
        return
    relation = lists.relations.at(lows, k)
    cue = lists.cues.at(lows, k)
    if relation and not words[k].capital and (direction or "countryside" in relation[1] or "outskirts" in relation[1]):
        found.relation, found.direction = relation[1][0], direction
        found.end = relation[0]
        found.cue, found.cue_after = " ".join(lows[k : relation[0]]), True
        found.area = found.relation == "countryside" or direction is not None
    elif cue and not _is_other_name(words, lows, k, cue[0], lists):
        found.cue, found.classes, found.cue_after = (
            " ".join(lows[k : cue[0]]).replace(" - ", "-"),
            cue[1],
            True,
        )
        found.end, found.direction = cue[0], direction
        found.plural = cue[0] - k == 1 and lows[k].endswith("s")
    else:
        _appositive(found, words, lows, k, lists)


def _appositive(found: Frame, words: Sequence[Word], lows: Sequence[str], k: int, lists: PlaceWords) -> None:
    """ "X, a village in ..." after a name that has no feature word of its own."""
    if lows[k] != "," or k + 2 >= len(words) or lows[k + 1] not in {"a", "an", "the", "another", "one"}:
        return
    for start in range(k + 2, min(k + 6, len(words))):
        if not words[start].is_word or words[start].capital or words[start].line:
            return
        cue = lists.cues.at(lows, start)
        if cue and not lows[cue[0] - 1].endswith("s"):
            found.cue, found.classes = " ".join(lows[start : cue[0]]), cue[1]
            return


def _is_other_name(words: Sequence[Word], lows: Sequence[str], k: int, end: int, lists: PlaceWords) -> bool:
    """Whether the feature word at `k` is part of an organisation's name ("Homs Front", "Gaza Division")."""
    if words[k].capital and not words[k].titled:
        after = words[end] if end < len(words) else None
        if after is not None and after.capital and not after.line and after.low in lists.organisations:
            return True
        return lows[k] in lists.organisations and lows[k] not in {
            "hospital",
            "university",
            "school",
            "station",
        }
    return False


def _joined(words: Sequence[Word], lows: Sequence[str], k: int) -> str | None:
    """ "north-western", where the hyphen parts the two."""
    if words[k].text in HYPHENS and words[k].tight:
        return f"{lows[k - 1]}-{lows[k + 1]}"
    return None


def _look_left(found: Frame, words: Sequence[Word], lows: Sequence[str], lists: PlaceWords) -> None:
    k = found.begin - 1
    stop = max(-1, k - _REACH)
    while k > stop:
        word, low = words[k], lows[k]
        if words[k + 1].line or word.blocked:
            return
        if not word.is_word:
            if word.text in "“\"'‘”’«":
                k -= 1
                continue
            if word.text in HYPHENS and word.tight and k > 0 and lows[k - 1] in lists.directions:
                k -= 1
                continue
            return
        if low == "of" or (low == "in" and k > 0 and lows[k - 1] in {"areas", "area", "parts", "countryside"}):
            k = _before_of(found, words, lows, k, lists)
            if k < 0:
                return
            continue
        cue = _direct_cue(found, words, lows, k, lists)
        if cue is not None:
            k = cue - 1
            continue
        if low in lists.directions and not (low in {"central", "upper", "lower"} and word.capital and not word.first):
            hyphenated = _hyphenated(words, lows, k, lists)
            found.direction = found.direction or (hyphenated[1] if hyphenated else low)
            found.begin = hyphenated[0] if hyphenated else k
            found.area = True
            k = found.begin - 1
            while k > 0 and lows[k] in ("and", ",") and lows[k - 1] in lists.directions:
                found.begin = k = k - 1
                k -= 1
            continue
        near = lists.near.before(lows, k + 1)
        if near:
            found.relation = found.relation or "near"
            found.preposition = "near"
            return
        if low in lists.fillers:
            k -= 1
            continue
        if low in lists.strong or low in lists.weak:
            found.preposition = low
            if low == "between":
                found.relation = "between"
        elif low in lists.verbs and not word.capital:
            found.verb = low
        return


def _hyphenated(words: Sequence[Word], lows: Sequence[str], k: int, lists: PlaceWords) -> tuple[int, str] | None:
    if k >= 2 and words[k - 1].text in HYPHENS and words[k].tight and lows[k - 2] in lists.directions:
        return k - 2, f"{lows[k - 2]}-{lows[k]}"
    return None


def _direct_cue(found: Frame, words: Sequence[Word], lows: Sequence[str], k: int, lists: PlaceWords) -> int | None:
    """The start of a feature word directly before the name ("Mount X", "barangay X", "the town X")."""
    if k + 1 != found.begin or words[k].possessive or words[k].blocked:
        return None
    cue = lists.cues.before(lows, k + 1)
    if cue is None or cue[0] != k or found.cue is not None:
        return None
    if lows[k] in {
        "front",
        "pass",
        "part",
        "base",
        "post",
        "posts",
        "state",
        "states",
        "division",
        "range",
        "spring",
        "block",
        "territories",
    }:
        return None
    found.cue, found.classes = lows[k], cue[1]
    found.begin = k if words[k].capital or "nature" in cue[1] else found.begin
    found.outer = k
    found.plural = lows[k].endswith("s")
    return k


def _before_of(found: Frame, words: Sequence[Word], lows: Sequence[str], k: int, lists: PlaceWords) -> int:
    """Reads what stands before "of"; returns where to go on to the left, or -1 to stop."""
    noun_end = k
    relation = lists.relations.before(lows, noun_end)
    if relation and not words[relation[0]].capital:
        kind = relation[1][0]
        if kind == "centre" and found.relation is None:
            found.preposition = "in"
        if found.relation is None and kind != "centre":
            found.relation = kind
        if kind == "countryside" or (kind == "centre" and lows[relation[0]].startswith("part")):
            found.area, found.begin = (
                kind == "countryside" or found.area,
                relation[0] if kind == "countryside" else found.begin,
            )
            if found.cue is None and kind == "countryside":
                found.cue = " ".join(lows[relation[0] : noun_end])
        return _direction_before(found, words, lows, relation[0] - 1, lists)
    near = lists.near.before(lows, noun_end + 1)
    if near:
        found.relation, found.preposition = found.relation or "near", "near"
        return -1
    if lows[k - 1] in lists.direction_nouns and k > 0:
        found.relation = found.relation or "near"
        found.direction = found.direction or lows[k - 1]
        found.preposition = "near"
        return -1
    cue = lists.cues.before(lows, noun_end)
    if cue and cue[0] and words[cue[0] - 1].capital and not words[cue[0]].line:
        found.preposition = "in"  # "the X district of Y"
        return -1
    if cue and not words[cue[0]].blocked:
        if found.cue is None or found.relation:
            found.cue = found.cue or " ".join(lows[cue[0] : noun_end]).replace(" - ", "-")
            # "areas in X and Y" are the towns themselves
            found.classes = found.classes or (cue[1] if lows[noun_end - 1] != "areas" else ())
        found.plural = lows[noun_end - 1].endswith("s")
        found.outer = min(found.outer, cue[0])
        if lows[noun_end - 1] == "area":
            found.relation = found.relation or "near"
        return _direction_before(found, words, lows, cue[0] - 1, lists)
    found.preposition = "of"
    noun = lows[k - 1] if k else ""
    found.of_noun = noun
    return -1


def _direction_before(found: Frame, words: Sequence[Word], lows: Sequence[str], k: int, lists: PlaceWords) -> int:
    """A compass word before a noun that is tied to the name by "of"; returns where to go on to the left."""
    while k >= 0 and lows[k] in lists.directions and not words[k + 1].line:
        hyphenated = _hyphenated(words, lows, k, lists)
        found.direction = found.direction or (hyphenated[1] if hyphenated else lows[k])
        found.begin = hyphenated[0] if hyphenated else k
        found.area = True
        k = found.begin - 1
        if k > 0 and lows[k] in ("and", ",") and lows[k - 1] in lists.directions:
            k -= 1
    return k
