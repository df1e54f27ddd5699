"""Pulls a chain of lanes straight, as a string between its ends, without crossing land."""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence

from routes.paths.geodesy import ahead, distance_km
from routes.paths.line import Position

__all__ = ["straightened"]

_ROUNDS = 4
_HALVINGS = 5
# A corner that costs less than this is left: a reader sees no difference.
_WORTHWHILE_KM = 0.4


def straightened(
    path: Sequence[Position], sees: Callable[[Position, Position], bool]
) -> list[Position]:
    """Shorten a line by leaving out and cutting corners.

    Parameters
    ----------
    path
        Positions (lon_deg, lat_deg); the ends stay.
    sees
        Whether the geodesic between two positions is free; a stroke of `path` itself that is
        not free stays as it is.
    """
    free = functools.cache(sees)
    line = list(path)
    for _ in range(_ROUNDS):
        before = len(line), line[1:2]
        line = _cut(_skipped(line, free), free)
        if (len(line), line[1:2]) == before:
            break
    return _skipped(line, free)


def _skipped(line: list[Position], free: Callable[[Position, Position], bool]) -> list[Position]:
    """From each vertex go to one as far on as it sees, in leaps that double, then halve."""
    kept, here, last = [line[0]], 0, len(line) - 1
    while here < last:
        there, leap = here + 1, 1
        while there + leap <= last and free(line[here], line[there + leap]):
            there, leap = there + leap, leap * 2
        while leap := leap // 2:
            if there + leap <= last and free(line[here], line[there + leap]):
                there += leap
        kept.append(line[there])
        here = there
    return kept


def _cut(line: list[Position], free: Callable[[Position, Position], bool]) -> list[Position]:
    """Replace each corner by the farthest free stroke across it."""
    cut = [line[0]]
    for number in range(1, len(line) - 1):
        before, corner, after = cut[-1], line[number], line[number + 1]
        cut += _across(before, corner, after, free)
    return [*cut, line[-1]]


def _across(
    before: Position,
    corner: Position,
    after: Position,
    free: Callable[[Position, Position], bool],
) -> list[Position]:
    spare = distance_km(before, corner) + distance_km(corner, after) - distance_km(before, after)
    if spare < _WORTHWHILE_KM or not (free(before, corner) and free(corner, after)):
        return [corner]
    best: list[Position] = [corner]
    share, step = 0.5, 0.25
    for _ in range(_HALVINGS):
        stroke = [ahead(corner, before, share), ahead(corner, after, share)]
        if free(*stroke):
            best, share = stroke, share + step
        else:
            share -= step
        step /= 2
    return best
