"""Finding within an area, at a position, and in a notebook."""

from __future__ import annotations

import pickle
import re
from collections.abc import Iterator
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gazetteer import Candidate, Gazetteer, Place, PlaceKind, Precision
from gazetteer.around import compass
from gazetteer.errors import SupplyroutesError
from gazetteer.found import Found
from gazetteer.place import Assignment
from gazetteer.sphere import bearing_deg, distance_km

NASTY = '<img src=x onerror="alert(1)">&\'"</svg><script>alert(2)</script>'


@pytest.fixture(scope="module")
def gazetteer() -> Iterator[Gazetteer]:
    with Gazetteer.open() as opened:
        yield opened


def _refs(found: Found) -> list[str]:
    return [one.place.ref for one in found]


def test_a_box_holds_what_lies_in_it(gazetteer: Gazetteer) -> None:
    found = gazetteer.find("Paris", within=(-107.0, 25.8, -93.5, 36.5))
    assert found
    assert all(one.place.country == "US" for one in found)
    assert found[0].place.region == "Texas"
    assert gazetteer.find("Paris", within=(0.0, -10.0, 1.0, -9.0)) == ()


def test_a_box_across_the_date_line(gazetteer: Gazetteer) -> None:
    found = gazetteer.find("Suva", within=(177.0, -20.0, -178.0, -15.0))
    assert found[0].place.country == "FJ"
    assert gazetteer.find("Suva", within=(-170.0, -20.0, 170.0, -15.0)) == ()


@pytest.mark.parametrize("area", ["Lebanon", "iso:LB"])
def test_a_country_holds_its_places(gazetteer: Gazetteer, area: str) -> None:
    found = gazetteer.find("Tripoli", within=area)
    assert found[0].place.country == "LB"
    assert all("LB" in one.place.countries for one in found)


def test_a_region_holds_its_places(gazetteer: Gazetteer) -> None:
    assert gazetteer.find("Athens", within="Georgia, United States")[0].place.region == "Georgia"
    assert "geonames:693805" in _refs(gazetteer.find("Simferopol", within="Crimea"))
    assert gazetteer.find("Odesa", within="Crimea") == ()


def test_a_water_holds_its_shore(gazetteer: Gazetteer) -> None:
    found = gazetteer.find("Amirabad", within="Caspian Sea")
    assert found[0].place.ref == "curated:amirabad-port"
    assert all(one.place.kind is not PlaceKind.COUNTRY for one in found)
    assert gazetteer.find("Qazvin", within="Caspian Sea") == ()


def test_a_disputed_town_lies_in_the_country_of_each_claim(gazetteer: Gazetteer) -> None:
    for area in ("Ukraine", "Russia"):
        assert "geonames:693805" in _refs(gazetteer.find("Simferopol", within=area))


@pytest.mark.parametrize(
    ("area", "said"),
    [
        ("Qwxyzzt", "no country, region or water"),
        ("", "no country, region or water"),
        ("curated:amirabad-port", "not an area"),
        ((10.0, 5.0, 20.0, 4.0), "no box on the globe"),
        ((10.0, -91.0, 20.0, 4.0), "no box on the globe"),
        ((200.0, 1.0, 20.0, 4.0), "no box on the globe"),
        ((float("nan"), 1.0, 20.0, 4.0), "no box on the globe"),
    ],
)
def test_no_area(
    gazetteer: Gazetteer, area: str | tuple[float, float, float, float], said: str
) -> None:
    with pytest.raises(SupplyroutesError, match=said):
        gazetteer.find("Paris", within=area)


def test_a_limit_beyond_a_dozen_is_kept(gazetteer: Gazetteer) -> None:
    assert len(gazetteer.find("San José", limit=40)) == 40
    assert len(gazetteer.find("San José", limit=3)) == 3


def test_a_position_on_land(gazetteer: Gazetteer) -> None:
    around = gazetteer.at(37.62, 55.75)
    country = around.holders[0]
    assert (country.place.ref, country.by) == ("iso:RU", "outline")
    assert [one.by for one in around.holders] == sorted(
        (one.by for one in around.holders), key=["outline", "nearest town", "box"].index
    )
    kinds = [one.place.kind for one in around.nearest]
    assert kinds.count(PlaceKind.CITY) == 3
    assert PlaceKind.AIRPORT in kinds
    assert not any(one.place.kind.is_water for one in around.holders)


def test_a_position_on_water(gazetteer: Gazetteer) -> None:
    caspian = gazetteer.at(51.0, 41.0)
    assert (caspian.holders[0].place.ref, caspian.holders[0].by) == (
        "curated:caspian-sea",
        "outline",
    )
    hormuz = gazetteer.at(56.4, 26.5)
    assert all(one.by == "box" for one in hormuz.holders)
    assert "curated:strait-of-hormuz" in {one.place.ref for one in hormuz.holders}
    assert any(one.place.kind is PlaceKind.PORT for one in hormuz.nearest)


def test_a_disputed_position_shows_every_view(gazetteer: Gazetteer) -> None:
    around = gazetteer.at(34.1, 44.95)
    said = {country for one in around.holders for country in one.place.countries}
    assert {"UA", "RU"} <= said
    first = around.holders[0]
    assert (first.place.ref, first.source) == ("curated:crimea", "drawn for this project, coarse")
    drawn = next(one for one in around.holders if one.place.ref == "iso:RU")
    assert drawn.source == "Natural Earth, 1:10 million"


def test_neighbours_lie_where_they_are_said_to_lie(gazetteer: Gazetteer) -> None:
    for lon_deg, lat_deg in [(53.3, 36.9), (-179.9, -17.0), (0.0, 89.9), (12.5, 41.9)]:
        for one in gazetteer.at(lon_deg, lat_deg).nearest:
            there = (one.place.lon_deg, one.place.lat_deg)
            assert one.distance_km == pytest.approx(distance_km((lon_deg, lat_deg), there), abs=0.1)
            bearing = bearing_deg((lon_deg, lat_deg), there)
            assert abs((one.bearing_deg - bearing + 180) % 360 - 180) < 0.2


@given(st.floats(-180, 180), st.floats(-90, 90))
def test_every_position_on_the_globe_can_be_asked_for(lon_deg: float, lat_deg: float) -> None:
    with Gazetteer.open() as gazetteer:
        around = gazetteer.at(lon_deg, lat_deg)
    assert (around.lon_deg, around.lat_deg) == (lon_deg, lat_deg)


def test_bearings_and_points_of_the_compass() -> None:
    assert bearing_deg((0, 0), (0, 10)) == pytest.approx(0)
    assert bearing_deg((0, 0), (10, 0)) == pytest.approx(90)
    assert bearing_deg((0, 0), (0, -10)) == pytest.approx(180)
    assert bearing_deg((179, 0), (-179, 0)) == pytest.approx(90)
    assert [compass(b) for b in (0, 359, 200, 270, 11.24)] == ["N", "N", "SSW", "W", "N"]


def test_a_look_up_is_a_tuple_and_survives_a_pickle(gazetteer: Gazetteer) -> None:
    found = gazetteer.find("Poti")
    again = pickle.loads(pickle.dumps(found))
    assert again == tuple(found)
    assert again.name == "Poti"
    assert "<table>" in again._repr_html_()


def test_a_look_up_shows_itself_in_a_notebook(gazetteer: Gazetteer) -> None:
    html = gazetteer.find("Simferopol")._repr_html_()
    tree = ET.fromstring(html)
    assert {"div", "table"} <= {element.tag for element in tree.iter()}
    svg = tree.find("{http://www.w3.org/2000/svg}svg")
    assert svg is not None
    assert len(svg.findall("{http://www.w3.org/2000/svg}path")) >= 1
    assert "UA or RU" in html
    assert "country according to GeoNames: UA" in html
    assert len(html) < 200_000
    assert "is known" in gazetteer.find("Qwxyzztt")._repr_html_()
    assert "known by" in gazetteer.at(34.1, 44.95)._repr_html_()


def test_a_look_up_shows_itself_after_its_gazetteer_has_closed() -> None:
    with Gazetteer.open() as opened:
        found = opened.find("Simferopol")
        shown = found._repr_html_()
    assert opened.closed
    assert found._repr_html_() == shown
    assert "Simferopol" in repr(found)


def _candidate(lon_deg: float, lat_deg: float) -> Candidate:
    place = Place(
        ref=f"x:{NASTY}",
        name=NASTY,
        kind=PlaceKind.CITY,
        precision=Precision.LOCALITY,
        lon_deg=lon_deg,
        lat_deg=lat_deg,
        country=NASTY,
        region=NASTY,
        assigned=(Assignment(source=NASTY, country="AA"), Assignment(source="x", country=NASTY)),
    )
    return Candidate(place=place, score=0.5, why=(NASTY,))


def test_nothing_that_a_name_says_becomes_markup() -> None:
    for spots in ([(10.0, 50.0)], [(-179.9, -89.0), (179.9, 89.0)], [(0.0, 0.0), (0.0, 0.0)]):
        html = Found([_candidate(*spot) for spot in spots], name=NASTY)._repr_html_()
        tree = ET.fromstring(html)
        assert not {"script", "img"} & {element.tag.rpartition("}")[2] for element in tree.iter()}
        assert not re.search(r"<(script|img)|https?://(?!www\.w3\.org)", html)
        assert all(not key.startswith("on") for element in tree.iter() for key in element.attrib)
    assert "<img" not in Found([], name=NASTY)._repr_html_()
