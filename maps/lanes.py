"""Lanes: lines that lie together run side by side instead of hiding each other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import pairwise
from math import ceil, hypot

__all__ = ["MOST_COMPARED", "lanes_of"]

Run = Sequence[tuple[float, float]]
"""Positions (lon_deg, lat_deg)."""

SAME_LANE_SHARE = 0.25
"""Two lines that lie together for this share of the shorter run side by side."""

MOST_COMPARED = 1_000
"""With more lines than this only those between the same two ends are set apart: ends will do."""

MOST_IN_A_SQUARE = 40
"""Where more lines than this meet, as about a hub, their meeting says nothing of their course."""


def lanes_of(runs: Sequence[Run], cell_deg: float) -> list[float]:
    """Give lines that lie together lanes side by side, counted from the middle, right positive."""
    if len(runs) <= MOST_COMPARED:
        leader = _leaders(runs, cell_deg)
    else:
        leader = _leaders_by_ends(runs, cell_deg)
    bundles: dict[int, list[int]] = defaultdict(list)
    for index, lead in enumerate(leader):
        bundles[lead].append(index)
    lanes = [0.0] * len(runs)
    for lead, bundle in bundles.items():
        for place, index in enumerate(bundle):
            aside = place - (len(bundle) - 1) / 2
            lanes[index] = aside if _same_way(runs[lead], runs[index]) else -aside
    return lanes


def _leaders(runs: Sequence[Run], cell_deg: float) -> list[int]:
    """Name for each line the first of the bundle in which it lies."""
    cells = [_cells(run, cell_deg) for run in runs]
    leader = list(range(len(runs)))
    for (first, second), count in sorted(_shared(cells).items()):
        if count > SAME_LANE_SHARE * min(len(cells[first]), len(cells[second])):
            leader[second] = min(leader[first], leader[second])
    return leader


def _leaders_by_ends(runs: Sequence[Run], cell_deg: float) -> list[int]:
    first: dict[frozenset[tuple[int, int]], int] = {}
    return [
        first.setdefault(frozenset(_cell(end, cell_deg) for end in (run[0], run[-1])), index)
        for index, run in enumerate(runs)
    ]


def _shared(cells: Sequence[Iterable[tuple[int, int]]]) -> dict[tuple[int, int], int]:
    """Count the squares that each two lines share."""
    holders: dict[tuple[int, int], list[int]] = defaultdict(list)
    for index, own in enumerate(cells):
        for cell in own:
            holders[cell].append(index)
    shared: dict[tuple[int, int], int] = defaultdict(int)
    for held in holders.values():
        if len(held) <= MOST_IN_A_SQUARE:
            for n, first in enumerate(held):
                for second in held[n + 1 :]:
                    shared[first, second] += 1
    return shared


def _cells(run: Run, cell_deg: float) -> set[tuple[int, int]]:
    """List the squares of a grid that a line passes, sampled twice in each."""
    passed = set()
    for (lon, lat), (next_lon, next_lat) in pairwise(run):
        samples = max(1, ceil(2 * hypot(next_lon - lon, next_lat - lat) / cell_deg))
        for n in range(samples + 1):
            share = n / samples
            at = (lon + share * (next_lon - lon), lat + share * (next_lat - lat))
            passed.add(_cell(at, cell_deg))
    return passed


def _cell(position: tuple[float, float], cell_deg: float) -> tuple[int, int]:
    return round(position[0] / cell_deg), round(position[1] / cell_deg)


def _same_way(one: Run, other: Run) -> bool:
    dot = (one[-1][0] - one[0][0]) * (other[-1][0] - other[0][0])
    dot += (one[-1][1] - one[0][1]) * (other[-1][1] - other[0][1])
    return dot >= 0
