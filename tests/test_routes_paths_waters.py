"""The graph of the waters: its areas, its corners, its search, and the file that holds it."""

from __future__ import annotations

import zlib
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import shapely
from hypothesis import example, given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from gazetteer.errors import SupplyroutesError
from routes.paths import build, inputs
from routes.paths.corners import Corners, corners_of, tangent
from routes.paths.geodesy import distance_km
from routes.paths.harbours import with_harbours
from routes.paths.keepoff import NARROWS_KM, OFFING_KM, keep_off
from routes.paths.packing import packed, unpacked
from routes.paths.raster import offing, solid
from routes.paths.search import Graph, Search, shortest
from routes.paths.sight import PIECE_KM, WIDE_PIECE_KM, Sight, in_tiles
from routes.paths.surveying import landmark_table
from routes.paths.vectors import along, crossing, distances_km, positions, unit_vectors
from routes.paths.waters import WATERS_FILE, Waters, load_arrays, load_mark, waters

ISLAND = shapely.box(10, 50, 11, 51)
TWINS = [shapely.box(10, 50, 10.5, 51), shapely.box(10.55, 50, 11, 51)]
placed = st.tuples(st.floats(-180, 180), st.floats(-89, 89))


def sight_of(areas: list[shapely.Polygon]) -> Sight:
    wide = offing(areas, 0.5, WIDE_PIECE_KM / 2)
    return Sight(in_tiles(areas), offing(areas, 0.5, PIECE_KM / 2), wide, solid(areas, 0.2))


def test_land_is_widened_by_a_ships_distance() -> None:
    (area,) = keep_off([ISLAND], [])
    off_km = distance_km((9.999, 50.5), (area.bounds[0], 50.5))
    assert OFFING_KM * 0.4 < off_km < OFFING_KM * 1.4
    assert area.contains(ISLAND)


def test_a_narrow_sound_stays_open_and_a_course_is_cut_through_land() -> None:
    assert len(keep_off(TWINS, [])) == 2
    assert not shapely.union_all(keep_off(TWINS, [])).contains(shapely.Point(10.525, 50.5))
    cut = shapely.union_all(keep_off([ISLAND], [((9.8, 50.5), (11.2, 50.5))]))
    assert not cut.intersects(shapely.LineString([(9.8, 50.5), (11.2, 50.5)]))
    assert NARROWS_KM < OFFING_KM


@given(
    numbers=hnp.arrays(
        np.int64,
        hnp.array_shapes(max_dims=2, max_side=8),
        elements=st.integers(-(2**31), 2**31 - 1),
    )
)
@example(numbers=np.array([-32768, 32767, 0]))
@example(numbers=np.zeros((0, 2), np.int64))
def test_packed_numbers_come_back(numbers: Any) -> None:
    assert np.array_equal(unpacked(packed(numbers)), numbers)


def test_small_numbers_pack_small() -> None:
    assert packed([-3, 5]).shape == (1, 2)
    assert packed([[300], [-300], [0]]).shape == (2, 3, 1)


def bay_behind(gap: shapely.Polygon) -> shapely.Polygon:
    """Make an island with a wide bay that only the gap joins to the sea in the south."""
    island, bay = shapely.box(10, 51.5, 11, 52.5), shapely.box(10.2, 51.53, 10.8, 52.2)
    return shapely.difference(island, shapely.union(bay, gap))


def test_a_short_neck_between_open_waters_stays_open() -> None:
    # 7 km wide and 3 km long: shut by the distance kept off, too short for a channel.
    land = bay_behind(shapely.box(10.45, 51.4, 10.55, 51.6))
    kept = shapely.union_all(keep_off([land], []))
    assert not kept.intersects(shapely.LineString([(10.5, 51.3), (10.5, 51.8)]))


def test_a_course_elsewhere_does_not_shut_a_sound() -> None:
    # 600 m wide: too narrow for the distance kept off in narrow waters.
    land = bay_behind(shapely.box(10.496, 51.4, 10.5045, 51.6))
    through = shapely.LineString([(10.5, 51.3), (10.5, 51.8)])
    other = shapely.box(12.1, 51.1, 12.4, 51.3)
    for courses in ([], [((12.0, 51.2), (12.5, 51.2))]):
        assert not shapely.union_all(keep_off([land, other], courses)).intersects(through)


def test_a_channel_leads_to_a_port_on_a_narrow_inlet() -> None:
    land = shapely.difference(ISLAND, shapely.box(10, 50.497, 10.15, 50.503))
    areas = keep_off([land], [])
    up = shapely.LineString([(9.8, 50.5), (10.14, 50.5)])
    assert shapely.union_all(areas).contains(shapely.Point(10.14, 50.5))
    assert not shapely.union_all(with_harbours(areas, [land], [(10.14, 50.51)])).intersects(up)


@pytest.mark.parametrize("port", [(10.0, 50.7), (9.995, 50.2), (10.5, 50.5)])
def test_no_channel_leads_to_an_open_coast_or_through_land(port: tuple[float, float]) -> None:
    areas = keep_off([ISLAND], [])
    cut = shapely.union_all(with_harbours(areas, [ISLAND], [port]))
    assert cut.equals(shapely.union_all(areas))


def test_corners_stand_free_and_are_touched_as_tangents() -> None:
    areas = keep_off([ISLAND], [])
    corners, sight = corners_of(areas), sight_of(areas)
    assert sight.afloat(corners.lon_lat_deg).all()
    west = unit_vectors([9.0, 50.5])
    touched = tangent(corners, west[None])[:, 0]
    # Seen from the west, a way bends round the north and the south, never at the west side.
    assert touched.any()
    assert not touched.all()


def test_corners_survive_their_packed_bearings() -> None:
    corners = corners_of(keep_off([ISLAND], []))
    again = Corners.at_bearings(corners.at, *corners.bearings, corners.rank)
    assert np.allclose(again.before, corners.before, atol=2e-4)
    assert np.allclose(again.after, corners.after, atol=2e-4)


@given(placed)
def test_one_point_is_told_of_tangents_as_restored_corners_are(
    position: tuple[float, float],
) -> None:
    numbers, point = np.arange(0, len(waters().at), 97), unit_vectors(position)
    restored = waters().corners(numbers)
    told = waters().touched(numbers, point)
    assert (told == tangent(restored, point[None])[:, 0]).mean() > 0.999


def test_near_pairs_are_those_that_all_pairs_show() -> None:
    from routes.paths import weaving

    corners = corners_of(keep_off([ISLAND, *TWINS[:1], shapely.box(9.4, 50.2, 9.5, 50.4)], []))
    reach_km = (20.0, 80.0)
    parts = weaving._pairs_within(corners, reach_km)
    found = {tuple(pair) for part in parts for pair in weaving._tangents(corners, part).tolist()}
    km = distances_km(corners.at[:, None], corners.at[None])
    wanted = tangent(corners, corners.at) & tangent(corners, corners.at).T
    wanted &= (km >= reach_km[0]) & (km <= reach_km[1])
    assert found == {(int(a), int(b)) for a, b in np.argwhere(wanted) if a < b}
    assert found


def test_sight_ends_at_land_and_passes_the_antimeridian() -> None:
    sight = sight_of([shapely.box(179, 0, 180, 1), shapely.box(-180, 0, -179, 1)])
    a = unit_vectors([[178, 0.5], [178, 2.0], [-178, 2.0]])
    b = unit_vectors([[-178, 0.5], [-178, 2.0], [178, 2.0]])
    assert sight.free(a, b).tolist() == [False, True, True]


@given(placed, placed, st.floats(0, 1))
def test_points_along_a_great_circle_divide_it(
    a: tuple[float, float], b: tuple[float, float], share: float
) -> None:
    start, end = unit_vectors(a), unit_vectors(b)
    whole = float(distances_km(start, end))
    if whole > 19_900:
        return
    point = along(start, end, share)
    assert float(distances_km(start, point)) == pytest.approx(share * whole, abs=0.01)
    assert unit_vectors(positions(point)) == pytest.approx(point, abs=1e-9)


def test_arcs_cross_on_their_own_side_of_the_globe_only() -> None:
    a, b = unit_vectors([0.0, -1.0]), unit_vectors([0.0, 1.0])
    assert crossing(a, b, unit_vectors([-1.0, 0.0]), unit_vectors([1.0, 0.0]))
    assert not crossing(a, b, unit_vectors([179.0, 0.0]), unit_vectors([-179.0, 0.0]))
    assert not crossing(a, b, unit_vectors([1.0, 0.0]), unit_vectors([2.0, 0.0]))


def a_graph(seed: int) -> Graph:
    chance = np.random.default_rng(seed)
    pairs = np.unique(np.sort(chance.integers(0, 200, (700, 2)), axis=1), axis=0)
    tail, head = pairs[pairs[:, 0] != pairs[:, 1]].T
    return Graph.of(200, tail, head, chance.uniform(1, 100, len(tail)))


@pytest.mark.parametrize("seed", range(5))
def test_the_search_finds_what_dijkstra_finds(seed: int) -> None:
    from scipy.sparse.csgraph import dijkstra

    from routes.paths import surveying

    graph = a_graph(seed)
    exact = dijkstra(graph.matrix(), indices=0)
    table = landmark_table(graph, 0, 4).astype(float) * surveying.LANDMARK_UNIT_KM
    end = int(np.argmax(np.where(np.isfinite(exact), exact, -1)))
    left = np.maximum(0, np.abs(table - table[:, end : end + 1]).max(axis=0) - 1)
    found = shortest(graph, {0: 0.0}, {end: 0.0}, left)
    assert found is not None
    assert found[0] == pytest.approx(exact[end])
    assert found[1][0] == 0
    assert found[1][-1] == end


@given(st.integers(0, 2**32 - 1))
def test_a_search_that_goes_on_finds_what_one_from_the_beginning_does(seed: int) -> None:
    chance = np.random.default_rng(seed)
    pairs = np.unique(np.sort(chance.integers(0, 30, (60, 2)), axis=1), axis=0)
    pairs = pairs[pairs[:, 0] < pairs[:, 1]]
    graph = Graph.of(30, pairs[:, 0], pairs[:, 1], chance.uniform(1, 9, len(pairs)))
    first, last = (
        dict(zip(range(n, n + 4), chance.uniform(0, 30, 4), strict=True)) for n in (0, 26)
    )
    search = Search(graph, [0.0] * 30)
    search.through(dict(list(first.items())[:2]), dict(list(last.items())[:2]))
    later = search.through(dict(list(first.items())[2:]), dict(list(last.items())[2:]))
    anew = shortest(graph, first, last, [0.0] * 30)
    assert (later is None) == (anew is None)
    if later is not None and anew is not None:
        assert later[0] == pytest.approx(anew[0])
        chain = later[1]
        steps = sum(dict(zip(*graph.links_of(a), strict=True))[b] for a, b in pairwise(chain))
        assert first[chain[0]] + steps + last[chain[-1]] == pytest.approx(later[0])


def test_bounds_that_say_too_much_cost_nothing_when_the_search_is_told() -> None:
    graph = Graph.of(4, np.array([0, 1, 0]), np.array([1, 2, 3]), np.array([1.0, 1.0, 1.0]))
    # They hold for an end beyond corner 2 alone; the one beyond corner 3 is known later.
    search = Search(graph, [12.0, 11.0, 10.0, 18.0])
    assert search.through({0: 0.0}, {2: 10.0}) == (12.0, [0, 1, 2])
    assert search.through({}, {3: 2.0}, 16.0) == (3.0, [0, 3])


def test_no_chain_is_found_where_none_is() -> None:
    graph = Graph.of(4, np.array([0, 2]), np.array([1, 3]), np.array([1.0, 1.0]))
    assert shortest(graph, {0: 0.0}, {3: 0.0}, [0.0] * 4) is None


def test_the_file_is_that_of_this_builder_and_small() -> None:
    assert inputs.is_current(WATERS_FILE)
    # Stored plain, for a quick start: a wheel packs it.
    assert len(zlib.compress(WATERS_FILE.read_bytes())) < 6_000_000
    assert waters().mark == load_mark()


def test_a_file_of_other_passages_is_refused() -> None:
    arrays = load_arrays()
    with pytest.raises(ValueError, match="other passages"):
        Waters({**arrays, "gates": arrays["gates"][::-1]})


def test_without_a_store_nothing_is_built_and_nothing_left(tmp_path: Path) -> None:
    with pytest.raises(SupplyroutesError, match="place store cannot be read"):
        build.build_waters(tmp_path / "waters.npy", store=tmp_path / "none.sqlite")
    assert not list(tmp_path.iterdir())


def test_a_file_that_is_not_whole_is_not_current(tmp_path: Path) -> None:
    target = tmp_path / "waters.npy"
    assert not inputs.is_current(target)
    whole = WATERS_FILE.read_bytes()
    for broken in (b"", b"no arrays", whole[:-1]):
        target.write_bytes(broken)
        assert not inputs.is_current(target)
        assert load_mark(target) is None
    target.write_bytes(whole)
    assert inputs.is_current(target)
    assert load_mark(target) == load_mark()
