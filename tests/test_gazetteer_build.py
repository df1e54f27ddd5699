"""Making the store: pins that fail loudly, rows that are joined, a file made whole or not."""

from __future__ import annotations

import hashlib
import json
import pickle
import sqlite3
from pathlib import Path
from typing import Any

import pytest
import shapely

from gazetteer import Gazetteer, build, joining
from gazetteer.curation import HEADER, curated_rows, further_names
from gazetteer.errors import SupplyroutesError
from gazetteer.layers import Division, Row, cities, divisions, territory_names
from gazetteer.outlines import Shape, box_of
from gazetteer.pins import HOME, Pins, fingerprint, is_current, load_pins

GOOD = "a-sea,A Sea,sea,,10,20,5,15,15,25,water,Mare A|Das A,Invented 1,"


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An installed data package `atlasdata` 1.0 with one file."""
    site = tmp_path / "site"
    (site / "atlasdata").mkdir(parents=True)
    (site / "atlasdata" / "towns.csv").write_text("a,b\n")
    info = site / "atlasdata-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: atlasdata\nVersion: 1.0\n")
    monkeypatch.syspath_prepend(str(site))
    return site


def _pins(version: str = "1.0", digest: str | None = None, rows: int = 3) -> Pins:
    known = digest or hashlib.sha256(b"a,b\n").hexdigest()
    files = {("atlasdata", "atlasdata/towns.csv"): known}
    return Pins({"atlasdata": version}, (), files, {"towns": rows})


def test_a_pinned_file_is_given(package: Path) -> None:
    path = _pins().file("atlasdata", "atlasdata/towns.csv")
    assert path == package / "atlasdata" / "towns.csv"


def test_a_missing_package() -> None:
    pins = Pins({"no-such-data-package": "2.0"}, (), {}, {})
    with pytest.raises(SupplyroutesError, match=r"no-such-data-package 2\.0 is not installed"):
        pins.file("no-such-data-package", "x.csv")


def test_another_version(package: Path) -> None:
    with pytest.raises(SupplyroutesError, match=r"is 1\.0, the pin says 1\.1; install atlasdata"):
        _pins(version="1.1").file("atlasdata", "atlasdata/towns.csv")


def test_changed_bytes(package: Path) -> None:
    (package / "atlasdata" / "towns.csv").write_text("a,c\n")
    with pytest.raises(SupplyroutesError, match=r"towns\.csv: data file has SHA-256"):
        _pins().file("atlasdata", "atlasdata/towns.csv")


def test_a_missing_file_and_an_unrecorded_one(package: Path) -> None:
    with pytest.raises(SupplyroutesError, match="data file is missing"):
        _pins().file("atlasdata", "atlasdata/gone.csv")
    (package / "atlasdata" / "new.csv").write_text("x")
    with pytest.raises(SupplyroutesError, match="the pin says nothing"):
        _pins().file("atlasdata", "atlasdata/new.csv")


def test_a_short_layer() -> None:
    with pytest.raises(SupplyroutesError, match="layer towns has 2 rows, at least 3"):
        _pins().expect("towns", 2)
    _pins().expect("towns", 3)


def test_the_recorded_pins_are_complete() -> None:
    pins = load_pins()
    assert {package for package, _ in pins.files} == set(pins.packages)
    assert all(count > 0 for count in pins.rows.values())
    assert all("==" in line for line in pins.requirements[: len(pins.packages)])


def test_the_embedded_store_is_current_until_an_input_changes(tmp_path: Path) -> None:
    home = tmp_path / "gazetteer"
    (home / "curated").mkdir(parents=True)
    before = fingerprint(home)
    (home / "curated" / "new.csv").write_text("x")
    assert fingerprint(home) != before
    assert fingerprint(HOME) != before
    assert not is_current(tmp_path / "none.sqlite")
    (tmp_path / "text.sqlite").write_text("no database" * 100)
    assert not is_current(tmp_path / "text.sqlite")


def _curated(tmp_path: Path, *lines: str) -> Path:
    folder = tmp_path / "curated"
    folder.mkdir(exist_ok=True)
    (folder / "seas.csv").write_text("\n".join([",".join(HEADER), *lines]) + "\n", "utf-8")
    return folder


def test_curated_rows_are_read(tmp_path: Path) -> None:
    rows, same = curated_rows(_curated(tmp_path, GOOD + "geonames:1|ne:lake A"))
    assert rows[0].ref == "curated:a-sea"
    assert rows[0].names == ["Mare A", "Das A"]
    assert list(rows[0].box or ()) == [5, 15, 15, 25]
    assert same["curated:a-sea"] == ("geonames:1", "ne:lake A")


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (GOOD.replace(",sea,", ",ocean,"), "kind 'ocean'"),
        (GOOD.replace(",10,20,", ",10,97,"), "lat_deg '97'"),
        (GOOD.replace(",10,20,", ",,20,"), "lon_deg ''"),
        (GOOD.replace(",10,20,", ",nan,20,"), "lon_deg 'nan'"),
        (GOOD.replace(",5,15,15,25,", ",5,,15,25,"), "south_deg ''"),
        (GOOD.replace(",5,15,15,25,", ",5,26,15,25,"), "south_deg '26'"),
        (GOOD.replace(",water,", ",wet,"), "precision 'wet'"),
        (GOOD.replace("Invented 1", ""), "citation ''"),
        (GOOD.replace(",sea,,", ",sea,Iran,"), "country 'Iran'"),
        (GOOD + "x,y", "values"),
    ],
)
def test_a_bad_curated_row_names_its_place(tmp_path: Path, line: str, said: str) -> None:
    with pytest.raises(SupplyroutesError) as caught:
        curated_rows(_curated(tmp_path, GOOD.replace("a-sea", "b-sea"), line))
    assert "seas.csv:3: " in str(caught.value)
    assert said in str(caught.value)
    assert ";" in str(caught.value), "a remedy follows"


def test_a_curated_id_is_used_once(tmp_path: Path) -> None:
    with pytest.raises(SupplyroutesError, match=r"seas\.csv:3: .*taken in seas\.csv:2"):
        curated_rows(_curated(tmp_path, GOOD, GOOD))


def test_a_curated_table_in_another_encoding(tmp_path: Path) -> None:
    folder = _curated(tmp_path, GOOD)
    (folder / "seas.csv").write_bytes("Übersee".encode("latin-1"))
    with pytest.raises(SupplyroutesError, match="is not UTF-8"):
        curated_rows(folder)


def test_a_table_of_names_with_another_header(tmp_path: Path) -> None:
    path = tmp_path / "short_names.csv"
    path.write_text("iso,name\nGB,UK\n")
    with pytest.raises(SupplyroutesError, match=r"short_names\.csv:1: has another header"):
        list(further_names(path, "name"))


@pytest.fixture
def small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home whose layers are a handful of invented rows; gives the folder of the package."""
    layers: dict[str, Any] = {
        "subdivisions": lambda _: ([], {}),
        "territories": lambda _: [{"iso": "XA", "capital": "Aport", "iso3": "XAA"}],
        "territory_names": lambda _: {"XA": ["Аланд"]},
        "divisions": lambda _: {"iso:XA": Division(11.0, 21.0, 0)},
        "country_rows": lambda *_: [
            Row("iso:XA", "Aland", "country", "country", 10, 20, "XA", 5_000_000)
        ],
        "cities": lambda *_: [
            Row("geonames:1", "Aport", "city", "locality", 10, 20, "XA", 90_000),
            Row("geonames:2", "Aland", "city", "locality", 50, 20, "XB", 9_000_000),
        ],
        "ports": lambda _: [
            Row("wpi:7", "Aport", "port", "site", 10.02, 20, "XA", weight=1.0),
            Row("geonames:3", "Port of Aport", "port", "site", 10.01, 20, "XA", weight=0.5),
            Row("wpi:8", "Aport", "port", "site", 12.0, 20, "XA", weight=1.0),
        ],
        "airports": lambda _: [],
        "lake_rows": lambda _: [],
    }
    for name, reader in layers.items():
        monkeypatch.setattr(joining, name, reader)
    area = shapely.box(5, 15, 15, 25)
    monkeypatch.setattr(
        build,
        "shapes",
        lambda _: [
            Shape("countries", 10, area, ref="iso:XA"),
            Shape("lakes", 10, shapely.box(9, 19, 11, 21)),
        ],
    )
    monkeypatch.setattr(build, "sovereigns", lambda _: {"iso:XA": "XAA"})
    home = tmp_path / "home"
    home.mkdir()
    folder = _curated(home, GOOD)
    (folder / "short_names.csv").write_text("ref,name,citation\niso:XA,A.L.,Invented\n")
    (folder / "demonyms.csv").write_text("ref,demonym,citation\niso:XA,Alander,Invented\n")
    (folder / "other_names.csv").write_text("ref,name,citation\ngeonames:1,Porta,Invented\n")
    (folder / "mistranslations.csv").write_text("ref,name,citation\nwpi:8,Gate,Invented\n")
    (folder / "disputes.csv").write_text(
        "ref,claims,outline,citation\niso:XA,Aland:XA|Beland:XB,,Invented\n"
    )
    return home


def test_a_small_store(small: Path, tmp_path: Path) -> None:
    target = tmp_path / "out" / "places.sqlite"
    counts = build.build_store(target, pins=_pins(), home=small)
    assert counts["places"] == 6
    with Gazetteer.open(target) as gazetteer:
        assert [place.ref for place in gazetteer.named("Aland")] == ["iso:XA", "geonames:2"]
        assert gazetteer.named("A.L.")[0].lon_deg == 11
        assert gazetteer.named("Alander") == ()
        ports = [place for place in gazetteer.named("Aport") if place.kind == "port"]
        assert {(place.ref, place.refs) for place in ports} == {
            ("wpi:8", ()),
            ("geonames:3", ("wpi:7",)),
        }
        assert gazetteer.get("wpi:7") == gazetteer.get("geonames:3")
        assert gazetteer.named("Porta")[0].ref == "geonames:1"
        assert gazetteer.named("АЛАНД")[0].ref == "iso:XA"
        assert gazetteer.entries("Gate")[0].form == "mistaken"
        assert gazetteer.named("Porta")[0].countries == ("XA", "XB")
        assert gazetteer.shape("iso:XA").area == 100
        assert gazetteer.shape("curated:a-sea").area == 4, "its polygon, not its box of 100"
        capital = gazetteer.entries("Aport")[0]
        assert capital.capital
    assert not list(target.parent.glob(".*"))


def test_the_same_inputs_give_the_same_bytes(small: Path, tmp_path: Path) -> None:
    one, two = tmp_path / "one.sqlite", tmp_path / "two.sqlite"
    build.build_store(one, pins=_pins(), home=small)
    build.build_store(two, pins=_pins(), home=small)
    assert one.read_bytes() == two.read_bytes()


def test_a_curated_row_takes_the_place_of_its_twin(small: Path, tmp_path: Path) -> None:
    line = "aport,Great Aport,port,XA,10.015,20,,,,,site,,Invented,geonames:3|wpi:99"
    _curated(small, GOOD, line)
    target = tmp_path / "places.sqlite"
    build.build_store(target, pins=_pins(), home=small)
    with Gazetteer.open(target) as gazetteer:
        place = gazetteer.get("geonames:3")
        assert place is not None
        assert place.ref == "curated:aport"
        assert set(place.refs) == {"geonames:3", "wpi:7", "wpi:99"}
        assert place in gazetteer.named("Port of Aport")


def test_a_curated_row_far_from_its_twin_stops_the_build(small: Path, tmp_path: Path) -> None:
    line = "aport,Great Aport,port,XA,11,20,,,,,site,,Invented,geonames:3"
    _curated(small, GOOD, line)
    with pytest.raises(SupplyroutesError, match=r"curated:aport lies 10\d km from geonames:3"):
        build.build_store(tmp_path / "places.sqlite", pins=_pins(), home=small)


def test_a_territory_is_named_in_its_own_script(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Pins, "file", lambda *_: Path())
    names = territory_names(Pins({}, (), {}, {"territory_names": 1}))
    assert {"북한", "朝鲜", "Северна Кореја"} <= set(names["KP"])


def test_east_asian_names_are_known_without_their_rank(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    town = {"geonameid": 1, "name": "Dandong", "longitude": 124.4, "latitude": 40.1}
    town |= {"countrycode": "CN", "population": 9, "alternatenames": ["丹东市", "东市", "단둥 시"]}
    table = tmp_path / "towns.json"
    table.write_text(json.dumps({"1": town}))
    monkeypatch.setattr(Pins, "file", lambda *_: table)
    (row,) = cities(Pins({}, (), {}, {"cities": 1}), {})
    assert row.short == ["丹东"]
    assert row.names == ["丹东市", "东市", "단둥 시"]


def test_an_unknown_ref_in_a_table_of_names(small: Path, tmp_path: Path) -> None:
    (small / "curated" / "demonyms.csv").write_text("ref,demonym,citation\niso:XX,Xer,Invented\n")
    with pytest.raises(SupplyroutesError, match=r"demonyms\.csv:2: ref 'iso:XX'"):
        build.build_store(tmp_path / "places.sqlite", pins=_pins(), home=small)


def test_a_failing_build_leaves_the_old_store(
    small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "places.sqlite"
    target.write_bytes(b"old")

    def broken(*_: Any) -> None:
        raise sqlite3.OperationalError("disk I/O error")

    monkeypatch.setattr(build, "_write_shapes", broken)
    with pytest.raises(sqlite3.OperationalError):
        build.build_store(target, pins=_pins(), home=small)
    assert target.read_bytes() == b"old"
    assert sorted(path.name for path in tmp_path.iterdir() if path.is_file()) == ["places.sqlite"]


def test_a_box_is_open_at_the_widest_gap() -> None:
    fiji = shapely.union_all([shapely.box(177, -19, 180, -16), shapely.box(-180, -18, -178, -15)])
    assert box_of(fiji) == (177, -19, -178, -15)
    assert box_of(shapely.box(-10, 0, 20, 5)) == (-10, 0, 20, 5)


def test_a_pickled_table_gives_plain_values_or_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    table = tmp_path / "table.pkl"
    row = ["Aland", None, "XA", 11.0, 21.0, "5", "country", 7]
    table.write_bytes(pickle.dumps([row, [*row[:5], "6", "city", 9]]))

    monkeypatch.setattr(Pins, "file", lambda *_: table)
    pins = Pins({}, (), {}, {"divisions": 1})
    assert divisions(pins) == {"geonames:5": Division(11.0, 21.0, 7)}
    table.write_bytes(pickle.dumps([print]))
    with pytest.raises(pickle.UnpicklingError, match="no plain value"):
        divisions(pins)
