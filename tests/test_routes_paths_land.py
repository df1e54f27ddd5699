"""Lines of the user's own: read in three forms, travelled the shortest way, cited."""

from __future__ import annotations

import json
import sqlite3
import struct
from pathlib import Path
from typing import Any

import pytest
import shapely

from gazetteer.errors import UnusableInput
from routes.paths import Basis, Unroutable, trace
from routes.paths.geodesy import distance_km
from routes.paths.network import Network, read_network

# A square with one side bent far out: the short way goes by the other three.
SQUARE = [
    [(10.0, 50.0), (10.0, 51.0)],
    [(10.0, 51.0), (11.0, 51.0)],
    [(11.0, 51.0), (11.0, 50.0)],
    [(10.0, 50.0), (10.5, 46.0), (11.0, 50.0)],
]


def geojson(lines: Any, **more: Any) -> bytes:
    features = [
        {"type": "Feature", "geometry": {"type": "LineString", "coordinates": line}}
        for line in lines
    ]
    return json.dumps({"type": "FeatureCollection", "features": features, **more}).encode()


def written(tmp_path: Path, name: str, content: bytes) -> Path:
    path = tmp_path / name
    path.write_bytes(content)
    return path


def network(lines: Any = SQUARE) -> Network:
    return Network(name="n.geojson", citation="Survey of 1912", lines=lines)


def test_the_shortest_way_follows_the_lines_and_cites_them() -> None:
    line = trace((10.0, 49.99), (11.0, 50.0), "rail", network=network())
    assert line.basis is Basis.COMPUTED
    sides = [distance_km(one[0], one[1]) for one in SQUARE[:3]]
    assert line.length_km == pytest.approx(sum(sides) + line.snap_km[0], rel=1e-6)
    assert line.data == ("Survey of 1912",)
    assert "Survey of 1912" in line.note
    assert line.snap_km == pytest.approx((1.1, 0.0), abs=0.1)
    back = trace((11.0, 50.0), (10.0, 49.99), "rail", network=network())
    assert back.coordinates == line.coordinates[::-1]


def test_a_stop_on_the_way_is_passed() -> None:
    line = trace((10.0, 50.0), (11.0, 50.0), "road", via=[(10.5, 46.0)], network=network())
    assert min(distance_km((10.5, 46.0), one) for one in line.coordinates) < 0.1


@pytest.mark.parametrize(
    ("end", "lines", "reason"),
    [
        ((20.0, 50.0), SQUARE, "come no nearer than"),
        ((10.001, 50.001), SQUARE, "at the same point"),
        ((30.0, 50.0), [SQUARE[0], [(30.0, 50.0), (30.0, 51.0)]], "do not join"),
    ],
)
def test_what_the_lines_do_not_join_is_refused(end: Any, lines: Any, reason: str) -> None:
    with pytest.raises(Unroutable, match=reason):
        trace((10.0, 50.0), end, "rail", network=network(lines))


def test_geojson_brings_its_citation(tmp_path: Path) -> None:
    read = read_network(written(tmp_path, "a.geojson", geojson(SQUARE, citation="Atlas, p. 3")))
    assert read.citation == "Atlas, p. 3"
    assert len(read.lines) == 4
    assert read_network(written(tmp_path, "b.json", geojson(SQUARE))).citation == "b.json"


def test_gpx_tracks_are_read(tmp_path: Path) -> None:
    content = b"""<gpx xmlns="http://www.topografix.com/GPX/1/1"><metadata><name>My ride</name>
    </metadata><trk><trkseg><trkpt lat="50" lon="10"/><trkpt lat="51" lon="10"/></trkseg></trk>
    <rte><rtept lat="51" lon="10"/><rtept lat="51" lon="11"/></rte></gpx>"""
    read = read_network(written(tmp_path, "a.gpx", content))
    assert read.citation == "My ride"
    assert read.lines == (((10.0, 50.0), (10.0, 51.0)), ((10.0, 51.0), (11.0, 51.0)))


def geopackage(path: Path, srs: int = 4326) -> Path:
    base = sqlite3.connect(path)
    base.executescript(
        "CREATE TABLE gpkg_contents (table_name TEXT, description TEXT);"
        "CREATE TABLE gpkg_geometry_columns (table_name TEXT, column_name TEXT, srs_id INT);"
        'CREATE TABLE "rail""ways" (geom BLOB);'
    )
    base.execute("INSERT INTO gpkg_contents VALUES ('rail\"ways', 'Railway survey')")
    base.execute("INSERT INTO gpkg_geometry_columns VALUES ('rail\"ways', 'geom', ?)", (srs,))
    for line in SQUARE:
        head = b"GP\x00\x03" + struct.pack("<i4d", srs, 0, 0, 0, 0)
        blob = head + shapely.to_wkb(shapely.LineString(line))
        base.execute('INSERT INTO "rail""ways" VALUES (?)', (blob,))
    base.commit()
    base.close()
    return path


def test_a_geopackage_is_read(tmp_path: Path) -> None:
    read = read_network(geopackage(tmp_path / "a.gpkg"))
    assert read.citation == "Railway survey"
    assert read.lines[3] == tuple(SQUARE[3])


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("a.shp", b"", "no form of lines"),
        ("a.geojson", b"{", "broken"),
        ("a.geojson", b"[1]", "no GeoJSON"),
        ("a.geojson", geojson([[(10.0, 95.0), (11.0, 50.0)]]), "95.0"),
        ("a.geojson", geojson([]), "holds no line"),
        ("a.geojson", b'{"type": "Point", "coordinates": [1, 2]}', "holds no line"),
        ("a.geojson", b"[" * 100_000, "broken"),
        ("a.gpx", b"<gpx><trk>", "broken"),
        ("a.gpx", b'<!DOCTYPE g [<!ENTITY a "b">]><gpx>&a;</gpx>', "holds no line"),
        ("a.gpkg", b"no database", "broken"),
    ],
)
def test_bad_files_are_refused_in_words(
    tmp_path: Path, name: str, content: bytes, told: str
) -> None:
    with pytest.raises(Exception, match=told) as caught:
        read_network(written(tmp_path, name, content))
    assert caught.type.__name__ in {"UnusableInput", "SupplyroutesError"}


def test_a_missing_file_and_other_coordinates_are_told(tmp_path: Path) -> None:
    with pytest.raises(UnusableInput, match="cannot be read"):
        read_network(tmp_path / "none.geojson")
    with pytest.raises(UnusableInput, match="give longitudes and latitudes"):
        read_network(geopackage(tmp_path / "b.gpkg", srs=3857))
