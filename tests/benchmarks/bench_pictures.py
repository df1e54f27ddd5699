"""Measure pictures of large dossiers beside a plain plot of the same lines by geopandas.

Usage: python tests/benchmarks/bench_pictures.py [LEGS …] (500 and 5,000 by default)

Figures are CPU seconds (user and system) from the dossier to the bytes of a PNG of 180 mm, each in
a process of its own after a picture of two legs, the least of `--rounds`, and the most memory of
the process. The peer draws the straight lines alone, on the same paper at the same resolution:
no ground, numbers, names, key or sources.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
from io import BytesIO
from typing import Any

from bench_exports import frame, sample, timed

from gazetteer import Gazetteer
from maps import picture
from routes.dossier import Dossier


def main() -> None:
    """Print one JSON line a size."""
    parser = argparse.ArgumentParser()
    parser.add_argument("legs", type=int, nargs="*", default=[500, 5000])
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--one", action="store_true", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.one:
        print(json.dumps(measured(asked.legs[0], asked.rounds)))
        return
    for legs in asked.legs:
        command = [sys.executable, __file__, str(legs), "--one", "--rounds", str(asked.rounds)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            sys.exit(done.stderr)
        print(done.stdout.strip())


def measured(legs: int, rounds: int) -> dict[str, Any]:
    dossier = sample(legs)
    with Gazetteer.open() as gazetteer:
        picture(sample(2), gazetteer=gazetteer).render("png")
        runs = [
            timed(lambda: picture(dossier, gazetteer=gazetteer).render("png"))
            for _ in range(rounds)
        ]
    peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    seconds = min(run[0] for run in runs)
    peer_s = min(timed(lambda: plain_plot(dossier))[0] for _ in range(rounds))
    return {
        "legs": legs,
        "cpu_s": round(seconds, 2),
        "peak_mb": round(peak_mb),
        "kb": len(runs[0][1]) // 1000,
        "peer_s": round(peer_s, 2),
        "ratio": round(seconds / peer_s, 1),
    }


def plain_plot(dossier: Dossier) -> bytes:
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(figsize=(180 / 25.4, 100 / 25.4), dpi=300)
    FigureCanvasAgg(figure)
    frame(dossier).plot(ax=figure.add_axes((0, 0, 1, 1)), column="mode", linewidth=0.5)
    stream = BytesIO()
    figure.savefig(stream, format="png", dpi=300)
    return stream.getvalue()


if __name__ == "__main__":
    main()
