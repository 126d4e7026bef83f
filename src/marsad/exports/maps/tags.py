"""Where the tags of marks and the names of countries stand, so that they hide as little as possible.

Widths are estimated for a picture shown at its own size; a narrow one leaves the names away.
"""

from __future__ import annotations

import math
from dataclasses import replace

from marsad.codebook.countries import countries
from marsad.exports.maps.geometry import Box, Point
from marsad.exports.maps.picture import HEIGHT, INSET, WIDTH, Dot, Label, Map, Mark, Side

_LETTER, _BADGE, _LINE, _GAP = 6.4, 21.0, 24.0, 10.0
_MOST_BADGES = 12
_TOGETHER = 46.0


def settle(drawn: Map) -> None:
    """Give each mark the side on which its tag hides least, and each label the first free spot; others go."""
    taken = [Box(0, HEIGHT - 28, 130, HEIGHT)]
    if drawn.inset:
        taken.append(Box(WIDTH - INSET - 16, HEIGHT - INSET - 16, WIDTH, HEIGHT))
    taken += [_around(dot) for mark in drawn.marks for dot in mark.dots if dot.kind != "region"]
    for mark in drawn.marks:
        if mark.kinds == ["region"]:
            taken.append(_choose(mark, [("over", spot) for spot in _spots(mark)], taken))
        else:
            own = [_around(dot) for dot in mark.dots]
            sides: tuple[Side, ...] = ("right", "left", "above", "below")
            options: list[tuple[Side, Point]] = [(side, (mark.x, mark.y)) for side in sides]
            taken.append(_choose(mark, options, [box for box in taken if box not in own]))
    kept = []
    for label in drawn.labels:
        for x, y in _spots(label):
            box = _label_box(replace(label, x=x, y=y))
            if not _outside(box) and not any(_overlap(box, other) for other in taken):
                kept.append(replace(label, x=x, y=y))
                taken.append(box)
                break
    drawn.labels = kept


def _spots(item: Mark | Label) -> list[Point]:
    return [(item.x, item.y), *item.elsewhere]


def _choose(mark: Mark, options: list[tuple[Side, Point]], taken: list[Box]) -> Box:
    """Put the tag where it hides least and stays in the picture, the first options first; return its box."""
    costs = []
    for rank, (side, spot) in enumerate(options):
        box = _tag_box(mark, side, spot)
        hidden = sum(_overlap(box, other) for other in taken)
        costs.append((hidden + _outside(box) * 40 + rank * 2, rank, box))
    _cost, rank, box = min(costs)
    mark.side, (mark.x, mark.y) = options[rank]
    return box


def _pixels(spot: Point) -> Point:
    return spot[0] * WIDTH / 100, spot[1] * HEIGHT / 100


def _around(dot: Dot) -> Box:
    x, y = _pixels((dot.x, dot.y))
    return Box(x - 7, y - 7, x + 7, y + 7)


def _tag_box(mark: Mark, side: Side, spot: Point) -> Box:
    x, y = _pixels(spot)
    badges = len({item.number for item in mark.events})
    width = len(mark.name) * _LETTER + min(badges, _MOST_BADGES) * _BADGE + 8
    left = {"right": x + _GAP, "left": x - _GAP - width}.get(side, x - width / 2)
    bottom = {"above": y - _GAP - _LINE, "below": y + _GAP}.get(side, y - _LINE / 2)
    return Box(left, bottom, left + width, bottom + _LINE)


def _label_box(label: Label) -> Box:
    x, y = _pixels((label.x, label.y))
    half = len(label.text) * (5.2 if label.kind == "country" else 3.4)
    return Box(x - half, y - 8, x + half, y + 8)


def _overlap(one: Box, other: Box) -> float:
    width = min(one.right, other.right) - max(one.left, other.left)
    height = min(one.top, other.top) - max(one.bottom, other.bottom)
    return width * height if width > 0 and height > 0 else 0.0


def _outside(box: Box) -> float:
    beyond = (-box.left, box.right - WIDTH, -box.bottom, box.top - HEIGHT)
    return sum(max(0.0, distance) for distance in beyond)


def joined(marks: list[Mark]) -> list[Mark]:
    """Marks near each other as one, named where all its events share a place or a country."""
    groups: list[list[Mark]] = []
    for mark in marks:
        near = [group for group in groups if any(_apart(mark, other) < _TOGETHER for other in group)]
        groups = [group for group in groups if group not in near]
        groups.append([mark, *(other for group in near for other in group)])
    return [_together(group) for group in groups]


def _apart(one: Mark, other: Mark) -> float:
    return math.dist(_pixels((one.x, one.y)), _pixels((other.x, other.y)))


def _together(group: list[Mark]) -> Mark:
    events = sorted((item for mark in group for item in mark.events), key=lambda item: int(item.number))
    names = {mark.name for mark in group}
    codes = {item.event.place.country for item in events}
    country = countries().get(codes.pop() or "") if len(codes) == 1 else None
    name = names.pop() if len(names) == 1 else country.name if country else ""
    x, y = (sum(mark.x for mark in group) / len(group), sum(mark.y for mark in group) / len(group))
    return Mark(name, round(x, 2), round(y, 2), [dot for mark in group for dot in mark.dots], events)
