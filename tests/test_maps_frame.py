"""Geometry on the page: no jump at ±180, lanes side by side, areas with a name inside."""

from collections.abc import Callable
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely import box

from gazetteer.place import Precision
from maps.frame import UNITS_PER_DEGREE, Frame, Sheet, frame_of, map_of
from routes.dossier import Dossier, DossierPlace, Leg, Route
from routes.paths.line import Basis, Line

Decoder = Callable[[str, int], list[tuple[float, float]]]

LON = st.floats(-180, 180)
LAT = st.floats(-85, 85)


def line(*positions: tuple[float, float]) -> Line:
    return Line(coordinates=positions, basis=Basis.DIRECT, method="given", length_km=1)


def place(name: str, lon: float, lat: float, precision: Precision = Precision.SITE) -> DossierPlace:
    return DossierPlace(id=name, name=name, lon_deg=lon, lat_deg=lat, precision=precision)


def sheet(places: list[DossierPlace], *runs: tuple[str, str, Line]) -> Sheet:
    legs = tuple(Leg(from_=start, to=end) for start, end, _ in runs)
    dossier = Dossier(
        id="d", title="d", places=tuple(places), routes=(Route(id="r", title="r", legs=legs),)
    )
    return Sheet(dossier, {("r", n): run for n, (_, _, run) in enumerate(runs)}, 1)


@given(st.lists(st.tuples(LON, LAT), min_size=2, max_size=9), LON)
def test_an_unwrapped_line_never_jumps_and_stays_the_same_line(
    run: list[tuple[float, float]], centre: float
) -> None:
    placed = Frame(centre_lon_deg=centre).unwrap(run)
    assert len(placed) == len(run)
    assert all(abs(after[0] - before[0]) <= 180.000001 for before, after in pairwise(placed))
    for (lon, lat), (own_lon, own_lat) in zip(placed, run, strict=True):
        assert (lon - own_lon) % 360 == pytest.approx(0, abs=1e-6) or (lon - own_lon) % 360 > 359.99
        assert lat == own_lat


def test_the_frame_lies_opposite_to_the_widest_gap() -> None:
    assert frame_of([170, -170]).centre_lon_deg == pytest.approx(180)
    assert frame_of([40, 50]).centre_lon_deg == pytest.approx(45)
    assert frame_of([]).centre_lon_deg == 0


def test_a_line_over_the_date_line_is_drawn_in_one_run(decoded: Decoder) -> None:
    ends = [place("a", 178, -18), place("b", -172, -13)]
    _, drawn = map_of([sheet(ends, ("a", "b", line((178, -18), (-172, -13))))], lambda _: None)
    run = decoded(drawn.drawings[0].line, UNITS_PER_DEGREE)
    assert abs(run[1][0] - run[0][0]) == pytest.approx(10)
    west, _, east, _ = drawn.limits
    assert east - west < 20
    assert all(west < mark.lon_deg < east for mark in drawn.marks)


@pytest.mark.parametrize(
    ("snap_km", "joined"),
    [((1.0, 0.0), (True, False)), ((0.9, 25.0), (False, True)), ((0.0, 0.9), (False, False))],
)
def test_only_an_approach_that_is_told_is_drawn_as_one(
    snap_km: tuple[float, float], joined: tuple[bool, bool]
) -> None:
    ends = [place("a", 0, 0), place("b", 10, 0)]
    bent, straight = line((0, 0), (1, 1), (10, 0)), line((0, 0), (10, 0))
    runs = [("a", "b", one.model_copy(update={"snap_km": snap_km})) for one in (bent, straight)]
    _, drawn = map_of([sheet(ends, *runs)], lambda _: None)
    told = [(drawing.joined_start, drawing.joined_end) for drawing in drawn.drawings]
    assert told == [joined, (False, False)]


def test_there_and_back_run_in_lanes_of_their_own() -> None:
    ends = [place("a", 0, 0), place("b", 10, 0), place("c", 0, 10)]
    there, back = line((0, 0), (10, 0)), line((10, 0), (0, 0))
    elsewhere = line((0, 0), (0, 10))
    _, drawn = map_of(
        [sheet(ends, ("a", "b", there), ("b", "a", back), ("a", "c", elsewhere))], lambda _: None
    )
    lanes = [drawing.lane for drawing in drawn.drawings]
    # To the right of their own direction: half a lane each, so they part to both sides.
    assert lanes == [-0.5, -0.5, 0]


def test_an_area_keeps_its_name_inside_of_what_is_seen() -> None:
    wide = place("wide", 100, 60, Precision.COUNTRY)
    ends = [place("a", 0, 50), wide]
    shape = box(10, 40, 180, 75)
    _, drawn = map_of([sheet(ends, ("a", "wide", line((0, 50), (10, 52))))], lambda _: shape)
    (area,) = drawn.areas
    west, south, east, north = drawn.limits
    assert west < area.lon_deg < east
    assert south < area.lat_deg < north
    assert area.lon_deg > 10
    assert drawn.drawings[0].open_end
    assert not drawn.drawings[0].open_start
    assert [mark.name for mark in drawn.marks] == ["a"]


def test_an_undisclosed_place_is_not_drawn_at_all() -> None:
    hidden = place("hidden", 1, 1, Precision.UNDISCLOSED)
    _, drawn = map_of([sheet([hidden], ("hidden", "hidden", line((1, 1), (2, 2))))], lambda _: None)
    assert drawn.marks == ()
    assert drawn.areas == ()
