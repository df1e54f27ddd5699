"""Measure the page beside plain folium: writing, size, time until ready, panning, pointing.

Usage: python tests/benchmarks/bench_page.py [ROUTES …]

Both draw the same routes in the same run: each a line of 30 points with bends, and a claim with a
quotation of its own. Plain folium gives each a PolyLine and a Popup. Its page is opened without a
network, as ours is, so Leaflet and the one function of jQuery that popups use are put in by hand.
Each page is written in a process of its own, which tells its greatest memory. A redraw is the time
from a pan by a third of the window until the browser has painted it, less what two frames without
a pan take.
"""

from __future__ import annotations

import argparse
import gzip
import json
import math
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from routes.dossier import Dossier
from routes.paths.line import Basis, Line

POINTS = 30
MODES = ("sea", "road", "air", "rail", "unspecified")
HUB = (38.5, 20.0)

Lines = dict[tuple[str, int], Line]


def main() -> None:
    """Print one JSON line a size, with the ratios ours to plain folium's."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("routes", nargs="*", type=int, default=[5, 100, 1000])
    parser.add_argument("--write", choices=("ours", "plain"), help=argparse.SUPPRESS)
    parser.add_argument("--to", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.write:
        print(json.dumps(written(given.write, given.routes[0], given.to)))
        return
    for routes in given.routes:
        print(json.dumps({"routes": routes, **compared(routes)}), flush=True)


def compared(routes: int) -> dict[str, dict[str, float]]:
    """Draw the same routes both ways, each in a process of its own."""
    with tempfile.TemporaryDirectory() as folder:
        found = {name: measured(name, routes, Path(folder)) for name in ("ours", "plain")}
    ours, plain = found["ours"], found["plain"]
    ratios = {key: round(ours[key] / plain[key], 3) for key in plain if plain[key]}
    return {**found, "ours_to_plain": ratios}


def measured(name: str, routes: int, folder: Path) -> dict[str, float]:
    path = folder / f"{name}.html"
    command = [sys.executable, __file__, str(routes), "--write", name, "--to", str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    page = path.read_bytes()
    sizes = {
        "kb": round(len(page) / 1024, 1),
        "gzip_kb": round(len(gzip.compress(page, mtime=0)) / 1024, 1),
    }
    return {**json.loads(done.stdout), **sizes, **opened(path, routes, ours=name == "ours")}


def written(name: str, routes: int, path: Path) -> dict[str, float]:
    """Write a page, after a little one that pays the imports; CPU seconds and greatest memory."""
    write = ours if name == "ours" else plain_folium
    write(*sample(3))
    dossier, lines = sample(routes)
    before_mb = peak_mb()
    start = time.process_time()
    path.write_text(write(dossier, lines), encoding="utf-8")
    seconds = time.process_time() - start
    return {"write_s": round(seconds, 3), "peak_mb": peak_mb(), "input_mb": before_mb}


def peak_mb() -> float:
    return round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 1)


def ours(dossier: Dossier, lines: Lines) -> str:
    from maps.web import web_map

    page: str = web_map(dossier, lines=lines).html
    return page


def plain_folium(dossier: Dossier, lines: Lines) -> str:
    import folium

    chart = folium.Map(location=[20, 38], zoom_start=5)
    for claim, line in zip(dossier.claims, lines.values(), strict=True):
        run = [(lat, lon) for lon, lat in line.coordinates]
        stroke = folium.PolyLine(run, popup=folium.Popup(claim.quote))  # type: ignore[no-untyped-call]
        stroke.add_to(chart)
    return str(chart.get_root().render())


def sample(routes: int) -> tuple[Dossier, Lines]:
    """Make a dossier whose routes bend out from a hub in the Red Sea, and their lines."""
    lines: Lines = {}
    places: list[dict[str, Any]] = [place("hub", *HUB)]
    claims, chains = [], []
    for n in range(routes):
        end = (30 + (n * 7919 % 10007) / 600, 10 + (n * 104729 % 10009) / 600)
        places.append(place(f"p{n}", *end))
        lines[f"r{n}", 0] = bent(end, n)
        quote = f"Sacks of lot {n} have allegedly been shipped to place {n} since early March {n}"
        claims.append(
            {"id": f"c{n}", "source": "s", "quote": quote, "start": n * 90, "end": n * 90 + 80}
        )
        leg = {"from": "hub", "to": f"p{n}", "mode": MODES[n % len(MODES)], "claims": [f"c{n}"]}
        chains.append({"id": f"r{n}", "title": f"Lot {n}", "cargo": "sacks", "legs": [leg]})
    source = {"id": "s", "title": "Report", "publisher": "Paper", "published": "2024-03-05"}
    made = {"id": "bench", "title": "Benchmark", "sources": [source], "places": places}
    return Dossier.model_validate({**made, "claims": claims, "routes": chains}), lines


def bent(end: tuple[float, float], n: int) -> Line:
    """Draw a line from the hub with a bow and a ripple, so that no point of it is to spare."""
    run = []
    for k in range(POINTS):
        share = k / (POINTS - 1)
        off = math.sin(math.pi * share) * ((n % 9) - 4) / 4 + math.sin(9 * share + n) / 12
        lon, lat = (HUB[axis] + (end[axis] - HUB[axis]) * share for axis in (0, 1))
        run.append((round(lon + off * share, 5), round(lat - off * (1 - share) * share, 5)))
    return Line(coordinates=tuple(run), basis=Basis.DIRECT, method="given", length_km=100)


def place(name: str, lon_deg: float, lat_deg: float) -> dict[str, Any]:
    return {"id": name, "name": name, "lon_deg": round(lon_deg, 4), "lat_deg": round(lat_deg, 4)}


JQUERY = """window.$ = (markup) => {
  const held = document.createElement("template");
  held.innerHTML = markup.trim();
  return [held.content.firstChild];
};"""

PAN = """async () => {
  const map = Object.values(window).find((one) => one instanceof L.Map);
  const frames = () => new Promise((go) => requestAnimationFrame(() => requestAnimationFrame(go)));
  const timed = async (act) => {
    await frames();
    const start = performance.now();
    act();
    map.getContainer().getBoundingClientRect();
    await frames();
    return performance.now() - start;
  };
  const [x, y] = [Math.round(map.getSize().x / 3), 60];
  const pans = [];
  const rests = [];
  for (let n = 0; n < 4; n += 1) {
    rests.push(await timed(() => {}));
    pans.push(await timed(() => map.panBy([n % 2 ? -x : x, n % 2 ? -y : y], { animate: false })));
  }
  return Math.max(0, Math.min(...pans) - Math.min(...rests));
}"""

POINT = """(tries) => {
  const routeMap = map_page.routeMap;
  const legs = routeMap.legs.all;
  const right = Array.from({ length: tries }, (_, n) => legs[Math.floor((n * legs.length) / tries)])
    .filter((leg) => {
      const path = leg.path(routeMap.layer);
      const { x, y } = path.at(path.length * 0.9);
      const found = routeMap.legs.near({ x, y }, routeMap.layer);
      return found === leg || found?.path(routeMap.layer).off(x, y) <= 0.05;
    });
  return right.length / tries;
}"""


def opened(path: Path, routes: int, *, ours: bool) -> dict[str, float]:
    """Open a page in Chromium: seconds until it is ready, and what a pan and a click do."""
    from playwright.sync_api import sync_playwright

    found = shutil.which("chromium") or shutil.which("google-chrome")
    if found is None:
        sys.exit("no Chromium on the PATH")
    quiet = ["--no-sandbox", "--disable-gpu", "--host-resolver-rules=MAP * ~NOTFOUND"]
    leaflet = (Path(__file__).parent / "leaflet-1.9.4/leaflet.js").read_text("utf-8")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=quiet)
        page = browser.new_page(viewport={"width": 1400, "height": 900})
        page.set_default_timeout(120_000)
        page.add_init_script(JQUERY)
        page.route("**/leaflet.js", lambda route: route.fulfill(body=leaflet))
        last = f"path.leaflet-interactive:nth-of-type({routes})"
        seconds = []
        for _ in range(3):
            page.goto("about:blank")
            start = time.perf_counter()
            page.goto(path.as_uri())
            page.wait_for_selector("html.ready" if ours else last)
            seconds.append(time.perf_counter() - start)
        figures = {"ready_s": round(min(seconds), 3), "redraw_ms": round(page.evaluate(PAN), 1)}
        if ours:
            figures["clicks_right"] = page.evaluate(POINT, 50)
        browser.close()
    return figures


if __name__ == "__main__":
    main()
