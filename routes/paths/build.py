"""Makes the graph of the world's waters out of the shore and the courses of canals and rivers.

Runs while the package is built (`hatch_build.py`), after the place store, and by
`python -m routes.paths.build`. The result is one file of arrays; the same inputs give the
same bytes.
"""

from __future__ import annotations

import hashlib
import sqlite3
import sys
import zlib
from pathlib import Path
from typing import Any

import numpy as np
import shapely

from gazetteer.errors import SupplyroutesError
from routes.paths.corners import REACH_KM, Corners, corners_of
from routes.paths.geodesy import geod
from routes.paths.harbours import with_harbours
from routes.paths.inputs import fingerprint
from routes.paths.keepoff import keep_off
from routes.paths.line import Position
from routes.paths.packing import packed
from routes.paths.passages import extra_km, gate_strokes, passages, shut
from routes.paths.raster import offing, solid
from routes.paths.search import Graph
from routes.paths.sight import GRID_DEG, PIECE_KM, WIDE_PIECE_KM, Sight, in_tiles
from routes.paths.surveying import landmark_table
from routes.paths.vectors import crossing, unit_vectors
from routes.paths.waters import KM_UNIT, WATERS_FILE, gates_mark
from routes.paths.weaving import Edges, ranked, weave

__all__ = ["build_waters", "main"]

STORE = Path(__file__).parents[2] / "gazetteer" / "data" / "places.sqlite"
_SOLID_DEG, _OFFING_DEG, _WIDE_OFFING_DEG = 0.05, 0.25, 0.5
_WIDE_GATE_DEG = 0.05
_LANDMARKS = 16
# The first landmark is the corner farthest from the one nearest to here: the mid-Atlantic.
_OPEN_SEA = (-30.0, 10.0)


def build_waters(target: Path = WATERS_FILE, *, store: Path = STORE) -> dict[str, int]:
    """Make the file, whole or not at all.

    Parameters
    ----------
    target
        The file to make; written beside it first, then renamed.
    store
        The place store, which holds the shore.

    Returns
    -------
    dict
        Counts of areas, corners and edges.

    Raises
    ------
    SupplyroutesError
        If the store is missing or holds no shore.
    """
    land = [shapely.from_wkb(zlib.decompress(blob)) for blob in _shore(store)]
    areas = keep_off(land, [row.course for row in passages() if row.course])
    areas = with_harbours(areas, land, _harbours(store))
    tiles = in_tiles(areas)
    rasters = {
        "offing": offing(areas, _OFFING_DEG, PIECE_KM / 2),
        "wide_offing": offing(areas, _WIDE_OFFING_DEG, WIDE_PIECE_KM / 2),
        "solid": solid(areas, _SOLID_DEG),
    }
    sight = Sight(tiles, **rasters)
    corners = corners_of(areas)
    corners = ranked(corners.chosen(sight.afloat(corners.lon_lat_deg)), sight)
    edges = _on_the_ellipsoid(corners, weave(corners, sight))
    crossed = _crossings(corners, edges)
    arrays = {
        **_packed_areas(tiles),
        **_packed_corners(corners),
        **_packed_edges(edges),
        **{name: raster.bits for name, raster in rasters.items()},
        "crossed": crossed.astype(np.uint32),
        "landmarks": _survey(corners, edges, crossed),
        "gates": gates_mark(),
    }
    arrays["mark"] = np.frombuffer(_summed_up(arrays).encode(), np.uint8)
    # The file ends with it, and with no bytes of padding: there it is found without numpy.
    arrays["inputs"] = np.frombuffer(fingerprint().encode(), np.int64)
    _write(target, arrays)
    return {"areas": len(areas), "corners": len(corners.at), "edges": len(edges.tail)}


def main() -> int:
    """Make the file for a working copy; one line tells what was made."""
    try:
        counts = build_waters()
    except SupplyroutesError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    told = ", ".join(f"{count} {what}" for what, count in counts.items())
    sys.stdout.write(f"{WATERS_FILE}: {told}, {WATERS_FILE.stat().st_size / 1e6:.1f} MB\n")
    return 0


def _rows(store: Path, question: str) -> list[Any]:
    try:
        base = sqlite3.connect(f"file:{store}?mode=ro", uri=True)
        try:
            return base.execute(question).fetchall()
        finally:
            base.close()
    except sqlite3.Error as error:
        raise SupplyroutesError(
            f"the place store cannot be read ({error})",
            file=store,
            remedy="make it with python -m gazetteer.build",
        ) from error


def _shore(store: Path) -> list[bytes]:
    """Return the tiles of the shore as the store keeps them: packed, in its order."""
    rows = _rows(
        store,
        "SELECT s.geometry FROM extent e JOIN shape s ON s.id = e.id WHERE e.layer = 'shore' "
        "AND e.scale = 10 ORDER BY e.id",
    )
    if not rows:
        raise SupplyroutesError("the place store holds no shore", file=store)
    return [blob for (blob,) in rows]


def _harbours(store: Path) -> list[Position]:
    """Return where the ports of the World Port Index are."""
    rows = _rows(
        store,
        "SELECT DISTINCT lon, lat FROM place JOIN ref ON ref.place = place.id WHERE ref.source = "
        "(SELECT known.key FROM meta, json_each(meta.value) AS known "
        "WHERE meta.key = 'sources' AND known.value = 'wpi') ORDER BY lon, lat",
    )
    return [(lon / 100_000, lat / 100_000) for lon, lat in rows]


def _summed_up(arrays: dict[str, Any]) -> str:
    digest = hashlib.sha256()
    for name, array in arrays.items():
        digest.update(f"\0{name} {array.dtype} {array.shape}\0".encode())
        digest.update(array.tobytes())
    return digest.hexdigest()


def _on_the_ellipsoid(corners: Corners, edges: Edges) -> Edges:
    ends = (corners.lon_lat_deg[which].T for which in (edges.tail, edges.head))
    (a_lon, a_lat), (b_lon, b_lat) = ends
    return edges._replace(km=geod().inv(a_lon, a_lat, b_lon, b_lat)[2] / 1000)


def _crossings(corners: Corners, edges: Edges) -> Any:
    """Return pairs of an edge and a gate that it crosses."""
    strokes, _ = gate_strokes()
    tails, heads = corners.at[edges.tail], corners.at[edges.head]
    wide = np.abs(strokes[:, 0] - strokes[:, 1]).max(axis=1) > _WIDE_GATE_DEG
    found = []
    for number in np.flatnonzero(wide).tolist():
        (which,) = np.nonzero(crossing(tails, heads, *unit_vectors(strokes[number])))
        found.append(np.stack([which, np.full(len(which), number)], axis=1))
    # Gates across rivers and canals are crossed by short edges, straight on any map.
    lon_lat = corners.lon_lat_deg
    ends = np.stack([lon_lat[edges.tail], lon_lat[edges.head]], axis=1)
    short = np.flatnonzero((edges.km < REACH_KM[1]) & (np.abs(np.diff(ends[:, :, 0])) < 180)[:, 0])
    tree = shapely.STRtree(shapely.linestrings(strokes[~wide]))
    which, gate = tree.query(shapely.linestrings(ends[short]), predicate="intersects")
    found.append(np.stack([short[which], np.flatnonzero(~wide)[gate]], axis=1))
    return np.concatenate(found)


def _survey(corners: Corners, edges: Edges, crossed: Any) -> Any:
    """Return the landmarks' table; neighbours differ by little, and differences pack well."""
    km = edges.km + extra_km(crossed, len(edges.km), shut())
    graph = Graph.of(len(corners.at), edges.tail, edges.head, km)
    start = int(np.argmax(corners.at @ unit_vectors(_OPEN_SEA)))
    steps = np.diff(landmark_table(graph, start, _LANDMARKS), axis=1, prepend=np.uint16(0))
    # They wrap: half of them are a little less than nothing.
    return packed(steps.view(np.int16))


def _packed_areas(tiles: list[Any]) -> dict[str, Any]:
    _, points, (rings, polygons) = shapely.to_ragged_array(tiles)
    return {
        "area_points": _steps(points),
        "area_rings": np.diff(rings).astype(np.uint16),
        "area_polygons": np.diff(polygons).astype(np.uint16),
    }


def _packed_corners(corners: Corners) -> dict[str, Any]:
    return {
        "corners": _steps(corners.lon_lat_deg),
        "before": corners.bearings[0],
        "after": corners.bearings[1],
        "rank": corners.rank,
    }


def _packed_edges(edges: Edges) -> dict[str, Any]:
    return {
        "edge_tail": np.diff(edges.tail, prepend=0).astype(np.int32),
        "edge_head": packed(edges.head - edges.tail),
        "edge_km": packed(np.round(edges.km / KM_UNIT)),
    }


def _steps(lon_lat_deg: Any) -> Any:
    """Return what leads from each position to the next, on the grid of positions."""
    grid = np.round(lon_lat_deg / GRID_DEG).astype(np.int32)
    return packed(np.diff(grid, axis=0, prepend=np.int32(0)))


def _write(target: Path, arrays: dict[str, Any]) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    temporary = target.with_name(f"{target.name}.partial")
    try:
        # One record of arrays, which a reader maps into memory instead of copying it.
        fields = [(name, array.dtype, array.shape) for name, array in arrays.items()]
        record = np.zeros((), np.dtype(fields, align=True))
        for name, array in arrays.items():
            record[name] = array
        with temporary.open("wb") as stream:
            np.save(stream, record)
        temporary.replace(target)
    finally:
        temporary.unlink(missing_ok=True)


if __name__ == "__main__":
    sys.exit(main())
