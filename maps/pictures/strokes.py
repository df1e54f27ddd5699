"""Legs as strokes: mode by colour and ticks, status by casing, basis by dashes, way by arrows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from math import hypot
from typing import Any, NamedTuple

from maps.pictures.canvas import Canvas, Point
from maps.pictures.palette import Palette
from maps.pictures.scene import Stroke
from maps.style import APPROACH, BASES, MODES, PHASES, STATUSES, StatusStyle
from routes.dossier import Mode, Phase
from routes.evidence import Status

__all__ = [
    "Parts",
    "course_of",
    "dashes_of",
    "draw_approach",
    "draw_sample",
    "draw_stroke",
    "draw_thin",
    "parted",
]

_PRINT = 0.56
"""Print points to a screen pixel: a printed map is read from as near, but is sharper."""

_LANE_PT = 4.6
_GAP_PT = 3.2
_TICK_EVERY_PT, _CROSS_EVERY_PT = 5.5, 16.0


def course_of(stroke: Stroke) -> list[Point]:
    """Give a stroke's way on paper: moved to its lane, and ended short of its marks."""
    from shapely import LineString
    from shapely.ops import substring

    line = LineString(stroke.points)
    if stroke.lane and line.length > 4 * _LANE_PT:
        moved = line.offset_curve(-_LANE_PT * stroke.lane, quad_segs=4)
        if moved.geom_type == "LineString" and not moved.is_empty:
            line = moved
    start = 0.0 if stroke.open_start else _GAP_PT
    end = 0.0 if stroke.open_end else _GAP_PT
    if line.length > 3 * (start + end):
        line = substring(line, start, line.length - end)
    return [(x, y) for x, y in line.simplify(0.05).coords]


class Parts(NamedTuple):
    """A course without its approaches, and those that are long enough to be seen."""

    way: Sequence[Point]
    approaches: tuple[Sequence[Point], ...]


def parted(stroke: Stroke, course: Sequence[Point]) -> Parts:
    """Part a stroke's way on paper from the straight approaches to it."""
    start, end = stroke.turns
    first = _reach(course, start, stroke.lane)
    last = _reach(course[::-1], end, stroke.lane)
    if not first and not last:
        return Parts(course, ())
    length = _length(course)
    whole = ((0.0, first), (first, length - last), (length - last, length))
    before, way, after = (_between(course, a, b) if a < b else () for a, b in whole)
    return Parts(way, tuple(one for one in (before, after) if one))


def dashes_of(basis: str, phase: Phase, width_pt: float) -> tuple[float, ...]:
    """Give a stroke's dashes in points; what does not work yet is dotted."""
    if PHASES[phase].dotted:
        return (0.01, 2.1 * width_pt)
    return tuple(_PRINT * length for length in BASES[basis].dashes_px)


def draw_stroke(canvas: Canvas, stroke: Stroke, course: Sequence[Point], palette: Palette) -> None:
    """Draw one leg, pale casing first, so that crossing lines stay apart."""
    item = stroke.item
    standing = STATUSES[item.status]
    colour = palette.modes[item.leg.mode]
    basis = item.line.basis.value if item.line is not None else "direct"
    width = _PRINT * standing.width_px
    dashes = dashes_of(basis, item.route.phase, width)
    dotted = PHASES[item.route.phase].dotted
    way, approaches = parted(stroke, course)
    for approach in approaches:
        draw_approach(canvas, approach, colour, palette)
    if way:
        canvas.line(way, palette.paper, width + 1.6, layer=10, opacity=0.75, round_ends=True)
        canvas.line(way, colour, width, layer=11, dashes=dashes, round_ends=dotted)
        _draw_inside(canvas, way, standing, palette.paper, dashes)
    if way and MODES[item.leg.mode].ticks:
        _draw_ticks(canvas, way, colour, width)
    if standing.crossed:
        _draw_crosses(canvas, course, colour)
    _draw_arrows(canvas, course, colour, width, open_end=stroke.open_end)


def draw_approach(
    canvas: Canvas, course: Sequence[Point], colour: str, palette: Palette, layer: float = 11
) -> None:
    """Draw the straight stroke that joins a place to the way, thin and dotted."""
    casing, width = _PRINT * APPROACH.casing_px, _PRINT * APPROACH.width_px
    dashes = [_PRINT * length for length in APPROACH.dashes_px]
    canvas.line(course, palette.paper, casing, layer=layer - 1, opacity=0.75)
    canvas.line(course, colour, width, layer=layer, dashes=dashes)


def draw_thin(
    canvas: Canvas, stroke: Stroke, course: Sequence[Point], palette: Palette, thinness: float
) -> None:
    """Draw one leg of very many: what it goes by and rests on, and nothing about it."""
    item = stroke.item
    basis = item.line.basis.value if item.line is not None else "direct"
    width = thinness * _PRINT * STATUSES[Status.SINGLE_SOURCE].width_px
    canvas.line(
        course, palette.modes[item.leg.mode], width, layer=11,
        dashes=dashes_of(basis, item.route.phase, width),
        round_ends=PHASES[item.route.phase].dotted, opacity=0.4 + 0.5 * thinness,
    )  # fmt: skip


def draw_sample(
    canvas: Canvas, at: Point, width_pt: float, palette: Palette, mode: Mode, status: Status,
    basis: str, phase: Phase,
) -> None:  # fmt: skip
    """Draw a short piece of a stroke for the legend."""
    course = [at, (at[0] + width_pt, at[1])]
    standing, colour = STATUSES[status], palette.modes[mode]
    width = _PRINT * standing.width_px
    dashes = dashes_of(basis, phase, width)
    canvas.line(course, colour, width, layer=60, dashes=dashes, round_ends=PHASES[phase].dotted)
    _draw_inside(canvas, course, standing, palette.paper, dashes, layer=61)
    if MODES[mode].ticks:
        _draw_ticks(canvas, course, colour, width, layer=62)
    if standing.crossed:
        _draw_crosses(canvas, course, colour, layer=63)


def _reach(course: Sequence[Point], turn: Point | None, lane: float) -> float:
    """Tell how far along a course its approach goes; 0 where that is too short to be seen."""
    from shapely import LineString
    from shapely import Point as Position

    if turn is None:
        return 0.0
    least = _PRINT * APPROACH.least_px
    # A lane lies beside the turn; and the way may come back past it farther on.
    most = hypot(turn[0] - course[0][0], turn[1] - course[0][1]) + abs(lane) * _LANE_PT
    if most < least:
        return 0.0
    near: Any = LineString(_between(course, 0.0, most))
    reach = float(near.project(Position(turn)))
    return reach if reach >= least else 0.0


def _between(course: Sequence[Point], start: float, end: float) -> list[Point]:
    """Give the piece of a course between two distances along it."""
    from shapely import LineString
    from shapely.ops import substring

    return [(x, y) for x, y in substring(LineString(course), start, end).coords]


def _draw_inside(
    canvas: Canvas, course: Sequence[Point], standing: StatusStyle, paper: str,
    dashes: Sequence[float], layer: float = 12,
) -> None:  # fmt: skip
    if standing.core_px:
        canvas.line(course, paper, _PRINT * standing.core_px, layer=layer, dashes=dashes)


def _draw_ticks(
    canvas: Canvas, course: Sequence[Point], colour: str, width: float, layer: float = 12
) -> None:
    half = width / 2 + 1.5
    ticks = [
        ((x - dy * half, y + dx * half), (x + dy * half, y - dx * half))
        for (x, y), (dx, dy) in _along(course, _TICK_EVERY_PT)
    ]
    canvas.segments(ticks, colour, 0.7, layer=layer)


def _draw_crosses(canvas: Canvas, course: Sequence[Point], colour: str, layer: float = 14) -> None:
    arms = [
        ((x - 2.4, y - 2.4 * side), (x + 2.4, y + 2.4 * side))
        for (x, y), _ in _along(course, _CROSS_EVERY_PT)
        for side in (-1, 1)
    ]
    canvas.segments(arms, colour, 1.0, layer=layer)


def _draw_arrows(
    canvas: Canvas, course: Sequence[Point], colour: str, width: float, *, open_end: bool
) -> None:
    """Put a head at the end, and one on the way of a line long enough to lose sight of it."""
    size = 3.2 + 1.25 * width
    length = _length(course)
    if length < 1.2 * size:
        return
    tip, way = _at(course, length)
    _draw_head(canvas, tip, way, size, colour, is_open=open_end, width=width)
    if length > 120:
        _draw_head(canvas, *_at(course, 0.62 * length), 0.9 * size, colour, is_open=False, width=1)


def _draw_head(
    canvas: Canvas, tip: Point, way: Point, size: float, colour: str, *, is_open: bool, width: float
) -> None:
    (x, y), (dx, dy) = tip, way
    back = (x - dx * size, y - dy * size)
    left = (back[0] - dy * 0.5 * size, back[1] + dx * 0.5 * size)
    right = (back[0] + dy * 0.5 * size, back[1] - dx * 0.5 * size)
    if is_open:
        canvas.line([left, tip, right], colour, max(1.1, 0.6 * width), layer=16, round_ends=True)
    else:
        notch = (x - dx * 0.75 * size, y - dy * 0.75 * size)
        canvas.polygon([tip, left, notch, right], colour, layer=16)


def _along(course: Sequence[Point], every: float) -> Iterator[tuple[Point, Point]]:
    """Give positions on a line and the direction there, from half a step on."""
    length = _length(course)
    count = int(length / every)
    wanted = [(n + 0.5) * length / count for n in range(count)]
    passed = 0.0
    for (x, y), (to_x, to_y) in pairwise(course):
        run = hypot(to_x - x, to_y - y)
        while wanted and run and wanted[0] <= passed + run:
            share = (wanted.pop(0) - passed) / run
            way = ((to_x - x) / run, (to_y - y) / run)
            yield (x + share * (to_x - x), y + share * (to_y - y)), way
        passed += run


def _at(course: Sequence[Point], distance: float) -> tuple[Point, Point]:
    """Give the position at a distance along a line, and the unit vector of its way there."""
    from shapely import LineString

    line: Any = LineString(course)
    here = line.interpolate(distance)
    before = line.interpolate(max(0.0, distance - 4))
    dx, dy = here.x - before.x, here.y - before.y
    run = hypot(dx, dy)
    return (here.x, here.y), ((dx / run, dy / run) if run else (1.0, 0.0))


def _length(course: Sequence[Point]) -> float:
    return sum(hypot(b[0] - a[0], b[1] - a[1]) for a, b in pairwise(course))
