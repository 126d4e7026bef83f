"""Plane geometry of the map: points are (x, y), lines lists of points, rings closed lines."""

from __future__ import annotations

from itertools import pairwise
from typing import NamedTuple

Point = tuple[float, float]
Line = list[Point]


class Box(NamedTuple):
    """A rectangle with its sides along the axes."""

    left: float
    bottom: float
    right: float
    top: float

    def holds(self, point: Point) -> bool:
        """Whether the point lies in the box or on its edge."""
        return self.left <= point[0] <= self.right and self.bottom <= point[1] <= self.top

    def contains(self, other: Box) -> bool:
        """Whether the other box lies in this one."""
        return self.holds((other.left, other.bottom)) and self.holds((other.right, other.top))

    def meets(self, other: Box) -> bool:
        """Whether the two boxes share a point."""
        return (
            self.left <= other.right
            and other.left <= self.right
            and self.bottom <= other.top
            and other.bottom <= self.top
        )


def bounds(line: Line) -> Box:
    """The smallest box around a line of at least one point."""
    xs, ys = [x for x, _ in line], [y for _, y in line]
    return Box(min(xs), min(ys), max(xs), max(ys))


def area(ring: Line) -> float:
    """The area of a ring in square units, whichever way it turns."""
    return abs(sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairwise(ring))) / 2


def inside(point: Point, ring: Line) -> bool:
    """Whether a ring surrounds the point (even-odd rule)."""
    x, y = point
    within = False
    for (x1, y1), (x2, y2) in pairwise(ring):
        if (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1:
            within = not within
    return within


def thinned(line: Line, step: float) -> Line:
    """The line without points nearer than `step` to the last one kept; its ends stay."""
    if len(line) < 3:
        return line
    kept = [line[0]]
    last_x, last_y = line[0]
    for x, y in line[1:-1]:
        if abs(x - last_x) >= step or abs(y - last_y) >= step:
            kept.append((x, y))
            last_x, last_y = x, y
    return [*kept, line[-1]]


def simplified(line: Line, tolerance: float) -> Line:
    """The line with fewer points, never `tolerance` away from itself (Douglas and Peucker); its ends stay."""
    if len(line) < 3:
        return line
    keep = {0, len(line) - 1}
    stretches = [(0, len(line) - 1)]
    least = tolerance * tolerance
    while stretches:
        first, last = stretches.pop()
        furthest, distance = first, least
        (x1, y1), (x2, y2) = line[first], line[last]
        dx, dy = x2 - x1, y2 - y1
        length = dx * dx + dy * dy
        for index in range(first + 1, last):
            x, y = line[index]
            x, y = x - x1, y - y1
            along = (x * dx + y * dy) / length if length else 0.0
            if along > 0.0:
                along = min(along, 1.0)
                x, y = x - along * dx, y - along * dy
            away = x * x + y * y
            if away > distance:
                furthest, distance = index, away
        if furthest != first:
            keep.add(furthest)
            stretches += [(first, furthest), (furthest, last)]
    return [line[index] for index in sorted(keep)]


def clipped_ring(ring: Line, box: Box) -> Line:
    """The part of a ring inside a box, closed along its edge (Sutherland and Hodgman); [] where none is."""
    around = bounds(ring)
    if around.left < box.left:
        ring = _beyond(ring, 0, box.left, 1)
    if ring and around.right > box.right:
        ring = _beyond(ring, 0, box.right, -1)
    if ring and around.bottom < box.bottom:
        ring = _beyond(ring, 1, box.bottom, 1)
    if ring and around.top > box.top:
        ring = _beyond(ring, 1, box.top, -1)
    return ring


def _beyond(ring: Line, axis: int, limit: float, sign: int) -> Line:
    """The part of a ring whose coordinate on `axis` is at least `limit` (`sign` 1) or at most it (-1)."""
    kept: Line = []
    before = ring[-1]
    was_kept = (before[axis] - limit) * sign >= 0
    for point in ring:
        is_kept = (point[axis] - limit) * sign >= 0
        if is_kept != was_kept:
            part = (limit - before[axis]) / (point[axis] - before[axis])
            across = before[1 - axis] + (point[1 - axis] - before[1 - axis]) * part
            kept.append((limit, across) if axis == 0 else (across, limit))
        if is_kept:
            kept.append(point)
        before, was_kept = point, is_kept
    return [*kept, kept[0]] if kept else []


def clipped_line(line: Line, box: Box) -> list[Line]:
    """The pieces of a line near a box: each with one point beyond the edge, so that it leaves the picture."""
    left, bottom, right, top = box
    pieces: list[Line] = []
    piece: Line = []
    for (x1, y1), (x2, y2) in pairwise(line):
        if (
            (x1 < left and x2 < left)
            or (x1 > right and x2 > right)
            or (y1 < bottom and y2 < bottom)
            or (y1 > top and y2 > top)
        ):
            if piece:
                pieces.append(piece)
                piece = []
        else:
            if not piece:
                piece.append((x1, y1))
            piece.append((x2, y2))
    return [*pieces, piece] if piece else pieces
