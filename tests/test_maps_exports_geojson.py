"""GeoJSON of a dossier: RFC 7946, no false points, every claim with its feature."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from shapely.geometry import shape

from gazetteer import Gazetteer
from gazetteer.place import PlaceKind, Precision
from maps.exports.geojson import collection_of
from maps.exports.material import material_of
from routes.dossier import Dossier, DossierPlace, Leg, Mode, Route, Site
from routes.evidence import Claim, Source, Stance


@pytest.fixture(scope="module")
def gazetteer() -> Iterator[Gazetteer]:
    with Gazetteer.open() as opened:
        yield opened


def dossier() -> Dossier:
    """An air leg over ±180, a leg into a country, an open leg, and a site in an area."""
    claim = Claim(id="c1", source="s1", quote="They flew", start=0, end=9, attributed_to="A. N.")
    denial = Claim(
        id="c2", source="s1", quote="No", start=10, end=12, stance=Stance.DENIES, answers=("c1",)
    )
    fiji = DossierPlace(
        id="fiji", name="Fiji", country="FJ", kind=PlaceKind.COUNTRY, refs=("iso:FJ",),
        lon_deg=178.0, lat_deg=-18.0, precision=Precision.COUNTRY,
    )  # fmt: skip
    legs = (
        Leg(from_="nadi", to="apia", mode=Mode.AIR, claims=("c1",)),
        Leg(from_="apia", to="fiji", claims=("c1",)),
        Leg(from_="apia", to=None, mode=Mode.SEA, claims=("c1",)),
    )
    return Dossier(
        id="d",
        title="Island flights",
        sources=(Source(id="s1", title="News", url="https://example.org/"),),
        places=(
            DossierPlace(id="nadi", name="Nadi", lon_deg=177.44, lat_deg=-17.76),
            DossierPlace(id="apia", name="Apia", lon_deg=-171.77, lat_deg=-13.83),
            fiji,
            DossierPlace(id="camp", name="A camp", precision=Precision.UNDISCLOSED),
        ),
        claims=(claim, denial),
        routes=(Route(id="r1", title="Nadi to Apia", cargo="fuel", legs=legs),),
        sites=tuple(
            Site(id=name, place=place, activity="depot")
            for name, place in (("x1", "fiji"), ("x2", "camp"))
        ),
    )  # fmt: skip


@pytest.fixture(scope="module")
def collection(gazetteer: Gazetteer) -> dict[str, Any]:
    return collection_of(material_of(dossier(), gazetteer))


def features(collection: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {feature["id"]: feature for feature in collection["features"]}


def positions(coordinates: Any) -> Iterator[tuple[float, float]]:
    if isinstance(coordinates[0], float):
        yield tuple(coordinates)
    else:
        for part in coordinates:
            yield from positions(part)


def test_ids_and_numbers_are_those_of_the_map(collection: dict[str, Any]) -> None:
    assert collection["type"] == "FeatureCollection"
    numbered = [(f["id"], f["properties"].get("number")) for f in collection["features"]]
    assert numbered[:5] == [("r1.1", 1), ("r1.2", 2), ("r1.3", 3), ("x1", 4), ("x2", 5)]
    assert features(collection)["place.apia"]["properties"]["numbers"] == [1, 2, 3]


def test_a_line_over_the_antimeridian_is_cut(collection: dict[str, Any]) -> None:
    geometry = features(collection)["r1.1"]["geometry"]
    assert geometry["type"] == "MultiLineString"
    west_end, east_start = geometry["coordinates"][0][-1], geometry["coordinates"][1][0]
    assert (west_end[0], east_start[0]) == (180.0, -180.0)
    assert west_end[1] == east_start[1]


def test_every_geometry_is_valid_and_on_the_globe(collection: dict[str, Any]) -> None:
    for feature in collection["features"]:
        if feature["geometry"] is None:
            continue
        assert shape(feature["geometry"]).is_valid
        for lon_deg, lat_deg in positions(feature["geometry"]["coordinates"]):
            assert -180 <= lon_deg <= 180
            assert -90 <= lat_deg <= 90


def test_an_area_is_never_a_point(collection: dict[str, Any]) -> None:
    for name in ("x1", "place.fiji"):
        geometry = features(collection)[name]["geometry"]
        assert geometry["type"] in {"Polygon", "MultiPolygon"}
        area = shape(geometry)
        parts = getattr(area, "geoms", [area])
        assert all(part.exterior.is_ccw for part in parts)


def test_what_has_no_position_has_no_geometry(collection: dict[str, Any]) -> None:
    assert [features(collection)[i]["geometry"] for i in ("r1.3", "x2", "place.camp")] == [None] * 3


def test_a_leg_carries_what_it_rests_on(collection: dict[str, Any]) -> None:
    properties = features(collection)["r1.1"]["properties"]
    assert (properties["mode"], properties["basis"]) == ("air", "direct")
    assert (properties["status"], properties["cargo"]) == ("disputed", "fuel")
    assert properties["length_km"] == pytest.approx(1230, abs=30)
    asserted, denied = properties["claims"]
    assert (asserted["quote"], asserted["attributed_to"]) == ("They flew", "A. N.")
    assert asserted["source"]["url"] == "https://example.org/"
    assert (denied["stance"], denied["answers"]) == ("denies", ["c1"])


def test_addresses_that_run_script_are_left_out(gazetteer: Gazetteer) -> None:
    plain = dossier()
    hostile = plain.sources[0].model_copy(update={"url": "javascript:alert(1)"})
    written = json.dumps(
        collection_of(material_of(plain.model_copy(update={"sources": (hostile,)}), gazetteer))
    )
    assert "javascript" not in written


def test_the_same_dossier_gives_the_same_bytes(
    collection: dict[str, Any], gazetteer: Gazetteer
) -> None:
    assert json.dumps(collection_of(material_of(dossier(), gazetteer))) == json.dumps(collection)
