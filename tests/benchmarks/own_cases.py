"""The project's own cases in the form of annotated ones, one JSON object a line.

    python tests/benchmarks/own_cases.py > own.jsonl

Their places are compared by name; nothing is known of where they lie.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

__all__ = ["CASES", "annotated", "cases"]

CASES = Path(__file__).parent.parent / "data" / "own_cases.yaml"
_MODES = ("sea", "river", "rail", "road", "air", "pipeline", "foot")


def main() -> None:
    """Print every case."""
    for case in cases():
        print(json.dumps(annotated(case), ensure_ascii=False))


def cases() -> list[dict[str, Any]]:
    """Read the cases as they are kept."""
    loaded: list[dict[str, Any]] = yaml.safe_load(CASES.read_text(encoding="utf-8"))
    return loaded


def annotated(case: Mapping[str, Any]) -> dict[str, Any]:
    """Write a case as annotated ones are written."""
    return {
        "id": case["id"],
        "text": case["text"],
        "routes": [_route(route) for route in case.get("routes", ())],
        "sites": [_place(name) for name in case.get("sites", ())],
        "stance": "denied" if case.get("denied") else "",
    }


def _route(route: Mapping[str, Any]) -> dict[str, Any]:
    legs = [_leg(leg) for leg in route.get("legs", ())]
    return {
        "origin": [_place(name) for name in route["from"]],
        "via": [_place(name) for name in route.get("via", ())],
        "destination": [_place(name) for name in route["to"]],
        "legs": legs,
        "modes": sorted({leg["mode"] for leg in legs}),
        "attribution": [route["voice"]] if route.get("voice") else [],
        "denied_by": ["someone"] if route.get("denied") else [],
    }


def _leg(written: str) -> dict[str, str]:
    start, _, rest = written.partition(" > ")
    end, _, mode = rest.rpartition(" ")
    known = mode in _MODES
    return {"from": start, "to": end if known else rest, "mode": mode if known else "unspecified"}


def _place(name: str) -> dict[str, Any]:
    return {
        "name": name, "text": name, "country": None, "lat": None, "lon": None,
        "precision": "locality", "type": "place",
    }  # fmt: skip


if __name__ == "__main__":
    main()
