"""Measures the resolver on annotated articles whose spans are given.

    python tests/benchmarks/bench_resolve.py CORPUS.jsonl …

A line of a corpus: `{id, text, toponyms: [{start, end, lat_deg, lon_deg}]}`. Printed for each
corpus: the share of all gold names resolved within 161 km, the same for a peer that always
takes the most populous bearer of the name, their ratio, and documents a second of one core.

Then how far scores can be relied on: names by the score of their first candidate, with the mean
score and the share that is right. A gold position cannot tell a town from the county about it, so
the scores of candidates within 161 km of the first are added to its own. The last figure is the
expected calibration error: how far score and share lie apart, over all names.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[2]))

from gazetteer import Candidate, Gazetteer, Mention
from gazetteer.sphere import distance_km

NEAR_KM = 161.0
Position = tuple[float, float] | None
Document = tuple[str, list[Mention], list[Position]]


def main(paths: list[str]) -> int:
    """Print one block a corpus."""
    if not paths:
        sys.stderr.write("give the path of a corpus (JSON lines)\n")
        return 2
    gazetteer = Gazetteer.open()
    for path in paths:
        documents = list(_documents(Path(path)))
        began = time.process_time()
        ranked = [gazetteer.resolve(text, spans) for text, spans, _ in documents]
        took = time.process_time() - began
        ours = _share(documents, [[_position(found) for found in every] for every in ranked])
        peer = _share(documents, [_most_populous(gazetteer, *one[:2]) for one in documents])
        sys.stdout.write(
            f"{Path(path).stem}: within {NEAR_KM:.0f} km {ours:.3f}, most populous {peer:.3f}, "
            f"ratio {ours / peer:.3f}, {len(documents) / took:.0f} documents/s\n"
        )
        _print_reliability(documents, ranked)
    return 0


def _documents(path: Path) -> Iterator[Document]:
    with path.open(encoding="utf-8") as stream:
        for line in stream:
            item: dict[str, Any] = json.loads(line)
            gold = sorted(item["toponyms"], key=lambda name: name["start"])
            spans = [Mention(start=name["start"], end=name["end"]) for name in gold]
            places: list[Position] = [
                None if name["lat_deg"] is None else (name["lon_deg"], name["lat_deg"])
                for name in gold
            ]
            yield item["text"], spans, places


def _share(documents: list[Document], positions: list[list[Position]]) -> float:
    hits = names = 0
    for (_, spans, places), found in zip(documents, positions, strict=True):
        names += len(spans)
        for one, wanted in zip(found, places, strict=True):
            if one and wanted and distance_km(one, wanted) <= NEAR_KM:
                hits += 1
    return hits / max(1, names)


def _position(found: tuple[Candidate, ...]) -> Position:
    return (found[0].place.lon_deg, found[0].place.lat_deg) if found else None


def _most_populous(gazetteer: Gazetteer, text: str, spans: list[Mention]) -> list[Position]:
    found: list[Position] = []
    for span in spans:
        bearers = gazetteer.named(text[span.start : span.end], demonyms=True)
        best = max(bearers, key=lambda place: place.population, default=None)
        found.append((best.lon_deg, best.lat_deg) if best else None)
    return found


def _print_reliability(
    documents: list[Document], ranked: list[tuple[tuple[Candidate, ...], ...]]
) -> None:
    bins: list[list[tuple[float, bool]]] = [[] for _ in range(10)]
    for (_, _, places), every in zip(documents, ranked, strict=True):
        for found, wanted in zip(every, places, strict=True):
            first = _position(found)
            if first and wanted:
                near = [
                    one
                    for one in found
                    if distance_km(first, _position((one,)) or first) <= NEAR_KM
                ]
                score = min(1.0, sum(one.score for one in near))
                right = distance_km(first, wanted) <= NEAR_KM
                bins[min(9, int(score * 10))].append((score, right))
    apart = 0.0
    sys.stdout.write("  score      names  mean   right\n")
    for number, held in enumerate(bins):
        if held:
            mean = sum(score for score, _ in held) / len(held)
            share = sum(right for _, right in held) / len(held)
            apart += abs(mean - share) * len(held)
            low = number / 10
            sys.stdout.write(
                f"  {low:.1f}-{low + 0.1:.1f} {len(held):8} {mean:6.2f} {share:6.2f}\n"
            )
    whole = sum(map(len, bins))
    sys.stdout.write(f"  expected calibration error {apart / max(1, whole):.3f}\n")


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
