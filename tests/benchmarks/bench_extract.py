"""Score the reading of reports on annotated cases, beside a naive reader in the same run.

    python tests/benchmarks/bench_extract.py CASES.jsonl [--most N]

A case: {id, text, routes: [{origin: […], destination: […]}]}, each end with name, text, lat,
lon, tol_km and precision. The naive reader draws a route from the first to the last place of
every sentence that names two. Printed: precision, recall and F1 of routes by their ends, the
share of cases without a route that stay quiet, and cases a second.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from gazetteer import Gazetteer, PlaceKind
from gazetteer.sphere import distance_km
from routes.extraction import extract, find_places
from routes.report import Report

AREAS = {"country", "region", "water-body"}
Ends = tuple[Mapping[str, Any] | None, Mapping[str, Any] | None]


def main() -> None:
    """Read the cases twice and print both scores and their ratio."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("cases", type=Path)
    parser.add_argument("--most", type=int, default=10_000, help="read only so many cases")
    options = parser.parse_args()
    cases = [json.loads(line) for line in options.cases.read_text(encoding="utf-8").splitlines()]
    cases = cases[: options.most]
    gazetteer = Gazetteer.open()
    extract(_report(cases[0]), gazetteer)
    ours = score("ours", cases, lambda case: _read(case, gazetteer))
    naive = score("naive", cases, lambda case: _naive(case, gazetteer))
    print(f"F1 ours / naive: {ours / max(naive, 1e-9):.2f}")


def score(
    name: str, cases: Iterable[Mapping[str, Any]], read: Callable[[Mapping[str, Any]], list[Ends]]
) -> float:
    """Print the scores of one reader and return its F1."""
    found = predicted = gold = quiet = silent = 0
    started = time.perf_counter()
    count = 0
    for case in cases:
        count += 1
        routes = read(case)
        matched = _matched(case["routes"], routes)
        found, predicted, gold = (
            found + matched,
            predicted + len(routes),
            gold + len(case["routes"]),
        )
        if not case["routes"]:
            silent += 1
            quiet += not routes
    seconds = time.perf_counter() - started
    precision, recall = found / max(1, predicted), found / max(1, gold)
    f1 = 2 * precision * recall / max(1e-9, precision + recall)
    print(
        f"{name:6} routes P {precision:.3f} R {recall:.3f} F1 {f1:.3f}  "
        f"quiet {quiet / max(1, silent):.3f}  {count / seconds:.1f} cases/s"
    )
    return f1


def _report(case: Mapping[str, Any]) -> Report:
    return Report(id=case["id"], path="", text=case["text"], kind="text", title=case["id"])


def _read(case: Mapping[str, Any], gazetteer: Gazetteer) -> list[Ends]:
    dossier = extract(_report(case), gazetteer)
    places = {p.id: p.model_dump(mode="json") for p in dossier.places}
    return [
        (places.get(r.legs[0].from_ or ""), places.get(r.legs[-1].to or "")) for r in dossier.routes
    ]


def _naive(case: Mapping[str, Any], gazetteer: Gazetteer) -> list[Ends]:
    routes: list[Ends] = []
    for sentence in case["text"].split(". "):
        found = find_places(sentence, gazetteer)
        places = [
            {**m.candidates[0].place.model_dump(mode="json"), "as_written": [m.text]}
            for m in found
            if m.candidates and m.candidates[0].place.kind is not PlaceKind.SEA
        ]
        if len(places) > 1:
            routes.append((places[0], places[-1]))
    return routes


def _matched(gold: Iterable[Mapping[str, Any]], routes: list[Ends]) -> int:
    left = list(routes)
    hits = 0
    for route in gold:
        for candidate in left:
            if _any_end(route["origin"], candidate[0]) and _any_end(
                route["destination"], candidate[1]
            ):
                left.remove(candidate)
                hits += 1
                break
    return hits


def _any_end(gold: Iterable[Mapping[str, Any]], place: Mapping[str, Any] | None) -> bool:
    """Whether one of the gold ends is met; an end that the gold leaves open always is."""
    ends = list(gold)
    return not ends or (place is not None and any(_same(end, place) for end in ends))


def _same(gold: Mapping[str, Any], place: Mapping[str, Any]) -> bool:
    """Whether a place lies on a gold end; an area may also be met by its country or name."""
    if gold.get("lat") is not None and place.get("lon_deg") is not None:
        away = distance_km((gold["lon"], gold["lat"]), (place["lon_deg"], place["lat_deg"]))
        if away <= (gold.get("tol_km") or 25):
            return True
        if gold.get("precision") not in AREAS:
            return False
    if gold.get("precision") == "country" and gold["country"] == place.get("country"):
        return True
    named = _words(gold["name"], gold["text"])
    return bool(named & _words(place["name"], *place.get("as_written", ())))


def _words(*names: str) -> set[str]:
    return {word for name in names for word in name.casefold().split() if len(word) > 2}


if __name__ == "__main__":
    main()
