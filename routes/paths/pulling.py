"""Pulls a way taut: leaves out the vertices that it bends round without need."""

from __future__ import annotations

import math
from collections.abc import Callable
from itertools import pairwise
from typing import Any

import numpy as np

from routes.paths.line import Position
from routes.paths.vectors import Vectors, distances_km, unit_vectors

__all__ = ["pulled"]

# The graph joins corners that do not look far to near ones only: a way that reaches such a corner
# from afar goes round by others, up to so many in a row.
_MOST_SKIPPED = 7
_ROUNDS = 2

Strokes = list[tuple[int, int]]


def pulled(way: list[Position], sees: Callable[[Vectors, Vectors], Any]) -> list[Position]:
    """Return the shortest way along a way and strokes past a few of its vertices in a row.

    Parameters
    ----------
    way
        Positions (lon_deg, lat_deg), each once.
    sees
        Tells for each great circle between unit vectors, shape (n, 3) each, whether it is free.
    """
    tried: set[tuple[Position, Position]] = set()
    for _ in range(_ROUNDS):
        strokes = [one for one in _past(len(way)) if (way[one[0]], way[one[1]]) not in tried]
        if not strokes:
            break
        tried |= {(way[tail], way[head]) for tail, head in strokes}
        at = unit_vectors(way)
        tails, heads = np.array(strokes).T
        free = np.flatnonzero(sees(at[tails], at[heads])).tolist()
        if not free:
            break
        way = [way[vertex] for vertex in _shortest(at, [strokes[number] for number in free])]
    return way


def _past(count: int) -> Strokes:
    """Return the strokes between vertices, by number, that leave out one or few in a row."""
    return [(n, m) for n in range(count) for m in range(n + 2, min(n + 2 + _MOST_SKIPPED, count))]


def _shortest(at: Vectors, strokes: Strokes) -> list[int]:
    """Return the vertices of the shortest way by the old steps and new strokes, all forward."""
    steps = sorted([*pairwise(range(len(at))), *strokes])
    tails, heads = np.array(steps).T
    lengths = distances_km(at[tails], at[heads]).tolist()
    best = [(0.0, 0)] + [(math.inf, 0)] * (len(at) - 1)
    for (tail, head), km in zip(steps, lengths, strict=True):
        best[head] = min(best[head], (best[tail][0] + km, tail))
    vertices = [len(at) - 1]
    while vertices[-1]:
        vertices.append(best[vertices[-1]][1])
    return vertices[::-1]
