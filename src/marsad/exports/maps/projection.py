"""From degrees to a picture: projection, clipping and SVG path data."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from itertools import pairwise

from marsad.exports.maps.geometry import Box, Line, Point, clipped_line, clipped_ring, simplified, thinned
from marsad.exports.maps.outlines import Kind, Outline, world

KM_PER_DEGREE = 111.2
_DETAIL = 0.5
_LEAST_SHRINK = 0.05


def shrinkage(latitude: float) -> float:
    """How much shorter a degree of longitude is than one of latitude; never quite nothing."""
    return max(_LEAST_SHRINK, math.cos(math.radians(latitude)))


class Projection:
    """Degrees to the pixels of a picture: a plain cylinder, true to scale at the middle parallel."""

    def __init__(self, extent: Box, width: float, height: float) -> None:
        """The smallest picture of `width` by `height` pixels that shows `extent`, in degrees."""
        middle_x, middle_y = (extent.left + extent.right) / 2, (extent.bottom + extent.top) / 2
        self._shrink = shrinkage(middle_y)
        self._scale = min(
            width / max(1e-9, (extent.right - extent.left) * self._shrink),
            height / max(1e-9, extent.top - extent.bottom),
        )
        self.width, self.height = width, height
        left = middle_x - width / 2 / self._scale / self._shrink
        top = middle_y + height / 2 / self._scale
        self.box = Box(left, top - height / self._scale, left + width / self._scale / self._shrink, top)
        """What the picture shows, in degrees."""
        margin_x = (self.box.right - self.box.left) * 0.02
        margin_y = (self.box.top - self.box.bottom) * 0.02
        self._frame = Box(
            self.box.left - margin_x,
            self.box.bottom - margin_y,
            self.box.right + margin_x,
            self.box.top + margin_y,
        )

    def point(self, longitude: float, latitude: float) -> Point:
        """Degrees to pixels from the upper left corner."""
        return (longitude - self.box.left) * self._shrink * self._scale, (self.box.top - latitude) * self._scale

    def percent(self, point: Point) -> Point:
        """Pixels to percent of the picture."""
        return round(point[0] / self.width * 100, 2), round(point[1] / self.height * 100, 2)

    def pixels(self, km: float) -> float:
        """A length on the ground in pixels."""
        return km / KM_PER_DEGREE * self._scale

    def areas(self, shapes: Iterable[Outline]) -> str:
        """What is seen of some areas, as path data."""
        rings = [
            self._line(ring if self._frame.contains(box) else clipped_ring(ring, self._frame))
            for shape in shapes
            for ring, box in zip(shape.rings, shape.boxes, strict=True)
            if box.meets(self._frame)
        ]
        return _path(rings, closed=True)

    def lines(self, lines: Iterable[Line]) -> str:
        """What is seen of some lines, as path data."""
        return _path([self._line(piece) for line in lines for piece in clipped_line(line, self._frame)])

    def borders(self, kind: Kind) -> str:
        """What is seen of the countries' lines of one kind, as path data."""
        return self.lines(line for known, line, box in world().lines if known == kind and box.meets(self._frame))

    def _line(self, line: Line) -> Line:
        return simplified(thinned([self.point(*point) for point in line], _DETAIL), _DETAIL)


def _path(lines: Sequence[Line], *, closed: bool = False) -> str:
    return "".join(_path_of(line, closed) for line in lines if len(line) > (2 if closed else 1))


def _path_of(line: Line, closed: bool) -> str:
    tenths = [(round(x * 10), round(y * 10)) for x, y in (line[:-1] if closed else line)]
    steps = [f"{_tenth(x2 - x1)} {_tenth(y2 - y1)}" for (x1, y1), (x2, y2) in pairwise(tenths) if (x1, y1) != (x2, y2)]
    if not steps:
        return ""
    start = f"M{_tenth(tenths[0][0])} {_tenth(tenths[0][1])}l"
    return start + " ".join(steps) + ("z" if closed else "")


def _tenth(value: int) -> str:
    return f"{value / 10:g}"
