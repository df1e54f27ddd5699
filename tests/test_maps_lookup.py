"""The verb `find`: tables for people, data for programs, one line for nonsense."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from jsonschema import Draft202012Validator

from gazetteer import Candidate, Gazetteer, Place, PlaceKind, Precision
from gazetteer.found import Found
from gazetteer.place import Assignment, BoundingBox
from maps.cli import main
from maps.linked_places import CONTEXT, linked_places
from maps.lookup import Look
from maps.tables import drawn, plain, tables

ROOT = Path(__file__).parent.parent
NASTY = "[bold red]Evil[/] \x1b[31m\u202e<script>"


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["find", *arguments])


def test_a_pipe_gets_aligned_columns() -> None:
    result = run("Simferopol", "北京", "--limit", "3")
    assert result.exit_code == 0
    lines = result.stdout.splitlines()
    assert lines[0] == "Simferopol"
    head = lines[1]
    assert head.split() == [
        "score", "name", "kind", "country", "region", "lon,lat", "ref", "reasons"
    ]  # fmt: skip
    for word in ("geonames:693805", "UA or RU", "34.1108,44.9572"):
        assert word in lines[2]
    assert lines[2].index("geonames:693805") == head.index("ref")
    assert lines[2].index("Crimea") == head.index("region")
    note = "  Simferopol: country according to GeoNames: UA; to Natural Earth: RU; "
    assert any(line.startswith(note) for line in lines)


def test_a_terminal_gets_a_drawn_table() -> None:
    with Gazetteer.open() as gazetteer:
        looks = [Look("Simferopol", found=gazetteer.find("Simferopol"))]
    shown = drawn(tables(looks), width=120)
    assert "\x1b[" in shown
    assert "─" in shown
    assert "according to GeoNames: UA" in shown.replace("\n", " ")
    assert drawn(tables([Look("x", found=Found((), name="x"))]), 80).endswith("known\x1b[0m")


def _evil() -> Candidate:
    place = Place(
        ref=f"x:{NASTY}",
        name=NASTY,
        kind=PlaceKind.REGION,
        precision=Precision.REGION,
        lon_deg=179,
        lat_deg=1,
        country="AA",
        region=NASTY,
        box=BoundingBox(west_deg=170, south_deg=0, east_deg=-170, north_deg=2),
        refs=("geonames:12", f"curated:{NASTY}"),
        assigned=(Assignment(source=NASTY, country=NASTY),),
        citation=NASTY,
    )
    return Candidate(place=place, score=0.25, why=(NASTY,))


def test_hostile_names_move_no_cursor_and_style_nothing() -> None:
    shown = tables([Look(NASTY, found=Found([_evil()], name=NASTY))])
    for text in (plain(shown), drawn(shown, 400)):
        assert "\x1b[31m" not in text
        assert "\u202e" not in text
        assert "[bold red]" in text


def test_json_keeps_its_form_and_tells_who_says_what() -> None:
    (entry,) = json.loads(run("Kerch", "--json", "--limit", "1").stdout)
    assert set(entry) == {"name", "candidates"}
    (candidate,) = entry["candidates"]
    assert set(candidate) == {"place", "score", "why"}
    place = candidate["place"]
    assert (place["country"], place["region"]) == ("UA", "Crimea")
    assert {"source": "Natural Earth", "country": "RU"} in place["assigned"]
    assert place["note"].startswith("country according to GeoNames: UA")
    assert place["citation"].startswith("GeoNames")


@pytest.mark.parametrize("code", ["UA", "RU"])
def test_either_country_finds_a_disputed_town(code: str) -> None:
    (entry,) = json.loads(run("Sevastopol", "--country", code, "--json").stdout)
    assert entry["candidates"][0]["place"]["id"] == "geonames:694423"


def test_within_a_box_or_an_area() -> None:
    for area in ("35,33,37,35", "Lebanon", "iso:LB"):
        (entry,) = json.loads(run("Tripoli", "--within", area, "--json").stdout)
        assert entry["candidates"][0]["place"]["country"] == "LB"


@pytest.mark.parametrize("given", [("--at", "53.3,36.9"), ("53.3,36.9",), ("53.3, +36.9",)])
def test_a_position_is_looked_up_the_other_way_round(given: tuple[str, ...]) -> None:
    (entry,) = json.loads(run(*given, "--json").stdout)
    assert entry["candidates"] == []
    at = entry["at"]
    assert (at["lon_deg"], at["lat_deg"]) == (53.3, 36.9)
    assert at["holders"][0]["place"]["name"] == "Caspian Sea"
    assert {"place", "distance_km", "bearing_deg"} == set(at["nearest"][0])
    shown = run(*given).stdout
    assert "outline" in shown
    assert "its box alone" in shown
    assert "Amirabad Port" in shown


def test_linked_places_have_the_form_of_the_standard(
    linked_places_schema: dict[str, Any],
) -> None:
    result = run("Alabuga", "Kerch", "Caspian Sea", "Iran", "--lpf", "--limit", "2")
    collection = json.loads(result.stdout)
    Draft202012Validator(linked_places_schema).validate(collection)
    assert collection["@context"] == CONTEXT
    kerch = next(f for f in collection["features"] if f["properties"]["sought"] == "Kerch")
    assert kerch["@id"] == "https://www.geonames.org/706524"
    assert {"UA", "RU"} <= set(kerch["properties"]["ccodes"])
    assert kerch["names"][0]["citations"][0]["label"].startswith("GeoNames")
    assert any("Natural Earth: RU" in one["value"] for one in kerch["descriptions"])
    sea = next(f for f in collection["features"] if f["properties"]["title"] == "Caspian Sea")
    assert [one["type"] for one in sea["geometry"]["geometries"]] == ["Point", "Polygon"]


def test_linked_places_of_hostile_values_keep_their_form(
    linked_places_schema: dict[str, Any],
) -> None:
    collection = linked_places([(NASTY, _evil())])
    Draft202012Validator(linked_places_schema).validate(json.loads(json.dumps(collection)))
    (feature,) = collection["features"]
    assert feature["geometry"]["geometries"][1]["type"] == "MultiPolygon"
    assert " " not in feature["@id"]
    assert feature["links"][0]["identifier"] == "https://www.geonames.org/12"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "nothing to find"),
        (("",), "neither letter nor digit"),
        (("!?…",), "neither letter nor digit"),
        (("Poti", "--country", "ZZ"), "no country has the code 'ZZ'"),
        (("Poti", "--country", "Iran"), "not a code of two letters"),
        (("Poti", "--within", "Qwxyzzt"), "no country, region or water"),
        (("Poti", "--within", "geonames:612366"), "not an area"),
        (("Poti", "--within", "1,2,3"), "has not four sides"),
        (("Poti", "--within", "1,2,3,1"), "is no box on the globe"),
        (("Poti", "--within", "nan,2,3,1"), "is no box on the globe"),
        (("--at", "36.9"), "is not lon,lat"),
        (("--at", "10,91"), "is not on the globe"),
        (("400,10",), "is not on the globe"),
        (("--at", "1,1", "--lpf"), "is a position"),
        (("Poti", "--limit", "0"), "0"),
    ],
)
def test_nonsense_gets_one_error(arguments: tuple[str, ...], said: str) -> None:
    result = run(*arguments)
    assert result.exit_code == 2
    assert said in result.stderr
    assert "Traceback" not in result.stderr
    assert result.stdout == ""


def test_a_plain_look_up_loads_nothing_heavy() -> None:
    code = (
        "import sys; from maps.cli import main\n"
        "try: main(['find', 'Poti', '--country', 'GE'])\n"
        "except SystemExit: pass\n"
        "heavy = {'shapely', 'numpy', 'spacy', 'folium', 'routes'} & set(sys.modules)\n"
        "print(sorted(heavy), file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert "geonames:612366" in done.stdout
    assert done.stderr.strip() == "[]"
