"""Large dossiers: load, check, diff and merge, with the growth from a tenth and the memory.

Each figure is CPU time (user and system), the least of `--rounds` runs in a process of its own,
beside what the issue allows, and beside a plain `yaml.safe_load` of the same file.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

ROUTES, CLAIMS_A_ROUTE, REPORTS = 5000, 4, 500
ALLOWED = {"load": 3.0, "check": 10.0, "diff": 5.0, "merge": 20.0}
MEMORY_MB = 600.0


def dossier_data(routes: int, changed: int = 0) -> tuple[dict[str, Any], dict[str, str]]:
    """Make a dossier of many routes, each with four claims in two of its many sources."""
    texts: dict[str, list[str]] = {}
    sizes: dict[str, int] = {}
    places = [
        {
            "id": f"p{n}",
            "name": f"Wharf {n}",
            "as_written": [f"Wharf {n}"],
            "country": "DE",
            "kind": "port",
            "lon_deg": 8.0 + (n % 97) * 0.05,
            "lat_deg": 50.0 + (n % 89) * 0.03,
            "precision": "site",
            "refs": [f"own:{n}"],
            "resolved_by": "machine",
            "score": 0.9,
            "why": [f"bears the name Wharf {n}"],
        }
        for n in range(routes)
    ]
    claims, made = [], []
    for n in range(routes):
        ids = []
        for k in range(CLAIMS_A_ROUTE):
            source = f"s{(n + k * 7) % max(10, routes // 20)}"
            quote = (
                f"Goods number {n} went from Wharf {n} to Wharf {(n + 1) % routes}, clerk {k} said."
            )
            start = sizes.get(source, 0)
            texts.setdefault(source, []).append(quote)
            sizes[source] = start + len(quote) + 1
            ids.append(f"c{n}x{k}")
            claims.append(
                {
                    "id": ids[-1],
                    "source": source,
                    "quote": quote,
                    "start": start,
                    "end": start + len(quote),
                    "attributed_to": f"clerk {k}",
                    "stance": "denies" if k == 3 and n % 5 == changed else "asserts",
                    "rule": "chain of stops",
                }
            )
        leg = {"from": f"p{n}", "to": f"p{(n + 1) % routes}", "mode": "rail", "claims": ids}
        made.append({"id": f"r{n}", "title": f"Way {n}", "cargo": f"goods {n}", "legs": [leg]})
    stored = {name: "\n".join(lines) for name, lines in texts.items()}
    sources = [
        {
            "id": name,
            "title": f"Report {name}",
            "publisher": f"Outlet {name}",
            "published": "2023-05-01",
            "text": f"{name}.txt",
            "sha256": hashlib.sha256(text.encode()).hexdigest(),
        }
        for name, text in stored.items()
    ]
    data = {"id": "large", "title": "Large", "sources": sources, "places": places}
    return {**data, "claims": claims, "routes": made}, stored


def write(folder: Path, routes: int) -> None:
    """Write a dossier, another state of it, and its texts, in block form as people have it."""
    for name, changed in (("old", 0), ("new", 1)):
        data, texts = dossier_data(routes, changed)
        lines = [f"{key}: {data[key]}" for key in ("id", "title")]
        for group in ("sources", "places", "claims", "routes"):
            lines.append(f"{group}:")
            for record in data[group]:
                fields = [f"{k}: {json.dumps(value)}" for k, value in record.items()]
                lines += [f"  - {fields[0]}", *(f"    {field}" for field in fields[1:])]
        (folder / f"{name}.yaml").write_text("\n".join(lines) + "\n", encoding="utf-8")
    for name, text in texts.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")


def reports(number: int) -> tuple[list[Any], list[dict[str, str]]]:
    """Make drafts as `extract` makes them: forty routes in all, told again and again."""
    from routes.dossier import Dossier

    drafts, texts = [], []
    for n in range(number):
        words = " ".join(f"word{(n * 31 + k * k) % 9973}" for k in range(400))
        routes, claims, places, text = [], [], {}, words
        for k in range(5):
            a, b = (n * 5 + k) % 200, (n * 5 + k) % 200 + 1000
            quote = f"Salt {a} goes from Town {a} to Town {b}."
            start = len(text) + 1
            text += f" {quote}"
            for m in (a, b):
                places[m] = {
                    "id": f"town-{m}", "name": f"Town {m}", "country": "DE", "kind": "city",
                    "lon_deg": 8 + m / 500, "lat_deg": 50.0, "refs": [f"geonames:{m}"],
                    "resolved_by": "machine", "score": 0.9,
                }  # fmt: skip
            claim = {"id": f"c{k + 1}", "source": "s1", "quote": quote, "start": start}
            claims.append({**claim, "end": start + len(quote)})
            leg = {"from": f"town-{a}", "to": f"town-{b}", "mode": "road", "claims": [f"c{k + 1}"]}
            routes.append({"id": f"r{k + 1}", "title": "Way", "cargo": "salt", "legs": [leg]})
        source = {"id": "s1", "title": f"Report {n}", "publisher": f"Outlet {n}"}
        drafts.append(
            Dossier.model_validate(
                {
                    "id": f"d{n}", "title": f"Report {n}", "claims": claims, "routes": routes,
                    "sources": [{**source, "published": f"2023-{n % 12 + 1:02}-01"}],
                    "places": list(places.values()),
                }
            )
        )  # fmt: skip
        texts.append({"s1": text})
    return drafts, texts


def job(name: str, folder: Path, size: int) -> Callable[[], object]:
    """Give the work to be timed; what it needs is imported and made before."""
    if name == "merge":
        from routes.merging import merge

        drafts, texts = reports(size)
        return lambda: merge(drafts, texts)
    if name == "check":
        from gazetteer import Gazetteer
        from routes.check import check

        gazetteer = Gazetteer.open()
        return lambda: check(folder / "old.yaml", gazetteer)
    if name == "diff":
        from routes.difference import difference
        from routes.dossier_file import parse_dossier

        states = [folder / "old.yaml", folder / "new.yaml"]
        return lambda: difference(*(parse_dossier(s.read_text(encoding="utf-8")) for s in states))
    if name == "safe_load":
        import yaml

        text = (folder / "old.yaml").read_text(encoding="utf-8")
        return lambda: yaml.load(text, Loader=yaml.CSafeLoader)
    from routes.dossier import load_dossier

    return lambda: load_dossier(folder / "old.yaml")


def measure(name: str, folder: Path, size: int, rounds: int) -> None:
    """Print the least CPU time of a job and the most memory of its process, as JSON."""
    best = 1e9
    for _ in range(rounds):
        work = job(name, folder, size)
        before = time.process_time()
        work()
        best = min(best, time.process_time() - before)
    print(json.dumps({"cpu_s": best, "memory_mb": peak_mb()}))


def peak_mb() -> float:
    """Give the most memory that this process held; the usual counter begins with its parent's."""
    status = Path("/proc/self/status")
    if status.exists():
        return int(status.read_text().split("VmHWM:")[1].split()[0]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def measured(name: str, folder: Path, size: int, rounds: int) -> tuple[float, float]:
    command = [sys.executable, __file__, "--job", name, "--folder", str(folder)]
    command += ["--size", str(size), "--rounds", str(rounds)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    found = json.loads(done.stdout)
    return found["cpu_s"], found["memory_mb"]


def report(routes: int, number: int, rounds: int) -> None:
    with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as tenth:
        folders = {routes: Path(one), routes // 10: Path(tenth)}
        for size, folder in folders.items():
            write(folder, size)
        plain, _ = measured("safe_load", folders[routes], routes, rounds)
        print(f"{routes} routes, {routes * CLAIMS_A_ROUTE} claims; {number} reports merged")
        for name, allowed in ALLOWED.items():
            size = number if name == "merge" else routes
            whole, memory = measured(name, folders[routes], size, rounds)
            part, _ = measured(name, folders[routes // 10], size // 10, rounds)
            beside = "" if name == "merge" else f", {whole / plain:.1f} times yaml.CSafeLoader"
            print(
                f"{name}: {whole:.2f} s of {allowed:g} allowed, {memory:.0f} MB of {MEMORY_MB:.0f},"
                f" {whole / max(part, 1e-9):.1f} times a tenth{beside}"
            )


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--routes", type=int, default=ROUTES)
    parser.add_argument("--reports", type=int, default=REPORTS)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--job")
    parser.add_argument("--folder", type=Path, default=Path())
    parser.add_argument("--size", type=int, default=0)
    wanted = parser.parse_args(arguments)
    if wanted.job:
        measure(wanted.job, wanted.folder, wanted.size, wanted.rounds)
    else:
        report(wanted.routes, wanted.reports, wanted.rounds)


if __name__ == "__main__":
    main()
