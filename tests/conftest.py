"""What several rooms' tests share: a dossier worth mapping, its page, and a real browser."""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import Callable, Iterator
from itertools import accumulate, islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import settings

from routes.dossier import Dossier

if TYPE_CHECKING:
    from playwright.sync_api import Browser

# No test reads or fills the cache of whoever runs them.
os.environ["SUPPLYROUTES_CACHE"] = ""

DATA = Path(__file__).parent / "data"

# The same examples each time, and no verdict by the clock of a busy machine.
settings.register_profile("steady", derandomize=True, deadline=None)
settings.load_profile("steady")


@pytest.fixture(scope="session", autouse=True)
def _no_layers_of_the_user(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep the layers of whoever runs the tests out of them, in processes of their own, too."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SUPPLYROUTES_DATA", str(tmp_path_factory.mktemp("data")))
        patch.delenv("SUPPLYROUTES_NO_LAYERS", raising=False)
        yield


@pytest.fixture(scope="session")
def red_sea() -> Dossier:
    """Invented reports: legs by sea, air and unstated means, a denial, an area, a planned site."""
    return Dossier.model_validate_json((DATA / "maps_red_sea.json").read_bytes())


@pytest.fixture(scope="session")
def linked_places_schema() -> dict[str, Any]:
    """Give the rules of the format's own description, written by us as a JSON Schema."""
    rules: dict[str, Any] = json.loads((DATA / "linked_places.schema.json").read_bytes())
    return rules


@pytest.fixture(scope="session")
def red_sea_texts(red_sea: Dossier) -> dict[str, str]:
    return {
        source.id: (DATA / source.text).read_text(encoding="utf-8")
        for source in red_sea.sources
        if source.text
    }


@pytest.fixture(scope="session")
def red_sea_page(red_sea: Dossier, red_sea_texts: dict[str, str]) -> str:
    from maps.web import web_map

    return web_map(red_sea, texts=red_sea_texts).html


@pytest.fixture(scope="session")
def red_sea_file(red_sea_page: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("page") / "map.html"
    path.write_text(red_sea_page, encoding="utf-8")
    return path


def decode(text: str, units: int) -> list[tuple[float, float]]:
    """Read Google's encoded polyline, longitude first, as its published description has it."""
    numbers, value, shift = [], 0, 0
    for letter in text:
        digit = ord(letter) - 63
        value |= (digit & 31) << shift
        shift += 5
        if digit < 32:
            numbers.append(~(value >> 1) if value & 1 else value >> 1)
            value = shift = 0
    lons, lats = accumulate(numbers[::2]), accumulate(numbers[1::2])
    return [(lon / units, lat / units) for lon, lat in zip(lons, lats, strict=True)]


def unpack(table: dict[str, Any]) -> list[dict[str, Any]]:
    """Make records of columns again."""
    made: list[dict[str, Any]] = [{} for _ in range(table["rows"])]
    for name, column in table["columns"].items():
        for record, value in zip(made, _values(column, table["rows"]), strict=True):
            record[name] = value
    return made


def _values(column: dict[str, Any], rows: int) -> list[Any]:
    if "all" in column:
        return [column["all"]] * rows
    if "is" in column:
        return [column["of"][n] for n in column["is"]]
    if "each" in column:
        return list(column["each"])
    parts = iter(unpack(column["of"]))
    return [list(islice(parts, length)) for length in _values(column["lengths"], rows)]


def sent_with(page: str) -> dict[str, Any]:
    """Read the data of a page with its tables as records."""
    found = re.search(r'<script type="application/json" id="data">(.*?)</script>', page, re.DOTALL)
    assert found
    data: dict[str, Any] = json.loads(found.group(1))
    for part in (data["map"], *data["dossiers"]):
        part.update({k: unpack(v) for k, v in part.items() if isinstance(v, dict) and "rows" in v})
    return data


@pytest.fixture(scope="session")
def decoded() -> Callable[[str, int], list[tuple[float, float]]]:
    return decode


@pytest.fixture(scope="session")
def unpacked() -> Callable[[dict[str, Any]], list[dict[str, Any]]]:
    return unpack


@pytest.fixture(scope="session")
def sent() -> Callable[[str], dict[str, Any]]:
    return sent_with


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Open a real Chromium; without one the tests are skipped, but never in CI."""
    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    found = next((path for name in names if (path := shutil.which(name))), None)
    if found is None:
        said = "no Chromium on the PATH; on Debian: apt-get install chromium fonts-noto-core"
        if os.environ.get("CI"):
            pytest.fail(said)
        pytest.skip(said)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=_QUIET)
        yield browser
        browser.close()


_QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND",
]
