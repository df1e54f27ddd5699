"""Linked Places: features cut out of files of any shape, and what becomes of their geometry."""

from __future__ import annotations

import json
import tracemalloc
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gazetteer.imports import features as room
from gazetteer.imports.features import features_of
from gazetteer.imports.geometry import extent_of
from gazetteer.imports.incoming import BadValue, Incoming, LeftOut, Refused
from gazetteer.imports.linkedplaces import read

POINT = {"type": "Point", "coordinates": [32.5, 29.9]}


def feature(number: int = 1, **changes: Any) -> dict[str, Any]:
    return {
        "@id": f"https://example.org/place/{number}",
        "type": "Feature",
        "properties": {"title": f"Place {number}", "ccodes": ["EG"]},
        "names": [{"toponym": f"Ort {number}", "lang": "de"}],
        "geometry": POINT,
        **changes,
    }


def rows(tmp_path: Path, content: str | bytes) -> list[Incoming | Refused | LeftOut]:
    path = tmp_path / "places.json"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return list(read(path, "mine", "A gazetteer"))


def only(tmp_path: Path, **changes: Any) -> Incoming:
    (row,) = rows(tmp_path, json.dumps(feature(**changes)))
    assert isinstance(row, Incoming), row
    return row


def test_a_whole_feature(tmp_path: Path) -> None:
    place = only(
        tmp_path,
        types=[{"identifier": "aat:300008347", "label": "port (settlement)"}],
        when={
            "timespans": [{"start": {"in": "1620"}, "end": {"earliest": "1700", "latest": "1750"}}]
        },
        links=[
            {"type": "closeMatch", "identifier": "gn:361055"},
            {"type": "exactMatch", "identifier": "http://www.wikidata.org/entity/Q1249255"},
            {"type": "primaryTopicOf", "identifier": "gn:1"},
        ],
    )
    assert (place.source, place.code) == ("mine", "https://example.org/place/1")
    assert (place.name, place.names, place.country) == ("Place 1", ("Ort 1",), "EG")
    assert (place.kind, place.lon_deg, place.lat_deg, place.box) == ("port", 32.5, 29.9, None)
    assert place.further == (("geonames", "361055"), ("wikidata", "Q1249255"))
    assert place.citation == "A gazetteer, attested 1620/1700"


@pytest.mark.parametrize("chunk", [3, 64, 10_000])
@pytest.mark.parametrize("shape", ["collection", "pretty", "array", "lines", "sequence"])
def test_every_shape_of_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, shape: str, chunk: int
) -> None:
    from gazetteer.imports import lines

    monkeypatch.setattr(lines, "_CHUNK_BYTES", chunk)
    tricky = feature(2, properties={"title": 'A "}{][" Ü\\', "features": "x"})
    given = [feature(1), tricky, feature(3)]
    whole = {
        "type": "FeatureCollection",
        "citation": {"features": [1]},
        "features": given,
        "z": [{}],
    }
    content = {
        "collection": json.dumps(whole),
        "pretty": json.dumps(whole, indent=2, ensure_ascii=False),
        "array": json.dumps(given),
        "lines": "\n".join(json.dumps(one) for one in given),
        "sequence": "".join(f"\x1e{json.dumps(one)}\n" for one in given),
    }[shape]
    names = [row.name for row in rows(tmp_path, content) if isinstance(row, Incoming)]
    assert names == ["Place 1", 'A "}{][" Ü\\', "Place 3"]


def test_lines_of_features_are_those_of_the_file(tmp_path: Path) -> None:
    content = '{"features": [\n\n' + ",\n".join(json.dumps(feature(n)) for n in (1, 2, 3)) + "\n]}"
    assert [row.line for row in rows(tmp_path, content)] == [3, 4, 5]


@pytest.mark.parametrize(
    "bad",
    [
        '{"type": "Feature", "geometry": NaN}',
        '{"type": "Feature",}',
        '{"type": "Feature", "a": {"b": [1,,2]}}',
        '{"a": ' + "[" * 3000 + "]" * 3000 + "}",
        '{"type": "Feature", "n": ' + "9" * 5000 + "}",
        "{}",
    ],
)
def test_a_bad_feature_spoils_no_other(tmp_path: Path, bad: str) -> None:
    for content in (
        f'{{"features": [{json.dumps(feature(1))},\n{bad},\n{json.dumps(feature(3))}]}}',
        f"{json.dumps(feature(1))}\n{bad}\n{json.dumps(feature(3))}\n",
    ):
        first, refused, last = rows(tmp_path, content)
        assert isinstance(first, Incoming)
        assert isinstance(refused, Refused)
        assert isinstance(last, Incoming)
        assert refused.line == 2
        assert refused.remedy


def test_a_line_without_its_last_bracket_spoils_no_other(tmp_path: Path) -> None:
    lines = [json.dumps(feature(n)) for n in (1, 2, 3)]
    lines[1] = lines[1][:-1]
    assert [type(row) for row in rows(tmp_path, "\n".join(lines))] == [Incoming, Refused, Incoming]


def test_a_collection_that_ends_early_keeps_what_came(tmp_path: Path) -> None:
    content = json.dumps({"features": [feature(1), feature(2)]})[:-40]
    first, refused = rows(tmp_path, content)
    assert isinstance(first, Incoming)
    assert isinstance(refused, Refused)
    assert "does not end" in refused.what


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"type": "Thing"}, "no GeoJSON feature"),
        ({"@id": ""}, "@id ''"),
        ({"@id": "a\u202eb"}, "cannot be one"),
        ({"properties": {"title": "\ud800"}}, "no text"),
        ({"properties": {}, "names": []}, "the name is empty"),
        ({"properties": None, "names": [{"toponym": 5}]}, "the name is empty"),
        ({"properties": {"title": "a", "ccodes": ["UK"]}}, "GB"),
        ({"properties": {"title": "a", "ccodes": "GB"}}, "no list"),
        ({"geometry": []}, "none of GeoJSON"),
        ({"geometry": {"type": "Circle"}}, "'Circle'"),
        ({"geometry": {"type": "Point", "coordinates": ["1", "2"]}}, "no pair"),
        ({"geometry": {"type": "Point", "coordinates": [2000, 2]}}, "not on the globe"),
        ({"geometry": {"type": "Point", "coordinates": [10**400, 2]}}, "no pair|globe|JSON"),
        ({"geometry": {"type": "Polygon", "coordinates": []}}, "empty"),
        ({"geometry": {"type": "Polygon", "coordinates": [7]}}, "no list"),
    ],
)
def test_a_feature_that_cannot_be_used(tmp_path: Path, changes: dict[str, Any], said: str) -> None:
    import re

    (row,) = rows(tmp_path, json.dumps(feature(1, **changes)))
    assert isinstance(row, Refused)
    assert re.search(said, f"{row.what} {row.remedy}")


def test_no_geometry_is_no_fault(tmp_path: Path) -> None:
    assert rows(tmp_path, json.dumps(feature(geometry=None))) == [
        LeftOut(1, "feature without a geometry")
    ]


def test_several_countries_are_none(tmp_path: Path) -> None:
    assert only(tmp_path, properties={"title": "a", "ccodes": ["DE", "AT"]}).country is None


@pytest.mark.parametrize(
    ("label", "classes", "kind"),
    [
        ("inhabited place", [], "city"),
        ("Straits", [], "strait"),
        ("provinces", ["A"], "region"),
        ("", ["P"], "city"),
        ("", ["L"], "region"),
        ("", [], "city"),
    ],
)
def test_kinds(tmp_path: Path, label: str, classes: list[str], kind: str) -> None:
    place = only(tmp_path, types=[{"label": label}], properties={"title": "a", "fclasses": classes})
    assert place.kind == kind


def square(west: float, south: float, size: float = 2.0) -> list[list[list[float]]]:
    east, north = west + size, south + size
    return [[[west, south], [east, south], [east, north], [west, north], [west, south]]]


def test_geometries() -> None:
    polygon = {"type": "Polygon", "coordinates": square(10, 20)}
    lon, lat, box = extent_of(polygon)
    assert list(box or ()) == [10, 20, 12, 22]
    assert 10 < lon < 12
    assert 20 < lat < 22
    both = {"type": "GeometryCollection", "geometries": [polygon, POINT]}
    assert extent_of(both) == (32.5, 29.9, (10, 20, 32.5, 29.9))
    line = {"type": "LineString", "coordinates": [[0, 0], [5, 1], [9, 0]]}
    assert extent_of(line) == (5, 1, (0, 0, 9, 1))
    dots = {"type": "MultiPoint", "coordinates": [[1, 1], [1, 1]]}
    assert extent_of(dots) == (1, 1, None)


def test_a_box_across_the_date_line_is_the_narrow_one() -> None:
    fiji = {"type": "MultiPolygon", "coordinates": [square(177, -19, 3), square(-180, -18, 2)]}
    assert extent_of(fiji)[2] == (177, -19, -178, -16)


def test_collections_within_collections_end() -> None:
    nested: dict[str, Any] = POINT
    for _ in range(50):
        nested = {"type": "GeometryCollection", "geometries": [nested]}
    with pytest.raises(BadValue, match="none of GeoJSON"):
        extent_of(nested)


JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(["type", "coordinates", "geometries", "toponym", "label"]),
            inner,
            max_size=4,
        )
    ),
)


@settings(max_examples=60)
@given(JSON, st.sampled_from(["Point", "Polygon", "MultiPoint", "MultiPolygon", "LineString"]))
def test_any_geometry_is_read_or_refused(value: Any, kind: str) -> None:
    for geometry in (value, {"type": kind, "coordinates": value}):
        try:
            lon, lat, _ = extent_of(geometry)
        except BadValue:
            continue
        assert -180 <= lon <= 180
        assert -90 <= lat <= 90


@given(st.text(st.sampled_from('{}[]",:\\ \n1abefrstu'), max_size=80))
def test_any_text_is_cut_without_an_error(
    tmp_path_factory: pytest.TempPathFactory, text: str
) -> None:
    path = tmp_path_factory.getbasetemp() / "cut.json"
    path.write_text('{"features": [' + text, encoding="utf-8")
    assert all(isinstance(one, tuple) for one in features_of(path))


def test_a_large_file_and_an_endless_feature_take_little_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(room, "_LONGEST_CHARACTERS", 1_000_000)
    path = tmp_path / "large.json"
    with path.open("w", encoding="utf-8") as stream:
        stream.write('{"type": "FeatureCollection", "features": [')
        stream.write('{"type": "Feature", "x": [' + "1," * 2_000_000 + "1]},")
        for number in range(5_000):
            stream.write(json.dumps(feature(number)) + ",")
        stream.write("{}]}")
    tracemalloc.start()
    found = [isinstance(one, Refused) for one in features_of(path)]
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert found == [True] + [False] * 5_001
    assert peak < 40_000_000
