"""Measure lines over water beside searoute and scgraph, in the same run.

Usage: python tests/benchmarks/bench_paths.py DISTANCES.json [COUNT] [--worst] [--local N]
       [--batch N]

The file holds `{"pairs": [{a, b, a_lon_deg, a_lat_deg, b_lon_deg, b_lat_deg,
published_nm}, …]}`. Printed are, one JSON object a line: errors against the published lengths,
lines with no run of over 5 km on land (GSHHG, high resolution, outside waterways), whole and
without the strokes that join the two places, and by Natural Earth, whole; CPU times, of a first
question and of one asked again; the start (that of numpy, shapely, pyproj and pydantic apart),
memory and size of ours, packed as in a wheel; N local problems against the exact visibility
solution of extremitypathfinder; N routes in a batch on two processes.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import statistics
import subprocess
import sys
import time
import warnings
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))
from land_runs import longest_land_run_km

from routes.paths import Unroutable, trace
from routes.paths.geodesy import distance_km, length_km
from routes.paths.journeys import trace_all

Position = tuple[float, float]
Answer = tuple[float, Sequence[Position]]

GROSS_KM = 5.0
NM_KM = 1.852
_WINDOW_DEG = 1.5
_MOST_CORNERS = 350
_MOST_TRIED = 500
_UNCOMPILED = "PYTHONDONTWRITEBYTECODE"
_START = (
    "import time, numpy, shapely, pyproj, pydantic; imported = time.process_time(); "
    "from routes.paths import trace; trace((5.0, 43.0), (10.0, 43.0)); "
    "start = time.process_time() - imported; "
    "trace((121.8, 31.0), (4.0, 52.0)); import resource; "
    "print(imported, start, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)"
)


@dataclass(slots=True)
class Tally:
    """What one engine did with all pairs."""

    name: str
    errors: list[float] = field(default_factory=list)
    times_ms: list[float] = field(default_factory=list)
    known_ms: list[float] = field(default_factory=list)
    gross: list[str] = field(default_factory=list)
    gross_between: int = 0
    gross_natural_earth: int = 0
    worst: list[tuple[float, str]] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)

    def report(self) -> dict[str, Any]:
        """Sum up; errors in per cent of the published distance, refusals told beside them."""
        times, sizes = sorted(self.times_ms), [abs(error) for error in self.errors]
        known = sorted(self.known_ms)
        return {
            "engine": self.name,
            "answered": len(sizes),
            "refused": len(self.refused),
            "median_error_pct": round(statistics.median(sizes), 2),
            "median_signed_pct": round(statistics.median(self.errors), 2),
            "over_10_pct": round(sum(size > 10 for size in sizes) / len(sizes), 3),
            "no_gross_land": round(1 - len(self.gross) / len(sizes), 3),
            "no_gross_land_between": round(1 - self.gross_between / len(sizes), 3),
            "no_gross_land_natural_earth": round(1 - self.gross_natural_earth / len(sizes), 3),
            "median_ms": round(statistics.median(times), 1),
            "p95_ms": round(times[int(len(times) * 0.95)], 1),
            "known_ends_median_ms": round(statistics.median(known), 1),
            "known_ends_p95_ms": round(known[int(len(known) * 0.95)], 1),
        }


def main() -> None:
    """Run the engines over the file and print their tallies and ratios."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("distances", type=Path)
    parser.add_argument("count", type=int, nargs="?")
    parser.add_argument("--worst", action="store_true")
    parser.add_argument("--local", type=int, default=0)
    parser.add_argument("--batch", type=int, default=0)
    options = parser.parse_args()
    pairs = json.loads(options.distances.read_text(encoding="utf-8"))["pairs"][: options.count]
    say(footprint())
    tallies = [
        run("ours", by_us, pairs),
        run("searoute", by_searoute, pairs),
        run("scgraph", by_scgraph, pairs),
    ]
    reports = [tally.report() for tally in tallies]
    for report in reports:
        say(report)
    keys = ("median_error_pct", "over_10_pct", "no_gross_land", "median_ms")
    for peer in reports[1:]:
        ratios = {key: round(reports[0][key] / (peer[key] or 1), 2) for key in keys}
        say({f"ours_to_{peer['engine']}": ratios})
    if options.local:
        say(local_problems(options.local))
    if options.batch:
        say(batch(pairs, options.batch))
    if options.worst:
        ours = tallies[0]
        told = [*ours.refused, *(f"land: {one}" for one in ours.gross)]
        sys.stdout.write("\n".join([*told, *(text for _, text in sorted(ours.worst)[-25:])]) + "\n")


def run(name: str, engine: Callable[[Position, Position], Answer], pairs: list[Any]) -> Tally:
    """Ask one engine for every pair, once it has started."""
    tally = Tally(name)
    answers: list[tuple[Any, float, Sequence[Position]]] = []
    engine((5.0, 43.0), (10.0, 43.0))
    for pair in pairs:
        a = (pair["a_lon_deg"], pair["a_lat_deg"])
        b = (pair["b_lon_deg"], pair["b_lat_deg"])
        started = time.process_time()
        try:
            length, line = engine(a, b)
        except Unroutable as refusal:
            tally.refused.append(f"{named(pair)}: {refusal}")
            continue
        tally.times_ms.append((time.process_time() - started) * 1000)
        started = time.process_time()
        engine(a, b)
        tally.known_ms.append((time.process_time() - started) * 1000)
        answers.append((pair, length, line))
    # Afterwards: the ruler would leave nothing of an engine in the processor's cache.
    for pair, length, line in answers:
        judge(tally, pair, length, line)
    return tally


def judge(tally: Tally, pair: Any, length_km: float, line: Sequence[Position]) -> None:
    """Hold an answer against the published length and the shores."""
    label = named(pair)
    error = 100 * (length_km / (pair["published_nm"] * NM_KM) - 1)
    tally.errors.append(error)
    tally.worst.append((abs(error), f"{error:+.1f} % {label}"))
    if (run_km := longest_land_run_km(line)) > GROSS_KM:
        tally.gross.append(f"{run_km:.1f} km {label}")
        tally.gross_between += len(line) > 3 and longest_land_run_km(line[1:-1]) > GROSS_KM
    tally.gross_natural_earth += longest_land_run_km(line, "natural_earth") > GROSS_KM


def named(pair: Any) -> str:
    return f"{pair['a']} - {pair['b']}"


def by_us(a: Position, b: Position) -> Answer:
    """Trace with this package."""
    line = trace(a, b)
    return line.length_km, line.coordinates


def by_searoute(a: Position, b: Position) -> Answer:
    """Ask searoute as its users do, with both ends joined."""
    import searoute

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        found = searoute.searoute(list(a), list(b), append_orig_dest=True)
    line = [((lon + 180) % 360 - 180, lat) for lon, lat in found.geometry["coordinates"]]
    return float(found.properties["length"]), line


def by_scgraph(a: Position, b: Position) -> Answer:
    """Ask the network of scgraph 2.15, the last release that ships it; later ones download it."""
    from scgraph.geographs.marnet import marnet_geograph

    found = marnet_geograph.get_shortest_path(
        origin_node={"latitude": a[1], "longitude": a[0]},
        destination_node={"latitude": b[1], "longitude": b[0]},
        output_units="km",
    )
    line = [(float(lon), float(lat)) for lat, lon in found["coordinate_path"]]
    return float(found["length"]), [((lon + 180) % 360 - 180, lat) for lon, lat in line]


def footprint() -> dict[str, float]:
    """Measure the start in a fresh process, its memory after a long route, and the data."""
    from routes.paths.waters import WATERS_FILE

    # An installed package is compiled: the first process sees to that.
    compiled = {name: value for name, value in os.environ.items() if name != _UNCOMPILED}
    for _ in range(2):
        done = subprocess.run(
            [sys.executable, "-c", _START], capture_output=True, text=True, check=True, env=compiled
        )
    imported, start, kilobytes = (float(part) for part in done.stdout.split())
    size = len(zlib.compress(WATERS_FILE.read_bytes()))
    return {
        "libraries_s": round(imported, 2),
        "start_s": round(start, 2),
        "memory_mb": round(kilobytes / 1024),
        "data_mb": round(size / 1e6, 2),
    }


def batch(pairs: list[Any], count: int) -> dict[str, float]:
    """Route between ports of the file, in no order, on two processes."""
    ports = [(p[f"{end}_lon_deg"], p[f"{end}_lat_deg"]) for p in pairs for end in "ab"]
    step = len(ports) // 2 + 1
    jobs = [
        (ports[n % len(ports)], ports[(n * step + n // len(ports) + 1) % len(ports)])
        for n in range(count)
    ]
    before = os.times()
    started = time.perf_counter()
    found = trace_all(jobs, processes=2)
    seconds = time.perf_counter() - started
    after = os.times()
    cpu_s = sum(after[:4]) - sum(before[:4])
    return {
        "batch": count,
        "routed": count - sum(isinstance(line, Unroutable) for line in found),
        "routes_a_second": round(count / seconds, 1),
        "routes_in_two_cpu_seconds": round(2 * count / cpu_s, 1),
    }


def local_problems(count: int) -> dict[str, float]:
    """Compare with the exact shortest ways round the same areas, by an independent library."""
    import numpy as np

    chance = np.random.default_rng(151)
    ratios: list[float] = []
    refused = 0
    while len(ratios) < count:
        try:
            found = _local_problem(chance)
        except Unroutable:
            # In an icy strait that is no ordinary passage, or in a pocket.
            refused += 1
            continue
        if found is not None:
            ratios.append(found)
    return {
        "local_problems": count,
        "refused": refused,
        "longest_to_exact": round(max(ratios), 4),
        "median_to_exact": round(statistics.median(ratios), 4),
    }


def _local_problem(chance: Any) -> float | None:
    """Return our length to the exact one between two points near a random corner."""
    import shapely

    from routes.paths.waters import waters

    world = waters()
    lon, lat = world.lon_lat_deg[chance.integers(len(world.lon_lat_deg))]
    if abs(lat) > 70 or abs(lon) > 175:
        return None
    squeeze = math.cos(math.radians(lat))
    half = _WINDOW_DEG / 2
    limits = (lon - half / squeeze, lat - half, lon + half / squeeze, lat + half)
    free = shapely.difference(shapely.box(*limits), world.sight.nearby(*limits))
    basin = max(shapely.get_parts(free), key=lambda part: part.area)
    if shapely.get_num_coordinates(basin) > _MOST_CORNERS:
        return None
    west, south, east, north = basin.bounds
    tried = chance.uniform((west, south), (east, north), (_MOST_TRIED, 2))
    ends: list[Position] = list(
        map(tuple, tried[shapely.contains_xy(basin.buffer(-0.02), tried)][:2].tolist())
    )
    if len(ends) < 2 or distance_km(ends[0], ends[1]) < 30:
        return None
    if basin.contains(shapely.LineString(ends)):
        return None
    exact = _exact(basin, ends, squeeze)
    return trace(ends[0], ends[1]).length_km / exact


def _exact(basin: Any, ends: Sequence[Position], squeeze: float) -> float:
    from extremitypathfinder import PolygonEnvironment

    def flat(ring: Any, *, left: bool) -> list[Position]:
        points = [(x * squeeze, y) for x, y in ring.coords[:-1]]
        return points if ring.is_ccw == left else points[::-1]

    environment = PolygonEnvironment()
    environment.store(
        flat(basin.exterior, left=True), [flat(ring, left=False) for ring in basin.interiors]
    )
    start, goal = ((x * squeeze, y) for x, y in ends)
    path, _ = environment.find_shortest_path(start, goal)
    return length_km([(x / squeeze, y) for x, y in path])


def say(what: dict[str, Any]) -> None:
    """Print one JSON object on a line."""
    sys.stdout.write(json.dumps(what) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
