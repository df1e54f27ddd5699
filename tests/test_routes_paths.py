"""Computed lines: the canaries of every canal and strait, and the nonsense that peers answer."""

from __future__ import annotations

import warnings
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gazetteer.errors import SupplyroutesError
from routes.paths import Basis, Line, Unroutable, trace
from routes.paths.alternatives import alternatives
from routes.paths.coast import coast
from routes.paths.geodesy import distance_km
from routes.paths.line import split_at_antimeridian
from routes.paths.passages import Passage, passages
from routes.paths.waters import waters

AMIRABAD, MAKHACHKALA = (53.3654, 36.85185), (47.50, 42.98)
PORTS = {
    "Rotterdam": (4.10, 51.97),
    "New York": (-74.02, 40.68),
    "Los Angeles": (-118.25, 33.73),
    "Mumbai": (72.85, 18.93),
    "Colombo": (79.85, 6.95),
    "Chennai": (80.30, 13.10),
    "Singapore": (103.85, 1.26),
    "Yokohama": (139.65, 35.44),
    "Vladivostok": (131.90, 43.10),
    "Kuwait": (47.90, 29.37),
    "Muscat": (58.57, 23.63),
    "Sevastopol": (33.50, 44.62),
    "Tartus": (35.87, 34.90),
    "Taganrog": (38.95, 47.20),
    "Odesa": (30.75, 46.49),
    "Marseille": (5.35, 43.30),
    "Casablanca": (-7.60, 33.61),
    "Port Sudan": (37.23, 19.62),
    "Jiddah": (39.17, 21.48),
    "Honolulu": (-157.87, 21.30),
    "Suva": (178.43, -18.14),
    "Nome": (-165.40, 64.50),
    "Murmansk": (33.05, 68.97),
    "Buenos Aires": (-58.37, -34.60),
    "Valparaiso": (-71.63, -33.03),
    "Kiel": (10.15, 54.33),
    "Hamburg": (9.93, 53.54),
    "Copenhagen": (12.60, 55.70),
    "Gdansk": (18.67, 54.40),
    "Patras": (21.73, 38.25),
    "Piraeus": (23.63, 37.94),
    "Genoa": (8.92, 44.41),
    "Catania": (15.10, 37.50),
    "Duluth": (-92.09, 46.77),
    "Rostov": (39.70, 47.20),
    "Baku": (49.88, 40.36),
    "St Petersburg": (30.20, 59.90),
    "Astrakhan": (48.02, 46.35),
    "Durban": (31.03, -29.88),
}

port_pairs = st.lists(st.sampled_from(sorted(PORTS)), min_size=2, max_size=2, unique=True)


def between(a: str, b: str, **options: object) -> Line:
    return trace(PORTS[a], PORTS[b], **options)  # type: ignore[arg-type]


def gross_runs(line: Line) -> list[tuple[float, float]]:
    """Runs of over 5 km on land, away from the last 25 km at either end."""
    runs = coast().land_runs(line.coordinates)
    return [(a, b) for a, b in runs if b - a > 5 and min(a, line.length_km - b) > 25]


def test_the_caspian_is_crossed_over_water_and_round_the_peninsula() -> None:
    line = trace(AMIRABAD, MAKHACHKALA)
    assert 820 <= line.length_km <= 900
    assert coast().land_runs(line.coordinates[1:-1]) == []
    assert max(line.snap_km) < 3
    assert line.land_km < 5
    assert line.basis is Basis.COMPUTED
    assert "not a vessel's track" in line.note
    assert any("waters" in name for name in line.data)
    assert any("GSHHG" in name for name in line.data)
    assert line.coordinates[0] == AMIRABAD
    assert line.coordinates[-1] == MAKHACHKALA


@pytest.mark.parametrize(
    ("a", "b", "passage"),
    [
        ("Mumbai", "Rotterdam", "Suez Canal"),
        ("Mumbai", "Rotterdam", "Bab-el-Mandeb"),
        ("Mumbai", "Rotterdam", "Strait of Gibraltar"),
        ("Mumbai", "Rotterdam", "Strait of Dover"),
        ("New York", "Los Angeles", "Panama Canal"),
        ("Odesa", "Tartus", "Bosporus"),
        ("Odesa", "Tartus", "Dardanelles"),
        ("Taganrog", "Odesa", "Kerch Strait"),
        ("Colombo", "Yokohama", "Strait of Malacca"),
        ("Kuwait", "Muscat", "Strait of Hormuz"),
        ("Baku", "Rostov", "Volga–Don Canal"),
        ("St Petersburg", "Astrakhan", "Volga–Baltic Waterway"),
        ("Kiel", "Hamburg", "Kiel Canal"),
        ("Patras", "Piraeus", "Corinth Canal"),
        ("Copenhagen", "Gdansk", None),
        ("Genoa", "Catania", "Strait of Messina"),
        ("Duluth", "Rotterdam", "Welland Canal"),
        ("Duluth", "Rotterdam", "Saint Lawrence Seaway"),
        ("Durban", "Buenos Aires", "Cape of Good Hope"),
    ],
)
def test_every_passage_still_opens(a: str, b: str, passage: str | None) -> None:
    line = between(a, b)
    assert gross_runs(line) == []
    assert passage is None or passage in line.passages


def test_who_passes_the_mouth_of_a_canal_does_not_use_it() -> None:
    assert "Volga–Don Canal" not in between("St Petersburg", "Astrakhan").passages
    assert "Kiel Canal" not in between("Hamburg", "Rotterdam").passages
    between("Hamburg", "Rotterdam", avoid=["kiel"])
    # The Volga was sailed long before the canals at its ends.
    volga = trace((44.6, 48.76), PORTS["Astrakhan"], "river", as_of="1900")
    assert volga.passages == ("Volga from Volgograd to Rybinsk", "Lower Volga")


# Published: NGA Pub. 151, Distances Between Ports; 91 nm and 161 nm as the tables have them.
@pytest.mark.parametrize(
    ("a", "b", "low_nm", "high_nm"),
    [
        ("Kiel", "Hamburg", 80, 100),
        ("Port Sudan", "Jiddah", 150, 170),
        ("Honolulu", "Suva", 2700, 2850),
        ("Rotterdam", "Yokohama", 10_900, 11_400),
        ("New York", "Los Angeles", 4750, 5000),
    ],
)
def test_lengths_are_those_of_the_tables(a: str, b: str, low_nm: float, high_nm: float) -> None:
    assert low_nm <= between(a, b).length_nm <= high_nm


@pytest.mark.parametrize(
    ("start", "end", "reason"),
    [
        ((51.39, 35.69), (37.62, 55.75), "25 km from water"),
        ((108.0, 53.5), (33.0, -1.0), "waters do not meet"),
        ((53.3654, 36.85185), (53.3654, 36.85185), "same place"),
        ((34.74, -0.10), (58.0, 40.0), "25 km from water"),
        ((-160.0, -85.5), (4.1, 51.97), "water"),
    ],
    ids=["Tehran-Moscow", "Baikal-Victoria", "itself", "Victoria-desert", "polar ice"],
)
def test_nonsense_is_refused_with_its_reason(
    start: tuple[float, float], end: tuple[float, float], reason: str
) -> None:
    with pytest.raises(Unroutable, match=reason):
        trace(start, end)


def test_the_palk_trap_is_sailed_round() -> None:
    tuticorin = (78.20, 8.75)
    line = trace(tuticorin, PORTS["Chennai"])
    assert "Palk" not in " ".join(line.passages)
    # Round Sri Lanka; straight through the shoals it would be half as long.
    assert line.length_km > 1000
    assert min(lat for _, lat in line.coordinates) < 6.2


def test_near_ports_are_joined_by_a_line_of_some_length() -> None:
    line = trace((103.85, 1.26), (103.95, 1.25))
    assert line.length_km >= distance_km((103.85, 1.26), (103.95, 1.25))


def test_the_antimeridian_is_crossed_once_and_never_left_behind() -> None:
    line = between("Honolulu", "Suva")
    assert all(-180 <= lon <= 180 for lon, _ in line.coordinates)
    assert len(line.parts) == 2
    assert all(abs(a[0] - b[0]) < 180 for part in line.parts for a, b in pairwise(part))
    assert abs(line.parts[0][-1][0]) == abs(line.parts[1][0][0]) == 180
    assert between("Nome", "Vladivostok").length_km < 6500


def test_an_avoided_passage_is_not_used() -> None:
    by_cape = between("Mumbai", "Rotterdam", avoid=["Suez Canal"])
    assert {"Cape of Good Hope", "Strait of Dover"} <= set(by_cape.passages)
    assert "Suez Canal" not in by_cape.passages
    assert by_cape.length_km > 1.5 * between("Mumbai", "Rotterdam").length_km
    round_horn = between("New York", "Los Angeles", avoid=["panama"])
    assert {"Strait of Magellan", "Cape Horn"} & set(round_horn.passages)
    with pytest.raises(Unroutable, match="closed or avoided"):
        between("Kuwait", "Mumbai", avoid=["Hormuz"])


@pytest.mark.parametrize("day", ["1860", "1968-03", "1956-12-25"])
def test_suez_carries_nobody_while_it_is_shut(day: str) -> None:
    assert "Suez Canal" not in between("Mumbai", "Rotterdam", as_of=day).passages


def test_the_caspian_had_no_way_out_before_its_canals() -> None:
    with pytest.raises(Unroutable, match="waters do not meet"):
        between("Baku", "Odesa", as_of="1940-06-01")


@pytest.mark.parametrize("row", [row for row in passages() if row.course], ids=lambda row: row.id)
def test_every_waterway_is_sailed_from_end_to_end(row: Passage) -> None:
    line = trace(row.course[0], row.course[-1], "river", prefer=[row.id])
    assert row.name in line.passages
    drawn = sum(distance_km(a, b) for a, b in pairwise(row.course))
    # A course drawn at 0.4 km is cut at its bends; no ship leaves it for a long way round.
    assert 0.7 * drawn - 5 < line.length_km < 1.3 * drawn + 10


@pytest.mark.parametrize(
    "row", [row for row in passages() if row.has_own_gate], ids=lambda row: row.id
)
def test_every_passage_has_a_gate_that_edges_cross(row: Passage) -> None:
    closed = frozenset({row.id})
    every = waters().graph(frozenset())
    without = waters().graph(closed)
    assert (without.km > every.km).any()


def test_a_preferred_passage_is_gone_through_though_it_is_longer() -> None:
    by_choice = between("Rotterdam", "Mumbai", prefer=["Cape of Good Hope"])
    assert "Cape of Good Hope" in by_choice.passages
    assert "Suez Canal" not in by_choice.passages
    round_it = between("Colombo", "Yokohama", prefer=["Sunda"])
    assert "Sunda Strait" in round_it.passages
    assert (
        "Northern Sea Route"
        in between("Murmansk", "Vladivostok", prefer=["Northern Sea Route"]).passages
    )
    with pytest.raises(SupplyroutesError, match="both avoided and preferred"):
        between("Rotterdam", "Mumbai", prefer=["suez"], avoid=["suez"])


def test_the_red_sea_is_avoided_as_a_whole() -> None:
    assert "Cape of Good Hope" in between("Mumbai", "Rotterdam", avoid=["red-sea"]).passages


def test_alternatives_differ_and_grow_longer() -> None:
    line = between("Mumbai", "Rotterdam")
    others = alternatives(line, PORTS["Mumbai"], PORTS["Rotterdam"], 2)
    assert len(others) == 2
    assert line.length_km <= others[0].length_km <= others[1].length_km
    assert len({line.passages, *(one.passages for one in others)}) == 3


@settings(max_examples=15, deadline=None, derandomize=True)
@given(st.lists(st.sampled_from(sorted(PORTS)), min_size=3, max_size=3, unique=True))
def test_no_way_round_by_a_third_port_is_shorter(three: list[str]) -> None:
    a, b, c = three
    direct = between(a, c)
    legs = between(a, b), between(b, c)
    # Canals that a ship takes only to save much are not taken for a leg's sake; and of two
    # ways that differ by 0.1 % either may be found.
    if {"Corinth Canal", "Volga–Baltic Waterway"} & {n for leg in legs for n in leg.passages}:
        return
    assert direct.length_km <= 1.002 * (legs[0].length_km + legs[1].length_km) + 2


def test_a_named_waypoint_is_passed() -> None:
    via = (18.0, -35.5)
    line = between("Mumbai", "Rotterdam", via=[via])
    assert min(distance_km(via, position) for position in line.coordinates) < 30
    assert "Suez Canal" not in line.passages
    assert line.coordinates[0] == PORTS["Mumbai"]
    assert line.coordinates[-1] == PORTS["Rotterdam"]


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ({"start": (200.0, 10.0)}, "200.0"),
        ({"start": (float("nan"), 10.0)}, "nan"),
        ({"start": (1.0,)}, "no position"),
        ({"start": ("x", "y")}, "no position"),
        ({"mode": "teleport"}, "teleport"),
        ({"avoid": ["Atlantis Canal"]}, "Atlantis"),
        ({"as_of": "yesterday"}, "yesterday"),
    ],
)
def test_bad_input_is_named(arguments: dict[str, object], told: str) -> None:
    whole: dict[str, object] = {"start": (4.0, 52.0), "end": (5.0, 54.0), **arguments}
    with pytest.raises(SupplyroutesError, match=told):
        trace(**whole)  # type: ignore[arg-type]


def test_the_engine_s_warnings_and_state_stay_inside() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        before = between("Kuwait", "Mumbai").length_km
        with pytest.raises(Unroutable):
            between("Kuwait", "Mumbai", avoid=["ormuz"])
        assert between("Kuwait", "Mumbai").length_km == before


def test_threads_share_the_shore_and_the_lanes() -> None:
    pairs = [("Mumbai", "Kuwait"), ("Kiel", "Hamburg"), ("Nome", "Vladivostok")] * 4
    alone = [between(a, b).length_km for a, b in pairs]
    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(lambda pair: between(*pair).length_km, pairs))
    assert together == alone


@settings(max_examples=20, deadline=None, derandomize=True)
@given(port_pairs)
def test_ways_are_symmetric_wet_and_no_shorter_than_the_great_circle(pair: list[str]) -> None:
    a, b = pair
    there, back = between(a, b), between(b, a)
    assert there.length_km == pytest.approx(back.length_km, rel=1e-9)
    assert there.coordinates == back.coordinates[::-1]
    assert there.snap_km == back.snap_km[::-1]
    assert there.length_km >= distance_km(PORTS[a], PORTS[b]) * 0.999999
    assert gross_runs(there) == []
    assert all(distance_km(p, q) < 51 for p, q in pairwise(there.coordinates))


def test_air_is_a_great_circle_that_does_not_pose_as_a_track() -> None:
    tehran, moscow = (51.15, 35.42), (37.41, 55.97)
    line = trace(tehran, moscow, mode="air")
    assert line.basis is Basis.DIRECT
    assert "not a flight track" in line.note
    assert line.length_km == pytest.approx(distance_km(tehran, moscow), rel=1e-6)
    assert len(line.coordinates) > line.length_km / 51


@pytest.mark.parametrize("mode", ["rail", "road", "pipeline", "foot", "unspecified"])
def test_other_modes_are_direct_and_say_so(mode: str) -> None:
    line = trace((47.5, 42.98), (39.7, 47.2), mode=mode)
    assert line.basis is Basis.DIRECT
    assert "not known" in line.note
    assert line.passages == ()


@given(
    st.lists(
        st.tuples(st.floats(-180, 180), st.floats(-89, 89)), min_size=2, max_size=8, unique=True
    )
)
def test_parts_never_leap_over_the_antimeridian(positions: list[tuple[float, float]]) -> None:
    parts = split_at_antimeridian(tuple(positions))
    assert all(len(part) > 1 for part in parts)
    assert all(abs(a[0] - b[0]) <= 180 for part in parts for a, b in pairwise(part))
    assert parts[0][0] == positions[0] or abs(positions[0][0]) == 180
