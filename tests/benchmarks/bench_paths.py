"""Measure sea legs against published port distances, beside plain searoute in the same run.

Usage: python tests/benchmarks/bench_paths.py DISTANCES.json [COUNT] [--worst]

The file holds `{"pairs": [{a, b, a_lon_deg, a_lat_deg, b_lon_deg, b_lat_deg,
published_nm}, …]}`. Gross land runs (over 5 km outside the canals and rivers that the package
knows, away from the last 25 km) are counted on the same shore for both.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import time
import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any

from routes.paths import Unroutable, trace
from routes.paths.coast import coast
from routes.paths.geodesy import distance_km

Position = tuple[float, float]
Answer = tuple[float, Sequence[Position]]

GROSS_KM = 5.0
APPROACH_KM = 25.0
NM_KM = 1.852


@dataclass(slots=True)
class Tally:
    """What one engine did with all pairs."""

    name: str
    errors: list[float] = field(default_factory=list)
    times_ms: list[float] = field(default_factory=list)
    gross: int = 0
    worst: list[tuple[float, str]] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)

    def report(self) -> dict[str, Any]:
        """Sum up; errors in per cent of the published distance."""
        times = sorted(self.times_ms)
        return {
            "engine": self.name,
            "answered": len(self.errors),
            "refused": len(self.refused),
            "median_error_pct": round(statistics.median(self.errors), 2),
            "over_10_pct": round(sum(e > 10 for e in self.errors) / len(self.errors), 3),
            "gross_land": round(self.gross / len(self.errors), 3),
            "median_ms": round(statistics.median(times), 1),
            "p95_ms": round(times[int(len(times) * 0.95)], 1),
        }


def main() -> None:
    """Run both engines over the file and print their tallies and ratios."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("distances", type=Path)
    parser.add_argument("count", type=int, nargs="?")
    parser.add_argument("--worst", action="store_true")
    options = parser.parse_args()
    pairs = json.loads(options.distances.read_text(encoding="utf-8"))["pairs"][: options.count]
    started = time.perf_counter()
    trace((5.0, 43.0), (10.0, 43.0))
    cold = time.perf_counter() - started
    ours, plain = (run("ours", by_us, pairs), run("searoute", by_searoute, pairs))
    _say(json.dumps({"cold_s": round(cold, 2)}))
    reports = [tally.report() for tally in (ours, plain)]
    for report in reports:
        _say(json.dumps(report))
    keys = ("median_error_pct", "over_10_pct", "gross_land", "median_ms")
    ratios = {key: round(reports[0][key] / (reports[1][key] or 1), 2) for key in keys}
    _say(json.dumps({"ours_to_searoute": ratios}))
    if options.worst:
        _say("\n".join([*ours.refused, *(text for _, text in sorted(ours.worst)[-25:])]))


def run(name: str, engine: Callable[[Position, Position], Answer], pairs: list[Any]) -> Tally:
    """Ask one engine for every pair."""
    tally = Tally(name)
    for pair in pairs:
        a = (pair["a_lon_deg"], pair["a_lat_deg"])
        b = (pair["b_lon_deg"], pair["b_lat_deg"])
        label = f"{pair['a']} - {pair['b']}"
        started = time.perf_counter()
        try:
            length_km, line = engine(a, b)
        except Unroutable as refusal:
            tally.refused.append(f"{label}: {refusal}")
            continue
        tally.times_ms.append((time.perf_counter() - started) * 1000)
        published_km = pair["published_nm"] * NM_KM
        error = 100 * (length_km / published_km - 1)
        tally.errors.append(abs(error))
        tally.worst.append((abs(error), f"{error:+.1f} % {label}"))
        tally.gross += crosses_land(line)
    return tally


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


def crosses_land(line: Sequence[Position]) -> bool:
    """Whether a line has a gross run over land away from its ends."""
    length_km = sum(distance_km(a, b) for a, b in pairwise(line))
    return any(
        end - start > GROSS_KM and min(start, length_km - end) > APPROACH_KM
        for start, end in coast().land_runs(line)
    )


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")


if __name__ == "__main__":
    main()
