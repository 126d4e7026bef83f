"""Plane geometry of the map: points are (x, y), lines lists of points, rings closed lines."""

from __future__ import annotations

from collections.abc import Callable
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
    while stretches:
        first, last = stretches.pop()
        furthest, distance = first, tolerance
        for index in range(first + 1, last):
            away = _distance(line[index], line[first], line[last])
            if away > distance:
                furthest, distance = index, away
        if furthest != first:
            keep.add(furthest)
            stretches += [(first, furthest), (furthest, last)]
    return [point for index, point in enumerate(line) if index in keep]


def _distance(point: Point, start: Point, end: Point) -> float:
    (x, y), (x1, y1), (x2, y2) = point, start, end
    dx, dy = x2 - x1, y2 - y1
    length = dx * dx + dy * dy
    along = max(0.0, min(1.0, ((x - x1) * dx + (y - y1) * dy) / length)) if length else 0.0
    away_x, away_y = x - x1 - along * dx, y - y1 - along * dy
    return float((away_x * away_x + away_y * away_y) ** 0.5)


def clipped_ring(ring: Line, box: Box) -> Line:
    """The part of a ring inside a box, closed along its edge (Sutherland and Hodgman); [] where none is."""
    for keeps, crossing in _edges(box):
        if not ring:
            return []
        kept: Line = []
        previous = ring[-1]
        for point in ring:
            if keeps(point) != keeps(previous):
                kept.append(crossing(previous, point))
            if keeps(point):
                kept.append(point)
            previous = point
        ring = kept
    return [*ring, ring[0]] if ring else []


_Edge = tuple[Callable[[Point], bool], Callable[[Point, Point], Point]]


def _edges(box: Box) -> tuple[_Edge, ...]:
    def at_x(x: float) -> Callable[[Point, Point], Point]:
        return lambda a, b: (x, a[1] + (b[1] - a[1]) * (x - a[0]) / (b[0] - a[0]))

    def at_y(y: float) -> Callable[[Point, Point], Point]:
        return lambda a, b: (a[0] + (b[0] - a[0]) * (y - a[1]) / (b[1] - a[1]), y)

    return (
        (lambda point: point[0] >= box.left, at_x(box.left)),
        (lambda point: point[0] <= box.right, at_x(box.right)),
        (lambda point: point[1] >= box.bottom, at_y(box.bottom)),
        (lambda point: point[1] <= box.top, at_y(box.top)),
    )


def clipped_line(line: Line, box: Box) -> list[Line]:
    """The pieces of a line near a box: each with one point beyond the edge, so that it leaves the picture."""
    pieces: list[Line] = []
    piece: Line = []
    for before, point in pairwise(line):
        if bounds([before, point]).meets(box):
            piece = piece or [before]
            piece.append(point)
        elif piece:
            pieces.append(piece)
            piece = []
    return [*pieces, piece] if piece else pieces
