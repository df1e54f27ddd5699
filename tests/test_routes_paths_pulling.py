"""A way pulled taut past vertices that it bends round without need."""

from __future__ import annotations

from typing import Any

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from routes.paths.geodesy import length_km
from routes.paths.line import Position
from routes.paths.pulling import pulled
from routes.paths.vectors import Vectors, positions

ZIGZAG: list[Position] = [(0.0, 0.0), (1.0, 1.0), (2.0, 0.0), (3.0, 1.0), (4.0, 0.0)]


def all_free(a: Vectors, b: Vectors) -> Any:
    return np.ones(len(a), dtype=bool)


def none_free(a: Vectors, b: Vectors) -> Any:
    return np.zeros(len(a), dtype=bool)


def free_south_of_one(a: Vectors, b: Vectors) -> Any:
    """Free is what has an end on the equator and leads to no place in the north."""
    return (positions(a)[:, 1] < 0.5) & (positions(b)[:, 1] < 0.5)


def test_over_open_water_only_the_ends_are_left() -> None:
    assert pulled(ZIGZAG, all_free) == [ZIGZAG[0], ZIGZAG[-1]]


def test_what_no_stroke_passes_stays_as_it_is() -> None:
    assert pulled(ZIGZAG, none_free) == ZIGZAG
    assert pulled(ZIGZAG[:2], all_free) == ZIGZAG[:2]


def test_only_free_strokes_are_taken() -> None:
    assert pulled(ZIGZAG, free_south_of_one) == [ZIGZAG[0], ZIGZAG[-1]]
    barrier = [(0.0, 0.0), (1.0, 1.0), (2.0, 3.0), (3.0, 1.0), (4.0, 0.0)]

    def over_the_top(a: Vectors, b: Vectors) -> Any:
        ends = np.round(np.stack([positions(a)[:, 0], positions(b)[:, 0]], axis=1))
        return (ends[:, 0] >= 2) | (ends[:, 1] <= 2)

    assert pulled(barrier, over_the_top) == [barrier[0], barrier[2], barrier[4]]


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
    short = pulled(way, lambda *ends: chance.random(len(ends[0])) < 0.3)
    assert (short[0], short[-1]) == (way[0], way[-1])
    assert [one for one in way if one in short] == short
    assert length_km(short) <= length_km(way) * 1.005
