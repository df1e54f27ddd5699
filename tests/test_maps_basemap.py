"""The embedded world: cut about the dossier, fine there, whole across ±180."""

from collections.abc import Callable, Iterable
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from shapely import LineString, Polygon, box

from maps.basemap import Box, Label, basemap_of, detail_box
from maps.frame import Frame

Decoder = Callable[[str, int], list[tuple[float, float]]]

LAND = box(-10, -10, 10, 10)
LAKE = box(-1, -1, 1, 1)
BORDER = LineString([(-10, 0), (10, 0)])
RIVER = LineString([(-12, 3), (0, 3), (0.001, 5)])
TRUCE = LineString([(0, -10), (0, 10)])


def world(name: str, scale: int, around: Box | None) -> Iterable[tuple[Any, bool]]:
    layers: dict[str, list[tuple[Any, bool]]] = {
        "land": [(LAND, False), (box(170, -5, 180, 5), False), (box(-180, -5, -170, 5), False)],
        "lakes": [(LAKE, False)],
        "rivers": [(RIVER, False)],
        "borders": [(BORDER, False), (TRUCE, True)],
    }
    return layers[name]


def corners(rings: Iterable[str], units: int, decoded: Decoder) -> list[Polygon]:
    return [Polygon(decoded(ring, units)) for ring in rings]


def test_the_detail_is_cut_to_its_box(decoded: Decoder) -> None:
    made = basemap_of((4.0, 4.0, 6.0, 6.0), Frame(), layer_of=world)
    (land,) = corners(made.detail.land, made.detail_units, decoded)
    west, south, east, north = made.box
    assert land.bounds == pytest.approx((west, south, east, north), abs=0.002)
    assert made.detail.lakes == ()
    # The whole of LAND with a hole where the detail lies, and both pieces at the date line.
    assert len(made.world.land) == 4


def test_disputed_borders_are_kept_apart() -> None:
    made = basemap_of((-4.0, -4.0, 4.0, 4.0), Frame(), layer_of=world)
    assert len(made.detail.borders) == 1
    assert len(made.detail.disputed) == 1
    assert made.detail.borders != made.detail.disputed


def test_land_on_both_sides_of_the_date_line_lies_together(decoded: Decoder) -> None:
    frame = Frame(centre_lon_deg=180)
    made = basemap_of((172.0, -4.0, 188.0, 4.0), frame, layer_of=world)
    lands = corners(made.detail.land, made.detail_units, decoded)
    assert len(lands) == 2
    assert lands[0].union(lands[1]).bounds == pytest.approx((170, -5, 190, 5), abs=0.01)


def test_names_come_in_order_and_in_the_frame() -> None:
    names = (
        Label(kind="town", name="b", lon_deg=-179, lat_deg=0, rank=2),
        Label(kind="country", name="a", lon_deg=179, lat_deg=0, rank=1),
    )
    made = basemap_of(
        (172.0, -4.0, 188.0, 4.0), Frame(centre_lon_deg=180), layer_of=world, labels=names
    )
    assert [(label.name, label.lon_deg) for label in made.labels] == [("a", 179), ("b", 181)]


@given(st.floats(-170, 170), st.floats(-80, 70), st.floats(0.5, 150), st.floats(0.5, 60))
def test_the_detail_covers_the_limits(west: float, south: float, wide: float, high: float) -> None:
    assume(south + high < 84)
    limits = (west, south, west + wide, south + high)
    box_west, box_south, box_east, box_north = detail_box(limits)
    assert box_west <= west
    assert box_east >= west + wide
    assert box_south <= south + 0.001
    assert box_north >= south + high - 0.001


def test_rivers_are_drawn_in_the_detail_alone_and_cut_to_its_box(decoded: Decoder) -> None:
    made = basemap_of((-11.0, 1.0, -7.0, 5.0), Frame(), layer_of=world)
    (river,) = [decoded(line, made.detail_units) for line in made.detail.rivers]
    assert river[0] == pytest.approx((-12, 3), abs=0.01)
    assert river[-1][0] == pytest.approx(min(0, made.box[2]), abs=0.01)
    assert made.world.rivers == ()
