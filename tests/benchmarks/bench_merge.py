"""Merge quality: of pairs and triples of our own reports, those that met, rightly or wrongly.

Prints the share of the right pairs that met and the number of wrong ones, beside a plain merge
that takes routes for one where the written names of their ends are equal.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from itertools import combinations
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from gazetteer import Gazetteer
from routes.dossier import Dossier, Route
from routes.evidence import Source, claims_on, status_of
from routes.extraction import extract
from routes.merging import Merged, merge
from routes.report import Report

CASES = Path(__file__).parent.parent / "data" / "merge_cases.yaml"


class Outcome(NamedTuple):
    """The pairs of reports that met, those that should have, and what else went wrong."""

    case: str
    met: frozenset[tuple[int, int]]
    wanted: frozenset[tuple[int, int]]
    plainly_met: frozenset[tuple[int, int]]
    faults: tuple[str, ...]


def outcomes(gazetteer: Gazetteer, every: int) -> Iterator[Outcome]:
    for case in yaml.safe_load(CASES.read_text(encoding="utf-8"))[::every]:
        drafts, texts = [], []
        for number, written in enumerate(case["reports"]):
            draft, text = drafted(written, number, gazetteer)
            drafts.append(draft)
            texts.append({source.id: text for source in draft.sources})
        merged = merge(drafts, texts)
        wanted = [pair for group in case.get("same", ()) for pair in combinations(group, 2)]
        yield Outcome(
            case=case["case"],
            met=frozenset(pairs(merged)),
            wanted=frozenset(wanted),
            plainly_met=frozenset(plain_pairs(drafts)),
            faults=tuple(faults(case, merged)),
        )


def plain_pairs(drafts: Sequence[Dossier]) -> Iterator[tuple[int, int]]:
    """Give the pairs that a merge by the written names of the ends brings together."""
    ends = [{end for r in draft.routes for end in plain_ends(draft, r)} for draft in drafts]
    for a, b in combinations(range(len(drafts)), 2):
        if ends[a] & ends[b]:
            yield a, b


def plain_ends(draft: Dossier, route: Route) -> Iterator[tuple[str | None, str | None]]:
    names = {place.id: place.name for place in draft.places}
    yield from ((names.get(leg.from_ or ""), names.get(leg.to or "")) for leg in route.legs)


def drafted(written: str, number: int, gazetteer: Gazetteer) -> tuple[Dossier, str]:
    outlet, day, text = written.split(" | ", 2)
    report = Report(
        id=f"r{number}",
        path=f"r{number}.txt",
        kind="text",
        title=text[:40],
        publisher=outlet,
        published=day,
        text=text,
    )
    return extract(report, gazetteer), text


def pairs(merged: Merged) -> Iterator[tuple[int, int]]:
    """Give the pairs of reports whose claims lie on one route or site."""
    dossier = merged.dossier
    order = {source.id: n for n, source in enumerate(dossier.sources)}
    claims = {claim.id: claim for claim in dossier.claims}
    items = [[i for leg in route.legs for i in leg.claims] for route in dossier.routes]
    items += [list(site.claims) for site in dossier.sites]
    for ids in items:
        yield from combinations(sorted({order[claims[i].source] for i in ids}), 2)


def faults(case: Any, merged: Merged) -> Iterator[str]:
    dossier = merged.dossier
    order = {source.id: n for n, source in enumerate(dossier.sources)}
    rests = {(n, order[b]) for s, n in zip(dossier.sources, order.values(), strict=True)
             for b in s.based_on}  # fmt: skip
    wanted = {tuple(pair) for pair in case.get("rests", ())}
    if rests != wanted:
        yield f"rests on: {sorted(rests)}, not {sorted(wanted)}"
    rivals = {r for route in dossier.routes for leg in route.legs for r in leg.rival}
    if "rival" in case and rivals != {case["rival"]}:
        yield f"rival: {sorted(rivals)}, not {case['rival']}"
    sources = {source.id: source for source in dossier.sources}
    statuses = {status(route, dossier, sources) for route in dossier.routes}
    if "status" in case and case["status"] not in statuses:
        yield f"status: {sorted(statuses)}, not {case['status']}"


def status(route: Route, dossier: Dossier, sources: dict[str, Source]) -> str:
    claims = {claim.id: claim for claim in dossier.claims}
    return status_of(claims_on(route.legs[0].claims, claims), sources).value


def report(found: Sequence[Outcome]) -> None:
    wanted = sum(len(one.wanted) for one in found)
    for one in found:
        if one.met != one.wanted or one.faults:
            missed, wrong = sorted(one.wanted - one.met), sorted(one.met - one.wanted)
            print(f"  {one.case}: missed {missed}, wrong {wrong} {'; '.join(one.faults)}")
    rows = [("merge", [one.met for one in found]), ("by names", [o.plainly_met for o in found])]
    for name, met in rows:
        right = sum(len(m & one.wanted) for m, one in zip(met, found, strict=True))
        amiss = sum(len(m - one.wanted) for m, one in zip(met, found, strict=True))
        share = right / wanted if wanted else 1.0
        print(f"{name}: {right} of {wanted} right pairs met ({share:.2f}), {amiss} wrong")
    print(f"{len(found)} cases, {sum(bool(one.faults) for one in found)} with other faults")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--every", type=int, default=1, help="take each nth case only")
    wanted = parser.parse_args()
    with Gazetteer.open() as gazetteer:
        report(list(outcomes(gazetteer, wanted.every)))


if __name__ == "__main__":
    main()
