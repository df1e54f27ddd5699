"""Dumps of GeoNames into layers: what is read and left out, alike by one or many processes."""

from __future__ import annotations

import sqlite3
import zipfile
from pathlib import Path

import pytest

from gazetteer import Gazetteer
from gazetteer.errors import SupplyroutesError, UnusableInput
from gazetteer.imports import geonames, importing, lines
from gazetteer.imports.formats import Asked
from gazetteer.imports.importing import Told, again, import_layer
from gazetteer.imports.incoming import Incoming, LeftOut, Refused
from gazetteer.user_stores import facts_of


def row(number: int, name: str, feature: str = "P.PPL", **values: str) -> str:
    group, code = feature.split(".")
    own = dict.fromkeys(("others", "first", "second"), "")
    own |= {"lat": "36.85", "lon": "53.36", "country": "IR", "people": "0", **values}
    return (
        f"{number}\t{name}\t{name}\t{own['others']}\t{own['lat']}\t{own['lon']}\t{group}\t{code}\t"
        f"{own['country']}\t\t{own['first']}\t{own['second']}\t\t\t{own['people']}\t\t1\tUTC\tx"
    )


OTHERS = "Bandar-e Amirabad,امیرآباد,amirabad bandar"
DUMP = "\n".join(
    [
        row(1, "Mazandaran", "A.ADM1", first="35", people="3000000"),
        row(2, "Behshahr", "A.ADM2", first="35", second="12"),
        row(3, "Amirabad Port", "L.PRT", first="35", second="12", others=OTHERS),
        row(4, "Hotel", "S.HTL"),
        row(5, "Peak", "T.PK"),
        row(6, "Off", lat="95"),
        row(7, "Word", lat="x"),
        row(8, "Nowhere", country="ZZ"),
        "9\ttoo\tfew",
        row(10, ""),
        row(11, "Tehran", "P.PPLC", people="7153309"),
        row(12, "Tehran", people="many"),
        row(3, "Twin"),
        row(13, "Zayandeh", "H.STM"),
        row(14, "!!!"),
    ]
)  # fmt: skip


@pytest.fixture
def dump(tmp_path: Path) -> Path:
    path = tmp_path / "IR.txt"
    path.write_text(DUMP + "\n", encoding="utf-8")
    return path


def test_rows_are_read_refused_or_left_out(dump: Path) -> None:
    rows = list(geonames.read(dump))
    assert [one.line for one in rows] == list(range(1, 16))
    places = {one.line: one for one in rows if isinstance(one, Incoming)}
    assert places[3].kind == "port"
    assert places[3].names == ("Bandar-e Amirabad", "امیرآباد"), "names made by machine go"
    assert (places[3].region, places[3].district) == (1, 2)
    assert (places[1].region, places[2].region, places[2].district) == (None, 1, None)
    assert places[11].capital
    left_out = {one.line: one.reason for one in rows if isinstance(one, LeftOut)}
    assert left_out == {4: "feature S.HTL", 5: "feature T.PK"}
    assert [one.line for one in rows if isinstance(one, Refused)] == [6, 7, 8, 9, 10, 12]


def imported(dump: Path, target: Path, **options: object) -> tuple[list[Refused], list[int]]:
    refused: list[Refused] = []
    seen: list[int] = []
    told = Told(refused.append, seen.append)
    import_layer(dump, target, told=told, **options)  # type: ignore[arg-type]
    return refused, seen


def test_a_layer_is_made(dump: Path, tmp_path: Path) -> None:
    target = tmp_path / "iran.sqlite"
    refused, seen = imported(dump, target)
    assert sorted(one.line for one in refused) == [6, 7, 8, 9, 10, 12, 13, 15]
    assert seen[-1] == 15
    with Gazetteer.open(target) as gazetteer:
        (port,) = gazetteer.named("Amirabad")
        assert (port.ref, port.kind.value, port.citation) == (
            "geonames:3", "port", "GeoNames (CC BY 4.0)",
        )  # fmt: skip
        assert gazetteer.named("Twin") == ()
        assert gazetteer.named("امیرآباد") == (port,)
        entry = gazetteer.entries("Amirabad Port")[0]
        region = gazetteer.entry(entry.region or 0)
        assert region is not None
        assert region.name == "Mazandaran"
    meta = facts_of(target).meta
    assert (meta["refused"], meta["form"], meta["path"]) == ("8", "geonames", str(dump))
    assert not list(tmp_path.glob(".*"))


def tables(path: Path) -> list[str]:
    store = sqlite3.connect(path)
    try:
        return list(store.iterdump())
    finally:
        store.close()


def test_the_same_file_gives_the_same_bytes(
    dump: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    for name in ("a", "b"):
        imported(dump, tmp_path / name)
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()
    assert facts_of(tmp_path / "a").meta["imported"] == "2023-11-14"
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "soon")
    with pytest.raises(SupplyroutesError, match="SOURCE_DATE_EPOCH 'soon'"):
        imported(dump, tmp_path / "c")


def test_several_processes_make_the_same_layer_as_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importing, "_LARGE_BYTES", 1)
    monkeypatch.setattr(lines, "_CHUNK_BYTES", 5_000)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "0")
    dump = tmp_path / "all.txt"
    many = [row(n, f"Town {n}", first=f"{n % 7:02}", others=f"Ort {n}") for n in range(100, 900)]
    dump.write_bytes(DUMP.encode() + b"\n" + "\n".join(many).encode() + b"\nbad\xff\tx\n")
    told = [imported(dump, tmp_path / f"{n}.sqlite", processes=n)[0] for n in (1, 2)]
    assert sorted(told[0]) == sorted(told[1])
    assert any("0xFF" in one.what for one in told[0])
    assert tables(tmp_path / "1.sqlite") == tables(tmp_path / "2.sqlite")


ALTERNATES = """1\t3\tfa\tبندر امیرآباد\t\t\t\t\t\t
2\t3\tlink\thttps://example.org\t\t\t\t\t\t
3\t11\tiata\tTHR\t\t\t\t\t\t
4\t11\t\tTéhéran\t\t\t\t\t\t
5\tnone\ten\tBad\t\t\t\t\t\t
6\t99\ten\tOf no place here\t\t\t\t\t\t
7\t11\ten\tTehran\t\t\t\t\t\t
"""


@pytest.mark.parametrize("zipped", [False, True])
def test_alternate_names_are_taken_by_id(dump: Path, tmp_path: Path, zipped: bool) -> None:
    path = tmp_path / "alternateNamesV2.txt"
    path.write_text(ALTERNATES, encoding="utf-8")
    if zipped:
        with zipfile.ZipFile(tmp_path / "a.zip", "w", zipfile.ZIP_DEFLATED) as archive:
            archive.write(path, "alternateNamesV2.txt")
            archive.writestr("iso-languagecodes.txt", "x")
        path = tmp_path / "a.zip"
    target = tmp_path / "iran.sqlite"
    refused, _ = imported(dump, target, alternates=path)
    assert any("'none' is no GeoNames id" in one.what for one in refused)
    with Gazetteer.open(target) as gazetteer:
        assert gazetteer.named("Téhéran")[0].ref == "geonames:11"
        assert gazetteer.named("بندر امیرآباد")[0].ref == "geonames:3"
        assert gazetteer.entries("THR")[0].form == "code"
        assert gazetteer.entries("Tehran")[0].form == "name"
        assert gazetteer.named("Of no place here") == ()


def test_a_layer_is_made_again_from_what_it_records(dump: Path, tmp_path: Path) -> None:
    names = tmp_path / "names.txt"
    names.write_text(ALTERNATES, encoding="utf-8")
    target = tmp_path / "iran.sqlite"
    import_layer(dump, target, asked=Asked("iran", "Mine"), alternates=names, preferred=True)
    before = tables(target)
    again(target, facts_of(target).meta)
    assert tables(target) == before
    dump.unlink()
    with pytest.raises(SupplyroutesError, match=r"IR\.txt' is gone; put it back"):
        again(target, facts_of(target).meta)
    assert tables(target) == before


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("", "the file holds no rows"),
        ("a\tb\n", "none of its 1 rows can be used"),
        (row(1, "Peak", "T.PK") + "\n", "none of its 1 rows can be used"),
    ],
)
def test_a_file_without_a_place_leaves_what_was_there(
    tmp_path: Path, content: str, said: str
) -> None:
    path, target = tmp_path / "a.txt", tmp_path / "a.sqlite"
    path.write_text(content)
    target.write_text("the layer of before")
    with pytest.raises(UnusableInput, match=said):
        import_layer(path, target, format_="geonames")
    assert target.read_text() == "the layer of before"
    assert sorted(one.name for one in tmp_path.iterdir()) == ["a.sqlite", "a.txt"]


@pytest.mark.parametrize("encoding", ["klingon", "utf-16", "rot13"])
def test_an_encoding_that_cannot_be_read_by_line(dump: Path, tmp_path: Path, encoding: str) -> None:
    with pytest.raises(SupplyroutesError, match=f"encoding '{encoding}' is not known"):
        imported(dump, tmp_path / "a", asked=Asked("a", encoding=encoding), format_="geonames")


def test_options_that_do_not_fit(dump: Path, tmp_path: Path) -> None:
    with pytest.raises(SupplyroutesError, match="leave --column out"):
        imported(dump, tmp_path / "a", asked=Asked("a", columns={"name": "x"}))
    table = tmp_path / "a.csv"
    table.write_text("name,lon_deg,lat_deg\na,1,2\n")
    with pytest.raises(SupplyroutesError, match="leave --alternates out"):
        imported(table, tmp_path / "a", alternates=dump)


def test_a_place_that_cannot_be_written_to(dump: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(SupplyroutesError, match="the layer cannot be written"):
        imported(dump, tmp_path / "file" / "a.sqlite")
