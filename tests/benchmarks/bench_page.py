"""Measure the page beside plain folium: size, time to write, time until it is ready.

Usage: python tests/benchmarks/bench_page.py [LEGS …]

Both draw the same legs of 30 points in the same run; plain folium gives each a PolyLine and a
Popup with the quotation. Its page is opened without a network, as ours is, so its libraries and
tiles do not arrive: its ready time is until the DOM stands, with Leaflet put in by hand.
"""

from __future__ import annotations

import gzip
import json
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path
from typing import Any

from gazetteer import Gazetteer
from maps.web import web_map
from routes.dossier import Dossier
from routes.paths.line import Basis, Line

QUOTE = "Sacks have allegedly been shipped from the one place to the other since early March"
POINTS = 30


def main() -> None:
    """Print one JSON line a size, with the ratios ours to plain folium's."""
    for legs in [int(word) for word in sys.argv[1:]] or [5, 100, 1000]:
        print(json.dumps({"legs": legs, **compared(legs)}))


def compared(legs: int) -> dict[str, dict[str, float]]:
    """Draw the same legs both ways."""
    dossier, lines = sample(legs)
    with Gazetteer.open() as gazetteer:
        ours = measured(lambda: web_map(dossier, lines=lines, gazetteer=gazetteer).html)
    plain = measured(lambda: plain_folium(lines))
    ratios = {key: round(ours[key] / plain[key], 3) for key in ours if plain.get(key)}
    return {"ours": ours, "plain": plain, "ratios": ratios}


def sample(legs: int) -> tuple[Dossier, dict[tuple[str, int], Line]]:
    """Make a dossier whose legs fan out over the Red Sea, and their lines."""
    lines = {}
    places: list[dict[str, Any]] = [place("hub", 38.5, 20.0)]
    for n in range(legs):
        lon, lat = 34 + (n * 7 % 100) / 8, 12 + (n * 13 % 100) / 8
        places.append(place(f"p{n}", lon, lat))
        run = [
            (38.5 + (lon - 38.5) * k / (POINTS - 1), 20 + (lat - 20) * k / (POINTS - 1))
            for k in range(POINTS)
        ]
        lines["r", n] = Line(
            coordinates=tuple(run), basis=Basis.DIRECT, method="given", length_km=100
        )
    claim = {"id": "c", "source": "s", "quote": QUOTE, "start": 0, "end": len(QUOTE)}
    chain = [{"from": "hub", "to": f"p{n}", "mode": "sea", "claims": ["c"]} for n in range(legs)]
    made = {
        "id": "bench",
        "title": "Benchmark",
        "sources": [{"id": "s", "title": "Report", "publisher": "Paper"}],
        "places": places,
        "claims": [claim],
        "routes": [{"id": "r", "title": "Legs", "legs": chain}],
    }
    return Dossier.model_validate(made), lines


def place(name: str, lon_deg: float, lat_deg: float) -> dict[str, Any]:
    return {"id": name, "name": name, "lon_deg": lon_deg, "lat_deg": lat_deg}


def plain_folium(lines: dict[tuple[str, int], Line]) -> str:
    import folium

    chart = folium.Map(location=[20, 38], zoom_start=5)
    for line in lines.values():
        run = [(lat, lon) for lon, lat in line.coordinates]
        stroke = folium.PolyLine(run, popup=folium.Popup(QUOTE))  # type: ignore[no-untyped-call]
        stroke.add_to(chart)
    return str(chart.get_root().render())


def measured(write: Callable[[], str]) -> dict[str, float]:
    """Measure the second writing, for the first also pays the imports."""
    write()
    start = time.perf_counter()
    page = write()
    seconds = time.perf_counter() - start
    return {
        "kb": round(len(page.encode()) / 1024, 1),
        "gzip_kb": round(len(gzip.compress(page.encode(), mtime=0)) / 1024, 1),
        "write_s": round(seconds, 3),
        "ready_s": round(ready_seconds(page), 3),
    }


def ready_seconds(page: str) -> float:
    from playwright.sync_api import sync_playwright

    found = shutil.which("chromium") or shutil.which("google-chrome")
    if found is None:
        sys.exit("no Chromium on the PATH")
    quiet = ["--no-sandbox", "--disable-gpu", "--host-resolver-rules=MAP * ~NOTFOUND"]
    leaflet = (files("maps") / "page/vendor/leaflet-1.9.4/leaflet.js").read_text("utf-8")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        path = Path(folder) / "map.html"
        path.write_text(page, encoding="utf-8")
        browser = playwright.chromium.launch(executable_path=found, args=quiet)
        opened = browser.new_page(viewport={"width": 1400, "height": 900})
        opened.route("**/leaflet.js", lambda route: route.fulfill(body=leaflet))
        start = time.perf_counter()
        opened.goto(path.as_uri())
        opened.wait_for_selector("html.ready" if 'id="evidence"' in page else "path")
        seconds = time.perf_counter() - start
        browser.close()
    return seconds


if __name__ == "__main__":
    main()
