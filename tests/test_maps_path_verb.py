"""The verb `path`: names and positions in, a length and what it rests on out."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from maps.cli import main

MAKHACHKALA, AMIRABAD = "47.50,42.98", "53.3654,36.85185"


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["path", *arguments])


def answered(*arguments: str) -> Any:
    done = run(*arguments)
    assert done.exit_code == 0, done.stderr
    return json.loads(done.stdout)


def test_positions_give_the_promised_object() -> None:
    found = answered(AMIRABAD, MAKHACHKALA, "--json")
    assert {"length_km", "basis", "method", "passages", "snap_km", "land_km", "geometry"} <= set(
        found
    )
    assert 820 < found["length_km"] < 900
    assert found["length_nm"] == pytest.approx(found["length_km"] / 1.852, rel=1e-4)
    assert found["basis"] == "computed"
    assert found["geometry"]["type"] == "LineString"
    assert found["geometry"]["coordinates"][0] == [53.3654, 36.85185]


def test_names_are_resolved_and_the_words_are_for_people() -> None:
    done = run("Mumbai", "Rotterdam")
    assert done.exit_code == 0
    assert "nautical miles" in done.stdout
    assert "Suez Canal" in done.stdout
    assert "not a vessel's track" in done.stdout


def test_choices_are_heeded() -> None:
    by_cape = answered("Mumbai", "Rotterdam", "--avoid", "suez", "--json")
    assert "Cape of Good Hope" in by_cape["passages"]
    assert by_cape == answered("Mumbai", "Rotterdam", "--as-of", "1860", "--json")
    through = answered("Mumbai", "Rotterdam", "--prefer", "good-hope", "--json")
    assert "Cape of Good Hope" in through["passages"]
    both = answered("Mumbai", "Rotterdam", "--alternatives", "1", "--json")
    assert len(both["alternatives"]) == 1
    assert both["alternatives"][0]["length_km"] > both["length_km"]


def test_geojson_is_a_collection_cut_at_the_antimeridian() -> None:
    found = answered("-157.87,21.30", "178.43,-18.14", "--geojson")
    (feature,) = found["features"]
    assert feature["geometry"]["type"] == "MultiLineString"
    assert feature["properties"]["mode"] == "sea"


def test_an_area_is_met_at_its_shore_and_the_answer_says_so() -> None:
    found = answered("Iran", "Makhachkala", "--json")
    assert "No port in Iran is named: the line meets its nearest shore." in found["note"]
    assert found["passages"] == []
    by_road = answered("Iran", "Makhachkala", "--mode", "road", "--json")
    assert by_road["note"].endswith("Nothing nearer than Iran is named: the line meets its edge.")


def test_a_network_is_travelled(tmp_path: Path) -> None:
    file = tmp_path / "rails.geojson"
    line = {"type": "LineString", "coordinates": [[10, 50], [10, 51], [11, 51]]}
    file.write_text(json.dumps({**line, "citation": "Survey of 1912"}), encoding="utf-8")
    found = answered("10,50", "11,51", "--mode", "rail", "--network", str(file), "--json")
    assert found["basis"] == "computed"
    assert found["data"] == ["Survey of 1912"]


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("51.39,35.69", "37.62,55.75"), "25 km from water"),
        (("Xyzzyqwv", "Rotterdam"), "no place is named"),
        (("4,52", "Rotterdam", "--via", "France"), "France is an area"),
        (("Russia", "Ukraine"), "meet at the shore"),
        (("200,10", "4,52"), "200"),
        (("4,52", "5,54", "--avoid", "Atlantis"), "Atlantis"),
        (("4,52", "5,54", "--as-of", "soon"), "soon"),
        (("4,52", "5,54", "--mode", "air", "--avoid", "suez"), "do not apply to air"),
        (("4,52", "5,54", "--network", "x.geojson"), "does not apply to sea"),
        (("4,52", "5,54", "--mode", "rail", "--network", "x.geojson"), "cannot be read"),
        (("4,52", "5,54", "--json", "--geojson"), "choose one"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_line(arguments: tuple[str, ...], told: str) -> None:
    done = run(*arguments)
    assert done.exit_code == 2
    assert told in done.stderr
    assert "Traceback" not in done.output
