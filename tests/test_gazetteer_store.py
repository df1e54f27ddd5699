"""Look-ups in the embedded store: by name, ref, position and in a text."""

from __future__ import annotations

import pickle
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from gazetteer import Gazetteer, PlaceKind
from gazetteer.errors import SupplyroutesError, UnusableInput
from gazetteer.sphere import distance_km
from gazetteer.store import EMBEDDED


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer.open()


def test_countries_come_before_homonymous_towns(gazetteer: Gazetteer) -> None:
    for name, iso in [("Ukraine", "UA"), ("Georgia", "GE"), ("Jordan", "JO"), ("Lebanon", "LB")]:
        first = gazetteer.named(name)[0]
        assert (first.kind, first.country) == (PlaceKind.COUNTRY, iso)


@pytest.mark.parametrize(
    ("name", "ref"),
    [
        ("UK", "iso:GB"),
        ("U.S.", "iso:US"),
        ("DPRK", "iso:KP"),
        ("Россия", "iso:RU"),
        ("ایران", "iso:IR"),
        ("Deutschland", "iso:DE"),
        ("the Netherlands", "iso:NL"),
    ],
)
def test_a_country_has_many_names(gazetteer: Gazetteer, name: str, ref: str) -> None:
    assert gazetteer.named(name)[0].ref == ref


def test_demonyms_only_when_asked(gazetteer: Gazetteer) -> None:
    assert all(place.ref != "iso:IR" for place in gazetteer.named("Iranian"))
    assert gazetteer.named("Iranian", demonyms=True)[0].ref == "iso:IR"


def test_a_port_is_found_without_its_generic_word(gazetteer: Gazetteer) -> None:
    ports = [p for p in gazetteer.named("Amirabad") if "geonames:13157242" in {p.ref, *p.refs}]
    assert len(ports) == 1
    assert distance_km((ports[0].lon_deg, ports[0].lat_deg), (53.3654, 36.85185)) < 3


def test_get_follows_every_ref(gazetteer: Gazetteer) -> None:
    place = gazetteer.get("geonames:13157242")
    assert place is not None
    for ref in (place.ref, *place.refs):
        assert gazetteer.get(ref) == place
    icao = gazetteer.get("icao:OIII")
    assert icao is not None
    assert icao == gazetteer.get("iata:THR")


@pytest.mark.parametrize(
    "ref", ["", "geonames", "geonames:", "nowhere:1", "geonames:-1", "iso:ZZ", "wpi:9" + "9" * 40]
)
def test_get_of_nothing(gazetteer: Gazetteer, ref: str) -> None:
    assert gazetteer.get(ref) is None


def test_nearby_agrees_with_plain_distance(gazetteer: Gazetteer) -> None:
    found = gazetteer.nearby(53.3654, 36.85185, radius_km=30)
    assert [away for _, away in found] == sorted(away for _, away in found)
    for place, away in found:
        plain = distance_km((53.3654, 36.85185), (place.lon_deg, place.lat_deg))
        assert away == pytest.approx(plain, abs=0.01)
        assert away <= 30
    assert {
        place.kind for place, _ in gazetteer.nearby(53.3654, 36.85185, radius_km=30, kinds=["port"])
    } == {PlaceKind.PORT}


def test_nearby_crosses_the_date_line_and_the_pole(gazetteer: Gazetteer) -> None:
    east = {place.ref for place, _ in gazetteer.nearby(179.99, -16.8, radius_km=150)}
    west = {place.ref for place, _ in gazetteer.nearby(-179.99, -16.8, radius_km=152.5)}
    assert east
    assert east <= west
    assert gazetteer.nearby(0.0, 89.9, radius_km=1500)


def test_find_prefers_what_is_asked(gazetteer: Gazetteer) -> None:
    assert gazetteer.find("Tripoli", country="LB")[0].place.country == "LB"
    assert gazetteer.find("Tripoli", near=(35.8, 34.4))[0].place.country == "LB"
    assert gazetteer.find("Odesa", kinds=["port"])[0].place.kind is PlaceKind.PORT
    assert gazetteer.find("Makhachkala, Russia")[0].place.country == "RU"
    assert len(gazetteer.find("San Jose", limit=3)) == 3
    for candidate in gazetteer.find("Tripoli"):
        assert 0 <= candidate.score <= 1
        assert candidate.why


@pytest.mark.parametrize(
    "name", ["", "  ", ",", "Zzyzzyxvqq", "x" * 100_000, "'; DROP TABLE name", "\x00"]
)
def test_find_of_nothing(gazetteer: Gazetteer, name: str) -> None:
    assert gazetteer.find(name) == ()
    assert gazetteer.named(name) == ()


def test_shapes(gazetteer: Gazetteer) -> None:
    import shapely

    iran = gazetteer.shape("iso:IR")
    assert iran.covers(shapely.Point(51.4, 35.7))
    assert not iran.covers(shapely.Point(44.4, 33.3))
    town = gazetteer.named("Makhachkala")[0]
    assert gazetteer.shape(town.ref) is None
    assert gazetteer.shape("iso:ZZ") is None
    fiji = gazetteer.get("iso:FJ")
    assert fiji is not None
    assert fiji.box is not None
    assert fiji.box.west_deg > fiji.box.east_deg


def test_the_caspian_is_a_polygon_of_its_own(gazetteer: Gazetteer) -> None:
    import shapely

    sea = gazetteer.named("Caspian Sea")[0]
    shape = gazetteer.shape(sea.ref)
    assert shape.covers(shapely.Point(50.5, 41.8))
    assert not shape.covers(shapely.Point(48.0, 41.0))
    assert shape.area < sea_box_area(gazetteer, sea.ref)


def sea_box_area(gazetteer: Gazetteer, ref: str) -> float:
    place = gazetteer.get(ref)
    assert place is not None
    assert place.box is not None
    box = place.box
    return (box.east_deg - box.west_deg) * (box.north_deg - box.south_deg)


def test_a_country_has_a_label_point(gazetteer: Gazetteer) -> None:
    label = gazetteer.label("iso:RU")
    assert label is not None
    assert label[0] < 60, "the name of Russia stands where its readers look for it"
    assert gazetteer.label(gazetteer.named("Makhachkala")[0].ref) is None


def test_scan_takes_the_longest_name(gazetteer: Gazetteer) -> None:
    text = "Crates went from Port Said and the Port of Beira to Dar es Salaam, Tanzania’s port."
    found = [text[m.start : m.end] for m in gazetteer.scan(text)]
    assert found == ["Port Said", "Port of Beira", "Dar es Salaam", "Tanzania"]


def test_scan_of_short_names_and_codes(gazetteer: Gazetteer) -> None:
    text = "The UK and the U.S. said on TV. It was IN. He drove to Morgantown, W.Va."
    found = [text[m.start : m.end] for m in gazetteer.scan(text)]
    assert found[:2] == ["UK", "U.S."]
    assert "IN" not in found
    assert "Morgantown" in found


def test_scan_counts_code_points(gazetteer: Gazetteer) -> None:
    text = "🚢🚢 leaving Вла\u0301дивосток, then Odesa."
    spans = [text[m.start : m.end] for m in gazetteer.scan(text)]
    assert "Odesa" in spans


def test_scan_of_hostile_text_is_quick(gazetteer: Gazetteer) -> None:
    began = time.perf_counter()
    gazetteer.scan("A " * 20_000 + "\x00'" * 20_000 + "É" * 50_000)
    assert time.perf_counter() - began < 5


def test_opening_is_quick_and_pickles(gazetteer: Gazetteer) -> None:
    began = time.perf_counter()
    with Gazetteer.open() as other:
        assert time.perf_counter() - began < 0.02
        assert other.get("iso:IR") == gazetteer.get("iso:IR")
    copy = pickle.loads(pickle.dumps(gazetteer))
    assert copy.get("iso:IR") == gazetteer.get("iso:IR")


def test_finding_from_cold_imports_nothing_heavy() -> None:
    code = (
        "import sys; from gazetteer import Gazetteer; Gazetteer.open().find('Amirabad, Iran');"
        "print(sorted({'shapely', 'numpy', 'pyproj', 'spacy'} & set(sys.modules)))"
    )
    shown = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).parents[1],
    )
    assert shown.stdout.strip() == "[]"


def test_a_missing_store(tmp_path: Path) -> None:
    with pytest.raises(SupplyroutesError, match=r"missing.*gazetteer\.build"):
        Gazetteer.open(tmp_path / "none.sqlite")


def test_a_foreign_file(tmp_path: Path) -> None:
    text = tmp_path / "text.sqlite"
    text.write_text("no database at all, only words " * 50)
    other = tmp_path / "other.sqlite"
    with sqlite3.connect(other) as store:
        store.execute("CREATE TABLE meta (key TEXT, value TEXT)")
    store.close()
    for path in (text, other):
        with pytest.raises(UnusableInput, match="no place store") as caught:
            Gazetteer.open(path)
        assert str(path) in str(caught.value)


def test_another_format(tmp_path: Path) -> None:
    path = tmp_path / "old.sqlite"
    with sqlite3.connect(path) as store:
        store.execute("CREATE TABLE meta (key TEXT, value TEXT)")
        store.execute("INSERT INTO meta VALUES ('application', 'supplyroutes places')")
        store.execute("INSERT INTO meta VALUES ('format', '0')")
    store.close()
    with pytest.raises(UnusableInput, match="format '0'"):
        Gazetteer.open(path)


def test_a_damaged_store(tmp_path: Path) -> None:
    path = tmp_path / "cut.sqlite"
    whole = EMBEDDED.read_bytes()
    path.write_bytes(whole[:40_960] + b"\xff" * 400_000)
    with pytest.raises(UnusableInput, match=r"damaged|no place store"):
        _use(path)


def _use(path: Path) -> None:
    with Gazetteer.open(path) as opened:
        opened.named("Tehran")
        opened.nearby(51.4, 35.7, radius_km=500)


def test_a_closed_gazetteer_says_so_and_how_to_keep_it_open() -> None:
    with Gazetteer.open() as opened:
        pass
    for ask in (
        lambda: opened.find("Tripoli"),
        lambda: opened.get("iso:LB"),
        lambda: list(opened.rows("SELECT 1")),
    ):
        with pytest.raises(SupplyroutesError, match=r"gazetteer is closed; .*`with` block"):
            ask()


def test_the_store_is_read_only(gazetteer: Gazetteer) -> None:
    with pytest.raises(UnusableInput, match="readonly"):
        list(gazetteer.rows("DELETE FROM place"))
