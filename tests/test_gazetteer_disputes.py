"""Whose country a place is said to be in: every voice kept, none chosen."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import shapely

from gazetteer import Gazetteer, Place
from gazetteer.disputes import assign_countries, dispute_shapes, read_disputes
from gazetteer.errors import SupplyroutesError
from gazetteer.layers import Row
from gazetteer.outlines import Shape

HEAD = "ref,claims,outline,citation\n"


@pytest.fixture(scope="module")
def gazetteer() -> Iterator[Gazetteer]:
    with Gazetteer.open() as opened:
        yield opened


def _best(gazetteer: Gazetteer, name: str, **hints: str) -> Place:
    return gazetteer.find(name, country=hints.get("country"))[0].place


@pytest.mark.parametrize(
    ("name", "countries"),
    [
        ("Simferopol", {"UA", "RU"}),
        ("Sevastopol", {"UA", "RU"}),
        ("Kerch", {"UA", "RU"}),
        ("Simferopol International Airport", {"UA", "RU"}),
        ("Hargeisa", {"SO", "Somaliland"}),
        ("Port of Berbera", {"SO", "Somaliland"}),
        ("Majdal Shams", {"SY", "IL"}),
        ("Katzrin", {"SY", "IL"}),
        ("Golan Heights", {"SY", "IL"}),
        ("Laayoune", {"EH", "MA"}),
        ("Western Sahara", {"EH", "MA"}),
        ("Pristina", {"XK", "RS"}),
        ("Kosovo", {"XK", "RS"}),
        ("Sukhumi", {"GE", "Abkhazia"}),
        ("Tskhinvali", {"GE", "South Ossetia"}),
        ("Tiraspol", {"MD", "Transnistria"}),
        ("Taipei", {"TW", "CN"}),
        ("Kyrenia", {"CY", "Northern Cyprus"}),
        ("Srinagar", {"IN", "PK"}),
        ("Gilgit", {"PK", "IN"}),
        ("Abyei", {"SD", "SS"}),
        ("Halaib", {"EG", "SD"}),
        ("Ilemi Triangle", {"KE", "SS", "ET"}),
        ("Yuzhno-Kurilsk", {"RU", "JP"}),
        ("Stanley, Falkland Islands", {"FK", "AR"}),
        ("Hebron", {"PS", "IL"}),
        ("Gaza City", {"PS", "IL"}),
        ("Dokdo", {"KR", "JP"}),
        ("Spratly Islands", {"CN", "TW", "VN", "PH", "MY", "BN"}),
    ],
)
def test_every_voice_on_a_disputed_place_is_kept(
    gazetteer: Gazetteer, name: str, countries: set[str]
) -> None:
    place = _best(gazetteer, name)
    assert countries <= set(place.countries)
    assert place.note is not None
    assert all(country in place.note for country in countries)


@pytest.mark.parametrize(
    "name",
    ["Gori", "Zugdidi", "Sochi", "Henichesk", "Nemuro", "Kiryat Shmona", "Chisinau", "Odesa",
     "Rostov-on-Don", "Delhi", "Lahore", "Tokyo", "Limassol", "Djibouti", "Boa Vista"],
)  # fmt: skip
def test_towns_beside_a_disputed_area_are_left_alone(gazetteer: Gazetteer, name: str) -> None:
    assert _best(gazetteer, name).assigned == ()


def test_sources_are_named_and_data_come_before_claims(gazetteer: Gazetteer) -> None:
    said = {(one.source, one.country) for one in _best(gazetteer, "Simferopol").assigned}
    assert {("GeoNames", "UA"), ("Natural Earth", "RU"), ("Ukraine", "UA")} <= said
    note = _best(gazetteer, "Simferopol").note
    assert note is not None
    assert note.startswith("country according to GeoNames: UA; to Natural Earth: RU; ")


@pytest.mark.parametrize(("name", "country"), [("Simferopol", "RU"), ("Simferopol", "UA")])
def test_a_country_given_counts_if_anybody_gives_the_place_to_it(
    gazetteer: Gazetteer, name: str, country: str
) -> None:
    best = gazetteer.find(name, country=country)[0]
    assert best.place.ref == "geonames:693805"
    assert best.place.country == "UA", "the row's own country stays that of its source"
    assert f"named with its country {country}" in best.why


def test_a_country_beside_the_name_counts_in_the_same_way(gazetteer: Gazetteer) -> None:
    for written in ("Simferopol, Russia", "Simferopol, Ukraine"):
        best = gazetteer.find(written)[0]
        assert best.place.ref == "geonames:693805"
        assert any("stands after it" in reason for reason in best.why)
    assert gazetteer.find("Donetsk, Russia")[0].place.country == "RU"


def _row(ref: str, lon: float, lat: float, country: str | None, **more: object) -> Row:
    fields = {"kind": "city", "precision": "locality", **more}
    return Row(ref=ref, name=ref, lon_deg=lon, lat_deg=lat, country=country, **fields)  # type: ignore[arg-type]


def _two_countries() -> tuple[list[Row], list[Shape]]:
    rows = [
        _row("iso:AA", 5, 5, "AA", kind="country", precision="country", citation="x"),
        _row("iso:BB", 15, 5, "BB", kind="country", precision="country", citation="x"),
    ]
    shapes = [
        Shape("countries", 10, shapely.box(0, 0, 10, 10), ref="iso:AA"),
        Shape("countries", 10, shapely.box(10, 0, 20, 10), ref="iso:BB"),
    ]
    return rows, shapes


def test_natural_earth_differs_only_well_inside_another_country() -> None:
    rows, shapes = _two_countries()
    near, far = _row("geonames:1", 10.01, 5, "AA"), _row("geonames:2", 12, 5, "AA")
    rows += [near, far]
    assign_countries(rows, shapes, [], {})
    assert near.assigned == []
    assert far.assigned == [("AA", "GeoNames"), ("BB", "Natural Earth")]
    border = shapely.LineString([(10, 0), (10, 10)])
    shapes.append(Shape("borders", 10, border, disputed=True))
    assign_countries(rows, shapes, [], {})
    assert near.assigned == [("AA", "GeoNames"), ("BB", "Natural Earth")]


def test_parts_of_one_state_do_not_differ() -> None:
    rows, shapes = _two_countries()
    far = _row("geonames:2", 12, 5, "AA")
    assign_countries([*rows, far], shapes, [], {"iso:AA": "AAA", "iso:BB": "AAA"})
    assert far.assigned == []


def test_an_outline_claims_only_what_lies_in_a_claimant_s_country(tmp_path: Path) -> None:
    rows, shapes = _two_countries()
    area = _row("curated:strip", 9, 5, None, kind="region", precision="region", citation="x")
    mine, other = _row("geonames:3", 9, 5, "AA"), _row("geonames:4", 9.1, 5, "CC")
    path = tmp_path / "disputes.csv"
    path.write_text(HEAD + "curated:strip,Aaland:AA|Beeland:BB,8 4|10 4|10 6|8 6,Invented\n")
    disputes = read_disputes(path)
    assign_countries([*rows, area, mine, other], shapes, disputes, {})
    assert mine.assigned == [("AA", "GeoNames"), ("AA", "Aaland"), ("BB", "Beeland")]
    assert area.assigned == [("AA", "Aaland"), ("BB", "Beeland")]
    assert other.assigned == []
    assert [shape.ref for shape in dispute_shapes(disputes)] == ["curated:strip"]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("curated:x,AA,,Invented", "claims 'AA'"),
        ("curated:x,A:AA|:BB,,Invented", "claims"),
        ("curated:x,A:AA,1 2|3,Invented", "outline '1 2|3'"),
        ("curated:x,A:AA,0 0|1 1|1 0|0 1,Invented", "outline"),
        ("curated:x,A:AA", "values"),
    ],
)
def test_a_bad_dispute_names_its_place(tmp_path: Path, line: str, said: str) -> None:
    path = tmp_path / "disputes.csv"
    path.write_text(f"{HEAD}{line}\n")
    with pytest.raises(SupplyroutesError, match=r"disputes\.csv:2: ") as caught:
        read_disputes(path)
    assert said in str(caught.value)


def test_a_dispute_about_nothing_stops_the_build(tmp_path: Path) -> None:
    path = tmp_path / "disputes.csv"
    path.write_text(HEAD + "curated:nowhere,A:AA|B:BB,,Invented\n")
    rows, shapes = _two_countries()
    with pytest.raises(SupplyroutesError, match="curated:nowhere"):
        assign_countries(rows, shapes, read_disputes(path), {})
