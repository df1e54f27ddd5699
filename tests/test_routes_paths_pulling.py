"""A way pulled taut past vertices that it bends round without need."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from routes.paths.geodesy import length_km
from routes.paths.line import Position
from routes.paths.pulling import Strokes, pulled
from routes.paths.vectors import unit_vectors

ZIGZAG: list[Position] = [(0.0, 0.0), (1.0, 1.0), (2.0, 0.0), (3.0, 1.0), (4.0, 0.0)]


def taut(way: list[Position], free: Callable[[Strokes], Any]) -> list[Position]:
    return [way[vertex] for vertex in pulled(unit_vectors(way), free)]


def all_free(strokes: Strokes) -> Any:
    return np.ones(len(strokes), dtype=bool)


def none_free(strokes: Strokes) -> Any:
    return np.zeros(len(strokes), dtype=bool)


def free_along_the_equator(strokes: Strokes) -> list[bool]:
    return [ZIGZAG[tail][1] == ZIGZAG[head][1] == 0 for tail, head in strokes]


def test_over_open_water_only_the_ends_are_left() -> None:
    assert taut(ZIGZAG, all_free) == [ZIGZAG[0], ZIGZAG[-1]]


def test_what_no_stroke_passes_stays_as_it_is() -> None:
    assert taut(ZIGZAG, none_free) == ZIGZAG
    assert taut(ZIGZAG[:2], all_free) == ZIGZAG[:2]


def test_only_free_strokes_are_taken() -> None:
    assert taut(ZIGZAG, free_along_the_equator) == [ZIGZAG[0], ZIGZAG[-1]]
    barrier = [(0.0, 0.0), (1.0, 1.0), (2.0, 3.0), (3.0, 1.0), (4.0, 0.0)]

    def over_the_top(strokes: Strokes) -> list[bool]:
        return [tail >= 2 or head <= 2 for tail, head in strokes]

    assert taut(barrier, over_the_top) == [barrier[0], barrier[2], barrier[4]]


def test_no_stroke_is_tried_twice() -> None:
    asked: Strokes = []

    def once(strokes: Strokes) -> list[bool]:
        asked.extend(strokes)
        return [stroke == (0, 2) for stroke in strokes]

    assert taut(ZIGZAG, once) == [ZIGZAG[0], *ZIGZAG[2:]]
    assert len(asked) == len(set(asked))


@given(
    st.lists(
        st.tuples(st.integers(-40, 40), st.integers(-40, 40)), min_size=2, max_size=14, unique=True
    ),
    st.integers(0, 2**32 - 1),
)
def test_a_pulled_way_is_never_longer_and_keeps_its_order(
    vertices: list[tuple[int, int]], seed: int
) -> None:
    way = [(float(lon), float(lat)) for lon, lat in vertices]
    chance = np.random.default_rng(seed)
    short = taut(way, lambda strokes: chance.random(len(strokes)) < 0.3)
    assert (short[0], short[-1]) == (way[0], way[-1])
    assert [one for one in way if one in short] == short
    assert length_km(short) <= length_km(way) * 1.005
