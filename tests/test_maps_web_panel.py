"""The panel in a real Chromium: finding, time, citations, addresses, keyboard, languages."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from maps.style import STATUSES
from maps.web import web_map
from routes.dates import When
from routes.dossier import Dossier, Mode, Review
from routes.evidence import Claim, Stance, claims_on, status_of
from tests.recording import troubles_of

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

AXE_STATES = {
    "first": "document.querySelector('.filter summary').click()",
    "chosen": "document.getElementById('choose-1').click()",
    "text": "document.querySelector('#claims-1 .claim button.act').click()",
    "citation": "document.querySelector('#claims-1 > .acts .act').click()",
    "table": "document.querySelector('[data-form=table]').click()",
}


class Panel:
    """A page, and all that it must not do: requests, errors, broken policies, dialogs."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.troubles = troubles_of(page)

    def open(self, path: Path, fragment: str = "") -> Panel:
        self.page.goto("about:blank")
        self.page.goto(path.as_uri() + fragment)
        self.page.wait_for_selector("html.ready", timeout=20_000)
        return self

    def run(self, script: str) -> Any:
        return self.page.evaluate(script)

    def shown(self) -> list[int]:
        """Numbers of the legs and sites in the list that are in the selection."""
        script = (
            "[...document.querySelectorAll('#list [data-number].leg, #list .site-row')]"
            ".filter((one) => !one.classList.contains('beyond') && one.checkVisibility())"
            ".map((one) => Number(one.dataset.number))"
        )
        return list(self.run(script))

    def hash(self) -> str:
        return str(self.run("decodeURIComponent(location.hash)"))

    def violations(self) -> list[tuple[str, list[str]]]:
        from axe_playwright_python.sync_playwright import Axe

        found = Axe().run(self.page).response["violations"]
        return [(one["id"], [node["html"][:150] for node in one["nodes"]]) for one in found]

    def file(self, name: str) -> tuple[str, str]:
        with self.page.expect_download() as waiting:
            self.page.get_by_role("button", name=name).click()
        saved = waiting.value
        return saved.suggested_filename, Path(str(saved.path())).read_text(encoding="utf-8")


@contextmanager
def panel(browser: Browser, width: int = 1400, **options: Any) -> Iterator[Panel]:
    context = browser.new_context(viewport={"width": width, "height": 900}, **options)
    try:
        context.set_default_timeout(6_000)
        seen = Panel(context.new_page())
        yield seen
        assert seen.troubles == []
    finally:
        context.close()


@pytest.fixture(scope="module")
def told(red_sea: Dossier) -> Dossier:
    """The Red Sea dossier with a translation, a denial that comes later, and a dated flight."""
    sources = (
        red_sea.sources[0].model_copy(
            update={
                "archived_url": "https://archive.example/1",
                "published": "2024-05-01",
                "language": "fa",
            }
        ),
        red_sea.sources[1],
        red_sea.sources[1].model_copy(
            update={"id": "s3", "title": "A denial", "published": "2024-06-20"}
        ),
    )
    updates: dict[str, dict[str, object]] = {
        "c1": {"translation": "A translation of it"},
        "c3": {"source": "s3"},
    }
    claims = tuple(c.model_copy(update=updates.get(c.id, {})) for c in red_sea.claims)
    withdrawn = Claim(
        id="c8", source="s2", quote="four flights", start=70, end=82,
        attributed_to="The editors", stance=Stance.RETRACTS, answers=("c5",),
    )  # fmt: skip
    april = When(text="in April", earliest="2024-04-01", latest="2024-04-30", kind="within")
    routes = (
        red_sea.routes[0],
        red_sea.routes[1].model_copy(update={"when": april}),
        *red_sea.routes[2:],
    )
    return red_sea.model_copy(
        update={"sources": sources, "claims": (*claims, withdrawn), "routes": routes}
    )


@pytest.fixture(scope="module")
def files(
    told: Dossier, red_sea_texts: dict[str, str], tmp_path_factory: pytest.TempPathFactory
) -> dict[str, Path]:
    """The page in English and in Persian."""
    folder = tmp_path_factory.mktemp("panel")
    return {
        lang: web_map(told, texts=red_sea_texts, lang=lang).save(folder / f"{lang}.html")
        for lang in ("en", "fa")
    }


@pytest.mark.parametrize(
    ("lang", "width", "scheme"),
    [("en", 1400, "light"), ("en", 360, "dark"), ("fa", 1400, "dark"), ("fa", 360, "light")],
)
def test_no_state_of_the_panel_shuts_anyone_out(
    chromium: Browser, files: dict[str, Path], lang: str, width: int, scheme: str
) -> None:
    options = {"color_scheme": scheme, "reduced_motion": "reduce"}
    with panel(chromium, width, **options) as seen:
        seen.open(files[lang])
        for state, act in AXE_STATES.items():
            seen.run(act)
            assert seen.violations() == [], state
            assert seen.run("document.documentElement.scrollWidth") <= width, state
            seen.page.keyboard.press("Escape")
        seen.run("document.querySelector('.time details').open = true")
        small = seen.run(
            """[...document.querySelectorAll("button, summary, select, input, a.act")]
            .filter((one) => one.checkVisibility())
            .filter((one) => !one.closest(".map, .place-part, ol.sources, .key"))
            .filter((one) => one.getBoundingClientRect().height < 43.5 && one.type !== "range")
            .map((one) => one.outerHTML.slice(0, 120))"""
        )
        assert small == []


def test_the_keyboard_alone_reaches_and_does_everything(
    chromium: Browser, files: dict[str, Path]
) -> None:
    with panel(chromium, reduced_motion="reduce") as seen:
        seen.open(files["en"])
        key = seen.page.keyboard.press
        visited = []
        for _ in range(90):
            key("Tab")
            visited.append(
                str(seen.run("document.activeElement.id || document.activeElement.className"))
            )
            if visited[-1] == "choose-5":
                break
        at = [visited.index(name) for name in ("skip", "time-happened", "search", "choose-1")]
        assert at == sorted(at)
        assert [name for name in visited if name.startswith("choose-")] == [
            f"choose-{n}" for n in range(1, 6)
        ]
        key("Enter")
        assert seen.hash() == "#r=x1"
        seen.page.locator("#claims-5 .acts .act", has_text="Cite").focus()
        key("Enter")
        assert seen.run("document.activeElement.closest('dialog')?.id") == "sheet"
        for _ in range(12):
            key("Tab")
            assert seen.run("!document.hasFocus() || !document.activeElement.closest('main')")
        key("Escape")
        assert seen.run("document.activeElement.textContent") == "Cite"
        key("Escape")
        assert seen.run("document.activeElement.id") == "choose-5"
        assert seen.hash() == ""


def test_words_find_what_was_said_and_where(chromium: Browser, files: dict[str, Path]) -> None:
    with panel(chromium) as seen:
        seen.open(files["en"])
        for words, numbers in {
            "packing machines": [3],
            "BERBERA": [1, 2, 4],
            "translation of": [1],
            "nowhere": [],
            "": [1, 2, 3, 4, 5],
        }.items():
            seen.page.locator("#search").fill(words)
            assert seen.shown() == numbers, words
        seen.page.locator("#search").fill("nowhere")
        assert "Nothing fits: 0 of 5 shown" in seen.page.locator(".count").inner_text()
        seen.page.get_by_role("button", name="Show all").click()
        assert seen.shown() == [1, 2, 3, 4, 5]
        assert seen.hash() == ""


def test_filters_narrow_list_table_and_map_and_can_be_taken_away(
    chromium: Browser, files: dict[str, Path]
) -> None:
    with panel(chromium) as seen:
        seen.open(files["en"])
        seen.page.locator(".filter summary").click()
        seen.page.get_by_role("combobox", name="Means").select_option(label="sea (2)")
        assert seen.shown() == [1, 4]
        badges = seen.page.locator(".map .badge:not(.off)").all()
        assert {badge.get_attribute("data-number") for badge in badges} <= {"1", "4"}
        seen.page.get_by_role("combobox", name="Status").select_option(label="disputed (1)")
        assert seen.shown() == [1]
        assert seen.hash() == "#f=mode:sea&f=status:disputed"
        seen.page.get_by_role("button", name="Table").click()
        assert seen.page.locator("tbody tr").count() == 1
        seen.page.get_by_role("button", name="Remove the filter Means: sea").click()
        seen.page.get_by_role("button", name="Remove the filter Status: disputed").click()
        assert seen.page.locator("tbody tr").count() == 5


def test_an_address_restores_the_view_and_back_goes_back(
    chromium: Browser, files: dict[str, Path]
) -> None:
    with panel(chromium, reduced_motion="reduce") as seen:
        seen.open(files["en"], "#r=r1.1&q=sacks&f=status:disputed&known=2024-06-30")
        assert seen.shown() == [1]
        assert seen.page.locator("#choose-1").get_attribute("aria-expanded") == "true"
        assert seen.page.locator("#search").input_value() == "sacks"
        seen.open(files["en"])
        seen.page.locator("#choose-2").click()
        seen.page.locator("#choose-3").click()
        assert seen.hash() == "#r=r2.1"
        seen.page.go_back()
        assert seen.hash() == "#r=r1.2"
        assert seen.page.locator("#choose-2").get_attribute("aria-expanded") == "true"
        assert seen.page.locator("#choose-3").get_attribute("aria-expanded") == "false"
        seen.page.go_back()
        assert seen.hash() == ""
        seen.page.go_forward()
        assert seen.page.locator("#choose-2").get_attribute("aria-expanded") == "true"
        for fragment in ("#r=nothing", "#%%%", "#r=r1.1&f=bad&day=x&known=y&at=1/x/2&view=z", "#4"):
            seen.open(files["en"], fragment)
            assert seen.shown() == [1, 2, 3, 4, 5]


def test_the_table_sorts_and_opens_what_it_names(chromium: Browser, files: dict[str, Path]) -> None:
    with panel(chromium) as seen:
        seen.open(files["en"], "#view=table")
        first = "tbody tr:first-child td:nth-child(2)"
        seen.page.get_by_role("button", name="From or at").click()
        assert seen.page.locator(first).inner_text() == "Addis Ababa"
        seen.page.get_by_role("button", name="From or at").click()
        assert seen.page.locator(first).inner_text() == "Port Sudan"
        assert seen.page.locator("th[aria-sort='descending']").inner_text() == "From or at"
        assert seen.hash() == "#view=table&sort=-from"
        seen.page.locator("tbody tr:first-child .to-item").click()
        assert seen.run("document.activeElement.id") == "choose-2"
        seen.page.go_back()
        assert seen.page.locator("tbody tr").count() == 5


def test_files_leave_the_page_whole_and_run_in_no_spreadsheet(
    chromium: Browser, told: Dossier, tmp_path: Path
) -> None:
    routes = list(told.routes)
    routes[0] = routes[0].model_copy(update={"cargo": '=HYPERLINK("x";"y")', "title": '@SUM, "q"'})
    path = web_map(told.model_copy(update={"routes": tuple(routes)})).save(tmp_path / "m.html")
    with panel(chromium) as seen:
        seen.open(path, "#view=table&f=mode:sea")
        name, text = seen.file("Download CSV")
        rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))
        assert name == "red-sea-2024.csv"
        assert [row["number"] for row in rows] == ["1", "4"]
        assert rows[0]["cargo"] == '\'=HYPERLINK("x";"y")'
        assert rows[0]["route"] == '\'@SUM, "q"'
        assert rows[0]["denied_by"] == "Berbera port office"
        assert rows[0]["link"] == "m.html#r=r1.1"
        name, text = seen.file("Download GeoJSON")
        features = json.loads(text)["features"]
        assert name == "red-sea-2024.geojson"
        lon, lat = features[0]["geometry"]["coordinates"][0]
        assert (lon, lat) == pytest.approx((45.01667, 10.45), abs=0.02)
        assert features[0]["properties"]["cargo"] == '=HYPERLINK("x";"y")'


def test_citations_lead_to_the_very_leg(chromium: Browser, files: dict[str, Path]) -> None:
    with panel(chromium) as seen:
        seen.open(files["en"], "#r=r1.1")
        seen.page.locator("#claims-1 .act", has_text="Cite").click()
        note, bib, csl = seen.page.locator("#sheet pre").all_inner_texts()
        assert "Said by Hana Tesfai: “Sacks of charcoal have allegedly" in note
        assert "1 May 2024, https://courier.example/2024/05/charcoal" in note
        assert "https://archive.example/1" in note
        assert note.endswith("Mapped as [1] in “Charcoal across the Bab-el-Mandeb”, en.html#r=r1.1")
        assert bib.startswith("@article{red-sea-2024-s1,")
        assert "@misc{red-sea-2024-r1.1," in bib
        entries = json.loads(csl)
        assert [entry["type"] for entry in entries] == ["article-newspaper"] * 2 + ["map"]
        assert entries[0]["issued"] == {"date-parts": [[2024, 5, 1]]}
        assert entries[-1]["URL"] == "en.html#r=r1.1"


def test_the_source_opens_at_the_quotation(chromium: Browser, files: dict[str, Path]) -> None:
    with panel(chromium) as seen:
        seen.open(files["en"], "#r=r1.1")
        figure = seen.page.locator("#claims-1 figure").first
        original, translation = figure.locator("blockquote").all()
        assert original.get_attribute("lang") == "fa"
        assert original.inner_text().startswith("Sacks of charcoal")
        assert translation.inner_text() == "A translation of it"
        figure.get_by_role("button", name="Read in the stored text").click()
        quoted = seen.page.locator("#sheet mark.quoted").inner_text()
        assert quoted.startswith("Sacks of charcoal have allegedly been shipped")
        assert seen.page.locator("#sheet mark.quoted").is_visible()
        seen.page.keyboard.press("Escape")
        visit = figure.get_by_role("link", name="Open at the source").get_attribute("href")
        assert visit
        assert visit.startswith("https://courier.example/2024/05/charcoal#:~:text=Sacks%20of%20")
        assert figure.get_by_role("link", name="Archived copy").count() == 1


def test_what_was_known_when_changes_status_and_hides_what_came_later(
    chromium: Browser, files: dict[str, Path]
) -> None:
    with panel(chromium) as seen:
        seen.open(files["en"], "#known=2024-05-31")
        assert "single source" in seen.page.locator("#choose-1").inner_text()
        assert "Denied by" not in seen.page.locator("#item-1 .under").inner_text()
        assert "Published later" in seen.page.locator("#claims-1").inner_text()
        assert "disputed" not in seen.page.locator(".map").inner_text()
        seen.open(files["en"])
        assert "disputed" in seen.page.locator("#choose-1").inner_text()
        slider = seen.page.locator("#time-known")
        slider.focus()
        seen.page.keyboard.press("Home")
        assert "Published by 1 May 2024" in (slider.get_attribute("aria-valuetext") or "")
        seen.page.keyboard.press("End")
        assert seen.hash() == ""


def test_a_retraction_is_seen_before_anything_is_opened(
    chromium: Browser, files: dict[str, Path]
) -> None:
    with panel(chromium) as seen:
        seen.open(files["en"])
        assert "Retracted by The editors" in seen.page.locator("#item-3 .under").inner_text()
        seen.page.locator("#choose-3").click()
        assert seen.page.locator("#claims-3 .claim.retracts").is_visible()
        reason = seen.page.locator("#claims-3 .reason").inner_text()
        assert reason.startswith("Single source. It rests on The Massawa Courier alone.")


def test_the_page_computes_the_status_of_every_day_as_the_dossier_does(
    chromium: Browser, told: Dossier, files: dict[str, Path]
) -> None:
    sources = {source.id: source for source in told.sources}
    cited = [leg.claims for route in told.routes for leg in route.legs]
    cited += [site.claims for site in told.sites]
    days = ["2024-05-01", "2024-05-02", "2024-06-19", "2024-06-20", "2030-01-01"]
    with panel(chromium) as seen:
        for day in days:
            seen.open(files["en"], f"#known={day}")
            published = {s.id for s in told.sources if (s.published or "") <= day}
            known = {c.id: c for c in told.claims if c.source in published}
            expected = {
                number: STATUSES[status_of(claims, sources)].word
                for number, ids in enumerate(cited, 1)
                if (claims := claims_on(ids, known))
            }
            found = {
                n: seen.page.locator(f"#choose-{n} .status").last.inner_text() for n in seen.shown()
            }
            assert found == expected, day


def test_the_time_it_happened_narrows_and_plays(chromium: Browser, files: dict[str, Path]) -> None:
    with panel(chromium, reduced_motion="reduce") as seen:
        seen.open(files["en"])
        slider = seen.page.locator("#time-happened")
        assert slider.get_attribute("aria-valuetext") == "All times"
        slider.focus()
        seen.page.keyboard.press("ArrowRight")
        assert seen.hash().startswith("#day=2024-")
        before = slider.input_value()
        seen.page.get_by_role("button", name="Play: When it happened").click()
        seen.page.wait_for_timeout(1700)
        assert int(slider.input_value()) > int(before)
        seen.page.get_by_role("button", name="Pause: When it happened").click()


def test_a_second_account_of_a_leg_stands_between_the_same_stops(
    chromium: Browser, told: Dossier, tmp_path: Path
) -> None:
    route = told.routes[2]
    other = route.legs[0].model_copy(update={"mode": Mode.ROAD, "rival": ("mode",)})
    late = route.model_copy(update={"id": "r9", "legs": (*route.legs, other)})
    review = Review(state="reviewed", by="a desk", awaiting=("r9",))
    dossier = told.model_copy(update={"routes": (late,), "sites": (), "review": review})
    with panel(chromium) as seen:
        seen.open(web_map(dossier).save(tmp_path / "rival.html"))
        assert seen.page.locator(".stop-name").all_inner_texts() == ["Port Sudan", "Berbera"]
        second = seen.page.locator("#item-2 .under").inner_text()
        assert "Another account of the leg above; it differs in means" in second
        assert "not yet settled by a person" in seen.page.locator(".awaiting").inner_text()
        finding = seen.page.locator(".finding").inner_text()
        assert finding.startswith("Reported: empty containers from Port Sudan by sea to Berbera —")


def test_a_page_in_persian_runs_from_right_to_left(
    chromium: Browser, files: dict[str, Path]
) -> None:
    with panel(chromium) as seen:
        seen.open(files["fa"], "#r=r1.1")
        assert seen.run("document.documentElement.dir") == "rtl"
        spoken = seen.page.locator("#choose-1 .unseen").inner_text()
        assert spoken.startswith("۱. بخش گزارش‌شده (دریا)، Berbera به Port Sudan")
        assert "رد از سوی Berbera port office" in spoken
        text = seen.page.locator("#evidence").inner_text()
        assert "۱ مهٔ ۲۰۲۴" in text or "۱ مه ۲۰۲۴" in text
        for english in ("Reported", "Sources", "Search", "Machine draft", "Said by", "undefined"):
            assert english not in text
        side = seen.page.locator(".side").bounding_box()
        evidence = seen.page.locator("#evidence").bounding_box()
        assert side
        assert evidence
        assert side["x"] < evidence["x"] or evidence["x"] == 0


def test_the_figure_works_in_a_sandboxed_frame(
    chromium: Browser, told: Dossier, tmp_path: Path
) -> None:
    figure = web_map(told).figure()
    path = tmp_path / "article.html"
    path.write_text(f"<!DOCTYPE html><title>x</title><p>Before</p>{figure}", encoding="utf-8")
    with panel(chromium) as seen:
        seen.page.goto(path.as_uri())
        frame = seen.page.frame_locator("iframe")
        frame.locator("html.ready").wait_for(timeout=20_000)
        frame.locator("#choose-3").click()
        assert frame.locator("#claims-3 blockquote").first.is_visible()
        frame.locator("#claims-3 .act", has_text="Copy link").click()
        assert frame.locator("#claims-3 .act", has_text="Copied").is_visible()
        assert "charcoal from Berbera" in seen.page.locator("figcaption").inner_text()
