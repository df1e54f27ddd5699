"""Each benchmark runs once, on a little input of our own, and prints its figure and its ratio."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent

CASES = [
    {
        "id": "one",
        "text": "Trucks carry tea from Mombasa to Kampala. Nairobi said it was pleased.",
        "routes": [
            {
                "origin": [{"name": "Mombasa", "text": "Mombasa", "lat": -4.05, "lon": 39.67}],
                "destination": [{"name": "Kampala", "text": "Kampala", "lat": 0.32, "lon": 32.58}],
            }
        ],
    },
    {"id": "two", "text": "Talks moved from Doha to Cairo.", "routes": []},
]
PAIRS = {
    "source": "NGA Pub. 151",
    "pairs": [
        {
            "id": "1",
            "a": "Port Said, Egypt",
            "b": "Piraeus, Greece",
            "a_lon_deg": 32.3167,
            "a_lat_deg": 31.2667,
            "b_lon_deg": 23.6,
            "b_lat_deg": 37.9333,
            "published_nm": 593.0,
        }
    ],
}
ARTICLES = {
    "id": "a",
    "text": "Grain left Odesa for Mombasa.",
    "toponyms": [
        {"start": 11, "end": 16, "text": "Odesa", "lat_deg": 46.48, "lon_deg": 30.73},
        {"start": 21, "end": 28, "text": "Mombasa", "lat_deg": -4.05, "lon_deg": 39.67},
    ],
}


def run(name: str, *arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, f"tests/benchmarks/{name}.py", *arguments],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_reading(tmp_path: Path) -> None:
    cases = tmp_path / "cases.jsonl"
    cases.write_text("\n".join(json.dumps(case) for case in CASES), encoding="utf-8")
    said = run("bench_extract", str(cases))
    assert "ours   routes P 1.000 R 1.000 F1 1.000  quiet 1.000" in said
    assert "F1 ours / naive" in said


def test_reading_speed() -> None:
    said = run("bench_reading_speed", "--most", "2")
    assert said.count("tagger alone") == 2
    assert "ten times the text takes" in said
    assert "first article" in said


def test_own_cases_are_printed_as_annotated_ones() -> None:
    lines = [json.loads(line) for line in run("own_cases").splitlines()]
    assert len(lines) >= 90
    assert {"id", "text", "routes", "sites", "stance"} == set(lines[0])


def test_starts() -> None:
    said = run("bench_start", "--runs", "1")
    assert [line.split()[0] for line in said.splitlines()] == ["--help", "find", "map"]
    assert said.count("ratio") == 3


def test_paths(tmp_path: Path) -> None:
    distances = tmp_path / "distances.json"
    distances.write_text(json.dumps(PAIRS), encoding="utf-8")
    said = run("bench_paths", str(distances), "--local", "1", "--batch", "4")
    for figure in ("ours_to_searoute", "ours_to_scgraph", "longest_to_exact", "routes_a_second"):
        assert figure in said


def test_resolver(tmp_path: Path) -> None:
    corpus = tmp_path / "corpus.jsonl"
    corpus.write_text(json.dumps(ARTICLES), encoding="utf-8")
    said = run("bench_resolve", str(corpus))
    assert "within 161 km 1.000" in said
    assert "ratio" in said
    assert "expected calibration error" in said


def test_look_ups() -> None:
    said = run("bench_lookup", "--names", "60", "--misspelt", "2")
    lines = said.splitlines()
    assert [line.split()[0] for line in lines] == ["memory", "opening", "exact", "misspelt"]
    assert said.count("ratio") == 2


def test_imports(tmp_path: Path) -> None:
    said = run("bench_import", "--rows", "6000", "--folder", str(tmp_path))
    assert said.startswith("6,000 rows")
    assert said.count("ratio") == 3
    assert not list(tmp_path.iterdir())


@pytest.mark.usefixtures("chromium")
def test_page() -> None:
    figures = json.loads(run("bench_page", "5"))
    assert figures["routes"] == 5
    assert figures["ours"]["clicks_right"] == 1
    assert figures["ours_to_plain"].keys() >= {"write_s", "kb", "ready_s"}


def test_bench_merge() -> None:
    printed = run("bench_merge", "--every", "4")
    assert "merge: 10 of 10 right pairs met (1.00), 0 wrong" in printed


def test_bench_dossier() -> None:
    printed = run("bench_dossier", "--routes", "40", "--reports", "10", "--rounds", "1")
    assert [line.split(":")[0] for line in printed.splitlines()[1:]] == [
        "load",
        "check",
        "diff",
        "merge",
    ]
    assert "of 3 allowed" in printed


def test_exports() -> None:
    (said,) = run("bench_exports", "20", "--only", "gpkg").splitlines()
    figures = json.loads(said)
    assert figures["format"] == "gpkg"
    assert figures["ratio"] > 0
    assert figures["tenfold"] > 0


def test_pictures() -> None:
    (said,) = run("bench_pictures", "30", "--rounds", "1").splitlines()
    figures = json.loads(said)
    assert figures["legs"] == 30
    assert figures["ratio"] > 0


def test_trial_writes() -> None:
    printed = run("trial_writes", "--trials", "16").splitlines()
    assert printed[:4] == [
        "killed, whole: 0 of 4 files damaged",
        "killed, by edit: 0 of 4 files damaged",
        "disk full, whole: 0 of 4 files damaged",
        "disk full, by edit: 0 of 4 files damaged",
    ]
    assert not printed[5].startswith("disk full, plain write: 0"), "the trial sees no damage"
