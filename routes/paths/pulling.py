"""Pulls a way taut: leaves out the vertices that it bends round without need."""

from __future__ import annotations

import math
from collections.abc import Callable
from itertools import pairwise
from typing import Any

import numpy as np

from routes.paths.vectors import Vectors, distances_km

__all__ = ["Strokes", "pulled"]

# The graph joins corners that do not look far to near ones only: a way that reaches such a corner
# from afar goes round by others, up to so many in a row.
_MOST_SKIPPED = 7
_ROUNDS = 2

Strokes = list[tuple[int, int]]


def pulled(at: Vectors, free: Callable[[Strokes], Any]) -> list[int]:
    """Return the shortest way along a way and strokes past a few of its vertices in a row.

    Parameters
    ----------
    at
        The vertices of the way as unit vectors, shape (n, 3), each once.
    free
        Tells for each of some strokes between vertices, by their numbers, whether it is free.

    Returns
    -------
    list of int
        The numbers of the vertices that are left, first and last included.
    """
    left = list(range(len(at)))
    tried: set[tuple[int, int]] = set()
    for _ in range(_ROUNDS):
        strokes = [one for one in _past(left) if one not in tried]
        if not strokes:
            break
        tried.update(strokes)
        found = [strokes[number] for number in np.flatnonzero(free(strokes)).tolist()]
        if not found:
            break
        left = _shortest(at, left, found)
    return left


def _past(vertices: list[int]) -> Strokes:
    """Return the strokes between vertices that leave out one or few in a row."""
    return [
        (tail, head)
        for n, tail in enumerate(vertices)
        for head in vertices[n + 2 : n + 2 + _MOST_SKIPPED]
    ]


def _shortest(at: Vectors, vertices: list[int], strokes: Strokes) -> list[int]:
    """Return the vertices of the shortest way by the old steps and new strokes, all forward."""
    steps = sorted([*pairwise(vertices), *strokes])
    tails, heads = np.array(steps).T
    lengths = distances_km(at[tails], at[heads]).tolist()
    best = dict.fromkeys(vertices, (math.inf, 0)) | {0: (0.0, 0)}
    for (tail, head), km in zip(steps, lengths, strict=True):
        best[head] = min(best[head], (best[tail][0] + km, tail))
    found = [vertices[-1]]
    while found[-1]:
        found.append(best[found[-1]][1])
    return found[::-1]
