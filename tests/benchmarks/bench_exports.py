"""Measure every export of a large dossier beside a peer's writing of the same rows.

Usage: python tests/benchmarks/bench_exports.py [ROUTES …] [--only FORMAT]

The dossier has as many routes as asked for (5,000 by default, and a tenth of them to show the
growth), each of one leg by land with a straight line, and four claims a route. Each format is
written in a process of its own, whose CPU seconds and greatest memory are told. The peer writes
much less: geopandas the legs with three columns for GIS formats, `json.dumps` the dossier as it
is for text formats. Tracing sea lines is measured in bench_paths.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from maps.exports import FORMATS, export
from routes.dossier import Dossier

CLAIMS_A_ROUTE = 4
QUOTE = "Sacks have allegedly been carried by lorry from the one place to the other since March"
DRIVERS = {"gpkg": "GPKG", "fgb": "FlatGeobuf", "geojson": "GeoJSON", "kml": "KML"}


def main() -> None:
    """Print one JSON line a format: seconds, growth against a tenth, memory, ratio to the peer."""
    parser = argparse.ArgumentParser()
    parser.add_argument("routes", type=int, nargs="?", default=5000)
    parser.add_argument("--only", choices=tuple(FORMATS))
    parser.add_argument("--one", choices=tuple(FORMATS), help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.one:
        print(json.dumps(measured(asked.one, asked.routes)))
        return
    for name in (asked.only,) if asked.only else FORMATS:
        whole, tenth = in_process(name, asked.routes), in_process(name, max(1, asked.routes // 10))
        growth = round(whole["cpu_s"] / tenth["cpu_s"], 1) if tenth["cpu_s"] else None
        print(json.dumps({"format": name, "routes": asked.routes, **whole, "tenfold": growth}))


def in_process(name: str, routes: int) -> dict[str, Any]:
    done = subprocess.run(
        [sys.executable, __file__, str(routes), "--one", name],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ},
    )
    if done.returncode:
        sys.exit(done.stderr)
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def measured(name: str, routes: int) -> dict[str, Any]:
    """Export once for the imports, on two routes, then measure."""
    from gazetteer import Gazetteer

    dossier = sample(routes)
    with Gazetteer.open() as gazetteer:
        export(sample(2), name, gazetteer=gazetteer)
        seconds, made = timed(lambda: export(dossier, name, gazetteer=gazetteer))
    peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    peer_s, _ = timed(lambda: peer(name, dossier))
    return {
        "cpu_s": round(seconds, 2),
        "peak_mb": round(peak_mb),
        "mb": round(sum(map(len, made.files.values())) / 1e6, 1),
        "peer_s": round(peer_s, 3),
        "ratio": round(seconds / peer_s, 1) if peer_s else None,
    }


def timed(work: Callable[[], Any]) -> tuple[float, Any]:
    start = time.process_time()
    made = work()
    return time.process_time() - start, made


def peer(name: str, dossier: Dossier) -> None:
    if name in DRIVERS or name == "parquet":
        rows = frame(dossier)
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "peer"
            if name == "parquet":
                rows.to_parquet(path)
            else:
                rows.to_file(path, driver=DRIVERS[name], engine="pyogrio")
    else:
        json.dumps(dossier.model_dump(mode="json"), ensure_ascii=False, indent=1)


def frame(dossier: Dossier) -> Any:
    import geopandas as gpd
    from shapely import LineString

    places = {p.id: (p.lon_deg or 0.0, p.lat_deg or 0.0) for p in dossier.places}
    legs = [(r, leg) for r in dossier.routes for leg in r.legs]
    columns = {
        "id": [route.id for route, _ in legs],
        "cargo": [route.cargo for route, _ in legs],
        "mode": [leg.mode.value for _, leg in legs],
    }
    lines = [LineString([places[leg.from_ or ""], places[leg.to or ""]]) for _, leg in legs]
    return gpd.GeoDataFrame(columns, geometry=lines, crs=4326)


def sample(routes: int) -> Dossier:
    """Make a dossier whose routes go criss-cross over Europe and Asia by road and rail."""
    count = max(2, routes // 5)
    places = [
        {
            "id": f"p{n}", "name": f"Place {n}", "country": "XX",
            "lon_deg": round(-5 + (n * 37 % 1000) / 9, 4),
            "lat_deg": round(35 + (n * 53 % 1000) / 45, 4),
        }
        for n in range(count)
    ]  # fmt: skip
    claims = [
        {
            "id": f"c{n}", "source": f"s{n % 500}", "quote": f"{QUOTE} ({n})", "start": 0,
            "end": len(f"{QUOTE} ({n})"), "attributed_to": f"Speaker {n % 300}",
            "stance": "denies" if n % CLAIMS_A_ROUTE == 3 else "asserts",
            "answers": [f"c{n - 3}"] if n % CLAIMS_A_ROUTE == 3 else [],
        }
        for n in range(CLAIMS_A_ROUTE * routes)
    ]  # fmt: skip
    chains = [
        {
            "id": f"r{n}", "title": f"Route {n}", "cargo": "charcoal",
            "legs": [
                {
                    "from": f"p{n % count}", "to": f"p{(n * 7 + 1) % count}",
                    "mode": "rail" if n % 2 else "road",
                    "claims": [f"c{CLAIMS_A_ROUTE * n + k}" for k in range(3)],
                }
            ],
        }
        for n in range(routes)
    ]  # fmt: skip
    sources = [
        {"id": f"s{n}", "title": f"Report {n}", "publisher": "Paper", "published": "2024-05-01",
         "url": f"https://example.org/{n}"}
        for n in range(500)
    ]  # fmt: skip
    return Dossier.model_validate(
        {"id": "bench", "title": "Benchmark", "sources": sources, "places": places,
         "claims": claims, "routes": chains}
    )  # fmt: skip


if __name__ == "__main__":
    main()
