"""The layers of land and water as drawing and the coast check need them."""

from __future__ import annotations

import time
from typing import Any

import pytest
import shapely

from gazetteer import Gazetteer, PlaceKind
from gazetteer.atlas import features, layer, prominent


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer.open()


@pytest.mark.parametrize("scale", [10, 50, 110])
@pytest.mark.parametrize("name", ["land", "lakes", "countries", "borders"])
def test_every_layer_at_every_scale(gazetteer: Gazetteer, name: Any, scale: int) -> None:
    shapes = layer(name, scale, gazetteer=gazetteer)
    assert shapes
    assert shapely.is_valid(shapes).all()
    assert not shapely.is_empty(shapes).any()
    kinds = {shape.geom_type for shape in shapes}
    lines = {"LineString", "MultiLineString"}
    assert kinds <= (lines if name == "borders" else {"Polygon", "MultiPolygon"})


def test_a_finer_scale_shows_more(gazetteer: Gazetteer) -> None:
    counts = [
        sum(shapely.get_num_coordinates(layer("land", scale, gazetteer=gazetteer)))
        for scale in (110, 50, 10)
    ]
    assert counts == sorted(counts)
    assert counts[0] < counts[1] / 5


@pytest.mark.parametrize("scale", [10, 50, 110])
def test_land_and_water_are_where_they_are(gazetteer: Gazetteer, scale: int) -> None:
    land = shapely.STRtree(layer("land", scale, gazetteer=gazetteer))
    for lon_deg, lat_deg in [(37.6, 55.75), (-100, 40), (134, -25), (20, 5)]:
        assert len(land.query(shapely.Point(lon_deg, lat_deg), predicate="intersects"))
    for lon_deg, lat_deg in [(-30, 30), (50.5, 41.8), (34, 43), (55, 25.9), (18, 35)]:
        assert not len(land.query(shapely.Point(lon_deg, lat_deg), predicate="intersects"))
    lakes = shapely.STRtree(layer("lakes", scale, gazetteer=gazetteer))
    for lon_deg, lat_deg in [(50.5, 41.8), (33, -1), (-87, 43.5)]:
        assert len(lakes.query(shapely.Point(lon_deg, lat_deg), predicate="intersects"))


def test_shore_is_land_without_its_lakes(gazetteer: Gazetteer) -> None:
    shore = layer("shore", 10, gazetteer=gazetteer)
    tree = shapely.STRtree(shore)
    for lon_deg, lat_deg, dry in [
        (37.6, 55.75, True),
        (50.5, 41.8, False),
        (33, -1, False),
        (-87, 43.5, False),
        (139.7, 35.7, True),
        (0, 0, False),
        # Natural Earth has Punta Arenas in the water, and the mouth of the Ofotfjord on land.
        (-70.91, -53.16, True),
        (16.4, 68.42, False),
    ]:
        point = shapely.Point(lon_deg, lat_deg)
        assert bool(len(tree.query(point, predicate="intersects"))) is dry
    for polygon in shore:
        west, south, east, north = polygon.bounds
        assert max(east - west, north - south) <= 5.0


def test_a_region_is_read_in_milliseconds(gazetteer: Gazetteer) -> None:
    began = time.perf_counter()
    found = layer("shore", 10, (45, 36, 55, 48), gazetteer=gazetteer)
    assert time.perf_counter() - began < 0.25
    assert found
    window = shapely.box(45, 36, 55, 48)
    assert all(shape.intersects(shapely.box(*shape.bounds)) for shape in found)
    assert all(window.intersects(shapely.box(*shape.bounds)) for shape in found)


def test_a_box_across_the_date_line(gazetteer: Gazetteer) -> None:
    found = {
        feature.country
        for feature in features("countries", 50, (175, -25, -175, -10), gazetteer=gazetteer)
    }
    assert {"FJ", "TO"} <= found
    assert "BR" not in found
    names = [
        p.name for p in prominent((175, -25, -175, -10), (PlaceKind.COUNTRY,), gazetteer=gazetteer)
    ]
    assert {"Fiji", "Tonga"} <= set(names)


def test_countries_carry_their_codes(gazetteer: Gazetteer) -> None:
    iran = next(f for f in features("countries", 110, gazetteer=gazetteer) if f.country == "IR")
    assert (iran.ref, iran.name) == ("iso:IR", "Iran")
    assert iran.geometry.covers(shapely.Point(51.4, 35.7))
    codes = [f.country for f in features("countries", 10, gazetteer=gazetteer) if f.country]
    assert len(codes) == len(set(codes))
    assert {"FR", "NO", "XK", "TW", "US"} <= set(codes)


def test_disputed_borders_say_so(gazetteer: Gazetteer) -> None:
    borders = features("borders", 10, gazetteer=gazetteer)
    disputed = [feature for feature in borders if feature.disputed]
    assert 20 < len(disputed) < len(borders) / 4
    kashmir = shapely.box(74, 33.5, 78, 35.5)
    assert any(feature.geometry.intersects(kashmir) for feature in disputed)
    pyrenees = shapely.box(-1.5, 42.3, 3, 43.2)
    assert not any(feature.geometry.intersects(pyrenees) for feature in disputed)


def test_prominent_places_come_in_order(gazetteer: Gazetteer) -> None:
    towns = prominent((25, 35, 45, 48), (PlaceKind.CITY,), limit=10, gazetteer=gazetteer)
    assert len(towns) == 10
    assert towns[0].name == "Istanbul"
    assert prominent((25, 35, 45, 48), (), gazetteer=gazetteer) == []
    russia = prominent((20, 40, 60, 70), (PlaceKind.COUNTRY,), gazetteer=gazetteer)
    assert "Russia" in {place.name for place in russia}


@pytest.mark.parametrize(("name", "scale"), [("rivers", 10), ("land", 25), ("shore", 50)])
def test_an_unknown_layer(gazetteer: Gazetteer, name: Any, scale: int) -> None:
    with pytest.raises(ValueError, match="no layer"):
        layer(name, scale, gazetteer=gazetteer)


def test_a_store_is_opened_where_none_is_given() -> None:
    assert layer("lakes", 110)
