"""Measures the import of a dump of GeoNames, and look-ups in the store that it makes.

    python tests/benchmarks/bench_import.py [--rows 12000000] [--peer-rows N] [--folder DIR]

A synthetic dump is written to a temporary folder: names of one to three words, a third with
accents, a quarter of the rows with other names in up to four scripts, and feature classes in
about the shares of the real dump. Printed: rows a second, beside a plain import of the same
rows by `csv` and `sqlite3` and the ratio of both; the peak memory of all processes of the
import; and the time of an exact look-up in the new store, alone and layered over the embedded
one, as ratios to that of the embedded store alone.
"""

from __future__ import annotations

import argparse
import csv
import os
import random
import resource
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from itertools import islice
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from gazetteer import Gazetteer

CHUNK = 50_000
LOOK_UPS = 4_000
ROUNDS = 5
POLL_S = 0.1

# Code and share of the rows, in the rough proportions of the dump of the world.
FEATURES = (
    ("P.PPL", 36), ("P.PPLA3", 1), ("P.PPLX", 2), ("P.PPLL", 3), ("H.STM", 11), ("H.LK", 3),
    ("H.SPNG", 2), ("H.WLL", 1), ("H.CNL", 1), ("S.HTL", 3), ("S.SCH", 4), ("S.CH", 4),
    ("S.FRM", 3), ("S.RSTN", 1), ("S.AIRP", 1), ("S.BLDG", 2), ("L.LCTY", 3), ("L.PRK", 2),
    ("L.PRT", 1), ("T.MT", 5), ("T.HLL", 4), ("T.ISL", 1), ("T.VAL", 2), ("A.ADM4", 2),
    ("A.ADM3", 1), ("V.FRST", 1),
)  # fmt: skip
ONSETS = [*"bdfghklmnprstvz", "ch", "sh", "kh", "br", "tr", "st", "gr"]
VOWELS = [*"aeiou" * 6, "á", "ö", "ī"]
CODAS = ["", "n", "r", "l", "sk", "m", "", "", "ng"]
COUNTRIES = [
    *("AE", "CN", "DE", "EG", "FR", "GB", "IN", "IR", "KE", "KZ"),
    *("MX", "NG", "PK", "RU", "TR", "UA", "US", "VN", "YE", "ZA"),
]
GENERIC = ("Lake {}", "{} River", "San {}", "Nueva {}", "{} el {}", "{} Creek", "Wadi {}")
OTHER_SCRIPTS = ("Селение{}", "قرية{}", "村{}", "Χωριό{}")


def main(arguments: Sequence[str]) -> int:
    """Print the figures, one a line."""
    sys.stdout.reconfigure(line_buffering=True)  # type: ignore[union-attr]
    asked = _asked(arguments)
    with tempfile.TemporaryDirectory(dir=asked.folder) as folder:
        dump = Path(folder) / "synthetic.txt"
        sample = write_dump(dump, asked.rows)
        print(f"{asked.rows:,} rows, {dump.stat().st_size / 1e6:,.0f} MB")
        layer = Path(folder) / "synthetic.sqlite"
        busy_before = _cpu_s()
        took, peak_bytes = _imported(dump, layer)
        busy = _cpu_s() - busy_before
        ours = asked.rows / took
        print(f"ours  {ours:,.0f} rows/s in {took:.1f} s, peak {peak_bytes / 1e6:,.0f} MB")
        print(f"      {busy:.1f} s of processors, {busy / took:.2f} at a time")
        print(f"store {layer.stat().st_size / 1e6:,.0f} MB")
        peer_rows = min(asked.rows, asked.peer_rows or asked.rows)
        peer = peer_rows / _timed(lambda: naive_import(dump, Path(folder) / "peer.db", peer_rows))
        print(f"peer  {peer:,.0f} rows/s (csv and sqlite3, {peer_rows:,} rows)")
        print(f"rows/s ours / peer ratio {ours / peer:.2f}")
        _print_look_ups(layer, sample)
    return 0


def _asked(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--rows", type=int, default=12_000_000)
    parser.add_argument("--peer-rows", type=int, help="by default as many")
    parser.add_argument("--folder", type=Path, help="where there is room; 1 kB a row at most")
    return parser.parse_args(arguments)


def write_dump(path: Path, rows: int) -> list[str]:
    """Write a synthetic dump row by row, and give some names of places in it."""
    chosen = random.Random(20260905)
    made = synthetic_rows(chosen, rows)
    sample: list[str] = []
    with path.open("w", encoding="utf-8", newline="\n") as stream:
        while chunk := list(islice(made, CHUNK)):
            stream.write("\n".join(chunk))
            stream.write("\n")
            towns = [parts[1] for line in chunk if (parts := line.split("\t"))[6] == "P"]
            sample += chosen.sample(towns, min(len(towns), 1 + LOOK_UPS * CHUNK // rows))
    return sample[:LOOK_UPS]


def synthetic_rows(chosen: random.Random, rows: int) -> Iterator[str]:
    """Make lines of 19 columns; the first 500 are divisions, in which the others lie."""
    stems = [_stem(chosen) for _ in range(40_000)]
    codes = [code.split(".") for code, share in FEATURES for _ in range(share)]
    for number in range(1, rows + 1):
        country = COUNTRIES[number % 20]
        first = f"{number // 20 % 25:02}"
        group, code = ("A", "ADM1") if number <= 500 else codes[int(chosen.random() * len(codes))]
        name = _name(chosen, stems)
        people = int(10 ** (chosen.random() * 5)) if group == "P" and chosen.random() < 0.1 else 0
        lat, lon = chosen.random() * 150 - 70, chosen.random() * 360 - 180
        yield (
            f"{number}\t{name}\t{name}\t{_others(chosen, stems)}\t{lat:.5f}\t{lon:.5f}\t{group}\t"
            f"{code}\t{country}\t\t{first}\t\t\t\t{people}\t\t120\tEtc/UTC\t2020-01-01"
        )


def _stem(chosen: random.Random) -> str:
    parts = [
        chosen.choice(ONSETS) + chosen.choice(VOWELS) + chosen.choice(CODAS)
        for _ in range(chosen.choice((1, 2, 2)))
    ]
    return "".join(parts).capitalize()


def _name(chosen: random.Random, stems: list[str]) -> str:
    drawn = chosen.random()
    one, two = stems[int(chosen.random() * 40_000)], stems[int(chosen.random() * 40_000)]
    if drawn < 0.15:
        return chosen.choice(GENERIC).format(one + two.lower(), two)
    return one + two.lower() if drawn < 0.65 else f"{one} {two}"


def _others(chosen: random.Random, stems: list[str]) -> str:
    drawn = chosen.random()
    if drawn > 0.25:
        return ""
    others = [_name(chosen, stems) for _ in range(1 + int(drawn * 16))]
    others.append(chosen.choice(OTHER_SCRIPTS).format(int(drawn * 1e6)))
    return ",".join(others)


def _imported(dump: Path, layer: Path) -> tuple[float, int]:
    """Import in a process of its own; give the time, and the peak memory of it and its own."""
    program = (
        "import sys\n"
        "from pathlib import Path\n"
        "from gazetteer.imports.importing import import_layer\n"
        "if __name__ == '__main__':\n"
        "    import_layer(Path(sys.argv[1]), Path(sys.argv[2]), processes=int(sys.argv[3]))\n"
    )
    script = layer.with_name("importing.py")
    script.write_text(program, encoding="utf-8")
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    began = time.perf_counter()
    child = subprocess.Popen(
        [sys.executable, str(script), str(dump), str(layer), str(os.cpu_count())],
        env=environment,
        cwd=layer.parent,
    )
    peak = 0
    while child.poll() is None:
        peak = max(peak, _memory_of_tree(child.pid))
        time.sleep(POLL_S)
    took = time.perf_counter() - began
    if child.returncode:
        raise SystemExit(f"the import ended with status {child.returncode}")
    return took, peak


def _cpu_s() -> float:
    """Give the processor time of all processes that have ended under this one."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _memory_of_tree(pid: int) -> int:
    """Add up what a process and its descendants hold; shared pages count in shares."""
    held = 0
    for line in _read(f"/proc/{pid}/smaps_rollup").splitlines():
        if line.startswith("Pss:"):
            held = int(line.split()[1]) * 1024
    for task in _read(f"/proc/{pid}/task/{pid}/children").split():
        held += _memory_of_tree(int(task))
    return held


def _read(path: str) -> str:
    try:
        return Path(path).read_text(encoding="ascii")
    except OSError:
        return ""


def naive_import(dump: Path, target: Path, rows: int) -> None:
    """Import as one would at first: csv, executemany, lower-case names, an index at the end."""
    with closing(sqlite3.connect(target)) as store, dump.open(encoding="utf-8") as stream:
        store.execute("CREATE TABLE place (id INTEGER PRIMARY KEY, name, lat, lon, code, country)")
        store.execute("CREATE TABLE name (name TEXT, place INT)")
        taken = islice(csv.reader(stream, delimiter="\t", quoting=csv.QUOTE_NONE), rows)
        while chunk := list(islice(taken, CHUNK)):
            places = ((int(r[0]), r[1], float(r[4]), float(r[5]), r[7], r[8]) for r in chunk)
            store.executemany("INSERT INTO place VALUES (?,?,?,?,?,?)", places)
            names = ((n.lower(), int(r[0])) for r in chunk for n in (r[1], *r[3].split(",")) if n)
            store.executemany("INSERT INTO name VALUES (?,?)", names)
        store.execute("CREATE INDEX by_name ON name (name)")
        store.commit()


def _timed(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def _print_look_ups(layer: Path, sample: list[str]) -> None:
    """Time the stores in turns, so that a busy moment of the machine hits all of them."""
    with (
        Gazetteer.open() as small,
        Gazetteer.open(layer) as new,
        Gazetteer.open(layers=[layer]) as both,
    ):
        known = _towns(small)
        rounds = [
            (
                _look_up_us(small, known),
                _look_up_us(new, sample),
                _look_up_us(both, [*known, *sample]),
            )
            for _ in range(ROUNDS)
        ]
    first = rounds[0][2] / rounds[0][0]
    base, alone, layered = map(statistics.median, zip(*rounds, strict=True))
    print(f"look-up in the embedded store {base:.1f} µs")
    print(f"look-up in the new store      {alone:.1f} µs, ratio {alone / base:.2f}")
    print(
        f"look-up in both, layered      {layered:.1f} µs, ratio {layered / base:.2f}, "
        f"at first {first:.2f}"
    )


def _towns(gazetteer: Gazetteer) -> list[str]:
    kind = gazetteer.kind_number("city")
    rows = gazetteer.rows("SELECT name FROM place WHERE kind = ? ORDER BY id", (kind,))
    return random.Random(1).sample([name for (name,) in rows], LOOK_UPS)


def _look_up_us(gazetteer: Gazetteer, names: Sequence[str]) -> float:
    def all_names() -> None:
        for name in names:
            gazetteer.entries(name)

    return _timed(all_names) / len(names) * 1e6


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
