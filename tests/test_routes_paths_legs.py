"""Legs of a dossier: areas end at their edge, and nothing is drawn that nobody reported."""

from __future__ import annotations

from itertools import pairwise
from typing import Any, ClassVar

import pytest
import shapely

from gazetteer.errors import SupplyroutesError
from gazetteer.place import PlaceKind, Precision
from routes.dates import When
from routes.dossier import DossierPlace, Leg, Mode
from routes.paths import Basis, draw_leg
from routes.paths.direct import drawn_line
from routes.paths.geodesy import distance_km
from routes.paths.line import Remark

WESTLAND = shapely.box(0, 40, 10, 50)
EASTLAND = shapely.box(10, 40, 20, 50)
FARLAND = shapely.box(40, 40, 50, 50)
CASPIAN = shapely.box(46.5, 36.5, 54.5, 47.2)
STEPPE = shapely.box(64, 46, 70, 49)
OFFING = shapely.box(55, 12, 62, 18)
SMALL, HUGE = shapely.box(-2, 44, 0, 46), shapely.box(0, 30, 90, 60)
IRAN_NORTH_EAST = shapely.box(53, 30, 56, 37.5)
IRAN_NORTH = shapely.box(50, 30, 53, 37.0)


class Shapes:
    """A gazetteer of squares."""

    areas: ClassVar = {
        "t:west": WESTLAND,
        "t:east": EASTLAND,
        "t:far": FARLAND,
        "t:caspian": CASPIAN,
        "t:coast": IRAN_NORTH,
        "t:steppe": STEPPE,
        "t:small": SMALL,
        "t:huge": HUGE,
        "t:beyond": IRAN_NORTH_EAST,
        "t:offing": OFFING,
    }

    def shape(self, ref: str) -> Any | None:
        return self.areas.get(ref)


def place(
    key: str,
    lon: float | None,
    lat: float | None,
    ref: str = "",
    precision: Precision = Precision.LOCALITY,
    kind: PlaceKind = PlaceKind.CITY,
) -> DossierPlace:
    return DossierPlace(
        id=key,
        name=key.title(),
        lon_deg=lon,
        lat_deg=lat,
        precision=precision,
        kind=kind,
        refs=(ref,) if ref else (),
    )


COUNTRY, WATER = Precision.COUNTRY, Precision.WATER
PLACES = {
    one.id: one
    for one in (
        place("west", 5, 45, "t:west", COUNTRY, PlaceKind.COUNTRY),
        place("east", 15, 45, "t:east", COUNTRY, PlaceKind.COUNTRY),
        place("far", 45, 45, "t:far", COUNTRY, PlaceKind.COUNTRY),
        place("coast", 51.5, 33, "t:coast", COUNTRY, PlaceKind.COUNTRY),
        place("small", -1, 45, "t:small", COUNTRY, PlaceKind.COUNTRY),
        place("huge", 45, 45, "t:huge", COUNTRY, PlaceKind.COUNTRY),
        place("coast-beyond", 54.5, 33, "t:beyond", COUNTRY, PlaceKind.COUNTRY),
        place("steppe", 67, 47.5, "t:steppe", COUNTRY, PlaceKind.COUNTRY),
        place("offing", 58, 15, "t:offing", WATER, PlaceKind.SEA),
        place("caspian", 50.5, 42, "t:caspian", WATER, PlaceKind.SEA),
        place("outlineless", 30, 45, "t:nothing", Precision.REGION, PlaceKind.REGION),
        place("inside-west", 2, 42),
        place("south", 5, 30),
        place("amirabad", 53.3654, 36.85185, kind=PlaceKind.PORT),
        place("makhachkala", 47.50, 42.98),
        place("tehran", 51.39, 35.69),
        place("moscow", 37.62, 55.75),
        place("mumbai", 72.85, 18.93),
        place("rotterdam", 4.10, 51.97),
        place("suez", 32.35, 30.60, kind=PlaceKind.CANAL, precision=Precision.WATER),
        place("nowhere", None, None),
    )
}


def leg(start: str | None, end: str | None, mode: Mode = Mode.UNSPECIFIED, **more: Any) -> Leg:
    return Leg.model_validate({"from": start, "to": end, "mode": mode, **more})


def drawn(start: str | None, end: str | None, mode: Mode = Mode.UNSPECIFIED, **more: Any) -> Any:
    return draw_leg(leg(start, end, mode, **more), PLACES, Shapes())


def test_a_leg_into_an_area_ends_at_its_near_edge() -> None:
    line = drawn("south", "west")
    lon, lat = line.coordinates[-1]
    assert (lon, lat) == pytest.approx((5, 40), abs=0.05)
    assert line.coordinates[0] == (5, 30)


def test_a_leg_out_of_an_area_begins_at_its_edge() -> None:
    line = drawn("west", "south")
    assert line.coordinates[0] == pytest.approx((5, 40), abs=0.05)
    assert line.coordinates[-1] == (5, 30)


def test_between_areas_the_leg_runs_from_edge_to_edge() -> None:
    line = drawn("west", "far")
    start, end = line.coordinates[0], line.coordinates[-1]
    assert start[0] == pytest.approx(10, abs=0.05)
    assert end[0] == pytest.approx(40, abs=0.05)


def test_neighbours_are_joined_by_a_short_stroke_across_their_border() -> None:
    line = drawn("west", "east")
    assert line.coordinates[0][0] < 10 < line.coordinates[-1][0]
    assert 50 < line.length_km < distance_km((5, 45), (15, 45)) / 3


def test_the_stroke_between_neighbours_never_reaches_a_middle() -> None:
    line = drawn("small", "huge")
    assert distance_km(line.coordinates[0], (-1, 45)) > 30
    assert line.length_km < 300
    assert line.coordinates[0][0] < 0.0 < line.coordinates[-1][0]


def test_a_sea_leg_between_neighbours_without_a_port_stays_open() -> None:
    line = drawn("coast", "coast-beyond", Mode.SEA)
    assert line.basis is Basis.DIRECT
    assert "no port is named" in line.note


def test_an_area_without_an_outline_stands_as_its_position() -> None:
    assert drawn("south", "outlineless").coordinates[-1] == (30, 45)


@pytest.mark.parametrize(
    ("start", "end"),
    [
        ("inside-west", "west"),
        ("west", "inside-west"),
        ("west", "west"),
        ("south", "south"),
        (None, "west"),
        ("south", None),
        ("south", "nowhere"),
    ],
)
@pytest.mark.parametrize("mode", [Mode.ROAD, Mode.AIR, Mode.SEA])
def test_nothing_is_drawn_where_no_direction_was_reported(
    start: str | None, end: str | None, mode: Mode
) -> None:
    assert drawn(start, end, mode) is None


def test_a_sea_leg_is_computed_and_the_water_on_its_way_is_checked() -> None:
    line = drawn("amirabad", "makhachkala", Mode.SEA, via=["caspian"])
    assert line.basis is Basis.COMPUTED
    assert 820 <= line.length_km <= 900
    assert "does not cross" not in line.note


def test_a_water_that_the_line_misses_is_told() -> None:
    line = drawn("mumbai", "rotterdam", Mode.SEA, via=["caspian"])
    assert line.basis is Basis.COMPUTED
    assert "names Caspian on the way; the computed line does not cross it" in line.note
    assert line.remarks == (Remark("not-crossed", "Caspian"),)


def test_a_canal_on_the_way_is_passed_through() -> None:
    line = drawn("mumbai", "rotterdam", Mode.SEA, via=["suez"])
    assert "Suez Canal" in line.passages
    assert min(distance_km((32.35, 30.6), one) for one in line.coordinates) < 25


def test_an_old_voyage_takes_no_canal_of_a_later_day() -> None:
    when = When(text="in 1860", earliest="1860-01-01", latest="1860-12-31")
    assert "Suez Canal" not in drawn("mumbai", "rotterdam", Mode.SEA, when=when).passages


def test_a_refused_sea_leg_is_straight_and_gives_the_reason() -> None:
    line = drawn("tehran", "moscow", Mode.SEA)
    assert line.basis is Basis.DIRECT
    assert "No way over water" in line.note
    assert line.remarks == (Remark("no-way"),)
    assert "25 km" in line.note


def test_a_country_at_the_end_of_a_sea_leg_is_met_at_its_shore() -> None:
    line = drawn("makhachkala", "coast", Mode.SEA)
    assert line.basis is Basis.COMPUTED
    assert shapely.Point(line.coordinates[-1]).distance(IRAN_NORTH.exterior) < 0.1
    assert "No port in Coast is named" in line.note
    assert line.remarks == (Remark("no-port", "Coast"),)


def test_a_landlocked_country_has_no_shore_to_meet() -> None:
    line = drawn("makhachkala", "steppe", Mode.SEA)
    assert line.basis is Basis.DIRECT
    assert "Steppe has no shore" in line.note
    assert line.coordinates[-1][0] == pytest.approx(64, abs=0.05)


@pytest.mark.parametrize(("start", "end"), [("mumbai", "offing"), ("offing", "mumbai")])
def test_a_sea_at_the_end_of_a_leg_is_met_at_its_edge(start: str, end: str) -> None:
    line = drawn(start, end, Mode.SEA)
    assert line.basis is Basis.COMPUTED
    met = line.coordinates[-1 if end == "offing" else 0]
    assert met[0] == pytest.approx(62, abs=0.01)
    assert line.length_km < distance_km((72.85, 18.93), (58, 15))
    assert sum(distance_km(a, b) for a, b in pairwise(line.coordinates)) == pytest.approx(
        line.length_km
    )


def test_a_port_on_the_sea_that_ends_its_leg_gives_no_direction() -> None:
    assert drawn("makhachkala", "caspian", Mode.SEA) is None


def test_a_drawn_line_is_kept_even_with_open_ends() -> None:
    given = ((10.0, 50.0), (12.0, 51.0), (13.0, 50.5))
    line = drawn(None, None, Mode.RAIL, drawn=given)
    assert line.coordinates == given
    assert line.basis is Basis.DRAWN


@pytest.mark.parametrize("given", [(), ((1.0, 2.0),), ((1.0, 2.0), (1.0, 2.0)), ((0, 0), (0, 91))])
def test_a_drawn_line_that_is_none_is_refused(given: Any) -> None:
    with pytest.raises(SupplyroutesError):
        drawn_line(given)


def test_an_unknown_place_is_named() -> None:
    with pytest.raises(SupplyroutesError, match="atlantis"):
        drawn("south", "atlantis")


def test_a_land_leg_passes_the_stops_between() -> None:
    line = drawn("tehran", "moscow", Mode.ROAD, via=["makhachkala"])
    assert (47.50, 42.98) in line.coordinates
    assert line.basis is Basis.DIRECT


def test_an_area_on_the_way_bends_a_straight_leg_only_when_it_is_off_it() -> None:
    crossed = drawn("south", "moscow", Mode.AIR, via=["west"])
    assert (5, 45) in crossed.coordinates
    over = drawn("inside-west", "far", Mode.AIR, via=["east"])
    assert (15, 45) not in over.coordinates
