"""Each format read as published, its bad rows refused by line, and recognised by its look."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gazetteer.errors import SupplyroutesError, UnusableInput
from gazetteer.imports.formats import FORMATS, Asked, detected, format_named
from gazetteer.imports.incoming import BadValue, Incoming, LeftOut, Refused, country_of
from gazetteer.imports.plain import box_of

UNLOCODE = (
    "Change,Country,Location,Name,NameWoDiacritics,Subdivision,Status,Function,Date,IATA,"
    "Coordinates,Remarks\n"
)
WPI = (
    "World Port Index Number,Main Port Name,Alternate Port Name,UN/LOCODE,Country Code,"
    "Harbor Size,Latitude,Longitude\n"
)
AIRPORTS = (
    '"id","ident","type","name","latitude_deg","longitude_deg","elevation_ft","continent",'
    '"iso_country","iso_region","municipality","scheduled_service","gps_code","iata_code",'
    '"local_code","home_link","wikipedia_link","keywords"\n'
)


def read(
    tmp_path: Path, form: str, content: str | bytes, **asked: object
) -> tuple[list[Incoming], list[Refused], list[LeftOut]]:
    path = tmp_path / "given.txt"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    rows = list(format_named(form).read(path, Asked("mine", **asked)))  # type: ignore[arg-type]
    return (
        [row for row in rows if isinstance(row, Incoming)],
        [row for row in rows if isinstance(row, Refused)],
        [row for row in rows if isinstance(row, LeftOut)],
    )


def test_unlocode_with_a_header(tmp_path: Path) -> None:
    places, refused, left_out = read(
        tmp_path,
        "unlocode",
        UNLOCODE
        + ",RU,MOW,Moskva (ex Moscow),Moskva,MOW,AI,12345---,0401,,5554N 03735E,\n"
        + "X,RU,AAA,Gone,Gone,,XX,1-------,0401,,5554N 03735E,\n"
        + "=,RU,,Moscow = Moskva,Moscow = Moskva,,,,,,,\n"
        + ",RU,BBB,Nowhere,Nowhere,,RL,--3-----,0401,,,\n"
        + ",RU,CCC,Bad,Bad,,RL,--3-----,0401,,5564N 03735E,\n"
        + ",RU,DDD,Far,Far,,RL,--3-----,0401,,9930N 03735E,\n"
        + ",QQ,EEE,Nonsense,Nonsense,,RL,--3-----,0401,,0554S 03735W,\n"
        + ",XZ,FFF,Platform,Platform,,RL,------7-,0401,,0530S 03745W,\n",
    )
    moscow, platform = places
    assert (moscow.source, moscow.code, moscow.kind, moscow.country) == (
        "unlocode", "RUMOW", "port", "RU",
    )  # fmt: skip
    assert (moscow.lon_deg, moscow.lat_deg) == pytest.approx((37 + 35 / 60, 55.9))
    assert (moscow.name, moscow.names, moscow.precision) == ("Moskva", ("Moscow",), "locality")
    assert (platform.country, platform.kind) == (None, "facility")
    assert (platform.lon_deg, platform.lat_deg) == (-37.75, -5.5)
    assert [row.line for row in refused] == [6, 7, 8]
    assert [row.line for row in left_out] == [3, 4, 5]


PART = (
    ',"SE",,".SWEDEN",,,,,,,,\r\n'
    ',"SE","GOT","Göteborg","Goteborg","O","12345---","AI","0207","XWL","5743N 01158E",\r\n'
    ',"SE","XYZ","Övre Apt","Ovre Apt","O","---4----","AI","0207",,"6743N 02158E",\r\n'
)


@pytest.mark.parametrize("encoding", ["latin-1", "utf-8"])
def test_the_official_parts_of_unlocode(tmp_path: Path, encoding: str) -> None:
    places, refused, left_out = read(tmp_path, "unlocode", PART.encode(encoding))
    assert [(p.name, p.kind, p.codes) for p in places] == [
        ("Göteborg", "port", ("SEGOT", "XWL")),
        ("Övre Apt", "airport", ("SEXYZ",)),
    ]
    assert places[0].names == ("Goteborg",)
    assert not refused
    assert not left_out


def test_the_zip_of_all_parts_of_unlocode(tmp_path: Path) -> None:
    path = tmp_path / "loc.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("2024-1 SubdivisionCodes.csv", '"SE","O","Västra","county"\n' * 99)
        archive.writestr("2024-1 UNLOCODE CodeListPart2.csv", PART.replace("SE", "NO"))
        archive.writestr("2024-1 UNLOCODE CodeListPart1.csv", PART.encode("latin-1"))
    assert detected(path, Asked("x")).name == "unlocode"
    rows = list(format_named("unlocode").read(path, Asked("x")))
    codes = [(row.line, row.code) for row in rows if isinstance(row, Incoming)]
    assert codes[0] == (2, "SEGOT")
    assert [code for _, code in codes] == ["SEGOT", "SEXYZ", "NOGOT", "NOXYZ"]
    assert len({line for line, _ in codes}) == 4


def test_the_world_port_index(tmp_path: Path) -> None:
    places, refused, _ = read(
        tmp_path,
        "wpi",
        "\ufeff"
        + WPI
        + '48430.0,Jask,"Bandar-e Jask; Jashk",IR JSK,Iran,Small,25.65,57.7667\n'
        + "10,Quebec,,,CA,Large,46.8,-71.2\n"
        + ",No Number,,,CA,Large,46.8,-71.2\n"
        + "11,Nowhere,,,CA,Large,,\n"
        + "12,Off,,,CA,Large,91,0\n"
        + "13,Not,,,CA,Large,nan,0\n"
        + "14,Odd,,,ZZ,Large,1,0\n",
    )
    jask, quebec = places
    assert (jask.source, jask.code, jask.country, jask.kind) == ("wpi", 48430, "IR", "port")
    assert jask.names == ("Bandar-e Jask", "Jashk")
    assert jask.further == (("unlocode", "IRJSK"),)
    assert (quebec.country, quebec.further) == ("CA", ())
    assert quebec.weight > jask.weight
    assert [row.line for row in refused] == [4, 5, 6, 7, 8]


def test_ourairports(tmp_path: Path) -> None:
    places, refused, left_out = read(
        tmp_path,
        "ourairports",
        AIRPORTS
        + '1,"OIII","large_airport","Mehrabad ""International""",35.689,51.3134,3962,"AS","IR",'
        + '"IR-23","Tehran","yes","OIII","THR",,,,"Tehran West, IRN"\n'
        + '2,"NA-1","small_airport","Strip",-20.5,17.1,,"AF","NA","NA-X",,"no",,,,,,\n'
        + '3,"OLD","closed","Gone",0,0,,"AF","NA","NA-X",,"no",,,,,,\n'
        + '4,"BAD","heliport","Pad",95,0,,"AF","NA","NA-X",,"no",,,,,,\n'
        + '5,"SHORT","heliport"\n',
    )
    tehran, strip = places
    assert (tehran.source, tehran.code, tehran.country) == ("icao", "OIII", "IR")
    assert tehran.name == 'Mehrabad "International"'
    assert tehran.codes == ("OIII", "THR")
    assert tehran.names == ("Tehran West", "IRN")
    assert (strip.source, strip.code, strip.country) == ("ourairports", "NA-1", "NA")
    assert [row.line for row in left_out] == [4]
    assert [row.line for row in refused] == [5, 6]


def test_plain_csv(tmp_path: Path) -> None:
    places, refused, _ = read(
        tmp_path,
        "csv",
        "Name;Longitude;lat_deg;country;kind;names;citation;precision;population;box;id\r\n"
        "Khorgos  Gateway;80.25;44.2;KZ;zone;Хоргос|霍尔果斯;Own visit, 2024;site;12;"
        "80.2,44.1,80.3,44.3;k1\r\n"
        "Jask;57.77;25.65;ir;port;;;;;;wpi:48430\r\n"
        "Depot;1;2;;;;;;;;\r\n"
        "Depot;1;2;;;;;;;170 -5 -170 5;\r\n",
        columns={"lon_deg": "longitude"},
    )
    assert not refused
    khorgos, jask, depot, _ = places
    assert khorgos.name == "Khorgos Gateway"
    assert khorgos.names == ("Хоргос", "霍尔果斯")
    assert (khorgos.source, khorgos.code, khorgos.population) == ("mine", "k1", 12)
    assert khorgos.box == (80.2, 44.1, 80.3, 44.3)
    assert (khorgos.citation, khorgos.precision) == ("Own visit, 2024", "site")
    assert (jask.source, jask.code, jask.country) == ("wpi", "48430", "IR")
    assert (depot.kind, depot.precision) == ("facility", "locality")
    assert depot.code == places[3].code, "the same name at the same place is the same row"


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (",1,2,,", "the name is empty"),
        ("a,x,2,,", "no pair of numbers"),
        ("a,181,2,,", "not on the globe"),
        ("a,nan,2,,", "not on the globe"),
        ("a,inf,2,,", "not on the globe"),
        ("a,1e999,2,,", "not on the globe"),
        ("a,1,,,", "no pair of numbers"),
        ("a,1,2,UK,", "'UK' is no code of a country"),
        ("a,1,2,Iran,", "'Iran' is no code of a country"),
        ("a,1,2,,castle", "'castle' is not known"),
        ("a\x07b,1,2,,", "no text"),
        (f"{'n' * 400},1,2,,", "has 400 characters"),
        ('"a,1,2,,', "quotation mark"),
        ("a,1,2", "has 3 values"),
        ("a\0,1,2,,", "zero byte"),
    ],
)
def test_a_bad_row_is_refused_and_the_next_one_read(tmp_path: Path, row: str, said: str) -> None:
    content = f"name,lon_deg,lat_deg,country,kind\n{row}\ngood,1,2,IR,port\n"
    places, refused, _ = read(tmp_path, "csv", content)
    assert [place.name for place in places] == ["good"]
    assert [one.line for one in refused] == [2]
    assert said in refused[0].what
    assert refused[0].remedy
    assert len(refused[0].what) < 200


def test_latin_1_in_a_csv_is_refused_until_it_is_named(tmp_path: Path) -> None:
    content = "name,lon_deg,lat_deg\nMalmö,13,55.6\nLund,13.2,55.7\n".encode("latin-1")
    places, refused, _ = read(tmp_path, "csv", content)
    assert [place.name for place in places] == ["Lund"]
    assert refused[0].line == 2
    assert "--encoding" in refused[0].remedy
    places, refused, _ = read(tmp_path, "csv", content, encoding="latin-1")
    assert [place.name for place in places] == ["Malmö", "Lund"]


def test_a_column_that_no_place_has(tmp_path: Path) -> None:
    with pytest.raises(SupplyroutesError, match="a place has no column 'lon'; map one of name"):
        read(tmp_path, "csv", "name\n", columns={"lon": "x"})
    with pytest.raises(UnusableInput, match="the header lacks 'X'"):
        read(tmp_path, "csv", "name,lon_deg,lat_deg\n", columns={"names": "X"})


@pytest.mark.parametrize("written", ["1,2,3", "1,2,3,95", "a,b,c,d", "1,20,3,10"])
def test_a_box_that_is_none(written: str) -> None:
    with pytest.raises(BadValue, match=r"box|globe|numbers"):
        box_of(written)


def test_countries() -> None:
    assert country_of("") is None
    assert country_of("ir") == "IR"
    for code in ("ZZ", "I", "IRN", "1R", "--", "İR"):
        with pytest.raises(BadValue):
            country_of(code)


GEONAMES = "1\tA\tA\t\t1.0\t2.0\tP\tPPL\tIR\t\t\t\t\t\t5\t\t\tUTC\t2020-01-01\n"


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (GEONAMES, "geonames"),
        (UNLOCODE, "unlocode"),
        (PART, "unlocode"),
        (WPI, "wpi"),
        ("\ufeff" + WPI, "wpi"),
        (AIRPORTS, "ourairports"),
        ('{"type": "FeatureCollection", "features": []}', "lpf"),
        ('\n\x1e{"type": "Feature"}', "lpf"),
        ("[", "lpf"),
        ("Name,LON_DEG,lat_deg,x\n", "csv"),
        ("Name;LON_DEG;lat_deg;x\n", "csv"),
    ],
)
def test_a_format_is_recognised(tmp_path: Path, content: str, name: str) -> None:
    path = tmp_path / "any.dat"
    path.write_text(content, encoding="utf-8")
    assert detected(path, Asked("x")).name == name


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "the file is empty"),
        (b" \n\r\n", "the file is empty"),
        (b"Once upon a time\n", "give --format, or for CSV its columns"),
        (b"\x7fELF\x02\x01\0\0\0" * 99, "is not recognised"),
        (b"1\t2\ten\tA name\t\t\t\t\t\t\n", "give it with --alternates"),
    ],
)
def test_what_is_no_format(tmp_path: Path, content: bytes, said: str) -> None:
    path = tmp_path / "any.dat"
    path.write_bytes(content)
    with pytest.raises(UnusableInput, match=said):
        detected(path, Asked("x"))


def test_columns_may_be_mapped_before_a_csv_is_recognised(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("Place,X,Y\n")
    columns = {"name": "Place", "lon_deg": "x", "lat_deg": "y"}
    assert detected(path, Asked("x", columns=columns)).name == "csv"


@given(st.sampled_from([one.name for one in FORMATS]), st.binary(max_size=300))
def test_any_bytes_give_rows_or_one_error(
    tmp_path_factory: pytest.TempPathFactory, form: str, content: bytes
) -> None:
    path = tmp_path_factory.getbasetemp() / "fuzz"
    head = {
        "unlocode": UNLOCODE,
        "wpi": WPI,
        "ourairports": AIRPORTS,
        "csv": "name,lon_deg,lat_deg\n",
    }
    path.write_bytes(head.get(form, "").encode() + content)
    try:
        rows = list(format_named(form).read(path, Asked("mine")))
    except UnusableInput:
        return
    assert all(isinstance(row, Incoming | Refused | LeftOut) for row in rows)


def test_a_format_that_is_not_there() -> None:
    with pytest.raises(SupplyroutesError, match="format 'kml' is not known; use one of geonames"):
        format_named("kml")
