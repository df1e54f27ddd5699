"""Measures the resolver on annotated articles whose spans are given.

    python tests/benchmarks/bench_resolve.py CORPUS.jsonl …

A line of a corpus: `{id, text, toponyms: [{start, end, lat_deg, lon_deg}]}`. Printed for each
corpus: the share of all gold names resolved within 161 km, the same for a peer that always
takes the most populous bearer of the name, their ratio, and documents a second.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[2]))

from gazetteer import Gazetteer, Mention
from gazetteer.sphere import distance_km

NEAR_KM = 161.0
Position = tuple[float, float] | None
Resolver = Callable[[str, list[Mention]], list[Position]]


def main(paths: list[str]) -> int:
    """Print one block a corpus."""
    if not paths:
        sys.stderr.write("give the path of a corpus (JSON lines)\n")
        return 2
    gazetteer = Gazetteer.open()
    for path in paths:
        documents = list(_documents(Path(path)))
        began = time.perf_counter()
        ours = _share(documents, _by_context(gazetteer))
        took = time.perf_counter() - began
        peer = _share(documents, _most_populous(gazetteer))
        sys.stdout.write(
            f"{Path(path).stem}: within {NEAR_KM:.0f} km {ours:.3f}, most populous {peer:.3f}, "
            f"ratio {ours / peer:.3f}, {len(documents) / took:.0f} documents/s\n"
        )
    return 0


def _documents(path: Path) -> Iterator[tuple[str, list[Mention], list[tuple[float, float] | None]]]:
    with path.open(encoding="utf-8") as stream:
        for line in stream:
            item: dict[str, Any] = json.loads(line)
            gold = sorted(item["toponyms"], key=lambda name: name["start"])
            spans = [Mention(start=name["start"], end=name["end"]) for name in gold]
            places = [
                None if name["lat_deg"] is None else (name["lon_deg"], name["lat_deg"])
                for name in gold
            ]
            yield item["text"], spans, places


def _share(documents: list[Any], resolver: Resolver) -> float:
    hits = names = 0
    for text, spans, places in documents:
        names += len(spans)
        for found, wanted in zip(resolver(text, spans), places, strict=True):
            if found and wanted and distance_km(found, wanted) <= NEAR_KM:
                hits += 1
    return hits / max(1, names)


def _by_context(gazetteer: Gazetteer) -> Resolver:
    def resolve(text: str, spans: list[Mention]) -> list[Position]:
        ranked = gazetteer.resolve(text, spans)
        return [(c[0].place.lon_deg, c[0].place.lat_deg) if c else None for c in ranked]

    return resolve


def _most_populous(gazetteer: Gazetteer) -> Resolver:
    def resolve(text: str, spans: list[Mention]) -> list[Position]:
        found: list[Position] = []
        for span in spans:
            bearers = gazetteer.named(text[span.start : span.end], demonyms=True)
            best = max(bearers, key=lambda place: place.population, default=None)
            found.append((best.lon_deg, best.lat_deg) if best else None)
        return found

    return resolve


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
