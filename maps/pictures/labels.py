"""Names and badges that do not collide: each finds a free place, or the least bad one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from math import hypot, inf

from maps.pictures.canvas import Point, Rectangle

__all__ = ["Room", "around"]

_SQUARE_PT = 24.0
_FINE_PT = 6.0
"""A crowded map has thousands of points of lines in a square as large as those of boxes."""


class Room:
    """The map's rectangle with what is taken in it: boxes, which nothing may touch, and lines."""

    def __init__(self, limits: Rectangle) -> None:
        self.limits = limits
        # By square of a grid, so that a crowded map costs no more a name than an empty one.
        self._boxes: dict[tuple[int, int], list[Rectangle]] = defaultdict(list)
        self._crossed: dict[tuple[int, int], list[Point]] = defaultdict(list)

    def take(self, box: Rectangle) -> None:
        """Keep a box free of all that comes later."""
        for square in _squares(box, _SQUARE_PT):
            self._boxes[square].append(box)

    def without_lines(self) -> Room:
        """Give a room of the same boxes, from now on, too, but without the lines."""
        room = Room(self.limits)
        room._boxes = self._boxes
        return room

    def cross(self, points: Sequence[Point], step_pt: float = 3.0) -> None:
        """Note a line, which names should not hide but may when there is no other place."""
        for (x, y), (to_x, to_y) in pairwise(points):
            count = max(1, int(hypot(to_x - x, to_y - y) / step_pt))
            for n in range(count):
                share = n / count
                here = (x + share * (to_x - x), y + share * (to_y - y))
                self._crossed[int(here[0] // _FINE_PT), int(here[1] // _FINE_PT)].append(here)

    def free(self, boxes: Iterable[Rectangle], *, strict: bool = False) -> Rectangle | None:
        """Take the box that hides the least; earlier ones win.

        With `strict` only one that touches no other box and hides no line is taken, else None;
        without it a box that touches another is taken only when all do and lie in the map.
        """
        best: tuple[float, Rectangle] | None = None
        for order, box in enumerate(boxes):
            dearest = 0.0 if strict else (best[0] if best else inf) - 0.4 * order
            cost = self._cost(box, dearest)
            if cost is None:
                continue
            cost += 0.4 * order
            if best is None or cost < best[0]:
                best = (cost, box)
        if best is None:
            return None
        self.take(best[1])
        return best[1]

    def _cost(self, box: Rectangle, dearest: float) -> float | None:
        """Give what a box hides, or None where it leaves the map or costs more than `dearest`."""
        left, bottom, right, top = self.limits
        if box[0] < left + 1 or box[1] < bottom + 1 or box[2] > right - 1 or box[3] > top - 1:
            return None
        cost = 0.0
        others = {o for square in _squares(box, _SQUARE_PT) for o in self._boxes.get(square, ())}
        for other in others:
            cost += 100.0 * _overlap(box, other)
            if cost > dearest:
                return None
        for square in _squares(box, _FINE_PT):
            crossed = self._crossed.get(square, ())
            cost += sum(1 for x, y in crossed if box[0] < x < box[2] and box[1] < y < box[3])
            if cost > dearest:
                return None
        return cost


def around(at: Point, width: float, height: float, gap: float) -> Iterator[Rectangle]:
    """Give boxes about a point: right, left, above, below, the corners; then farther out."""
    x, y = at
    for away in (gap, gap + 5, gap + 12, gap + 22):
        slant = 0.75 * away
        for left, bottom in (
            (x + away, y - height / 2),
            (x - away - width, y - height / 2),
            (x + slant, y + slant * 0.6),
            (x + slant, y - height - slant * 0.6),
            (x - slant - width, y + slant * 0.6),
            (x - slant - width, y - height - slant * 0.6),
            (x - width / 2, y + away),
            (x - width / 2, y - away - height),
        ):
            yield (left, bottom, left + width, bottom + height)


def _squares(box: Rectangle, size_pt: float) -> Iterator[tuple[int, int]]:
    for column in range(int(box[0] // size_pt), int(box[2] // size_pt) + 1):
        for row in range(int(box[1] // size_pt), int(box[3] // size_pt) + 1):
            yield column, row


def _overlap(one: Rectangle, other: Rectangle) -> float:
    """Give by how much two boxes overlap, in parts of the first."""
    wide = min(one[2], other[2]) - max(one[0], other[0])
    tall = min(one[3], other[3]) - max(one[1], other[1])
    if wide <= 0 or tall <= 0:
        return 0.0
    return 0.2 + wide * tall / ((one[2] - one[0]) * (one[3] - one[1]))
