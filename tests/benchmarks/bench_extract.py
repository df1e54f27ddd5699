"""Score the reading of reports on annotated cases, beside a naive reader in the same run.

    python tests/benchmarks/bench_extract.py [CASES.jsonl …] [--most N]

Each file is scored by itself; without any, the project's own cases are. A case: {id, text,
stance, routes: [{origin: […], via: […], destination: […], legs: [{from, to}], modes,
attribution, denied_by}], sites: […]}, each place with name, text, lat, lon, tol_km and
precision. The naive reader draws a
route from the first to the last place of every sentence that names two. Printed for both:
precision,
recall and F1 of routes by their ends and of legs, the share of places found, of routes with just
the means of the gold, of speakers and of denials found, denials invented, the share of cases
without a route that stay quiet, and cases a second.
"""

from __future__ import annotations

import argparse
import json
import re
import time
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

from own_cases import annotated, cases

from gazetteer import Gazetteer, PlaceKind
from gazetteer.sphere import distance_km
from routes.dossier import Dossier
from routes.extraction import extract, find_places
from routes.report import Report

AREAS = {"country", "region", "water-body"}
Case = Mapping[str, Any]
Place = Mapping[str, Any] | None


class Found(NamedTuple):
    """A route as a reader gives it: its stops in order, the means of its legs, who says it."""

    stops: tuple[Place, ...]
    modes: frozenset[str] = frozenset()
    said: frozenset[str] = frozenset()


class Answer(NamedTuple):
    """What a reader gives for a case."""

    routes: list[Found]
    places: list[Place]
    denies: bool = False


def main() -> None:
    """Read every file twice and print both scores and their ratio."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("cases", type=Path, nargs="*")
    parser.add_argument("--most", type=int, default=10_000, help="read only so many cases of each")
    options = parser.parse_args()
    kinds = [(path.stem, _lines(path)) for path in options.cases]
    with Gazetteer.open() as gazetteer:
        for name, given in kinds or [("own", [annotated(case) for case in cases()])]:
            told = given[: options.most]
            print(f"{name}: {len(told)} cases")
            extract(_report(told[0]), gazetteer)
            ours = score("ours", told, lambda case: _read(case, gazetteer))
            naive = score("naive", told, lambda case: _naive(case, gazetteer))
            print(f"F1 ours / naive: {ours / max(naive, 1e-9):.2f}")


def score(name: str, told: Sequence[Case], read: Callable[[Case], Answer]) -> float:
    """Print the scores of one reader and return the F1 of its routes."""
    n: Counter[str] = Counter()
    started = time.process_time()
    answers = [read(case) for case in told]
    rate = len(told) / max(1e-9, time.process_time() - started)
    for case, answer in zip(told, answers, strict=True):
        _count_routes(n, case, answer)
        _count_legs(n, case, answer)
        _count_rest(n, case, answer)
    f1 = _prf(n, "routes")[2]
    print(f"{name:6} {_row(n, 'routes')}  quiet {_share(n, 'quiet')}  {rate:.1f} cases/s")
    print(f"       {_row(n, 'legs')}  places R {_share(n, 'places')}  modes {_share(n, 'modes')}")
    print(
        f"       voices {_share(n, 'voices')}  denials R {_share(n, 'denials')}, "
        f"false in {n['denials invented']}"
    )
    return f1


def _count_routes(n: Counter[str], case: Case, answer: Answer) -> None:
    left = list(answer.routes)
    for gold in case["routes"]:
        route = next((r for r in left if _same_ends(gold, r)), None)
        if route is None:
            continue
        left.remove(route)
        n["routes hit"] += 1
        means = set(gold.get("modes", ())) - {"unspecified"}
        n["modes of"] += bool(means)
        n["modes hit"] += bool(means) and means == route.modes
        voices = gold.get("attribution") or ()
        n["voices of"] += bool(voices)
        n["voices hit"] += any(_words(voice) & route.said for voice in voices)
    n["routes told"] += len(answer.routes)
    n["routes of"] += len(case["routes"])


def _count_legs(n: Counter[str], case: Case, answer: Answer) -> None:
    left = [leg for route in answer.routes for leg in pairwise(route.stops)]
    n["legs told"] += len(left)
    for start, end in (leg for gold in case["routes"] for leg in _steps(gold)):
        n["legs of"] += 1
        leg = next((x for x in left if _same(start, x[0]) and _same(end, x[1])), None)
        if leg is not None:
            left.remove(leg)
            n["legs hit"] += 1


def _count_rest(n: Counter[str], case: Case, answer: Answer) -> None:
    routes = case["routes"]
    golds = [p for r in routes for p in (*r["origin"], *r.get("via", ()), *r["destination"])]
    golds += [site for site in case.get("sites", ()) if site.get("lat") is not None]
    n["places of"] += len(golds)
    n["places hit"] += sum(any(_same(gold, p) for p in answer.places) for gold in golds)
    denied = any(r.get("denied_by") for r in routes) or "den" in str(case.get("stance", ""))
    n["denials of"] += denied
    n["denials hit"] += denied and answer.denies
    n["denials invented"] += answer.denies and not denied
    n["quiet of"] += not routes
    n["quiet hit"] += not routes and not answer.routes


def _prf(n: Counter[str], what: str) -> tuple[float, float, float]:
    precision = n[f"{what} hit"] / max(1, n[f"{what} told"])
    recall = n[f"{what} hit"] / max(1, n[f"{what} of"])
    return precision, recall, 2 * precision * recall / max(1e-9, precision + recall)


def _row(n: Counter[str], what: str) -> str:
    precision, recall, f1 = _prf(n, what)
    return f"{what} P {precision:.3f} R {recall:.3f} F1 {f1:.3f}"


def _share(n: Counter[str], what: str) -> str:
    return f"{n[f'{what} hit'] / n[f'{what} of']:.3f}" if n[f"{what} of"] else "-"


def _lines(path: Path) -> list[Case]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def _report(case: Case) -> Report:
    return Report(id=case["id"], path="", text=case["text"], kind="text", title=case["id"])


def _read(case: Case, gazetteer: Gazetteer) -> Answer:
    dossier = extract(_report(case), gazetteer)
    places = {p.id: p.model_dump(mode="json") for p in dossier.places}
    routes = [_found(dossier, k, places) for k in range(len(dossier.routes))]
    denies = any(claim.stance == "denies" for claim in dossier.claims)
    return Answer(routes, list(places.values()), denies)


def _found(dossier: Dossier, k: int, places: Mapping[str, Case]) -> Found:
    route = dossier.routes[k]
    stops: list[Place] = []
    for leg in route.legs:
        for place in (places.get(p or "") for p in (leg.from_, *leg.via, leg.to)):
            if place and place["precision"] != "water" and place not in stops[-1:]:
                stops.append(place)
    refs = {claim for leg in route.legs for claim in leg.claims}
    said = [c.attributed_to or "" for c in dossier.claims if c.id in refs]
    modes = {leg.mode.value for leg in route.legs} - {"unspecified"}
    return Found(tuple(stops), frozenset(modes), frozenset(_words(*said)))


def _naive(case: Case, gazetteer: Gazetteer) -> Answer:
    routes: list[Found] = []
    every: list[Place] = []
    for sentence in case["text"].split(". "):
        places: list[Place] = [
            {**m.candidates[0].place.model_dump(mode="json"), "as_written": [m.text]}
            for m in find_places(sentence, gazetteer)
            if m.candidates and m.candidates[0].place.kind is not PlaceKind.SEA
        ]
        every += places
        if len(places) > 1:
            routes.append(Found((places[0], places[-1])))
    return Answer(routes, every)


def _same_ends(gold: Case, route: Found) -> bool:
    """Whether one of the gold's starts and one of its ends are met; an open end always is."""
    if not route.stops:
        return False
    ends = ((gold["origin"], route.stops[0]), (gold["destination"], route.stops[-1]))
    return all(not golds or any(_same(g, place) for g in golds) for golds, place in ends)


def _steps(gold: Case) -> Iterable[tuple[Case, Case]]:
    named = {
        name: p
        for p in (*gold["origin"], *gold.get("via", ()), *gold["destination"])
        for name in (p["name"], p["text"])
    }
    for leg in gold.get("legs", ()):
        start, end = named.get(leg["from"]), named.get(leg["to"])
        if start and end and "water-body" not in {start["precision"], end["precision"]}:
            yield start, end


def _same(gold: Case, place: Place) -> bool:
    """Whether a place lies on a gold one; an area may also be met by its country or name."""
    if place is None:
        return False
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
    return {word for name in names for word in re.findall(r"[^\W\d_]{3,}", name.casefold())}


if __name__ == "__main__":
    main()
