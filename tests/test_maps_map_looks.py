"""How the map looks, compared with small pictures of it; UPDATE_LOOKS=1 makes them anew.

Fonts differ from machine to machine. The whole map, names and all, is therefore compared coarsely;
ground, lines and areas alone, in a frame of fixed size, finely.
"""

from __future__ import annotations

import base64
import json
import os
import zlib
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.recording import opened

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

LOOKS = Path(__file__).parent / "data" / "maps_looks.json"
WHOLE_CELLS = (24, 16)
BARE_CELLS = (96, 64)
MOST_OFF = 24
"""How far a cell's colour may be off (of 255) before it counts as another one."""

MOST_CELLS_OFF = 0.003
"""Another font at another size changes no cell at all, a route less 0.005 of them."""

BARE = """() => {
  const frame = document.querySelector(".map-frame");
  Object.assign(frame.style, { flex: "none", width: "720px", height: "480px" });
  const { names, badges } = map.labels.panes;
  for (const pane of [names, badges, document.querySelector(".leaflet-control-container")]) {
    pane.style.visibility = "hidden";
  }
  map.refit();
}"""

GRID = """async ([address, width, height]) => {
  const image = new Image();
  image.src = address;
  await image.decode();
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext("2d");
  context.imageSmoothingQuality = "high";
  context.drawImage(image, 0, 0, width, height);
  const { data } = context.getImageData(0, 0, width, height);
  return btoa(String.fromCharCode(...data.filter((_, n) => n % 4 < 3)));
}"""

STATES: dict[str, tuple[int, dict[str, Any], str]] = {
    "wide": (1400, {}, ""),
    "wide, dark": (1400, {"color_scheme": "dark"}, ""),
    "tablet": (800, {}, ""),
    "phone": (360, {}, ""),
    "chosen": (1400, {"reduced_motion": "reduce"}, "document.getElementById('choose-1').click()"),
    "near": (1400, {"reduced_motion": "reduce"}, "void map.map.setZoom(8)"),
}


@pytest.mark.parametrize("state", STATES)
def test_the_map_looks_as_it_did(chromium: Browser, red_sea_file: Path, state: str) -> None:
    width, options, act = STATES[state]
    with opened(chromium, red_sea_file, width, **options) as page:
        page.evaluate(act or "0")
        page.wait_for_timeout(100)
        whole = cells(chromium, page, WHOLE_CELLS)
        page.evaluate(BARE)
        page.wait_for_timeout(100)
        bare = cells(chromium, page, BARE_CELLS)
    if os.environ.get("UPDATE_LOOKS"):
        keep(state, whole, bare)
    kept_whole, kept_bare = kept(state)
    off = [abs(one - other) for one, other in zip(kept_whole, whole, strict=True)]
    assert sum(off) / len(off) < 4
    assert max(off) < 90
    assert share_off(kept_bare, bare) <= MOST_CELLS_OFF


def share_off(kept: bytes, seen: bytes) -> float:
    """Give the share of cells of which a colour is further off than may be."""
    off = [abs(one - other) > MOST_OFF for one, other in zip(kept, seen, strict=True)]
    cell_off = [any(off[n : n + 3]) for n in range(0, len(off), 3)]
    return sum(cell_off) / len(cell_off)


def cells(browser: Browser, page: Page, size: tuple[int, int]) -> bytes:
    """Give the colours of a grid of cells over the map, red, green and blue of each."""
    shot = page.locator(".map").screenshot()
    blank = browser.new_page()
    address = f"data:image/png;base64,{base64.b64encode(shot).decode('ascii')}"
    seen = base64.b64decode(blank.evaluate(GRID, [address, *size]))
    blank.close()
    return seen


def kept(state: str) -> tuple[bytes, bytes]:
    look = json.loads(LOOKS.read_text(encoding="utf-8"))[state]
    return bytes.fromhex(look["whole"]), zlib.decompress(base64.b64decode(look["bare"]))


def keep(state: str, whole: bytes, bare: bytes) -> None:
    looks = json.loads(LOOKS.read_text(encoding="utf-8")) if LOOKS.exists() else {}
    packed = zlib.compress(bytes(value & 0xF8 | 4 for value in bare), 9)
    looks[state] = {"whole": whole.hex(), "bare": base64.b64encode(packed).decode("ascii")}
    LOOKS.write_text(json.dumps(looks, indent=1, sort_keys=True) + "\n", encoding="utf-8")
