"""The page in a real Chromium: it asks for nothing, runs nothing it is given, and answers."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.recording import troubles_of

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page


class Visit:
    """A page with everything on record that it must not do."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.troubles = troubles_of(page)

    def open(self, path: Path, fragment: str = "") -> None:
        self.page.goto(path.as_uri() + fragment)
        self.page.wait_for_selector("html.ready", timeout=20_000)

    def is_open(self, number: int) -> bool:
        shown = self.page.locator(f"#claims-{number} blockquote").first.is_visible()
        said = self.page.locator(f"#choose-{number}").get_attribute("aria-expanded") == "true"
        assert shown == said
        return shown


@contextmanager
def visit(browser: Browser, width: int = 1400, **options: Any) -> Iterator[Visit]:
    context = browser.new_context(viewport={"width": width, "height": 900}, **options)
    try:
        yield Visit(context.new_page())
    finally:
        context.close()


@pytest.mark.parametrize(
    ("width", "scheme"),
    [(1400, "light"), (800, "light"), (360, "light"), (1400, "dark"), (360, "dark")],
)
def test_the_page_is_sound_wide_and_narrow_light_and_dark(
    chromium: Browser, red_sea_file: Path, width: int, scheme: str
) -> None:
    from axe_playwright_python.sync_playwright import Axe

    with visit(chromium, width, color_scheme=scheme) as seen:
        seen.open(red_sea_file)
        page = seen.page
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        for state in ("first", "chosen"):
            found = Axe().run(page).response["violations"]
            assert [(one["id"], [n["html"] for n in one["nodes"]]) for one in found] == [], state
            page.locator("#choose-1").click()
        assert seen.troubles == []


def test_a_click_on_the_map_opens_the_claim_in_the_list(
    chromium: Browser, red_sea_file: Path
) -> None:
    with visit(chromium) as seen:
        seen.open(red_sea_file)
        assert not seen.is_open(3)
        seen.page.locator(".map .badge[data-number='3']").click()
        assert seen.is_open(3)
        seen.page.wait_for_timeout(700)
        assert seen.page.evaluate("document.activeElement.id") == "choose-3"
        box = seen.page.locator("#item-3").bounding_box()
        assert box
        assert 0 <= box["y"] < 900
        assert seen.page.evaluate("location.hash") == "#r=r2.1"


def test_a_key_press_opens_and_escape_closes_in_list_and_map(
    chromium: Browser, red_sea_file: Path
) -> None:
    with visit(chromium, reduced_motion="reduce") as seen:
        seen.open(red_sea_file)
        page = seen.page
        for key in ("Enter", "Space"):
            page.locator("#choose-2").focus()
            page.keyboard.press(key)
            assert seen.is_open(2)
            page.keyboard.press("Escape")
            assert not seen.is_open(2)
            assert page.evaluate("document.activeElement.id") == "choose-2"
        page.locator(".map .home").click()
        page.locator(".map .badge[data-number='5']").focus()
        page.keyboard.press("Enter")
        assert seen.is_open(5)


def test_choosing_in_the_list_brings_the_leg_into_the_map(
    chromium: Browser, red_sea_file: Path
) -> None:
    with visit(chromium, reduced_motion="reduce") as seen:
        seen.open(red_sea_file)
        before = seen.page.evaluate("map_page.getZoom()")
        seen.page.locator("#choose-3").click()
        assert seen.page.evaluate("map_page.getZoom()") > before
        chosen = seen.page.locator(".map .badge[aria-pressed='true']")
        assert chosen.get_attribute("data-number") == "3"
        assert seen.page.locator(".map .sheet.dim").count() == 1


def test_numbers_on_map_and_list_mean_the_same(chromium: Browser, red_sea_file: Path) -> None:
    with visit(chromium) as seen:
        seen.open(red_sea_file)
        labels = {
            badge.get_attribute("data-number"): badge.get_attribute("aria-label") or ""
            for badge in seen.page.locator(".map .badge").all()
        }
        assert set(labels) == {"1", "2", "3", "4", "5"}
        for number, label in labels.items():
            spoken = label.removeprefix(f"{number}. ")
            assert spoken.startswith("Reported ")
            assert spoken in seen.page.locator(f"#choose-{number}").inner_text()
        assert "disputed, denied by Berbera port office" in labels["1"]
        assert "planned" in labels["5"]


def test_an_address_with_a_number_opens_that_claim(chromium: Browser, red_sea_file: Path) -> None:
    with visit(chromium) as seen:
        seen.open(red_sea_file, "#4")
        assert seen.is_open(4)


def test_a_denial_stands_beside_the_claim_on_a_wide_page_and_below_on_a_phone(
    chromium: Browser, red_sea_file: Path
) -> None:
    places = {}
    for width in (1400, 360):
        with visit(chromium, width) as seen:
            seen.open(red_sea_file)
            said = seen.page.locator("#claims-1 .said").bounding_box()
            denied = seen.page.locator("#claims-1 .answers").bounding_box()
            assert said
            assert denied
            places[width] = (denied["x"] > said["x"] + 50, denied["y"] > said["y"] + 50)
            assert "Denied by Berbera port office" in seen.page.locator("#item-1").inner_text()
    assert places == {1400: (True, False), 360: (False, True)}


def test_print_shows_every_quotation(chromium: Browser, red_sea_file: Path) -> None:
    with visit(chromium, 800) as seen:
        seen.open(red_sea_file)
        assert not seen.is_open(2)
        seen.page.emulate_media(media="print")
        quotations = seen.page.locator("blockquote")
        assert quotations.count() >= 6
        assert all(one.is_visible() for one in quotations.all())


def test_the_browser_itself_refuses_markup_and_script(
    chromium: Browser, red_sea_file: Path
) -> None:
    with visit(chromium) as seen:
        seen.open(red_sea_file)
        # Later, as the page's own act: what a debugger evaluates may do more than a page.
        seen.page.evaluate(
            """() => setTimeout(() => {
              const script = document.createElement("script");
              const refused = (act) => { try { act(); return false; } catch { return true; } };
              window.refused = [
                () => (0, eval)("window.hacked = 1"),
                () => document.body.insertAdjacentHTML("beforeend", "<b id=slipped>x</b>"),
                () => { script.text = "window.hacked = 1"; document.body.append(script); },
              ].map(refused);
            })"""
        )
        seen.page.wait_for_timeout(200)
        assert seen.page.evaluate("window.refused") == [True, True, True]
        assert seen.page.evaluate("window.hacked") is None
        assert seen.page.locator("#slipped").count() == 0
